/** The operator's pages. */

export { documentHtml } from './aansluiten/document.tsx';
export type { BeheerOptions } from './kader.tsx';
export { inZinnen as planningInZinnen } from './lopendezaken/planning-invoer.ts';
export { UITLEG, type Uitleg } from './lopendezaken/uitleg.ts';
export { beheerPages } from './plugin.tsx';
export { LEZER, type Toegang, ZONDER_AANMELDING } from './toegang/index.ts';
