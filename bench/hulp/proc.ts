/** What Linux tells about a process. On another system there is no /proc and every figure is `NaN`: not measured. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Length of a clock tick in /proc/PID/stat: the kernel shows them in USER_HZ, 100 on every platform that Node runs on. */
const TICK_US = 10_000;

/** CPU time of a process so far, in µs, of all its threads; a tick (10 ms) is the smallest step. */
export function cpuMicros(pid: number): number {
  return statOf(read(`/proc/${pid}/stat`)).eigen * TICK_US;
}

/** CPU time of a process and of all its children, the ended ones included, in µs. For PostgreSQL's postmaster. */
export function cpuMicrosMetKinderen(pid: number): number {
  const parent = statOf(read(`/proc/${pid}/stat`));
  let ticks = parent.eigen + parent.kinderen;
  for (const name of processes()) {
    const stat = statOf(read(`/proc/${name}/stat`));
    if (stat.ouder === pid) ticks += stat.eigen + stat.kinderen;
  }
  return ticks * TICK_US;
}

/** The most memory (resident) that a process ever had, in MB of 1,000,000 bytes. */
export function piekMb(pid: number): number {
  return geheugenOf(read(`/proc/${pid}/status`), 'VmHWM');
}

/** Resident memory of a process now, in MB of 1,000,000 bytes. */
export function rssMb(pid: number): number {
  return geheugenOf(read(`/proc/${pid}/status`), 'VmRSS');
}

/** Makes the most that a process ever had what it has now (proc_pid_clear_refs(5)). */
export function wisPiek(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // Another system: the figure is `NaN` there anyway.
  }
}

/** CPU time that this computer spent on whatever it was, in µs, since it started; stolen by a neighbour included. */
export function computerMicros(): number {
  return drukOf(read('/proc/stat')) * TICK_US;
}

/** Reads the first line of /proc/stat (proc_stat(5)): all but idle and iowait; guest time is in user already. */
export function drukOf(text: string): number {
  const [user, nice, system, , , irq, softirq, steal] = (/^cpu +(.*)$/m.exec(text)?.[1] ?? '').split(' ').map(Number);
  return [user, nice, system, irq, softirq, steal].reduce<number>((sum, ticks) => sum + (ticks ?? Number.NaN), 0);
}

export interface Stat {
  readonly ouder: number;
  /** Ticks in user and kernel mode. */
  readonly eigen: number;
  /** Those of children that ended and were waited for. */
  readonly kinderen: number;
}

/** Reads /proc/PID/stat (proc_pid_stat(5)): the name, field 2, may hold anything, so what counts starts after its last `)`. */
export function statOf(text: string): Stat {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (number: number): number => Number(fields[number - 3] || Number.NaN);
  return { ouder: field(4), eigen: field(14) + field(15), kinderen: field(16) + field(17) };
}

/** Reads a figure from /proc/PID/status, given there in kB of 1,024 bytes. */
export function geheugenOf(text: string, wat: 'VmHWM' | 'VmRSS'): number {
  const [, kb] = new RegExp(`^${wat}:\\s+(\\d+) kB$`, 'm').exec(text) ?? [];
  return kb === undefined ? Number.NaN : (Number(kb) * 1024) / 1_000_000;
}

function processes(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/** Empty when the process is gone: between looking and reading it may end. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
