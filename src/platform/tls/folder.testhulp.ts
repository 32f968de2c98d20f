/** Test help: a folder with keys that is gone after the test, a log that remembers, and a network of lists. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { Log } from '../log/index.ts';
import { type Net, NetFault } from '../net/index.ts';

export interface TestFolder {
  readonly dir: string;
  put(file: string, text: string, mode?: number): void;
  remove(file: string): void;
}

/** To be called outside of tests: it is removed after all of them. */
export function testFolder(): TestFolder {
  const dir = mkdtempSync(join(tmpdir(), 'zaakbode-sleutels-'));
  afterAll(() => rmSync(dir, { recursive: true }));
  return {
    dir,
    put(file, text, mode = 0o600) {
      mkdirSync(dirname(join(dir, file)), { recursive: true });
      writeFileSync(join(dir, file), text, { mode });
    },
    remove: (file) => rmSync(join(dir, file)),
  };
}

export interface TestLog extends Log {
  /** `level message fields` of each line since the last time it was asked. */
  taken(): string[];
}

export function testLog(): TestLog {
  let lines: string[] = [];
  const write =
    (level: string) =>
    (fields: object, message: string): void =>
      void lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    taken() {
      const taken = lines;
      lines = [];
      return taken;
    },
  };
}

export interface TestNet extends Net {
  /** Addresses asked for since the last time this was asked. */
  asked(): string[];
  /** What is found at this address; null: nobody answers there. */
  serves(url: string, body: string | Buffer | null): void;
}

export function testNet(): TestNet {
  const found = new Map<string, string | Buffer>();
  let urls: string[] = [];
  return {
    serves(url, body) {
      if (body === null) found.delete(url);
      else found.set(url, body);
    },
    asked() {
      const asked = urls;
      urls = [];
      return asked;
    },
    async request({ url }) {
      urls.push(url);
      const body = found.get(url);
      if (body === undefined) throw new NetFault('geen verbinding (ECONNREFUSED)', false);
      return { status: 200, headers: {}, body: Buffer.from(body as string) };
    },
    close: async () => undefined,
  };
}
