/**
 * What Open Zaak keeps of Catalogi 1.3.1 and the standard has withdrawn since (profile `openzaak`, zgw.md §2.0): main types
 * that refer to each other are made and published together. While the standard refers by name to any version, these rules
 * ask of a name whether it is published: it is when it has versions and none is a concept any more.
 */
import { raw, sql, type Tx } from '../../platform/db/index.ts';
import type { Fields, Write } from '../kern/index.ts';
import type { Benaming } from './benaming.ts';
import { NAAM, type Soort } from './geldigheid.ts';
import { gebruikt, legtVast, leidtTot } from './relaties.ts';

/** SQL: `naam` has versions in the catalogus, and `alle` holds for each. */
const elkeVersie = (soort: Soort, catalogus: string, naam: string, alle: 'concept' | 'not concept'): string =>
  `exists (select 1 from catalogi.${soort} p where p.catalogus_id = ${catalogus} and p.${NAAM[soort]} = ${naam}
    having bool_and(${alle}))`;

/** SQL, from the row under `t`: one of the names in its list is such. */
const inLijst = (kolom: string, soort: Soort, alle: 'concept' | 'not concept'): string =>
  `exists (select 1 from jsonb_array_elements_text(t.${kolom}) n (naam)
    where ${elkeVersie(soort, 't.catalogus_id', 'n.naam', alle)})`;

const inDocumenten = (alle: 'concept' | 'not concept'): string =>
  `exists (select 1 from catalogi.zaaktype_informatieobjecttype zi
    where zi.zaaktype_id = t.id and ${elkeVersie('informatieobjecttype', 't.catalogus_id', 'zi.informatieobjecttype', alle)})`;

/** SQL: the row under `t` is the only version that its name can mean, since no other is published. */
const enige = (soort: Soort): string =>
  `not exists (select 1 from catalogi.${soort} p where p.catalogus_id = t.catalogus_id
    and p.${NAAM[soort]} = t.${NAAM[soort]} and p.id <> t.id and not p.concept)`;

/** SQL: a published zaaktype is tied to the row under `t`, which is of this kind. */
const doorZaaktype = (
  soort: 'besluittype' | 'informatieobjecttype',
  band: (other: string, z: string) => string,
): string => `exists (select 1 from catalogi.zaaktype z where ${band('t', 'z')} and not z.concept and ${enige(soort)})`;

const BESLUITTYPEN = inLijst('besluittypen', 'besluittype', 'not concept');
const INFORMATIEOBJECTTYPEN = inLijst('informatieobjecttypen', 'informatieobjecttype', 'not concept');
const VAN_INFORMATIEOBJECTTYPE = [
  doorZaaktype('informatieobjecttype', gebruikt),
  `exists (select 1 from catalogi.besluittype b
    where ${legtVast('t', 'b')} and not b.concept and ${enige('informatieobjecttype')})`,
];

/** Per main type the relations with what is published: those that keep it from changing, and those from going. */
const VAST: Readonly<Record<Soort, { readonly wijzigen: readonly string[]; readonly verwijderen: readonly string[] }>> =
  {
    zaaktype: { wijzigen: [BESLUITTYPEN], verwijderen: [BESLUITTYPEN, inDocumenten('not concept')] },
    besluittype: {
      wijzigen: [INFORMATIEOBJECTTYPEN],
      verwijderen: [INFORMATIEOBJECTTYPEN, doorZaaktype('besluittype', leidtTot)],
    },
    informatieobjecttype: { wijzigen: VAN_INFORMATIEOBJECTTYPE, verwijderen: VAN_INFORMATIEOBJECTTYPE },
  };

/**
 * ztc-010 and ztc-011 of 1.3.1: something published is related to it, or would be with what was sent. Setting the last day
 * of validity is free.
 */
export async function vasteRelatie(
  write: Pick<Write<Fields, unknown>, 'tx' | 'method' | 'id' | 'given'> & { readonly values: unknown },
  soort: Soort,
  benoemt: Readonly<Record<string, Soort>>,
): Promise<boolean> {
  const { tx, method, id, given, values } = write;
  if (method === 'partial' && [...given].every((name) => name === 'eindeGeldigheid')) return false;
  const relaties = VAST[soort][method === 'delete' ? 'verwijderen' : 'wijzigen'];
  const [row] = await tx.query<{ vast: boolean }>(
    sql`select ${raw(relaties.join(' or '))} as vast from ${raw(`catalogi.${soort}`)} t where t.id = ${id}`,
  );
  if (row?.vast) return true;
  const { catalogus } = values as { readonly catalogus: string };
  for (const [veld, van] of Object.entries(benoemt)) {
    // Deelzaaktypen are of the same kind, and go by rules of their own.
    if (van === soort || !given.has(veld)) continue;
    const gegeven = (values as Readonly<Record<string, readonly Benaming[]>>)[veld] ?? [];
    if (await isGepubliceerd(tx, van, catalogus, gegeven)) return true;
  }
  return false;
}

/** Is one of these published? An address is that of one version, a name counts for all. */
export async function isGepubliceerd(
  tx: Tx,
  soort: Soort,
  catalogus: string,
  gegeven: readonly Benaming[],
): Promise<boolean> {
  const ids = gegeven.flatMap((one) => (typeof one === 'string' ? [] : [one.id]));
  const namen = gegeven.filter((one) => typeof one === 'string');
  const [row] = await tx.query<{ vast: boolean }>(sql`
    select exists (select 1 from ${raw(`catalogi.${soort}`)} where id = any(${ids}::uuid[]) and not concept)
      or exists (select 1 from unnest(${namen}::text[]) n (naam), (select ${catalogus}::uuid as id) c
        where ${raw(elkeVersie(soort, 'c.id', 'n.naam', 'not concept'))}) as vast`);
  return row?.vast === true;
}

/** ztc-012 of 1.3.1: before a zaaktype is published, its besluittypen and informatieobjecttypen are. */
export async function conceptRelatie(tx: Tx, id: string): Promise<boolean> {
  const [row] = await tx.query<{ concept: boolean }>(sql`
    select ${raw(`${inLijst('besluittypen', 'besluittype', 'concept')} or ${inDocumenten('concept')}`)} as concept
    from catalogi.zaaktype t where t.id = ${id}`);
  return row?.concept === true;
}
