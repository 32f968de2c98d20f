/**
 * The ledger on disk: one fact per line, only ever added to.
 *
 * Guarantees: a fact for which `gereed()` has resolved is read back after the process was killed. (It was handed to the operating
 * system, not forced to the disk: a power cut may cost the last second.) A last line that was cut off by a kill is dropped; any
 * other unreadable line stops the start. Facts that arrive together are written together.
 * Once a write has failed nothing is accepted any more, so that memory never says more than the file.
 */
import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readSync, statSync, write } from 'node:fs';
import type { Feit } from './feiten.ts';

export interface Journaal {
  schrijf(feit: Feit): void;
  /** Resolves when all facts written so far are in the file. */
  gereed(): Promise<void>;
  sluit(): Promise<void>;
}

/** A ledger that cannot be read or written; the text says what to do. */
export class JournaalFout extends Error {
  override readonly name = 'JournaalFout';
}

interface Batch {
  text: string;
  readonly done: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (fault: Error) => void;
}

function nieuweBatch(): Batch {
  const batch = { text: '' } as { -readonly [K in keyof Batch]: Batch[K] };
  batch.done = new Promise((resolve, reject) => Object.assign(batch, { resolve, reject }));
  batch.done.catch(() => undefined);
  return batch;
}

const CHUNK = 1024 * 1024;

/** A journal that remembers nothing, for a ledger in memory only. */
export const geenJournaal: Journaal = {
  schrijf: () => undefined,
  gereed: () => Promise.resolve(),
  sluit: () => Promise.resolve(),
};

/** Opens the file, gives each fact in it to `lees`, and is then ready to add to it. */
export function openJournaal(path: string, lees: (feit: Feit) => void): Journaal {
  readBack(path, lees);
  const file = openSync(path, 'a', 0o600);
  let next: Batch | null = null;
  let running: Batch | null = null;
  let broken: JournaalFout | null = null;

  function takeNext(): Batch | null {
    running = next;
    next = null;
    return running;
  }

  async function writeAll(): Promise<void> {
    for (let batch = takeNext(); batch !== null; batch = takeNext()) {
      try {
        if (broken !== null) throw broken;
        await append(file, batch.text);
        batch.resolve();
      } catch (cause) {
        broken ??= new JournaalFout(
          `Het grootboek ${path} kan niet worden geschreven. Maak ruimte op de schijf of herstel de rechten, en start de simulator opnieuw.`,
          { cause },
        );
        batch.reject(broken);
      }
    }
  }

  return {
    schrijf(feit) {
      if (broken !== null) throw broken;
      if (next === null) {
        next = nieuweBatch();
        if (running === null) queueMicrotask(() => void writeAll());
      }
      next.text += `${JSON.stringify(feit)}\n`;
    },
    gereed() {
      if (broken !== null) return Promise.reject(broken);
      return next?.done ?? running?.done ?? Promise.resolve();
    },
    async sluit() {
      await (next?.done ?? running?.done ?? Promise.resolve()).catch(() => undefined);
      closeSync(file);
    },
  };
}

function append(file: number, text: string): Promise<void> {
  const bytes = Buffer.from(text, 'utf8');
  return new Promise((resolve, reject) => {
    const step = (from: number): void =>
      write(file, bytes, from, bytes.length - from, null, (fault, written) => {
        if (fault !== null) reject(fault);
        else if (from + written < bytes.length) step(from + written);
        else resolve();
      });
    step(0);
  });
}

/** Reads in pieces of 1 MB: a ledger of 100,000 messages is about 100 MB. Cuts a torn last line off the file. */
function readBack(path: string, lees: (feit: Feit) => void): void {
  if (!existsSync(path) || !statSync(path).isFile()) return;
  const file = openSync(path, 'r+');
  try {
    const size = fstatSync(file).size;
    const chunk = Buffer.allocUnsafe(CHUNK);
    let rest = Buffer.alloc(0);
    let line = 0;
    let good = 0;
    for (;;) {
      const count = readSync(file, chunk, 0, CHUNK, null);
      if (count === 0) break;
      rest = Buffer.concat([rest, chunk.subarray(0, count)]);
      let from = 0;
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, from)) {
        line += 1;
        lees(parseLine(rest.toString('utf8', from, end), path, line));
        good += end + 1 - from;
        from = end + 1;
      }
      rest = rest.subarray(from);
    }
    if (good < size) ftruncateSync(file, good);
  } finally {
    closeSync(file);
  }
}

function parseLine(text: string, path: string, line: number): Feit {
  let feit: unknown;
  try {
    feit = JSON.parse(text);
  } catch {
    feit = null;
  }
  if (typeof feit === 'object' && feit !== null && 'soort' in feit) return feit as Feit;
  throw new JournaalFout(
    `Regel ${line} van het grootboek ${path} is onleesbaar. Zet een goede kopie terug, of haal het bestand weg om leeg te beginnen.`,
  );
}
