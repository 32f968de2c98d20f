/** Putting away, whatever happens. */
import { describe, expect, it } from 'vitest';
import { createOpruimer } from './opruimer.ts';

describe('putting away', () => {
  it('goes in the opposite order, once, and past what fails', async () => {
    const done: string[] = [];
    const told: string[] = [];
    const opruimer = createOpruimer((text) => told.push(text));
    opruimer.onthoud(async () => done.push('map'));
    opruimer.onthoud(async () => {
      throw new Error('de server is al weg');
    });
    opruimer.onthoud(async () => done.push('proces'));
    await opruimer.ruimOp();
    await opruimer.ruimOp();
    expect(done).toEqual(['proces', 'map']);
    expect(told).toEqual(['opruimen lukte niet: de server is al weg']);
  });
});
