/** The policy as conditions in SQL: there is no statement that reads zaken (zrc-006) or besluiten without it. */
import { join, raw, type Sql, sql } from '../../platform/db/index.ts';
import { VERTROUWELIJKHEDEN, type Vertrouwelijkheid } from '../../standaarden/zgw/index.ts';
import { type Actor, type Autorisatie, linesFor } from '../kern/index.ts';

/**
 * The zaken that this actor may see or touch with any of these scopes: their zaaktype is one that he was given, and they
 * are no more confidential than the maximum that goes with it. `z` is the alias of `zaken.zaak`.
 */
export function zichtbareZaken(actor: Actor, scopes: readonly string[], z: string): Sql {
  if (actor.heeftAlleAutorisaties) return raw('true');
  return totMaximum(linesFor(actor, 'zrc', scopes), `${z}.zaaktype_id`, `${z}.vertrouwelijkheidaanduiding`);
}

/** The same policy for one zaak that is already in hand. */
export function magZaak(
  actor: Actor,
  scopes: readonly string[],
  zaak: { readonly zaaktypeId: string; readonly vertrouwelijkheid: Vertrouwelijkheid },
): boolean {
  return actor.heeftAlleAutorisaties || magTot(linesFor(actor, 'zrc', scopes), zaak.zaaktypeId, zaak.vertrouwelijkheid);
}

/**
 * The documents that this actor may see or touch: of an informatieobjecttype that he was given, no more confidential than
 * its maximum, and only those that are ready for publication if he may see no others (AC 1.1). `d` is the alias of a table
 * of documents.
 */
export function zichtbareDocumenten(actor: Actor, scopes: readonly string[], d: string): Sql {
  if (actor.heeftAlleAutorisaties) return raw('true');
  const lines = linesFor(actor, 'drc', scopes);
  const binnen = totMaximum(lines, `${d}.informatieobjecttype_id`, `${d}.vertrouwelijkheidaanduiding`);
  return actor.alleenIsGereedVoorPublicatie ? sql`(${binnen} and ${raw(d)}.is_gereed_voor_publicatie)` : binnen;
}

/** The same policy for one document that is already in hand. */
export function magDocument(
  actor: Actor,
  scopes: readonly string[],
  document: {
    readonly informatieobjecttypeId: string;
    readonly vertrouwelijkheid: Vertrouwelijkheid;
    readonly isGereedVoorPublicatie: boolean | null;
  },
): boolean {
  if (actor.heeftAlleAutorisaties) return true;
  if (actor.alleenIsGereedVoorPublicatie && document.isGereedVoorPublicatie !== true) return false;
  return magTot(linesFor(actor, 'drc', scopes), document.informatieobjecttypeId, document.vertrouwelijkheid);
}

function totMaximum(lines: readonly Autorisatie[], type: string, vertrouwelijkheid: string): Sql {
  // One condition per maximum: PostgreSQL looks a type up in a long list by its hash, whatever the length.
  const perMaximum = VERTROUWELIJKHEDEN.flatMap((hoogste) => {
    const types = lines.flatMap((line) => (line.maxVertrouwelijkheid === hoogste ? (line.type ?? []) : []));
    if (types.length === 0) return [];
    const vanType = sql`${raw(type)} = any(${[...new Set(types)]}::uuid[])`;
    if (hoogste === VERTROUWELIJKHEDEN.at(-1)) return [vanType];
    return [sql`(${vanType} and ${raw(vertrouwelijkheid)} <= ${hoogste}::catalogi.vertrouwelijkheidaanduiding)`];
  });
  return perMaximum.length === 0 ? raw('false') : sql`(${join(perMaximum, ' or ')})`;
}

function magTot(lines: readonly Autorisatie[], type: string, vertrouwelijkheid: Vertrouwelijkheid): boolean {
  const rang = VERTROUWELIJKHEDEN.indexOf(vertrouwelijkheid);
  return lines.some(
    (line) =>
      line.type === type &&
      line.maxVertrouwelijkheid !== null &&
      rang <= VERTROUWELIJKHEDEN.indexOf(line.maxVertrouwelijkheid),
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
