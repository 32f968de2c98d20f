/**
 * The run in which nothing is sure: a client that sets statussen, a simulator that drops, refuses, loses and doubles, and
 * a product that is killed again and again, also while it starts. Seeded: the same seed makes the same choices (when they
 * fall is up to the machine).
 */
import { raw } from '../../src/platform/db/index.ts';
import { seededRandom } from '../../src/platform/time/index.ts';
import type { StoringWijziging } from '../../src/simulator/index.ts';
import { even, type Keten, tussen, type Zaak } from './keten.ts';

export interface OnrustOpties {
  readonly seed: number;
  readonly zaken: number;
  readonly perZaak: number;
  /** The product is killed at least this often; the client goes slower or the run longer for it. */
  readonly minstensGedood: number;
  /** After this long nothing is killed any more. */
  readonly maxMs: number;
}

export interface Verslag {
  readonly seed: number;
  readonly statussen: number;
  readonly gedood: number;
  readonly gedoodTijdensStart: number;
  readonly duurMs: number;
  /** From the start of the process until it says that it runs. */
  readonly langzaamsteStartMs: number;
  /** Until the last acknowledgment, counted from the last status. */
  readonly uitloopMs: number;
}

/** Small chances, all at once, in both directions. `breekt`: of a connection; `ack`: that an acknowledgment is lost or late. */
export const kansen = (wat: {
  readonly breekt: number;
  readonly ack: number;
  readonly laatMs: number;
}): StoringWijziging => ({
  ebms: [
    { stand: 'neer', kans: wat.breekt },
    { stand: 'traag', ms: 150, kans: 0.01 },
  ],
  dropKans: wat.breekt,
  dropNaKans: wat.breekt,
  ack: [
    { stand: 'weglaten', kans: wat.ack },
    { stand: 'dubbel', kans: 0.03 },
    { stand: 'vertragen', ms: wat.laatMs, kans: wat.ack },
    { stand: 'voor-antwoord', kans: 0.02 },
  ],
  accounts: [
    { stand: 'neer', kans: 0.02 },
    { stand: 'weiger-verbinding', kans: 0.01 },
    { stand: 'onzin', kans: 0.01 },
  ],
  brp: [{ stand: 'neer', kans: 0.02 }],
});
const STORINGEN = kansen({ breekt: 0.01, ack: 0.03, laatMs: 400 });
const CLIENTS = 4;
const MINUUT = 60_000;

export async function maakOnrust(keten: Keten, opties: OnrustOpties): Promise<Verslag> {
  const { seed, perZaak, minstensGedood, maxMs } = opties;
  const begonnen = performance.now();
  const duurt = (): number => performance.now() - begonnen;
  const zaken = await keten.zaken(opties.zaken);
  await keten.storing({ ...STORINGEN, zaad: seed });
  let gezetOp = Number.POSITIVE_INFINITY;
  const zetten = zetAlles(keten, zaken, perZaak, seed).finally(() => {
    gezetOp = duurt();
  });
  // A client that fails ends the run; until then it is awaited below.
  zetten.catch(() => undefined);
  const random = seededRandom(seed);
  const starts: number[] = [];
  let tijdensStart = 0;
  while ((gezetOp === Number.POSITIVE_INFINITY || keten.gedood.length < minstensGedood) && duurt() < maxMs) {
    await even(tussen(random, 300, 1_500));
    await keten.dood();
    if (random.fraction() < 0.2) {
      keten.begin();
      await even(tussen(random, 50, 700));
      await keten.dood();
      tijdensStart += 1;
    }
    const from = duurt();
    await keten.start();
    starts.push(duurt() - from);
  }
  await zetten;
  await totRust(keten, zaken.length * perZaak);
  return {
    seed,
    statussen: zaken.length * perZaak,
    gedood: keten.gedood.length,
    gedoodTijdensStart: tijdensStart,
    duurMs: Math.round(duurt()),
    langzaamsteStartMs: Math.round(Math.max(0, ...starts)),
    uitloopMs: Math.round(duurt() - gezetOp),
  };
}

/** Several clients at once, each with zaken of its own; in each zaak one status after the other. */
async function zetAlles(keten: Keten, zaken: readonly Zaak[], perZaak: number, seed: number): Promise<void> {
  const begin = Date.now() - 24 * 60 * MINUUT;
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_n, client) => {
      const random = seededRandom(seed + 1 + client);
      const mine = zaken.filter((_z, i) => i % CLIENTS === client);
      for (let nummer = 0; nummer < perZaak; nummer++) {
        for (const zaak of mine) {
          await keten.zetStatus(zaak, nummer % 2, new Date(begin + nummer * MINUUT));
          await even(tussen(random, 10, 60));
        }
      }
    }),
  );
}

/** Until every zaakbericht is there and delivered, and no acknowledgment is under way. */
export async function totRust(keten: Keten, verwacht: number, geduldMs = 60_000): Promise<void> {
  const until = performance.now() + geduldMs;
  for (;;) {
    const staten = await statenVan(keten);
    const { onderweg } = await keten.stand();
    if (staten['afgeleverd'] === verwacht && onderweg === 0) return;
    if (performance.now() > until) {
      throw new Error(`no rest after ${geduldMs} ms: ${JSON.stringify({ ...staten, onderweg })}\n${keten.uitvoer()}`);
    }
    await even(50);
  }
}

async function statenVan(keten: Keten): Promise<Readonly<Record<string, number>>> {
  const rows = await keten.db.query<{ staat: string; n: number }>(
    raw('select staat, count(*) as n from lopendezaken.zaakbericht group by staat'),
  );
  return Object.fromEntries(rows.map(({ staat, n }) => [staat, n]));
}
