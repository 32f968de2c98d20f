/** What the network check finds (A5) and what is known of our certificates (A3), with real TLS on loopback. */
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testFolder } from '../../platform/tls/folder.testhulp.ts';
import { type Authority, createAuthority, type Identity } from '../../platform/tls/pki.testhulp.ts';
import {
  type Listening,
  listen,
  OURS,
  type OurSide,
  ourSide,
  shownBy,
  THEIRS,
} from '../../platform/tls/tls.testhulp.ts';
import { ANNE, CERTIFICAAT, proefplaats, stap } from './aansluiten.testhulp.ts';
import { certificaatfeiten, dektNaam } from './certificaten.ts';
import { controleerNetwerk } from './netwerk.ts';
import { echtNetwerk } from './netwerk-echt.ts';

const folder = testFolder();
let authority: Authority;
let us: OurSide;
let servers: Listening[] = [];

beforeAll(async () => {
  authority = await createAuthority();
  const ours = await authority.leaf({ oin: OURS, hosts: ['zaakbode.voorbeeld.example'] });
  folder.put('own.pem', `${ours.keyPem}${ours.chain}`);
  folder.put('vertrouwd/ca.pem', authority.trust);
  folder.put('crl/root.crl', await authority.crl([], { of: 'root' }));
  folder.put('crl/domein.crl', await authority.crl([]));
  us = await ourSide(folder.dir);
}, 60_000);
afterEach(async () => {
  for (const server of servers) await server.close();
  servers = [];
});
afterAll(() => us.net.close());

async function server(identity: Identity, ca = authority.trust): Promise<string> {
  const started = await listen(
    { ...shownBy(identity), ca, requestCert: true, rejectUnauthorized: true },
    (_request, response) => response.end('ok'),
  );
  servers.push(started);
  return started.url;
}
const controleer = (adres: string) => controleerNetwerk(adres, echtNetwerk(us.tls.client));

describe('A5: the connection is looked at step by step', () => {
  it('A5: the name, the port, and TLS with both certificates', async () => {
    const regels = await controleer(await server(await authority.leaf({ oin: THEIRS })));
    expect(regels.map(({ stap: naam, goed, tekst }) => [naam, goed || tekst])).toEqual([
      ['Adres', true],
      ['Naam (DNS)', true],
      ['Poort', true],
      ['TLS', true],
    ]);
    expect(regels[3]!.tekst).toMatch(/TLSv1\.[23]; beide certificaten zijn aangenomen/);
  });
  it('A5: a certificate of theirs that we do not trust, and ours that they do not take', async () => {
    const vreemd = await createAuthority('Vreemd');
    const [fout] = (await controleer(await server(await vreemd.leaf({ oin: THEIRS })))).slice(-1);
    expect(fout).toMatchObject({
      stap: 'TLS',
      goed: false,
      tekst: expect.stringMatching(/niet wordt vertrouwd/),
      doen: expect.stringMatching(/vertrouwd/),
    });
    const [geweigerd] = (await controleer(await server(await authority.leaf({ oin: THEIRS }), vreemd.trust))).slice(-1);
    expect(geweigerd).toMatchObject({
      stap: 'TLS',
      goed: false,
      tekst: expect.stringMatching(/accepteert ons certificaat niet|verbrak de verbinding/),
    });
  });
  it('A5: nobody at the port, no such name, no address: and then nothing after it is tried', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => gone.once('listening', resolve));
    const { port } = gone.address() as { port: number };
    await new Promise((resolve) => gone.close(resolve));
    const dicht = await controleer(`https://127.0.0.1:${port}/`);
    expect(dicht.at(-1)).toMatchObject({
      stap: 'Poort',
      goed: false,
      tekst: 'Op deze poort luistert niemand.',
      doen: expect.stringMatching(/firewall/),
    });
    const naamloos = await controleer(`https://${'a'.repeat(64)}/`);
    expect(naamloos.at(-1)).toMatchObject({ stap: 'Naam (DNS)', goed: false });
    expect(await controleer('')).toMatchObject([
      { stap: 'Adres', goed: false, tekst: expect.stringMatching(/nog niet ingevuld/) },
    ]);
  });
  it('A5: what was found is kept and counts in the step', async () => {
    const { aansluiten } = await proefplaats('preproductie');
    await aansluiten.wijzigDossier('preproductie', { endpointLogius: 'https://zij.example/ebms' }, 'proef', ANNE);
    expect(await aansluiten.controleer(ANNE)).toMatchObject({ goed: true, wie: ANNE.naam });
    expect(await stap(aansluiten, 'netwerkcontrole')).toMatchObject({ staat: 'gedaan' });
  });
});

describe('A3: our certificates', () => {
  it('A3: whose number, which names, until when, whether the chain is there and whether it is accepted', async () => {
    const [feit] = await certificaatfeiten(us.tls);
    expect(feit).toMatchObject({
      nummer: OURS,
      domeinnamen: ['zaakbode.voorbeeld.example'],
      keten: true,
      bezwaar: { client: null, server: null },
    });
    expect(feit!.pem).toContain('BEGIN CERTIFICATE');
    expect(feit!.pem).not.toContain('PRIVATE');
  });
  it.each([
    ['none at all', [], /nog geen certificaat/],
    ['another number', [{ ...CERTIFICAAT, nummer: THEIRS }], /In geen certificaat staat uw nummer/],
    [
      'revoked or expired',
      [{ ...CERTIFICAAT, bezwaar: { client: 'ons eigen certificaat is ingetrokken', server: null } }],
      /^Ons eigen certificaat is ingetrokken/,
    ],
    ['a name missing', [{ ...CERTIFICAAT, domeinnamen: ['elders.example'] }], /niet in het certificaat: zaakbode/],
    ['no chain', [{ ...CERTIFICAAT, keten: false }], /keten is niet compleet/],
    ['soon over', [{ ...CERTIFICAAT, dagen: 20 }], /verloopt over 20 dagen/],
  ])('A3: the step says what is wrong: %s', async (_wat, certificaten, tekst) => {
    const { aansluiten } = await proefplaats('preproductie', { certificaten: async () => certificaten });
    await aansluiten.wijzigDossier(
      'preproductie',
      { soort: 'overheid', domeinnamen: ['zaakbode.voorbeeld.example'] },
      'proef',
      ANNE,
    );
    const gezien = await stap(aansluiten, 'certificaat');
    expect(gezien.tekst).toMatch(tekst);
    expect(gezien.staat).toBe(/20 dagen/.test(gezien.tekst) ? 'gedaan' : 'te_doen');
  });
  it('a wildcard holds for one level', () => {
    expect(dektNaam(['*.voorbeeld.example'], 'Zaakbode.voorbeeld.example')).toBe(true);
    expect(dektNaam(['*.voorbeeld.example'], 'a.b.voorbeeld.example')).toBe(false);
    expect(dektNaam(['*.voorbeeld.example'], 'voorbeeld.example')).toBe(false);
  });
});

it('A4: the Consumerspecificatie is written from our own certificate, or says what is missing', async () => {
  const [feit] = await certificaatfeiten(us.tls);
  const { aansluiten } = await proefplaats('preproductie', {
    certificaten: async () => [{ ...feit!, nummer: '00000001002564440000' }],
  });
  const tekst = JSON.stringify(await aansluiten.document('consumerspecificatie'));
  expect(tekst).toContain('osb-ebms-service-specificatie');
  expect(tekst).toContain('https://zaakbode.voorbeeld.example/digikoppeling/ebms');
  const zonder = await proefplaats('preproductie', { certificaten: async () => [] });
  const leeg = JSON.stringify(await zonder.aansluiten.document('consumerspecificatie'));
  expect(leeg).not.toContain('osb-ebms-service-specificatie');
  expect(leeg).toContain('KEYS_DIR');
});
