/**
 * Lopende Zaken as a whole in the run in which nothing is sure: clients set statussen through the Zaken API, several processes
 * of the product on one database are killed all the time, the simulator of MijnOverheid is killed and comes back, its account
 * service, its BRP and its receiver go down by turns, and it loses, doubles and delays acknowledgments. In the end the books of
 * both sides are compared (`keten-boeken.ts`), and with the report that accounts for every status.
 *
 * Of each zaak one status in ten is of a statustype without a text, and one zaak in fifty has nobody who asked for it: those
 * are not told, and the report must say so.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from '../../src/platform/db/index.ts';
import { type Random, seededRandom } from '../../src/platform/time/index.ts';
import { createVerantwoording, STATUSREGISTERS, type Verantwoordingsdag } from '../../src/proces/lopendezaken/index.ts';
import type { StoringWijziging } from '../../src/simulator/index.ts';
import { type Keten, startKeten, type Zaak } from './keten.ts';
import { type Bevinding, controleer, type Gezet } from './keten-boeken.ts';
import { type Child, killAtRandom, killNowAndThen } from './kinderen.ts';
import { kansen } from './onrust.ts';
import type { Proces } from './proces.ts';

export interface LopendeZakenOpties {
  readonly seed: number;
  readonly zaken: number;
  readonly perZaak: number;
  readonly producten: number;
  readonly killEveryMs: { readonly least: number; readonly most: number };
  readonly killSimulatorMs: { readonly least: number; readonly most: number };
  /** Between two rounds in which a service is away for some seconds. */
  readonly rondeMs: { readonly least: number; readonly most: number };
  /** All must be done by then. */
  readonly maxMs: number;
  /** Told now and then. */
  voortgang(tekst: string): void;
}

export interface LopendeZakenCijfers extends Bevinding {
  readonly gezet: number;
  readonly verteld: number;
  readonly nietVerteld: number;
  readonly seconden: number;
  readonly perSeconde: number;
  readonly gedood: number;
  readonly simulatorGedood: number;
  /** Rounds in which a service was away. */
  readonly dienstWeg: number;
  /** Messages that the receiver knew as one it had. */
  readonly herhaald: number;
}

/** A connection that breaks makes the line rest for a second: with as many as in `onrust.ts` the run would test only that. */
const STORINGEN = kansen({ breekt: 0.002, ack: 0.02, laatMs: 1_500 });
/** A message that is not acknowledged goes again after this. */
const HERHAAL_MS = 5_000;
/** Clients wait while more than this is on its way: a queue that only grows proves nothing about order. */
const HOOGSTENS_ONDERWEG = 2_000;
const CLIENTS = 8;
const VAN_NIEMAND = 50;
const ZONDER_TEKST = 10;
/** One status a day for each zaak, at noon; the autumn night with two hours is among them. */
const EERSTE_DAG = Date.UTC(2026, 9, 1, 12);
const DAG_MS = 86_400_000;
/** What is away for a while, a round each. */
const WEG: readonly StoringWijziging[] = [
  { accounts: 'neer' },
  { ebms: 'neer' },
  { accounts: 'weiger-verbinding' },
  { brp: 'neer' },
  { ebms: 'weiger-verbinding' },
  { accounts: 'onzin' },
  { ebms: 'half-open' },
  { accounts: 'half-open', ebms: 'neer' },
];

export async function runLopendeZaken(opties: LopendeZakenOpties): Promise<LopendeZakenCijfers> {
  const keten = await startKeten({ direct: true, producten: opties.producten, perZaak: true, herhaalMs: HERHAAL_MS });
  try {
    return await runOp(keten, opties);
  } finally {
    await keten.close();
  }
}

async function runOp(keten: Keten, opties: LopendeZakenOpties): Promise<LopendeZakenCijfers> {
  const zaken = await maakZaken(keten, opties.zaken);
  const begonnen = performance.now();
  const random = seededRandom(opties.seed);
  const storingen: StoringWijziging = { ...STORINGEN, zaad: opties.seed };
  await keten.simulator().dood();
  const overkant = killNowAndThen(
    () => alsKind(keten.beginSimulator(), () => keten.storing(storingen)),
    random,
    opties.killSimulatorMs,
  );
  const een = (plek: number): Child => alsKind(keten.begin(plek));
  await keten.dood();
  const producten = Array.from({ length: opties.producten }, (_, plek) => een(plek));
  const killer = killAtRandom(producten, random, een, opties.killEveryMs);
  const rondes = laatVallen(keten, storingen, seededRandom(opties.seed + 1), opties.rondeMs);
  const stand: Voortgang = { gezet: 0, klaar: 0 };
  try {
    const zetten = zetAlles(keten, zaken, opties, stand);
    await totKlaar(keten, zaken.length * opties.perZaak, opties, begonnen, stand, zetten);
    const seconden = (performance.now() - begonnen) / 1_000;
    await rondes.stop();
    await killer.stop();
    await overkant.stop();
    await keten.beginSimulator().klaar;
    const wordtVerteld = verteldVan(zaken);
    const bevinding = await controleer(keten, wordtVerteld);
    const { grootboek } = await keten.stand();
    const fouten = [...bevinding.fouten, ...(await vergelijkVerantwoording(keten, wordtVerteld))];
    if (/\b9999\d{5}\b/.test(keten.uitvoer())) fouten.push('a BSN stands in what was written');
    for (const laatste of keten.gevallen()) fouten.push(`a process ended by itself: ${laatste}`);
    const gezet = zaken.length * opties.perZaak;
    return {
      gezet,
      verteld: bevinding.getoond,
      nietVerteld: gezet - bevinding.getoond,
      seconden: Math.round(seconden * 10) / 10,
      perSeconde: Math.round(gezet / seconden),
      gedood: killer.kills(),
      simulatorGedood: overkant.kills(),
      dienstWeg: rondes.aantal(),
      herhaald: grootboek.dubbel,
      ...bevinding,
      fouten,
    };
  } finally {
    await rondes.stop();
    await killer.stop();
    await overkant.stop();
  }
}

/** A process of the chain as the killers know it. `bijStart` is done as soon as it runs. */
function alsKind(proces: Proces, bijStart: () => Promise<void> = async () => undefined): Child {
  const ready = proces.klaar.then(bijStart).then(() => '');
  ready.catch(() => undefined);
  return { ready, isReady: proces.loopt, fell: proces.viel, kill: proces.dood };
}

type Zetbaar = Pick<Zaak, 'url' | 'nummer'> & { readonly vanNiemand: boolean };

async function maakZaken(keten: Keten, aantal: number): Promise<readonly Zetbaar[]> {
  const niemand = Math.floor(aantal / VAN_NIEMAND);
  const zaken: Zetbaar[] = (await keten.zaken(aantal - niemand)).map((zaak) => ({ ...zaak, vanNiemand: false }));
  for (let i = 0; i < niemand; i++) zaken.push({ ...(await keten.zaakVanNiemand()), vanNiemand: true });
  return zaken;
}

/** The statustype of the n-th status of a zaak, as its place in the zaaktype: 2 has no text for the citizen. */
const statustypeVan = (nummer: number): number => (nummer % ZONDER_TEKST === ZONDER_TEKST - 1 ? 2 : nummer % 2);
const ZONDER_TEKST_NAAM = 'Wacht op advies';

function verteldVan(zaken: readonly Zetbaar[]): (gezet: Gezet) => boolean {
  const vanNiemand = new Set(zaken.filter((zaak) => zaak.vanNiemand).map(({ nummer }) => nummer));
  return ({ zaaknummer, statustype }) => statustype !== ZONDER_TEKST_NAAM && !vanNiemand.has(zaaknummer);
}

/** Several clients at once, each with zaken of its own; in each zaak one status after the other. */
async function zetAlles(
  keten: Keten,
  zaken: readonly Zetbaar[],
  { perZaak }: LopendeZakenOpties,
  stand: Voortgang,
): Promise<void> {
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_n, client) => {
      const mine = zaken.filter((_z, i) => i % CLIENTS === client);
      for (let nummer = 0; nummer < perZaak; nummer++) {
        for (const zaak of mine) {
          while (stand.gezet - stand.klaar > HOOGSTENS_ONDERWEG) await sleep(100);
          await keten.zetStatus(zaak, statustypeVan(nummer), new Date(EERSTE_DAG + nummer * DAG_MS));
          stand.gezet += 1;
        }
      }
    }),
  );
}

interface Voortgang {
  gezet: number;
  /** As it was counted last. */
  klaar: number;
}

async function klaarIn(keten: Keten): Promise<number> {
  const [row] = await keten.db.query<{ n: number }>(sql`
    select count(*) as n from lopendezaken.zaakbericht
    where staat not in ('wacht_op_controle', 'te_verzenden', 'verzonden', 'fout') and token is null`);
  return row!.n;
}

/** Until every status is set and ended. Throws when that takes too long: nothing is known to be wrong then, nor right. */
async function totKlaar(
  keten: Keten,
  aantal: number,
  { maxMs, voortgang }: LopendeZakenOpties,
  begonnen: number,
  stand: Voortgang,
  zetten: Promise<void>,
): Promise<void> {
  const over = (): number => performance.now() - begonnen;
  const mislukt = zetten.then(() => null).catch((fout: unknown) => fout);
  let gemeld = 0;
  for (;;) {
    stand.klaar = await klaarIn(keten);
    if (stand.klaar === aantal && (await rustig(keten))) break;
    if (over() - gemeld > 60_000) {
      gemeld = over();
      voortgang(`${Math.round(gemeld / 1_000)} s: ${stand.gezet} gezet, ${stand.klaar} klaar`);
    }
    if (over() > maxMs) {
      throw new Error(`after ${maxMs} ms only ${stand.klaar} of ${aantal} ended\n${keten.uitvoer().slice(-4_000)}`);
    }
    await sleep(1_000);
    const fout = await Promise.race([mislukt, null]);
    if (fout !== null) throw fout;
  }
  await zetten;
}

async function rustig(keten: Keten): Promise<boolean> {
  const [row] = await keten.db.query<{ open: number }>(sql`
    select (select count(*) from outbox.lane) + (select count(*) from outbox.fresh) +
      (select count(*) from digikoppeling.bericht where staat in ('te_verzenden', 'verzonden')) as open`);
  return row!.open === 0;
}

/** Every so often a service is away for some seconds, and comes back. */
function laatVallen(keten: Keten, storingen: StoringWijziging, random: Random, rondeMs: LopendeZakenOpties['rondeMs']) {
  const stopping = new AbortController();
  const rust = (ms: number): Promise<void> => sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
  let aantal = 0;
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await rust(rondeMs.least + random.fraction() * (rondeMs.most - rondeMs.least));
      if (stopping.signal.aborted) break;
      // The simulator may be away just now: then that is the fault of this round.
      await keten.storing({ ...storingen, ...WEG[aantal % WEG.length] }).then(
        () => {
          aantal += 1;
        },
        () => undefined,
      );
      await rust(1_000 + random.fraction() * 4_000);
      await keten.storing(storingen).catch(() => undefined);
    }
  };
  const running = loop();
  return {
    aantal: () => aantal,
    async stop(): Promise<void> {
      stopping.abort();
      await running;
    },
  };
}

/** The report per day must say of that day what was set: sent, and not sent with the reason, and nothing else. */
async function vergelijkVerantwoording(
  keten: Keten,
  wordtVerteld: (gezet: Gezet) => boolean,
): Promise<readonly string[]> {
  const rows = await keten.db.query<Gezet & { dag: string }>(sql`
    select z.identificatie as zaaknummer, t.omschrijving as statustype, s.datum_status_gezet as moment,
      to_char(s.datum_status_gezet at time zone 'Europe/Amsterdam', 'YYYY-MM-DD') as dag
    from zaken.status s join zaken.zaak z on z.id = s.zaak_id join catalogi.statustype t on t.id = s.statustype_id`);
  const dagen = new Map<string, { verteld: number; niet: number }>();
  for (const row of rows) {
    const dag = dagen.get(row.dag) ?? { verteld: 0, niet: 0 };
    dag[wordtVerteld(row) ? 'verteld' : 'niet'] += 1;
    dagen.set(row.dag, dag);
  }
  const namen = [...dagen.keys()].sort();
  const verslag = await createVerantwoording({ db: keten.db, registers: STATUSREGISTERS }).periode(
    namen[0]!,
    namen.at(-1)!,
  );
  return verslag.flatMap((regel) => verschil(regel, dagen.get(regel.dag) ?? { verteld: 0, niet: 0 }));
}

function verschil(regel: Verantwoordingsdag, { verteld, niet }: { verteld: number; niet: number }): readonly string[] {
  const overgeslagen = regel.overgeslagen.reduce((som, { aantal }) => som + aantal, 0);
  const gevonden = [regel.statussen, regel.verzonden, overgeslagen, regel.open, regel.onverklaard, regel.verwijderd];
  const moet = [verteld + niet, verteld, niet, 0, 0, 0];
  return String(gevonden) === String(moet) ? [] : [`the report of ${regel.dag} says ${gevonden}, and must say ${moet}`];
}
