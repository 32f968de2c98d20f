/** SOAP 1.1 Faults (section 4.4): the answer when a message cannot be understood at all, and reading such an answer. */
import { child, descend, parseXml, textOf, XmlFault, xml, xmlBytes } from '../xml/index.ts';
import { SOAP_NS } from './constants.ts';
import type { SoapFaultCode } from './fault.ts';
import { type Packed, SOAP_CONTENT_TYPE } from './package-write.ts';

/** Goes out with HTTP status 500 (section 6.2). The text is for the other side's operator. */
export function soapFault(code: SoapFaultCode, text: string): Packed {
  const body = xml`<soap:Envelope xmlns:soap="${SOAP_NS}"><soap:Body><soap:Fault><faultcode>soap:${code}</faultcode><faultstring>${text}</faultstring></soap:Fault></soap:Body></soap:Envelope>`;
  return { contentType: SOAP_CONTENT_TYPE, body: xmlBytes(body) };
}

export interface SoapFault {
  /** Without prefix: `Client`, `Server`. */
  readonly code: string;
  readonly text: string;
}

/** The Fault in an HTTP answer; null when the body holds none or is no XML at all, as with a proxy's own error page. */
export function readSoapFault(body: Uint8Array): SoapFault | null {
  try {
    const fault = descend(parseXml(body, { bytes: 1024 * 1024 }), SOAP_NS, 'Body', 'Fault');
    if (fault === undefined) return null;
    const code = textOf(child(fault, '', 'faultcode'))?.trim() ?? '';
    return { code: code.slice(code.indexOf(':') + 1), text: textOf(child(fault, '', 'faultstring'))?.trim() ?? '' };
  } catch (fault) {
    if (fault instanceof XmlFault) return null;
    throw fault;
  }
}
