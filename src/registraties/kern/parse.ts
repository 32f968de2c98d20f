/** From a request body to values: everything that is wrong is told at once; unknown keys are ignored. */
import { type InvalidParam, Problem } from '../../platform/http/index.ts';
import { columnOf } from './define.ts';
import type { Fields, Target, Values } from './fields.ts';
import { ownId } from './references.ts';
import type { AnyResource, Write } from './resource.ts';

export interface Parsed {
  readonly values: Record<string, unknown>;
  readonly given: ReadonlySet<string>;
  /** What stood at the addresses in it, by address (`resolveReferences`). */
  readonly found?: Write<Fields, unknown>['found'];
}

/**
 * Reads a body. What is left out gets its fallback or is `required`; in a `partial` one (PATCH) it is left out of the
 * values too.
 */
export function parseBody(resource: AnyResource, body: unknown, bases: readonly string[], partial: boolean): Parsed {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Problem('invalid', 'Stuur een JSON-object.', {
      invalidParams: [{ name: 'nonFieldErrors', code: 'invalid', reason: 'Stuur een JSON-object.' }],
    });
  }
  const faults: InvalidParam[] = [];
  const context = { faults, ownId: (address: string, href: string) => ownId(address, href, bases) };
  const given = body as Record<string, unknown>;
  const values: Record<string, unknown> = {};
  const names = new Set<string>();
  for (const [name, field] of Object.entries(resource.fields as Fields)) {
    if (!field.parser) continue;
    if (Object.hasOwn(given, name)) {
      names.add(name);
      values[name] = field.parser.parse(given[name], name, context);
    } else if (!partial) {
      if (field.required) faults.push({ name, code: 'required', reason: 'Dit veld is verplicht.' });
      else values[name] = field.fallback;
    }
  }
  if (faults.length > 0) throw new Problem('invalid', '', { invalidParams: faults });
  return { values, given: names };
}

/** The values in a stored row, as rules see them; addresses of our own are canonical. */
export function valuesOf<F extends Fields>(
  fields: F,
  row: Readonly<Record<string, unknown>>,
  bases: readonly string[],
): Values<F> {
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (!field.parser) continue;
    const column = columnOf(name, field.column);
    const own = field.own === undefined ? null : row[field.own];
    if (own && field.relation) {
      values[name] = canonical(field.relation.target, String(own), bases);
      continue;
    }
    const value = column === null ? undefined : row[column];
    values[name] = value instanceof Date ? value.toISOString() : value;
  }
  return values as Values<F>;
}

function canonical({ href }: Target, id: string, bases: readonly string[]): string {
  return `${bases[0]}${href}/${id}`;
}

/** The columns of a row for these values. */
export function columnsOf(
  fields: Fields,
  values: Readonly<Record<string, unknown>>,
  bases: readonly string[],
): Record<string, unknown> {
  const columns: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const column = columnOf(name, field.column);
    if (!field.parser || column === null) continue;
    const value = values[name];
    if (field.own !== undefined && field.relation) {
      const id = ownId(String(value), field.relation.target.href, bases);
      columns[field.own] = id;
      columns[column] = id === null ? value : canonical(field.relation.target, id, bases);
      continue;
    }
    // Lists and groups are kept as JSON text; everything else as it is.
    columns[column] =
      value === undefined ? null : typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
  }
  return columns;
}
