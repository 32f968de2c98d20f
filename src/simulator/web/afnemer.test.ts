/** The subscriber of the demonstration: what it takes, refuses and shows. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Opstelling, startOpstelling } from '../simulator.testhulp.ts';

let proef: Opstelling;
beforeEach(async () => {
  proef = await startOpstelling();
});
afterEach(() => proef.close());

const bericht = { kanaal: 'zaken', hoofdObject: 'https://z.example/1', resource: 'status', actie: 'create' };
const stuur = async (payload: object, headers: Record<string, string> = { authorization: 'Bearer demo-afnemer' }) =>
  (await proef.app.inject({ method: 'POST', url: '/simulator/afnemer', headers, payload })).statusCode;
const pagina = async () => (await proef.app.inject('/simulator/afnemer')).body;

test('it takes what has its header, refuses the rest, and shows the last fifty', async () => {
  expect(await pagina()).toContain('Er is nog niets ontvangen.');
  expect(await stuur(bericht, {})).toBe(401);
  expect(await stuur({ ...bericht, kanaal: 'test' })).toBe(204);
  expect(await pagina()).toContain('Er is nog niets ontvangen.');
  for (let nummer = 1; nummer <= 60; nummer++) {
    const headers = { authorization: 'Bearer demo-afnemer', 'notificatie-nummer': String(nummer) };
    expect(await stuur({ ...bericht, actie: '<b>' }, headers)).toBe(204);
  }
  const html = await pagina();
  expect([html.match(/Nummer /g)?.length, html.includes('&lt;b&gt;'), html.includes('<b>')]).toEqual([50, true, false]);
});
