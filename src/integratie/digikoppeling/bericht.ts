/**
 * A business message that comes in: stored with its acknowledgment and its event, once. The key on MessageId and CPAId
 * makes a duplicate a duplicate, also when sixteen copies come at once; each copy gets the stored acknowledgment again,
 * the same octets (RS-F50).
 */
import { sql, type Tx } from '../../platform/db/index.ts';
import { uuidv7 } from '../../platform/time/index.ts';
import {
  buildAcknowledgment,
  type Cpa,
  type EbmsError,
  type Packed,
  signalEndpoint,
  type UserMessage,
} from '../../standaarden/ebms/index.ts';
import { ACCEPTED, type HttpAnswer, newMessageId, type OntvangContext, zonderNul } from './ontvang-context.ts';
import { bewaarSignaal } from './signalen.ts';
import { vingerafdrukVan } from './vingerafdruk.ts';
import { meldFouten, soapFout } from './weigeren.ts';

/** What a message turned out to be: `ander` used the MessageId of another, `eigen` is one that we sent ourselves. */
type Uitkomst = 'nieuw' | 'herhaling' | 'ander' | 'eigen';

const MEER_DAN_EEN: EbmsError = {
  errorCode: 'NotSupported',
  severity: 'Error',
  location: '/soap:Envelope/soap:Body/eb:Manifest/eb:Reference[2]',
  text: 'Only one payload per message is supported: send one message for each',
};

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

export async function ontvangBericht(
  context: OntvangContext,
  cpa: Cpa,
  message: UserMessage,
  trace: string,
): Promise<HttpAnswer> {
  const { messageId } = message.header;
  // What we could not keep we must not acknowledge.
  if (message.attachments.length > 1) return await meldFouten(context, cpa, message, [MEER_DAN_EEN]);
  if (Buffer.byteLength(messageId) > MAX_ID_OCTETS) return await meldFouten(context, cpa, message, [TE_LANG]);
  if (message.unreferenced.length > 0) {
    context.log({ messageId, aantal: message.unreferenced.length }, 'bericht met delen die het Manifest niet noemt');
  }
  const ack = message.ackRequested === null ? null : bevestigingVan(context, cpa, message);
  const outcome = await context.db.transaction(async (tx): Promise<Uitkomst> => {
    if (await bewaarNieuw(context, tx, message, ack, trace)) return 'nieuw';
    return await herhaal(context, tx, message);
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
export async function ontvangHerhaling(context: OntvangContext, message: UserMessage): Promise<HttpAnswer | null> {
  const outcome = await context.db.transaction((tx) => herhaal(context, tx, message));
  if (outcome !== 'herhaling') return null;
  context.signaalKlaar();
  return ACCEPTED;
}

interface Bevestiging {
  readonly endpoint: string;
  readonly packed: Packed;
}

function bevestigingVan(context: OntvangContext, cpa: Cpa, { header }: UserMessage): Bevestiging {
  const now = context.clock.now();
  const messageId = newMessageId(context);
  return {
    endpoint: signalEndpoint(cpa, header.from.partyIds[0]!.value, 'Acknowledgment'),
    packed: buildAcknowledgment({ answerTo: header, messageId, timestamp: now, receivedAt: now }),
  };
}

/** Stores message, acknowledgment and event; false when the MessageId is known, as received or as our own. */
async function bewaarNieuw(
  context: OntvangContext,
  tx: Tx,
  message: UserMessage,
  ack: Bevestiging | null,
  trace: string,
): Promise<boolean> {
  const { messageId, cpaId, action, refToMessageId, conversationId } = message.header;
  const id = uuidv7(context.clock, context.random);
  const [payload] = message.attachments;
  const stored = await tx.query(sql`
    insert into digikoppeling.ontvangen (message_id, cpa_id, id, action, ref_to_message_id, conversation_id, vingerafdruk,
      inhoud, inhoud_type, ontvangen, antwoord_endpoint, antwoord_type, antwoord)
    select ${messageId}, ${cpaId}, ${id}, ${action}, ${refToMessageId}, ${conversationId}, ${vingerafdrukVan(message)},
      ${Buffer.from(payload?.content ?? [])}, ${zonderNul(payload?.contentType ?? '')}, ${context.clock.now()},
      ${ack?.endpoint ?? null}, ${ack?.packed.contentType ?? null}, ${ack ? Buffer.from(ack.packed.body) : null}
    where not exists (select 1 from digikoppeling.bericht where message_id = ${messageId})
    on conflict do nothing returning 1 as ok`);
  if (stored.length === 0) return false;
  if (ack) await bewaarSignaal(context, tx, ack.endpoint, ack.packed);
  const body = { id, messageId, cpaId, action, refToMessageId };
  await context.publish(tx, [{ channel: 'digikoppeling', kind: 'bericht.ontvangen', subject: id, body, trace }]);
  return true;
}

interface Bekend {
  readonly vingerafdruk: Uint8Array;
  readonly antwoord_endpoint: string | null;
  readonly antwoord_type: string;
  readonly antwoord: Uint8Array;
}

/** Sends the stored acknowledgment of a known message again. */
async function herhaal(context: OntvangContext, tx: Tx, message: UserMessage): Promise<Exclude<Uitkomst, 'nieuw'>> {
  const { messageId, cpaId } = message.header;
  const [known] = await tx.query<Bekend>(sql`
    select vingerafdruk, antwoord_endpoint, antwoord_type, antwoord from digikoppeling.ontvangen
    where message_id = ${messageId} and cpa_id = ${cpaId}`);
  if (!known) return 'eigen';
  if (!vingerafdrukVan(message).equals(Buffer.from(known.vingerafdruk))) return 'ander';
  if (known.antwoord_endpoint !== null) {
    const packed = { contentType: known.antwoord_type, body: known.antwoord };
    await bewaarSignaal(context, tx, known.antwoord_endpoint, packed);
  }
  return 'herhaling';
}
