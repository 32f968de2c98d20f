/**
 * The Message Service Handler alone, against a light receiver in another process: how many messages a second are stored,
 * sent and acknowledged, plain, over TLS with certificates on both sides, and signed; the same between two handlers that
 * both store; whether the last of a long queue cost as much as the first; what one dead CPA costs nineteen others; and
 * whether large payloads pass without being held in memory.
 */
import type { X509Certificate } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAuthority } from '../src/platform/tls/pki.testhulp.ts';
import { writeCpa } from '../src/standaarden/ebms/index.ts';
import { duur, getal } from './hulp/cijfers.ts';
import type { Kant, OntvangerStand } from './hulp/ebms-ontvanger.ts';
import type { Opdracht, Sleutelbos, ZenderStand } from './hulp/ebms-zender.ts';
import { freePair } from './hulp/poort.ts';
import { type Proces, startProces } from './hulp/proces.ts';
import { hoogstens, minstens, type Regel, terInfo } from './hulp/tabel.ts';
import type { Werkplaats } from './hulp/werkplaats.ts';

const VAN = '00000099000000001000';
const NAAR = '00000099000000002000';
const ACTION = 'zaakbericht';
/** Of a zaakbericht about as large as they come. */
const BYTES = 4_000;

/** What is measured for speed, with the aim in messages per second. */
const VORMEN = [
  { naam: 'osb-rm', doel: 1_000, tls: false, getekend: false, beide: false },
  { naam: 'osb-rm met TLS', doel: 600, tls: true, getekend: false, beide: false },
  { naam: 'osb-rm-s', doel: 300, tls: false, getekend: true, beide: false },
  { naam: 'osb-rm, beide kanten bewaren', doel: 400, tls: false, getekend: false, beide: true },
] as const;
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
  const regels: Regel[] = [];
  for (const vorm of VORMEN) regels.push(...(await meetSnelheid(w, vorm)));
  return [...regels, ...(await meetDood(w)), ...(await meetGroot(w))];
}

async function meetSnelheid(w: Werkplaats, vorm: (typeof VORMEN)[number]): Promise<readonly Regel[]> {
  const { naam, doel } = vorm;
  // The long queue is for the plain one: what it costs to be signed does not depend on how many wait.
  const wachtend = naam === 'osb-rm' ? w.opties.ebms : Math.min(w.opties.ebms, DEEL);
  w.meld(`ebms: ${getal(wachtend)} berichten bewaren en versturen, ${naam} ...`);
  const opstelling = await stelOp(w, naam.replace(/\W+/g, '-'), { ...KLEIN, ...vorm, wachtend });
  const { zender, ontvanger } = opstelling;
  const before = { zender: zender.cpu(), ontvanger: ontvanger.cpu(), database: w.databases.cpu() };
  await opstelling.begin();
  const stand = await opstelling.tot((s) => s.bevestigd >= wachtend);
  const cpu = (now: number, since: number): string => `${getal((now - since) / wachtend)} µs`;
  const kant = await opstelling.ontvangen();
  const perSeconde = (stand.duizenden.length * 1_000_000) / (stand.duizenden.at(-1) ?? Number.NaN);
  const regels = [
    minstens(`ebms ${naam}: verstuurd en bevestigd`, perSeconde, doel, (n) => `${getal(n)} per s`),
    hoogstens(`ebms ${naam}: niet bevestigd`, wachtend - stand.bevestigd, 0, String),
    hoogstens(`ebms ${naam}: bevestigingen die niet werden aangenomen`, kant.geweigerd, 0, String),
    terInfo(
      `ebms ${naam}: CPU per bericht van zender, ontvanger, PostgreSQL`,
      `${cpu(zender.cpu(), before.zender)}, ${cpu(ontvanger.cpu(), before.ontvanger)}, ${cpu(w.databases.cpu(), before.database)}`,
    ),
    ...groei(wachtend, stand.duizenden),
  ];
  await opstelling.weg();
  // A later one may fail: what was measured must not be lost with it.
  for (const { wat, gemeten } of regels) w.meld(`  ${wat}: ${gemeten}`);
  return regels;
}

/** What the last part of the queue cost, beside the first; only when the queue holds both. */
function groei(wachtend: number, duizenden: readonly number[]): readonly Regel[] {
  const steps = DEEL / 1000;
  if (duizenden.length < 2 * steps) return [];
  const first = duizenden[steps - 1]!;
  const last = duizenden.at(-1)! - duizenden.at(-1 - steps)!;
  const wat = `ebms, ${getal(wachtend)} wachtend: tijd van de laatste 10.000, gedeeld door die van de eerste`;
  return [hoogstens(wat, last / first, DOEL_GROEI, (x) => `${getal(x, 2)} ×`)];
}

async function meetDood(w: Werkplaats): Promise<readonly Regel[]> {
  const p99: number[] = [];
  for (const dood of [false, true]) {
    w.meld(
      `ebms: ${TEMPO} berichten per seconde onder ${CPAS} CPA's, ${dood ? 'één antwoordt nooit' : 'alle antwoorden'} ...`,
    );
    const opstelling = await stelOp(w, `dood-${dood}`, { ...KLEIN, tempo: TEMPO, cpas: CPAS, dood });
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
  const klein = await stelOp(w, 'klein', { ...KLEIN, wachtend: GROOT_AANTAL });
  await klein.begin();
  await klein.tot((s) => s.bevestigd >= GROOT_AANTAL);
  const basis = klein.zender.piek();
  await klein.weg();
  const groot = await stelOp(w, 'groot', { ...KLEIN, wachtend: GROOT_AANTAL, bytes: GROOT_BYTES });
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
  readonly tls: boolean;
  readonly getekend: boolean;
  /** The receiver is a whole handler too. */
  readonly beide: boolean;
}

const KLEIN: Vorm = {
  wachtend: 0,
  tempo: 0,
  bytes: BYTES,
  cpas: 1,
  dood: false,
  tls: false,
  getekend: false,
  beide: false,
};

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
  const kanten = { zender: await freePair(), ontvanger: await freePair() };
  const sleutels = vorm.tls || vorm.getekend ? await maakSleutels() : null;
  const cpas = Array.from({ length: vorm.cpas }, (_, i) => cpaTekst(i, kanten, vorm, sleutels));
  const databases: string[] = [];
  const processen: Proces[] = [];
  const profiel = w.opties.profiel === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${w.opties.profiel}`];

  async function start(kant: 'zender' | 'ontvanger', script: string, opdracht: object): Promise<Proces> {
    const bestand = join(w.map, `${kant}-${naam}.json`);
    writeFileSync(bestand, JSON.stringify(opdracht));
    const proces = startProces({
      naam: `ebms-${kant}`,
      args: [...profiel, '--max-semi-space-size=8', join(w.root, 'bench', 'hulp', script), bestand],
      env: { PATH: process.env['PATH'] ?? '' },
      uitvoer: join(w.map, `${kant}-${naam}.log`),
      cwd: w.map,
    });
    w.onthoud(() => proces.stop());
    processen.push(proces);
    await proces.wachtOp('luistert', START_MS + vorm.wachtend, w.signal);
    return proces;
  }

  const bos = (kant: 'zender' | 'ontvanger', nodig: boolean): Sleutelbos | null =>
    nodig && sleutels ? sleutels[kant].bos : null;

  async function startHandler(kant: 'zender' | 'ontvanger', wachtend: number): Promise<Proces> {
    const database = await w.databases.maak(`ebms-${kant}-${naam}`);
    databases.push(database);
    const map = join(w.map, `${kant}-${naam}`);
    mkdirSync(map);
    const opdracht: Opdracht = {
      ...vorm,
      wachtend,
      database,
      poort: kanten[kant],
      map,
      cpas,
      van: kant === 'zender' ? VAN : NAAR,
      action: ACTION,
      tls: bos(kant, vorm.tls),
      tekent: bos(kant, vorm.getekend),
    };
    return await start(kant, 'ebms-zender.ts', opdracht);
  }

  const kant: Kant = {
    poort: kanten.ontvanger,
    tls: bos('ontvanger', vorm.tls),
    tekent: bos('ontvanger', vorm.getekend),
  };
  const ontvanger = vorm.beide
    ? await startHandler('ontvanger', 0)
    : await start('ontvanger', 'ebms-ontvanger.ts', kant);
  const zender = await startHandler('zender', vorm.wachtend);
  // Each has a port for questions, after its own.
  const ask = async <T>(port: number, path: string, method = 'GET'): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${port + 1}${path}`, { method, signal: w.signal });
    return (await answer.json()) as T;
  };
  const stand = (): Promise<ZenderStand> => ask(kanten.zender, '/bench/stand');
  return {
    zender,
    ontvanger,
    async begin() {
      if (vorm.beide) await ask(kanten.ontvanger, '/bench/begin', 'POST');
      await ask(kanten.zender, '/bench/begin', 'POST');
    },
    stand,
    async ontvangen() {
      if (!vorm.beide) return await ask<OntvangerStand>(kanten.ontvanger, '/stand');
      const { ontvangen } = await ask<ZenderStand>(kanten.ontvanger, '/bench/stand');
      return { ontvangen, herhaald: 0, bytes: 0, geweigerd: 0 };
    },
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
      for (const proces of processen.reverse()) await proces.stop();
      for (const database of databases) await w.databases.weg(database);
    },
  };
}

interface Sleutels {
  readonly zender: { readonly bos: Sleutelbos; readonly x509: X509Certificate };
  readonly ontvanger: { readonly bos: Sleutelbos; readonly x509: X509Certificate };
}

async function maakSleutels(): Promise<Sleutels> {
  const authority = await createAuthority('Bench');
  const leaf = async (oin: string) => {
    const { keyPem, chain, x509 } = await authority.leaf({ oin });
    return { bos: { sleutel: keyPem, keten: chain, vertrouwd: authority.trust }, x509 };
  };
  return { zender: await leaf(VAN), ontvanger: await leaf(NAAR) };
}

function cpaTekst(
  nummer: number,
  poorten: { readonly zender: number; readonly ontvanger: number },
  vorm: Vorm,
  sleutels: Sleutels | null,
): string {
  const schema = vorm.tls ? 'https' : 'http';
  const zender = `${schema}://127.0.0.1:${poorten.zender}/ebms`;
  const pad = vorm.dood && nummer === 0 ? 'dood' : 'ebms';
  const terug = vorm.beide ? '' : `?terug=${encodeURIComponent(zender)}`;
  const ontvanger = `${schema}://127.0.0.1:${poorten.ontvanger}/${pad}${terug}`;
  const certificaten = (kant: keyof Sleutels) =>
    sleutels && {
      ...(vorm.tls && { tls: sleutels[kant].x509 }),
      ...(vorm.getekend && { signing: sleutels[kant].x509 }),
    };
  return writeCpa({
    cpaId: `BENCH_${nummer}`,
    start: new Date('2020-01-01T00:00:00Z'),
    end: new Date('2050-01-01T00:00:00Z'),
    service: 'BENCH:LopendeZaken:1:0',
    profile: vorm.getekend ? 'osb-rm-s' : 'osb-rm',
    parties: [
      { name: 'Zender', partyId: VAN, role: 'GEMEENTE', endpoint: zender, ...certificaten('zender') },
      { name: 'Ontvanger', partyId: NAAR, role: 'VOORZIENING', endpoint: ontvanger, ...certificaten('ontvanger') },
    ],
    actions: [ACTION],
    answers: [],
  });
}
