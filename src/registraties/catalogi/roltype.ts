/** ROLTYPE: in which way somebody can be involved in zaken of a zaaktype. */
import { defineResource, field } from '../kern/index.ts';
import { catalogiApi, OP_DAG, SCOPES } from './api.ts';
import { doel } from './doel.ts';
import { datumGeldigheid, statusFilter, zaaktypeIdentificatie } from './filters.ts';
import { herhaald, partWrite, type VanZaaktype, vanZaaktype, zaaktypeLink } from './onderdeel.ts';

export const ROLLEN = [
  'adviseur',
  'behandelaar',
  'belanghebbende',
  'beslisser',
  'initiator',
  'klantcontacter',
  'zaakcoordinator',
  'mede_initiator',
] as const;

const fields = {
  zaaktype: zaaktypeLink,
  zaaktypeIdentificatie: vanZaaktype.zaaktypeIdentificatie,
  omschrijving: field.text({ max: 100, required: true }),
  omschrijvingGeneriek: field.choice(ROLLEN, { required: true, filter: ['exact'] }),
  catalogus: herhaald.catalogus,
  beginGeldigheid: herhaald.beginGeldigheid,
  eindeGeldigheid: vanZaaktype.eindeGeldigheid,
  beginObject: vanZaaktype.beginObject,
  eindeObject: vanZaaktype.eindeObject,
};

export const roltype = defineResource<typeof fields, VanZaaktype>({
  ...doel.roltype,
  api: catalogiApi,
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  day: OP_DAG,
  showUuid: false,
  order: 't.id desc',
  scopes: SCOPES,
  fields,
  filters: { status: statusFilter('zaaktype'), datumGeldigheid: datumGeldigheid('zaaktype'), zaaktypeIdentificatie },
  write: partWrite<typeof fields>('roltype', 'roltypen'),
});
