/**
 * The storing of an import, step by step: a step is one transaction, in which bodies are stored as POST does. What it made
 * is counted, and what it skipped is told, only when it is committed.
 */
import { DatabaseFault, type Tx } from '../../../platform/db/index.ts';
import { Problem } from '../../../platform/http/index.ts';
import { type AnyResource, type Cause, type Ports, parseBody, writeIn } from '../../kern/index.ts';
import { publishIn } from '../publiceren.ts';
import type { Rapport } from './rapport.ts';

export type OpgeslagenSoort = 'catalogussen' | keyof Rapport['gemaakt'];

/**
 * What of the import is not in the register now as the import says it.
 *
 * - `bestond-al`: something with this name was there for these days; it was left as it is.
 * - `geweigerd`: a rule of the register refused it; nothing of it is stored.
 * - `concept-gebleven`: stored, but it may not be published.
 */
export interface Overgeslagen {
  readonly soort: 'zaaktypen' | 'informatieobjecttypen';
  /** Identificatie of the zaaktype, omschrijving of the informatieobjecttype. */
  readonly naam: string;
  readonly gevolg: 'bestond-al' | 'geweigerd' | 'concept-gebleven';
  /** For the functional administrator, in Dutch. */
  readonly reden: string;
  /** Where it stands; null when it is not stored. */
  readonly url: string | null;
}

export interface Werk {
  readonly ports: Ports;
  readonly cause: Cause;
  readonly gemaakt: Record<OpgeslagenSoort, number>;
  readonly zaaktypen: { identificatie: string; url: string }[];
  readonly overgeslagen: Overgeslagen[];
}

/** One transaction: what it makes counts when it is committed. */
export interface Stap {
  readonly tx: Tx;
  /** Stores a body as POST does; gives the id. */
  maak(soort: OpgeslagenSoort, resource: AnyResource, body: object): Promise<string>;
  url(resource: AnyResource, id: string): string;
  publiceer(
    kind: 'zaaktype' | 'informatieobjecttype',
    id: string,
    over: Omit<Overgeslagen, 'gevolg' | 'reden'>,
  ): Promise<void>;
  slaOver(over: Overgeslagen): void;
}

export function openWerk(ports: Ports, cause: Cause): Werk {
  const gemaakt = {
    catalogussen: 0,
    informatieobjecttypen: 0,
    zaaktypen: 0,
    statustypen: 0,
    resultaattypen: 0,
    roltypen: 0,
    zaaktypeInformatieobjecttypen: 0,
  };
  return { ports, cause, gemaakt, zaaktypen: [], overgeslagen: [] };
}

/** Runs `work` in a transaction; gives what it gives, or null when a rule refused it, which is then in the account. */
export async function probeer<T>(
  werk: Werk,
  soort: Overgeslagen['soort'],
  naam: string,
  work: (stap: Stap) => Promise<T>,
): Promise<T | null> {
  try {
    return await inStap(werk, work);
  } catch (error) {
    const reden = redenVan(error);
    if (reden === null) throw error;
    werk.overgeslagen.push({ soort, naam, gevolg: 'geweigerd', reden, url: null });
    return null;
  }
}

export async function inStap<T>(
  { ports, cause, gemaakt, overgeslagen }: Werk,
  work: (stap: Stap) => Promise<T>,
): Promise<T> {
  const { result, geteld, over } = await ports.db.transaction(async (tx) => {
    // Anew on every try: a transaction that is tried again starts from nothing.
    const made: OpgeslagenSoort[] = [];
    const skipped: Overgeslagen[] = [];
    const stap: Stap = {
      tx,
      async maak(soort, resource, body) {
        try {
          const parsed = parseBody(resource, body, ports.bases, false);
          const request = { method: 'create' as const, id: null, base: ports.bases[0]! };
          const { id } = await writeIn(tx, resource, request, parsed, cause, ports);
          made.push(soort);
          return id;
        } catch (error) {
          throw error instanceof Problem ? new Geweigerd(resource.name, body, error) : error;
        }
      },
      url: (resource, id) => adres(ports, resource, id),
      async publiceer(kind, id, about) {
        try {
          await publishIn(tx, kind, id, cause, ports);
        } catch (error) {
          // A rule that refuses has stored nothing, so the transaction can go on; anything else cannot.
          if (!(error instanceof Problem)) throw error;
          skipped.push({ ...about, gevolg: 'concept-gebleven', reden: tekstVan(error) });
        }
      },
      slaOver: (over) => void skipped.push(over),
    };
    return { result: await work(stap), geteld: made, over: skipped };
  });
  for (const soort of geteld) gemaakt[soort]++;
  overgeslagen.push(...over);
  return result;
}

export function adres(ports: Ports, resource: AnyResource, id: string): string {
  return `${ports.bases[0]}${resource.href}/${id}`;
}

/** A body that a rule of the register refused: what it was about, and why. */
class Geweigerd extends Error {
  override readonly name = 'Geweigerd';

  constructor(
    soort: string,
    body: { readonly omschrijving?: string; readonly informatieobjecttype?: string },
    cause: Problem,
  ) {
    const naam = body.omschrijving ?? body.informatieobjecttype;
    super(`${soort}${naam === undefined ? '' : ` '${naam}'`}: ${tekstVan(cause)}`, { cause });
  }
}

/** Why something was refused; null for what is no refusal but a failure, which stops the import. */
export function redenVan(error: unknown): string | null {
  if (error instanceof Geweigerd) return error.message;
  if (error instanceof DatabaseFault) return `De database heeft dit geweigerd (SQLSTATE ${error.code}).`;
  return null;
}

function tekstVan({ invalidParams, message }: Problem): string {
  const redenen = invalidParams?.map(({ name, reason }) => (name === 'nonFieldErrors' ? reason : `${name}: ${reason}`));
  return redenen?.join(' ') ?? message;
}
