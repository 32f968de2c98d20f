import { expect, it } from 'vitest';
import { loadBlock } from './block.ts';

function options(budgetMs = 10_000) {
  const failures: unknown[] = [];
  return { failures, budgetMs, onFailure: (reason: unknown) => failures.push(reason) };
}

it('a block that loads has its value and no failure is told', async () => {
  const told = options();
  expect(await loadBlock(async () => 7, told)).toEqual({ ok: true, value: 7 });
  expect(told.failures).toEqual([]);
});

it('a block whose source throws fails alone, and the reason is told', async () => {
  const told = options();
  expect(await loadBlock(() => Promise.reject(new Error('weg')), told)).toEqual({ ok: false });
  expect(told.failures).toEqual([new Error('weg')]);
});

it('a source that throws before it promises anything fails the same way', async () => {
  const told = options();
  const load = (): Promise<number> => {
    throw new Error('meteen');
  };
  expect(await loadBlock(load, told)).toEqual({ ok: false });
});

it('a source that never answers fails when its time is over', async () => {
  const told = options(1);
  expect(await loadBlock(() => new Promise<never>(() => {}), told)).toEqual({ ok: false });
  expect(String(told.failures[0])).toContain('no answer within 1 ms');
});
