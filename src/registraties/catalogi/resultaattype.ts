/** RESULTAATTYPE: how zaken of a zaaktype can end, and how long the dossier is kept then. */
import type { InvalidParam } from '../../platform/http/index.ts';
import { defineResource, field, value, type Write } from '../kern/index.ts';
import { catalogiApi, OP_DAG, SCOPES } from './api.ts';
import { AFLEIDINGSWIJZEN, archiefprocedureKlopt, OBJECTTYPEN } from './archiefprocedure.ts';
import { benamingen, noemt } from './benaming.ts';
import { doel } from './doel.ts';
import { datumGeldigheid, statusFilter, zaaktypeIdentificatie } from './filters.ts';
import { getoond } from './geldigheid.ts';
import { klasseOp, lijstenVan, omschrijvingOp, zelfdeProcestype } from './lijstverwijzing.ts';
import { herhaald, partWrite, type VanZaaktype, vanZaaktype, zaaktypeLink } from './onderdeel.ts';

const { part } = value;
const LIST = { type: 'array', items: { type: 'string' }, uniqueItems: true } as const;

/** References by name, in the catalogus of the zaaktype. */
const bijCatalogus = (soort: 'besluittype' | 'informatieobjecttype') =>
  benamingen(
    doel[soort],
    (r, other, seen) => `${noemt(`${r}.${soort}n`, soort, other)} and ${getoond(soort, other, seen)}
      and ${other}.catalogus_id = (select z.catalogus_id from catalogi.zaaktype z where z.id = ${r}.zaaktype_id)`,
    { max: 80 },
  );

const fields = {
  zaaktype: zaaktypeLink,
  zaaktypeIdentificatie: vanZaaktype.zaaktypeIdentificatie,
  omschrijving: field.text({ max: 30, required: true }),
  resultaattypeomschrijving: field.url({ required: true }),
  omschrijvingGeneriek: field.kept({ type: 'string' }),
  selectielijstklasse: field.url({ required: true }),
  toelichting: field.text({}),
  archiefnominatie: field.choiceOrBlank(['blijvend_bewaren', 'vernietigen']),
  archiefactietermijn: field.durationOrNull(),
  brondatumArchiefprocedure: field.groupOrNull(
    value.object({
      afleidingswijze: part(value.choice(AFLEIDINGSWIJZEN)),
      datumkenmerk: part(value.text({ max: 80 }), ''),
      einddatumBekend: part(value.bool(), false),
      objecttype: part(value.choice([...OBJECTTYPEN, '']), ''),
      registratie: part(value.text({ max: 80 }), ''),
      procestermijn: part(value.orNull(value.duration()), null),
    }),
  ),
  procesobjectaard: field.textOrNull({ max: 200 }),
  catalogus: herhaald.catalogus,
  beginGeldigheid: herhaald.beginGeldigheid,
  eindeGeldigheid: vanZaaktype.eindeGeldigheid,
  beginObject: vanZaaktype.beginObject,
  eindeObject: vanZaaktype.eindeObject,
  indicatieSpecifiek: field.group(value.orNull(value.bool()), { fallback: null }),
  procestermijn: field.durationOrNull(),
  besluittypen: bijCatalogus('besluittype'),
  besluittypeOmschrijving: field.derived(LIST, ({ t }) => `${t}.besluittypen`),
  /** What must be in the dossier before a resultaat of this type can be set. */
  informatieobjecttypen: bijCatalogus('informatieobjecttype'),
  informatieobjecttypeOmschrijving: field.derived(LIST, ({ t }) => `${t}.informatieobjecttypen`),
};

type ResultaattypeWrite = Write<typeof fields, VanZaaktype>;

const GEMEEN = partWrite<typeof fields>('resultaattype', 'resultaattypen', {
  benoemt: { besluittypen: 'besluittype', informatieobjecttypen: 'informatieobjecttype' },
  rules: [[klasseHoortBijProcestype, archiefprocedure]],
});

export const resultaattype = defineResource<typeof fields, VanZaaktype>({
  ...doel.resultaattype,
  api: catalogiApi,
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  day: OP_DAG,
  showUuid: false,
  order: 't.id desc',
  scopes: SCOPES,
  fields,
  // Two stand twice in the standard: so it spelled them before.
  filters: {
    status: statusFilter('zaaktype'),
    datumGeldigheid: datumGeldigheid('zaaktype'),
    datum_geldigheid: datumGeldigheid('zaaktype'),
    zaaktypeIdentificatie,
    zaaktype_identificatie: zaaktypeIdentificatie,
  },
  write: {
    ...GEMEEN,
    references: lijstenVan,
    keep: (write) => ({ ...GEMEEN.keep(write), ...fromSelectielijst(write) }),
    constraints: {
      resultaattype_omschrijving_uniek: {
        name: 'nonFieldErrors',
        code: 'unique',
        reason: 'Deze omschrijving is bij dit zaaktype al in gebruik.',
      },
    },
  },
});

/** ztc-002: the selectielijstklasse belongs to the procestype of the zaaktype, as far as both are known. */
function klasseHoortBijProcestype({ values, situation, found }: ResultaattypeWrite): readonly InvalidParam[] {
  const klasse = klasseOp(values.selectielijstklasse, found);
  if (!klasse || situation.procestype === '' || zelfdeProcestype(klasse.procestype, situation.procestype)) return [];
  const reason = 'De selectielijstklasse hoort niet bij het procestype van het zaaktype.';
  return [{ name: 'nonFieldErrors', code: 'procestype-mismatch', reason }];
}

/** ztc-003 to ztc-008. Open Zaak asks the procedure itself of all that is not kept for ever. */
function archiefprocedure({ values, found, ports, method }: ResultaattypeWrite): readonly InvalidParam[] {
  const { brondatumArchiefprocedure: procedure, archiefnominatie } = values;
  const klasse = klasseOp(values.selectielijstklasse, found);
  if (ports.profile === 'openzaak' && procedure === null && archiefnominatie !== 'blijvend_bewaren') {
    const reason = 'Dit veld is verplicht als de zaak niet blijvend wordt bewaard.';
    return method === 'partial' ? [] : [{ name: 'brondatumArchiefprocedure', code: 'required', reason }];
  }
  return archiefprocedureKlopt(procedure, klasse?.procestermijn ?? '', ports.profile);
}

/** ztc-002: what is left out comes from the selectielijst. */
function fromSelectielijst({ values, current, row, found }: ResultaattypeWrite): Record<string, unknown> {
  const klasse = klasseOp(values.selectielijstklasse, found);
  const omschrijving = omschrijvingOp(values.resultaattypeomschrijving, found);
  // On a PATCH that does not send it, nobody asked what stands at its address.
  const zelfde = current?.resultaattypeomschrijving === values.resultaattypeomschrijving;
  return {
    omschrijving_generiek: omschrijving === '' && zelfde ? row?.['omschrijving_generiek'] : omschrijving,
    archiefnominatie: values.archiefnominatie || (klasse?.waardering ?? ''),
    archiefactietermijn: values.archiefactietermijn ?? klasse?.bewaartermijn ?? null,
  };
}
