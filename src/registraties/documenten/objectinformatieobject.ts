/**
 * OBJECTINFORMATIEOBJECT: that a document belongs to a zaak, a besluit or something elsewhere. The register of the zaak or
 * besluit leads; for one of our own it makes and removes the relation in its own transaction, by the port in `register.ts`.
 */
import { raw, type Sql, sql } from '../../platform/db/index.ts';
import { zichtbareDocumenten } from '../autorisaties/index.ts';
import { besluitenDoel } from '../besluiten/index.ts';
import { type Actor, defineResource, type Field, field, plainWrite, type ShowContext } from '../kern/index.ts';
import { zakenDoel } from '../zaken/index.ts';
import { documentenApi, doel, SCOPES } from './api.ts';
import { OBJECT_TYPEN } from './filters.ts';

/** Of our own registers the id is kept, and the address follows from it. */
const object: Field<string> = Object.freeze({
  ...field.url({ required: true }),
  show: (column: string, { t, base }: ShowContext) => `case when ${t}.object_id is null then ${column}
    else ${base} || case ${t}.object_type when 'zaak' then '${zakenDoel.zaak.href}/' else '${besluitenDoel.besluit.href}/' end
      || ${t}.object_id end`,
});

const fields = {
  informatieobject: field.link(doel.document, { column: 'informatieobject_id', required: true, filter: ['exact'] }),
  object,
  objectType: field.choice(OBJECT_TYPEN, { required: true }),
};

export const objectinformatieobject = defineResource({
  ...doel.objectinformatieobject,
  api: documentenApi,
  methods: ['list', 'read'],
  paginated: false,
  showUuid: false,
  order: 't.id',
  scopes: SCOPES,
  fields,
  visible: doorDocument,
  write: plainWrite(({ id }) => ({
    resource: 'objectinformatieobject',
    id,
    href: doel.objectinformatieobject.href,
    kenmerken: {},
  })),
});

/** What belongs to a document is seen by who sees the document. */
export function doorDocument(actor: Actor, scopes: readonly string[], t: string): Sql {
  if (actor.heeftAlleAutorisaties) return raw('true');
  return sql`exists (select 1 from documenten.enkelvoudiginformatieobject d
    where d.id = ${raw(t)}.informatieobject_id and ${zichtbareDocumenten(actor, scopes, 'd')})`;
}
