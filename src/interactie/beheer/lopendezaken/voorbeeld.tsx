/** A message as MijnOverheid shows it, as far as is known: our interpretation, and the page says so. */
import { readZakLk01 } from '../../../standaarden/stuf/index.ts';
import { DataList, EmptyState, type Fact, Paragraph } from '../../ui/index.ts';

export interface Voorbeeldbericht {
  readonly titel: string;
  readonly organisatie: string;
  readonly zaaknummer: string;
  readonly status: string;
  /** `21 november 2026`. */
  readonly datum: string;
  readonly toelichting: string | null;
}

export function Voorbeeld({ bericht }: { readonly bericht: Voorbeeldbericht }) {
  const { titel, organisatie, zaaknummer, status, datum, toelichting } = bericht;
  const facts: Fact[] = [
    { name: 'Zaak', value: titel },
    { name: 'Organisatie', value: organisatie },
    { name: 'Zaaknummer', value: zaaknummer },
    { name: 'Status', value: `${status} (${datum})` },
  ];
  if (toelichting !== null) facts.push({ name: 'Uitleg', value: toelichting });
  return (
    <>
      <DataList facts={facts} />
      <Paragraph>Zo denken wij dat MijnOverheid het toont. MijnOverheid bepaalt zelf hoe het eruitziet.</Paragraph>
    </>
  );
}

/** The preview of a message that was made; one that is not a zakLk01 has none. */
export function VoorbeeldVan({ xml, organisatie }: { readonly xml: string | null; readonly organisatie: string }) {
  const bericht = xml === null ? null : uitXml(xml, organisatie);
  return bericht === null ? (
    <EmptyState>Van dit bericht kunnen wij geen voorbeeld laten zien.</EmptyState>
  ) : (
    <Voorbeeld bericht={bericht} />
  );
}

function uitXml(xml: string, organisatie: string): Voorbeeldbericht | null {
  const zaak = lees(xml)?.objecten.at(-1);
  const status = zaak?.statussen.at(-1);
  if (zaak === undefined || status === undefined) return null;
  return {
    titel: zaak.omschrijving ?? '',
    organisatie,
    zaaknummer: zaak.identificatie ?? '',
    status: status.omschrijving ?? '',
    datum: dagVan(status.datumStatusGezet),
    toelichting: status.toelichting,
  };
}

/** Reads what the screen got; what cannot be read has no preview, and its text stands below all the same. */
function lees(xml: string): ReturnType<typeof readZakLk01> {
  try {
    return readZakLk01(xml);
  } catch {
    return null;
  }
}

const LANG = new Intl.DateTimeFormat('nl-NL', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });

/** The day of 8 to 17 digits of Dutch time. */
function dagVan(cijfers: string | null): string {
  const found = /^(\d{4})(\d\d)(\d\d)/.exec(cijfers ?? '');
  return found === null ? '' : LANG.format(new Date(`${found[1]}-${found[2]}-${found[3]}T00:00:00Z`));
}
