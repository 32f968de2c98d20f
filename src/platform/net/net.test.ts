/**
 * The way out, against receivers that misbehave (RS-F26 to RS-F29). For each: what the caller is told, how soon, and
 * whether a byte may have left: on that hangs whether a message may be sent again under a new name.
 */
import { once } from 'node:events';
import { createServer, type Server as HttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../db/database.testhulp.ts';
import { createNet, type Net, NetFault, type NetRequest } from './index.ts';

let net: Net;
let closers: (() => Promise<void>)[] = [];

beforeEach(() => {
  net = createNet();
  closers = [];
});
afterEach(async () => {
  for (const close of closers) await close();
  await net.close();
});

async function listen(server: Server | HttpServer): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const receiver = (listener: RequestListener): Promise<string> => listen(createServer(listener));
/** A receiver below HTTP: gets the socket, and each piece that arrives. */
const raw = (onData: (socket: Socket, data: Buffer) => void): Promise<string> =>
  listen(createTcp((socket) => socket.on('data', (data) => onData(socket, data))));

const get = (url: string, extra: Partial<NetRequest> = {}): NetRequest => ({
  method: 'GET',
  url,
  timeoutMs: 5_000,
  ...extra,
});

async function faultOf(request: NetRequest): Promise<NetFault> {
  const fault = await net.request(request).then(
    (answer) => new Error(`answered ${answer.status}`),
    (error: unknown) => error,
  );
  if (!(fault instanceof NetFault)) throw fault;
  return fault;
}

describe('an answer', () => {
  it('comes with its status, headers and bytes; the request arrives as it was given', async () => {
    let seen: unknown;
    const url = await receiver(async (request, response) => {
      const body = Buffer.concat(await request.toArray());
      seen = [request.method, request.url, request.headers['soapaction'], request.headers['content-length'], body];
      response.writeHead(202, { 'content-type': 'text/xml', 'x-twee': ['a', 'b'] }).end(Buffer.from([0, 255, 10]));
    });
    const body = Buffer.from([1, 0, 254]);
    const answer = await net.request({
      method: 'POST',
      url: `${url}/digikoppeling/ebms?x=1%202`,
      headers: { SOAPAction: '"ebXML"' },
      body,
      timeoutMs: 5_000,
    });
    expect(seen).toEqual(['POST', '/digikoppeling/ebms?x=1%202', '"ebXML"', '3', body]);
    expect(answer).toMatchObject({ status: 202, headers: { 'content-type': 'text/xml', 'x-twee': 'a, b' } });
    expect(answer.body).toEqual(Buffer.from([0, 255, 10]));
  });
  it.each([200, 204, 400, 401, 403, 404, 408, 429, 500, 503])('is an answer with any status: %i', async (status) => {
    const url = await receiver((_request, response) => response.writeHead(status).end());
    expect(await net.request(get(url))).toMatchObject({ status });
  });
  it.each([301, 302, 303, 307, 308])(
    'is an answer too when it points elsewhere (%i): it is not followed',
    async (status) => {
      let elsewhere = 0;
      const other = await receiver((_request, response) => {
        elsewhere++;
        response.end();
      });
      const url = await receiver((_request, response) => response.writeHead(status, { location: other }).end());
      const answer = await net.request(get(url, { method: 'POST', body: 'geheim' }));
      expect(answer).toMatchObject({ status, headers: { location: other } });
      expect(elsewhere).toBe(0);
    },
  );
  it('may be preceded by an early hint', async () => {
    const url = await receiver((_request, response) => {
      response.writeEarlyHints({ link: '</x>; rel=preload' });
      response.writeHead(201).end('klaar');
    });
    const answer = await net.request(get(url));
    expect([answer.status, answer.body.toString()]).toEqual([201, 'klaar']);
  });
  it('uses its connections again for the next requests', async () => {
    const ports = new Set<number | undefined>();
    const url = await receiver((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('ok');
    });
    for (let i = 0; i < 10; i++) await net.request(get(url));
    expect(ports.size).toBeLessThanOrEqual(2);
  });
});

describe('nothing left the house', () => {
  it('when nobody listens there', async () => {
    const server = createTcp();
    const url = await listen(server);
    await closers.pop()!();
    const fault = await faultOf(get(url, { method: 'POST', body: 'x' }));
    expect(fault).toMatchObject({ left: false, message: 'geen verbinding (ECONNREFUSED)' });
  });
  it('when nobody listens there on any of the addresses of a name', async () => {
    const server = createTcp();
    const url = await listen(server);
    await closers.pop()!();
    expect(await faultOf(get(url.replace('127.0.0.1', 'localhost')))).toMatchObject({ left: false });
  });
  it('when the name does not exist', async () => {
    // A label of 64 letters (RFC 1035 §2.3.4 allows 63): refused by the resolver itself, so the test asks no network.
    const fault = await faultOf(get(`http://${'a'.repeat(64)}/`));
    expect(fault.left).toBe(false);
    expect(fault.message).toMatch(/^geen verbinding \((ENOTFOUND|EAI_AGAIN|EAI_FAIL)\)$/);
  });
  it.each(['geen adres', 'ftp://127.0.0.1/', 'file:///etc/passwd', ''])(
    'when the address is none that it can reach: %j',
    async (url) => {
      const fault = await faultOf(get(url));
      expect(fault.left).toBe(false);
      expect(fault.message).toMatch(/^het adres klopt niet/);
      expect(fault.message).not.toContain('passwd');
    },
  );
  it('when a header would smuggle in another', async () => {
    let asked = 0;
    const url = await receiver((_request, response) => {
      asked++;
      response.end();
    });
    const fault = await faultOf(get(url, { headers: { x: 'a\r\ny: b' } }));
    expect([fault.left, asked]).toEqual([false, 0]);
  });
  it('when it was called off before it began', async () => {
    let asked = 0;
    const url = await receiver((_request, response) => {
      asked++;
      response.end();
    });
    const fault = await faultOf(get(url, { signal: AbortSignal.abort() }));
    expect([fault.left, fault.message, asked]).toEqual([false, 'afgebroken', 0]);
  });
  it('when its time ran out while it waited behind others that get no answer', async () => {
    const bodies: string[] = [];
    const url = await raw((_socket, data) => void bodies.push(data.toString()));
    const others = new AbortController();
    const stuck = Array.from({ length: 16 }, () => faultOf(get(url, { timeoutMs: 25_000, signal: others.signal })));
    const start = performance.now();
    const fault = await faultOf(get(url, { method: 'POST', body: 'als laatste', timeoutMs: 100 }));
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(fault).toMatchObject({ left: false, message: 'geen antwoord binnen 0.1 s' });
    // Also when a connection comes free, it does not leave after all.
    others.abort();
    await Promise.all(stuck);
    await faultOf(get(url, { timeoutMs: 50 }));
    expect(bodies.join()).not.toContain('als laatste');
  });
  it('when the receiver never ends the TLS handshake', async () => {
    const hello: Buffer[] = [];
    const url = await raw((_socket, data) => void hello.push(data));
    const fault = await faultOf(get(url.replace('http', 'https'), { timeoutMs: 200 }));
    expect(fault).toMatchObject({ left: false, message: 'geen antwoord binnen 0.2 s' });
    expect(Buffer.concat(hello).length).toBeGreaterThan(0);
  });
  it('when the receiver speaks no TLS', async () => {
    const url = await raw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const fault = await faultOf(get(url.replace('http', 'https')));
    expect(fault.left).toBe(false);
    expect(fault.message).toMatch(/^geen verbinding \(ERR_SSL_\w+\)$/);
  });
  it('when it is asked after the end', async () => {
    const url = await receiver((_request, response) => response.end());
    const closed = net;
    net = createNet();
    await closed.close();
    await expect(closed.request(get(url))).rejects.toMatchObject({ name: 'NetFault', left: false });
  });
});

describe('something may have left the house', () => {
  it('when the receiver takes the request and never answers', async () => {
    let received = '';
    const url = await raw((_socket, data) => {
      received += data;
    });
    const start = performance.now();
    const fault = await faultOf(get(url, { method: 'POST', body: 'hallo', timeoutMs: 150 }));
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(fault).toMatchObject({ left: true, message: 'geen antwoord binnen 0.15 s' });
    expect(received).toContain('hallo');
  });
  it('when the answer drips: there is one deadline for the whole', async () => {
    const url = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n');
      const timer = setInterval(() => socket.write('x'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    const start = performance.now();
    const fault = await faultOf(get(url, { timeoutMs: 300 }));
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(fault).toMatchObject({ left: true, message: 'geen antwoord binnen 0.3 s' });
  });
  it('when the headers drip', async () => {
    const url = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('x: y\r\n'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    expect(await faultOf(get(url, { timeoutMs: 200 }))).toMatchObject({ left: true });
  });
  it.each([
    ['before an answer', ''],
    ['within the headers', 'HTTP/1.1 200 OK\r\nconte'],
    ['within the body', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'],
    ['within a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nha'],
  ])('when the connection ends %s', async (_when, text) => {
    const url = await raw((socket) => socket.end(text));
    const fault = await faultOf(get(url, { method: 'POST', body: 'x' }));
    expect(fault.left).toBe(true);
    expect(fault.message).toMatch(/^de verbinding brak af \(\w+\)$/);
  });
  it('when the connection is reset', async () => {
    const url = await raw((socket) => socket.resetAndDestroy());
    expect(await faultOf(get(url))).toMatchObject({ left: true, message: expect.stringContaining('brak af') });
  });
  it.each(['SSH-2.0-x\r\n\r\n', 'HTTP/1.1 abc\r\n\r\n', 'HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n'])(
    'when the answer is no HTTP: %j',
    async (text) => {
      const url = await raw((socket) => socket.end(text));
      expect(await faultOf(get(url))).toMatchObject({ left: true });
    },
  );
  it('when the answer is larger than 5 MB', async () => {
    const piece = Buffer.alloc(1024 * 1024, 'x');
    const url = await receiver(async (_request, response) => {
      for (let i = 0; i < 6; i++) response.write(piece);
      response.end();
    });
    expect(await faultOf(get(url))).toMatchObject({ left: true, message: 'het antwoord is te groot' });
    const five = await receiver((_request, response) => response.end(Buffer.alloc(5 * 1024 * 1024)));
    expect((await net.request(get(five))).body).toHaveLength(5 * 1024 * 1024);
  });
  it('when it was called off under way', async () => {
    const stop = new AbortController();
    const url = await raw(() => stop.abort());
    expect(await faultOf(get(url, { signal: stop.signal }))).toMatchObject({ left: true, message: 'afgebroken' });
  });
});

describe('after a failure', () => {
  it('the next request gets its own answer, not one that came too late', async () => {
    let asked = 0;
    const url = await raw((socket) => {
      asked++;
      if (asked > 1) socket.end('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ngoed');
    });
    await faultOf(get(url, { timeoutMs: 50 }));
    expect((await net.request(get(url))).body.toString()).toBe('goed');
  });
  it('other receivers are not held up by one that does not answer', async () => {
    const silent = await raw(() => undefined);
    const url = await receiver((_request, response) => response.end('ok'));
    const stop = new AbortController();
    const stuck = Array.from({ length: 40 }, () => faultOf(get(silent, { timeoutMs: 25_000, signal: stop.signal })));
    expect((await net.request(get(url))).status).toBe(200);
    stop.abort();
    expect(await Promise.all(stuck)).toHaveLength(40);
  });
  it('nothing of the address stands in the text, where a client may have put a number of a person', async () => {
    const url = await raw((socket) => socket.destroy());
    expect((await faultOf(get(`${url}/999993653?bsn=999993653`))).message).not.toContain('999993653');
    expect((await faultOf(get('http://x:y/999993653'))).message).not.toContain('999993653');
  });
});

describe('inside a database transaction', () => {
  it('the network is refused, with what was attempted and without the path', async () => {
    let asked = 0;
    const url = await receiver((_request, response) => {
      asked++;
      response.end();
    });
    const db = await testDatabase([]);
    const attempt = db.transaction(() => net.request(get(`${url}/personen/999993653`)));
    await expect(attempt).rejects.toThrow(
      `the network (GET ${url}) inside a database transaction: do it before begin or after commit`,
    );
    expect(asked).toBe(0);
    expect((await net.request(get(url))).status).toBe(200);
  });
});
