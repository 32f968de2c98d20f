/** Closing and reopening a zaak (zrc-007, zrc-008), and what closing says about the dossier (zrc-021). */
import { sql, type Tx } from '../../platform/db/index.ts';
import type { InvalidParam } from '../../platform/http/index.ts';
import type { Archiefprocedure } from '../catalogi/index.ts';
import type { ZaakStand } from './onderdeel.ts';

/** zrc-007: what stands in the way of closing. */
export async function obstaclesToClosing(tx: Tx, zaak: ZaakStand): Promise<readonly InvalidParam[]> {
  const faults: InvalidParam[] = [];
  if (zaak.resultaatId === null) {
    const reason = 'Een zaak kan pas dicht als er een resultaat is. Leg eerst het resultaat vast.';
    faults.push({ name: 'nonFieldErrors', code: 'resultaat-does-not-exist', reason });
  }
  const open = await tx.query(
    sql`select 1 as ok from zaken.zaak where hoofdzaak_id = ${zaak.id} and einddatum is null limit 1`,
  );
  if (open.length > 0) {
    faults.push({ name: 'nonFieldErrors', code: 'deelzaken-not-closed', reason: 'Sluit eerst alle deelzaken.' });
  }
  return faults;
}

/** What a closing writes on the zaak. The day is the client's own: the date in the offset that he sent. */
export async function closeZaak(tx: Tx, zaak: ZaakStand, datumStatusGezet: string): Promise<Record<string, unknown>> {
  const einddatum = datumStatusGezet.slice(0, 10);
  return { einddatum, ...(await archief(tx, zaak, einddatum)) };
}

/** What a reopening writes on the zaak (zrc-008). */
export function reopenZaak(): Record<string, unknown> {
  return { einddatum: null, archiefactiedatum: null, archiefnominatie: null, startdatum_bewaartermijn: null };
}

interface Archiefgegevens {
  readonly nominatie: string;
  readonly termijn: string | null;
  readonly procedure: Archiefprocedure | null;
  readonly hoofdzaakEinddatum: string | null;
}

/**
 * zrc-021: archiefnominatie, and archiefactiedatum = brondatum + archiefactietermijn. What cannot be derived stays
 * empty: then the functional administrator sets it.
 */
async function archief(tx: Tx, zaak: ZaakStand, einddatum: string): Promise<Record<string, unknown>> {
  const [gegevens] = await tx.query<Archiefgegevens>(sql`
    select t.archiefnominatie as nominatie, t.archiefactietermijn as termijn, t.brondatum_archiefprocedure as procedure,
      (select einddatum from zaken.zaak where id = ${zaak.hoofdzaakId}::uuid) as "hoofdzaakEinddatum"
    from zaken.resultaat r join catalogi.resultaattype t on t.id = r.resultaattype_id where r.zaak_id = ${zaak.id}`);
  if (!gegevens) return {};
  const archiefnominatie = zaak.archiefnominatie ?? (gegevens.nominatie || null);
  const brondatum = brondatumOf(gegevens, einddatum);
  if (brondatum === null || gegevens.termijn === null) return { archiefnominatie };
  // Calendar arithmetic in SQL: a month after 31 January is the last day of February.
  const extra = gegevens.procedure?.afleidingswijze === 'termijn' ? gegevens.procedure.procestermijn : null;
  const [row] = await tx.query<{ bron: string; actie: string }>(sql`
    select (${brondatum}::date + coalesce(${extra}::interval, interval '0'))::date as bron,
      ((${brondatum}::date + coalesce(${extra}::interval, interval '0'))::date + ${gegevens.termijn}::interval)::date as actie`);
  return { archiefnominatie, archiefactiedatum: row!.actie, startdatum_bewaartermijn: row!.bron };
}

/** The day from which the term counts, before a procestermijn is added; null when it cannot be derived yet. */
function brondatumOf({ procedure, hoofdzaakEinddatum }: Archiefgegevens, einddatum: string): string | null {
  switch (procedure?.afleidingswijze) {
    case 'afgehandeld':
    case 'termijn':
      return einddatum;
    case 'hoofdzaak':
      return hoofdzaakEinddatum;
    // The others look at besluiten, zaakobjecten, eigenschappen and related zaken.
    default:
      return null;
  }
}
