/** `zaakbode ping`: is the other side there, and does its answer find the way back. */
import { startApp } from '../app.ts';
import { demoCpaFeiten } from '../demoverbinding.ts';
import type { CpaBeheer, PingUitslag } from '../integratie/digikoppeling/index.ts';
import { DraaitNiet, draaiend, instellingen, WIE } from './digikoppeling.ts';
import type { Opdracht } from './types.ts';

export const ping: Opdracht = {
  doet: 'Stuurt een ebMS-Ping onder een CPA en wacht op de Pong.',
  gebruik: '[CPAID] [--json]',
  uitleg: [
    'De Pong komt als eigen verzoek terug bij Zaakbode. Draait Zaakbode, dan doet die de ping. Draait Zaakbode niet, dan',
    'start de opdracht haar kort, op dezelfde poort, zonder ander werk te doen.',
    'Zonder CPAID: de enige CPA die is geladen.',
    'Eindigt met 0 na een Pong, en anders met 1.',
  ].join('\n'),
  opties: { json: { type: 'boolean' } },
  async run({ opties, woorden, print }) {
    const s = instellingen();
    const doe = async (beheer: Pick<CpaBeheer, 'cpas' | 'ping'>): Promise<number> => {
      const cpaId = woorden[0] ?? (await deEnige(beheer, demoCpaFeiten(s.ontvanger).cpaId));
      const uitslag = await beheer.ping(cpaId, WIE);
      if (uitslag === null) throw new Error(`CPA ${cpaId} is niet geladen. Zie: zaakbode cpa list`);
      print(opties['json'] === true ? JSON.stringify({ cpaId, ...uitslag }) : inWoorden(uitslag));
      return 'ms' in uitslag ? 0 : 1;
    };
    try {
      return await doe(draaiend(s));
    } catch (error) {
      if (!(error instanceof DraaitNiet)) throw error;
    }
    const app = await startApp(s);
    try {
      return await doe(app.digikoppeling.beheer);
    } finally {
      await app.stop();
    }
  },
};

/** The CPA of the demo goes first: it was always the one without a name. */
async function deEnige(beheer: Pick<CpaBeheer, 'cpas'>, demo: string): Promise<string> {
  const ids = (await beheer.cpas()).filter(({ inGebruik }) => inGebruik).map(({ cpaId }) => cpaId);
  const [first] = ids;
  if (first === undefined) throw new Error('Er is geen CPA geladen. Laad er een met: zaakbode cpa load BESTAND');
  if (ids.length > 1 && !ids.includes(demo)) throw new Error(`Noem de CPA. Geladen zijn: ${ids.join(', ')}`);
  return ids.includes(demo) ? demo : first;
}

function inWoorden(uitslag: PingUitslag): string {
  return 'ms' in uitslag ? `Pong na ${uitslag.ms} ms.` : `Geen Pong: ${uitslag.fout}.`;
}
