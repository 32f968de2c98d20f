/** BESLUITINFORMATIEOBJECT: a document in which a besluit is recorded. It is made and removed, and does not change. */
import { raw, type Sql, sql } from '../../platform/db/index.ts';
import { type InvalidParam, invalid } from '../../platform/http/index.ts';
import { zichtbareBesluiten } from '../autorisaties/index.ts';
import { catalogiDoel } from '../catalogi/index.ts';
import { type Actor, defineResource, field, ownId, type Shape, type Write } from '../kern/index.ts';
import { besluitenApi, doel, SCOPES } from './api.ts';
import { koppelDocument, ontkoppelDocumenten } from './documenten.ts';
import { assertMag, type Besluittype, besluitMain } from './stand.ts';

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
  besluit: field.link(doel.besluit, { column: 'besluit_id', required: true, filter: ['exact'] }),
};

interface Situation {
  readonly besluittype: Besluittype;
  readonly organisatie: string;
  readonly identificatie: string;
  /** Does the besluittype know the informatieobjecttype of the document? */
  readonly past: boolean;
}

type BioWrite = Write<typeof fields, Situation>;

export const besluitinformatieobject = defineResource<typeof fields, Situation>({
  ...doel.besluitinformatieobject,
  api: besluitenApi,
  methods: ['list', 'read', 'create', 'delete'],
  paginated: false,
  showUuid: false,
  order: 't.id',
  scopes: SCOPES,
  fields,
  visible: doorBesluit,
  write: {
    // brc-003: the document is there.
    references: ({ informatieobject }) =>
      informatieobject === undefined ? [] : [{ name: 'informatieobject', address: informatieobject, shape: DOCUMENT }],
    situation: readSituation,
    allow: ({ actor, method, situation }) => assertMag(actor, method, situation.besluittype.id),
    rules: [[typeHoortBijBesluittype]],
    // brc-004: what the relation with a besluit is. The API shows it on the side of the document.
    keep: () => ({ aard_relatie: 'legt_vast' }),
    after: spiegel,
    mainObject: ({ ports, values, situation }) =>
      besluitMain(ports, values.besluit, situation.organisatie, situation.besluittype),
    weergave: ({ values, situation }) => `${situation.identificatie} - ${values.informatieobject}`,
    constraints: {
      besluitinformatieobject_uniek: {
        name: 'nonFieldErrors',
        code: 'unique',
        reason: 'Dit document hoort al bij dit besluit.',
      },
    },
  },
});

/** A document of a besluit is seen by who sees the besluit. */
function doorBesluit(actor: Actor, scopes: readonly string[], t: string): Sql {
  if (actor.heeftAlleAutorisaties) return raw('true');
  return sql`exists (
    select 1 from besluiten.besluit b where b.id = ${raw(t)}.besluit_id and ${zichtbareBesluiten(actor, scopes, 'b')})`;
}

/** Of a besluit that the writer may not know of he is told what he would be told of none. */
async function readSituation(write: Omit<BioWrite, 'situation'>): Promise<Situation> {
  const { tx, actor, scopes, values, found, ports } = write;
  const type = String(found.get(values.informatieobject)?.['informatieobjecttype'] ?? '');
  const typeId = ownId(type, catalogiDoel.informatieobjecttype.href, ports.bases);
  const [row] = await tx.query<Omit<Situation, 'besluittype'> & Besluittype>(sql`
    select t.id, t.catalogus_id as "catalogusId", t.concept, b.identificatie, b.verantwoordelijke_organisatie as organisatie,
      exists (select 1 from catalogi.informatieobjecttype i where i.id = ${typeId}::uuid
        and i.catalogus_id = t.catalogus_id and t.informatieobjecttypen @> to_jsonb(i.omschrijving)) as past
    from besluiten.besluit b join catalogi.besluittype t on t.id = b.besluittype_id
    where b.id = ${values.besluit} and ${zichtbareBesluiten(actor, [...SCOPES.read, ...scopes], 'b')} for update of b`);
  if (!row) throw invalid({ name: 'besluit', code: 'does_not_exist', reason: 'Dit besluit bestaat niet.' });
  const { organisatie, identificatie, past, ...besluittype } = row;
  return { organisatie, identificatie, past, besluittype };
}

/** brc-008: the besluittype knows this kind of document. */
function typeHoortBijBesluittype({ situation }: BioWrite): readonly InvalidParam[] {
  if (situation.past) return [];
  const code = 'missing-besluittype-informatieobjecttype-relation';
  const reason = 'Het informatieobjecttype van dit document hoort niet bij het besluittype.';
  return [{ name: 'nonFieldErrors', code, reason }];
}

/** brc-005 */
async function spiegel(write: BioWrite): Promise<void> {
  const { method, values, ports } = write;
  const id = ownId(values.informatieobject, doel.informatieobject.href, ports.bases);
  if (id === null) return;
  if (method === 'create') await koppelDocument(write, values.besluit, id);
  if (method === 'delete') await ontkoppelDocumenten(write, values.besluit, [id]);
}
