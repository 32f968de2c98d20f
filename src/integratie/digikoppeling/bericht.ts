/**
 * A business message that comes in: stored with its acknowledgment and its event, once. The key on MessageId and CPAId
 * makes a duplicate a duplicate, also when sixteen copies come at once; each copy gets the stored acknowledgment again,
 * the same octets (RS-F50).
 */
import { sql, type Tx } from '../../platform/db/index.ts';
import { uuidv7 } from '../../platform/time/index.ts';
import {
  type Attachment,
  buildAcknowledgment,
  type Cpa,
  digestOf,
  duplicateWindowMs,
  type EbmsError,
  isAtHand,
  isPassed,
  type Packed,
  readReferences,
  routeOf,
  signalEndpoint,
  type UserMessage,
} from '../../standaarden/ebms/index.ts';
import { berichtOntvangen } from './aanbod/meldingen.ts';
import { tekenaarVan } from './beveiligen.ts';
import { ACCEPTED, type HttpAnswer, newMessageId, type OntvangContext, zonderNul } from './ontvang-context.ts';
import { bewaarSignaal } from './signalen.ts';
import { vingerafdrukVan } from './vingerafdruk.ts';
import { meldFouten, soapFout } from './weigeren.ts';

/** What a message turned out to be: `ander` used the MessageId of another, `eigen` is one that we sent ourselves. */
type Uitkomst = 'nieuw' | 'herhaling' | 'ander' | 'eigen';

/** PostgreSQL takes 2704 octets in a key, MessageId and CPAId together; a MessageId in the form of RFC 5322 has 60 or so. */
const MAX_ID_OCTETS = 1_500;

const TE_LANG: EbmsError = {
  errorCode: 'NotSupported',
  severity: 'Error',
  location: '//eb:MessageData/eb:MessageId',
  text: `A MessageId of more than ${MAX_ID_OCTETS} octets is not supported`,
};

/** RS-F51: the same MessageId on another message is no duplicate but a fault of the sender. */
const AL_GEBRUIKT: EbmsError = {
  errorCode: 'Inconsistent',
  severity: 'Error',
  location: '//eb:MessageData/eb:MessageId',
  text: 'This MessageId was used for another message',
};

/** Where a message came from, beside what it says. */
export interface Herkomst {
  /** `traceparent` of the request; null when it did not come by one. */
  readonly trace: string | null;
  /** What came in, when it is at hand. */
  readonly body: Uint8Array | null;
  /** The object that its body was put in when it was too large for memory; null when its payloads are at hand. */
  readonly object: string | null;
}

export async function ontvangBericht(
  context: OntvangContext,
  cpa: Cpa,
  message: UserMessage,
  herkomst: Herkomst,
): Promise<HttpAnswer> {
  const { messageId } = message.header;
  // What we could not keep we must not acknowledge.
  if (Buffer.byteLength(messageId) > MAX_ID_OCTETS) return await meldFouten(context, cpa, message, [TE_LANG]);
  if (message.unreferenced.length > 0) {
    context.log({ messageId, aantal: message.unreferenced.length }, 'bericht met delen die het Manifest niet noemt');
  }
  const ack = message.ackRequested === null ? null : bevestigingVan(context, cpa, message);
  const outcome = await context.db.transaction(async (tx): Promise<Uitkomst> => {
    if (await bewaarNieuw(context, tx, cpa, message, ack, herkomst)) return 'nieuw';
    return await herhaal(context, tx, cpa, message);
  });
  if (outcome === 'eigen') {
    context.log({ messageId }, 'een bericht dat wij zelf verstuurden kwam bij ons terug');
    return soapFout('This message came back to its sender: check the endpoints in the CPA');
  }
  if (outcome === 'ander') return await meldFouten(context, cpa, message, [AL_GEBRUIKT]);
  context.signaalKlaar();
  return ACCEPTED;
}

/**
 * A message that may not be taken in any more (its TimeToLive is over, say) but was taken in before is acknowledged
 * again: an error would tell the sender that it failed. Null when it is not such a copy.
 */
export async function ontvangHerhaling(
  context: OntvangContext,
  cpa: Cpa,
  message: UserMessage,
): Promise<HttpAnswer | null> {
  const outcome = await context.db.transaction((tx) => herhaal(context, tx, cpa, message));
  if (outcome !== 'herhaling') return null;
  context.signaalKlaar();
  return ACCEPTED;
}

interface Bevestiging {
  readonly endpoint: string;
  readonly packed: Packed;
}

function bevestigingVan(
  context: OntvangContext,
  cpa: Cpa,
  { header, ackRequested, soapPart }: UserMessage,
): Bevestiging {
  const now = context.clock.now();
  const messageId = newMessageId(context);
  // Koppelvlakstandaard §5, Signed attribute: proof of receipt, the digests of the message under our own signature.
  const proof = ackRequested?.signed
    ? {
        references: readReferences(soapPart),
        signing: tekenaarVan(cpa, header.to.partyIds[0]!.value, context.sleutelVan),
      }
    : {};
  return {
    endpoint: signalEndpoint(cpa, header.from.partyIds[0]!.value, 'Acknowledgment'),
    packed: buildAcknowledgment({ answerTo: header, messageId, timestamp: now, receivedAt: now, ...proof }),
  };
}

/** A payload as it is kept: its place in the octets of the row, or in the object with the whole body. */
export interface BewaardDeel {
  /** Of the part, without angle brackets. */
  readonly contentId: string;
  readonly contentType: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly positie: number;
  readonly object?: string;
}

/** When the CPA knows no route (it cannot, after validation) or gives no time: five days (KV §5, PersistDuration). */
const FIVE_DAYS_MS = 5 * 24 * 60 * 60 * 1000;

/** Stores message, acknowledgment and event; false when the MessageId is known, as received or as our own. */
export async function bewaarNieuw(
  context: OntvangContext,
  tx: Tx,
  cpa: Cpa,
  message: Pick<UserMessage, 'header' | 'attachments'>,
  ack: Bevestiging | null,
  { trace, object }: Herkomst,
): Promise<boolean> {
  const { messageId, cpaId, from, to, service, action, refToMessageId, conversationId } = message.header;
  const now = context.clock.now();
  const id = uuidv7(context.clock, context.random);
  const { inhoud, delen } = bergOp(message.attachments, object);
  const route = routeOf(cpa, message.header);
  const tot = new Date(now.getTime() + (route ? duplicateWindowMs(route) : FIVE_DAYS_MS));
  const stored = await tx.query(sql`
    insert into digikoppeling.ontvangen (message_id, cpa_id, id, van, naar, service, action, ref_to_message_id, conversation_id,
      vingerafdruk, inhoud, delen, ontvangen, bewaren_tot, antwoord_endpoint, antwoord_type, antwoord)
    select ${messageId}, ${cpaId}, ${id}, ${from.partyIds[0]!.value}, ${to.partyIds[0]!.value}, ${service.value}, ${action},
      ${refToMessageId}, ${conversationId}, ${vingerafdrukVan(message)}, ${inhoud}, ${JSON.stringify(delen)}::jsonb, ${now}, ${tot},
      ${ack?.endpoint ?? null}, ${ack?.packed.contentType ?? null}, ${ack ? Buffer.from(ack.packed.body) : null}
    where not exists (select 1 from digikoppeling.bericht where message_id = ${messageId})
    on conflict do nothing returning 1 as ok`);
  if (stored.length === 0) return false;
  // What was encrypted is kept plain, in the row: its object is of no use then.
  if (object !== null && delen.some((deel) => deel.object === object)) await context.objecten.gebruik(tx, [object]);
  if (ack) await bewaarSignaal(context, tx, ack.endpoint, ack.packed);
  const melding = context.base === null ? {} : berichtOntvangen({ id, cpaId, action }, context.base, context.clock);
  const body = { id, messageId, cpaId, action, refToMessageId, ...melding };
  await context.publish(tx, [{ channel: 'digikoppeling', kind: 'bericht.ontvangen', subject: id, body, trace }]);
  return true;
}

function bergOp(
  attachments: readonly Attachment[],
  object: string | null,
): { readonly inhoud: Buffer; readonly delen: readonly BewaardDeel[] } {
  const atHand: Uint8Array[] = [];
  let positie = 0;
  const delen = attachments.map(({ contentId, contentType, content }): BewaardDeel => {
    const sha256 = Buffer.from(digestOf(content, 'sha256')).toString('hex');
    const deel = {
      contentId: zonderNul(contentId),
      contentType: zonderNul(contentType),
      bytes: content.byteLength,
      sha256,
    };
    if (isPassed(content) && object !== null) return { ...deel, positie: content.offset, object };
    if (!isAtHand(content)) throw new Error('Een bijlage is niet bewaard.');
    atHand.push(content);
    positie += content.byteLength;
    return { ...deel, positie: positie - content.byteLength };
  });
  return { inhoud: Buffer.concat(atHand), delen };
}

interface Bekend {
  readonly vingerafdruk: Uint8Array;
  readonly antwoord_endpoint: string | null;
  readonly antwoord_type: string;
  readonly antwoord: Uint8Array;
}

/** Sends the stored acknowledgment of a known message again, to where the sender is now. */
async function herhaal(
  context: OntvangContext,
  tx: Tx,
  cpa: Cpa,
  message: UserMessage,
): Promise<Exclude<Uitkomst, 'nieuw'>> {
  const { messageId, cpaId, from, action } = message.header;
  const [known] = await tx.query<Bekend>(sql`
    select vingerafdruk, antwoord_endpoint, antwoord_type, antwoord from digikoppeling.ontvangen
    where message_id = ${messageId} and cpa_id = ${cpaId}`);
  if (!known) return 'eigen';
  if (!vingerafdrukVan(message).equals(Buffer.from(known.vingerafdruk))) return 'ander';
  if (known.antwoord_endpoint !== null) {
    const packed = { contentType: known.antwoord_type, body: known.antwoord };
    const endpoint = signalEndpoint(cpa, from.partyIds[0]!.value, 'Acknowledgment');
    await bewaarSignaal(context, tx, endpoint, packed);
  }
  tx.afterCommit(() => context.tel(cpaId, action, 'herhaald'));
  return 'herhaling';
}
