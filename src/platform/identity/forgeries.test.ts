/** Every forgery is refused with a 403 whose code says what is wrong, and never becomes an identity, on no second try. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { FORGERIES, good } from './forgeries.testhulp.ts';
import { CLAIMS, type Door, openDoor, SECRET, token } from './token.testhulp.ts';

const [goodHeader, goodClaims] = good.split('.') as [string, string];

let door: Door;
beforeEach(() => {
  door = openDoor();
});

describe('a forged token', () => {
  it.each(FORGERIES)('%s', async (_what, authorization, code) => {
    expect(await door.codeOf(authorization)).toBe(code);
  });
  it('is refused the same way after a good one was accepted', async () => {
    await door.verify(`Bearer ${good}`);
    for (const [what, authorization, code] of FORGERIES) {
      expect((await door.refusal(authorization)).code, what).toBe(code);
    }
  });
  it('does not repeat the token or the secret in its text', async () => {
    for (const [what, authorization] of FORGERIES) {
      const { message } = await door.refusal(authorization);
      for (const part of authorization?.split(/[ .]/).filter((p) => p.length > 8) ?? []) {
        expect(message, what).not.toContain(part);
      }
      expect(message, what).not.toContain(SECRET);
    }
  });
  it('with any one letter changed is never accepted', async () => {
    const header = goodHeader.length + goodClaims.length + 2;
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 2), fc.constantFrom(...'AZaz09-_.'), async (at, letter) => {
        // The last letter of the signature carries two bits that count for nothing, so it is left alone.
        fc.pre(good[at] !== letter && !(at >= header && letter === '.'));
        await door.refusal(`Bearer ${good.slice(0, at)}${letter}${good.slice(at + 1)}`);
      }),
      { numRuns: 300 },
    );
  });
  it('of any shape is refused with a problem, and nothing else is thrown', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), fc.json(), async (text, json) => {
        await door.refusal(text);
        await door.refusal(`Bearer ${text}`);
        await door.refusal(`Bearer ${token(json)}`);
        await door.refusal(`Bearer ${token(CLAIMS, json)}`);
      }),
      { numRuns: 150 },
    );
  });
  it('with a NUL in its client_id does not reach the database, which would answer with an error', async () => {
    await door.refusal(`Bearer ${token({ ...CLAIMS, client_id: 'app\u0000' })}`);
    expect(door.asked).toEqual([]);
  });
  it('costs no question to the database before it names a possible client', async () => {
    for (const [, authorization, code] of FORGERIES) {
      if (['not_authenticated', 'missing-client-identifier'].includes(code)) await door.refusal(authorization);
    }
    expect(door.asked).toEqual([]);
  });
});
