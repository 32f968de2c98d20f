/**
 * How sending and receiving stand, per CPA and action, as figures for who measures. Label values come from the CPAs that
 * were loaded here, never from a message. Cheap: one statement on the heads of the queues, and the CPAs once in a while.
 */
import { type Database, sql } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import type { Metric } from '../../platform/usage/index.ts';
import { routesOf } from '../../standaarden/ebms/index.ts';
import type { Cpas } from './cpas.ts';
import { certificatenVan } from './overzicht.ts';
import type { Geteld, Teller } from './teller.ts';

/** Per CPA and state so many of the oldest are looked at; an action that is not among them has waited less than these. */
const HEAD = 1_000;
/** The CPAs themselves are looked at again after this. */
const FEITEN_MS = 5 * 60 * 1000;

interface Feiten {
  readonly acties: readonly { readonly cpa: string; readonly action: string }[];
  readonly certificaten: readonly { readonly cpa: string; readonly certificate: string; readonly tot: Date }[];
}

interface Oudste {
  readonly cpa: string;
  readonly action: string | null;
  readonly staat: 'te_verzenden' | 'verzonden';
  readonly sinds: Date;
}

export function createMeter(db: Database, clock: Clock, cpas: Cpas, teller: Teller): () => Promise<readonly Metric[]> {
  let bekend: { readonly feiten: Feiten; readonly tot: number } | null = null;

  async function feitenNu(now: Date): Promise<Feiten> {
    if (bekend && bekend.tot > now.getTime()) return bekend.feiten;
    const ids = await db.query<{ id: string }>(sql`select cpa_id as id from digikoppeling.cpa order by cpa_id`);
    const alle = (await Promise.all(ids.map(({ id }) => cpas.find(id)))).filter((cpa) => cpa !== null);
    const feiten: Feiten = {
      acties: alle.flatMap((cpa) =>
        [...new Set(routesOf(cpa).map(({ action }) => action))].map((action) => ({ cpa: cpa.id, action })),
      ),
      certificaten: alle.flatMap((cpa) =>
        certificatenVan(cpa, cpa, now).map(({ id, tot }) => ({ cpa: cpa.id, certificate: id, tot })),
      ),
    };
    bekend = { feiten, tot: now.getTime() + FEITEN_MS };
    return feiten;
  }

  return async () => {
    const now = clock.now();
    // The heads are asked for in the order of an index that no other statement could have: not by reading the whole table.
    const [{ acties, certificaten }, oudste, neer] = await Promise.all([
      feitenNu(now),
      db.query<Oudste>(sql`
        select k.cpa_id as cpa, w.action, 'te_verzenden' as staat, w.sinds from digikoppeling.kanaal k, lateral (
          select action, min(gemaakt) as sinds from (
            select cpa_id, action, gemaakt from digikoppeling.bericht b where (b.cpa_id, b.nr) > (k.cpa_id, 0) and b.staat = 'te_verzenden'
            order by cpa_id, nr limit ${HEAD}) as kop where cpa_id = k.cpa_id group by action) as w
        union all
        select k.cpa_id, w.action, 'verzonden', w.sinds from digikoppeling.kanaal k, lateral (
          select action, min(verzonden) as sinds from (
            select cpa_id, action, verzonden from digikoppeling.bericht b where (b.cpa_id, b.nr) > (k.cpa_id, 0) and b.staat = 'verzonden'
            order by cpa_id, nr limit ${HEAD}) as kop where cpa_id = k.cpa_id group by action) as w`),
      db.query<{ cpa: string; neer: boolean }>(sql`
        select cpa_id as cpa, neer_sinds is not null as neer from digikoppeling.kanaal order by cpa_id`),
    ]);
    const wacht = (staat: Oudste['staat']): Metric['samples'] =>
      acties.map((labels) => {
        const found = oudste.find((o) => o.staat === staat && o.cpa === labels.cpa && o.action === labels.action);
        return { labels, value: found ? Math.max(0, (now.getTime() - found.sinds.getTime()) / 1000) : 0 };
      });
    const geteld = (wat: Geteld): Metric['samples'] => tellingen(teller, wat, acties);
    return [
      {
        name: 'zaakbode_digikoppeling_oldest_unsent_seconds',
        type: 'gauge',
        help: 'How long the oldest message waits that was never taken in.',
        samples: wacht('te_verzenden'),
      },
      {
        name: 'zaakbode_digikoppeling_oldest_unacknowledged_seconds',
        type: 'gauge',
        help: 'How long ago the oldest message was first taken in that is not acknowledged.',
        samples: wacht('verzonden'),
      },
      {
        name: 'zaakbode_digikoppeling_attempts_total',
        type: 'counter',
        help: 'Attempts to send, by outcome, since this process started.',
        samples: (['verzonden', 'mislukt'] as const).flatMap((wat) =>
          geteld(wat).map(({ labels, value }) => ({ labels: { ...labels, outcome: OUTCOME[wat] }, value })),
        ),
      },
      {
        name: 'zaakbode_digikoppeling_duplicates_total',
        type: 'counter',
        help: 'Copies received of messages that were there already, since this process started.',
        samples: geteld('herhaald'),
      },
      {
        name: 'zaakbode_digikoppeling_refused_total',
        type: 'counter',
        help: 'Received messages that were refused, since this process started.',
        samples: geteld('geweigerd'),
      },
      {
        name: 'zaakbode_digikoppeling_down',
        type: 'gauge',
        help: '1 while the other side takes no messages in.',
        samples: neer.map(({ cpa, neer: is }) => ({ labels: { cpa }, value: is ? 1 : 0 })),
      },
      {
        name: 'zaakbode_digikoppeling_certificate_days_left',
        type: 'gauge',
        help: 'Days until a certificate of a CPA expires; negative when it has.',
        samples: certificaten.map(({ cpa, certificate, tot }) => ({
          labels: { cpa, certificate },
          value: (tot.getTime() - now.getTime()) / DAY_MS,
        })),
      },
    ];
  };
}

const OUTCOME = { verzonden: 'sent', mislukt: 'failed' } as const;
const DAY_MS = 24 * 60 * 60 * 1000;

/** One sample per known action, and one per CPA for names that it does not know. */
function tellingen(teller: Teller, wat: Geteld, acties: Feiten['acties']): Metric['samples'] {
  const standen = teller.standen().filter((telling) => telling.wat === wat);
  const isKnown = (cpaId: string, action: string): boolean =>
    acties.some((known) => known.cpa === cpaId && known.action === action);
  const others = new Map<string, number>();
  for (const { cpaId, action, aantal } of standen) {
    if (isKnown(cpaId, action)) continue;
    const cpa = acties.some((known) => known.cpa === cpaId) ? cpaId : 'onbekend';
    others.set(cpa, (others.get(cpa) ?? 0) + aantal);
  }
  return [
    ...acties.map((labels) => ({
      labels,
      value: standen.find((one) => one.cpaId === labels.cpa && one.action === labels.action)?.aantal ?? 0,
    })),
    ...[...others].map(([cpa, value]) => ({ labels: { cpa, action: 'anders' }, value })),
  ];
}
