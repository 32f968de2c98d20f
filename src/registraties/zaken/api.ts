/** The Zaken API 1.7.0 (ZGW 1.7). */
import { type Api, target, targetUnder } from '../kern/index.ts';
import { OPERATIES } from './operaties.ts';

export const zakenApi: Api = {
  name: 'zaken',
  title: 'Zaken API',
  version: '1.7.0',
  component: 'zrc',
  root: '/zaken/api/v1',
  kanaal: 'zaken',
  operations: OPERATIES,
};

const zaak = target(zakenApi, 'zaak', 'zaken', 'zaken.zaak');
const ONDER_ZAAK = { parameter: 'zaak_uuid', column: 'zaak_id' } as const;

/**
 * The besluiten of our own register, which is further up the stairs: known here by where they are found, and by nothing
 * else.
 */
const besluit = target({ root: '/besluiten/api/v1' }, 'besluit', 'besluiten', 'besluiten.besluit');

/** The same for documents. */
const informatieobject = target(
  { root: '/documenten/api/v1' },
  'enkelvoudiginformatieobject',
  'enkelvoudiginformatieobjecten',
  'documenten.enkelvoudiginformatieobject',
);

/** Where the resources are found. */
export const doel = {
  zaak,
  besluit,
  informatieobject,
  status: target(zakenApi, 'status', 'statussen', 'zaken.status'),
  substatus: target(zakenApi, 'substatus', 'substatussen', 'zaken.substatus'),
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
