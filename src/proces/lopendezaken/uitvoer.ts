/**
 * Lists as CSV (RFC 4180), for a spreadsheet: a byte order mark so that Excel reads UTF-8, and no cell that a spreadsheet
 * would calculate with. Made in parts, so that a million lines take no more memory than a thousand.
 */
import { toLocalDigits } from '../../standaarden/tijd/index.ts';
import type { ZaakberichtRegel } from './beeld.ts';

const BOM = '\uFEFF';
/** What a spreadsheet takes for the beginning of a formula. */
const FORMULE = /^[=+\-@\t\r]/;

/** One line. Every cell is quoted; one that begins like a formula gets an apostrophe in front, which spreadsheets hide or show. */
export function csvRegel(cellen: readonly (string | number | null)[]): string {
  return `${cellen.map((cel) => (typeof cel === 'number' ? String(cel) : `"${onschadelijk(cel ?? '').replaceAll('"', '""')}"`)).join(',')}\r\n`;
}

function onschadelijk(tekst: string): string {
  return FORMULE.test(tekst) ? `'${tekst}` : tekst;
}

/** `2026-11-21 14:02:05`, Dutch time: what a spreadsheet knows as a time. */
export function csvTijd(moment: Date | null): string {
  if (moment === null) return '';
  const [, jaar, maand, dag, uur, minuut, seconde] = /^(.{4})(..)(..)(..)(..)(..)/.exec(toLocalDigits(moment, 14))!;
  return `${jaar}-${maand}-${dag} ${uur}:${minuut}:${seconde}`;
}

const KOPPEN = [
  'zaaknummer',
  'zaaktype',
  'status',
  'status gezet',
  'staat',
  'reden',
  'gewijzigd',
  'wacht op beheerder',
  'kenmerk',
] as const;

/** The zaakberichten as CSV. `labelOf` is what a state is called on the screens. */
export async function* zaakberichtenCsv(
  delen: AsyncIterable<readonly ZaakberichtRegel[]>,
  labelOf: (regel: ZaakberichtRegel) => string,
): AsyncGenerator<string> {
  yield BOM + csvRegel(KOPPEN);
  for await (const deel of delen) {
    yield deel
      .map((r) =>
        csvRegel([
          r.zaaknummer,
          r.zaaktype,
          r.statustype,
          csvTijd(r.statusGezetOp),
          labelOf(r),
          r.reden,
          csvTijd(r.gewijzigdOp),
          r.wachtOpBeheerder ? 'ja' : 'nee',
          r.id,
        ]),
      )
      .join('');
  }
}

/** A short list, whole. */
export function csv(koppen: readonly string[], regels: readonly (readonly (string | number | null)[])[]): string {
  return BOM + [koppen, ...regels].map(csvRegel).join('');
}
