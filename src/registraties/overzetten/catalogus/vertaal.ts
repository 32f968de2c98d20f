/**
 * From an object as another register shows it to the body that ours stores: addresses become ours, or the names that our
 * field wants; what leads to something that did not come along is left out, and told.
 *
 * What other registers write for "nothing" where ours says null counts as nothing: a group of empty texts, the duration
 * P0D, an empty text for a date.
 */
import type { value } from '../../kern/index.ts';
import { eigenVelden, type Soort } from '../soorten.ts';
import type { Archief } from './archief.ts';

/** What stands at an address of the archive, in our register. */
export interface Hier {
  readonly url: string;
  /** By which others name it; null when it has no name. */
  readonly naam: string | null;
}

export interface Vertaald {
  readonly body: Readonly<Record<string, unknown>>;
  /** Field and address of what leads to something that is not in the archive. */
  readonly weggelaten: readonly { readonly veld: string; readonly adres: string }[];
}

/** The value is not there: it is left out of its list, or of the body. */
const WEG = Symbol('weg');

export function vertaal(
  soort: Soort,
  object: Readonly<Record<string, unknown>>,
  { wortels }: Pick<Archief, 'wortels'>,
  hier: (url: string) => Hier | null,
): Vertaald {
  const weggelaten: { veld: string; adres: string }[] = [];

  function tekst(input: string, schema: value.Schema, veld: string): unknown {
    const isUri = schema.format === 'uri';
    const gevonden = hier(input);
    if (gevonden) return isUri ? gevonden.url : (gevonden.naam ?? input);
    if (schema.nullable && isNiets(input, schema.format)) return null;
    if (![...wortels].some((wortel) => input.startsWith(wortel))) return input;
    weggelaten.push({ veld, adres: input });
    return WEG;
  }

  function onderdeel(input: unknown, schema: value.Schema, veld: string): unknown {
    if (input === null) return schema.nullable ? null : WEG;
    if (typeof input === 'string') return tekst(input, schema, veld);
    if (Array.isArray(input)) {
      return input.map((one) => onderdeel(one, schema.items ?? {}, veld)).filter((one) => one !== WEG);
    }
    if (typeof input !== 'object') return input;
    if (schema.nullable && isLeeg(input)) return null;
    const delen = Object.entries(input).map(([key, one]) => [
      key,
      onderdeel(one, schema.properties?.[key] ?? {}, veld),
    ]);
    // A thing in a list that leads nowhere is no thing.
    const verplicht = new Set(schema.required ?? []);
    if (delen.some(([key, one]) => one === WEG && verplicht.has(key as string))) return WEG;
    return Object.fromEntries(delen.filter(([, one]) => one !== WEG));
  }

  const body: Record<string, unknown> = {};
  for (const [veld, { schema }] of eigenVelden(soort)) {
    if (!Object.hasOwn(object, veld)) continue;
    const uit = onderdeel(object[veld], schema, veld);
    if (uit !== WEG) body[veld] = uit;
  }
  return { body, weggelaten };
}

function isNiets(input: string, format: string | undefined): boolean {
  if (format === 'duration') return input === '' || /^P[^1-9]*$/.test(input);
  return input === '' && (format === 'date' || format === 'date-time');
}

/** A group in which nothing is said. */
function isLeeg(group: object): boolean {
  return Object.values(group).every((one) => one === '' || one === null || (Array.isArray(one) && one.length === 0));
}
