/**
 * Ourselves as client against servers with every kind of certificate: what is wrong is told in words, and nothing of the
 * request has left by then (RS-F42).
 */
import type { X509Certificate } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NetFault, type NetTls } from '../net/index.ts';
import type { TlsQuestion } from './client.ts';
import { refusedOurs } from './fault.ts';
import { type TestFolder, testFolder } from './folder.testhulp.ts';
import { type Authority, createAuthority, type Identity } from './pki.testhulp.ts';
import { type Listening, leaves, listen, OURS, type OurSide, ourSide, shownBy } from './tls.testhulp.ts';

const folder = testFolder();
let authority: Authority;
let ours: Identity;
let their: Awaited<ReturnType<typeof leaves>>;
let us: OurSide;
let servers: Listening[] = [];
const seen: string[] = [];

function fill({ put }: TestFolder, identity: Identity | null, revoked: readonly X509Certificate[]): Promise<void> {
  if (identity) put('own.pem', `${identity.keyPem}${identity.chain}`);
  put('vertrouwd/ca.pem', authority.trust);
  return Promise.all([authority.crl([], { of: 'root' }), authority.crl(revoked)]).then(([root, middle]) => {
    put('crl/root.crl', root);
    put('crl/domein.crl', middle);
  });
}

beforeAll(async () => {
  authority = await createAuthority();
  their = await leaves(authority, await createAuthority('Vreemd'));
  ours = await authority.leaf({ oin: OURS });
  await fill(folder, ours, [their.revoked.x509]);
  us = await ourSide(folder.dir);
});
afterEach(async () => {
  for (const server of servers) await server.close();
  servers = [];
  seen.length = 0;
});
afterAll(() => us.net.close());

/** A server of the other side, that asks for a certificate. */
async function server(identity: Identity, asks = true): Promise<Listening> {
  const options = { ...shownBy(identity), ca: authority.trust, requestCert: asks, rejectUnauthorized: asks };
  const started = await listen(options, (request, response) => {
    seen.push(request.url!);
    response.end('ok');
  });
  servers.push(started);
  return started;
}

async function post(url: string, question: TlsQuestion = {}, { tls, net }: OurSide = us): Promise<string> {
  const body = 'een bericht';
  return await net
    .request({ method: 'POST', url, body, timeoutMs: 10_000, tls: await tls.client.tlsFor(question) })
    .then((answer) => answer.body.toString());
}

async function faultOf(work: Promise<unknown>): Promise<NetFault> {
  const fault = await work.then(
    () => new Error('answered'),
    (error: unknown) => error,
  );
  if (!(fault instanceof NetFault)) throw fault;
  return fault;
}

describe('the server of the other side', () => {
  it('that is in order gets the request, and the next ones over the same connection', async () => {
    const { url, sockets } = await server(their.right);
    for (let i = 0; i < 5; i++) expect(await post(url)).toBe('ok');
    expect(seen).toHaveLength(5);
    expect(sockets.size).toBeLessThanOrEqual(2);
  });

  it.each([
    ['expired', /^het certificaat van de andere kant.* is verlopen: vraag de andere kant/],
    ['notYet', /^het certificaat van de andere kant.* is nog niet geldig/],
    ['revoked', /^het certificaat van de andere kant.* is ingetrokken: neem contact op/],
    ['otherCa', /^het certificaat van de andere kant.* CA die hier niet wordt vertrouwd/],
    ['otherHost', /^het certificaat van de andere kant.* is voor een andere server: klopt het adres/],
    ['otherPurpose', /^het certificaat van de andere kant.* is niet uitgegeven voor TLS/],
  ] as const)('that shows one that is %s gets nothing, and we say why', async (kind, text) => {
    const { url } = await server(their[kind]);
    const fault = await faultOf(post(url));
    expect(fault.message).toMatch(text);
    expect([fault.left, seen]).toEqual([false, []]);
  });

  it('must show the certificate of the CPA, when that names one', async () => {
    const { url } = await server(their.right);
    expect(await post(url, { expected: [their.expired.x509, their.right.x509] })).toBe('ok');
    const fault = await faultOf(post(url, { expected: [their.expired.x509] }));
    const shown = their.right.x509.fingerprint256.replaceAll(':', '').toLowerCase();
    expect(fault.message).toContain(`een ander dan in de CPA staat (SHA-256 ${shown})`);
    expect(fault.message).toContain('leg het dan vast als override');
    expect([fault.left, seen.length]).toEqual([false, 1]);
  });

  it('that speaks TLS 1.1 only gets nothing', async () => {
    const options = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const old = await listen({ ...shownBy(ours), ...options }, () => undefined);
    servers.push(old);
    expect(await faultOf(post(old.url))).toMatchObject({
      left: false,
      message: expect.stringMatching(/^geen verbinding/),
    });
  });

  it('that refuses our certificate has read nothing, also when TLS 1.3 says so afterwards', async () => {
    const { url } = await server(their.right);
    const { cert: _cert, key: _key, ...nobody } = (await us.tls.client.tlsFor()).options;
    const tls: NetTls = { ...(await us.tls.client.tlsFor()), name: 'niemand', options: nobody as NetTls['options'] };
    const fault = await faultOf(us.net.request({ method: 'POST', url, body: 'x', timeoutMs: 10_000, tls }));
    expect(fault.message).toMatch(/^de andere kant accepteert ons certificaat niet \(\S+CERTIFICATE_REQUIRED\)/);
    expect([fault.left, seen]).toEqual([false, []]);
    for (const code of [
      'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
      'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
      'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE',
    ])
      expect(refusedOurs(code)).toBe(true);
    for (const code of ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'ECONNRESET']) expect(refusedOurs(code)).toBe(false);
  });

  it('is refused when the list of its authority is too old', async () => {
    const { url } = await server(their.right);
    us.clock.advance(2 * 86_400_000);
    const fault = await faultOf(post(url));
    us.clock.advance(-2 * 86_400_000);
    expect(fault.message).toMatch(/de lijst van ingetrokken certificaten \(CRL\) van de uitgever van .* is te oud/);
    expect([fault.left, seen]).toEqual([false, []]);
  });
});

describe('our own certificate', () => {
  const folders = [testFolder(), testFolder(), testFolder(), testFolder()];
  it('stops us before there is a connection, when it is not in order or not there', async () => {
    const { url, sockets } = await server(their.right);
    const cases = [
      [their.expired, /^ons eigen certificaat .* is verlopen op \d{4}-\d\d-\d\d: zet een nieuw certificaat/],
      [their.notYet, /^ons eigen certificaat .* is nog niet geldig; het geldt vanaf \d{4}-/],
      [their.revoked, /^ons eigen certificaat .* is ingetrokken: vraag een nieuw certificaat aan/],
      [null, /^in de map met sleutels staat geen certificaat met zijn sleutel/],
    ] as const;
    for (const [i, [identity, text]] of cases.entries()) {
      await fill(folders[i]!, identity, [their.revoked.x509]);
      const side = await ourSide(folders[i]!.dir);
      const fault = await faultOf(post(url, {}, side));
      expect([fault.left, sockets.size]).toEqual([false, 0]);
      expect(fault.message).toMatch(text);
      await side.net.close();
    }
  });

  it('that is replaced is used from the next request on; the old connection ends by itself', async () => {
    const { url, server: there, sockets } = await server(their.right);
    const shown: string[] = [];
    there.on('secureConnection', (socket) => shown.push(socket.getPeerX509Certificate()!.fingerprint256));
    await post(url);
    const next = await authority.leaf({ oin: OURS, kind: 'ec' });
    folder.put('own.pem', `${next.keyPem}${next.chain}`);
    await us.tls.keystore.refresh();
    await post(url);
    expect(shown).toEqual([ours, next].map(({ x509 }) => x509.fingerprint256));
    while (sockets.size > 1) await new Promise((resolve) => setImmediate(resolve));
  });
});

it('a certificate is not used over plain http', async () => {
  const fault = await faultOf(post('http://127.0.0.1:1/'));
  expect(fault).toMatchObject({ left: false, message: expect.stringContaining('https://') });
});
