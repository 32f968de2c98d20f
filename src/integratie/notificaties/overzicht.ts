/**
 * What the pages of the operator show: kanalen, abonnementen, what became of deliveries, and every signal. No personal
 * data: of a message only what names it (kanaal, resource, actie, ids), and a BSN that slipped into a word is masked.
 */
import { type Database, sql } from '../../platform/db/index.ts';
import {
  COUNTED,
  type DeliveryLine,
  deliveriesOf,
  type EventFilter,
  eventsOn,
  fatesOf,
  type LogPage,
  type OutboxEvent,
  standings,
  subscribersNamed,
} from '../../platform/outbox/index.ts';
import type { NotificatieBody } from '../../registraties/kern/index.ts';
import { maskBsn } from '../../standaarden/bsn/index.ts';
import { ABONNEE } from './api.ts';
import { CLOUDEVENTS, type KanaalFilter, type Wens } from './filter.ts';

/** Counts do not go beyond this. */
export const GETELD = COUNTED;

export interface KanaalRegel {
  readonly naam: string;
  /** Of a register of ours, or of another source that publishes here. */
  readonly eigen: boolean;
  readonly kenmerken: readonly string[];
  readonly documentatieLink: string;
  /** How many abonnementen ask for it. */
  readonly abonnementen: number;
}

export interface Abonnement extends Wens {
  readonly id: string;
  readonly callbackUrl: string;
  readonly cloudevents: boolean;
  /** The application, or the operator, that asked for it. */
  readonly aanvrager: string;
  readonly aangemaaktOp: Date;
  readonly gepauzeerd: boolean;
  /** Why it is paused; empty while it is not. */
  readonly reden: string;
  /** Since when nothing gets through, and what was said last. */
  readonly storingSinds: Date | null;
  readonly storing: string;
  /** To the minute. */
  readonly laatstAfgeleverd: Date | null;
  readonly laatsteNummer: number;
  /** Deliveries that wait, at most `GETELD`. */
  readonly wachtend: number;
  readonly wachtSinds: Date | null;
  /** Given up because they were refused, at most `GETELD`. */
  readonly geweigerd: number;
}

export const AFLEVERSTATEN = ['open', 'klaar', 'geweigerd', 'vervallen'] as const;
export type Afleverstaat = (typeof AFLEVERSTATEN)[number];

/** What names a message. */
export interface Kop {
  /** The same in every delivery of it. */
  readonly id: string;
  readonly op: Date;
  readonly kanaal: string;
  readonly resource: string;
  readonly actie: string;
  readonly hoofdObject: string;
}

export interface Aflevering extends Kop {
  readonly nummer: number;
  readonly staat: Afleverstaat;
  readonly pogingen: number;
  readonly reden: string;
  readonly klaarOp: Date | null;
}

export interface Signaal extends Kop {
  /** False while the subscribers have not been looked up for it. */
  readonly verdeeld: boolean;
  readonly bij: readonly {
    readonly abonnement: string;
    /** Null when the abonnement was given up. */
    readonly callbackUrl: string | null;
    readonly nummer: number;
    readonly staat: Afleverstaat;
    readonly reden: string;
  }[];
}

/** All that is given must hold. */
export interface SignaalFilter {
  readonly kanaal?: string;
  readonly resource?: string;
  readonly actie?: string;
  /** Id of the notification or of the main object. */
  readonly id?: string;
  /** Below this number. */
  readonly voor?: number;
}

export interface AfleveringFilter extends SignaalFilter {
  readonly staat?: Afleverstaat;
}

export interface Bladzijde<T> {
  readonly regels: readonly T[];
  /** `voor` of the next page; null at the end. A page may be empty and not be the last: it looks so far and no further. */
  readonly verder: number | null;
}

export interface Overzicht {
  kanalen(): Promise<readonly KanaalRegel[]>;
  abonnementen(): Promise<readonly Abonnement[]>;
  abonnement(id: string): Promise<Abonnement | null>;
  /** Deliveries of an abonnement, the highest number first. */
  afleveringen(id: string, filter: AfleveringFilter): Promise<Bladzijde<Aflevering>>;
  /** Everything that was published, the newest first, with who got it. */
  signalen(filter: SignaalFilter): Promise<Bladzijde<Signaal>>;
}

interface Rij extends Wens {
  readonly id: string;
  readonly callbackUrl: string;
  readonly cloudevents: boolean;
  readonly aanvrager: string;
  readonly aangemaaktOp: Date;
  readonly gepauzeerd: boolean;
  readonly reden: string;
  readonly storingSinds: Date | null;
  readonly storing: string;
  readonly laatstAfgeleverd: Date | null;
}

/** `kanalenVanOns`: the names of those that are of a component of ours. */
export function createOverzicht(db: Database, kanalenVanOns: readonly string[]): Overzicht {
  const eigen = new Set(kanalenVanOns);
  const namen = async (): Promise<readonly string[]> =>
    (await db.query<{ naam: string }>(sql`select naam from notificaties.kanaal order by naam`)).map(({ naam }) => naam);
  const lees = async (id: string | null): Promise<readonly Abonnement[]> => {
    const rijen = await db.query<Rij>(sql`
      select id, callback_url as "callbackUrl", send_cloudevents as cloudevents, kanalen,
        cloudevent_filters as "cloudeventFilters", client_id as aanvrager, aangemaakt_op as "aangemaaktOp",
        stand = 'gepauzeerd' as gepauzeerd, reden, storing_sinds as "storingSinds", storing,
        laatst_afgeleverd as "laatstAfgeleverd"
      from notificaties.abonnement where ${id}::uuid is null or id = ${id} order by id`);
    const standen = await standings(
      db,
      rijen.map((rij) => `${ABONNEE}${rij.id}`),
    );
    return rijen.map((rij, i) => {
      const { last, open, oldest, ended } = standen[i]!;
      const cijfers = { laatsteNummer: last, wachtend: open, wachtSinds: oldest, geweigerd: ended };
      return { ...rij, reden: maskBsn(rij.reden), ...cijfers };
    });
  };

  return {
    abonnementen: () => lees(null),
    abonnement: async (id) => (await lees(id))[0] ?? null,
    async kanalen() {
      const rijen = await db.query<Omit<KanaalRegel, 'eigen'>>(sql`
        select k.naam, k.filters as kenmerken, k.documentatie_link as "documentatieLink",
          (select count(*) from notificaties.abonnement a where exists (
            select 1 from json_array_elements(a.kanalen) e where e ->> 'naam' = k.naam)) as abonnementen
        from notificaties.kanaal k order by k.naam`);
      return rijen.map((rij) => ({ ...rij, eigen: eigen.has(rij.naam) }));
    },
    async afleveringen(id, { staat, ...filter }) {
      const page = await deliveriesOf(db, `${ABONNEE}${id}`, {
        ...eventFilter(filter),
        ...(staat && { state: staat }),
      });
      return bladzijde(page, aflevering);
    },
    async signalen(filter) {
      const page = await eventsOn(db, [...(await namen()), CLOUDEVENTS], eventFilter(filter));
      const [abonnees, abonnementen] = await Promise.all([
        subscribersNamed(db, ABONNEE),
        db.query<{ id: string; url: string }>(sql`select id, callback_url as url from notificaties.abonnement`),
      ]);
      const adressen = new Map(abonnementen.map(({ id, url }) => [id, url]));
      const lot = await fatesOf(
        db,
        page.lines.map(({ nr }) => nr),
        abonnees,
      );
      return bladzijde(page, (event) => ({
        ...kop(event),
        verdeeld: !event.fresh,
        bij: lot
          .filter(({ nr }) => nr === event.nr)
          .map(({ subscriber, seq, state, reason }) => {
            const abonnement = subscriber.slice(ABONNEE.length);
            const callbackUrl = adressen.get(abonnement) ?? null;
            return { abonnement, callbackUrl, nummer: seq, staat: staatVan(state), reden: reason ?? '' };
          }),
      }));
    },
  };
}

function eventFilter({ kanaal, resource, actie, id, voor }: SignaalFilter): EventFilter {
  const body = { ...(resource && { resource }), ...(actie && { actie }) };
  return {
    ...(voor !== undefined && { before: voor }),
    ...(kanaal && { channel: kanaal }),
    ...(id && { id }),
    ...(Object.keys(body).length > 0 && { body }),
  };
}

function bladzijde<L, T>({ lines, next }: LogPage<L>, toon: (line: L) => T): Bladzijde<T> {
  return { regels: lines.map(toon), verder: next };
}

function aflevering({ seq, state, attempts, reason, finishedAt, event }: DeliveryLine): Aflevering {
  return {
    ...kop(event),
    nummer: seq,
    staat: staatVan(state),
    pogingen: attempts,
    reden: reason ?? '',
    klaarOp: finishedAt,
  };
}

/** A CloudEvent of our own has its type for a resource, and no actie. */
function kop({ id, at, channel, kind, subject, body }: OutboxEvent): Kop {
  const { resource = kind, actie = '' } = channel === CLOUDEVENTS ? {} : (body as Partial<NotificatieBody>);
  return { id, op: at, kanaal: channel, resource: maskBsn(resource), actie: maskBsn(actie), hoofdObject: subject };
}

const staatVan = (state: string): Afleverstaat => AFLEVERSTATEN.find((one) => one === state) ?? 'vervallen';

/** What is asked of a kanaal, in one line. */
export function inWoorden({ naam, filters }: KanaalFilter): string {
  const wensen = Object.entries(filters).map(([kenmerk, waarde]) => `${kenmerk} = ${waarde}`);
  return wensen.length === 0 ? naam : `${naam}, met ${wensen.join(' en ')}`;
}
