/** The operator's pages. */

export { documentHtml } from './aansluiten/document.tsx';
export type { BeheerOptions } from './kader.tsx';
export { beheerPages } from './plugin.tsx';
export { type Toegang, ZONDER_AANMELDING } from './toegang/index.ts';
export { UITLEG, type Uitleg } from './uitleg.ts';
