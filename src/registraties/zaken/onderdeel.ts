/**
 * What the parts of a zaak have in common: they are seen through their zaak, written with the zaak locked, and closed to
 * most once the zaak is closed (zrc-007).
 */
import { raw, type Sql, sql, type Tx } from '../../platform/db/index.ts';
import { type InvalidParam, invalid, Problem } from '../../platform/http/index.ts';
import type { Vertrouwelijkheid } from '../../standaarden/zgw/index.ts';
import { magZaak, zichtbareZaken } from '../autorisaties/index.ts';
import { catalogiDoel } from '../catalogi/index.ts';
import { type Actor, type Fields, field, forbidden, type MainObject, type Ports, type Write } from '../kern/index.ts';
import { doel } from './api.ts';

/** A zaak as rules see it, locked until commit. */
export interface ZaakStand {
  readonly id: string;
  readonly identificatie: string;
  readonly bronorganisatie: string;
  readonly zaaktypeId: string;
  readonly vertrouwelijkheid: Vertrouwelijkheid;
  readonly startdatum: string;
  readonly einddatum: string | null;
  readonly hoofdzaakId: string | null;
  readonly statusId: string | null;
  readonly resultaatId: string | null;
  readonly archiefnominatie: string | null;
}

async function lockAls(tx: Tx, id: string | null, zichtbaar: Sql): Promise<ZaakStand | undefined> {
  const [row] = await tx.query<ZaakStand>(sql`
    select id, identificatie, bronorganisatie, zaaktype_id as "zaaktypeId", vertrouwelijkheidaanduiding::text as vertrouwelijkheid,
      startdatum, einddatum, hoofdzaak_id as "hoofdzaakId", status_id as "statusId", resultaat_id as "resultaatId", archiefnominatie
    from zaken.zaak z where id = ${id} and ${zichtbaar} for update`);
  return row;
}

/** Locks and reads a zaak that somebody need not see, for a consequence; 400 on `zaak` when it is not there. */
export async function lockZaak(tx: Tx, id: string): Promise<ZaakStand> {
  return (await lockAls(tx, id, raw('true'))) ?? bestaatNiet('zaak');
}

function bestaatNiet(name: string): never {
  throw invalid({ name, code: 'does_not_exist', reason: 'Deze zaak bestaat niet.' });
}

/** Who writes a part, and with which scopes he may try that. */
type Schrijver = Pick<Write<Fields, unknown>, 'tx' | 'actor' | 'scopes'>;

/** The zaken that somebody may know of: those that he reads, and those that he may write such a part of. */
function bekend({ actor, scopes }: Schrijver): Sql {
  return zichtbareZaken(actor, [...ONDERDEEL_SCOPES.read, ...scopes], 'z');
}

/**
 * Locks and reads the zaak of a part. 400 on `name` when it is not there; of one that the writer may not know of he is
 * told the same, so that nobody learns from an error which zaken there are.
 */
export async function lockZaakVan(write: Schrijver, id: string, name = 'zaak'): Promise<ZaakStand> {
  return (await lockAls(write.tx, id, bekend(write))) ?? bestaatNiet(name);
}

/** The same for the zaak in whose path a part lives: 404 when it is not there. */
export async function lockZaakInPad(write: Schrijver & { readonly parent: string | null }): Promise<ZaakStand> {
  const zaak = await lockAls(write.tx, write.parent, bekend(write));
  if (!zaak) throw new Problem('not_found', 'Deze zaak bestaat niet, of u mag haar niet zien.');
  return zaak;
}

/** A part is visible when its zaak is. */
export function visibleThroughZaak(actor: Actor, scopes: readonly string[], t: string): Sql {
  if (actor.heeftAlleAutorisaties) return raw('true');
  return sql`exists (select 1 from zaken.zaak z where z.id = ${raw(t)}.zaak_id and ${zichtbareZaken(actor, scopes, 'z')})`;
}

/** Throws 403 unless the actor has one of these scopes for this zaak. */
export function assertMag(
  actor: Actor,
  scopes: readonly string[],
  zaak: Pick<ZaakStand, 'zaaktypeId' | 'vertrouwelijkheid'>,
): void {
  if (!magZaak(actor, scopes, zaak)) throw forbidden(scopes);
}

/** zrc-007: on a closed zaak only who has geforceerd-bijwerken may still write. */
export function assertMagOnderdeel(actor: Actor, scopes: readonly string[], zaak: ZaakStand): void {
  if (zaak.einddatum === null) assertMag(actor, scopes, zaak);
  else assertNietGesloten(actor, zaak);
}

/** zrc-007: throws 403 when the zaak is closed, but for who has geforceerd-bijwerken. */
export function assertNietGesloten(actor: Actor, zaak: ZaakStand): void {
  if (zaak.einddatum !== null) assertMag(actor, ['zaken.geforceerd-bijwerken'], zaak);
}

/** What a notification about a zaak or a part of it says. */
export function zaakMain(
  ports: Ports,
  zaak: Pick<ZaakStand, 'id' | 'bronorganisatie' | 'zaaktypeId' | 'vertrouwelijkheid'>,
): MainObject {
  return {
    resource: 'zaak',
    id: zaak.id,
    href: doel.zaak.href,
    kenmerken: {
      bronorganisatie: zaak.bronorganisatie,
      zaaktype: `${ports.bases[0]}${catalogiDoel.zaaktype.href}/${zaak.zaaktypeId}`,
      vertrouwelijkheidaanduiding: zaak.vertrouwelijkheid,
    },
  };
}

/** Scopes of parts of a zaak. */
export const ONDERDEEL_SCOPES = {
  read: ['zaken.lezen'],
  create: ['zaken.bijwerken', 'zaken.geforceerd-bijwerken'],
  update: ['zaken.bijwerken', 'zaken.geforceerd-bijwerken'],
  delete: ['zaken.bijwerken', 'zaken.geforceerd-bijwerken'],
} as const;

/** The same for documents and objects: who makes a zaak adds them, who removes zaken removes them. */
export const SCOPES_MET_MAKEN = {
  read: ONDERDEEL_SCOPES.read,
  create: ['zaken.aanmaken', ...ONDERDEEL_SCOPES.create],
  update: ONDERDEEL_SCOPES.update,
  delete: [...ONDERDEEL_SCOPES.delete, 'zaken.verwijderen'],
} as const;

/** The link to the zaak itself, the same in nearly every part. */
export const zaakLink = field.link(doel.zaak, { column: 'zaak_id', required: true, filter: ['exact'] });

/** What every part knows of its surroundings. */
export interface BijZaak {
  readonly zaak: ZaakStand;
}

/** The situation of a part whose rules need no more than its zaak. */
export async function leesZaak(write: Schrijver & { readonly values: { readonly zaak: string } }): Promise<BijZaak> {
  return { zaak: await lockZaakVan(write, write.values.zaak) };
}

type OnderdeelWrite = Pick<Write<Fields, BijZaak>, 'actor' | 'method' | 'ports' | 'situation'>;

/** Who may write a part (zrc-007), and what its audit row and notification hang off. */
export function onderdeelWrite(scopes: Record<'create' | 'update' | 'delete', readonly string[]> = ONDERDEEL_SCOPES) {
  return {
    allow({ actor, method, situation }: OnderdeelWrite): void {
      assertMagOnderdeel(actor, scopes[method === 'partial' ? 'update' : method], situation.zaak);
    },
    mainObject: ({ ports, situation }: OnderdeelWrite): MainObject => zaakMain(ports, situation.zaak),
  };
}

interface Wijziging {
  readonly current: object | null;
  readonly values: object;
}

/** What a part belongs to and what it is never change: for that the standard has removing and making anew. */
export function vast(...names: readonly string[]): (write: Wijziging) => readonly InvalidParam[] {
  const reason = 'Dit veld kan niet wijzigen. Verwijder dit onderdeel en maak het opnieuw.';
  return ({ current, values }) => {
    const [before, after] = [current, values] as [Record<string, unknown> | null, Record<string, unknown>];
    return names
      .filter((name) => before !== null && before[name] !== after[name])
      .map((name) => ({ name, code: 'wijzigen-niet-toegelaten', reason }));
  };
}
