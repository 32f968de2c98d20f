/** ZAAKOBJECT: what a zaak is about. An address where the object stands, or what identifies it, or both. */
import { sql } from '../../platform/db/index.ts';
import { type InvalidParam, invalid } from '../../platform/http/index.ts';
import { catalogiDoel } from '../catalogi/index.ts';
import { defineResource, field, type Reference, type Shape, type Write } from '../kern/index.ts';
import { doel, zakenApi } from './api.ts';
import { eenObjectIdentificatie, OBJECT_IDENTIFICATIES, OBJECT_TYPEN } from './objectidentificatie.ts';
import { definitie, gegevensKloppen } from './objecttypeoverige.ts';
import {
  type BijZaak,
  leesZaak,
  onderdeelWrite,
  SCOPES_MET_MAKEN,
  vast,
  visibleThroughZaak,
  zaakLink,
} from './onderdeel.ts';

const fields = {
  zaak: zaakLink,
  object: field.url({ filter: ['exact'] }),
  zaakobjecttype: field.linkOrBlank(catalogiDoel.zaakobjecttype, { column: 'zaakobjecttype_id' }),
  objectType: field.choice(OBJECT_TYPEN, { required: true, filter: ['exact'] }),
  objectTypeOverige: field.text({ max: 100, pattern: /^[a-z_]+$/ }),
  objectTypeOverigeDefinitie: field.groupOrNull(definitie),
  relatieomschrijving: field.text({ max: 80 }),
  objectIdentificatie: field.groupOrNull(eenObjectIdentificatie),
};

interface Situation extends BijZaak {
  /** Zaaktype of the zaakobjecttype; null when there is none. */
  readonly typeZaaktypeId: string | null;
}

type ZaakobjectWrite = Write<typeof fields, Situation>;

export const zaakobject = defineResource<typeof fields, Situation>({
  ...doel.zaakobject,
  api: zakenApi,
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  showUuid: true,
  order: 't.id desc',
  scopes: SCOPES_MET_MAKEN,
  fields,
  visible: visibleThroughZaak,
  write: {
    references,
    situation: readSituation,
    ...onderdeelWrite(SCOPES_MET_MAKEN),
    rules: [
      [vast('zaak', 'object', 'objectType')],
      [ietsIsGegeven, overigeKlopt, identificatieKlopt, typeHoortBijZaaktype],
      [definitieKlopt],
    ],
    keep: (write) => ({ object_identificatie: JSON.stringify(identificatieOf(write, []) ?? null) }),
    // What identifies a person stands in no audit line.
    weergave: ({ situation, values }) => `${situation.zaak.identificatie} - ${values.objectType}`,
  },
});

const WAT_DAN_OOK: Shape = { what: 'object', properties: [] };

/** POST zaakobjecten: what is at these addresses answers. On an update the object cannot change. */
function references(sent: Partial<ZaakobjectWrite['values']>, method: ZaakobjectWrite['method']): readonly Reference[] {
  const { object = '', objectTypeOverigeDefinitie: wijzer } = sent;
  const objecten = object === '' || (method !== 'create' && !wijzer) ? [] : [{ name: 'object', address: object }];
  const definities = wijzer ? [{ name: 'objectTypeOverigeDefinitie.url', address: wijzer.url }] : [];
  return [...objecten, ...definities].map((one) => ({ ...one, shape: WAT_DAN_OOK }));
}

async function readSituation(write: Omit<ZaakobjectWrite, 'situation'>): Promise<Situation> {
  const { tx, values, method } = write;
  const { zaak } = await leesZaak(write);
  if (values.zaakobjecttype === null || method === 'delete') return { zaak, typeZaaktypeId: null };
  const [type] = await tx.query<{ zaaktype: string }>(
    sql`select zaaktype_id as zaaktype from catalogi.zaakobjecttype where id = ${values.zaakobjecttype} for share`,
  );
  const reason = 'Op dit adres is geen zaakobjecttype te vinden.';
  if (!type) throw invalid({ name: 'zaakobjecttype', code: 'bad-url', reason });
  return { zaak, typeZaaktypeId: type.zaaktype };
}

function ietsIsGegeven({ values }: ZaakobjectWrite): readonly InvalidParam[] {
  if (values.object !== '' || values.objectIdentificatie !== null) return [];
  const reason = 'Geef een object (adres) of een objectIdentificatie.';
  return [{ name: 'nonFieldErrors', code: 'invalid-zaakobject', reason }];
}

/** The standard knows 30 types; for another the client says which, and only then. */
function overigeKlopt({ values }: ZaakobjectWrite): readonly InvalidParam[] {
  const gezegd = values.objectTypeOverige !== '' || values.objectTypeOverigeDefinitie !== null;
  if (gezegd === (values.objectType === 'overige')) return [];
  return [
    gezegd
      ? {
          name: 'nonFieldErrors',
          code: 'invalid-object-type-overige-usage',
          reason: 'Gebruik objectTypeOverige en objectTypeOverigeDefinitie alleen bij objectType "overige".',
        }
      : {
          name: 'nonFieldErrors',
          code: 'missing-object-type-overige',
          reason: 'Bij objectType "overige" hoort een objectTypeOverige of een objectTypeOverigeDefinitie.',
        },
  ];
}

/** What identifies the object fits its type. */
function identificatieKlopt(write: ZaakobjectWrite): readonly InvalidParam[] {
  const faults: InvalidParam[] = [];
  identificatieOf(write, faults);
  return faults;
}

/** The identification with its empty parts filled in; null when there is none. */
function identificatieOf({ values }: Pick<ZaakobjectWrite, 'values'>, faults: InvalidParam[]): unknown {
  if (values.objectIdentificatie === null) return null;
  const parser = OBJECT_IDENTIFICATIES[values.objectType];
  if (parser) return parser.parse(values.objectIdentificatie, 'objectIdentificatie', { faults, ownId: () => null });
  const reason = `Een ${values.objectType} heeft geen objectIdentificatie. Geef het adres, in object.`;
  faults.push({ name: 'objectIdentificatie', code: 'invalid', reason });
  return null;
}

/** The zaakobjecttype belongs to the zaaktype of the zaak, as every other type does (zrc-016 and on). */
function typeHoortBijZaaktype({ situation }: ZaakobjectWrite): readonly InvalidParam[] {
  if (situation.typeZaaktypeId === null || situation.typeZaaktypeId === situation.zaak.zaaktypeId) return [];
  const reason = 'Het zaakobjecttype hoort niet bij het zaaktype van de zaak.';
  return [{ name: 'nonFieldErrors', code: 'zaaktype-mismatch', reason }];
}

/** The data of the object fit the schema to which its definition leads. */
function definitieKlopt({ values, given, found }: ZaakobjectWrite): readonly InvalidParam[] {
  const { object, objectTypeOverigeDefinitie: wijzer } = values;
  if (wijzer === null || !given.has('objectTypeOverigeDefinitie')) return [];
  const inhoud = found.get(object);
  if (inhoud) return gegevensKloppen(wijzer, found.get(wijzer.url), inhoud);
  return [{ name: 'object', code: 'required', reason: 'Stuur bij een objectTypeOverigeDefinitie ook het object.' }];
}
