/**
 * ZAAKNOTITIE: what people who work on a zaak write down. As long as it is a concept it can change; once it is final it
 * stays as it is (Zaken 1.7, PUT zaaknotities). The standard sends no notification of it.
 */
import type { InvalidParam } from '../../platform/http/index.ts';
import { defineResource, field, type Write } from '../kern/index.ts';
import { doel, zakenApi } from './api.ts';
import { type BijZaak, lockZaakVan, ONDERDEEL_SCOPES, onderdeelWrite, vast, visibleThroughZaak } from './onderdeel.ts';

const tekst = { filter: ['exact', 'icontains'] } as const;
const moment = { filter: ['exact', 'gt', 'gte', 'lt', 'lte'] } as const;

const fields = {
  onderwerp: field.text({ max: 255, required: true, ...tekst }),
  tekst: field.text({ required: true, ...tekst }),
  aangemaaktDoor: field.text({ max: 255, ...tekst }),
  /** Inside the organisation unless a client says otherwise: the citizen must not see what nobody meant for him. */
  notitieType: field.choice(['intern', 'extern'], { fallback: 'intern', filter: ['exact'] }),
  status: field.choice(['concept', 'definitief'], { fallback: 'concept', filter: ['exact'] }),
  aanmaakdatum: field.keptDateTime(moment),
  wijzigingsdatum: field.keptDateTime(moment),
  gerelateerdAan: field.link(doel.zaak, { column: 'zaak_id', required: true, filter: ['exact'] }),
};

type NotitieWrite = Write<typeof fields, BijZaak>;

export const zaaknotitie = defineResource<typeof fields, BijZaak>({
  ...doel.zaaknotitie,
  api: zakenApi,
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  showUuid: false,
  order: 't.id desc',
  scopes: ONDERDEEL_SCOPES,
  fields,
  visible: visibleThroughZaak,
  write: {
    situation: async (write) => ({ zaak: await lockZaakVan(write, write.values.gerelateerdAan, 'gerelateerdAan') }),
    ...onderdeelWrite(),
    rules: [[vast('gerelateerdAan'), alleenConcept]],
    notifies: [],
    keep: ({ row, ports }) => ({
      aanmaakdatum: row ? row['aanmaakdatum'] : ports.clock.now(),
      wijzigingsdatum: ports.clock.now(),
    }),
    weergave: ({ situation, values }) => `${situation.zaak.identificatie} - ${values.onderwerp}`,
  },
});

function alleenConcept({ current }: NotitieWrite): readonly InvalidParam[] {
  if (current === null || current.status === 'concept') return [];
  const reason = 'Deze notitie is definitief en ligt vast. Schrijf een nieuwe notitie.';
  return [{ name: 'nonFieldErrors', code: 'non-concept-object', reason }];
}
