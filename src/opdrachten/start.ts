/** `zaakbode start`: everything, until it is told to stop. */
import { type App, startApp } from '../app.ts';
import { vulDemo, zgwClient } from '../demodata.ts';
import { DEMO_CLIENT, INSTELLINGEN, type Instelling, samenhang } from '../instellingen.ts';
import { readSettings } from '../platform/config/index.ts';
import { type Patience, raw, whenAvailable } from '../platform/db/index.ts';
import type { Opdracht } from './types.ts';

/** A service manager tries again after this; most databases are there long before. */
const GEDULD_MS = 60_000;
/** How long a stop may take before the process ends anyway. */
const STOP_MS = 10_000;

export const start: Opdracht = {
  doet: 'Start Zaakbode. Zonder instellingen is dat de demo, op deze computer.',
  gebruik: '',
  async run({ print }) {
    const begin = performance.now();
    const s = readSettings(INSTELLINGEN, process.env, samenhang);
    const app = await whenAvailable(() => startApp(s), geduld(print));
    if (s.mode === 'demo' && s.demodata === 'ja') await vulLegeDemo(s, app, print);
    print(melding(s, app, Math.round(performance.now() - begin)));
    await untilStopped();
    app.log.info({}, 'stoppen');
    const timer = setTimeout(() => process.exit(1), STOP_MS);
    await app.stop();
    clearTimeout(timer);
    return 0;
  },
};

const geduld = (print: (text: string) => void): Patience => ({
  forMs: GEDULD_MS,
  everyMs: 1_000,
  waiting: (reason) =>
    print(`De database antwoordt nog niet (${reason}). Zaakbode probeert het nog een minuut. Klopt DATABASE_URL?`),
});

async function vulLegeDemo(s: Instelling, app: App, print: (text: string) => void): Promise<void> {
  const [row] = await app.db.query<{ leeg: boolean }>(
    raw('select not exists (select 1 from catalogi.catalogus) as leeg'),
  );
  if (!row?.leeg) return;
  print('De database is leeg: Zaakbode maakt voorbeelden.');
  const afnemer = `http://${s.host}:${s.port}/simulator/afnemer`;
  await vulDemo(await zgwClient(app.url, DEMO_CLIENT), new Date(), afnemer);
}

function melding(s: Instelling, { url }: App, ms: number): string {
  const lines = [`Zaakbode draait: ${url} (klaar in ${ms} ms)`];
  if (s.mode === 'demo') {
    lines.push(
      `  ${url}/beheer      wat er met de zaakberichten en notificaties gebeurt`,
      `  ${url}/simulator   wat de burger bij MijnOverheid ziet, en storingen`,
      `  ${url}/zaken/api/v1/openapi.json   de Zaken API; een token geeft: npx zaakbode token`,
    );
  }
  lines.push(
    s.databaseUrl === null
      ? `  Gegevens: ingebouwde database in ${s.dataDir}. Overleeft een afgebroken proces, maar misschien geen stroomuitval.`
      : '  Gegevens: PostgreSQL.',
    '  Stoppen: Ctrl+C',
  );
  return lines.join('\n');
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
