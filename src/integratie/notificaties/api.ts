/** The Notificaties API 1.0.1 (ZGW): the Notificatierouteringcomponent. */
import { type Api, type Profile, target, value } from '../../registraties/kern/index.ts';

/** A message as it is published and delivered (zgw.md §3). */
export const BERICHT = value.object({
  kanaal: value.part(value.text({ max: 50, blank: false })),
  /** Open Notificaties: the system or organisation that it comes from. */
  source: value.part(value.text({ max: 100 }), ''),
  hoofdObject: value.part(value.url(1000)),
  resource: value.part(value.text({ max: 100, blank: false })),
  resourceUrl: value.part(value.url(1000)),
  actie: value.part(value.text({ max: 100, blank: false })),
  aanmaakdatum: value.part(value.dateTime()),
  kenmerken: value.part(value.map(value.text({ max: 1000 }), 50), {}),
});

export const PUBLICEREN = ['notificaties.publiceren'];
export const CONSUMEREN = ['notificaties.consumeren'];

/** What a published message is answered with: the standard has 200, Open Notificaties 201. */
export const GEPUBLICEERD = { '1.7': 200, openzaak: 201 } as const satisfies Record<Profile, 200 | 201>;

export const notificatiesApi: Api = {
  name: 'notificaties',
  title: 'Notificaties API',
  version: '1.0.1',
  component: 'nrc',
  root: '/notificaties/api/v1',
  kanaal: null,
  operations: [
    {
      path: 'notificaties',
      verb: 'post',
      scopes: PUBLICEREN,
      body: BERICHT.schema,
      status: GEPUBLICEERD['1.7'],
      answer: BERICHT.schema,
    },
  ],
};

/** The API as it is under this profile. */
export function apiOnder(profile: Profile): Api {
  const { operations = [] } = notificatiesApi;
  return { ...notificatiesApi, operations: operations.map((one) => ({ ...one, status: GEPUBLICEERD[profile] })) };
}

/** Where the resources are found. */
export const doel = {
  kanaal: target(notificatiesApi, 'kanaal', 'kanaal', 'notificaties.kanaal'),
  abonnement: target(notificatiesApi, 'abonnement', 'abonnement', 'notificaties.abonnement'),
} as const;

/** Before the id of an abonnement, in the name of the subscriber of the outbox. */
export const ABONNEE = 'abonnement:';
