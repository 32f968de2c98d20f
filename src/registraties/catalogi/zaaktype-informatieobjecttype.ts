/** ZAAKTYPE-INFORMATIEOBJECTTYPE: which kinds of documents go with zaken of a zaaktype, and in which direction. */
import { raw, sql } from '../../platform/db/index.ts';
import { addressOf, defineResource, type Filter, field, type Seen, type ShowContext } from '../kern/index.ts';
import { catalogiApi, SCOPES } from './api.ts';
import { benaming } from './benaming.ts';
import { doel } from './doel.ts';
import { naamOf, statusFilter } from './filters.ts';
import { getoond } from './geldigheid.ts';
import {
  partWrite,
  STATUSTYPE_WEG,
  statustypeVanZaaktype,
  type VanZaaktype,
  vanZaaktype,
  zaaktypeLink,
} from './onderdeel.ts';
import { isGepubliceerd } from './openzaak.ts';

/** SQL: `i` is a version of the informatieobjecttype that `zi` names. */
const genoemd = (zi: string, i: string): string => `${i}.omschrijving = ${zi}.informatieobjecttype
  and ${i}.catalogus_id = (select z.catalogus_id from catalogi.zaaktype z where z.id = ${zi}.zaaktype_id)`;

/** The name; to clients of Open Zaak the address of the version that is valid, or else of the newest. */
function toonInformatieobjecttype(column: string, { t, base, ...seen }: ShowContext): string {
  if (seen.profile !== 'openzaak') return column;
  return `coalesce((select ${addressOf(doel.informatieobjecttype, base, 'i')} from catalogi.informatieobjecttype i
    where ${genoemd(t, 'i')}
    order by ${getoond('informatieobjecttype', 'i', seen)} desc, i.begin_geldigheid desc limit 1), ${column})`;
}

const fields = {
  zaaktype: zaaktypeLink,
  zaaktypeIdentificatie: vanZaaktype.zaaktypeIdentificatie,
  catalogus: vanZaaktype.catalogus,
  /** By omschrijving, whatever was sent: it counts for every version. Its expand is the version that is valid. */
  informatieobjecttype: {
    ...field.group(benaming(doel.informatieobjecttype, 100), { required: true }),
    schema: { type: 'string' as const, maxLength: 100 },
    show: toonInformatieobjecttype,
    relation: {
      kind: 'one' as const,
      target: doel.informatieobjecttype,
      via: null,
      on: (zi: string, i: string, seen: Seen) => `${genoemd(zi, i)} and ${getoond('informatieobjecttype', i, seen)}`,
    },
  },
  volgnummer: field.whole({ min: 1, max: 999, required: true }),
  richting: field.choice(['inkomend', 'intern', 'uitgaand'], { required: true, filter: ['exact'] }),
  statustype: field.linkOrNull(doel.statustype, { column: 'statustype_id' }),
};

/** By omschrijving, or by the address of a version. */
const byInformatieobjecttype: Filter = {
  schema: { type: 'string' },
  condition: (text, t) => {
    const it = naamOf(text);
    if ('naam' in it) return sql`${raw(t)}.informatieobjecttype = ${it.naam}`;
    return sql`exists (select 1 from catalogi.informatieobjecttype i where i.id = ${it.id} and ${raw(genoemd(t, 'i'))})`;
  },
};

const GEMEEN = partWrite<typeof fields>('zaaktypeinformatieobjecttype', 'zaaktype-informatieobjecttypen', {
  rules: [[statustypeVanZaaktype]],
  code: 'non-concept-relation',
  benoemt: { informatieobjecttype: 'informatieobjecttype' },
});

export const zaaktypeInformatieobjecttype = defineResource<typeof fields, VanZaaktype>({
  ...doel.zaaktypeInformatieobjecttype,
  api: catalogiApi,
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  showUuid: false,
  order: 't.id desc',
  scopes: SCOPES,
  fields,
  filters: { status: statusFilter('zaaktype'), informatieobjecttype: byInformatieobjecttype },
  write: {
    ...GEMEEN,
    async situation(write) {
      const van = await GEMEEN.situation(write);
      const { tx, values, ports } = write;
      if (ports.profile !== 'openzaak' || van.concept) return van;
      // ztc-010 in 1.3.1, which Open Zaak keeps: fixed when both ends are published.
      const gepubliceerd = await isGepubliceerd(tx, 'informatieobjecttype', van.catalogusId, [
        values.informatieobjecttype,
      ]);
      return { ...van, concept: !gepubliceerd };
    },
    weergave: ({ situation }) => String(situation.benoemd.namen['informatieobjecttype']),
    constraints: {
      ziot_volgnummer_uniek: {
        name: 'nonFieldErrors',
        code: 'unique',
        reason: 'Dit volgnummer is bij dit zaaktype al in gebruik.',
      },
      // Removed by somebody else between the rule and the storing.
      zaaktype_informatieobjecttype_statustype_id_fkey: STATUSTYPE_WEG,
    },
  },
});
