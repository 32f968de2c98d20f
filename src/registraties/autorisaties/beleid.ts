/** The policy as conditions in SQL: there is no statement that reads zaken (zrc-006) or besluiten without it. */
import { join, raw, type Sql, sql } from '../../platform/db/index.ts';
import { VERTROUWELIJKHEDEN, type Vertrouwelijkheid } from '../../standaarden/zgw/index.ts';
import { type Actor, linesFor } from '../kern/index.ts';

/**
 * The zaken that this actor may see or touch with any of these scopes: their zaaktype is one that he was given, and they
 * are no more confidential than the maximum that goes with it. `z` is the alias of `zaken.zaak`.
 */
export function zichtbareZaken(actor: Actor, scopes: readonly string[], z: string): Sql {
  if (actor.heeftAlleAutorisaties) return raw('true');
  const lines = linesFor(actor, 'zrc', scopes).filter(
    (line) => line.type !== null && line.maxVertrouwelijkheid !== null,
  );
  // One condition per maximum: PostgreSQL looks a zaaktype up in a long list by its hash, whatever the length.
  const perMaximum = VERTROUWELIJKHEDEN.flatMap((hoogste) => {
    const types = lines.filter((line) => line.maxVertrouwelijkheid === hoogste).map((line) => line.type);
    if (types.length === 0) return [];
    const type = sql`${raw(z)}.zaaktype_id = any(${[...new Set(types)]}::uuid[])`;
    if (hoogste === VERTROUWELIJKHEDEN.at(-1)) return [type];
    return [
      sql`(${type} and ${raw(z)}.vertrouwelijkheidaanduiding <= ${hoogste}::catalogi.vertrouwelijkheidaanduiding)`,
    ];
  });
  return perMaximum.length === 0 ? raw('false') : sql`(${join(perMaximum, ' or ')})`;
}

/** The same policy for one zaak that is already in hand. */
export function magZaak(
  actor: Actor,
  scopes: readonly string[],
  zaak: { readonly zaaktypeId: string; readonly vertrouwelijkheid: Vertrouwelijkheid },
): boolean {
  if (actor.heeftAlleAutorisaties) return true;
  return linesFor(actor, 'zrc', scopes).some(
    (line) =>
      line.type === zaak.zaaktypeId &&
      line.maxVertrouwelijkheid !== null &&
      VERTROUWELIJKHEDEN.indexOf(zaak.vertrouwelijkheid) <= VERTROUWELIJKHEDEN.indexOf(line.maxVertrouwelijkheid),
  );
}

/** The besluiten that this actor may see or touch with any of these scopes: their besluittype is one that he was given. */
export function zichtbareBesluiten(actor: Actor, scopes: readonly string[], b: string): Sql {
  if (actor.heeftAlleAutorisaties) return raw('true');
  const types = linesFor(actor, 'brc', scopes).flatMap((line) => line.type ?? []);
  return types.length === 0 ? raw('false') : sql`${raw(b)}.besluittype_id = any(${types}::uuid[])`;
}

/** The same policy for one besluit that is already in hand. */
export function magBesluit(actor: Actor, scopes: readonly string[], besluittypeId: string): boolean {
  return actor.heeftAlleAutorisaties || linesFor(actor, 'brc', scopes).some((line) => line.type === besluittypeId);
}
