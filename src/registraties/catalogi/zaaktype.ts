/**
 * ZAAKTYPE: what a zaak of this kind is, how long it may take, and which types hang off it.
 *
 * It starts as a concept and is published once. A published one is fixed (ztc-009): only its last day of validity can
 * still be set; who wants something else makes a new version, with the same identificatie and another period.
 */
import type { InvalidParam } from '../../platform/http/index.ts';
import { VERTROUWELIJKHEDEN } from '../../standaarden/zgw/index.ts';
import { defineResource, field, value, type Write } from '../kern/index.ts';
import { PUBLISH, SCOPES } from './api.ts';
import { benamingen, noemt } from './benaming.ts';
import { doel } from './doel.ts';
import { datumGeldigheid, inList, statusFilter } from './filters.ts';
import { getoond, objectDatums } from './geldigheid.ts';
import { type Gerelateerd, gerelateerdeZaaktypen, leesGerelateerd } from './gerelateerd.ts';
import { type Hoofdtype, hoofdtypeWrite, kanaalApi } from './hoofdtype.ts';
import { procestypeVan } from './lijstverwijzing.ts';
import { gebruikt, leidtTot } from './relaties.ts';

const { part } = value;
const LIST = { type: 'array', items: { type: 'string' }, uniqueItems: true } as const;

const fields = {
  identificatie: field.text({ max: 50, required: true, filter: ['exact'] }),
  omschrijving: field.text({ max: 80, required: true }),
  omschrijvingGeneriek: field.text({ max: 80 }),
  vertrouwelijkheidaanduiding: field.choice(VERTROUWELIJKHEDEN, { required: true }),
  doel: field.text({ required: true }),
  aanleiding: field.text({ required: true }),
  toelichting: field.text({}),
  indicatieInternOfExtern: field.choice(['intern', 'extern'], { required: true }),
  handelingInitiator: field.text({ max: 20, required: true }),
  onderwerp: field.text({ max: 80, required: true }),
  handelingBehandelaar: field.text({ max: 20, required: true }),
  doorlooptijd: field.duration({ required: true }),
  servicenorm: field.durationOrNull(),
  opschortingEnAanhoudingMogelijk: field.bool({ required: true }),
  verlengingMogelijk: field.bool({ required: true }),
  verlengingstermijn: field.durationOrNull(),
  trefwoorden: field.list(value.text({ max: 30 })),
  publicatieIndicatie: field.bool({ required: true }),
  publicatietekst: field.text({}),
  verantwoordingsrelatie: field.list(value.text({ max: 40 })),
  productenOfDiensten: field.list(value.url(1000), { required: true }),
  selectielijstProcestype: field.url({ max: 200 }),
  referentieproces: field.group(
    value.object({ naam: part(value.text({ max: 80, blank: false })), link: part(value.url(200, true), '') }),
    {
      required: true,
    },
  ),
  verantwoordelijke: field.text({ max: 50, required: true }),
  zaakobjecttypen: field.links(doel.zaakobjecttype, 'zaaktype_id'),
  broncatalogus: field.groupOrNull(
    value.object({
      url: part(value.url(200)),
      domein: part(value.text({ max: 5 })),
      rsin: part(value.text({ max: 9 })),
    }),
  ),
  bronzaaktype: field.groupOrNull(
    value.object({
      url: part(value.url(200)),
      identificatie: part(value.text({ max: 50 })),
      omschrijving: part(value.text({ max: 80 })),
    }),
  ),
  catalogus: field.link(doel.catalogus, { column: 'catalogus_id', required: true, filter: ['exact'] }),
  statustypen: field.links(doel.statustype, 'zaaktype_id'),
  resultaattypen: field.links(doel.resultaattype, 'zaaktype_id'),
  resultaattypeOmschrijving: field.derived(
    LIST,
    ({ t }) =>
      `(select coalesce(json_agg(r.omschrijving order by r.omschrijving), '[]'::json) from catalogi.resultaattype r where r.zaaktype_id = ${t}.id)`,
  ),
  eigenschappen: field.links(doel.eigenschap, 'zaaktype_id'),
  informatieobjecttypen: field.tiedLinks(
    doel.informatieobjecttype,
    (z, i, seen) => `${gebruikt(i, z)} and ${getoond('informatieobjecttype', i, seen)}`,
  ),
  informatieobjecttypeOmschrijving: field.derived(
    LIST,
    ({ t }) =>
      `(select coalesce(json_agg(distinct zi.informatieobjecttype), '[]'::json) from catalogi.zaaktype_informatieobjecttype zi where zi.zaaktype_id = ${t}.id)`,
  ),
  roltypen: field.links(doel.roltype, 'zaaktype_id'),
  besluittypen: benamingen(
    doel.besluittype,
    (z, b, seen) => `${leidtTot(b, z)} and ${getoond('besluittype', b, seen)}`,
    { max: 80, required: true },
  ),
  besluittypeOmschrijving: field.derived(LIST, ({ t }) => `${t}.besluittypen`),
  deelzaaktypen: benamingen(
    doel.zaaktype,
    (z, d, seen) =>
      `${d}.catalogus_id = ${z}.catalogus_id and ${noemt(`${z}.deelzaaktypen`, 'zaaktype', d)} and ${getoond('zaaktype', d, seen)}`,
    { max: 50 },
  ),
  deelzaaktypeIdentificaties: field.derived(LIST, ({ t }) => `${t}.deelzaaktypen`),
  gerelateerdeZaaktypen,
  beginGeldigheid: field.date({ required: true }),
  eindeGeldigheid: field.dateOrNull(),
  ...objectDatums('zaaktype'),
  versiedatum: field.dateOrNull(),
  concept: field.kept({ type: 'boolean' }),
};

interface Situatie extends Hoofdtype {
  readonly gerelateerd: Gerelateerd;
}

type ZaaktypeWrite = Write<typeof fields, Situatie>;

const GEMEEN = hoofdtypeWrite<typeof fields, Situatie>(
  'zaaktype',
  { besluittypen: 'besluittype', deelzaaktypen: 'zaaktype' },
  [({ situation }) => situation.gerelateerd.faults, verlengingHeeftTermijn, durenZijnNietLeeg],
);

export const zaaktype = defineResource<typeof fields, Situatie>({
  ...doel.zaaktype,
  api: kanaalApi('zaaktypen'),
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  actions: [PUBLISH],
  day: { parameter: 'datumGeldigheid', methods: ['list', 'read'] },
  showUuid: false,
  order: 't.id desc',
  // ztc-014: who may read zaken or documenten may read the zaaktypen.
  scopes: { ...SCOPES, read: ['catalogi.lezen', 'zaken.lezen', 'documenten.lezen'], create: ['catalogi.schrijven'] },
  fields,
  filters: {
    status: statusFilter('self'),
    datumGeldigheid: datumGeldigheid('self'),
    trefwoorden: inList('trefwoorden'),
  },
  write: {
    ...GEMEEN,
    references: procestypeVan,
    async situation(write) {
      const { tx, values, ports } = write;
      const adres = (id: string): string => `${ports.bases[0]}${doel.zaaktype.href}/${id}`;
      const gerelateerd = await leesGerelateerd(tx, values.catalogus, values.gerelateerdeZaaktypen, adres);
      return { ...(await GEMEEN.situation(write)), gerelateerd };
    },
    keep: (write) => ({
      ...GEMEEN.keep(write),
      gerelateerde_zaaktypen: JSON.stringify(write.situation.gerelateerd.relaties),
    }),
    weergave: ({ values }) => `${values.identificatie} ${values.omschrijving}`,
  },
});

/** Verlenging possible: then for how long (zgw.md §2.4, 57). */
function verlengingHeeftTermijn({ values }: ZaaktypeWrite): readonly InvalidParam[] {
  if (!values.verlengingMogelijk || values.verlengingstermijn !== null) return [];
  const reason = 'Vul een verlengingstermijn in als verlenging mogelijk is.';
  return [{ name: 'verlengingstermijn', code: 'verlenging-mismatch', reason }];
}

/** A term of nothing is no term (zgw.md §2.4, 57). */
function durenZijnNietLeeg({ values }: ZaaktypeWrite): readonly InvalidParam[] {
  return (['doorlooptijd', 'servicenorm'] as const).flatMap((name) => {
    if (values[name] === null || /[1-9]/.test(values[name])) return [];
    return [{ name, code: 'empty-duration', reason: 'Deze duur is nul. Geef een duur zoals P6W.' }];
  });
}
