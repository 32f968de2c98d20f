/**
 * The "MO-bericht": the message for who cannot send StUF. Its form is handed out by Logius and is not public, so it is a template that
 * the administrator replaces; ours is our own reading and says so. Pure.
 */

export { PLAATSEN, type Plaats } from './plaatsen.ts';
export { schrijfMoBericht } from './schrijf.ts';
export { laadSjabloon, type Sjabloon, SjabloonFout } from './sjabloon.ts';

/** Our own template. Who reads it passes the text to `laadSjabloon`. */
export const EIGEN_SJABLOON = new URL('./sjabloon.xml', import.meta.url);

/** The namespace of our own template. It means nothing to MijnOverheid. */
export const EIGEN_NAMESPACE = 'urn:x-zaakbode:mo-bericht:1';
