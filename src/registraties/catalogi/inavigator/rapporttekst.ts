/**
 * The report as plain Dutch text (B1) for the terminal: first what is there now, then what a person has to look at, most serious first.
 */
import type { Rapport, RapportGevolg, RapportItem, RapportRegel, RapportSoort } from './rapport.ts';

const BREEDTE = 100;
const MAX_NAMEN = 6;

/** Ends with a newline. Long lists of names are cut to six; the report itself has them all. */
export function formatRapport(rapport: Rapport): string {
  const { bron, totalen, gemaakt, regels } = rapport;
  const kop = [bron.beheersapplicatie, bron.specificatieversie, bron.datum].filter((deel) => deel !== '').join(', ');
  const blokken = [
    `Inlezen uit i-Navigator${kop === '' ? '' : ` (${kop})`}`,
    tabel(totalen),
    breekAf(
      `Klaar om op te slaan: ${gemaakt.zaaktypen} zaaktypen met ${gemaakt.statustypen} statustypen, ` +
        `${gemaakt.resultaattypen} resultaattypen en ${gemaakt.roltypen} roltypen, en ${gemaakt.informatieobjecttypen} ` +
        `informatieobjecttypen (${gemaakt.zaaktypeInformatieobjecttypen} keer gebruikt).`,
      '',
    ),
    ...GEVOLGEN.flatMap(({ gevolg, titel }) => {
      const hier = regels.filter((regel) => regel.gevolg === gevolg);
      return hier.length === 0 ? [] : [titel, ...hier.map(regelTekst)];
    }),
  ];
  if (regels.length === 0) blokken.push('Er zijn geen bijzonderheden.');
  return `${blokken.join('\n\n')}\n`;
}

const GEVOLGEN: readonly { readonly gevolg: RapportGevolg; readonly titel: string }[] = [
  { gevolg: 'niet', titel: 'NIET OVERGENOMEN' },
  { gevolg: 'aangepast', titel: 'OVERGENOMEN MET EEN ANDERE WAARDE' },
  { gevolg: 'aangevuld', titel: 'DOOR ONS AANGEVULD' },
  { gevolg: 'let-op', titel: 'OVERGENOMEN, MAAR KIJK ERNAAR' },
];

const NAMEN: Readonly<Record<RapportSoort, string>> = {
  export: 'Export',
  proces: 'Processen',
  statustype: 'Statustypen',
  checklistitem: 'Checks',
  resultaattype: 'Resultaattypen',
  roltype: 'Roltypen',
  documenttype: 'Documenttypen',
  besluittype: 'Besluittypen',
  zaakeigenschap: 'Zaakeigenschappen',
  overig: 'Overige onderdelen',
};

function tabel(totalen: Rapport['totalen']): string {
  const rij = (naam: string, ...waarden: readonly (string | number)[]): string =>
    naam.padEnd(20) + waarden.map((waarde) => String(waarde).padStart(16)).join('');
  return [
    rij('', 'in de export', 'overgenomen', 'niet', 'toegevoegd'),
    ...totalen.map(({ soort, gezien, overgenomen, toegevoegd }) =>
      rij(NAMEN[soort], gezien, overgenomen, gezien - overgenomen, toegevoegd),
    ),
  ].join('\n');
}

function regelTekst({ soort, reden, advies, items }: RapportRegel): string {
  return [
    breekAf(`${NAMEN[soort]}, ${items.length} keer: ${reden}`, '- '),
    breekAf(`Wat u kunt doen: ${advies}`, '  '),
    breekAf(`Het gaat om: ${opsomming(items)}`, '  '),
  ].join('\n');
}

/** Equal names together: `'Afgebroken' (20 keer)`; a single one with its id and what is particular to it. */
function opsomming(items: readonly RapportItem[]): string {
  const perNaam = new Map<string, RapportItem[]>();
  for (const item of items) perNaam.set(item.naam, [...(perNaam.get(item.naam) ?? []), item]);
  const teksten = [...perNaam].slice(0, MAX_NAMEN).map(([naam, groep]) => {
    const [eerste] = groep;
    const details = [...new Set(groep.map(({ detail }) => detail))].filter((detail) => detail !== '');
    const extra = [
      groep.length > 1 ? `${groep.length} keer` : (eerste?.id ?? ''),
      details.length === 1 ? (details[0] ?? '') : '',
    ].filter((deel) => deel !== '');
    return extra.length === 0 ? `'${naam}'` : `'${naam}' (${extra.join('; ')})`;
  });
  const rest = perNaam.size - teksten.length;
  return `${teksten.join(', ')}${rest > 0 ? ` en nog ${rest}` : ''}.`;
}

/** Lines of at most 100 columns; the first begins with `begin`, the others with as many spaces. */
function breekAf(tekst: string, begin: string): string {
  const regels: string[] = [];
  let regel = begin;
  for (const woord of tekst.split(' ')) {
    if (regel.trim() !== begin.trim() && regel.length + woord.length + 1 > BREEDTE) {
      regels.push(regel.trimEnd());
      regel = ' '.repeat(begin.length);
    }
    regel += `${woord} `;
  }
  return [...regels, regel.trimEnd()].join('\n');
}
