/**
 * A set of XML schemas that somebody hands us, compiled once, and messages held against it. Pure: the files come as an argument, and
 * nothing outside them is read.
 */

export { laadXsdSet, type Wortel, type XsdSet } from './set.ts';
export type { XsdFout } from './uitleg.ts';
export { type XsdBestanden, XsdSetFout } from './verzameling.ts';
