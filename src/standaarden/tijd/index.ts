/** Dutch local time and the tijdstip sequence of StUF. Pure: the instant is always an argument. */

export { offsetMs } from './amsterdam.ts';
export {
  addDays,
  beginOfLocalDay,
  type TijdstipPrecisie,
  tijdstipFromDigits,
  tijdstipToDigits,
  todayInAmsterdam,
  toLocalDate,
  toLocalDigits,
  toLocalMs,
} from './lokaal.ts';
export { reserveTijdstippen, type Tijdstippen } from './tijdstip.ts';
