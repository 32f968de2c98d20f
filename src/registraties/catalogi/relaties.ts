/** How the main types are tied to each other, as SQL between two aliases: by name, in one catalogus (historiemodel). */
import { noemt } from './benaming.ts';

/** Zaken of the zaaktype `z` can lead to the besluittype `b`. */
export const leidtTot = (b: string, z: string): string =>
  `${z}.catalogus_id = ${b}.catalogus_id and ${noemt(`${z}.besluittypen`, 'besluittype', b)}`;

/** The besluittype `b` is recorded in documents of the informatieobjecttype `i`. */
export const legtVast = (i: string, b: string): string =>
  `${b}.catalogus_id = ${i}.catalogus_id and ${noemt(`${b}.informatieobjecttypen`, 'informatieobjecttype', i)}`;

/** Zaken of the zaaktype `z` hold documents of the informatieobjecttype `i`. */
export const gebruikt = (i: string, z: string): string =>
  `${z}.catalogus_id = ${i}.catalogus_id and exists (select 1 from catalogi.zaaktype_informatieobjecttype zi
    where zi.zaaktype_id = ${z}.id and zi.informatieobjecttype = ${i}.omschrijving)`;
