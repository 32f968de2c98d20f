/**
 * Receiving: from an HTTP request to an answer, in the order in which an answer becomes possible. Message,
 * acknowledgment and task are in one transaction before the 204, so a sender that got 204 has really been heard.
 */
import { createHash } from 'node:crypto';
import { type Database, sql, type Tx } from '../../platform/db/index.ts';
import type { NewEvent } from '../../platform/outbox/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';
import {
  type Acknowledgment,
  buildAcknowledgment,
  buildMessageError,
  buildPong,
  type Cpa,
  type EbmsError,
  EbmsFault,
  type EbmsMessage,
  type MessageError,
  type MessageHeader,
  type Packed,
  type Ping,
  parseMessage,
  signalEndpoint,
  soapFault,
  type UserMessage,
  validateAgainstCpa,
} from '../../standaarden/ebms/index.ts';
import type { Cpas } from './cpas.ts';
import type { OpResultaat, Resultaat } from './types.ts';

export interface OntvangContext {
  readonly db: Database;
  readonly cpas: Cpas;
  readonly clock: Clock;
  readonly random: Random;
  /** Domain of our MessageIds. */
  readonly domein: string;
  readonly opResultaat: OpResultaat;
  publish(tx: Tx, events: readonly NewEvent[]): Promise<unknown>;
  /** Hands an acknowledgment to be stored together with others; resolves when it is stored. */
  bevestig(messageId: string): Promise<void>;
  /** A Pong came in for this Ping. */
  opPong(pingId: string): void;
  /** A signal was stored that must leave. */
  signaalKlaar(): void;
  log(fields: object, message: string): void;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: Uint8Array | null;
}

const ACCEPTED: HttpAnswer = { status: 204, contentType: null, body: null };

/** Takes a request in and gives the HTTP answer. `trace` is that of the request. */
export async function ontvang(
  context: OntvangContext,
  request: {
    readonly contentType: string | undefined;
    readonly soapAction: string | undefined;
    readonly body: Uint8Array;
    readonly trace: string;
  },
): Promise<HttpAnswer> {
  let message: EbmsMessage;
  try {
    message = parseMessage(request);
  } catch (error) {
    if (!(error instanceof EbmsFault)) throw error;
    return await refuse(context, error);
  }
  const cpa = await context.cpas.find(message.header.cpaId);
  if (!cpa) {
    context.log({ cpa: message.header.cpaId }, 'bericht onder een onbekende CPA geweigerd');
    return fault('CPAId is not known here');
  }
  const errors = validateAgainstCpa(message, cpa, context.clock.now());
  if (errors.length > 0) return await answerErrors(context, cpa, message, errors);
  return await accept(context, cpa, message, request.body, request.trace);
}

async function accept(
  context: OntvangContext,
  cpa: Cpa,
  message: EbmsMessage,
  body: Uint8Array,
  trace: string,
): Promise<HttpAnswer> {
  switch (message.kind) {
    case 'acknowledgment':
      return await acceptAck(context, message);
    case 'error':
      return await acceptError(context, message, body);
    case 'ping':
      return await acceptPing(context, cpa, message);
    case 'pong':
      context.opPong(message.refToMessageId);
      return ACCEPTED;
    case 'user':
      return await acceptUser(context, cpa, message, body, trace);
    default:
      // StatusRequest and StatusResponse: optional in the profile (KV §5), and we ask none.
      return await answerErrors(context, cpa, message, [
        {
          errorCode: 'NotSupported',
          severity: 'Error',
          location: '//eb:MessageHeader/eb:Action',
          text: 'Message status is not supported',
        },
      ]);
  }
}

/** An acknowledgment: of a message of ours under the same CPA, or it changes nothing (RS-F31). Never a 5xx for it. */
async function acceptAck(context: OntvangContext, message: Acknowledgment): Promise<HttpAnswer> {
  await context.bevestig(message.refToMessageId);
  return ACCEPTED;
}

/** Stores acknowledgments together: one transaction for all that came in meanwhile. */
export async function bewaarBevestigingen(
  context: Pick<OntvangContext, 'db' | 'clock' | 'opResultaat'>,
  ids: readonly string[],
): Promise<void> {
  const now = context.clock.now();
  await context.db.transaction(async (tx) => {
    const rows = await tx.query<{ message_id: string }>(sql`
      update digikoppeling.bericht set staat = 'bevestigd', afgerond = ${now}, fout = null, vertrokken = true
      where nr in (
        select nr from digikoppeling.bericht
        where message_id = any(${ids}::text[]) and staat in ('te_verzenden', 'verzonden', 'verlopen') and wacht_op_ack
        order by nr for update)
      returning message_id`);
    await context.opResultaat(
      tx,
      rows.map((r): Resultaat => ({ soort: 'bevestigd', messageId: r.message_id })),
    );
  });
}

/** A MessageError about a message of ours: severity Error ends it, a Warning is only told (SPEC §4.2.4). */
async function acceptError(context: OntvangContext, message: MessageError, body: Uint8Array): Promise<HttpAnswer> {
  const told = message.errors.map((e) => `${e.errorCode}: ${e.text ?? ''}`.trim()).join('; ');
  if (message.highestSeverity !== 'Error' || message.refToMessageId === null) {
    context.log({ messageId: message.refToMessageId, melding: told }, 'waarschuwing over een bericht ontvangen');
    return ACCEPTED;
  }
  const now = context.clock.now();
  const antwoord = Buffer.from(body).toString('utf8').slice(0, 20_000);
  await context.db.transaction(async (tx) => {
    const rows = await tx.query<{ message_id: string }>(sql`
      update digikoppeling.bericht set staat = 'geweigerd', afgerond = ${now}, fout = ${told}, vertrokken = true
      where message_id = ${message.refToMessageId} and cpa_id = ${message.header.cpaId} and staat in ('te_verzenden', 'verzonden')
      returning message_id`);
    await context.opResultaat(
      tx,
      rows.map((r): Resultaat => ({ soort: 'geweigerd', messageId: r.message_id, reden: told, antwoord })),
    );
  });
  return ACCEPTED;
}

async function acceptPing(context: OntvangContext, cpa: Cpa, message: Ping): Promise<HttpAnswer> {
  const pong = buildPong({
    answerTo: message.header,
    messageId: newMessageId(context),
    timestamp: context.clock.now(),
  });
  await context.db.transaction((tx) => storeSignal(context, tx, endpointFor(cpa, message.header, 'Pong'), pong));
  context.signaalKlaar();
  return ACCEPTED;
}

/** A business message: stored with its acknowledgment and its task. A duplicate gets the stored acknowledgment again (RS-F50). */
async function acceptUser(
  context: OntvangContext,
  cpa: Cpa,
  message: UserMessage,
  body: Uint8Array,
  trace: string,
): Promise<HttpAnswer> {
  const { header } = message;
  const now = context.clock.now();
  const id = uuidv7(context.clock, context.random);
  const wantsAck = message.ackRequested !== null;
  const ack = buildAcknowledgment({
    answerTo: header,
    messageId: newMessageId(context),
    timestamp: now,
    receivedAt: now,
  });
  const endpoint = endpointFor(cpa, header, 'Acknowledgment');
  const payload = message.attachments[0];
  const fingerprint = createHash('sha256').update(body).digest();
  const outcome = await context.db.transaction(async (tx): Promise<'new' | 'duplicate' | 'other'> => {
    const stored = await tx.query(sql`
      insert into digikoppeling.ontvangen (message_id, cpa_id, id, action, ref_to_message_id, conversation_id, vingerafdruk, inhoud,
        inhoud_type, ontvangen, antwoord_endpoint, antwoord_type, antwoord)
      values (${header.messageId}, ${header.cpaId}, ${id}, ${header.action}, ${header.refToMessageId}, ${header.conversationId},
        ${fingerprint}, ${Buffer.from(payload?.content ?? [])}, ${payload?.contentType ?? ''}, ${now},
        ${wantsAck ? endpoint : null}, ${wantsAck ? ack.contentType : null}, ${wantsAck ? Buffer.from(ack.body) : null})
      on conflict do nothing returning 1 as ok`);
    if (stored.length > 0) {
      if (wantsAck) await storeSignal(context, tx, endpoint, ack);
      const about = {
        id,
        messageId: header.messageId,
        cpaId: header.cpaId,
        action: header.action,
        refToMessageId: header.refToMessageId,
      };
      await context.publish(tx, [
        { channel: 'digikoppeling', kind: 'bericht.ontvangen', subject: id, body: about, trace },
      ]);
      return 'new';
    }
    const [known] = await tx.query<{
      vingerafdruk: Uint8Array;
      antwoord_endpoint: string | null;
      antwoord_type: string;
      antwoord: Uint8Array;
    }>(sql`
      select vingerafdruk, antwoord_endpoint, antwoord_type, antwoord from digikoppeling.ontvangen
      where message_id = ${header.messageId} and cpa_id = ${header.cpaId}`);
    if (!known || !fingerprint.equals(Buffer.from(known.vingerafdruk))) return 'other';
    if (known.antwoord_endpoint !== null) {
      await storeSignal(context, tx, known.antwoord_endpoint, {
        contentType: known.antwoord_type,
        body: known.antwoord,
      });
    }
    return 'duplicate';
  });
  if (outcome === 'other') {
    // RS-F51: the same MessageId on another message is no duplicate but a fault of the sender.
    context.log({ messageId: header.messageId }, 'MessageId al gebruikt voor een ander bericht');
    const text = 'This MessageId was used for another message';
    return await answerErrors(context, cpa, message, [
      { errorCode: 'Inconsistent', severity: 'Error', location: '//eb:MessageData/eb:MessageId', text },
    ]);
  }
  context.signaalKlaar();
  return ACCEPTED;
}

/** What could not be read: a SOAP Fault, or a MessageError when it is known whom to tell. */
async function refuse(context: OntvangContext, error: EbmsFault): Promise<HttpAnswer> {
  context.log({ code: error.errorCode, plaats: error.location }, 'onleesbaar ebMS-bericht geweigerd');
  if (error.answer === 'message-error' && error.answerTo !== null) {
    const cpa = await context.cpas.find(error.answerTo.cpaId);
    if (cpa) return await sendError(context, cpa, error.answerTo, [error]);
  }
  const packed = soapFault(error.soapCode, error.text);
  return { status: error.httpStatus, contentType: packed.contentType, body: packed.body };
}

/** Faults against the CPA. An error is never answered with an error; a signal that does not fit is only logged. */
async function answerErrors(
  context: OntvangContext,
  cpa: Cpa,
  message: EbmsMessage,
  errors: readonly EbmsError[],
): Promise<HttpAnswer> {
  context.log(
    { messageId: message.header.messageId, fouten: errors.map((e) => `${e.errorCode} ${e.location}`) },
    'ebMS-bericht past niet bij de CPA',
  );
  if (message.kind === 'error' || message.kind === 'acknowledgment' || message.kind === 'pong') return ACCEPTED;
  return await sendError(context, cpa, message.header, errors);
}

async function sendError(
  context: OntvangContext,
  cpa: Cpa,
  answerTo: Parameters<typeof buildMessageError>[0]['answerTo'],
  errors: readonly EbmsError[],
): Promise<HttpAnswer> {
  const packed = buildMessageError({
    answerTo,
    messageId: newMessageId(context),
    timestamp: context.clock.now(),
    errors,
  });
  const partyId = answerTo.from.partyIds[0];
  const endpoint =
    partyId && cpa.parties.some((p) => p.partyIds.some((id) => id.value === partyId.value))
      ? endpointFor(cpa, answerTo, 'MessageError')
      : null;
  if (endpoint === null) {
    // Nobody to send it to: the error goes in the answer itself (ebms-core 2.16.6 learned this).
    return fault(errors.map((e) => `${e.errorCode}: ${e.text}`).join('; '));
  }
  await context.db.transaction((tx) => storeSignal(context, tx, endpoint, packed));
  context.signaalKlaar();
  return ACCEPTED;
}

async function storeSignal(context: OntvangContext, tx: Tx, endpoint: string, packed: Packed): Promise<void> {
  await tx.query(sql`
    insert into digikoppeling.signaal (id, endpoint, content_type, inhoud, volgende)
    values (${uuidv7(context.clock, context.random)}, ${endpoint}, ${packed.contentType}, ${Buffer.from(packed.body)}, ${context.clock.now()})`);
}

function endpointFor(
  cpa: Cpa,
  header: Pick<MessageHeader, 'from'> | { from: { partyIds: MessageHeader['from']['partyIds'] } },
  action: string,
): string {
  return signalEndpoint(cpa, header.from.partyIds[0]!.value, action);
}

function newMessageId({ clock, random, domein }: OntvangContext): string {
  return `${uuidv7(clock, random)}@${domein}`;
}

function fault(text: string): HttpAnswer {
  const packed = soapFault('Client', text);
  return { status: 500, contentType: packed.contentType, body: packed.body };
}
