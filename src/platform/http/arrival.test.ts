/** How long a request may take to arrive, over a real connection. */
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Arrival } from './arrival.ts';
import { expectProblem, parseRaw, type TestServer, testServer } from './http.testhulp.ts';

let t: TestServer;
let sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await t.server.close();
});

/** A server with a route for files, and a connection to it. */
async function open(arrival: Arrival): Promise<Socket> {
  t = testServer(undefined, arrival);
  t.server.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  t.server.put('/bestand', { config: { patience: 'body' } }, async (request) => {
    let bytes = 0;
    for await (const chunk of request.body as AsyncIterable<Buffer>) bytes += chunk.length;
    return { bytes };
  });
  const url = new URL(await t.server.listen({ port: 0, host: '127.0.0.1' }));
  const socket = connect(Number(url.port), url.hostname);
  sockets.push(socket);
  return socket;
}

/** All that comes back until the other side ends the connection. */
function received(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (data) => {
      text += data;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
}

const HEAD = (method: string, path: string, type: string, length: number) =>
  `${method} ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\nconnection: close\r\n\r\n`;

/** Sends a byte now and then, until there are enough or the other side is gone. */
function drip(socket: Socket, bytes: number, everyMs: number): void {
  let left = bytes;
  const timer = setInterval(() => {
    if (left === 0 || socket.destroyed) return clearInterval(timer);
    socket.write('1');
    left -= 1;
  }, everyMs);
}

describe('an ordinary request', () => {
  it.each(['/zaken', '/bestaat-niet', '/%'])(
    'that drips in is refused with 408, also while bytes come: %s',
    async (path) => {
      const socket = await open({ wholeMs: 150, silenceMs: 60_000 });
      const answer = received(socket);
      socket.write(HEAD('POST', path, 'application/json', 1000));
      drip(socket, 1000, 20);
      const text = await answer;
      // What cannot be read is answered at once, and then its connection ends all the same.
      const first = parseRaw(text);
      if (path === '/%') expect(first.statusCode).toBe(400);
      else expectProblem(first, 'request_timeout');
    },
  );
});

describe('a request with a file', () => {
  it('may take its time as long as bytes come', async () => {
    const socket = await open({ wholeMs: 50, silenceMs: 250 });
    const answer = received(socket);
    socket.write(HEAD('PUT', '/bestand', 'application/octet-stream', 12));
    drip(socket, 12, 50);
    expect(parseRaw(await answer).body).toBe('{"bytes":12}');
  });
  it('is refused with 408 when hardly anything comes (slowloris)', async () => {
    const socket = await open({ wholeMs: 60_000, silenceMs: 100, leastBytes: 100 });
    const answer = received(socket);
    socket.write(HEAD('PUT', '/bestand', 'application/octet-stream', 100_000));
    drip(socket, 1_000, 20);
    expectProblem(parseRaw(await answer), 'request_timeout');
  });
  it('is refused with 408 once nothing comes any more', async () => {
    const socket = await open({ wholeMs: 60_000, silenceMs: 100 });
    const answer = received(socket);
    socket.write(`${HEAD('PUT', '/bestand', 'application/octet-stream', 12)}12345`);
    expectProblem(parseRaw(await answer), 'request_timeout');
  });
});
