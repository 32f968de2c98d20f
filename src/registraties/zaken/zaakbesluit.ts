/**
 * ZAAKBESLUIT: a besluit that was taken in a zaak, below the zaak (`/zaken/{uuid}/besluiten`). For besluiten of our own
 * register the register of besluiten makes and removes it (brc-006, by its port); a client does so for those of others.
 */
import { defineResource, field, type Shape } from '../kern/index.ts';
import { doel, zakenApi } from './api.ts';
import { type BijZaak, lockZaakInPad, ONDERDEEL_SCOPES, onderdeelWrite, visibleThroughZaak } from './onderdeel.ts';

const BESLUIT: Shape = { what: 'besluit', properties: ['url', 'besluittype', 'datum'] };

const fields = {
  besluit: field.url({ required: true }),
};

export const zaakbesluit = defineResource<typeof fields, BijZaak>({
  ...doel.zaakbesluit,
  api: zakenApi,
  methods: ['list', 'read', 'create', 'delete'],
  paginated: false,
  showUuid: true,
  order: 't.id',
  scopes: ONDERDEEL_SCOPES,
  fields,
  visible: visibleThroughZaak,
  write: {
    references: ({ besluit }) => (besluit === undefined ? [] : [{ name: 'besluit', address: besluit, shape: BESLUIT }]),
    situation: async ({ tx, parent }) => ({ zaak: await lockZaakInPad(tx, parent) }),
    ...onderdeelWrite(),
    rules: [],
    keep: ({ parent }) => ({ zaak_id: parent }),
    notifies: ['create'],
    weergave: ({ values, situation }) => `${situation.zaak.identificatie} - ${values.besluit}`,
    constraints: {
      zaakbesluit_uniek: { name: 'nonFieldErrors', code: 'unique', reason: 'Dit besluit hoort al bij de zaak.' },
    },
  },
});
