/**
 * From what a file says of a version to the bodies that the register stores: for each thing which id it gets, and with
 * what it is compared. A part is the same part as before when its number is, or else its name.
 */
import type { InvalidParam } from '../../../platform/http/index.ts';
import { uuidv7 } from '../../../platform/time/index.ts';
import { type Parsed, type Ports, parseBody, resolveReferences } from '../../kern/index.ts';
import { type Ding, delenVan, type Versie } from '../catalogus/lees.ts';
import { foutenVan } from '../fout.ts';
import { eigenVelden, type Soort } from '../soorten.ts';
import type { Stuk } from './lees.ts';
import { lijstadres } from './lijstnaam.ts';
import type { Vorm } from './vorm.ts';

/** A thing that must stand in the register as it stands here. */
export interface Wens {
  readonly soort: Soort;
  readonly id: string;
  /** As it stands now; null when it must be made. */
  readonly nu: Ding | null;
  readonly parsed: Parsed;
}

export interface Wensen {
  /** The version itself first. */
  readonly wensen: readonly Wens[];
  /** What is there now and in no file: to be removed, in this order. */
  readonly over: readonly Ding[];
  readonly fouten: readonly InvalidParam[];
}

/** A thing of a file, with its place in it and the id that it has or gets. */
interface Plek {
  readonly soort: Soort;
  readonly vorm: Vorm;
  readonly id: string;
  readonly nu: Ding | null;
  /** Before the names of its fields, in what is wrong. */
  readonly voor: string;
}

/** `nu`: the version that the file is about to change; null when it makes one. `ouder`: address of the catalogus. */
export async function wensenVoor(
  { soort, vorm }: Stuk,
  nu: Versie | null,
  ouder: string,
  soorten: readonly Soort[],
  ports: Ports,
): Promise<Wensen> {
  const nieuw = (): string => uuidv7(ports.clock, ports.random);
  const zelf: Plek = { soort, vorm, id: nu?.zelf.id ?? nieuw(), nu: nu?.zelf ?? null, voor: '' };
  const plekken: Plek[] = [zelf];
  const over: Ding[] = [];
  for (const deel of soort.versies ? delenVan(soorten, soort) : []) {
    const staand = new Map(sleutels(deel, nu?.delen.get(deel.naam) ?? [], ({ waarden }) => waarden));
    const lijst = (vorm[deel.meervoud] as readonly Vorm[] | undefined) ?? [];
    for (const [i, [sleutel, one]] of sleutels(deel, lijst, (v) => v).entries()) {
      const bekend = staand.get(sleutel) ?? null;
      staand.delete(sleutel);
      plekken.push({ soort: deel, vorm: one, id: bekend?.id ?? nieuw(), nu: bekend, voor: `${deel.meervoud}.${i}.` });
    }
    // What refers to others goes before them.
    over.unshift(...staand.values());
  }
  const fouten: InvalidParam[] = [];
  const wensen: Wens[] = [];
  for (const plek of plekken) {
    const adresVan = plek === zelf ? ouder : adres(zelf, ports);
    const body = lichaam(plek, plekken, adresVan, fouten, ports);
    try {
      const parsed = parseBody(plek.soort.resource, body, ports.bases, false);
      const found = await resolveReferences(plek.soort.resource, parsed, plek.nu ? 'update' : 'create', ports);
      wensen.push({ soort: plek.soort, id: plek.id, nu: plek.nu, parsed: { ...parsed, found } });
    } catch (error) {
      const mis = foutenVan(error);
      if (mis === null) throw error;
      fouten.push(...mis.map((fout) => ({ ...fout, name: `${plek.voor}${fout.name}` })));
    }
  }
  return { wensen, over, fouten };
}

/** Each with its key: the number of the part, or else its name; the second of one name is another part. */
function sleutels<T>(soort: Soort, things: readonly T[], of: (thing: T) => Vorm): readonly (readonly [string, T])[] {
  const heeftNummer = eigenVelden(soort).some(([veld]) => veld === 'volgnummer');
  const geteld = new Map<string, number>();
  return things.map((thing) => {
    const naam = String(of(thing)[heeftNummer ? 'volgnummer' : (soort.naamveld ?? '')]);
    const keer = (geteld.get(naam) ?? 0) + 1;
    geteld.set(naam, keer);
    return [`${naam} ${keer}`, thing] as const;
  });
}

function lichaam(
  { soort, vorm, voor }: Plek,
  plekken: readonly Plek[],
  ouder: string,
  fouten: InvalidParam[],
  ports: Ports,
): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [veld, { schema }] of eigenVelden(soort)) {
    if (!Object.hasOwn(vorm, veld)) continue;
    const waarde = vorm[veld];
    const verwijzing = soort.adressen.find((one) => one.veld === veld);
    if (verwijzing && waarde !== null) {
      const naar = plekken.filter((one) => one.soort.naam === verwijzing.naar && heet(one, waarde));
      if (naar.length === 1) body[veld] = adres(naar[0]!, ports);
      else fouten.push(geenEen(`${voor}${veld}`, verwijzing.naar, waarde, naar.length));
    } else if (typeof waarde === 'string' && schema.format === 'uri')
      body[veld] = lijstadres(waarde, ports.bases[0]!) ?? waarde;
    else body[veld] = waarde;
  }
  if (soort.ouder) body[soort.ouder.veld] = ouder;
  return body;
}

/** Is it called so in the file: by its name, or by its number? */
function heet({ soort, vorm }: Plek, waarde: unknown): boolean {
  return vorm[typeof waarde === 'number' ? 'volgnummer' : (soort.naamveld ?? '')] === waarde;
}

function geenEen(name: string, soort: string, waarde: unknown, aantal: number): InvalidParam {
  const wat = typeof waarde === 'string' || typeof waarde === 'number' ? `'${waarde}'` : 'deze naam';
  return aantal === 0
    ? { name, code: 'does_not_exist', reason: `Dit bestand heeft geen ${soort} ${wat}.` }
    : { name, code: 'ambiguous', reason: `Dit bestand heeft ${aantal} keer ${soort} ${wat}. Noem het volgnummer.` };
}

function adres({ soort, id }: Plek, ports: Ports): string {
  return `${ports.bases[0]}${soort.resource.href}/${id}`;
}
