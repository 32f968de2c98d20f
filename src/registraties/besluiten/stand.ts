/** What besluiten and their documents have in common: how a besluit is read for rules, who may, and what is told of it. */
import { sql, type Tx } from '../../platform/db/index.ts';
import { magBesluit } from '../autorisaties/index.ts';
import { catalogiDoel } from '../catalogi/index.ts';
import { type Actor, forbidden, type MainObject, type Ports, type Write } from '../kern/index.ts';
import { doel, SCOPES } from './api.ts';

/** A besluittype as rules see it. */
export interface Besluittype {
  readonly id: string;
  readonly catalogusId: string;
  readonly concept: boolean;
}

export async function leesBesluittype(tx: Tx, id: string): Promise<Besluittype | null> {
  const [row] = await tx.query<Besluittype>(sql`
    select id, catalogus_id as "catalogusId", concept from catalogi.besluittype where id = ${id} for share`);
  return row ?? null;
}

/** Throws 403 unless the actor may do this to a besluit of each of these types. */
export function assertMag(
  actor: Actor,
  method: Write<never, unknown>['method'],
  ...besluittypeIds: readonly string[]
): void {
  const scopes = SCOPES[method === 'partial' ? 'update' : method];
  if (!besluittypeIds.every((id) => magBesluit(actor, scopes, id))) throw forbidden(scopes);
}

/** What a notification about a besluit or its documents says (zgw.md §3); Open Zaak names the catalogus too. */
export function besluitMain(
  { bases, profile }: Ports,
  id: string,
  verantwoordelijkeOrganisatie: string,
  besluittype: Besluittype,
): MainObject {
  const address = (to: { readonly href: string }, of: string) => `${bases[0]}${to.href}/${of}`;
  return {
    resource: 'besluit',
    id,
    href: doel.besluit.href,
    kenmerken: {
      verantwoordelijkeOrganisatie,
      besluittype: address(catalogiDoel.besluittype, besluittype.id),
      ...(profile === 'openzaak' && {
        'besluittype.catalogus': address(catalogiDoel.catalogus, besluittype.catalogusId),
      }),
    },
  };
}
