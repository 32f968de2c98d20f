/**
 * The door of the ZGW APIs, with a corpus of forged tokens (RS-F68, RS-S7). Every forgery meets the same two checks: it
 * is refused with a 403 whose code says what is wrong, and it never becomes an identity, also not on a second try.
 */
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { DatabaseUnavailable } from '../db/index.ts';
import { Problem, type ProblemCode } from '../http/index.ts';
import { fixedClock } from '../time/index.ts';
import { createZgwJwt, type ZgwJwt } from './index.ts';

const SECRET = 'een-geheim-van-minstens-32-tekens-lang';
const OTHER_SECRET = 'het-geheim-van-een-andere-applicatie!!';
const NOW = new Date('2026-11-02T09:00:00Z');
const IAT = NOW.getTime() / 1000;
const CLAIMS = { iss: 'app', iat: IAT, client_id: 'app', user_id: 'u1', user_representation: 'Een medewerker' };
const IDENTITY = { clientId: 'app', userId: 'u1', userName: 'Een medewerker' };
const HS256 = { alg: 'HS256', typ: 'JWT' };

const base64url = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const unsigned = (header: unknown, claims: unknown): string => `${base64url(header)}.${base64url(claims)}`;
const hmac = (text: string, secret = SECRET, hash = 'sha256'): string =>
  createHmac(hash, secret).update(text).digest('base64url');

/** A token made by hand, so that it can be wrong in every way. */
function token(claims: unknown = CLAIMS, header: unknown = HS256, secret = SECRET): string {
  const text = unsigned(header, claims);
  return `${text}.${hmac(text, secret)}`;
}

let clock = fixedClock(NOW);
let secrets = new Map<string, string>();
let jwt: ZgwJwt;
let asked: string[] = [];

beforeEach(() => {
  clock = fixedClock(NOW);
  secrets = new Map([
    ['app', SECRET],
    ['ander', OTHER_SECRET],
    ['zonder geheim', ''],
  ]);
  asked = [];
  jwt = createZgwJwt({
    clock,
    async secretOf(clientId) {
      asked.push(clientId);
      return secrets.get(clientId) ?? null;
    },
  });
});

async function refusal(authorization: string | undefined): Promise<Problem> {
  const problem = await jwt.verify(authorization).then(
    () => new Error('the token was accepted'),
    (error: unknown) => error,
  );
  if (!(problem instanceof Problem)) throw problem;
  expect(problem.status).toBe(403);
  expect(problem.message).not.toBe('');
  return problem;
}

async function codeOf(authorization: string | undefined): Promise<ProblemCode> {
  const first = await refusal(authorization);
  const second = await refusal(authorization);
  expect(second.code).toBe(first.code);
  return first.code;
}

describe('a good token', () => {
  it('gives the client and the person behind it', async () => {
    expect(await jwt.verify(`Bearer ${token()}`)).toEqual(IDENTITY);
  });
  it('needs no user, and no typ in its header', async () => {
    const minimal = token({ client_id: 'app', iat: IAT }, { alg: 'HS256' });
    expect(await jwt.verify(`Bearer ${minimal}`)).toEqual({ clientId: 'app', userId: '', userName: '' });
  });
  it.each(['bearer', 'BEARER', 'Bearer  '])(
    'may follow the scheme written as "%s" (RFC 9110 §11.1)',
    async (scheme) => {
      expect(await jwt.verify(`${scheme} ${token()}`)).toEqual(IDENTITY);
    },
  );
  it('counts for an hour from its iat, and a minute for clocks that differ', async () => {
    const header = `Bearer ${token()}`;
    clock.advance(3_659_000);
    expect(await jwt.verify(header)).toEqual(IDENTITY);
    clock.advance(1_000);
    expect(await codeOf(header)).toBe('jwt-expired');
  });
  it('ends at its exp when that comes sooner, and no later when it comes later', async () => {
    const short = `Bearer ${token({ ...CLAIMS, exp: IAT + 30 })}`;
    const long = `Bearer ${token({ ...CLAIMS, exp: IAT + 10 ** 9 })}`;
    clock.advance(89_000);
    expect(await jwt.verify(short)).toEqual(IDENTITY);
    clock.advance(1_000);
    expect(await codeOf(short)).toBe('jwt-expired');
    expect(await jwt.verify(long)).toEqual(IDENTITY);
    clock.set(new Date(NOW.getTime() + 3_660_000));
    expect(await codeOf(long)).toBe('jwt-expired');
  });
  it('counts from a minute before its iat or nbf', async () => {
    expect(await jwt.verify(`Bearer ${token({ ...CLAIMS, iat: IAT + 60 })}`)).toEqual(IDENTITY);
    expect(await codeOf(`Bearer ${token({ ...CLAIMS, iat: IAT + 61 })}`)).toBe('jwt-not-yet-valid');
    const later = `Bearer ${token({ ...CLAIMS, nbf: IAT + 600 })}`;
    expect(await codeOf(later)).toBe('jwt-not-yet-valid');
    clock.advance(540_000);
    expect(await jwt.verify(later)).toEqual(IDENTITY);
  });
});

describe('after a change of clients, also one made by another process', () => {
  it('a token under the old secret no longer counts', async () => {
    const old = `Bearer ${token()}`;
    await jwt.verify(old);
    secrets.set('app', OTHER_SECRET);
    expect(await codeOf(old)).toBe('invalid-jwt-signature');
    expect(await jwt.verify(`Bearer ${token(CLAIMS, HS256, OTHER_SECRET)}`)).toEqual(IDENTITY);
  });
  it('a token of a client that was removed no longer counts', async () => {
    const old = `Bearer ${token()}`;
    await jwt.verify(old);
    secrets.delete('app');
    expect(await codeOf(old)).toBe('invalid-client-identifier');
  });
  it('what was remembered can be forgotten', async () => {
    await jwt.verify(`Bearer ${token()}`);
    jwt.forget();
    expect(await jwt.verify(`Bearer ${token()}`)).toEqual(IDENTITY);
  });
});

describe('a database that is away', () => {
  it('is not told as a wrong token', async () => {
    const broken = createZgwJwt({
      clock,
      secretOf: async () => {
        throw new DatabaseUnavailable('weg');
      },
    });
    await expect(broken.verify(`Bearer ${token()}`)).rejects.toBeInstanceOf(DatabaseUnavailable);
  });
});

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const rsaSigned = (text: string): string => sign('sha256', Buffer.from(text), rsa.privateKey).toString('base64url');
const rsaToken = (header: object): string => {
  const text = unsigned(header, CLAIMS);
  return `${text}.${rsaSigned(text)}`;
};
const good = token();
const [goodHeader, goodClaims, goodSignature] = good.split('.') as [string, string, string];
const jwk = { kty: 'oct', k: base64url('sleutel van de aanvaller') };

/** What a client or an attacker may send, and the code that it gets. */
const FORGERIES: readonly [string, string | undefined, ProblemCode][] = [
  // No token at all.
  ['no header', undefined, 'not_authenticated'],
  ['an empty header', '', 'not_authenticated'],
  ['only the scheme', 'Bearer', 'not_authenticated'],
  ['only the scheme and a space', 'Bearer ', 'not_authenticated'],
  ['another scheme', `Basic ${Buffer.from(`app:${SECRET}`).toString('base64')}`, 'not_authenticated'],
  ['the scheme of other registers', `Token ${good}`, 'not_authenticated'],
  ['a token without scheme', good, 'not_authenticated'],
  ['two tokens behind one scheme', `Bearer ${good} ${good}`, 'not_authenticated'],
  ['two Bearer values in one header', `Bearer ${good}, Bearer ${good}`, 'not_authenticated'],
  ['the scheme twice', `Bearer Bearer ${good}`, 'not_authenticated'],
  ['something in front of the scheme', `x Bearer ${good}`, 'not_authenticated'],
  // Not a JWT.
  ['garbage', 'Bearer garbage', 'jwt-decode-error'],
  ['dots', 'Bearer ..', 'jwt-decode-error'],
  ['many dots', `Bearer ${'.'.repeat(4_000)}`, 'jwt-decode-error'],
  ['two parts', `Bearer ${goodHeader}.${goodClaims}`, 'jwt-decode-error'],
  ['four parts', `Bearer ${good}.x`, 'jwt-decode-error'],
  ['an encrypted JWT', `Bearer ${goodHeader}.a.b.c.d`, 'jwt-decode-error'],
  ['no claims', `Bearer ${goodHeader}..${goodSignature}`, 'jwt-decode-error'],
  ['claims that are no JSON', `Bearer ${goodHeader}.${base64url('{"client_id":')}.x`, 'jwt-decode-error'],
  ['claims that are a list', `Bearer ${token([CLAIMS])}`, 'jwt-decode-error'],
  ['claims that are a text', `Bearer ${token('"app"')}`, 'jwt-decode-error'],
  ['claims that are null', `Bearer ${token('null')}`, 'jwt-decode-error'],
  ['claims in the wrong base64', `Bearer ${goodHeader}.${goodClaims}=+/.${goodSignature}`, 'jwt-decode-error'],
  [
    'claims that are no UTF-8',
    `Bearer ${goodHeader}.${Buffer.from('{"client_id":"\xff"}', 'latin1').toString('base64url')}.x`,
    'jwt-decode-error',
  ],
  ['a header that is no JSON', `Bearer ${base64url('geen')}.${goodClaims}.${goodSignature}`, 'jwt-decode-error'],
  ['a header that is null', `Bearer ${token(CLAIMS, 'null')}`, 'jwt-decode-error'],
  ['letters that are no ASCII', 'Bearer é.é.é', 'jwt-decode-error'],
  ['a token of 8 kB and more', `Bearer ${token({ ...CLAIMS, vulling: 'x'.repeat(8_192) })}`, 'jwt-decode-error'],
  ['a token of a megabyte', `Bearer ${'A'.repeat(1 << 20)}`, 'jwt-decode-error'],
  ['claims nested very deep', `Bearer ${token(`${'['.repeat(2_900)}${']'.repeat(2_900)}`)}`, 'jwt-decode-error'],
  // Who it says it is.
  ['no client_id', `Bearer ${token({ iss: 'app', iat: IAT })}`, 'missing-client-identifier'],
  ['an empty client_id', `Bearer ${token({ ...CLAIMS, client_id: '' })}`, 'missing-client-identifier'],
  ['a client_id that is a number', `Bearer ${token({ ...CLAIMS, client_id: 1 })}`, 'missing-client-identifier'],
  ['a client_id that is a list', `Bearer ${token({ ...CLAIMS, client_id: ['app'] })}`, 'missing-client-identifier'],
  [
    'a client_id that is an object',
    `Bearer ${token({ ...CLAIMS, client_id: { $ne: '' } })}`,
    'missing-client-identifier',
  ],
  ['an unknown client_id', `Bearer ${token({ ...CLAIMS, client_id: 'wie' })}`, 'invalid-client-identifier'],
  [
    'a client_id with a space behind it',
    `Bearer ${token({ ...CLAIMS, client_id: 'app ' })}`,
    'invalid-client-identifier',
  ],
  ['a client_id in capitals', `Bearer ${token({ ...CLAIMS, client_id: 'APP' })}`, 'invalid-client-identifier'],
  [
    'the name of a property as client_id',
    `Bearer ${token({ ...CLAIMS, client_id: '__proto__' })}`,
    'invalid-client-identifier',
  ],
  ['SQL as client_id', `Bearer ${token({ ...CLAIMS, client_id: "app' or '1'='1" })}`, 'invalid-client-identifier'],
  ['a client_id with a NUL', `Bearer ${token({ ...CLAIMS, client_id: 'app\u0000' })}`, 'invalid-client-identifier'],
  ['a client_id of 4,000 letters', `Bearer ${token({ client_id: 'a'.repeat(4_000) })}`, 'invalid-client-identifier'],
  // Who signed it.
  ['the secret of another client', `Bearer ${token(CLAIMS, HS256, OTHER_SECRET)}`, 'invalid-jwt-signature'],
  ['one client in the name of another', `Bearer ${token({ ...CLAIMS, client_id: 'ander' })}`, 'invalid-jwt-signature'],
  ['the secret with a line break', `Bearer ${token(CLAIMS, HS256, `${SECRET}\n`)}`, 'invalid-jwt-signature'],
  ['an empty signature', `Bearer ${goodHeader}.${goodClaims}.`, 'invalid-jwt-signature'],
  ['half a signature', `Bearer ${goodHeader}.${goodClaims}.${goodSignature.slice(0, 20)}`, 'invalid-jwt-signature'],
  ['zeros as signature', `Bearer ${goodHeader}.${goodClaims}.${'A'.repeat(43)}`, 'invalid-jwt-signature'],
  [
    'the claims of another token',
    `Bearer ${goodHeader}.${token({ ...CLAIMS, user_id: 'x' }).split('.')[1]}.${goodSignature}`,
    'invalid-jwt-signature',
  ],
  ['alg none without signature', `Bearer ${unsigned({ alg: 'none' }, CLAIMS)}.`, 'invalid-jwt-signature'],
  ['alg none with a good signature', `Bearer ${token(CLAIMS, { alg: 'none' })}`, 'invalid-jwt-signature'],
  ['alg None', `Bearer ${token(CLAIMS, { alg: 'None' })}`, 'invalid-jwt-signature'],
  ['alg NONE', `Bearer ${token(CLAIMS, { alg: 'NONE' })}`, 'invalid-jwt-signature'],
  ['alg hs256 in small letters', `Bearer ${token(CLAIMS, { alg: 'hs256' })}`, 'invalid-jwt-signature'],
  ['alg HS1', `Bearer ${token(CLAIMS, { alg: 'HS1' })}`, 'invalid-jwt-signature'],
  [
    'RS256 with a key pair of the attacker',
    `Bearer ${rsaToken({ alg: 'RS256', typ: 'JWT' })}`,
    'invalid-jwt-signature',
  ],
  ['PS256 in the header, signed as RS256', `Bearer ${rsaToken({ alg: 'PS256', typ: 'JWT' })}`, 'invalid-jwt-signature'],
  ['RS256 in the header, HMAC below it', `Bearer ${token(CLAIMS, { alg: 'RS256' })}`, 'invalid-jwt-signature'],
  ['HS256 under a public key as the secret', `Bearer ${token(CLAIMS, HS256, publicPem)}`, 'invalid-jwt-signature'],
  ['ES256', `Bearer ${token(CLAIMS, { alg: 'ES256' })}`, 'invalid-jwt-signature'],
  ['EdDSA', `Bearer ${token(CLAIMS, { alg: 'EdDSA' })}`, 'invalid-jwt-signature'],
  ['dir', `Bearer ${token(CLAIMS, { alg: 'dir', enc: 'A256GCM' })}`, 'invalid-jwt-signature'],
  ...(['HS384', 'HS512'] as const).map((alg): [string, string, ProblemCode] => {
    const text = unsigned({ alg, typ: 'JWT' }, CLAIMS);
    const signed = hmac(text, SECRET, alg === 'HS384' ? 'sha384' : 'sha512');
    return [`${alg}, rightly signed`, `Bearer ${text}.${signed}`, 'invalid-jwt-signature'];
  }),
  [
    'a header that brings its own key',
    `Bearer ${token(CLAIMS, { ...HS256, jwk }, 'sleutel van de aanvaller')}`,
    'invalid-jwt-signature',
  ],
  [
    'a header that points to a key set',
    `Bearer ${token(CLAIMS, { ...HS256, jku: 'https://aanvaller.example/jwks' }, 'x')}`,
    'invalid-jwt-signature',
  ],
  [
    'a header that points to a certificate',
    `Bearer ${token(CLAIMS, { ...HS256, x5u: 'https://aanvaller.example/c' }, 'x')}`,
    'invalid-jwt-signature',
  ],
  ['a kid with a path', `Bearer ${token(CLAIMS, { ...HS256, kid: '../../../dev/null' }, '')}`, 'invalid-jwt-signature'],
  ['a kid with SQL', `Bearer ${token(CLAIMS, { ...HS256, kid: "x' union select 'x" }, 'x')}`, 'invalid-jwt-signature'],
  ['no alg', `Bearer ${token(CLAIMS, { typ: 'JWT' })}`, 'jwt-decode-error'],
  ['an alg that is a list', `Bearer ${token(CLAIMS, { alg: ['HS256'] })}`, 'jwt-decode-error'],
  [
    'a critical header that nobody knows',
    `Bearer ${token(CLAIMS, { ...HS256, crit: ['x'], x: 1 })}`,
    'jwt-decode-error',
  ],
  [
    'an unencoded payload (RFC 7797)',
    `Bearer ${token(CLAIMS, { ...HS256, b64: false, crit: ['b64'] })}`,
    'jwt-decode-error',
  ],
  [
    'an empty secret of a client that has none',
    `Bearer ${token({ ...CLAIMS, client_id: 'zonder geheim' }, HS256, '')}`,
    'invalid-client-identifier',
  ],
  // When.
  ['no iat', `Bearer ${token({ client_id: 'app' })}`, 'jwt-missing-iat'],
  ['an iat that is null', `Bearer ${token({ ...CLAIMS, iat: null })}`, 'jwt-missing-iat'],
  ['an iat that is a text', `Bearer ${token({ ...CLAIMS, iat: `${IAT}` })}`, 'jwt-missing-iat'],
  ['an iat that is a date', `Bearer ${token({ ...CLAIMS, iat: NOW.toISOString() })}`, 'jwt-missing-iat'],
  ['an iat of more than an hour ago', `Bearer ${token({ ...CLAIMS, iat: IAT - 3_660 })}`, 'jwt-expired'],
  ['an iat of 1970', `Bearer ${token({ ...CLAIMS, iat: 0 })}`, 'jwt-expired'],
  ['an iat before 1970', `Bearer ${token({ ...CLAIMS, iat: -(10 ** 15) })}`, 'jwt-expired'],
  [
    'an old iat with an exp far away',
    `Bearer ${token({ ...CLAIMS, iat: IAT - 7_200, exp: IAT + 7_200 })}`,
    'jwt-expired',
  ],
  ['an exp in the past', `Bearer ${token({ ...CLAIMS, exp: IAT - 60 })}`, 'jwt-expired'],
  ['an exp of 0', `Bearer ${token({ ...CLAIMS, exp: 0 })}`, 'jwt-expired'],
  ['an exp before the iat', `Bearer ${token({ ...CLAIMS, iat: IAT + 50, exp: IAT - 100 })}`, 'jwt-expired'],
  ['an iat in milliseconds', `Bearer ${token({ ...CLAIMS, iat: NOW.getTime() })}`, 'jwt-not-yet-valid'],
  ['an iat of tomorrow', `Bearer ${token({ ...CLAIMS, iat: IAT + 86_400 })}`, 'jwt-not-yet-valid'],
  ['an iat beyond every number', `Bearer ${token(`{"client_id":"app","iat":1e999}`)}`, 'jwt-not-yet-valid'],
  ['a nbf of tomorrow', `Bearer ${token({ ...CLAIMS, nbf: IAT + 86_400 })}`, 'jwt-not-yet-valid'],
  ['a nbf beyond every number', `Bearer ${token(`{"client_id":"app","iat":${IAT},"nbf":1e999}`)}`, 'jwt-not-yet-valid'],
  ['an exp that is a text', `Bearer ${token({ ...CLAIMS, exp: '2026-11-02T09:00:00Z' })}`, 'jwt-decode-error'],
  ['an exp that is null', `Bearer ${token({ ...CLAIMS, exp: null })}`, 'jwt-decode-error'],
  ['a nbf that is a text', `Bearer ${token({ ...CLAIMS, nbf: `${IAT + 86_400}` })}`, 'jwt-decode-error'],
];

describe('a forged token', () => {
  it.each(FORGERIES)('%s', async (_what, authorization, code) => {
    expect(await codeOf(authorization)).toBe(code);
  });
  it('is refused the same way after a good one was accepted', async () => {
    await jwt.verify(`Bearer ${good}`);
    for (const [what, authorization, code] of FORGERIES) {
      expect((await refusal(authorization)).code, what).toBe(code);
    }
  });
  it('does not repeat the token or the secret in its text', async () => {
    for (const [what, authorization] of FORGERIES) {
      const { message } = await refusal(authorization);
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
        await refusal(`Bearer ${good.slice(0, at)}${letter}${good.slice(at + 1)}`);
      }),
      { numRuns: 300 },
    );
  });
  it('of any shape is refused with a problem, and nothing else is thrown', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), fc.json(), async (text, json) => {
        await refusal(text);
        await refusal(`Bearer ${text}`);
        await refusal(`Bearer ${token(json)}`);
        await refusal(`Bearer ${token(CLAIMS, json)}`);
      }),
      { numRuns: 150 },
    );
  });
  it('with a NUL in its client_id does not reach the database, which would answer with an error', async () => {
    await refusal(`Bearer ${token({ ...CLAIMS, client_id: 'app\u0000' })}`);
    expect(asked).toEqual([]);
  });
  it('costs no question to the database before it names a possible client', async () => {
    for (const [, authorization, code] of FORGERIES) {
      if (['not_authenticated', 'missing-client-identifier'].includes(code)) await refusal(authorization);
    }
    expect(asked).toEqual([]);
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
    expect(await jwt.verify(`Bearer ${token({ ...CLAIMS, ...claims })}`)).toEqual({
      clientId: 'app',
      userId,
      userName,
    });
  });
  it('is always a text that can be stored: no NUL, no half letter', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), fc.nat(3), async (name, extra) => {
        const text = `${'a'.repeat(252 + extra)}😀${name}`;
        const { userName } = await jwt.verify(`Bearer ${token({ ...CLAIMS, user_representation: text })}`);
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
    for (const one of tokens) await jwt.verify(one);
    expect(await jwt.verify(tokens[0])).toEqual(IDENTITY);
    expect(await jwt.verify(tokens.at(-1))).toEqual(IDENTITY);
  });
});
