import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { breakableFileSystem } from './fs.testhulp.ts';
import { createFileStore, FileDamaged, FileMissing, StorageFull } from './index.ts';

let directory: string;
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'bestanden-')), 'map');
});
afterEach(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

const HELLO = Buffer.from('hallo');
const HELLO_HASH = createHash('sha256').update(HELLO).digest('hex');
const pathOf = (hash: string): string => join(directory, hash.slice(0, 2), hash.slice(2, 4), hash);

/** Every file below the directory, with paths from there. */
function allFiles(): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();
}

describe('a stored file', () => {
  it('is named after its content, two folders deep, and readable by its owner only', async () => {
    const stored = await createFileStore(directory).put(HELLO);
    expect(stored).toEqual({ hash: HELLO_HASH, size: 5 });
    expect(allFiles()).toEqual([`${HELLO_HASH.slice(0, 2)}/${HELLO_HASH.slice(2, 4)}/${HELLO_HASH}`]);
    expect(statSync(pathOf(HELLO_HASH)).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, HELLO_HASH.slice(0, 2))).mode & 0o777).toBe(0o700);
  });
  it('comes back byte for byte, also in another process', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
        const { hash, size } = await createFileStore(directory).put(bytes);
        const again = createFileStore(directory);
        expect(size).toBe(bytes.length);
        expect(await again.has(hash)).toBe(true);
        expect(new Uint8Array(await again.get(hash))).toEqual(bytes);
      }),
      { numRuns: 30 },
    );
  });
  it('may be empty, or a part of a larger buffer, or large', async () => {
    const store = createFileStore(directory);
    for (const bytes of [Buffer.alloc(0), Buffer.from('xhallox').subarray(1, 6), Buffer.alloc(3_000_000, 7)]) {
      const { hash } = await store.put(bytes);
      expect((await store.get(hash)).equals(bytes)).toBe(true);
    }
    expect(await store.has(HELLO_HASH)).toBe(true);
  });
  it('is one file however often it is stored, also at the same moment', async () => {
    const store = createFileStore(directory);
    const stored = await Promise.all(Array.from({ length: 16 }, () => store.put(HELLO)));
    expect(new Set(stored.map((s) => s.hash))).toEqual(new Set([HELLO_HASH]));
    expect(allFiles()).toHaveLength(1);
    expect(await store.get(HELLO_HASH)).toEqual(HELLO);
  });
  it('is gone once removed; removing it again is no error', async () => {
    const store = createFileStore(directory);
    await store.put(HELLO);
    await store.remove(HELLO_HASH);
    expect(await store.has(HELLO_HASH)).toBe(false);
    expect(allFiles()).toEqual([]);
    await store.remove(HELLO_HASH);
    await expect(store.get(HELLO_HASH)).rejects.toThrow(FileMissing);
  });
  it('that never was is missing, also when the directory is not there yet', async () => {
    const store = createFileStore(directory);
    await expect(store.get(HELLO_HASH)).rejects.toThrow(FileMissing);
    await expect(store.get(HELLO_HASH)).rejects.toThrow('Zet het terug uit de back-up');
    expect(await store.has(HELLO_HASH)).toBe(false);
    expect(await store.sweep(new Date())).toBe(0);
  });
});

describe('a name that is no hash', () => {
  it.each([
    '',
    '../../etc/passwd',
    HELLO_HASH.toUpperCase(),
    HELLO_HASH.slice(1),
    `${HELLO_HASH}0`,
    `${HELLO_HASH}\n`,
    `${HELLO_HASH.slice(0, 60)}/../`,
    `${HELLO_HASH.slice(0, 63)}\u0000`,
  ])('reaches no file: %j', async (name) => {
    const fs = breakableFileSystem();
    const store = createFileStore(directory, fs);
    await expect(store.get(name)).rejects.toThrow('64 hexadecimal digits');
    await expect(store.has(name)).rejects.toThrow('64 hexadecimal digits');
    await expect(store.remove(name)).rejects.toThrow('64 hexadecimal digits');
    expect(fs.done).toEqual([]);
  });
});

describe('a damaged file', () => {
  it.each([
    ['one bit', (bytes: Buffer) => bytes.fill(bytes[0]! ^ 1, 0, 1)],
    ['its end', (bytes: Buffer) => bytes.subarray(0, 4)],
    ['everything', () => Buffer.alloc(0)],
  ])('is never given as the real one: %s changed (RS-F17)', async (_what, damage) => {
    const store = createFileStore(directory);
    await store.put(HELLO);
    writeFileSync(pathOf(HELLO_HASH), damage(Buffer.from(HELLO)));
    await expect(store.get(HELLO_HASH)).rejects.toThrow(FileDamaged);
    await expect(store.get(HELLO_HASH)).rejects.toMatchObject({ key: HELLO_HASH });
  });
  it('is whole again once the same content is stored', async () => {
    const store = createFileStore(directory);
    await store.put(HELLO);
    writeFileSync(pathOf(HELLO_HASH), 'rot');
    await store.put(HELLO);
    expect(await store.get(HELLO_HASH)).toEqual(HELLO);
  });
});

describe('durability', () => {
  it('the content is on the disk before it gets its name, and the name before put returns', async () => {
    const fs = breakableFileSystem();
    await createFileStore(directory, fs).put(HELLO);
    const short = fs.done.map((line) => line.replaceAll(directory, '.').replace(/\/tijdelijk\/.+/, '/tijdelijk/*'));
    const [one, two] = [HELLO_HASH.slice(0, 2), HELLO_HASH.slice(2, 4)];
    const folder = `./${one}/${two}`;
    expect(short).toEqual([
      'mkdir ./tijdelijk',
      ...['open', 'sync', 'close'].map((o) => `${o} .`),
      `mkdir ${folder}`,
      ...[`./${one}`, '.'].flatMap((f) => ['open', 'sync', 'close'].map((o) => `${o} ${f}`)),
      ...['open', 'writeFile', 'sync', 'close'].map((o) => `${o} ./tijdelijk/*`),
      `rename ${folder}/${HELLO_HASH}`,
      ...['open', 'sync', 'close'].map((o) => `${o} ${folder}`),
    ]);
  });
  it('a folder that another process made is synced too: that process may have died before it did', async () => {
    await createFileStore(directory).put(HELLO);
    const fs = breakableFileSystem();
    const store = createFileStore(directory, fs);
    await store.put(HELLO);
    expect(fs.done).toContain(`sync ${directory}`);
    expect(fs.done).toContain(`sync ${join(directory, HELLO_HASH.slice(0, 2))}`);
    fs.breakAt(Number.POSITIVE_INFINITY, '');
    await store.put(HELLO);
    expect(fs.done).not.toContain(`sync ${directory}`);
  });
  it('a removal is on the disk too', async () => {
    const fs = breakableFileSystem();
    const store = createFileStore(directory, fs);
    await store.put(HELLO);
    fs.breakAt(Number.POSITIVE_INFINITY, '');
    await store.remove(HELLO_HASH);
    expect(fs.done.map((line) => line.split(' ')[0])).toEqual(['unlink', 'open', 'sync', 'close']);
  });
});

/** Breaks `put` at its first operation, its second, and so on until it comes through. */
async function atEveryOperation(code: string, dead: boolean, check: (error: unknown, at: string) => Promise<void>) {
  for (let n = 1; ; n++) {
    rmSync(directory, { recursive: true, force: true });
    const fs = breakableFileSystem();
    fs.breakAt(n, code, dead);
    const error = await createFileStore(directory, fs)
      .put(HELLO)
      .then(
        () => null,
        (e: unknown) => e,
      );
    if (!fs.broken()) {
      expect(n).toBeGreaterThan(15);
      return;
    }
    await check(error, `operation ${n}: ${fs.done[n - 1]}`);
  }
}

describe('a disk that is full (RS-F15)', () => {
  it.each(['ENOSPC', 'EDQUOT'])('%s at any operation: StorageFull, and nothing half is left', async (code) => {
    await atEveryOperation(code, false, async (error, at) => {
      expect(error, at).toBeInstanceOf(StorageFull);
      expect((error as Error).message, at).toContain('Maak ruimte vrij');
      // Only the sync of the last folder comes after the name: then the whole file may stand there.
      for (const file of allFiles()) expect(readFileSync(join(directory, file)), at).toEqual(HELLO);
      const store = createFileStore(directory);
      await store.put(HELLO);
      expect(await store.get(HELLO_HASH), at).toEqual(HELLO);
      expect(allFiles(), at).toHaveLength(1);
    });
  });
  it('leaves what was stored before readable', async () => {
    const fs = breakableFileSystem();
    const store = createFileStore(directory, fs);
    await store.put(HELLO);
    fs.breakAt(1, 'ENOSPC', true);
    await expect(store.put(Buffer.from('meer'))).rejects.toThrow(StorageFull);
    fs.breakAt(Number.POSITIVE_INFINITY, '');
    expect(await store.get(HELLO_HASH)).toEqual(HELLO);
  });
});

describe('a disk that breaks (RS-F16)', () => {
  it('at any operation: the error is told as it is, never as stored', async () => {
    await atEveryOperation('EIO', false, async (error, at) => {
      expect(error, at).toMatchObject({ code: 'EIO' });
    });
  });
  it('does not pass for a file that is not there', async () => {
    const fs = breakableFileSystem();
    const store = createFileStore(directory, fs);
    const { hash } = await store.put(HELLO);
    for (const ask of [() => store.get(hash), () => store.has(hash), () => store.remove(hash)]) {
      fs.breakAt(1, 'EIO');
      await expect(ask()).rejects.toMatchObject({ code: 'EIO' });
    }
    fs.breakAt(1, 'EIO');
    await expect(store.sweep(new Date())).rejects.toMatchObject({ code: 'EIO' });
  });
});

describe('a process that dies', () => {
  it('at any operation: the name stands for the whole file or for none, and the next process can store it', async () => {
    await atEveryOperation('ESTOPT', true, async (_error, at) => {
      const store = createFileStore(directory);
      if (await store.has(HELLO_HASH)) expect(await store.get(HELLO_HASH), at).toEqual(HELLO);
      await store.put(HELLO);
      expect(await store.get(HELLO_HASH), at).toEqual(HELLO);
      await store.sweep(new Date(Date.now() + 60_000));
      expect(allFiles(), at).toHaveLength(1);
    });
  });
  it('leaves a file on its way that is swept once it is old, and not while it may still be under way', async () => {
    const fs = breakableFileSystem();
    const store = createFileStore(directory, fs);
    // Dies at the rename: after mkdir, open, sync, close (1-4), mkdir and two folders (5-11), open to close (12-15).
    fs.breakAt(16, 'ESTOPT', true);
    await store.put(HELLO).catch(() => undefined);
    expect(fs.done[15]).toMatch(/^rename /);
    const [left] = allFiles();
    expect(left).toMatch(/^tijdelijk\//);
    const touched = new Date('2026-11-02T09:00:00Z');
    utimesSync(join(directory, left!), touched, touched);
    const healthy = createFileStore(directory);
    expect(await healthy.sweep(touched)).toBe(0);
    expect(await healthy.sweep(new Date(touched.getTime() + 1))).toBe(1);
    expect(await healthy.sweep(new Date(touched.getTime() + 1))).toBe(0);
    expect(allFiles()).toEqual([]);
  });
});
