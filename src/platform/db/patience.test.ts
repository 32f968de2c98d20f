import { describe, expect, it } from 'vitest';
import { DatabaseUnavailable, openPostgres, whenAvailable } from './index.ts';

const told: string[] = [];
const patience = (forMs: number) => ({ forMs, everyMs: 1, waiting: (reason: string) => void told.push(reason) });

/** Away this many times, then there. */
function away(times: number, fault: Error = new DatabaseUnavailable('connection refused')) {
  let asked = 0;
  return async (): Promise<number> => {
    asked += 1;
    if (asked <= times) throw fault;
    return asked;
  };
}

describe('a database that is not there yet', () => {
  it('is waited for, and the operator is told once', async () => {
    told.length = 0;
    expect(await whenAvailable(away(5), patience(60_000))).toBe(6);
    expect(told).toEqual(['connection refused']);
  });
  it('is not waited for any longer than that', async () => {
    await expect(whenAvailable(away(5), patience(0))).rejects.toThrow(DatabaseUnavailable);
  });
  it('is told apart from a database that says no', async () => {
    const fault = new TypeError('ours');
    await expect(whenAvailable(away(1, fault), patience(60_000))).rejects.toBe(fault);
  });
  it('is what nobody listening means', async () => {
    await expect(openPostgres({ url: 'postgres://zaakbode@127.0.0.1:1/geen' })).rejects.toThrow(DatabaseUnavailable);
  });
});
