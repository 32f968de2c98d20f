/**
 * What the things that belong to a document have in common: they are seen and touched by who may do that with the
 * document as it is now, and told of under it. None of them is a change of the document itself: no lock is asked, and
 * its version stays what it was.
 */
import { raw, type Sql, sql, type Tx } from '../../platform/db/index.ts';
import { invalid } from '../../platform/http/index.ts';
import type { Vertrouwelijkheid } from '../../standaarden/zgw/index.ts';
import { magDocument, zichtbareDocumenten } from '../autorisaties/index.ts';
import { type Actor, type Fields, field, forbidden, type MainObject, type Write } from '../kern/index.ts';
import { doel, ONDERDEEL_SCOPES } from './api.ts';
import { documentMain } from './document.ts';

/** What belongs to a document is seen by who sees the document. */
export function doorDocument(actor: Actor, scopes: readonly string[], t: string): Sql {
  if (actor.heeftAlleAutorisaties) return raw('true');
  return sql`exists (select 1 from documenten.enkelvoudiginformatieobject d
    where d.id = ${raw(t)}.informatieobject_id and ${zichtbareDocumenten(actor, scopes, 'd')})`;
}

/** The link to the document itself, the same in each of them. */
export const documentLink = field.link(doel.document, {
  column: 'informatieobject_id',
  required: true,
  filter: ['exact'],
});

export interface DocumentInHand {
  readonly id: string;
  readonly identificatie: string;
  readonly bronorganisatie: string;
  readonly informatieobjecttypeId: string;
  readonly catalogusId: string;
  readonly vertrouwelijkheid: Vertrouwelijkheid;
  readonly isGereedVoorPublicatie: boolean | null;
  readonly indicatieGebruiksrecht: boolean | null;
}

/**
 * A document for what belongs to it, kept from being removed until commit, or (`wijzigt`) from every other write; 400 on
 * `informatieobject` when it is gone.
 */
export async function leesDocument(tx: Tx, id: string, hoe: 'blijft' | 'wijzigt' = 'blijft'): Promise<DocumentInHand> {
  const [row] = await tx.query<DocumentInHand>(sql`
    select d.id, d.identificatie, d.bronorganisatie, d.informatieobjecttype_id as "informatieobjecttypeId",
      t.catalogus_id as "catalogusId", d.vertrouwelijkheidaanduiding::text as vertrouwelijkheid,
      d.is_gereed_voor_publicatie as "isGereedVoorPublicatie", d.indicatie_gebruiksrecht as "indicatieGebruiksrecht"
    from documenten.enkelvoudiginformatieobject d join catalogi.informatieobjecttype t on t.id = d.informatieobjecttype_id
    where d.id = ${id} ${raw(hoe === 'wijzigt' ? 'for update of d' : 'for share of d')}`);
  if (!row)
    throw invalid({ name: 'informatieobject', code: 'bad-url', reason: 'Op dit adres is geen document te vinden.' });
  return row;
}

/** Name of a document in an audittrail. */
export function naamVan({ bronorganisatie, identificatie }: DocumentInHand): string {
  return `${bronorganisatie} - ${identificatie}`;
}

/** What each of them knows of its surroundings. */
export interface BijDocument {
  readonly document: DocumentInHand;
}

type OnderdeelWrite = Pick<Write<Fields, BijDocument>, 'actor' | 'method' | 'ports' | 'situation'>;

/** Who may write it, and what its audit row and notification hang off. */
export const onderdeelWrite = {
  allow({ actor, method, situation }: OnderdeelWrite): void {
    const scopes = ONDERDEEL_SCOPES[method === 'partial' ? 'update' : method];
    if (!magDocument(actor, scopes, situation.document)) throw forbidden(scopes);
  },
  mainObject: ({ ports, situation }: OnderdeelWrite): MainObject => documentMain(ports, situation.document),
};
