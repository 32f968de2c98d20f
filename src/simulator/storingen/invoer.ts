/**
 * Reads a change of the faults that a stranger sent (JSON), against what is set now.
 *
 * Guarantees: either the whole change is understood, or a StoringFout names every fault in it and nothing changes.
 */
import {
  ACK_STANDEN,
  DIENST_STANDEN,
  ENDPOINT_STANDEN,
  type FoutRegel,
  type StandRegel,
  StoringFout,
  type StoringStand,
} from './soorten.ts';
import { geenStoringen } from './storingen.ts';

const FIELDS = [
  'herstel',
  'zaad',
  'ebms',
  'ack',
  'accounts',
  'brp',
  'dropKans',
  'dropNaKans',
  'fo03',
  'geenAccountCode',
] as const;

/** StUF 03.01, element `code` of a foutbericht: at most 7 characters. */
const CODE_LENGTH = 7;
/** StUF 03.01, element `omschrijving` of a foutbericht. */
const OMSCHRIJVING_LENGTH = 200;
/** What XML could not carry, or nobody could read. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Cn}]/u;
/** An hour: longer than any time-out that somebody will want to see. */
const MAX_MS = 3_600_000;

type Bag = Readonly<Record<string, unknown>>;

/** The state after the change, and the seed if one was given. `code` is the geenAccountCode that `herstel` goes back to. */
export function wijzig(
  now: StoringStand,
  input: unknown,
  code: string | null,
): { readonly stand: StoringStand; readonly zaad: number | undefined } {
  const faults: string[] = [];
  const bag = bagOf(input, 'De wijziging', faults);
  for (const key of Object.keys(bag)) {
    if (!(FIELDS as readonly string[]).includes(key)) {
      faults.push(`Het veld ${JSON.stringify(key.slice(0, 40))} bestaat niet. Kies uit: ${FIELDS.join(', ')}.`);
    }
  }
  const base = bag['herstel'] === true ? geenStoringen(code) : now;
  const stand: StoringStand = {
    ebms: standen(bag, 'ebms', ENDPOINT_STANDEN, base.ebms, faults),
    ack: standen(bag, 'ack', ACK_STANDEN, base.ack, faults),
    accounts: standen(bag, 'accounts', DIENST_STANDEN, base.accounts, faults),
    brp: standen(bag, 'brp', DIENST_STANDEN, base.brp, faults),
    dropKans: chance(bag, 'dropKans', faults) ?? base.dropKans,
    dropNaKans: chance(bag, 'dropNaKans', faults) ?? base.dropNaKans,
    fo03: foutRegels(bag, base.fo03, faults),
    geenAccountCode: accountCode(bag, base.geenAccountCode, faults),
  };
  const zaad = whole(bag, 'zaad', 0, 2 ** 32 - 1, faults);
  if (faults.length > 0) throw new StoringFout(faults);
  return { stand, zaad };
}

function standen<Stand extends string>(
  bag: Bag,
  field: string,
  known: readonly Stand[],
  base: readonly StandRegel<Stand>[],
  faults: string[],
): readonly StandRegel<Stand>[] {
  const value = bag[field];
  if (value === undefined) return base;
  const given: readonly unknown[] = Array.isArray(value) ? value : [value];
  const rules = given.map((one): StandRegel<Stand> | null => {
    const rule = typeof one === 'string' ? { stand: one } : bagOf(one, field, faults);
    const stand = known.find((name) => name === rule['stand']);
    if (stand === undefined) {
      faults.push(`Bij ${field} is de stand niet bekend. Kies uit: ${known.join(', ')}.`);
      return null;
    }
    return { stand, ...optional('ms', whole(rule, 'ms', 0, MAX_MS, faults)), ...limits(rule, faults) };
  });
  return rules.filter((rule) => rule !== null).filter((rule) => rule.stand !== 'ok' || rule.aantal !== undefined);
}

function foutRegels(bag: Bag, base: readonly FoutRegel[], faults: string[]): readonly FoutRegel[] {
  const value = bag['fo03'];
  if (value === undefined) return base;
  if (value === null) return [];
  const given: readonly unknown[] = Array.isArray(value) ? value : [value];
  return given.map((one) => {
    const rule = bagOf(one, 'fo03', faults);
    return {
      code: text(rule, 'code', CODE_LENGTH, faults) ?? missing('code', faults),
      ...optional('soort', choice(rule, 'soort', ['Fo01', 'Fo03'] as const, faults)),
      ...optional('plek', choice(rule, 'plek', ['client', 'server'] as const, faults)),
      ...optional('omschrijving', text(rule, 'omschrijving', OMSCHRIJVING_LENGTH, faults)),
      ...optional('zaaknummer', text(rule, 'zaaknummer', 40, faults)),
      ...optional('referentienummer', text(rule, 'referentienummer', 40, faults)),
      ...limits(rule, faults),
    };
  });
}

function limits(rule: Bag, faults: string[]): { kans?: number; aantal?: number } {
  return {
    ...optional('kans', chance(rule, 'kans', faults)),
    ...optional('aantal', whole(rule, 'aantal', 1, 1_000_000_000, faults)),
  };
}

function accountCode(bag: Bag, base: string | null, faults: string[]): string | null {
  if (bag['geenAccountCode'] === null) return null;
  return text(bag, 'geenAccountCode', CODE_LENGTH, faults) ?? base;
}

function bagOf(value: unknown, name: string, faults: string[]): Bag {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Bag;
  faults.push(`${name} moet een JSON-object zijn.`);
  return {};
}

function text(bag: Bag, field: string, max: number, faults: string[]): string | undefined {
  const value = bag[field];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value !== '' && value.length <= max && !UNPRINTABLE.test(value)) return value;
  faults.push(`${field} moet een tekst van 1 tot ${max} gewone tekens zijn.`);
  return undefined;
}

function whole(bag: Bag, field: string, min: number, max: number, faults: string[]): number | undefined {
  const value = bag[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  faults.push(`${field} moet een heel getal van ${min} tot en met ${max} zijn.`);
  return undefined;
}

function chance(bag: Bag, field: string, faults: string[]): number | undefined {
  const value = bag[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  faults.push(`${field} moet een getal van 0 tot en met 1 zijn.`);
  return undefined;
}

function choice<Name extends string>(
  bag: Bag,
  field: string,
  known: readonly Name[],
  faults: string[],
): Name | undefined {
  if (bag[field] === undefined) return undefined;
  const found = known.find((name) => name === bag[field]);
  if (found === undefined) faults.push(`${field} moet een van deze zijn: ${known.join(', ')}.`);
  return found;
}

function missing(field: string, faults: string[]): string {
  faults.push(`${field} ontbreekt.`);
  return '';
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]: Value });
}
