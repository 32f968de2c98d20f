/**
 * The relation of a zaak to the person who is told, per rol (ZKN 03.10: ZAKBTRINI, ZAKBTRBLH, ZAKBTRGMC).
 */
import type { GeadresseerdeRol } from './zaakbericht.ts';

interface Relatie {
  readonly element: string;
  readonly entiteittype: string;
  /** `omschrijving` of the relation, which the schema leaves free: what the person is in the zaak. */
  readonly omschrijving: string;
}

/**
 * A mede-initiator goes as belanghebbende. RGBZ knows one initiator per zaak and the schema has room for one (heeftAlsInitiator, maxOccurs
 * 1): a second would take the place of the first at the receiver's. heeftAlsBelanghebbende may stand any number of times, and its
 * omschrijving says which rol it is.
 */
export const RELATIES: Readonly<Record<GeadresseerdeRol, Relatie>> = {
  initiator: { element: 'heeftAlsInitiator', entiteittype: 'ZAKBTRINI', omschrijving: 'Initiator' },
  mede_initiator: { element: 'heeftAlsBelanghebbende', entiteittype: 'ZAKBTRBLH', omschrijving: 'Mede-initiator' },
  belanghebbende: { element: 'heeftAlsBelanghebbende', entiteittype: 'ZAKBTRBLH', omschrijving: 'Belanghebbende' },
  gemachtigde: { element: 'heeftAlsGemachtigde', entiteittype: 'ZAKBTRGMC', omschrijving: 'Gemachtigde' },
};

/** The elements in which a person can stand who is told, in the order of the schema. */
export const RELATIE_ELEMENTEN = ['heeftAlsBelanghebbende', 'heeftAlsGemachtigde', 'heeftAlsInitiator'] as const;

/** The rol behind a relation as read. */
export function rolVan(element: string, omschrijving: string | null): GeadresseerdeRol {
  if (element === 'heeftAlsInitiator') return 'initiator';
  if (element === 'heeftAlsGemachtigde') return 'gemachtigde';
  return omschrijving === RELATIES.mede_initiator.omschrijving ? 'mede_initiator' : 'belanghebbende';
}
