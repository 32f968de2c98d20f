/** The Besluiten API 1.1.0 (ZGW 1.7). */
import { type Api, target } from '../kern/index.ts';
import { zakenDoel } from '../zaken/index.ts';

export const besluitenApi: Api = {
  name: 'besluiten',
  title: 'Besluiten API',
  version: '1.1.0',
  component: 'brc',
  root: '/besluiten/api/v1',
  kanaal: 'besluiten',
};

/** Where the resources are found; the documents when their register is there. */
export const doel = {
  besluit: zakenDoel.besluit,
  besluitinformatieobject: target(
    besluitenApi,
    'besluitinformatieobject',
    'besluitinformatieobjecten',
    'besluiten.besluitinformatieobject',
  ),
  informatieobject: target(
    { root: '/documenten/api/v1' },
    'enkelvoudiginformatieobject',
    'enkelvoudiginformatieobjecten',
    'documenten.enkelvoudiginformatieobject',
  ),
} as const;

/** Who may do what, by besluittype. */
export const SCOPES = {
  read: ['besluiten.lezen'],
  create: ['besluiten.aanmaken'],
  update: ['besluiten.bijwerken'],
  delete: ['besluiten.verwijderen'],
} as const;
