/**
 * `ValidateAbonnementen`: may messages of this kind be sent to these people? The contract is that of the Berichtenbox, the
 * one sibling of Lopende Zaken whose WSDL is public (lopendezaken.md §4); that of the Profielservice is handed out by
 * Logius only. What differs there, names and codes, is therefore data: a `ValidatieProfiel`.
 */
import { child, childrenOf, textOf, type XmlElement, type XmlFragment, xml } from '../xml/index.ts';
import type { SoapAntwoord, SoapFout } from './envelop.ts';

/** Klanten per question; the contract knows 1 to 250. */
export const MAX_KLANTEN = 250;

export interface ValidatieProfiel {
  readonly soapAction: string;
  /** Namespace of the operation and its answer. */
  readonly dienst: string;
  /** Namespace of what stands in them. */
  readonly typen: string;
  /** Namespace of a klant, and of the faults. */
  readonly gedeeld: string;
  /** What Logius calls us. */
  readonly berichtleverancierCode: string;
  /** What Logius calls our kind of message. */
  readonly berichtTypeCode: string;
  /** WS-Addressing headers in the question, as the Digikoppeling profile asks; the contract of the Berichtenbox has none. */
  readonly adressering: boolean;
}

const GEB = 'http://schemas.rdw.nl/GEB';

/** Everything but the two codes, which Logius gives to each organisation. */
export const BERICHTENBOX: Omit<ValidatieProfiel, 'berichtleverancierCode' | 'berichtTypeCode'> = {
  soapAction: `${GEB}/BerichtenboxValidatieService/2009/01/IBerichtenboxValidatieService/ValidateAbonnementen`,
  dienst: `${GEB}/BerichtenboxValidatieService/2009/01`,
  typen: `${GEB}/BerichtenboxValidatieService/Types/2009/01`,
  gedeeld: `${GEB}/Shared/Types/2009/01`,
  adressering: false,
};

/** Who asks about more than may be asked at once made a mistake: that is no fault of the other side. */
export function schrijfAbonnementenVraag(profiel: ValidatieProfiel, keys: readonly string[]): XmlFragment {
  if (keys.length === 0 || keys.length > MAX_KLANTEN)
    throw new RangeError(`a question is about 1 to ${MAX_KLANTEN} klanten, not ${keys.length}`);
  const klanten = keys.map((key) => xml`<g:Klant><g:Key>${key}</g:Key><g:Rol>Burger</g:Rol></g:Klant>`);
  return xml`<d:ValidateAbonnementen xmlns:d="${profiel.dienst}" xmlns:t="${profiel.typen}" xmlns:g="${profiel.gedeeld}"><d:validateAbonnementenAanvraag><t:berichtleverancierCode>${profiel.berichtleverancierCode}</t:berichtleverancierCode><t:berichtTypeCode>${profiel.berichtTypeCode}</t:berichtTypeCode><t:klanten>${klanten}</t:klanten></d:validateAbonnementenAanvraag></d:ValidateAbonnementen>`;
}

/** One row of the answer; null where it says something that we do not understand. */
export interface Abonnement {
  readonly key: string;
  readonly isBerichtSturen: boolean | null;
}

export type AbonnementenAntwoord =
  | { readonly soort: 'abonnementen'; readonly rijen: readonly Abonnement[] }
  /** The service found fault with what was asked (`ApplicationFault`, or a Fault with code Client). */
  | { readonly soort: 'vraag-fout'; readonly tekst: string }
  /** Something behind the service is away (`DependentServiceFault`, or any other Fault). */
  | { readonly soort: 'storing'; readonly tekst: string }
  /** Well-formed, and no answer to this question. */
  | { readonly soort: 'anders' };

export function leesAbonnementen(profiel: ValidatieProfiel, antwoord: SoapAntwoord): AbonnementenAntwoord {
  if (antwoord.soort === 'fout') return leesFout(profiel, antwoord);
  const { element } = antwoord;
  const result = child(element, profiel.dienst, 'ValidateAbonnementenResult');
  if (element.ns !== profiel.dienst || element.name !== 'ValidateAbonnementenResponse' || result === undefined)
    return { soort: 'anders' };
  const rijen = childrenOf(result, profiel.typen, 'Abonnement').flatMap((rij) => leesRij(profiel, rij) ?? []);
  return { soort: 'abonnementen', rijen };
}

/** A row without a key is about nobody. */
function leesRij(profiel: ValidatieProfiel, rij: XmlElement): Abonnement | null {
  const klant = child(rij, profiel.typen, 'klant');
  const key = klant && textOf(child(klant, profiel.gedeeld, 'Key'));
  if (key === undefined) return null;
  const rol = textOf(child(klant!, profiel.gedeeld, 'Rol'));
  const [waarde, ...meer] = childrenOf(rij, profiel.typen, 'isBerichtSturen');
  const duidelijk = (rol === undefined || rol === 'Burger') && meer.length === 0;
  return { key, isBerichtSturen: duidelijk ? leesBoolean(textOf(waarde)) : null };
}

/** XML Schema part 2, 3.2.2: the four spellings, white space around them counts for nothing. */
function leesBoolean(text: string | undefined): boolean | null {
  switch (text?.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')) {
    case 'true':
    case '1':
      return true;
    case 'false':
    case '0':
      return false;
    default:
      return null;
  }
}

function leesFout(profiel: ValidatieProfiel, { code, tekst, detail }: SoapFout): AbonnementenAntwoord {
  const eigen = detail?.ns === profiel.gedeeld ? detail : null;
  const message = (eigen && textOf(child(eigen, profiel.gedeeld, 'Message'))) || tekst;
  if (eigen?.name === 'ApplicationFault') return { soort: 'vraag-fout', tekst: message };
  if (eigen?.name === 'DependentServiceFault') return { soort: 'storing', tekst: message };
  return { soort: code === 'Client' || code.startsWith('Client.') ? 'vraag-fout' : 'storing', tekst: message };
}
