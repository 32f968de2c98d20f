/**
 * What the three main types have in common: zaaktype, besluittype and informatieobjecttype each have versions with a
 * period of validity, start as a concept, are published once, and are fixed from then on (ztc-009).
 */
import { sql, type Tx } from '../../platform/db/index.ts';
import { type InvalidParam, invalid } from '../../platform/http/index.ts';
import type { Api, Fields, MainObject, Rule, Write } from '../kern/index.ts';
import { catalogiApi, mainOf, mayForce } from './api.ts';
import { type Benoemd, benamingenKloppen, kolommenVan, leesBenamingen } from './benaming.ts';
import { doel } from './doel.ts';
import { NAAM, overlapping, periodKlopt, type Soort } from './geldigheid.ts';
import { vasteRelatie } from './openzaak.ts';

export interface Hoofdtype {
  /** True when it is published already. */
  readonly definitief: boolean;
  /** What it refers to by name. */
  readonly benoemd: Benoemd;
  /** Only in the profile openzaak: something published is related to it. */
  readonly vasteRelatie: boolean;
}

/** The values that every main type has. */
interface Gemeen {
  readonly catalogus: string;
  readonly beginGeldigheid: string;
  readonly eindeGeldigheid: string | null;
}

/** The write of any main type; what its values have in common is in `Gemeen`. */
type HoofdtypeWrite = Omit<Write<Fields, unknown>, 'situation' | 'values' | 'current'> & { readonly values: unknown };
type SituatedWrite = HoofdtypeWrite & { readonly situation: Hoofdtype };

const gemeen = ({ values }: Pick<HoofdtypeWrite, 'values'>): Gemeen => values as Gemeen;

/** Its name, which all versions share. */
const naamVan = (soort: Soort, { values }: Pick<HoofdtypeWrite, 'values'>): string =>
  (values as Record<string, string>)[NAAM[soort]]!;

/** A kanaal of notifications each (zgw.md §3), named after the resource. */
export function kanaalApi(path: string): Api {
  return { ...catalogiApi, kanaal: path };
}

/** The write definition of a main type. `benoemt`: its lists of references by name; `rules` come with those on the period. */
export function hoofdtypeWrite<F extends Fields, S extends Hoofdtype = Hoofdtype>(
  soort: Soort,
  benoemt: Readonly<Record<string, Soort>>,
  rules: readonly Rule<F, S>[] = [],
) {
  const vast = vastNaPublicatie(soort);
  return {
    async situation(write: HoofdtypeWrite): Promise<Hoofdtype> {
      const { tx, row, values, ports } = write;
      const { catalogus } = gemeen(write);
      await assertCatalogus(tx, catalogus);
      return {
        definitief: row !== null && row['concept'] === false,
        benoemd: await leesBenamingen(tx, catalogus, benoemt, values),
        vasteRelatie: ports.profile === 'openzaak' && (await vasteRelatie(write, soort, benoemt)),
      };
    },
    allow(write: SituatedWrite) {
      // On delete no rules run; the same rule stands at the door.
      if (write.method !== 'delete') return;
      const faults = [...vast(write), ...relatiesVast(write)].slice(0, 1);
      if (faults.length > 0) throw invalid(...faults);
    },
    rules: [[vast], [relatiesVast], [benamingenKloppen, geldigheidKlopt, ...rules, geenOverlap(soort)]] satisfies Rule<
      F,
      S
    >[][],
    keep: ({ row, situation }: SituatedWrite) => ({
      concept: row === null ? true : row['concept'],
      ...kolommenVan(situation.benoemd),
    }),
    mainObject: (write: SituatedWrite): MainObject => {
      const catalogus = `${write.ports.bases[0]}${doel.catalogus.href}/${gemeen(write).catalogus}`;
      return mainOf(soort, write.id, doel[soort].path, catalogus);
    },
    weergave: (write: SituatedWrite) => naamVan(soort, write),
  };
}

/** The catalogus must be here. */
async function assertCatalogus(tx: Tx, id: string): Promise<void> {
  const rows = await tx.query(sql`select 1 as ok from catalogi.catalogus where id = ${id}`);
  if (rows.length === 0) {
    throw invalid({ name: 'catalogus', code: 'bad-url', reason: 'Op dit adres is geen catalogus te vinden.' });
  }
}

/** ztc-009: what is published cannot change, except its eindeGeldigheid; a correction needs the scope for it. */
function vastNaPublicatie(soort: Soort) {
  const reason = `Dit ${soort} is gepubliceerd en ligt vast. Maak een nieuwe versie, of zet alleen eindeGeldigheid.`;
  return ({
    situation,
    actor,
    method,
    given,
  }: Pick<SituatedWrite, 'situation' | 'actor' | 'method' | 'given'>): readonly InvalidParam[] => {
    if (!situation.definitief || mayForce(actor, method)) return [];
    const onlyEnd = method === 'partial' && [...given].every((name) => name === 'eindeGeldigheid');
    return onlyEnd ? [] : [{ name: 'nonFieldErrors', code: 'non-concept-object', reason }];
  };
}

/** ztc-010 and ztc-011 as Open Zaak keeps them: what is related to something published is fixed too. */
function relatiesVast({
  situation,
  actor,
  method,
}: Pick<SituatedWrite, 'situation' | 'actor' | 'method'>): readonly InvalidParam[] {
  if (!situation.vasteRelatie || mayForce(actor, method)) return [];
  const reason = 'Een type waarmee dit een relatie heeft, is gepubliceerd. Gebruik een concept, of de relatie niet.';
  return [{ name: 'nonFieldErrors', code: 'non-concept-relation', reason }];
}

function geldigheidKlopt(write: Pick<HoofdtypeWrite, 'values'>): readonly InvalidParam[] {
  const { beginGeldigheid, eindeGeldigheid } = gemeen(write);
  return periodKlopt(beginGeldigheid, eindeGeldigheid);
}

/** ztc-016: published versions of one name do not overlap; the last day counts. */
function geenOverlap(soort: Soort) {
  return async (write: Pick<SituatedWrite, 'tx' | 'id' | 'values' | 'situation'>): Promise<readonly InvalidParam[]> => {
    if (!write.situation.definitief) return [];
    const it = { id: write.id, catalogus: gemeen(write).catalogus, naam: naamVan(soort, write) };
    return await overlapping(write.tx, soort, it, gemeen(write));
  };
}
