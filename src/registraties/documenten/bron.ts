/**
 * drc-004: the register of the object leads. For an object of our own its relation stands in our database; for one of
 * others it is asked there, in the list of its zaak- or besluitinformatieobjecten.
 */
import { type Queryable, sql } from '../../platform/db/index.ts';
import type { Write } from '../kern/index.ts';
import { doel } from './api.ts';
import { eigenObject } from './filters.ts';

/** A relation as a client sent it, or as it is kept. */
export interface Relatie {
  readonly documentId: string;
  readonly objectType: string;
  /** Address of an object of others. */
  readonly object: string;
  /** Id of one of our own. */
  readonly objectId: string | null;
}

/** What a client sent of a relation, with the id of an object of our own. */
export function relatieVan(
  sent: { readonly informatieobject?: string; readonly object?: string; readonly objectType?: string },
  bases: readonly string[],
): Relatie {
  const { informatieobject = '', object = '', objectType = '' } = sent;
  const objectId = eigenObject(object, bases);
  return { documentId: informatieobject, objectType, object: objectId === null ? object : '', objectId };
}

/** A relation that is kept; null when there is none. */
export async function leesRelatie(db: Queryable, id: string | null): Promise<Relatie | null> {
  const [row] = await db.query<Relatie>(sql`
    select informatieobject_id as "documentId", object_type as "objectType", object, object_id as "objectId"
    from documenten.objectinformatieobject where id = ${id}`);
  return row ?? null;
}

/**
 * The questions to the register of an object of others: one for every address by which it may know our document. The
 * register knows the object by the last two steps of its address, and its lists stand beside these.
 */
export function vragen({ documentId, objectType, object, objectId }: Relatie, bases: readonly string[]): string[] {
  const root = object.replace(/\/[^/]+\/[^/]+\/?$/, '');
  if (objectId !== null || !URL.canParse(root)) return [];
  return bases.map((base) => {
    const query = new URLSearchParams({
      [objectType]: object,
      informatieobject: `${base}${doel.document.href}/${documentId}`,
    });
    return `${root}/${objectType}informatieobjecten?${query}`;
  });
}

/** Does the relation stand in the register of the object? Null: that gives no answer. */
export async function staatInBron(
  tx: Queryable,
  relatie: Relatie,
  found: Write<never, unknown>['found'],
  bases: readonly string[],
): Promise<boolean | null> {
  if (relatie.objectId === null) {
    const lists = vragen(relatie, bases).map((vraag) => found.get(vraag)?.['results']);
    if (lists.some((list) => Array.isArray(list) && list.length > 0)) return true;
    return lists.length > 0 && lists.every(Array.isArray) ? false : null;
  }
  const [row] = await tx.query<{ er: boolean }>(sql`
    select exists (select 1 from zaken.zaakinformatieobject z
        where z.zaak_id = ${relatie.objectId} and z.informatieobject_id = ${relatie.documentId})
      or exists (select 1 from besluiten.besluitinformatieobject b
        where b.besluit_id = ${relatie.objectId} and b.informatieobject_id = ${relatie.documentId}) as er`);
  return row!.er;
}
