/**
 * What a zaak must know of its documents. Those of our own register are asked in the transaction, by their port; those
 * of others before it, since the network may be slow: what they then said stands in `found`. A document that gave no
 * answer, or that came in between, counts as one of which we do not know.
 */
import { type Queryable, sql, type Tx } from '../../platform/db/index.ts';
import type { InvalidParam } from '../../platform/http/index.ts';
import type { Documentrelatie, DocumentStand, Ports, Write } from '../kern/index.ts';

/** The relation as the register of documents has it (zrc-005). */
export function documentrelatie(zaakId: string, informatieobjectId: string): Documentrelatie {
  return { informatieobjectId, objectType: 'zaak', objectId: zaakId };
}

/** The documents of others in this zaak. */
export async function documentenElders(db: Queryable, zaakId: string | null): Promise<readonly string[]> {
  const rows = await db.query<{ informatieobject: string }>(sql`
    select informatieobject from zaken.zaakinformatieobject where zaak_id = ${zaakId} and informatieobject_id is null`);
  return rows.map((row) => row.informatieobject);
}

type Bekend = Pick<Write<never, unknown>, 'found'> & { readonly tx: Tx; readonly ports: Ports };

/** The state of every document of the zaak; null for one of which we do not know. */
async function standen({ tx, ports, found }: Bekend, zaakId: string): Promise<readonly (DocumentStand | null)[]> {
  const rows = await tx.query<{ adres: string; id: string | null }>(sql`
    select informatieobject as adres, informatieobject_id as id from zaken.zaakinformatieobject where zaak_id = ${zaakId}`);
  const ids = rows.map((row) => row.id).filter((id) => id !== null);
  const eigen = ids.length > 0 ? await ports.documenten?.standen(tx, ids) : undefined;
  return rows.map(({ adres, id }) => (id === null ? standVan(found.get(adres)) : (eigen?.get(id) ?? null)));
}

/** What a document of others says of itself. */
function standVan(json: Readonly<Record<string, unknown>> | undefined): DocumentStand | null {
  if (!json) return null;
  const { indicatieGebruiksrecht, locked, status } = json;
  return {
    indicatieGebruiksrecht: typeof indicatieGebruiksrecht === 'boolean' ? indicatieGebruiksrecht : null,
    locked: locked === true,
    status: typeof status === 'string' ? status : '',
  };
}

const ONBEKEND = 'Van een of meer documenten is de stand niet te lezen. Probeer het later opnieuw.';

/** zrc-007: no zaak is closed while it is unknown who may use one of its documents, or while one is being edited. */
export async function documentenMogenDicht(write: Bekend, zaakId: string): Promise<readonly InvalidParam[]> {
  const alle = await standen(write, zaakId);
  const faults: InvalidParam[] = [];
  if (alle.some((stand) => (stand?.indicatieGebruiksrecht ?? null) === null)) {
    const leeg = 'Vul eerst bij elk document de indicatieGebruiksrecht in (true of false).';
    const reason = alle.includes(null) ? ONBEKEND : leeg;
    faults.push({ name: 'nonFieldErrors', code: 'indicatiegebruiksrecht-unset', reason });
  }
  if (alle.some((stand) => stand?.locked)) {
    const reason = 'Een van de documenten wordt nog bewerkt. Ontgrendel het eerst.';
    faults.push({ name: 'nonFieldErrors', code: 'informatieobject-locked', reason });
  }
  return faults;
}

/** zrc-022: a zaak is archived after its documents. */
export async function documentenGearchiveerd(
  write: Bekend & {
    readonly id: string;
    readonly given: ReadonlySet<string>;
    readonly values: { readonly archiefstatus: string };
  },
): Promise<readonly InvalidParam[]> {
  if (!write.given.has('archiefstatus') || write.values.archiefstatus === 'nog_te_archiveren') return [];
  const alle = await standen(write, write.id);
  if (alle.every((stand) => stand?.status === 'gearchiveerd')) return [];
  const reason = alle.includes(null) ? ONBEKEND : 'Archiveer eerst alle documenten van de zaak.';
  return [{ name: 'archiefstatus', code: 'documents-not-archived', reason }];
}
