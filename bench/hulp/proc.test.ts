/** What Linux tells, as it tells it. */
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { computerMicros, cpuMicros, cpuMicrosMetKinderen, drukOf, geheugenOf, piekMb, statOf } from './proc.ts';

const STAT =
  '4242 (een ) (naam) S 17 4242 4242 0 -1 4194304 5000 600 0 0 321 45 6 7 20 0 11 0 99 1000000 2000 18446744073709551615';

describe('/proc/PID/stat', () => {
  it('is read past a name with spaces and brackets', () => {
    expect(statOf(STAT)).toEqual({ ouder: 17, eigen: 366, kinderen: 13 });
  });
  it('of a process that is gone gives no figure', () => {
    expect(statOf('').eigen).toBeNaN();
  });
});

describe('/proc/PID/status', () => {
  it('has the peak in units of 1,024 bytes', () => {
    expect(geheugenOf('VmPeak:\t 900000 kB\nVmHWM:\t  250000 kB\nVmRSS:\t 200000 kB\n', 'VmHWM')).toBe(256);
    expect(geheugenOf('', 'VmHWM')).toBeNaN();
  });
});

describe('/proc/stat', () => {
  it('counts all but waiting, and guests once', () => {
    expect(drukOf('cpu  100 20 30 4000 500 6 7 8 90 9\ncpu0 50 10 15 2000 250 3 3 4 45 5\n')).toBe(171);
    expect(drukOf('')).toBeNaN();
  });
});

describe.skipIf(!existsSync('/proc/self/stat'))('this process (needs Linux)', () => {
  it('has used CPU and memory', () => {
    const alone = cpuMicros(process.pid);
    expect(alone).toBeGreaterThan(0);
    // Asked after it: time goes on.
    expect(cpuMicrosMetKinderen(process.pid)).toBeGreaterThanOrEqual(alone);
    expect(piekMb(process.pid)).toBeGreaterThan(20);
    expect(computerMicros()).toBeGreaterThan(0);
  });
});
