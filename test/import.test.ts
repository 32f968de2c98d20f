/** A municipality's own zaaktypen, from the export of i-Navigator to what the citizen sees. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '../src/app.ts';
import { maakZaak, type ZgwClient, zetStatus, zgwClient, zgwToken } from '../src/demodata.ts';
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

const lijst = async <T>(pad: string, zaaktype: string): Promise<T[]> =>
  (await api.get<{ results: T[] }>(`/catalogi/api/v1/${pad}?zaaktype=${encodeURIComponent(zaaktype)}`)).results;

interface Resultaattype {
  readonly url: string;
  readonly brondatumArchiefprocedure: { readonly afleidingswijze: string } | null;
}

/** Closes a zaak of this zaaktype and archives it; gives what the zaak says of itself then. */
async function gearchiveerd(zaaktype: string): Promise<Record<string, unknown>> {
  const statustypen = await lijst<{ url: string; volgnummer: number }>('statustypen', zaaktype);
  statustypen.sort((a, b) => a.volgnummer - b.volgnummer);
  const resultaattypen = await lijst<Resultaattype>('resultaattypen', zaaktype);
  const wijze = (r: Resultaattype) => r.brondatumArchiefprocedure?.afleidingswijze;
  const resultaattype = resultaattypen.find((r) => wijze(r) === 'afgehandeld') ?? resultaattypen[0]!;
  const zaak = await api.post('/zaken/api/v1/zaken', {
    bronorganisatie: DEMO_RSIN,
    verantwoordelijkeOrganisatie: DEMO_RSIN,
    zaaktype,
    startdatum: '2026-01-01',
  });
  await zetStatus(api, zaak.url, statustypen[0]!.url, new Date('2026-01-02T09:00:00Z'));
  await api.post('/zaken/api/v1/resultaten', { zaak: zaak.url, resultaattype: resultaattype.url });
  await zetStatus(api, zaak.url, statustypen.at(-1)!.url, new Date('2026-01-03T09:00:00Z'));
  const answer = await fetch(zaak.url, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${await zgwToken(DEMO_CLIENT)}`,
      'content-type': 'application/json',
      'accept-crs': 'EPSG:4326',
      'content-crs': 'EPSG:4326',
    },
    body: JSON.stringify({ archiefstatus: 'gearchiveerd' }),
  });
  return (await answer.json()) as Record<string, unknown>;
}

/** The texts that the citizen sees of a zaak of this zaaktype after its first status, once it is there. */
async function gezien(zaaktype: string): Promise<readonly (string | null)[]> {
  const statustypen = await lijst<{ url: string; volgnummer: number; omschrijving: string }>('statustypen', zaaktype);
  statustypen.sort((a, b) => a.volgnummer - b.volgnummer);
  const rollen = await lijst<{ url: string; omschrijvingGeneriek: string }>('roltypen', zaaktype);
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
  (await app.zaakberichten.lijst({ zaaknummer, staat: 'afgeleverd' })).totaal;

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
      expect(await gearchiveerd(zaaktypen[0]!.url)).toMatchObject({
        einddatum: '2026-01-03',
        archiefstatus: 'gearchiveerd',
      });
    },
    120_000,
  );
});
