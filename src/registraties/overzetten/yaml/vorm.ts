/**
 * A version of a type as a plain object for people: its own fields and its parts under their own names, without ids and
 * without what has its usual value, in the order of the definitions. What it refers to stands there by name.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Field, value } from '../../kern/index.ts';
import type { Ding, Inhoud } from '../catalogus/lees.ts';
import { eigenVelden } from '../soorten.ts';
import { lijstnaam } from './lijstnaam.ts';

export type Vorm = Readonly<Record<string, unknown>>;

/** How a file calls one part from another: by its name, or by its volgnummer where parts share a name. */
export function verwijzingNaar(ding: Ding, broers: readonly Ding[]): string | number {
  const { soort, waarden } = ding;
  const naam = soort.naamveld === null ? undefined : (waarden[soort.naamveld] as string);
  const gelijk = broers.filter((one) => soort.naamveld !== null && one.waarden[soort.naamveld] === naam);
  return naam !== undefined && gelijk.length === 1 ? naam : (waarden['volgnummer'] as number);
}

/** The object for a version with its parts. `bases`: of our own addresses. */
export function vormVan(zelf: Ding, delen: Inhoud, bases: readonly string[]): Vorm {
  const alle = [...delen.values()].flat();
  const vorm: Record<string, unknown> = { ...eigenVorm(zelf, alle, bases) };
  for (const dingen of delen.values()) {
    if (dingen.length === 0) continue;
    vorm[dingen[0]!.soort.meervoud] = dingen.map((ding) => eigenVorm(ding, alle, bases));
  }
  return vorm;
}

function eigenVorm({ soort, waarden }: Ding, alle: readonly Ding[], bases: readonly string[]): Vorm {
  const vorm: Record<string, unknown> = {};
  for (const [veld, field] of eigenVelden(soort)) {
    if (veld === soort.ouder?.veld) continue;
    const waarde = waarden[veld];
    if (!field.required && isDeepStrictEqual(waarde ?? null, field.fallback ?? null)) continue;
    const adres = soort.adressen.find((one) => one.veld === veld);
    if (adres) {
      const naar = alle.find((one) => one.id === waarde);
      if (naar)
        vorm[veld] = verwijzingNaar(
          naar,
          alle.filter((one) => one.soort === naar.soort),
        );
    } else vorm[veld] = leesbaar(waarde, field, bases);
  }
  return vorm;
}

/** The value, without the parts of groups that say nothing, and with names for addresses of the reference lists. */
function leesbaar(waarde: unknown, field: Field<unknown>, bases: readonly string[]): unknown {
  if (typeof waarde === 'string') return field.schema.format === 'uri' ? lijstnaam(waarde, bases) : waarde;
  if (typeof waarde !== 'object' || waarde === null) return waarde;
  const kort = zonderNiets(waarde, field.schema);
  const terug = field.parser?.parse(kort, '', { faults: [], ownId: () => null });
  return isDeepStrictEqual(JSON.parse(JSON.stringify(terug ?? null)), waarde) ? kort : waarde;
}

function zonderNiets(waarde: unknown, schema: value.Schema): unknown {
  if (Array.isArray(waarde)) return waarde.map((one) => zonderNiets(one, schema.items ?? {}));
  if (typeof waarde !== 'object' || waarde === null) return waarde;
  const nodig = schema.required ?? [];
  const niets = (one: unknown): boolean =>
    one === '' || one === null || one === false || (Array.isArray(one) && one.length === 0);
  const order = Object.keys(schema.properties ?? waarde);
  const delen = order.map((key) => [key, (waarde as Record<string, unknown>)[key]] as const);
  return Object.fromEntries(
    delen
      .filter(([key, one]) => one !== undefined && (nodig.includes(key) || !niets(one)))
      .map(([key, one]) => [key, zonderNiets(one, schema.properties?.[key] ?? {})]),
  );
}
