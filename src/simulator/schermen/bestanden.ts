/**
 * The style sheet and the icon, read once, with an address that changes with the content so that browsers may keep them for ever.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface Bestanden {
  readonly stijl: string;
  readonly stijlPad: string;
  readonly icoon: string;
}

export function leesBestanden(): Bestanden {
  const stijl = readFileSync(new URL('./stijl.css', import.meta.url), 'utf8');
  const mark = createHash('sha256').update(stijl).digest('hex').slice(0, 12);
  return {
    stijl,
    stijlPad: `/simulator/stijl-${mark}.css`,
    icoon: readFileSync(new URL('./icoon.svg', import.meta.url), 'utf8'),
  };
}
