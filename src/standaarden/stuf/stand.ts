/**
 * The own fields of a zaak as a message tells them: what a change compares, so that it can say what was and what is.
 */
import type { GelezenZaak } from './lees-zaklk01.ts';
import { nfc, textOrNull } from './tekst.ts';
import { type Datum, type Zaakbericht, zaakToelichting } from './zaakbericht.ts';

/** null is: not told. The toelichting has the reference in it when that goes there. */
export interface ZaakStand {
  readonly omschrijving: string;
  readonly toelichting: string | null;
  readonly resultaat: { readonly omschrijving: string; readonly toelichting: string | null } | null;
  readonly startdatum: Datum | null;
  readonly registratiedatum: Datum | null;
  readonly einddatumGepland: Datum | null;
  readonly uiterlijkeEinddatum: Datum | null;
  /** null while the zaak is open. */
  readonly einddatum: Datum | null;
}

/** What this bericht tells. */
export function standVan(bericht: Zaakbericht): ZaakStand {
  const { zaak, resultaat } = bericht;
  return {
    omschrijving: nfc(zaak.omschrijving),
    toelichting: zaakToelichting(bericht),
    resultaat:
      resultaat === undefined
        ? null
        : { omschrijving: nfc(resultaat.omschrijving), toelichting: textOrNull(resultaat.toelichting) },
    startdatum: zaak.startdatum,
    registratiedatum: zaak.registratiedatum ?? null,
    einddatumGepland: zaak.einddatumGepland ?? null,
    uiterlijkeEinddatum: zaak.uiterlijkeEinddatum ?? null,
    einddatum: zaak.einddatum,
  };
}

/** What was told, from the message that told it (`huidigeZaak`). Of an object that only identifies (I) that is not to be known: null. */
export function standUit(zaak: GelezenZaak): ZaakStand | null {
  if (zaak.omschrijving === null || zaak.verwerkingssoort === 'I' || zaak.verwerkingssoort === 'V') return null;
  const { resultaat } = zaak;
  return {
    omschrijving: zaak.omschrijving,
    toelichting: zaak.toelichting,
    resultaat:
      resultaat?.omschrijving == null
        ? null
        : { omschrijving: resultaat.omschrijving, toelichting: resultaat.toelichting },
    startdatum: toDatum(zaak.startdatum),
    registratiedatum: toDatum(zaak.registratiedatum),
    einddatumGepland: toDatum(zaak.einddatumGepland),
    uiterlijkeEinddatum: toDatum(zaak.uiterlijkeEinddatum),
    einddatum: toDatum(zaak.einddatum),
  };
}

/** The same zaak before it was closed. */
export function nogOpen(stand: ZaakStand): ZaakStand {
  return { ...stand, einddatum: null, resultaat: null };
}

export function zelfdeStand(one: ZaakStand, other: ZaakStand): boolean {
  const key = (stand: ZaakStand): string =>
    JSON.stringify([
      stand.omschrijving,
      stand.toelichting,
      stand.resultaat?.omschrijving,
      stand.resultaat?.toelichting,
      stand.startdatum,
      stand.registratiedatum,
      stand.einddatumGepland,
      stand.uiterlijkeEinddatum,
      stand.einddatum,
    ]);
  return key(one) === key(other);
}

/** Eight digits of StUF as a date; null for anything else. */
function toDatum(digits: string | null): Datum | null {
  const parts = /^(\d{4})(\d\d)(\d\d)$/.exec(digits ?? '');
  return parts === null ? null : `${parts[1]}-${parts[2]}-${parts[3]}`;
}
