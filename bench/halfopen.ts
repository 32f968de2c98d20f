/**
 * MijnOverheid takes connections and never answers, and half of the queue waits. Does a medewerker notice? The p95 of
 * POST status at a fixed rate, beside that of the same database with the subscribers switched off. Each is measured twice,
 * turn by turn in opposite order, so that a neighbour on this computer does not decide.
 */
import { administratie, volg } from './hulp/berichten.ts';
import { duur, getal, percentiel } from './hulp/cijfers.ts';
import type { Proces } from './hulp/proces.ts';
import { fouten, PER_SECONDE, VERBINDINGEN, zetStatussen } from './hulp/statussen.ts';
import { hoogstens, type Regel, terInfo } from './hulp/tabel.ts';
import type { Werkplaats } from './hulp/werkplaats.ts';

const DOEL_VERHOUDING = 1.2;
const BEURTEN = ['web', 'web,worker', 'web,worker', 'web'] as const;

type Rollen = (typeof BEURTEN)[number];

export async function meetHalfopen(w: Werkplaats): Promise<readonly Regel[]> {
  const { template, wachtend } = await maakRij(w);
  const p95: Record<Rollen, number[]> = { web: [], 'web,worker': [] };
  for (const rollen of BEURTEN) p95[rollen].push(await beurt(w, template, rollen));
  const zonder = mean(p95.web);
  const met = mean(p95['web,worker']);
  const toon = (times: readonly number[]): string => times.map(duur).join(' en ');
  const bij = `halfopen, ${PER_SECONDE} POST per s`;
  return [
    terInfo(`${bij}: wachtende zaakberichten bij het begin`, getal(wachtend)),
    terInfo(`${bij}: p95 van POST status, afnemer uit`, toon(p95.web)),
    terInfo(`${bij}: p95 van POST status, afnemer aan`, toon(p95['web,worker'])),
    hoogstens(`${bij}: p95 aan gedeeld door uit`, met / zonder, DOEL_VERHOUDING, (x) => `${getal(x, 2)} ×`),
  ];
}

/** Half of the stock, judged and waiting to be sent to who does not answer. */
async function maakRij(w: Werkplaats): Promise<{ readonly template: string; readonly wachtend: number }> {
  const { product, opties, databases } = w;
  const aantal = opties.zaakberichten / 2;
  const template = await w.kopie('half', 'wachtend');
  w.meld(`halfopen: ${getal(aantal)} zaakberichten laten wachten ...`);
  const simulator = await startHalfopen(w);
  const zaakbode = await product.startZaakbode({ database: template, rollen: 'web,worker' });
  await volg(w, template, (s) => s.nieuw === 0 && s.totaal >= aantal, {
    hoogstens: 60_000 + aantal * 20,
    stilstand: 45_000,
    processen: [zaakbode, simulator],
  });
  await stopBeide(zaakbode, simulator);
  await databases.vraag(template, 'vacuum analyze');
  const { totaal, afgeleverd, anders } = await administratie(w, template);
  return { template, wachtend: totaal - afgeleverd - anders };
}

/** The p95 of POST status in ms. */
async function beurt(w: Werkplaats, template: string, rollen: Rollen): Promise<number> {
  const { product, databases } = w;
  w.meld(`halfopen: ${w.opties.seconden} s, afnemer ${rollen === 'web' ? 'uit' : 'aan'} ...`);
  const database = await databases.maak('halfopen', template);
  const simulator = await startHalfopen(w);
  const zaakbode = await product.startZaakbode({ database, rollen });
  const api = await w.api(VERBINDINGEN);
  const gezet = await zetStatussen(w, api, async () => undefined);
  await api.close();
  await stopBeide(zaakbode, simulator);
  const { afgeleverd } = await administratie(w, database);
  if (afgeleverd > 0) throw new Error(`De simulator was niet halfopen: ${afgeleverd} zaakberichten zijn afgeleverd.`);
  await databases.weg(database);
  if (fouten(gezet) !== '') w.meld(`  ${fouten(gezet)}`);
  return percentiel(
    gezet.map((s) => s.ms),
    0.95,
  );
}

async function startHalfopen(w: Werkplaats): Promise<Proces> {
  const simulator = await w.product.startSimulator();
  const answer = await fetch(`${w.product.simulator}/simulator/bestuur`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ebms: 'half-open' }),
    signal: w.signal,
  });
  if (!answer.ok) throw new Error(`De simulator wilde niet halfopen: HTTP ${answer.status}.`);
  return simulator;
}

/** The simulator first: Zaakbode would otherwise wait for its request that nobody answers. */
async function stopBeide(zaakbode: Proces, simulator: Proces): Promise<void> {
  await simulator.stop();
  await zaakbode.stop();
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
