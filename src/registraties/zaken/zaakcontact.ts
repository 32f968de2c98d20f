/**
 * ZAAKCONTACTMOMENT and ZAAKVERZOEK: a contactmoment or a verzoek elsewhere that this zaak is about, by its address.
 *
 * The other side is not written (zrc-024, zrc-025): the APIs that it names, Verzoeken and Contactmomenten, have been
 * withdrawn, and their successors keep what belongs to a zaak themselves.
 */
import { defineResource, field, type Resource, type Shape, type Target } from '../kern/index.ts';
import { doel, zakenApi } from './api.ts';
import { type BijZaak, leesZaak, ONDERDEEL_SCOPES, onderdeelWrite, visibleThroughZaak, zaakLink } from './onderdeel.ts';

const contactVelden = { zaak: zaakLink, contactmoment: field.url({ required: true, filter: ['exact'] }) };
const verzoekVelden = { zaak: zaakLink, verzoek: field.url({ required: true, filter: ['exact'] }) };

/** What the two have in common: all but their field. */
const gelijk = (target: Target) =>
  ({
    ...target,
    api: zakenApi,
    methods: ['list', 'read', 'create', 'delete'],
    paginated: false,
    showUuid: true,
    order: 't.id',
    scopes: ONDERDEEL_SCOPES,
    visible: visibleThroughZaak,
  }) as const;

function schrijf(name: string, constraint: string) {
  const shape: Shape = { what: name, properties: ['url'] };
  const adres = (values: object): string | undefined => (values as Record<string, string | undefined>)[name];
  return {
    references: (sent: object) => {
      const address = adres(sent);
      return address === undefined ? [] : [{ name, address, shape }];
    },
    situation: leesZaak,
    ...onderdeelWrite(),
    rules: [],
    notifies: ['create'],
    weergave: ({ values, situation }: { values: object; situation: BijZaak }) =>
      `${situation.zaak.identificatie} - ${adres(values)}`,
    constraints: {
      [constraint]: { name: 'nonFieldErrors', code: 'unique', reason: `Dit ${name} hoort al bij de zaak.` },
    },
  } as const;
}

export const zaakcontactmoment: Resource<typeof contactVelden, BijZaak> = defineResource({
  ...gelijk(doel.zaakcontactmoment),
  fields: contactVelden,
  write: schrijf('contactmoment', 'zaakcontactmoment_uniek'),
});

export const zaakverzoek: Resource<typeof verzoekVelden, BijZaak> = defineResource({
  ...gelijk(doel.zaakverzoek),
  fields: verzoekVelden,
  write: schrijf('verzoek', 'zaakverzoek_uniek'),
});
