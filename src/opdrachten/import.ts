/** `zaakbode import`: into the register, what stood elsewhere. */
import { importCatalogus } from './import-catalogus.ts';
import { importINavigator } from './import-i-navigator.ts';
import { importZaken } from './import-zaken.ts';
import type { Opdracht } from './types.ts';

export const importeer: Opdracht = {
  doet: 'Leest een catalogus of zaken in.',
  gebruik: '',
  delen: { catalogus: importCatalogus, 'i-navigator': importINavigator, zaken: importZaken },
  run: async () => 0,
};
