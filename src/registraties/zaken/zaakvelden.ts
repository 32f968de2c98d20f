/** The fields of a ZAAK, and what its rules know of its surroundings. */
import { VERTROUWELIJKHEDEN, type Vertrouwelijkheid } from '../../standaarden/zgw/index.ts';
import { catalogiDoel } from '../catalogi/index.ts';
import { type Field, field, value, type Write } from '../kern/index.ts';
import { doel } from './api.ts';
import { geojson } from './geometrie.ts';
import type { Nasleep } from './vernietigen.ts';

const { part } = value;

/**
 * zrc-012: the answer always has the group, also when nothing is postponed. `eerdereOpschorting` is Open Zaak's: was the
 * zaak ever postponed? It stays when the postponement ends.
 */
const opschorting: Field<Opschorting | null> = Object.freeze({
  ...field.groupOrNull(value.object({ indicatie: part(value.bool()), reden: part(value.text({ max: 200 })) })),
  show: (column: string, { t }: { t: string }) => `json_build_object(
    'indicatie', coalesce((${column} ->> 'indicatie')::boolean, false), 'reden', coalesce(${column} ->> 'reden', ''),
    'eerdereOpschorting', ${t}.eerdere_opschorting)`,
  schema: {
    type: 'object',
    nullable: true,
    required: ['indicatie', 'reden'],
    properties: {
      indicatie: { type: 'boolean' },
      reden: { type: 'string', maxLength: 200 },
      eerdereOpschorting: { type: 'boolean', readOnly: true },
    },
  },
} as const);

export interface Opschorting {
  readonly indicatie: boolean;
  readonly reden: string;
}

export const fields = {
  identificatie: field.text({ max: 40, filter: ['exact', 'icontains'], sortable: true }),
  bronorganisatie: field.rsin({ required: true, filter: ['exact', 'in'] }),
  omschrijving: field.text({ max: 80 }),
  toelichting: field.text({ max: 1000 }),
  zaaktype: field.link(catalogiDoel.zaaktype, { column: 'zaaktype_id', required: true, filter: ['exact'] }),
  registratiedatum: field.group(value.date(), { fallback: '', filter: ['exact', 'gt', 'lt'], sortable: true }),
  verantwoordelijkeOrganisatie: field.rsin({ required: true }),
  startdatum: field.date({ required: true, filter: ['exact', 'gt', 'gte', 'lt', 'lte'], sortable: true }),
  einddatum: field.kept(
    { type: 'string', format: 'date', nullable: true },
    { filter: ['exact', 'isnull', 'gt', 'lt'], sortable: true },
  ),
  einddatumGepland: field.dateOrNull({ filter: ['exact', 'gt', 'lt'] }),
  uiterlijkeEinddatumAfdoening: field.dateOrNull({ filter: ['exact', 'gt', 'lt'] }),
  publicatiedatum: field.dateOrNull({ sortable: true }),
  communicatiekanaal: field.url(),
  productenOfDiensten: field.list(value.url(1000)),
  vertrouwelijkheidaanduiding: field.choiceOrBlank(VERTROUWELIJKHEDEN),
  betalingsindicatie: field.choiceOrBlank(['nvt', 'nog_niet', 'gedeeltelijk', 'geheel']),
  betalingsindicatieWeergave: field.derived(
    { type: 'string' },
    ({
      t,
    }) => `case ${t}.betalingsindicatie when 'nvt' then 'Er is geen sprake van te betalen, met de zaak gemoeide, kosten.'
      when 'nog_niet' then 'De met de zaak gemoeide kosten zijn (nog) niet betaald.'
      when 'gedeeltelijk' then 'De met de zaak gemoeide kosten zijn gedeeltelijk betaald.'
      when 'geheel' then 'De met de zaak gemoeide kosten zijn geheel betaald.' else '' end`,
  ),
  laatsteBetaaldatum: field.dateTimeOrNull(),
  zaakgeometrie: field.groupOrNull(geojson),
  verlenging: field.groupOrNull(
    value.object({ reden: part(value.text({ max: 200, blank: false })), duur: part(value.duration()) }),
  ),
  opschorting,
  selectielijstklasse: field.url(),
  hoofdzaak: field.linkOrNull(doel.zaak, { column: 'hoofdzaak_id' }),
  deelzaken: field.links(doel.zaak, 'hoofdzaak_id'),
  relevanteAndereZaken: field.list(
    value.object({ url: part(value.url(1000)), aardRelatie: part(value.choice(['vervolg', 'onderwerp', 'bijdrage'])) }),
  ),
  eigenschappen: field.links(doel.zaakeigenschap, 'zaak_id'),
  rollen: field.links(doel.rol, 'zaak_id'),
  status: field.keptLink(doel.status, { column: 'status_id', nullable: true }),
  zaakinformatieobjecten: field.links(doel.zaakinformatieobject, 'zaak_id'),
  zaakobjecten: field.links(doel.zaakobject, 'zaak_id'),
  kenmerken: field.list(
    value.object({
      kenmerk: part(value.text({ max: 40, blank: false })),
      bron: part(value.text({ max: 40, blank: false })),
    }),
  ),
  archiefnominatie: field.choiceOrNull(['blijvend_bewaren', 'vernietigen'], { filter: ['exact', 'in'] }),
  archiefstatus: field.choice(
    ['nog_te_archiveren', 'gearchiveerd', 'gearchiveerd_procestermijn_onbekend', 'overgedragen'],
    {
      fallback: 'nog_te_archiveren',
      filter: ['exact', 'in'],
    },
  ),
  archiefactiedatum: field.dateOrNull({ filter: ['exact', 'isnull', 'lt', 'gt'], sortable: true }),
  /** Open Zaak: when the latest status was set here, and when the one whom the zaak is about last looked at it. */
  laatstGemuteerd: field.keptDateTime({ nullable: true }),
  laatstGeopend: field.dateTimeOrNull(),
  resultaat: field.keptLink(doel.resultaat, { column: 'resultaat_id', nullable: true }),
  opdrachtgevendeOrganisatie: field.rsin({}),
  processobjectaard: field.textOrNull({ max: 200 }),
  startdatumBewaartermijn: field.dateOrNull(),
  processobject: field.groupOrNull(
    value.object({
      datumkenmerk: part(value.text({ max: 250 })),
      identificatie: part(value.text({ max: 250 })),
      objecttype: part(value.text({ max: 250 })),
      registratie: part(value.text({ max: 250 })),
    }),
  ),
};

/** What the rules know of the zaaktype, the hoofdzaak and the deelzaken. */
export interface Situation {
  readonly concept: boolean;
  readonly vertrouwelijkheid: Vertrouwelijkheid;
  readonly productenOfDiensten: readonly string[];
  /** Null when there is none given. */
  readonly hoofdzaak: Hoofdzaak | null;
  readonly heeftDeelzaken: boolean;
  /** What a removal takes along. */
  readonly nasleep?: Nasleep;
}

export interface Hoofdzaak {
  readonly exists: boolean;
  readonly isDeelzaak: boolean;
  /** Is the zaaktype among the deelzaaktypen of that of the hoofdzaak? */
  readonly typeHoortErbij: boolean;
}

export type ZaakWrite = Write<typeof fields, Situation>;
