/**
 * The Message Service Handler alone, against a light receiver in another process: how many messages a second are stored,
 * sent and acknowledged; whether the last of a long queue cost as much as the first; what one dead CPA costs nineteen
 * others; and whether large payloads pass without being held in memory.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeCpa } from '../src/standaarden/ebms/index.ts';
import { duur, getal } from './hulp/cijfers.ts';
import type { OntvangerStand } from './hulp/ebms-ontvanger.ts';
import type { Opdracht, ZenderStand } from './hulp/ebms-zender.ts';
import { freePort } from './hulp/poort.ts';
import { type Proces, startProces } from './hulp/proces.ts';
import { hoogstens, minstens, type Regel, terInfo } from './hulp/tabel.ts';
import type { Werkplaats } from './hulp/werkplaats.ts';

const VAN = '00000099000000001000';
const NAAR = '00000099000000002000';
const ACTION = 'zaakbericht';
/** Of a zaakbericht about as large as they come. */
const BYTES = 4_000;

const DOEL_PER_SECONDE = 1_000;
const DOEL_GROEI = 1.2;
const DEEL = 10_000;
const CPAS = 20;
/** Well below what one process can send, so that it is the dead CPA that is measured and not a full queue. */
const TEMPO = 200;
const DOEL_DOOD = 1.1;
const GROOT_BYTES = 100 * 1024 * 1024;
const GROOT_AANTAL = 5;
const DOEL_GROOT_MB = 60;
const START_MS = 30_000;
/** Longer without progress: it hangs. */
const STIL_MS = 30_000;

export async function meetEbms(w: Werkplaats): Promise<readonly Regel[]> {
  return [...(await meetSnelheid(w)), ...(await meetDood(w)), ...(await meetGroot(w))];
}

async function meetSnelheid(w: Werkplaats): Promise<readonly Regel[]> {
  const { ebms: wachtend } = w.opties;
  w.meld(`ebms: ${getal(wachtend)} berichten bewaren en versturen, osb-rm ...`);
  const opstelling = await stelOp(w, 'snelheid', { wachtend, tempo: 0, bytes: BYTES, cpas: 1, dood: false });
  const { zender, ontvanger } = opstelling;
  const before = { zender: zender.cpu(), ontvanger: ontvanger.cpu(), database: w.databases.cpu() };
  await opstelling.begin();
  const stand = await opstelling.tot((s) => s.bevestigd >= wachtend);
  const cpu = (proces: number, since: number): string => duur((proces - since) / 1000 / wachtend);
  const kant = await opstelling.ontvangen();
  const ms = stand.duizenden.at(-1) ?? Number.NaN;
  const perSeconde = (stand.duizenden.length * 1000 * 1000) / ms;
  const regels = [
    minstens('ebms osb-rm: verstuurd en bevestigd', perSeconde, DOEL_PER_SECONDE, (n) => `${getal(n)} per s`),
    hoogstens('ebms osb-rm: niet bevestigd', wachtend - stand.bevestigd, 0, String),
    terInfo('ebms osb-rm: bij de ontvanger herhaald, bevestigingen geweigerd', `${kant.herhaald}, ${kant.geweigerd}`),
    terInfo(
      'ebms osb-rm: CPU per bericht van zender, ontvanger, PostgreSQL',
      `${cpu(zender.cpu(), before.zender)}, ${cpu(ontvanger.cpu(), before.ontvanger)}, ${cpu(w.databases.cpu(), before.database)}`,
    ),
    ...groei(wachtend, stand.duizenden),
  ];
  await opstelling.weg();
  return regels;
}

/** What the last part of the queue cost, beside the first; only when the queue holds both. */
function groei(wachtend: number, duizenden: readonly number[]): readonly Regel[] {
  const steps = DEEL / 1000;
  if (duizenden.length < 2 * steps) return [];
  const first = duizenden[steps - 1]!;
  const last = duizenden.at(-1)! - duizenden.at(-1 - steps)!;
  const wat = `ebms osb-rm, ${getal(wachtend)} wachtend: tijd van de laatste 10.000, gedeeld door die van de eerste`;
  return [hoogstens(wat, last / first, DOEL_GROEI, (x) => `${getal(x, 2)} ×`)];
}

async function meetDood(w: Werkplaats): Promise<readonly Regel[]> {
  const p99: number[] = [];
  for (const dood of [false, true]) {
    w.meld(
      `ebms: ${TEMPO} berichten per seconde onder ${CPAS} CPA's, ${dood ? 'één antwoordt nooit' : 'alle antwoorden'} ...`,
    );
    const opstelling = await stelOp(w, `dood-${dood}`, { wachtend: 0, tempo: TEMPO, bytes: BYTES, cpas: CPAS, dood });
    await opstelling.begin();
    await sleep(w.opties.seconden * 1000, undefined, { signal: w.signal });
    const { perCpa } = await opstelling.stand();
    p99.push(Math.max(...perCpa.slice(1).map((cpa) => cpa.p99)));
    await opstelling.weg();
  }
  const [allen, anderen] = p99 as [number, number];
  return [
    terInfo(`ebms, ${TEMPO} per s onder ${CPAS} CPA’s: p99 van bewaren tot bevestigd, de traagste CPA`, duur(allen)),
    hoogstens(
      'ebms, één van twintig antwoordt nooit: p99 van de anderen, gedeeld door die zonder',
      anderen / allen,
      DOEL_DOOD,
      (x) => `${getal(x, 2)} ×`,
    ),
  ];
}

async function meetGroot(w: Werkplaats): Promise<readonly Regel[]> {
  w.meld(`ebms: ${GROOT_AANTAL} berichten van ${getal(GROOT_BYTES / 1024 / 1024)} MiB ...`);
  const klein = await stelOp(w, 'klein', { wachtend: GROOT_AANTAL, tempo: 0, bytes: BYTES, cpas: 1, dood: false });
  await klein.begin();
  await klein.tot((s) => s.bevestigd >= GROOT_AANTAL);
  const basis = klein.zender.piek();
  await klein.weg();
  const groot = await stelOp(w, 'groot', {
    wachtend: GROOT_AANTAL,
    tempo: 0,
    bytes: GROOT_BYTES,
    cpas: 1,
    dood: false,
  });
  const begin = performance.now();
  await groot.begin();
  await groot.tot((s) => s.bevestigd >= GROOT_AANTAL);
  const seconden = (performance.now() - begin) / 1000;
  const { bytes } = await groot.ontvangen();
  const extra = groot.zender.piek() - basis;
  await groot.weg();
  return [
    hoogstens(
      'ebms, berichten van 100 MiB: extra geheugen van de zender',
      extra,
      DOEL_GROOT_MB,
      (mb) => `${getal(mb)} MB`,
    ),
    terInfo('ebms, berichten van 100 MiB: snelheid', `${getal(bytes / 1e6 / seconden)} MB/s`),
  ];
}

interface Vorm {
  readonly wachtend: number;
  readonly tempo: number;
  readonly bytes: number;
  readonly cpas: number;
  /** The first CPA leads to an address that takes a message in and never answers. */
  readonly dood: boolean;
}

interface Opstelling {
  readonly zender: Proces;
  readonly ontvanger: Proces;
  begin(): Promise<void>;
  stand(): Promise<ZenderStand>;
  ontvangen(): Promise<OntvangerStand>;
  /** Waits until it is so; throws when nothing moves any more. */
  tot(klaar: (stand: ZenderStand) => boolean): Promise<ZenderStand>;
  weg(): Promise<void>;
}

async function stelOp(w: Werkplaats, naam: string, vorm: Vorm): Promise<Opstelling> {
  const [poort, naar] = [await freePort(), await freePort()];
  const database = await w.databases.maak(`ebms-${naam}`);
  const map = join(w.map, `ebms-${naam}`);
  mkdirSync(map);
  const hulp = (file: string): string => join(w.root, 'bench', 'hulp', file);
  const env = { PATH: process.env['PATH'] ?? '' };
  const start = async (wat: string, args: readonly string[], klaar: string): Promise<Proces> => {
    const proces = startProces({ naam: wat, args, env, uitvoer: join(w.map, `${wat}-${naam}.log`), cwd: w.map });
    w.onthoud(() => proces.stop());
    await proces.wachtOp(klaar, START_MS + vorm.wachtend, w.signal);
    return proces;
  };
  const opdracht: Opdracht = {
    database,
    poort,
    map,
    ...vorm,
    cpas: Array.from({ length: vorm.cpas }, (_, i) => cpa(i, poort, naar, vorm.dood && i === 0)),
    van: VAN,
    action: ACTION,
  };
  const bestand = join(map, 'opdracht.json');
  writeFileSync(bestand, JSON.stringify(opdracht));
  const ontvanger = await start('ebms-ontvanger', [hulp('ebms-ontvanger.ts'), String(naar)], 'ontvanger luistert');
  const zender = await start(
    'ebms-zender',
    ['--max-semi-space-size=8', hulp('ebms-zender.ts'), bestand],
    'zender luistert',
  );
  const ask = async <T>(port: number, path: string, method = 'GET'): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, signal: w.signal });
    return (await answer.json()) as T;
  };
  const stand = (): Promise<ZenderStand> => ask(poort, '/bench/stand');
  return {
    zender,
    ontvanger,
    begin: () => ask(poort, '/bench/begin', 'POST'),
    stand,
    ontvangen: () => ask(naar, '/stand'),
    async tot(klaar) {
      let last = await stand();
      for (let moved = performance.now(); !klaar(last); ) {
        await sleep(50, undefined, { signal: w.signal });
        const now = await stand();
        if (now.bevestigd > last.bevestigd) moved = performance.now();
        if (performance.now() - moved > STIL_MS) throw new Error(`het blijft staan bij ${now.bevestigd} bevestigd`);
        last = now;
      }
      return last;
    },
    async weg() {
      await zender.stop();
      await ontvanger.stop();
      await w.databases.weg(database);
    },
  };
}

function cpa(nummer: number, poort: number, naar: number, dood: boolean): string {
  const terug = encodeURIComponent(`http://127.0.0.1:${poort}/ebms`);
  return writeCpa({
    cpaId: `BENCH_${nummer}`,
    start: new Date('2020-01-01T00:00:00Z'),
    end: new Date('2050-01-01T00:00:00Z'),
    service: 'BENCH:LopendeZaken:1:0',
    parties: [
      { name: 'Zender', partyId: VAN, role: 'GEMEENTE', endpoint: `http://127.0.0.1:${poort}/ebms` },
      {
        name: 'Ontvanger',
        partyId: NAAR,
        role: 'VOORZIENING',
        endpoint: `http://127.0.0.1:${naar}/${dood ? 'dood' : 'ebms'}?terug=${terug}`,
      },
    ],
    actions: [ACTION],
    answers: [],
  });
}
