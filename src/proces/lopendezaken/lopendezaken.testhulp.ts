/**
 * Lopende Zaken between fakes: a register in memory, two sources that answer, refuse or are away as a test says, and a
 * Digikoppeling that keeps what it is given and tells what the test wants. Outbox, tables and verwerkingenlog are real.
 * Driven by hand: nothing happens before `werk`.
 */
import { hash } from 'node:crypto';
import type { StatusContext, ZaakBetrokkene } from '../../integratie/bronnen/index.ts';
import type { Cpa, OpResultaat, Resultaat, Uitgaand } from '../../integratie/digikoppeling/index.ts';
import type { Vault } from '../../platform/crypto/index.ts';
import { testDatabase } from '../../platform/db/database.testhulp.ts';
import { type Database, sql, type Tx } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import { createOutbox, type Outbox, outboxMigrations, soleLiveness } from '../../platform/outbox/index.ts';
import { fixedClock, seededRandom, uuidv7 } from '../../platform/time/index.ts';
import { createVerwerkingenlog, verwerkingenMigrations } from '../../registraties/verwerkingen/index.ts';
import type { Bsn } from '../../standaarden/bsn/index.ts';
import { createZaakberichten } from './beheer.ts';
import {
  type AccountStand,
  type Afwijzing,
  BEGIN,
  BronOnbereikbaar,
  createHerroepen,
  createInrichtingen,
  createLopen,
  DIRECT,
  type Herroepen,
  type Inrichting,
  type Inrichtingen,
  type Instellingen,
  koppelLopendeZaken,
  type Lopen,
  laadVormen,
  lopendezakenMigrations,
  type Planning,
  type Staat,
  type Stroom,
  type Vormen,
  type Zaakberichten,
} from './index.ts';
import type { Onbekend } from './poorten.ts';
import { accountsAchter, brpAchter, createSchakelaar } from './schakelaar.ts';
import { wekWachtenden } from './wekken.ts';

/** Numbers that pass the 11-proef and are reserved for tests. */
export const BSN = { noor: '999993653', daan: '999990019', zoe: '999990135', sem: '999990202' } as const;

export const INSTELLINGEN: Instellingen = {
  cpaId: 'proef-cpa',
  oin: '00000001002564440000',
  applicatie: 'Zaakbode',
  administratie: 'Gemeente Demodam',
  ontvanger: { organisatie: '00000004003214345001', applicatie: 'MijnOverheid', administratie: 'Lopende zaken' },
  action: 'zaakbericht',
  domein: 'zaakbode.proef.example',
};

export const INRICHTING: Inrichting = {
  ...BEGIN,
  verwijzing: 'https://demodam.example/mijnzaken/{uuid}',
  geenAccountCodes: ['SIM001'],
};

/** The inrichting with its one stroom made different. */
export function metStroom(anders: Partial<Stroom>, planning: Partial<Planning> = {}): Inrichting {
  const [stroom] = INRICHTING.stromen;
  return { ...INRICHTING, stromen: [{ ...stroom!, ...anders, planning: { ...DIRECT, ...planning } }] };
}

/** What a test wants different in a context, part by part. */
export interface Anders {
  readonly statusId?: string;
  readonly datumStatusGezet?: Date;
  readonly statustoelichting?: string;
  readonly statustype?: Partial<StatusContext['statustype']>;
  readonly zaak?: Partial<StatusContext['zaak']>;
  readonly zaaktype?: Partial<StatusContext['zaaktype']>;
  readonly resultaat?: StatusContext['resultaat'];
  readonly betrokkenen?: readonly ZaakBetrokkene[];
  readonly register?: string;
}

/** Somebody in the zaak; the same number always has the same rol. */
export function betrokkene(bsn: string, anders: Partial<ZaakBetrokkene> = {}): ZaakBetrokkene {
  const soort = anders.soort ?? 'initiator';
  const rolId = rolVan(`${soort} ${bsn}`);
  return { rolId, soort, isPersoon: true, bsn, ingelogdMet: null, door: null, ...anders };
}

const rolVan = (naam: string): string =>
  hash('sha256', naam).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

/** A status that goes to MijnOverheid, unless made different. */
export function context(anders: Anders = {}): StatusContext {
  const { statustype, zaak, zaaktype, ...rest } = anders;
  return {
    statusId: '00000000-0000-7000-8000-00000000000a',
    datumStatusGezet: new Date('2026-11-02T08:30:15.250Z'),
    statustoelichting: '',
    resultaat: null,
    betrokkenen: [betrokkene(BSN.noor)],
    register: 'eigen',
    ...rest,
    statustype: {
      volgnummer: 1,
      omschrijving: 'Ontvangen',
      statustekst: 'Wij hebben uw aanvraag ontvangen.',
      informeren: true,
      isEindstatus: false,
      ...statustype,
    },
    zaak: {
      id: '00000000-0000-7000-8000-000000000001',
      identificatie: 'ZAAK-2026-0001',
      omschrijving: 'Parkeren in de Demostraat',
      toelichting: '',
      bronorganisatie: '002564440',
      startdatum: '2026-11-01',
      registratiedatum: '2026-11-01',
      einddatum: null,
      einddatumGepland: null,
      uiterlijkeEinddatum: null,
      vertrouwelijkheid: 'zaakvertrouwelijk',
      ...zaak,
    },
    zaaktype: {
      id: '00000000-0000-7000-8000-000000000002',
      identificatie: 'PARKEREN',
      omschrijving: 'Bewonersvergunning parkeren',
      publicatieIndicatie: false,
      ...zaaktype,
    },
  };
}

/** How a source behaves: away, silent about everybody, or answering per BSN. */
export type Gedrag<T> = 'weg' | 'zwijgt' | ((bsn: string) => T);

export interface Bronnen {
  brp: Gedrag<boolean | Onbekend>;
  accounts: Gedrag<AccountStand | Onbekend>;
}

/** Both sources as a test set them; `gevraagd` counts what each was asked. */
export function nepBronnen(bronnen: Bronnen) {
  const gevraagd = { brp: 0, accounts: 0 };
  const zeg =
    <T>(naam: 'brp' | 'accounts') =>
    async (bsns: readonly Bsn[]): Promise<readonly (T | Onbekend)[]> => {
      gevraagd[naam] += bsns.length;
      const gedrag = bronnen[naam] as Gedrag<T | Onbekend>;
      if (gedrag === 'weg') throw new BronOnbereikbaar(`${naam} is niet bereikbaar.`);
      return bsns.map((bsn) =>
        gedrag === 'zwijgt' ? { soort: 'onbekend', reden: `${naam} zegt niets.` } : gedrag(bsn.reveal()),
      );
    };
  return {
    gevraagd,
    authentiek: { naam: 'BRP', bekend: zeg<boolean>('brp') },
    accounts: { stand: zeg<AccountStand>('accounts') },
  };
}

export const altijdActief = (): AccountStand => ({ soort: 'actief', geactiveerdOp: null });

/** A log that keeps its lines. */
export function meelezer(): Log & { readonly regels: { niveau: string; velden: object; wat: string }[] } {
  const regels: { niveau: string; velden: object; wat: string }[] = [];
  const schrijf = (niveau: string) => (velden: object, wat: string) => void regels.push({ niveau, velden, wat });
  return { regels, debug: schrijf('debug'), info: schrijf('info'), warn: schrijf('warn'), error: schrijf('error') };
}

export interface Opstelling {
  readonly db: Database;
  readonly clock: ReturnType<typeof fixedClock>;
  readonly outbox: Outbox;
  readonly zaakberichten: Zaakberichten;
  readonly inrichtingen: Inrichtingen;
  readonly lopen: Lopen;
  readonly herroepen: Herroepen;
  /** Why this person may not be told. */
  verbod: (bsn: string) => Afwijzing | null;
  readonly log: ReturnType<typeof meelezer>;
  readonly bronnen: Bronnen;
  readonly gevraagd: { brp: number; accounts: number };
  /** The register: what stands here by status id is what there is. */
  readonly register: Map<string, StatusContext>;
  /** What was handed to Digikoppeling, in order. */
  readonly verstuurd: Uitgaand[];
  /** How many messages Digikoppeling has room for. */
  ruimte: number;
  /** Done once, while a turn is being taken: after it read the zaakberichten, before it stores what it decided. */
  tussendoor: (() => Promise<unknown>) | null;
  /** Sets a status in the register, with its event; gives the id of the status. */
  zetStatus(anders?: Anders): Promise<string>;
  /** Lets every subscriber work until nothing is left that is due. */
  werk(): Promise<void>;
  /** Tells results as Digikoppeling does. */
  meld(...resultaten: readonly Resultaat[]): Promise<void>;
  /** Acknowledges everything that was handed over and not told about. */
  bevestigAlles(): Promise<void>;
  /** Receives an answer of MijnOverheid. */
  ontvang(inhoud: string, refToMessageId?: string | null): Promise<void>;
  /** The zaakbericht of this status. */
  van(
    statusId: string,
  ): Promise<{ id: string; staat: Staat; reden: string | null; token: string | null; message_id: string }>;
  /** The states of all zaakberichten of a zaak, in the order of their status. */
  staten(zaakId?: string): Promise<readonly Staat[]>;
}

const NU = new Date('2026-11-02T09:00:00Z');

export async function startOpstelling(
  begin: Inrichting = INRICHTING,
  eigenVormen: Partial<Vormen> = {},
): Promise<Opstelling> {
  const db = await testDatabase([outboxMigrations, verwerkingenMigrations, lopendezakenMigrations]);
  const clock = fixedClock(NU);
  const random = seededRandom(11);
  const log = meelezer();
  const register = new Map<string, StatusContext>();
  const verstuurd: Uitgaand[] = [];
  const payloads = new Map<string, { inhoud: Buffer; refToMessageId: string | null }>();
  const bronnen: Bronnen = { brp: () => true, accounts: altijdActief };
  const { authentiek, accounts, gevraagd } = nepBronnen(bronnen);
  let opResultaat: OpResultaat = async () => undefined;
  let told = 0;
  const onFault = (subscriber: string, what: string, err: unknown) => log.error({ subscriber, err }, what);
  const outbox = createOutbox({ db, clock, random, liveness: soleLiveness(random), onFault });
  const digikoppeling = {
    cpas: { laad: async () => CPA, find: async () => CPA, versie: async () => CPA, vergeet: () => undefined },
    opResultaat: (handler: OpResultaat) => {
      opResultaat = handler;
    },
    ruimte: async () => self.ruimte,
    bewaar: async (tx: Tx, _cpa: Cpa, berichten: readonly Uitgaand[]) =>
      tx.afterCommit(() => void verstuurd.push(...berichten)),
    payload: async (id: string) => payloads.get(id) ?? null,
    verzonden: async (messageId: string) => ({
      payload: payloadVan(verstuurd.find((b) => b.messageId === messageId)) || null,
      enveloppe: null,
      pogingen: [],
    }),
    bevestig: async () => undefined,
  };
  const verwerkingen = createVerwerkingenlog({ vault: KLUIS, sleutel: 'proef', clock, random });
  const inrichtingen = createInrichtingen({
    db,
    clock,
    begin,
    gewijzigd: () => wekWachtenden({ db, clock, outbox, inrichtingen }),
  });
  const lopen = createLopen({ db, clock });
  const achter = { db, clock, random, terug: () => wekWachtenden({ db, clock, outbox, inrichtingen }) };
  const vormen = { ...(await laadVormen({ sjabloon: null, xsd: null })), ...eigenVormen };
  koppelLopendeZaken(outbox, {
    db,
    bron: {
      async statusContexten(ids) {
        const hook = self.tussendoor;
        self.tussendoor = null;
        await hook?.();
        return new Map(ids.flatMap((id) => (register.has(id) ? [[id, register.get(id)!]] : [])));
      },
    },
    authentiek: brpAchter(authentiek, createSchakelaar('brp', achter)),
    accounts: accountsAchter(accounts, createSchakelaar('accounts', achter)),
    digikoppeling,
    outbox,
    verwerkingen,
    instellingen: INSTELLINGEN,
    inrichtingen,
    lopen,
    vormen,
    toelating: { magVerstrekken: async (_db, vragen) => vragen.map(({ bsn }) => self.verbod(bsn.reveal())) },
    clock,
    random,
    log,
    publish: outbox.publish,
  });

  const self: Opstelling = {
    db,
    clock,
    outbox,
    zaakberichten: createZaakberichten({ db, outbox, digikoppeling, verwerkingen, rollenVan: async () => [], clock }),
    log,
    bronnen,
    gevraagd,
    register,
    verstuurd,
    inrichtingen,
    lopen,
    herroepen: createHerroepen({ db, outbox, inrichtingen, clock, random }),
    verbod: () => null,
    ruimte: 400,
    tussendoor: null,
    async zetStatus(anders = {}) {
      const made = context({ statusId: uuidv7(clock, random), ...anders });
      register.set(made.statusId, made);
      const event = { channel: 'zaken', kind: 'status.create', subject: made.zaak.id, trace: null };
      await db.transaction((tx) => outbox.publish(tx, [{ ...event, body: { resourceId: made.statusId } }]));
      return made.statusId;
    },
    async werk() {
      while ((await outbox.turn()) > 0);
    },
    meld: (...resultaten) => db.transaction((tx) => opResultaat(tx, resultaten)),
    async bevestigAlles() {
      const open = verstuurd.slice(told);
      told = verstuurd.length;
      for (const { messageId } of open) {
        await self.meld({ soort: 'verzonden', messageId });
        await self.meld({ soort: 'bevestigd', messageId });
      }
    },
    async ontvang(inhoud, refToMessageId = null) {
      const id = uuidv7(clock, random);
      payloads.set(id, { inhoud: Buffer.from(inhoud), refToMessageId });
      const body = {
        id,
        messageId: `${id}@simulator.example`,
        cpaId: 'proef-cpa',
        action: 'foutbericht',
        refToMessageId,
      };
      const event = { channel: 'digikoppeling', kind: 'bericht.ontvangen', subject: id, body, trace: null };
      await db.transaction((tx) => outbox.publish(tx, [event]));
    },
    async van(statusId) {
      const [row] = await db.query<Awaited<ReturnType<Opstelling['van']>>>(sql`
        select id, staat, reden, token, message_id from lopendezaken.zaakbericht where status_id = ${statusId}`);
      if (!row) throw new Error('there is no zaakbericht for this status');
      return row;
    },
    async staten(zaakId = context().zaak.id) {
      const rows = await db.query<{ staat: Staat }>(sql`
        select staat from lopendezaken.zaakbericht where zaak_id = ${zaakId} order by status_gezet_op, id`);
      return rows.map((row) => row.staat);
    },
  };
  return self;
}

/** The sender only hands it on. */
const CPA = { id: INSTELLINGEN.cpaId } as Cpa;

/** Deriving a real key costs 50 ms; what it keeps is tested where it lives. */
const KLUIS: Vault = { seal: () => Buffer.from('verzegeld'), open: () => 'verzegeld' };

/** The first payload of a message, as text; empty for none. */
export function payloadVan(bericht: Uitgaand | undefined): string {
  const inhoud = bericht?.bijlagen[0]?.inhoud;
  return inhoud instanceof Uint8Array ? Buffer.from(inhoud).toString('utf8') : '';
}
