/** Moving in and out: a catalogus as an archive or as readable files, and zaken in bulk. */
export { type ImportOpties, importeerArchief } from './catalogus/in.ts';
export { type Catalogusnaam, type Export, exporteerCatalogus } from './catalogus/uit.ts';
export { OverzetFout } from './fout.ts';
export { type Melding, type Verslag, verslagTekst } from './rapport.ts';
export { importeerYaml, type Uitkomst, type YamlOpties, type YamlVerslag } from './yaml/in.ts';
export { type Bestanden, exporteerYaml } from './yaml/uit.ts';
