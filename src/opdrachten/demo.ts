/** `zaakbode demo`: the main job from beginning to end in the terminal, on a database of its own that is thrown away. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, startApp } from '../app.ts';
import { maakCatalogus, maakZaak, zetResultaat, zetStatus, zgwClient } from '../demodata.ts';
import { freePort } from '../demopoort.ts';
import { DEMO_CLIENT, INSTELLINGEN, samenhang } from '../instellingen.ts';
import { readSettings } from '../platform/config/index.ts';
import { silentLog } from '../platform/log/index.ts';
import type { Opdracht } from './types.ts';

const BURGER = { id: 'p-7k2m', bsn: '999993653', naam: 'Noor Proefpersoon' };
/** A message that is not delivered by then will not be: on loopback it takes milliseconds. */
const GEDULD_MS = 20_000;

export const demo: Opdracht = {
  doet: 'Doet het hele werk één keer voor: een zaak, drie statussen, en wat de burger ervan ziet.',
  gebruik: '',
  async run({ print }) {
    const map = mkdtempSync(join(tmpdir(), 'zaakbode-demo-'));
    const port = String(await freePort());
    const s = readSettings(INSTELLINGEN, { PORT: port, DATA_DIR: map, LOG: 'silent' }, samenhang);
    print('Zaakbode start op een lege database ...');
    const app = await startApp(s, { log: silentLog });
    try {
      return await doeVoor(app, print);
    } finally {
      await app.stop();
      rmSync(map, { recursive: true, force: true });
    }
  },
};

async function doeVoor(app: App, print: (text: string) => void): Promise<number> {
  const api = await zgwClient(app.url, DEMO_CLIENT);
  const type = (await maakCatalogus(api)).get('MELDING')!;
  print(`\n1. Een medewerker legt een zaak vast voor ${BURGER.naam}, via de Zaken API.`);
  const zaak = await maakZaak(
    api,
    type,
    BURGER.bsn,
    'Losse stoeptegel bij de bushalte',
    new Date().toISOString().slice(0, 10),
  );
  print(`   ${zaak.identificatie}: Losse stoeptegel bij de bushalte`);
  print('\n2. De zaak krijgt drie statussen. Elke status gaat naar MijnOverheid (hier: de simulator).');
  for (const [index, statustype] of type.statustypen.entries()) {
    if (index === type.statustypen.length - 1) await zetResultaat(api, zaak.url, type);
    const begin = performance.now();
    await zetStatus(api, zaak.url, statustype, new Date());
    const gezet = performance.now();
    const bericht = await wachtOpAflevering(app, zaak.identificatie, index + 1);
    if (!bericht) {
      print('   Het bericht kwam niet aan. Zie /beheer voor de oorzaak.');
      return 1;
    }
    const ms = (from: number, to: number): string => `${Math.round(to - from)} ms`;
    print(
      `   ${bericht.statustype.padEnd(10)} vastgelegd in ${ms(begin, gezet)}, ontvangst bevestigd na ${ms(gezet, performance.now())}`,
    );
  }
  await toonTijdlijn(app, zaak.identificatie, print);
  toonBurger(app, zaak.identificatie, print);
  const alles = await app.zaakberichten.lijst({ zaaknummer: zaak.identificatie, staat: 'afgeleverd' });
  const goed = alles.totaal === type.statustypen.length;
  print(goed ? '\nKlaar: alle statussen zijn afgeleverd, in volgorde.' : '\nNiet alle statussen zijn afgeleverd.');
  return goed ? 0 : 1;
}

/** The latest zaakbericht of the zaak once this many are delivered, or null when that takes too long. */
async function wachtOpAflevering(app: App, zaaknummer: string, aantal: number) {
  const until = Date.now() + GEDULD_MS;
  while (Date.now() < until) {
    const { regels, totaal } = await app.zaakberichten.lijst({ zaaknummer, staat: 'afgeleverd' });
    if (totaal >= aantal) return regels[0] ?? null;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return null;
}

async function toonTijdlijn(app: App, zaaknummer: string, print: (text: string) => void): Promise<void> {
  const { regels } = await app.zaakberichten.lijst({ zaaknummer });
  const detail = regels[0] && (await app.zaakberichten.detail(regels[0].id));
  if (!detail) return;
  print(`\n3. De weg van het laatste bericht (${detail.statustype}):`);
  for (const moment of detail.tijdlijn) {
    print(
      `   ${moment.tijd.toISOString().slice(11, 23)}  ${moment.wat}${moment.toelichting ? `: ${moment.toelichting}` : ''}`,
    );
  }
}

function toonBurger(app: App, zaaknummer: string, print: (text: string) => void): void {
  print(`\n4. Dit ziet ${BURGER.naam} bij MijnOverheid (simulator: onze interpretatie):`);
  for (const regel of app.simulator?.ledger() ?? []) {
    if (regel.zaakidentificatie === zaaknummer) print(`   ${regel.nr}. ${regel.status}`);
  }
}
