/** How it stands with each register of others, for an operator and for who measures. */
import { type Database, sql } from '../../../platform/db/index.ts';
import type { Clock } from '../../../platform/time/index.ts';
import type { Metric } from '../../../platform/usage/index.ts';
import type { RegisterInstelling } from './instelling.ts';

export interface RegisterStand {
  readonly naam: string;
  readonly zaken: string;
  /** Only statussen from this moment on count. */
  readonly begin: Date;
  /** `geen`: we ask only; `wacht`: not made yet. */
  readonly abonnement: 'goed' | 'fout' | 'wacht' | 'geen';
  readonly abonnementFout: string | null;
  readonly laatsteNotificatie: Date | null;
  /** Notifications about a status that we could do nothing with, and why the last one. */
  readonly genegeerd: number;
  readonly genegeerdReden: string | null;
  /** The last quick round that came to its end; all that was set (and not backdated) before `gezienTot` is seen. */
  readonly laatstePeiling: Date | null;
  readonly gezienTot: Date | null;
  readonly laatsteDiepePeiling: Date | null;
  /** False: their list is not sorted with the newest first, so that only the daily round can be relied on. */
  readonly gesorteerd: boolean | null;
  readonly peilingFout: string | null;
  readonly peilingFoutSinds: Date | null;
  /** Why a status could not be read the last time; its messages wait. */
  readonly leesFout: string | null;
  readonly leesFoutSinds: Date | null;
  /** Statussen found, and how many of them by asking: those that nobody told us. */
  readonly gevonden: number;
  readonly doorPeiling: number;
  readonly teVertellen: number;
}

export async function leesStand(
  db: Database,
  registers: readonly RegisterInstelling[],
): Promise<readonly RegisterStand[]> {
  const rows = await db.query<Omit<RegisterStand, 'zaken' | 'abonnement'> & { abonnement: string | null }>(sql`
    select r.naam, r.begin, r.abonnement, r.abonnement_fout as "abonnementFout", r.laatste_notificatie as "laatsteNotificatie",
      r.genegeerd, r.genegeerd_reden as "genegeerdReden", r.snel_klaar as "laatstePeiling", r.snel_tot as "gezienTot",
      r.diep_klaar as "laatsteDiepePeiling", r.gesorteerd, r.peiling_fout as "peilingFout",
      r.peiling_fout_sinds as "peilingFoutSinds", r.lees_fout as "leesFout", r.lees_fout_sinds as "leesFoutSinds",
      r.gevonden::int as gevonden, r.door_peiling::int as "doorPeiling",
      (select count(*) from bronnen.status s where s.register = r.naam and verteld is null)::int as "teVertellen"
    from bronnen.register r where r.weg_sinds is null order by r.naam`);
  return rows.flatMap((row) => {
    const een = registers.find(({ naam }) => naam === row.naam);
    return een ? [{ ...row, zaken: een.zaken, abonnement: abonnementVan(een, row) }] : [];
  });
}

function abonnementVan(
  een: RegisterInstelling,
  row: { readonly abonnement: string | null; readonly abonnementFout: string | null },
): RegisterStand['abonnement'] {
  if (een.notificaties === null) return 'geen';
  if (row.abonnementFout !== null) return 'fout';
  return row.abonnement === null ? 'wacht' : 'goed';
}

export function meetwaarden(
  standen: readonly RegisterStand[],
  aantal: (naam: string) => number,
  clock: Clock,
): readonly Metric[] {
  const now = clock.now().getTime();
  const per = (value: (een: RegisterStand) => number): Metric['samples'] =>
    standen.map((een) => ({ labels: { register: een.naam }, value: value(een) }));
  return [
    {
      name: 'zaakbode_bronnen_subscription_ok',
      type: 'gauge',
      help: 'Is our abonnement at the register as it should be?',
      samples: per(({ abonnement }) => (abonnement === 'goed' ? 1 : 0)),
    },
    {
      name: 'zaakbode_bronnen_seen_lag_seconds',
      type: 'gauge',
      help: 'How long ago everything was seen that had been set by then.',
      samples: per(({ gezienTot, begin }) => (now - (gezienTot ?? begin).getTime()) / 1000),
    },
    {
      name: 'zaakbode_bronnen_polling_failed',
      type: 'gauge',
      help: 'Did the last question for what is new fail?',
      samples: per(({ peilingFout }) => (peilingFout === null ? 0 : 1)),
    },
    {
      name: 'zaakbode_bronnen_reading_failed',
      type: 'gauge',
      help: 'Could the last status not be read? Messages wait.',
      samples: per(({ leesFout }) => (leesFout === null ? 0 : 1)),
    },
    {
      name: 'zaakbode_bronnen_statussen_total',
      type: 'counter',
      help: 'Statussen of the register that are ours to tell about, by how they were found.',
      samples: standen.flatMap(({ naam, gevonden, doorPeiling }) => [
        { labels: { register: naam, door: 'notificatie' }, value: gevonden - doorPeiling },
        { labels: { register: naam, door: 'peiling' }, value: doorPeiling },
      ]),
    },
    {
      name: 'zaakbode_bronnen_requests_total',
      type: 'counter',
      help: 'Requests to the register, since this process started.',
      samples: per(({ naam }) => aantal(naam)),
    },
  ];
}
