/**
 * A line of an applicatie: what it may in one component, for which type and up to which vertrouwelijkheid. The type is
 * one of ours (its id), one of another register (its address), or every type of a catalogus of ours, now and later.
 */
import { raw, type Sql, sql, type Tx } from '../../platform/db/index.ts';
import { VERTROUWELIJKHEDEN, type Vertrouwelijkheid } from '../../standaarden/zgw/index.ts';
import { catalogiDoel } from '../catalogi/index.ts';
import { type Component, field, ownId, value } from '../kern/index.ts';

const { part } = value;

/** What the standard calls each component. */
const WEERGAVE: Readonly<Record<Component, string>> = {
  ac: 'Autorisaties API',
  nrc: 'Notificaties API',
  zrc: 'Zaken API',
  ztc: 'Catalogi API',
  drc: 'Documenten API',
  brc: 'Besluiten API',
  dgk: 'Digikoppeling API',
};

/** Of the components whose rights go by type: the property that names it, where it lives, and is there a maximum? */
const MET_TYPE = {
  zrc: { type: 'zaaktype', doel: catalogiDoel.zaaktype, scopes: 'zaken.', maximum: true },
  drc: { type: 'informatieobjecttype', doel: catalogiDoel.informatieobjecttype, scopes: 'documenten.', maximum: true },
  brc: { type: 'besluittype', doel: catalogiDoel.besluittype, scopes: 'besluiten.', maximum: false },
} as const;

/** How a component's rights go by type; null for one whose rights do not. */
export function metType(component: Component): (typeof MET_TYPE)[keyof typeof MET_TYPE] | null {
  return component in MET_TYPE ? MET_TYPE[component as keyof typeof MET_TYPE] : null;
}

const COMPONENTEN = Object.keys(WEERGAVE) as [Component, ...Component[]];

const gegeven = value.object({
  component: part(value.choice(COMPONENTEN)),
  scopes: part(value.list(value.text({ max: 100, blank: false }), 100)),
  zaaktype: part(value.url(1000, true), ''),
  informatieobjecttype: part(value.url(1000, true), ''),
  besluittype: part(value.url(1000, true), ''),
  /** Not of the standard: which CPA a line of the Digikoppeling API is about; all of them when it is empty. */
  cpa: part(value.text({ max: 255 }), ''),
  catalogus: part<string | null>(value.orNull(value.reference(catalogiDoel.catalogus.href)), null),
  maxVertrouwelijkheidaanduiding: part<Vertrouwelijkheid | ''>(
    value.choice([...VERTROUWELIJKHEDEN, '']) as value.Parser<Vertrouwelijkheid | ''>,
    '',
  ),
});

/** A line as a client sends it. */
export type Regel = NonNullable<ReturnType<typeof gegeven.parse>>;

const { properties, ...schema } = gegeven.schema;

/** A line, with the name of its component in what a client reads. */
export const regel: value.Parser<Regel> = {
  ...gegeven,
  schema: {
    ...schema,
    properties: { ...properties, componentWeergave: { type: 'string', readOnly: true } },
  },
};

/** Every type that a right can go by, with its component. */
const TYPES = Object.entries(MET_TYPE)
  .map(([component, { doel }]) => `select '${component}' as component, id, catalogus_id from ${doel.table}`)
  .join(' union all ');

/** SQL of the lines with each catalogus worked out to the types that it has now. */
const UITGEWERKT = `(
  select r.id, r.applicatie_id, r.plaats, r.component, r.scopes, r.max_vertrouwelijkheidaanduiding,
    coalesce(r.type_id, c.id) as type_id, r.type_url, null::uuid as catalogus_id
  from autorisaties.autorisatie r
  left join (${TYPES}) c on c.component = r.component and c.catalogus_id = r.catalogus_id)`;

/** The lines with each catalogus worked out to the types that it has now. */
export const UITGEWERKTE_REGELS: Sql = raw(UITGEWERKT);

type Toon = (context: { readonly t: string; readonly base: string }) => string;

/** The lines of the applicatie in the row under this alias, as JSON; what a line does not say is left out. */
function toonRegels(table: string): Toon {
  const types = Object.entries(MET_TYPE).map(([component, { type, doel }]) => {
    const address = (base: string) => `coalesce(${base} || '${doel.href}/' || r.type_id, r.type_url)`;
    return (base: string) => `'${type}', case r.component when '${component}' then ${address(base)} end`;
  });
  const weergaven = Object.entries(WEERGAVE).map(([component, naam]) => `when '${component}' then '${naam}'`);
  return ({ t, base }) => `(select coalesce(json_agg(json_strip_nulls(json_build_object('component', r.component,
      'componentWeergave', case r.component ${weergaven.join(' ')} end, 'scopes', r.scopes,
      ${types.map((type) => type(base)).join(', ')},
      'cpa', case r.component when 'dgk' then r.type_url end,
      'catalogus', ${base} || '${catalogiDoel.catalogus.href}/' || r.catalogus_id,
      'maxVertrouwelijkheidaanduiding', r.max_vertrouwelijkheidaanduiding)) order by r.plaats, r.type_id), '[]'::json)
    from ${table} r where r.applicatie_id = ${t}.id)`;
}

const regels = field.list(regel, { max: 10_000 });

/** The field `autorisaties` of an applicatie, as it was written. */
export const autorisaties = field.elsewhere(regels, toonRegels('autorisaties.autorisatie'));

/** The same for who must act on it: no line is about a whole catalogus, which only this register knows. */
export const uitgewerkteAutorisaties = field.elsewhere(regels, toonRegels(UITGEWERKT));

/** Puts these lines in the place of those that the applicatie had. */
export async function bewaarRegels(
  tx: Tx,
  applicatieId: string,
  regels: readonly Regel[],
  bases: readonly string[],
): Promise<void> {
  const rows = regels.map((one, plaats) => {
    const met = metType(one.component);
    // A CPA is kept where the type of another register is: it is one of an agreement outside the registers.
    const address = met ? one[met.type] : one.component === 'dgk' ? one.cpa : '';
    const eigen = met ? ownId(address, met.doel.href, bases) : null;
    return {
      plaats,
      component: one.component,
      scopes: one.scopes,
      type_id: eigen,
      type_url: eigen === null && address !== '' ? address : null,
      catalogus_id: met && one.catalogus,
      max: (met?.maximum && one.maxVertrouwelijkheidaanduiding) || null,
    };
  });
  await tx.query(sql`delete from autorisaties.autorisatie where applicatie_id = ${applicatieId}`);
  await tx.query(sql`
    insert into autorisaties.autorisatie
      (id, applicatie_id, component, scopes, type_id, type_url, catalogus_id, max_vertrouwelijkheidaanduiding, plaats)
    select gen_random_uuid(), ${applicatieId}::uuid, r.component, array(select json_array_elements_text(r.scopes)), r.type_id,
      r.type_url, r.catalogus_id, r.max, r.plaats
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (plaats int, component text, scopes json, type_id uuid,
      type_url text, catalogus_id uuid, max text)`);
}
