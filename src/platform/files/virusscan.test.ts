/** The virus scanner, against a clamd of the test that does what it is told, and against a real one where there is one. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clamd, ScanFault, ScanLimit, type VirusScanner } from './index.ts';
import { bytesOf, inPieces } from './objects.testhulp.ts';

/** The test file of EICAR, in two parts: so that no scanner takes this file for it. */
const EICAR = Buffer.from(`X5O!P%@AP[4\\PZX54(P^)7CC)7}$${'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'}`);

/** Its answer once it has all of it, or what it does instead: `before` it got anything, or `at` so many bytes. */
interface Behaviour {
  answer?: (content: Buffer) => string;
  at?: [number, (socket: Socket) => void];
  end?: (socket: Socket) => void;
}

let server: Server;
let sockets: Set<Socket>;
let where: { host: string; port: number };
let behaviour: Behaviour;
/** What clamd got, piece by piece. */
let pieces: Buffer[];

beforeEach(async () => {
  sockets = new Set();
  behaviour = {};
  pieces = [];
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  where = { host: '127.0.0.1', port: (server.address() as { port: number }).port };
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  server.close();
  await once(server, 'close');
});

/** clamd's side of INSTREAM. */
function serve(socket: Socket): void {
  let held = Buffer.alloc(0);
  let got = 0;
  let begun = false;
  let acted = false;
  socket.on('data', (data) => {
    held = Buffer.concat([held, data]);
    if (!begun) {
      if (held.length < 10) return;
      expect(held.toString('latin1', 0, 10)).toBe('zINSTREAM\0');
      held = held.subarray(10);
      begun = true;
    }
    for (;;) {
      const { at } = behaviour;
      if (at && !acted && got >= at[0]) {
        acted = true;
        at[1](socket);
      }
      if (held.length < 4 || held.length < 4 + held.readUInt32BE()) return;
      const size = held.readUInt32BE();
      const piece = held.subarray(4, 4 + size);
      held = held.subarray(4 + size);
      if (size === 0) return finish(socket);
      pieces.push(Buffer.from(piece));
      got += size;
    }
  });
}

function finish(socket: Socket): void {
  if (behaviour.end) behaviour.end(socket);
  else socket.end(`${(behaviour.answer ?? (() => 'stream: OK'))(Buffer.concat(pieces))}\0`);
}

const LARGE = bytesOf(1_000_000);
async function faultOf(work: Promise<unknown>): Promise<Error> {
  const fault = await work.then(
    (verdict) => new Error(`said ${JSON.stringify(verdict)}`),
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(ScanFault);
  return fault as Error;
}
const scan = (bytes: Uint8Array, piece = 150_000) => clamd(where).scan(inPieces(bytes, piece));

describe('content', () => {
  it('is clean when clamd says so of all of it, in bounded pieces', async () => {
    expect(await scan(LARGE)).toEqual({ clean: true });
    expect(Buffer.concat(pieces).equals(LARGE)).toBe(true);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBe(64 * 1024);
  });
  it('may be empty, or come in empty pieces: those are not the end', async () => {
    expect(await scan(Buffer.alloc(0))).toEqual({ clean: true });
    async function* withGaps(): AsyncGenerator<Buffer> {
      for (const text of ['', 'hal', '', 'lo', '']) yield Buffer.from(text);
    }
    expect(await clamd(where).scan(withGaps())).toEqual({ clean: true });
    expect(Buffer.concat(pieces).toString()).toBe('hallo');
  });
  it('with a virus is not, and its name is told without what harms a log', async () => {
    behaviour.answer = (content) =>
      content.equals(EICAR) ? 'stream: Eicar-Test\x1b[31m\r\nSignature FOUND' : 'stream: OK';
    expect(await scan(EICAR)).toMatchObject({ clean: false, naam: expect.stringMatching(/^[ -~]+$/) });
    behaviour.answer = () => 'stream: Win.Test.EICAR_HDB-1 FOUND';
    expect(await scan(EICAR)).toEqual({ clean: false, naam: 'Win.Test.EICAR_HDB-1' });
  });
  it('is scanned 20 at a time, each with its own verdict', async () => {
    behaviour.end = (socket) => void socket.end('stream: OK\0');
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => scan(LARGE)));
    expect(verdicts).toEqual(Array(20).fill({ clean: true }));
  });
});

describe('content is not clean, but unknown,', () => {
  it('when it is larger than clamd takes: told at once, also while it is sent', async () => {
    let given = 0;
    behaviour.at = [200_000, (socket) => void socket.write('INSTREAM size limit exceeded. ERROR\0')];
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) {
        given++;
        yield Buffer.alloc(10_000);
      }
    }
    const fault = await faultOf(clamd(where).scan(endless()));
    expect(fault).toBeInstanceOf(ScanLimit);
    expect(fault.message).toContain('Verhoog StreamMaxLength');
    expect(given).toBeLessThan(5_000);
  });
  it.each([
    ['of an error', "stream: Can't allocate memory ERROR"],
    ['of its own', 'UNKNOWN COMMAND'],
    ['empty', ''],
    ['of another content', 'OK'],
    ['almost clean', 'stream: OK?'],
    ['almost a virus', 'stream: x FOUND and more'],
    ['without end', 'x'.repeat(10_000)],
  ])('when clamd has another answer: %s', async (_what, answer) => {
    behaviour.answer = () => answer;
    expect((await faultOf(scan(LARGE))).message).toMatch(/gaf geen oordeel: ".{0,100}"/);
  });
  it('when clamd says it is before it had all of it', async () => {
    behaviour.at = [0, (socket) => void socket.write('stream: OK\0')];
    async function* hanging(): AsyncGenerator<Buffer> {
      yield LARGE;
      await new Promise(() => undefined);
    }
    expect((await faultOf(clamd(where).scan(hanging()))).message).toContain('gaf geen oordeel');
  });
  it.each<[string, Behaviour]>([
    ['before it got anything', { at: [0, (socket) => socket.destroy()] }],
    ['halfway', { at: [300_000, (socket) => socket.destroy()] }],
    ['with a reset', { at: [300_000, (socket) => socket.resetAndDestroy()] }],
    ['instead of an answer', { end: (socket) => socket.end() }],
    ['within its answer', { end: (socket) => socket.end('stream: O') }],
  ])('when clamd hangs up %s', async (_when, how) => {
    behaviour = how;
    const fault = await faultOf(scan(LARGE));
    expect(fault.message).toMatch(/niet bereikbaar, of stopte.*Kijk of clamd draait/);
  });
  it('when nobody listens there, or the socket is not there', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as { port: number };
    closed.close();
    await once(closed, 'close');
    expect((await faultOf(clamd({ host: '127.0.0.1', port }).scan(inPieces(LARGE, 9)))).message).toContain(
      '(ECONNREFUSED)',
    );
    const nowhere = clamd({ socket: join(tmpdir(), 'niet-daar.sock') });
    expect((await faultOf(nowhere.scan(inPieces(LARGE, 9)))).message).toContain('(ENOENT)');
  });
  it('when clamd has all of it and stays silent, or takes no more', async () => {
    behaviour.end = () => undefined;
    const impatient = clamd(where, { silenceMs: 100 });
    expect((await faultOf(impatient.scan(inPieces(LARGE, 100_000)))).message).toContain('(hij zwijgt)');
    behaviour = { at: [0, (socket) => void socket.pause()] };
    const much = inPieces(Buffer.alloc(50_000_000), 1_000_000);
    expect((await faultOf(impatient.scan(much))).message).toContain('(hij zwijgt)');
  });
  it('when its source breaks: that is the error', async () => {
    const broken = inPieces(LARGE, 100_000, (n) => {
      if (n === 5) throw new Error('de opslag brak af');
    });
    await expect(clamd(where).scan(broken)).rejects.toThrow('de opslag brak af');
  });
  it('when it was called off: before, while its source hangs, or while clamd thinks', async () => {
    const off = AbortSignal.abort(new Error('te laat'));
    await expect(clamd(where).scan(inPieces(LARGE, 9), off)).rejects.toThrow('te laat');
    const stop = new AbortController();
    const hanging = inPieces(LARGE, 100_000, (n) => {
      if (n < 2) return;
      queueMicrotask(() => stop.abort(new Error('genoeg')));
      return new Promise(() => undefined);
    });
    await expect(clamd(where).scan(hanging, stop.signal)).rejects.toThrow('genoeg');
    const later = new AbortController();
    behaviour.end = () => later.abort(new Error('nu niet meer'));
    await expect(clamd(where).scan(inPieces(LARGE, 100_000), later.signal)).rejects.toThrow('nu niet meer');
  });
});

describe('a real clamd', () => {
  const present = ['/usr/sbin/clamd', '/usr/local/sbin/clamd'].find((path) => existsSync(path));

  it('finds EICAR, passes what is clean, and refuses what is too large', async () => {
    if (present === undefined) return void process.stdout.write('No clamd here (Debian: clamav-daemon): not tried.\n');
    const folder = mkdtempSync(join(tmpdir(), 'clamd-'));
    // A list of one signature, so that nothing needs to be fetched.
    writeFileSync(join(folder, 'proef.ndb'), `Proef.Eicar:0:0:${EICAR.toString('hex')}\n`);
    const socket = join(folder, 'clamd.sock');
    writeFileSync(
      join(folder, 'clamd.conf'),
      `Foreground yes\nLocalSocket ${socket}\nDatabaseDirectory ${folder}\nStreamMaxLength 2M\nUser ${execFileSync('id', ['-un'])}`,
    );
    const daemon = spawn(present, ['-c', join(folder, 'clamd.conf')], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      // The last thing it says before it listens, or its end.
      for await (const line of createInterface(daemon.stdout)) if (line.startsWith('Self checking')) break;
      await realRun(clamd({ socket }));
    } finally {
      daemon.kill();
      await once(daemon, 'close');
      rmSync(folder, { recursive: true, force: true });
    }
  });
  async function realRun(scanner: VirusScanner): Promise<void> {
    expect(await scanner.scan(inPieces(EICAR, 7))).toEqual({ clean: false, naam: 'Proef.Eicar.UNOFFICIAL' });
    expect(await scanner.scan(inPieces(LARGE, 100_000))).toEqual({ clean: true });
    expect(await scanner.scan(inPieces(Buffer.alloc(0), 1))).toEqual({ clean: true });
    // clamd hangs up while it is sent; its reason may be lost on the way.
    const fault = await faultOf(scanner.scan(inPieces(bytesOf(20_000_000), 100_000)));
    expect(fault.message).toContain('StreamMaxLength');
  }
});
