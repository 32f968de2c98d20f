/**
 * The embedded database on disk: PGlite in a thread, behind our own lock file.
 *
 * PGlite has no lock on its directory: two processes on one directory both report success and lose rows. So the lock is
 * ours: a file made with O_EXCL that names the process. A lock of a process that is gone is taken over.
 * PGlite does not fsync: a killed process loses nothing, a power cut may.
 */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Database, DatabaseUnavailable } from './database.ts';
import { type PgliteConnection, pgliteDatabase } from './pglite.ts';
import type { ThreadAnswer, ThreadRequest } from './pglite-draad.ts';

/** Another process holds the directory; `pid` says which. */
export class DirectoryInUse extends Error {
  override readonly name = 'DirectoryInUse';
  readonly pid: number;

  constructor(directory: string, pid: number) {
    super(
      `De gegevensmap ${directory} is in gebruik door proces ${pid}. Stop dat proces, of kies met DATA_DIR een andere map.`,
    );
    this.pid = pid;
  }
}

export async function openEmbedded(directory: string): Promise<Database> {
  mkdirSync(directory, { recursive: true });
  const unlock = lock(directory);
  try {
    const connection = await startThread(join(directory, 'pglite'));
    return pgliteDatabase({
      run: connection.run,
      async close() {
        await connection.close();
        unlock();
      },
    });
  } catch (error) {
    unlock();
    throw error;
  }
}

async function startThread(dataDir: string): Promise<PgliteConnection> {
  // The compiled thread has the extension .js, the source .ts: whichever this file itself has.
  const file = new URL(import.meta.url.endsWith('.ts') ? './pglite-draad.ts' : './pglite-draad.js', import.meta.url);
  const worker = new Worker(file, { workerData: { dataDir } });
  const waiting = new Map<number, { resolve: (rows: unknown[]) => void; reject: (error: unknown) => void }>();
  let last = 0;
  let gone: DatabaseUnavailable | undefined;

  const end = (reason: string): void => {
    gone = new DatabaseUnavailable(reason);
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
  };
  worker.on('error', (error) => end(error instanceof Error ? error.message : String(error)));
  worker.on('exit', () => end('the database thread ended'));

  const ask = (request: Omit<ThreadRequest, 'id'>): Promise<unknown[]> =>
    new Promise((resolve, reject) => {
      if (gone) return reject(gone);
      last++;
      waiting.set(last, { resolve, reject });
      worker.postMessage({ ...request, id: last } satisfies ThreadRequest);
    });

  await new Promise<void>((resolve, reject) => {
    waiting.set(0, { resolve: () => resolve(), reject });
    worker.on('message', (answer: ThreadAnswer) => {
      const waiter = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (answer.error) waiter?.reject(answer.error);
      else waiter?.resolve(answer.rows ?? []);
    });
  });

  return {
    run: (text, values) => ask({ text, values, close: false }),
    async close() {
      await ask({ text: '', values: null, close: true }).catch(() => undefined);
      await worker.terminate();
    },
  };
}

function lock(directory: string): () => void {
  const file = join(directory, 'zaakbode.lock');
  for (let attempt = 0; ; attempt++) {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const pid = Number(readFileSync(file, 'utf8'));
      if (attempt > 2 || (pid > 0 && pid !== process.pid && isAlive(pid))) throw new DirectoryInUse(directory, pid);
      if (pid === process.pid) throw new DirectoryInUse(directory, pid);
      rmSync(file, { force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
