/** The kinds of the Catalogi API, in the order in which they can be made. */
import { catalogiResources } from '../../catalogi/index.ts';
import { type Soort, soortenVan } from '../soorten.ts';

export function catalogusSoorten(): readonly Soort[] {
  return soortenVan(catalogiResources, 'catalogus');
}
