/** The parts of logging in by themselves: claims, cookies, the way back, sessions of two faces, and the way to a provider. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../db/database.testhulp.ts';
import { type Database, raw } from '../db/index.ts';
import { type Net, NetFault, type NetRequest } from '../net/index.ts';
import { fixedClock, seededRandom, systemRandom } from '../time/index.ts';
import { nameIn, valuesOf } from './claims.ts';
import { cookie, hashOf, newSecret } from './cookie.ts';
import { createLogin, createProvider, identityMigrations, ProviderAway, ProviderRefused } from './index.ts';
import { ownPath } from './ownpath.ts';
import { createSessions, type Sessions } from './sessions.ts';

describe('the values of a claim', () => {
  it.each([
    ['a list', { roles: ['a', 'b'] }, 'roles', ['a', 'b']],
    ['one text', { roles: 'a' }, 'roles', ['a']],
    ['deeper', { realm_access: { roles: ['a'] } }, 'realm_access.roles', ['a']],
    ['a name with dots', { 'https://x.example/roles': ['a'] }, 'https://x.example/roles', ['a']],
    ['the whole name before the deeper one', { 'a.b': 'x', a: { b: 'y' } }, 'a.b', ['x']],
    ['none', {}, 'roles', null],
    ['null', { roles: null }, 'roles', null],
    ['no texts', { roles: [1, { a: 1 }, 'a', null] }, 'roles', ['a']],
    ['what every object has', {}, 'constructor.name', null],
    ['through a list', { a: [{ b: 'x' }] }, 'a.0.b', null],
    ['through a text', { a: 'x' }, 'a.length', null],
  ] as const)('%s', (_wat, claims, path, values) => {
    expect(valuesOf(claims, path)).toEqual(values);
  });
  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.string(),
        (claims, path) => void valuesOf(claims, path),
      ),
    );
  });
});

describe('the name of a person', () => {
  it.each([
    [{ name: ' Beheerder 1 ', preferred_username: 'b1' }, 'Beheerder 1'],
    [{ name: ' \u0000\u202e ', preferred_username: 'b1' }, 'b1'],
    [{ name: 7 }, 'sub-1'],
    [{ name: 'x'.repeat(300) }, 'x'.repeat(100)],
  ])('%j is shown', (claims, name) => {
    expect(nameIn(claims, 'sub-1')).toBe(name);
  });
});

describe('a cookie', () => {
  const secret = newSecret(seededRandom(1));
  it('belongs to this host only over https, and to no script', () => {
    expect(cookie('zb-x', true).set(secret)).toBe(`__Host-zb-x=${secret}; Path=/; HttpOnly; SameSite=Lax; Secure`);
    expect(cookie('zb-x', false).set(secret, 600)).toBe(`zb-x=${secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=600`);
    expect(cookie('zb-x', true).clear()).toContain('Max-Age=0');
  });
  it('is read only when there is one, of the right form', () => {
    const { read } = cookie('zb-x', true);
    expect(read(`a=b; __Host-zb-x=${secret}; c=d`)).toBe(secret);
    for (const header of [
      undefined,
      '',
      `zb-x=${secret}`,
      `x__Host-zb-x=${secret}`,
      `__Host-zb-x=${secret}x`,
      `__Host-zb-x=${secret.slice(1)}!`,
      `__Host-zb-x=${secret}; __Host-zb-x=${secret}`,
    ])
      expect(read(header)).toBeNull();
    fc.assert(fc.property(fc.string(), (header) => [null, secret].includes(read(header))));
  });
  it('has 256 bits, and is kept as a hash', () => {
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(hashOf(secret)).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the page after login', () => {
  it('is the page that was asked for', () => {
    for (const path of ['/beheer', '/beheer/x', '/beheer/x?a=b&c=%2F%2F', '/beheer?x=https://elders.example'])
      expect(ownPath(path, '/beheer')).toBe(path);
  });
  it('is never elsewhere, whatever is asked', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '//',
      '.',
      '..',
      '%2e',
      '%2f',
      '%5c',
      '@',
      ':',
      '?',
      '#',
      'beheer',
      'elders.example',
      'https:',
      '\t',
      '\n',
      'é',
    );
    const odd = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(
        fc.oneof(
          odd,
          odd.map((text) => `/beheer${text}`),
          fc.string(),
        ),
        (wanted) => {
          const path = ownPath(wanted, '/beheer');
          const url = new URL(path, 'https://zaakbode.example');
          expect(url.origin).toBe('https://zaakbode.example');
          expect(url.pathname === '/beheer' || url.pathname.startsWith('/beheer/')).toBe(true);
          // As an address in a header: nothing that ends the line.
          expect(path).toMatch(/^[\x21-\x7e]+$/);
        },
      ),
      { numRuns: 500 },
    );
  });
  it('is home for what is no text', () => {
    for (const wanted of [undefined, null, 7, ['/beheer/x', '/beheer/y'], {}])
      expect(ownPath(wanted, '/beheer')).toBe('/beheer');
  });
});

describe('a session', () => {
  let db: Database;
  const clock = fixedClock(new Date('2026-11-22T12:00:00Z'));
  const of = (face: string, idleMs: number): Sessions =>
    createSessions({ db, clock, random: systemRandom, face, limits: { idleMs, absoluteMs: 36_000_000 } });
  const person = { subject: 's', name: 'n', roles: ['lezer'] };
  beforeEach(async () => {
    db = await testDatabase([identityMigrations]);
  });
  it('of one face is none of another', async () => {
    const secret = await of('beheer', 60_000).start(person);
    expect(await of('burger', 60_000).use(secret)).toBeNull();
    expect(await of('beheer', 60_000).use(secret)).toMatchObject(person);
  });
  it('is written to once a minute, however often it is used', async () => {
    const sessions = of('beheer', 900_000);
    const secret = await sessions.start(person);
    const before = db.roundTrips();
    for (let i = 0; i < 5; i++) await sessions.use(secret);
    expect(db.roundTrips() - before).toBe(5);
    clock.advance(60_000);
    await sessions.use(secret);
    expect(db.roundTrips() - before).toBe(7);
  });
  it('that ended is cleaned away, of this face; what can still be used stays', async () => {
    const [kort, lang] = [of('burger', 60_000), of('beheer', 3_600_000)];
    await kort.start(person);
    const secret = await lang.start(person);
    clock.advance(60_000);
    await lang.clean();
    expect(await db.query(raw('select face from identity.session'))).toHaveLength(2);
    await kort.clean();
    expect(await db.query(raw('select face from identity.session'))).toEqual([{ face: 'beheer' }]);
    expect(await lang.use(secret)).not.toBeNull();
    clock.advance(36_000_000);
    await kort.clean();
    expect(await db.query(raw('select face from identity.session'))).toEqual([]);
  });
});

describe('a provider', () => {
  const clock = fixedClock(new Date('2026-11-22T12:00:00Z'));
  const issuer = 'https://inloggen.example/gemeente';
  const metadata = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
  };
  const challenge = { state: 's'.repeat(43), nonce: 'n'.repeat(43), verifier: 'v'.repeat(43) };
  let asked: NetRequest[];
  /** Answers with this, or fails with it. */
  const provider = (answer: (request: NetRequest) => object | number | Error) => {
    asked = [];
    const net: Net = {
      async request(request) {
        asked.push(request);
        const given = answer(request);
        if (given instanceof Error) throw given;
        const [status, body] = typeof given === 'number' ? [given, '{}'] : [200, JSON.stringify(given)];
        return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) };
      },
      close: async () => undefined,
    };
    const client = { clientId: 'zaakbode', clientSecret: 'geheim', redirectUri: 'https://zaakbode.example/terug' };
    return createProvider({ issuer, ...client, scope: 'openid profile', net, clock });
  };

  it('is asked what it can once an hour, and by many at once only once', async () => {
    const one = provider(() => metadata);
    const urls = await Promise.all([1, 2, 3].map(() => one.authorizationUrl(challenge)));
    expect(asked.map(({ method, url }) => [method, url])).toEqual([
      ['GET', `${issuer}/.well-known/openid-configuration`],
    ]);
    expect(new URL(urls[0]!).searchParams.get('scope')).toBe('openid profile');
    clock.advance(3_600_000);
    await one.authorizationUrl(challenge);
    expect(asked).toHaveLength(2);
  });
  it.each([
    ['does not answer', () => new NetFault('geen verbinding (ECONNREFUSED)', false)],
    ['says that it cannot now', () => 503],
    ['says too much', () => ({ ...metadata, extra: 'x'.repeat(600_000) })],
  ])('that %s is away, and is asked again', async (_wat, answer) => {
    const one = provider(answer);
    for (let i = 1; i <= 2; i++) {
      await expect(one.authorizationUrl(challenge)).rejects.toThrow(ProviderAway);
      expect(asked).toHaveLength(i);
    }
    expect(await one.logoutUrl('https://zaakbode.example/')).toBeNull();
  });
  it.each([
    ['is another than the one of the setting', () => ({ ...metadata, issuer: 'https://iemand-anders.example' })],
    ['is not there', () => 404],
    ['leads elsewhere', () => 302],
    [
      'signs only in ways that we do not take',
      () => ({ ...metadata, id_token_signing_alg_values_supported: ['HS256', 'none'] }),
    ],
  ])('that %s is refused', async (_wat, answer) => {
    await expect(provider(answer).authorizationUrl(challenge)).rejects.toThrow(ProviderRefused);
  });
  it('that goes away between its page and its token is away', async () => {
    const one = provider(({ url }) => (url.endsWith('/token') ? new NetFault('afgebroken', true) : metadata));
    await expect(one.redeem(`code=x&state=${challenge.state}`, challenge, () => false)).rejects.toThrow(ProviderAway);
  });
  it('never leads to a session when it says who somebody is without a sub', async () => {
    const db = await testDatabase([identityMigrations]);
    const login = createLogin({
      db,
      clock,
      random: systemRandom,
      provider: {
        issuer,
        authorizationUrl: async ({ state }) => `${issuer}/authorize?state=${state}`,
        redeem: async () => ({ sub: 'a\u0000b', roles: ['x'] }),
        logoutUrl: async () => null,
      },
      face: 'beheer',
      home: '/beheer',
      secure: true,
      limits: { idleMs: 1, absoluteMs: 1 },
      rolesOf: () => ['x'],
    });
    const { url, cookies } = await login.begin(undefined, '/beheer');
    const arrival = await login.arrive(cookies[0], `code=x&state=${new URL(url).searchParams.get('state')}`);
    expect(arrival).toMatchObject({ kind: 'wrong' });
    expect(await db.query(raw('select 1 from identity.session'))).toEqual([]);
  });
});
