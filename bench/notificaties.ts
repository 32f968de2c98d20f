/**
 * Notifications on a working day: 50 changes a second, each for 20 subscribers. How long from the change until it arrives,
 * what one dead subscriber costs the others, and how soon he has news once he is back.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stand } from './hulp/afnemer.ts';
import type { Api } from './hulp/api.ts';
import { echteKlok, vastTempo } from './hulp/belasting.ts';
import { duur, getal } from './hulp/cijfers.ts';
import { freePort } from './hulp/poort.ts';
import { type Proces, startProces } from './hulp/proces.ts';
import { hoogstens, minstens, type Regel, terInfo } from './hulp/tabel.ts';
import type { Werkplaats } from './hulp/werkplaats.ts';

const PER_SECONDE = 50;
const AFNEMERS = 20;
const DOEL_PER_SECONDE = PER_SECONDE * AFNEMERS;
const DOEL_TERUG_MS = 5_000;
const DOEL_DOOD = 1.1;
const RUST_MS = 20_000;
const START_MS = 10_000;

export async function meetNotificaties(w: Werkplaats): Promise<readonly Regel[]> {
  const { product, databases } = w;
  const { zaken } = await w.voorraad();
  const database = await w.kopie('leeg', 'notificaties');
  const [levend, dood] = [await freePort(), await freePort()];
  let start = 0;
  const afnemer = async (port: number): Promise<Proces> => {
    const proces = startProces({
      naam: 'afnemers',
      args: [join(w.root, 'bench', 'hulp', 'afnemer.ts'), String(port)],
      env: { PATH: process.env['PATH'] ?? '' },
      uitvoer: join(w.map, `afnemers-${start++}.log`),
      cwd: w.map,
    });
    w.onthoud(() => proces.stop());
    await proces.wachtOp('afnemers luisteren', START_MS, w.signal);
    return proces;
  };
  const levenden = await afnemer(levend);
  const laatste = await afnemer(dood);
  const zaakbode = await product.startZaakbode({
    database,
    rollen: 'web,worker',
    uitgaand: `http://127.0.0.1:${levend},http://127.0.0.1:${dood}`,
  });
  const api = await w.api();
  for (let i = 1; i <= AFNEMERS; i++) {
    const callbackUrl = `http://127.0.0.1:${i === AFNEMERS ? dood : levend}/${i}`;
    await api.post('/notificaties/api/v1/abonnement', {
      callbackUrl,
      auth: 'Bearer bench',
      kanalen: [{ naam: 'zaken', filters: {} }],
    });
  }
  const stand = async (port: number): Promise<Stand> =>
    (await (await fetch(`http://127.0.0.1:${port}/stand`)).json()) as Stand;

  /** Loads, waits until the living have all of it, and gives what they saw. */
  async function dag(
    naam: string,
  ): Promise<{ readonly stand: Stand; readonly perSeconde: number; readonly cpu: number }> {
    w.meld(`notificaties: ${PER_SECONDE} wijzigingen per seconde aan ${AFNEMERS} afnemers, ${naam} ...`);
    await wijzig(w, api, zaken, 5 * PER_SECONDE);
    await rust(levend, 5 * PER_SECONDE * (AFNEMERS - 1));
    await fetch(`http://127.0.0.1:${levend}/begin`, { method: 'POST' });
    const before = zaakbode.cpu();
    const begin = performance.now();
    const aantal = w.opties.seconden * PER_SECONDE;
    await wijzig(w, api, zaken, aantal);
    const seen = await rust(levend, aantal * (AFNEMERS - 1));
    const seconden = (performance.now() - begin) / 1000;
    return { stand: seen, perSeconde: seen.aantal / seconden, cpu: (zaakbode.cpu() - before) / seen.aantal };
  }

  /** Waits until so many have come, or nothing has for a while. */
  async function rust(port: number, aantal: number): Promise<Stand> {
    const until = performance.now() + RUST_MS;
    let seen = await stand(port);
    while (seen.aantal < aantal && performance.now() < until) {
      await sleep(100, undefined, { signal: w.signal });
      seen = await stand(port);
    }
    return seen;
  }

  await fetch(`http://127.0.0.1:${levend}/begin`, { method: 'POST' });
  const goed = await dag('iedereen is er');
  await fetch(`http://127.0.0.1:${levend}/begin`, { method: 'POST' });
  await laatste.stop();
  const eenWeg = await dag('één is er niet');
  const terug = Date.now();
  const weer = await afnemer(dood);
  const gezien = await rust(dood, 1);
  const regels = [
    minstens(
      'notificaties: afgeleverd per s',
      goed.perSeconde * (AFNEMERS / (AFNEMERS - 1)),
      DOEL_PER_SECONDE * 0.95,
      getal,
    ),
    terInfo('notificaties: van wijziging tot aankomst, p50 en p99', `${duur(goed.stand.p50)}, ${duur(goed.stand.p99)}`),
    terInfo('notificaties: CPU van de server per aflevering, de wijziging inbegrepen', `${getal(goed.cpu)} µs`),
    hoogstens(
      'notificaties: p99 van de anderen als één er niet is, gedeeld door die als iedereen er is',
      eenWeg.stand.p99 / goed.stand.p99,
      DOEL_DOOD,
      (x) => getal(x, 2),
    ),
    hoogstens(
      'notificaties: eerste bericht na terugkeer van een afnemer',
      gezien.eerste === null ? Number.POSITIVE_INFINITY : gezien.eerste - terug,
      DOEL_TERUG_MS,
      duur,
    ),
  ];
  await api.close();
  await zaakbode.stop();
  for (const proces of [levenden, weer]) await proces.stop();
  await databases.weg(database);
  return regels;
}

async function wijzig(
  w: Werkplaats,
  api: Api,
  zaken: readonly { readonly url: string }[],
  aantal: number,
): Promise<void> {
  const answers = await vastTempo({ perSeconde: PER_SECONDE, aantal }, echteKlok(w.signal), async (nummer) => {
    await api.patch(zaken[nummer % zaken.length]!.url, { toelichting: `Wijziging ${nummer}` });
  });
  const fout = answers.find((answer) => answer.fout !== null);
  if (fout) throw new Error(`een wijziging mislukte: ${fout.fout}`);
}
