/**
 * Files by the hash of their content, for what is too large for the database (payloads above 64 kB).
 *
 * - When `put` has returned, the file is there after a power cut too: the content is synced before it gets its name, and
 *   the folder after it. So a transaction may commit a reference to it.
 * - A name never stands for half a file, or for other content: a file gets its name in one step (rename), and `get` checks
 *   the content against it.
 * - The same content is one file. Storing it again heals a damaged one.
 * - Who removes a file must know that nothing refers to it any more; `put` of the same content at that moment counts too.
 *
 * Layout: `<directory>/ab/cd/abcd...` (two levels, so that no folder grows beyond what a file system likes), and
 * `<directory>/tijdelijk/` for files on their way.
 */
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { FileDamaged, FileMissing, guardSpace } from './faults.ts';
import { type FileSystem, nodeFileSystem } from './filesystem.ts';

export { FileDamaged, FileMissing, StorageFull } from './faults.ts';
export type { FileHandle, FileSystem } from './filesystem.ts';

export interface StoredFile {
  /** SHA-256 of the content: 64 hexadecimal digits in small letters. */
  readonly hash: string;
  /** In bytes. */
  readonly size: number;
}

export interface FileStore {
  /** Stores the bytes durably. `StorageFull` when there is no room; then nothing is left behind. */
  put(bytes: Uint8Array): Promise<StoredFile>;
  /** The content. `FileMissing` when there is none, `FileDamaged` when it is not what was stored. */
  get(hash: string): Promise<Buffer>;
  /** Is there a file of this name? Says nothing of its content. */
  has(hash: string): Promise<boolean>;
  /** Takes the file away for good; no error when it is not there. */
  remove(hash: string): Promise<void>;
  /** Takes away what a killed process left on its way, if last touched before `before`. Returns how many. */
  sweep(before: Date): Promise<number>;
}

export function createFileStore(directory: string, fs: FileSystem = nodeFileSystem): FileStore {
  const underway = join(directory, 'tijdelijk');

  /** Folders of which this process knows that their names are on the disk. */
  const synced = new Set<string>();

  /**
   * Makes the folder of a file, and syncs its name and those of the levels above it, once per process: that the folder is
   * there does not say that it was synced, because the process that made it may have died before that.
   */
  async function makeFolder(folder: string, parents: readonly string[]): Promise<void> {
    const made = await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    if (made === undefined && synced.has(folder)) return;
    for (const parent of parents) await syncFolder(parent);
    synced.add(folder);
  }

  async function syncFolder(folder: string): Promise<void> {
    const handle = await fs.open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  async function writeSynced(file: string, bytes: Uint8Array): Promise<void> {
    const handle = await fs.open(file, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  return {
    put: (bytes) =>
      guardSpace(async () => {
        const hash = hashOf(bytes);
        const place = placeOf(directory, hash);
        await makeFolder(underway, [directory]);
        await makeFolder(place.folder, [place.parent, directory]);
        const temporary = join(underway, `${hash}.${randomUUID()}`);
        try {
          await writeSynced(temporary, bytes);
          await fs.rename(temporary, place.file);
        } catch (error) {
          await fs.unlink(temporary).catch(() => undefined);
          throw error;
        }
        await syncFolder(place.folder);
        return { hash, size: bytes.byteLength };
      }),
    async get(hash) {
      const bytes = await fs.readFile(placeOf(directory, hash).file).catch((error: unknown) => {
        throw isMissing(error) ? new FileMissing(hash) : error;
      });
      if (hashOf(bytes) !== hash) throw new FileDamaged(hash);
      return bytes;
    },
    async has(hash) {
      try {
        return (await fs.stat(placeOf(directory, hash).file)).isFile();
      } catch (error) {
        if (isMissing(error)) return false;
        throw error;
      }
    },
    async remove(hash) {
      const { file, folder } = placeOf(directory, hash);
      try {
        await fs.unlink(file);
        await syncFolder(folder);
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    },
    async sweep(before) {
      let swept = 0;
      for (const name of await fs.readdir(underway).catch(whenMissing<string[]>([]))) {
        const file = join(underway, name);
        // Another process may sweep too, or the file may get its name just now.
        const touched = await fs.stat(file).catch(whenMissing(null));
        if (touched === null || touched.mtimeMs >= before.getTime()) continue;
        swept += await fs.unlink(file).then(() => 1, whenMissing(0));
      }
      return swept;
    },
  };
}

/** Where the file of this hash lies. Throws on anything but 64 hexadecimal digits, so that no name leads elsewhere. */
function placeOf(directory: string, hash: string): { file: string; folder: string; parent: string } {
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error('a file has a SHA-256 as its name: 64 hexadecimal digits');
  const parent = join(directory, hash.slice(0, 2));
  const folder = join(parent, hash.slice(2, 4));
  return { file: join(folder, hash), folder, parent };
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

/** For `catch`: this value when the file is not there; any other error goes on. */
function whenMissing<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (!isMissing(error)) throw error;
    return value;
  };
}
