/**
 * ZAAK: the whole of work with a start and an end, done for somebody.
 *
 * Its status, resultaat and einddatum are never written through this resource: they follow from setting a status
 * (`status.ts`, `afsluiten.ts`) and a resultaat (`resultaat.ts`). Fields: `zaakvelden.ts`; rules: `zaakregels.ts`.
 */
import { sql } from '../../platform/db/index.ts';
import { invalid } from '../../platform/http/index.ts';
import { todayInAmsterdam } from '../../standaarden/tijd/index.ts';
import type { Vertrouwelijkheid } from '../../standaarden/zgw/index.ts';
import { zichtbareZaken } from '../autorisaties/index.ts';
import { AUDITTRAIL, defineResource, type Reference, type Shape } from '../kern/index.ts';
import { doel, zakenApi } from './api.ts';
import { uitgesteldeActiedatum } from './archief.ts';
import { documentenElders, documentenGearchiveerd } from './documenten.ts';
import { zaakFilters, zoekFilters } from './filters.ts';
import { geefNummer, NIET_UNIEK } from './nummer.ts';
import { assertMag, zaakMain } from './onderdeel.ts';
import { telZaken } from './telling.ts';
import { leesNasleep, ruimNasleepOp } from './vernietigen.ts';
import {
  archiefstatusKlopt,
  betaaldatumKlopt,
  groepenCompleet,
  hoofdzaakKlopt,
  identificatieVast,
  productenKloppen,
  zaaktypeGepubliceerd,
  zaaktypeVast,
} from './zaakregels.ts';
import { fields, type Hoofdzaak, type Situation, type ZaakWrite } from './zaakvelden.ts';

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
    situation: async (write) => ({
      ...(await readSituation(write)),
      ...(write.method === 'delete' && { nasleep: await leesNasleep(write.tx, write.id) }),
    }),
    allow,
    rules: [
      [
        zaaktypeGepubliceerd,
        zaaktypeVast,
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
    async after(write) {
      if (write.situation.nasleep) await ruimNasleepOp(write, write.situation.nasleep);
    },
    gebeurtenis: ({ method, given }) =>
      method === 'partial' && given.size === 1 && given.has('laatstGeopend') ? GEOPEND : null,
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

/** Open Zaak: a PATCH of `laatstGeopend` alone says that somebody opened the zaak. That changes nothing about it. */
const GEOPEND = 'geopend';

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

async function readSituation({ tx, id, values }: Omit<ZaakWrite, 'situation'>): Promise<Situation> {
  const [row] = await tx.query<Omit<Situation, 'hoofdzaak'> & { [K in keyof Hoofdzaak as `h_${K}`]: boolean }>(sql`
    select z.concept, z.vertrouwelijkheidaanduiding::text as vertrouwelijkheid, z.producten_of_diensten as "productenOfDiensten",
      ${values.hoofdzaak}::uuid is not null and exists (
        select 1 from zaken.zaak d where d.hoofdzaak_id = ${id}) as "heeftDeelzaken",
      h.id is not null as "h_exists", h.hoofdzaak_id is not null as "h_isDeelzaak", coalesce(ht.catalogus_id = z.catalogus_id and ht.deelzaaktypen @> to_jsonb(z.identificatie), false)
        as "h_typeHoortErbij"
    from catalogi.zaaktype z
    left join zaken.zaak h on h.id = ${values.hoofdzaak}::uuid left join catalogi.zaaktype ht on ht.id = h.zaaktype_id
    where z.id = ${values.zaaktype} for share of z`);
  if (!row) throw invalid({ name: 'zaaktype', code: 'bad-url', reason: 'Op dit adres is geen zaaktype te vinden.' });
  const { h_exists: exists, h_isDeelzaak: isDeelzaak, h_typeHoortErbij: typeHoortErbij, ...zaaktype } = row;
  return { ...zaaktype, hoofdzaak: values.hoofdzaak === null ? null : { exists, isDeelzaak, typeHoortErbij } };
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
    // Who replaces the zaak and does not know this field of Open Zaak does not make it unseen.
    ...(row && !write.given.has('laatstGeopend') && { laatst_geopend: row['laatst_geopend'] }),
    ...(await bewaartermijn(write)),
    ...(method === 'create' && { einddatum: null, status_id: null, resultaat_id: null }),
  };
}

/** zrc-021, postponed: whoever fills in the start of the term of a closed zaak, and no more, gets the date of action. */
async function bewaartermijn({ tx, id, row, values, given }: ZaakWrite): Promise<Record<string, unknown>> {
  const start = values.startdatumBewaartermijn;
  if (!row || row['einddatum'] === null || start === null || start === row['startdatum_bewaartermijn']) return {};
  if (given.has('archiefactiedatum') && values.archiefactiedatum !== null) return {};
  const actie = await uitgesteldeActiedatum(tx, id, start);
  return actie === null ? {} : { archiefactiedatum: actie };
}
