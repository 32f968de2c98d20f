/**
 * The pieces of a zaak in a zakLk01: its own fields, its type, the person who is told, and the status.
 */
import { toLocalDigits } from '../tijd/index.ts';
import { rawXml, type XmlFragment, xml } from '../xml/index.ts';
import { GEEN_WAARDE, WAARDE_ONBEKEND } from './namen.ts';
import { RELATIES } from './rollen.ts';
import { lines } from './schrijf.ts';
import type { ZaakStand } from './stand.ts';
import { nfc } from './tekst.ts';
import { type Datum, statusToelichting, type Zaakbericht } from './zaakbericht.ts';

/** What names the zaaktype, as it is sent. */
export interface Kern {
  readonly zaaktype: string;
  readonly code: string | null;
}

/**
 * The own fields from omschrijving to einddatum. `other` is the other one of old and new, null when there is one object: what has a value
 * there and none here says so, since leaving an element out of a change says nothing about it.
 */
export function writeStand(stand: ZaakStand, other: ZaakStand | null): XmlFragment {
  const element = (name: string, value: string | null, otherValue: string | null | undefined): XmlFragment | null => {
    const tag = rawXml(`ZKN:${name}`);
    if (value !== null) return xml`<${tag}>${value}</${tag}>`;
    return otherValue == null ? null : xml`<${tag} ${GEEN_WAARDE}/>`;
  };
  const datum = (name: 'startdatum' | 'registratiedatum' | 'einddatumGepland' | 'uiterlijkeEinddatum') =>
    element(name, digits(stand[name]), other?.[name]);
  return xml`${lines(
    xml`<ZKN:omschrijving>${stand.omschrijving}</ZKN:omschrijving>`,
    element('toelichting', stand.toelichting, other?.toelichting),
    writeResultaat(stand.resultaat, other?.resultaat ?? null),
    datum('startdatum'),
    datum('registratiedatum'),
    datum('einddatumGepland'),
    datum('uiterlijkeEinddatum'),
    // An open zaak says so: there is no einddatum yet.
    element('einddatum', digits(stand.einddatum), ''),
  )}`;
}

/** The group cannot be nil itself (its type has no noValue), so its children are. */
function writeResultaat(resultaat: ZaakStand['resultaat'], other: ZaakStand['resultaat']): XmlFragment | null {
  if (resultaat === null && other === null) return null;
  const toelichting = resultaat?.toelichting ?? null;
  const nil = resultaat === null || other?.toelichting != null;
  return xml`<ZKN:resultaat>
${lines(
  resultaat === null
    ? xml`<ZKN:omschrijving ${GEEN_WAARDE}/>`
    : xml`<ZKN:omschrijving>${resultaat.omschrijving}</ZKN:omschrijving>`,
  toelichting === null
    ? nil && xml`<ZKN:toelichting ${GEEN_WAARDE}/>`
    : xml`<ZKN:toelichting>${toelichting}</ZKN:toelichting>`,
)}
</ZKN:resultaat>`;
}

/** ZAKZKT: the gerelateerde may only be identified (I); we do not know from when the type is valid at the receiver's. */
export function writeZaaktype({ zaaktype, code }: Kern, verwerkingssoort: 'T' | 'I'): XmlFragment {
  return xml`<ZKN:isVan StUF:entiteittype="ZAKZKT" StUF:verwerkingssoort="${verwerkingssoort}">
<ZKN:gerelateerde StUF:entiteittype="ZKT" StUF:verwerkingssoort="I">
<ZKN:omschrijving>${zaaktype}</ZKN:omschrijving>
${code === null ? xml`<ZKN:code ${WAARDE_ONBEKEND}/>` : xml`<ZKN:code>${code}</ZKN:code>`}
<ZKN:ingangsdatumObject ${WAARDE_ONBEKEND}/>
</ZKN:gerelateerde>
</ZKN:isVan>`;
}

/** The one person in the message, whom the receiver knows already (I), by BSN. */
export function writeGeadresseerde({ geadresseerde }: Zaakbericht, verwerkingssoort: 'T' | 'I'): XmlFragment {
  const { element, entiteittype, omschrijving } = RELATIES[geadresseerde.rol];
  const tag = rawXml(`ZKN:${element}`);
  return xml`<${tag} StUF:entiteittype="${entiteittype}" StUF:verwerkingssoort="${verwerkingssoort}">
<ZKN:gerelateerde>
<ZKN:natuurlijkPersoon StUF:entiteittype="NPS" StUF:verwerkingssoort="I">
<BG:inp.bsn>${geadresseerde.bsn.reveal()}</BG:inp.bsn>
<BG:authentiek StUF:metagegeven="true">J</BG:authentiek>
</ZKN:natuurlijkPersoon>
</ZKN:gerelateerde>
<ZKN:omschrijving>${omschrijving}</ZKN:omschrijving>
</${tag}>`;
}

/** ZAKSTT: the relation is added (T), the statustype is only identified (I). */
export function writeStatus(bericht: Zaakbericht, kern: Kern): XmlFragment {
  const toelichting = statusToelichting(bericht);
  return xml`<ZKN:heeft StUF:entiteittype="ZAKSTT" StUF:verwerkingssoort="T">
${writeStatustype(bericht, kern)}
${lines(
  toelichting !== null && xml`<ZKN:toelichting>${toelichting}</ZKN:toelichting>`,
  xml`<ZKN:datumStatusGezet>${toLocalDigits(bericht.status.datumStatusGezet)}</ZKN:datumStatusGezet>`,
)}
</ZKN:heeft>`;
}

/**
 * ZAKSTT that was registered by mistake until `ingetrokkenOp` (E). beginRelatie equals datumStatusGezet (RGBZ). In the repeated hour of
 * autumn the digits of a later moment may be lower: then the relation ends where it began.
 */
export function writeIngetrokkenStatus(bericht: Zaakbericht, kern: Kern, ingetrokkenOp: Date): XmlFragment {
  const begin = toLocalDigits(bericht.status.datumStatusGezet);
  const eind = toLocalDigits(ingetrokkenOp);
  return xml`<ZKN:heeft StUF:entiteittype="ZAKSTT" StUF:verwerkingssoort="E">
${writeStatustype(bericht, kern)}
<ZKN:datumStatusGezet>${begin}</ZKN:datumStatusGezet>
<StUF:tijdvakRelatie>
<StUF:beginRelatie>${begin}</StUF:beginRelatie>
<StUF:eindRelatie>${eind > begin ? eind : begin}</StUF:eindRelatie>
</StUF:tijdvakRelatie>
</ZKN:heeft>`;
}

/** The place of a status in the object that does not have it. */
export function writeGeenStatus(verwerkingssoort: 'T' | 'E'): XmlFragment {
  return xml`<ZKN:heeft StUF:entiteittype="ZAKSTT" StUF:verwerkingssoort="${verwerkingssoort}" ${GEEN_WAARDE}/>`;
}

function writeStatustype({ status }: Zaakbericht, { zaaktype, code }: Kern): XmlFragment {
  return xml`<ZKN:gerelateerde StUF:entiteittype="STT" StUF:verwerkingssoort="I">
${code === null ? xml`<ZKN:zkt.code ${WAARDE_ONBEKEND}/>` : xml`<ZKN:zkt.code>${code}</ZKN:zkt.code>`}
<ZKN:zkt.omschrijving>${zaaktype}</ZKN:zkt.omschrijving>
<ZKN:volgnummer>${status.volgnummer}</ZKN:volgnummer>
<ZKN:code ${WAARDE_ONBEKEND}/>
<ZKN:omschrijving>${nfc(status.omschrijving)}</ZKN:omschrijving>
<ZKN:ingangsdatumObject ${WAARDE_ONBEKEND}/>
</ZKN:gerelateerde>`;
}

/** StUF Datum: eight digits. */
function digits(day: Datum | null): string | null {
  return day?.replaceAll('-', '') ?? null;
}
