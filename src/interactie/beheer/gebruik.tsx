/** `/beheer/gebruik`: which application uses which API, how much, how fast, and how often in vain. */
import type { ReactElement } from 'react';
import { durationOf, errorsOf, type Figures } from '../../platform/usage/index.ts';
import { type Column, count, EmptyState, Heading, Paragraph, Table } from '../ui/index.ts';
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
            Dan telt elk proces zijn eigen verzoeken. Een meetdienst die van elk proces /metrics leest, telt ze bij
            elkaar.
          </Paragraph>
          <Table
            caption="Gebruik per API en applicatie"
            columns={COLUMNS}
            rows={rijen}
            rowKey={({ api, client }) => JSON.stringify([api, client])}
          />
        </>
      )}
      <Bijgewerkt at={options.clock.now()} />
    </Kader>
  );
}

const NUMBER = new Intl.NumberFormat('nl-NL');

const COLUMNS: readonly [Column<Figures>, ...Column<Figures>[]] = [
  { name: 'Applicatie', cell: ({ client }) => client ?? 'Zonder geldig token' },
  { name: 'API', cell: ({ api }) => api },
  { name: 'Verzoeken', cell: (rij) => NUMBER.format(rij.count) },
  { name: 'Niet gelukt', cell: (rij) => NUMBER.format(errorsOf(rij)) },
  { name: 'Te veel tegelijk', cell: (rij) => NUMBER.format(rij.throttled) },
  { name: '95% klaar binnen', cell: (rij) => duur(durationOf(rij, SHARE)) },
];

/** As a reader counts: in milliseconds, or in seconds when it is long. */
function duur(ms: number): string {
  if (!Number.isFinite(ms)) return 'meer dan 10 s';
  return ms < 1000 ? `${NUMBER.format(ms)} ms` : `${NUMBER.format(ms / 1000)} s`;
}
