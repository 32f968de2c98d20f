/** The door of the ZGW APIs: which tokens count, for how long, and whose they are. The forged ones: `forgeries.test.ts`. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { DatabaseUnavailable } from '../db/index.ts';
import { createZgwJwt } from './index.ts';
import { CLAIMS, type Door, HS256, IAT, IDENTITY, NOW, OTHER_SECRET, openDoor, token } from './token.testhulp.ts';

let door: Door;
beforeEach(() => {
  door = openDoor();
});

describe('a good token', () => {
  it('gives the client and the person behind it', async () => {
    expect(await door.verify(`Bearer ${token()}`)).toEqual(IDENTITY);
  });
  it('needs no user, and no typ in its header', async () => {
    const minimal = token({ client_id: 'app', iat: IAT }, { alg: 'HS256' });
    expect(await door.verify(`Bearer ${minimal}`)).toEqual({ clientId: 'app', userId: '', userName: '' });
  });
  it.each(['bearer', 'BEARER', 'Bearer  '])(
    'may follow the scheme written as "%s" (RFC 9110 §11.1)',
    async (scheme) => {
      expect(await door.verify(`${scheme} ${token()}`)).toEqual(IDENTITY);
    },
  );
  it('counts for an hour from its iat, and a minute for clocks that differ', async () => {
    const header = `Bearer ${token()}`;
    door.clock.advance(3_659_000);
    expect(await door.verify(header)).toEqual(IDENTITY);
    door.clock.advance(1_000);
    expect(await door.codeOf(header)).toBe('jwt-expired');
  });
  it('ends at its exp when that comes sooner, and no later when it comes later', async () => {
    const short = `Bearer ${token({ ...CLAIMS, exp: IAT + 30 })}`;
    const long = `Bearer ${token({ ...CLAIMS, exp: IAT + 10 ** 9 })}`;
    door.clock.advance(89_000);
    expect(await door.verify(short)).toEqual(IDENTITY);
    door.clock.advance(1_000);
    expect(await door.codeOf(short)).toBe('jwt-expired');
    expect(await door.verify(long)).toEqual(IDENTITY);
    door.clock.set(new Date(NOW.getTime() + 3_660_000));
    expect(await door.codeOf(long)).toBe('jwt-expired');
  });
  it('counts from a minute before its iat or nbf', async () => {
    expect(await door.verify(`Bearer ${token({ ...CLAIMS, iat: IAT + 60 })}`)).toEqual(IDENTITY);
    expect(await door.codeOf(`Bearer ${token({ ...CLAIMS, iat: IAT + 61 })}`)).toBe('jwt-not-yet-valid');
    const later = `Bearer ${token({ ...CLAIMS, nbf: IAT + 600 })}`;
    expect(await door.codeOf(later)).toBe('jwt-not-yet-valid');
    door.clock.advance(540_000);
    expect(await door.verify(later)).toEqual(IDENTITY);
  });
});

describe('after a change of clients, also one made by another process', () => {
  it('a token under the old secret no longer counts', async () => {
    const old = `Bearer ${token()}`;
    await door.verify(old);
    door.secrets.set('app', OTHER_SECRET);
    expect(await door.codeOf(old)).toBe('invalid-jwt-signature');
    expect(await door.verify(`Bearer ${token(CLAIMS, HS256, OTHER_SECRET)}`)).toEqual(IDENTITY);
  });
  it('a token of a client that was removed no longer counts', async () => {
    const old = `Bearer ${token()}`;
    await door.verify(old);
    door.secrets.delete('app');
    expect(await door.codeOf(old)).toBe('invalid-client-identifier');
  });
  it('what was remembered can be forgotten', async () => {
    await door.verify(`Bearer ${token()}`);
    door.forget();
    expect(await door.verify(`Bearer ${token()}`)).toEqual(IDENTITY);
  });
});

describe('a database that is away', () => {
  it('is not told as a wrong token', async () => {
    const broken = createZgwJwt({
      clock: door.clock,
      secretOf: async () => {
        throw new DatabaseUnavailable('weg');
      },
    });
    await expect(broken.verify(`Bearer ${token()}`)).rejects.toBeInstanceOf(DatabaseUnavailable);
  });
});

describe('who worked in the application', () => {
  it.each([
    ['is left out when it is no text', { user_id: 12, user_representation: { naam: 'x' } }, '', ''],
    ['is cut to 255 letters', { user_id: 'u'.repeat(300), user_representation: 'x' }, 'u'.repeat(255), 'x'],
    [
      'loses characters that a database cannot keep',
      { user_id: 'u\u00001', user_representation: 'A\nB\u0007' },
      'u1',
      'AB',
    ],
    [
      'keeps every letter of a name',
      { user_id: 'u', user_representation: 'Žofia Yıldız 👩🏽‍💼' },
      'u',
      'Žofia Yıldız 👩🏽‍💼',
    ],
  ])('%s', async (_what, claims, userId, userName) => {
    expect(await door.verify(`Bearer ${token({ ...CLAIMS, ...claims })}`)).toEqual({
      clientId: 'app',
      userId,
      userName,
    });
  });
  it('is always a text that can be stored: no NUL, no half letter', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), fc.nat(3), async (name, extra) => {
        const text = `${'a'.repeat(252 + extra)}😀${name}`;
        const { userName } = await door.verify(`Bearer ${token({ ...CLAIMS, user_representation: text })}`);
        expect(userName.isWellFormed()).toBe(true);
        expect(userName.length).toBeLessThanOrEqual(255);
        expect(userName).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 100 },
    );
  });
});

describe('what is remembered', () => {
  it('stays bounded under very many different tokens, and they all go on working', async () => {
    const tokens = Array.from({ length: 2_100 }, (_, i) => `Bearer ${token({ ...CLAIMS, jti: i })}`);
    for (const one of tokens) await door.verify(one);
    expect(await door.verify(tokens[0])).toEqual(IDENTITY);
    expect(await door.verify(tokens.at(-1))).toEqual(IDENTITY);
  });
});
