/**
 * Writes a zaakbericht as zakLk01 (StUF-ZKN 03.10): mutatiesoort T with one object, for every status.
 *
 * Style "T per status": MijnOverheid does not publish whether it wants T or W for a second status; T is the only variant seen in use towards
 * it, and StUF has a receiver handle a T for something it knows as an I, never refuse it.
 * Guarantees: valid against the schema, UTF-8 with declaration, NFC, Dutch local time. No name, birth date or address: the BSN addresses.
 */
import { toLocalDigits } from '../tijd/index.ts';
import { type XmlFragment, xml } from '../xml/index.ts';
import { checkZaakbericht } from './controle.ts';
import { InvalidBericht } from './fout.ts';
import { BG, DECLARATION, GEEN_WAARDE, STUF, WAARDE_ONBEKEND, XSI, ZKN } from './namen.ts';
import { lines, writeSysteem } from './schrijf.ts';
import { nfc, textOrNull } from './tekst.ts';
import { type Datum, statusToelichting, type Zaakbericht, zaakToelichting, zaaktypeCode } from './zaakbericht.ts';

/**
 * The message as text, to be sent as UTF-8. The same zaakbericht always gives the same text. About 3 kB.
 * @throws InvalidBericht with all faults of `checkZaakbericht`
 */
export function writeZakLk01(bericht: Zaakbericht): string {
  const faults = checkZaakbericht(bericht);
  if (faults.length > 0) throw new InvalidBericht(faults);
  return `${DECLARATION}${xml`<ZKN:zakLk01 xmlns:ZKN="${ZKN}" xmlns:StUF="${STUF}" xmlns:BG="${BG}" xmlns:xsi="${XSI}">
<ZKN:stuurgegevens>
<StUF:berichtcode>Lk01</StUF:berichtcode>
<StUF:zender>${writeSysteem(bericht.zender)}</StUF:zender>
<StUF:ontvanger>${writeSysteem(bericht.ontvanger)}</StUF:ontvanger>
<StUF:referentienummer>${nfc(bericht.referentienummer)}</StUF:referentienummer>
<StUF:tijdstipBericht>${bericht.tijdstipBericht}</StUF:tijdstipBericht>
<StUF:entiteittype>ZAK</StUF:entiteittype>
</ZKN:stuurgegevens>
<ZKN:parameters>
<StUF:mutatiesoort>T</StUF:mutatiesoort>
<StUF:indicatorOvername>V</StUF:indicatorOvername>
</ZKN:parameters>
${writeObject(bericht)}
</ZKN:zakLk01>
`}`;
}

/** ZAK-kennisgeving. The schema fixes the order of the elements. */
function writeObject(bericht: Zaakbericht): XmlFragment {
  const { zaak } = bericht;
  const identificatie = nfc(zaak.identificatie);
  const toelichting = zaakToelichting(bericht);
  return xml`<ZKN:object StUF:sleutelVerzendend="${identificatie}" StUF:entiteittype="ZAK" StUF:verwerkingssoort="T">
${lines(
  xml`<ZKN:identificatie>${identificatie}</ZKN:identificatie>`,
  xml`<ZKN:omschrijving>${nfc(zaak.omschrijving)}</ZKN:omschrijving>`,
  toelichting !== null && xml`<ZKN:toelichting>${toelichting}</ZKN:toelichting>`,
  writeResultaat(bericht),
  xml`<ZKN:startdatum>${datum(zaak.startdatum)}</ZKN:startdatum>`,
  zaak.registratiedatum !== undefined &&
    xml`<ZKN:registratiedatum>${datum(zaak.registratiedatum)}</ZKN:registratiedatum>`,
  zaak.einddatumGepland !== undefined &&
    xml`<ZKN:einddatumGepland>${datum(zaak.einddatumGepland)}</ZKN:einddatumGepland>`,
  zaak.uiterlijkeEinddatum !== undefined &&
    xml`<ZKN:uiterlijkeEinddatum>${datum(zaak.uiterlijkeEinddatum)}</ZKN:uiterlijkeEinddatum>`,
  zaak.einddatum === null
    ? xml`<ZKN:einddatum ${GEEN_WAARDE}/>`
    : xml`<ZKN:einddatum>${datum(zaak.einddatum)}</ZKN:einddatum>`,
  writeZaaktype(bericht),
  writeInitiator(bericht),
  writeStatus(bericht),
)}
</ZKN:object>`;
}

function writeResultaat({ resultaat }: Zaakbericht): XmlFragment | null {
  if (resultaat === undefined) return null;
  const toelichting = textOrNull(resultaat.toelichting);
  return xml`<ZKN:resultaat>
${lines(
  xml`<ZKN:omschrijving>${nfc(resultaat.omschrijving)}</ZKN:omschrijving>`,
  toelichting !== null && xml`<ZKN:toelichting>${toelichting}</ZKN:toelichting>`,
)}
</ZKN:resultaat>`;
}

/** ZAKZKT: the gerelateerde may only be identified (I); we do not know from when the type is valid at the receiver's. */
function writeZaaktype(bericht: Zaakbericht): XmlFragment {
  const code = zaaktypeCode(bericht);
  return xml`<ZKN:isVan StUF:entiteittype="ZAKZKT" StUF:verwerkingssoort="T">
<ZKN:gerelateerde StUF:entiteittype="ZKT" StUF:verwerkingssoort="I">
<ZKN:omschrijving>${nfc(bericht.zaaktype.omschrijving)}</ZKN:omschrijving>
${code === null ? xml`<ZKN:code ${WAARDE_ONBEKEND}/>` : xml`<ZKN:code>${code}</ZKN:code>`}
<ZKN:ingangsdatumObject ${WAARDE_ONBEKEND}/>
</ZKN:gerelateerde>
</ZKN:isVan>`;
}

/** ZAKBTRINI: the receiver knows the person already (I), by BSN. */
function writeInitiator({ initiator }: Zaakbericht): XmlFragment {
  return xml`<ZKN:heeftAlsInitiator StUF:entiteittype="ZAKBTRINI" StUF:verwerkingssoort="T">
<ZKN:gerelateerde>
<ZKN:natuurlijkPersoon StUF:entiteittype="NPS" StUF:verwerkingssoort="I">
<BG:inp.bsn>${initiator.bsn.reveal()}</BG:inp.bsn>
<BG:authentiek StUF:metagegeven="true">J</BG:authentiek>
</ZKN:natuurlijkPersoon>
</ZKN:gerelateerde>
<ZKN:omschrijving>Initiator</ZKN:omschrijving>
</ZKN:heeftAlsInitiator>`;
}

/** ZAKSTT: the relation is added (T), the statustype is only identified (I). */
function writeStatus(bericht: Zaakbericht): XmlFragment {
  const { status, zaaktype } = bericht;
  const code = zaaktypeCode(bericht);
  const toelichting = statusToelichting(bericht);
  return xml`<ZKN:heeft StUF:entiteittype="ZAKSTT" StUF:verwerkingssoort="T">
<ZKN:gerelateerde StUF:entiteittype="STT" StUF:verwerkingssoort="I">
${code === null ? xml`<ZKN:zkt.code ${WAARDE_ONBEKEND}/>` : xml`<ZKN:zkt.code>${code}</ZKN:zkt.code>`}
<ZKN:zkt.omschrijving>${nfc(zaaktype.omschrijving)}</ZKN:zkt.omschrijving>
<ZKN:volgnummer>${status.volgnummer}</ZKN:volgnummer>
<ZKN:code ${WAARDE_ONBEKEND}/>
<ZKN:omschrijving>${nfc(status.omschrijving)}</ZKN:omschrijving>
<ZKN:ingangsdatumObject ${WAARDE_ONBEKEND}/>
</ZKN:gerelateerde>
${lines(
  toelichting !== null && xml`<ZKN:toelichting>${toelichting}</ZKN:toelichting>`,
  xml`<ZKN:datumStatusGezet>${toLocalDigits(status.datumStatusGezet)}</ZKN:datumStatusGezet>`,
)}
</ZKN:heeft>`;
}

/** StUF Datum: eight digits. */
function datum(day: Datum): string {
  return day.replaceAll('-', '');
}
