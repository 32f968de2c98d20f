/**
 * What the definitions of a register say of how its resources hang together: which hangs off which, by what name others
 * know it, what it refers to. Moving a catalogus reads this and no list of its own, so a new resource moves along.
 */
import { type AnyResource, columnOf, type Field, type Fields } from '../kern/index.ts';

/** A reference of a resource to another: by address, or by name. */
export interface Verwijzing {
  readonly veld: string;
  readonly column: string;
  /** Name of the resource that it leads to. */
  readonly naar: string;
}

export interface Soort {
  readonly resource: AnyResource;
  readonly naam: string;
  /** Its key in a file of its own: the last part of its path, e.g. `statustypen`. */
  readonly meervoud: string;
  /** The resource of which it is a part; null for the one at the top. */
  readonly ouder: Verwijzing | null;
  /** References by address, the one to the resource of which it is a part included. */
  readonly adressen: readonly Verwijzing[];
  /** References by name: they count for every version of what they name. */
  readonly namen: readonly Verwijzing[];
  /** The field by which others name it; null when it has none. */
  readonly naamveld: string | null;
  /** Has it versions, each with its period, that start as a concept and are published? */
  readonly versies: boolean;
}

const NAAMVELDEN = ['identificatie', 'omschrijving', 'naam', 'relatieOmschrijving'] as const;

/** The kinds of a register, each after those that it refers to by address. `top` is the one that holds all others. */
export function soortenVan(resources: readonly AnyResource[], top: string): readonly Soort[] {
  const known = new Set(resources.map((r) => r.name));
  const soorten = resources.map((resource) => soortVan(resource, known, top));
  const sorted: Soort[] = [];
  const place = (soort: Soort, under: readonly string[]): void => {
    if (sorted.includes(soort)) return;
    if (under.includes(soort.naam)) throw new Error(`references go round in a circle: ${under.join(', ')}`);
    for (const { naar } of soort.adressen) {
      if (naar !== soort.naam) place(soorten.find((one) => one.naam === naar)!, [...under, soort.naam]);
    }
    sorted.push(soort);
  };
  for (const soort of soorten) place(soort, []);
  return sorted;
}

function soortVan(resource: AnyResource, known: ReadonlySet<string>, top: string): Soort {
  const fields = Object.entries(resource.fields as Fields);
  const references = fields.flatMap(([veld, field]) => verwijzingVan(veld, field, known));
  const adressen = references.filter(({ byName }) => !byName);
  const required = adressen.filter(({ veld }) => (resource.fields as Fields)[veld]!.required);
  if (resource.name !== top && required.length === 0) throw new Error(`${resource.name} is a part of nothing`);
  return {
    resource,
    naam: resource.name,
    meervoud: resource.path.split('/').at(-1)!,
    ouder: resource.name === top ? null : required[0]!,
    adressen,
    namen: references.filter(({ byName }) => byName),
    naamveld: NAAMVELDEN.find((name) => (resource.fields as Fields)[name]?.parser) ?? null,
    versies: resource.actions.some(({ path }) => path === 'publish'),
  };
}

/** A field that clients set and that leads to another resource; what a tie in SQL leads by is a name. */
function verwijzingVan(veld: string, field: Field<unknown>, known: ReadonlySet<string>) {
  const { relation, parser } = field;
  const column = columnOf(veld, field.column);
  if (!relation || !parser || column === null || !known.has(relation.target.name)) return [];
  return [{ veld, column, naar: relation.target.name, byName: relation.on !== undefined }];
}

/** The kind of this name. */
export function soortOp(soorten: readonly Soort[], naam: string): Soort {
  const found = soorten.find((one) => one.naam === naam);
  if (!found) throw new Error(`no kind ${naam}`);
  return found;
}

/** The fields that a client sets and that are kept: a part that only repeats a fact of the whole is left out. */
export function eigenVelden({ resource }: Soort): readonly (readonly [string, Field<unknown>])[] {
  return Object.entries(resource.fields as Fields).filter(([veld, f]) => f.parser && columnOf(veld, f.column) !== null);
}
