/** Looks at everything that can be wrong, compares it with what was told before, and tells what is new. */
import type { VreemdeBronnen } from '../../integratie/bronnen/index.ts';
import type { Digikoppeling } from '../../integratie/digikoppeling/index.ts';
import type { Database, Tx } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Outbox } from '../../platform/outbox/index.ts';
import { type Clock, createLoops, type Random, uuidv7 } from '../../platform/time/index.ts';
import { certificateName, type Keystore } from '../../platform/tls/index.ts';
import type { Metric } from '../../platform/usage/index.ts';
import { type Inrichtingen, type Lopen, leesStand, stilgevallen, telFouten } from '../lopendezaken/index.ts';
import type { Afzender, Gebeurtenis, Melding } from './bericht.ts';
import { type Bevinding, type Gevolg, type Lopend, type Soort, vergelijk } from './bevinding.ts';
import { GEMELD, KANAAL, mailBezorger, type Post, type Webhook, webhookBezorger } from './bezorgen.ts';
import { meetwaarden } from './meten.ts';
import {
  bijBeheerder,
  bronWeg,
  type Certificaat,
  certificaatLoopt,
  type Grenzen,
  KWARTIER_MS,
  kanaalNeer,
  onbevestigd,
  registerWeg,
  stroomVast,
  veelFouten,
} from './regels.ts';
import { begin, eindig, houdtBeurt, lopende, neemBeurt, wijzig } from './register.ts';

export interface WaarschuwingenOpties {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly outbox: Pick<Outbox, 'publish' | 'subscribe'>;
  readonly cpas: Pick<Digikoppeling['beheer'], 'cpas'>;
  /** Registers of others. */
  readonly registers: Pick<VreemdeBronnen, 'stand'>;
  readonly keystore: Pick<Keystore, 'identities'>;
  readonly inrichtingen: Pick<Inrichtingen, 'actueel' | 'geschiedenis'>;
  readonly lopen: Pick<Lopen, 'stand'>;
  readonly grenzen: Grenzen;
  readonly afzender: Afzender;
  readonly webhook: Webhook | null;
  readonly mail: Post | null;
}

/** One warning as /beheer shows it. */
export interface Waarschuwing {
  readonly soort: Soort;
  readonly sinds: Date;
  readonly tekst: string;
  readonly advies: string;
  readonly href: string;
}

export interface Waarschuwingen {
  /** What is wrong now, the oldest first. */
  lopend(): Promise<readonly Waarschuwing[]>;
  /** For who measures: what is wrong now, and how long our own certificates hold. */
  metrics(): Promise<readonly Metric[]>;
  start(): void;
  stop(): Promise<void>;
  /** One look by hand, for tests; how much was told. */
  kijk(): Promise<number>;
}

/** Between two looks of this process; those that found somebody else's turn cost one statement. */
const POLL_MS = 5_000;

/** Subscribes the ways out; call it before the outbox starts. */
export function createWaarschuwingen(opties: WaarschuwingenOpties): Waarschuwingen {
  const { db, clock, log, outbox, webhook, mail } = opties;
  if (webhook) outbox.subscribe(webhookBezorger(webhook, opties));
  if (mail) outbox.subscribe(mailBezorger(mail, opties));
  const onFault = (name: string, error: unknown): void =>
    log.error({ err: error }, `${name} mislukte; het wordt opnieuw geprobeerd`);
  const loops = createLoops({ pollMs: POLL_MS, afterFaultMs: POLL_MS, onFault });

  async function kijk(): Promise<number> {
    const nummer = await neemBeurt(db, clock);
    if (nummer === null) return 0;
    const { bevindingen, bekeken } = await zoek(await lopende(db), opties, onFault);
    return await db.transaction(async (tx) => {
      if (!(await houdtBeurt(tx, nummer))) return 0;
      const gevolgen = vergelijk(await lopende(tx), bevindingen, bekeken, clock.now());
      let told = 0;
      for (const gevolg of gevolgen) told += await verwerk(tx, gevolg, opties);
      return told;
    });
  }

  return {
    kijk,
    lopend: async () =>
      (await lopende(db)).map(({ soort, sinds, tekst, advies, href }) => ({ soort, sinds, tekst, advies, href })),
    metrics: async () => meetwaarden(await lopende(db), eigen(opties.keystore), clock.now()),
    start: () =>
      loops.add('kijken naar waarschuwingen', async () => {
        await kijk();
        return 0;
      }),
    stop: loops.stop,
  };
}

/** What is wrong now. Of what cannot be looked at nothing is said: that it is over least of all. */
async function zoek(
  lopend: readonly Lopend[],
  { db, clock, cpas, registers, keystore, inrichtingen, lopen, grenzen }: WaarschuwingenOpties,
  onFault: (name: string, error: unknown) => void,
): Promise<{ readonly bevindingen: readonly Bevinding[]; readonly bekeken: ReadonlySet<Soort> }> {
  const now = clock.now();
  const plekken: readonly (readonly [readonly Soort[], () => Promise<readonly Bevinding[]>])[] = [
    [
      ['vast', 'beheerder', 'bron'],
      async () => {
        const stand = await leesStand(db);
        const stil = await stilgevallen({ db, clock, inrichtingen, lopen }, grenzen.vastMinuten);
        return [
          ...stroomVast(stil, grenzen),
          ...onbevestigd(stand, grenzen, now),
          ...bijBeheerder(stand),
          ...bronWeg(stand, grenzen, now),
        ];
      },
    ],
    [
      ['fouten'],
      async () => {
        const aantal = await telFouten(db, new Date(now.getTime() - KWARTIER_MS));
        return veelFouten(
          aantal,
          grenzen,
          lopend.some(({ soort }) => soort === 'fouten'),
          now,
        );
      },
    ],
    [['register'], async () => registerWeg(await registers.stand(), grenzen, now)],
    [
      ['kanaal', 'certificaat'],
      async () => {
        const regels = (await cpas.cpas()).filter(({ inGebruik }) => inGebruik);
        const vanCpas = regels.flatMap(({ cpaId, certificaten }): Certificaat[] =>
          certificaten.map(({ vingerafdruk, partij, onderwerp, tot }) => ({
            vingerafdruk: gewoon(vingerafdruk),
            naam: `van ${partij} (${onderwerp})`,
            tot,
            cpaId,
          })),
        );
        return [...kanaalNeer(regels, grenzen, now), ...certificaatLoopt([...eigen(keystore), ...vanCpas], now)];
      },
    ],
  ];
  const bevindingen: Bevinding[] = [];
  const bekeken = new Set<Soort>();
  for (const [soorten, kijkDaar] of plekken) {
    try {
      bevindingen.push(...(await kijkDaar()));
      for (const soort of soorten) bekeken.add(soort);
    } catch (error) {
      onFault(`kijken naar waarschuwingen (${soorten.join(', ')})`, error);
    }
  }
  return { bevindingen, bekeken };
}

const gewoon = (vingerafdruk: string): string => vingerafdruk.replaceAll(':', '').toLowerCase();

function eigen(keystore: Pick<Keystore, 'identities'>): readonly Certificaat[] {
  return keystore.identities().map(({ certificate, fingerprint }) => ({
    vingerafdruk: fingerprint,
    naam: certificateName(certificate),
    tot: new Date(certificate.validTo),
    cpaId: null,
  }));
}

/** Stores what follows, and tells it in the same transaction; 1 when somebody is told. */
async function verwerk(tx: Tx, gevolg: Gevolg, opties: WaarschuwingenOpties): Promise<number> {
  const { clock, random } = opties;
  const now = clock.now();
  switch (gevolg.soort) {
    case 'begin': {
      const { bevinding } = gevolg;
      const id = uuidv7(clock, random);
      await begin(tx, id, bevinding, now);
      return await meld(tx, 'begin', id, bevinding, opties);
    }
    case 'tekst':
      await wijzig(tx, gevolg.lopend.id, gevolg.bevinding, null);
      return 0;
    case 'anders':
    case 'herinnering': {
      const { lopend, bevinding } = gevolg;
      await wijzig(tx, lopend.id, bevinding, now);
      return await meld(tx, gevolg.soort, lopend.id, { ...bevinding, sinds: lopend.sinds }, opties);
    }
    case 'voorbij':
      await eindig(tx, gevolg.lopend.id, now);
      return await meld(tx, 'voorbij', gevolg.lopend.id, gevolg.lopend, opties);
  }
}

async function meld(
  tx: Tx,
  gebeurtenis: Gebeurtenis,
  id: string,
  wat: Pick<Lopend, 'soort' | 'sinds' | 'tekst' | 'advies' | 'href'>,
  { clock, log, outbox }: WaarschuwingenOpties,
): Promise<number> {
  const { soort, tekst, advies, href } = wat;
  const sinds = wat.sinds.toISOString();
  const body: Melding = {
    waarschuwing: id,
    gebeurtenis,
    soort,
    sinds,
    tijd: clock.now().toISOString(),
    tekst,
    advies,
    href,
  };
  await outbox.publish(tx, [{ channel: KANAAL, kind: GEMELD, subject: id, body, trace: null }]);
  const velden = { soort, sinds, melding: tekst, gebeurtenis };
  tx.afterCommit(() => (gebeurtenis === 'voorbij' ? log.info(velden, 'voorbij') : log.warn(velden, 'waarschuwing')));
  return 1;
}
