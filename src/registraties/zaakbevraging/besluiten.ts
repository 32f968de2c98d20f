/**
 * The besluiten of a zaak. What is in one is shown to an application that may read its besluittype (besluiten.lezen), of
 * our own register only; for another, and of other registers, there is its address. One that has still to be sent is not
 * shown at all: the letter tells it first (verzenddatum).
 */
import { raw, type Sql, sql } from '../../platform/db/index.ts';
import { zichtbareBesluiten } from '../autorisaties/index.ts';
import { besluitenDoel } from '../besluiten/index.ts';
import type { value } from '../kern/index.ts';
import type { Vraag } from './velden.ts';

const tekst = { type: 'string', nullable: true } as const;
const datum = { type: 'string', format: 'date', nullable: true } as const;

const DELEN = {
  identificatie: [tekst, 'b.identificatie'],
  omschrijving: [tekst, 'bt.omschrijving'],
  datum: [datum, 'b.datum'],
  ingangsdatum: [datum, 'b.ingangsdatum'],
  vervaldatum: [datum, 'b.vervaldatum'],
  uiterlijkeReactiedatum: [datum, 'b.uiterlijke_reactiedatum'],
} satisfies Record<string, readonly [value.Schema, string]>;

export const BESLUITEN: value.Schema = {
  type: 'array',
  description: 'Alleen het adres waar de applicatie het besluit niet mag lezen, en bij besluiten van elders.',
  items: {
    type: 'object',
    properties: {
      url: { type: 'string', format: 'uri' },
      ...Object.fromEntries(Object.entries(DELEN).map(([naam, [schema]]) => [naam, schema])),
    },
    required: ['url', ...Object.keys(DELEN)],
  },
};

const PAREN = raw(
  Object.entries(DELEN)
    .map(([naam, [, kolom]]) => `'${naam}', ${kolom}`)
    .join(', '),
);

export function besluiten({ actor, base, vandaag }: Vraag): Sql {
  const eigen = `${base}${besluitenDoel.besluit.href}/`;
  return sql`(select coalesce(json_agg(json_build_object('url', coalesce(${eigen}::text || k.besluit_id, k.besluit), ${PAREN})
      order by k.id), '[]'::json)
    from zaken.zaakbesluit k
    left join besluiten.besluit b on b.id = k.besluit_id and ${zichtbareBesluiten(actor, ['besluiten.lezen'], 'b')}
    left join catalogi.besluittype bt on bt.id = b.besluittype_id
    where k.zaak_id = g.id and not exists (
      select 1 from besluiten.besluit v where v.id = k.besluit_id and v.verzenddatum > ${vandaag}::date))`;
}
