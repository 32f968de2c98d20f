/** The register of documents as the registers of zaken and besluiten see it: the port of `kern/ports.ts`. */
import { sql } from '../../platform/db/index.ts';
import type { ChangeAbout, Consequences, Documentenregister, Documentrelatie, DocumentStand } from '../kern/index.ts';
import { documentMain } from './document.ts';
import { objectinformatieobject } from './objectinformatieobject.ts';
import { leesDocument, naamVan } from './onderdeel.ts';

export const documentenregister: Documentenregister = {
  async standen(tx, ids) {
    const rows = await tx.query<DocumentStand & { id: string }>(sql`
      select d.id, d.indicatie_gebruiksrecht as "indicatieGebruiksrecht", s.lock is not null as locked, d.status
      from documenten.enkelvoudiginformatieobject d left join documenten.slot s on s.document_id = d.id
      where d.id = any(${ids}::uuid[])`);
    return new Map(rows.map(({ id, ...stand }) => [id, stand]));
  },
  async koppel(write, relatie) {
    const columns = {
      informatieobject_id: relatie.informatieobjectId,
      object_type: relatie.objectType,
      object: '',
      object_id: relatie.objectId,
    };
    await write.add(objectinformatieobject, columns, await over(write, relatie));
  },
  async ontkoppel(write, relatie) {
    const rows = await write.tx.query<{ id: string }>(sql`
      select id from documenten.objectinformatieobject
      where informatieobject_id = ${relatie.informatieobjectId} and object_id = ${relatie.objectId} for update`);
    for (const { id } of rows) await write.remove(objectinformatieobject, id, await over(write, relatie));
  },
};

/** What the audittrail of the document says of it. The standard gives no notification of it. */
async function over(
  { tx, ports }: Consequences,
  { informatieobjectId, objectType }: Documentrelatie,
): Promise<ChangeAbout> {
  const document = await leesDocument(tx, informatieobjectId);
  return {
    main: documentMain(ports, document),
    weergave: `${naamVan(document)} - ${objectType}`,
    notify: false,
  };
}
