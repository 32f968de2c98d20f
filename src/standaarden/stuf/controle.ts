/**
 * Whether a zaakbericht can be sent: every limit of StUF-ZKN 03.10 that it could break, checked before anything is written.
 *
 * Nothing is ever cut to fit. What does not fit comes back as a fault that names the field, the limit, the actual length and what to do.
 * A message without faults is valid against the schema.
 */
import { tijdstipFromDigits } from '../tijd/index.ts';
import { type Berichtsoort, TOEVOEGING } from './berichtsoort.ts';
import { fault, type StufFault } from './fout.ts';
import type { ZaakStand } from './stand.ts';
import { checkTekst } from './tekst.ts';
import { MAX, RESULTAAT_OMSCHRIJVING, TEKSTVELDEN } from './velden.ts';
import { plaatsOf, statusToelichting, type Zaakbericht, zaakToelichting } from './zaakbericht.ts';

/** Every fault of the message; empty when it can be sent. Of a verwijdering only what it carries is looked at. */
export function checkZaakbericht(bericht: Zaakbericht, soort: Berichtsoort = TOEVOEGING): StufFault[] {
  const weg = soort.soort === 'verwijdering';
  const faults = [
    ...TEKSTVELDEN.filter(({ veld }) => !(weg && veld.startsWith('status.'))).flatMap((veld) =>
      checkTekst(veld.textOf(bericht), veld),
    ),
    ...checkTijdstipBericht(bericht),
  ];
  if (weg) return faults;
  return [
    ...faults,
    ...checkToelichtingen(bericht),
    ...checkDatums(bericht.zaak, 'zaak'),
    ...checkGeadresseerde(bericht),
    ...checkVolgnummer(bericht),
    ...checkDatumStatusGezet(bericht),
    ...checkResultaat(bericht.resultaat),
    ...checkVerwijzing(bericht),
    ...(soort.soort === 'intrekking' ? checkIngetrokkenOp(bericht, soort.ingetrokkenOp) : []),
    ...(soort.soort !== 'toevoeging' && soort.oud !== undefined ? checkOud(soort.oud) : []),
  ];
}

/** The schema allows 8 to 17 digits; all seventeen are needed to rise with every message (StUF019). */
function checkTijdstipBericht({ tijdstipBericht }: Zaakbericht): StufFault[] {
  if (tijdstipFromDigits(tijdstipBericht) !== null) return [];
  const melding =
    'Het tijdstip van het bericht is geen bestaand tijdstip van 17 cijfers (jjjjMMddUUmmssddd). Maak het bericht opnieuw.';
  return [fault('tijdstipBericht', 'vorm', melding)];
}

/** ZKN Toelichting, at most 1000 characters: the reference counts along where it is appended. */
function checkToelichtingen(bericht: Zaakbericht): StufFault[] {
  const plaats = bericht.verwijzing === undefined ? 'geen' : plaatsOf(bericht);
  return [
    ...checkToelichting('zaak', 'de zaak', zaakToelichting(bericht), plaats === 'zaak-toelichting'),
    ...checkToelichting('status', 'de status', statusToelichting(bericht), plaats === 'status-toelichting'),
    ...checkToelichting('resultaat', 'het resultaat', bericht.resultaat?.toelichting, false),
  ];
}

function checkToelichting(of: string, van: string, text: string | null | undefined, withUrl: boolean): StufFault[] {
  return checkTekst(text, {
    veld: `${of}.toelichting`,
    naam: `De toelichting van ${van}${withUrl ? ', met de verwijzing naar het dossier erbij,' : ''}`,
    min: 0,
    max: MAX.toelichting,
    doe: withUrl ? 'Maak de toelichting of de verwijzing korter.' : 'Maak de toelichting korter.',
  });
}

const DATUMS = [
  ['startdatum', 'De startdatum'],
  ['registratiedatum', 'De registratiedatum'],
  ['einddatumGepland', 'De geplande einddatum'],
  ['uiterlijkeEinddatum', 'De uiterlijke einddatum'],
  ['einddatum', 'De einddatum'],
] as const;

function checkDatums(zaak: Zaakbericht['zaak'] | ZaakStand, van: 'zaak' | 'oud'): StufFault[] {
  return DATUMS.flatMap(([veld, naam]) => checkDatum(zaak[veld], `${van}.${veld}`, naam));
}

function checkDatum(datum: string | null | undefined, veld: string, naam: string): StufFault[] {
  if (datum === null || datum === undefined || isDatum(datum)) return [];
  return [fault(veld, 'vorm', `${naam} is geen bestaande datum (jjjj-mm-dd). Pas de datum aan in de zaak.`)];
}

function isDatum(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && tijdstipFromDigits(`${text.replaceAll('-', '')}000000000`) !== null;
}

/** Only an authentic BSN is sent (rule 5 of the link with Lopende Zaken). The type says so; data read back from storage may not. */
function checkGeadresseerde({ geadresseerde }: Zaakbericht): StufFault[] {
  if (geadresseerde.authentiek === true) return [];
  const melding =
    'Het BSN van de geadresseerde is niet authentiek. Stuur dit bericht niet; laat het BSN eerst controleren.';
  return [fault('geadresseerde.authentiek', 'niet-authentiek', melding)];
}

/** ZKN Volgnummer: a positive integer of at most four digits. A ZGW statustype may have 0. */
function checkVolgnummer({ status }: Zaakbericht): StufFault[] {
  const { volgnummer } = status;
  if (Number.isInteger(volgnummer) && volgnummer >= 1 && volgnummer <= 9999) return [];
  const melding =
    'Het volgnummer van het statustype is geen geheel getal van 1 tot en met 9999. Pas het volgnummer aan in het zaaktype.';
  return [fault('status.volgnummer', 'vorm', melding)];
}

/** Four digits for the year, also after the shift to Dutch time. An invalid Date has the year NaN, which lies nowhere. */
function checkDatumStatusGezet({ status }: Zaakbericht): StufFault[] {
  if (isTijdstip(status.datumStatusGezet)) return [];
  const melding = 'De datum van de status is geen bestaand tijdstip. Controleer de status in de zaakregistratie.';
  return [fault('status.datumStatusGezet', 'vorm', melding)];
}

function isTijdstip(instant: Date): boolean {
  const year = instant.getUTCFullYear();
  return year >= 1 && year < 9999;
}

/** A relation cannot have ended before it began. */
function checkIngetrokkenOp({ status }: Zaakbericht, ingetrokkenOp: Date): StufFault[] {
  const veld = 'status.ingetrokkenOp';
  if (!isTijdstip(ingetrokkenOp)) {
    return [fault(veld, 'vorm', 'Het moment van intrekken is geen bestaand tijdstip. Trek de status opnieuw in.')];
  }
  if (!(ingetrokkenOp < status.datumStatusGezet)) return [];
  const melding =
    'De status is ingetrokken voordat hij was gezet. Controleer de datum van de status in de zaakregistratie.';
  return [fault(veld, 'volgorde', melding)];
}

function checkResultaat(resultaat: { readonly omschrijving: string } | null | undefined): StufFault[] {
  return resultaat == null ? [] : checkTekst(resultaat.omschrijving, RESULTAAT_OMSCHRIJVING);
}

/** What was told before was checked when it was told; what comes from elsewhere may not have been. */
function checkOud(oud: ZaakStand): StufFault[] {
  const omschrijving = TEKSTVELDEN.find(({ veld }) => veld === 'zaak.omschrijving');
  return [
    ...(omschrijving === undefined ? [] : checkTekst(oud.omschrijving, { ...omschrijving, veld: 'oud.omschrijving' })),
    ...checkToelichting('oud', 'de zaak zoals die was', oud.toelichting, false),
    ...checkResultaat(oud.resultaat),
    ...checkToelichting('oud.resultaat', 'het vorige resultaat', oud.resultaat?.toelichting, false),
    ...checkDatums(oud, 'oud'),
  ];
}

/** A citizen must be able to follow the reference, and a BSN never stands in a URL. */
function checkVerwijzing(bericht: Zaakbericht): StufFault[] {
  const url = bericht.verwijzing?.url;
  if (url === undefined || plaatsOf(bericht) === 'geen') return [];
  if (!/^https?:\/\/\S+$/i.test(url) || !URL.canParse(url)) {
    const melding =
      'De verwijzing naar het dossier is geen volledig webadres zonder spaties (https://…). Pas het sjabloon aan bij het zaaktype.';
    return [fault('verwijzing.url', 'vorm', melding)];
  }
  if (!url.includes(bericht.geadresseerde.bsn.reveal())) return [];
  const melding =
    'In de verwijzing naar het dossier staat het BSN van de geadresseerde. Haal het uit het sjabloon bij het zaaktype.';
  return [fault('verwijzing.url', 'bsn-in-url', melding)];
}
