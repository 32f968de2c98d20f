/** A whole catalogus as the register has it: of every kind its rows, in an order that says nothing of ids. */
import { type Queryable, raw, type Sql, sql } from '../../../platform/db/index.ts';
import { columnOf, type Fields, jsonOf, type Ports, type View, valuesOf, viewOf } from '../../kern/index.ts';
import type { Soort } from '../soorten.ts';
import { soortOp } from '../soorten.ts';

/** An object of a catalogus. */
export interface Ding {
  readonly soort: Soort;
  readonly id: string;
  readonly url: string;
  /** What is kept of what a client sets: references by address are ids here. */
  readonly waarden: Readonly<Record<string, unknown>>;
  /** As the API shows it. */
  readonly json: Readonly<Record<string, unknown>>;
  /** Null for a kind without versions. */
  readonly concept: boolean | null;
}

/** By kind, in the order of the kinds. */
export type Inhoud = ReadonlyMap<string, readonly Ding[]>;

/** As our own register shows it today. */
export function eigenBlik(ports: Pick<Ports, 'bases' | 'clock' | 'profile'>): View {
  return viewOf(ports, ports.bases[0]!);
}

/** Everything in the catalogus with this id. */
export async function leesInhoud(
  db: Queryable,
  soorten: readonly Soort[],
  catalogus: string,
  view: View,
): Promise<Inhoud> {
  const inhoud = new Map<string, readonly Ding[]>();
  for (const soort of soorten) inhoud.set(soort.naam, await lees(db, soort, binnen(soorten, soort, catalogus), view));
  return inhoud;
}

/** One version of a type with its parts. */
export interface Versie {
  readonly zelf: Ding;
  readonly delen: Inhoud;
}

/** The version with this id. */
export async function leesVersie(
  db: Queryable,
  soorten: readonly Soort[],
  soort: Soort,
  id: string,
  view: View,
): Promise<Versie> {
  const [zelf] = await lees(db, soort, sql`t.id = ${id}`, view);
  if (!zelf) throw new Error(`no ${soort.naam} ${id}`);
  const delen = new Map<string, readonly Ding[]>();
  for (const deel of delenVan(soorten, soort)) {
    delen.set(deel.naam, await lees(db, deel, sql`${raw(`t.${deel.ouder!.column}`)} = ${id}`, view));
  }
  return { zelf, delen };
}

/** The versions of this name in a catalogus, the first day first. */
export async function leesVersies(
  db: Queryable,
  soort: Soort,
  catalogus: string,
  naam: string,
  view: View,
): Promise<readonly Ding[]> {
  const { resource, naamveld, ouder } = soort;
  const column = columnOf(naamveld!, (resource.fields as Fields)[naamveld!]!.column)!;
  return await lees(
    db,
    soort,
    sql`${raw(`t.${ouder!.column}`)} = ${catalogus} and ${raw(`t.${column}`)} = ${naam}`,
    view,
  );
}

/** The kinds that are part of this one. */
export function delenVan(soorten: readonly Soort[], soort: Soort): readonly Soort[] {
  return soorten.filter((one) => one.ouder?.naar === soort.naam);
}

async function lees(db: Queryable, soort: Soort, where: Sql, view: View): Promise<readonly Ding[]> {
  const { resource } = soort;
  const rows = await db.query<Record<string, unknown>>(sql`
    select t.*, ${jsonOf(resource, view)} as "als json" from ${raw(resource.table)} t where ${where} order by t.id`);
  const dingen = rows.map((row) => {
    const json = JSON.parse(row['als json'] as string) as Record<string, unknown>;
    return {
      soort,
      id: row['id'] as string,
      url: json['url'] as string,
      waarden: valuesOf(resource.fields as Fields, row, [view.base]),
      json,
      concept: soort.versies ? row['concept'] === true : null,
    };
  });
  return dingen.sort(opNaam);
}

/** By the zaaktype that it is part of, then by number, name and first day: as a person would look for it. */
function opNaam(a: Ding, b: Ding): number {
  for (const veld of ['zaaktypeIdentificatie', 'volgnummer', a.soort.naamveld ?? '', 'beginGeldigheid']) {
    const [van, naar] = [a.json[veld], b.json[veld]];
    if (typeof van === 'number' && typeof naar === 'number' && van !== naar) return van - naar;
    const order = String(van ?? '') < String(naar ?? '') ? -1 : String(van ?? '') > String(naar ?? '') ? 1 : 0;
    if (typeof van !== 'number' && order !== 0) return order;
  }
  return a.id < b.id ? -1 : 1;
}

/** The condition that a row of this kind is in the catalogus, up through what it is a part of. */
function binnen(soorten: readonly Soort[], soort: Soort, catalogus: string, t = 't'): Sql {
  const { ouder } = soort;
  if (ouder === null) return sql`${raw(`${t}.id`)} = ${catalogus}`;
  const hoger = soortOp(soorten, ouder.naar);
  const alias = `${t}_op`;
  return sql`${raw(`${t}.${ouder.column}`)} in (select ${raw(`${alias}.id from ${hoger.resource.table} ${alias}`)} where ${binnen(soorten, hoger, catalogus, alias)})`;
}
