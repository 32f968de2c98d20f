/**
 * Filters on a betrokkene: of the list of rollen, and of zaken by their rollen. In a list of zaken all of them speak of
 * one rol: `inpBsn` with `omschrijvingGeneriek=initiator` are the zaken that this person started, and with a level of
 * assurance those that he may see with it. Two rollen that each meet half of it do not count.
 */
import { raw, type Sql, sql } from '../../platform/db/index.ts';
import { ROLLEN } from '../catalogi/index.ts';
import { type Filter, storable } from '../kern/index.ts';
import { LOA_DIGID, LOA_EHERKENNING } from './authenticatie.ts';
import { BETROKKENE_TYPEN, type BetrokkeneType } from './betrokkene.ts';

type Condition = Filter['condition'];

const equals =
  (column: string, type?: BetrokkeneType): Condition =>
  (value, t) => {
    const found = sql`${raw(`${t}.${column}`)} = ${storable(value)}`;
    return type ? sql`(${found} and ${raw(t)}.betrokkene_type = ${type})` : found;
  };

/** Each search on a betrokkene, with its column; the type where two kinds share one. */
const BETROKKENE: Readonly<Record<string, Condition>> = {
  natuurlijkPersoon__inpBsn: equals('inp_bsn'),
  natuurlijkPersoon__anpIdentificatie: equals('anp_identificatie'),
  natuurlijkPersoon__inpA_nummer: equals('inp_a_nummer'),
  nietNatuurlijkPersoon__innNnpId: equals('inn_nnp_id'),
  nietNatuurlijkPersoon__annIdentificatie: equals('ann_identificatie'),
  nietNatuurlijkPersoon__kvkNummer: equals('kvk_nummer', 'niet_natuurlijk_persoon'),
  nietNatuurlijkPersoon__vestigingsNummer: equals('vestigings_nummer', 'niet_natuurlijk_persoon'),
  vestiging__vestigingsNummer: equals('vestigings_nummer', 'vestiging'),
  vestiging__kvkNummer: equals('kvk_nummer', 'vestiging'),
  medewerker__identificatie: equals('medewerker'),
  organisatorischeEenheid__identificatie: equals('organisatorische_eenheid'),
};

function oneOf(choices: readonly string[], value: string): string {
  if (choices.includes(value)) return value;
  throw new Error(`Kies uit: ${choices.join(', ')}.`);
}

const MACHTIGINGEN = ['eigen', 'gemachtigde', 'machtiginggever'];

/** `eigen`: for oneself, without a machtiging. */
const machtiging: Condition = (value, t) => {
  const wanted = oneOf(MACHTIGINGEN, value);
  return sql`${raw(t)}.indicatie_machtiging = ${wanted === 'eigen' ? '' : wanted}`;
};

/** Up to and including this level, of the same means. */
const betrouwbaarheid: Condition = (value, t) => {
  const wanted = oneOf([...LOA_DIGID, ...LOA_EHERKENNING], value);
  const scale: readonly string[] = (LOA_DIGID as readonly string[]).includes(wanted) ? LOA_DIGID : LOA_EHERKENNING;
  const levels = scale.slice(0, scale.indexOf(wanted) + 1);
  return sql`${raw(t)}.authenticatie_context ->> 'levelOfAssurance' = any(${levels}::text[])`;
};

const text = { type: 'string' } as const;

/** Parameters of the list of rollen, besides those of its fields. */
export const rolFilters: Readonly<Record<string, Filter>> = {
  ...Object.fromEntries(
    Object.entries(BETROKKENE).map(([name, condition]) => [
      `betrokkeneIdentificatie__${name}`,
      { schema: text, condition },
    ]),
  ),
  machtiging: { schema: { ...text, description: `Een van ${MACHTIGINGEN.join(', ')}.` }, condition: machtiging },
  machtiging__loa: {
    schema: { ...text, description: 'Tot en met dit betrouwbaarheidsniveau.' },
    condition: betrouwbaarheid,
  },
};

/** One rol of the zaak that meets all of it. */
const eenRol = (condition: Sql, t: string): Sql =>
  sql`${raw(t)}.id in (select r.zaak_id from zaken.rol r where ${condition})`;

const viaRol = ({ schema, condition }: Filter): Filter => ({
  schema,
  condition: (value, _t, bases) => condition(value, 'r', bases),
  together: eenRol,
});

const chosen = (choices: readonly string[], column: string): Filter => ({
  schema: { ...text, enum: choices },
  condition: (value, t, bases) => equals(column)(oneOf(choices, value), t, bases),
});

/** The same for zaken: `rol__…`. */
export const zaakRolFilters: Readonly<Record<string, Filter>> = Object.fromEntries(
  Object.entries({
    betrokkeneType: chosen(BETROKKENE_TYPEN, 'betrokkene_type'),
    betrokkene: { schema: text, condition: equals('betrokkene') },
    omschrijvingGeneriek: chosen(ROLLEN, 'omschrijving_generiek'),
    ...rolFilters,
  }).map(([name, filter]) => [`rol__${name}`, viaRol(filter)]),
);
