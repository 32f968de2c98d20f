import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFoutpost, type Foutpost } from './foutpost.ts';

let sent: string[];
let foutpost: Foutpost<string>;
beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  foutpost = createFoutpost<string>(1000, async (key) => {
    sent.push(key);
  });
  foutpost.start();
});
afterEach(() => {
  foutpost.close();
  vi.useRealTimers();
});

test('sends at once, then every interval, eight times in all', async () => {
  foutpost.begin('a');
  expect(sent).toEqual(['a']);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(8);
});

test('stops as soon as the answer came', async () => {
  foutpost.begin('a');
  foutpost.begin('b');
  await vi.advanceTimersByTimeAsync(1500);
  foutpost.klaar('a');
  const before = sent.filter((key) => key === 'a').length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent.filter((key) => key === 'a')).toHaveLength(before);
  expect(sent.filter((key) => key === 'b')).toHaveLength(8);
});

test('does not start what is open already', () => {
  foutpost.begin('a');
  foutpost.begin('a');
  expect(sent).toEqual(['a']);
});

test('an answer that comes during the sending counts', async () => {
  let finish = (): void => undefined;
  const slow = createFoutpost<string>(1000, (key) => {
    sent.push(key);
    return new Promise((resolve) => {
      finish = resolve;
    });
  });
  slow.start();
  slow.begin('a');
  slow.klaar('a');
  finish();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toEqual(['a']);
  slow.close();
});
