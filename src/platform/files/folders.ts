/**
 * Files with a name, in folders two levels deep, so that no folder grows beyond what a file system likes. What both
 * stores share: how a file gets its name in one step and stays after a power cut, how it goes, and what a killed process
 * leaves on its way (`<directory>/tijdelijk/`).
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { FileHandle, FileSystem } from './filesystem.ts';

/** Where a file lies. */
export interface Place {
  readonly file: string;
  readonly folder: string;
  readonly parent: string;
}

export interface Folders {
  place(one: string, two: string, name: string): Place;
  /**
   * Writes a file that has its name only once all of it is on the disk. When it throws, nothing is left, except by a
   * process that dies. The name itself stays after a power cut only when `sync` of its folder has returned.
   */
  write(place: Place, fill: (handle: FileHandle) => Promise<void>): Promise<void>;
  /** Returns when the names in this folder are on the disk. */
  sync(folder: string): Promise<void>;
  /** Takes the file away for good; no error when it is not there. */
  remove(place: Place): Promise<void>;
  /** Takes away what a killed process left on its way, if last touched before `before`. Returns how many. */
  sweep(before: Date): Promise<number>;
  /** Writes a small file and takes it away again. */
  probe(): Promise<void>;
}

export function createFolders(directory: string, fs: FileSystem): Folders {
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
    for (const parent of parents) await sync(parent);
    synced.add(folder);
  }

  async function sync(folder: string): Promise<void> {
    const handle = await fs.open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** Writes a file on its way and gives it to `go`; it is gone when that throws. */
  async function onItsWay(
    name: string,
    fill: (handle: FileHandle) => Promise<void>,
    go: (file: string) => Promise<void>,
  ) {
    const temporary = join(underway, `${name}.${randomUUID()}`);
    try {
      const handle = await fs.open(temporary, 'wx', 0o600);
      try {
        await fill(handle);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await go(temporary);
    } catch (error) {
      await fs.unlink(temporary).catch(() => undefined);
      throw error;
    }
  }

  return {
    place(one, two, name) {
      const parent = join(directory, one);
      const folder = join(parent, two);
      return { file: join(folder, name), folder, parent };
    },
    sync,
    async write({ file, folder, parent }, fill) {
      await makeFolder(underway, [directory]);
      await makeFolder(folder, [parent, directory]);
      await onItsWay(file.slice(folder.length + 1), fill, (temporary) => fs.rename(temporary, file));
    },
    async remove({ file, folder }) {
      // The folder is synced also when the file was gone: a removal before this one may have failed at just that.
      await fs.unlink(file).catch(whenMissing(undefined));
      await sync(folder).catch(whenMissing(undefined));
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
    async probe() {
      await makeFolder(underway, [directory]);
      await onItsWay('proef', (handle) => handle.writeFile(Buffer.from('proef')), fs.unlink);
    },
  };
}

export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

/** For `catch`: this value when the file is not there; any other error goes on. */
function whenMissing<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (!isMissing(error)) throw error;
    return value;
  };
}
