/**
 * ZAAKINFORMATIEOBJECT: a document that belongs to a zaak. The document is an address, of our own register or of
 * another; of one of our own the id is kept beside it. The relation stands in the register of documents too (zrc-005):
 * for a document of our own its port writes it there in the same transaction.
 */
import { sql, type Tx } from '../../platform/db/index.ts';
import type { InvalidParam } from '../../platform/http/index.ts';
import { catalogiDoel } from '../catalogi/index.ts';
import { defineResource, field, ownId, type Reference, type Shape, type Write } from '../kern/index.ts';
import { doel, zakenApi } from './api.ts';
import { documentrelatie } from './documenten.ts';
import {
  type BijZaak,
  lockZaakVan,
  onderdeelWrite,
  SCOPES_MET_MAKEN,
  vast,
  visibleThroughZaak,
  zaakLink,
} from './onderdeel.ts';

const DOCUMENT: Shape = {
  what: 'informatieobject',
  properties: ['url', 'titel', 'bronorganisatie', 'informatieobjecttype'],
};

const fields = {
  informatieobject: field.linkOrUrl(doel.informatieobject, {
    own: 'informatieobject_id',
    required: true,
    filter: ['exact'],
  }),
  zaak: zaakLink,
  /** zrc-004: a document belongs to a zaak, in no other way. The other choice is the one of a besluit. */
  aardRelatieWeergave: field.derived(
    { type: 'string', enum: ['Hoort bij, omgekeerd: kent', 'Legt vast, omgekeerd: kan vastgelegd zijn als'] },
    () => `'Hoort bij, omgekeerd: kent'`,
  ),
  titel: field.text({ max: 200 }),
  beschrijving: field.text({}),
  registratiedatum: field.keptDateTime(),
  vernietigingsdatum: field.dateTimeOrNull(),
  status: field.linkOrNull(doel.status, { column: 'status_id' }),
};

interface Situation extends BijZaak {
  readonly archiefstatus: string;
  /** Is the informatieobjecttype of the document one of the zaaktype? */
  readonly typeHoortErbij: boolean;
  /** Zaak of the status; null when there is none. */
  readonly statusZaakId: string | null;
}

type ZioWrite = Write<typeof fields, Situation>;

export const zaakinformatieobject = defineResource<typeof fields, Situation>({
  ...doel.zaakinformatieobject,
  api: zakenApi,
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  paginated: false,
  showUuid: true,
  order: 't.id',
  scopes: SCOPES_MET_MAKEN,
  fields,
  visible: visibleThroughZaak,
  write: {
    references: documentBestaat,
    situation: readSituation,
    ...onderdeelWrite(SCOPES_MET_MAKEN),
    rules: [
      [vast('zaak'), documentVast],
      [zaakNietGearchiveerd, typeHoortBijZaaktype, statusHoortBijZaak],
    ],
    keep: ({ row, ports }) => ({ registratiedatum: row ? row['registratiedatum'] : ports.clock.now() }),
    after: spiegel,
    weergave: ({ situation, values }) => `${situation.zaak.identificatie} - ${values.titel || values.informatieobject}`,
    constraints: {
      zaakinformatieobject_uniek: {
        name: 'nonFieldErrors',
        code: 'unique',
        reason: 'Dit document hoort al bij deze zaak.',
      },
    },
  },
});

/** zrc-003: the document is there. On an update it cannot change, and need not be asked again. */
function documentBestaat(
  { informatieobject }: Partial<ZioWrite['values']>,
  method: ZioWrite['method'],
): readonly Reference[] {
  if (informatieobject === undefined || method !== 'create') return [];
  return [{ name: 'informatieobject', address: informatieobject, shape: DOCUMENT }];
}

async function readSituation(write: Omit<ZioWrite, 'situation'>): Promise<Situation> {
  const { tx, values, found, ports } = write;
  const zaak = await lockZaakVan(write, values.zaak);
  const type = found.get(values.informatieobject)?.['informatieobjecttype'];
  const typeId = typeof type === 'string' ? ownId(type, catalogiDoel.informatieobjecttype.href, ports.bases) : null;
  return { zaak, ...(await readOmgeving(tx, zaak.id, zaak.zaaktypeId, typeId, values.status)) };
}

async function readOmgeving(
  tx: Tx,
  zaakId: string,
  zaaktypeId: string,
  typeId: string | null,
  statusId: string | null,
) {
  const [row] = await tx.query<Omit<Situation, 'zaak'>>(sql`
    select z.archiefstatus, (select s.zaak_id from zaken.status s where s.id = ${statusId}::uuid) as "statusZaakId",
      exists (select 1 from catalogi.informatieobjecttype i
        join catalogi.zaaktype t on t.id = ${zaaktypeId} and t.catalogus_id = i.catalogus_id
        join catalogi.zaaktype_informatieobjecttype zi on zi.zaaktype_id = t.id and zi.informatieobjecttype = i.omschrijving
        where i.id = ${typeId}::uuid) as "typeHoortErbij"
    from zaken.zaak z where z.id = ${zaakId}`);
  return row!;
}

/** zrc-004: the relation is to this document, by whatever address of ours. */
function documentVast(write: ZioWrite): readonly InvalidParam[] {
  const { current, values, ports } = write;
  const id = ownId(values.informatieobject, doel.informatieobject.href, ports.bases);
  if (current && id !== null && id === write.row?.['informatieobject_id']) return [];
  return vast('informatieobject')(write);
}

/** Zaken 1.7, POST zaakinformatieobjecten: an archived dossier gets no new documents. */
function zaakNietGearchiveerd({ situation, method }: ZioWrite): readonly InvalidParam[] {
  if (method !== 'create' || situation.archiefstatus === 'nog_te_archiveren') return [];
  const reason = 'De zaak is gearchiveerd. Er kunnen geen documenten meer bij.';
  return [{ name: 'nonFieldErrors', code: 'zaak-archiefstatus-invalid', reason }];
}

/** zrc-017: the zaaktype knows this kind of document. */
function typeHoortBijZaaktype({ situation, method }: ZioWrite): readonly InvalidParam[] {
  if (method !== 'create' || situation.typeHoortErbij) return [];
  const reason = 'Het informatieobjecttype van dit document hoort niet bij het zaaktype van de zaak.';
  return [{ name: 'nonFieldErrors', code: 'missing-zaaktype-informatieobjecttype-relation', reason }];
}

/** The status is one of this zaak. */
function statusHoortBijZaak({ situation, values }: ZioWrite): readonly InvalidParam[] {
  if (values.status === null || situation.statusZaakId === situation.zaak.id) return [];
  return [{ name: 'status', code: 'zaak-mismatch', reason: 'Deze status hoort niet bij de zaak.' }];
}

/** zrc-005. */
async function spiegel(write: ZioWrite): Promise<void> {
  const { ports, values, method, situation } = write;
  const id = ownId(values.informatieobject, doel.informatieobject.href, ports.bases);
  if (id === null) return;
  if (method === 'create') await ports.documenten?.koppel(write, documentrelatie(situation.zaak.id, id));
  if (method === 'delete') await ports.documenten?.ontkoppel(write, documentrelatie(situation.zaak.id, id));
}
