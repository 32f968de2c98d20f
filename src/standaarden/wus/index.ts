/**
 * WUS: a question and an answer over SOAP 1.1, document/literal. Pure. `envelop.ts` has the envelope with its faults and
 * limits; `abonnementen.ts` one service on it, the check of subscriptions as the Berichtenbox publishes it.
 */
export {
  type Abonnement,
  type AbonnementenAntwoord,
  BERICHTENBOX,
  leesAbonnementen,
  MAX_KLANTEN,
  schrijfAbonnementenVraag,
  type ValidatieProfiel,
} from './abonnementen.ts';
export {
  type Adressering,
  leesEnvelop,
  SOAP_CONTENT_TYPE,
  type SoapAntwoord,
  type SoapFout,
  SoapOnleesbaar,
  schrijfEnvelop,
  soapActionHeader,
} from './envelop.ts';
