/** RESULTAAT: how a zaak ended, or will end. A zaak has at most one. */
import { sql } from '../../platform/db/index.ts';
import { type InvalidParam, invalid } from '../../platform/http/index.ts';
import { catalogiDoel } from '../catalogi/index.ts';
import { defineResource, field, type Write } from '../kern/index.ts';
import { doel, zakenApi } from './api.ts';
import {
  type BijZaak,
  lockZaakVan,
  ONDERDEEL_SCOPES,
  onderdeelWrite,
  vast,
  visibleThroughZaak,
  zaakLink,
} from './onderdeel.ts';

const fields = {
  zaak: zaakLink,
  resultaattype: field.link(catalogiDoel.resultaattype, {
    column: 'resultaattype_id',
    required: true,
    filter: ['exact'],
  }),
  toelichting: field.text({ max: 1000 }),
};

interface Situation extends BijZaak {
  readonly resultaattypeZaaktypeId: string;
  readonly resultaattype: string;
}

type ResultaatWrite = Write<typeof fields, Situation>;

export const resultaat = defineResource<typeof fields, Situation>({
  ...doel.resultaat,
  api: zakenApi,
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  showUuid: true,
  order: 't.id desc',
  scopes: ONDERDEEL_SCOPES,
  fields,
  visible: visibleThroughZaak,
  write: {
    situation: readSituation,
    ...onderdeelWrite(),
    rules: [[resultaattypeHoortBijZaaktype, vast('zaak')]],
    async keep({ tx, id, situation }) {
      await tx.query(sql`update zaken.zaak set resultaat_id = ${id} where id = ${situation.zaak.id}`);
      return {};
    },
    async after({ method, tx, situation }) {
      if (method === 'delete')
        await tx.query(sql`update zaken.zaak set resultaat_id = null where id = ${situation.zaak.id}`);
    },
    weergave: ({ situation }) => `${situation.zaak.identificatie} - ${situation.resultaattype}`,
    constraints: {
      resultaat_zaak_uniek: {
        name: 'zaak',
        code: 'unique',
        reason: 'Deze zaak heeft al een resultaat. Wijzig dat resultaat.',
      },
    },
  },
});

async function readSituation(write: Omit<ResultaatWrite, 'situation'>): Promise<Situation> {
  const { tx, values } = write;
  const zaak = await lockZaakVan(write, values.zaak);
  const [row] = await tx.query<{ zaaktype: string; omschrijving: string }>(sql`
    select zaaktype_id as zaaktype, omschrijving from catalogi.resultaattype where id = ${values.resultaattype}`);
  if (!row)
    throw invalid({ name: 'resultaattype', code: 'bad-url', reason: 'Op dit adres is geen resultaattype te vinden.' });
  return { zaak, resultaattypeZaaktypeId: row.zaaktype, resultaattype: row.omschrijving };
}

/** zrc-020: the resultaattype belongs to the zaaktype of the zaak. */
function resultaattypeHoortBijZaaktype({ situation }: ResultaatWrite): readonly InvalidParam[] {
  if (situation.resultaattypeZaaktypeId === situation.zaak.zaaktypeId) return [];
  const reason = 'Het resultaattype hoort niet bij het zaaktype van de zaak.';
  return [{ name: 'nonFieldErrors', code: 'zaaktype-mismatch', reason }];
}
