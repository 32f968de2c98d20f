/** A message as MijnOverheid shows it, as far as is known: our interpretation, and the page says so. */
import { type Voorbeeld, voorbeeldUit } from '../../../standaarden/stuf/index.ts';
import { DataList, EmptyState, type Fact, Link, Paragraph } from '../../ui/index.ts';

const LANG = new Intl.DateTimeFormat('nl-NL', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });

/** The day of 8 to 17 digits of Dutch time, or of `2026-11-21`. */
function dagVan(tekst: string | null): string | null {
  const found = /^(\d{4})-?(\d\d)-?(\d\d)/.exec(tekst ?? '');
  return found === null ? null : LANG.format(new Date(`${found[1]}-${found[2]}-${found[3]}T00:00:00Z`));
}

const GEVOLG = {
  intrekking: 'Deze status verdwijnt: hij heeft nooit gegolden.',
  verwijdering: 'De hele zaak verdwijnt, met alle statussen.',
} as const;

export function VoorbeeldBlok({ voorbeeld }: { readonly voorbeeld: Voorbeeld }) {
  const { soort, titel, organisatie, zaaknummer, status, datum, toelichting, zaakToelichting, verwijzing } = voorbeeld;
  const dag = dagVan(datum);
  const facts: Fact[] = [
    { name: 'Zaak', value: titel },
    { name: 'Organisatie', value: organisatie },
    { name: 'Zaaknummer', value: zaaknummer },
  ];
  const bij = (name: string, value: string | null): void => void (value !== null && facts.push({ name, value }));
  bij('Status', status === null ? null : dag === null ? status : `${status} (${dag})`);
  bij('Uitleg', toelichting);
  bij('Over de zaak', zaakToelichting);
  bij('Klaar op', dagVan(voorbeeld.einddatum));
  if (verwijzing !== null) facts.push({ name: 'Meer lezen', value: <Link href={verwijzing}>{verwijzing}</Link> });
  if (soort !== 'status') facts.push({ name: 'Wat er gebeurt', value: GEVOLG[soort] });
  return (
    <>
      <DataList facts={facts} />
      <Paragraph>Zo denken wij dat MijnOverheid het toont. MijnOverheid bepaalt zelf hoe het eruitziet.</Paragraph>
    </>
  );
}

/** The preview of a message that was made; one that is not a zakLk01 has none. */
export function VoorbeeldVan({ xml }: { readonly xml: string | null }) {
  const voorbeeld = xml === null ? null : voorbeeldUit(xml);
  return voorbeeld === null ? (
    <EmptyState>Van dit bericht kunnen wij geen voorbeeld laten zien.</EmptyState>
  ) : (
    <VoorbeeldBlok voorbeeld={voorbeeld} />
  );
}
