/** Namespaces and fixed values of ebMS 2.0, as this receiver knows them. */

export const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
export const EB = 'http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd';
export const XLINK = 'http://www.w3.org/1999/xlink';
export const XMLDSIG = 'http://www.w3.org/2000/09/xmldsig#';

/** Service of all signals (ebMS 2.0 §3.1.4). */
export const SIGNAL_SERVICE = 'urn:oasis:names:tc:ebxml-msg:service';
export const ERROR_CONTEXT = 'urn:oasis:names:tc:ebxml-msg:service:errors';

export const ACTOR_TO_PARTY = 'urn:oasis:names:tc:ebxml-msg:actor:toPartyMSH';
export const ACTOR_NEXT_MSH = 'urn:oasis:names:tc:ebxml-msg:actor:nextMSH';
