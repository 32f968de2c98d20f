/**
 * A message is stored, envelope and MessageId, before its first byte leaves (RS-F05, RS-I5): every attempt sends the same
 * bytes, and the receiver's duplicate elimination can do its work.
 */
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { buildUserMessage, type Cpa, findRoute } from '../../standaarden/ebms/index.ts';
import type { Uitgaand } from './types.ts';

/** Envelopes above this do not belong in the database. */
const MAX_BYTES = 64 * 1024;

/** How long we try when the CPA gives no time (KV §5, Retries: "if no value is defined [...] 5 days is used"). */
const WITHOUT_TIME_MS = 5 * 24 * 60 * 60 * 1000;

/**
 * Stores messages in the order given, which is the order in which they will be sent. One statement. Due at once: by
 * `-infinity` and not by the clock, so that the clocks of two processes cannot change the order.
 */
export async function bewaarBerichten(tx: Tx, cpa: Cpa, berichten: readonly Uitgaand[], clock: Clock): Promise<void> {
  const now = clock.now();
  const rows = berichten.map((bericht) => {
    if (bericht.cpaId !== cpa.id) throw new Error(`Een bericht onder CPA ${bericht.cpaId} hoort niet bij ${cpa.id}.`);
    const route = findRoute(cpa, { fromPartyId: bericht.vanPartij, action: bericht.action });
    const timeToLive = route.timeToLiveMs === null ? null : new Date(now.getTime() + route.timeToLiveMs);
    const packed = buildUserMessage({
      route,
      messageId: bericht.messageId,
      conversationId: bericht.conversationId,
      timestamp: now,
      timeToLive,
      attachments: [
        { contentId: `payload-${bericht.messageId}`, contentType: bericht.payloadType, content: bericht.payload },
      ],
    });
    if (packed.body.byteLength > MAX_BYTES) {
      throw new Error(
        `Een bericht van ${packed.body.byteLength} bytes is te groot voor de wachtrij (hoogstens ${MAX_BYTES}).`,
      );
    }
    const verloopt = timeToLive ?? new Date(now.getTime() + WITHOUT_TIME_MS);
    return { bericht, route, packed, verloopt };
  });
  await tx.query(sql`
    insert into digikoppeling.bericht (message_id, cpa_id, van_partij, conversation_id, endpoint, content_type, inhoud, staat,
      wacht_op_ack, herhaal_ms, herhalingen, volgende, verloopt, gemaakt)
    select message_id, ${cpa.id}, van_partij, conversation_id, endpoint, content_type, decode(inhoud, 'base64'), 'te_verzenden',
      wacht_op_ack, herhaal_ms, herhalingen, '-infinity', verloopt, ${now}
    from unnest(
      ${rows.map((r) => r.bericht.messageId)}::text[], ${rows.map((r) => r.route.from.partyId.value)}::text[],
      ${rows.map((r) => r.bericht.conversationId)}::text[],
      ${rows.map((r) => r.route.endpoint)}::text[], ${rows.map((r) => r.packed.contentType)}::text[],
      ${rows.map((r) => Buffer.from(r.packed.body).toString('base64'))}::text[], ${rows.map((r) => r.route.asksAck)}::boolean[],
      ${rows.map((r) => r.route.retryIntervalMs)}::bigint[], ${rows.map((r) => r.route.retries)}::int[],
      ${rows.map((r) => r.verloopt)}::timestamptz[]
    ) with ordinality as r (message_id, van_partij, conversation_id, endpoint, content_type, inhoud, wacht_op_ack, herhaal_ms, herhalingen, verloopt, plaats)
    order by plaats`);
}
