/** SUBSTATUS (Open Zaak): a step within a status, for those involved or for the organisation itself. Never changed. */
import { sql } from '../../platform/db/index.ts';
import type { InvalidParam } from '../../platform/http/index.ts';
import { defineResource, field, type Write } from '../kern/index.ts';
import { doel, zakenApi } from './api.ts';
import {
  assertMagOnderdeel,
  type BijZaak,
  leesZaak,
  onderdeelWrite,
  visibleThroughZaak,
  zaakLink,
} from './onderdeel.ts';

const fields = {
  zaak: zaakLink,
  status: field.linkOrNull(doel.status, { column: 'status_id', filter: ['exact'] }),
  omschrijving: field.text({ max: 200, required: true }),
  tijdstip: field.dateTimeOrNull({ filter: ['gt', 'gte', 'lt', 'lte'] }),
  doelgroep: field.choiceOrBlank(['betrokkenen', 'intern'], { filter: ['exact'] }),
};

interface Situation extends BijZaak {
  /** Zaak of the status that was named; null when none was, or it is not there. */
  readonly statusZaakId: string | null;
}

type SubstatusWrite = Write<typeof fields, Situation>;

const SCOPES = ['zaken.aanmaken', 'zaken.statussen.toevoegen', 'zaken.heropenen'];

export const substatus = defineResource<typeof fields, Situation>({
  ...doel.substatus,
  api: zakenApi,
  methods: ['list', 'read', 'create'],
  showUuid: true,
  order: 't.tijdstip desc, t.id desc',
  scopes: { read: ['zaken.lezen'], create: SCOPES },
  fields,
  visible: visibleThroughZaak,
  write: {
    async situation(write) {
      const [row] = await write.tx.query<{ zaak: string }>(sql`
        select zaak_id as zaak from zaken.status where id = ${write.values.status}::uuid`);
      return { ...(await leesZaak(write)), statusZaakId: row?.zaak ?? null };
    },
    ...onderdeelWrite(),
    allow: ({ actor, situation }) => assertMagOnderdeel(actor, SCOPES, situation.zaak),
    rules: [[statusKlopt, nietInDeToekomst]],
    keep: ({ values, situation, ports }) => ({
      status_id: values.status ?? situation.zaak.statusId,
      tijdstip: values.tijdstip ?? ports.clock.now(),
    }),
    // Open Zaak sends none either.
    notifies: [],
    weergave: ({ situation, values }) => `${situation.zaak.identificatie} - ${values.omschrijving}`,
  },
});

/** Within a status of this zaak: the one that was named, else the latest, which must be there. */
function statusKlopt({ values, situation }: SubstatusWrite): readonly InvalidParam[] {
  const fault = (code: string, reason: string) => [{ name: 'status', code, reason }];
  if (values.status !== null)
    return situation.statusZaakId === situation.zaak.id
      ? []
      : fault('zaak-mismatch', 'Deze status hoort niet bij de zaak.');
  return situation.zaak.statusId !== null ? [] : fault('required', 'De zaak heeft nog geen status. Zet er eerst een.');
}

function nietInDeToekomst({ values, ports }: SubstatusWrite): readonly InvalidParam[] {
  if (values.tijdstip === null || new Date(values.tijdstip) <= ports.clock.now()) return [];
  return [{ name: 'tijdstip', code: 'date-in-future', reason: 'Een substatus kan niet in de toekomst zijn gezet.' }];
}
