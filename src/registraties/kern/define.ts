/** Makes a resource of its definition, with the defaults filled in. */
import { raw } from '../../platform/db/index.ts';
import type { Fields, Target, Under } from './fields.ts';
import type { Api, Resource, ResourceOptions, WriteDefinition } from './resource.ts';

/**
 * Where a resource is found: its name, path and table. Kept apart from the definitions, so that two resources can refer
 * to each other without their files importing each other in a circle. A definition starts with it: `...doel.zaak`.
 */
export function target(api: Pick<Api, 'root'>, name: string, path: string, table: string): Target {
  return Object.freeze({ name, path, href: `${api.root}/${path}`, table });
}

/** The same for a resource that lives in the path of another: `/zaken/{zaak_uuid}/zaakeigenschappen`. */
export function targetUnder(
  parent: Target,
  name: string,
  path: string,
  table: string,
  tied: Omit<Under, 'target'>,
): Target {
  const below = `${parent.path}/{${tied.parameter}}/${path}`;
  const href = `${parent.href}/:${tied.parameter}/${path}`;
  return Object.freeze({ name, path: below, href, table, under: Object.freeze({ ...tied, target: parent }) });
}

export function defineResource<const F extends Fields, S = null>(options: ResourceOptions<F, S>): Resource<F, S> {
  return Object.freeze({
    ...options,
    plain: options.plain ?? {},
    actions: options.actions ?? [],
    filters: options.filters ?? {},
    crs: options.crs ?? false,
    day: options.day ?? null,
    paginated: options.paginated ?? true,
    search: options.search ?? null,
    visible: options.visible ?? (() => raw('true')),
    write: options.write ?? null,
  });
}

/** A write definition without anything special, for resources that only need the common life. */
export function plainWrite<F extends Fields>(
  mainObject: WriteDefinition<F, null>['mainObject'],
  rules: WriteDefinition<F, null>['rules'] = [],
): WriteDefinition<F, null> {
  return { situation: async () => null, allow: () => undefined, rules, mainObject, weergave: ({ id }) => id };
}

/** `zaaktypeOmschrijving` → `zaaktype_omschrijving`. */
export function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The column of a field, or null when nothing is kept. */
export function columnOf(name: string, column: string | null | undefined): string | null {
  return column === undefined ? snake(name) : column;
}
