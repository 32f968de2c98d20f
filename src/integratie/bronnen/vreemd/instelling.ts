/**
 * Which registers of others we work on, from a file (`ZGW_BRONNEN`): a list of `{naam, zaken, catalogi, notificaties?,
 * clientId, secret | secretVariabele, ...}`. What each means stands in docs/vreemd-register.md.
 */
import type { AllowedOrigin } from '../../../platform/net/index.ts';

export interface RegisterInstelling {
  readonly naam: string;
  /** Addresses of the APIs, each with a slash at its end. */
  readonly zaken: string;
  readonly catalogi: string;
  /** Null: nobody tells us anything, we only ask. */
  readonly notificaties: string | null;
  readonly clientId: string;
  readonly secret: string;
  readonly kanaal: string;
  /** May the names lead to addresses inside our own network? */
  readonly intern: boolean;
  readonly pollMinuten: number;
  readonly terugDagen: number;
  readonly vertragingSeconden: number;
  readonly verzoekenPerMinuut: number;
  readonly tegelijk: number;
  /** What to do with a status that we may not read, while we may read others: wait until we may, or leave it. */
  readonly zonderRecht: 'wachten' | 'overslaan';
}

/** Numbers that may be set: what they are when they are not, and their bounds. */
const GETALLEN = {
  pollMinuten: [5, 1, 1440],
  terugDagen: [31, 1, 3650],
  vertragingSeconden: [0, 0, 3600],
  verzoekenPerMinuut: [120, 1, 6000],
  tegelijk: [4, 1, 16],
} as const;

const TEKSTEN = [
  'naam',
  'zaken',
  'catalogi',
  'notificaties',
  'clientId',
  'secret',
  'secretVariabele',
  'kanaal',
] as const;
const VELDEN: ReadonlySet<string> = new Set([...TEKSTEN, 'intern', 'zonderRecht', ...Object.keys(GETALLEN)]);

/** Reads the text of the file; throws what is wrong with it, in words for who wrote it. */
export function leesRegisters(
  tekst: string,
  env: Readonly<Record<string, string | undefined>>,
): readonly RegisterInstelling[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(tekst);
  } catch {
    throw new Error('dit is geen geldige JSON');
  }
  if (!Array.isArray(parsed)) throw new Error('hier hoort een lijst: [{"naam":"openzaak","zaken":"https://..."}]');
  const registers = parsed.map((one: unknown, i) => leesEen((one ?? {}) as Record<string, unknown>, i + 1, env));
  for (const wat of ['naam', 'zaken'] as const) {
    const waarden = registers.map((one) => one[wat]);
    const dubbel = waarden.find((waarde, i) => waarden.indexOf(waarde) < i);
    if (dubbel !== undefined) throw new Error(`${wat} ${dubbel} staat er twee keer in`);
  }
  return registers;
}

function leesEen(
  one: Record<string, unknown>,
  nr: number,
  env: Readonly<Record<string, string | undefined>>,
): RegisterInstelling {
  const waar = `onderdeel ${nr}`;
  const vreemd = Object.keys(one).find((naam) => !VELDEN.has(naam));
  if (vreemd !== undefined) throw new Error(`${waar}: ${vreemd} bestaat niet; kies uit ${[...VELDEN].join(', ')}`);
  const optioneel = (veld: (typeof TEKSTEN)[number]): string | null => {
    const value = one[veld];
    if (value === undefined) return null;
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    throw new Error(`${waar}: ${veld} hoort een tekst te zijn`);
  };
  const tekst = (veld: (typeof TEKSTEN)[number]): string => {
    const value = optioneel(veld);
    if (value === null) throw new Error(`${waar} heeft geen ${veld}`);
    return value;
  };
  const getal = (veld: keyof typeof GETALLEN): number => {
    const [gewoon, min, max] = GETALLEN[veld];
    const value = one[veld] ?? gewoon;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    throw new Error(`${waar}: ${veld} is een geheel getal van ${min} tot en met ${max}`);
  };
  const naam = tekst('naam');
  // It stands in our callback address and in figures; `eigen` is our own register.
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(naam) || naam === 'eigen') {
    throw new Error(`${waar}: naam bestaat uit kleine letters, cijfers en streepjes, en is niet "eigen"`);
  }
  const intern = one['intern'] ?? false;
  if (typeof intern !== 'boolean') throw new Error(`${waar}: intern is true of false`);
  const zonderRecht = one['zonderRecht'] ?? 'wachten';
  if (zonderRecht !== 'wachten' && zonderRecht !== 'overslaan')
    throw new Error(`${waar}: zonderRecht is wachten of overslaan`);
  const notificaties = optioneel('notificaties');
  return {
    naam,
    zaken: adres(tekst('zaken'), `${waar}: zaken`, intern),
    catalogi: adres(tekst('catalogi'), `${waar}: catalogi`, intern),
    notificaties: notificaties === null ? null : adres(notificaties, `${waar}: notificaties`, intern),
    clientId: tekst('clientId'),
    secret: geheim(optioneel('secret'), optioneel('secretVariabele'), waar, env),
    kanaal: optioneel('kanaal') ?? 'zaken',
    intern,
    pollMinuten: getal('pollMinuten'),
    terugDagen: getal('terugDagen'),
    vertragingSeconden: getal('vertragingSeconden'),
    verzoekenPerMinuut: getal('verzoekenPerMinuut'),
    tegelijk: getal('tegelijk'),
    zonderRecht,
  };
}

const HIER = new Set(['localhost', '127.0.0.1', '[::1]']);

function adres(tekst: string, waar: string, intern: boolean): string {
  const url = URL.parse(tekst);
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error(`${waar} is geen adres dat met https:// begint`);
  if (url.username || url.password || url.search || url.hash)
    throw new Error(`${waar} mag geen naam, wachtwoord, vraagteken of hekje bevatten`);
  // BSNs come over it. Inside the house others may keep the line safe.
  if (url.protocol === 'http:' && !intern && !HIER.has(url.hostname))
    throw new Error(
      `${waar} begint met http://. Gebruik https://, of zet "intern": true als het in uw eigen netwerk staat`,
    );
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}

function geheim(
  secret: string | null,
  variabele: string | null,
  waar: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  if ((secret === null) === (variabele === null))
    throw new Error(`${waar}: geef secret of secretVariabele, een van de twee`);
  const found = secret ?? env[variabele!]?.trim() ?? '';
  if (found === '') throw new Error(`${waar}: de omgevingsvariabele ${variabele} is leeg`);
  return found;
}

/** Nothing else at their hosts is reached (API7, SSRF). */
export function toegestaan(
  een: Pick<RegisterInstelling, 'intern'>,
  ...bases: readonly string[]
): readonly AllowedOrigin[] {
  return bases.map((base) => {
    const { origin, pathname } = new URL(base);
    return { origin, path: pathname, intern: een.intern };
  });
}
