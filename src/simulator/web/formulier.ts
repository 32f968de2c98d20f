/**
 * The form for faults on the overview page, as the same change that JSON would make.
 *
 * Guarantees: an empty field means "as usual": no fault, always, no waiting. What cannot be a number stays in, so that the reader
 * of the change refuses it with a text.
 */

/** Names of the form fields; the page uses them too. */
export const DOELEN = ['ebms', 'ack', 'accounts', 'brp'] as const;

export function formulierNaarWijziging(form: URLSearchParams): Record<string, unknown> {
  if (form.get('herstel') === 'ja') return { herstel: true };
  const change: Record<string, unknown> = {};
  for (const doel of DOELEN) {
    change[doel] = {
      stand: form.get(doel) ?? 'ok',
      ...number(form, `${doel}Aantal`, 'aantal', 1),
      ...number(form, `${doel}Seconden`, 'ms', 1000),
    };
  }
  const code = text(form, 'foutCode');
  const zaaknummer = text(form, 'foutZaak');
  change['fo03'] =
    code === null
      ? null
      : { code, ...(zaaknummer === null ? {} : { zaaknummer }), ...number(form, 'foutAantal', 'aantal', 1) };
  return change;
}

function text(form: URLSearchParams, field: string): string | null {
  const value = form.get(field)?.trim() ?? '';
  return value === '' ? null : value;
}

function number(form: URLSearchParams, field: string, name: string, times: number): Record<string, unknown> {
  const value = text(form, field);
  if (value === null) return {};
  const given = Number(value.replace(',', '.'));
  return { [name]: Number.isNaN(given) ? value : given * times };
}
