/**
 * Reads an i-Navigator export (ICR 1.5) into plain data.
 *
 * Guarantees: bounded work and memory, no interpretation, nothing but INavigatorFout as error. The name of the person who made
 * the export (`preambule/gebruiker`) is not read.
 */
import { child, parseXml, textOf, type XmlElement, XmlFault, type XmlLimits } from '../../../standaarden/xml/index.ts';
import { INavigatorFout } from './fout.ts';
import { leesProces } from './leesproces.ts';
import type { INavigatorExport, INavigatorSoort } from './model.ts';
import { attribuut, foldSpace, itemsIn, leesVelden } from './velden.ts';

/** A process takes about 86 kB and 1 060 elements, the shared lists 1.4 MB once; this leaves room for about 700 processes. */
const GRENZEN: XmlLimits = { bytes: 64 * 1024 * 1024, depth: 60, elements: 1_000_000, attributes: 1_000_000 };

/**
 * @param xml the export as it came out of i-Navigator, in UTF-8, not packed
 * @throws INavigatorFout when it is packed, broken, too large, something else than an export, or without processes
 */
export function readINavigator(xml: Uint8Array): INavigatorExport {
  const dsp = leesDocument(xml);
  if (dsp.name !== 'dsp') {
    throw new INavigatorFout(
      `Dit is geen export van i-Navigator: het bestand begint met <${dsp.name.slice(0, 40)}> en niet met <dsp>. ` +
        'Maak in i-Navigator een export in XML (ICR) en probeer het opnieuw.',
    );
  }
  const processen = itemsIn(dsp, 'processen', 'proces').map(leesProces);
  if (processen.length === 0) {
    throw new INavigatorFout(
      'De export van i-Navigator bevat geen processen. Kies bij het exporteren welke processen mee moeten en probeer het opnieuw.',
    );
  }
  const preambule = child(dsp, dsp.ns, 'preambule');
  const kop = (naam: string): string =>
    preambule === undefined ? '' : foldSpace(textOf(child(preambule, dsp.ns, naam)) ?? '');
  return {
    datum: kop('datum'),
    beheersapplicatie: kop('beheersapplicatie'),
    specificatieversie: kop('specificatieversie'),
    statussoorten: itemsIn(dsp, 'statussoorten', 'statussoort').map(leesSoort),
    resultaatsoorten: itemsIn(dsp, 'resultaatsoorten', 'resultaatsoort').map(leesSoort),
    rolsoorten: itemsIn(dsp, 'rolsoorten', 'rolsoort').map(leesSoort),
    documentsoorten: itemsIn(dsp, 'documentsoorten', 'documentsoort').map(leesSoort),
    processen,
  };
}

function leesDocument(xml: Uint8Array): XmlElement {
  if (xml[0] === 0x1f && xml[1] === 0x8b) {
    throw new INavigatorFout('Het bestand is nog ingepakt (gzip). Pak het eerst uit en lees dan het XML-bestand in.');
  }
  try {
    return parseXml(xml, GRENZEN);
  } catch (fault) {
    if (!(fault instanceof XmlFault)) throw fault;
    throw new INavigatorFout(uitleg(fault), { cause: fault });
  }
}

function uitleg(fault: XmlFault): string {
  const plek = fault.line > 0 ? ` (regel ${fault.line}, teken ${fault.column})` : '';
  switch (fault.code) {
    case 'malformed':
    case 'character':
      return `Het bestand is geen goede XML${plek}. Waarschijnlijk is het niet helemaal opgehaald. Maak de export opnieuw.`;
    case 'doctype':
      return `Het bestand bevat een DOCTYPE${plek}; dat weigeren wij voor de veiligheid. Maak de export opnieuw in i-Navigator.`;
    case 'encoding':
      return 'Het bestand is niet in UTF-8. Maak de export opnieuw in i-Navigator en bewaar hem niet met een ander programma.';
    case 'limit':
      return 'De export is te groot om in één keer te lezen. Maak een export met minder processen en lees ze na elkaar in.';
  }
}

function leesSoort(item: XmlElement): INavigatorSoort {
  return { id: attribuut(item, 'id'), naam: leesVelden(item).tekst('naam') };
}
