/** `/beheer/gebruik`: which application uses which API, how much, how fast, and how often in vain. */
import type { ReactElement } from 'react';
import { durationOf, errorsOf, type Figures } from '../../platform/usage/index.ts';
import { type Column, count, DataList, EmptyState, Heading, Paragraph, Table } from '../ui/index.ts';
import { type BeheerOptions, Bijgewerkt, Kader } from './kader.tsx';

/** Requests that are allowed to be slower than what the page tells. */
const SHARE = 0.95;

export function gebruik(options: BeheerOptions): ReactElement {
  const rijen = options.gebruik?.() ?? [];
  const totaal = rijen.reduce((som, rij) => som + rij.count, 0);
  return (
    <Kader options={options} title="Gebruik van de API’s" current="/beheer/gebruik">
      <Heading level={1}>Gebruik van de API’s</Heading>
      <Paragraph lead>Hier ziet u welke applicaties met Zaakbode werken, en of dat goed gaat.</Paragraph>
      {rijen.length === 0 ? (
        <EmptyState>Er is nog geen gebruik gemaakt van de API’s.</EmptyState>
      ) : (
        <>
          <Paragraph>
            {count(totaal, 'verzoek', 'verzoeken')} sinds de start van dit proces. Draait Zaakbode in meer processen?
            Dan telt elk proces zijn eigen verzoeken. Een meetdienst telt ze bij elkaar: die leest van elk proces{' '}
            <code>/metrics</code>.
          </Paragraph>
          <Table
            caption="Gebruik per API en applicatie"
            columns={columns(options.apis ?? [])}
            rows={rijen}
            rowKey={({ api, client }) => JSON.stringify([api, client])}
          />
          <section className="zb-blok">
            <Heading level={2} look={3}>
              Wat betekenen de kolommen?
            </Heading>
            <DataList facts={UITLEG} />
          </section>
        </>
      )}
      <Bijgewerkt at={options.clock.now()} />
    </Kader>
  );
}

const NUMBER = new Intl.NumberFormat('nl-NL');

function columns(apis: NonNullable<BeheerOptions['apis']>): readonly [Column<Figures>, ...Column<Figures>[]] {
  const titels = new Map(apis.map(({ name, title }) => [name, title]));
  return [
    { name: 'Applicatie', cell: ({ client }) => client ?? 'Zonder geldig token' },
    { name: 'API', cell: ({ api }) => titels.get(api) ?? api },
    { name: 'Verzoeken', cell: (rij) => NUMBER.format(rij.count), numeric: true },
    { name: 'Niet gelukt', cell: (rij) => NUMBER.format(errorsOf(rij)), numeric: true },
    { name: 'Te veel tegelijk', cell: (rij) => NUMBER.format(rij.throttled), numeric: true },
    { name: '95% klaar binnen', cell: (rij) => duur(durationOf(rij, SHARE)), numeric: true },
  ];
}

const UITLEG = [
  { name: 'Niet gelukt', value: 'Het antwoord was een fout. Ook als de applicatie zelf iets verkeerds vroeg.' },
  {
    name: 'Te veel tegelijk',
    value:
      'Deze verzoeken zijn geweigerd, omdat de applicatie er te veel tegelijk stuurde. Ze tellen mee bij Niet gelukt.',
  },
  {
    name: '95% klaar binnen',
    value: 'Van elke 100 verzoeken kregen er 95 binnen deze tijd een antwoord.',
  },
];

/** As a reader counts: in milliseconds, or in seconds when it is long. */
function duur(ms: number): string {
  if (!Number.isFinite(ms)) return 'meer dan 10 s';
  return ms < 1000 ? `${NUMBER.format(ms)} ms` : `${NUMBER.format(ms / 1000)} s`;
}
