/** What lint says about a CPA, the worst first; and the actions with their profile. */
import { type Column, EmptyState, Paragraph, StatusBadge, Table } from '../../ui/index.ts';
import type { Controle, CpaFinding } from '../bron.ts';
import { ERNST } from './woorden.ts';

export function Bevindingen({ bevindingen }: { readonly bevindingen: readonly CpaFinding[] }) {
  // The profile of each action stands in the table of the actions.
  const shown = bevindingen.filter(({ code }) => code !== 'profiel');
  if (shown.length === 0) return <EmptyState>De controle vond niets. De CPA past bij Digikoppeling.</EmptyState>;
  return (
    <>
      <Paragraph>Een fout moet u oplossen. Bij Let op kan er iets misgaan.</Paragraph>
      <Table
        caption="Wat de controle vond"
        columns={COLUMNS}
        rows={shown}
        rowKey={({ code, text }) => `${code} ${text}`}
      />
    </>
  );
}

/** A few places say enough; lint of the command line names them all. */
function plaatsen(places: readonly string[]): string {
  const shown = places.slice(0, 3).join(', ');
  return places.length > 3 ? `${shown} en nog ${places.length - 3}` : shown;
}

const COLUMNS: readonly [Column<CpaFinding>, ...Column<CpaFinding>[]] = [
  {
    name: 'Ernst',
    cell: ({ severity }) => <StatusBadge tone={ERNST[severity].tone}>{ERNST[severity].label}</StatusBadge>,
  },
  { name: 'Wat er is en wat u doet', cell: ({ text }) => text, roomy: true },
  { name: 'Plaats in de CPA', cell: ({ places, code }) => `${plaatsen(places)} (${code})`, roomy: true },
];

type Actie = Controle['acties'][number];

export function Acties({ acties }: { readonly acties: readonly Actie[] }) {
  if (acties.length === 0) return <EmptyState>Onder deze CPA kan geen enkel bericht worden verstuurd.</EmptyState>;
  return (
    <Table
      caption="Acties"
      columns={ACTIE_COLUMNS}
      rows={acties}
      rowKey={({ from, service, action }) => `${from} ${service} ${action}`}
    />
  );
}

const ACTIE_COLUMNS: readonly [Column<Actie>, ...Column<Actie>[]] = [
  { name: 'Actie', cell: ({ action }) => action },
  { name: 'Service', cell: ({ service }) => service },
  { name: 'Profiel', cell: ({ profile }) => <span className="zb-heel">{profile ?? 'Geen'}</span> },
  { name: 'Van', cell: ({ from }) => from },
  { name: 'Naar', cell: ({ to }) => to },
  { name: 'Adres', cell: ({ endpoint }) => endpoint, roomy: true },
];
