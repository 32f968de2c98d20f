/**
 * Validity: from which day to which day a version of a type counts, the first and the last day included, and what that
 * means for its other versions. A version is a row; versions of one thing share their name in one catalogus.
 */
import { raw, sql, type Tx } from '../../platform/db/index.ts';
import type { InvalidParam } from '../../platform/http/index.ts';
import { field, type Seen } from '../kern/index.ts';

/**
 * SQL: of the versions of what stands under this alias, it is the one to show: it is published and valid on the day, the
 * last day included. In the profile openzaak a concept is shown too, until a version of it is valid.
 */
export function getoond(soort: Soort, alias: string, { day, profile }: Seen): string {
  if (profile !== 'openzaak') return geldigOp(alias, day);
  const geldig = `select 1 from catalogi.${soort} g where g.catalogus_id = ${alias}.catalogus_id
    and g.${NAAM[soort]} = ${alias}.${NAAM[soort]} and ${geldigOp('g', day)}`;
  return `(${geldigOp(alias, day)} or ${alias}.concept and not exists (${geldig}))`;
}

function geldigOp(alias: string, day: string): string {
  return `not ${alias}.concept and ${alias}.begin_geldigheid <= ${day} and coalesce(${alias}.einde_geldigheid, 'infinity') >= ${day}`;
}

/** The name that versions of one thing share: a field, and the column of it. */
export const NAAM = {
  zaaktype: 'identificatie',
  besluittype: 'omschrijving',
  informatieobjecttype: 'omschrijving',
} as const;

const DAG = { type: 'string', format: 'date', nullable: true } as const;

/** The three main types (historiemodel). */
export type Soort = keyof typeof NAAM;

/**
 * `beginObject` and `eindeObject` (deprecated): the first day of the first version, and the last day of the last one, of
 * the type itself and its published versions. There is no last day as long as one of them has none.
 */
export function objectDatums(soort: Soort) {
  return {
    beginObject: field.derived(DAG, ({ t }) => beginObject(soort, t)),
    eindeObject: field.derived(DAG, ({ t }) => eindeObject(soort, t)),
  };
}

/** The same, for what hangs off a zaaktype. */
export const objectDatumsVanZaaktype = {
  beginObject: field.derived(DAG, ({ t }) => vanZaaktype(t, beginObject('zaaktype', 'o'))),
  eindeObject: field.derived(DAG, ({ t }) => vanZaaktype(t, eindeObject('zaaktype', 'o'))),
};

function vanZaaktype(part: string, expression: string): string {
  return `(select ${expression} from catalogi.zaaktype o where o.id = ${part}.zaaktype_id)`;
}

function beginObject(soort: Soort, t: string): string {
  return `least(${t}.begin_geldigheid, (select min(v.begin_geldigheid) ${andereVersies(soort, t)}))`;
}

function eindeObject(soort: Soort, t: string): string {
  const open = `${t}.einde_geldigheid is null or exists (select 1 ${andereVersies(soort, t)} and v.einde_geldigheid is null)`;
  const last = `greatest(${t}.einde_geldigheid, (select max(v.einde_geldigheid) ${andereVersies(soort, t)}))`;
  return `case when ${open} then null else ${last} end`;
}

/** The row itself is left out: in the statement that stores it, its table still has it as it was. */
function andereVersies(soort: Soort, t: string): string {
  const name = NAAM[soort];
  return `from catalogi.${soort} v where v.catalogus_id = ${t}.catalogus_id and v.${name} = ${t}.${name}
    and v.id <> ${t}.id and not v.concept`;
}

/** The first day of validity is not after the last. */
export function periodKlopt(begin: string, einde: string | null): readonly InvalidParam[] {
  if (einde === null || begin <= einde) return [];
  return [{ name: 'eindeGeldigheid', code: 'date-mismatch', reason: 'De einddatum ligt voor de begindatum.' }];
}

/**
 * Published versions of the same thing in the same catalogus whose validity overlaps (ztc-016). The catalogus is held
 * meanwhile, so that of two versions that are published at once the second sees the first.
 */
export async function overlapping(
  tx: Tx,
  kind: Soort,
  it: { readonly id: string; readonly catalogus: string; readonly naam: string },
  period: { readonly beginGeldigheid: string; readonly eindeGeldigheid: string | null },
): Promise<readonly InvalidParam[]> {
  // A besluittype may have no name, and is no version of another then.
  if (it.naam === '') return [];
  await tx.query(sql`select 1 as ok from catalogi.catalogus where id = ${it.catalogus} for no key update`);
  const rows = await tx.query(sql`
    select 1 as ok from ${raw(`catalogi.${kind}`)}
    where id <> ${it.id} and catalogus_id = ${it.catalogus} and ${raw(NAAM[kind])} = ${it.naam} and not concept
      and begin_geldigheid <= coalesce(${period.eindeGeldigheid}::date, 'infinity')
      and coalesce(einde_geldigheid, 'infinity') >= ${period.beginGeldigheid}::date limit 1`);
  if (rows.length === 0) return [];
  const reason = 'Een andere gepubliceerde versie is in (een deel van) deze periode geldig.';
  return [{ name: 'beginGeldigheid', code: 'overlap', reason }];
}
