/** The Notificaties API 1.0.1 (ZGW): the Notificatierouteringcomponent. */
import { type Api, type Operation, type Profile, target, value } from '../../registraties/kern/index.ts';
import { MEDIATYPE } from '../../standaarden/cloudevents/index.ts';

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

/** [Open Notificaties] A CloudEvent 1.0; extensions may stand beside these. */
const CLOUDEVENT: Operation['body'] = {
  type: 'object',
  required: ['id', 'source', 'specversion', 'type'],
  properties: {
    specversion: { type: 'string', maxLength: 50 },
    id: { type: 'string', maxLength: 255 },
    source: { type: 'string', maxLength: 1000, description: 'Een URN of een webadres.' },
    type: { type: 'string', maxLength: 255, description: 'Een omgekeerde domeinnaam.' },
    subject: { type: 'string', maxLength: 255 },
    time: { type: 'string', format: 'date-time' },
    datacontenttype: { type: 'string', maxLength: 255 },
    dataschema: { type: 'string', format: 'uri', maxLength: 1000 },
    dataref: { type: 'string', maxLength: 1000 },
    data: {},
    data_base64: { type: 'string' },
  },
};

export const PUBLICEREN = ['notificaties.publiceren'];
export const CONSUMEREN = ['notificaties.consumeren'];

/** What a published message is answered with: the standard has 200, Open Notificaties 201. */
export const GEPUBLICEERD = { '1.7': 200, openzaak: 201 } as const satisfies Record<Profile, 200 | 201>;

const MELDEN = 'notificaties';

export const notificatiesApi: Api = {
  name: 'notificaties',
  title: 'Notificaties API',
  version: '1.0.1',
  component: 'nrc',
  root: '/notificaties/api/v1',
  kanaal: null,
  operations: [
    {
      path: MELDEN,
      verb: 'post',
      scopes: PUBLICEREN,
      body: BERICHT.schema,
      status: GEPUBLICEERD['1.7'],
      answer: BERICHT.schema,
    },
    {
      path: 'cloudevents',
      verb: 'post',
      scopes: PUBLICEREN,
      media: [MEDIATYPE, 'application/json'],
      body: CLOUDEVENT,
      status: 201,
      answer: CLOUDEVENT,
    },
  ],
};

/** The API as it is under this profile. */
export function apiOnder(profile: Profile): Api {
  const { operations = [] } = notificatiesApi;
  const status = GEPUBLICEERD[profile];
  return { ...notificatiesApi, operations: operations.map((one) => (one.path === MELDEN ? { ...one, status } : one)) };
}

/** Where the resources are found. */
export const doel = {
  kanaal: target(notificatiesApi, 'kanaal', 'kanaal', 'notificaties.kanaal'),
  abonnement: target(notificatiesApi, 'abonnement', 'abonnement', 'notificaties.abonnement'),
} as const;

/** Before the id of an abonnement, in the name of the subscriber of the outbox. */
export const ABONNEE = 'abonnement:';
