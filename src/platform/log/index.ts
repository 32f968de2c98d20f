/**
 * The log: one JSON line per happening, on stdout and, when asked, in a file.
 *
 * Every finished line passes through `mask` before it is written, so that a secret number that slipped into a message
 * still does not leave the process. The masking rule itself comes from above: this floor knows no municipal word.
 * Of an error only its kind, message and place are told, under whatever name it is given.
 */
import { pino } from 'pino';
import type { LogFile } from './file.ts';

export { type LogFile, openLogFile } from './file.ts';

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Applied to every line as a whole. */
  mask(line: string): string;
  /** Where lines go; stdout unless said. */
  readonly write?: (line: string) => void;
  /** Where they go as well. */
  readonly file?: Pick<LogFile, 'write'> | null;
}

export function createLog({ level, mask, write, file = null }: LogOptions): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"tijd":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ niveau: label }), log: describeErrors },
    messageKey: 'wat',
    serializers: { err: describeError },
    hooks: { streamWrite: (line: string) => maskLine(line, mask) },
  };
  if (file === null) return write ? pino(options, { write }) : pino(options);
  const out = write ? { write } : pino.destination(1);
  const both = (line: string): void => {
    out.write(line);
    file.write(line);
  };
  return pino(options, { write: both });
}

/** The masked line. Masking a bare JSON number leaves no JSON; then each value is masked by itself, numbers as text. */
function maskLine(line: string, mask: LogOptions['mask']): string {
  const masked = mask(line);
  if (masked === line || isJson(masked)) return masked;
  const value = (_key: string, v: unknown): unknown => (typeof v === 'number' && mask(`${v}`) !== `${v}` ? `${v}` : v);
  return mask(`${JSON.stringify(JSON.parse(line, value))}\n`);
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** Errors among the fields, whatever their name; `err` has its serializer. */
function describeErrors(fields: Record<string, unknown>): Record<string, unknown> {
  if (!Object.entries(fields).some(([name, value]) => name !== 'err' && value instanceof Error)) return fields;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      name !== 'err' && value instanceof Error ? describeError(value) : value,
    ]),
  );
}

/** What is told of an error: its kind, its message and where, never its other properties (they may hold data). */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { soort: typeof error };
  return {
    soort: error.name,
    melding: error.message,
    plaats: error.stack
      ?.split('\n')
      .slice(1, 6)
      .map((l) => l.trim()),
  };
}

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
