/** Filters that several resources of the catalogus share. */
import { raw, sql } from '../../platform/db/index.ts';
import { type Filter, isUuid, storable, value } from '../kern/index.ts';

/** `status=concept|definitief|alles`; without it only what is published (`definitief`). `zaaktype`: through the zaaktype. */
export function statusFilter(through: 'self' | 'zaaktype'): Filter {
  const concept = (t: string): string =>
    through === 'self' ? `${t}.concept` : `(select z.concept from catalogi.zaaktype z where z.id = ${t}.zaaktype_id)`;
  return {
    schema: { type: 'string', enum: ['alles', 'concept', 'definitief'] },
    condition(text, t) {
      if (text === 'alles') return raw('true');
      if (text === 'concept') return raw(concept(t));
      if (text === 'definitief') return raw(`not ${concept(t)}`);
      throw new Error('Kies alles, concept of definitief.');
    },
    absent: (t) => raw(`not ${concept(t)}`),
  };
}

/** `datumGeldigheid`: valid on that day, first and last day included. */
export function datumGeldigheid(through: 'self' | 'zaaktype'): Filter {
  return {
    schema: { type: 'string', format: 'date' },
    condition(text, t) {
      if (!value.isDate(text)) throw new Error('Dit is geen bestaande datum in de vorm JJJJ-MM-DD.');
      const valid = (alias: string) =>
        sql`${raw(alias)}.begin_geldigheid <= ${text} and (${raw(alias)}.einde_geldigheid is null or ${raw(alias)}.einde_geldigheid >= ${text})`;
      if (through === 'self') return valid(t);
      return sql`exists (select 1 from catalogi.zaaktype z where z.id = ${raw(t)}.zaaktype_id and ${valid('z')})`;
    },
  };
}

/** `zaaktypeIdentificatie`: of every version of that zaaktype. */
export const zaaktypeIdentificatie: Filter = {
  schema: { type: 'string' },
  condition: (text, t) =>
    sql`exists (select 1 from catalogi.zaaktype z where z.id = ${raw(t)}.zaaktype_id and z.identificatie = ${storable(text)})`,
};

/** Words in a JSON list of texts, with commas between them: all of them must be there. */
export function inList(column: string): Filter {
  return {
    schema: { type: 'array', items: { type: 'string' } },
    condition: (text, t) => {
      const words = storable(text)
        .split(',')
        .map((word) => word.trim());
      return sql`${raw(`${t}.${column}`)}::jsonb @> ${JSON.stringify(words)}::jsonb`;
    },
  };
}

/** A parameter that is a name, or the address of one version: the id in it. */
export function naamOf(text: string): { readonly naam: string } | { readonly id: string } {
  const last = /^https?:\/\/.*\/([^/]+)\/?$/.exec(text)?.[1] ?? '';
  return isUuid(last) ? { id: last } : { naam: storable(text) };
}
