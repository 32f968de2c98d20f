/** Usage figures and APIs for pages under test: long names, large numbers, and a client that proved nothing. */
import { createUsage, type Figures } from '../../src/platform/usage/index.ts';

export const NEP_GEBRUIK: readonly Figures[] = figures();

export const NEP_APIS = ['catalogi', 'zaken', 'zaakbevraging', 'referentielijsten', 'nog-onbekend'].map((name) => ({
  name,
  title: `${name} API`,
  version: '1.2.3',
  root: `/${name}/api/v1`,
}));

function figures(): readonly Figures[] {
  const usage = createUsage();
  const record = (client: string | null, api: string, status: number, ms: number, times: number): void => {
    for (let i = 0; i < times; i++) usage.record({ client, api, status, ms });
  };
  record('zaaksysteem-van-een-leverancier-met-een-lange-naam', 'zaken', 200, 3, 12_345);
  record('zaaksysteem-van-een-leverancier-met-een-lange-naam', 'catalogi', 503, 20_000, 1);
  record('portaal', 'zaakbevraging', 200, 8, 99);
  record('portaal', 'zaakbevraging', 429, 0.2, 3);
  record('portaal', 'referentielijsten', 200, 2_000, 1);
  record(null, 'zaken', 403, 1, 7);
  return usage.figures();
}
