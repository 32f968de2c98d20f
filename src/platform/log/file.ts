/**
 * Lines to a file, beside stdout. The file may be moved away at any moment (log rotation): within seconds, or at once after
 * `reopen`, lines go to a new one under the same name. Each line is written before the next happening, so none waits in
 * memory when the process dies. A disk that is full stops nothing: lines then are on stdout only, and it is tried again.
 */
import { closeSync, fstatSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface LogFile {
  write(line: string): void;
  /** After rotation: the next line goes to what is there now under this name. */
  reopen(): void;
  close(): void;
}

/** Between two looks whether the file was moved away, and two tries after a fault. */
const LOOK_MS = 2_000;

/** Throws when the file cannot be opened now; `onFault` is told once each time that writing stops later. */
export function openLogFile(file: string, onFault: (error: Error) => void, now: () => number = Date.now): LogFile {
  let fd: number | null = open(file);
  let looked = now();

  function close(): void {
    if (fd !== null) closeSync(fd);
    fd = null;
  }
  /** What fails here is tried again after the next pause. */
  function renew(): void {
    close();
    looked = now();
    fd = open(file);
  }
  function guarded(work: () => void): void {
    const stood = fd !== null;
    try {
      work();
    } catch (error) {
      close();
      if (stood) onFault(error as Error);
    }
  }
  return {
    write(line) {
      guarded(() => {
        if (now() - looked >= LOOK_MS) {
          looked = now();
          if (fd === null || wasMoved(file, fd)) renew();
        }
        if (fd !== null) writeSync(fd, line);
      });
    },
    reopen: () => guarded(renew),
    close,
  };
}

/** Not for everybody to read: what happened here is nobody else's. */
function open(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  return openSync(file, 'a', 0o640);
}

function wasMoved(file: string, fd: number): boolean {
  const there = statSync(file, { throwIfNoEntry: false });
  const ours = fstatSync(fd);
  return there?.ino !== ours.ino || there.dev !== ours.dev;
}
