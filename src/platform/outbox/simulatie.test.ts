import { beforeAll, describe, expect, it } from 'vitest';
import { openTestbed } from './pglite.testhulp.ts';
import { simulate } from './simulatie.testhulp.ts';

let bed: Awaited<ReturnType<typeof openTestbed>>;
beforeAll(async () => { bed = await openTestbed(); });
describe('sim', () => {
  it('runs', { timeout: 200_000 }, async () => {
    const n = Number(process.env['SEEDS'] ?? 200);
    const from = Number(process.env['FROM'] ?? 1);
    const t = performance.now();
    const sum: Record<string, number> = {};
    let bad = 0;
    for (let s = from; s < from + n; s++) {
      try {
      const f = await simulate(bed.db, bed.shared, s);
      for (const [k, v] of Object.entries(f)) sum[k] = (sum[k] ?? 0) + v;
      } catch (e) { bad++; process.stdout.write(String(bad < 3 ? (e as Error).stack : String(e).split('\n')[0]) + '\n'); }
    }
    process.stdout.write(JSON.stringify(sum) + ` ${((performance.now() - t) / n).toFixed(1)} ms per run, bad ${bad}\n`);
    process.stdout.write([...globalThis.__m].sort((a,b)=>b[1][1]-a[1][1]).map(([k,v])=>`${v[0]} ${(v[1]/v[0]).toFixed(2)} ${v[1].toFixed(0)} ${k}`).join('\n')+'\n');
    expect(bad).toBe(0);
  });
});
