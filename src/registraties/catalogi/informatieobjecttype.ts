/** INFORMATIEOBJECTTYPE: a kind of document that zaken of the catalogus can hold. */
import { VERTROUWELIJKHEDEN } from '../../standaarden/zgw/index.ts';
import { defineResource, field, value } from '../kern/index.ts';
import { OP_DAG, PUBLISH, SCOPES } from './api.ts';
import { noemt } from './benaming.ts';
import { doel } from './doel.ts';
import { datumGeldigheid, statusFilter } from './filters.ts';
import { geldigOp, objectDatums } from './geldigheid.ts';
import { type Hoofdtype, hoofdtypeWrite, kanaalApi } from './hoofdtype.ts';

const { part } = value;
const LIST = { type: 'array', items: { type: 'string' }, uniqueItems: true } as const;

/** SQL: the zaaktype `z` uses the informatieobjecttype `i`, by its name. */
const gebruikt = (i: string, z: string): string =>
  `${z}.catalogus_id = ${i}.catalogus_id and exists (select 1 from catalogi.zaaktype_informatieobjecttype zi
    where zi.zaaktype_id = ${z}.id and zi.informatieobjecttype = ${i}.omschrijving)`;

/** SQL: the besluittype `b` is recorded in documents of the informatieobjecttype `i`, by its name. */
const legtVast = (i: string, b: string): string =>
  `${b}.catalogus_id = ${i}.catalogus_id and ${noemt(`${b}.informatieobjecttypen`, 'informatieobjecttype', i)}`;

const fields = {
  catalogus: field.link(doel.catalogus, { column: 'catalogus_id', required: true, filter: ['exact'] }),
  omschrijving: field.text({ max: 80, required: true, filter: ['exact'] }),
  vertrouwelijkheidaanduiding: field.choice(VERTROUWELIJKHEDEN, { required: true }),
  beginGeldigheid: field.date({ required: true }),
  eindeGeldigheid: field.dateOrNull(),
  ...objectDatums('informatieobjecttype'),
  concept: field.kept({ type: 'boolean' }),
  zaaktypen: field.tiedLinks(doel.zaaktype, (i, z, day) => `${gebruikt(i, z)} and ${geldigOp(z, day)}`),
  zaaktypeIdentificaties: field.derived(
    LIST,
    ({ t }) =>
      `(select coalesce(json_agg(distinct z.identificatie), '[]'::json) from catalogi.zaaktype z where ${gebruikt(t, 'z')})`,
  ),
  besluittypen: field.tiedLinks(doel.besluittype, (i, b, day) => `${legtVast(i, b)} and ${geldigOp(b, day)}`),
  besluittypeOmschrijving: field.derived(
    LIST,
    ({ t }) =>
      `(select coalesce(json_agg(distinct b.omschrijving), '[]'::json) from catalogi.besluittype b where ${legtVast(t, 'b')})`,
  ),
  informatieobjectcategorie: field.text({ max: 80, required: true }),
  trefwoord: field.list(value.text({ max: 30 })),
  omschrijvingGeneriek: field.groupOrNull(
    value.object({
      informatieobjecttypeOmschrijvingGeneriek: part(value.text({ max: 80 }), ''),
      definitieInformatieobjecttypeOmschrijvingGeneriek: part(value.text({ max: 255 }), ''),
      herkomstInformatieobjecttypeOmschrijvingGeneriek: part(value.text({ max: 12 }), ''),
      hierarchieInformatieobjecttypeOmschrijvingGeneriek: part(value.text({ max: 80 }), ''),
      opmerkingInformatieobjecttypeOmschrijvingGeneriek: part(value.orNull(value.text({ max: 255 })), ''),
    }),
  ),
};

export const informatieobjecttype = defineResource<typeof fields, Hoofdtype>({
  ...doel.informatieobjecttype,
  api: kanaalApi('informatieobjecttypen'),
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  actions: [PUBLISH],
  day: OP_DAG,
  showUuid: false,
  order: 't.id desc',
  scopes: { ...SCOPES, create: ['catalogi.schrijven'] },
  fields,
  filters: { status: statusFilter('self'), datumGeldigheid: datumGeldigheid('self') },
  write: hoofdtypeWrite<typeof fields>('informatieobjecttype', {}),
});
