/**
 * The form for faults on the overview page, to and from the change that JSON would make.
 *
 * Guarantees: an empty field means "as usual": no fault, always, no waiting. What cannot be read is told per field, in words that
 * say what to fill in.
 */
import type { StoringStand } from './soorten.ts';

/** What stands in the fields, by name. */
export type Waarden = Readonly<Record<string, string>>;

export interface VeldFout {
  /** Name, and id on the page, of the field; null when the fault is not in one field. */
  readonly veld: string | null;
  readonly tekst: string;
}

export interface Doel {
  readonly naam: 'ebms' | 'ack' | 'accounts' | 'brp';
  readonly titel: string;
}

export const DOELEN: readonly Doel[] = [
  { naam: 'ebms', titel: 'Ontvangst van zaakberichten' },
  { naam: 'ack', titel: 'Ontvangstbevestiging' },
  { naam: 'accounts', titel: 'Accountcontrole' },
  { naam: 'brp', titel: 'BRP-controle' },
];

const MAX_SECONDS = 3600;

/** The form as it stands when these faults are set. Of a list of rules it shows the first. */
export function vulFormulier(stand: StoringStand): Waarden {
  const values: Record<string, string> = {};
  for (const { naam } of DOELEN) {
    const [rule] = stand[naam];
    values[naam] = rule?.stand ?? 'ok';
    values[`${naam}Aantal`] = rule?.aantal?.toString() ?? '';
    values[`${naam}Seconden`] = rule?.ms === undefined ? '' : String(rule.ms / 1000).replace('.', ',');
  }
  const [fout] = stand.fo03;
  values['foutCode'] = fout?.code ?? '';
  values['foutZaak'] = fout?.zaaknummer ?? '';
  values['foutAantal'] = fout?.aantal?.toString() ?? '';
  return values;
}

/** The change that was asked, and what is wrong with it. */
export function leesFormulier(values: Waarden): { readonly wijziging: unknown; readonly fouten: readonly VeldFout[] } {
  if (values['herstel'] === 'ja') return { wijziging: { herstel: true }, fouten: [] };
  const fouten: VeldFout[] = [];
  const change: Record<string, unknown> = {};
  for (const { naam, titel } of DOELEN) {
    change[naam] = {
      stand: values[naam] ?? 'ok',
      ...times(values, `${naam}Aantal`, titel, fouten),
      ...waiting(values, `${naam}Seconden`, titel, fouten),
    };
  }
  change['fo03'] = foutbericht(values, fouten);
  return { wijziging: change, fouten };
}

function foutbericht(values: Waarden, fouten: VeldFout[]): unknown {
  const code = text(values, 'foutCode');
  if (code === '') return null;
  if (code.length > 7)
    fouten.push({ veld: 'foutCode', tekst: 'Foutcode: gebruik 7 tekens of minder, bijvoorbeeld StUF046.' });
  const zaaknummer = text(values, 'foutZaak');
  if (zaaknummer.length > 40) fouten.push({ veld: 'foutZaak', tekst: 'Zaaknummer: gebruik 40 tekens of minder.' });
  return { code, ...(zaaknummer !== '' && { zaaknummer }), ...times(values, 'foutAantal', 'Foutbericht', fouten) };
}

function times(values: Waarden, veld: string, titel: string, fouten: VeldFout[]): { aantal?: number } {
  const given = text(values, veld);
  if (given === '') return {};
  const aantal = Number(given);
  if (Number.isInteger(aantal) && aantal >= 1 && aantal <= 1_000_000_000) return { aantal };
  fouten.push({ veld, tekst: `${titel}, hoe vaak: vul een heel getal in vanaf 1, of laat het veld leeg.` });
  return {};
}

function waiting(values: Waarden, veld: string, titel: string, fouten: VeldFout[]): { ms?: number } {
  const given = text(values, veld);
  if (given === '') return {};
  const seconds = Number(given.replace(',', '.'));
  if (seconds >= 0 && seconds <= MAX_SECONDS) return { ms: Math.round(seconds * 1000) };
  fouten.push({
    veld,
    tekst: `${titel}, wachttijd: vul een getal in van 0 tot en met ${MAX_SECONDS}, of laat het veld leeg.`,
  });
  return {};
}

function text(values: Waarden, veld: string): string {
  return values[veld]?.trim() ?? '';
}
