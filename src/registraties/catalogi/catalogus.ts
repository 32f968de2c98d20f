/** CATALOGUS: a set of types, kept by one organisation for one domain. */
import { isElfproef } from '../../standaarden/bsn/index.ts';
import { defineResource, field, plainWrite } from '../kern/index.ts';
import { catalogiApi, mainOf, SCOPES } from './api.ts';
import { doel } from './doel.ts';

/** The names of the types of this kind in the catalogus, each once. */
const omschrijvingen = (soort: 'besluittype' | 'informatieobjecttype') =>
  field.derived(
    { type: 'array', items: { type: 'string' }, uniqueItems: true },
    ({ t }) =>
      `(select coalesce(json_agg(distinct s.omschrijving), '[]'::json) from catalogi.${soort} s where s.catalogus_id = ${t}.id)`,
  );

export const catalogus = defineResource({
  ...doel.catalogus,
  api: catalogiApi,
  methods: ['list', 'read', 'create', 'update', 'partial'],
  showUuid: false,
  order: 't.id desc',
  scopes: { ...SCOPES, create: ['catalogi.schrijven'] },
  fields: {
    domein: field.text({ max: 5, required: true, pattern: /^[A-Z]{1,5}$/, filter: ['exact', 'in'] }),
    rsin: field.text({
      max: 9,
      required: true,
      filter: ['exact', 'in'],
      check: (text) =>
        /^\d{9}$/.test(text) && isElfproef(text)
          ? null
          : ['invalid', 'Een RSIN heeft 9 cijfers en voldoet aan de 11-proef.'],
    }),
    contactpersoonBeheerNaam: field.text({ max: 40, required: true }),
    contactpersoonBeheerTelefoonnummer: field.text({ max: 20 }),
    contactpersoonBeheerEmailadres: field.text({
      max: 254,
      check: (text) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? null : ['invalid', 'Dit is geen e-mailadres.']),
    }),
    zaaktypen: field.links(doel.zaaktype, 'catalogus_id'),
    besluittypen: field.links(doel.besluittype, 'catalogus_id'),
    besluittypeOmschrijving: omschrijvingen('besluittype'),
    informatieobjecttypen: field.links(doel.informatieobjecttype, 'catalogus_id'),
    informatieobjecttypeOmschrijving: omschrijvingen('informatieobjecttype'),
    naam: field.textOrNull({ max: 200 }),
    versie: field.textOrNull({ max: 20 }),
    begindatumVersie: field.dateOrNull(),
  },
  write: {
    ...plainWrite(({ id }) => mainOf('catalogus', id, 'catalogussen', '')),
    weergave: ({ values }) => `${values.domein} ${values.rsin}`,
    constraints: {
      catalogus_uniek: {
        name: 'nonFieldErrors',
        code: 'unique',
        reason: 'Er is al een catalogus met dit domein en dit RSIN.',
      },
    },
  },
});
