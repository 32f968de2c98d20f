/**
 * A register of a municipality of some years: zaken of a hundred zaaktypen, 550 a working day, most of them closed, each
 * with its statussen, its resultaat and an initiator.
 */
import { veelZaken } from '../../src/registraties/zaken/veel.testhulp.ts';
import { proefBsns } from './bsn.ts';
import { getal } from './cijfers.ts';
import type { Werkplaats } from './werkplaats.ts';
import type { Zaaktype } from './zaaien.ts';

/** The zaken of one citizen. */
export const PER_BURGER = 20;
/** The range of test BSNs has some 9,000. */
const MEESTE_BURGERS = 9_000;
const PORTIE = 50_000;

/** The citizens of a register of so many zaken; half of the zaken, or what is left of it, have a company as initiator. */
export const burgersVan = (zaken: number): readonly string[] =>
  proefBsns(Math.min(MEESTE_BURGERS, Math.floor(zaken / PER_BURGER / 2)));

export interface Register {
  readonly database: string;
  readonly typen: readonly Zaaktype[];
  /** RSIN of the municipality. */
  readonly rsin: string;
  /** Zaken when it is complete; those that are written last are the newest. */
  readonly omvang: number;
}

const uuidOf = (url: string): string => url.slice(-36);

/** Writes the zaken `van` up to `tot` (from 0) and gives how many per second. */
export async function vulRegister(w: Werkplaats, register: Register, van: number, tot: number): Promise<number> {
  const begin = performance.now();
  const stand = {
    rsin: register.rsin,
    omvang: register.omvang,
    typen: register.typen.map((t) => ({
      zaaktype: uuidOf(t.zaaktype),
      eerste: uuidOf(t.statustypen[0]!),
      laatste: uuidOf(t.eindstatus),
      resultaattype: uuidOf(t.resultaattype),
      roltype: uuidOf(t.initiator),
    })),
    burgers: burgersVan(register.omvang),
    initiatoren: Math.floor(register.omvang / PER_BURGER),
  };
  for (let from = van; from < tot; from += PORTIE) {
    w.signal.throwIfAborted();
    const to = Math.min(tot, from + PORTIE);
    const { text, values } = veelZaken(stand, from, to).compile();
    await w.databases.vraag(register.database, text, values);
    w.meld(`  ${getal(to)} zaken`);
  }
  const perSeconde = (tot - van) / ((performance.now() - begin) / 1000);
  await w.databases.vraag(register.database, 'vacuum analyze');
  return perSeconde;
}
