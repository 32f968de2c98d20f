/** Senders that say little or nothing, slowly (RS-F58): they are sent away in time, and nobody else notices. */
import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createServer, type Server } from '../../platform/http/index.ts';
import { silentLog } from '../../platform/log/index.ts';
import { seededRandom } from '../../platform/time/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { alles, type Draad, draadNaar, kop, statussen, verzoek } from './draad.testhulp.ts';
import { hunBericht } from './partner.testhulp.ts';

let w: Wereld;
let p: Proces;
let server: Server;
let sockets: Socket[] = [];

beforeAll(async () => {
  w = await wereld(await proefDatabase());
  p = w.proces(1);
});
beforeEach(() => w.leeg());
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await server.close();
});
afterAll(() => w.sluit());

/** The way in of a server with these bounds, in the place of half a minute. */
async function ingang({ headersMs, silenceMs }: { headersMs: number; silenceMs: number }): Promise<Draad> {
  const arrival = { wholeMs: 60_000, silenceMs, leastBytes: 1_000 };
  server = createServer({ log: silentLog, random: seededRandom(1), ready: async () => true, arrival });
  p.dk.mount(server, '/ebms');
  await server.ready();
  // Node looks for late headers now and then: for a test more often.
  Object.assign(server.server, { headersTimeout: headersMs, connectionsCheckingInterval: headersMs / 4 });
  return await draadNaar(server);
}

async function wordtGehoord(draad: Draad): Promise<void> {
  expect(statussen(await draad.schrijf(verzoek(hunBericht(w.cpa), ['Connection: close'])))).toEqual([204]);
  expect(await w.tel('ontvangen')).toBe(1);
}

/** Opens this many connections, each saying one of these and then nothing. */
async function stil(draad: Draad, aantal: number, teksten: readonly string[]): Promise<Socket[]> {
  for (let left = aantal; left > 0; left -= 100) {
    const some = Array.from({ length: Math.min(100, left) }, () => draad.open());
    sockets.push(...(await Promise.all(some)));
  }
  sockets.forEach((socket, i) => void socket.write(teksten[i % teksten.length]!));
  return sockets;
}

describe('a sender that is slow', () => {
  it('with its headers is sent away with 408, line by line or not', async () => {
    const draad = await ingang({ headersMs: 200, silenceMs: 60_000 });
    const socket = await draad.open();
    sockets.push(socket);
    const answer = alles(socket);
    socket.write('POST /ebms HTTP/1.1\r\nHost: a\r\n');
    const timer = setInterval(() => socket.write('X: y\r\n'), 20);
    expect(statussen(await answer)).toEqual([408]);
    clearInterval(timer);
  });

  it('with its message is sent away with 408, and nothing of it is stored', async () => {
    const draad = await ingang({ headersMs: 60_000, silenceMs: 200 });
    const socket = await draad.open();
    sockets.push(socket);
    const answer = alles(socket);
    const { contentType, body } = hunBericht(w.cpa);
    socket.write(kop([`Content-Length: ${body.byteLength}`], contentType));
    let at = 0;
    const timer = setInterval(() => {
      socket.write(body.subarray(at, at + 1));
      at += 1;
    }, 10);
    expect(statussen(await answer)).toEqual([408]);
    clearInterval(timer);
    expect([await w.tel('ontvangen'), await w.tel('signaal')]).toEqual([0, 0]);
  });

  it('with its chunks is sent away in the same way', async () => {
    const draad = await ingang({ headersMs: 60_000, silenceMs: 200 });
    const socket = await draad.open();
    sockets.push(socket);
    const answer = alles(socket);
    socket.write(kop(['Transfer-Encoding: chunked'], 'text/xml'));
    const timer = setInterval(() => socket.write('1\r\n<\r\n'), 10);
    expect(statussen(await answer)).toEqual([408]);
    clearInterval(timer);
  });
});

describe('a thousand connections', () => {
  it('that say nothing, or stop halfway, do not keep a message away, and are closed in time', async () => {
    const draad = await ingang({ headersMs: 1_000, silenceMs: 1_000 });
    const head = kop(['Content-Length: 5000'], 'text/xml');
    const idle = await stil(draad, 1_000, ['', head.slice(0, 60), head, `${head}<soap:Envelope`]);
    await wordtGehoord(draad);
    expect(idle.filter((socket) => !socket.destroyed).length).toBeGreaterThan(0);
    await Promise.all(idle.map((socket) => (socket.closed ? null : alles(socket))));
    await w.leeg();
    await wordtGehoord(draad);
  });
});
