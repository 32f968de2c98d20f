/**
 * The one way to write SQL: a tagged template. Interpolated values become parameters ($1, $2, ...), interpolated
 * fragments are spliced in, and nothing else can reach the text. Names come from code only, through `raw`.
 */

export class Sql {
  readonly #strings: readonly string[];
  readonly #parts: readonly unknown[];

  constructor(strings: readonly string[], parts: readonly unknown[]) {
    this.#strings = strings;
    this.#parts = parts;
  }

  /** The statement with numbered parameters, and their values. */
  compile(): { text: string; values: unknown[] } {
    const values: unknown[] = [];
    return { text: this.#write(values), values };
  }

  #write(values: unknown[]): string {
    let text = this.#strings[0]!;
    for (let i = 0; i < this.#parts.length; i++) {
      const part = this.#parts[i];
      text += part instanceof Sql ? part.#write(values) : `$${values.push(part)}`;
      text += this.#strings[i + 1]!;
    }
    return text;
  }
}

/** A statement or a fragment of one. `undefined` as a value is a mistake of the caller and throws. */
export function sql(strings: TemplateStringsArray, ...parts: unknown[]): Sql {
  const missing = parts.indexOf(undefined);
  if (missing !== -1) throw new Error(`sql: value ${missing + 1} is undefined (use null) in: ${strings.join('?')}`);
  return new Sql(strings, parts);
}

/** Text from code (a table, a column, a keyword), never from input. */
export function raw(text: string): Sql {
  return new Sql([text], []);
}

export const empty: Sql = raw('');

/** Fragments with a separator between them. */
export function join(parts: readonly Sql[], separator = ', '): Sql {
  if (parts.length === 0) return empty;
  return new Sql(['', ...Array<string>(parts.length - 1).fill(separator), ''], parts);
}

/** All conditions must hold; none means true. */
export function and(conditions: readonly Sql[]): Sql {
  return conditions.length === 0
    ? raw('true')
    : join(
        conditions.map((c) => sql`(${c})`),
        ' and ',
      );
}
