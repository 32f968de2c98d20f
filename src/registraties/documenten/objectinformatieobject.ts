/**
 * OBJECTINFORMATIEOBJECT: that a document belongs to a zaak, a besluit or something elsewhere. The register of the zaak or
 * besluit leads (`bron.ts`); for one of our own it makes and removes the relation in its own transaction, by the port in
 * `register.ts`.
 */
import { raw, sql } from '../../platform/db/index.ts';
import { type InvalidParam, invalid } from '../../platform/http/index.ts';
import { besluitenDoel } from '../besluiten/index.ts';
import {
  type Consultation,
  defineResource,
  type Field,
  type Filter,
  field,
  type Ports,
  type Reference,
  type Shape,
  type ShowContext,
  storable,
  type Write,
} from '../kern/index.ts';
import { zakenDoel } from '../zaken/index.ts';
import { documentenApi, doel, SCOPES } from './api.ts';
import { leesRelatie, type Relatie, relatieVan, staatInBron, vragen } from './bron.ts';
import { eigenObject, OBJECT_TYPEN } from './filters.ts';
import { type BijDocument, documentLink, doorDocument, leesDocument, naamVan, onderdeelWrite } from './onderdeel.ts';

/** Of our own registers the id is kept, and the address follows from it. */
const object: Field<string> = Object.freeze({
  ...field.url({ required: true }),
  show: (column: string, { t, base }: ShowContext) => `case when ${t}.object_id is null then ${column}
    else ${base} || case ${t}.object_type when 'zaak' then '${zakenDoel.zaak.href}/' else '${besluitenDoel.besluit.href}/' end
      || ${t}.object_id end`,
});

const fields = {
  informatieobject: documentLink,
  object,
  objectType: field.choice(OBJECT_TYPEN, { required: true }),
};

const opObject: Filter = {
  schema: { type: 'string', format: 'uri' },
  condition(value, t, bases) {
    if (!URL.canParse(value)) throw new Error('Dit is geen volledig webadres.');
    const id = eigenObject(value, bases);
    return id === null
      ? sql`${raw(t)}.object_id is null and ${raw(t)}.object = ${storable(value)}`
      : sql`${raw(t)}.object_id = ${id}`;
  },
};

interface Situation extends BijDocument {
  readonly relatie: Relatie;
  /** Is the relation known here already? */
  readonly bekend: boolean;
  /** Does it stand in the register of the object? Null: that gives no answer. */
  readonly inBron: boolean | null;
}

type OioWrite = Write<typeof fields, Situation>;

const UNIEK: InvalidParam = {
  name: 'nonFieldErrors',
  code: 'unique',
  reason: 'Deze relatie tussen het document en het object bestaat al.',
};

export const objectinformatieobject = defineResource<typeof fields, Situation>({
  ...doel.objectinformatieobject,
  api: documentenApi,
  methods: ['list', 'read', 'create', 'delete'],
  paginated: false,
  showUuid: false,
  order: 't.id',
  scopes: SCOPES,
  fields,
  filters: { object: opObject },
  visible: doorDocument,
  write: {
    references: objectBestaat,
    consult: vraagBron,
    situation: readSituation,
    ...onderdeelWrite,
    rules: [[nogNietBekend], [staatInBronVanObject]],
    keep: ({ situation: { relatie } }) => ({ object: relatie.object, object_id: relatie.objectId }),
    weergave: ({ situation: { document, relatie } }) => `${naamVan(document)} - ${relatie.objectType}`,
    constraints: { objectinformatieobject_uniek: UNIEK },
    // The standard gives no notification of it (zgw.md §3).
    notifies: [],
  },
});

const VORMEN: Readonly<Record<(typeof OBJECT_TYPEN)[number], Shape>> = {
  zaak: { what: 'zaak', properties: ['url', 'zaaktype', 'bronorganisatie'] },
  besluit: { what: 'besluit', properties: ['url', 'besluittype', 'verantwoordelijkeOrganisatie'] },
  verzoek: { what: 'verzoek', properties: ['url'] },
};

/** drc-002: the object is there, and is what it is called. */
function objectBestaat({ object, objectType }: Partial<OioWrite['values']>): readonly Reference[] {
  if (object === undefined || objectType === undefined) return [];
  return [{ name: 'object', address: object, shape: VORMEN[objectType] }];
}

/** drc-004: the register of others is asked anew, whether the relation comes or goes. */
async function vraagBron({ ports, id, sent }: Consultation<typeof fields>): Promise<readonly string[]> {
  const relatie = id === null ? relatieVan(sent, ports.bases) : await leesRelatie(ports.db, id);
  return relatie ? vragen(relatie, ports.bases) : [];
}

async function readSituation(write: Omit<OioWrite, 'situation'>): Promise<Situation> {
  const { tx, id, method, values, found, ports } = write;
  const document = await leesDocument(tx, values.informatieobject);
  const kept = method === 'delete' ? await leesRelatie(tx, id) : null;
  const relatie = kept ?? relatieVan(values, ports.bases);
  const [row] = await tx.query<{ bekend: boolean }>(sql`
    select exists (select 1 from documenten.objectinformatieobject o where o.informatieobject_id = ${document.id}
      and coalesce(o.object_id::text, o.object) = ${relatie.objectId ?? relatie.object}) as bekend`);
  const inBron = await staatInBron(tx, relatie, found, ports.bases);
  if (method === 'delete' && inBron !== false) throw invalid(nogInBron(ports, inBron));
  return { document, relatie, bekend: row!.bekend, inBron };
}

/** drc-003 */
function nogNietBekend({ situation }: OioWrite): readonly InvalidParam[] {
  return situation.bekend ? [UNIEK] : [];
}

const GEEN_ANTWOORD = 'Het register van het object geeft geen antwoord. Probeer het later opnieuw.';

/** drc-004: what the register of the object does not know is no relation. */
function staatInBronVanObject({ situation: { inBron }, ports }: OioWrite): readonly InvalidParam[] {
  if (inBron) return [];
  const reason = 'Leg de relatie eerst vast in het register van het object; daar hoort ze.';
  return [fout(ports, inBron, 'inconsistent-relation', reason)];
}

/** drc-004: a relation goes from the register of the object first. */
function nogInBron(ports: Ports, inBron: true | null): InvalidParam {
  const code = ports.profile === 'openzaak' ? 'remote-relation-exists' : 'inconsistent-relation';
  const reason = 'Verwijder de relatie eerst in het register van het object; dan verdwijnt ze hier ook.';
  return fout(ports, inBron, code, reason);
}

function fout({ profile }: Ports, inBron: boolean | null, code: string, reason: string): InvalidParam {
  if (inBron !== null) return { name: 'nonFieldErrors', code, reason };
  const onbekend = profile === 'openzaak' ? 'relation-lookup-error' : 'inconsistent-relation';
  return { name: 'nonFieldErrors', code: onbekend, reason: GEEN_ANTWOORD };
}
