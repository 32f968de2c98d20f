/**
 * What a zaakbericht must satisfy by its own content. One rule, one function, in the order of StUF's table of codes: when several
 * apply only the first is answered (StUF 03.01 §4.4). What Lopende Zaken asks on top of the schema is not public; the minimum
 * here is our own.
 *
 * Guarantees: no text holds a value from the message, so no BSN either.
 */
import { isBsn } from '../basis/bsn.ts';
import { isTijdstip } from '../basis/tijd.ts';
import type { StufFout } from '../boek/feiten.ts';
import { stufFout } from './codes.ts';
import type { Adres, Status, ZaakObject, ZakLk01 } from './zaklk01.ts';

export interface Verwacht {
  /** Who the message must be for; null is anything. */
  readonly ontvanger: Adres;
  /** Organisatie of the municipality. */
  readonly zender: string;
}

type Regel = (bericht: ZakLk01, verwacht: Verwacht) => StufFout | null;

/** Before the referentienummer and the tijdstip are looked at (StUF016, StUF019). */
const ADDRESS_RULES: readonly Regel[] = [ontvangerIsOns, zenderIsBekend];

const CONTENT_RULES: readonly Regel[] = [
  berichtcodeIsLk01,
  entiteittypeIsZak,
  stuurgegevensFit,
  fieldsFit,
  mutatieFits,
  zaakIsComplete,
  statusIsComplete,
  bsnIsAuthentiek,
];

export function controleerAdres(bericht: ZakLk01, verwacht: Verwacht): StufFout | null {
  return first(ADDRESS_RULES, bericht, verwacht);
}

export function controleerInhoud(bericht: ZakLk01, verwacht: Verwacht): StufFout | null {
  return first(CONTENT_RULES, bericht, verwacht);
}

function first(rules: readonly Regel[], bericht: ZakLk01, verwacht: Verwacht): StufFout | null {
  for (const rule of rules) {
    const fout = rule(bericht, verwacht);
    if (fout !== null) return fout;
  }
  return null;
}

/** The zaak as it is now: the only object, or the second of old and new (StUF 03.01 §5.2). */
export function huidig(bericht: ZakLk01): ZaakObject | null {
  return bericht.objecten.at(-1) ?? null;
}

/** The status that the message is about. */
export function nieuweStatus(zaak: ZaakObject): Status | null {
  return zaak.statussen.at(-1) ?? null;
}

function ontvangerIsOns({ ontvanger }: ZakLk01, { ontvanger: own }: Verwacht): StufFout | null {
  const fits =
    (own.organisatie === null || ontvanger.organisatie === own.organisatie) &&
    (own.applicatie === null || ontvanger.applicatie === own.applicatie) &&
    (own.administratie === null || ontvanger.administratie === own.administratie);
  return fits ? null : stufFout('StUF010');
}

/** Protocolbindingen §5.2: organisatie equals the PartyId of the CPA. */
function zenderIsBekend({ zender }: ZakLk01, { zender: organisatie }: Verwacht): StufFout | null {
  return zender.organisatie === organisatie ? null : stufFout('StUF013');
}

function berichtcodeIsLk01({ berichtcode }: ZakLk01): StufFout | null {
  return berichtcode === 'Lk01' ? null : stufFout('StUF022');
}

function entiteittypeIsZak({ entiteittype, objecten }: ZakLk01): StufFout | null {
  return entiteittype === 'ZAK' && objecten.every((zaak) => zaak.entiteittype === 'ZAK') ? null : stufFout('StUF028');
}

/** Lengths and forms of stuf0301.xsd. */
function stuurgegevensFit(bericht: ZakLk01): StufFout | null {
  const { zender, referentienummer, tijdstipBericht, indicatorOvername } = bericht;
  if (!fits(zender.applicatie, 3, 50)) return invalid('zender.applicatie moet 3 tot 50 tekens zijn');
  if (zender.administratie !== null && !fits(zender.administratie, 1, 50)) {
    return invalid('zender.administratie is langer dan 50 tekens');
  }
  if (!fits(referentienummer, 1, 40)) return invalid('referentienummer moet 1 tot 40 tekens zijn');
  if (tijdstipBericht === null || !isTijdstip(tijdstipBericht)) {
    return invalid('tijdstipBericht moet een bestaand tijdstip van 8 tot 17 cijfers zijn');
  }
  return indicatorOvername === 'V' || indicatorOvername === 'I' ? null : invalid('indicatorOvername moet V of I zijn');
}

/** Lengths and forms of zkn0310_ent_mutatie.xsd, for the elements that are read. */
function fieldsFit({ objecten }: ZakLk01): StufFout | null {
  for (const zaak of objecten) {
    if (zaak.identificatie !== null && !fits(zaak.identificatie, 5, 40)) {
      return invalid('zaak.identificatie moet 5 tot 40 tekens zijn');
    }
    if (tooLong(zaak.omschrijving, 80)) return invalid('zaak.omschrijving is langer dan 80 tekens');
    if (tooLong(zaak.toelichting, 1000)) return invalid('zaak.toelichting is langer dan 1000 tekens');
    if (tooLong(zaak.zaaktype, 80)) return invalid('zaaktype.omschrijving is langer dan 80 tekens');
    for (const datum of [zaak.startdatum, zaak.uiterlijkeEinddatum, zaak.einddatum]) {
      if (datum !== null && !(datum.length === 8 && isTijdstip(datum)))
        return invalid('een datum is geen bestaande datum van 8 cijfers');
    }
    if (zaak.initiator?.bsn != null && !/^[0-9]{9}$/.test(zaak.initiator.bsn))
      return invalid('inp.bsn moet 9 cijfers zijn');
    const fout = firstOf(zaak.statussen, statusFits);
    if (fout !== null) return fout;
  }
  return null;
}

function statusFits(status: Status): StufFout | null {
  if (tooLong(status.omschrijving, 80)) return invalid('status.omschrijving is langer dan 80 tekens');
  if (tooLong(status.toelichting, 1000)) return invalid('status.toelichting is langer dan 1000 tekens');
  if (status.volgnummer !== null && !/^(?!0+$)[0-9]{1,4}$/.test(status.volgnummer)) {
    return invalid('status.volgnummer moet een getal van 1 tot en met 9999 zijn');
  }
  if (status.datumStatusGezet !== null && !isTijdstip(status.datumStatusGezet)) {
    return invalid('datumStatusGezet moet een bestaand tijdstip van 8 tot 17 cijfers zijn');
  }
  return null;
}

/** StUF 03.01 §5.2: one object for T, two of the same zaak for W. The schema cannot tell. */
function mutatieFits({ mutatiesoort, objecten }: ZakLk01): StufFout | null {
  if (mutatiesoort !== 'T' && mutatiesoort !== 'W') {
    return unprocessable('De simulator verwerkt alleen mutatiesoort T en W');
  }
  if (objecten.length !== (mutatiesoort === 'T' ? 1 : 2)) {
    return unprocessable(
      mutatiesoort === 'T' ? 'Mutatiesoort T heeft 1 object' : 'Mutatiesoort W heeft 2 objecten: oud en huidig',
    );
  }
  const [one, other] = objecten;
  const sameZaak = other === undefined || one?.identificatie === other.identificatie;
  return sameZaak ? null : unprocessable('Oud en huidig gaan over verschillende zaken');
}

/** Our own minimum: what a citizen needs to recognise the zaak. */
function zaakIsComplete(bericht: ZakLk01): StufFout | null {
  const zaak = huidig(bericht);
  if (zaak?.identificatie == null) return unprocessable('identificatie van de zaak ontbreekt');
  if (zaak.omschrijving === null) return unprocessable('omschrijving van de zaak ontbreekt');
  return zaak.zaaktype === null ? unprocessable('omschrijving van het zaaktype ontbreekt') : null;
}

function statusIsComplete(bericht: ZakLk01): StufFout | null {
  const statussen = huidig(bericht)?.statussen ?? [];
  const [status] = statussen;
  if (status === undefined) return unprocessable('Er staat geen status in het bericht');
  if (statussen.length > 1) return unprocessable('Er staat meer dan 1 status in het bericht');
  if (status.ingetrokken || status.verwerkingssoort === 'E') return unprocessable('De simulator trekt geen status in');
  if (status.omschrijving === null) return unprocessable('omschrijving van de status ontbreekt');
  return status.datumStatusGezet === null ? unprocessable('datumStatusGezet ontbreekt') : null;
}

/** Bron 000 rule 5: only an authentic BSN. */
function bsnIsAuthentiek(bericht: ZakLk01): StufFout | null {
  const initiator = huidig(bericht)?.initiator ?? null;
  if (initiator === null || initiator.bsn === null) return unprocessable('De initiator heeft geen BSN');
  if (!isBsn(initiator.bsn)) return unprocessable('Het BSN van de initiator voldoet niet aan de 11-proef');
  return initiator.authentiek === 'J' ? null : unprocessable('Het BSN van de initiator is niet authentiek');
}

function firstOf<Item>(items: readonly Item[], rule: (item: Item) => StufFout | null): StufFout | null {
  for (const item of items) {
    const fout = rule(item);
    if (fout !== null) return fout;
  }
  return null;
}

/** Length in characters as XML Schema counts them: code points, not UTF-16 units. */
function lengthOf(text: string): number {
  return [...text].length;
}

function fits(text: string | null, min: number, max: number): boolean {
  return text !== null && lengthOf(text) >= min && lengthOf(text) <= max;
}

function tooLong(text: string | null, max: number): boolean {
  return text !== null && text.length > max && lengthOf(text) > max;
}

function invalid(details: string): StufFout {
  return stufFout('StUF055', details);
}

/** The cause lies with the sender, so offering the same message again does not help. */
function unprocessable(details: string): StufFout {
  return stufFout('StUF058', details, { plek: 'client' });
}
