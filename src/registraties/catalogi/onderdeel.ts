/** What the parts of a zaaktype have in common: statustype, resultaattype, roltype and the rest hang off one zaaktype. */
import { sql, type Tx } from '../../platform/db/index.ts';
import { type InvalidParam, invalid } from '../../platform/http/index.ts';
import {
  type Field,
  type Fields,
  field,
  type MainObject,
  value,
  type Write,
  type WriteDefinition,
} from '../kern/index.ts';
import { catalogiApi, mayForce } from './api.ts';
import { type Benoemd, benamingenKloppen, kolommenVan, leesBenamingen } from './benaming.ts';
import { doel } from './doel.ts';
import { objectDatumsVanZaaktype, type Soort } from './geldigheid.ts';

/** The zaaktype that a part hangs off. */
export interface VanZaaktype {
  /** False when it is published, or when the part now hangs off another that is. */
  readonly concept: boolean;
  readonly catalogusId: string;
  readonly procestype: string;
  readonly beginGeldigheid: string;
  /** What the part refers to by name. */
  readonly benoemd: Benoemd;
}

/** The link itself, the same in every part. */
export const zaaktypeLink = field.link(doel.zaaktype, { column: 'zaaktype_id', required: true, filter: ['exact'] });

/** Read-only facts of the zaaktype that parts repeat. */
export const vanZaaktype = {
  zaaktypeIdentificatie: field.derived(
    { type: 'string' },
    ({ t }) => `(select z.identificatie from catalogi.zaaktype z where z.id = ${t}.zaaktype_id)`,
  ),
  catalogus: field.tiedLink(
    doel.catalogus,
    (part, catalogus) =>
      `${catalogus}.id = (select z.catalogus_id from catalogi.zaaktype z where z.id = ${part}.zaaktype_id)`,
  ),
  beginGeldigheid: geldigheid('begin_geldigheid'),
  eindeGeldigheid: geldigheid('einde_geldigheid'),
  ...objectDatumsVanZaaktype,
};

/** The same, where the standard lets a client send them (deprecated): see `herhalingKlopt`. Nothing is kept of it. */
export const herhaald = {
  catalogus: repeated(vanZaaktype.catalogus, value.reference(doel.catalogus.href)),
  beginGeldigheid: repeated(vanZaaktype.beginGeldigheid, value.date()),
};

function repeated(shown: Field<never>, parser: value.Parser<string>): Field<string | null | undefined> {
  const { readOnly: _now, ...schema } = shown.schema;
  return Object.freeze({ ...shown, schema: { ...schema, nullable: true }, parser: value.orNull(parser) });
}

function geldigheid(column: 'begin_geldigheid' | 'einde_geldigheid') {
  return field.derived(
    { type: 'string', format: 'date', nullable: true },
    ({ t }) => `(select z.${column} from catalogi.zaaktype z where z.id = ${t}.zaaktype_id)`,
  );
}

/** Reads the zaaktype and holds it, so that it is not published under our hands. */
async function readZaaktype(tx: Tx, id: string): Promise<Omit<VanZaaktype, 'benoemd'>> {
  const [row] = await tx.query<Omit<VanZaaktype, 'benoemd'>>(sql`
    select concept, catalogus_id as "catalogusId", selectielijst_procestype as procestype,
      begin_geldigheid as "beginGeldigheid"
    from catalogi.zaaktype where id = ${id} for share`);
  if (!row) throw invalid({ name: 'zaaktype', code: 'bad-url', reason: 'Op dit adres is geen zaaktype te vinden.' });
  return row;
}

type PartFields = Fields & { readonly zaaktype: typeof zaaktypeLink };

/** The write of any part; what its values have in common is in `PartValues`. */
type PartWrite = Pick<Write<Fields, unknown>, 'tx' | 'actor' | 'method' | 'ports'> & {
  readonly values: unknown;
  readonly current: unknown;
};
type SituatedWrite = PartWrite & { readonly situation: VanZaaktype };

interface PartValues {
  readonly zaaktype: string;
  readonly catalogus?: string | null;
  readonly beginGeldigheid?: string | null;
}

/** A part that moves to another zaaktype leaves a gap in the one that it comes from: both must be concept (ztc-010). */
async function zaaktypeVan({ tx, values, current }: PartWrite): Promise<Omit<VanZaaktype, 'benoemd'>> {
  const { zaaktype } = values as PartValues;
  const found = await readZaaktype(tx, zaaktype);
  const from = (current as PartValues | null)?.zaaktype ?? zaaktype;
  if (from === zaaktype) return found;
  return { ...found, concept: found.concept && (await readZaaktype(tx, from)).concept };
}

/** ztc-010: the parts of a published zaaktype are fixed, except for a correction with geforceerd-schrijven. */
function fixedOncePublished(code: string): (write: SituatedWrite) => readonly InvalidParam[] {
  const reason =
    'Het zaaktype is gepubliceerd en ligt vast, met alles wat eraan hangt. Maak een nieuwe versie van het zaaktype.';
  return ({ situation, actor, method }) =>
    situation.concept || mayForce(actor, method) ? [] : [{ name: 'nonFieldErrors', code, reason }];
}

/** Catalogi 1.3.3, "Datum beginGeldigheid en eindGeldigheid": what a part repeats of its zaaktype is the same there. */
function herhalingKlopt({ values, situation }: SituatedWrite): readonly InvalidParam[] {
  const { catalogus, beginGeldigheid } = values as PartValues;
  const faults: InvalidParam[] = [];
  if (catalogus && catalogus !== situation.catalogusId) {
    const reason = 'Het zaaktype hoort bij een andere catalogus. Laat dit veld weg.';
    faults.push({ name: 'catalogus', code: 'relations-incorrect-catalogus', reason });
  }
  if (beginGeldigheid && beginGeldigheid !== situation.beginGeldigheid) {
    const reason = `Het zaaktype is geldig vanaf ${situation.beginGeldigheid}. Laat dit veld weg.`;
    faults.push({ name: 'beginGeldigheid', code: 'date-mismatch', reason });
  }
  return faults;
}

/** What a part has beside the common life of parts. */
interface PartOptions<F extends Fields> {
  /** Come after ztc-010. */
  readonly rules?: WriteDefinition<F, VanZaaktype>['rules'];
  /** The code of ztc-010, `non-concept-zaaktype` unless said. */
  readonly code?: string;
  /** Its lists of references by name. */
  readonly benoemt?: Readonly<Record<string, Soort>>;
}

/** The write definition of any part. */
export function partWrite<F extends PartFields>(
  name: string,
  path: string,
  { rules = [], code = 'non-concept-zaaktype', benoemt = {} }: PartOptions<F> = {},
) {
  const fixed = fixedOncePublished(code);
  return {
    async situation(write: PartWrite): Promise<VanZaaktype> {
      const zaaktype = await zaaktypeVan(write);
      return { ...zaaktype, benoemd: await leesBenamingen(write.tx, zaaktype.catalogusId, benoemt, write.values) };
    },
    allow(write: SituatedWrite) {
      // On delete no rules run; the same rule stands at the door.
      if (write.method !== 'delete') return;
      const faults = fixed(write);
      if (faults.length > 0) throw invalid(...faults);
    },
    rules: [[fixed], [herhalingKlopt, benamingenKloppen], ...rules],
    keep: ({ situation }: SituatedWrite) => kolommenVan(situation.benoemd),
    mainObject: ({
      id,
      situation,
      ports,
    }: SituatedWrite & Pick<Write<Fields, unknown>, 'id' | 'ports'>): MainObject => ({
      resource: name,
      id,
      href: `${catalogiApi.root}/${path}`,
      kenmerken: { catalogus: `${ports.bases[0]}${doel.catalogus.href}/${situation.catalogusId}` },
    }),
    weergave: ({ values }: SituatedWrite) => String((values as Record<string, unknown>)['omschrijving'] ?? name),
  } satisfies WriteDefinition<F, VanZaaktype>;
}

/** What is said of a statustype that is not there. */
export const STATUSTYPE_WEG: InvalidParam = {
  name: 'statustype',
  code: 'does_not_exist',
  reason: 'Dit statustype bestaat niet.',
};

/** The statustype that a part refers to is one of the zaaktype itself. */
export async function statustypeVanZaaktype({
  tx,
  values,
}: {
  readonly tx: Tx;
  readonly values: { readonly zaaktype: string; readonly statustype: string | null };
}): Promise<readonly InvalidParam[]> {
  if (values.statustype === null) return [];
  const [row] = await tx.query<{ hoortErbij: boolean }>(sql`
    select zaaktype_id = ${values.zaaktype} as "hoortErbij" from catalogi.statustype where id = ${values.statustype}`);
  if (!row) return [STATUSTYPE_WEG];
  if (row.hoortErbij) return [];
  return [{ name: 'statustype', code: 'zaaktype-mismatch', reason: 'Dit statustype hoort bij een ander zaaktype.' }];
}
