import pg from 'pg';
import { migrate, openPostgres, raw, type Sql } from '../src/platform/db/index.ts';
import { outboxMigrations } from '../src/platform/outbox/index.ts';
import { claim } from '../src/platform/outbox/lanes.ts';
import { systemClock } from '../src/platform/time/index.ts';
const url = 'postgres://zaakbode@127.0.0.1:55432/postgres';
const admin = await openPostgres({ url, max: 1 });
await admin.query(raw('drop database if exists zaakbode_h6_plan with (force)'));
await admin.query(raw('create database zaakbode_h6_plan'));
const own = url.replace('/postgres', '/zaakbode_h6_plan');
const db = await openPostgres({ url: own });
await migrate(db, [outboxMigrations]);
const OPEN = 10000;
const openLanes = (subscriber: string, after: number): string => `
  insert into outbox.event (id, channel, kind, subject, subject_nr, body, at)
    select gen_random_uuid(), 'zaken', 'status.create', gen_random_uuid(), 1, '{}', now() from generate_series(1, ${OPEN});
  insert into outbox.delivery (subscriber, seq, event_nr, subject, at)
    select '${subscriber}', nr, nr, subject, now() from outbox.event where nr > ${after};
  insert into outbox.lane (subscriber, subject, head, state, next_at)
    select subscriber, subject, seq, 'ready', now() - interval '1 minute' from outbox.delivery
    where subscriber = '${subscriber}';`;
await db.script(`${openLanes('post', 0)} analyze;`);
await db.script(openLanes('nieuw', OPEN));
let st: Sql | undefined;
await claim({ ...db, query: async (g: Sql) => { st = g; return []; } }, 'nieuw', systemClock, { limit: 10, worker: 1, deadlineMs: 65000 });
const c = new pg.Client({ connectionString: own }); await c.connect();
const { text, values } = st!.compile();
const lit = values.map((v) => (typeof v === 'number' ? String(v) : `'${v instanceof Date ? v.toISOString() : v}'`)).join(', ');
await c.query(`prepare a as ${text}`);
await c.query('begin');
for (let i = 0; i < 12; i++) await c.query(`execute a(${lit})`);
console.log((await c.query(`explain (analyze, buffers) execute a(${lit})`)).rows.map((r) => r['QUERY PLAN']).join('\n'));
await c.end(); await db.close(); await admin.query(raw('drop database if exists zaakbode_h6_plan with (force)')); await admin.close();
