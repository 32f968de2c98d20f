/** The window in which messages may leave: days of the week and two times of the day, as a clock in the Netherlands shows them. */
import type { Venster } from './inrichting.ts';

const MINUUT_MS = 60_000;
/** A window of one day a week may fall in the hour that is not there. */
const TWEE_WEKEN = 14 * 24 * 60;

/** Is it open at this moment? A window that runs past midnight belongs to the day on which it opens. */
export function isOpen(venster: Venster | null, moment: Date): boolean {
  if (venster === null) return true;
  const { dag, minuut } = klokVan(moment);
  const [van, tot] = [minutenVan(venster.van), minutenVan(venster.tot)];
  if (van < tot) return venster.dagen.includes(dag) && minuut >= van && minuut < tot;
  if (minuut >= van) return venster.dagen.includes(dag);
  return minuut < tot && venster.dagen.includes(dag === 1 ? 7 : dag - 1);
}

/** The first moment from `vanaf` on at which it is open, to the minute; `vanaf` itself when it is open then. */
export function volgendeOpening(venster: Venster | null, vanaf: Date): Date {
  if (isOpen(venster, vanaf)) return vanaf;
  const begin = Math.floor(vanaf.getTime() / MINUUT_MS) + 1;
  for (let minuut = begin; minuut <= begin + TWEE_WEKEN; minuut++) {
    const moment = new Date(minuut * MINUUT_MS);
    if (isOpen(venster, moment)) return moment;
  }
  throw new Error('a window that never opens was let through');
}

const minutenVan = (tijd: string): number => Number(tijd.slice(0, 2)) * 60 + Number(tijd.slice(3));

const KLOK = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Amsterdam',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const DAGEN = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** The day (1 is Monday) and the minute of the day that a Dutch clock shows. */
function klokVan(moment: Date): { readonly dag: number; readonly minuut: number } {
  const delen = Object.fromEntries(KLOK.formatToParts(moment).map(({ type, value }) => [type, value]));
  const minuut = Number(delen['hour']) * 60 + Number(delen['minute']);
  return { dag: DAGEN.indexOf(delen['weekday']!) + 1, minuut };
}
