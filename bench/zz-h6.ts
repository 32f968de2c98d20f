import { type Database, migrate, openPostgres, raw, sql } from '../src/platform/db/index.ts';
import { createOutbox, outboxMigrations, type Subscriber, soleLiveness } from '../src/platform/outbox/index.ts';
import { relayOnce } from '../src/platform/outbox/relay.ts';
import { workOnce } from '../src/platform/outbox/worker.ts';
import { systemClock, systemRandom, uuidv7 } from '../src/platform/time/index.ts';

const url = 'postgres://zaakbode@127.0.0.1:55432/postgres';
const admin = await openPostgres({ url, max: 1 });
await admin.query(raw('drop database if exists zaakbode_h6_plan with (force)'));
await admin.query(raw('create database zaakbode_h6_plan'));
const db = await openPostgres({ url: url.replace('/postgres', '/zaakbode_h6_plan') });
await migrate(db, [outboxMigrations]);
const times = new Map<string, number[]>();
const wrap: Database = {
  ...db,
  transaction: (w) => db.transaction((tx) => w({ ...tx, query: (s) => t(s, () => tx.query(s)) as never })),
  query: (s) => t(s, () => db.query(s)) as never,
};
let cap: any; async function t(s: any, f: () => Promise<unknown>) {
  const k = s.compile().text.trim().slice(0, 50).replace(/\s+/g, ' ');
  const a = performance.now();
  const r = await f();
  const e = times.get(k) ?? [0, 0];
  e[0]!++;
  e[1]! += performance.now() - a;
  times.set(k, e as number[]);
  return r;
}
for (const name of ['a', 'b', 'c']) {
  const sub: Subscriber = { name, batch: 50, wants: () => true, handle: async (d) => d.map(() => ({ kind: 'klaar' })) };
  const ctx = {
    db: wrap,
    clock: systemClock,
    random: systemRandom,
    worker: 1,
    onFault: (...x: unknown[]) => console.log(x),
  };
  const ob = createOutbox({ ...ctx, liveness: soleLiveness(systemRandom) });
  const subjects = Array.from({ length: 5000 }, () => uuidv7(systemClock, systemRandom));
  for (let i = 0; i < 20000; i += 100)
    await db.transaction((tx) =>
      ob.publish(
        tx,
        Array.from({ length: 100 }, (_, j) => ({
          channel: 'z',
          kind: 's',
          subject: subjects[(i + j) % 5000]!,
          body: {},
          trace: null,
        })),
      ),
    );
  while (await relayOnce(db, [sub], systemClock));
  times.clear();
  let n = 0;
  const a = performance.now();
  while (n < 20000 && (await workOnce(sub, ctx))) n += 50;
  console.log(name, (((performance.now() - a) * 1000) / n).toFixed(0), 'us each');
  for (const [k, v] of times) console.log('   ', v[0], (v[1]! / v[0]!).toFixed(2), k);
  await db.query(raw(name === 'b' ? 'analyze' : 'vacuum analyze'));
  const [l] = await db.query<{ subject: string; seq: number }>(
    sql`select subject, head as seq from outbox.lane where subscriber = ${name} limit 1`,
  );
  if (l) {
    const rows = await db.query(sql`explain (analyze, buffers) select (select min(d.seq) from outbox.delivery d
        where d.subscriber = g.subscriber and d.subject = g.subject and d.state = 'open' and d.seq >= g.seq) from (select ${name}::text as subscriber, ${l.subject}::uuid as subject, ${l.seq}::bigint as seq offset 0) g`);
    console.log(rows.map((r: any) => r['QUERY PLAN']).join('\n'));
  }
  console.log(
    await db.query(
      raw(
        `select relname, last_autoanalyze, n_live_tup, n_dead_tup, n_mod_since_analyze from pg_stat_user_tables where schemaname = 'outbox'`,
      ),
    ),
  );
}
await db.close();
await admin.query(raw('drop database if exists zaakbode_h6_plan with (force)'));
await admin.close();
