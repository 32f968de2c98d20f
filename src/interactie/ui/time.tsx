/**
 * Time as a Dutch reader expects it: local time (Europe/Amsterdam), 24 hours, a dot between hours and minutes, and
 * always a `<time>` element with the exact instant in UTC.
 */

const ZONE = 'Europe/Amsterdam';
const HOUR_MS = 3_600_000;

const SHORT = new Intl.DateTimeFormat('nl-NL', { timeZone: ZONE, day: '2-digit', month: '2-digit', year: 'numeric' });
const LONG = new Intl.DateTimeFormat('nl-NL', { timeZone: ZONE, day: 'numeric', month: 'long', year: 'numeric' });
const CLOCK = new Intl.DateTimeFormat('nl-NL', {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const OFFSET = new Intl.DateTimeFormat('nl-NL', { timeZone: ZONE, timeZoneName: 'shortOffset' });

/** `21-11-2026 14.02`, for tables. */
export function shortTime(instant: Date): string {
  return `${SHORT.format(instant)} ${clockTime(instant).slice(0, 5)}${season(instant)}`;
}

/** `21 november 2026, 14.02.31 uur`, for running text and timelines. */
export function longTime(instant: Date): string {
  return `${LONG.format(instant)}, ${clockTime(instant)} uur${season(instant)}`;
}

/** `21 november 2026`, for what counts in days. */
export function longDate(instant: Date): string {
  return LONG.format(instant);
}

function clockTime(instant: Date): string {
  return CLOCK.format(instant).replaceAll(':', '.');
}

/** In the night that the clock goes back, the hour from 2 to 3 comes twice; only then is said which one it is. */
function season(instant: Date): string {
  const here = CLOCK.format(instant);
  const twice = [-HOUR_MS, HOUR_MS].some((step) => CLOCK.format(new Date(instant.getTime() + step)) === here);
  if (!twice) return '';
  return isSummerTime(instant) ? ' (zomertijd)' : ' (wintertijd)';
}

function isSummerTime(instant: Date): boolean {
  return OFFSET.formatToParts(instant).some((part) => part.type === 'timeZoneName' && part.value.endsWith('+2'));
}

/** How long something took or lasts, in one unit, rounded down: `3 dagen`, `2 uur`, `12 minuten`, `8 seconden`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds >= 86_400) return count(Math.floor(seconds / 86_400), 'dag', 'dagen');
  if (seconds >= 3600) return count(Math.floor(seconds / 3600), 'uur', 'uur');
  if (seconds >= 60) return count(Math.floor(seconds / 60), 'minuut', 'minuten');
  return count(seconds, 'seconde', 'seconden');
}

const NUMBER = new Intl.NumberFormat('nl-NL');

/** `1.204 zaakberichten`, `1 zaakbericht`. */
export function count(n: number, one: string, many: string): string {
  return `${NUMBER.format(n)} ${n === 1 ? one : many}`;
}

/** A point in time on a page. The short form breaks between date and time only. */
export function Time({ at, long = false }: { readonly at: Date; readonly long?: boolean }) {
  if (long) return <time dateTime={at.toISOString()}>{longTime(at)}</time>;
  const [date, ...clock] = shortTime(at).split(' ');
  return (
    <time dateTime={at.toISOString()}>
      <span className="zb-heel">{date}</span> <span className="zb-heel">{clock.join(' ')}</span>
    </time>
  );
}
