/** The load, on a clock that only goes when somebody waits. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Klok, tegelijk, vastTempo } from './belasting.ts';

/** Time is what was waited for; work of others moves it with `duurt`. */
function schijnklok(): Klok & { duurt(ms: number): void } {
  let now = 5_000;
  return {
    nu: () => now,
    wacht: async (ms) => {
      // What has been answered by now is noticed before time goes on.
      await new Promise(setImmediate);
      now += ms;
    },
    duurt: (ms) => {
      now += ms;
    },
  };
}

const signal = new AbortController().signal;

describe('a fixed rate', () => {
  it('sends each at its own moment', async () => {
    const klok = schijnklok();
    const sent: number[] = [];
    const answers = await vastTempo({ perSeconde: 100, aantal: 5 }, klok, async () => void sent.push(klok.nu()));
    expect(sent).toEqual([5_000, 5_010, 5_020, 5_030, 5_040]);
    expect(answers.map((a) => a.gepland)).toEqual(sent);
    expect(answers.map((a) => a.ms)).toEqual([0, 0, 0, 0, 0]);
  });
  it('counts the time from the planned moment, so who had to wait behind a stall has waited', async () => {
    const klok = schijnklok();
    const answers = await vastTempo({ perSeconde: 100, aantal: 4 }, klok, async (nummer) => {
      // The sender itself is held up for 35 ms; numbers 1 to 3 leave late.
      if (nummer === 0) klok.duurt(35);
    });
    expect(answers.map((a) => a.ms)).toEqual([35, 25, 15, 5]);
  });
  it('does not slow down when answers stay out', async () => {
    const klok = schijnklok();
    const gate = Promise.withResolvers<void>();
    let sent = 0;
    const load = vastTempo({ perSeconde: 1_000, aantal: 50 }, klok, async () => {
      sent++;
      if (sent === 50) gate.resolve();
      await gate.promise;
    });
    expect((await load).length).toBe(50);
    expect(sent).toBe(50);
  });
  it('calls what failed endlessly slow, and says why', async () => {
    const answers = await vastTempo({ perSeconde: 10, aantal: 3 }, schijnklok(), async (nummer) => {
      if (nummer === 1) throw new Error('HTTP 503');
    });
    expect(answers.map((a) => a.fout)).toEqual([null, 'HTTP 503', null]);
    expect(answers[1]!.ms).toBe(Number.POSITIVE_INFINITY);
  });
  it('sends no more than so many without an answer', async () => {
    const gate = Promise.withResolvers<void>();
    const klok = schijnklok();
    // The gate opens only after the last has had its turn.
    const wacht = async (ms: number): Promise<void> => {
      await klok.wacht(ms);
      if (klok.nu() >= 5_500) setImmediate(gate.resolve);
    };
    let open = 0;
    let most = 0;
    const load = vastTempo({ perSeconde: 10, aantal: 6, onderweg: 4 }, { ...klok, wacht }, async () => {
      most = Math.max(most, ++open);
      await gate.promise;
      open--;
    });
    const failed = (await load).filter((a) => a.fout !== null);
    expect(most).toBe(4);
    expect(failed).toHaveLength(2);
    expect(failed[0]!.fout).toContain('te veel');
  });
});

describe('work side by side', () => {
  it('does every number once, never more at a time than asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 8 }), async (aantal, breed) => {
        const done: number[] = [];
        let open = 0;
        await tegelijk(aantal, breed, signal, async (nummer) => {
          expect(++open).toBeLessThanOrEqual(breed);
          await Promise.resolve();
          open--;
          done.push(nummer);
        });
        expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: aantal }, (_, i) => i));
      }),
      { numRuns: 30 },
    );
  });
  it('ends at the first failure', async () => {
    let begun = 0;
    const work = tegelijk(1_000, 4, signal, async (nummer) => {
      begun++;
      await Promise.resolve();
      if (nummer === 10) throw new Error('vol');
    });
    await expect(work).rejects.toThrow('vol');
    expect(begun).toBeLessThan(30);
  });
  it('ends when it is called off', async () => {
    const controller = new AbortController();
    let begun = 0;
    const work = tegelijk(1_000, 2, controller.signal, async () => {
      if (++begun === 5) controller.abort(new Error('afgebroken'));
    });
    await expect(work).rejects.toThrow('afgebroken');
    expect(begun).toBeLessThan(10);
  });
});
