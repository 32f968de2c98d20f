/**
 * Times and durations as XML Schema spells them. No clock here: every instant is an argument.
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY_MS = 24 * HOUR;

const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?$/;

/**
 * The instant of an xs:dateTime (XML Schema part 2, section 3.2.7), or null when it is none. Without a zone it is UTC, as ebMS 2.0
 * section 3.1.6.2 prescribes for a Timestamp. Precise to the millisecond.
 */
export function parseDateTime(text: string): Date | null {
  const match = DATE_TIME.exec(text.trim());
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (minute > 59 || second > 59 || !isCalendarDay(year, month, day) || !isHour(hour, minute, second)) return null;
  const millis = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const instant = new Date(Date.UTC(year, month - 1, day, hour, minute, second, millis) - offsetMs(match[8] ?? 'Z'));
  return isWritable(instant) ? instant : null;
}

/** A zone, or 24:00, can carry an instant out of the years that are read here; written again it would be no dateTime. */
function isWritable(instant: Date): boolean {
  const year = instant.getUTCFullYear();
  return year >= 100 && year <= 9999;
}

/** UTC with milliseconds, so that writing and reading loses nothing. */
export function formatDateTime(instant: Date): string {
  return instant.toISOString();
}

/** Years below 100 are refused: Date.UTC would take them for the twentieth century. */
function isCalendarDay(year: number, month: number, day: number): boolean {
  if (year < 100) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** 24:00:00 is the midnight that ends a day. */
function isHour(hour: number, minute: number, second: number): boolean {
  return hour < 24 || (hour === 24 && minute === 0 && second === 0);
}

function offsetMs(zone: string): number {
  if (zone === 'Z') return 0;
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number);
  return (zone.startsWith('-') ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
}

const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * The length of an xs:duration in milliseconds, or null when it is none, is negative or is longer than a century. `P1D` equals
 * `PT24H`. A month counts 31 days and a year 366: the longest they can be, so that no window we keep is ever too short.
 */
export function parseDuration(text: string): number | null {
  const match = DURATION.exec(text.trim());
  if (match === null || match[4] === 'T' || match.slice(1).every((part) => part === undefined)) return null;
  const part = (index: number): number => Number(match[index] ?? 0);
  const days = part(1) * 366 + part(2) * 31 + part(3);
  const ms = days * DAY_MS + part(5) * HOUR + part(6) * MINUTE + Math.round(part(7) * SECOND);
  return ms <= 100 * 366 * DAY_MS ? ms : null;
}

/** The xs:duration of a number of milliseconds, in days, hours, minutes and seconds: 97 200 000 is `P1DT3H`. */
export function formatDuration(ms: number): string {
  if (!Number.isInteger(ms) || ms < 0)
    throw new RangeError('A duration is a whole number of milliseconds, zero or more');
  if (ms === 0) return 'PT0S';
  const days = Math.floor(ms / DAY_MS);
  const hours = Math.floor((ms % DAY_MS) / HOUR);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  const seconds = (ms % MINUTE) / SECOND;
  const time = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds ? `${seconds}S` : ''}`;
  return `P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`;
}
