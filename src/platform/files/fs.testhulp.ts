/** A file system for tests that notes every operation and fails at the one that is chosen. */
import type { FileHandle, FileSystem } from './filesystem.ts';
import { nodeFileSystem } from './filesystem.ts';

export interface BreakableFileSystem extends FileSystem {
  /** What was done, in order: `operation path`. */
  readonly done: readonly string[];
  /** From now on the n-th operation (from 1) fails with this code; with `dead` all later ones fail too. */
  breakAt(n: number, code: string, dead?: boolean): void;
  /** Did the chosen operation come? */
  broken(): boolean;
}

export function breakableFileSystem(real: FileSystem = nodeFileSystem): BreakableFileSystem {
  let done: string[] = [];
  let at = Number.POSITIVE_INFINITY;
  let how = { code: '', dead: false };

  function step(what: string): void {
    done.push(what);
    if (done.length === at || (how.dead && done.length > at)) throw Object.assign(new Error(what), { code: how.code });
  }
  function handleOf(path: string, handle: FileHandle): FileHandle {
    return {
      async writeFile(bytes) {
        try {
          step(`writeFile ${path}`);
        } catch (error) {
          // A disk that fills up has taken a part.
          await handle.writeFile(bytes.subarray(0, bytes.length >> 1));
          throw error;
        }
        await handle.writeFile(bytes);
      },
      async read(buffer, offset, length, position) {
        step(`read ${path}`);
        return await handle.read(buffer, offset, length, position);
      },
      async sync() {
        step(`sync ${path}`);
        await handle.sync();
      },
      async close() {
        // The handle itself is always closed, so that a test leaks none.
        await handle.close();
        step(`close ${path}`);
      },
    };
  }

  return {
    get done() {
      return done;
    },
    breakAt(n, code, dead = false) {
      done = [];
      at = n;
      how = { code, dead };
    },
    broken: () => done.length >= at,
    async mkdir(folder, options) {
      step(`mkdir ${folder}`);
      return await real.mkdir(folder, options);
    },
    async open(path, flags, mode) {
      step(`open ${path}`);
      return handleOf(path, await real.open(path, flags, mode));
    },
    async rename(from, to) {
      step(`rename ${to}`);
      await real.rename(from, to);
    },
    async unlink(path) {
      step(`unlink ${path}`);
      await real.unlink(path);
    },
    async readFile(path) {
      step(`readFile ${path}`);
      return await real.readFile(path);
    },
    async readdir(folder) {
      step(`readdir ${folder}`);
      return await real.readdir(folder);
    },
    async stat(path) {
      step(`stat ${path}`);
      return await real.stat(path);
    },
  };
}
