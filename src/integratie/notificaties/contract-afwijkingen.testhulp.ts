import type { Afwijking } from '../../registraties/contract-afwijkingen.testhulp.ts';

/**
 * Where the OpenAPI that we serve differs from the published Notificaties API 1.0.1, each with the reason.
 * `contract.test.ts` holds it exact. What the sentences cannot say: `auth` is write-only, as Open Notificaties has it.
 */
export const AFWIJKINGEN: readonly Afwijking[] = [
  {
    reden: 'The engine offers expand on every resource; here it names nothing.',
    extra: ['GET /abonnement ?expand', 'GET /abonnement/{} ?expand', 'GET /kanaal ?expand', 'GET /kanaal/{} ?expand'],
  },
  {
    reden: 'Every detail that can be read can be asked for by its head, for its ETag.',
    extra: ['HEAD /abonnement/{}', 'HEAD /kanaal/{}'],
  },
  {
    reden: 'The filters of a kanaal can change, as in Open Notificaties: a source must be able to add a kenmerk.',
    extra: ['PATCH /kanaal/{}', 'PUT /kanaal/{}'],
  },
  {
    reden: 'Beyond the standard: to pause, to go on, and to have everything from a number on sent again.',
    extra: [
      'POST /abonnement/{}/herhalen',
      'POST /abonnement/{}/hervatten',
      'POST /abonnement/{}/pauzeren',
      'abonnement laatsteNummer type integer',
      'abonnement reden type string',
      'abonnement stand keuze "actief"',
      'abonnement stand keuze "gepauzeerd"',
      'abonnement stand type string',
      'abonnement storing type string',
      'abonnement storingSinds format date-time',
      'abonnement storingSinds mag null',
      'abonnement storingSinds type string',
      'abonnement toont laatsteNummer',
      'abonnement toont reden',
      'abonnement toont stand',
      'abonnement toont storing',
      'abonnement toont storingSinds',
    ],
  },
  {
    reden: 'CloudEvents and their source, as Open Notificaties has them: clients depend on it.',
    extra: [
      'abonnement cloudeventFilters type array',
      'abonnement cloudeventFilters[].filters type object',
      'abonnement cloudeventFilters[].typeSubstring maxLength 255',
      'abonnement cloudeventFilters[].typeSubstring type string',
      'abonnement neemt cloudeventFilters',
      'abonnement neemt cloudeventFilters[].filters',
      'abonnement neemt cloudeventFilters[].typeSubstring',
      'abonnement neemt sendCloudevents',
      'abonnement sendCloudevents type boolean',
      'abonnement toont cloudeventFilters',
      'abonnement toont cloudeventFilters[].filters',
      'abonnement toont cloudeventFilters[].typeSubstring',
      'abonnement toont sendCloudevents',
      'notificaties neemt source',
      'notificaties source maxLength 100',
      'notificaties source type string',
      'notificaties toont source',
    ],
  },
  {
    reden: 'The contract sets no limit here; ours are those of the same words elsewhere in the standard.',
    extra: [
      'abonnement auth maxLength 1000',
      'abonnement callbackUrl maxLength 1000',
      'abonnement kanalen[].naam maxLength 50',
      'notificaties hoofdObject maxLength 1000',
      'notificaties resourceUrl maxLength 1000',
    ],
  },
];
