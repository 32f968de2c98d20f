/**
 * ZAAKTYPE: what a zaak of this kind is, how long it may take, and which types hang off it.
 *
 * It starts as a concept and is published once. A published one is fixed (ztc-009): only its last day of validity can
 * still be set; who wants something else makes a new version, with the same identificatie and another period.
 */
import { sql, type Tx } from '../../platform/db/index.ts';
import { type InvalidParam, invalid } from '../../platform/http/index.ts';
import { VERTROUWELIJKHEDEN } from '../../standaarden/zgw/index.ts';
import { defineResource, field, value, type Write } from '../kern/index.ts';
import { mainOf, mayForce, PUBLISH, SCOPES, zaaktypenApi } from './api.ts';
import { doel } from './doel.ts';
import { datumGeldigheid, inList, statusFilter } from './filters.ts';
import { geldigVandaag, objectDatums, overlapping, periodKlopt } from './geldigheid.ts';

const { part } = value;
const EMPTY_LIST = { type: 'array', items: { type: 'string' }, uniqueItems: true } as const;
const nothing = field.derived(EMPTY_LIST, () => `'[]'::json`);
const AARD_RELATIE = ['vervolg', 'bijdrage', 'onderwerp'] as const;

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
  zaakobjecttypen: nothing,
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
    EMPTY_LIST,
    ({ t }) =>
      `(select coalesce(json_agg(r.omschrijving order by r.omschrijving), '[]'::json) from catalogi.resultaattype r where r.zaaktype_id = ${t}.id)`,
  ),
  eigenschappen: nothing,
  informatieobjecttypen: field.tiedLinks(
    doel.informatieobjecttype,
    (z, i) => `${i}.catalogus_id = ${z}.catalogus_id and ${geldigVandaag(i)} and exists (
      select 1 from catalogi.zaaktype_informatieobjecttype zi
      where zi.zaaktype_id = ${z}.id and zi.informatieobjecttype = ${i}.omschrijving)`,
  ),
  informatieobjecttypeOmschrijving: field.derived(
    EMPTY_LIST,
    ({ t }) =>
      `(select coalesce(json_agg(distinct zi.informatieobjecttype), '[]'::json) from catalogi.zaaktype_informatieobjecttype zi where zi.zaaktype_id = ${t}.id)`,
  ),
  roltypen: field.links(doel.roltype, 'zaaktype_id'),
  besluittypen: nothing,
  besluittypeOmschrijving: nothing,
  deelzaaktypen: field.list(value.text({ max: 200 })),
  gerelateerdeZaaktypen: field.list(
    value.object({
      zaaktype: part(value.text({ max: 200, blank: false })),
      aardRelatie: part(value.choice(AARD_RELATIE)),
      toelichting: part(value.text({ max: 255 }), ''),
    }),
    { required: true },
  ),
  beginGeldigheid: field.date({ required: true }),
  eindeGeldigheid: field.dateOrNull(),
  ...objectDatums('zaaktype'),
  versiedatum: field.dateOrNull(),
  concept: field.kept({ type: 'boolean' }),
};

type ZaaktypeWrite = Write<typeof fields, Situation>;

interface Situation {
  /** True when it is published already. */
  readonly definitief: boolean;
}

export const zaaktype = defineResource<typeof fields, Situation>({
  ...doel.zaaktype,
  api: zaaktypenApi,
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  actions: [PUBLISH],
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
    async situation({ tx, row, values }) {
      await assertCatalogus(tx, values.catalogus);
      return { definitief: row !== null && row['concept'] === false };
    },
    allow(write) {
      if (write.method === 'delete') refuseWhenPublished(write);
    },
    rules: [[fixedOncePublished], [verlengingHeeftTermijn, durenZijnNietLeeg, geldigheidKlopt, noOverlap]],
    keep: ({ row }) => ({ concept: row === null ? true : row['concept'] }),
    mainObject: ({ id, values, ports }) =>
      mainOf('zaaktype', id, 'zaaktypen', `${ports.bases[0]}${doel.catalogus.href}/${values.catalogus}`),
    weergave: ({ values }) => `${values.identificatie} ${values.omschrijving}`,
  },
});

/** The catalogus must be here. */
export async function assertCatalogus(tx: Tx, id: string): Promise<void> {
  const rows = await tx.query(sql`select 1 as ok from catalogi.catalogus where id = ${id}`);
  if (rows.length === 0) {
    throw invalid({ name: 'catalogus', code: 'bad-url', reason: 'Op dit adres is geen catalogus te vinden.' });
  }
}

const NON_CONCEPT: InvalidParam = {
  name: 'nonFieldErrors',
  code: 'non-concept-object',
  reason: 'Dit zaaktype is gepubliceerd en ligt vast. Maak een nieuwe versie, of zet alleen eindeGeldigheid.',
};

function refuseWhenPublished({ situation, actor, method }: ZaaktypeWrite): void {
  if (situation.definitief && !mayForce(actor, method)) throw invalid(NON_CONCEPT);
}

/** ztc-009: a published zaaktype cannot change, except its eindeGeldigheid; a correction needs geforceerd-schrijven. */
function fixedOncePublished({ situation, actor, method, given }: ZaaktypeWrite): readonly InvalidParam[] {
  if (!situation.definitief || mayForce(actor, method)) return [];
  const onlyEnd = method === 'partial' && [...given].every((name) => name === 'eindeGeldigheid');
  return onlyEnd ? [] : [NON_CONCEPT];
}

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

function geldigheidKlopt({ values }: ZaaktypeWrite): readonly InvalidParam[] {
  return periodKlopt(values.beginGeldigheid, values.eindeGeldigheid);
}

/** ztc-016: published versions of one identificatie do not overlap; the last day counts. */
async function noOverlap({ situation, tx, id, values }: ZaaktypeWrite): Promise<readonly InvalidParam[]> {
  if (!situation.definitief) return [];
  return await overlapping(tx, 'zaaktype', { id, catalogus: values.catalogus, naam: values.identificatie }, values);
}
