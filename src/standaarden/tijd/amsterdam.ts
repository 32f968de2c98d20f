/**
 * Dutch local time: Europe/Amsterdam, winter and summer, through both clock changes.
 *
 * From 1996 on the rule of the European Union is computed (now Directive 2000/84/EC art. 2 and 3: summer time from the last Sunday of
 * March to the last Sunday of October, both at 01:00 UTC). That costs about 0.3 µs; asking Intl costs about 0.1 ms, and is done for older
 * instants only. Should the Union abolish the change of the clock, this is the file to change.
 */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Before 1996 summer time ended in September, or there was none. */
const EU_RULE_FROM = Date.UTC(1996, 0, 1);

const MARCH = 2;
const OCTOBER = 9;

/**
 * How far Dutch clocks are ahead of UTC at an instant, in milliseconds.
 * @throws RangeError for an invalid Date
 */
export function offsetMs(instant: Date): number {
  const time = instant.getTime();
  if (Number.isNaN(time)) throw new RangeError('The Date is invalid: give an existing instant');
  if (time < EU_RULE_FROM) return offsetFromIntl(time);
  const year = instant.getUTCFullYear();
  const summer = time >= changeOfClock(year, MARCH) && time < changeOfClock(year, OCTOBER);
  return summer ? 2 * HOUR_MS : HOUR_MS;
}

/** The last Sunday of a month of 31 days, at 01:00 UTC. */
function changeOfClock(year: number, month: number): number {
  const lastDay = Date.UTC(year, month, 31, 1);
  return lastDay - new Date(lastDay).getUTCDay() * DAY_MS;
}

function offsetFromIntl(time: number): number {
  const format = new Intl.DateTimeFormat('en-u-hc-h23', {
    timeZone: 'Europe/Amsterdam',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    era: 'short',
  });
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  const year = parts.get('era') === 'BC' ? 1 - part('year') : part('year');
  const local = new Date(0);
  local.setUTCFullYear(year, part('month') - 1, part('day'));
  local.setUTCHours(part('hour'), part('minute'), part('second'));
  return local.getTime() - Math.floor(time / 1000) * 1000;
}
