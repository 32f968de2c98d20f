/**
 * Connecting on preproductie, against the running product in the mode of productie: with certificates of its own, an agreement
 * from a file, and the simulator in another server in the part of MijnOverheid. What the demo cannot show stands here.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, startApp } from '../src/app.ts';
import { type DemoZaaktype, maakCatalogus, maakZaak, type ZgwClient, zetStatus, zgwClient } from '../src/demodata.ts';
import { DEMO_OIN, demoCpa, demoCpaFeiten } from '../src/demoverbinding.ts';
import { INSTELLINGEN, samenhang } from '../src/instellingen.ts';
import { readSettings } from '../src/platform/config/index.ts';
import { silentLog } from '../src/platform/log/index.ts';
import { testFolder } from '../src/platform/tls/folder.testhulp.ts';
import { createAuthority } from '../src/platform/tls/pki.testhulp.ts';
import type { Document } from '../src/proces/aansluiten/index.ts';
import { type RunningSimulator, startSimulator } from '../src/simulator/index.ts';
import { freePort } from './hulp/poort.ts';
import { tot } from './lopende-zaken.testhulp.ts';

const MIJNOVERHEID = '00000004003214345001';
const NOOR = '999993653';
const DAAN = '999990019';
const CLIENT = {
  clientId: 'zaaksysteem',
  secret: 'geheim-van-het-zaaksysteem-in-de-proef',
  heeftAlleAutorisaties: true,
};
const WIE = { naam: 'Beheerder 1' };
const PUBLIEK = 'https://zaakbode.voorbeeld.example';
const DAG_MS = 86_400_000;

const sleutels = testFolder();
const map = mkdtempSync(join(tmpdir(), 'zaakbode-preproductie-'));
let simulator: RunningSimulator;
let app: App;
let api: ZgwClient;
let melding: DemoZaaktype;

beforeAll(async () => {
  const authority = await createAuthority();
  const leaf = await authority.leaf({
    oin: DEMO_OIN,
    hosts: ['zaakbode.voorbeeld.example'],
    until: new Date(Date.now() + 45 * DAG_MS),
  });
  sleutels.put('zaakbode.sleutel.pem', leaf.keyPem);
  sleutels.put('zaakbode.pem', leaf.chain);
  sleutels.put('vertrouwd/pkioverheid.pem', authority.trust);
  const port = await freePort();
  const own = `http://127.0.0.1:${port}`;
  const feiten = demoCpaFeiten(MIJNOVERHEID);
  simulator = await startSimulator({ port: 0, gemeenteEndpoint: `${own}/digikoppeling/ebms`, cpa: feiten });
  writeFileSync(join(map, 'cpa.xml'), demoCpa(feiten, 'Voorbeeld', own, simulator.url));
  const env = {
    PORT: String(port),
    DATA_DIR: join(map, 'data'),
    KEYS_DIR: sleutels.dir,
    ZAAKBODE_MODE: 'productie',
    OMGEVING: 'preproductie',
    ZAAKBODE_SLEUTEL: 'sleutel van een gemeente op preproductie in de proef',
    ZGW_CLIENTS: JSON.stringify([CLIENT]),
    GEMEENTE: 'Voorbeeld',
    PUBLIC_URL: PUBLIEK,
    LZ_OIN: DEMO_OIN,
    LZ_ONTVANGER: MIJNOVERHEID,
    LZ_CPA: join(map, 'cpa.xml'),
    LZ_ACCOUNT_URL: `${simulator.url}/simulator/accounts/controle`,
    LZ_BRP_URL: `${simulator.url}/simulator/brp/controle`,
  };
  app = await startApp(readSettings(INSTELLINGEN, env, samenhang), { log: silentLog });
  // No such host is on this computer: what the API calls by its public address is asked of it here.
  const hier = await zgwClient(own, CLIENT);
  api = {
    post: (pad, body) => hier.post(pad.replace(PUBLIEK, own), body),
    get: (pad) => hier.get(pad.replace(PUBLIEK, own)),
  };
  melding = (await maakCatalogus(api)).get('MELDING')!;
}, 240_000);
afterAll(async () => {
  await app?.stop();
  await simulator?.close();
  rmSync(map, { recursive: true, force: true });
});

async function stap(id: string) {
  const { fasen } = await app.aansluiten.beeld();
  return fasen.flatMap(({ stappen }) => stappen).find((one) => one.id === id)!;
}
const wijzig = (deel: object) => app.aansluiten.wijzigDossier('preproductie', deel, 'proef', WIE);
const code = ({ secties }: Document): string =>
  secties.flatMap(({ blokken }) => blokken.flatMap((blok) => (blok.soort === 'code' ? [blok.tekst] : []))).join('\n');

/** A status in a zaak of its own; gives the number of the zaak. */
async function status(bsn: string): Promise<string> {
  const zaak = await maakZaak(api, melding, bsn, 'Melding', '2026-11-01');
  await zetStatus(api, zaak.url, melding.statustypen[0]!, new Date());
  return zaak.identificatie;
}
const eind = async (zaaknummer: string) =>
  (
    await tot(
      async () => (await app.zaakberichten.lijst({ zaaknummer })).regels,
      ([regel]) => regel !== undefined && ['afgeleverd', 'buiten_proefproductie'].includes(regel.staat),
      60_000,
    )
  )[0]!;

it('A3: our certificate is held against our number, the names of the record, its chain and its end', async () => {
  expect(await wijzig({ soort: 'overheid', domeinnamen: ['elders.voorbeeld.example'] })).toEqual([]);
  expect(await stap('certificaat')).toMatchObject({
    staat: 'te_doen',
    tekst: 'Deze domeinnamen staan niet in het certificaat: elders.voorbeeld.example.',
  });
  await wijzig({ domeinnamen: ['zaakbode.voorbeeld.example'] });
  expect(await stap('certificaat')).toMatchObject({
    staat: 'gedaan',
    tekst: expect.stringMatching(/verloopt over 4[45] dagen. Vraag nu een nieuw aan/),
  });
});

it('A4: the Consumerspecificatie has that certificate, a CPA for another omgeving is refused, and the ping waits for both sides', async () => {
  const xml = code((await app.aansluiten.document('consumerspecificatie'))!);
  expect(xml).toMatch(/<parameter name="PartyId">00000001002564440000<\/parameter>/);
  expect(xml).toContain(`${PUBLIEK}/digikoppeling/ebms`);
  const [client] = (await app.aansluiten.feiten()).certificaten;
  const base64 = client!.pem.replaceAll(/-----[^-]+-----|\s/g, '');
  expect(xml.replaceAll(/\s/g, '').split(base64)).toHaveLength(3);
  expect(await stap('cpa-geladen')).toMatchObject({ staat: 'gedaan', tekst: expect.stringContaining('DEMO-LZ') });
  expect(await stap('ping')).toMatchObject({ staat: 'wacht', wachtOp: ['Wacht tot Logius de CPA heeft geladen'] });
  const anders = demoCpa(
    { ...demoCpaFeiten(MIJNOVERHEID), cpaId: 'CPA-PRODUCTIE' },
    'Voorbeeld',
    'https://a.example',
    'https://b.example',
  );
  const afloop = await app.digikoppeling.beheer.laad({ tekst: anders, omgeving: 'productie', elders: '' }, 'proef');
  expect('fouten' in afloop && afloop.fouten[0]!.tekst).toMatch(/preproductie/);
});

it('A8: on preproductie only who is on the list is sent to, and who is put on it later gets only what comes then', async () => {
  const voor = await status(NOOR);
  expect(await eind(voor)).toMatchObject({
    staat: 'buiten_proefproductie',
    reden: expect.stringContaining('lijst met test-BSN’s'),
  });
  expect(await app.aansluiten.deelnemers.voegToe(NOOR, 'test-account 1', WIE)).toEqual([]);
  const [na, ander] = [await status(NOOR), await status(DAAN)];
  expect([(await eind(na)).staat, (await eind(ander)).staat]).toEqual(['afgeleverd', 'buiten_proefproductie']);
  expect((await eind(voor)).staat).toBe('buiten_proefproductie');
  expect(simulator.simulator.ledger().map(({ zaakidentificatie }) => zaakidentificatie)).toEqual([na]);
  // With it the proof that a report shows.
  const [bewijs] = await app.aansluiten.berichten(na);
  expect(bewijs).toMatchObject({
    staat: 'afgeleverd',
    messageId: simulator.simulator.ledger()[0]!.messageId,
    referentienummer: simulator.simulator.ledger()[0]!.referentienummer,
    accountOp: expect.stringMatching(/^\d{4}-/),
  });
});

it('A13: no more leaves in a second than the stroom allows, and the step says which stroom has no limit', async () => {
  expect(await stap('snelheid')).toMatchObject({ staat: 'te_doen', tekst: 'Zonder grens: lopende-zaken.' });
  const { versie, ...begin } = await app.inrichtingen.actueel();
  const [stroom] = begin.stromen;
  const stromen = [{ ...stroom!, planning: { ...stroom!.planning, perSeconde: 4 } }];
  await app.inrichtingen.bewaar({ ...begin, stromen }, versie, 'beheerder', 'afgesproken met Logius');
  expect(await stap('snelheid')).toMatchObject({ staat: 'gedaan' });
  const nummers: string[] = [];
  for (let n = 0; n < 8; n++) nummers.push(await status(NOOR));
  for (const nummer of nummers) expect((await eind(nummer)).staat).toBe('afgeleverd');
  const tijden = simulator.simulator
    .ledger()
    .filter(({ zaakidentificatie }) => nummers.includes(zaakidentificatie!))
    .map(({ ontvangenOp }) => Date.parse(ontvangenOp));
  // In any second at most the four, and the one that stood ready.
  for (const van of tijden)
    expect(tijden.filter((tijd) => tijd >= van && tijd < van + 1000).length).toBeLessThanOrEqual(5);
}, 120_000);

it('A15: MijnOverheid waits until the adapter was tested with the Compliancevoorziening, in a Zaakbode of its own', async () => {
  expect(await stap('compliance')).toMatchObject({
    staat: 'nvt',
    tekst: 'Dit doet u in de Zaakbode voor de Compliancevoorziening.',
  });
  expect(await stap('cpa-gemaild')).toMatchObject({
    staat: 'wacht',
    wachtOp: ['Zorg dat de adapter met de Compliancevoorziening is getest'],
  });
  expect(await app.aansluiten.vink('cpa-gemaild', { gedaan: true, datum: '', toelichting: '' }, WIE)).toEqual([
    { veld: '', tekst: expect.stringMatching(/^Doe eerst: Zorg dat de adapter/) },
  ]);
});
