/** ZAAKTYPE-INFORMATIEOBJECTTYPE: which kinds of documents go with zaken of a zaaktype, and in which direction. */
import { sql } from '../../platform/db/index.ts';
import { defineResource, type Filter, field, storable } from '../kern/index.ts';
import { catalogiApi, SCOPES } from './api.ts';
import { benaming } from './benaming.ts';
import { doel } from './doel.ts';
import { statusFilter } from './filters.ts';
import { geldigOp } from './geldigheid.ts';
import {
  partWrite,
  STATUSTYPE_WEG,
  statustypeVanZaaktype,
  type VanZaaktype,
  vanZaaktype,
  zaaktypeLink,
} from './onderdeel.ts';

const fields = {
  zaaktype: zaaktypeLink,
  zaaktypeIdentificatie: vanZaaktype.zaaktypeIdentificatie,
  catalogus: vanZaaktype.catalogus,
  /** By omschrijving, whatever was sent: it counts for every version. Its expand is the version that is valid. */
  informatieobjecttype: {
    ...field.group(benaming(doel.informatieobjecttype, 100), { required: true }),
    schema: { type: 'string' as const, maxLength: 100 },
    relation: {
      kind: 'one' as const,
      target: doel.informatieobjecttype,
      via: null,
      on: (
        zi: string,
        i: string,
        day: string,
      ) => `${i}.omschrijving = ${zi}.informatieobjecttype and ${geldigOp(i, day)}
        and ${i}.catalogus_id = (select z.catalogus_id from catalogi.zaaktype z where z.id = ${zi}.zaaktype_id)`,
    },
  },
  volgnummer: field.whole({ min: 1, max: 999, required: true }),
  richting: field.choice(['inkomend', 'intern', 'uitgaand'], { required: true, filter: ['exact'] }),
  statustype: field.linkOrNull(doel.statustype, { column: 'statustype_id' }),
};

const byInformatieobjecttype: Filter = {
  schema: { type: 'string' },
  condition: (text) => sql`t.informatieobjecttype = coalesce(
    (select i.omschrijving from catalogi.informatieobjecttype i where i.id::text = right(${storable(text)}, 36)), ${text})`,
};

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
    ...partWrite<typeof fields>('zaaktypeinformatieobjecttype', 'zaaktype-informatieobjecttypen', {
      rules: [[statustypeVanZaaktype]],
      code: 'non-concept-relation',
      benoemt: { informatieobjecttype: 'informatieobjecttype' },
    }),
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
