/** Where the pages about connecting are, and how a step stands in a word. */

import type { Crumb, Tone } from '../../ui/index.ts';
import type { Plek, StapStaat, Uitkomst } from '../bron.ts';

export const AANSLUITEN = '/beheer/lopende-zaken/aansluiten';
export const AKKOORD = '/beheer/akkoord';
export const BOVEN: readonly Crumb[] = [{ label: 'Aansluiten', href: AANSLUITEN }];
export const hrefVanStap = (id: string): string => `${AANSLUITEN}/stap/${id}`;
export const hrefVanDocument = (naam: string): string => `${AANSLUITEN}/documenten/${naam}`;
export const hrefVanProef = (soort: string): string => `${AANSLUITEN}/proef/${soort}`;

export const STAAT: Readonly<Record<StapStaat, { readonly label: string; readonly tone: Tone }>> = {
  gedaan: { label: 'Gedaan', tone: 'good' },
  te_doen: { label: 'Te\u00a0doen', tone: 'attention' },
  wacht: { label: 'Wacht', tone: 'busy' },
  nvt: { label: 'Niet van toepassing', tone: 'rest' },
};

export const UITKOMST: Readonly<Record<Uitkomst, { readonly label: string; readonly tone: Tone }>> = {
  goed: { label: 'Goed', tone: 'good' },
  fout: { label: 'Niet goed', tone: 'wrong' },
  nvt: { label: 'Niet van toepassing', tone: 'rest' },
  '': { label: 'Nog niet gedaan', tone: 'busy' },
};

/** Where the work of a step is done. */
export const PLEK: Readonly<Record<Plek, { readonly href: string; readonly label: string }>> = {
  gegevens: { href: `${AANSLUITEN}/gegevens`, label: 'Vul de gegevens in' },
  netwerk: { href: `${AANSLUITEN}/netwerk`, label: 'Naar het netwerkpad' },
  contacten: { href: `${AANSLUITEN}/contacten`, label: 'Vul de contactpersonen in' },
  planning: { href: `${AANSLUITEN}/planning`, label: 'Vul de planning in' },
  deelnemers: { href: `${AANSLUITEN}/deelnemers`, label: 'Naar de lijst' },
  compliance: { href: hrefVanProef('compliance'), label: 'Naar de test' },
  acceptatie: { href: hrefVanProef('acceptatie'), label: 'Naar de test' },
  keten: { href: hrefVanProef('keten'), label: 'Naar de test' },
  proefproductie: { href: hrefVanProef('proefproductie'), label: 'Naar de beperkte productierun' },
  cpa: { href: '/beheer/digikoppeling', label: 'Naar Digikoppeling' },
  kenmerken: { href: `${AANSLUITEN}/kenmerken`, label: 'Naar de kenmerken' },
  akkoord: { href: AKKOORD, label: 'Naar Akkoord' },
  inrichting: { href: '/beheer/lopende-zaken/inrichting', label: 'Naar de inrichting' },
  verzenden: { href: '/beheer/lopende-zaken/planning', label: 'Naar de planning van het verzenden' },
};
