/**
 * Writes a foutbericht (Fo01 or Fo03, StUF 03.01 §4.4): the asynchronous answer to a zaakbericht that could not be taken in.
 */
import { xml, xmlBytes } from '../../standaarden/xml/index.ts';
import type { StufFout, StufPartij } from '../boek/feiten.ts';
import { organisatieVan } from '../opties.ts';
import { STUF } from './namen.ts';

export interface Foutbericht {
  readonly fout: StufFout;
  readonly van: StufPartij;
  /** The zender of the zaakbericht; null when that could not be read. */
  readonly aan: StufPartij | null;
  readonly peerPartyId: string;
  readonly referentienummer: string;
  readonly tijdstipBericht: string;
  /** Referentienummer of the zaakbericht; null when that could not be read. */
  readonly crossRefnummer: string | null;
}

export function schrijfFoutbericht(bericht: Foutbericht): Uint8Array {
  const { fout, van, crossRefnummer } = bericht;
  const aan = bericht.aan ?? {
    organisatie: organisatieVan(bericht.peerPartyId),
    applicatie: 'onbekend',
    administratie: null,
  };
  const inhoud = xml`
  <StUF:stuurgegevens>
    <StUF:berichtcode>${fout.soort}</StUF:berichtcode>
    <StUF:zender>${partij(van)}</StUF:zender>
    <StUF:ontvanger>${partij(aan)}</StUF:ontvanger>
    <StUF:referentienummer>${bericht.referentienummer}</StUF:referentienummer>
    <StUF:tijdstipBericht>${bericht.tijdstipBericht}</StUF:tijdstipBericht>
    <StUF:crossRefnummer>${fitting(crossRefnummer)}</StUF:crossRefnummer>
  </StUF:stuurgegevens>
  <StUF:body>
    <StUF:code>${fout.code}</StUF:code>
    <StUF:plek>${fout.plek}</StUF:plek>
    <StUF:omschrijving>${fout.omschrijving}</StUF:omschrijving>${
      fout.details !== null &&
      xml`
    <StUF:details>${fout.details}</StUF:details>`
    }
  </StUF:body>
`;
  return xmlBytes(
    fout.soort === 'Fo01'
      ? xml`<StUF:Fo01Bericht xmlns:StUF="${STUF}">${inhoud}</StUF:Fo01Bericht>`
      : xml`<StUF:Fo03Bericht xmlns:StUF="${STUF}">${inhoud}</StUF:Fo03Bericht>`,
  );
}

function partij({ organisatie, applicatie, administratie }: StufPartij) {
  return xml`<StUF:organisatie>${organisatie}</StUF:organisatie><StUF:applicatie>${applicatie}</StUF:applicatie>${administratie !== null && xml`<StUF:administratie>${administratie}</StUF:administratie>`}`;
}

/** The schema asks for 1 to 40 characters; a number that does not fit cannot be named, and the ebMS RefToMessageId tells which. */
function fitting(crossRefnummer: string | null): string {
  return crossRefnummer !== null && crossRefnummer.length <= 40 ? crossRefnummer : 'onbekend';
}
