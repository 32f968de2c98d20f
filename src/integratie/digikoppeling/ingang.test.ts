/** The way in over a real socket: octets that no HTTP library would send (RS-F57, F60). Loopback only. */
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { hunBericht } from './partner.testhulp.ts';

let w: Wereld;
let p: Proces;
let port: number;

beforeAll(async () => {
  w = await wereld(await proefDatabase());
  p = w.proces(1);
  await p.server.listen({ port: 0, host: '127.0.0.1' });
  port = (p.server.server.address() as AddressInfo).port;
});
beforeEach(() => w.leeg());
afterAll(() => w.sluit());

/** Writes the octets and gives all that comes back until the connection ends. */
async function schrijf(...chunks: (string | Uint8Array)[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (data) => {
    answer += data.toString('latin1');
  });
  socket.on('error', () => undefined);
  const ended = once(socket, 'close');
  for (const chunk of chunks) socket.write(chunk);
  await ended;
  return answer;
}

const status = (answer: string): string => answer.split('\r\n')[0]!;

function kop(extra: readonly string[], contentType: string): string {
  const lines = [
    'POST /ebms HTTP/1.1',
    'Host: gemeente.example',
    'SOAPAction: "ebXML"',
    `Content-Type: ${contentType}`,
  ];
  return [...lines, 'Connection: close', ...extra, '', ''].join('\r\n');
}

const stuk = (bytes: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(`${bytes.byteLength.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);

describe('a message over the wire', () => {
  it('with a length is heard, with nothing in the answer', async () => {
    const { contentType, body } = hunBericht(w.cpa);
    const answer = await schrijf(kop([`Content-Length: ${body.byteLength}`], contentType), body);
    expect(status(answer)).toBe('HTTP/1.1 204 No Content');
    expect(answer.endsWith('\r\n\r\n')).toBe(true);
    expect(await w.tel('ontvangen')).toBe(1);
  });

  it('in chunks without length, as ebms-core streams it, is heard', async () => {
    const { contentType, body } = hunBericht(w.cpa);
    const half = body.byteLength >> 1;
    const chunks = [stuk(body.subarray(0, half)), stuk(body.subarray(half)), '0\r\n\r\n'];
    expect(status(await schrijf(kop(['Transfer-Encoding: chunked'], contentType), ...chunks))).toContain('204');
    expect(await w.tel('ontvangen')).toBe(1);
  });

  it.each<[string, readonly string[], (body: Uint8Array) => (string | Uint8Array)[], RegExp]>([
    ['with two lengths that differ', ['Content-Length: 5', 'Content-Length: 6'], (body) => [body], /400/],
    [
      'with a length and in chunks (request smuggling)',
      ['Content-Length: 5', 'Transfer-Encoding: chunked'],
      (body) => [stuk(body), '0\r\n\r\n'],
      /400/,
    ],
    ['with a chunk size that is none', ['Transfer-Encoding: chunked'], (body) => ['zz\r\n', body], /400/],
    ['with a length above 28 MiB', ['Content-Length: 99999999999'], (body) => [body], /413/],
    ['with a length that is less than the message', ['Content-Length: 100'], (body) => [body], /400|500/],
  ])('%s is refused, and nothing is stored', async (_what, headers, send, code) => {
    const { contentType, body } = hunBericht(w.cpa);
    // What comes after the promised length is no HTTP: which of the two is answered first is up to the clock.
    expect(status(await schrijf(kop(headers, contentType), ...send(body)))).toMatch(code);
    expect([await w.tel('ontvangen'), await w.tel('signaal')]).toEqual([0, 0]);
  });

  it.each([
    ['HTTP/0.9', 'POST /ebms\r\n\r\n', '500'],
    ['SOAP without HTTP', '<soap:Envelope/>\r\n\r\n', '400'],
  ])('as %s is refused', async (_what, octets, code) => {
    // The socket may be gone before the answer is through.
    const answer = status(await schrijf(octets));
    expect(answer === '' || answer.includes(code)).toBe(true);
  });

  it('that goes on after its length is read no further than its length, and not as a second request', async () => {
    const { contentType, body } = hunBericht(w.cpa);
    const answer = status(await schrijf(kop(['Content-Length: 100'], contentType), body));
    expect(answer).toMatch(/^(HTTP\/1\.1 (400|500) .*)?$/);
    expect([await w.tel('ontvangen'), await w.tel('signaal')]).toEqual([0, 0]);
  });
});
