/** The small commands. */
import { zgwToken } from '../demodata.ts';
import { demoCpaFeiten } from '../demoverbinding.ts';
import { openDatabase } from '../fundament.ts';
import { DEMO_CLIENT, INSTELLINGEN, samenhang } from '../instellingen.ts';
import { readSettings } from '../platform/config/index.ts';
import { startSimulator } from '../simulator/index.ts';
import type { Opdracht } from './types.ts';

export const token: Opdracht = {
  doet: 'Geeft een JWT voor de API’s, een uur geldig.',
  gebruik: '[clientId]',
  uitleg: 'Zonder clientId die van de demo. Andere clients moeten in ZGW_CLIENTS staan.',
  async run({ woorden, print }) {
    const s = readSettings(INSTELLINGEN, process.env, samenhang);
    const wanted = woorden[0] ?? DEMO_CLIENT.clientId;
    const client = [...s.clients, ...(s.mode === 'demo' ? [DEMO_CLIENT] : [])].find((c) => c.clientId === wanted);
    if (!client) throw new Error(`De client ${wanted} staat niet in ZGW_CLIENTS.`);
    print(await zgwToken(client));
    return 0;
  },
};

export const migreer: Opdracht = {
  doet: 'Werkt de database bij, zonder verder iets te starten.',
  gebruik: '',
  async run({ print }) {
    const db = await openDatabase(readSettings(INSTELLINGEN, process.env, samenhang));
    await db.close();
    print('De database is bijgewerkt.');
    return 0;
  },
};

export const simulator: Opdracht = {
  doet: 'Start alleen de simulator van MijnOverheid, als eigen proces.',
  gebruik: '--gemeente ADRES [--port 8081] [--bestand LEDGER] [--alle-bsns] [--zonder-tijdstip]',
  uitleg:
    'Bij --gemeente hoort het adres waar bevestigingen heen gaan, bijvoorbeeld http://127.0.0.1:8080/digikoppeling/ebms',
  opties: {
    port: { type: 'string' },
    gemeente: { type: 'string' },
    bestand: { type: 'string' },
    'alle-bsns': { type: 'boolean' },
    'zonder-tijdstip': { type: 'boolean' },
  },
  async run({ opties, print }) {
    const s = readSettings(INSTELLINGEN, process.env);
    if (typeof opties['gemeente'] !== 'string')
      throw new Error('Geef met --gemeente het adres waar bevestigingen heen gaan.');
    const running = await startSimulator({
      port: Number(opties['port'] ?? 8081),
      gemeenteEndpoint: opties['gemeente'],
      cpa: demoCpaFeiten(s.ontvanger),
      personen: opties['alle-bsns'] ? 'alle' : 'demo',
      checkTijdstip: !opties['zonder-tijdstip'],
      ...(typeof opties['bestand'] === 'string' && { ledgerFile: opties['bestand'] }),
    });
    print(`De simulator draait: ${running.url}/simulator (onze interpretatie, niet MijnOverheid zelf)`);
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    });
    await running.close();
    return 0;
  },
};
