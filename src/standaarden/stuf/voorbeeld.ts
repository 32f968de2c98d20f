/**
 * A zaakbericht as MijnOverheid shows it to the citizen, for who wants to see it before it leaves (L13). MijnOverheid publishes no picture
 * of its pages: which fields it shows, and how, is our reading. Holds no BSN.
 */
import { type Berichtsoort, TOEVOEGING } from './berichtsoort.ts';
import { standVan } from './stand.ts';
import { nfc, textOrNull } from './tekst.ts';
import { type Datum, type GeadresseerdeRol, plaatsOf, type Zaakbericht } from './zaakbericht.ts';

export interface Voorbeeld {
  /** What the citizen sees happen. */
  readonly soort: Berichtsoort['soort'];
  /** The zaak, as the citizen recognises it. */
  readonly titel: string;
  /** The name of the organisation, or its number when the zender has no administratie. */
  readonly organisatie: string;
  readonly zaaknummer: string;
  readonly zaaktype: string;
  /** As what the citizen is told. */
  readonly rol: GeadresseerdeRol;
  /** The text of the status that this message is about; of a verwijdering none. */
  readonly status: string | null;
  /** When that status was set. */
  readonly datum: Date | null;
  /** The text with the status, without the reference. */
  readonly toelichting: string | null;
  /** The text with the zaak, without the reference. */
  readonly zaakToelichting: string | null;
  /** The address that the citizen can go to; null when it is not sent. */
  readonly verwijzing: string | null;
  readonly startdatum: Datum | null;
  readonly uiterlijkeEinddatum: Datum | null;
  /** null while the zaak is open. */
  readonly einddatum: Datum | null;
  /** Sent, but not shown by MijnOverheid as far as is known. */
  readonly resultaat: string | null;
}

/** Never throws: a bericht with faults has a preview too, beside what `checkZaakbericht` says of it. */
export function voorbeeldVan(bericht: Zaakbericht, { soort }: Berichtsoort = TOEVOEGING): Voorbeeld {
  const { zender, zaak, zaaktype, status, verwijzing } = bericht;
  const weg = soort === 'verwijdering';
  const stand = standVan(bericht);
  return {
    soort,
    titel: stand.omschrijving,
    organisatie: textOrNull(zender.administratie) ?? nfc(zender.organisatie),
    zaaknummer: nfc(zaak.identificatie),
    zaaktype: nfc(zaaktype.omschrijving),
    rol: bericht.geadresseerde.rol,
    status: weg ? null : nfc(status.omschrijving),
    datum: weg ? null : status.datumStatusGezet,
    toelichting: weg ? null : textOrNull(status.toelichting),
    zaakToelichting: weg ? null : textOrNull(zaak.toelichting),
    verwijzing: weg || verwijzing === undefined || plaatsOf(bericht) === 'geen' ? null : verwijzing.url,
    startdatum: stand.startdatum,
    uiterlijkeEinddatum: stand.uiterlijkeEinddatum,
    einddatum: stand.einddatum,
    resultaat: stand.resultaat?.omschrijving ?? null,
  };
}
