/** BESLUITTYPE: a kind of decision that zaken of the catalogus can lead to, and the documents that record it. */
import { raw, sql } from '../../platform/db/index.ts';
import { defineResource, type Filter, field, type Tie } from '../kern/index.ts';
import { OP_DAG, PUBLISH, SCOPES } from './api.ts';
import { benamingen, noemt } from './benaming.ts';
import { doel } from './doel.ts';
import { datumGeldigheid, naamOf, statusFilter } from './filters.ts';
import { getoond, objectDatums } from './geldigheid.ts';
import { type Hoofdtype, hoofdtypeWrite, kanaalApi } from './hoofdtype.ts';
import { legtVast, leidtTot } from './relaties.ts';

const LIST = { type: 'array', items: { type: 'string' }, uniqueItems: true } as const;

/** SQL: the resultaattype `r`, of a zaaktype that is valid, goes with the besluittype `b`. */
const bijResultaattype: Tie = (b, r, seen) =>
  `${noemt(`${r}.besluittypen`, 'besluittype', b)} and exists (select 1 from catalogi.zaaktype z
    where z.id = ${r}.zaaktype_id and z.catalogus_id = ${b}.catalogus_id and ${getoond('zaaktype', 'z', seen)})`;

const omschrijvingen = field.derived(LIST, ({ t }) => `${t}.informatieobjecttypen`);

const fields = {
  catalogus: field.link(doel.catalogus, { column: 'catalogus_id', required: true, filter: ['exact'] }),
  zaaktypen: field.tiedLinks(doel.zaaktype, (b, z, seen) => `${leidtTot(b, z)} and ${getoond('zaaktype', z, seen)}`),
  zaaktypeIdentificaties: field.derived(
    LIST,
    ({ t }) =>
      `(select coalesce(json_agg(distinct z.identificatie), '[]'::json) from catalogi.zaaktype z where ${leidtTot(t, 'z')})`,
  ),
  omschrijving: field.text({ max: 80, filter: ['exact'] }),
  omschrijvingGeneriek: field.text({ max: 80 }),
  besluitcategorie: field.text({ max: 40 }),
  /** How long an objection is possible, from the day of sending or publishing. */
  reactietermijn: field.durationOrNull(),
  publicatieIndicatie: field.bool({ required: true }),
  publicatietekst: field.text({}),
  publicatietermijn: field.durationOrNull(),
  toelichting: field.text({}),
  informatieobjecttypen: benamingen(
    doel.informatieobjecttype,
    (b, i, seen) => `${legtVast(i, b)} and ${getoond('informatieobjecttype', i, seen)}`,
    { max: 80, required: true },
  ),
  informatieobjecttypeOmschrijvingen: omschrijvingen,
  beginGeldigheid: field.date({ required: true }),
  eindeGeldigheid: field.dateOrNull(),
  ...objectDatums('besluittype'),
  concept: field.kept({ type: 'boolean' }),
  resultaattypen: field.tiedLinks(doel.resultaattype, bijResultaattype),
  resultaattypenOmschrijving: field.derived(
    LIST,
    ({ t, ...seen }) =>
      `(select coalesce(json_agg(distinct r.omschrijving), '[]'::json) from catalogi.resultaattype r where ${bijResultaattype(t, 'r', seen)})`,
  ),
  vastgelegdIn: omschrijvingen,
};

/** Of this zaaktype: one version by its address, or every version by identificatie. */
const zaaktypen: Filter = {
  schema: { type: 'string' },
  condition: (text, t) => {
    const it = naamOf(text);
    const which = 'id' in it ? sql`z.id = ${it.id}` : sql`z.identificatie = ${it.naam}`;
    return sql`exists (select 1 from catalogi.zaaktype z where ${raw(leidtTot(t, 'z'))} and ${which})`;
  },
};

/** Recorded in documents of this informatieobjecttype, by omschrijving or by the address of a version. */
const informatieobjecttypen: Filter = {
  schema: { type: 'string' },
  condition: (text, t) => {
    const it = naamOf(text);
    if ('naam' in it) return sql`${raw(t)}.informatieobjecttypen @> to_jsonb(${it.naam}::text)`;
    return sql`exists (select 1 from catalogi.informatieobjecttype i where i.id = ${it.id}
      and i.catalogus_id = ${raw(t)}.catalogus_id
      and ${raw(noemt(`${t}.informatieobjecttypen`, 'informatieobjecttype', 'i'))})`;
  },
};

export const besluittype = defineResource<typeof fields, Hoofdtype>({
  ...doel.besluittype,
  api: kanaalApi('besluittypen'),
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  actions: [PUBLISH],
  day: OP_DAG,
  showUuid: false,
  order: 't.id desc',
  scopes: { ...SCOPES, create: ['catalogi.schrijven'] },
  fields,
  filters: {
    zaaktypen,
    informatieobjecttypen,
    status: statusFilter('self'),
    datumGeldigheid: datumGeldigheid('self'),
  },
  write: hoofdtypeWrite<typeof fields>('besluittype', { informatieobjecttypen: 'informatieobjecttype' }),
});
