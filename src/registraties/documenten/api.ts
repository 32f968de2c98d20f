/** The Documenten API 1.7.0 (ZGW 1.7). */
import { type Api, target } from '../kern/index.ts';
import { zakenDoel } from '../zaken/index.ts';

export const documentenApi: Api = {
  name: 'documenten',
  title: 'Documenten API',
  version: '1.7.0',
  component: 'drc',
  root: '/documenten/api/v1',
  kanaal: 'documenten',
  outside: 'not_acceptable',
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
