/**
 * What a message does with a status at the receiver's: the four kinds of zakLk01 that we write.
 *
 * Which of the first two MijnOverheid wants for a second status is not published, nor whether it processes the last two: so the style is
 * a setting, and those two are off until an administrator switches them on.
 */
import type { ZaakStand } from './stand.ts';

export type Berichtsoort =
  /** mutatiesoort T, one object: the zaak with this status. For what the receiver knows already it is an I (StUF 03.01 section 5.2.6). */
  | { readonly soort: 'toevoeging' }
  /**
   * mutatiesoort W, old and new object: this status came to a zaak that the receiver knows. `oud` is what was told of the zaak before;
   * when nothing of it changed, only the relation does (object I). Without it we say what is common: it was the same, and still open.
   */
  | { readonly soort: 'wijziging'; readonly oud?: ZaakStand }
  /**
   * mutatiesoort W, relation E: this status was set by mistake and never held. The bericht tells the zaak as it is without it; `oud` what
   * was told with it, without which nothing else of the zaak changes.
   */
  | { readonly soort: 'intrekking'; readonly ingetrokkenOp: Date; readonly oud?: ZaakStand }
  /** mutatiesoort V, one object with kerngegevens only: the zaak is no longer told, to nobody. No person stands in it. */
  | { readonly soort: 'verwijdering' };

/** What is written when nothing else is asked. */
export const TOEVOEGING: Berichtsoort = { soort: 'toevoeging' };
