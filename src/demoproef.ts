/**
 * The place of the acceptance test (A7): a whole Zaakbode on a database of its own that is thrown away, with the simulator in
 * the part of MijnOverheid and made-up people. The zaaktypen are those of the municipality; nothing leaves this computer.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, AppOptions } from './app.ts';
import {
  type DemoZaaktype,
  maakCatalogus,
  maakZaak,
  type ZgwClient,
  zetResultaat,
  zetStatus,
  zgwClient,
} from './demodata.ts';
import { DEMO_CLIENT, INSTELLINGEN, type Instelling, samenhang } from './instellingen.ts';
import { readSettings } from './platform/config/index.ts';
import { silentLog } from './platform/log/index.ts';
import {
  type Berichtregel,
  leegGelaten,
  type Proefopstelling,
  type Proefregel,
  type Scenario,
  type Zaaktypefeit,
} from './proces/aansluiten/index.ts';

/** People of the simulator. */
const MET_ACCOUNT = '999993653';
const ZONDER_ACCOUNT = '999990202';
const NIET_IN_BRP = '999990408';
const GEDULD_MS = 20_000;

type StartApp = (s: Instelling, options: AppOptions) => Promise<App>;

/** `start` and `poort` come from outside, so that this file needs no app to be loaded. */
export function proefopstelling(start: StartApp, vrijePoort: () => Promise<number>): Proefopstelling {
  return async (scenarios, zaaktypen) => {
    const map = mkdtempSync(join(tmpdir(), 'zaakbode-acceptatietest-'));
    const env = { PORT: String(await vrijePoort()), DATA_DIR: map, ZAAKBODE_DEMODATA: 'nee', LOG: 'silent' };
    let vooruit = 0;
    const klok = { now: () => new Date(Date.now() + vooruit) };
    const app = await start(readSettings(INSTELLINGEN, env, samenhang), { log: silentLog, clock: klok });
    try {
      const api = await zgwClient(app.url, DEMO_CLIENT);
      const gekozen = zaaktypen.filter(({ identificatie }) =>
        scenarios.some(({ id }) => id.startsWith(`${identificatie}-`)),
      );
      const typen = await maakCatalogus(
        api,
        gekozen.map(({ identificatie, omschrijving, statustypen }) => ({
          identificatie,
          omschrijving,
          onderwerp: omschrijving,
          statussen: statustypen.map(
            ({ omschrijving: naam, tekst, informeren }) => [naam, informeren ? tekst : null] as const,
          ),
          resultaat: 'Afgehandeld',
        })),
      );
      const proef: Proef = {
        app,
        api,
        typen,
        gekozen,
        later: () => {
          vooruit += 10 * 60_000;
          app.outbox.wake();
        },
        nu: klok.now,
      };
      const uitkomsten = new Map<string, Uitslag>();
      for (const type of gekozen) await draaiZaaktype(proef, type, uitkomsten);
      for (const [id, werk] of Object.entries(STORINGEN))
        if (scenarios.some((scenario) => scenario.id === id)) uitkomsten.set(id, await werk(proef));
      return scenarios.map((scenario) => ingevuld(scenario, uitkomsten.get(scenario.id)));
    } finally {
      await app.stop();
      rmSync(map, { recursive: true, force: true });
    }
  };
}

interface Proef {
  readonly app: App;
  readonly api: ZgwClient;
  readonly typen: ReadonlyMap<string, DemoZaaktype>;
  readonly gekozen: readonly Zaaktypefeit[];
  readonly nu: () => Date;
  /** Time goes on, so that what waits for a retry is due. */
  later(): void;
}

interface Uitslag {
  readonly goed: boolean;
  readonly zaaknummer: string;
  readonly bevinding: string;
  readonly regels: readonly Berichtregel[];
}

function ingevuld(scenario: Scenario, uitslag: Uitslag | undefined): Proefregel {
  if (uitslag === undefined) return { ...leegGelaten(scenario), uitkomst: 'nvt', bevinding: 'Niet gedraaid.' };
  return {
    ...leegGelaten(scenario),
    zaaknummer: uitslag.zaaknummer,
    uitkomst: uitslag.goed ? 'goed' : 'fout',
    bevinding: uitslag.bevinding,
    berichten: uitslag.regels,
  };
}

/** Every statustype in its order, the end with a resultaat; what the citizen should see is in the ledger of the simulator. */
async function draaiZaaktype(proef: Proef, type: Zaaktypefeit, uitkomsten: Map<string, Uitslag>): Promise<void> {
  const { app, api, nu } = proef;
  const made = proef.typen.get(type.identificatie)!;
  const zaak = await maakZaak(api, made, MET_ACCOUNT, `Proef ${type.omschrijving}`.slice(0, 80), dag(nu()));
  let verwacht = 0;
  for (const [nummer, { omschrijving, informeren }] of type.statustypen.entries()) {
    if (nummer === type.statustypen.length - 1) await zetResultaat(api, zaak.url, made);
    await zetStatus(api, zaak.url, made.statustypen[nummer]!, nu());
    if (!informeren) continue;
    verwacht++;
    const regels = await tot(proef, zaak.identificatie, (alle) => klaar(alle, 'afgeleverd') >= verwacht);
    const gezien = app
      .simulator!.ledger()
      .filter((regel) => regel.zaakidentificatie === zaak.identificatie && regel.toegepast);
    const goed = klaar(regels, 'afgeleverd') >= verwacht && gezien.length >= verwacht;
    const eigen = regels.filter((regel) => regel.statustype === omschrijving);
    const bevinding = goed ? '' : 'Het bericht kwam niet aan bij de simulator.';
    uitkomsten.set(`${type.identificatie}-${nummer + 1}`, {
      goed,
      zaaknummer: zaak.identificatie,
      bevinding,
      regels: eigen,
    });
  }
}

/** What is not of one zaaktype: with the first that there is. */
const STORINGEN: Readonly<Record<string, (proef: Proef) => Promise<Uitslag>>> = {
  'LZ-T08': (proef) => eindigt(proef, ZONDER_ACCOUNT, 'geen_account'),
  'LZ-T09': (proef) => eindigt(proef, NIET_IN_BRP, 'bsn_niet_authentiek'),
  'LZ-T12': (proef) => naHerstel(proef, { accounts: 'neer' }, 1, 'wacht_op_controle'),
  'LZ-T13': (proef) => naHerstel(proef, { ebms: 'neer' }, 2, 'te_verzenden'),
  async 'LZ-T15'(proef) {
    const { simulator } = proef.app;
    simulator!.setFault({ fo03: { code: 'StUF055', aantal: 1 } });
    const uitslag = await eindigt(proef, MET_ACCOUNT, 'fout');
    simulator!.setFault({ herstel: true });
    return uitslag;
  },
};

async function zetStatussen({ api, typen, gekozen, nu }: Proef, bsn: string, aantal: number): Promise<string> {
  const type = gekozen[0]!;
  const made = typen.get(type.identificatie)!;
  const zaak = await maakZaak(api, made, bsn, 'Proef', dag(nu()));
  const aan = type.statustypen.flatMap(({ informeren }, nummer) => (informeren ? [nummer] : []));
  for (let i = 0; i < aantal; i++) {
    const nummer = aan[i % aan.length]!;
    if (nummer === type.statustypen.length - 1) await zetResultaat(api, zaak.url, made);
    await zetStatus(api, zaak.url, made.statustypen[nummer]!, nu());
  }
  return zaak.identificatie;
}

async function eindigt(proef: Proef, bsn: string, staat: Berichtregel['staat']): Promise<Uitslag> {
  const zaaknummer = await zetStatussen(proef, bsn, 1);
  const regels = await tot(proef, zaaknummer, (alle) => klaar(alle, staat) >= 1);
  const goed = klaar(regels, staat) === 1;
  return { goed, zaaknummer, bevinding: goed ? '' : 'Het bericht eindigde anders dan verwacht.', regels };
}

async function naHerstel(
  proef: Proef,
  storing: object,
  aantal: number,
  wachtend: Berichtregel['staat'],
): Promise<Uitslag> {
  const { simulator } = proef.app;
  simulator!.setFault(storing);
  const zaaknummer = await zetStatussen(proef, MET_ACCOUNT, aantal);
  const wachtte = klaar(await tot(proef, zaaknummer, (alle) => klaar(alle, wachtend) >= 1), wachtend) >= 1;
  simulator!.setFault({ herstel: true });
  proef.later();
  const regels = await tot(proef, zaaknummer, (alle) => klaar(alle, 'afgeleverd') >= aantal);
  const nummers = simulator!
    .ledger()
    .filter((regel) => regel.zaakidentificatie === zaaknummer && regel.toegepast)
    .map(({ datumStatusGezet }) => String(datumStatusGezet));
  const goed = wachtte && klaar(regels, 'afgeleverd') === aantal && nummers.join() === nummers.toSorted().join();
  return { goed, zaaknummer, bevinding: goed ? '' : 'Niet elk bericht kwam na het herstel op volgorde aan.', regels };
}

const dag = (moment: Date): string => moment.toISOString().slice(0, 10);
const klaar = (regels: readonly Berichtregel[], staat: Berichtregel['staat']): number =>
  regels.filter((regel) => regel.staat === staat).length;

/** Until it is right, or patience ends; gives how it stands then. */
async function tot(
  { app }: Proef,
  zaaknummer: string,
  goed: (regels: readonly Berichtregel[]) => boolean,
): Promise<readonly Berichtregel[]> {
  const until = Date.now() + GEDULD_MS;
  for (;;) {
    const regels = await app.aansluiten.berichten(zaaknummer);
    if (goed(regels) || Date.now() > until) return regels;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
