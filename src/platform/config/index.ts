/**
 * Settings from the environment: read once, checked at start, one clear message per fault, all faults together.
 * The table of settings is data, so that the README's table is generated from it and cannot drift.
 */
import { isIP } from 'node:net';

export interface Setting<T> {
  readonly name: string;
  /** What it does, one sentence in plain Dutch, for the README. */
  readonly meaning: string;
  /** The default as the README shows it. */
  readonly shown: string;
  /** Reads the text; `undefined` when the variable is absent or empty. Throws an Error with what is wrong and what is right. */
  read(text: string | undefined): T;
}

export type Settings<S extends Record<string, Setting<unknown>>> = {
  readonly [K in keyof S]: ReturnType<S[K]['read']>;
};

/** All that is wrong with the settings, for a person: one line each. */
export class SettingsFault extends Error {
  override readonly name = 'SettingsFault';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `Zaakbode start niet: ${faults.length === 1 ? 'deze instelling klopt' : 'deze instellingen kloppen'} niet.\n${faults.map((f) => `  - ${f}`).join('\n')}`,
    );
    this.faults = faults;
  }
}

/**
 * Reads all settings. `related` checks what only settings together can get wrong; it runs when each alone is right.
 */
export function readSettings<S extends Record<string, Setting<unknown>>>(
  table: S,
  env: Readonly<Record<string, string | undefined>>,
  related: (settings: Settings<S>) => readonly string[] = () => [],
): Settings<S> {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(table)) {
    const text = env[setting.name]?.trim();
    try {
      values[key] = setting.read(text === '' ? undefined : text);
    } catch (error) {
      faults.push(`${setting.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const settings = values as Settings<S>;
  if (faults.length === 0) faults.push(...related(settings));
  if (faults.length > 0) throw new SettingsFault(faults);
  return settings;
}

/** The settings table as Markdown, for the README. */
export function settingsTable(table: Record<string, Setting<unknown>>): string {
  const cell = (content: string): string => content.replaceAll('|', '\\|');
  const rows = Object.values(table).map((s) => `| \`${s.name}\` | ${cell(s.meaning)} | ${cell(s.shown)} |`);
  return ['| variabele | betekenis | standaard |', '|---|---|---|', ...rows].join('\n');
}

/** A text. */
export function text(fallback: string): Setting<string>['read'] {
  return (value) => value ?? fallback;
}

/** One of a fixed list. */
export function choice<const C extends readonly string[]>(
  choices: C,
  fallback: C[number],
): (t: string | undefined) => C[number] {
  return (value) => {
    if (value === undefined) return fallback;
    if (!choices.includes(value)) throw new Error(`"${value}" bestaat niet; kies uit ${choices.join(', ')}`);
    return value;
  };
}

/** A whole number within bounds. */
export function whole(fallback: number, min: number, max: number): (t: string | undefined) => number {
  return (value) => {
    if (value === undefined) return fallback;
    const n = /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!(n >= min && n <= max)) {
      throw new Error(`"${value}" is geen geheel getal van ${min} tot en met ${max}`);
    }
    return n;
  };
}

/** A comma list of http(s) addresses, with or without a path; each in one form, without a slash at its end. */
export function urls(value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  return value.split(',').map((item) => {
    const part = item.trim();
    const url = URL.parse(part);
    if (!url || !/^https?:$/.test(url.protocol))
      throw new Error(`"${part}" is geen adres dat met http:// of https:// begint`);
    // Not repeated: what stands before the @ may be a secret.
    if (url.username || url.password) throw new Error('zet in een adres geen naam of wachtwoord voor een @');
    if (/[?#]/.test(part)) throw new Error(`"${part}" mag geen vraagteken of hekje bevatten`);
    return url.href.replace(/\/$/, '');
  });
}

/** A comma list of IP addresses and networks (`10.0.0.0/8`). */
export function addresses(value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  return value.split(',').map((item) => {
    const part = item.trim();
    const [address = '', prefix, ...rest] = part.split('/');
    const most = { 4: 32, 6: 128 }[isIP(address)];
    const fits = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (most ?? 0));
    if (most === undefined || !fits || rest.length > 0) throw new Error(`"${part}" is geen IP-adres of netwerk (CIDR)`);
    return part;
  });
}
