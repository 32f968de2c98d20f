/** STATUSTYPE: a stage of zaken of a zaaktype. The one with the highest volgnummer is the end status. */
import { sql } from '../../platform/db/index.ts';
import type { InvalidParam } from '../../platform/http/index.ts';
import { defineResource, type Field, field, value, type Write } from '../kern/index.ts';
import { catalogiApi, mainOf, OP_DAG, SCOPES } from './api.ts';
import { doel } from './doel.ts';
import { eigenschap } from './eigenschap.ts';
import { datumGeldigheid, statusFilter, zaaktypeIdentificatie } from './filters.ts';
import { herhaald, partWrite, type VanZaaktype, vanZaaktype, zaaktypeLink } from './onderdeel.ts';

const { part } = value;

/** What a zaak must have before this status can be set. Kept at the eigenschap, which can also be sent. */
const eigenschappen: Field<readonly string[] | undefined> = Object.freeze({
  ...field.links(doel.eigenschap, 'statustype_id'),
  parser: value.list(value.reference(doel.eigenschap.href)),
  schema: { type: 'array' as const, items: { type: 'string' as const, format: 'uri' }, uniqueItems: true },
});

const fields = {
  omschrijving: field.text({ max: 80, required: true }),
  omschrijvingGeneriek: field.text({ max: 80 }),
  /** What the initiator is told when this status is reached; MijnOverheid shows it. */
  statustekst: field.text({ max: 1000 }),
  zaaktype: zaaktypeLink,
  catalogus: vanZaaktype.catalogus,
  zaaktypeIdentificatie: vanZaaktype.zaaktypeIdentificatie,
  volgnummer: field.whole({ min: 1, max: 9999, required: true }),
  // Not its own row: while it is being changed, that still has the old volgnummer.
  isEindstatus: field.derived(
    { type: 'boolean' },
    ({ t }) =>
      `not exists (select 1 from catalogi.statustype h where h.zaaktype_id = ${t}.zaaktype_id and h.id <> ${t}.id and h.volgnummer > ${t}.volgnummer)`,
  ),
  /** Is the initiator told of this status? */
  informeren: field.bool({ fallback: false }),
  doorlooptijd: field.durationOrNull(),
  toelichting: field.textOrNull({ max: 1000 }),
  checklistitemStatustype: field.list(
    value.object({
      itemnaam: part(value.text({ max: 30, blank: false })),
      toelichting: part(value.orNull(value.text({ max: 1000 })), null),
      vraagstelling: part(value.text({ max: 255, blank: false })),
      verplicht: part(value.bool(), false),
    }),
  ),
  eigenschappen,
  beginGeldigheid: herhaald.beginGeldigheid,
  eindeGeldigheid: vanZaaktype.eindeGeldigheid,
  beginObject: vanZaaktype.beginObject,
  eindeObject: vanZaaktype.eindeObject,
};

type StatustypeWrite = Write<typeof fields, VanZaaktype>;

const GEMEEN = partWrite<typeof fields>('statustype', 'statustypen', { rules: [[eigenschappenKloppen]] });

export const statustype = defineResource<typeof fields, VanZaaktype>({
  ...doel.statustype,
  api: catalogiApi,
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  day: OP_DAG,
  showUuid: false,
  order: 't.id desc',
  scopes: SCOPES,
  fields,
  filters: { status: statusFilter('zaaktype'), datumGeldigheid: datumGeldigheid('zaaktype'), zaaktypeIdentificatie },
  write: {
    ...GEMEEN,
    async keep(write) {
      // Before it is stored, so that the answer shows them.
      await koppelEigenschappen(write);
      return GEMEEN.keep(write);
    },
    constraints: {
      statustype_volgnummer_uniek: {
        name: 'nonFieldErrors',
        code: 'unique',
        reason: 'Dit volgnummer is bij dit zaaktype al in gebruik.',
      },
    },
  },
});

/** The eigenschappen are there, and of the zaaktype itself. */
async function eigenschappenKloppen({ tx, values }: StatustypeWrite): Promise<readonly InvalidParam[]> {
  const ids = values.eigenschappen ?? [];
  if (ids.length === 0) return [];
  const rows = await tx.query<{ id: string; zaaktype: string }>(
    sql`select id, zaaktype_id as zaaktype from catalogi.eigenschap where id = any(${ids}::uuid[])`,
  );
  const zaaktypen = new Map(rows.map((row) => [row.id, row.zaaktype]));
  return ids.flatMap((id, index) => {
    const name = `eigenschappen.${index}`;
    const zaaktype = zaaktypen.get(id);
    if (zaaktype === values.zaaktype) return [];
    return zaaktype === undefined
      ? [{ name, code: 'bad-url', reason: 'Op dit adres is geen eigenschap te vinden.' }]
      : [{ name, code: 'zaaktype-mismatch', reason: 'Deze eigenschap hoort bij een ander zaaktype.' }];
  });
}

/** Each eigenschap that was sent refers to this statustype from now on, and no other does. */
async function koppelEigenschappen(write: StatustypeWrite): Promise<void> {
  const { tx, id, values, situation, ports } = write;
  if (values.eigenschappen === undefined) return;
  const wanted = new Set(values.eigenschappen);
  const rows = await tx.query<{ id: string; naam: string; hier: boolean }>(sql`
    select id, naam, statustype_id is not distinct from ${id}::uuid as hier from catalogi.eigenschap
    where statustype_id = ${id} or id = any(${[...wanted]}::uuid[]) for update`);
  // A new statustype is stored after what refers to it.
  await tx.query(sql`set constraints catalogi.eigenschap_statustype_id_fkey deferred`);
  const catalogus = `${ports.bases[0]}${doel.catalogus.href}/${situation.catalogusId}`;
  for (const row of rows.filter((one) => one.hier !== wanted.has(one.id))) {
    const main = mainOf('eigenschap', row.id, doel.eigenschap.path, catalogus);
    const columns = { statustype_id: wanted.has(row.id) ? id : null };
    await write.change(eigenschap, row.id, columns, { main, weergave: row.naam, notify: true });
  }
}
