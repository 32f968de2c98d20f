/**
 * Objects by a key that the caller makes (a uuid), of any size, as streams: what a document is made of.
 *
 * - When `put` has returned, the object is there after a power cut too. So a transaction may commit a reference to it.
 * - A key never stands for half an object, and never for two: who stores something else takes another key.
 * - No object is ever held in memory: a slow reader or writer slows the other side down.
 * - A process that dies between `put` and the commit leaves an object that nobody knows. Who wants none of those writes
 *   the key down before `put`.
 */
import { FileDamaged, FileMissing, guardSpace, StorageFault } from './faults.ts';
import { type FileSystem, nodeFileSystem } from './filesystem.ts';
import { createFolders, isMissing } from './folders.ts';
import { exactly } from './source.ts';

export interface ObjectStore {
  /**
   * Stores the stream under a key of its own (a uuid; a key is never used twice). When it returns, all of it survives a
   * power cut. `size` is known beforehand; a stream that gives more or less is refused with `SizeMismatch` and nothing
   * stays behind. `StorageFull` when there is no room.
   */
  put(key: string, size: number, bytes: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<void>;
  /**
   * The bytes from `from` up to `to` (exclusive), as a stream with backpressure. `FileMissing` when it is not there,
   * `FileDamaged` when it is shorter than that. Says nothing of the content: see `readChecked`.
   */
  get(key: string, from: number, to: number): AsyncIterable<Buffer>;
  /** Takes it away for good; no error when it is not there. */
  remove(key: string): Promise<void>;
  /** Takes away what a killed process left on its way, last touched before `before`. Returns how many. */
  sweep(before: Date): Promise<number>;
  /** Is the store there and writable? `StorageFault` or `StorageFull` says what is wrong. Writes a little each time. */
  check(): Promise<void>;
}

/** What is read from the disk at once. */
const PIECE = 256 * 1024;

/** Layout: `<directory>/ab/cd/<uuid>`, from its last digits, because a uuid of version 7 begins with the time. */
export function createFileObjectStore(directory: string, fs: FileSystem = nodeFileSystem): ObjectStore {
  const folders = createFolders(directory, fs);
  const placeOf = (key: string) => folders.place(checkedKey(key).slice(-2), key.slice(-4, -2), key);

  return {
    put: (key, size, bytes, signal) =>
      guardSpace(async () => {
        const place = placeOf(key);
        await folders.write(place, async (handle) => {
          for await (const piece of exactly(bytes, checkedRange(0, size), signal)) await handle.writeFile(piece);
        });
        try {
          await folders.sync(place.folder);
        } catch (error) {
          await fs.unlink(place.file).catch(() => undefined);
          throw error;
        }
      }),
    async *get(key, from, to) {
      const { file } = placeOf(key);
      checkedRange(from, to);
      const handle = await fs.open(file, 'r').catch((error: unknown) => {
        throw isMissing(error) ? new FileMissing(key) : error;
      });
      try {
        for (let at = from; at < to; ) {
          const piece = Buffer.allocUnsafe(Math.min(PIECE, to - at));
          const { bytesRead } = await handle.read(piece, 0, piece.length, at);
          if (bytesRead === 0) throw new FileDamaged(key);
          at += bytesRead;
          yield piece.subarray(0, bytesRead);
        }
      } finally {
        await handle.close();
      }
    },
    remove: async (key) => await folders.remove(placeOf(key)),
    sweep: folders.sweep,
    check: () =>
      guardSpace(folders.probe).catch((error: NodeJS.ErrnoException) => {
        if (error.code === undefined) throw error;
        throw new StorageFault(
          `In de map met bestanden kan niet worden geschreven (${error.code}). Controleer of FILES naar de goede map wijst en of Zaakbode daar mag schrijven.`,
          { cause: error },
        );
      }),
  };
}

/** The key itself, when it is a uuid in small letters: so no key leads to another place. */
export function checkedKey(key: string): string {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key)) throw new Error('an object has a uuid as its key');
  return key;
}

/** The size of a range that makes sense. */
export function checkedRange(from: number, to: number): number {
  if (!(Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && to >= from)) {
    throw new RangeError(`no range of bytes: ${from} up to ${to}`);
  }
  return to - from;
}
