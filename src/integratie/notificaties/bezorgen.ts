/**
 * Delivery: every abonnement is a subscriber of the outbox, in order per main object, at least once. What is sent again
 * has the same id and number.
 *
 * - Who does not answer (no connection, too late, 5xx, 408, 429) is tried every few seconds (`kring.ts`); after five days
 *   his abonnement is paused, and says why. Nothing of his is lost: what is open goes out when he or an operator goes on.
 *   The same for who takes nothing at all for five days, because he refuses whatever comes.
 * - Who answers and refuses a message (4xx, a redirect) gets it again after 1 s, 2 s, 4 s, ... 5 minutes. It holds up what
 *   is about the same object only. After five days it ends as `geweigerd`, so that the rest can go; a replay sends it anew.
 *   A 401 on a token of OAuth2 is asked once more with a new one.
 */
import type { Vault } from '../../platform/crypto/index.ts';
import { type Queryable, sql } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import { type Net, NetFault } from '../../platform/net/index.ts';
import type { Delivery, Family, Outcome, Subscriber } from '../../platform/outbox/index.ts';
import type { Clock, Random } from '../../platform/time/index.ts';
import { ABONNEE } from './api.ts';
import { bericht } from './bericht.ts';
import { type Wens, wil } from './filter.ts';
import { createKring, type Kring } from './kring.ts';
import { createTokens, type Toegang, type Tokens } from './oauth2.ts';
import type { Teller } from './teller.ts';
import { GEDULD_MS, legVast } from './vastleggen.ts';

export interface BezorgOpties {
  readonly net: Net;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: Random;
  /** URN of who sends, in CloudEvents. */
  readonly bron: string;
  readonly log: Log;
  readonly teller: Teller;
}

/** Messages under way to one subscriber, per process. */
const TEGELIJK = 8;
const BATCH = 16;
/** A subscriber may take long (RS-F46), but two rounds of a batch must fit in an attempt of the outbox. */
const TIMEOUT_MS = 20_000;
/** A replay of something older than that is tried at least so often. */
const MINSTE_POGINGEN = 10;

interface Rij extends Wens {
  readonly id: string;
  readonly url: string;
  readonly auth: Uint8Array;
  readonly metOAuth2: boolean;
  readonly cloudevents: boolean;
  readonly gepauzeerd: boolean;
  readonly storing: boolean;
  readonly laatstAfgeleverd: Date | null;
}

/** All abonnementen. The paused too: what comes meanwhile is kept for them. */
export function abonnementen(opties: BezorgOpties): Family {
  const kringen = new Map<string, Kring>();
  const tokens = createTokens(opties);
  const kringVan = (id: string): Kring => {
    const known = kringen.get(id) ?? createKring(opties.clock, opties.random);
    kringen.set(id, known);
    return known;
  };
  return {
    name: 'abonnementen',
    async members(db: Queryable) {
      const rows = await db.query<Rij>(sql`
        select id, callback_url as url, auth, met_oauth2 as "metOAuth2", kanalen,
          cloudevent_filters as "cloudeventFilters",
          send_cloudevents as cloudevents, stand = 'gepauzeerd' as gepauzeerd, storing_sinds is not null as storing,
          laatst_afgeleverd as "laatstAfgeleverd"
        from notificaties.abonnement order by id`);
      return rows.map((row) => abonnee(row, kringVan(row.id), tokens, opties));
    },
  };
}

function abonnee(rij: Rij, kring: Kring, tokens: Tokens, opties: BezorgOpties): Subscriber {
  const { clock } = opties;
  return {
    name: `${ABONNEE}${rij.id}`,
    batch: BATCH,
    wants: (event) => wil(rij, event),
    capacity: async () => (rij.gepauzeerd ? 0 : kring.ruimte(BATCH)),
    async handle(deliveries, signal) {
      const toegang = tokens.toegang(opties.vault.open(rij.auth), rij.metOAuth2);
      const uitkomsten = await metHoogstens(TEGELIJK, deliveries, (delivery) =>
        bezorg(delivery, rij, toegang, opties, signal),
      );
      const gelukt = uitkomsten.some(({ soort }) => soort !== 'weg');
      kring.verwerk({ gelukt, weg: uitkomsten.some(({ soort }) => soort === 'weg') });
      return uitkomsten.map((uitkomst, i) => outcomeOf(uitkomst, deliveries[i]!, kring, clock));
    },
    settle: (tx, settled) => legVast(tx, rij, settled, opties),
  };
}

/** What came of one try: there, refused, or the subscriber is not there. */
type Uitkomst = { readonly soort: 'klaar' } | { readonly soort: 'geweigerd' | 'weg'; readonly reden: string };

/** Statuses that say: not now. */
const NIET_NU = new Set([408, 425, 429]);

async function bezorg(
  delivery: Delivery,
  { url, cloudevents }: Rij,
  toegang: Toegang,
  { net, bron }: BezorgOpties,
  signal: AbortSignal,
): Promise<Uitkomst> {
  const { headers, body } = bericht(delivery, cloudevents ? 'cloudevents' : 'zgw', bron);
  const stuur = async (authorization: string): Promise<number> => {
    const sent = { ...headers, authorization };
    return (await net.request({ method: 'POST', url, headers: sent, body, timeoutMs: TIMEOUT_MS, signal })).status;
  };
  try {
    const kop = await toegang.kop();
    let status = await stuur(kop);
    if (status === 401 && (await toegang.vernieuw(kop))) status = await stuur(await toegang.kop());
    if (status >= 200 && status < 300) return { soort: 'klaar' };
    const reden = `antwoord ${status}`;
    if (status >= 500 || NIET_NU.has(status)) return { soort: 'weg', reden };
    return { soort: 'geweigerd', reden: status < 400 ? `${reden}: een doorverwijzing wordt niet gevolgd` : reden };
  } catch (error) {
    return { soort: 'weg', reden: error instanceof NetFault ? error.message : 'Zaakbode mag dit adres niet aanroepen' };
  }
}

function outcomeOf(uitkomst: Uitkomst, { event, attempts }: Delivery, kring: Kring, clock: Clock): Outcome {
  if (uitkomst.soort === 'klaar') return { kind: 'klaar' };
  const { reden: reason } = uitkomst;
  if (uitkomst.soort === 'weg') return { kind: 'opnieuw', reason, afterMs: kring.opnieuwNa() };
  const oud = clock.now().getTime() - event.at.getTime() > GEDULD_MS;
  return oud && attempts >= MINSTE_POGINGEN
    ? { kind: 'eind', state: 'geweigerd', reason }
    : { kind: 'opnieuw', reason };
}

/** Does the work for each, so many at a time, and gives the results in order. */
async function metHoogstens<T, R>(
  breedte: number,
  items: readonly T[],
  werk: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = new Array(items.length);
  let next = 0;
  const line = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) results[i] = await werk(items[i]!);
  };
  await Promise.all(Array.from({ length: Math.min(breedte, items.length) }, line));
  return results;
}

/** Has anybody an abonnement on CloudEvents of our own making? */
export async function wilIemandCloudevents(db: Queryable): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 as ok from notificaties.abonnement where cloudevent_filters::text <> '[]' limit 1`);
  return rows.length > 0;
}
