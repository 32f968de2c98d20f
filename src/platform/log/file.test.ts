/** The log in a file: rotation by moving and by copying, a signal, and a disk that refuses. */
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLogFile } from './file.ts';
import { createLog } from './index.ts';

let dir: string;
let file: string;
let tijd: number;
let fouten: Error[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'zaakbode-log-'));
  file = join(dir, 'map', 'zaakbode.log');
  tijd = 0;
  fouten = [];
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const openFile = () =>
  openLogFile(
    file,
    (error) => void fouten.push(error),
    () => tijd,
  );
const lees = (name = file): string => readFileSync(name, 'utf8');

describe('a log file', () => {
  it('is made with its folder, is added to after a restart, and is not for everybody to read', () => {
    const first = openFile();
    first.write('een\n');
    first.close();
    openFile().write('twee\n');
    expect(lees()).toBe('een\ntwee\n');
    expect(statSync(file).mode & 0o007).toBe(0);
  });
  it('that is moved away is followed by a new one, within seconds', () => {
    const log = openFile();
    log.write('een\n');
    renameSync(file, `${file}.1`);
    log.write('twee\n');
    tijd += 2_000;
    log.write('drie\n');
    expect([lees(`${file}.1`), lees()]).toEqual(['een\ntwee\n', 'drie\n']);
  });
  it('that is moved away and made anew by the one who rotates is followed too', () => {
    const log = openFile();
    renameSync(file, `${file}.1`);
    appendFileSync(file, '');
    tijd += 2_000;
    log.write('een\n');
    expect([lees(`${file}.1`), lees()]).toEqual(['', 'een\n']);
  });
  it('goes on at once in the new one when it is told to reopen', () => {
    const log = openFile();
    renameSync(file, `${file}.1`);
    log.reopen();
    log.write('een\n');
    expect(lees()).toBe('een\n');
  });
  it('that is copied and emptied begins again at its beginning', () => {
    const log = openFile();
    log.write('een\n');
    truncateSync(file);
    log.write('twee\n');
    expect(lees()).toBe('twee\n');
  });
  it('that cannot be opened any more is told once, and tried again', () => {
    const log = openFile();
    rmSync(file);
    mkdirSync(file);
    for (let i = 0; i < 3; i++) {
      tijd += 2_000;
      log.write('weg\n');
    }
    expect(fouten).toHaveLength(1);
    rmSync(file, { recursive: true });
    tijd += 2_000;
    log.write('terug\n');
    expect(lees()).toBe('terug\n');
  });
  it('that cannot be opened at the start is a fault of the settings', () => {
    mkdirSync(file, { recursive: true });
    expect(openFile).toThrow();
  });
});

describe('a log with a file', () => {
  it('writes the same masked lines to both', () => {
    const lines: string[] = [];
    const log = createLog({
      level: 'info',
      mask: (line) => line.replace(/\d{9}/g, '*********'),
      write: (line) => void lines.push(line),
      file: openFile(),
    });
    log.info({ nummer: '999993653' }, 'iets');
    expect(lees()).toBe(lines.join(''));
    expect(lees()).toContain('*********');
  });
});
