/** What the product's own administration says about zaakberichten. */
import { setTimeout as sleep } from 'node:timers/promises';
import { getal } from './cijfers.ts';
import type { Proces } from './proces.ts';
import type { Werkplaats } from './werkplaats.ts';

export interface Administratie {
  readonly totaal: number;
  readonly afgeleverd: number;
  /** Ended, but not delivered, or waiting for an operator. */
  readonly anders: number;
  /** Moment of the last delivery, in ms since 1970; null when there is none. */
  readonly laatste: number | null;
  /** Events that no subscriber has been given yet. */
  readonly nieuw: number;
}

export async function administratie(w: Werkplaats, database: string): Promise<Administratie> {
  const [row] = await w.databases.vraag<Administratie>(
    database,
    `select count(*)::int as totaal, count(*) filter (where staat = 'afgeleverd')::int as afgeleverd,
       count(*) filter (where staat not in ('wacht_op_controle', 'te_verzenden', 'verzonden', 'afgeleverd'))::int as anders,
       (extract(epoch from max(gewijzigd_op) filter (where staat = 'afgeleverd')) * 1000)::float8 as laatste,
       (select count(*) from outbox.fresh)::int as nieuw
     from lopendezaken.zaakbericht`,
  );
  return row!;
}

export interface Geduld {
  /** Waits no longer than this, in ms. */
  readonly hoogstens: number;
  /** Gives up after this long without any change, in ms. */
  readonly stilstand: number;
  /** Processes that must stay alive. */
  readonly processen: readonly Proces[];
}

/** A look reads the whole administration: 10 ms for 3,000 zaakberichten. More often would be felt in what is measured. */
const LOOK_MS = 2_000;
const TELL_MS = 5_000;

/** Looks every two seconds until `klaar`; gives what it saw last, also when patience ran out. */
export async function volg(
  w: Werkplaats,
  database: string,
  klaar: (stand: Administratie) => boolean,
  { hoogstens, stilstand, processen }: Geduld,
): Promise<Administratie> {
  const begin = performance.now();
  let moved = begin;
  let told = begin;
  let last = await administratie(w, database);
  while (!klaar(last)) {
    await sleep(LOOK_MS, undefined, { signal: w.signal });
    for (const proces of processen) proces.leeft();
    const now = performance.now();
    const seen = await administratie(w, database);
    if (seen.afgeleverd !== last.afgeleverd || seen.totaal !== last.totaal || seen.nieuw !== last.nieuw) moved = now;
    last = seen;
    if (now - told > TELL_MS) {
      told = now;
      w.meld(`  ${getal(seen.totaal)} beoordeeld, ${getal(seen.afgeleverd)} afgeleverd`);
    }
    if (now - begin > hoogstens || now - moved > stilstand) {
      w.meld(`  het wachten is gestaakt na ${getal((now - begin) / 1000)} s`);
      return last;
    }
  }
  return last;
}
