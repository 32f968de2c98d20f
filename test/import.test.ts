/** A municipality's own zaaktypen, from the export of i-Navigator to what the citizen sees. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '../src/app.ts';
import { maakZaak, type ZgwClient, zetStatus, zgwClient } from '../src/demodata.ts';
import { DEMO_RSIN } from '../src/demoverbinding.ts';
import { DEMO_CLIENT, INSTELLINGEN, samenhang } from '../src/instellingen.ts';
import { readSettings } from '../src/platform/config/index.ts';
import { silentLog } from '../src/platform/log/index.ts';
import {
  mapINavigator,
  REFERENTIELIJSTEN,
  readINavigator,
  slaCatalogusOp,
} from '../src/registraties/catalogi/index.ts';
import { freePort } from './hulp/poort.ts';

const EXPORT = '../shared/data/inavigator-export-koppeling-test-2.xml.gz';
const EIGEN = new URL('../src/registraties/catalogi/inavigator/voorbeeldexport.xml', import.meta.url);
const BSN = '999993653';

let app: App;
let api: ZgwClient;
let map: string;

beforeAll(async () => {
  map = mkdtempSync(join(tmpdir(), 'zaakbode-import-'));
  const env = { PORT: String(await freePort()), DATA_DIR: map, ZAAKBODE_DEMODATA: 'nee' };
  app = await startApp(readSettings(INSTELLINGEN, env, samenhang), { log: silentLog });
  api = await zgwClient(app.url, DEMO_CLIENT);
}, 60_000);
afterAll(async () => {
  await app.stop();
  rmSync(map, { recursive: true, force: true });
});

const importeer = (xml: Uint8Array, domein: string) =>
  slaCatalogusOp(
    mapINavigator(readINavigator(xml), {
      catalogus: { domein, rsin: DEMO_RSIN, naam: 'Eigen zaaktypen', contactpersoonBeheerNaam: 'Functioneel beheer' },
      informeren: 'alle',
    }),
    app.ports,
    {
      actor: {
        clientId: 'import',
        applicatie: 'Import',
        userId: '',
        userName: '',
        heeftAlleAutorisaties: true,
        autorisaties: [],
      },
      publiceer: true,
      selectielijstBase: `${app.url}${REFERENTIELIJSTEN}`,
    },
  );

/** The texts that the citizen sees of a zaak of this zaaktype after its first status, once it is there. */
async function gezien(zaaktype: string): Promise<readonly (string | null)[]> {
  const list = <T>(path: string) =>
    api.get<{ results: T[] }>(`/catalogi/api/v1/${path}?zaaktype=${encodeURIComponent(zaaktype)}`);
  const statustypen = (await list<{ url: string; volgnummer: number; omschrijving: string }>('statustypen')).results;
  statustypen.sort((a, b) => a.volgnummer - b.volgnummer);
  const rollen = (await list<{ url: string; omschrijvingGeneriek: string }>('roltypen')).results;
  const initiator = rollen.find((r) => r.omschrijvingGeneriek === 'initiator')!.url;
  const type = { zaaktype, statustypen: statustypen.map((s) => s.url), resultaattype: '', initiator };
  const zaak = await maakZaak(api, type, BSN, '', new Date().toISOString().slice(0, 10));
  await zetStatus(api, zaak.url, type.statustypen[0]!, new Date());
  await expect.poll(() => afgeleverd(zaak.identificatie), { timeout: 20_000 }).toBe(1);
  const ledger = app.simulator!.ledger().filter((regel) => regel.zaakidentificatie === zaak.identificatie);
  expect(ledger.every((regel) => regel.toegepast)).toBe(true);
  expect(ledger[0]!.status).toBe(statustypen[0]!.omschrijving);
  return ledger.map((regel) => regel.status);
}

const afgeleverd = async (zaaknummer: string): Promise<number> =>
  (await app.zaakberichten.lijst({ zaaknummer, staat: 'afgeleverd', pagina: 1 })).totaal;

describe('an export of i-Navigator', () => {
  it('becomes a catalogus whose zaken reach MijnOverheid', async () => {
    const { zaaktypen, overgeslagen } = await importeer(readFileSync(EIGEN), 'EIGEN');
    expect(overgeslagen.filter((o) => o.gevolg === 'geweigerd')).toEqual([]);
    expect(zaaktypen.length).toBeGreaterThan(0);
    expect(await gezien(zaaktypen[0]!.url)).toHaveLength(1);
  }, 60_000);

  it.skipIf(!existsSync(EXPORT))(
    'of a real municipality too (skipped without ../shared)',
    async () => {
      const { zaaktypen, overgeslagen } = await importeer(gunzipSync(readFileSync(EXPORT)), 'ECHT');
      expect(overgeslagen).toEqual([]);
      expect(zaaktypen).toHaveLength(20);
      expect(await gezien(zaaktypen[0]!.url)).toHaveLength(1);
    },
    120_000,
  );
});
