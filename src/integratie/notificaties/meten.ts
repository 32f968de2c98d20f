/** How each abonnement stands, as figures for who measures. An abonnement goes by its id: its address may hold a secret. */
import type { Clock } from '../../platform/time/index.ts';
import type { Metric } from '../../platform/usage/index.ts';
import type { Abonnement } from './overzicht.ts';
import type { Teller } from './teller.ts';

const STANDEN = ['actief', 'storing', 'gepauzeerd'] as const;

export function meetwaarden(abonnementen: readonly Abonnement[], teller: Teller, clock: Clock): readonly Metric[] {
  const now = clock.now().getTime();
  const per = (value: (een: Abonnement) => number): Metric['samples'] =>
    abonnementen.map((een) => ({ labels: { abonnement: een.id }, value: value(een) }));
  return [
    {
      name: 'zaakbode_notificaties_open',
      type: 'gauge',
      help: 'Deliveries that wait, per abonnement; counted up to 100000.',
      samples: per(({ wachtend }) => wachtend),
    },
    {
      name: 'zaakbode_notificaties_oldest_seconds',
      type: 'gauge',
      help: 'How long the oldest open delivery waits.',
      samples: per(({ wachtSinds }) => (wachtSinds === null ? 0 : (now - wachtSinds.getTime()) / 1000)),
    },
    {
      name: 'zaakbode_notificaties_delivered_total',
      type: 'counter',
      help: 'Deliveries that arrived, since this process started.',
      samples: per(({ id }) => teller.van(id).afgeleverd),
    },
    {
      name: 'zaakbode_notificaties_refused_total',
      type: 'counter',
      help: 'Deliveries given up because they were refused, since this process started.',
      samples: per(({ id }) => teller.van(id).geweigerd),
    },
    {
      name: 'zaakbode_notificaties_state',
      type: 'gauge',
      help: 'State of an abonnement: 1 for the one that it is in.',
      samples: abonnementen.flatMap((een) =>
        STANDEN.map((stand) => ({ labels: { abonnement: een.id, stand }, value: standVan(een) === stand ? 1 : 0 })),
      ),
    },
  ];
}

function standVan({ gepauzeerd, storingSinds }: Abonnement): (typeof STANDEN)[number] {
  if (gepauzeerd) return 'gepauzeerd';
  return storingSinds === null ? 'actief' : 'storing';
}
