/** INFORMATIEOBJECTTYPE: a kind of document that zaken of the catalogus can hold. */
import type { InvalidParam } from '../../platform/http/index.ts';
import { invalid } from '../../platform/http/index.ts';
import { VERTROUWELIJKHEDEN } from '../../standaarden/zgw/index.ts';
import { defineResource, field, value, type Write } from '../kern/index.ts';
import { informatieobjecttypenApi, mainOf, mayForce, PUBLISH, SCOPES } from './api.ts';
import { doel } from './doel.ts';
import { datumGeldigheid, statusFilter } from './filters.ts';
import { geldigVandaag, objectDatums, overlapping, periodKlopt } from './geldigheid.ts';
import { assertCatalogus } from './zaaktype.ts';

const { part } = value;
const LIST = { type: 'array', items: { type: 'string' }, uniqueItems: true } as const;

/** SQL: the zaaktype `z` uses the informatieobjecttype `i`, by its name. */
const gebruikt = (i: string, z: string): string =>
  `${z}.catalogus_id = ${i}.catalogus_id and exists (select 1 from catalogi.zaaktype_informatieobjecttype zi
    where zi.zaaktype_id = ${z}.id and zi.informatieobjecttype = ${i}.omschrijving)`;

const fields = {
  catalogus: field.link(doel.catalogus, { column: 'catalogus_id', required: true, filter: ['exact'] }),
  omschrijving: field.text({ max: 80, required: true, filter: ['exact'] }),
  vertrouwelijkheidaanduiding: field.choice(VERTROUWELIJKHEDEN, { required: true }),
  beginGeldigheid: field.date({ required: true }),
  eindeGeldigheid: field.dateOrNull(),
  ...objectDatums('informatieobjecttype'),
  concept: field.kept({ type: 'boolean' }),
  zaaktypen: field.tiedLinks(doel.zaaktype, (i, z) => `${gebruikt(i, z)} and ${geldigVandaag(z)}`),
  zaaktypeIdentificaties: field.derived(
    LIST,
    ({ t }) =>
      `(select coalesce(json_agg(distinct z.identificatie), '[]'::json) from catalogi.zaaktype z where ${gebruikt(t, 'z')})`,
  ),
  besluittypen: field.derived(LIST, () => `'[]'::json`),
  besluittypeOmschrijving: field.derived(LIST, () => `'[]'::json`),
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

interface Situation {
  readonly definitief: boolean;
}

type IotWrite = Write<typeof fields, Situation>;

const NON_CONCEPT: InvalidParam = {
  name: 'nonFieldErrors',
  code: 'non-concept-object',
  reason:
    'Dit informatieobjecttype is gepubliceerd en ligt vast. Maak een nieuwe versie, of zet alleen eindeGeldigheid.',
};

export const informatieobjecttype = defineResource<typeof fields, Situation>({
  ...doel.informatieobjecttype,
  api: informatieobjecttypenApi,
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  actions: [PUBLISH],
  showUuid: false,
  order: 't.id desc',
  scopes: { ...SCOPES, create: ['catalogi.schrijven'] },
  fields,
  filters: { status: statusFilter('self'), datumGeldigheid: datumGeldigheid('self') },
  write: {
    async situation({ tx, row, values }) {
      await assertCatalogus(tx, values.catalogus);
      return { definitief: row !== null && row['concept'] === false };
    },
    allow({ method, situation, actor }) {
      if (method === 'delete' && situation.definitief && !mayForce(actor, method)) throw invalid(NON_CONCEPT);
    },
    rules: [[fixedOncePublished], [geldigheidKlopt, noOverlap]],
    keep: ({ row }) => ({ concept: row === null ? true : row['concept'] }),
    mainObject: ({ id, values, ports }) =>
      mainOf(
        'informatieobjecttype',
        id,
        'informatieobjecttypen',
        `${ports.bases[0]}${doel.catalogus.href}/${values.catalogus}`,
      ),
    weergave: ({ values }) => values.omschrijving,
  },
});

/** ztc-009, as for a zaaktype. */
function fixedOncePublished({ situation, actor, method, given }: IotWrite): readonly InvalidParam[] {
  if (!situation.definitief || mayForce(actor, method)) return [];
  const onlyEnd = method === 'partial' && [...given].every((name) => name === 'eindeGeldigheid');
  return onlyEnd ? [] : [NON_CONCEPT];
}

function geldigheidKlopt({ values }: IotWrite): readonly InvalidParam[] {
  return periodKlopt(values.beginGeldigheid, values.eindeGeldigheid);
}

/** ztc-016, as for a zaaktype. */
async function noOverlap({ situation, tx, id, values }: IotWrite): Promise<readonly InvalidParam[]> {
  if (!situation.definitief) return [];
  const it = { id, catalogus: values.catalogus, naam: values.omschrijving };
  return await overlapping(tx, 'informatieobjecttype', it, values);
}
