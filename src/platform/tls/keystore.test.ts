/** The folder with keys, as an operator handles it: put in, replaced, half written, unreadable, nearly over. */
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../time/index.ts';
import { CLIENT_AUTH, SERVER_AUTH } from './certificate.ts';
import { testFolder, testLog } from './folder.testhulp.ts';
import { chooseIdentity, createKeystore, type Keystore, NoIdentity } from './keystore.ts';
import { type Authority, createAuthority, type Identity } from './pki.testhulp.ts';

const OIN = '00000099000000003000';
const DAY = 24 * 60 * 60 * 1000;

let authority: Authority;
let rsa: Identity;
let ec: Identity;

beforeAll(async () => {
  authority = await createAuthority();
  rsa = await authority.leaf({ oin: OIN });
  ec = await authority.leaf({ oin: OIN, kind: 'ec' });
});

const leafOf = ({ x509 }: Identity): string => x509.toString();
const open = (dir: string, passphrase: string | null = null, now = new Date()) => {
  const log = testLog();
  const clock = fixedClock(now);
  return createKeystore({ dir, passphrase, clock, log }).then((keystore) => ({ keystore, log, clock }));
};
const names = (keystore: Keystore): string[] => keystore.identities().map(({ fingerprint }) => fingerprint.slice(0, 8));
const nameOf = ({ x509 }: Identity): string => x509.fingerprint256.replaceAll(':', '').toLowerCase().slice(0, 8);

describe('a folder', () => {
  const empty = testFolder();
  it('that is empty, or not there, holds nothing', async () => {
    const { keystore, log } = await open(`${empty.dir}/nergens`);
    expect([keystore.identities(), keystore.trust(), log.taken()]).toEqual([[], [], []]);
  });

  const whole = testFolder();
  it('gives each certificate its key and its chain, from whatever files they stand in', async () => {
    whole.put('a-sleutel.pem', rsa.keyPem);
    whole.put('b-keten.pem', leafOf(rsa));
    whole.put('c.pem', `Opmerking van de beheerder\n${ec.keyPem}\n${leafOf(ec)}`);
    whole.put('vertrouwd/ca.pem', authority.trust);
    whole.put('aanvraag.csr', 'geen PEM');
    whole.put('LEESMIJ.txt', 'hoi');
    const { keystore, log } = await open(whole.dir);
    expect(log.taken()).toEqual([]);
    expect(names(keystore).sort()).toEqual([nameOf(rsa), nameOf(ec)].sort());
    const [identity] = keystore
      .identities()
      .filter(({ certificate }) => certificate.fingerprint256 === rsa.x509.fingerprint256);
    expect(identity).toMatchObject({ subjectNumber: OIN, daysLeft: 364 });
    expect(identity!.chain.map(String)).toEqual([leafOf(rsa), authority.intermediate.toString()]);
    expect(identity!.key.equals(rsa.key)).toBe(true);
    expect(keystore.trust().map(String)).toEqual([authority.root, authority.intermediate].map(String));
  });

  it('finds the key and the identity by certificate, also by one that was read elsewhere', async () => {
    const { keystore } = await open(whole.dir);
    const again = new X509Certificate(rsa.x509.raw);
    expect(keystore.keyOf(again)?.equals(rsa.key)).toBe(true);
    expect(keystore.identityOf(again)?.subjectNumber).toBe(OIN);
    const stranger = await authority.leaf({ oin: OIN, kind: 'ec' });
    expect([keystore.keyOf(stranger.x509), keystore.identityOf(stranger.x509)]).toEqual([null, null]);
  });

  const secret = testFolder();
  it('may hold keys that are encrypted, with the passphrase from a setting', async () => {
    const key = ec.key.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'wachtwoord' });
    secret.put('alles.pem', `${key}${leafOf(ec)}`);
    expect(names((await open(secret.dir, 'wachtwoord')).keystore)).toEqual([nameOf(ec)]);
    for (const wrong of ['ander', null]) {
      const { keystore, log } = await open(secret.dir, wrong);
      expect(names(keystore)).toEqual([]);
      const lines = log.taken().join();
      expect(lines).toContain('alles.pem');
      expect(lines).toMatch(/wachtwoord/);
      expect(lines).not.toMatch(/-----|ander/);
    }
  });

  const none = testFolder();
  it('that is none is told once', async () => {
    none.put('bestand', '');
    const { keystore, log } = await open(`${none.dir}/bestand`);
    await keystore.refresh();
    expect(log.taken()).toEqual([expect.stringMatching(/^warn de map met sleutels is niet te lezen.*ENOTDIR/)]);
  });

  const shared = testFolder();
  it('with a key that everybody may read is told of', async () => {
    shared.put('open.pem', ec.keyPem, 0o644);
    shared.put('certificaat.pem', leafOf(ec), 0o644);
    const { log } = await open(shared.dir);
    expect(log.taken()).toEqual([expect.stringMatching(/^warn .*voor iedereen te lezen.*open\.pem/)]);
  });
});

describe('a change on disk', () => {
  const folder = testFolder();
  let keystore: Keystore;
  let log: ReturnType<typeof testLog>;
  let told = 0;

  beforeAll(async () => {
    folder.put('sleutel.pem', rsa.keyPem);
    folder.put('certificaat.pem', leafOf(rsa));
    ({ keystore, log } = await open(folder.dir));
    keystore.onChange(() => told++);
  });

  it('that did not happen tells nobody', async () => {
    expect([await keystore.refresh(), told]).toEqual([false, 0]);
  });

  it('that is half written, or unreadable, changes nothing and is told once, without a word of the file', async () => {
    for (const text of [
      rsa.keyPem.slice(0, 200),
      '-----BEGIN PRIVATE KEY-----\ngeheim\n-----END PRIVATE KEY-----\n',
      '',
    ]) {
      folder.put('sleutel.pem', text);
      await keystore.refresh();
      await keystore.refresh();
      const lines = log.taken();
      expect(lines).toEqual([expect.stringMatching(/^warn .*wat er was, blijft gelden .*sleutel\.pem/)]);
      expect(lines.join()).not.toMatch(/geheim|-----|MII/);
      expect(names(keystore)).toEqual([nameOf(rsa)]);
    }
    expect(told).toBe(0);
  });

  it('in two files keeps the old identity until both are there, in whatever order', async () => {
    folder.put('certificaat.pem', leafOf(ec));
    folder.put('sleutel.pem', rsa.keyPem);
    await keystore.refresh();
    expect(names(keystore)).toEqual([nameOf(rsa)]);
    expect(log.taken().join()).toContain('half bijgewerkt');
    folder.put('sleutel.pem', ec.keyPem);
    await keystore.refresh();
    expect(names(keystore)).toEqual([nameOf(ec)]);
    folder.put('sleutel.pem', rsa.keyPem);
    await keystore.refresh();
    expect(names(keystore)).toEqual([nameOf(ec)]);
    folder.put('certificaat.pem', leafOf(rsa));
    await keystore.refresh();
    expect(names(keystore)).toEqual([nameOf(rsa)]);
    expect(told).toBeGreaterThan(2);
  });

  it('that takes everything away takes it away', async () => {
    folder.remove('sleutel.pem');
    folder.remove('certificaat.pem');
    expect([await keystore.refresh(), names(keystore)]).toEqual([true, []]);
  });

  it('that adds a key without certificate waits for its certificate', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    log.taken();
    folder.put('nieuw.pem', String(privateKey.export({ format: 'pem', type: 'sec1' })));
    expect([await keystore.refresh(), names(keystore), log.taken()]).toEqual([true, [], []]);
  });
});

describe('a certificate that ends', () => {
  const folder = testFolder();
  it('is told of at 60, 30 and 7 days and when it is over, once each', async () => {
    folder.put('alles.pem', `${rsa.keyPem}${leafOf(rsa)}`);
    const end = rsa.x509.validToDate.getTime();
    const { keystore, log, clock } = await open(folder.dir, null, new Date(end - 61 * DAY));
    expect(log.taken()).toEqual([]);
    const told: Record<number, string[]> = {};
    for (const days of [60.5, 60, 59, 30, 29, 7, 6, 0, -1, -2]) {
      clock.set(new Date(end - days * DAY));
      await keystore.refresh();
      await keystore.refresh();
      const lines = log.taken();
      if (lines.length > 0) told[days] = lines;
    }
    const soon = (days: number) => [expect.stringMatching(new RegExp(`^warn .*verloopt binnenkort.*"dagen":${days},`))];
    expect(told).toEqual({
      60.5: soon(60),
      30: soon(30),
      7: soon(7),
      '-1': [expect.stringMatching(/^error .*verlopen/)],
    });
    expect(keystore.identities()[0]!.daysLeft).toBe(-2);
  });
});

describe('the certificate to show', () => {
  const folder = testFolder();
  const now = new Date();
  const shown = (keystore: Keystore, wanted: string | null, purpose = SERVER_AUTH): string =>
    chooseIdentity(keystore, wanted, purpose, now).fingerprint.slice(0, 8);

  it('is the only one, the one that was named, or of one organisation the one that holds and ends last', async () => {
    const { keystore } = await open(folder.dir);
    expect(() => shown(keystore, null)).toThrow(NoIdentity);
    expect(() => shown(keystore, OIN)).toThrow(OIN);
    folder.put('1.pem', `${rsa.keyPem}${leafOf(rsa)}`);
    await keystore.refresh();
    expect(shown(keystore, null)).toBe(nameOf(rsa));

    const later = await authority.leaf({ oin: OIN, kind: 'ec', until: new Date(now.getTime() + 700 * DAY) });
    const notYet = await authority.leaf({
      oin: OIN,
      kind: 'ec',
      from: new Date(now.getTime() + DAY),
      until: new Date(now.getTime() + 900 * DAY),
    });
    const signing = await authority.leaf({
      oin: OIN,
      kind: 'ec',
      purposes: ['1.3.6.1.5.5.7.3.36'],
      until: new Date(now.getTime() + 900 * DAY),
    });
    for (const [i, one] of [later, notYet, signing].entries()) folder.put(`2-${i}.pem`, `${one.keyPem}${leafOf(one)}`);
    await keystore.refresh();
    expect(shown(keystore, null)).toBe(nameOf(later));
    expect(shown(keystore, OIN, CLIENT_AUTH)).toBe(nameOf(later));
    expect(shown(keystore, rsa.x509.fingerprint256)).toBe(nameOf(rsa));

    const other = await authority.leaf({ oin: '00000099000000004000', kind: 'ec' });
    folder.put('3.pem', `${other.keyPem}${leafOf(other)}`);
    await keystore.refresh();
    expect(() => shown(keystore, null)).toThrow('meer dan één organisatie');
    expect(shown(keystore, '00000099000000004000')).toBe(nameOf(other));
    expect(() => shown(keystore, 'iets anders')).toThrow('iets anders');
  });
});
