/** Our TLS server against clients with every kind of certificate, over a real socket: who gets in, who does not, and what is told. */
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { connect, type SecureContextOptions, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testFolder } from './folder.testhulp.ts';
import { type Authority, createAuthority, type Identity } from './pki.testhulp.ts';
import { peerOf } from './server.ts';
import {
  ask,
  certificateOf,
  type Listening,
  leaves,
  listen,
  OURS,
  type OurSide,
  ourSide,
  shownBy,
  THEIRS,
} from './tls.testhulp.ts';

const folder = testFolder();
let authority: Authority;
let ours: Identity;
let their: Awaited<ReturnType<typeof leaves>>;
let us: OurSide;
let listening: Listening;
let detach: () => void;

beforeAll(async () => {
  authority = await createAuthority();
  their = await leaves(authority, await createAuthority('Vreemd'));
  ours = await authority.leaf({ oin: OURS });
  folder.put('own.pem', `${ours.keyPem}${ours.chain}`);
  folder.put('vertrouwd/ca.pem', authority.trust);
  folder.put('crl/root.crl', await authority.crl([], { of: 'root' }));
  folder.put('crl/domein.crl', await authority.crl([their.revoked.x509]));
  us = await ourSide(folder.dir);
  const { options, attach } = us.tls.server();
  listening = await listen(options, (request, response) =>
    response.end(`welkom ${peerOf(request.socket)?.subject.includes(THEIRS)}`),
  );
  detach = attach(listening.server);
});
afterAll(async () => {
  detach();
  await listening.close();
  await us.net.close();
});

const enter = (identity: Identity | null, options: SecureContextOptions = {}): Promise<string> =>
  ask(listening.port, { ca: authority.trust, ...(identity && shownBy(identity)), ...options });

describe('a client', () => {
  it('with a certificate that is in order gets in, over TLS 1.3 and 1.2, and is known by it', async () => {
    expect(await enter(their.right)).toBe('welkom true');
    expect(await enter(their.right, { maxVersion: 'TLSv1.2' })).toBe('welkom true');
    expect(await enter(their.right, { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' })).toBe(
      'welkom true',
    );
  });

  it.each([
    ['expired', /is verlopen/],
    ['notYet', /nog niet geldig/],
    ['revoked', /is ingetrokken/],
    ['otherCa', /CA die hier niet wordt vertrouwd/],
    ['otherPurpose', /niet uitgegeven voor TLS/],
  ] as const)('with one that is %s does not, and the log says why', async (kind, reason) => {
    for (const maxVersion of ['TLSv1.3', 'TLSv1.2'] as const) {
      us.log.taken();
      us.clock.advance(60_000);
      expect(await enter(their[kind], { maxVersion })).toMatch(/^(ECONNRESET|ERR_SSL_\S+)$/);
      expect(us.log.taken()).toEqual([expect.stringMatching(reason)]);
    }
  });

  it('without one does not', async () => {
    expect(await enter(null)).toMatch(/CERTIFICATE_REQUIRED|ECONNRESET/);
    expect(us.log.taken()).toEqual([expect.stringContaining('geweigerd')]);
  });

  it.each<[string, SecureContextOptions]>([
    ['TLS 1.1', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }],
    ['CBC', { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES256-SHA384:ECDHE-RSA-AES128-SHA' }],
    ['key exchange by RSA', { maxVersion: 'TLSv1.2', ciphers: 'AES256-GCM-SHA384' }],
    ['DHE', { maxVersion: 'TLSv1.2', ciphers: 'DHE-RSA-AES256-GCM-SHA384' }],
    ['a weak curve', { maxVersion: 'TLSv1.2', ecdhCurve: 'secp224r1', ciphers: 'DEFAULT@SECLEVEL=0' }],
  ])('that knows no better than %s does not', async (_what, options) => {
    expect(await enter(their.right, options)).toMatch(/^(EPROTO|ERR_SSL_\S+|ECONNRESET)$/);
  });
});

it('a session is not taken up again: that would skip the look at the certificate', async () => {
  for (const maxVersion of ['TLSv1.3', 'TLSv1.2'] as const) {
    const options = {
      port: listening.port,
      host: '127.0.0.1',
      ca: authority.trust,
      ...shownBy(their.right),
      maxVersion,
    };
    const first = connect(options);
    let session: Buffer | undefined;
    first.on('session', (given) => {
      session = given;
    });
    await once(first, 'secureConnect');
    first.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(first, 'data');
    const again = connect({ ...options, session: session ?? first.getSession() });
    await once(again, 'secureConnect');
    expect(again.isSessionReused()).toBe(false);
    first.destroy();
    again.destroy();
  }
});

describe('while a connection is open', () => {
  it('a new certificate, a new authority and a new list count for the next one; the open one goes on', async () => {
    const options = { port: listening.port, host: '127.0.0.1', ca: authority.trust, ...shownBy(their.right) };
    const open = connect(options);
    await once(open, 'secureConnect');
    expect(certificateOf(open)).toBe(ours.x509.fingerprint256);

    const next = await authority.leaf({ oin: OURS, kind: 'ec', until: new Date(Date.now() + 700 * 86_400_000) });
    const newcomers = await createAuthority('Nieuw');
    const newcomer = await newcomers.leaf({ oin: THEIRS, kind: 'ec' });
    expect(await enter(newcomer)).not.toContain('welkom');
    folder.put('next.pem', `${next.keyPem}${next.chain}`);
    folder.put('vertrouwd/nieuw.pem', newcomers.trust);
    await us.tls.keystore.refresh();
    expect(await enter(newcomer, { ca: authority.trust })).toBe('welkom true');

    const later = connect(options);
    await once(later, 'secureConnect');
    expect(certificateOf(later)).toBe(next.x509.fingerprint256);
    later.destroy();

    open.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    const [answer] = await once(open, 'data');
    expect(String(answer)).toContain('welkom true');
    open.destroy();
  });

  it('a certificate that cannot be used leaves the one that was', async () => {
    const wrong = await authority.leaf({ oin: '00000099000000009000', kind: 'ec' });
    folder.put('zwart.pem', `${wrong.keyPem}${wrong.chain}`);
    us.log.taken();
    await us.tls.keystore.refresh();
    expect(us.log.taken().join()).toContain('het vorige blijft');
    expect(await enter(their.right)).toBe('welkom true');
    folder.remove('zwart.pem');
    await us.tls.keystore.refresh();
  });
});

describe('a client that takes its time', () => {
  const bounds = {
    handshakeTimeout: 150,
    headersTimeout: 200,
    requestTimeout: 300,
    connectionsCheckingInterval: 40,
    maxConnections: 4,
  };
  let slow: Listening;
  beforeAll(async () => {
    const { options, attach } = us.tls.server(bounds);
    slow = await listen(options, (request, response) => request.resume().on('end', () => response.end('welkom')));
    attach(slow.server);
  });
  afterAll(() => slow.close());

  it('is let go when it never ends the handshake', async () => {
    const socket = connectTcp(slow.port, '127.0.0.1');
    const start = performance.now();
    await once(socket, 'close');
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it.each([
    ['headers', 'GET / HTTP/1.1\r\n'],
    ['body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n'],
  ])('is let go when its %s drip', async (_what, begin) => {
    const options = { port: slow.port, host: '127.0.0.1', ca: authority.trust, ...shownBy(their.right) };
    const socket: TLSSocket = connect(options);
    socket.on('error', () => undefined);
    await once(socket, 'secureConnect');
    const closed = new Promise((resolve) => socket.on('close', resolve));
    const start = performance.now();
    const drip = setInterval(() => socket.write('x'), 20);
    socket.write(begin);
    await closed;
    clearInterval(drip);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('does not get to fill the house: beyond the bound nobody is connected', async () => {
    const sockets = Array.from({ length: 8 }, () => connectTcp(slow.port, '127.0.0.1'));
    const closed = sockets.map((socket) => once(socket, 'close'));
    await Promise.race(closed);
    expect(slow.sockets.size).toBeLessThanOrEqual(4);
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
    expect(await ask(slow.port, { ca: authority.trust, ...shownBy(their.right) })).toBe('welkom');
  });
});
