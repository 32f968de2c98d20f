/**
 * How Lopende Zaken is set up: one document, kept by version with who changed it, when and why (`inrichting-register.ts`).
 * What the functional administrator decides stands here, so that it is changed in /beheer without a restart and every
 * zaakbericht can say under which version it was decided. What belongs to the installation (addresses, keys) is a setting.
 */
import type { Rolsoort } from '../../integratie/bronnen/index.ts';
import { VERTROUWELIJKHEDEN, type Vertrouwelijkheid } from '../../standaarden/zgw/index.ts';

export interface Inrichting {
  /** From 1; 0 is what the settings say, as long as nobody changed anything. */
  readonly versie: number;
  /** A status goes by the first stroom that has its zaaktype (A2). Never empty; each naam once. */
  readonly stromen: readonly Stroom[];
  /** Per zaaktype, by its identificatie, what overrules the catalogus (L2). */
  readonly zaaktypen: Readonly<Record<string, ZaaktypeInrichting>>;
  /** Only zaaktypen of which the catalogus says `publicatieIndicatie` (L2), unless one is switched on here. */
  readonly alleenMetPublicatie: boolean;
  /** Which kinds of rol are told; each person by a zaakbericht of his own. Never empty. */
  readonly rollen: readonly Rolsoort[];
  /** What makes a BSN authentic, asked in this order until one says yes (L5). Empty: no BSN is. */
  readonly authentiek: readonly AuthentiekKeuze[];
  /** Zaken that are more confidential than this are not sent. */
  readonly maxVertrouwelijkheid: Vertrouwelijkheid;
  /** URL of the dossier with `{uuid}` and `{zaaknummer}` (L12); null for none. A zaaktype may have its own. */
  readonly verwijzing: string | null;
  /** Where the reference stands in the message. */
  readonly verwijzingPlaats: 'status-toelichting' | 'zaak-toelichting';
  /** MijnOverheid shows no resultaat: its text is put before that of the last status. */
  readonly resultaatInStatus: boolean;
  /** Codes with which MijnOverheid says that there is no account (L11). */
  readonly geenAccountCodes: readonly string[];
  /** Messages that an operator may cause on his own account; both are off until Logius confirms that it processes them. */
  readonly acties: { readonly intrekken: boolean; readonly verwijderen: boolean };
}

/** A zaakberichtstroom: some zaaktypen, the form of their messages, the way they go, and when. */
export interface Stroom {
  /** Lower case letters, digits and dashes; never used again for another. */
  readonly naam: string;
  /** Identificaties of zaaktypen; null for all that no stroom before it has. */
  readonly zaaktypen: readonly string[] | null;
  readonly standaard: 'stuf' | 'mo-bericht';
  /** StUF only: a T for each status, or after the first one a W with the old and the new state. */
  readonly stijl: 'T-per-status' | 'W-oud-nieuw';
  readonly drager: Drager;
  readonly planning: Planning;
}

/**
 * `digikoppeling`: under this CPA and action (null: those of LZ_CPA and LZ_ACTION); whether we send it, another adapter or a
 * folder of files is set at Digikoppeling (DIGIKOPPELING_DRAGERS). `cloudevents`: the connection that MijnOverheid pulls
 * from tells of these zaken.
 */
export type Drager =
  | { readonly soort: 'digikoppeling'; readonly cpaId: string | null; readonly action: string | null }
  | { readonly soort: 'cloudevents' };

/** When messages leave (L6). What waits keeps its order. */
export interface Planning {
  /** Minutes between the beginnings of two runs; 0: as soon as there is something. */
  readonly intervalMinuten: number;
  /** Only at these times, Dutch time; null: always. */
  readonly venster: Venster | null;
  /** Nothing leaves until it ends; the account check goes on. */
  readonly pauze: { readonly reden: string } | null;
  /** At most so many messages a second (A13); null: no limit of ours. */
  readonly perSeconde: number | null;
  /** L7: the account is checked at once after the change, or when the message is about to leave. */
  readonly controle: 'bij_wijziging' | 'bij_verzending';
}

export interface Venster {
  /** 1 is Monday, 7 is Sunday. */
  readonly dagen: readonly number[];
  /** `HH:MM`; `tot` before `van` runs past midnight. */
  readonly van: string;
  readonly tot: string;
}

export interface ZaaktypeInrichting {
  /** null: as the catalogus says. False: nothing of this zaaktype is told. */
  readonly aan: boolean | null;
  /** Instead of the reference of the inrichting; `geen` for none, null for the same. */
  readonly verwijzing: string | null;
  /** By the omschrijving of the statustype. */
  readonly statustypen: Readonly<Record<string, StatustypeInrichting>>;
}

export interface StatustypeInrichting {
  /** null: as the catalogus says (`informeren`). */
  readonly aan: boolean | null;
  /** The text for the citizen; null: that of the catalogus (`statustekst`). */
  readonly tekst: string | null;
}

/**
 * `brp`: the source of LZ_BRP_URL knows the person. `ingelogd`: he logged in with DigiD when he took his rol. `client`:
 * an application whose BSNs are trusted, by its clientId. `register`: another register that is trusted, by its name.
 */
export type AuthentiekKeuze =
  | { readonly soort: 'brp' }
  | { readonly soort: 'ingelogd' }
  | { readonly soort: 'client'; readonly clientId: string }
  | { readonly soort: 'register'; readonly register: string };

export const DIRECT: Planning = {
  intervalMinuten: 0,
  venster: null,
  pauze: null,
  perSeconde: null,
  controle: 'bij_wijziging',
};

/** The name of the stroom that is there when nobody set any up. */
export const EERSTE_STROOM = 'lopende-zaken';

/** How it begins: one stroom for all zaaktypen, sent at once, to the initiator, when the BRP knows him. */
export const BEGIN: Inrichting = {
  versie: 0,
  stromen: [
    {
      naam: EERSTE_STROOM,
      zaaktypen: null,
      standaard: 'stuf',
      stijl: 'T-per-status',
      drager: { soort: 'digikoppeling', cpaId: null, action: null },
      planning: DIRECT,
    },
  ],
  zaaktypen: {},
  alleenMetPublicatie: false,
  rollen: ['initiator'],
  authentiek: [{ soort: 'brp' }],
  maxVertrouwelijkheid: 'zaakvertrouwelijk',
  verwijzing: null,
  verwijzingPlaats: 'status-toelichting',
  resultaatInStatus: false,
  geenAccountCodes: [],
  acties: { intrekken: false, verwijderen: false },
};

/** The stroom of a zaaktype; null when none has it. */
export function stroomVan({ stromen }: Pick<Inrichting, 'stromen'>, zaaktype: string): Stroom | null {
  return stromen.find(({ zaaktypen }) => zaaktypen === null || zaaktypen.includes(zaaktype)) ?? null;
}

/**
 * Messages a second under this CPA: the least that a stroom under it allows; null for no limit (A13). `eigen` is the CPA of
 * a stroom that names none; null when there is none.
 */
export function tempoVan({ stromen }: Pick<Inrichting, 'stromen'>, cpaId: string, eigen: string | null): number | null {
  const grenzen = stromen.flatMap(({ drager, planning: { perSeconde } }) =>
    drager.soort === 'digikoppeling' && (drager.cpaId ?? eigen) === cpaId && perSeconde !== null ? [perSeconde] : [],
  );
  return grenzen.length === 0 ? null : Math.min(...grenzen);
}

/** What overrules the catalogus for a zaaktype, and for one of its statustypen. */
export function keuzeVoor(
  { zaaktypen }: Pick<Inrichting, 'zaaktypen'>,
  zaaktype: string,
  statustype: string,
): { readonly zaaktype: ZaaktypeInrichting | null; readonly statustype: StatustypeInrichting | null } {
  // A zaaktype may be called `toString`.
  const eigen = Object.hasOwn(zaaktypen, zaaktype) ? zaaktypen[zaaktype]! : null;
  const status = eigen && Object.hasOwn(eigen.statustypen, statustype) ? eigen.statustypen[statustype]! : null;
  return { zaaktype: eigen, statustype: status };
}

const NAAM = /^[a-z0-9][a-z0-9-]{0,39}$/;
const KLOKTIJD = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const MAX_TEKST = 1_000;
const MAX_CODE = 40;
const CODE = new RegExp(`^\\S{1,${MAX_CODE}}$`);
const DAG_MINUTEN = 24 * 60;

/** What is wrong with it, as sentences for the administrator; empty when nothing is. */
export function foutenIn(inrichting: Inrichting): readonly string[] {
  const { stromen, zaaktypen, rollen, maxVertrouwelijkheid, verwijzing, authentiek, geenAccountCodes } = inrichting;
  const fouten: string[] = [];
  const eis = (houdt: boolean, fout: string): void => {
    if (!houdt) fouten.push(fout);
  };
  eis(stromen.length > 0, 'Er is geen zaakberichtstroom. Maak er minstens één.');
  eis(new Set(stromen.map(({ naam }) => naam)).size === stromen.length, 'Twee stromen hebben dezelfde naam.');
  fouten.push(...foutenInVerdeling(stromen));
  for (const { naam, drager, planning } of stromen) {
    eis(NAAM.test(naam), `De naam "${naam}" kan niet: gebruik kleine letters, cijfers en streepjes, hoogstens 40.`);
    if (drager.soort === 'digikoppeling')
      eis(drager.cpaId !== '' && drager.action !== '', `Stroom ${naam}: kies een CPA en een action.`);
    for (const fout of foutenInPlanning(planning)) fouten.push(`Stroom ${naam}: ${fout}`);
  }
  eis(rollen.length > 0, 'Kies minstens één rol die bericht krijgt.');
  for (const keuze of authentiek) {
    if (keuze.soort === 'client')
      eis(keuze.clientId.trim() !== '', 'Vul de client-id in van de applicatie die u vertrouwt.');
    if (keuze.soort === 'register') eis(keuze.register !== '', 'Kies het register dat u vertrouwt.');
  }
  const dubbel = authentiek.map((keuze) => JSON.stringify(keuze));
  eis(new Set(dubbel).size === dubbel.length, 'U koos een bron voor het BSN twee keer. Kies elke bron één keer.');
  eis(
    geenAccountCodes.every((code) => CODE.test(code)),
    `Een foutcode heeft geen spaties en hoogstens ${MAX_CODE} tekens. Zet een komma tussen twee codes.`,
  );
  eis(VERTROUWELIJKHEDEN.includes(maxVertrouwelijkheid), 'Deze vertrouwelijkheid bestaat niet.');
  for (const [zaaktype, eigen] of Object.entries(zaaktypen)) {
    if (eigen.verwijzing !== 'geen') fouten.push(...foutenInVerwijzing(eigen.verwijzing, `Zaaktype ${zaaktype}: `));
    for (const [statustype, { tekst }] of Object.entries(eigen.statustypen)) {
      eis(
        (tekst ?? '').length <= MAX_TEKST,
        `Zaaktype ${zaaktype}, status ${statustype}: maak de tekst korter dan ${MAX_TEKST} tekens.`,
      );
    }
  }
  return [...fouten, ...foutenInVerwijzing(verwijzing, '')];
}

/** Each zaaktype goes by one stroom, and one takes the rest: of two, the second would silently get nothing. */
function foutenInVerdeling(stromen: readonly Stroom[]): readonly string[] {
  const bij = new Map<string, string>();
  const fouten: string[] = [];
  for (const { naam, zaaktypen } of stromen) {
    for (const zaaktype of new Set(zaaktypen ?? [])) {
      const eerder = bij.get(zaaktype);
      if (eerder === undefined) bij.set(zaaktype, naam);
      else fouten.push(`Zaaktype ${zaaktype} zit in twee stromen: ${eerder} en ${naam}. Haal het uit een van de twee.`);
    }
  }
  const rest = stromen.filter(({ zaaktypen }) => zaaktypen === null).map(({ naam }) => naam);
  if (rest.length > 1) fouten.push(`Eén stroom kan de overige zaaktypen krijgen, niet ${rest.join(' en ')} allebei.`);
  return fouten;
}

function foutenInPlanning({ intervalMinuten, venster, pauze, perSeconde }: Planning): readonly string[] {
  const fouten: string[] = [];
  if (!Number.isInteger(intervalMinuten) || intervalMinuten < 0 || intervalMinuten > DAG_MINUTEN)
    fouten.push('het interval is een heel aantal minuten, van 0 tot een dag (1440).');
  if (perSeconde !== null && !(perSeconde > 0 && perSeconde <= 10_000))
    fouten.push('het aantal berichten per seconde ligt tussen 0 en 10000.');
  if (pauze !== null && pauze.reden.trim() === '') fouten.push('zeg waarom er wordt gepauzeerd.');
  if (venster !== null) {
    const dagen = new Set(venster.dagen);
    if (dagen.size === 0 || [...dagen].some((dag) => !Number.isInteger(dag) || dag < 1 || dag > 7))
      fouten.push('kies minstens één dag waarop er wordt verzonden.');
    if (!KLOKTIJD.test(venster.van) || !KLOKTIJD.test(venster.tot) || venster.van === venster.tot)
      fouten.push('geef twee verschillende tijden als 08:00 en 18:00.');
  }
  return fouten;
}

function foutenInVerwijzing(verwijzing: string | null, waar: string): readonly string[] {
  if (verwijzing === null) return [];
  const proef = verwijzing.replaceAll('{uuid}', 'x').replaceAll('{zaaknummer}', 'x');
  if (/[{}]/.test(proef)) return [`${waar}de verwijzing kent alleen {uuid} en {zaaknummer}.`];
  if (!URL.canParse(proef) || !/^https?:$/.test(new URL(proef).protocol))
    return [`${waar}de verwijzing is geen webadres.`];
  return [];
}
