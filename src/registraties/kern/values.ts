/**
 * Reading what a client sends: one parser per kind of value. A parser says everything that is wrong at once, with the
 * name and code that the ZGW standard gives it, and never throws.
 */
import type { InvalidParam } from '../../platform/http/index.ts';
import { isElfproef } from '../../standaarden/bsn/index.ts';

/** JSON Schema as OpenAPI 3.0 knows it. */
export interface Schema {
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  readonly format?: string;
  readonly nullable?: boolean;
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;
  readonly enum?: readonly (string | null)[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly pattern?: string;
  readonly description?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema;
  readonly $ref?: string;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

/** The faults found so far, and what a parser may know of the request. */
export interface ParseContext {
  readonly faults: InvalidParam[];
  /** The uuid in an address of ours with this path, or null when it is not ours. */
  ownId(address: string, href: string): string | null;
}

export interface Parser<T> {
  readonly schema: Schema;
  /** The value, or undefined after adding at least one fault. `name` is the field's name on the wire. */
  parse(input: unknown, name: string, context: ParseContext): T | undefined;
}

function fault(context: ParseContext, name: string, code: string, reason: string): undefined {
  context.faults.push({ name, code, reason });
  return undefined;
}

function wrongType(input: unknown, name: string, context: ParseContext, expected: string): undefined {
  if (input === null) return fault(context, name, 'null', 'Dit veld mag niet leeg (null) zijn.');
  return fault(context, name, 'invalid', `Hier hoort ${expected}.`);
}

export interface TextOptions {
  readonly max?: number;
  readonly min?: number;
  readonly blank?: boolean;
  readonly pattern?: RegExp;
  /** A rule of its own: the code and reason when the text breaks it. */
  readonly check?: (text: string) => readonly [code: string, reason: string] | null;
}

export function text(options: TextOptions = {}): Parser<string> {
  const { max, min, blank = true, pattern, check } = options;
  return {
    schema: {
      type: 'string',
      ...(max !== undefined && { maxLength: max }),
      // Where an empty text may stand, the least length and the form count for the others only.
      ...(min !== undefined && !blank && { minLength: min }),
      ...(pattern && { pattern: blank ? `^$|${pattern.source}` : pattern.source }),
    },
    parse(input, name, context) {
      if (typeof input !== 'string') return wrongType(input, name, context, 'tekst');
      // PostgreSQL keeps no NUL in a text; half a surrogate pair is no character.
      if (input.includes('\0') || !input.isWellFormed()) {
        return fault(context, name, 'invalid', 'De tekst bevat een teken dat niet mag.');
      }
      if (input === '') return blank ? '' : fault(context, name, 'blank', 'Dit veld mag niet leeg zijn.');
      if (max !== undefined && [...input].length > max) {
        return fault(context, name, 'max_length', `Hoogstens ${max} tekens; dit zijn er ${[...input].length}.`);
      }
      if (min !== undefined && [...input].length < min)
        return fault(context, name, 'min_length', `Minstens ${min} tekens.`);
      if (pattern && !pattern.test(input))
        return fault(context, name, 'invalid', 'De tekst heeft niet de juiste vorm.');
      const broken = check?.(input);
      if (broken) return fault(context, name, broken[0], broken[1]);
      return input;
    },
  };
}

/** Nine digits that pass the 11-proef. */
export const RSIN: TextOptions = {
  max: 9,
  check: (input) =>
    /^\d{9}$/.test(input) && isElfproef(input)
      ? null
      : ['invalid', 'Een RSIN heeft 9 cijfers en voldoet aan de 11-proef.'],
};

export function choice<const C extends readonly string[]>(choices: C): Parser<C[number]> {
  return {
    schema: { type: 'string', enum: choices },
    parse(input, name, context) {
      if (typeof input !== 'string') return wrongType(input, name, context, `een van ${choices.join(', ')}`);
      if (!choices.includes(input)) {
        return fault(context, name, 'invalid_choice', `Kies uit: ${choices.join(', ')}.`);
      }
      return input;
    },
  };
}

export function bool(): Parser<boolean> {
  return {
    schema: { type: 'boolean' },
    parse: (input, name, context) =>
      typeof input === 'boolean' ? input : wrongType(input, name, context, 'true of false'),
  };
}

export function whole(min: number, max: number): Parser<number> {
  return {
    schema: { type: 'integer', minimum: min, maximum: max },
    parse(input, name, context) {
      if (typeof input !== 'number' || !Number.isInteger(input))
        return wrongType(input, name, context, 'een geheel getal');
      if (input > max) return fault(context, name, 'max_value', `Hoogstens ${max}.`);
      if (input < min) return fault(context, name, 'min_value', `Minstens ${min}.`);
      return input;
    },
  };
}

/** `YYYY-MM-DD` that exists. */
export function isDate(input: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(input) || input < '0001') return false;
  const date = new Date(`${input}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === input;
}

export function date(): Parser<string> {
  return {
    schema: { type: 'string', format: 'date' },
    parse(input, name, context) {
      if (typeof input !== 'string') return wrongType(input, name, context, 'een datum als 2026-11-02');
      return isDate(input)
        ? input
        : fault(context, name, 'invalid', 'Dit is geen bestaande datum in de vorm JJJJ-MM-DD.');
    },
  };
}

/** Without the leap second, that no clock here knows, and with offsets below 16 hours: PostgreSQL takes no more. */
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-](0\d|1[0-5]):[0-5]\d)$/i;

export function dateTime(): Parser<string> {
  return {
    schema: { type: 'string', format: 'date-time' },
    parse(input, name, context) {
      if (typeof input !== 'string') return wrongType(input, name, context, 'een tijdstip als 2026-11-02T09:30:00Z');
      const day = DATE_TIME.exec(input)?.[1];
      if (day && isDate(day)) return input;
      return fault(
        context,
        name,
        'invalid',
        'Dit is geen tijdstip met tijdzone (RFC 3339), zoals 2026-11-02T09:30:00Z.',
      );
    },
  };
}

/** At most five digits a part: what is added to a date must stay a date. */
const DURATION =
  /^P(?=\d|T\d)(\d{1,5}Y)?(\d{1,5}M)?(\d{1,5}W)?(\d{1,5}D)?(T(?=\d)(\d{1,5}H)?(\d{1,5}M)?(\d{1,5}(\.\d{1,6})?S)?)?$/;

export function duration(): Parser<string> {
  return {
    schema: { type: 'string', format: 'duration' },
    parse(input, name, context) {
      if (typeof input !== 'string') return wrongType(input, name, context, 'een duur als P6W');
      if (DURATION.test(input)) return input;
      return fault(context, name, 'invalid', 'Dit is geen duur volgens ISO 8601, zoals P6W of P1Y.');
    },
  };
}

/** White space, control characters and halves of characters: `URL` forgives them, RFC 3986 and PostgreSQL do not. */
const NOT_IN_URL = /[\s\p{Cc}\p{Cs}]/u;

export function url(max: number, blank = false): Parser<string> {
  return {
    schema: { type: 'string', format: 'uri', maxLength: max },
    parse(input, name, context) {
      if (typeof input !== 'string') return wrongType(input, name, context, 'een volledig webadres');
      if (input === '') return blank ? '' : fault(context, name, 'blank', 'Dit veld mag niet leeg zijn.');
      if (input.length > max) return fault(context, name, 'max_length', `Hoogstens ${max} tekens.`);
      const scheme = NOT_IN_URL.test(input) ? undefined : URL.parse(input)?.protocol;
      if (scheme === 'https:' || scheme === 'http:') return input;
      return fault(context, name, 'invalid', 'Dit is geen volledig webadres.');
    },
  };
}

/** The address of a resource of our own; the value is its uuid. Whether it exists is looked up later. */
export function reference(href: string): Parser<string> {
  return {
    schema: { type: 'string', format: 'uri', maxLength: 1000 },
    parse(input, name, context) {
      if (typeof input !== 'string') return wrongType(input, name, context, 'een volledig webadres');
      if (input === '') return fault(context, name, 'blank', 'Dit veld mag niet leeg zijn.');
      const id = context.ownId(input, href);
      return id ?? fault(context, name, 'bad-url', 'Op dit adres is de gevraagde resource niet te vinden.');
    },
  };
}

/** Bytes as base64 (RFC 4648 §4), with its padding. `format` is what the standard calls it. */
export function base64(format = 'byte'): Parser<Buffer> {
  return {
    schema: { type: 'string', format },
    parse(input, name, context) {
      if (typeof input !== 'string') return wrongType(input, name, context, 'het bestand als base64');
      // Node skips what is no base64; a file of which bytes were skipped is another file.
      if (!/^[A-Za-z0-9+/]*={0,2}$/.test(input)) {
        const reason = 'Dit is geen base64. Stuur de bytes van het bestand als base64, zonder regeleinden.';
        return fault(context, name, 'invalid-base64', reason);
      }
      if (input.length % 4 !== 0) {
        const reason = 'De base64 is niet compleet: het aantal tekens is geen viervoud.';
        return fault(context, name, 'incorrect-base64-padding', reason);
      }
      return Buffer.from(input, 'base64');
    },
  };
}

export function orNull<T>(parser: Parser<T>): Parser<T | null> {
  return {
    schema: nullable(parser.schema),
    parse: (input, name, context) => (input === null ? null : parser.parse(input, name, context)),
  };
}

/** With a choice of schemas, each of them must allow null: what stands beside `anyOf` adds to it and takes nothing away. */
function nullable(schema: Schema): Schema {
  return { ...schema, nullable: true, ...(schema.anyOf && { anyOf: schema.anyOf.map(nullable) }) };
}

/** Null, and the empty text too, count as null. */
export function blankAsNull<T extends string>(parser: Parser<T>): Parser<T | null> {
  return {
    schema: { ...parser.schema, nullable: true, enum: [...(parser.schema.enum ?? []), '', null] },
    parse: (input, name, context) => (input === null || input === '' ? null : parser.parse(input, name, context)),
  };
}

/** The empty text stands for none; null itself is refused, as the standard does where it says no `nullable`. */
export function blankForNull<T>(parser: Parser<T>): Parser<T | null> {
  return { ...parser, parse: (input, name, context) => (input === '' ? null : parser.parse(input, name, context)) };
}

export function list<T>(item: Parser<T>, max = 1000): Parser<readonly T[]> {
  return {
    schema: { type: 'array', items: item.schema, maxItems: max },
    parse(input, name, context) {
      if (!Array.isArray(input)) return wrongType(input, name, context, 'een lijst');
      if (input.length > max) return fault(context, name, 'max_length', `Hoogstens ${max} onderdelen.`);
      const items = input.map((one, index) => item.parse(one, `${name}.${index}`, context));
      return items.includes(undefined) ? undefined : (items as T[]);
    },
  };
}

const KEY = text({ max: 100 });

/** An object with keys of the client's own choosing, all with values of one kind. */
export function map<T>(item: Parser<T>, max: number): Parser<Readonly<Record<string, T>>> {
  return {
    schema: { type: 'object', additionalProperties: item.schema },
    parse(input, name, context) {
      if (typeof input !== 'object' || input === null || Array.isArray(input))
        return wrongType(input, name, context, 'een object');
      const entries = Object.entries(input);
      if (entries.length > max) return fault(context, name, 'max_length', `Hoogstens ${max} sleutels.`);
      const found = entries.map(
        ([key, value]) => [KEY.parse(key, name, context), item.parse(value, `${name}.${key}`, context)] as const,
      );
      return found.some((pair) => pair.includes(undefined))
        ? undefined
        : (Object.fromEntries(found) as Readonly<Record<string, T>>);
    },
  };
}

/** A part of a group: its parser, and the value when it is left out (`undefined` makes it required). */
export interface Part<T> {
  readonly parser: Parser<T>;
  readonly fallback: T | undefined;
}

export function part<T>(parser: Parser<T>, fallback?: T): Part<T> {
  return { parser, fallback };
}

/** An object with named parts; unknown keys are ignored, as the standard says of bodies. */
export function object<P extends Readonly<Record<string, Part<unknown>>>>(
  parts: P,
): Parser<{ readonly [K in keyof P]: P[K] extends Part<infer T> ? T : never }> {
  const required = Object.keys(parts).filter((key) => parts[key]!.fallback === undefined);
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(Object.entries(parts).map(([key, p]) => [key, p.parser.schema])),
      ...(required.length > 0 && { required }),
    },
    parse(input, name, context) {
      if (typeof input !== 'object' || input === null || Array.isArray(input)) {
        return wrongType(input, name, context, 'een object');
      }
      const before = context.faults.length;
      const given = input as Record<string, unknown>;
      const result: Record<string, unknown> = {};
      for (const [key, { parser, fallback }] of Object.entries(parts)) {
        if (Object.hasOwn(given, key)) result[key] = parser.parse(given[key], `${name}.${key}`, context);
        else if (fallback !== undefined) result[key] = fallback;
        else fault(context, `${name}.${key}`, 'required', 'Dit veld is verplicht.');
      }
      if (context.faults.length > before) return undefined;
      return result as { [K in keyof P]: P[K] extends Part<infer T> ? T : never };
    },
  };
}
