/** What goes wrong with content: a store that is full or damaged, a process that dies, an upload that nobody finishes. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { breakableFileSystem } from '../../platform/files/fs.testhulp.ts';
import { createFileObjectStore, ScanFault, type VirusScanner } from '../../platform/files/index.ts';
import type { Log } from '../../platform/log/index.ts';
import { codes, type Documenten, documenten, EIO } from './documenten.testhulp.ts';

const DAG_MS = 24 * 3_600_000;
const MIB = 1024 * 1024;

let directory: string;
let fs: ReturnType<typeof breakableFileSystem>;
let fouten: string[];
let d: Documenten;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'zaakbode-storing-'));
  fs = breakableFileSystem();
  fouten = [];
  const zwijg = (): void => undefined;
  const log: Log = {
    debug: zwijg,
    info: zwijg,
    warn: zwijg,
    error: (fields, message) => void fouten.push(`${message}: ${(fields as { err: Error }).err.message}`),
  };
  d = await documenten({ store: createFileObjectStore(directory, fs), log });
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** The files in the store, those on their way too. */
const bestanden = (): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile());
/** What we say that is in it. */
const boek = async (): Promise<string[]> =>
  (await d.r.db.query<{ stand: string }>(sql`select stand from documenten.opgeslagen order by stand`)).map(
    ({ stand }) => stand,
  );
const b64 = (bytes: string | Buffer): string => Buffer.from(bytes).toString('base64');

describe('a store that is full', () => {
  it('at any operation: 507 for a document, and nothing of it is there', async () => {
    for (let n = 1; ; n++) {
      fs.breakAt(n, 'ENOSPC');
      const { status, body } = await d.r.send('POST', EIO, d.body({ inhoud: b64('Beste lezer') }));
      if (!fs.broken()) {
        expect([status, n > 8]).toEqual([201, true]);
        break;
      }
      fs.breakAt(Number.POSITIVE_INFINITY, '');
      expect([status, body.code], fs.done.at(-1)).toEqual([507, 'insufficient_storage']);
      expect(await boek()).toEqual([]);
      expect(bestanden()).toEqual([]);
    }
    expect((await d.r.send('GET', EIO)).body.count).toBe(1);
    expect([await boek(), bestanden().length]).toEqual([['vast'], 1]);
  });
  it('at any operation: 507 for a part, and it can be sent again', async () => {
    const doc = await d.maak({ bestandsomvang: 100 });
    const [deel] = doc.bestandsdelen;
    for (let n = 1; ; n++) {
      fs.breakAt(n, 'ENOSPC');
      const { status } = await d.stuurDeel(deel.url, Buffer.alloc(100, 1), doc.lock);
      if (!fs.broken()) {
        expect(status).toBe(200);
        break;
      }
      fs.breakAt(Number.POSITIVE_INFINITY, '');
      expect(status).toBe(507);
      expect((await d.r.send('GET', doc.url)).body.bestandsdelen[0].voltooid).toBe(false);
      expect([await boek(), bestanden()]).toEqual([[], []]);
    }
    fs.breakAt(Number.POSITIVE_INFINITY, '');
    expect((await d.r.send('POST', `${doc.url}/unlock`, { lock: doc.lock })).status).toBe(204);
    expect((await d.download(`${doc.url}/download`)).bytes).toEqual(Buffer.alloc(100, 1));
  });
});

describe('a file that was damaged in the store', () => {
  const beschadig = (at: number): void => {
    const [path] = bestanden();
    const bytes = readFileSync(path!);
    bytes[at]! ^= 1;
    writeFileSync(path!, bytes);
  };

  it('gives 500 and a line in the log that says which, and no byte of it', async () => {
    const { inhoud } = await d.maak({ inhoud: b64('Beste lezer') });
    beschadig(3);
    const { status, bytes } = await d.download(inhoud);
    expect([status, JSON.parse(bytes.toString()).code]).toEqual([500, 'error']);
    expect(fouten).toEqual([expect.stringMatching(/^verzoek mislukt: Bestand [0-9a-f-]{36} is beschadigd/)]);
  });
  it('breaks off before the damaged block, and what is not damaged can still be had', async () => {
    const heel = Buffer.alloc(3 * MIB, 7);
    const { inhoud } = await d.maak({ inhoud: b64(heel) });
    beschadig(MIB + 5);
    await expect(d.download(inhoud)).rejects.toThrow();
    expect(fouten).toEqual([expect.stringMatching(/^antwoord afgebroken: Bestand [0-9a-f-]{36} is beschadigd/)]);
    const rest = await d.download(inhoud, { range: `bytes=${2 * MIB}-` });
    expect([rest.status, rest.bytes.equals(heel.subarray(2 * MIB))]).toEqual([206, true]);
    const begin = await d.download(inhoud, { range: `bytes=0-${MIB - 1}` });
    expect([begin.status, begin.bytes.length]).toEqual([206, MIB]);
  });
  it('that is gone gives 500 and a line in the log', async () => {
    const { inhoud } = await d.maak({ inhoud: b64('Beste lezer') });
    rmSync(bestanden()[0]!);
    expect((await d.download(inhoud)).status).toBe(500);
    expect(fouten).toEqual([expect.stringMatching(/^verzoek mislukt: Bestand [0-9a-f-]{36} ontbreekt/)]);
  });
  it('is noticed before the document that came in parts is complete', async () => {
    const doc = await d.maak({ bestandsomvang: 100 });
    await d.stuurDeel(doc.bestandsdelen[0].url, Buffer.alloc(100, 1), doc.lock);
    beschadig(50);
    expect((await d.r.send('POST', `${doc.url}/unlock`, { lock: doc.lock })).status).toBe(500);
    expect((await d.r.send('GET', doc.url)).body).toMatchObject({ locked: true, inhoud: null });
    await d.stuurDeel(doc.bestandsdelen[0].url, Buffer.alloc(100, 1), doc.lock);
    expect((await d.r.send('POST', `${doc.url}/unlock`, { lock: doc.lock })).status).toBe(204);
  });
});

describe('a process that dies between the bytes and the transaction', () => {
  it('leaves bytes that nobody knows, which go after a day and not before', async () => {
    const { opslag } = d.r.ports;
    await opslag.bewaar(
      5,
      (async function* () {
        yield Buffer.from('12345');
      })(),
    );
    expect([await boek(), bestanden().length]).toEqual([['onderweg'], 1]);
    d.r.clock.advance(DAG_MS - 1000);
    expect(await opslag.ruimOp()).toBe(0);
    expect(bestanden()).toHaveLength(1);
    d.r.clock.advance(2000);
    expect(await opslag.ruimOp()).toBe(1);
    expect([await boek(), bestanden()]).toEqual([[], []]);
  });
  it('while it cleans up, leaves work that the next one finishes', async () => {
    const { url } = await d.maak({ inhoud: b64('weg') });
    await d.r.send('DELETE', url);
    for (let n = 1; ; n++) {
      fs.breakAt(n, 'EIO', true);
      const done = await d.r.ports.opslag.ruimOp().catch(() => null);
      if (!fs.broken()) {
        expect(done).toBe(1);
        break;
      }
      expect(await boek()).toEqual(['weg']);
    }
    fs.breakAt(Number.POSITIVE_INFINITY, '');
    expect([await boek(), bestanden()]).toEqual([[], []]);
  });
});

describe('an upload that nobody finishes', () => {
  const groot = 65 * MIB;

  it('gives its bytes back a day after its last part; the document keeps its lock and can be sent again', async () => {
    const doc = await d.maak({ bestandsomvang: groot });
    const [een, twee] = doc.bestandsdelen;
    expect(twee.omvang).toBe(MIB);
    await d.stuurDeel(twee.url, Buffer.alloc(MIB, 2), doc.lock);
    d.r.clock.advance(DAG_MS - 1000);
    await d.stuurDeel(twee.url, Buffer.alloc(MIB, 3), doc.lock);
    d.r.clock.advance(2000);
    await d.r.ports.opslag.ruimOp();
    const voltooid = async () =>
      (await d.r.send('GET', doc.url)).body.bestandsdelen.map((deel: { voltooid: boolean }) => deel.voltooid);
    expect(await voltooid()).toEqual([false, true]);
    d.r.clock.advance(DAG_MS);
    await d.r.ports.opslag.ruimOp();
    expect([await boek(), bestanden()]).toEqual([[], []]);
    expect(await voltooid()).toEqual([false, false]);
    expect((await d.r.send('GET', doc.url)).body).toMatchObject({ locked: true, bestandsomvang: groot });
    await d.stuurDeel(een.url, Buffer.alloc(een.omvang, 1), doc.lock);
    await d.stuurDeel(twee.url, Buffer.alloc(MIB, 2), doc.lock);
    expect((await d.r.send('POST', `${doc.url}/unlock`, { lock: doc.lock })).status).toBe(204);
    const rand = await d.download(`${doc.url}/download`, { range: `bytes=${64 * MIB - 1}-${64 * MIB}` });
    expect([...rand.bytes]).toEqual([1, 2]);
    d.r.clock.advance(2 * DAG_MS);
    expect(await d.r.ports.opslag.ruimOp()).toBe(0);
    expect(bestanden()).toHaveLength(2);
  });
  it('can be given up by who may force it, and the document can be edited on', async () => {
    const doc = await d.maak({ bestandsomvang: 100 });
    const leeg = { inhoud: null, bestandsomvang: null, bestandsdelen: [], locked: false };
    expect(codes(await d.r.send('POST', `${doc.url}/unlock`, { lock: doc.lock }))).toEqual([
      'nonFieldErrors:incomplete-upload',
    ]);
    expect((await d.r.send('POST', `${doc.url}/unlock`, {})).status).toBe(204);
    expect((await d.r.send('GET', doc.url)).body).toMatchObject(leeg);
    const lock = await d.vergrendel(doc.url);
    expect((await d.r.send('PATCH', doc.url, { lock, inhoud: b64('alsnog'), bestandsomvang: 6 })).status).toBe(200);
    expect((await d.download(`${doc.url}/download`)).bytes.toString()).toBe('alsnog');
  });
});

describe('a virus scanner', () => {
  /** What it says of everything, and how often it was asked. */
  let oordeel: 'schoon' | 'virus' | 'weg';
  let gezien: number;
  let v: Documenten;
  beforeEach(async () => {
    [oordeel, gezien] = ['schoon', 0];
    const scanner: VirusScanner = {
      async scan(bytes) {
        for await (const chunk of bytes) gezien += chunk.length;
        if (oordeel === 'weg') throw new ScanFault('clamd antwoordt niet');
        return oordeel === 'schoon' ? { clean: true } : { clean: false, naam: 'Eicar-Test-Signature' };
      },
    };
    v = await documenten({ scanner, store: createFileObjectStore(directory) });
  });
  const inhoud = b64('X5O!P%');

  it('looks at all of it before a document is made, and keeps nothing that it refuses or could not see', async () => {
    oordeel = 'virus';
    const { status, body } = await v.r.send('POST', EIO, v.body({ inhoud }));
    expect([status, codes({ status, body, headers: {} })]).toEqual([400, ['inhoud:virus']]);
    expect(body.invalidParams[0].reason).toContain('Eicar-Test-Signature');
    oordeel = 'weg';
    expect((await v.r.send('POST', EIO, v.body({ inhoud }))).status).toBe(503);
    expect([(await v.r.send('GET', EIO)).body.count, bestanden()]).toEqual([0, []]);
    oordeel = 'schoon';
    expect((await v.r.send('POST', EIO, v.body({ inhoud }))).status).toBe(201);
    expect(gezien).toBe(18);
  });
  it('looks at the whole of what came in parts, when it is unlocked', async () => {
    const doc = await v.maak({ bestandsomvang: 6 });
    await v.stuurDeel(doc.bestandsdelen[0].url, Buffer.from('X5O!P%'), doc.lock);
    const ontgrendel = async () => (await v.r.send('POST', `${doc.url}/unlock`, { lock: doc.lock })).status;
    oordeel = 'virus';
    expect(await ontgrendel()).toBe(400);
    oordeel = 'weg';
    expect(await ontgrendel()).toBe(503);
    expect((await v.r.send('GET', doc.url)).body).toMatchObject({ locked: true, inhoud: null });
    expect((await v.download(`${doc.url}/download`)).status).toBe(404);
    oordeel = 'schoon';
    expect(await ontgrendel()).toBe(204);
    expect((await v.download(`${doc.url}/download`)).bytes.toString()).toBe('X5O!P%');
  });
});
