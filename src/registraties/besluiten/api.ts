/** The Besluiten API 1.1.0 (ZGW 1.7). */
import { type Api, target, type value } from '../kern/index.ts';
import { zakenDoel } from '../zaken/index.ts';

const DEEL: value.Schema = {
  type: 'object',
  properties: { informatieobject: { type: 'string', format: 'uri', maxLength: 1000 } },
  required: ['informatieobject'],
};

/** A besluit and its documents in one body. */
function samen(besluit: value.Schema, document: value.Schema): value.Schema {
  const properties = { besluit, besluitinformatieobjecten: { type: 'array', items: document } } as const;
  return { type: 'object', properties, required: Object.keys(properties) };
}

export const besluitenApi: Api = {
  name: 'besluiten',
  title: 'Besluiten API',
  version: '1.1.0',
  component: 'brc',
  root: '/besluiten/api/v1',
  kanaal: 'besluiten',
  operations: [
    {
      path: 'besluit_verwerken',
      verb: 'post',
      scopes: ['besluiten.aanmaken'],
      body: samen({ type: 'object', description: 'Velden van het besluit.' }, DEEL),
      status: 201,
      answer: samen({ $ref: '#/components/schemas/Besluit' }, { $ref: '#/components/schemas/Besluitinformatieobject' }),
    },
  ],
};

/** Where the resources are found. */
export const doel = {
  besluit: zakenDoel.besluit,
  besluitinformatieobject: target(
    besluitenApi,
    'besluitinformatieobject',
    'besluitinformatieobjecten',
    'besluiten.besluitinformatieobject',
  ),
  informatieobject: zakenDoel.informatieobject,
} as const;

/** Who may do what, by besluittype. */
export const SCOPES = {
  read: ['besluiten.lezen'],
  create: ['besluiten.aanmaken'],
  update: ['besluiten.bijwerken'],
  delete: ['besluiten.verwijderen'],
} as const;
