/** INFORMATIEOBJECTTYPE: a kind of document that zaken of the catalogus can hold. */
import { VERTROUWELIJKHEDEN } from '../../standaarden/zgw/index.ts';
import { defineResource, field, value } from '../kern/index.ts';
import { OP_DAG, PUBLISH, SCOPES } from './api.ts';
import { doel } from './doel.ts';
import { datumGeldigheid, statusFilter } from './filters.ts';
import { getoond, objectDatums } from './geldigheid.ts';
import { type Hoofdtype, hoofdtypeWrite, kanaalApi } from './hoofdtype.ts';
import { gebruikt, legtVast } from './relaties.ts';

const { part } = value;
const LIST = { type: 'array', items: { type: 'string' }, uniqueItems: true } as const;

const fields = {
  catalogus: field.link(doel.catalogus, { column: 'catalogus_id', required: true, filter: ['exact'] }),
  omschrijving: field.text({ max: 80, required: true, filter: ['exact'] }),
  vertrouwelijkheidaanduiding: field.choice(VERTROUWELIJKHEDEN, { required: true }),
  beginGeldigheid: field.date({ required: true }),
  eindeGeldigheid: field.dateOrNull(),
  ...objectDatums('informatieobjecttype'),
  concept: field.kept({ type: 'boolean' }),
  zaaktypen: field.tiedLinks(doel.zaaktype, (i, z, seen) => `${gebruikt(i, z)} and ${getoond('zaaktype', z, seen)}`),
  zaaktypeIdentificaties: field.derived(
    LIST,
    ({ t }) =>
      `(select coalesce(json_agg(distinct z.identificatie), '[]'::json) from catalogi.zaaktype z where ${gebruikt(t, 'z')})`,
  ),
  besluittypen: field.tiedLinks(
    doel.besluittype,
    (i, b, seen) => `${legtVast(i, b)} and ${getoond('besluittype', b, seen)}`,
  ),
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
