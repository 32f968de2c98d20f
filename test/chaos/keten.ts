/**
 * The whole chain as processes: Zaakbode as it is shipped on a PostgreSQL of its own, the simulator of MijnOverheid as a
 * process beside it, and a client of the Zaken API. For tests that kill: `dood` is kill -9, `start` is what an operator
 * or a service manager does after it.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DemoZaaktype, maakCatalogus, maakZaak, zgwClient, zgwToken } from '../../src/demodata.ts';
import { DEMO_OIN, DEMO_RSIN, demoCpaFeiten } from '../../src/demoverbinding.ts';
import { DEMO_CLIENT } from '../../src/instellingen.ts';
import { type Database, openPostgres } from '../../src/platform/db/index.ts';
import type { Random } from '../../src/platform/time/index.ts';
import type { LedgerRegel, SimulatorStand, StoringWijziging } from '../../src/simulator/index.ts';
import { Bsn } from '../../src/standaarden/bsn/index.ts';
import { writeCpa } from '../../src/standaarden/ebms/index.ts';
import { eigenDatabase } from '../eigen-database.testhulp.ts';
import { bezoeker } from '../hulp/bezoeker.ts';
import { freePort } from '../lopende-zaken.testhulp.ts';
import { type Proces, startProces } from './proces.ts';
import { startTussenstation, type Tussenstation } from './tussenstation.ts';
import { startVerdeler } from './verdeler.ts';

const ONTVANGER = '00000004003214345001';
const ONDERWERP = 'Parkeren in de Demostraat';
const STARTDATUM = '2026-01-01';

export interface Zaak {
  readonly url: string;
  readonly nummer: string;
  readonly bsn: string;
}

export interface Keten {
  readonly db: Database;
  readonly station: Tussenstation;
  readonly type: DemoZaaktype;
  /** Process ids that were killed, in order. */
  readonly gedood: readonly number[];
  /** What all processes wrote: nothing but what an operator should see. */
  uitvoer(): string;
  /** Of each process that ended without being killed by us, the last that it wrote. */
  gevallen(): readonly string[];
  /** Starts the product; resolves when it says that it runs. */
  start(): Promise<void>;
  /** Starts the product and does not wait; with several of them that of this place. */
  begin(plek?: number): Proces;
  /** kill -9 of the product that runs now; with several of them all. */
  dood(): Promise<void>;
  /** Starts the simulator again, with the ledger of before. */
  beginSimulator(): Proces;
  /** The simulator that runs now. */
  simulator(): Proces;
  /** `n` zaken, each of somebody else. */
  zaken(n: number): Promise<readonly Zaak[]>;
  /** A zaak that nobody asked for. */
  zaakVanNiemand(): Promise<Omit<Zaak, 'bsn'>>;
  /**
   * Sets a status until it is known to be stored. An answer that never came is asked again: `unique` (400) then says that
   * it was stored after all.
   */
  zetStatus(zaak: Pick<Zaak, 'url'>, statustype: number, moment: Date): Promise<void>;
  /** What the button "opnieuw aanbieden" in /beheer does. */
  opnieuw(zaakbericht: string): Promise<void>;
  storing(wijziging: StoringWijziging): Promise<void>;
  stand(): Promise<SimulatorStand>;
  ledger(): Promise<readonly LedgerRegel[]>;
  close(): Promise<void>;
}

export interface KetenOpties {
  /** Without the station in between, for runs in which only chance decides. */
  readonly direct: boolean;
  /** So many processes of the product on one database, behind a distributor. */
  readonly producten?: number;
  /** Several messages at once, each zaak still in order. */
  readonly perZaak?: boolean;
  /** A message that is not acknowledged goes again after this. */
  readonly herhaalMs?: number;
}

/** A chain that runs. */
export async function startKeten(opties: KetenOpties): Promise<Keten> {
  const { direct, producten = 1, perZaak = false, herhaalMs = 1_000 } = opties;
  const map = mkdtempSync(join(tmpdir(), 'zaakbode-keten-'));
  const database = await eigenDatabase();
  const simulatorPort = await freePort();
  const poorten: number[] = [];
  for (let plek = 0; plek < producten; plek++) poorten.push(await freePort());
  const verdeler = producten === 1 ? null : await startVerdeler(poorten);
  const own = `http://127.0.0.1:${verdeler?.poort ?? poorten[0]}`;
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  const station = await startTussenstation((pad) => (pad.startsWith('/simulator') ? simulatorUrl : own));
  const toSimulator = direct ? simulatorUrl : station.url;
  const toProduct = direct ? own : station.url;
  const cpaFile = join(map, 'cpa.xml');
  writeFileSync(cpaFile, cpa(`${own}/digikoppeling/ebms`, `${toSimulator}/simulator/ebms`, herhaalMs));
  const env = {
    ...(verdeler && { PUBLIC_URL: own }),
    DATABASE_URL: database.url,
    DATA_DIR: map,
    LOG: 'error',
    ZAAKBODE_DEMODATA: 'nee',
    LZ_CPA: cpaFile,
    LZ_ACCOUNT_URL: `${toSimulator}/simulator/accounts/controle`,
    LZ_BRP_URL: `${toSimulator}/simulator/brp/controle`,
    LZ_VOLGORDE: perZaak ? 'per-zaak' : 'per-zender',
  };
  const simulatorWoorden = [
    'simulator',
    ...['--port', String(simulatorPort)],
    ...['--gemeente', `${toProduct}/digikoppeling/ebms`],
    ...['--bestand', join(map, 'grootboek.jsonl')],
    '--alle-bsns',
    // With several messages in flight the tijdstip may cross on the wire.
    ...(perZaak ? ['--zonder-tijdstip'] : []),
  ];
  const started: Proces[] = [];
  const gedood: number[] = [];
  const producers: Proces[] = [];
  let simulator: Proces;

  const begin = (plek = 0): Proces => {
    const product = startProces(['start'], { ...env, PORT: String(poorten[plek]) });
    producers[plek] = product;
    started.push(product);
    return product;
  };
  const beginSimulator = (): Proces => {
    simulator = startProces(simulatorWoorden, {});
    started.push(simulator);
    return simulator;
  };
  const start = async (): Promise<void> => await begin().klaar;
  await Promise.all([beginSimulator().klaar, start()]);
  const db = await openPostgres({ url: database.url, max: 2 });
  const api = await zgwClient(own, DEMO_CLIENT);
  const type = (await maakCatalogus(api)).get('PARKEREN')!;
  const token = await zgwToken(DEMO_CLIENT);

  async function postStatus(body: unknown): Promise<'opgeslagen' | 'onzeker'> {
    try {
      const answer = await fetch(`${own}/zaken/api/v1/statussen`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(10_000),
      });
      const text = await answer.text();
      if (answer.status === 201 || (answer.status === 400 && text.includes('"unique"'))) return 'opgeslagen';
      if (answer.status < 500) throw new Onverwacht(`a status was refused: ${answer.status} ${text}`);
    } catch (error) {
      if (error instanceof Onverwacht) throw error;
    }
    return 'onzeker';
  }

  async function bestuur<T>(pad: string, wijziging?: StoringWijziging): Promise<T> {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(wijziging) };
    const answer = await fetch(`${simulatorUrl}/simulator/bestuur${pad}`, wijziging === undefined ? {} : init);
    if (!answer.ok) throw new Error(`the simulator refused: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  return {
    db,
    station,
    type,
    gedood,
    uitvoer: () => started.map((p) => p.uitvoer()).join(''),
    gevallen: () => started.filter((p) => p.viel()).map((p) => p.uitvoer().slice(-500)),
    start,
    begin,
    async dood() {
      for (const product of producers) {
        gedood.push(product.pid);
        await product.dood();
      }
    },
    beginSimulator,
    simulator: () => simulator,
    async zaken(n) {
      const found: Zaak[] = [];
      for (const bsn of bsns(n)) {
        const { url, identificatie } = await maakZaak(api, type, bsn, ONDERWERP, STARTDATUM);
        found.push({ url, nummer: identificatie, bsn });
      }
      return found;
    },
    async zaakVanNiemand() {
      const { url, identificatie } = await api.post<{ url: string; identificatie: string }>('/zaken/api/v1/zaken', {
        bronorganisatie: DEMO_RSIN,
        verantwoordelijkeOrganisatie: DEMO_RSIN,
        zaaktype: type.zaaktype,
        omschrijving: ONDERWERP,
        startdatum: STARTDATUM,
      });
      return { url, nummer: identificatie };
    },
    async zetStatus({ url }, statustype, moment) {
      const body = { zaak: url, statustype: type.statustypen[statustype], datumStatusGezet: moment.toISOString() };
      while ((await postStatus(body)) === 'onzeker') await even(50);
    },
    async opnieuw(zaakbericht) {
      const beheerder = bezoeker(own);
      await beheerder.logIn();
      const answer = await beheerder.stuur(`/beheer/lopende-zaken/berichten/${zaakbericht}/opnieuw`);
      if (!answer.headers.getSetCookie().some((koek) => koek.includes('zb-flits=opnieuw.'))) {
        throw new Error(`it could not be offered again: ${answer.status}`);
      }
    },
    storing: async (wijziging) => void (await bestuur('', wijziging)),
    stand: () => bestuur<SimulatorStand>(''),
    async ledger() {
      const found: LedgerRegel[] = [];
      for (let na: number | null = 0; na !== null; ) {
        const page: { regels: LedgerRegel[]; volgende: number | null } = await bestuur(`/ledger?na=${na}&aantal=5000`);
        found.push(...page.regels);
        na = page.volgende;
      }
      return found;
    },
    async close() {
      await Promise.all(started.map((p) => p.dood()));
      await station.close();
      await verdeler?.close();
      rmSync(map, { recursive: true, force: true });
      await db.close();
      await database.drop();
    },
  };
}

/** An answer that no retry will change. */
class Onverwacht extends Error {}

/** The agreement, with a short RetryInterval: a lost acknowledgment must not take the hours that a real CPA gives. */
function cpa(own: string, simulator: string, retryIntervalMs: number): string {
  const feiten = demoCpaFeiten(ONTVANGER);
  return writeCpa({
    cpaId: feiten.cpaId,
    start: new Date('2020-01-01T00:00:00Z'),
    end: new Date('2050-01-01T00:00:00Z'),
    service: feiten.service,
    parties: [
      { name: 'Gemeente Demodam', partyId: DEMO_OIN, role: feiten.peerRole, endpoint: own },
      { name: 'Simulator', partyId: ONTVANGER, role: feiten.ownRole, endpoint: simulator },
    ],
    actions: [feiten.actionZaakbericht],
    answers: [feiten.actionFoutbericht],
    retries: 200,
    retryIntervalMs,
    persistDurationMs: 3_600_000,
  });
}

/** Different numbers that pass the 11-proef, from a range that is not handed out. */
function bsns(n: number): readonly string[] {
  const found: string[] = [];
  for (let i = 0; found.length < n; i++) {
    const nummer = String(999_900_000 + i);
    if (Bsn.parse(nummer)) found.push(nummer);
  }
  return found;
}

export const even = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A whole number from `from` up to and including `to`. */
export const tussen = (random: Random, from: number, to: number): number =>
  from + Math.floor(random.fraction() * (to - from + 1));
