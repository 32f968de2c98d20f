/** Group commit, as the one who hands an item in sees it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVerzamelaar } from './verzamelaar.ts';

const macrotask = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('an item', () => {
  it('alone is stored at once', async () => {
    const batches: number[][] = [];
    await createVerzamelaar<number>(async (items) => void batches.push([...items]))(1);
    expect(batches).toEqual([[1]]);
  });

  it('that comes while others are stored goes with the next batch, at most so many at a time', async () => {
    const batches: number[][] = [];
    const gate = Promise.withResolvers<void>();
    const hand = createVerzamelaar<number>(
      async (items) => {
        batches.push([...items]);
        await gate.promise;
      },
      { most: 3 },
    );
    const all = [1, 2, 3, 4, 5].map((n) => hand(n));
    await macrotask();
    expect(batches).toEqual([[1]]);
    gate.resolve();
    await Promise.all(all);
    expect(batches).toEqual([[1], [2, 3, 4], [5]]);
    await hand(6);
    expect(batches.at(-1)).toEqual([6]);
  });

  it('is not told stored before it is', async () => {
    let told = false;
    const gate = Promise.withResolvers<void>();
    const handed = createVerzamelaar<number>(() => gate.promise)(1).then(() => {
      told = true;
    });
    await macrotask();
    expect(told).toBe(false);
    gate.resolve();
    await handed;
    expect(told).toBe(true);
  });

  it('that cannot be stored fails alone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 6 }),
        async (good, most) => {
          const stored: number[] = [];
          const hand = createVerzamelaar<number>(
            async (items) => {
              await macrotask();
              if (items.some((n) => !good[n])) throw new Error('slecht');
              stored.push(...items);
            },
            { most },
          );
          const told = await Promise.allSettled(good.map((_, n) => hand(n)));
          expect(told.map((t) => t.status === 'fulfilled')).toEqual(good);
          expect(stored).toEqual(good.flatMap((ok, n) => (ok ? [n] : [])));
        },
      ),
    );
  });

  it('among others fails with them, untried alone, when the failure is not about items', async () => {
    const sizes: number[] = [];
    const hand = createVerzamelaar<number>(
      async (items) => {
        sizes.push(items.length);
        await macrotask();
        throw new Error('database weg');
      },
      { isEach: (error) => error instanceof Error && error.message === 'database weg' },
    );
    const told = await Promise.allSettled([1, 2, 3, 4].map((n) => hand(n)));
    expect(told.every((t) => t.status === 'rejected')).toBe(true);
    expect(sizes).toEqual([1, 3]);
  });
});
