/** The four phases of bron 001, in their order. */
import type { Fase, Stap } from '../stap.ts';
import { VOORBEREIDING } from './1-voorbereiding.ts';
import { PREPRODUCTIE } from './2-preproductie.ts';
import { TESTEN } from './3-testen.ts';
import { PRODUCTIE } from './4-productie.ts';

export const FASEN: readonly Fase[] = [VOORBEREIDING, PREPRODUCTIE, TESTEN, PRODUCTIE];

export function stapVan(id: string): Stap | null {
  return FASEN.flatMap(({ stappen }) => stappen).find((stap) => stap.id === id) ?? null;
}
