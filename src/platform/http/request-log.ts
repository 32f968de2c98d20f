/** The log of one request, as the framework knows it: a line in our own log, with what tells this request from others. */
import type { FastifyBaseLogger } from 'fastify';
import type { Log } from '../log/index.ts';

/** `about` stands in each line. */
export function requestLog(log: Log, about: Readonly<Record<string, unknown>>): FastifyBaseLogger {
  const line =
    (level: keyof Log) =>
    (fields: unknown, message?: string): void => {
      if (typeof fields === 'string') log[level](about, fields);
      else log[level]({ ...about, ...(fields instanceof Error ? { err: fields } : (fields as object)) }, message ?? '');
    };
  return {
    level: 'info',
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    fatal: line('error'),
    trace: () => undefined,
    silent: () => undefined,
    child: (more) => requestLog(log, { ...about, ...more }),
  };
}
