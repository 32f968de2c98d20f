/** Warnings as figures, and how long our own certificates hold: those of CPAs are told by Digikoppeling (O4). */
import type { Metric } from '../../platform/usage/index.ts';
import { type Lopend, SOORTEN } from './bevinding.ts';
import type { Certificaat } from './regels.ts';

const DAG_MS = 24 * 60 * 60 * 1000;
/** Enough of a fingerprint to tell them apart. */
const KORT = 16;

export function meetwaarden(lopend: readonly Lopend[], eigen: readonly Certificaat[], now: Date): readonly Metric[] {
  return [
    {
      name: 'zaakbode_warnings',
      type: 'gauge',
      help: 'Warnings that are not over, by what they are about.',
      samples: SOORTEN.map((kind) => ({
        labels: { kind },
        value: lopend.filter(({ soort }) => soort === kind).length,
      })),
    },
    {
      name: 'zaakbode_certificate_days_left',
      type: 'gauge',
      help: 'Days until one of our own certificates expires; negative when it has.',
      samples: eigen.map(({ vingerafdruk, tot }) => ({
        labels: { certificate: vingerafdruk.slice(0, KORT) },
        value: (tot.getTime() - now.getTime()) / DAG_MS,
      })),
    },
  ];
}
