import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Feit } from './feiten.ts';
import { JournaalFout, openJournaal } from './journaal.ts';

let map: string;
beforeEach(() => {
  map = mkdtempSync(join(tmpdir(), 'journaal-'));
});
afterEach(() => rmSync(map, { recursive: true }));

const dubbel = (nr: number): Feit => ({ soort: 'dubbel', nr });

test('any facts, written in any bursts, are read back in order', async () => {
  let file = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.nat(), { maxLength: 5 }), { maxLength: 8 }), async (bursts) => {
      file += 1;
      const path = join(map, `${file}.jsonl`);
      const journaal = openJournaal(path, () => expect.unreachable());
      for (const burst of bursts) {
        for (const nr of burst) journaal.schrijf(dubbel(nr));
        if (burst.length % 2 === 0) await journaal.gereed();
      }
      await journaal.sluit();
      const read: Feit[] = [];
      await openJournaal(path, (feit) => read.push(feit)).sluit();
      expect(read).toEqual(bursts.flat().map(dubbel));
    }),
    { numRuns: 40 },
  );
});

test('gereed resolves only when the facts written before it are in the file', async () => {
  const path = join(map, 'a.jsonl');
  const journaal = openJournaal(path, () => undefined);
  journaal.schrijf(dubbel(1));
  const first = journaal.gereed();
  journaal.schrijf(dubbel(2));
  await first;
  expect(readFileSync(path, 'utf8')).toContain('"nr":1');
  await journaal.gereed();
  expect(readFileSync(path, 'utf8')).toContain('"nr":2');
  await journaal.sluit();
});

test('a large ledger of many pieces, with characters of several bytes, is read whole', async () => {
  const path = join(map, 'b.jsonl');
  const journaal = openJournaal(path, () => undefined);
  const persoon = 'ë€😀'.repeat(50);
  for (let nr = 0; nr < 6000; nr += 1) journaal.schrijf({ soort: 'post', persoon, tijd: nr, statussen: 1, zaken: 1 });
  await journaal.sluit();
  let count = 0;
  await openJournaal(path, (feit) => {
    expect(feit).toMatchObject({ persoon, tijd: count });
    count += 1;
  }).sluit();
  expect(count).toBe(6000);
});

test.skipIf(!existsSync('/dev/full'))(
  'when writing fails, who waits is told, and nothing is accepted any more',
  async () => {
    const journaal = openJournaal('/dev/full', () => undefined);
    journaal.schrijf(dubbel(1));
    await expect(journaal.gereed()).rejects.toThrow(/Maak ruimte op de schijf/);
    expect(() => journaal.schrijf(dubbel(2))).toThrow(JournaalFout);
    await expect(journaal.gereed()).rejects.toThrow(JournaalFout);
    await journaal.sluit();
  },
);

test('the file is readable by its owner only', async () => {
  const path = join(map, 'c.jsonl');
  await openJournaal(path, () => undefined).sluit();
  expect(statSync(path).mode & 0o077).toBe(0);
});
