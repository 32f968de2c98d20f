/**
 * Writes the answers that a receiver of a zakLk01 gives when something is wrong: Fo01 (processing failed) and Fo03 (not accepted).
 *
 * Used by the simulator and by tests. Guarantees: valid against stuf0301.xsd, UTF-8 with declaration, NFC.
 */
import { tijdstipFromDigits } from '../tijd/index.ts';
import { type XmlFragment, xml } from '../xml/index.ts';
import type { FoutPlek } from './antwoord.ts';
import { fault, InvalidBericht, type StufFault } from './fout.ts';
import { DECLARATION, STUF } from './namen.ts';
import { lines, writeSysteem } from './schrijf.ts';
import { checkTekst, nfc, textOrNull } from './tekst.ts';
import { MAX, systeemVelden } from './velden.ts';
import type { Systeem } from './zaakbericht.ts';

export interface Foutbericht {
  /** Who refuses; the ontvanger of the message that this answers. */
  readonly zender: Systeem;
  /** Who gets to know; the zender of the message that this answers. */
  readonly ontvanger: Systeem;
  /** 1 to 40 characters, unique per zender. */
  readonly referentienummer: string;
  /** Seventeen digits of Dutch local time. */
  readonly tijdstipBericht: string;
  /** referentienummer of the message that this answers. */
  readonly crossRefnummer: string;
  /** At most 7 characters, e.g. `StUF055`. */
  readonly code: string;
  readonly plek: FoutPlek;
  /** At most 200 characters. */
  readonly omschrijving: string;
  /** At most 1000 characters. */
  readonly details?: string;
}

/**
 * "Your message was not accepted": a technical answer (StUF 03.01 table 4.1, soort 3).
 * @throws InvalidBericht for a field that breaks the schema
 */
export function writeFo03(bericht: Foutbericht): string {
  return writeFoutbericht('Fo03', bericht);
}

/**
 * "Your message was accepted, but processing it failed": a functional answer (StUF 03.01 table 5.8, soort 1).
 * @throws InvalidBericht for a field that breaks the schema
 */
export function writeFo01(bericht: Foutbericht): string {
  return writeFoutbericht('Fo01', bericht);
}

function writeFoutbericht(soort: 'Fo01' | 'Fo03', bericht: Foutbericht): string {
  const faults = checkFoutbericht(bericht);
  if (faults.length > 0) throw new InvalidBericht(faults);
  const content = writeContent(soort, bericht);
  const root =
    soort === 'Fo01'
      ? xml`<StUF:Fo01Bericht xmlns:StUF="${STUF}">${content}</StUF:Fo01Bericht>`
      : xml`<StUF:Fo03Bericht xmlns:StUF="${STUF}">${content}</StUF:Fo03Bericht>`;
  return `${DECLARATION}${root}\n`;
}

function writeContent(soort: 'Fo01' | 'Fo03', bericht: Foutbericht): XmlFragment {
  const details = textOrNull(bericht.details);
  return xml`
<StUF:stuurgegevens>
<StUF:berichtcode>${soort}</StUF:berichtcode>
<StUF:zender>${writeSysteem(bericht.zender)}</StUF:zender>
<StUF:ontvanger>${writeSysteem(bericht.ontvanger)}</StUF:ontvanger>
<StUF:referentienummer>${nfc(bericht.referentienummer)}</StUF:referentienummer>
<StUF:tijdstipBericht>${bericht.tijdstipBericht}</StUF:tijdstipBericht>
<StUF:crossRefnummer>${nfc(bericht.crossRefnummer)}</StUF:crossRefnummer>
</StUF:stuurgegevens>
<StUF:body>
${lines(
  xml`<StUF:code>${nfc(bericht.code)}</StUF:code>`,
  xml`<StUF:plek>${bericht.plek}</StUF:plek>`,
  xml`<StUF:omschrijving>${nfc(bericht.omschrijving)}</StUF:omschrijving>`,
  details !== null && xml`<StUF:details>${details}</StUF:details>`,
)}
</StUF:body>
`;
}

function checkFoutbericht(bericht: Foutbericht): StufFault[] {
  const { zender, ontvanger } = bericht;
  const systemen = [...systeemVelden('zender'), ...systeemVelden('ontvanger')];
  return [
    ...systemen.flatMap((veld) => checkTekst(veld.textOf({ zender, ontvanger }), veld)),
    ...checkVeld(bericht.referentienummer, 'referentienummer', 'Het referentienummer', 1, MAX.referentienummer),
    ...checkVeld(bericht.crossRefnummer, 'crossRefnummer', 'Het crossRefnummer', 1, MAX.referentienummer),
    ...checkVeld(bericht.code, 'code', 'De foutcode', 1, MAX.foutcode),
    ...checkVeld(bericht.omschrijving, 'omschrijving', 'De omschrijving van de fout', 1, MAX.foutomschrijving),
    ...checkVeld(bericht.details, 'details', 'De details van de fout', 0, MAX.foutdetails),
    ...checkTijdstip(bericht.tijdstipBericht),
  ];
}

function checkVeld(text: string | undefined, veld: string, naam: string, min: number, max: number): StufFault[] {
  return checkTekst(text, { veld, naam, min, max, doe: 'Pas de tekst aan.' });
}

function checkTijdstip(digits: string): StufFault[] {
  if (tijdstipFromDigits(digits) !== null) return [];
  return [fault('tijdstipBericht', 'vorm', 'Het tijdstip is geen bestaand tijdstip van 17 cijfers. Pas het aan.')];
}
