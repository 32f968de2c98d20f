/**
 * A municipality for acceptance tests: the running product on loopback with the simulator in it, a clock that a test moves
 * on, clients of the ZGW APIs, an operator with a browser, and everything that was logged, sent and answered.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type App, startApp } from '../src/app.ts';
import { type DemoZaaktype, maakCatalogus, maakZaak, type ZgwClient, zgwToken } from '../src/demodata.ts';
import { INSTELLINGEN, samenhang } from '../src/instellingen.ts';
import { readSettings } from '../src/platform/config/index.ts';
import { sql } from '../src/platform/db/index.ts';
import { createLog } from '../src/platform/log/index.ts';
import { createNet, type Net, type NetRequest } from '../src/platform/net/index.ts';
import type { Clock } from '../src/platform/time/index.ts';
import type { Staat, ZaakberichtDetail } from '../src/proces/lopendezaken/index.ts';
import type { LedgerRegel, Simulator, SimulatorStand } from '../src/simulator/index.ts';
import { type EigenDatabase, eigenDatabase, TEST_DATABASE_URL } from './eigen-database.testhulp.ts';
import { bezoeker } from './hulp/bezoeker.ts';
import { visibleText } from './hulp/html.ts';

/** Fictional people of the simulator, by what there is to see with them. */
export const BURGER = {
  noor: { bsn: '999993653', id: 'p-7k2m' },
  daan: { bsn: '999990019', id: 'p-3xq9' },
  zoe: { bsn: '999990135', id: 'p-b5wd' },
  zonderAccount: { bsn: '999990202', id: 'p-n8fr' },
  laterAccount: { bsn: '999990275', id: 'p-e4hc' },
  /** Since 2026-11-02T11:00:00Z. */
  kortAccount: { bsn: '999990342', id: 'p-v6tj' },
  nietInBrp: { bsn: '999990408', id: 'p-9gzs' },
  nietInBrpMetAccount: { bsn: '999990445', id: 'p-u2yp' },
} as const;
export const GEEN_BSN = '123456780';
export const ALLE_NUMMERS: readonly string[] = [...Object.values(BURGER).map((b) => b.bsn), GEEN_BSN];

const CLIENTS = {
  zaaksysteem: {
    clientId: 'zaaksysteem',
    secret: 'geheim-van-het-zaaksysteem-in-de-proef',
    heeftAlleAutorisaties: true,
  },
  backoffice: { clientId: 'backoffice', secret: 'geheim-van-de-backoffice-in-de-proef', heeftAlleAutorisaties: true },
} as const;

export interface Zaak {
  readonly url: string;
  readonly uuid: string;
  readonly nummer: string;
  readonly type: DemoZaaktype;
}

export interface Antwoord {
  readonly status: number;
  readonly tekst: string;
  readonly headers: Headers;
}

export interface Stad {
  readonly app: App;
  readonly simulator: Simulator;
  readonly klok: Clock & { advance(ms: number): void };
  readonly parkeren: DemoZaaktype;
  readonly melding: DemoZaaktype;
  /** Every line of the log, unmasked: what the product itself lets out. */
  readonly logregels: readonly string[];
  /** Every request that left the process. */
  readonly verstuurd: readonly NetRequest[];
  /** Every answer with an error status. */
  readonly fouten: readonly Antwoord[];
  /** Ends the requests that are under way, as their time-out would. */
  kapAf(): void;
  vraag(method: string, pad: string, opties?: { body?: unknown; als?: keyof typeof CLIENTS }): Promise<Antwoord>;
  /** A page as a browser gets it. */
  pagina(pad: string): Promise<Antwoord>;
  /** A form sent from one of our own pages. */
  formulier(pad: string, velden?: Readonly<Record<string, string>>): Promise<Antwoord>;
  zaak(bsn: string, opties?: { type?: DemoZaaktype; omschrijving?: string }): Promise<Zaak>;
  /** Sets a status; gives what the API answered. */
  status(zaak: Zaak, nummer: number, opties?: { moment?: Date; als?: keyof typeof CLIENTS }): Promise<Antwoord>;
  /** The zaakberichten of a zaak, in the order of their status. */
  berichten(zaak: Zaak): Promise<readonly ZaakberichtDetail[]>;
  staten(zaak: Zaak): Promise<readonly Staat[]>;
  /** Until the zaakberichten of the zaak stand in these states. */
  totStaten(zaak: Zaak, ...staten: readonly Staat[]): Promise<readonly ZaakberichtDetail[]>;
  /** What the simulator took in about a zaak, in order of arrival. */
  ontvangen(zaak: Zaak): readonly LedgerRegel[];
  /** The statussen of a zaak that the citizen sees, in order of arrival. */
  getoond(zaak: Zaak): readonly (string | null)[];
  /** What the simulator counted since its start. */
  tellers(): SimulatorStand['sindsStart'];
  /** What an operator reads on the page of a zaakbericht. */
  beheer(id: string): Promise<string>;
  /** What a citizen reads at MijnOverheid. */
  burgerZiet(burger: { readonly id: string }): Promise<string>;
  /** Everything in order again, and time goes on until what waited is due. */
  herstel(): void;
  stop(): Promise<void>;
}

/** A working day on which no clock changes. */
const BEGIN = Date.parse('2026-11-20T09:00:00Z');
/** Ten times as fast as on the wall: a first retry after a second takes a tenth. Deadlines of requests stay real. */
const SNELHEID = 10;

/** `anders`: settings beside those of the tests. */
export async function startStad(anders: Readonly<Record<string, string>> = {}): Promise<Stad> {
  const map = mkdtempSync(join(tmpdir(), 'zaakbode-acceptatie-'));
  const database: EigenDatabase | null = TEST_DATABASE_URL ? await eigenDatabase() : null;
  const begonnen = performance.now();
  let vooruit = 0;
  const klok = {
    now: () => new Date(BEGIN + (performance.now() - begonnen) * SNELHEID + vooruit),
    advance: (ms: number) => {
      vooruit += ms;
    },
  };
  const logregels: string[] = [];
  const log = createLog({ level: 'debug', mask: (line) => line, write: (line) => void logregels.push(line) });
  const { net, verstuurd, kapAf } = meelezer(createNet());
  const s = readSettings(
    INSTELLINGEN,
    {
      PORT: String(await freePort()),
      DATA_DIR: map,
      DATABASE_URL: database?.url,
      ZAAKBODE_DEMODATA: 'nee',
      ZGW_CLIENTS: JSON.stringify(Object.values(CLIENTS)),
      LZ_GEEN_ACCOUNT_CODES: 'SIM001, LZ042',
      ...anders,
    },
    samenhang,
  );
  const app = await startApp(s, { clock: klok, log, net });
  const simulator = app.simulator!;
  const fouten: Antwoord[] = [];

  async function send(pad: string, init: RequestInit): Promise<Antwoord> {
    const answer = await fetch(pad.startsWith('http') ? pad : `${app.url}${pad}`, { redirect: 'manual', ...init });
    const found = { status: answer.status, tekst: await answer.text(), headers: answer.headers };
    if (found.status >= 400) fouten.push(found);
    return found;
  }

  const vraag: Stad['vraag'] = async (method, pad, { body, als = 'zaaksysteem' } = {}) => {
    const token = await zgwToken(CLIENTS[als], als, klok.now());
    return await send(pad, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'accept-crs': 'EPSG:4326',
        ...(body !== undefined && { 'content-type': 'application/json', 'content-crs': 'EPSG:4326' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  };
  const must = async <T>(method: string, pad: string, body?: unknown): Promise<T> => {
    const answer = await vraag(method, pad, body === undefined ? {} : { body });
    if (answer.status >= 300) throw new Error(`${method} ${pad}: ${answer.status} ${answer.tekst}`);
    return JSON.parse(answer.tekst) as T;
  };
  const api: ZgwClient = {
    post: <T>(pad: string, body: unknown) => must<T>('POST', pad, body),
    get: <T>(pad: string) => must<T>('GET', pad),
  };
  const typen = await maakCatalogus(api);

  const beheerder = bezoeker(app.url);
  let sessieTot = 0;
  /** The session of an operator, made anew before it ends: the clock of the test runs fast. */
  async function ingelogd(pad: string): Promise<Record<string, string>> {
    if (!pad.startsWith('/beheer')) return {};
    if (klok.now().getTime() > sessieTot) await beheerder.logIn();
    sessieTot = klok.now().getTime() + 30 * 60_000;
    return { cookie: [...beheerder.cookies()].map(([naam, waarde]) => `${naam}=${waarde}`).join('; ') };
  }

  const self: Stad = {
    app,
    simulator,
    klok,
    parkeren: typen.get('PARKEREN')!,
    melding: typen.get('MELDING')!,
    logregels,
    verstuurd,
    fouten,
    kapAf,
    vraag,
    pagina: async (pad) => send(pad, { method: 'GET', headers: await ingelogd(pad) }),
    formulier: async (pad, velden = {}) =>
      send(pad, {
        method: 'POST',
        headers: { 'sec-fetch-site': 'same-origin', ...(await ingelogd(pad)) },
        body: new URLSearchParams(velden),
      }),
    async zaak(bsn, { type = self.parkeren, omschrijving = 'Parkeren in de Demostraat' } = {}) {
      const { url, uuid, identificatie } = await maakZaak(api, type, bsn, omschrijving, '2026-11-01');
      return { url, uuid, nummer: identificatie, type };
    },
    status: (zaak, nummer, { moment = klok.now(), als = 'zaaksysteem' } = {}) =>
      vraag('POST', '/zaken/api/v1/statussen', {
        body: { zaak: zaak.url, statustype: zaak.type.statustypen[nummer], datumStatusGezet: moment.toISOString() },
        als,
      }),
    async berichten({ nummer }) {
      const { regels } = await app.zaakberichten.lijst({ zaaknummer: nummer });
      const details = await Promise.all(regels.map((r) => app.zaakberichten.detail(r.id)));
      return details.flatMap((d) => d ?? []).sort((a, b) => a.statusGezetOp.getTime() - b.statusGezetOp.getTime());
    },
    // One light statement: it is asked often, and must not keep the product from its work.
    async staten({ nummer }) {
      const rows = await app.db.query<{ staat: Staat }>(
        sql`select staat from lopendezaken.zaakbericht where zaaknummer = ${nummer} order by status_gezet_op`,
      );
      return rows.map((row) => row.staat);
    },
    async totStaten(zaak, ...staten) {
      await tot(
        () => self.staten(zaak),
        (now) => JSON.stringify(now) === JSON.stringify(staten),
      );
      return await self.berichten(zaak);
    },
    ontvangen: ({ nummer }) => simulator.ledger().filter((regel) => regel.zaakidentificatie === nummer),
    getoond: (zaak) => self.ontvangen(zaak).flatMap((regel) => (regel.toegepast ? [regel.status] : [])),
    tellers: () => ({ ...simulator.stand().sindsStart }),
    beheer: async (id) => visibleText((await self.pagina(`/beheer/lopende-zaken/berichten/${id}`)).tekst),
    burgerZiet: async ({ id }) => visibleText((await self.pagina(`/simulator/burger/${id}`)).tekst),
    herstel() {
      simulator.setFault({ herstel: true });
      kapAf();
      klok.advance(10 * 60_000);
      app.outbox.wake();
    },
    async stop() {
      await app.stop();
      await database?.drop();
      rmSync(map, { recursive: true, force: true });
    },
  };
  return self;
}

/** A network that keeps what is sent over it, and on which a test can end what hangs. */
function meelezer(net: Net): { net: Net; verstuurd: readonly NetRequest[]; kapAf(): void } {
  const verstuurd: NetRequest[] = [];
  let kap = new AbortController();
  return {
    verstuurd,
    kapAf() {
      kap.abort();
      kap = new AbortController();
    },
    net: {
      request(request) {
        verstuurd.push(request);
        const signals = request.signal ? [request.signal, kap.signal] : [kap.signal];
        return net.request({ ...request, signal: AbortSignal.any(signals) });
      },
      close: () => net.close(),
    },
  };
}

/** The status was made. */
export async function ok(answer: Promise<Antwoord>): Promise<void> {
  const { status, tekst } = await answer;
  expect([status, status < 300 ? '' : tekst]).toEqual([201, '']);
}

/** Asks until the answer is right; gives the answer. Throws with the last answer when that takes too long. */
export async function tot<T>(ask: () => T | Promise<T>, right: (answer: T) => boolean, geduldMs = 15_000): Promise<T> {
  const until = performance.now() + geduldMs;
  for (;;) {
    const answer = await ask();
    if (right(answer)) return answer;
    if (performance.now() > until) throw new Error(`after ${geduldMs} ms still ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A port that nobody has now. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
