/** The rules of an ENKELVOUDIGINFORMATIEOBJECT, by their number in the standard (drc). */
import type { InvalidParam } from '../../platform/http/index.ts';
import type { DocumentWrite } from './documentvelden.ts';

type Faults = readonly InvalidParam[];

const geheel = (code: string, reason: string): Faults => [{ name: 'nonFieldErrors', code, reason }];

/** drc-009 and drc-010: who changes a document has it locked, and names his lock. */
export function slotKlopt({ method, row, given, values, situation: { slot } }: DocumentWrite): Faults {
  if (row === null) return [];
  if (method === 'update' && !given.has('lock'))
    return [{ name: 'lock', code: 'required', reason: 'Geef de lock die u bij het vergrendelen kreeg.' }];
  if (slot === null) return geheel('unlocked', 'Vergrendel het document eerst (lock); pas daarna kan het wijzigen.');
  if (!given.has('lock')) return geheel('missing-lock-id', 'Geef de lock die u bij het vergrendelen kreeg.');
  return slotFout(slot, values.lock);
}

/** A lock that is not the one of who edits. */
export function slotFout(slot: string, gegeven: string): Faults {
  if (gegeven === slot) return [];
  return geheel('incorrect-lock-id', 'Dit is niet de lock waarmee het document is vergrendeld.');
}

/** drc-001: no document of a type that is still a concept. */
export function typeGepubliceerd({ row, values, situation }: DocumentWrite): Faults {
  const hetzelfde = row?.['informatieobjecttype_id'] === values.informatieobjecttype;
  if (hetzelfde || !situation.informatieobjecttype.concept) return [];
  const reason = 'Dit informatieobjecttype is nog een concept. Publiceer het eerst.';
  return [{ name: 'informatieobjecttype', code: 'not-published', reason }];
}

/** drc-005: what was received is not being written. */
export function statusBijOntvangst({ values: { ontvangstdatum, status } }: DocumentWrite): Faults {
  if (ontvangstdatum === null || (status !== 'in_bewerking' && status !== 'ter_vaststelling')) return [];
  const reason = `Een ontvangen document kan niet de status "${status}" hebben. Laat ontvangstdatum leeg of kies een andere status.`;
  return [{ name: 'status', code: 'invalid_for_received', reason }];
}

/** RGBZ: what is being written is not signed yet. */
export function nogNietOndertekend({ values: { ondertekening, status } }: DocumentWrite): Faults {
  if (ondertekening === null || (status !== 'in_bewerking' && status !== 'ter_vaststelling')) return [];
  const reason = 'Een document in bewerking of ter vaststelling is nog niet ondertekend. Laat ondertekening leeg.';
  return [{ name: 'ondertekening', code: 'invalid_for_status', reason }];
}

/** drc-006: that there are terms of use follows from the gebruiksrechten, and the other way round. */
export function gebruiksrechtKlopt({ values, situation: { heeftGebruiksrechten } }: DocumentWrite): Faults {
  const { indicatieGebruiksrecht } = values;
  const fault = (code: string, reason: string): Faults => [{ name: 'indicatieGebruiksrecht', code, reason }];
  if (indicatieGebruiksrecht === true && !heeftGebruiksrechten)
    return fault('missing-gebruiksrechten', 'Maak eerst gebruiksrechten aan; dan wordt dit veld vanzelf true.');
  if (indicatieGebruiksrecht !== true && heeftGebruiksrechten)
    return fault('existing-gebruiksrechten', 'Dit document heeft gebruiksrechten. Verwijder die eerst.');
  return [];
}

/** The file that is sent is as large as the message says. */
export function omvangKlopt({ values: { inhoud, bestandsomvang }, given }: DocumentWrite): Faults {
  if (!inhoud || !given.has('bestandsomvang') || bestandsomvang === null) return [];
  if (bestandsomvang === inhoud.length) return [];
  return geheel('file-size', `Het bestand heeft ${inhoud.length} bytes, en bestandsomvang zegt ${bestandsomvang}.`);
}
