/**
 * The simulator put together: a stand-in for MijnOverheid Lopende Zaken and for the BRP check.
 *
 * It is our interpretation, not MijnOverheid itself: the real field tables, error codes and service names are handed out to
 * connected organisations only. Its message handler is written apart from the product's own, so that the two can disagree.
 */
import type { FastifyPluginAsync } from 'fastify';
import { createDrukte } from './basis/drukte.ts';
import { createStufKlok } from './basis/tijd.ts';
import { realToeval } from './basis/toeval.ts';
import { openGrootboek } from './boek/grootboek.ts';
import { JournaalFout } from './boek/journaal.ts';
import { type LedgerRegel, toLedgerRegel } from './boek/regel.ts';
import { createOntvangst, type RuwBericht } from './ebms/ontvangst.ts';
import { organisatieVan, type SimulatorOptions } from './opties.ts';
import type { AccountStand } from './personen/demo.ts';
import { verstuurPost } from './post.ts';
import { leesBestanden } from './schermen/bestanden.ts';
import { leesStand, type SimulatorStand } from './stand.ts';
import { createGedrag } from './storingen/gedrag.ts';
import { wijzig } from './storingen/invoer.ts';
import type { StoringWijziging } from './storingen/soorten.ts';
import { createStoringen, geenStoringen } from './storingen/storingen.ts';
import { createTellers } from './tellers.ts';
import { createPostbode } from './uitgaand/postbode.ts';
import { createSignalen } from './uitgaand/signalen.ts';
import { afnemerRoutes } from './web/afnemer.ts';
import { bestuurRoutes } from './web/bestuur.ts';
import { dienstRoutes } from './web/diensten.ts';
import { ebmsRoutes } from './web/ebms.ts';
import { createPaginas, withSecurityHeaders } from './web/paginas.ts';
import { probleem } from './web/probleem.ts';
import { wusRoutes } from './web/wus.ts';

export interface Simulator {
  /** Everything under `/simulator`, whether or not it is registered with that prefix. Closing the app closes the simulator. */
  readonly plugin: FastifyPluginAsync;
  /** Every message taken in, in order of arrival. */
  ledger(): LedgerRegel[];
  stand(): SimulatorStand;
  /** The last 20 messages as they came, BSNs masked, latest first. */
  laatsteBerichten(): readonly RuwBericht[];
  /** @throws StoringFout when the change makes no sense; then nothing changes */
  setFault(wijziging: StoringWijziging): void;
  /** Opens or closes the account of a fictional person; false when there is no such person. */
  setAccount(persoon: string, account: AccountStand): boolean;
  /** Runs the mail now and gives the number of mails. */
  verstuurPost(): number;
  /** Resolves when no signal or foutbericht is waiting or under way. */
  rust(): Promise<void>;
  /** Stops everything and closes the ledger file. May be called twice. */
  close(): Promise<void>;
}

/** @throws JournaalFout when the ledger file cannot be read */
export function createSimulator(options: SimulatorOptions): Simulator {
  const { cpa, gemeenteEndpoint, now = () => new Date(), random = realToeval, mailIntervalMs = 60_000 } = options;
  const geenAccountCode = options.geenAccountCode === undefined ? 'SIM001' : options.geenAccountCode;
  const { toDigits } = createStufKlok();
  const boek = openGrootboek({ bestand: options.ledgerFile, personen: options.personen ?? 'demo', random });
  const storingen = createStoringen(geenStoringen(geenAccountCode), random);
  const tellers = createTellers();
  const drukte = createDrukte();
  const gedrag = createGedrag(() => {
    tellers.storingen += 1;
  });
  const postbode = createPostbode({
    endpoint: typeof gemeenteEndpoint === 'string' ? () => gemeenteEndpoint : gemeenteEndpoint,
    concurrency: options.ackConcurrency ?? 8,
    herhaalSchemaMs: options.herhaalSchemaMs ?? [200, 1_000, 3_000, 10_000],
  });
  const ontvanger = {
    organisatie: options.ontvanger?.organisatie ?? organisatieVan(cpa.ownPartyId),
    applicatie: options.ontvanger?.applicatie ?? null,
    administratie: options.ontvanger?.administratie ?? null,
  };
  const signalen = createSignalen({
    cpa,
    boek,
    storingen,
    postbode,
    tellers,
    drukte,
    now,
    toDigits,
    zelf: {
      organisatie: ontvanger.organisatie,
      applicatie: ontvanger.applicatie ?? 'MijnOverheid',
      administratie: ontvanger.administratie ?? 'Lopende zaken',
    },
    foutberichtHerhaalMs: options.foutberichtHerhaalMs ?? 30_000,
  });
  const ontvangst = createOntvangst({
    cpa,
    boek,
    storingen,
    signalen,
    tellers,
    now,
    verwacht: { ontvanger, zender: organisatieVan(cpa.peerPartyId) },
    checkTijdstip: options.checkTijdstip ?? true,
  });

  const stand = (): SimulatorStand => leesStand(boek, storingen, tellers, postbode);
  const setFault = (wijziging: unknown): void => {
    const changed = wijzig(storingen.stand, wijziging, geenAccountCode);
    storingen.zet(changed.stand, changed.zaad);
  };
  const bestanden = leesBestanden();
  const paginas = createPaginas({ boek, bestanden, mailIntervalMs, stand, toDigits });

  let mailRun: NodeJS.Timeout | undefined;
  let closed: Promise<void> | undefined;

  /** A ledger that can no longer be written already shows itself at the next message; the mail then waits. */
  function runMail(): void {
    try {
      verstuurPost(boek, now());
    } catch (fault) {
      if (!(fault instanceof JournaalFout)) throw fault;
    }
  }

  function stop(): void {
    clearInterval(mailRun);
    gedrag.close();
    signalen.close();
  }

  function close(): Promise<void> {
    stop();
    closed ??= postbode.close().then(() => boek.sluit());
    return closed;
  }

  const routes: FastifyPluginAsync = async (app) => {
    app.setErrorHandler((error, _request, reply) => {
      const { statusCode = 500 } = error as { statusCode?: number };
      if (error instanceof JournaalFout) return probleem(reply, 503, 'Het grootboek is dicht', error.message);
      if (statusCode < 500)
        return probleem(
          reply,
          statusCode,
          'Het verzoek klopt niet',
          'Controleer het adres, de Content-Type en de inhoud.',
        );
      return probleem(
        reply,
        500,
        'De simulator maakte een fout',
        'Probeer het opnieuw, of start de simulator opnieuw.',
      );
    });
    app.setNotFoundHandler((_request, reply) =>
      withSecurityHeaders(reply)
        .code(404)
        .type('text/html; charset=utf-8')
        .send(
          paginas.melding(
            'Deze pagina is er niet',
            'Misschien is de simulator opnieuw begonnen, of klopt het adres niet.',
          ),
        ),
    );
    app.addHook('onReady', async () => {
      signalen.hervat();
      mailRun = setInterval(runMail, mailIntervalMs);
      mailRun.unref();
    });
    app.addHook('preClose', async () => stop());
    app.addHook('onClose', close);
    await app.register(ebmsRoutes(ontvangst, storingen, gedrag, drukte));
    await app.register(dienstRoutes(boek.personen, storingen, gedrag, tellers));
    await app.register(wusRoutes(boek.personen, storingen, gedrag, tellers));
    await app.register(
      bestuurRoutes({
        boek,
        ontvangst,
        now,
        stand,
        zetStoring: setFault,
        toonFouten: (waarden, fouten) => paginas.overzicht({ waarden, fouten }),
      }),
    );
    await app.register(afnemerRoutes(bestanden, now, toDigits));
    await app.register(paginas.routes);
  };

  return {
    plugin: async (app) => {
      await app.register(routes, { prefix: app.prefix.endsWith('/simulator') ? '' : '/simulator' });
    },
    ledger: () => boek.regels.map(toLedgerRegel),
    stand,
    laatsteBerichten: () => ontvangst.laatste(),
    setFault,
    setAccount(persoon, account) {
      if (boek.personen.metId(persoon) === null) return false;
      boek.boek({ soort: 'account', persoon, account });
      return true;
    },
    verstuurPost: () => verstuurPost(boek, now()),
    rust: () => drukte.rust(),
    close,
  };
}
