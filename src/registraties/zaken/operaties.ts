/** The routes of the Zaken API that belong to no resource, as its OpenAPI document says them. */
import { type Operation, reservering, type value } from '../kern/index.ts';

type Schema = value.Schema;

const object = (properties: Readonly<Record<string, Schema>>, required: readonly string[]): Schema => {
  return { type: 'object', properties, required };
};
const ref = (naam: string): Schema => ({ $ref: `#/components/schemas/${naam}` });
const lijst = (items: Schema): Schema => ({ type: 'array', items });
/** A part of a request: what the resource takes, without the reference to the zaak. */
const deel = (description: string): Schema => ({ type: 'object', description });

/** What a number is called in the answer. */
export const ZAAKNUMMER = 'zaaknummer';

/** By the name of the standard, and the one that Open Zaak had before. */
export const RESERVEREN = ['zaaknummer_reserveren', 'reserveer_zaaknummer'].map((path) =>
  reservering(path, ['zaken.aanmaken'], ZAAKNUMMER),
);

const ZAAK = deel('Velden van de zaak.');
const STATUS = deel('Velden van de status, zonder zaak.');
const ROLLEN = lijst(deel('Velden van de rol, zonder zaak.'));

const BIJWERKEN = ['zaken.bijwerken', 'zaken.geforceerd-bijwerken'];

const SAMEN: readonly Operation[] = [
  {
    path: 'zaak_registreren',
    verb: 'post',
    scopes: ['zaken.aanmaken'],
    crs: true,
    status: 201,
    body: object(
      {
        zaak: ZAAK,
        status: STATUS,
        rollen: ROLLEN,
        zaakinformatieobjecten: lijst(deel('Velden van het zaakinformatieobject, zonder zaak.')),
        zaakobjecten: lijst(deel('Velden van het zaakobject, zonder zaak.')),
      },
      ['zaak', 'status'],
    ),
    answer: object(
      {
        zaak: ref('Zaak'),
        status: ref('Status'),
        rollen: lijst(ref('Rol')),
        zaakinformatieobjecten: lijst(ref('Zaakinformatieobject')),
        zaakobjecten: lijst(ref('Zaakobject')),
      },
      ['zaak', 'status', 'rollen', 'zaakinformatieobjecten', 'zaakobjecten'],
    ),
  },
  {
    path: 'zaak_bijwerken/{uuid}',
    verb: 'post',
    scopes: BIJWERKEN,
    crs: true,
    status: 200,
    body: object(
      {
        zaak: ZAAK,
        status: STATUS,
        rollen: { ...ROLLEN, description: 'Alle rollen: met uuid om er een te houden, zonder om er een te maken.' },
      },
      ['status'],
    ),
    answer: object({ zaak: ref('Zaak'), status: ref('Status'), rollen: lijst(ref('Rol')) }, ['zaak', 'status']),
  },
  ...['zaak_verlengen', 'zaak_opschorten'].map(
    (path): Operation => ({
      path: `${path}/{uuid}`,
      verb: 'post',
      scopes: BIJWERKEN,
      status: 200,
      body: object({ zaak: ZAAK, status: STATUS }, ['zaak', 'status']),
      answer: object({ zaak: ref('Zaak'), status: ref('Status') }, ['zaak', 'status']),
    }),
  ),
  {
    path: 'zaak_afsluiten/{uuid}',
    verb: 'post',
    scopes: BIJWERKEN,
    status: 200,
    body: object({ zaak: ZAAK, status: STATUS, resultaat: deel('Velden van het resultaat, zonder zaak.') }, [
      'zaak',
      'status',
      'resultaat',
    ]),
    answer: object({ zaak: ref('Zaak'), status: ref('Status'), resultaat: ref('Resultaat') }, [
      'zaak',
      'status',
      'resultaat',
    ]),
  },
];

export const OPERATIES: readonly Operation[] = [...RESERVEREN, ...SAMEN];
