/** What happens on the socket itself: what is no HTTP, and requests to a server that stops. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectProblem, type Line, parseRaw, testServer } from './http.testhulp.ts';
import type { Server } from './index.ts';

let server: Server;
let lines: readonly Line[];
beforeEach(() => {
  ({ server, lines } = testServer());
});
afterEach(() => server.close());

describe('what is not HTTP at all', () => {
  it.each([
    ['garbage', 'HALLO\r\n\r\n', 'parse_error'],
    ['a method that does not exist', 'FOO / HTTP/1.1\r\nhost: a\r\n\r\n', 'parse_error'],
    ['a header without a colon', 'GET / HTTP/1.1\r\nhost a\r\n\r\n', 'parse_error'],
    ['two lengths', 'POST /zaken HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n', 'parse_error'],
    [
      'a length and chunks at once',
      'POST /zaken HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      'parse_error',
    ],
    ['headers of 20 kB', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 'request_too_large'],
  ] as const)('%s gets a problem with the security headers, and the connection ends', async (_what, sent, code) => {
    const url = new URL(await server.listen({ port: 0, host: '127.0.0.1' }));
    const received = await new Promise<string>((resolve) => {
      const socket = connect(Number(url.port), url.hostname, () => socket.write(sent));
      let text = '';
      socket.on('data', (data) => {
        text += data;
      });
      socket.on('close', () => resolve(text));
      socket.on('error', () => undefined);
    });
    const answer = parseRaw(received);
    expectProblem(answer, code);
    expect(answer.headers['connection']).toBe('close');
    expect(Number(answer.headers['content-length'])).toBe(Buffer.byteLength(answer.body));
  });
});

describe('503', () => {
  it('a server that is stopping finishes its work, and sends new requests away as a problem', async () => {
    let finish: (() => void) | undefined;
    const started = new Promise<void>((resolve) => {
      server.get('/traag', () => {
        resolve();
        return new Promise((answer) => {
          finish = () => answer({ klaar: true });
        });
      });
    });
    const url = new URL(await server.listen({ port: 0, host: '127.0.0.1' }));
    const socket = connect(Number(url.port), url.hostname);
    let received = '';
    socket.on('data', (data) => {
      received += data;
    });
    const ended = new Promise((resolve) => socket.once('close', resolve));
    // Both requests come over a connection that stands already: a stopping server takes no new ones.
    socket.write('GET /traag HTTP/1.1\r\nhost: a\r\n\r\n');
    await started;
    const closing = server.close();
    const arrived = once(server.server, 'request');
    socket.write('GET /zaken/1 HTTP/1.1\r\nhost: a\r\n\r\n');
    await arrived;
    finish!();
    await Promise.all([closing, ended]);
    const [first, second] = received.split(/(?=HTTP\/1\.1 )/);
    expect(first).toContain('{"klaar":true}');
    expectProblem(parseRaw(second!), 'unavailable');
    expect(parseRaw(second!).headers['retry-after']).toBe('2');
    expect(lines.map((line) => [line.level, line.fields['status']])).toEqual([
      ['info', 200],
      ['info', 503],
    ]);
  });
});
