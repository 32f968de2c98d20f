/**
 * What happens to a zaakbericht when its turn comes. Decided from its state, the register as it stands now and the
 * inrichting of now; the sources outside are asked only where that was left for this moment (L7).
 *
 * The register leads (L1): the message is composed from what stands there now. The addressee is the person who was
 * checked; when the register names somebody else meanwhile, nothing is sent (RS-F40). A withdrawal and a removal are an
 * operator's own decision: they repeat what was told.
 */
import type { StatusContext } from '../../integratie/bronnen/index.ts';
import type { Cpa } from '../../integratie/digikoppeling/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';
import { Bsn } from '../../standaarden/bsn/index.ts';
import {
  type Berichtsoort,
  checkZaakbericht,
  metResultaatInStatus,
  standVan,
  TOEVOEGING,
  type Zaakbericht,
} from '../../standaarden/stuf/index.ts';
import { toLocalDigits } from '../../standaarden/tijd/index.ts';
import { type Bestemming, besluit, naControle } from './besluit.ts';
import { type Bronnen, controleer } from './controle.ts';
import { berichtMet, type Inhoud } from './inhoud.ts';
import type { Inrichting, Stroom } from './inrichting.ts';
import type { Afwijzing, Instellingen, Toelating } from './poorten.ts';
import type { Zaakberichtrij } from './register.ts';
import { samenstellen } from './samenstellen.ts';
import { type Besluitregel, regelsVan } from './verantwoorden.ts';
import type { Standaard, Vormen } from './vormen.ts';

export interface StapOpties extends Bronnen {
  readonly db: Database;
  readonly toelating: Toelating;
  readonly vormen: Vormen;
  readonly instellingen: Instellingen;
  readonly clock: Clock;
  readonly random: Random;
}

/** A zaakbericht whose turn came. */
export interface Beurt extends Zaakberichtrij {
  readonly soort: 'status' | 'intrekking' | 'verwijdering';
  /** What a withdrawal or removal is about; null for a status. */
  readonly inhoud: Inhoud | null;
  /** What this person was told last of this zaak; null when nothing, or when nobody asks. */
  readonly vorige: Inhoud | null;
}

/** A message that is ready but for its number and times. */
export interface Concept {
  readonly rij: Beurt;
  readonly bericht: Zaakbericht;
  readonly berichtsoort: Berichtsoort;
  readonly standaard: Standaard;
  readonly messageId: string;
  readonly cpa: Cpa;
  readonly action: string;
  readonly controle: Gecontroleerd | null;
}

/** What was found when the account was checked just now; null when that was done before, or not yet. */
export interface Gecontroleerd {
  readonly gecontroleerdOp: Date;
  readonly besluit: readonly Besluitregel[];
}

export type Stap =
  | { readonly soort: 'versturen'; readonly concept: Concept }
  | { readonly soort: 'fout'; readonly rij: Beurt; readonly reden: string }
  | {
      readonly soort: 'niet';
      readonly rij: Beurt;
      readonly afwijzing: Afwijzing;
      readonly controle: Gecontroleerd | null;
    }
  /** A source that must be asked first cannot be reached (L8). */
  | { readonly soort: 'later'; readonly rij: Beurt; readonly reden: string; readonly kijkOverMs: number | null }
  /** Its turn came while it waits for an operator: the lane waits with it (L9). */
  | { readonly soort: 'ophouden'; readonly rij: Beurt }
  /** Ended already: there is nothing left to do. */
  | { readonly soort: 'klaar'; readonly rij: Beurt };

export const rijVan = (stap: Stap): Beurt => (stap.soort === 'versturen' ? stap.concept.rij : stap.rij);

export interface Onder {
  readonly inrichting: Inrichting;
  readonly stroom: Stroom;
  readonly cpa: Cpa | null;
  readonly action: string;
}

/** Somebody to whom it may still go, before it is asked whether he may be told and has an account. */
interface Kandidaat {
  readonly rij: Beurt;
  readonly context: StatusContext;
  readonly adres: Extract<Bestemming, { soort: 'adres' }>;
}

export async function stappenVoor(
  rows: readonly Beurt[],
  contexten: ReadonlyMap<string, StatusContext>,
  onder: Onder,
  options: StapOpties,
  signal: AbortSignal,
): Promise<readonly Stap[]> {
  const eerste = rows.map((rij) =>
    rij.soort === 'status'
      ? kandidaatOf(rij, contexten.get(rij.statusId), onder.inrichting)
      : herroep(rij, onder, options),
  );
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
    if (niet) return { soort: 'niet', rij, afwijzing: niet, controle: null };
    const controle = gevonden.get(een);
    if (!controle) return conceptOf(een, onder, null, options);
    const answer = naControle(controle, context.datumStatusGezet);
    const gedaan: Gecontroleerd = {
      gecontroleerdOp: options.clock.now(),
      besluit: regelsVan(context, een.adres, onder.inrichting, controle, null),
    };
    if (answer === 'sturen') return conceptOf(een, onder, gedaan, options);
    if (!('staat' in answer))
      return { soort: 'later', rij, reden: answer.reden, kijkOverMs: answer.kijkOverMs ?? null };
    return { soort: 'niet', rij, afwijzing: answer, controle: controle.stand === null ? null : gedaan };
  });
}

const verstrekkingVan = ({ rij, adres }: Kandidaat) =>
  ({ bsn: adres.bsn, zaakId: rij.zaakId, kanaal: 'lopende-zaken' }) as const;

/** What follows from the zaakbericht and the register alone. */
function kandidaatOf(rij: Beurt, context: StatusContext | undefined, inrichting: Inrichting): Stap | Kandidaat {
  if (rij.staat === 'fout') return { soort: 'ophouden', rij };
  if (rij.staat !== 'te_verzenden') return { soort: 'klaar', rij };
  const niet = (reden: string, staat: Afwijzing['staat'] = 'niet_van_toepassing'): Stap => ({
    soort: 'niet',
    rij,
    afwijzing: { staat, reden },
    controle: null,
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

/** Ready to be stored, unless the message cannot be made. */
function conceptOf(
  { rij, context, adres }: Kandidaat,
  onder: Onder,
  controle: Gecontroleerd | null,
  options: StapOpties,
): Stap {
  const { inrichting, stroom } = onder;
  const gemaakt = samenstellen(
    context,
    adres,
    nieuwNummer(options),
    options.instellingen,
    inrichting,
    options.clock.now(),
  );
  const bericht = inrichting.resultaatInStatus ? metResultaatInStatus(gemaakt) : gemaakt;
  const anders = stroom.standaard === 'stuf' && stroom.stijl === 'W-oud-nieuw' && rij.vorige !== null;
  const soort: Berichtsoort = anders
    ? { soort: 'wijziging', oud: standVan(berichtMet(rij.vorige!, bericht)) }
    : TOEVOEGING;
  return maak(rij, bericht, soort, onder, controle, options);
}

/** L13, lopendezaken.md 5: what was told is told again, as taken back. */
function herroep(rij: Beurt, onder: Onder, options: StapOpties): Stap {
  if (rij.staat === 'fout') return { soort: 'ophouden', rij };
  if (rij.staat !== 'te_verzenden') return { soort: 'klaar', rij };
  const { instellingen, clock } = options;
  const { oin, applicatie, administratie, ontvanger } = instellingen;
  const bericht = berichtMet(rij.inhoud!, {
    referentienummer: nieuwNummer(options),
    tijdstipBericht: toLocalDigits(clock.now()),
    zender: { organisatie: oin, applicatie, administratie },
    ontvanger,
    geadresseerde: { rol: rij.rolsoort ?? 'initiator', bsn: Bsn.parse(rij.bsn ?? '')!, authentiek: true },
  });
  const soort: Berichtsoort =
    rij.soort === 'intrekking' ? { soort: 'intrekking', ingetrokkenOp: clock.now() } : { soort: 'verwijdering' };
  return maak(rij, bericht, soort, onder, null, options);
}

const nieuwNummer = ({ clock, random }: StapOpties): string => uuidv7(clock, random);

/** Held against our own rules and the schemas of Logius; only its number, and the last digits of its moment, change after this. */
function maak(
  rij: Beurt,
  bericht: Zaakbericht,
  berichtsoort: Berichtsoort,
  { cpa, action, stroom: { standaard } }: Onder,
  controle: Gecontroleerd | null,
  { vormen, instellingen }: StapOpties,
): Stap {
  const fout = (reden: string): Stap => ({ soort: 'fout', rij, reden });
  if (cpa === null) return fout('Deze stroom heeft geen CPA: het bericht kan niet worden verzonden.');
  const fouten = checkZaakbericht(bericht, berichtsoort);
  if (fouten.length > 0) return fout(fouten.map((f) => f.melding).join(' '));
  const gekeurd = vormen.keur(standaard, vormen.schrijf(standaard, bericht, berichtsoort));
  if (gekeurd.length > 0) return fout(`Het bericht voldoet niet aan de XSD. ${gekeurd.join(' ')}`);
  const messageId = `${bericht.referentienummer}@${instellingen.domein}`;
  return { soort: 'versturen', concept: { rij, bericht, berichtsoort, standaard, messageId, cpa, action, controle } };
}
