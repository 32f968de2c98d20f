/** STATUSTYPE: a stage of zaken of a zaaktype. The one with the highest volgnummer is the end status. */
import { defineResource, field, value } from '../kern/index.ts';
import { catalogiApi, SCOPES } from './api.ts';
import { doel } from './doel.ts';
import { datumGeldigheid, statusFilter, zaaktypeIdentificatie } from './filters.ts';
import { herhaald, partWrite, type VanZaaktype, vanZaaktype, zaaktypeLink } from './onderdeel.ts';

const { part } = value;

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
  eigenschappen: field.derived({ type: 'array', items: { type: 'string', format: 'uri' } }, () => `'[]'::json`),
  beginGeldigheid: herhaald.beginGeldigheid,
  eindeGeldigheid: vanZaaktype.eindeGeldigheid,
  beginObject: vanZaaktype.beginObject,
  eindeObject: vanZaaktype.eindeObject,
};

export const statustype = defineResource<typeof fields, VanZaaktype>({
  ...doel.statustype,
  api: catalogiApi,
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  showUuid: false,
  order: 't.id desc',
  scopes: SCOPES,
  fields,
  filters: { status: statusFilter('zaaktype'), datumGeldigheid: datumGeldigheid('zaaktype'), zaaktypeIdentificatie },
  write: {
    ...partWrite<typeof fields>('statustype', 'statustypen'),
    constraints: {
      statustype_volgnummer_uniek: {
        name: 'nonFieldErrors',
        code: 'unique',
        reason: 'Dit volgnummer is bij dit zaaktype al in gebruik.',
      },
    },
  },
});
