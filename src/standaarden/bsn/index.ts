/** BSN and RSIN: the 11-proef, a BSN type that never prints itself, and masking of BSNs in text. Pure. */

export { Bsn } from './bsn.ts';
export { isElfproef } from './elfproef.ts';
export { maskBsn } from './masker.ts';
