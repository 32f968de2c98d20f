/** `zaakbode/ebms` as another program gets it: the built JavaScript, through the exports of package.json, in plain Node. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Identities, identities } from './beveiligd.testhulp.ts';
import * as library from './index.ts';
import { CPA_PARAMS } from './voorbeeld.testhulp.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const BUILT = join(ROOT, 'dist/standaarden/ebms/index.js');
const built = existsSync(BUILT);
if (!built) process.stdout.write('No dist: zaakbode/ebms is not tested as a package (npm run build).\n');

/** The oldest Node that the package promises to work with, when the machine has it; else the one of these tests. */
function oldestNode(): string {
  const found = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'node'));
  const isOldest = (node: string): boolean =>
    existsSync(node) && spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.startsWith('v20.');
  return found.find(isOldest) ?? process.execPath;
}

/** Runs an ES module from the root of the package, without our environment. */
const run = (script: string): string =>
  execFileSync(oldestNode(), ['--input-type=module', '-'], { cwd: ROOT, env: {}, input: script, encoding: 'utf8' });

function preface({ gemeente, voorziening }: Identities): string {
  const [first, second] = CPA_PARAMS.parties;
  const certificates = ({ x509 }: Identities['gemeente']) => ({ signing: x509, encryption: x509 });
  const parties = [
    { ...first, ...certificates(gemeente) },
    { ...second, ...certificates(voorziening) },
  ] as const;
  const cpa = library.writeCpa({ ...CPA_PARAMS, profile: 'osb-rm-e', parties });
  return `
    import { createPrivateKey, X509Certificate } from 'node:crypto';
    const key = (pem) => createPrivateKey(pem);
    const cpaXml = ${JSON.stringify(cpa)};
    let signingKey = key(${JSON.stringify(gemeente.keyPem)});
    const decryptionKey = key(${JSON.stringify(voorziening.keyPem)});
    const payload = new TextEncoder().encode('<zakLk01/>');
    const now = new Date('2026-11-22T10:00:00Z');
    const ids = () => ({ messageId: 'antwoord-1@voorziening.example', timestamp: now });
  `;
}

/** The examples in their order, each with what the reader is said to have at that point. */
function story(people: Identities, examples: readonly string[]): string {
  const [out, receive, receipt, apart, ...more] = examples;
  expect([more, examples.length]).toEqual([[], 4]);
  return [
    preface(people),
    out,
    receive,
    `
    const ourKey = signingKey;
    signingKey = key(${JSON.stringify(people.voorziening.keyPem)});
    const answered = receive({ headers, body });
    const bad = receive({ headers, body: Buffer.from(Buffer.from(body).toString('latin1').replace('zaak-2026-0001', 'zaak-2026-0002'), 'latin1') });
    const none = receive({ headers: { 'content-type': 'text/xml', soapaction: SOAP_ACTION }, body: Buffer.from('x') });
    signingKey = ourKey;
    const kept = readReferences(parseMessage({ contentType, soapAction: SOAP_ACTION, body }).soapPart);
    const acknowledgment = receive({ headers: { 'content-type': answered.then.contentType, soapaction: SOAP_ACTION }, body: answered.then.body }).got;
    `,
    receipt,
    `
    const certificate = new X509Certificate(${JSON.stringify(people.gemeente.chain)});
    const attachments = [{ contentId: 'a@x', contentType: 'text/plain', content: payload }];
    const params = { route, ...ids(), conversationId: 'g', attachments };
    `,
    apart,
    `
    console.log(JSON.stringify({
      received: Buffer.from(answered.got.attachments[0].content).toString(),
      refused: [bad.status, Buffer.from(bad.then.body).includes('SecurityFailure'), none.status],
      proven: [acknowledgment.kind, kept.length, problems],
      verified: wrong,
      // Of another's key, so it stays shut.
      shut: plain.errors.map(({ errorCode }) => errorCode),
    }));
    `,
  ].join('\n');
}

describe.skipIf(!built)('zaakbode/ebms (needs dist)', () => {
  it('exports what the source exports', () => {
    const names = JSON.parse(
      run("import * as ebms from 'zaakbode/ebms'; console.log(JSON.stringify(Object.keys(ebms)));"),
    );
    expect(names.sort()).toEqual(Object.keys(library).sort());
    const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(existsSync(join(ROOT, exports['./ebms'].types))).toBe(true);
  });

  it('the examples of its README run', async () => {
    const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
    const examples = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code ?? '');
    expect(JSON.parse(run(story(await identities(), examples)))).toEqual({
      received: '<zakLk01/>',
      refused: [204, true, 500],
      proven: ['acknowledgment', 2, []],
      verified: [],
      shut: ['SecurityFailure'],
    });
  });
});
