/** The fields of an ENKELVOUDIGINFORMATIEOBJECT, and what its rules know of its surroundings. */
import { VERTROUWELIJKHEDEN, type Vertrouwelijkheid } from '../../standaarden/zgw/index.ts';
import { catalogiDoel } from '../catalogi/index.ts';
import { addressOf, field, value, type Write } from '../kern/index.ts';
import { doel } from './api.ts';
import { base64 } from './base64.ts';

const { part } = value;

const STATUSSEN = ['in_bewerking', 'ter_vaststelling', 'definitief', 'gearchiveerd'] as const;
const ALGORITMEN = [
  'crc_16',
  'crc_32',
  'crc_64',
  'fletcher_4',
  'fletcher_8',
  'fletcher_16',
  'fletcher_32',
  'hmac',
  'md5',
  'sha_1',
  'sha_256',
  'sha_512',
  'sha_3',
] as const;

/** Above it a JSON number is no exact number of bytes any more. */
const MEESTE_BYTES = Number.MAX_SAFE_INTEGER;

const BESTANDSDEEL: value.Schema = {
  type: 'object',
  properties: {
    url: { type: 'string', format: 'uri', maxLength: 1000 },
    volgnummer: { type: 'integer' },
    omvang: { type: 'integer' },
    voltooid: { type: 'boolean' },
    lock: { type: 'string' },
  },
  required: ['lock', 'omvang', 'url', 'volgnummer', 'voltooid'],
};

/** SQL: is there content, all of it? */
const heeftInhoud = (t: string): string =>
  `exists (select 1 from documenten.inhoud i where i.id = ${t}.inhoud_id and i.sha256 is not null)`;

/** SQL of the parts that are still to come, and those that came meanwhile. `lock`: SQL of what they say of it. */
export const bestandsdelen = (t: string, base: string, lock: string): string => `(
  select coalesce(json_agg(json_build_object('url', ${addressOf(doel.bestandsdeel, base, 'd')}, 'volgnummer', d.volgnummer,
    'omvang', d.omvang, 'voltooid', d.sleutel is not null, 'lock', ${lock}) order by d.volgnummer), '[]'::json)
  from documenten.inhoud i join documenten.deel d on d.inhoud_id = i.id
  where i.id = ${t}.inhoud_id and i.sha256 is null)`;

export const fields = {
  identificatie: field.text({ max: 40, filter: ['exact'] }),
  bronorganisatie: field.rsin({ required: true, filter: ['exact'] }),
  creatiedatum: field.date({ required: true, filter: ['gte', 'lte'], sortable: true }),
  titel: field.text({ max: 200, required: true, sortable: true }),
  vertrouwelijkheidaanduiding: field.choiceOrBlank(VERTROUWELIJKHEDEN, { filter: ['exact'], sortable: true }),
  isGereedVoorPublicatie: field.group(value.orNull(value.bool()), { fallback: null }),
  tonenAanInitiator: field.bool({ fallback: false }),
  auteur: field.text({ max: 200, required: true, filter: ['exact'], sortable: true }),
  status: field.choiceOrBlank(STATUSSEN, { sortable: true }),
  inhoudIsVervallen: field.group(value.orNull(value.bool()), { fallback: null }),
  formaat: field.text({ max: 255, sortable: true }),
  taal: field.text({ max: 3, min: 3, required: true }),
  versie: field.kept({ type: 'integer' }),
  beginRegistratie: field.keptDateTime(),
  bestandsnaam: field.text({ max: 255 }),
  inhoud: field.elsewhere(
    field.group(base64, { fallback: null }),
    ({ t, base }) => `case when ${heeftInhoud(t)}
      then ${addressOf(doel.document, base, t)} || '/download?versie=' || ${t}.versie end`,
  ),
  bestandsomvang: field.group(value.orNull(value.whole(0, MEESTE_BYTES)), { fallback: null, sortable: true }),
  link: field.url({ max: 200 }),
  beschrijving: field.text({ max: 1000 }),
  ontvangstdatum: field.dateOrNull(),
  verzenddatum: field.dateOrNull(),
  indicatieGebruiksrecht: field.group(value.orNull(value.bool()), { fallback: null }),
  verschijningsvorm: field.text({}),
  ondertekening: field.groupOrNull(
    value.object({ soort: part(value.choice(['analoog', 'digitaal', 'pki'])), datum: part(value.date()) }),
  ),
  integriteit: field.groupOrNull(
    value.object({
      algoritme: part(value.choice(ALGORITMEN)),
      waarde: part(value.text({ max: 128, blank: false })),
      datum: part(value.date()),
    }),
  ),
  informatieobjecttype: field.link(catalogiDoel.informatieobjecttype, {
    column: 'informatieobjecttype_id',
    required: true,
    filter: ['exact'],
  }),
  locked: field.derived(
    { type: 'boolean' },
    ({ t }) => `exists (select 1 from documenten.slot s where s.document_id = ${t}.id)`,
  ),
  bestandsdelen: field.derived({ type: 'array', items: BESTANDSDEEL }, ({ t, base }) => bestandsdelen(t, base, `''`)),
  trefwoorden: field.list(value.text({ max: 100, blank: false })),
  /** drc-009: who edits names his lock. */
  lock: field.sent(value.text({ blank: false }), ''),
};

export interface Situation {
  readonly informatieobjecttype: {
    readonly id: string;
    readonly catalogusId: string;
    readonly concept: boolean;
    readonly vertrouwelijkheid: Vertrouwelijkheid;
  };
  /** The lock of who edits; null when nobody does. */
  readonly slot: string | null;
  readonly heeftGebruiksrechten: boolean;
}

export type DocumentWrite = Write<typeof fields, Situation>;
