/** The operator's pages. */

export { documentHtml } from './aansluiten/document.tsx';
export type { BeheerOptions } from './kader.tsx';
export { UITLEG, type Uitleg } from './lopendezaken/uitleg.ts';
export { beheerPages } from './plugin.tsx';
