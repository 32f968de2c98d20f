/**
 * Receiving: from an HTTP request to an answer, in the order in which an answer becomes possible. What is answered with
 * 204 is stored with all that follows from it, so a sender that got 204 has really been heard.
 */
import type { X509Certificate } from 'node:crypto';
import { sql } from '../../platform/db/index.ts';
import {
  buildPong,
  type Cpa,
  createMessageReader,
  EbmsFault,
  type EbmsMessage,
  type MessageReader,
  type Ping,
  parseMessage,
  signalEndpoint,
  validateAgainstCpa,
} from '../../standaarden/ebms/index.ts';
import { ontvangBevestiging, ontvangFout } from './antwoord.ts';
import { type Herkomst, ontvangBericht, ontvangHerhaling } from './bericht.ts';
import { type Geopend, open } from './beveiligen.ts';
import type { GeladenCpa } from './cpas.ts';
import { ACCEPTED, type HttpAnswer, newMessageId, type OntvangContext } from './ontvang-context.ts';
import { bewaarSignaal } from './signalen.ts';
import { ontvangStatusvraag } from './status.ts';
import { isAntwoord, meldFouten, soapFout, weiger, weigerVreemdeling } from './weigeren.ts';

export interface Verzoek {
  readonly contentType: string | undefined;
  readonly soapAction: string | undefined;
  readonly body: Uint8Array;
  /** `traceparent` of the request. */
  readonly trace: string;
  /** The certificate that it came with; null from this computer itself. */
  readonly peer: X509Certificate | null;
}

export async function ontvang(context: OntvangContext, request: Verzoek): Promise<HttpAnswer> {
  try {
    return await behandel(context, parseMessage(request), { ...request, object: null });
  } catch (error) {
    if (!(error instanceof EbmsFault)) throw error;
    return await weiger(context, error, request.peer);
  }
}

/** A message whose octets are still to come. */
export interface GrootVerzoek extends Omit<Verzoek, 'body'> {
  /** As the Content-Length says. */
  readonly bytes: number;
  readonly stroom: AsyncIterable<Uint8Array>;
}

/** The same for what is too large for memory: its body passes by on its way to the store, and its payloads stay there. */
export async function ontvangGroot(context: OntvangContext, request: GrootVerzoek): Promise<HttpAnswer> {
  const { bytes, stroom, trace, peer } = request;
  try {
    const reader = createMessageReader({ ...request, limits: { bodyBytes: bytes } });
    const object = await context.objecten.nieuw(bytes, langs(stroom, reader));
    try {
      return await behandel(context, reader.end(), { trace, peer, body: null, object });
    } finally {
      // When this one was refused, or was a copy, no message refers to it.
      await context.objecten.laatLos(object);
    }
  } catch (error) {
    if (!(error instanceof EbmsFault)) throw error;
    return await weiger(context, error, request.peer);
  }
}

async function* langs(stroom: AsyncIterable<Uint8Array>, reader: MessageReader): AsyncGenerator<Uint8Array> {
  for await (const piece of stroom) {
    reader.push(piece);
    yield piece;
  }
}

async function behandel(
  context: OntvangContext,
  message: EbmsMessage,
  herkomst: Herkomst & Pick<Verzoek, 'peer'>,
): Promise<HttpAnswer> {
  const cpa = await context.cpas.find(message.header.cpaId);
  if (!cpa) {
    context.log({ cpa: message.header.cpaId }, 'bericht onder een onbekende CPA geweigerd');
    // RS-F31: an answer that concerns nothing of ours is no reason for an error.
    return isAntwoord(message) ? ACCEPTED : soapFout('CPAId is not known here: load the CPA on both sides');
  }
  // Before anything about the message is judged, or answered to the party that it names.
  weigerVreemdeling(context, cpa, message.header, herkomst.peer);
  const { message: plain, errors } = await beoordeelAntwoord(context, cpa, message, herkomst);
  if (errors.length > 0) {
    const known = plain.kind === 'user' && (await ontvangHerhaling(context, cpa, plain));
    return known || (await meldFouten(context, cpa, message, errors));
  }
  return await accept(context, cpa, plain, herkomst);
}

/**
 * By the CPA in force; and an answer to a message of ours that was sent under an earlier version, otherwise by that one:
 * whoever answered may not have loaded the new one yet, and signs with the certificate of before (RS-F43).
 */
async function beoordeelAntwoord(
  context: OntvangContext,
  cpa: GeladenCpa,
  message: EbmsMessage,
  herkomst: Herkomst,
): Promise<Geopend> {
  const now = await beoordeel(context, cpa, message, herkomst);
  if (now.errors.length === 0 || (message.kind !== 'acknowledgment' && message.kind !== 'error')) return now;
  const [sent] = await context.db.query<{ versie: number }>(sql`
    select cpa_versie as versie from digikoppeling.bericht
    where message_id = ${message.refToMessageId} and cpa_id = ${cpa.id} and cpa_versie <> ${cpa.versie}`);
  const earlier = sent ? await context.cpas.versie(cpa.id, sent.versie) : null;
  if (earlier === null) return now;
  const then = await beoordeel(context, earlier, message, herkomst);
  return then.errors.length === 0 ? then : now;
}

/**
 * Is it as agreed, and then: is it what its sender signed, and can it be read. A business message that is not as agreed is
 * opened as well: whether it is a copy of one that we have shows in its plain payloads.
 */
async function beoordeel(
  context: OntvangContext,
  cpa: Cpa,
  message: EbmsMessage,
  { object }: Herkomst,
): Promise<Geopend> {
  const errors = validateAgainstCpa(message, cpa, context.clock.now());
  if (errors.length > 0 && message.kind !== 'user') return { message, errors };
  const opened = await open(context, cpa, message, object);
  return errors.length > 0 ? { ...opened, errors } : opened;
}

async function accept(
  context: OntvangContext,
  cpa: Cpa,
  message: EbmsMessage,
  herkomst: Herkomst,
): Promise<HttpAnswer> {
  switch (message.kind) {
    case 'acknowledgment':
      return await ontvangBevestiging(context, cpa, message);
    case 'error':
      return await ontvangFout(context, cpa, message, herkomst.body ?? Buffer.alloc(0));
    case 'ping':
      return await ontvangPing(context, cpa, message);
    case 'pong':
    case 'statusResponse':
      context.opAntwoord(message);
      return ACCEPTED;
    case 'statusRequest':
      return await ontvangStatusvraag(context, cpa, message);
    case 'user':
      return await ontvangBericht(context, cpa, message, herkomst);
  }
}

/** A Ping of our own that comes back here would prove that we reach ourselves, so it gets no Pong. */
async function ontvangPing(context: OntvangContext, cpa: Cpa, { header }: Ping): Promise<HttpAnswer> {
  if (context.isEigenPing(header.messageId)) return soapFout('This Ping came back to its sender: check the endpoints');
  const { clock } = context;
  const pong = buildPong({ answerTo: header, messageId: newMessageId(context), timestamp: clock.now() });
  const endpoint = signalEndpoint(cpa, header.from.partyIds[0]!.value, 'Pong');
  await context.db.transaction((tx) => bewaarSignaal(context, tx, endpoint, pong));
  context.signaalKlaar();
  return ACCEPTED;
}
