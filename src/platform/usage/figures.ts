/**
 * Usage figures per API and client: how often, how often in vain, how long. Since the start of this process, in memory;
 * whoever wants history scrapes them (`metrics.ts`). Clients are applications, so nothing here is about a person.
 */

/** Upper bounds of the duration classes in milliseconds; what is slower counts in the last, endless class. */
export const BOUNDS_MS = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000] as const;

export interface Request {
  readonly api: string;
  /** Client id; null when none was proven. */
  readonly client: string | null;
  readonly status: number;
  readonly ms: number;
}

export interface Figures {
  readonly api: string;
  readonly client: string | null;
  readonly count: number;
  /** By class of status, e.g. `2xx`. */
  readonly byStatus: ReadonlyMap<string, number>;
  /** Answered with 429: part of `4xx`. */
  readonly throttled: number;
  readonly totalMs: number;
  /** Requests in each class of duration, the endless one last. */
  readonly classes: readonly number[];
}

export interface Usage {
  record(request: Request): void;
  /** By API, then client. */
  figures(): readonly Figures[];
}

type Growing = {
  -readonly [K in keyof Figures]: Figures[K] extends readonly number[]
    ? number[]
    : Figures[K] extends ReadonlyMap<string, number>
      ? Map<string, number>
      : Figures[K];
};

export function createUsage(): Usage {
  const known = new Map<string, Growing>();
  return {
    record({ api, client, status, ms }) {
      const key = JSON.stringify([api, client]);
      let row = known.get(key);
      if (!row) {
        const classes = [...BOUNDS_MS, 0].fill(0);
        row = { api, client, count: 0, byStatus: new Map(), throttled: 0, totalMs: 0, classes };
        known.set(key, row);
      }
      const statusClass = `${Math.floor(status / 100)}xx`;
      row.count += 1;
      row.byStatus.set(statusClass, (row.byStatus.get(statusClass) ?? 0) + 1);
      if (status === 429) row.throttled += 1;
      row.totalMs += ms;
      const at = BOUNDS_MS.findIndex((bound) => ms <= bound);
      row.classes[at === -1 ? BOUNDS_MS.length : at]! += 1;
    },
    figures: () =>
      [...known.values()].sort((a, b) => a.api.localeCompare(b.api) || (a.client ?? '').localeCompare(b.client ?? '')),
  };
}

/** Requests that did not get what they asked, by the client's fault or ours. */
export function errorsOf({ byStatus }: Figures): number {
  return (byStatus.get('4xx') ?? 0) + (byStatus.get('5xx') ?? 0);
}

/**
 * The duration within which this share of the requests stayed, as the upper bound of its class: never too rosy.
 * Infinity when it lies in the endless class, 0 when there were no requests.
 */
export function durationOf({ count, classes }: Pick<Figures, 'count' | 'classes'>, share: number): number {
  if (count === 0) return 0;
  let seen = 0;
  const at = classes.findIndex((n) => {
    seen += n;
    return seen >= share * count;
  });
  return BOUNDS_MS[at] ?? Number.POSITIVE_INFINITY;
}
