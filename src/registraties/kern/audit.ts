/**
 * The audittrail: one row per write, in its transaction. The new state stands once; the old one is read from the row
 * before (ZGW "Audit trail"). Written in one place, so no resource can forget it.
 */
import { sql, type Tx } from '../../platform/db/index.ts';
import { uuidv7 } from '../../platform/time/index.ts';
import type { Actor } from './actor.ts';
import type { Ports } from './ports.ts';
import { pathOf } from './references.ts';
import type { MainObject, Resource } from './resource.ts';

export type Actie = 'create' | 'update' | 'partial_update' | 'destroy';

export interface Change {
  readonly resource: Pick<Resource, 'name' | 'href' | 'api' | 'under'>;
  readonly id: string;
  /** Id of the object in whose path it lives, for a resource that does. */
  readonly parent?: string | null;
  readonly actie: Actie;
  /** JSON text of the new state with canonical addresses; null when removed. */
  readonly json: string | null;
  readonly main: MainObject;
  readonly weergave: string;
  /** False for a change that the standard gives no notification of (a zaak that its status closes). */
  readonly notify: boolean;
  /** Name of the event where it is not that of the actie (`WriteDefinition.gebeurtenis`). */
  readonly gebeurtenis?: string | null;
}

/** Who did it and why, for every change of one request. */
export interface Cause {
  readonly actor: Actor;
  readonly trace: string | null;
  /** `X-Audit-Toelichting`. */
  readonly toelichting: string;
}

const RESULTAAT: Record<Actie, number> = { create: 201, update: 200, partial_update: 200, destroy: 204 };

/** Writes audit rows and events for changes, in the order given: two statements. */
export async function record(tx: Tx, ports: Ports, cause: Cause, changes: readonly Change[]): Promise<void> {
  const { actor, trace, toelichting } = cause;
  const now = ports.clock.now();
  const of = <T>(get: (change: Change) => T): T[] => changes.map(get);
  await tx.query(sql`
    insert into kern.audit (id, bron, hoofdobject, hoofdobject_pad, resource, resource_id, resource_pad, weergave, actie,
      resultaat, nieuw, applicatie_id, applicatie, gebruikers_id, gebruiker, toelichting, trace, aanmaakdatum)
    select g.id, g.bron, g.hoofdobject, g.hoofdobject_pad, g.resource, g.resource_id, g.resource_pad, g.weergave, g.actie,
      g.resultaat, g.nieuw::json, ${actor.clientId}, ${actor.applicatie}, ${actor.userId}, ${actor.userName},
      ${toelichting}, ${trace}, ${now}
    from unnest(
      ${of(() => uuidv7(ports.clock, ports.random))}::uuid[], ${of((c) => c.resource.api.component)}::text[],
      ${of((c) => c.main.id)}::uuid[], ${of((c) => `${c.main.href}/${c.main.id}`)}::text[],
      ${of((c) => c.resource.name)}::text[], ${of((c) => c.id)}::uuid[], ${of(pathOfChange)}::text[],
      ${of((c) => c.weergave.slice(0, 200))}::text[], ${of((c) => c.actie)}::text[], ${of((c) => RESULTAAT[c.actie])}::int[],
      ${of((c) => c.json)}::text[]
    ) with ordinality as g (id, bron, hoofdobject, hoofdobject_pad, resource, resource_id, resource_pad, weergave, actie,
      resultaat, nieuw, plaats)
    order by g.plaats`);
  const base = ports.bases[0]!;
  const events = changes.flatMap((change) => {
    const { kanaal } = change.resource.api;
    if (kanaal === null || !change.notify) return [];
    const body = {
      kanaal,
      hoofdObject: `${base}${change.main.href}/${change.main.id}`,
      resource: change.resource.name,
      resourceUrl: `${base}${pathOfChange(change)}`,
      actie: change.actie,
      aanmaakdatum: now.toISOString(),
      kenmerken: change.main.kenmerken,
      hoofdObjectId: change.main.id,
      resourceId: change.id,
    };
    const kind = `${change.resource.name}.${change.gebeurtenis ?? change.actie}`;
    return [{ kanaal, kind, subject: change.main.id, body, trace }];
  });
  await ports.publish(tx, events);
}

function pathOfChange({ resource, id, parent }: Change): string {
  return pathOf(resource, id, parent ?? null);
}

export const kernMigrations = { component: 'kern', folder: new URL('./migraties', import.meta.url).pathname };
