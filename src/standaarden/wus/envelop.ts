/**
 * The envelope of SOAP 1.1: written around one element, and read from a stranger. What comes out of reading is the element
 * in the Body, or the Fault that stands there; anything else is `SoapOnleesbaar`, whose text quotes nothing of the answer.
 */
import {
  attrOf,
  child,
  childrenOf,
  elementsOf,
  parseXml,
  textOf,
  type XmlElement,
  XmlFault,
  type XmlFragment,
  type XmlLimits,
  xml,
  xmlBytes,
} from '../xml/index.ts';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const WSA = 'http://www.w3.org/2005/08/addressing';
const ANONIEM = 'http://www.w3.org/2005/08/addressing/anonymous';

/** SOAP 1.1 over HTTP (section 6). */
export const SOAP_CONTENT_TYPE = 'text/xml; charset=utf-8';

/** Section 6.1.1: the header SOAPAction is a URI between quotes. */
export const soapActionHeader = (action: string): string => `"${action}"`;

/** WS-Addressing 1.0, as the Digikoppeling profile for WUS asks it of a question. */
export interface Adressering {
  readonly naar: string;
  readonly action: string;
  /** A URI that no other message has. */
  readonly messageId: string;
}

export function schrijfEnvelop(inhoud: XmlFragment, adressering: Adressering | null = null): Uint8Array {
  const kop =
    adressering &&
    xml`<soap:Header xmlns:wsa="${WSA}"><wsa:To>${adressering.naar}</wsa:To><wsa:Action>${adressering.action}</wsa:Action><wsa:MessageID>${adressering.messageId}</wsa:MessageID><wsa:ReplyTo><wsa:Address>${ANONIEM}</wsa:Address></wsa:ReplyTo></soap:Header>`;
  return xmlBytes(xml`<soap:Envelope xmlns:soap="${SOAP}">${kop}<soap:Body>${inhoud}</soap:Body></soap:Envelope>`);
}

/** A Fault (section 4.4). */
export interface SoapFout {
  readonly soort: 'fout';
  /** Without prefix: `Client`, `Server`, or what is more precise than these. */
  readonly code: string;
  readonly tekst: string;
  /** The first element of the detail: what the WSDL of the service says of it. */
  readonly detail: XmlElement | null;
}

export type SoapAntwoord = { readonly soort: 'inhoud'; readonly element: XmlElement } | SoapFout;

/** Not an answer in SOAP 1.1, or not to what was asked. */
export class SoapOnleesbaar extends Error {
  override readonly name = 'SoapOnleesbaar';
}

/** An answer about 250 people is 60 kB with 1,300 elements, seven deep. */
const GRENZEN: XmlLimits = { bytes: 1024 * 1024, depth: 32, elements: 20_000, attributes: 20_000 };

/**
 * What stands in the Body. `vraag` is the MessageID of the question: an answer that names another is not ours.
 * @throws SoapOnleesbaar
 */
export function leesEnvelop(bytes: Uint8Array, vraag: string | null = null): SoapAntwoord {
  const envelop = ontleed(bytes);
  if (envelop.name !== 'Envelope') throw new SoapOnleesbaar('het antwoord is geen SOAP-bericht');
  if (envelop.ns !== SOAP) throw new SoapOnleesbaar('het antwoord is een andere versie van SOAP dan 1.1');
  const koppen = child(envelop, SOAP, 'Header');
  if (koppen) keurKoppen(koppen, vraag);
  const [body, ...meer] = childrenOf(envelop, SOAP, 'Body');
  if (body === undefined || meer.length > 0)
    throw new SoapOnleesbaar('het SOAP-bericht heeft geen Body, of meer dan een');
  const [element, ...rest] = elementsOf(body);
  if (element === undefined || rest.length > 0)
    throw new SoapOnleesbaar('de Body van het SOAP-bericht is leeg, of bevat meer dan een element');
  return element.ns === SOAP && element.name === 'Fault' ? leesFout(element) : { soort: 'inhoud', element };
}

function ontleed(bytes: Uint8Array): XmlElement {
  try {
    return parseXml(bytes, GRENZEN);
  } catch (fault) {
    if (!(fault instanceof XmlFault)) throw fault;
    const waarom = fault.code === 'limit' ? 'te groot of te diep' : 'geen bruikbare XML';
    throw new SoapOnleesbaar(`het antwoord is ${waarom}`);
  }
}

/** Section 4.2.3: who does not understand a header that must be understood, does not use the message. */
function keurKoppen(koppen: XmlElement, vraag: string | null): void {
  for (const kop of elementsOf(koppen)) {
    const moet = attrOf(kop, SOAP, 'mustUnderstand')?.trim();
    if ((moet === '1' || moet === 'true') && kop.ns !== WSA)
      throw new SoapOnleesbaar('het SOAP-bericht heeft een verplichte header die Zaakbode niet kent');
  }
  const bij = textOf(child(koppen, WSA, 'RelatesTo'))?.trim();
  if (bij !== undefined && vraag !== null && bij !== vraag)
    throw new SoapOnleesbaar('het antwoord hoort bij een andere vraag (RelatesTo)');
}

/** The children of a Fault stand in no namespace. */
function leesFout(fault: XmlElement): SoapFout {
  const code = textOf(child(fault, '', 'faultcode'))?.trim() ?? '';
  const detail = child(fault, '', 'detail');
  return {
    soort: 'fout',
    code: code.slice(code.indexOf(':') + 1),
    tekst: textOf(child(fault, '', 'faultstring'))?.trim() ?? '',
    detail: (detail && elementsOf(detail)[0]) ?? null,
  };
}
