/**
 * StUF 03.01 with ZKN 03.10, as far as Lopende Zaken needs it: a zaakbericht checked and written as zakLk01, a zakLk01 read and judged, and
 * the answers to it. Pure.
 */

export {
  type FoutPlek,
  type FoutSoort,
  readStufAnswer,
  type StufAnswer,
  type StufBevestiging,
  type StufFoutAnswer,
} from './antwoord.ts';
export { type Berichtsoort, TOEVOEGING } from './berichtsoort.ts';
export { checkZaakbericht } from './controle.ts';
export { InvalidBericht, type StufFault, type StufRegel } from './fout.ts';
export { explainFoutcode, type FoutActie, type FoutUitleg, STUF_FOUTCODES } from './foutcodes.ts';
export type { GelezenSysteem } from './lees.ts';
export {
  type GelezenGeadresseerde,
  type GelezenStatus,
  type GelezenZaak,
  type GelezenZakLk01,
  huidigeZaak,
  readZakLk01,
} from './lees-zaklk01.ts';
export { metResultaatInStatus } from './resultaat-in-status.ts';
export { type Foutbericht, writeFo01, writeFo03 } from './schrijf-fout.ts';
export { writeZakLk01 } from './schrijf-zaklk01.ts';
export { checkZakLk01Semantics } from './semantiek.ts';
export { standUit, standVan, type ZaakStand } from './stand.ts';
export { type Voorbeeld, voorbeeldUit, voorbeeldVan } from './voorbeeld.ts';
export type { Datum, GeadresseerdeRol, Systeem, VerwijzingPlaats, Zaakbericht } from './zaakbericht.ts';
