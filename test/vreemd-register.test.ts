/**
 * Acceptance of row X2 (with L1, L3, L8): a municipality that keeps its zaken elsewhere. Two Zaakbodes, each with a database
 * and a port of its own and nothing between them but the standard APIs: the one plays the register that was there already,
 * under an application with the rights of docs/vreemd-register.md and no more; the other tells MijnOverheid (the simulator).
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '../src/app.ts';
import {
  type DemoZaaktype,
  maakCatalogus,
  maakZaak,
  type ZgwClient,
  zetResultaat,
  zetStatus,
  zgwToken,
} from '../src/demodata.ts';
import { INSTELLINGEN, samenhang } from '../src/instellingen.ts';
import { readSettings } from '../src/platform/config/index.ts';
import { sql } from '../src/platform/db/index.ts';
import { createLog } from '../src/platform/log/index.ts';
import { type EigenDatabase, eigenDatabase, TEST_DATABASE_URL } from './eigen-database.testhulp.ts';
import { BURGER, freePort, tot } from './lopende-zaken.testhulp.ts';

const ZAAKSYSTEEM = {
  clientId: 'zaaksysteem',
  secret: 'geheim-van-het-zaaksysteem-in-de-proef',
  heeftAlleAutorisaties: true,
};
const ZAAKBODE = { clientId: 'zaakbode', secret: 'geheim-van-zaakbode-in-het-register-elders' };

/** Ten times as fast as on the wall, and a test moves it on; both have the same. */
const begonnen = performance.now();
let vooruit = 0;
const klok = {
  now: () => new Date(Date.parse('2026-11-20T09:00:00Z') + (performance.now() - begonnen) * 10 + vooruit),
};
const logregels: string[] = [];
const log = createLog({ level: 'info', mask: (line) => line, write: (line) => void logregels.push(line) });

interface Gemeente {
  app: App;
  stop(): Promise<void>;
  start(): Promise<void>;
  weg(): Promise<void>;
}

async function gemeente(env: Record<string, string>): Promise<Gemeente> {
  const map = mkdtempSync(join(tmpdir(), 'zaakbode-register-'));
  const database: EigenDatabase | null = TEST_DATABASE_URL ? await eigenDatabase() : null;
  const s = readSettings(INSTELLINGEN, { DATA_DIR: map, DATABASE_URL: database?.url, ...env }, samenhang);
  const start = (): Promise<App> => startApp(s, { clock: klok, log });
  const self: Gemeente = {
    app: await start(),
    stop: () => self.app.stop(),
    async start() {
      self.app = await start();
    },
    async weg() {
      await self.app.stop();
      await database?.drop();
      rmSync(map, { recursive: true, force: true });
    },
  };
  return self;
}

let elders: Gemeente;
let onze: Gemeente;
let api: ZgwClient;
let parkeren: DemoZaaktype;

async function vraag(method: string, pad: string, body?: unknown): Promise<unknown> {
  const token = await zgwToken(ZAAKSYSTEEM, 'zaaksysteem', klok.now());
  const json = { 'content-type': 'application/json', 'content-crs': 'EPSG:4326', 'accept-crs': 'EPSG:4326' };
  const answer = await fetch(pad.startsWith('http') ? pad : `${elders.app.url}${pad}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...json },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${pad}: ${answer.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

beforeAll(async () => {
  const [hier, daar] = [await freePort(), await freePort()];
  elders = await gemeente({
    PORT: String(daar),
    ZAAKBODE_MODE: 'productie',
    ZAAKBODE_SLEUTEL: 'sleutel van het register elders in de proef',
    ZGW_CLIENTS: JSON.stringify([ZAAKSYSTEEM, ZAAKBODE]),
    OUTBOUND_ALLOW: `http://127.0.0.1:${hier}`,
  });
  api = {
    post: async <T>(pad: string, body: unknown) => (await vraag('POST', pad, body)) as T,
    get: async <T>(pad: string) => (await vraag('GET', pad)) as T,
  };
  parkeren = (await maakCatalogus(api)).get('PARKEREN')!;
  await api.post('/autorisaties/api/v1/applicaties', {
    clientIds: [ZAAKBODE.clientId],
    label: 'Zaakbode',
    autorisaties: [
      {
        component: 'zrc',
        scopes: ['zaken.lezen'],
        zaaktype: parkeren.zaaktype,
        maxVertrouwelijkheidaanduiding: 'zaakvertrouwelijk',
      },
      { component: 'ztc', scopes: ['catalogi.lezen'] },
      { component: 'nrc', scopes: ['notificaties.consumeren'] },
    ],
  });
  const base = `http://127.0.0.1:${daar}`;
  const bestand = join(mkdtempSync(join(tmpdir(), 'zaakbode-bronnen-')), 'bronnen.json');
  const register = {
    naam: 'openzaak',
    zaken: `${base}/zaken/api/v1`,
    catalogi: `${base}/catalogi/api/v1`,
    notificaties: `${base}/notificaties/api/v1`,
    ...ZAAKBODE,
  };
  writeFileSync(bestand, JSON.stringify([register]));
  onze = await gemeente({ PORT: String(hier), ZAAKBODE_DEMODATA: 'nee', ZGW_BRONNEN: bestand });
  await tot(stand, ({ abonnement, laatstePeiling }) => abonnement === 'goed' && laatstePeiling !== null);
}, 240_000);
afterAll(async () => {
  await onze?.weg();
  await elders?.weg();
});

const stand = async () => (await onze.app.bronnen.stand())[0]!;
const zaak = (bsn: string = BURGER.noor.bsn) => maakZaak(api, parkeren, bsn, 'Parkeren in de Demostraat', '2026-11-01');
type Zaak = Awaited<ReturnType<typeof zaak>>;
const status = (van: Zaak, nummer: number) => zetStatus(api, van.url, parkeren.statustypen[nummer]!, klok.now());
const staten = async ({ identificatie }: Zaak): Promise<readonly string[]> =>
  (
    await onze.app.db.query<{ staat: string }>(
      sql`select staat from lopendezaken.zaakbericht where zaaknummer = ${identificatie} order by status_gezet_op`,
    )
  ).map((row) => row.staat);
const getoond = ({ identificatie }: Zaak): readonly (string | null)[] =>
  onze.app
    .simulator!.ledger()
    .filter((regel) => regel.zaakidentificatie === identificatie && regel.toegepast)
    .map((regel) => regel.status);
async function totAfgeleverd(van: Zaak, aantal: number): Promise<void> {
  const af = Array.from({ length: aantal }, () => 'afgeleverd');
  await tot(
    () => staten(van),
    (now) => JSON.stringify(now) === JSON.stringify(af),
    60_000,
  );
}
/** No webhook any more: somebody took our abonnement away. */
async function zonderWebhook(): Promise<void> {
  const lijst = (await vraag('GET', '/notificaties/api/v1/abonnement')) as readonly { url: string }[];
  expect(lijst).toHaveLength(1);
  await vraag('DELETE', lijst[0]!.url);
}

describe('X2: the register that the municipality already runs', () => {
  it('X2, L1, L3: a status that is set there reaches the citizen, with what the register says', async () => {
    const van = await zaak();
    await status(van, 0);
    await status(van, 1);
    await totAfgeleverd(van, 2);
    expect(getoond(van)).toEqual(['Ontvangen', 'In behandeling']);
    const { regels } = await onze.app.zaakberichten.lijst({ zaaknummer: van.identificatie });
    const xml = (await onze.app.zaakberichten.detail(regels[0]!.id))!.berichtXml;
    expect(xml).toContain('Parkeren in de Demostraat');
    expect(await stand()).toMatchObject({ gevonden: 2, doorPeiling: 0, genegeerd: 0, peilingFout: null });
  });
  it('X2: the end of a zaak comes with its resultaat', async () => {
    const van = await zaak(BURGER.daan.bsn);
    await zetResultaat(api, van.url, parkeren);
    await status(van, 3);
    await totAfgeleverd(van, 1);
    const { regels } = await onze.app.zaakberichten.lijst({ zaaknummer: van.identificatie });
    expect((await onze.app.zaakberichten.detail(regels[0]!.id))!.berichtXml).toContain('Verleend');
  });
  it('X2: a notification that comes again is no second message', async () => {
    const van = await zaak();
    const { url } = await status(van, 0);
    await totAfgeleverd(van, 1);
    const before = (await stand()).laatsteNotificatie!;
    await vraag('POST', '/notificaties/api/v1/notificaties', {
      kanaal: 'zaken',
      hoofdObject: van.url,
      resource: 'status',
      resourceUrl: url,
      actie: 'create',
      aanmaakdatum: klok.now().toISOString(),
      kenmerken: {
        bronorganisatie: '123456782',
        zaaktype: parkeren.zaaktype,
        vertrouwelijkheidaanduiding: 'openbaar',
      },
    });
    await tot(stand, ({ laatsteNotificatie }) => laatsteNotificatie! > before);
    expect(await staten(van)).toEqual(['afgeleverd']);
    expect(getoond(van)).toEqual(['Ontvangen']);
  });
  it('X2: what was set while the webhook was down is found by asking, in order and once; then the webhook is back', async () => {
    const van = await zaak();
    await zonderWebhook();
    await status(van, 0);
    await status(van, 1);
    expect(await staten(van)).toEqual([]);
    vooruit += 6 * 60_000;
    await totAfgeleverd(van, 2);
    expect(getoond(van)).toEqual(['Ontvangen', 'In behandeling']);
    vooruit += 61 * 60_000;
    await tot(
      () => vraag('GET', '/notificaties/api/v1/abonnement') as Promise<readonly unknown[]>,
      (lijst) => lijst.length === 1,
    );
    const nieuw = await zaak();
    await status(nieuw, 0);
    await totAfgeleverd(nieuw, 1);
    expect(await stand()).toMatchObject({ doorPeiling: 2, abonnement: 'goed' });
  });
  it('X2: what was set while we were away arrives after the restart, in order and once', async () => {
    const van = await zaak();
    await status(van, 0);
    await totAfgeleverd(van, 1);
    await onze.stop();
    await status(van, 1);
    await onze.start();
    vooruit += 6 * 60_000;
    await totAfgeleverd(van, 2);
    expect((await vraag('GET', '/notificaties/api/v1/abonnement')) as readonly unknown[]).toHaveLength(1);
    expect(getoond(van)).toEqual(['Ontvangen', 'In behandeling']);
  }, 180_000);
  it('L8: while the register is away its messages wait, with the reason, and nothing is taken for gone', async () => {
    const van = await zaak();
    onze.app.simulator!.setFault({ accounts: 'neer' });
    await status(van, 0);
    await tot(
      () => staten(van),
      ([staat]) => staat === 'wacht_op_controle',
    );
    await elders.stop();
    onze.app.simulator!.setFault({ herstel: true });
    vooruit += 10 * 60_000;
    const reden = await tot(
      async () => {
        const [row] = await onze.app.db.query<{ reden: string | null }>(sql`
          select d.reason as reden from outbox.delivery d where d.subscriber = 'lopendezaken.beoordeling' and d.reason like 'Register%'`);
        return row?.reden ?? null;
      },
      (found) => found !== null,
    );
    expect(reden).toContain('Register openzaak');
    expect(await staten(van)).toEqual(['wacht_op_controle']);
    await elders.start();
    vooruit += 10 * 60_000;
    onze.app.outbox.wake();
    await totAfgeleverd(van, 1);
  }, 180_000);
  it('X2: reading took one question for a zaak with what hangs off it, and none was refused', () => {
    const gevraagd = logregels.map((regel) => JSON.parse(regel) as { route?: string; wie?: string; status?: number });
    const lezen = gevraagd.filter(({ route, wie }) => wie === ZAAKBODE.clientId && route?.startsWith('/zaken/'));
    expect(new Set(lezen.map(({ route }) => route))).toEqual(
      new Set(['/zaken/api/v1/zaken/_zoek', '/zaken/api/v1/statussen', '/zaken/api/v1/statussen/:uuid']),
    );
    expect(new Set(lezen.map(({ status }) => status))).toEqual(new Set([200]));
  });
  it('no BSN was told in the log of either', () => {
    expect(logregels.filter((regel) => Object.values(BURGER).some(({ bsn }) => regel.includes(bsn)))).toEqual([]);
  });
});
