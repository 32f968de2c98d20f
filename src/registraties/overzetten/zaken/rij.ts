/**
 * One line of a bulk import: a zaak with what belongs to it, each as the body that a client would send, with names where
 * a client sends addresses. What may stand in a line is read from the definitions of the register of zaken.
 */
import type { InvalidParam } from '../../../platform/http/index.ts';
import { uuidv7 } from '../../../platform/time/index.ts';
import {
  type AnyResource,
  type Fields,
  type Parsed,
  type Ports,
  parseBody,
  resolveReferences,
} from '../../kern/index.ts';
import { zakenDoel, zakenResources } from '../../zaken/index.ts';
import { foutenVan } from '../fout.ts';
import type { Gevonden, Namen } from './namen.ts';

/** One object that a line makes. */
export interface Schrijf {
  readonly resource: AnyResource;
  readonly parsed: Parsed;
  /** Before the names of its fields, in what is wrong. */
  readonly voor: string;
}

/** A line that can be stored. */
export interface Rij {
  readonly regel: number;
  readonly zaakId: string;
  readonly schrijf: readonly Schrijf[];
}

/** A line, read: what it makes, what is wrong with it, or that it must wait for another zaak. */
export type Gelezen = Rij | { readonly regel: number; readonly fouten: readonly InvalidParam[] } | 'later';

/** What belongs to a zaak: by the names that a line may use. */
interface Deel {
  readonly resource: AnyResource;
  readonly namen: readonly string[];
}

const ZAAK = zakenResources.find(({ name }) => name === zakenDoel.zaak.name)!;

/** The last part of its path (`rollen`), and the fields of the zaak that lead to it (`resultaat`, `eigenschappen`). */
const DELEN: readonly Deel[] = zakenResources
  .filter((r) => r !== ZAAK && r.methods.includes('create') && !('create' in r.plain) && hoortBijZaak(r))
  .map((resource) => ({
    resource,
    namen: [...new Set([resource.path.split('/').at(-1)!, ...veldenNaar(resource)])],
  }))
  // The end status closes the zaak, and looks at all the rest.
  .sort((a, b) => Number(isStatus(a.resource)) - Number(isStatus(b.resource)));

/** What may stand in a line, beside `zaak`. */
export const ONDERDELEN: readonly string[] = [...new Set(DELEN.flatMap(({ namen }) => namen))];

function veldenNaar({ name }: AnyResource): readonly string[] {
  return Object.entries(ZAAK.fields as Fields).flatMap(([veld, { relation }]) =>
    relation?.target.name === name ? [veld] : [],
  );
}

function isStatus({ name }: AnyResource): boolean {
  return name === zakenDoel.status.name;
}

function hoortBijZaak(resource: AnyResource): boolean {
  return resource.under?.target.name === ZAAK.name || ouderVeld(resource) !== undefined;
}

/** The field with the address of the zaak that it belongs to. */
function ouderVeld({ fields }: AnyResource): string | undefined {
  return Object.entries(fields as Fields).find(
    ([, { relation, parser, required }]) => parser && required && relation?.target.name === ZAAK.name,
  )?.[0];
}

export interface LeesOpties {
  readonly namen: Namen;
  readonly ports: Ports;
  /** Finds a zaak by its identificatie; absent while others of the file may still come. */
  readonly zoekZaak?: (bronorganisatie: string, identificatie: string) => Promise<Gevonden>;
}

type Body = Record<string, unknown>;

const OBJECT = 'Hier hoort een object.';

export async function leesRij(regel: number, tekst: string, opties: LeesOpties): Promise<Gelezen> {
  const inhoud = leesJson(tekst);
  if (inhoud === null)
    return mis(regel, [{ name: 'nonFieldErrors', code: 'invalid', reason: 'Dit is geen JSON-object.' }]);
  const fouten: InvalidParam[] = Object.keys(inhoud)
    .filter((naam) => naam !== 'zaak' && !ONDERDELEN.includes(naam))
    .map((name) => ({
      name,
      code: 'unknown',
      reason: `Zaakbode kent dit niet. Het kan: zaak, ${ONDERDELEN.join(', ')}.`,
    }));
  if (!isObject(inhoud['zaak'])) {
    return mis(regel, [...fouten, { name: 'zaak', code: 'required', reason: OBJECT }]);
  }
  const zaakId = uuidv7(opties.ports.clock, opties.ports.random);
  const zaak = { ...inhoud['zaak'] };
  if (await metNamen(ZAAK, zaak, 'zaak.', zaak, fouten, opties)) return 'later';
  const schrijf: Schrijf[] = [];
  await voegToe(ZAAK, zaak, 'zaak.', schrijf, fouten, opties.ports);
  for (const { resource, namen } of DELEN) {
    const eigen = namen.flatMap((naam) => bodiesIn(inhoud, naam, fouten));
    for (const { body, voor } of isStatus(resource) ? opVolgorde(eigen) : eigen) {
      const veld = ouderVeld(resource);
      const heel =
        veld === undefined ? { ...body } : { ...body, [veld]: `${opties.ports.bases[0]}${ZAAK.href}/${zaakId}` };
      if (await metNamen(resource, heel, voor, zaak, fouten, opties)) return 'later';
      await voegToe(resource, heel, voor, schrijf, fouten, opties.ports);
    }
  }
  if (fouten.length > 0) return mis(regel, fouten);
  // What one part found counts for the others: the end status looks at the documents and the objects of the zaak.
  const found = new Map(schrijf.flatMap(({ parsed }) => [...(parsed.found ?? [])]));
  return { regel, zaakId, schrijf: schrijf.map((one) => ({ ...one, parsed: { ...one.parsed, found } })) };
}

function mis(regel: number, fouten: readonly InvalidParam[]) {
  return { regel, fouten };
}

function leesJson(tekst: string): Body | null {
  try {
    const inhoud: unknown = JSON.parse(tekst);
    return isObject(inhoud) ? inhoud : null;
  } catch {
    return null;
  }
}

function isObject(waarde: unknown): waarde is Body {
  return typeof waarde === 'object' && waarde !== null && !Array.isArray(waarde);
}

/** The bodies under a name of the line: a list, or one. */
function bodiesIn(inhoud: Body, naam: string, fouten: InvalidParam[]): { body: Body; voor: string }[] {
  const waarde = inhoud[naam] ?? [];
  const lijst = Array.isArray(waarde) ? waarde : [waarde];
  return lijst.flatMap((body: unknown, i) => {
    const voor = Array.isArray(waarde) ? `${naam}.${i}.` : `${naam}.`;
    if (isObject(body)) return [{ body, voor }];
    fouten.push({ name: voor.slice(0, -1), code: 'invalid', reason: OBJECT });
    return [];
  });
}

/** Statussen in the order in which they were set: the other way round would reopen the zaak. */
function opVolgorde<T extends { readonly body: Body }>(statussen: readonly T[]): readonly T[] {
  const moment = ({ body }: T): number => Date.parse(String(body['datumStatusGezet']));
  return statussen.toSorted((a, b) => moment(a) - moment(b) || 0);
}

/** Puts addresses for names; true when that needs a zaak that may still come. */
async function metNamen(
  resource: AnyResource,
  body: Body,
  voor: string,
  zaak: Body,
  fouten: InvalidParam[],
  { namen, ports, zoekZaak }: LeesOpties,
): Promise<boolean> {
  for (const [veld, { relation, parser }] of Object.entries(resource.fields as Fields)) {
    const naam = body[veld];
    if (relation?.kind !== 'one' || !parser || typeof naam !== 'string' || naam === '' || isAdres(naam)) continue;
    const { target } = relation;
    let gevonden: Gevonden;
    if (target.name === ZAAK.name) {
      if (!zoekZaak) return true;
      gevonden = await zoekZaak(String(zaak['bronorganisatie']), naam);
    } else if (target.name === 'zaaktype') gevonden = namen.zaaktype(naam, String(zaak['startdatum']));
    else if (namen.kent(target.name)) {
      const type = String(zaak['zaaktype']);
      // Without a zaaktype its parts cannot be looked for; that fault is told once.
      if (!isAdres(type)) continue;
      gevonden = namen.deel(target.name, type.split('/').at(-1)!, naam);
    } else continue;
    if ('id' in gevonden) body[veld] = `${ports.bases[0]}${target.href}/${gevonden.id}`;
    else {
      fouten.push({ name: `${voor}${veld}`, ...gevonden });
      delete body[veld];
    }
  }
  return false;
}

function isAdres(tekst: string): boolean {
  return /^https?:\/\//.test(tekst);
}

/** Reads a body as a client's, and looks up what it refers to; a fault that was told with its field is told once. */
async function voegToe(
  resource: AnyResource,
  body: Body,
  voor: string,
  schrijf: Schrijf[],
  fouten: InvalidParam[],
  ports: Ports,
): Promise<void> {
  try {
    const parsed = parseBody(resource, body, ports.bases, false);
    const found = await resolveReferences(resource, parsed, 'create', ports);
    schrijf.push({ resource, parsed: { ...parsed, found }, voor });
  } catch (error) {
    const eigen = foutenVan(error);
    if (eigen === null) throw error;
    const verteld = new Set(fouten.map(({ name }) => name));
    fouten.push(
      ...eigen.map((fout) => ({ ...fout, name: `${voor}${fout.name}` })).filter(({ name }) => !verteld.has(name)),
    );
  }
}
