/** A certificate request: what an authority reads in it, and a key that nobody else can read and that is never overwritten. */
import { createPrivateKey, webcrypto } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { CertificationRequest, CryptoEngine, Extensions } from 'pkijs';
import { expect, it } from 'vitest';
import { fixedClock } from '../time/index.ts';
import { testFolder, testLog } from './folder.testhulp.ts';
import { createKeystore } from './keystore.ts';
import { publicKeyId } from './pem.ts';
import { createRequest } from './request.ts';

const engine = new CryptoEngine({ name: 'node', crypto: webcrypto as never });
const folder = testFolder();
const params = {
  commonName: 'zaakbode.gemeente.example',
  organization: 'Gemeente Demodam',
  subjectNumber: '00000099000000003000',
  hosts: ['zaakbode.gemeente.example', 'ebms.gemeente.example'],
  dir: folder.dir,
};

it('names the organisation and its number, asks for the hosts, and is signed with a new key of 3072 bits', async () => {
  const { pem, keyFile, requestFile } = await createRequest(params);
  expect(readFileSync(requestFile, 'utf8')).toBe(pem);
  const request = CertificationRequest.fromBER(Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64'));
  expect(await request.verify(engine)).toBe(true);
  expect(request.subject.typesAndValues.map(({ type, value }) => [type, value.valueBlock.value])).toEqual([
    ['2.5.4.10', 'Gemeente Demodam'],
    ['2.5.4.5', '00000099000000003000'],
    ['2.5.4.3', 'zaakbode.gemeente.example'],
  ]);
  const [asked] = request.attributes!;
  const { extensions } = new Extensions({ schema: asked!.values[0] });
  expect(extensions[0]!.extnID).toBe('2.5.29.17');
  expect(Buffer.from(extensions[0]!.extnValue.valueBlock.valueHexView).toString('latin1')).toContain(
    'ebms.gemeente.example',
  );

  const key = createPrivateKey(readFileSync(keyFile));
  expect(key.asymmetricKeyDetails!.modulusLength).toBe(3072);
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  const { kty, n, e } = await request
    .getPublicKey(undefined, engine)
    .then((k) => webcrypto.subtle.exportKey('jwk', k as never));
  expect(key.export({ format: 'jwk' })).toMatchObject({ kty, n, e });
  await expect(createRequest(params)).rejects.toThrow('EEXIST');
  expect(publicKeyId(createPrivateKey(readFileSync(keyFile)))).toBe(publicKeyId(key));
  // The key waits in the folder for its certificate, without a complaint.
  const log = testLog();
  await createKeystore({ dir: folder.dir, clock: fixedClock(new Date()), log });
  expect(log.taken()).toEqual([]);
});

it('can keep the key encrypted, and stays in its folder whatever the name', async () => {
  const made = await createRequest({ ...params, commonName: '../../etc/é x', passphrase: 'wachtwoord' });
  expect(made.keyFile.startsWith(`${folder.dir}/`)).toBe(true);
  expect(made.keyFile.slice(folder.dir.length + 1)).not.toContain('/');
  const pem = readFileSync(made.keyFile, 'utf8');
  expect(pem).toContain('BEGIN ENCRYPTED PRIVATE KEY');
  expect(createPrivateKey({ key: pem, passphrase: 'wachtwoord' }).asymmetricKeyType).toBe('rsa');
});
