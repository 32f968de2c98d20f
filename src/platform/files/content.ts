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
import { createHash } from 'node:crypto';
import { FileDamaged, FileMissing, guardSpace } from './faults.ts';
import { type FileSystem, nodeFileSystem } from './filesystem.ts';
import { createFolders, isMissing, type Place } from './folders.ts';

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
  const folders = createFolders(directory, fs);

  return {
    put: (bytes) =>
      guardSpace(async () => {
        const hash = hashOf(bytes);
        const place = placeOf(folders.place, hash);
        await folders.write(place, (handle) => handle.writeFile(bytes));
        await folders.sync(place.folder);
        return { hash, size: bytes.byteLength };
      }),
    async get(hash) {
      const bytes = await fs.readFile(placeOf(folders.place, hash).file).catch((error: unknown) => {
        throw isMissing(error) ? new FileMissing(hash) : error;
      });
      if (hashOf(bytes) !== hash) throw new FileDamaged(hash);
      return bytes;
    },
    async has(hash) {
      try {
        return (await fs.stat(placeOf(folders.place, hash).file)).isFile();
      } catch (error) {
        if (isMissing(error)) return false;
        throw error;
      }
    },
    remove: async (hash) => await folders.remove(placeOf(folders.place, hash)),
    sweep: folders.sweep,
  };
}

/** Where the file of this hash lies. Throws on anything but 64 hexadecimal digits, so that no name leads elsewhere. */
function placeOf(place: (one: string, two: string, name: string) => Place, hash: string): Place {
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error('a file has a SHA-256 as its name: 64 hexadecimal digits');
  return place(hash.slice(0, 2), hash.slice(2, 4), hash);
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
