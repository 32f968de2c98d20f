/** Lists of revoked certificates over time, on a network that the test makes. Nothing here asks the system's clock. */
import { sign, type X509Certificate } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../time/index.ts';
import { CLIENT_AUTH, chainOf } from './certificate.ts';
import { crlAddressesOf, readCrl } from './crl.ts';
import { elementOf, elementsIn } from './der.ts';
import { testFolder, testLog, testNet } from './folder.testhulp.ts';
import { createJudge } from './judge.ts';
import { createKeystore } from './keystore.ts';
import { type Authority, createAuthority, type Identity } from './pki.testhulp.ts';
import { createRevocation } from './revocation.ts';

const LEAVES = 'http://crl.example/domein.crl';
const ROOT = 'http://crl.example/root.crl';
const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const NOW = new Date();

let authority: Authority;
let own: Identity;
let peer: Identity;

beforeAll(async () => {
  authority = await createAuthority('Proef', { crl: ROOT });
  own = await authority.leaf({ oin: '00000099000000003000', kind: 'ec', crl: LEAVES });
  peer = await authority.leaf({ oin: '00000099000000004000', kind: 'ec', crl: LEAVES });
});

const list = (revoked: readonly X509Certificate[], from = 0, hours = 24): Promise<string> =>
  authority.crl(revoked, {
    thisUpdate: new Date(NOW.getTime() + from * HOUR - 60_000),
    nextUpdate: new Date(NOW.getTime() + (from + hours) * HOUR),
  });
const rootList = (): Promise<string> =>
  authority.crl([], { of: 'root', nextUpdate: new Date(NOW.getTime() + 90 * DAY) });

async function world(dir: string) {
  const clock = fixedClock(NOW);
  const log = testLog();
  const net = testNet();
  net.serves(ROOT, await rootList());
  net.serves(LEAVES, await list([]));
  const keystore = await createKeystore({ dir, clock, log });
  const revocation = await createRevocation({ dir: `${dir}/crl`, keystore, net, clock, log });
  const judge = createJudge({ keystore, revocation, clock });
  log.taken();
  return {
    clock,
    log,
    net,
    keystore,
    revocation,
    verdict: async ({ x509 }: Identity) => (await judge(x509, 'theirs', CLIENT_AUTH))?.reason ?? 'good',
    text: async ({ x509 }: Identity) => (await judge(x509, 'theirs', CLIENT_AUTH))?.message ?? '',
  };
}

describe('lists', () => {
  const folder = testFolder();
  let w: Awaited<ReturnType<typeof world>>;
  beforeAll(() => {
    folder.put('own.pem', `${own.keyPem}${own.chain}`);
    folder.put('vertrouwd/ca.pem', authority.trust);
  });
  beforeEach(async () => {
    rmSync(`${folder.dir}/crl`, { recursive: true, force: true });
    w = await world(folder.dir);
  });

  it('are fetched from the addresses in our own certificate and in the authorities, and again after four hours', async () => {
    expect(crlAddressesOf(own.x509)).toEqual([LEAVES]);
    expect(crlAddressesOf(authority.intermediate)).toEqual([ROOT]);
    expect(crlAddressesOf(authority.root)).toEqual([]);
    expect(await w.revocation.refresh()).toBe(2);
    expect(w.net.asked().sort()).toEqual([LEAVES, ROOT]);
    expect(w.revocation.lists()).toHaveLength(2);
    w.clock.advance(4 * HOUR - 1);
    expect([await w.revocation.refresh(), w.net.asked()]).toEqual([0, []]);
    w.clock.advance(1);
    expect([await w.revocation.refresh(), w.net.asked()]).toEqual([2, expect.arrayContaining([LEAVES, ROOT])]);
  });

  it('that end sooner than that are fetched sooner', async () => {
    w.net.serves(LEAVES, await list([], 0, 1));
    await w.revocation.refresh();
    w.net.asked();
    w.clock.advance(50 * 60_000);
    await w.revocation.refresh();
    expect(w.net.asked()).toEqual([LEAVES]);
  });

  it('that could not be fetched are asked for again soon, after 1, 2, 4, ... up to 30 minutes', async () => {
    w.clock.advance(2 * HOUR);
    w.net.serves(LEAVES, null);
    w.net.serves(ROOT, null);
    const moments: number[] = [];
    for (let minute = 0; minute < 130; minute++) {
      await w.revocation.refresh();
      if (w.net.asked().includes(LEAVES)) moments.push(minute);
      w.clock.advance(60_000);
    }
    expect(moments).toEqual([0, 1, 3, 7, 15, 31, 61, 91, 121]);
    const [line] = w.log.taken();
    expect(line).toMatch(/^warn een CRL kon niet worden opgehaald .*geen verbinding/);
  });

  it('tell who is revoked, and from then on that is refused', async () => {
    await w.revocation.refresh();
    expect(await w.verdict(peer)).toBe('good');
    let told = 0;
    w.revocation.onChange(() => told++);
    w.net.serves(LEAVES, await list([peer.x509], 1));
    w.clock.advance(4 * HOUR);
    await w.revocation.refresh();
    expect(told).toBe(1);
    expect(await w.text(peer)).toBe(
      'het certificaat van de andere kant (00000099000000004000) is ingetrokken: neem contact op met de andere kant',
    );
    expect(await w.verdict(own)).toBe('good');
    // An older list, played back, undoes nothing.
    w.net.serves(LEAVES, await list([]));
    w.clock.advance(4 * HOUR);
    await w.revocation.refresh();
    expect(await w.verdict(peer)).toBe('revoked');
  });

  it('that ended make all certificates of their authority refused, and that is told once', async () => {
    w.net.serves(LEAVES, await list([], 30, 1));
    await w.revocation.refresh();
    w.net.serves(LEAVES, null);
    w.clock.advance(31 * HOUR);
    w.log.taken();
    await w.revocation.refresh();
    await w.revocation.refresh();
    expect(await w.verdict(peer)).toBe('crl-expired');
    expect(await w.text(peer)).toMatch(/is te oud \(http:\/\/crl\.example\/domein\.crl\)/);
    expect(w.log.taken().filter((line) => line.startsWith('error'))).toEqual([expect.stringContaining('te oud')]);
  });
});

describe('a list on disk', () => {
  const folder = testFolder();
  it('counts after a restart without network, and when an operator put it there', async () => {
    folder.put('own.pem', `${own.keyPem}${own.chain}`);
    folder.put('vertrouwd/ca.pem', authority.trust);
    const before = await world(folder.dir);
    before.net.serves(LEAVES, await list([peer.x509]));
    await before.revocation.refresh();
    expect(readdirSync(`${folder.dir}/crl`)).toHaveLength(2);

    const after = await world(folder.dir);
    expect([await after.verdict(peer), await after.verdict(own), after.net.asked()]).toEqual(['revoked', 'good', []]);

    folder.put('crl/van-de-beheerder.pem', await list([own.x509], 1));
    folder.put('crl/onzin.crl', 'geen lijst');
    after.net.serves(LEAVES, null);
    await after.revocation.refresh();
    expect([await after.verdict(peer), await after.verdict(own)]).toEqual(['good', 'revoked']);
    expect(after.log.taken().filter((line) => line.includes('onzin.crl'))).toHaveLength(1);
  });
});

describe('without a list', () => {
  const folder = testFolder();
  beforeAll(() => folder.put('vertrouwd/ca.pem', authority.trust));

  it('the one that a certificate names is fetched while it waits; not there, it is refused and says which address', async () => {
    const w = await world(folder.dir);
    expect(w.revocation.lists()).toBeNull();
    w.net.serves(LEAVES, null);
    expect(await w.verdict(peer)).toBe('crl-missing');
    expect(await w.text(peer)).toContain(`nog geen lijst van ingetrokken certificaten (CRL) binnen (${LEAVES})`);
    expect(w.net.asked()).toEqual([LEAVES, ROOT]);
    w.net.serves(LEAVES, await list([]));
    // Not at every request anew: after a minute.
    expect([await w.verdict(peer), w.net.asked()]).toEqual(['crl-missing', []]);
    w.clock.advance(60_000);
    const both = await Promise.all([w.verdict(peer), w.verdict(peer)]);
    expect([both, w.net.asked()]).toEqual([['good', 'good'], [LEAVES]]);
    expect(w.revocation.lists()).toHaveLength(2);
  });

  const bare = testFolder();
  it('of an authority of which nobody names an address, a certificate is accepted, and that is told', async () => {
    const other = await createAuthority('Zonder lijst');
    bare.put('vertrouwd/ca.pem', other.trust);
    const w = await world(bare.dir);
    expect(await w.verdict(await other.leaf({ oin: null, kind: 'ec' }))).toBe('good');
    await w.revocation.refresh();
    await w.revocation.refresh();
    expect(w.log.taken()).toEqual([
      expect.stringMatching(/^warn .*Zonder lijst Root CA/),
      expect.stringMatching(/^warn .*Zonder lijst Domein CA/),
    ]);
    expect(w.net.asked()).toEqual([]);
  });
});

const derOf = (pem: string): Buffer => Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');

/** A list with these parts behind those that every list has, signed; by hand, for what the library for tests cannot make. */
async function handmade(...parts: readonly Buffer[]): Promise<Buffer> {
  const [signed, algorithm] = [...elementsIn(elementOf(derOf(await list([]))).content)];
  const tbs = wrap(0x30, ...[...elementsIn(signed!.content)].map(({ whole }) => whole), ...parts);
  const signature = sign('sha256', tbs, authority.intermediateKey);
  return wrap(0x30, tbs, algorithm!.whole, wrap(0x03, Buffer.from([0]), signature));
}

function wrap(tag: number, ...content: readonly Buffer[]): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.reduce((sum, { length: n }) => sum + n, 0));
  return Buffer.concat([Buffer.from([tag, 0x84]), length, ...content]);
}

/** An extension of the list (RFC 5280 §5.2). */
const extension = (oid: string, value: Buffer, critical = true): Buffer =>
  wrap(
    0xa0,
    wrap(
      0x30,
      wrap(0x30, Buffer.from(oid, 'hex'), ...(critical ? [Buffer.from('0101ff', 'hex')] : []), wrap(0x04, value)),
    ),
  );
const ISSUING_POINT = '0603551d1c';
/** [0] distributionPoint, [0] fullName, [6] uri. */
const part = (uri: string): Buffer => wrap(0xa0, wrap(0xa0, wrap(0x86, Buffer.from(uri))));

const parts = testFolder();
it('a list that is a part counts for the certificates that name its address, and is no list for others', async () => {
  parts.put('vertrouwd/ca.pem', authority.trust);
  const w = await world(parts.dir);
  w.net.serves(LEAVES, await handmade(extension(ISSUING_POINT, wrap(0x30, part(LEAVES)))));
  expect(await w.verdict(peer)).toBe('good');
  const elsewhere = await authority.leaf({ oin: null, kind: 'ec', crl: 'http://crl.example/deel-2.crl' });
  expect([await w.verdict(elsewhere), await w.verdict(peer)]).toEqual(['crl-missing', 'good']);
});

it.each([
  ['only certificates of users', ISSUING_POINT, '30038101ff'],
  ['only some reasons', ISSUING_POINT, '300483020640'],
  ['certificates of other authorities', ISSUING_POINT, '30038401ff'],
  ['what changed since another list', '0603551d1b', '020101'],
  ['something that nobody here knows', '06032a0304', '0500'],
])('a list that tells of %s is not believed', async (_what, oid, value) => {
  const der = await handmade(extension(oid, Buffer.from(value, 'hex')));
  await expect(readCrl(der, [authority.intermediate])).rejects.toThrow('de lijst gaat maar over een deel');
});

it('a list of a hundred thousand is read within a moment', async () => {
  const entries = Buffer.concat(
    Array.from({ length: 100_000 }, (_, i) => {
      const entry = Buffer.from('3015020400000000170d3236303130313030303030305a', 'hex');
      entry.writeUInt32BE(0x10000000 + i, 4);
      return entry;
    }),
  );
  const der = await handmade(wrap(0x30, entries));
  const start = performance.now();
  const crl = await readCrl(der, [authority.root, authority.intermediate]);
  expect(performance.now() - start).toBeLessThan(5_000);
  const has = (serialNumber: string): boolean => crl.isRevoked({ serialNumber } as X509Certificate);
  expect(['10000000', '1001869F', '100186A0', '0FFFFFFF'].map(has)).toEqual([true, true, false, false]);
});

describe('a list is not believed', () => {
  const authorities = () => [authority.root, authority.intermediate];
  it('when another signed it', async () => {
    const other = await createAuthority('Proef');
    const forged = Buffer.from(await other.crl([]));
    await expect(readCrl(forged, authorities())).rejects.toThrow(
      'niet ondertekend door een CA die hier wordt vertrouwd',
    );
    expect(chainOf(peer.x509, [other.intermediate, other.root])).toHaveLength(1);
  });
  it('when one bit of it changed', async () => {
    const der = derOf(await list([peer.x509]));
    for (let at = 0; at < der.length; at += 13) {
      const bad = Buffer.from(der);
      bad[at]! ^= 1;
      await expect(readCrl(bad, authorities()), `byte ${at}`).rejects.toThrow(/lijst/);
    }
    expect((await readCrl(der, authorities())).isRevoked(peer.x509)).toBe(true);
  });
  it('nor what only looks like one, whatever it is', async () => {
    const der = derOf(await list([]));
    await fc.assert(
      fc.asyncProperty(fc.nat(der.length), fc.uint8Array({ maxLength: 40 }), async (at, bytes) => {
        const bad = Buffer.concat([der.subarray(0, at), bytes, der.subarray(at + bytes.length)]);
        if (!bad.equals(der)) await expect(readCrl(bad, authorities())).rejects.toThrow(/lijst/);
      }),
      { numRuns: 200 },
    );
  });
  it.each(['', 'geen lijst', '-----BEGIN X509 CRL-----\nMIIB', '0'])('when it is none: %j', async (text) => {
    await expect(readCrl(Buffer.from(text), authorities())).rejects.toThrow(/lijst/);
  });
});
