/**
 * KLANTCONTACT: a contact with the citizen about a zaak, written once. The standard keeps it for older clients; who
 * starts now uses a zaakcontactmoment (`zaakcontact.ts`).
 */
import { sql } from '../../platform/db/index.ts';
import type { InvalidParam } from '../../platform/http/index.ts';
import { defineResource, field, type Write } from '../kern/index.ts';
import { doel, zakenApi } from './api.ts';
import { type BijZaak, leesZaak, ONDERDEEL_SCOPES, onderdeelWrite, visibleThroughZaak, zaakLink } from './onderdeel.ts';

const fields = {
  zaak: zaakLink,
  identificatie: field.text({ max: 14 }),
  datumtijd: field.dateTime({ required: true }),
  kanaal: field.text({ max: 20 }),
  onderwerp: field.text({ max: 200 }),
  toelichting: field.text({ max: 1000 }),
};

type KlantcontactWrite = Write<typeof fields, BijZaak>;

export const klantcontact = defineResource<typeof fields, BijZaak>({
  ...doel.klantcontact,
  api: zakenApi,
  methods: ['list', 'read', 'create'],
  showUuid: true,
  order: 't.id desc',
  scopes: ONDERDEEL_SCOPES,
  fields,
  visible: visibleThroughZaak,
  write: {
    situation: leesZaak,
    ...onderdeelWrite(),
    rules: [[nietInDeToekomst]],
    keep: async ({ tx, values }) => (values.identificatie === '' ? { identificatie: await nummer(tx) } : {}),
    weergave: ({ situation, values }) => `${situation.zaak.identificatie} - ${values.datumtijd}`,
    constraints: {
      klantcontact_identificatie_uniek: {
        name: 'identificatie',
        code: 'unique',
        reason: 'Deze identificatie is al in gebruik. Laat haar weg, dan krijgt het klantcontact er een.',
      },
    },
  },
});

/** A contact that has been. */
function nietInDeToekomst({ values, ports }: KlantcontactWrite): readonly InvalidParam[] {
  if (new Date(values.datumtijd) <= ports.clock.now()) return [];
  return [{ name: 'datumtijd', code: 'date-in-future', reason: 'Een contact kan niet in de toekomst liggen.' }];
}

/** Twelve digits that no klantcontact has. */
async function nummer(tx: KlantcontactWrite['tx']): Promise<string> {
  for (;;) {
    const [row] = await tx.query<{ kandidaat: string; vrij: boolean }>(sql`
      with n as (select lpad(nextval('zaken.klantcontactnummer')::text, 12, '0') as kandidaat)
      select kandidaat, not exists (select 1 from zaken.klantcontact where identificatie = kandidaat) as vrij from n`);
    if (row!.vrij) return row!.kandidaat;
  }
}
