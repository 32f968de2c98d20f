/** How Lopende Zaken stands, as figures for who measures (L10). No label is about a person or a zaak. */
import { type Database, sql } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import type { Metric } from '../../platform/usage/index.ts';
import { type Bewaking, leesStand } from './stand.ts';

/** The time from status to acknowledgment is that of the last hour, and of no more than so many. */
const UUR_MS = 60 * 60 * 1000;
const GEMETEN = 5_000;
const QUANTILES = [0.5, 0.95, 0.99] as const;

export async function meetLopendeZaken(db: Database, clock: Clock): Promise<readonly Metric[]> {
  const now = clock.now();
  const [stand, duur] = await Promise.all([leesStand(db), duurTotBevestiging(db, now)]);
  return [...perStaat(stand, now), ...bijAnderen(stand, now), ...duur];
}

function perStaat({ staten, oudste }: Bewaking, now: Date): readonly Metric[] {
  return [
    {
      name: 'zaakbode_lopendezaken_messages',
      type: 'gauge',
      help: 'Zaakberichten in each state.',
      samples: Object.entries(staten).map(([state, { nu: value }]) => ({ labels: { state }, value })),
    },
    {
      name: 'zaakbode_lopendezaken_entered_total',
      type: 'counter',
      help: 'Zaakberichten that ever came into a state: afgeleverd is what was delivered, fout what failed.',
      samples: Object.entries(staten).map(([state, { ooit: value }]) => ({ labels: { state }, value })),
    },
    {
      name: 'zaakbode_lopendezaken_oldest_seconds',
      type: 'gauge',
      help: 'How long ago the status of the oldest zaakbericht in a state became known; 0 without one.',
      samples: Object.entries(oudste).map(([state, sinds]) => ({ labels: { state }, value: seconden(sinds, now) })),
    },
  ];
}

function bijAnderen({ beheerder, bronnen }: Bewaking, now: Date): readonly Metric[] {
  return [
    {
      name: 'zaakbode_lopendezaken_waiting_for_operator',
      type: 'gauge',
      help: 'Zaakberichten that wait for an operator; counted up to 10000.',
      samples: [{ labels: {}, value: beheerder.aantal }],
    },
    {
      name: 'zaakbode_lopendezaken_waiting_for_operator_oldest_seconds',
      type: 'gauge',
      help: 'How long the oldest of them waits for an operator.',
      samples: [{ labels: {}, value: seconden(beheerder.sinds, now) }],
    },
    {
      name: 'zaakbode_lopendezaken_source_up',
      type: 'gauge',
      help: '1 while a source (accounts, brp) answers, 0 while it does not.',
      samples: bronnen.map(({ naam, wegSinds }) => ({ labels: { source: naam }, value: wegSinds === null ? 1 : 0 })),
    },
    {
      name: 'zaakbode_lopendezaken_source_down_seconds',
      type: 'gauge',
      help: 'How long a source does not answer; 0 while it does.',
      samples: bronnen.map(({ naam, wegSinds }) => ({ labels: { source: naam }, value: seconden(wegSinds, now) })),
    },
  ];
}

/** Without acknowledgments in the last hour there is no quantile. */
async function duurTotBevestiging(db: Database, now: Date): Promise<readonly Metric[]> {
  const [row] = await db.query<{ aantal: number; grenzen: readonly number[] | null }>(sql`
    select count(*) as aantal, to_json(percentile_cont(${[...QUANTILES]}::float8[]) within group (order by duur)) as grenzen from (
      select extract(epoch from gewijzigd_op - status_gezet_op)::float8 as duur from lopendezaken.zaakbericht
      where staat = 'afgeleverd' and gewijzigd_op > ${new Date(now.getTime() - UUR_MS)} order by gewijzigd_op desc limit ${GEMETEN}) as k`);
  return [
    {
      name: 'zaakbode_lopendezaken_status_to_ack_seconds',
      type: 'gauge',
      help: 'Time from the status to its acknowledgment, of the last hour and the last 5000 at most.',
      samples: (row!.grenzen ?? []).map((value, i) => ({ labels: { quantile: String(QUANTILES[i]) }, value })),
    },
    {
      name: 'zaakbode_lopendezaken_status_to_ack_count',
      type: 'gauge',
      help: 'How many acknowledgments those quantiles are of.',
      samples: [{ labels: {}, value: row!.aantal }],
    },
  ];
}

function seconden(sinds: Date | null, now: Date): number {
  return sinds === null ? 0 : Math.max(0, (now.getTime() - sinds.getTime()) / 1000);
}
