/** The database goes away at any statement, from taking in to acknowledgment: nothing is lost and nothing goes twice. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Database, DatabaseUnavailable } from '../../../platform/db/index.ts';
import { MINUUT } from '../partner.testhulp.ts';
import { type Wereld, wereld } from './aanbod.testhulp.ts';

/** How many statements still work; the one after them fails, and then all do again. */
let nog = Number.POSITIVE_INFINITY;
const tel = (): void => {
  if (nog-- > 0) return;
  nog = Number.POSITIVE_INFINITY;
  throw new DatabaseUnavailable('weggehaald door de test');
};

/** Fails at a statement, or at the end of a transaction, when what it wrote is rolled back. */
const breekbaar = (db: Database): Database => ({
  ...db,
  query: async (statement) => {
    tel();
    return await db.query(statement);
  },
  transaction: (work) =>
    db.transaction(async (tx) => {
      const result = await work({
        ...tx,
        query: async (statement) => {
          tel();
          return await tx.query(statement);
        },
      });
      tel();
      return result;
    }),
});

let w: Wereld;
beforeAll(async () => {
  w = await wereld({ om: breekbaar });
});

async function toch<T>(werk: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await werk();
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error;
    }
  }
}

describe('a database that goes away', () => {
  it('at any moment loses no message and sends none as another', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 }), async (gaten) => {
        nog = Number.POSITIVE_INFINITY;
        await w.leeg();
        const rest = [...gaten];
        const breek = (): void => {
          if (nog > 1_000_000) nog = rest.shift() ?? Number.POSITIVE_INFINITY;
        };
        const ids: string[] = [];
        for (const nr of [1, 2, 3]) {
          breek();
          // A client that gets a 503 sends the same again.
          let antwoord = await w.verzend({ messageId: `m${nr}@k.example`, volgordesleutel: 'zaak' });
          while (antwoord.status === 503)
            antwoord = await w.verzend({ messageId: `m${nr}@k.example`, volgordesleutel: 'zaak' });
          expect(antwoord.status).toBe(201);
          ids.push(antwoord.body.id);
        }
        for (let ronde = 0; ronde < 8; ronde++) {
          breek();
          await toch(() => w.later(5 * MINUUT));
          await toch(() => w.bevestigAlles());
        }
        nog = Number.POSITIVE_INFINITY;
        for (let ronde = 0; ronde < 4; ronde++) {
          await w.later(5 * MINUUT);
          await w.bevestigAlles();
        }
        expect([...new Set(w.net.berichten().map(({ messageId }) => messageId))]).toEqual(
          [1, 2, 3].map((nr) => `m${nr}@k.example`),
        );
        for (const id of ids) expect((await w.lees(id)).staat).toBe('bevestigd');
      }),
      { numRuns: 6 },
    );
  });
});
