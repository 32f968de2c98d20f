/**
 * A message is stored, envelope and MessageId, before its first byte leaves (RS-F05, RS-I5): every attempt sends the same
 * bytes, and the receiver's duplicate elimination can do its work.
 */
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import {
  buildUserMessagePieces,
  type Content,
  type Cpa,
  findRoute,
  isAtHand,
  octetsOf,
  type ReferenceDigest,
  type Route,
  readReferences,
} from '../../standaarden/ebms/index.ts';
import { beveiligingVan, type SleutelVan } from './beveiligen.ts';
import type { GeladenCpa } from './cpas.ts';
import type { Objecten } from './objecten.ts';
import type { Bijlage, Opgeslagen, Uitgaand } from './types.ts';

/** What of a message may stand in the database, in octets; more belongs in the store of objects. */
export const MAX_IN_RIJ = 1024 * 1024;

/** How long we try when the CPA gives no time (KV §5, Retries: "if no value is defined [...] 5 days is used"). */
const WITHOUT_TIME_MS = 5 * 24 * 60 * 60 * 1000;

export interface BewaarContext {
  readonly clock: Clock;
  readonly objecten: Pick<Objecten, 'gebruik'>;
  readonly sleutelVan: SleutelVan;
}

/**
 * Stores messages in the order given, which is the order in which they will be sent. One statement, and one more when
 * there are payloads in the store. Due at once: by `-infinity` and not by the clock, so that the clocks of two processes
 * cannot change the order.
 */
export async function bewaarBerichten(
  { clock, objecten, sleutelVan }: BewaarContext,
  tx: Tx,
  cpa: GeladenCpa,
  berichten: readonly Uitgaand[],
): Promise<void> {
  const now = clock.now();
  const rows = berichten.map((bericht) => maak(cpa, bericht, now, sleutelVan));
  await objecten.gebruik(
    tx,
    rows.flatMap(({ objects }) => objects),
  );
  await tx.query(sql`
    insert into digikoppeling.bericht (message_id, cpa_id, cpa_versie, van_partij, service, action, conversation_id,
      ref_to_message_id, endpoint, content_type, inhoud, delen, bewijs, staat, wacht_op_ack, herhaal_ms, herhalingen, volgende, verloopt, gemaakt)
    select message_id, ${cpa.id}, ${cpa.versie}::int, van_partij, service, action, conversation_id, ref, endpoint, content_type,
      decode(inhoud, 'base64'), delen::jsonb, bewijs::jsonb, 'te_verzenden', wacht_op_ack, herhaal_ms, herhalingen, '-infinity', verloopt, ${now}
    from unnest(
      ${rows.map((r) => r.bericht.messageId)}::text[], ${rows.map((r) => r.route.from.partyId.value)}::text[],
      ${rows.map((r) => r.route.service.value)}::text[], ${rows.map((r) => r.route.action)}::text[],
      ${rows.map((r) => r.bericht.conversationId)}::text[], ${rows.map((r) => r.bericht.refToMessageId ?? null)}::text[],
      ${rows.map((r) => r.route.endpoint)}::text[], ${rows.map((r) => r.contentType)}::text[],
      ${rows.map((r) => r.inhoud.toString('base64'))}::text[],
      ${rows.map((r) => (r.delen === null ? null : JSON.stringify(r.delen)))}::text[],
      ${rows.map((r) => (r.bewijs === null ? null : JSON.stringify(r.bewijs)))}::text[],
      ${rows.map((r) => r.route.asksAck)}::boolean[],
      ${rows.map((r) => r.route.retryIntervalMs)}::bigint[], ${rows.map((r) => r.route.retries)}::int[],
      ${rows.map((r) => r.verloopt)}::timestamptz[]
    ) with ordinality as r (message_id, van_partij, service, action, conversation_id, ref, endpoint, content_type, inhoud,
      delen, bewijs, wacht_op_ack, herhaal_ms, herhalingen, verloopt, plaats)
    order by plaats`);
}

/** A piece of the body as it leaves: so many octets of the row, or an object. */
export interface Deel {
  readonly bytes: number;
  readonly object?: string;
}

interface Klaargemaakt {
  readonly bericht: Uitgaand;
  readonly route: Route;
  readonly contentType: string;
  /** The octets that stand in the row, one after the other. */
  readonly inhoud: Buffer;
  /** Null when that is the whole body. */
  readonly delen: readonly Deel[] | null;
  readonly objects: readonly string[];
  /** What a signed acknowledgment must repeat; null when none is asked. */
  readonly bewijs: readonly ReferenceDigest[] | null;
  readonly verloopt: Date;
}

function maak(cpa: Cpa, bericht: Uitgaand, now: Date, sleutelVan: SleutelVan): Klaargemaakt {
  if (bericht.cpaId !== cpa.id) throw new Error(`Een bericht onder CPA ${bericht.cpaId} hoort niet bij ${cpa.id}.`);
  const { vanPartij: fromPartyId, action, service } = bericht;
  const route = findRoute(cpa, { fromPartyId, action, ...(service !== undefined && { service }) });
  const timeToLive = route.timeToLiveMs === null ? null : new Date(now.getTime() + route.timeToLiveMs);
  const { contentType, pieces } = buildUserMessagePieces({
    route,
    messageId: bericht.messageId,
    conversationId: bericht.conversationId,
    refToMessageId: bericht.refToMessageId ?? null,
    timestamp: now,
    timeToLive,
    ...beveiligingVan(route, sleutelVan),
    attachments: bericht.bijlagen.map((bijlage, i) => ({
      contentId: i === 0 ? `payload-${bericht.messageId}` : `payload-${i + 1}-${bericht.messageId}`,
      contentType: bijlage.contentType,
      content: inhoudVan(bijlage),
    })),
  });
  const inhoud = Buffer.concat(pieces.filter(isAtHand));
  if (inhoud.byteLength > MAX_IN_RIJ) {
    throw new Error(
      `Een bericht van ${inhoud.byteLength} bytes is te groot voor de wachtrij (hoogstens ${MAX_IN_RIJ}): zet grote bijlagen in de opslag.`,
    );
  }
  const delen = pieces.map(deelVan);
  const objects = delen.flatMap(({ object }) => object ?? []);
  const verloopt = timeToLive ?? new Date(now.getTime() + WITHOUT_TIME_MS);
  const bewijs = route.asksAck && route.ackSignatureRequested === 'always' ? readReferences(envelopIn(pieces)) : null;
  return { bericht, route, contentType, inhoud, delen: objects.length > 0 ? delen : null, objects, bewijs, verloopt };
}

/** Without payload the envelope is all there is; otherwise the header of its part stands before it. */
function envelopIn(pieces: readonly Content[]): Uint8Array {
  return octetsOf(pieces[pieces.length === 1 ? 0 : 1]!);
}

/** A payload in the store, as the writer of the message sees it. */
class Elders {
  readonly byteLength: number;
  readonly object: string;
  readonly #sha256: string;

  constructor({ object, bytes, sha256 }: Opgeslagen) {
    this.byteLength = bytes;
    this.object = object;
    this.#sha256 = sha256;
  }

  digest(algorithm: string): Uint8Array {
    if (algorithm === 'sha256') return Buffer.from(this.#sha256, 'hex');
    throw new RangeError(`Van een bijlage in de opslag is alleen SHA-256 bekend, niet ${algorithm}.`);
  }
}

function inhoudVan({ inhoud }: Bijlage): Content {
  return inhoud instanceof Uint8Array ? inhoud : new Elders(inhoud);
}

function deelVan(piece: Content): Deel {
  return piece instanceof Elders ? { bytes: piece.byteLength, object: piece.object } : { bytes: piece.byteLength };
}
