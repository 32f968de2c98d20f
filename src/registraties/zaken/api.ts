/** The Zaken API 1.7.0 (ZGW 1.7). */
import { type Api, type Operation, target, targetUnder, type value } from '../kern/index.ts';

/** By the name of the standard, and the one that Open Zaak had before. */
export const RESERVEREN = ['zaaknummer_reserveren', 'reserveer_zaaknummer'] as const;
export const RESERVEREN_SCOPES = ['zaken.aanmaken'];

const zaaknummer: value.Schema = {
  type: 'object',
  required: ['zaaknummer'],
  properties: { zaaknummer: { type: 'string' } },
};

const reserveren = (path: string): Operation => ({
  path,
  verb: 'post',
  scopes: RESERVEREN_SCOPES,
  body: {
    type: 'object',
    required: ['bronorganisatie'],
    properties: {
      bronorganisatie: { type: 'string', maxLength: 9 },
      aantal: { type: 'integer', minimum: 1, maximum: 1000 },
    },
  },
  status: 201,
  // The text of the standard: an object for one, a list for more.
  answer: { oneOf: [zaaknummer, { type: 'array', items: zaaknummer }] },
});

export const zakenApi: Api = {
  name: 'zaken',
  title: 'Zaken API',
  version: '1.7.0',
  component: 'zrc',
  root: '/zaken/api/v1',
  kanaal: 'zaken',
  operations: RESERVEREN.map(reserveren),
};

const zaak = target(zakenApi, 'zaak', 'zaken', 'zaken.zaak');
const ONDER_ZAAK = { parameter: 'zaak_uuid', column: 'zaak_id' } as const;

/**
 * The besluiten of our own register, which is further up the stairs: known here by where they are found, and by nothing
 * else.
 */
const besluit = target({ root: '/besluiten/api/v1' }, 'besluit', 'besluiten', 'besluiten.besluit');

/** Where the resources are found. */
export const doel = {
  zaak,
  besluit,
  status: target(zakenApi, 'status', 'statussen', 'zaken.status'),
  resultaat: target(zakenApi, 'resultaat', 'resultaten', 'zaken.resultaat'),
  zaakbesluit: targetUnder(zaak, 'zaakbesluit', 'besluiten', 'zaken.zaakbesluit', ONDER_ZAAK),
  rol: target(zakenApi, 'rol', 'rollen', 'zaken.rol'),
  zaakobject: target(zakenApi, 'zaakobject', 'zaakobjecten', 'zaken.zaakobject'),
  zaakeigenschap: targetUnder(zaak, 'zaakeigenschap', 'zaakeigenschappen', 'zaken.zaakeigenschap', ONDER_ZAAK),
  zaakinformatieobject: target(
    zakenApi,
    'zaakinformatieobject',
    'zaakinformatieobjecten',
    'zaken.zaakinformatieobject',
  ),
  klantcontact: target(zakenApi, 'klantcontact', 'klantcontacten', 'zaken.klantcontact'),
  zaakcontactmoment: target(zakenApi, 'zaakcontactmoment', 'zaakcontactmomenten', 'zaken.zaakcontactmoment'),
  zaakverzoek: target(zakenApi, 'zaakverzoek', 'zaakverzoeken', 'zaken.zaakverzoek'),
  zaaknotitie: target(zakenApi, 'zaaknotitie', 'zaaknotities', 'zaken.zaaknotitie'),
} as const;
