/** The operator's pages. */
export type { BeheerOptions } from './kader.tsx';
export { beheerPages } from './plugin.tsx';
export { UITLEG, type Uitleg } from './uitleg.ts';
