/** Objects on a disk: what every store must do, and what a disk can do to it. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFileSystem } from './filesystem.ts';
import { breakableFileSystem } from './fs.testhulp.ts';
import { createFileObjectStore, FileMissing, StorageFault, StorageFull } from './index.ts';
import { bytesOf, inPieces, objectStoreSuite } from './objects.testhulp.ts';
import { gather } from './source.ts';

/** Every file below the directory, with paths from there. */
function filesIn(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();
}

const temporary = (): string => mkdtempSync(join(tmpdir(), 'objecten-'));

objectStoreSuite('a disk', async () => {
  const directory = temporary();
  return {
    store: createFileObjectStore(join(directory, 'map')),
    lying: async () => filesIn(directory),
    close: async () => rmSync(directory, { recursive: true }),
  };
});

const KEY = '01970000-0000-7000-8000-0000000012ab';
const BYTES = bytesOf(1_000);
const inTwo = (): AsyncIterable<Uint8Array> => inPieces(BYTES, 500);

let directory: string;
beforeEach(() => {
  directory = join(temporary(), 'map');
});
afterEach(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

describe('an object on a disk', () => {
  it('lies by the last digits of its key, and is readable by its owner only', async () => {
    await createFileObjectStore(directory).put(KEY, 1_000, inTwo());
    expect(filesIn(directory)).toEqual([`ab/12/${KEY}`]);
    expect(statSync(join(directory, 'ab/12', KEY)).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'ab')).mode & 0o777).toBe(0o700);
  });
  it('is on the disk before it gets its name, and its name before put returns', async () => {
    const fs = breakableFileSystem();
    await createFileObjectStore(directory, fs).put(KEY, 1_000, inTwo());
    const short = fs.done.map((line) => line.replaceAll(directory, '.').replace(/\/tijdelijk\/.+/, '/tijdelijk/*'));
    expect(short.slice(short.indexOf('open ./tijdelijk/*'))).toEqual([
      ...['open', 'writeFile', 'writeFile', 'sync', 'close'].map((o) => `${o} ./tijdelijk/*`),
      `rename ./ab/12/${KEY}`,
      ...['open', 'sync', 'close'].map((o) => `${o} ./ab/12`),
    ]);
  });
  it('is removed on the disk too, also when the first removal broke after the name had gone', async () => {
    const fs = breakableFileSystem();
    const store = createFileObjectStore(directory, fs);
    await store.put(KEY, 1_000, inTwo());
    fs.breakAt(3, 'EIO');
    await expect(store.remove(KEY)).rejects.toMatchObject({ code: 'EIO' });
    fs.breakAt(Number.POSITIVE_INFINITY, '');
    await store.remove(KEY);
    expect(fs.done.map((line) => line.split(' ')[0])).toEqual(['unlink', 'open', 'sync', 'close']);
  });
  it('lets a slow disk slow its source down: no piece is asked before the one before it is written', async () => {
    let asked = 0;
    const ahead: number[] = [];
    let written = 0;
    const slow = {
      ...nodeFileSystem,
      open: async (...args: Parameters<typeof nodeFileSystem.open>) => {
        const handle = await nodeFileSystem.open(...args);
        const writeFile = async (bytes: Uint8Array): Promise<void> => {
          await handle.writeFile(bytes);
          ahead.push(asked - written++);
        };
        return {
          writeFile,
          read: handle.read.bind(handle),
          sync: () => handle.sync(),
          close: () => handle.close(),
        };
      },
    };
    const source = inPieces(BYTES, 100, () => void asked++);
    await createFileObjectStore(directory, slow).put(KEY, 1_000, source);
    expect(ahead).toEqual(Array(10).fill(1));
  });
  it('is read no faster than its reader takes it', async () => {
    const fs = breakableFileSystem();
    const store = createFileObjectStore(directory, fs);
    await store.put(KEY, 4_000_000, inPieces(bytesOf(4_000_000), 100_000));
    fs.breakAt(Number.POSITIVE_INFINITY, '');
    const reads = () => fs.done.filter((line) => line.startsWith('read ')).length;
    let taken = 0;
    for await (const _piece of store.get(KEY, 0, 4_000_000)) {
      taken++;
      await new Promise(setImmediate);
      expect(reads()).toBe(taken);
    }
    expect(taken).toBe(16);
  });
});

/** Breaks `work` at its first operation, its second, and so on until it comes through; returns how often it broke. */
async function atEveryOperation(
  code: string,
  dead: boolean,
  work: (store: ReturnType<typeof createFileObjectStore>) => Promise<unknown>,
  check: (error: unknown, at: string) => Promise<void>,
): Promise<number> {
  for (let n = 1; ; n++) {
    const fs = breakableFileSystem();
    const store = createFileObjectStore(directory, fs);
    fs.breakAt(n, code, dead);
    const error = await work(store).then(
      () => null,
      (e: unknown) => e,
    );
    if (!fs.broken()) return n - 1;
    await check(error, `operation ${n}: ${fs.done[n - 1]}`);
    rmSync(directory, { recursive: true, force: true });
  }
}

const putInTwo = (store: ReturnType<typeof createFileObjectStore>) => store.put(KEY, 1_000, inTwo());

describe('a disk that is full or breaks under an object (RS-F15, RS-F16)', () => {
  it.each(['ENOSPC', 'EDQUOT', 'EIO'])(
    '%s at any operation: told, nothing is left, and it can come again',
    async (code) => {
      const times = await atEveryOperation(code, false, putInTwo, async (error, at) => {
        if (code === 'EIO') expect(error, at).toMatchObject({ code });
        else expect(error, at).toBeInstanceOf(StorageFull);
        expect(filesIn(directory), at).toEqual([]);
        const healthy = createFileObjectStore(directory);
        await healthy.put(KEY, 1_000, inTwo());
        expect((await gather(healthy.get(KEY, 0, 1_000))).equals(BYTES), at).toBe(true);
      });
      expect(times).toBe(20);
    },
  );
  it('EIO at any operation of a reader: told, and it does not pass for an object that is not there', async () => {
    const healthy = createFileObjectStore(directory);
    await healthy.put(KEY, 1_000, inTwo());
    for (const n of [1, 2, 3]) {
      const fs = breakableFileSystem();
      fs.breakAt(n, 'EIO');
      await expect(gather(createFileObjectStore(directory, fs).get(KEY, 0, 1_000))).rejects.toMatchObject({
        code: 'EIO',
      });
      expect(fs.broken()).toBe(true);
    }
  });
  it.each(['ENOSPC', 'EACCES', 'EROFS', 'EIO'])('%s at any operation of the look: told in words', async (code) => {
    const look = (store: ReturnType<typeof createFileObjectStore>) => store.check();
    const times = await atEveryOperation(code, false, look, async (error, at) => {
      expect(error, at).toBeInstanceOf(code === 'ENOSPC' ? StorageFull : StorageFault);
      expect((error as Error).message, at).toMatch(code === 'ENOSPC' ? /vol/ : new RegExp(`\\(${code}\\).*FILES`));
    });
    expect(times).toBe(9);
  });
});

describe('a process that dies with an object on its way', () => {
  it('at any operation: the key stands for the whole object or for none, and the rest can be swept', async () => {
    await atEveryOperation('ESTOPT', true, putInTwo, async (_error, at) => {
      const healthy = createFileObjectStore(directory);
      const there = await gather(healthy.get(KEY, 0, 1_000)).catch((error: unknown) => error);
      if (!(there instanceof FileMissing)) expect(BYTES.equals(there as Buffer), at).toBe(true);
      await healthy.sweep(new Date(Date.now() + 60_000));
      for (const file of filesIn(directory)) expect(file, at).toBe(`ab/12/${KEY}`);
    });
  });
  it('leaves what is swept once it is old, and not while it may still be under way', async () => {
    const fs = breakableFileSystem();
    const store = createFileObjectStore(directory, fs);
    const dying = inPieces(BYTES, 500, (n) => {
      if (n === 1) fs.breakAt(1, 'ESTOPT', true);
    });
    await expect(store.put(KEY, 1_000, dying)).rejects.toThrow();
    const [left, ...rest] = filesIn(directory);
    expect(left).toMatch(new RegExp(`^tijdelijk/${KEY}`));
    expect(rest).toEqual([]);
    expect(readFileSync(join(directory, left!)).equals(BYTES.subarray(0, 500 + 250))).toBe(true);
    const touched = new Date('2026-11-02T09:00:00Z');
    utimesSync(join(directory, left!), touched, touched);
    const healthy = createFileObjectStore(directory);
    expect(await healthy.sweep(touched)).toBe(0);
    expect(await healthy.sweep(new Date(touched.getTime() + 1))).toBe(1);
    expect(filesIn(directory)).toEqual([]);
  });
  it('has swept nothing where nothing was ever stored', async () => {
    expect(await createFileObjectStore(join(directory, randomUUID())).sweep(new Date())).toBe(0);
  });
});
