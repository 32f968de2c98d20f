/** The audittrail and the events of one request, as they are written. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { BASE, type Registers, registers } from '../registers.testhulp.ts';
import { type Actie, type Change, record } from './audit.ts';
import type { Ports, RegisterEvent } from './ports.ts';
import { proefApi, proefmap } from './proef.testhulp.ts';

let r: Registers;
beforeAll(async () => {
  r = await registers();
});

const MAIN = '00000000-0000-4000-8000-000000000001';
const change = (actie: Actie, json: string | null, extra: Partial<Change> = {}): Change => ({
  resource: proefmap,
  id: MAIN,
  actie,
  json,
  main: { resource: 'proefmap', id: MAIN, href: proefmap.href, kenmerken: { soort: 'x' } },
  weergave: 'Map',
  notify: true,
  ...extra,
});

/** Writes these changes; gives the events that left and the statements that it took, begin and commit included. */
async function write(changes: readonly Change[]) {
  const events: RegisterEvent[] = [];
  const ports: Ports = { ...r.ports, publish: async (_tx, some) => void events.push(...some) };
  const actor = await r.ports.actorOf(`Bearer ${await r.token('beheer')}`);
  const before = r.db.roundTrips();
  await r.db.transaction((tx) => record(tx, ports, { actor, trace: '00-a', toelichting: 'omdat' }, changes));
  return { events, statements: r.db.roundTrips() - before };
}

describe('record', () => {
  it('writes any number of changes in one statement, in their order, each with its own number', async () => {
    const { events, statements } = await write([
      change('create', '{"naam": "a"}'),
      change('update', '{"naam": "b"}'),
      change('destroy', null, { weergave: 'x'.repeat(300) }),
    ]);
    expect(statements).toBe(3);
    const rows = await r.db.query(sql`
      select actie, resultaat, nieuw, length(weergave) as lang, toelichting, trace, gebruiker, hoofdobject_pad as pad
      from kern.audit where hoofdobject = ${MAIN} order by nr`);
    const same = { toelichting: 'omdat', trace: '00-a', gebruiker: 'Een medewerker', pad: `${proefmap.href}/${MAIN}` };
    expect(rows).toEqual([
      { ...same, actie: 'create', resultaat: 201, nieuw: { naam: 'a' }, lang: 3 },
      { ...same, actie: 'update', resultaat: 200, nieuw: { naam: 'b' }, lang: 3 },
      { ...same, actie: 'destroy', resultaat: 204, nieuw: null, lang: 200 },
    ]);
    expect(events.map((e) => e.kind)).toEqual(['proefmap.create', 'proefmap.update', 'proefmap.destroy']);
  });
  it('an event is a ZGW notification with canonical addresses, and the ids behind them', async () => {
    const { events } = await write([change('create', '{}')]);
    const url = `${BASE}${proefmap.href}/${MAIN}`;
    expect(events).toEqual([
      {
        kanaal: 'proef',
        kind: 'proefmap.create',
        subject: MAIN,
        trace: '00-a',
        body: {
          kanaal: 'proef',
          hoofdObject: url,
          resource: 'proefmap',
          resourceUrl: url,
          actie: 'create',
          aanmaakdatum: r.clock.now().toISOString(),
          kenmerken: { soort: 'x' },
          hoofdObjectId: MAIN,
          resourceId: MAIN,
        },
      },
    ]);
  });
  it('no event for a consequence that is not announced, nor in an API without kanaal; the audit row stands all the same', async () => {
    const quiet = { ...proefmap, api: { ...proefApi, kanaal: null } };
    const [before] = await r.db.query<{ n: number }>(sql`select count(*) as n from kern.audit`);
    const { events } = await write([
      change('update', '{}', { notify: false }),
      change('update', '{}', { resource: quiet }),
    ]);
    expect(events).toEqual([]);
    const [after] = await r.db.query<{ n: number }>(sql`select count(*) as n from kern.audit`);
    expect(after!.n).toBe(before!.n + 2);
  });
});
