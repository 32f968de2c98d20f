/** What the parts of a zaaktype have in common: statustype, resultaattype, roltype and the rest hang off one zaaktype. */
import { sql } from '../../platform/db/index.ts';
import { type InvalidParam, invalid } from '../../platform/http/index.ts';
import { type Fields, field, type MainObject, type Rule, type Write, type WriteDefinition } from '../kern/index.ts';
import { catalogiApi, mayForce } from './api.ts';
import { doel } from './doel.ts';

/** The zaaktype that a part hangs off. */
export interface VanZaaktype {
  readonly concept: boolean;
  readonly catalogusId: string;
  readonly procestype: string;
}

/** The link itself, the same in every part. */
export const zaaktypeLink = field.link(doel.zaaktype, { column: 'zaaktype_id', required: true, filter: ['exact'] });

/** Read-only facts of the zaaktype that parts repeat. */
export const vanZaaktype = {
  zaaktypeIdentificatie: field.derived(
    { type: 'string' },
    ({ t }) => `(select z.identificatie from catalogi.zaaktype z where z.id = ${t}.zaaktype_id)`,
  ),
  catalogus: field.derived(
    { type: 'string', format: 'uri' },
    ({ t, base }) =>
      `${base} || '/catalogi/api/v1/catalogussen/' || (select z.catalogus_id from catalogi.zaaktype z where z.id = ${t}.zaaktype_id)`,
  ),
  beginGeldigheid: geldigheid('begin_geldigheid'),
  eindeGeldigheid: geldigheid('einde_geldigheid'),
};

function geldigheid(column: 'begin_geldigheid' | 'einde_geldigheid') {
  return field.derived(
    { type: 'string', format: 'date', nullable: true },
    ({ t }) => `(select z.${column} from catalogi.zaaktype z where z.id = ${t}.zaaktype_id)`,
  );
}

/** Reads the zaaktype and holds it, so that it is not published under our hands. */
export async function readZaaktype(write: Pick<Write<Fields, unknown>, 'tx'>, id: string): Promise<VanZaaktype> {
  const [row] = await write.tx.query<VanZaaktype>(sql`
    select concept, catalogus_id as "catalogusId", selectielijst_procestype as procestype
    from catalogi.zaaktype where id = ${id} for share`);
  if (!row) throw invalid({ name: 'zaaktype', code: 'bad-url', reason: 'Op dit adres is geen zaaktype te vinden.' });
  return row;
}

const NON_CONCEPT: InvalidParam = {
  name: 'nonFieldErrors',
  code: 'non-concept-zaaktype',
  reason:
    'Het zaaktype is gepubliceerd en ligt vast, met alles wat eraan hangt. Maak een nieuwe versie van het zaaktype.',
};

/** ztc-010: the parts of a published zaaktype are fixed, except for a correction with geforceerd-schrijven. */
const fixedOncePublished: Rule<Fields, VanZaaktype> = ({ situation, actor, method }) =>
  situation.concept || mayForce(actor, method) ? [] : [NON_CONCEPT];

type PartFields = Fields & { readonly zaaktype: typeof zaaktypeLink };

/** The write definition of a part; `rules` come after ztc-010. */
export function partWrite<F extends PartFields>(
  name: string,
  path: string,
  rules: WriteDefinition<F, VanZaaktype>['rules'] = [],
): WriteDefinition<F, VanZaaktype> {
  return {
    situation: (write) => readZaaktype(write, (write.values as { zaaktype: string }).zaaktype),
    allow(write) {
      // On delete no rules run; the same rule stands at the door.
      if (write.method === 'delete' && !write.situation.concept && !mayForce(write.actor, 'delete'))
        throw invalid(NON_CONCEPT);
    },
    rules: [[fixedOncePublished as unknown as Rule<F, VanZaaktype>], ...rules],
    mainObject: ({ id, situation, ports }): MainObject => ({
      resource: name,
      id,
      href: `${catalogiApi.root}/${path}`,
      kenmerken: { catalogus: `${ports.bases[0]}${doel.catalogus.href}/${situation.catalogusId}` },
    }),
    weergave: ({ values }) => String((values as Record<string, unknown>)['omschrijving'] ?? name),
  };
}
