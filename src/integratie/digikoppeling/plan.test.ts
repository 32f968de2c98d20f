/** What the statements of every turn and every measurement read when much is waiting: not all of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, raw, type Sql, sql } from '../../platform/db/index.ts';
import type { Explained } from '../../platform/db/plan.testhulp.ts';
import { fixedClock } from '../../platform/time/index.ts';
import { createCpas } from './cpas.ts';
import { proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { kanalenMetWerk } from './kanaal.ts';
import { createMeter } from './meten.ts';
import { cpaTekst, START } from './partner.testhulp.ts';
import { createTeller } from './teller.ts';

const WACHTEND = 20_000;
/** Of each of the two CPAs a few, or the heads that are measured; the whole of what waits is a thousand or more. */
const BLOCKS = 200;

let db: Database;
let w: Wereld;

beforeAll(async () => {
  db = await proefDatabase();
  w = await wereld(db);
  const { cpas } = w.proces(1).dk;
  await cpas.laad(cpaTekst({ cpaId: 'PROEF-STIL' }));
  await db.query(sql`
    insert into digikoppeling.bericht (message_id, cpa_id, cpa_versie, action, conversation_id, endpoint, content_type, inhoud, staat,
      wacht_op_ack, herhaal_ms, herhalingen, volgende, verloopt, gemaakt)
    select i::text, ${w.cpa.id}, 1, 'zaakbericht', 'c', 'https://a.example/', 'text/xml', decode(repeat('ab', 400), 'hex'), 'te_verzenden',
      true, 1000, 8, '-infinity', ${new Date(START.getTime() + 60_000)}, ${START} from generate_series(1, ${WACHTEND}) as i`);
  await db.script('vacuum analyze digikoppeling.bericht');
});
afterAll(() => w.sluit());

/** The statements that this work asks, by what they read. */
async function blokken(work: (on: Database) => Promise<unknown>): Promise<number[]> {
  const asked: Sql[] = [];
  const query = async (statement: Sql): Promise<never[]> => {
    asked.push(statement);
    return [];
  };
  await work({ ...db, query } as Database);
  const read = async (statement: Sql): Promise<number> => {
    const [row] = await db.query<Explained & Record<string, unknown>>(
      sql`${raw('explain (analyze, buffers, format json)')} ${statement}`,
    );
    const { Plan } = row!['QUERY PLAN'][0];
    return Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks'];
  };
  const counts: number[] = [];
  for (const statement of asked) counts.push(await read(statement));
  return counts;
}

describe(`with ${WACHTEND} messages waiting`, () => {
  it.each<[string, (on: Database) => Promise<unknown>]>([
    ['the kanalen with work', (on) => kanalenMetWerk(on, fixedClock(START), 'productie')],
    [
      'the figures',
      (on) => createMeter(on, fixedClock(START), createCpas(on, fixedClock(START), 'productie'), createTeller())(),
    ],
  ])('%s are found without reading them all', async (_, work) => {
    for (const count of await blokken(work)) expect(count).toBeLessThan(BLOCKS);
  });
});
