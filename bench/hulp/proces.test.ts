/** Processes that the bench starts: it knows when they run, why they ended, and it ends them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Proces, startProces } from './proces.ts';

let map = '';
let started: Proces[] = [];

beforeEach(() => {
  map = mkdtempSync(join(tmpdir(), 'bench-proces-'));
  started = [];
});
afterEach(async () => {
  for (const proces of started) await proces.stop();
  rmSync(map, { recursive: true, force: true });
});

const signal = new AbortController().signal;

function start(script: string): Proces {
  const proces = startProces({
    naam: 'proef',
    args: ['-e', script],
    env: { PROEF: 'ja' },
    uitvoer: join(map, `${started.length}.log`),
    cwd: map,
  });
  started.push(proces);
  return proces;
}
const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a process', () => {
  it('is waited for until it says that it runs, and gets only the environment that it was given', async () => {
    const proces = start(`console.log('draait', Object.keys(process.env).join()); setInterval(() => {}, 1000)`);
    await proces.wachtOp('draait PROEF', 20_000, signal);
    expect(isThere(proces.pid)).toBe(true);
    expect(proces.leeft).not.toThrow();
  });
  it('is gone after the stop, and what it used is still known', async () => {
    const proces = start(`console.log('draait'); setInterval(() => {}, 1000)`);
    await proces.wachtOp('draait', 20_000, signal);
    await proces.stop();
    await proces.stop();
    expect(isThere(proces.pid)).toBe(false);
    expect(proces.leeft).not.toThrow();
    if (process.platform === 'linux') expect([proces.piek(), proces.cpu()].every((n) => n > 0)).toBe(true);
  });
  it('that ends by itself is told of, with what it said last', async () => {
    const proces = start(`console.error('de database is weg'); process.exit(1)`);
    await expect(proces.wachtOp('draait', 20_000, signal)).rejects.toThrow(/proef stopte vanzelf.*de database is weg/s);
    expect(proces.leeft).toThrow('stopte vanzelf');
  });
  it('that does not get ready is told of in time', async () => {
    const proces = start('setInterval(() => {}, 1000)');
    await expect(proces.wachtOp('draait', 30, signal)).rejects.toThrow('niet klaar binnen 0.03 s');
  });
  it('has its error lines counted', async () => {
    const proces = start(
      `console.log('{"niveau":"info","wat":"a"}\\n{"niveau":"error","wat":"b"}\\ndraait'); setInterval(() => {}, 1000)`,
    );
    await proces.wachtOp('draait', 20_000, signal);
    expect(proces.fouten()).toEqual(['{"niveau":"error","wat":"b"}']);
  });
});
