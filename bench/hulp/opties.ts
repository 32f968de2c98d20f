/** What `npm run bench --` understands. Pure. */
import { parseArgs } from 'node:util';

export interface Opties {
  /** Which measurements, in the order of `namen` of the caller; all of them when none was named. */
  readonly metingen: readonly string[];
  /** Zaakberichten in the queue, a multiple of 4. */
  readonly zaakberichten: number;
  /** Messages in the queue of the measurement `ebms`. */
  readonly ebms: number;
  /** Zaken in the register of the measurement `zgw`. */
  readonly zaken: number;
  /** How long a load with a fixed rate is measured, in s; warming up comes on top. */
  readonly seconden: number;
  /** A PostgreSQL that is there already; null: the bench starts its own. */
  readonly database: string | null;
  /** Folder for a CPU profile of each process of Zaakbode, or null. */
  readonly profiel: string | null;
  readonly help: boolean;
}

/** A fault of the person at the terminal; the text says what to do. */
export class Gebruiksfout extends Error {
  override readonly name = 'Gebruiksfout';
}

/** Each zaak gets this many statussen. */
export const STATUSSEN = 4;
const MIN_ZAAKBERICHTEN = 40;
const MAX_ZAAKBERICHTEN = 200_000;
const MIN_EBMS = 1_000;
const MAX_EBMS = 1_000_000;
const MIN_ZAKEN = 20_000;
const MAX_ZAKEN = 2_000_000;
const MAX_SECONDEN = 600;

/** @throws Gebruiksfout */
export function leesOpties(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  namen: readonly string[],
): Opties {
  const { values, positionals } = parse(args);
  for (const naam of positionals) {
    if (!namen.includes(naam))
      throw new Gebruiksfout(`De meting "${naam}" bestaat niet. Kies uit: ${namen.join(', ')}.`);
  }
  const asked = whole('zaakberichten', values.zaakberichten ?? '20000', MIN_ZAAKBERICHTEN, MAX_ZAAKBERICHTEN);
  return {
    metingen: positionals.length === 0 ? namen : namen.filter((naam) => positionals.includes(naam)),
    zaakberichten: Math.ceil(asked / STATUSSEN) * STATUSSEN,
    ebms: whole('ebms', values.ebms ?? '20000', MIN_EBMS, MAX_EBMS),
    zaken: whole('zaken', values.zaken ?? '100000', MIN_ZAKEN, MAX_ZAKEN),
    seconden: whole('seconden', values.seconden ?? '30', 1, MAX_SECONDEN),
    database: postgres(values.database ?? (env['DATABASE_URL'] || undefined)),
    profiel: values.profiel ?? null,
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        zaakberichten: { type: 'string' },
        ebms: { type: 'string' },
        zaken: { type: 'string' },
        seconden: { type: 'string' },
        database: { type: 'string' },
        profiel: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new Gebruiksfout(`${(error as Error).message} Zie: npm run bench -- --help`);
  }
}

function whole(name: string, text: string, min: number, max: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new Gebruiksfout(`Geef bij --${name} een geheel getal van ${min} tot en met ${max}.`);
}

function postgres(url: string | undefined): string | null {
  if (url === undefined) return null;
  if (/^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? '')) return url;
  throw new Gebruiksfout(
    'Geef bij --database een adres zoals postgres://gebruiker:wachtwoord@127.0.0.1:5432/postgres.',
  );
}
