/** The way in over a real socket: octets that no HTTP library would send (RS-F57, F60). Loopback only. */
import type { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { createServer } from '../../platform/http/index.ts';
import { silentLog } from '../../platform/log/index.ts';
import { seededRandom } from '../../platform/time/index.ts';
import { readSoapFault } from '../../standaarden/ebms/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { alles, type Draad, draadNaar, kop, status, statussen, stuk, verzoek } from './draad.testhulp.ts';
import { gewijzigd, hunBericht } from './partner.testhulp.ts';

let w: Wereld;
let p: Proces;
let draad: Draad;

beforeAll(async () => {
  w = await wereld(await proefDatabase());
  p = w.proces(1);
  draad = await draadNaar(p.server);
});
beforeEach(() => w.leeg());
afterAll(() => w.sluit());

const SLUIT = 'Connection: close';
const MIB = 1024 * 1024;

async function gehoord(): Promise<string[]> {
  const rows = await w.db.query<{ message_id: string }>(sql`select message_id from digikoppeling.ontvangen order by 1`);
  return rows.map((row) => row.message_id);
}

async function nietsBewaard(): Promise<void> {
  expect([await w.tel('ontvangen'), await w.tel('signaal')]).toEqual([0, 0]);
}

describe('a message over the wire', () => {
  it('with a length is heard, with nothing in the answer', async () => {
    const answer = await draad.schrijf(verzoek(hunBericht(w.cpa), [SLUIT]));
    expect(status(answer)).toBe('HTTP/1.1 204 No Content');
    expect(answer.endsWith('\r\n\r\n')).toBe(true);
    expect(await w.tel('ontvangen')).toBe(1);
  });

  it('in chunks without length, as ebms-core streams it, is heard', async () => {
    const { contentType, body } = hunBericht(w.cpa);
    const half = body.byteLength >> 1;
    const chunks = [stuk(body.subarray(0, half)), stuk(body.subarray(half)), '0\r\n\r\n'];
    const answer = await draad.schrijf(kop(['Transfer-Encoding: chunked', SLUIT], contentType), ...chunks);
    expect(status(answer)).toContain('204');
    expect(await w.tel('ontvangen')).toBe(1);
  });

  it('of which four that do not say how large they are fill memory already is asked to come back', async () => {
    const begin = async (): Promise<{ socket: Awaited<ReturnType<Draad['open']>>; answer: Promise<string> }> => {
      const socket = await draad.open();
      const answer = alles(socket);
      socket.write(kop(['Transfer-Encoding: chunked', SLUIT], hunBericht(w.cpa).contentType));
      socket.write(stuk(Buffer.alloc(MIB + 1, 'a')));
      return { socket, answer };
    };
    const five = await Promise.all([1, 2, 3, 4, 5].map(begin));
    const first = await Promise.race(five.map(({ answer }) => answer));
    expect(status(first)).toContain('503');
    expect(first.toLowerCase()).toContain('retry-after: 10');
    for (const { socket } of five) socket.destroy();
  });

  it('that is large leaves room for others: of one sender two at once, and the third is asked to come back', async () => {
    const server = createServer({ log: silentLog, random: seededRandom(1), ready: async () => true });
    const peer = (name: string): X509Certificate => ({ fingerprint256: name }) as X509Certificate;
    p.dk.mount(server, '/ebms', async ({ headers }) => peer(headers['x-wie'] as string));
    await server.ready();
    const own = await draadNaar(server);
    const large = verzoek(
      gewijzigd(w.cpa, (octets) => `${'x\r\n'.repeat(MIB / 2)}${octets}`),
      ['X-Wie: A', SLUIT],
    );
    const sockets = await Promise.all([1, 2, 3].map(() => own.open()));
    const answers = sockets.map((socket) => alles(socket));
    for (const socket of sockets) socket.write(large.subarray(0, MIB));
    expect(statussen(await Promise.race(answers))).toEqual([503]);
    const other = verzoek(
      gewijzigd(w.cpa, (octets) => `${'x\r\n'.repeat(MIB / 2)}${octets}`),
      ['X-Wie: B', SLUIT],
    );
    expect(statussen(await own.schrijf(other))).toEqual([204]);
    for (const socket of sockets) socket.destroy();
    await server.close();
  });

  it('octet by octet, each in a packet of its own, is heard', async () => {
    const socket = await draad.open();
    socket.setNoDelay(true);
    const answer = alles(socket);
    for (const octet of verzoek(hunBericht(w.cpa), [SLUIT])) {
      if (!socket.write(Uint8Array.of(octet))) await once(socket, 'drain');
    }
    expect(statussen(await answer)).toEqual([204]);
    expect(await w.tel('ontvangen')).toBe(1);
  });

  it('after asking whether it may (Expect: 100-continue) is heard', async () => {
    const answer = await draad.schrijf(verzoek(hunBericht(w.cpa), ['Expect: 100-continue', SLUIT]));
    expect(statussen(answer)).toEqual([100, 204]);
  });

  it('is heard one after another over one connection, also when they come at once (pipelining)', async () => {
    const ids = ['eerst', 'dan', 'laatst'].map((name) => `${name}@voorziening.example`);
    const requests = ids.map((messageId, i) => verzoek(hunBericht(w.cpa, { messageId }), i === 2 ? [SLUIT] : []));
    expect(statussen(await draad.schrijf(Buffer.concat(requests)))).toEqual([204, 204, 204]);
    expect(await gehoord()).toEqual([...ids].sort());
  });

  it('is heard after another request, and not after one that was refused: then the connection ends', async () => {
    const other = `GET /ebms HTTP/1.1\r\nHost: a\r\n\r\n`;
    const fault = verzoek({ contentType: 'text/xml', body: Buffer.from('<a/>') });
    const [one, two] = ['eerst', 'dan'].map((name) => hunBericht(w.cpa, { messageId: `${name}@voorziening.example` }));
    expect(statussen(await draad.schrijf(other, verzoek(one!), fault, verzoek(two!)))).toEqual([405, 204, 500]);
  });

  it.each<[string, readonly string[], number]>([
    ['header names in any case', ['sOAPaCTION: "ebXML"', 'cONTENT-tYPE: $'], 204],
    ['blanks around the values', ['SOAPAction: \t "ebXML" \t', 'Content-Type:  $ '], 204],
    ['no blank after the colon', ['SOAPAction:"ebXML"', 'Content-Type:$'], 204],
    ['SOAPAction without quotes', ['SOAPAction: ebXML', 'Content-Type: $'], 500],
    ['SOAPAction in single quotes', ["SOAPAction: 'ebXML'", 'Content-Type: $'], 500],
    ['an empty SOAPAction', ['SOAPAction:', 'Content-Type: $'], 500],
    ['SOAPAction twice', ['SOAPAction: "ebXML"', 'SOAPAction: "ebXML"', 'Content-Type: $'], 500],
    ['no SOAPAction', ['Content-Type: $'], 500],
    ['no Content-Type', ['SOAPAction: "ebXML"'], 415],
    ['another multipart', ['SOAPAction: "ebXML"', 'Content-Type: multipart/mixed; boundary=b'], 415],
    ['a Content-Type that is none', ['SOAPAction: "ebXML"', 'Content-Type: ;;;'], 415],
    ['a packed body', ['SOAPAction: "ebXML"', 'Content-Type: text/xml', 'Content-Encoding: gzip'], 500],
  ])('with %s', async (_what, lines, code) => {
    const { contentType, body } = hunBericht(w.cpa);
    const head = ['POST /ebms HTTP/1.1', 'Host: a', ...lines.map((line) => line.replace('$', contentType))];
    const text = [...head, `Content-Length: ${body.byteLength}`, SLUIT, '', ''].join('\r\n');
    const answer = await draad.schrijf(text, body);
    expect(statussen(answer)).toEqual([code]);
    if (code === 500) expect(readSoapFault(Buffer.from(answer.slice(answer.indexOf('\r\n\r\n') + 4)))).not.toBeNull();
    expect(await w.tel('ontvangen')).toBe(code === 204 ? 1 : 0);
  });

  it.each([
    ...['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'].map((method) => [method, 405] as const),
    // What the server knows no route for, and what is no method at all.
    ...['PROPFIND', 'LOCK', 'M-SEARCH'].map((method) => [method, 404] as const),
    ...['post', 'POSTT', 'POST\t', 'PRI'].map((method) => [method, 400] as const),
  ])('by %s instead of POST is refused with %i', async (method, code) => {
    const text = Buffer.from(verzoek(hunBericht(w.cpa), [SLUIT])).toString('latin1');
    const answer = await draad.schrijf(Buffer.from(text.replace(/^POST/, method), 'latin1'));
    expect(statussen(answer)).toEqual([code]);
    if (code === 405) expect(answer).toMatch(/\r\nallow: POST\r\n/i);
    await nietsBewaard();
  });
});

describe('a length that is a lie', () => {
  it.each<[string, readonly string[], (body: Uint8Array) => (string | Uint8Array)[], RegExp]>([
    ['two lengths that differ', ['Content-Length: 5', 'Content-Length: 6'], (body) => [body], /400/],
    ['a length that is no number', ['Content-Length: 0x10'], (body) => [body], /400/],
    ['a length with a sign', ['Content-Length: +5'], (body) => [body], /400/],
    ['a length that is a list', ['Content-Length: 5, 5'], (body) => [body], /400/],
    ['a length longer than any number', [`Content-Length: ${'9'.repeat(40)}`], (body) => [body], /400/],
    ['a chunk size that is none', ['Transfer-Encoding: chunked'], (body) => ['zz\r\n', body], /400/],
    ['a chunk size that overflows', ['Transfer-Encoding: chunked'], (body) => [`${'f'.repeat(17)}\r\n`, body], /400/],
    ['a chunk that is longer than its size', ['Transfer-Encoding: chunked'], (body) => ['5\r\n', body], /400/],
    ['a length above any that is taken in', ['Content-Length: 99999999999'], (body) => [body], /413/],
    ['a length that is less than the message', ['Content-Length: 100'], (body) => [body], /400|500/],
  ])('%s is refused, the connection ends, and nothing is stored', async (_what, headers, send, code) => {
    const { contentType, body } = hunBericht(w.cpa);
    // What comes after the promised length is no HTTP: which of the two is answered first is up to the clock.
    expect(status(await draad.schrijf(kop([...headers, SLUIT], contentType), ...send(body)))).toMatch(code);
    await nietsBewaard();
  });

  it('of more than comes: the message that was cut off is not heard, however much of it was there', async () => {
    const { contentType, body } = hunBericht(w.cpa);
    const socket = await draad.open();
    const answer = alles(socket);
    socket.write(kop([`Content-Length: ${body.byteLength + 1}`], contentType));
    socket.end(body);
    expect(statussen(await answer)).not.toContain(204);
    await nietsBewaard();
  });

  it('goes on after its length: it is read no further than that, and not as a second request', async () => {
    const { contentType, body } = hunBericht(w.cpa);
    const answer = status(await draad.schrijf(kop(['Content-Length: 100', SLUIT], contentType), body));
    expect(answer).toMatch(/^(HTTP\/1\.1 (400|500) .*)?$/);
    await nietsBewaard();
  });
});

describe('a message that is too large', () => {
  it('by its length is refused before it comes, and the connection ends', async () => {
    const klein = await draadNaar(w.proces(2, { maxBytes: 3 * MIB }).server);
    const answer = await klein.schrijf(kop([`Content-Length: ${3 * MIB + 1}`], 'text/xml'));
    expect(status(answer)).toContain('413');
    expect(answer).toContain('Grote Berichten');
  });

  it('in chunks is refused when it turns out to be, and the connection ends: no more is read of it', async () => {
    const socket = await draad.open();
    const answer = alles(socket);
    socket.write(kop(['Transfer-Encoding: chunked'], 'text/xml'));
    const chunk = stuk(Buffer.alloc(MIB));
    let answered = false;
    socket.once('data', () => {
      answered = true;
    });
    let written = 0;
    for (; written < 100 && !answered && socket.writable; written += 1) {
      await Promise.race([new Promise((resolve) => socket.write(chunk, resolve)), answer]);
    }
    expect(statussen(await answer)).toEqual([413]);
    // 28, and what the buffers of both sides hold.
    expect(written).toBeLessThan(60);
    await nietsBewaard();
  });

  it.each(['POST', 'PUT'])('and refused for another reason, by %s, is not read on either', async (method) => {
    const socket = await draad.open();
    const answer = alles(socket);
    socket.write(kop(['Transfer-Encoding: chunked'], ';;;').replace('POST', method));
    const chunk = stuk(Buffer.alloc(64 * 1024));
    for (let written = 0; written < 1_000 && socket.writable; written += 1) {
      await Promise.race([new Promise((resolve) => socket.write(chunk, resolve)), answer]);
    }
    expect(socket.writable).toBe(false);
    expect([[415], [405], []]).toContainEqual(statussen(await answer));
  });

  it('in chunks takes one of the few places for large ones: the third of one sender is asked to come back, and small ones go on', async () => {
    const begin = Buffer.concat([
      Buffer.from(kop(['Transfer-Encoding: chunked'], 'text/xml')),
      stuk(Buffer.alloc(2 * MIB)),
    ]);
    const large = await Promise.all(Array.from({ length: 3 }, () => draad.open()));
    const answers = large.map(alles);
    for (const socket of large) socket.write(begin);
    // Whichever of the three comes last.
    expect(statussen(await Promise.race(answers))).toEqual([503]);
    expect(statussen(await draad.schrijf(verzoek(hunBericht(w.cpa), [SLUIT])))).toEqual([204]);
    for (const socket of large) if (socket.writable) socket.write('0\r\n\r\n');
    expect((await Promise.all(answers)).map(statussen).sort()).toEqual([[500], [500], [503]]);
  });

  it('in its headers is refused', async () => {
    const answer = await draad.schrijf(kop([`X: ${'x'.repeat(20_000)}`], 'text/xml'));
    expect(status(answer)).toContain('413');
  });
});

describe('a second request hidden in the first (request smuggling)', () => {
  const hidden = () => verzoek(hunBericht(w.cpa, { messageId: 'verborgen@voorziening.example' }), [SLUIT]);

  it.each<[string, readonly string[]]>([
    ['a length and chunks (CL.TE)', ['Content-Length: 6', 'Transfer-Encoding: chunked']],
    ['chunks and a length (TE.CL)', ['Transfer-Encoding: chunked', 'Content-Length: 6']],
    ['chunks under a name with a blank', ['Content-Length: 5', 'Transfer-Encoding : chunked']],
    ['chunks on a line that is folded', ['Content-Length: 5', 'Transfer-Encoding:\r\n chunked']],
    ['chunks that are something else', ['Content-Length: 5', 'Transfer-Encoding: xchunked']],
    ['chunks and then something else', ['Content-Length: 5', 'Transfer-Encoding: chunked, identity']],
    ['chunks twice', ['Content-Length: 5', 'Transfer-Encoding: chunked', 'Transfer-Encoding: identity']],
    ['chunks after a vertical tab', ['Content-Length: 5', 'Transfer-Encoding: \x0bchunked']],
    ['a length with a bare line feed before it', ['X: y\nContent-Length: 5', 'Transfer-Encoding: chunked']],
    ['a length with a NUL', ['Content-Length: 5\0', 'Transfer-Encoding: chunked']],
  ])('behind %s is not heard', async (_what, headers) => {
    const answers = await draad.schrijf(kop(headers, 'text/xml'), '0\r\n\r\n', hidden());
    expect(statussen(answers)).not.toContain(204);
    await nietsBewaard();
  });

  it.each([
    ['a chunk with a bare line feed', '0\n\n'],
    ['a chunk extension with a line feed', '0;a=\n\r\n'],
    ['a trailer that is a request', '0\r\nX: y\r\n GET / HTTP/1.1\r\n\r\n'],
  ])('behind %s is not heard as part of it', async (_what, end) => {
    const answers = statussen(await draad.schrijf(kop(['Transfer-Encoding: chunked'], 'text/xml'), end, hidden()));
    // A server that takes this as the end of the first request must answer both, and each by itself.
    expect(answers.filter((code) => code === 204)).toHaveLength(await w.tel('ontvangen'));
    if (answers.includes(204)) expect(answers).toEqual([500, 204]);
  });
});

describe('what is no HTTP/1.1', () => {
  it.each([
    ['HTTP/0.9', 'POST /ebms\r\n\r\n', '500'],
    ['HTTP/1.0 without anything', 'POST /ebms HTTP/1.0\r\n\r\n', '500'],
    ['HTTP/2 at once', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', '400'],
    ['HTTP/9.9', 'POST /ebms HTTP/9.9\r\nHost: a\r\n\r\n', '400'],
    ['HTTP/1.1 without Host', 'POST /ebms HTTP/1.1\r\nContent-Length: 0\r\n\r\n', '400'],
    ['a TLS handshake', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', '400'],
    ['SOAP without HTTP', '<soap:Envelope/>\r\n\r\n', '400'],
    ['a tunnel', 'CONNECT gemeente.example:443 HTTP/1.1\r\nHost: a\r\n\r\n', 'nothing'],
  ])('%s is refused, and the connection ends', async (_what, octets, code) => {
    // The socket may be gone before the answer is through.
    const answer = status(await draad.schrijf(Buffer.from(octets, 'latin1')));
    expect(answer === '' || answer.includes(code)).toBe(true);
    await nietsBewaard();
  });
});
