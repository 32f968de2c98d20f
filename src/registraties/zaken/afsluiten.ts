/** Closing and reopening a zaak (zrc-007, zrc-008). What closing says about the dossier stands in `archief.ts`. */
import { sql, type Tx } from '../../platform/db/index.ts';
import type { InvalidParam } from '../../platform/http/index.ts';
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

/** zrc-008: a deelzaak opens again only while its hoofdzaak is open. */
export async function obstaclesToReopening(tx: Tx, zaak: ZaakStand): Promise<readonly InvalidParam[]> {
  // Locked against a closing of the hoofdzaak that is under way.
  const [hoofdzaak] = await tx.query<{ einddatum: string | null }>(sql`
    select einddatum from zaken.zaak where id = ${zaak.hoofdzaakId}::uuid for share`);
  if ((hoofdzaak?.einddatum ?? null) === null) return [];
  return [{ name: 'nonFieldErrors', code: 'hoofdzaak-closed', reason: 'Heropen eerst de hoofdzaak.' }];
}

/** What a reopening writes on the zaak (zrc-008). */
export function reopenZaak(): Record<string, unknown> {
  return { einddatum: null, archiefactiedatum: null, archiefnominatie: null, startdatum_bewaartermijn: null };
}
