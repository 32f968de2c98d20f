/**
 * Messages that are made to exhaust a reader (RS-F52 to F55), each with what must come out. Also the worker in which they
 * are read, with a heap of its own: one that takes too much memory ends that worker and not the test.
 */
import { isMainThread, parentPort } from 'node:worker_threads';
import {
  CpaFault,
  EbmsFault,
  parseCpa,
  parseMessage,
  readSoapFault,
  SOAP_ACTION,
} from '../../src/standaarden/ebms/index.ts';
import { readStufAnswer, readZakLk01 } from '../../src/standaarden/stuf/index.ts';
import { XmlFault } from '../../src/standaarden/xml/index.ts';
import { gewerkt } from './dekking.ts';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const EB = 'http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd';

/** An envelope with this before the root element and this in its body. */
const envelope = (prolog: string, body: string): string =>
  `${prolog}<s:Envelope xmlns:s="${SOAP}" xmlns:e="${EB}"><s:Header/><s:Body>${body}</s:Body></s:Envelope>`;

const ENTITIES = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');

/** XML that is refused whoever reads it, within the half megabyte that a SOAP part may have. */
export const XML_BOMMEN: Readonly<Record<string, () => string>> = {
  'billion laughs': () => envelope(`<!DOCTYPE a [<!ENTITY l0 "ha">${ENTITIES}]>`, '&l9;'),
  'quadratic blow-up': () => envelope(`<!DOCTYPE a [<!ENTITY l "${'x'.repeat(50_000)}">]>`, '&l;'.repeat(50_000)),
  'an entity that holds itself': () => envelope('<!DOCTYPE a [<!ENTITY l "&l;">]>', '&l;'),
  'a parameter entity': () => envelope('<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/hostname">%p;]>', ''),
  'an external entity': () => envelope('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>', '&x;'),
  'an external DTD': () => envelope('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">', ''),
  'a DOCTYPE without end': () => `<!DOCTYPE a [${'<!ENTITY a "b">'.repeat(30_000)}`,
  'a DOCTYPE inside the root': () => envelope('', '<!DOCTYPE a>'),
  '100 000 levels': () => envelope('', '<a>'.repeat(100_000)),
  'an entity that nobody declared': () => envelope('', '&x;'),
  'names that nobody closes': () => `<${'a'.repeat(400_000)}`,
  'a comment without end': () => `<!--${'-'.repeat(400_000)}`,
  '60 000 CDATA sections without end': () => `<a>${'<![CDATA[]]>'.repeat(40_000)}`,
  '50 000 attributes': () => `<a ${Array.from({ length: 50_000 }, (_, i) => `a${i}=""`).join(' ')}/>`,
  'the same attribute 50 000 times': () => `<a ${'a="" '.repeat(50_000)}/>`,
  '30 000 namespaces': () => `<a ${Array.from({ length: 30_000 }, (_, i) => `xmlns:a${i}="u"`).join(' ')}`,
  '100 000 character references': () => `<a>${'&#x10FFFF;'.repeat(40_000)}</b>`,
  'a number of 400 000 digits as reference': () => `<a>&#${'9'.repeat(400_000)};</a>`,
};

const multipart = (body: string, boundary = 'B') => ({
  contentType: `multipart/related; type="text/xml"; boundary="${boundary}"`,
  body: Buffer.from(body, 'latin1'),
});
const HEAD = 'Content-Type: text/xml\r\n\r\n';
const EMPTY = envelope('', '');

/** MIME that is refused, with bodies of up to 10 MB; a message may have 28. */
export const MIME_BOMMEN: Readonly<Record<string, () => { contentType: string; body: Buffer }>> = {
  '100 000 parts': () => multipart(`--B\r\n${HEAD}${EMPTY}${'\r\n--B\r\n\r\n'.repeat(100_000)}\r\n--B--`),
  '10 MB of parts without header': () => multipart('--B\r\n'.repeat(2_000_000)),
  'nested multiparts': () => {
    const nest = Array.from(
      { length: 2_000 },
      (_, i) => `--B${i}\r\nContent-Type: multipart/mixed; boundary=B${i + 1}\r\n\r\n`,
    );
    return multipart(nest.join(''), 'B0');
  },
  '10 MB of dashes': () => multipart(`---\r\n\r\n${'-'.repeat(10_000_000)}`, '-'),
  '10 MB of lines that look like the boundary': () => multipart(`--B\r\n\r\n${'\n--B'.repeat(2_500_000)}`),
  '10 MB of boundaries that end in a blank': () => multipart(`--B\r\n\r\n${'\r\n--B x'.repeat(1_400_000)}`),
  '10 MB of dashes before the first boundary': () => multipart('-'.repeat(10_000_000), '-'),
  'headers continued over 5 000 lines, in 100 parts': () =>
    multipart(`--B\r\n${`X: y\n${' z\n'.repeat(5_000)}\n\r\n--B\r\n`.repeat(100)}`),
  'blank continued headers, in 100 parts': () =>
    multipart(`--B\r\n${`X: ${'y'.repeat(8_000)}\n${' \n'.repeat(4_000)}\n\r\n--B\r\n`.repeat(100)}`),
  'a boundary of 3 000 characters': () => multipart('x', 'b'.repeat(3_000)),
  'a header line of 10 MB': () => multipart(`--B\r\nX: ${'y'.repeat(10_000_000)}\r\n\r\n\r\n--B--`),
  '8 MB of quoted-printable line ends as SOAP part': () =>
    multipart(`--B\r\nContent-Transfer-Encoding: quoted-printable\r\n${HEAD}${'=\r\n'.repeat(2_600_000)}\r\n--B--`),
  '8 MB of blanks in quoted-printable': () =>
    multipart(`--B\r\nContent-Transfer-Encoding: quoted-printable\r\n${HEAD}${' '.repeat(8_000_000)}\r\nx\r\n--B--`),
  '8 MB of base64 that is none': () =>
    multipart(`--B\r\nContent-Transfer-Encoding: base64\r\n${HEAD}${'AAAA'.repeat(2_000_000)}!\r\n--B--`),
};

export interface Afloop {
  readonly wat: string;
  /** The class of the fault, or `gelezen`. */
  readonly uitkomst: string;
  readonly ms: number;
}

const AUTOMATEN: Readonly<Record<string, (octets: Buffer) => unknown>> = {
  message: (body) => parseMessage({ contentType: 'text/xml', soapAction: SOAP_ACTION, body }),
  cpa: parseCpa,
  'StUF answer': readStufAnswer,
  zakLk01: readZakLk01,
  'SOAP Fault': readSoapFault,
};

function meet(wat: string, read: () => unknown): Afloop {
  const start = gewerkt();
  let uitkomst = 'gelezen';
  try {
    if (read() === null) uitkomst = 'null';
  } catch (fault) {
    const known = fault instanceof EbmsFault || fault instanceof CpaFault || fault instanceof XmlFault;
    uitkomst = known ? fault.name : `${fault}`;
  }
  return { wat, uitkomst, ms: gewerkt() - start };
}

/** Reads every bomb with everything that reads what strangers send. */
export function leesBommen(): Afloop[] {
  const xml = Object.entries(XML_BOMMEN).flatMap(([wat, make]) => {
    const octets = Buffer.from(make());
    return Object.entries(AUTOMATEN).map(([reader, read]) => meet(`${wat}, as ${reader}`, () => read(octets)));
  });
  const mime = Object.entries(MIME_BOMMEN).map(([wat, make]) => {
    const packed = make();
    return meet(wat, () => parseMessage({ ...packed, soapAction: SOAP_ACTION }));
  });
  return [...xml, ...mime];
}

if (!isMainThread && parentPort !== null && process.env['BOMMEN'] === '1') parentPort.postMessage(leesBommen());
