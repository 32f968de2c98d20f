/** EIGENSCHAP: a fact that is asked of every zaak of a zaaktype, beside what every zaak has. */
import type { InvalidParam } from '../../platform/http/index.ts';
import { defineResource, field, type Values, value, type Write } from '../kern/index.ts';
import { catalogiApi, OP_DAG, SCOPES } from './api.ts';
import { doel } from './doel.ts';
import { datumGeldigheid, statusFilter, zaaktypeIdentificatie } from './filters.ts';
import {
  herhaald,
  partWrite,
  STATUSTYPE_WEG,
  statustypeVanZaaktype,
  type VanZaaktype,
  vanZaaktype,
  zaaktypeLink,
} from './onderdeel.ts';

const { part } = value;

const fields = {
  naam: field.text({ max: 20, required: true }),
  catalogus: vanZaaktype.catalogus,
  definitie: field.text({ max: 255, required: true }),
  specificatie: field.group(
    value.object({
      groep: part(value.text({ max: 32 }), ''),
      formaat: part(value.choice(['tekst', 'getal', 'datum', 'datum_tijd'])),
      lengte: part(value.text({ max: 14, blank: false })),
      kardinaliteit: part(value.text({ max: 3, blank: false })),
      waardenverzameling: part(value.list(value.text({ max: 100, blank: false })), []),
    }),
    { required: true },
  ),
  toelichting: field.text({ max: 1000 }),
  zaaktype: zaaktypeLink,
  zaaktypeIdentificatie: vanZaaktype.zaaktypeIdentificatie,
  /** Before a status of this type can be set, the zaak must have it. */
  statustype: field.linkOrNull(doel.statustype, { column: 'statustype_id' }),
  beginGeldigheid: herhaald.beginGeldigheid,
  eindeGeldigheid: vanZaaktype.eindeGeldigheid,
  beginObject: vanZaaktype.beginObject,
  eindeObject: vanZaaktype.eindeObject,
};

type EigenschapWrite = Write<typeof fields, VanZaaktype>;

export const eigenschap = defineResource<typeof fields, VanZaaktype>({
  ...doel.eigenschap,
  api: catalogiApi,
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  day: OP_DAG,
  showUuid: false,
  order: 't.id desc',
  scopes: SCOPES,
  fields,
  filters: { status: statusFilter('zaaktype'), datumGeldigheid: datumGeldigheid('zaaktype'), zaaktypeIdentificatie },
  write: {
    ...partWrite<typeof fields>('eigenschap', 'eigenschappen', {
      rules: [[datumsKloppen, statustypeVanZaaktype]],
    }),
    weergave: ({ values }) => values.naam,
    constraints: {
      eigenschap_naam_uniek: {
        name: 'nonFieldErrors',
        code: 'unique',
        reason: 'Deze naam is bij dit zaaktype al in gebruik.',
      },
      // Removed by somebody else between the rule and the storing.
      eigenschap_statustype_id_fkey: STATUSTYPE_WEG,
    },
  },
});

/** How a day and a moment are written in an eigenschap, which is not as ISO 8601 has it. */
const VORMEN = {
  datum: { lengte: '8', vorm: 'JJJJMMDD', delen: /^(\d{4})(\d{2})(\d{2})$/ },
  datum_tijd: { lengte: '14', vorm: 'JJJJMMDDuummss', delen: /^(\d{4})(\d{2})(\d{2})([01]\d|2[0-3])[0-5]\d[0-5]\d$/ },
} as const;

/** The day in a value of this formaat, as `JJJJ-MM-DD`; null when the value is not written as it should be. */
export function dagIn(formaat: keyof typeof VORMEN, waarde: string): string | null {
  const dag = VORMEN[formaat].delen.exec(waarde)?.slice(1, 4).join('-');
  return dag !== undefined && value.isDate(dag) ? dag : null;
}

/** What values of an eigenschap look like. */
export type Specificatie = Values<typeof fields>['specificatie'];

/** ztc-015: the length of a day is 8, that of a moment 14, and the values to choose from have that form. */
function datumsKloppen({ values }: EigenschapWrite): readonly InvalidParam[] {
  const { formaat, lengte, waardenverzameling } = values.specificatie;
  if (formaat === 'tekst' || formaat === 'getal') return [];
  const { lengte: vast, vorm } = VORMEN[formaat];
  const faults: InvalidParam[] = [];
  if (lengte !== vast) {
    const reason = `Bij het formaat ${formaat} hoort de lengte ${vast}.`;
    faults.push({ name: 'specificatie.lengte', code: 'invalid-length', reason });
  }
  for (const [index, waarde] of waardenverzameling.entries()) {
    if (dagIn(formaat, waarde) !== null) continue;
    const reason = `Bij het formaat ${formaat} horen waarden als ${vorm}.`;
    faults.push({ name: `specificatie.waardenverzameling.${index}`, code: 'invalid', reason });
  }
  return faults;
}
