/**
 * What a zaakbericht must satisfy by its own content. One rule, one function, in the order of StUF's table of codes: when several
 * apply only the first is answered (StUF 03.01 §4.4). What Lopende Zaken asks on top of the schema is not public; the minimum
 * here is our own.
 *
 * Guarantees: no text holds a value from the message, so no BSN either.
 */
import { isBsn } from '../basis/bsn.ts';
import { fullTijdstip, isTijdstip } from '../basis/tijd.ts';
import type { Mutatie, StufFout } from '../boek/feiten.ts';
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

/** What the message asks. */
export function mutatieVan({ mutatiesoort, objecten }: ZakLk01): Mutatie {
  if (mutatiesoort === 'V') return 'verwijdering';
  const [oud, nieuw] = objecten;
  const withdrawn = nieuw !== undefined && oud?.statussen.some(({ verwerkingssoort }) => verwerkingssoort === 'E');
  return withdrawn ? 'intrekking' : 'status';
}

/** The status that the message is about: told, or taken back. */
export function statusVan(bericht: ZakLk01): Status | null {
  const zaak = mutatieVan(bericht) === 'intrekking' ? bericht.objecten[0] : bericht.objecten.at(-1);
  return zaak?.statussen.at(-1) ?? null;
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
    if (zaak.geadresseerden.some(({ bsn }) => bsn !== null && !/^[0-9]{9}$/.test(bsn)))
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
  if (status.eindRelatie !== null && !isTijdstip(status.eindRelatie)) {
    return invalid('eindRelatie moet een bestaand tijdstip van 8 tot 17 cijfers zijn');
  }
  return null;
}

const OBJECTEN: Readonly<
  Record<string, { readonly aantal: number; readonly soorten: string; readonly uitleg: string }>
> = {
  T: { aantal: 1, soorten: 'T', uitleg: 'Mutatiesoort T heeft 1 object' },
  W: { aantal: 2, soorten: 'WI', uitleg: 'Mutatiesoort W heeft 2 objecten: oud en huidig' },
  V: { aantal: 1, soorten: 'V', uitleg: 'Mutatiesoort V heeft 1 object' },
};

/** StUF 03.01 §5.2: one object for T and V, two of the same zaak for W, marked for what happens to it. The schema cannot tell. */
function mutatieFits({ mutatiesoort, objecten }: ZakLk01): StufFout | null {
  const wanted = OBJECTEN[mutatiesoort ?? ''];
  if (wanted === undefined) return unprocessable('De simulator verwerkt alleen mutatiesoort T, W en V');
  if (objecten.length !== wanted.aantal) return unprocessable(wanted.uitleg);
  const [one, other] = objecten;
  if (other !== undefined && one?.identificatie !== other.identificatie) {
    return unprocessable('Oud en huidig gaan over verschillende zaken');
  }
  if (other !== undefined && one?.sleutel !== other.sleutel) {
    return unprocessable('Oud en huidig hebben een verschillende sleutelVerzendend');
  }
  const marked = one?.verwerkingssoort ?? '';
  const agree = objecten.every((zaak) => zaak.verwerkingssoort === marked);
  return marked !== '' && wanted.soorten.includes(marked) && agree
    ? null
    : unprocessable(`De verwerkingssoort van het object past niet bij mutatiesoort ${mutatiesoort}`);
}

/** Our own minimum: what a citizen needs to recognise the zaak. */
function zaakIsComplete(bericht: ZakLk01): StufFout | null {
  const zaak = huidig(bericht);
  if (zaak?.identificatie == null) return unprocessable('identificatie van de zaak ontbreekt');
  if (zaak.omschrijving === null) return unprocessable('omschrijving van de zaak ontbreekt');
  return zaak.zaaktype === null ? unprocessable('omschrijving van het zaaktype ontbreekt') : null;
}

/** One status a message: new in huidig (T), or ended in oud (E); the other object marks the place (StUF 03.01 §5.2.6). */
function statusIsComplete(bericht: ZakLk01): StufFout | null {
  const { objecten } = bericht;
  const statussen = objecten.flatMap((zaak) => zaak.statussen);
  const mutatie = mutatieVan(bericht);
  if (mutatie === 'verwijdering') {
    return statussen.length === 0 ? null : unprocessable('Mutatiesoort V heeft alleen kerngegevens, geen status');
  }
  const [status] = statussen;
  if (status === undefined) return unprocessable('Er staat geen status in het bericht');
  if (statussen.length > 1) return unprocessable('Er staat meer dan 1 status in het bericht');
  const fout = mutatie === 'intrekking' ? withdrawalFits(status) : additionFits(status, huidig(bericht));
  if (fout !== null) return fout;
  const other = objecten.find((zaak) => zaak.statussen.length === 0);
  if (other !== undefined && !other.geenStatus.includes(status.verwerkingssoort)) {
    return unprocessable('Het andere object zegt niet dat de status daar ontbreekt (nil, geenWaarde)');
  }
  if (status.omschrijving === null) return unprocessable('omschrijving van de status ontbreekt');
  return status.datumStatusGezet === null ? unprocessable('datumStatusGezet ontbreekt') : null;
}

function additionFits(status: Status, zaak: ZaakObject | null): StufFout | null {
  if (status.verwerkingssoort !== 'T') return unprocessable('Een nieuwe status heeft verwerkingssoort T');
  if (status.eindRelatie !== null) return unprocessable('Een nieuwe status heeft geen eindRelatie');
  return zaak?.statussen.includes(status) ? null : unprocessable('De nieuwe status staat niet in het object huidig');
}

function withdrawalFits(status: Status): StufFout | null {
  const { eindRelatie, datumStatusGezet } = status;
  if (eindRelatie === null) return unprocessable('Een ingetrokken status heeft een eindRelatie');
  const before = datumStatusGezet !== null && fullTijdstip(eindRelatie) < fullTijdstip(datumStatusGezet);
  return before ? unprocessable('eindRelatie ligt voor datumStatusGezet') : null;
}

/** Bron 000 rule 5: only an authentic BSN. One message is for one person; a change of what we know may leave him out. */
function bsnIsAuthentiek(bericht: ZakLk01): StufFout | null {
  const [geadresseerde, ...meer] = huidig(bericht)?.geadresseerden ?? [];
  if (meer.length > 0) return unprocessable('Het bericht is voor meer dan 1 persoon');
  if (geadresseerde === undefined) {
    return bericht.mutatiesoort === 'T' ? unprocessable('Er staat geen persoon in het bericht') : null;
  }
  if (geadresseerde.bsn === null) return unprocessable('De persoon heeft geen BSN');
  if (!isBsn(geadresseerde.bsn)) return unprocessable('Het BSN voldoet niet aan de 11-proef');
  if (geadresseerde.authentiek !== 'J') return unprocessable('Het BSN is niet authentiek');
  const others = bericht.objecten.flatMap((zaak) => zaak.geadresseerden);
  return others.every(({ bsn }) => bsn === geadresseerde.bsn)
    ? null
    : unprocessable('Oud en huidig gaan over verschillende personen');
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
