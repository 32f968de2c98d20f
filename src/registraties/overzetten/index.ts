/** Moving in and out: a catalogus as an archive or as readable files, and zaken in bulk. */
export { type ImportOpties, importeerArchief } from './catalogus/in.ts';
export { type Catalogusnaam, type Export, exporteerCatalogus } from './catalogus/uit.ts';
export { OverzetFout } from './fout.ts';
export {
  type Melding,
  type Uitkomst,
  type Verslag,
  verslagTekst,
  type YamlVerslag,
  yamlVerslagTekst,
} from './rapport.ts';
export { importeerYaml, type YamlOpties } from './yaml/in.ts';
export { type Bestanden, exporteerYaml } from './yaml/uit.ts';
export { openRegelbestand, type Regelbestand } from './zaken/bestand.ts';
export { type Uitslag, uitslagenVan } from './zaken/boek.ts';
export { type Ingelezen, leesZakenIn, type Stand, type ZakenOpties } from './zaken/inlezen.ts';
export { ONDERDELEN } from './zaken/rij.ts';

export const overzettenMigrations = {
  component: 'overzetten',
  folder: new URL('./migraties', import.meta.url).pathname,
};
