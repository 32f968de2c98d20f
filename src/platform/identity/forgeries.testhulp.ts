/** What a client or an attacker may send in an `Authorization` header, and the code that it gets (RS-F68, RS-S7). */
import { generateKeyPairSync, sign } from 'node:crypto';
import type { ProblemCode } from '../http/index.ts';
import { base64url, CLAIMS, HS256, hmac, IAT, NOW, OTHER_SECRET, SECRET, token, unsigned } from './token.testhulp.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const rsaSigned = (text: string): string => sign('sha256', Buffer.from(text), rsa.privateKey).toString('base64url');
const rsaToken = (header: object): string => {
  const text = unsigned(header, CLAIMS);
  return `${text}.${rsaSigned(text)}`;
};
/** A token that counts, to make others from. */
export const good = token();
const [goodHeader, goodClaims, goodSignature] = good.split('.') as [string, string, string];
const jwk = { kty: 'oct', k: base64url('sleutel van de aanvaller') };

/** What it is, the header, the code. */
export const FORGERIES: readonly [string, string | undefined, ProblemCode][] = [
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
