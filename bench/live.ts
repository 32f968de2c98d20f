/**
 * A working day: statussen come in at a fixed rate and their zaakberichten leave at once. How long from the POST until
 * Zaakbode calls the zaakbericht `afgeleverd`. Read from its administration: the moment stands in the transaction that
 * stores the acknowledgment, a few ms before its commit.
 */
import { volg } from './hulp/berichten.ts';
import { duur, percentiel } from './hulp/cijfers.ts';
import { fouten, PER_SECONDE, VERBINDINGEN, zetStatussen } from './hulp/statussen.ts';
import { hoogstens, type Regel, terInfo } from './hulp/tabel.ts';
import type { Werkplaats } from './hulp/werkplaats.ts';

const DOEL_P95_MS = 300;
/** What is not delivered by then counts as never delivered. */
const GEDULD_MS = 20_000;

export async function meetLive(w: Werkplaats): Promise<readonly Regel[]> {
  const { product, databases, opties } = w;
  const database = await w.kopie('leeg', 'live');
  w.meld(`live: ${PER_SECONDE} statussen per seconde, ${opties.seconden} s ...`);
  const simulator = await product.startSimulator();
  const zaakbode = await product.startZaakbode({ database, rollen: 'web,worker' });
  const api = await w.api(VERBINDINGEN);
  const allesAfgeleverd = (): Promise<unknown> =>
    volg(w, database, (s) => s.nieuw === 0 && s.totaal > 0 && s.afgeleverd + s.anders === s.totaal, {
      hoogstens: GEDULD_MS,
      stilstand: GEDULD_MS,
      processen: [zaakbode, simulator],
    });
  const gezet = await zetStatussen(w, api, allesAfgeleverd);
  await allesAfgeleverd();
  const rows = await databases.vraag<{ id: string; op: number }>(
    database,
    `select status_id as id, (extract(epoch from gewijzigd_op) * 1000)::float8 as op
     from lopendezaken.zaakbericht where staat = 'afgeleverd' and status_id = any($1::uuid[])`,
    [gezet.flatMap((s) => (s.id === null ? [] : [s.id]))],
  );
  await api.close();
  await zaakbode.stop();
  await simulator.stop();
  await databases.weg(database);
  if (fouten(gezet) !== '') w.meld(`  ${fouten(gezet)}`);

  const afgeleverd = new Map(rows.map((row) => [row.id, row.op]));
  const weg = gezet.map((s) => (afgeleverd.get(s.id ?? '') ?? Number.POSITIVE_INFINITY) - s.geplandOp);
  const posts = gezet.map((s) => s.ms);
  const niet = weg.filter((ms) => !Number.isFinite(ms)).length;
  const bij = `live, ${PER_SECONDE} POST per s`;
  return [
    terInfo(`${bij}: van POST tot afgeleverd, p50`, duur(percentiel(weg, 0.5))),
    hoogstens(`${bij}: van POST tot afgeleverd, p95`, percentiel(weg, 0.95), DOEL_P95_MS, duur),
    hoogstens(`${bij}: niet afgeleverd`, niet, 0, String),
    terInfo(
      `${bij}: antwoord op POST status, p50 en p95`,
      `${duur(percentiel(posts, 0.5))}, ${duur(percentiel(posts, 0.95))}`,
    ),
  ];
}
