/**
 * An instant as it stands in Dutch messages and calendars: digits without zone (StUF 03.01), or a date.
 *
 * "Local wall clock ms" is the one number behind both: the Dutch local digits read as if they were UTC, in milliseconds since 1970. It
 * orders as the digits do, and like them it runs back one hour in the autumn night.
 */
import { offsetMs } from './amsterdam.ts';

/** How many digits: date, hour, minute, second or millisecond. StUF leaves out digits from the right for a lower precision. */
export type TijdstipPrecisie = 8 | 10 | 12 | 14 | 17;

const FIRST = new Date(0).setUTCFullYear(1, 0, 1);
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** @throws RangeError for an invalid Date */
export function toLocalMs(instant: Date): number {
  return instant.getTime() + offsetMs(instant);
}

/**
 * Dutch local time as `yyyyMMddHHmmssSSS`, or its first digits.
 * @throws RangeError for an invalid Date, or a year outside 1..9999
 */
export function toLocalDigits(instant: Date, precision: TijdstipPrecisie = 17): string {
  return tijdstipToDigits(toLocalMs(instant)).slice(0, precision);
}

/**
 * The date in the Netherlands, `YYYY-MM-DD`.
 * @throws RangeError as `toLocalDigits`
 */
export function toLocalDate(instant: Date): string {
  const digits = toLocalDigits(instant, 8);
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

/** Which day it is in the Netherlands, `YYYY-MM-DD`: what "today" means in every rule about dates. */
export function todayInAmsterdam(now: Date): string {
  return toLocalDate(now);
}

/**
 * Local wall clock ms as the seventeen digits of a StUF tijdstip.
 * @throws RangeError for a year outside 1..9999: it has no four digits
 */
export function tijdstipToDigits(tijdstip: number): string {
  if (!(tijdstip >= FIRST && tijdstip <= LAST)) {
    throw new RangeError('A tijdstip lies in the years 1 to 9999: give an instant within them');
  }
  return new Date(tijdstip).toISOString().replace(/\D/g, '');
}

/**
 * The way back: local wall clock ms of seventeen digits; null for anything else, or for a day or hour that does not exist (`20260230…`).
 */
export function tijdstipFromDigits(digits: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})$/.exec(digits);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, ms] = match;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
  if (Number.isNaN(time) || time < FIRST) return null;
  return tijdstipToDigits(time) === digits ? time : null;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** When a day (`YYYY-MM-DD`) begins in the Netherlands, or null when there is no such day. The clock never changes at midnight. */
export function beginOfLocalDay(day: string): Date | null {
  const utc = DAY.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 10) !== day) return null;
  const near = new Date(utc - offsetMs(new Date(utc)));
  return new Date(utc - offsetMs(near));
}

/** The day (`YYYY-MM-DD`) that is so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
