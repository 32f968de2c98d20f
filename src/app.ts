/**
 * The composition: builds the components on their ground (`fundament.ts`), joins ports, mounts. The only file that knows
 * them all; it decides nothing itself.
 */
import type { Server as HttpsServer } from 'node:https';
import { join } from 'node:path';
import { type Handelingen, maakAanmelding, maakHandelingen } from './app-aanmelding.ts';
import { beginVan, koppel, voorbeeldenVan, vormenVan, waarschuwingenVan } from './app-lopendezaken.ts';
import { freePort } from './demopoort.ts';
import { proefopstelling } from './demoproef.ts';
import { DEMO_OIN, demoCpaFeiten } from './demoverbinding.ts';
import { closer, type Fundament, type FundamentOptions, lay, omgevingVan } from './fundament.ts';
import { bestandenOpslag, type Instelling } from './instellingen.ts';
import { createVreemdeBronnen, eigenBron, type VreemdeBronnen } from './integratie/bronnen/index.ts';
import {
  createAanbod,
  createDigikoppeling,
  createWie,
  type Digikoppeling,
  digikoppelingApi,
  digikoppelingOpenapi,
  KANAAL,
  maakStromen,
  mountOpAfstand,
  type Wie,
} from './integratie/digikoppeling/index.ts';
import { createNotificaties, notificatiesApi, wilIemandCloudevents } from './integratie/notificaties/index.ts';
import { apiPages } from './interactie/api/index.ts';
import { beheerPages } from './interactie/beheer/index.ts';
import { demoHome, standIn } from './interactie/mijngemeente/index.ts';
import { staticAssets } from './interactie/ui/index.ts';
import { AANSLUITEN_PAD, FUNCTIES, maakAansluiten } from './opdrachten/aansluiten-werk.ts';
import { isOpdracht, OPDRACHTEN_PAD } from './opdrachten/opdrachttoken.ts';
import { SettingsFault } from './platform/config/index.ts';
import { type Database, raw } from './platform/db/index.ts';
import { createServer, mountFuncties, Problem, type Server } from './platform/http/index.ts';
import type { Log } from './platform/log/index.ts';
import type { Outbox } from './platform/outbox/index.ts';
import type { Clock } from './platform/time/index.ts';
import { NoIdentity, type TlsServer } from './platform/tls/index.ts';
import { createLimiter, createUsage, meter, mountMetrics } from './platform/usage/index.ts';
import {
  type Aansluiten,
  createPoort,
  OmgevingFout,
  redenenOmNietTeStarten,
  stempel,
} from './proces/aansluiten/index.ts';
import {
  createHerroepen,
  createHerroepverzoeken,
  createInrichtingen,
  createLopen,
  createVerantwoording,
  createZaakberichten,
  foutenInDragers,
  type Herroepen,
  type Inrichtingen,
  type Lopen,
  meetLopendeZaken,
  STATUSREGISTERS,
  startVouwen,
  tempoVan,
  type Verantwoording,
  wekWachtenden,
  type Zaakberichten,
} from './proces/lopendezaken/index.ts';
import { koppelZaakgebeurtenissen } from './proces/zaakgebeurtenissen/index.ts';
import { leesZaaktype, leesZaaktypen } from './registraties/catalogi/index.ts';
import { startOpruimen } from './registraties/documenten/index.ts';
import { BESCHRIJVINGEN, type GeheelPorts, mountBeschrijvingen, mountRegisters } from './registraties/geheel/index.ts';
import { rollenVanPersoon, startTelling } from './registraties/zaken/index.ts';
import { createSimulator, type Simulator } from './simulator/index.ts';

const EBMS_PAD = '/digikoppeling/ebms';

export interface App {
  /** The canonical base, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly db: Database;
  readonly ports: GeheelPorts;
  readonly outbox: Outbox;
  readonly digikoppeling: Digikoppeling;
  readonly zaakberichten: Zaakberichten;
  readonly verantwoording: Verantwoording;
  readonly aansluiten: Aansluiten;
  /** How Lopende Zaken is set up, and when its messages leave. */
  readonly inrichtingen: Inrichtingen;
  readonly lopen: Lopen;
  readonly herroepen: Herroepen;
  /** Registers of others. */
  readonly bronnen: VreemdeBronnen;
  /** Demo only. */
  readonly simulator: Simulator | null;
  readonly server: Server;
  readonly log: Log;
  readonly handelingen: Handelingen;
  stop(): Promise<void>;
}

export interface AppOptions extends FundamentOptions {
  /** In the demo: a simulator that runs elsewhere, at this base. Nothing is mounted then. */
  readonly simulatorUrl?: string;
  /** In the demo: `alle` when BSNs are made up. */
  readonly simulatorPersonen?: 'demo' | 'alle';
}

/** Starts everything that the settings ask for; when something fails, what was opened is closed again. */
export async function startApp(s: Instelling, options: AppOptions = {}): Promise<App> {
  const open: Fundament['open'] = [];
  const close = closer(open);
  try {
    return { ...(await compose(s, options, open)), stop: close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function compose(s: Instelling, options: AppOptions, open: Fundament['open']): Promise<Omit<App, 'stop'>> {
  const f = await lay(s, options, open);
  const { clock, random, log, db, net, liveness, outbox, ports } = f;
  const own = `http://${s.host}:${s.port}`;
  const domein = `zaakbode.${s.oin ?? DEMO_OIN}`;
  const inrichtingen = createInrichtingen({
    db,
    clock,
    begin: beginVan(s, ports.bases[0]!),
    keur: (nieuw, nu) => foutenInDragers(nieuw, nu, digikoppeling.beheer),
    gewijzigd: () => wekWachtenden({ db, clock, outbox, inrichtingen }),
  });
  /** The CPA of LZ_CPA, once it is loaded: before that nothing is sent under it. */
  let eigenCpa: string | null = null;
  const digikoppeling = createDigikoppeling({
    db,
    net,
    clock,
    random,
    opslag: bestandenOpslag(s),
    maxBytes: s.ebmsMax * 1024 * 1024,
    outbox,
    liveness,
    log,
    domein,
    volgorde: s.volgorde,
    stromen: maakStromen(s.dragers, { net, clock, log: (velden, wat) => log.warn(velden, wat) }),
    base: ports.bases[0]!,
    beveiliging: { keystore: f.tls.keystore, client: f.tls.client, achtervoegsels: omgevingVan(s) !== 'productie' },
    omgeving: omgevingVan(s),
    eigen: s.oin ?? DEMO_OIN,
    tempo: async (cpaId) => tempoVan(await inrichtingen.actueel(), cpaId, eigenCpa),
  });
  const { verwerkingen } = ports;
  const zaakberichten = createZaakberichten({
    db,
    outbox,
    digikoppeling,
    verwerkingen,
    rollenVan: rollenVanPersoon,
    clock,
  });
  const lopen = createLopen({ db, clock });
  const herroepen = createHerroepen({ db, outbox, inrichtingen, clock, random });
  const bronnen = await createVreemdeBronnen({ ...f, net: options.net, registers: s.bronnen, base: ports.bases[0]! });
  // Closed after the outbox, whose lanes read over it.
  open.push(bronnen.stop);
  const poort = createPoort({ omgeving: omgevingVan(s), bestaand: s.aansluiting === 'bestaand', clock });
  const handelingen = maakHandelingen(f);
  const aansluiten = maakAansluiten(s, f, {
    vierOgen: handelingen.vierOgen,
    cpas: digikoppeling.beheer,
    berichten: zaakberichten,
    poort,
    inrichting: inrichtingen.actueel,
    proefopstelling: proefopstelling(startApp, freePort),
  });
  await alsInstelling(() => stempel(db, omgevingVan(s), clock));
  const vormen = await vormenVan(s, inrichtingen);
  const delen = { digikoppeling, inrichtingen, lopen, toelating: poort, bron: bronnen.bron(eigenBron(db)), vormen };
  eigenCpa = await koppel(s, f, delen, domein, own, options.simulatorUrl ?? own);
  await alsInstelling(async () => {
    const redenen = await redenenOmNietTeStarten(db, await aansluiten.kenmerken(), s.aansluiting);
    if (redenen.length > 0) throw new OmgevingFout(redenen);
  });
  const verantwoording = createVerantwoording({ db, registers: STATUSREGISTERS });
  const { vault, uitgaand } = f;
  const bron = `urn:nld:oin:${s.oin ?? DEMO_OIN}:systeem:zaakbode`;
  const kanalen = { [KANAAL.naam]: KANAAL.kenmerken };
  const notificaties = createNotificaties({ ports, outbox, vault, clock, bron, log, kanalen, ...uitgaand });
  await notificaties.begin();
  const aanbod = createAanbod({ ports, outbox, digikoppeling, domein, oin: s.oin ?? DEMO_OIN });
  koppelZaakgebeurtenissen(outbox, { clock, base: ports.bases[0]!, gevolgd: wilIemandCloudevents });
  const { vierOgen } = handelingen;
  const herroepverzoeken = createHerroepverzoeken({ db, vierOgen, herroepen, inrichtingen });
  const waarschuwingen = waarschuwingenVan(s, f, { digikoppeling, inrichtingen, lopen, registers: bronnen });
  f.tls.start();
  open.push(f.tls.stop);
  if (s.roles.includes('worker')) {
    outbox.start();
    digikoppeling.start();
    waarschuwingen.start();
    const mislukt = (name: string, error: unknown): void =>
      log.error({ err: error }, `${name} mislukte; het wordt opnieuw geprobeerd`);
    const telling = startTelling(db, mislukt);
    const opruimen = startOpruimen(ports.opslag, mislukt);
    const vouwen = startVouwen(db, mislukt);
    open.push(outbox.stop, digikoppeling.stop, telling.stop, opruimen.stop, vouwen.stop, waarschuwingen.stop);
  }

  const ready = async () => (await db.query(raw('select 1'))).length === 1;
  const server = createServer({ log, random, ready, trustProxy: s.proxy });
  const usage = createUsage();
  const more = async () => [
    ...(await notificaties.metrics()),
    ...(await digikoppeling.metrics()),
    ...(await meetLopendeZaken(db, clock)),
    ...(await waarschuwingen.metrics()),
    ...(await bronnen.metrics()),
  ];
  mountMetrics(server, { usage, more, token: s.metricsToken });
  open.push(() => server.close());
  let simulator: Simulator | null = null;
  if (s.mode === 'demo') assertLoopbackHost(server);
  const warn = (fields: object, message: string): void => log.warn(fields, message);
  const wie = createWie({ judge: f.tls.judge, header: s.ebmsCertHeader, proxies: s.proxy, log: warn });
  digikoppeling.mount(server, EBMS_PAD, wie);
  mountOpAfstand(server, OPDRACHTEN_PAD, digikoppeling.beheer, (header) => isOpdracht(f.vault, header, clock.now()));
  const mag = (header: string | undefined): boolean => isOpdracht(f.vault, header, clock.now());
  const functies = Object.fromEntries(FUNCTIES.map((functie) => [functie, aansluiten[functie]]));
  mountFuncties(server, AANSLUITEN_PAD, functies, { mag, bodyLimit: 1024 * 1024 });
  if (s.roles.includes('web')) {
    const apis = [...BESCHRIJVINGEN.map(({ api }) => api), notificatiesApi, digikoppelingApi];
    const limiter = s.rateLimit === null ? null : createLimiter({ rate: s.rateLimit, clock });
    const clientOf = async (header: string) => (await ports.actorOf(header).catch(() => null))?.clientId ?? null;
    meter(server, { apis, clientOf, usage, limiter });
    mountRegisters(server, ports);
    notificaties.mount(server);
    bronnen.mount(server);
    aanbod.mount(server);
    const beschrijvingen = [
      { api: notificatiesApi, openapi: notificaties.openapi },
      { api: digikoppelingApi, openapi: digikoppelingOpenapi },
    ];
    mountBeschrijvingen(server, beschrijvingen, ports.bases);
    await server.register(staticAssets);
    const demo = s.mode === 'demo';
    await server.register(apiPages({ gemeente: s.gemeente, base: ports.bases[0]!, apis, demo }));
    await server.register(standIn({ gemeente: s.gemeente, demo }));
    if (s.mode === 'demo' && options.simulatorUrl === undefined) {
      simulator = demoSimulator(s, clock, own, options.simulatorPersonen);
      await server.register(simulator.plugin);
    }
    const aanmelding = maakAanmelding(s, f, handelingen, own);
    if (aanmelding !== null) {
      if (aanmelding.simulator !== null) await server.register(aanmelding.simulator.plugin);
      await server.register(
        beheerPages({
          toegang: aanmelding.toegang,
          meldingen: waarschuwingen,
          zaakberichten,
          lopendeZaken: {
            inrichtingen,
            lopen,
            verantwoording,
            herroepverzoeken,
            voorbeelden: voorbeeldenVan(s, f, delen),
            catalogus: {
              zaaktypen: (vraag) => leesZaaktypen(db, vraag),
              zaaktype: (identificatie) => leesZaaktype(db, identificatie),
            },
          },
          notificaties: notificaties.beheer,
          digikoppeling: digikoppeling.beheer,
          aansluiten,
          gemeente: s.gemeente,
          clock,
          demo,
          gebruik: usage.figures,
          bronnen: bronnen.stand,
          apis,
        }),
      );
    }
    if (demo) await server.register(demoHome(homeOf(s)));
  }
  await server.listen({ port: s.port, host: s.host });
  // Only now: who gets an abonnement of us tries at once whether we are there.
  if (s.roles.includes('worker')) bronnen.start();
  await luisterEbms(s, f, digikoppeling, wie);
  return {
    url: ports.bases[0]!,
    db,
    ports,
    outbox,
    digikoppeling,
    zaakberichten,
    verantwoording,
    inrichtingen,
    lopen,
    herroepen,
    bronnen,
    aansluiten,
    simulator,
    server,
    log,
    handelingen,
  };
}

/** What keeps this installation from starting is told as a setting that is wrong. */
async function alsInstelling(werk: () => Promise<void>): Promise<void> {
  try {
    await werk();
  } catch (fault) {
    if (fault instanceof OmgevingFout) throw new SettingsFault(fault.redenen);
    throw fault;
  }
}

/** A listener of our own with TLS on both sides, when it is asked for; nothing but ebMS is there. */
async function luisterEbms(s: Instelling, f: Fundament, digikoppeling: Digikoppeling, wie: Wie): Promise<void> {
  if (s.ebmsListen === null) return;
  const { options, attach } = tlsServer(f);
  const server = createServer({ log: f.log, random: f.random, https: options });
  const detach = attach(server.server as HttpsServer);
  f.open.push(() => server.close().finally(detach));
  digikoppeling.mount(server, EBMS_PAD, wie);
  await server.listen(s.ebmsListen);
}

function tlsServer(f: Fundament): TlsServer {
  try {
    return f.tls.server();
  } catch (error) {
    if (error instanceof NoIdentity)
      throw new SettingsFault([`EBMS_LISTEN: ${error.message} (KEYS_DIR, EBMS_CERTIFICAAT).`]);
    throw error;
  }
}

/** In the demo anyone may log in as anyone: a page elsewhere that makes a browser believe its own name is ours must not get in (DNS rebinding). */
function assertLoopbackHost(server: Server): void {
  server.addHook('onRequest', async ({ hostname }) => {
    if (['127.0.0.1', 'localhost', '[::1]', '::1'].includes(hostname)) return;
    throw new Problem('permission_denied', 'De demo is alleen bereikbaar als 127.0.0.1 of localhost.');
  });
}

function demoSimulator(s: Instelling, clock: Clock, own: string, personen: 'demo' | 'alle' = 'demo'): Simulator {
  return createSimulator({
    gemeenteEndpoint: `${own}/digikoppeling/ebms`,
    cpa: demoCpaFeiten(s.ontvanger),
    personen,
    ledgerFile: join(s.dataDir, 'simulator.jsonl'),
    checkTijdstip: s.volgorde === 'per-zender',
    now: () => clock.now(),
  });
}

function homeOf(s: Instelling): Parameters<typeof demoHome>[0] {
  const tekst =
    'De demo bewaart gegevens in een ingebouwde database. Die overleeft een afgebroken proces, maar misschien geen stroomuitval. Gebruik PostgreSQL voor echt werk.';
  return {
    gemeente: s.gemeente,
    verwijzingen: [
      {
        href: '/beheer',
        titel: 'Beheer',
        uitleg: 'Zie welke zaakberichten zijn verstuurd, wachten of aandacht vragen.',
      },
      {
        href: '/simulator',
        titel: 'Simulator van MijnOverheid',
        uitleg: 'Zie wat de burger ziet, en zet storingen aan.',
      },
      { href: '/api', titel: 'API’s', uitleg: 'Voor wie een ander systeem aansluit, met voorbeelden.' },
    ],
    mededelingen: s.databaseUrl === null ? [{ soort: 'info', titel: 'Ingebouwde database', tekst }] : [],
  };
}
