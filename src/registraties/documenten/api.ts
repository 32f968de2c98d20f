/** The Documenten API 1.7.0 (ZGW 1.7). */
import { type Api, type Operation, reservering, target, type value } from '../kern/index.ts';
import { zakenDoel } from '../zaken/index.ts';

/** What a number is called in the answer. */
export const NUMMER = 'identificatie';

export const RESERVEREN = reservering('documentnummer_reserveren', ['documenten.aanmaken'], NUMMER);

/** A document and its zaakinformatieobject in one body. */
function samen(document: value.Schema): value.Schema {
  const properties = {
    enkelvoudiginformatieobject: document,
    zaakinformatieobject: { type: 'object', description: 'Velden van het zaakinformatieobject (Zaken API).' },
  } as const;
  return { type: 'object', properties, required: Object.keys(properties) };
}

/** A message that comes too slowly or is too large, and a store that is full. */
export const SCHRIJVEN = { fails: [408, 413, 507] } as const;

const REGISTREREN: Operation = {
  path: 'document_registreren',
  verb: 'post',
  scopes: ['documenten.aanmaken'],
  body: samen({ type: 'object', description: 'Velden van het document.' }),
  status: 201,
  answer: samen({ $ref: '#/components/schemas/Enkelvoudiginformatieobject' }),
  ...SCHRIJVEN,
};

export const documentenApi: Api = {
  name: 'documenten',
  title: 'Documenten API',
  version: '1.7.0',
  component: 'drc',
  root: '/documenten/api/v1',
  kanaal: 'documenten',
  outside: 'not_acceptable',
  // Open Zaak's; clients depend on them.
  operations: [RESERVEREN, REGISTREREN],
};

/** Where the resources are found. */
export const doel = {
  document: zakenDoel.informatieobject,
  bestandsdeel: target(documentenApi, 'bestandsdeel', 'bestandsdelen', 'documenten.deel'),
  objectinformatieobject: target(
    documentenApi,
    'objectinformatieobject',
    'objectinformatieobjecten',
    'documenten.objectinformatieobject',
  ),
  gebruiksrechten: target(documentenApi, 'gebruiksrechten', 'gebruiksrechten', 'documenten.gebruiksrechten'),
  verzending: target(documentenApi, 'verzending', 'verzendingen', 'documenten.verzending'),
} as const;

/** Who may do what, by informatieobjecttype and vertrouwelijkheidaanduiding. */
export const SCOPES = {
  read: ['documenten.lezen'],
  create: ['documenten.aanmaken'],
  update: ['documenten.bijwerken', 'documenten.geforceerd-bijwerken'],
  delete: ['documenten.verwijderen'],
} as const;

/** The same for what belongs to a document and has no forced edit. */
export const ONDERDEEL_SCOPES = { ...SCOPES, update: ['documenten.bijwerken'] } as const;

export const LOCK = ['documenten.lock'];
export const GEFORCEERD_UNLOCK = ['documenten.geforceerd-unlock'];
