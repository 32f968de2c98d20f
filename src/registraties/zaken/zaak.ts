/**
 * ZAAK: the whole of work with a start and an end, done for somebody.
 *
 * Its status, resultaat and einddatum are never written through this resource: they follow from setting a status
 * (`status.ts`, `afsluiten.ts`) and a resultaat (`resultaat.ts`).
 */
import { sql, type Tx } from '../../platform/db/index.ts';
import { type InvalidParam, invalid } from '../../platform/http/index.ts';
import { todayInAmsterdam } from '../../standaarden/tijd/index.ts';
import { VERTROUWELIJKHEDEN, type Vertrouwelijkheid } from '../../standaarden/zgw/index.ts';
import { zichtbareZaken } from '../autorisaties/index.ts';
import { catalogiDoel } from '../catalogi/index.ts';
import {
  AUDITTRAIL,
  defineResource,
  type Field,
  field,
  type Reference,
  type Shape,
  value,
  type Write,
} from '../kern/index.ts';
import { doel, zakenApi } from './api.ts';
import { documentenElders, documentenGearchiveerd } from './documenten.ts';
import { zaakFilters, zoekFilters } from './filters.ts';
import { geojson } from './geometrie.ts';
import { geefNummer, NIET_UNIEK } from './nummer.ts';
import { assertMag, zaakMain } from './onderdeel.ts';
import { telZaken } from './telling.ts';

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

interface Opschorting {
  readonly indicatie: boolean;
  readonly reden: string;
}

const fields = {
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

/** What the rules know of the zaaktype and the hoofdzaak. */
interface Situation {
  readonly concept: boolean;
  readonly vertrouwelijkheid: Vertrouwelijkheid;
  readonly productenOfDiensten: readonly string[];
  /** Null: there is no hoofdzaak given. `undefined` in `id`: it is not there. */
  readonly hoofdzaak: { readonly exists: boolean; readonly isDeelzaak: boolean } | null;
}

type ZaakWrite = Write<typeof fields, Situation>;

export const zaak = defineResource<typeof fields, Situation>({
  ...doel.zaak,
  api: zakenApi,
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  actions: AUDITTRAIL,
  showUuid: true,
  order: 't.registratiedatum desc, t.id desc',
  crs: true,
  scopes: {
    read: ['zaken.lezen'],
    create: ['zaken.aanmaken'],
    update: ['zaken.bijwerken', 'zaken.geforceerd-bijwerken'],
    delete: ['zaken.verwijderen'],
  },
  fields,
  filters: zaakFilters,
  search: zoekFilters,
  count: telZaken,
  visible: zichtbareZaken,
  write: {
    references: verwijzingen,
    consult: async ({ ports, id, sent }) =>
      (sent.archiefstatus ?? 'nog_te_archiveren') === 'nog_te_archiveren' ? [] : await documentenElders(ports.db, id),
    situation: ({ tx, values }) => readSituation(tx, values.zaaktype, values.hoofdzaak),
    allow,
    rules: [
      [
        zaaktypeGepubliceerd,
        identificatieVast,
        hoofdzaakKlopt,
        betaaldatumKlopt,
        productenKloppen,
        groepenCompleet,
        archiefstatusKlopt,
      ],
      [documentenGearchiveerd],
    ],
    keep,
    async after({ method, tx, id }) {
      // zrc-023: the audittrail goes with the zaak.
      if (method === 'delete') await tx.query(sql`delete from kern.audit where hoofdobject = ${id}`);
    },
    mainObject: (write) => zaakMain(write.ports, standOf(write)),
    weergave: ({ values, row }) =>
      `${values.bronorganisatie} - ${row ? String(row['identificatie']) : values.identificatie}`,
    constraints: {
      zaak_identificatie_uniek: NIET_UNIEK,
      zaakbesluit_zaak_id_fkey: {
        name: 'nonFieldErrors',
        code: 'related-besluiten',
        reason: 'Bij deze zaak of een deelzaak ervan horen nog besluiten. Verwijder die eerst.',
      },
    },
  },
});

const KANAAL: Shape = { what: 'communicatiekanaal', properties: ['url', 'naam', 'omschrijving'] };
const ZAAK: Shape = { what: 'zaak', properties: ['url', 'zaaktype', 'bronorganisatie'] };

/** zrc-010 and zrc-011: the communicatiekanaal and every related zaak are there. */
function verwijzingen(sent: Partial<ZaakWrite['values']>): readonly Reference[] {
  const { communicatiekanaal = '', relevanteAndereZaken = [] } = sent;
  const kanaal =
    communicatiekanaal === '' ? [] : [{ name: 'communicatiekanaal', address: communicatiekanaal, shape: KANAAL }];
  const zaken = relevanteAndereZaken.map(({ url }, i) => ({
    name: `relevanteAndereZaken.${i}.url`,
    address: url,
    shape: ZAAK,
  }));
  return [...kanaal, ...zaken];
}

async function readSituation(tx: Tx, zaaktypeId: string, hoofdzaakId: string | null): Promise<Situation> {
  const [row] = await tx.query<Omit<Situation, 'hoofdzaak'> & { gevonden: boolean; deelzaak: boolean | null }>(sql`
    select z.concept, z.vertrouwelijkheidaanduiding::text as vertrouwelijkheid, z.producten_of_diensten as "productenOfDiensten",
      h.id is not null as gevonden, h.hoofdzaak_id is not null as deelzaak
    from catalogi.zaaktype z left join zaken.zaak h on h.id = ${hoofdzaakId}::uuid where z.id = ${zaaktypeId} for share of z`);
  if (!row) throw invalid({ name: 'zaaktype', code: 'bad-url', reason: 'Op dit adres is geen zaaktype te vinden.' });
  const { gevonden, deelzaak, ...zaaktype } = row;
  return { ...zaaktype, hoofdzaak: hoofdzaakId === null ? null : { exists: gevonden, isDeelzaak: deelzaak === true } };
}

/** The vertrouwelijkheidaanduiding as it will stand (zrc-009): the client's, or that of the zaaktype; never empty. */
function vertrouwelijkheidOf({ values, situation }: ZaakWrite): Vertrouwelijkheid {
  return values.vertrouwelijkheidaanduiding || situation.vertrouwelijkheid;
}

function standOf(write: ZaakWrite) {
  return {
    id: write.id,
    bronorganisatie: write.values.bronorganisatie,
    zaaktypeId: write.values.zaaktype,
    vertrouwelijkheid: vertrouwelijkheidOf(write),
  };
}

/** zrc-006 and zrc-007: the right counts for the zaak as it stands and as it will stand. */
function allow(write: ZaakWrite): void {
  const { actor, method, row } = write;
  const closed = row !== null && row['einddatum'] !== null;
  const scopes = {
    create: ['zaken.aanmaken'],
    update: closed ? ['zaken.geforceerd-bijwerken'] : ['zaken.bijwerken', 'zaken.geforceerd-bijwerken'],
    delete: ['zaken.verwijderen'],
  }[method === 'partial' ? 'update' : method];
  assertMag(actor, scopes, standOf(write));
  if (row) {
    const vertrouwelijkheid = row['vertrouwelijkheidaanduiding'] as Vertrouwelijkheid;
    assertMag(actor, scopes, { zaaktypeId: String(row['zaaktype_id']), vertrouwelijkheid });
  }
}

/** zrc-001: no zaak of a zaaktype that is still a concept. */
function zaaktypeGepubliceerd({ situation }: ZaakWrite): readonly InvalidParam[] {
  if (!situation.concept) return [];
  return [{ name: 'zaaktype', code: 'not-published', reason: 'Dit zaaktype is nog een concept. Publiceer het eerst.' }];
}

/** zrc-002: the identificatie never changes. */
function identificatieVast({ row, values, given }: ZaakWrite): readonly InvalidParam[] {
  if (!row || !given.has('identificatie') || values.identificatie === row['identificatie']) return [];
  return [
    {
      name: 'identificatie',
      code: 'wijzigen-niet-toegelaten',
      reason: 'De identificatie van een zaak kan niet wijzigen.',
    },
  ];
}

/** zrc-013: a hoofdzaak exists, is no deelzaak itself, and is another zaak. */
function hoofdzaakKlopt({ situation, values, id }: ZaakWrite): readonly InvalidParam[] {
  const { hoofdzaak } = situation;
  if (!hoofdzaak) return [];
  const fault = (code: string, reason: string) => [{ name: 'hoofdzaak', code, reason }];
  if (values.hoofdzaak === id) return fault('self-forbidden', 'Een zaak kan niet haar eigen hoofdzaak zijn.');
  if (!hoofdzaak.exists) return fault('does-not-exist', 'Deze hoofdzaak bestaat niet.');
  if (hoofdzaak.isDeelzaak) return fault('deelzaak-als-hoofdzaak', 'Een deelzaak kan geen hoofdzaak zijn.');
  return [];
}

/** zrc-014: no date of payment where there is nothing to pay, and none in the future. */
function betaaldatumKlopt({ values, given, ports }: ZaakWrite): readonly InvalidParam[] {
  const { laatsteBetaaldatum, betalingsindicatie } = values;
  if (laatsteBetaaldatum === null) return [];
  const fault = (code: string, reason: string) => [{ name: 'laatsteBetaaldatum', code, reason }];
  if (betalingsindicatie === 'nvt' && given.has('laatsteBetaaldatum')) {
    return fault('betaling-nvt', 'Bij betalingsindicatie "nvt" hoort geen datum van betaling.');
  }
  if (new Date(laatsteBetaaldatum) > ports.clock.now())
    return fault('date-in-future', 'De betaling kan niet in de toekomst liggen.');
  return [];
}

/** zrc-015: only products of the zaaktype. */
function productenKloppen({ values, situation }: ZaakWrite): readonly InvalidParam[] {
  if (values.productenOfDiensten.every((product) => situation.productenOfDiensten.includes(product))) return [];
  const reason = 'Een van de producten of diensten hoort niet bij het zaaktype.';
  return [{ name: 'productenOfDiensten', code: 'invalid-products-services', reason }];
}

/** zrc-012: a group that is given is given whole. */
function groepenCompleet({ values }: ZaakWrite): readonly InvalidParam[] {
  if (!values.opschorting?.indicatie || values.opschorting.reden !== '') return [];
  return [{ name: 'opschorting.reden', code: 'required', reason: 'Geef de reden van de opschorting.' }];
}

/** zrc-022: archived means that it is known what happens with the dossier, and when. */
function archiefstatusKlopt({ values }: ZaakWrite): readonly InvalidParam[] {
  if (values.archiefstatus === 'nog_te_archiveren') return [];
  const faults: InvalidParam[] = [];
  if (values.archiefnominatie === null) {
    faults.push({
      name: 'archiefnominatie',
      code: 'archiefnominatie-not-set',
      reason: 'Vul eerst de archiefnominatie in.',
    });
  }
  if (values.archiefactiedatum === null && values.archiefstatus !== 'gearchiveerd_procestermijn_onbekend') {
    faults.push({
      name: 'archiefactiedatum',
      code: 'archiefactiedatum-not-set',
      reason: 'Vul eerst de archiefactiedatum in.',
    });
  }
  return faults;
}

async function keep(write: ZaakWrite): Promise<Record<string, unknown>> {
  const { values, row, tx, ports, method } = write;
  const today = todayInAmsterdam(ports.clock.now());
  return {
    vertrouwelijkheidaanduiding: vertrouwelijkheidOf(write),
    registratiedatum: values.registratiedatum || (row ? row['registratiedatum'] : today),
    identificatie: row
      ? row['identificatie']
      : await geefNummer(tx, values.bronorganisatie, values.identificatie, today),
    eerdere_opschorting: row?.['eerdere_opschorting'] === true || values.opschorting?.indicatie === true,
    // zrc-014: switching to nvt clears the date.
    ...(values.betalingsindicatie === 'nvt' && { laatste_betaaldatum: null }),
    ...(method === 'create' && { einddatum: null, status_id: null, resultaat_id: null }),
  };
}
