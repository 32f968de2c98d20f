/**
 * ENKELVOUDIGINFORMATIEOBJECT: a document, with its content. Every change is a new version of the whole; the versions
 * before it stay readable. Who changes it has it locked (drc-009).
 *
 * Fields: `documentvelden.ts`; rules: `documentregels.ts`; the routes that write, with the content: `schrijven.ts`.
 */
import { raw, sql } from '../../platform/db/index.ts';
import { invalid } from '../../platform/http/index.ts';
import type { Vertrouwelijkheid } from '../../standaarden/zgw/index.ts';
import { magDocument, zichtbareDocumenten } from '../autorisaties/index.ts';
import { catalogiDoel } from '../catalogi/index.ts';
import { type Actor, AUDITTRAIL, defineResource, forbidden, type MainObject, type Ports } from '../kern/index.ts';
import { documentenApi, doel, GEFORCEERD_UNLOCK, LOCK, SCHRIJVEN, SCOPES } from './api.ts';
import {
  gebruiksrechtKlopt,
  nogNietOndertekend,
  omvangKlopt,
  slotKlopt,
  statusBijOntvangst,
  typeGepubliceerd,
} from './documentregels.ts';
import { type DocumentWrite, fields, type Situation } from './documentvelden.ts';
import { documentFilters, zoekFilters } from './filters.ts';
import { geefNummers } from './nummer.ts';

const VERSIE = {
  versie: { type: 'integer', minimum: 1 },
  registratieOp: { type: 'string', format: 'date-time' },
} as const;

export const document = defineResource<typeof fields, Situation>({
  ...doel.document,
  api: documentenApi,
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  plain: { read: { query: VERSIE }, create: SCHRIJVEN, update: SCHRIJVEN, partial: SCHRIJVEN },
  actions: [
    {
      path: 'lock',
      verb: 'post',
      scopes: LOCK,
      answer: { type: 'object', properties: { lock: { type: 'string', readOnly: true } }, required: ['lock'] },
    },
    {
      path: 'unlock',
      verb: 'post',
      scopes: [...LOCK, ...GEFORCEERD_UNLOCK],
      body: { type: 'object', properties: { lock: { type: 'string', maxLength: 100 } } },
      answer: null,
    },
    { path: 'download', verb: 'get', optional: VERSIE, scopes: SCOPES.read, answer: 'bytes', fails: [416] },
    ...AUDITTRAIL,
  ],
  showUuid: false,
  order: 't.id desc',
  scopes: SCOPES,
  fields,
  filters: documentFilters,
  search: zoekFilters,
  visible: zichtbareDocumenten,
  write: {
    situation: readSituation,
    allow,
    rules: [[slotKlopt], [typeGepubliceerd, statusBijOntvangst, nogNietOndertekend, gebruiksrechtKlopt, omvangKlopt]],
    keep,
    // Every state of the document is a version, that of now included.
    store: (_write, usual) =>
      sql`t as (${usual}), bewaard as (insert into documenten.versie select t.* from t returning versie)`,
    async after({ method, id, tx }) {
      // drc-008: with the document goes its history.
      if (method === 'delete') await tx.query(sql`delete from kern.audit where hoofdobject = ${id}`);
    },
    mainObject: (write) => documentMain(write.ports, { id: write.id, ...standOf(write), ...catalogusOf(write) }),
    weergave: ({ values, row }) => `${values.bronorganisatie} - ${row ? row['identificatie'] : values.identificatie}`,
    constraints: {
      document_identificatie_uniek: {
        name: 'identificatie',
        code: 'identificatie-niet-uniek',
        reason: 'Deze identificatie is bij deze bronorganisatie al in gebruik.',
      },
      objectinformatieobject_informatieobject_id_fkey: {
        name: 'nonFieldErrors',
        code: 'pending-relations',
        reason: 'Dit document hoort nog bij een zaak, een besluit of iets anders. Verwijder eerst die relaties.',
      },
    },
  },
});

async function readSituation({ tx, id, values, method }: Omit<DocumentWrite, 'situation'>): Promise<Situation> {
  const [row] = await tx.query<
    Situation['informatieobjecttype'] & { slot: string | null; heeftGebruiksrechten: boolean }
  >(sql`
    select t.id, t.catalogus_id as "catalogusId", t.concept, t.vertrouwelijkheidaanduiding::text as vertrouwelijkheid,
      (select s.lock from documenten.slot s where s.document_id = ${id}) as slot,
      exists (select 1 from documenten.gebruiksrechten g where g.informatieobject_id = ${id}) as "heeftGebruiksrechten"
    from catalogi.informatieobjecttype t where t.id = ${values.informatieobjecttype} for share of t`);
  if (!row) {
    const reason = 'Op dit adres is geen informatieobjecttype te vinden.';
    throw invalid({ name: 'informatieobjecttype', code: 'bad-url', reason });
  }
  const { slot, heeftGebruiksrechten, ...informatieobjecttype } = row;
  // Documenten 1.3: what is being edited is not destroyed.
  if (method === 'delete' && slot !== null) {
    const reason = 'Dit document is vergrendeld omdat iemand het bewerkt. Ontgrendel het eerst.';
    throw invalid({ name: 'nonFieldErrors', code: 'destroy-locked', reason });
  }
  return { informatieobjecttype, slot, heeftGebruiksrechten };
}

interface Stand {
  readonly bronorganisatie: string;
  readonly informatieobjecttypeId: string;
  readonly vertrouwelijkheid: Vertrouwelijkheid;
}

/** drc-007: the vertrouwelijkheidaanduiding as it will stand is the client's, or that of the type; never empty. */
function standOf({ values, situation }: DocumentWrite): Stand {
  return {
    bronorganisatie: values.bronorganisatie,
    informatieobjecttypeId: values.informatieobjecttype,
    vertrouwelijkheid: values.vertrouwelijkheidaanduiding || situation.informatieobjecttype.vertrouwelijkheid,
  };
}

const catalogusOf = ({ situation }: DocumentWrite) => ({ catalogusId: situation.informatieobjecttype.catalogusId });

/** What a notification about a document or what belongs to it says (zgw.md §3); Open Zaak names the catalogus too. */
export function documentMain(
  { bases, profile }: Ports,
  { id, catalogusId, ...stand }: Stand & { readonly id: string; readonly catalogusId: string },
): MainObject {
  const address = (to: { readonly href: string }, of: string) => `${bases[0]}${to.href}/${of}`;
  return {
    resource: doel.document.name,
    id,
    href: doel.document.href,
    kenmerken: {
      bronorganisatie: stand.bronorganisatie,
      informatieobjecttype: address(catalogiDoel.informatieobjecttype, stand.informatieobjecttypeId),
      vertrouwelijkheidaanduiding: stand.vertrouwelijkheid,
      ...(profile === 'openzaak' && {
        'informatieobjecttype.catalogus': address(catalogiDoel.catalogus, catalogusId),
      }),
    },
  };
}

/** The right counts for the document as it stands and as it will stand. */
function allow(write: DocumentWrite): void {
  const { actor, method, row, values } = write;
  const scopes = SCOPES[method === 'partial' ? 'update' : method];
  const mag = (stand: Parameters<typeof magDocument>[2]): void => {
    if (!magDocument(actor, scopes, stand)) throw forbidden(scopes);
  };
  mag({ ...standOf(write), isGereedVoorPublicatie: values.isGereedVoorPublicatie });
  if (!row) return;
  mag({
    informatieobjecttypeId: String(row['informatieobjecttype_id']),
    vertrouwelijkheid: row['vertrouwelijkheidaanduiding'] as Vertrouwelijkheid,
    isGereedVoorPublicatie: row['is_gereed_voor_publicatie'] as boolean | null,
  });
}

async function keep(write: DocumentWrite): Promise<Record<string, unknown>> {
  const { values, row, tx, ports } = write;
  const now = ports.clock.now();
  return {
    vertrouwelijkheidaanduiding: standOf(write).vertrouwelijkheid,
    versie: row ? Number(row['versie']) + 1 : 1,
    begin_registratie: now,
    identificatie:
      values.identificatie || (row ? row['identificatie'] : (await geefNummers(tx, values.bronorganisatie, 1, now))[0]),
  };
}

/** The document as it was in one of its versions; who may not see the document as it is now sees none of them. */
export function inVersie(versie: { readonly nummer: number } | { readonly op: string }): typeof document {
  const gekozen = (t: string) =>
    'nummer' in versie
      ? sql`${raw(t)}.versie = ${versie.nummer}`
      : sql`${raw(t)}.versie = (select v.versie from documenten.versie v
          where v.id = ${raw(t)}.id and v.begin_registratie <= ${versie.op}::timestamptz order by v.versie desc limit 1)`;
  return {
    ...document,
    table: 'documenten.versie',
    visible: (actor: Actor, scopes: readonly string[], t: string) => sql`${zichtbareDocumenten(actor, scopes, t)}
      and ${gekozen(t)} and exists (select 1 from documenten.enkelvoudiginformatieobject nu
        where nu.id = ${raw(t)}.id and ${zichtbareDocumenten(actor, scopes, 'nu')})`,
  };
}
