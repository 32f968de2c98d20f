/** The books of both sides of the ebMS run, beside what was given: what was lost, applied twice, out of order, or told wrongly. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Digikoppeling } from '../../src/integratie/digikoppeling/index.ts';
import { type Database, sql } from '../../src/platform/db/index.ts';
import { createFileObjectStore } from '../../src/platform/files/index.ts';
import { LOTEN, type Lot } from './ebms-ontvanger.ts';
import { digestVan, hunBericht, inhoudVan, labelVan, type Opdracht, type Proefbericht } from './ebms-opdracht.ts';

export interface Boeken {
  /** The three that must be zero. */
  readonly lost: number;
  readonly appliedTwice: number;
  readonly outOfOrder: number;
  /** Copies that the other side knew as such. */
  readonly repeated: number;
  readonly network: Readonly<Record<Lot, number>>;
  /** What else is wrong, as sentences; not more than the first few. */
  readonly faults: readonly string[];
}

const SHOWN = 20;

export async function vergelijk(
  db: Database,
  dk: Digikoppeling,
  opdracht: Opdracht,
  berichten: readonly Proefbericht[],
): Promise<Boeken> {
  const lines = readFileSync(opdracht.boek, 'latin1')
    .split('\n')
    .map((line) => line.split('\t'));
  const of = (soort: string): string[][] => lines.filter(([first]) => first === soort);
  const toegepast = of('N').map(([, messageId, label, digest]) => ({
    messageId: messageId!,
    label: label!,
    digest: digest!,
  }));
  const faults = of('F').map(([, text]) => `the other side: ${text}`);

  const eerste = new Map(toegepast.toReversed().map((one) => [one.label, one]));
  let lost = 0;
  for (const bericht of berichten) {
    const label = labelVan(bericht);
    const one = eerste.get(label);
    if (!one) lost++;
    else if (one.digest !== digestVan(inhoudVan(bericht))) faults.push(`${label} arrived changed`);
  }
  const gegeven = new Set(berichten.map(labelVan));
  for (const label of eerste.keys()) if (!gegeven.has(label)) faults.push(`${label} was never given`);

  let outOfOrder = 0;
  const laatste = new Map<string, number>();
  for (const one of toegepast.filter((line) => eerste.get(line.label) === line)) {
    const baan = one.label.slice(0, one.label.lastIndexOf('/'));
    const nummer = Number(one.label.slice(baan.length + 1));
    if (nummer < (laatste.get(baan) ?? 0)) outOfOrder++;
    laatste.set(baan, nummer);
  }

  const messageIds = new Set(toegepast.map(({ messageId }) => messageId));
  faults.push(...(await onzeBoeken(db, messageIds)), ...(await hunBoeken(db, opdracht)));
  faults.push(...(await objecten(db, dk, opdracht)));
  const network = Object.fromEntries(LOTEN.map((lot) => [lot, 0])) as Record<Lot, number>;
  for (const [, lot] of of('L')) network[lot as Lot]++;
  const appliedTwice = toegepast.length - Math.min(eerste.size, messageIds.size);
  return { lost, appliedTwice, outOfOrder, repeated: of('H').length, network, faults: faults.slice(0, SHOWN) };
}

/** What we say of what we sent: each is `bevestigd`, arrived under the id that we have, and was told once. */
async function onzeBoeken(db: Database, messageIds: ReadonlySet<string>): Promise<string[]> {
  const faults: string[] = [];
  const rows = await db.query<{ id: string; zending: string | null; bericht: string | null; eerder: number }>(sql`
    select coalesce(z.message_id, b.message_id) as id, z.staat as zending, b.staat as bericht,
      coalesce(cardinality(z.eerdere_ids), 0) as eerder
    from digikoppeling.zending z full join digikoppeling.bericht b on b.message_id = z.message_id`);
  for (const { id, zending, bericht, eerder } of rows) {
    if (zending !== 'bevestigd' || bericht !== 'bevestigd') faults.push(`${id} ended as ${zending}, ${bericht}`);
    if (eerder > 0) faults.push(`${id} had another id before`);
    if (!messageIds.has(id)) faults.push(`${id} did not arrive`);
  }
  if (rows.length !== messageIds.size)
    faults.push(`we have ${rows.length} messages, the other side ${messageIds.size}`);
  const verteld = await db.query<{ id: string; soort: string; keer: number }>(sql`
    select coalesce(z.message_id, v.message_id) as id, v.soort, count(v.soort) as keer
    from digikoppeling.zending z full join proef.verteld v on v.message_id = z.message_id
    group by 1, 2 having count(v.soort) <> 1 or v.soort not in ('verzonden', 'bevestigd')`);
  for (const { id, soort, keer } of verteld) faults.push(`${id} was told ${soort} ${keer} times`);
  const [tellen] = await db.query<{ bevestigd: number; gemeld: number; onderwerpen: number }>(sql`
    select (select count(*) from proef.verteld where soort = 'bevestigd') as bevestigd,
      (select count(*) from proef.melding where kind = 'bericht.bevestigd') as gemeld,
      (select count(distinct subject) from proef.melding where kind = 'bericht.bevestigd') as onderwerpen`);
  for (const [wat, keer] of Object.entries(tellen!)) {
    if (keer !== rows.length) faults.push(`${wat}: ${keer} of ${rows.length} messages`);
  }
  return faults;
}

/** What they sent: there once, as it was sent, and told once. */
async function hunBoeken(db: Database, opdracht: Opdracht): Promise<string[]> {
  const faults: string[] = [];
  const rows = await db.query<{ message_id: string; delen: { sha256: string }[]; keer: number }>(sql`
    select o.message_id, o.delen, coalesce(m.keer, 0) as keer from digikoppeling.ontvangen o
    left join (select subject, count(*) as keer from proef.melding where kind = 'bericht.ontvangen' group by subject) m
      on m.subject = o.id::text`);
  const byId = new Map(rows.map((row) => [row.message_id, row]));
  for (let nummer = 0; nummer < opdracht.hunBerichten; nummer++) {
    const bericht = hunBericht(opdracht, nummer);
    const row = byId.get(bericht.messageId);
    const digests = inhoudVan(bericht).map((inhoud) => digestVan([inhoud]));
    if (!row) faults.push(`${bericht.messageId} was not received`);
    else if (row.delen.map(({ sha256 }) => sha256).join() !== digests.join())
      faults.push(`${row.message_id} is changed`);
    if (row && row.keer !== 1) faults.push(`${row.message_id} was told ${row.keer} times`);
  }
  if (rows.length !== opdracht.hunBerichten)
    faults.push(`received ${rows.length} of ${opdracht.hunBerichten} messages`);
  const [melding] = await db.query<{ n: number }>(sql`
    select count(*) as n from proef.melding where kind not in ('bericht.ontvangen', 'bericht.bevestigd')`);
  if (melding!.n > 0) faults.push(`${melding!.n} other events`);
  return faults;
}

/** After two hours only what a received message holds is in the store. */
async function objecten(db: Database, dk: Digikoppeling, opdracht: Opdracht): Promise<string[]> {
  while ((await dk.ruimOp()) > 0);
  await createFileObjectStore(opdracht.opslag).sweep(new Date(Date.now() + 60_000));
  const [row] = await db.query<{ alle: number; los: number }>(sql`
    select count(*) as alle, count(*) filter (where not in_gebruik) as los from digikoppeling.object`);
  const files = readdirSync(opdracht.opslag, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  ).length;
  const groot = Math.ceil(opdracht.hunBerichten / opdracht.grootPer);
  if (row!.los === 0 && row!.alle === groot && files === groot) return [];
  return [`${row!.alle} objects, ${row!.los} of them loose, and ${files} files for ${groot} large messages`];
}
