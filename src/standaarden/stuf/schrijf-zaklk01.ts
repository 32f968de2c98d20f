/**
 * Writes a zaakbericht as zakLk01 (StUF-ZKN 03.10), in each of the kinds of `Berichtsoort`.
 *
 * Guarantees: valid against the schema, UTF-8 with declaration, NFC, Dutch local time. One person at most, and of that person the BSN
 * only: no name, birth date or address.
 */
import { type XmlFragment, xml } from '../xml/index.ts';
import { type Berichtsoort, TOEVOEGING } from './berichtsoort.ts';
import { checkZaakbericht } from './controle.ts';
import { InvalidBericht } from './fout.ts';
import { BG, DECLARATION, STUF, XSI, ZKN } from './namen.ts';
import { lines, writeSysteem } from './schrijf.ts';
import {
  type Kern,
  writeGeadresseerde,
  writeGeenStatus,
  writeIngetrokkenStatus,
  writeStand,
  writeStatus,
  writeZaaktype,
} from './schrijf-zaak.ts';
import { nogOpen, standVan, type ZaakStand, zelfdeStand } from './stand.ts';
import { nfc } from './tekst.ts';
import { type Zaakbericht, zaaktypeCode } from './zaakbericht.ts';

/**
 * The message as text, to be sent as UTF-8. The same zaakbericht always gives the same text. About 3 kB, a wijziging 5 kB.
 * @throws InvalidBericht with all faults of `checkZaakbericht`
 */
export function writeZakLk01(bericht: Zaakbericht, soort: Berichtsoort = TOEVOEGING): string {
  const faults = checkZaakbericht(bericht, soort);
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
<StUF:mutatiesoort>${MUTATIESOORT[soort.soort]}</StUF:mutatiesoort>
<StUF:indicatorOvername>V</StUF:indicatorOvername>
</ZKN:parameters>
${lines(...writeObjecten(bericht, soort))}
</ZKN:zakLk01>
`}`;
}

const MUTATIESOORT: Readonly<Record<Berichtsoort['soort'], string>> = {
  toevoeging: 'T',
  wijziging: 'W',
  intrekking: 'W',
  verwijdering: 'V',
};

/** One object for T and V, two for W: first oud, then huidig (StUF 03.01 section 5.2.4). */
function writeObjecten(bericht: Zaakbericht, soort: Berichtsoort): XmlFragment[] {
  const nu = standVan(bericht);
  const kern = { zaaktype: nfc(bericht.zaaktype.omschrijving), code: zaaktypeCode(bericht) };
  switch (soort.soort) {
    case 'toevoeging':
      return [
        writeObject(bericht, 'T', [
          writeStand(nu, null),
          writeZaaktype(kern, 'T'),
          writeGeadresseerde(bericht, 'T'),
          writeStatus(bericht, kern),
        ]),
      ];
    case 'wijziging':
      return writeWijziging(bericht, kern, soort.oud ?? nogOpen(nu), soort.oud === undefined, {
        oud: writeGeenStatus('T'),
        huidig: writeStatus(bericht, kern),
      });
    case 'intrekking':
      return writeWijziging(bericht, kern, soort.oud ?? nu, false, {
        oud: writeIngetrokkenStatus(bericht, kern, soort.ingetrokkenOp),
        huidig: writeGeenStatus('E'),
      });
    case 'verwijdering':
      return [writeObject(bericht, 'V', [writeKern(nu), writeZaaktype(kern, 'I')])];
  }
}

/**
 * Old and new. When nothing of the zaak itself changed, both only identify it (I, StUF 03.01 section 5.2.5 rule 6). Without knowing what
 * was told before, a W with equal values is right: it says what is, and denies nothing.
 */
function writeWijziging(
  bericht: Zaakbericht,
  kern: Kern,
  oud: ZaakStand,
  altijdW: boolean,
  status: { readonly oud: XmlFragment; readonly huidig: XmlFragment },
): XmlFragment[] {
  const nu = standVan(bericht);
  const verwerkingssoort = altijdW || !zelfdeStand(oud, nu) ? 'W' : 'I';
  const object = (stand: ZaakStand, other: ZaakStand, heeft: XmlFragment): XmlFragment =>
    writeObject(bericht, verwerkingssoort, [
      verwerkingssoort === 'W' ? writeStand(stand, other) : writeKern(stand),
      writeZaaktype(kern, 'I'),
      writeGeadresseerde(bericht, 'I'),
      heeft,
    ]);
  return [object(oud, nu, status.oud), object(nu, oud, status.huidig)];
}

/** ZAK-kennisgeving. The schema fixes the order of the elements; sleutelVerzendend is the same in oud and huidig. */
function writeObject(
  { zaak }: Zaakbericht,
  verwerkingssoort: 'T' | 'W' | 'I' | 'V',
  inhoud: readonly XmlFragment[],
): XmlFragment {
  const identificatie = nfc(zaak.identificatie);
  return xml`<ZKN:object StUF:sleutelVerzendend="${identificatie}" StUF:entiteittype="ZAK" StUF:verwerkingssoort="${verwerkingssoort}">
<ZKN:identificatie>${identificatie}</ZKN:identificatie>
${lines(...inhoud)}
</ZKN:object>`;
}

/** Of the own fields only the one that a citizen recognises the zaak by. */
function writeKern({ omschrijving }: ZaakStand): XmlFragment {
  return xml`<ZKN:omschrijving>${omschrijving}</ZKN:omschrijving>`;
}
