/**
 * References by name (historiemodel, Catalogi 1.3.3). The main types refer to each other by identificatie or
 * omschrijving, so that a new version of one asks no new version of the other. A client sends names; who knows only the
 * address of some version, as Open Zaak's clients do, may send that instead. An answer shows the addresses of the
 * versions that are valid.
 */
import { raw, sql, type Tx } from '../../platform/db/index.ts';
import type { InvalidParam } from '../../platform/http/index.ts';
import { type Field, field, type Ports, type Target, type Tie, value } from '../kern/index.ts';
import { NAAM, type Soort } from './geldigheid.ts';

const ANDERE_CATALOGUS = 'relations-incorrect-catalogus';

/** A name, or the id behind an address of ours. */
export type Benaming = string | { readonly id: string };

/** Reads a name of at most `max` characters, or an address of this kind of thing. */
export function benaming(target: Target, max: number): value.Parser<Benaming> {
  const naam = value.text({ max, blank: false });
  const adres = value.reference(target.href);
  return {
    schema: { type: 'string' },
    parse(input, name, context) {
      if (typeof input !== 'string' || !/^https?:\/\//.test(input)) return naam.parse(input, name, context);
      const id = adres.parse(input, name, context);
      return id === undefined ? undefined : { id };
    },
  };
}

/** A list of references by name, kept as names and shown as the addresses that `on` ties to it. */
export function benamingen(
  target: Target,
  on: Tie,
  options: { readonly max: number; readonly required?: true },
): Field<readonly Benaming[]> {
  const { show, relation } = field.tiedLinks(target, on);
  const list = field.list(benaming(target, options.max), { required: options.required ?? false });
  return Object.freeze({ ...list, schema: { ...list.schema, uniqueItems: true }, show, relation });
}

/** SQL: this JSON list of names has the name of the version under the alias. */
export function noemt(list: string, soort: Soort, alias: string): string {
  return `${list} @> to_jsonb(${alias}.${NAAM[soort]})`;
}

/** The names behind the references of one write, by field and in their order, and what is wrong with them. */
export interface Benoemd {
  readonly namen: Readonly<Record<string, string | readonly string[]>>;
  readonly faults: readonly InvalidParam[];
}

/** Looks up the names behind addresses; names are taken as they are, since what they name may be made later. */
export async function leesBenamingen(
  tx: Tx,
  catalogus: string,
  velden: Readonly<Record<string, Soort>>,
  values: unknown,
): Promise<Benoemd> {
  const namen: Record<string, string | readonly string[]> = {};
  const faults: InvalidParam[] = [];
  for (const [veld, soort] of Object.entries(velden)) {
    const waarde = (values as Record<string, Benaming | readonly Benaming[]>)[veld] ?? [];
    const lijst = Array.isArray(waarde);
    const gegeven = [waarde].flat() as readonly Benaming[];
    const found = await naamBijId(tx, soort, gegeven);
    const eigen = gegeven.map((one, index) => {
      if (typeof one === 'string') return one;
      const version = found.get(one.id);
      const fault = adresFout(version?.catalogus, catalogus);
      if (fault) faults.push({ name: lijst ? `${veld}.${index}` : veld, ...fault });
      return version?.naam ?? '';
    });
    namen[veld] = lijst ? eigen : eigen[0]!;
  }
  return { namen, faults };
}

/**
 * Each address leads to something in the same catalogus (ztc-013, which the standard has withdrawn since names are looked
 * for in the own catalogus alone). Open Zaak says it of the whole, except for deelzaaktypen.
 */
export function benamingenKloppen({
  situation,
  ports,
}: {
  readonly situation: { readonly benoemd: Benoemd };
  readonly ports: Pick<Ports, 'profile'>;
}): readonly InvalidParam[] {
  const { faults } = situation.benoemd;
  if (ports.profile !== 'openzaak') return faults;
  const named = faults.map((fault) => {
    if (fault.code !== ANDERE_CATALOGUS) return fault;
    const veld = fault.name.replace(/\.\d+$/, '');
    return { ...fault, name: veld === 'deelzaaktypen' ? veld : 'nonFieldErrors' };
  });
  return [...new Map(named.map((fault) => [`${fault.name} ${fault.code}`, fault])).values()];
}

/** The columns that keep the names, in a list each once. */
export function kolommenVan({ namen }: Benoemd): Record<string, string> {
  const kolom = (naam: string | readonly string[]): string =>
    typeof naam === 'string' ? naam : JSON.stringify([...new Set(naam)]);
  return Object.fromEntries(Object.entries(namen).map(([veld, naam]) => [veld, kolom(naam)]));
}

/** What is wrong with an address that leads to a version in the catalogus `gevonden`, seen from the catalogus `eigen`. */
function adresFout(gevonden: string | undefined, eigen: string): Omit<InvalidParam, 'name'> | null {
  if (gevonden === undefined)
    return { code: 'bad-url', reason: 'Op dit adres is de gevraagde resource niet te vinden.' };
  if (gevonden === eigen) return null;
  // A name is looked for in the own catalogus; one from elsewhere would lead nowhere, or to a namesake.
  return { code: ANDERE_CATALOGUS, reason: 'Dit type hoort bij een andere catalogus.' };
}

/** The versions behind the addresses, by id: what they are called, and in which catalogus. */
export async function naamBijId(tx: Tx, soort: Soort, gegeven: readonly Benaming[]) {
  const ids = gegeven.flatMap((one) => (typeof one === 'string' ? [] : [one.id]));
  if (ids.length === 0) return new Map<string, { naam: string; catalogus: string }>();
  const rows = await tx.query<{ id: string; naam: string; catalogus: string }>(sql`
    select id, ${raw(NAAM[soort])} as naam, catalogus_id as catalogus from ${raw(`catalogi.${soort}`)}
    where id = any(${ids}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row]));
}
