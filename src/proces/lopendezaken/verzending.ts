/**
 * Second step: make the message when it is its turn, and hand it to Digikoppeling. The lane of the zaak then waits for
 * the acknowledgment, so the next status of this zaak leaves only after this one arrived.
 *
 * What happens when a turn comes is decided by the state of the zaakbericht, not by the event: one that is in error makes
 * its lane wait for an operator (L9), one that ended takes no turn.
 *
 * The register leads (L1): the message is composed from what stands there now. The addressee is the person who was
 * checked; when the register names somebody else meanwhile, nothing is sent (RS-F40).
 *
 * Each stroom is a subscriber of its own, with its own lanes: one that is paused, or whose CPA is dead, holds up no other.
 */
import type { StatusBron, StatusContext } from '../../integratie/bronnen/index.ts';
import type { Cpa, Digikoppeling } from '../../integratie/digikoppeling/index.ts';
import { type Database, sql, type Tx } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Delivery, Family, Outcome, Settled, Subscriber } from '../../platform/outbox/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';
import type { Verwerkingenlog } from '../../registraties/verwerkingen/index.ts';
import { Bsn } from '../../standaarden/bsn/index.ts';
import { checkZaakbericht, writeZakLk01, type Zaakbericht } from '../../standaarden/stuf/index.ts';
import { tijdstipToDigits } from '../../standaarden/tijd/index.ts';
import { TE_VERZENDEN } from './beoordeling.ts';
import { type Bestemming, besluit, naControle } from './besluit.ts';
import { type Bronnen, controleer } from './controle.ts';
import { EERSTE_STROOM, type Inrichting, type Stroom } from './inrichting.ts';
import type { Inrichtingen } from './inrichting-register.ts';
import type { Lopen } from './lopen.ts';
import { meld } from './melden.ts';
import type { Afwijzing, Instellingen, Toelating } from './poorten.ts';
import { houdOp, KOLOMMEN, type Wijziging, wijzig, type Zaakberichtrij } from './register.ts';
import { bijBeheerder, type Voltooid } from './resultaten.ts';
import { samenstellen } from './samenstellen.ts';
import { reserveer, uniekMoment } from './tijdstip.ts';
import { type Besluitregel, regelsVan } from './verantwoorden.ts';

export interface VerzendingOptions extends Bronnen {
  readonly db: Database;
  readonly bron: StatusBron;
  readonly toelating: Toelating;
  readonly digikoppeling: Pick<Digikoppeling, 'cpas' | 'ruimte' | 'bewaar'>;
  readonly verwerkingen: Verwerkingenlog;
  readonly instellingen: Instellingen;
  readonly inrichtingen: Pick<Inrichtingen, 'actueel' | 'lees'>;
  readonly lopen: Pick<Lopen, 'magNu'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** A message that is ready but for its number and times. */
interface Concept {
  readonly rij: Zaakberichtrij;
  readonly bericht: Zaakbericht;
  readonly messageId: string;
  readonly cpa: Cpa;
  readonly action: string;
  /** What was found when the account was checked just now; null when that was done before. */
  readonly controle: { readonly op: Date; readonly besluit: readonly Besluitregel[] } | null;
}

type Stap =
  | { readonly soort: 'versturen'; readonly concept: Concept }
  | { readonly soort: 'fout'; readonly rij: Zaakberichtrij; readonly reden: string }
  | { readonly soort: 'niet'; readonly rij: Zaakberichtrij; readonly afwijzing: Afwijzing }
  /** A source that must be asked first cannot be reached (L8). */
  | { readonly soort: 'later'; readonly rij: Zaakberichtrij; readonly reden: string }
  /** Its turn came while it waits for an operator: the lane waits with it (L9). */
  | { readonly soort: 'ophouden'; readonly rij: Zaakberichtrij }
  /** Ended already: there is nothing left to do. */
  | { readonly soort: 'klaar'; readonly rij: Zaakberichtrij };

/** The subscriber of each stroom. What was handed out to one stays with it: a stroom never goes away. */
export function verzenders(options: VerzendingOptions): Family {
  return {
    name: 'lopendezaken.verzending',
    async members(db) {
      const { stromen } = await options.inrichtingen.lees(db);
      return stromen.map(({ naam }) => verzenderVan(naam, options));
    },
  };
}

function verzenderVan(naam: string, options: VerzendingOptions): Subscriber {
  const { digikoppeling, lopen, inrichtingen } = options;
  return {
    name: naam === EERSTE_STROOM ? 'lopendezaken.verzending' : `lopendezaken.verzending.${naam}`,
    batch: 100,
    wants: ({ kind, body }) =>
      kind === TE_VERZENDEN && ((body as { stroom?: string | null }).stroom ?? EERSTE_STROOM) === naam,
    async capacity() {
      const stroom = stroomMet(naam, await inrichtingen.actueel());
      if (!(await lopen.magNu(stroom))) return 0;
      const weg = wegVan(stroom, options.instellingen);
      return weg === null ? 100 : await digikoppeling.ruimte(weg.cpaId);
    },
    handle: (deliveries, signal) => neemBeurten(naam, deliveries, options, signal),
    settle: (tx, settled) => settle(tx, settled, options),
  };
}

function stroomMet(naam: string, { stromen }: Inrichting): Stroom {
  const stroom = stromen.find((s) => s.naam === naam);
  if (!stroom) throw new Error(`the stroom ${naam} is gone from the inrichting`);
  return stroom;
}

/** Under what it goes; null when it goes another way. */
function wegVan({ drager }: Stroom, { cpaId, action }: Instellingen): { cpaId: string; action: string } | null {
  return drager.soort === 'cloudevents' ? null : { cpaId: drager.cpaId ?? cpaId, action: drager.action ?? action };
}

async function neemBeurten(
  naam: string,
  deliveries: readonly Delivery[],
  options: VerzendingOptions,
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const { db, bron, digikoppeling, inrichtingen, instellingen } = options;
  const inrichting = await inrichtingen.actueel();
  const weg = wegVan(stroomMet(naam, inrichting), instellingen);
  const cpa = weg === null ? null : await digikoppeling.cpas.find(weg.cpaId);
  if (weg !== null && !cpa)
    return deliveries.map(() => ({ kind: 'opnieuw', reason: `De CPA ${weg.cpaId} is niet geladen.` }));
  const ids = deliveries.map((d) => (d.event.body as { zaakbericht: string }).zaakbericht);
  const rows = await db.query<Zaakberichtrij>(
    sql`select ${KOLOMMEN} from lopendezaken.zaakbericht where id = any(${ids}::uuid[])`,
  );
  const contexten = await bron.statusContexten([...new Set(rows.map((row) => row.statusId))]);
  const stappen = await stappenVoor(rows, contexten, { inrichting, cpa, action: weg?.action ?? '' }, options, signal);
  const byId = new Map(stappen.map((stap) => [rijVan(stap).id, stap]));
  return ids.map((id): Outcome => {
    const stap = byId.get(id);
    if (!stap) return { kind: 'eind', state: 'niet_van_toepassing', reason: 'Het zaakbericht bestaat niet meer.' };
    return outcomeOf(stap, options);
  });
}

const rijVan = (stap: Stap): Zaakberichtrij => (stap.soort === 'versturen' ? stap.concept.rij : stap.rij);

interface Onder {
  readonly inrichting: Inrichting;
  readonly cpa: Cpa | null;
  readonly action: string;
}

/** Somebody to whom it may still go, before it is asked whether he may be told and has an account. */
interface Kandidaat {
  readonly rij: Zaakberichtrij;
  readonly context: StatusContext;
  readonly adres: Extract<Bestemming, { soort: 'adres' }>;
}

async function stappenVoor(
  rows: readonly Zaakberichtrij[],
  contexten: ReadonlyMap<string, StatusContext>,
  onder: Onder,
  options: VerzendingOptions,
  signal: AbortSignal,
): Promise<readonly Stap[]> {
  const eerste = rows.map((rij) => kandidaatOf(rij, contexten.get(rij.statusId), onder.inrichting));
  const kandidaten = eerste.filter((een): een is Kandidaat => !('soort' in een));
  const verbod = await options.toelating.magVerstrekken(options.db, kandidaten.map(verstrekkingVan));
  const vragen = kandidaten.filter(({ rij }, i) => rij.gecontroleerdOp === null && !verbod[i]);
  const controles = await controleer(
    vragen.map(({ context, adres: { bsn, wie } }) => ({ bsn, wie, register: context.register })),
    onder.inrichting.authentiek,
    options,
    signal,
  );
  const gevonden = new Map(vragen.map((k, i) => [k, controles[i]!]));
  const verboden = new Map(kandidaten.map((k, i) => [k, verbod[i] ?? null]));
  return eerste.map((een): Stap => {
    if ('soort' in een) return een;
    const { rij, context } = een;
    const niet = verboden.get(een);
    if (niet) return { soort: 'niet', rij, afwijzing: niet };
    const controle = gevonden.get(een);
    if (!controle) return conceptOf(een, onder, null, options);
    const answer = naControle(controle, context.datumStatusGezet);
    const regels = regelsVan(context, een.adres, onder.inrichting, controle, null);
    if (answer === 'sturen') return conceptOf(een, onder, { op: options.clock.now(), besluit: regels }, options);
    return 'staat' in answer ? { soort: 'niet', rij, afwijzing: answer } : { soort: 'later', rij, reden: answer.reden };
  });
}

const verstrekkingVan = ({ rij, adres }: Kandidaat) =>
  ({ bsn: adres.bsn, zaakId: rij.zaakId, kanaal: 'lopende-zaken' }) as const;

/** What follows from the zaakbericht and the register alone. */
function kandidaatOf(
  rij: Zaakberichtrij,
  context: StatusContext | undefined,
  inrichting: Inrichting,
): Stap | Kandidaat {
  if (rij.staat === 'fout') return { soort: 'ophouden', rij };
  if (rij.staat !== 'te_verzenden') return { soort: 'klaar', rij };
  const niet = (reden: string, staat: Afwijzing['staat'] = 'niet_van_toepassing'): Stap => ({
    soort: 'niet',
    rij,
    afwijzing: { staat, reden },
  });
  if (!context) return niet('De zaak of de status is uit het register verwijderd voordat het bericht werd verzonden.');
  const bestemmingen = besluit(context, inrichting);
  const adres = bestemmingen.find((b) => b.soort === 'adres' && b.bsn.reveal() === rij.bsn);
  if (adres?.soort === 'adres') return { rij, context, adres };
  const reden = bestemmingen.find((b) => b.soort === 'niet' && (b.wie === null || b.wie.rolId === rij.rolId));
  if (reden?.soort === 'niet') {
    const { staat, reden: waarom } = reden.afwijzing;
    return niet(`De zaak is gewijzigd voordat het bericht werd verzonden. ${waarom}`, staat);
  }
  return niet('De zaak kreeg een andere betrokkene nadat het account was gecontroleerd.');
}

function conceptOf(
  { rij, context, adres }: Kandidaat,
  { inrichting, cpa, action }: Onder,
  controle: Concept['controle'],
  { instellingen, clock, random }: VerzendingOptions,
): Stap {
  const referentienummer = uuidv7(clock, random);
  const bericht = samenstellen(context, adres.bsn, referentienummer, instellingen, inrichting, clock.now());
  const fouten = checkZaakbericht(bericht);
  if (fouten.length > 0) return { soort: 'fout', rij, reden: fouten.map((f) => f.melding).join(' ') };
  const messageId = `${referentienummer}@${instellingen.domein}`;
  return { soort: 'versturen', concept: { rij, bericht, messageId, cpa: cpa!, action, controle } };
}

function outcomeOf(stap: Stap, { clock, random }: VerzendingOptions): Outcome {
  switch (stap.soort) {
    case 'versturen':
      return { kind: 'wacht', token: stap.concept.messageId, data: stap };
    case 'fout':
      return { kind: 'wacht', token: bijBeheerder(stap.rij.id, random, clock), reason: stap.reden, data: stap };
    case 'ophouden':
      return {
        kind: 'wacht',
        token: bijBeheerder(stap.rij.id, random, clock),
        reason: stap.rij.reden ?? '',
        data: stap,
      };
    case 'niet':
      return { kind: 'eind', state: stap.afwijzing.staat, reason: stap.afwijzing.reden, data: stap };
    case 'later':
      return { kind: 'opnieuw', reason: stap.reden, data: stap };
    case 'klaar':
      return { kind: 'eind', state: stap.rij.staat, reason: stap.rij.reden ?? '' };
  }
}

async function settle(tx: Tx, settled: readonly Settled[], options: VerzendingOptions): Promise<void> {
  const wijzigingen: Wijziging[] = [];
  const concepten: Concept[] = [];
  const opgehouden: { id: string; token: string }[] = [];
  for (const { outcome } of settled) {
    const stap = outcome.data as Exclude<Stap, { soort: 'klaar' }> | Voltooid | undefined;
    if (!stap) continue;
    const token = outcome.kind === 'wacht' ? outcome.token : null;
    switch (stap.soort) {
      case 'voltooid':
        wijzigingen.push(stap.wijziging);
        break;
      case 'versturen':
        concepten.push(stap.concept);
        break;
      case 'ophouden':
        opgehouden.push({ id: stap.rij.id, token: token! });
        break;
      case 'fout': {
        const wat = 'Bericht kan niet worden gemaakt';
        wijzigingen.push({ id: stap.rij.id, staat: 'fout', reden: stap.reden, token, wat });
        break;
      }
      case 'later':
        // The same reason again is no news.
        if (stap.rij.reden !== stap.reden)
          wijzigingen.push({
            id: stap.rij.id,
            staat: stap.rij.staat,
            reden: stap.reden,
            token,
            wat: 'Controle lukte niet',
          });
        break;
      case 'niet':
        wijzigingen.push({ id: stap.rij.id, ...stap.afwijzing, token, wat: 'Niet verzonden' });
    }
  }
  wijzigingen.push(...(await maakBerichten(tx, concepten, options)));
  await wijzig(tx, wijzigingen, options.clock.now());
  await houdOp(tx, opgehouden);
  meld(tx, options.log, wijzigingen);
}

/** Numbers, envelopes, the verwerkingenlog and the state, in one transaction: a disclosure without its log row does not happen. */
async function maakBerichten(
  tx: Tx,
  concepten: readonly Concept[],
  options: VerzendingOptions,
): Promise<readonly Wijziging[]> {
  const [first] = concepten;
  if (!first) return [];
  const { digikoppeling, verwerkingen, instellingen, toelating, clock } = options;
  const verbod = await toelating.magVerstrekken(
    tx,
    concepten.map(({ rij, bericht }) => ({ bsn: bericht.initiator.bsn, zaakId: rij.zaakId, kanaal: 'lopende-zaken' })),
  );
  // Taken back between the question and this moment: the turn begins again, and finds that out.
  if (verbod.some((een) => een !== null)) throw new Error('een zaakbericht mag intussen niet meer worden verstrekt');
  const eerste = await reserveer(tx, instellingen.oin, clock.now(), concepten.length);
  const momenten = await uniekMoment(
    tx,
    concepten.map((c) => ({
      zaakId: c.rij.zaakId,
      statusId: c.rij.statusId,
      moment: c.bericht.status.datumStatusGezet,
    })),
  );
  const klaar = concepten.map((concept, i) => {
    const status = { ...concept.bericht.status, datumStatusGezet: momenten[i]!.moment };
    return {
      concept,
      cijfers: momenten[i]!.cijfers,
      xml: writeZakLk01({ ...concept.bericht, status, tijdstipBericht: tijdstipToDigits(eerste + i) }),
    };
  });
  await digikoppeling.bewaar(
    tx,
    first.cpa,
    klaar.map(({ concept, xml }) => ({
      cpaId: first.cpa.id,
      vanPartij: instellingen.oin,
      action: concept.action,
      messageId: concept.messageId,
      conversationId: concept.messageId,
      bijlagen: [{ contentType: 'application/xml', inhoud: Buffer.from(xml, 'utf8') }],
    })),
  );
  await verwerkingen.schrijf(
    tx,
    klaar.map(({ concept }) => ({
      betrokkene: Bsn.parse(concept.rij.bsn ?? '') ?? concept.bericht.initiator.bsn,
      activiteit: 'lopende-zaken',
      naam: 'Status van een zaak aan MijnOverheid gestuurd',
      ontvanger: instellingen.ontvanger.organisatie,
      object: concept.rij.zaaknummer,
      trace: concept.rij.trace,
    })),
  );
  return klaar.map(({ concept, cijfers }) => ({
    id: concept.rij.id,
    staat: 'te_verzenden',
    reden: null,
    token: concept.messageId,
    wat: 'Bericht gemaakt',
    messageId: concept.messageId,
    referentienummer: concept.bericht.referentienummer,
    momentCijfers: cijfers,
    ...(concept.controle && { gecontroleerdOp: concept.controle.op, besluit: concept.controle.besluit }),
  }));
}
