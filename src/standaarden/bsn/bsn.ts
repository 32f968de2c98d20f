/**
 * A burgerservicenummer that never prints itself.
 *
 * Whatever turns a value into text (a template, JSON, an inspector, an error, a test report) gets `[BSN]`. The digits leave through
 * `reveal` only, so that a search for that word lists every place where a BSN goes out.
 */
import { isElfproef } from './elfproef.ts';

const SHOWN = '[BSN]';

/** What node's inspector (console, assert, error causes) looks for; written out so that this file needs no module of node. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/**
 * Compare with `equals`, never with a deep-equality helper: the digits are invisible to those, so any two look the same. As a key of a Map
 * or Set use `reveal()`.
 */
export class Bsn {
  readonly #digits: string;

  private constructor(digits: string) {
    this.#digits = digits;
  }

  /**
   * A BSN from exactly nine digits that pass the 11-proef, or null. Nothing is trimmed or padded: a BSN of eight digits lost its zero
   * somewhere, and the place to repair that is where it was lost. Nine zeros are no BSN.
   */
  static parse(text: string): Bsn | null {
    return isElfproef(text) && text !== '000000000' ? new Bsn(text) : null;
  }

  /** The nine digits: the single way out. Never into a URL, a log line or an error text. */
  reveal(): string {
    return this.#digits;
  }

  equals(other: Bsn): boolean {
    return this.#digits === other.#digits;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [INSPECT](): string {
    return SHOWN;
  }
}
