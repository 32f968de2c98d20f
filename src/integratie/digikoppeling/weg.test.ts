/** The way out: what may not go by it. */
import { expect, it } from 'vitest';
import { fixedClock } from '../../platform/time/index.ts';
import type { Cpas } from './cpas.ts';
import { nepNet } from './nepnet.testhulp.ts';
import { HUN_ADRES, START } from './partner.testhulp.ts';
import { type Beveiliging, createWeg } from './weg.ts';

it('nothing goes out under a CPA that is not in use here: a copy of the database of production sends no acknowledgments', async () => {
  const net = nepNet(fixedClock(START));
  const cpas = { find: async () => null } as unknown as Cpas;
  const beveiliging = { client: { tlsFor: async () => ({}) } } as unknown as Beveiliging;
  const { request } = createWeg(net, cpas, beveiliging).onder(() => 'PROEF-PRODUCTIE');
  const sent = request({
    method: 'POST',
    url: HUN_ADRES,
    headers: { 'content-type': 'text/xml' },
    body: 'x',
    timeoutMs: 1,
  });
  await expect(sent).rejects.toMatchObject({ name: 'NetFault', left: false });
  expect(net.gezien).toEqual([]);
});
