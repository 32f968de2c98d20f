/**
 * `gerelateerdeZaaktypen`: which zaaktypen have to do with this one, and how. Kept by identificatie; one of another
 * catalogus, here or elsewhere, by its address. Shown are those of which a version is valid (historiemodel).
 */
import type { Tx } from '../../platform/db/index.ts';
import type { InvalidParam } from '../../platform/http/index.ts';
import { addressOf, type Field, field, type Tie, value } from '../kern/index.ts';
import { type Benaming, benaming, naamBijId } from './benaming.ts';
import { doel } from './doel.ts';
import { getoond } from './geldigheid.ts';

const { part } = value;

export interface Relatie {
  /** An identificatie, an address elsewhere, or the id behind an address of ours. */
  readonly zaaktype: Benaming;
  readonly aardRelatie: string;
  readonly toelichting: string;
}

const MAX = 200;
const eigen = benaming(doel.zaaktype, MAX);

/** An identificatie or any address: an address that is not ours is kept as it is. */
const zaaktype: value.Parser<Benaming> = {
  schema: { type: 'string', maxLength: MAX },
  parse(input, name, context) {
    const elders = typeof input === 'string' && /^https?:\/\//.test(input) && !context.ownId(input, doel.zaaktype.href);
    return elders ? value.url(MAX).parse(input, name, context) : eigen.parse(input, name, context);
  },
};

const list = field.list(
  value.object({
    zaaktype: part(zaaktype),
    aardRelatie: part(value.choice(['vervolg', 'bijdrage', 'onderwerp'])),
    toelichting: part(value.text({ max: 255 }), ''),
  }),
  { required: true },
);

const PARTS = list.schema.items!;

/** SQL: of the zaaktype `z`, the version `v` of a related zaaktype. */
const versie: Tie = (z, v, seen) => `${v}.catalogus_id = ${z}.catalogus_id and ${getoond('zaaktype', v, seen)}`;

const show: Field<unknown>['show'] = (column, { t, base, ...seen }) => `(
  select coalesce(json_agg(json_build_object(
    'zaaktype', coalesce(${addressOf(doel.zaaktype, base, 'v')}, g.een ->> 'zaaktype'),
    'zaaktypeIdentificatie', coalesce(v.identificatie, ''),
    'aardRelatie', g.een -> 'aardRelatie', 'toelichting', g.een -> 'toelichting') order by g.nr), '[]'::json)
  from jsonb_array_elements(${column}) with ordinality g (een, nr)
  left join catalogi.zaaktype v on v.identificatie = g.een ->> 'zaaktype' and ${versie(t, 'v', seen)}
  where v.id is not null or g.een ->> 'zaaktype' ~ '^https?://')`;

const opNaam: Tie = (z, v, seen) => `${versie(z, v, seen)}
  and ${z}.gerelateerde_zaaktypen @> jsonb_build_array(jsonb_build_object('zaaktype', ${v}.identificatie))`;

const identificatie = { type: 'string', readOnly: true } as const;

export const gerelateerdeZaaktypen: Field<readonly Relatie[]> = Object.freeze({
  ...list,
  schema: {
    ...list.schema,
    items: { ...PARTS, properties: { ...PARTS.properties, zaaktypeIdentificatie: identificatie } },
  },
  show,
  relation: { kind: 'many' as const, target: doel.zaaktype, via: null, on: opNaam },
});

export interface Gerelateerd {
  readonly relaties: readonly (Relatie & { readonly zaaktype: string })[];
  readonly faults: readonly InvalidParam[];
}

/** The relations as they are kept. `adres` makes the address of a zaaktype of ours. */
export async function leesGerelateerd(
  tx: Tx,
  catalogus: string,
  gegeven: readonly Relatie[],
  adres: (id: string) => string,
): Promise<Gerelateerd> {
  const found = await naamBijId(
    tx,
    'zaaktype',
    gegeven.map((one) => one.zaaktype),
  );
  const faults: InvalidParam[] = [];
  const relaties = gegeven.map((one, index) => {
    if (typeof one.zaaktype === 'string') return { ...one, zaaktype: one.zaaktype };
    const { id } = one.zaaktype;
    const version = found.get(id);
    if (version === undefined) {
      const reason = 'Op dit adres is geen zaaktype te vinden.';
      faults.push({ name: `gerelateerdeZaaktypen.${index}.zaaktype`, code: 'bad-url', reason });
    }
    return { ...one, zaaktype: version?.catalogus === catalogus ? version.naam : adres(id) };
  });
  return { relaties, faults };
}
