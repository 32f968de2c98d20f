/**
 * The StUF error codes that this simulator answers (StUF 03.01, tables 4.1 and 5.8): the kind of foutbericht, where the cause
 * lies, and a short text in our own words.
 */
import type { StufFout } from '../boek/feiten.ts';

interface Code {
  readonly soort: 'Fo01' | 'Fo03';
  readonly plek: 'client' | 'server';
  readonly omschrijving: string;
}

const CODES: Readonly<Record<string, Code>> = {
  StUF010: { soort: 'Fo03', plek: 'client', omschrijving: 'De ontvanger in het bericht is hier niet bekend' },
  StUF013: { soort: 'Fo03', plek: 'client', omschrijving: 'De zender in het bericht is hier niet bekend' },
  StUF016: {
    soort: 'Fo03',
    plek: 'client',
    omschrijving: 'Deze zender gebruikte dit referentienummer al voor iets anders',
  },
  StUF019: {
    soort: 'Fo03',
    plek: 'client',
    omschrijving: 'tijdstipBericht is niet later dan dat van het vorige bericht',
  },
  StUF022: { soort: 'Fo03', plek: 'client', omschrijving: 'Deze berichtcode is hier niet bekend' },
  StUF028: { soort: 'Fo03', plek: 'client', omschrijving: 'Dit entiteittype is hier niet bekend' },
  StUF046: { soort: 'Fo03', plek: 'server', omschrijving: 'Het bericht kon niet worden opgeslagen' },
  StUF055: { soort: 'Fo01', plek: 'client', omschrijving: 'Het bericht voldoet niet aan het schema' },
  StUF058: { soort: 'Fo01', plek: 'server', omschrijving: 'Het bericht kon niet worden verwerkt' },
  // Meant for answers on the same connection; of what StUF has, it says best that a change is about nothing we know.
  StUF064: { soort: 'Fo03', plek: 'client', omschrijving: 'Het object in het bericht is hier niet bekend' },
};

/** A code of our own, for what StUF has no code for. */
const OTHER: Code = { soort: 'Fo03', plek: 'client', omschrijving: 'Foutcode van de simulator, niet van MijnOverheid' };

/** A foutbericht with this code; what is given in `anders` goes before what belongs to the code. */
export function stufFout(
  code: string,
  details: string | null = null,
  anders: {
    readonly soort?: 'Fo01' | 'Fo03';
    readonly plek?: 'client' | 'server';
    readonly omschrijving?: string;
  } = {},
): StufFout {
  const known = CODES[code] ?? OTHER;
  return {
    code,
    soort: anders.soort ?? known.soort,
    plek: anders.plek ?? known.plek,
    omschrijving: anders.omschrijving ?? known.omschrijving,
    details,
  };
}
