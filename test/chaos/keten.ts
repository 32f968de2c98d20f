/**
 * The whole chain as processes: Zaakbode as it is shipped on a PostgreSQL of its own, the simulator of MijnOverheid as a
 * process beside it, and a client of the Zaken API. For tests that kill: `dood` is kill -9, `start` is what an operator
 * or a service manager does after it.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DemoZaaktype, maakCatalogus, maakZaak, zgwClient, zgwToken } from '../../src/demodata.ts';
import { DEMO_OIN, demoCpaFeiten } from '../../src/demoverbinding.ts';
import { DEMO_CLIENT } from '../../src/instellingen.ts';
import { type Database, openPostgres, raw } from '../../src/platform/db/index.ts';
import type { Random } from '../../src/platform/time/index.ts';
import type { LedgerRegel, SimulatorStand, StoringWijziging } from '../../src/simulator/index.ts';
import { Bsn } from '../../src/standaarden/bsn/index.ts';
import { writeCpa } from '../../src/standaarden/ebms/index.ts';
import { eigenDatabase } from '../eigen-database.testhulp.ts';
import { bezoeker } from '../hulp/bezoeker.ts';
import { freePort } from '../lopende-zaken.testhulp.ts';
import { type Proces, startProces } from './proces.ts';
import { startTussenstation, type Tussenstation } from './tussenstation.ts';

const ONTVANGER = '00000004003214345001';

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
  /** Starts the product; resolves when it says that it runs. */
  start(): Promise<void>;
  /** Starts the product and does not wait. */
  begin(): Proces;
  /** kill -9 of the product that runs now. */
  dood(): Promise<void>;
  /** `n` zaken, each of somebody else. */
  zaken(n: number): Promise<readonly Zaak[]>;
  /**
   * Sets a status until it is known to be stored. An answer that never came is asked again: `unique` (400) then says that
   * it was stored after all.
   */
  zetStatus(zaak: Zaak, statustype: number, moment: Date): Promise<void>;
  /** What the button "opnieuw aanbieden" in /beheer does. */
  opnieuw(zaakbericht: string): Promise<void>;
  storing(wijziging: StoringWijziging): Promise<void>;
  stand(): Promise<SimulatorStand>;
  ledger(): Promise<readonly LedgerRegel[]>;
  close(): Promise<void>;
}

/** A chain that runs. `direct`: without the station in between, for runs in which only chance decides. */
export async function startKeten({ direct }: { readonly direct: boolean }): Promise<Keten> {
  const map = mkdtempSync(join(tmpdir(), 'zaakbode-keten-'));
  const database = await eigenDatabase();
  const [port, simulatorPort] = [await freePort(), await freePort()];
  const own = `http://127.0.0.1:${port}`;
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  const station = await startTussenstation((pad) => (pad.startsWith('/simulator') ? simulatorUrl : own));
  const toSimulator = direct ? simulatorUrl : station.url;
  const toProduct = direct ? own : station.url;
  const cpaFile = join(map, 'cpa.xml');
  writeFileSync(cpaFile, cpa(`${own}/digikoppeling/ebms`, `${toSimulator}/simulator/ebms`));
  const env = {
    PORT: String(port),
    DATABASE_URL: database.url,
    DATA_DIR: map,
    LOG: 'error',
    ZAAKBODE_DEMODATA: 'nee',
    LZ_CPA: cpaFile,
    LZ_ACCOUNT_URL: `${toSimulator}/simulator/accounts/controle`,
    LZ_BRP_URL: `${toSimulator}/simulator/brp/controle`,
  };
  const simulator = startProces(
    [
      'simulator',
      ...['--port', String(simulatorPort)],
      ...['--gemeente', `${toProduct}/digikoppeling/ebms`],
      ...['--bestand', join(map, 'grootboek.jsonl')],
      '--alle-bsns',
    ],
    {},
  );
  const started: Proces[] = [simulator];
  const gedood: number[] = [];
  let product: Proces | null = null;

  const begin = (): Proces => {
    product = startProces(['start'], env);
    started.push(product);
    return product;
  };
  const start = async (): Promise<void> => await begin().klaar;
  await Promise.all([simulator.klaar, start()]);
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
    start,
    begin,
    async dood() {
      if (!product) throw new Error('no product runs');
      gedood.push(product.pid);
      await product.dood();
    },
    async zaken(n) {
      const found: Zaak[] = [];
      for (const bsn of bsns(n)) {
        const { url, identificatie } = await maakZaak(api, type, bsn, 'Parkeren in de Demostraat', '2026-01-01');
        found.push({ url, nummer: identificatie, bsn });
      }
      return found;
    },
    async zetStatus(zaak, statustype, moment) {
      const body = { zaak: zaak.url, statustype: type.statustypen[statustype], datumStatusGezet: moment.toISOString() };
      while ((await postStatus(body)) === 'onzeker') await even(50);
    },
    async opnieuw(zaakbericht) {
      const beheerder = bezoeker(own);
      await beheerder.logIn();
      const answer = await beheerder.stuur(`/beheer/lopende-zaken/berichten/${zaakbericht}/opnieuw`);
      if (!answer.headers.getSetCookie().some((cookie) => cookie.startsWith('zb-flits=opnieuw.'))) {
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
      rmSync(map, { recursive: true, force: true });
      await db.close();
      await database.drop();
    },
  };
}

/** An answer that no retry will change. */
class Onverwacht extends Error {}

/** The agreement, with a RetryInterval of a second: a lost acknowledgment must not take the hours that a real CPA gives. */
function cpa(own: string, simulator: string): string {
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
    retryIntervalMs: 1_000,
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

export interface Bevinding {
  readonly vastgelegd: number;
  readonly getoond: number;
  readonly afgeleverd: number;
  /** Everything that is not as it must be, in words; empty when all is well. */
  readonly fouten: readonly string[];
}

/**
 * Holds what was committed against what the simulator showed: each status exactly once, in order per zaak, everything
 * delivered, and nothing else anywhere. After the simulator and the product came to rest.
 */
export async function controleer(keten: Keten): Promise<Bevinding> {
  const fouten: string[] = [];
  const wrong = (what: string, n: number): void => {
    if (n !== 0) fouten.push(`${what}: ${n}`);
  };
  const statussen = await keten.db.query<{ zaak: string; cijfers: string }>(
    raw(`
    select z.identificatie as zaak, to_char(s.datum_status_gezet at time zone 'Europe/Amsterdam', 'YYYYMMDDHH24MISSMS') as cijfers
    from zaken.status s join zaken.zaak z on z.id = s.zaak_id order by s.datum_status_gezet`),
  );
  const ledger = await keten.ledger();
  const shown = ledger.filter((regel) => regel.toegepast);
  const count = new Map<string, number>();
  for (const r of shown) {
    const key = `${r.zaakidentificatie} ${r.datumStatusGezet}`;
    count.set(key, (count.get(key) ?? 0) + 1);
  }
  const committed = new Set(statussen.map((s) => `${s.zaak} ${s.cijfers}`));
  wrong('committed, never shown', [...committed].filter((key) => !count.has(key)).length);
  wrong('shown more than once', [...count.values()].filter((n) => n > 1).length);
  wrong('shown, never committed', [...count.keys()].filter((key) => !committed.has(key)).length);
  wrong('shown out of order', outOfOrder(shown));
  wrong('answered otherwise than "toegepast"', ledger.length - shown.length);
  wrong('same MessageId with other bytes', ledger.filter((r) => r.afwijkend > 0).length);
  const [row] = await keten.db.query<Record<string, number>>(
    raw(`
    select (select count(*) from lopendezaken.zaakbericht where staat = 'afgeleverd') as afgeleverd,
      (select count(*) from lopendezaken.zaakbericht where staat <> 'afgeleverd' or token is not null) as open,
      (select count(*) from digikoppeling.bericht where staat <> 'bevestigd') as onbevestigd,
      (select count(*) from digikoppeling.bericht) as berichten,
      (select count(*) from verwerkingen.verwerking) as verwerkingen,
      (select count(*) from outbox.lane) as banen,
      (select count(*) from outbox.fresh) as vers,
      (select count(*) from outbox.delivery where state = 'open') as leveringen`),
  );
  const { afgeleverd, open, onbevestigd, berichten, verwerkingen, banen, vers, leveringen } = row!;
  wrong('zaakberichten not delivered', open!);
  wrong('zaakberichten more or less than statussen', afgeleverd! - committed.size);
  wrong('messages not acknowledged', onbevestigd!);
  wrong('messages more or less than statussen', berichten! - committed.size);
  wrong('verwerkingen more or less than messages', verwerkingen! - berichten!);
  wrong('lanes, events or deliveries still open', banen! + vers! + leveringen!);
  return { vastgelegd: committed.size, getoond: shown.length, afgeleverd: afgeleverd!, fouten };
}

function outOfOrder(regels: readonly LedgerRegel[]): number {
  const last = new Map<string, string>();
  let found = 0;
  for (const { zaakidentificatie, datumStatusGezet } of regels) {
    const before = last.get(zaakidentificatie!) ?? '';
    if (datumStatusGezet! <= before) found += 1;
    last.set(zaakidentificatie!, datumStatusGezet!);
  }
  return found;
}
