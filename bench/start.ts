/**
 * How long `node dist/main.js start` takes until it says that it runs, on the embedded database: the first time, when it
 * makes the database and the examples, and after that.
 */
import { join } from 'node:path';
import { duur, getal } from './hulp/cijfers.ts';
import { DRAAIT } from './hulp/product.ts';
import { hoogstens, type Regel, terInfo } from './hulp/tabel.ts';
import type { Werkplaats } from './hulp/werkplaats.ts';

const DOEL_MS = 5_000;
const GEDULD_MS = 120_000;
const KEREN = 3;

export async function meetStart(w: Werkplaats): Promise<readonly Regel[]> {
  const dataDir = join(w.map, 'ingebouwd');
  w.meld(`start: de eerste keer, dan nog ${KEREN} keer ...`);
  const eerste = await keer(w, dataDir);
  const daarna = [];
  for (let i = 0; i < KEREN; i++) daarna.push(await keer(w, dataDir));
  const traagste = Math.max(...daarna.map((k) => k.ms));
  return [
    terInfo('start op de ingebouwde database: de eerste keer, met voorbeelden', duur(eerste.ms)),
    hoogstens(`start op de ingebouwde database: daarna, de traagste van ${KEREN}`, traagste, DOEL_MS, duur),
    terInfo(
      'start op de ingebouwde database: geheugen op het hoogst',
      `${getal(Math.max(eerste.mb, ...daarna.map((k) => k.mb)))} MB`,
    ),
  ];
}

async function keer(w: Werkplaats, dataDir: string): Promise<{ readonly ms: number; readonly mb: number }> {
  const demo = await w.product.startDemo(dataDir);
  await demo.wachtOp(DRAAIT, GEDULD_MS, w.signal);
  const ms = performance.now() - demo.begonnen;
  await demo.stop();
  return { ms, mb: demo.piek() };
}
