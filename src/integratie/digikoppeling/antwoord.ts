/**
 * What the other side answers to a message of ours: acknowledgments and errors. One counts only when it names a message
 * that we sent, under the CPA under which we sent it, and is addressed to the party that sent it; any other changes
 * nothing and is logged (RS-F31). Every one is answered with 204: a sender of answers can do nothing with an error.
 */
import { type Database, type Row, sql, type Tx } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { maskBsn } from '../../standaarden/bsn/index.ts';
import {
  type Acknowledgment,
  type Cpa,
  type MessageError,
  partyOf,
  type ReferenceDigest,
} from '../../standaarden/ebms/index.ts';
import { bewijsFout } from './beveiligen.ts';
import { ACCEPTED, type HttpAnswer, type OntvangContext, zonderNul } from './ontvang-context.ts';
import type { OpResultaat } from './types.ts';

/** An acknowledgment as far as it matters here. */
export interface Bevestiging {
  /** The message that arrived. */
  readonly messageId: string;
  readonly cpaId: string;
  /** The PartyIds that the CPA has for the party it is addressed to; the message was sent under one of them. */
  readonly aan: readonly string[];
  /** What it proves, its signature verified: the digests of what arrived. */
  readonly signed: boolean;
  readonly references: readonly ReferenceDigest[];
}

/** What of the answer goes to whoever is told of it. Cut through a character it would be no text that PostgreSQL takes. */
const MAX_ANTWOORD = 20_000;
const MAX_REDEN = 1_000;

export async function ontvangBevestiging(
  context: OntvangContext,
  cpa: Cpa,
  message: Acknowledgment,
): Promise<HttpAnswer> {
  const { refToMessageId: messageId, signed, references } = message;
  await context.bevestig({ messageId, cpaId: cpa.id, aan: geadresseerde(cpa, message), signed, references });
  return ACCEPTED;
}

export interface BevestigContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly opResultaat: OpResultaat;
  log(fields: object, message: string): void;
}

/**
 * Stores acknowledgments together: one transaction for all that came in meanwhile. One that comes before our own HTTP
 * answer (RS-F32) or after the time of the message (RS-F34) counts as well; one that comes again changes nothing.
 */
export async function bewaarBevestigingen(
  { db, clock, opResultaat, log }: BevestigContext,
  items: readonly Bevestiging[],
): Promise<void> {
  const now = clock.now();
  const ids = items.map((b) => b.messageId);
  const aan = items.flatMap((b) => b.aan.map((partij) => ({ ...b, partij })));
  const known = await db.transaction(async (tx) => {
    const rows = await tx.query<Bevestigd & Row>(sql`
      with van_ons as (
        select nr, message_id, staat, bewijs from digikoppeling.bericht b
        where message_id = any(${ids}::text[]) and wacht_op_ack and exists (
          select 1 from unnest(${aan.map((b) => b.messageId)}::text[], ${aan.map((b) => b.cpaId)}::text[], ${aan.map((b) => b.partij)}::text[])
            as a (message_id, cpa_id, aan)
          where a.message_id = b.message_id and a.cpa_id = b.cpa_id and a.aan = coalesce(b.van_partij, a.aan))
        order by nr for update
      ), nu as (
        update digikoppeling.bericht b set staat = 'bevestigd', afgerond = ${now}, fout = null, vertrokken = true,
          verzonden = coalesce(b.verzonden, ${now})
        from van_ons v where b.nr = v.nr and v.staat in ('te_verzenden', 'verzonden', 'verlopen') and v.bewijs is null
        returning b.nr
      )
      select nr, message_id, nr in (select nr from nu) as nu, bewijs from van_ons order by nr`);
    const proven = await schrijfBewezen(tx, rows, items, now, log);
    await opResultaat(
      tx,
      [...rows.filter((r) => r.nu), ...proven].map((r) => ({ soort: 'bevestigd', messageId: r.message_id })),
    );
    return new Set(rows.map((r) => r.message_id));
  });
  for (const messageId of ids.filter((id) => !known.has(id))) {
    log({ messageId }, 'ontvangstbevestiging genegeerd: geen bericht van ons onder deze CPA en partij');
  }
}

interface Bevestigd {
  readonly nr: number;
  readonly message_id: string;
  readonly nu: boolean;
  readonly bewijs: readonly ReferenceDigest[] | null;
}

/** Of the messages that asked for a signed acknowledgment: those of which it proves that the very octets arrived (RS-F31). */
async function schrijfBewezen(
  tx: Tx,
  rows: readonly (Bevestigd & Row)[],
  items: readonly Bevestiging[],
  now: Date,
  log: BevestigContext['log'],
): Promise<readonly { readonly message_id: string }[]> {
  const proven = rows.filter(({ message_id: messageId, bewijs }) => {
    if (bewijs === null) return false;
    const faults = items.filter((b) => b.messageId === messageId).map((ack) => bewijsFout(ack, bewijs));
    if (faults.includes(null)) return true;
    log(
      { messageId, reden: faults[0] },
      'ontvangstbevestiging genegeerd: zij bewijst niet dat het bericht heel aankwam',
    );
    return false;
  });
  if (proven.length === 0) return [];
  return await tx.query<{ message_id: string }>(sql`
    update digikoppeling.bericht set staat = 'bevestigd', afgerond = ${now}, fout = null, vertrokken = true,
      verzonden = coalesce(verzonden, ${now})
    where nr = any(${proven.map((r) => r.nr)}::bigint[]) and staat in ('te_verzenden', 'verzonden', 'verlopen')
    returning message_id`);
}

/** A MessageError about a message of ours: severity Error ends it, a Warning is only told (ebMS 2.0 §4.2.4). */
export async function ontvangFout(
  context: OntvangContext,
  cpa: Cpa,
  message: MessageError,
  body: Uint8Array,
): Promise<HttpAnswer> {
  const { refToMessageId, highestSeverity } = message;
  const reden = message.errors.map((e) => (e.text === null ? e.errorCode : `${e.errorCode}: ${e.text}`)).join('; ');
  const melding = maskBsn(reden).slice(0, MAX_REDEN).toWellFormed();
  if (highestSeverity !== 'Error' || refToMessageId === null) {
    context.log({ messageId: refToMessageId, melding }, 'waarschuwing van de andere kant');
    return ACCEPTED;
  }
  const now = context.clock.now();
  const antwoord = zonderNul(Buffer.from(body).toString('utf8')).slice(0, MAX_ANTWOORD).toWellFormed();
  const aan = geadresseerde(cpa, message);
  const ended = await context.db.transaction(async (tx) => {
    const rows = await tx.query<{ message_id: string }>(sql`
      update digikoppeling.bericht set staat = 'geweigerd', afgerond = ${now}, fout = ${melding}, vertrokken = true
      where message_id = ${refToMessageId} and cpa_id = ${cpa.id} and (van_partij is null or van_partij = any(${aan}::text[]))
        and staat in ('te_verzenden', 'verzonden', 'verlopen')
      returning message_id`);
    await context.opResultaat(
      tx,
      rows.map((r) => ({ soort: 'geweigerd', messageId: r.message_id, reden: melding, antwoord })),
    );
    return rows.length > 0;
  });
  if (!ended) context.log({ messageId: refToMessageId, melding }, 'foutmelding genegeerd: geen open bericht van ons');
  return ACCEPTED;
}

/** `validateAgainstCpa` has seen to it that this is one of the two parties, and that the sender is the other. */
function geadresseerde(cpa: Cpa, { header }: Acknowledgment | MessageError): readonly string[] {
  return partyOf(cpa, header.to.partyIds[0]!.value)!.partyIds.map(({ value }) => value);
}
