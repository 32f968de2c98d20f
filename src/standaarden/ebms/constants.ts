/** The fixed words of ebMS 2.0 on the wire. A wire word stands here and nowhere else. */

export const SOAP_NS = 'http://schemas.xmlsoap.org/soap/envelope/';
export const EB_NS = 'http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd';
export const XLINK_NS = 'http://www.w3.org/1999/xlink';
export const DS_NS = 'http://www.w3.org/2000/09/xmldsig#';
export const XML_NS = 'http://www.w3.org/XML/1998/namespace';
export const CPA_NS = 'http://www.oasis-open.org/committees/ebxml-cppa/schema/cpp-cpa-2_0.xsd';

/** Service of the messages that handlers send each other; everything else is a user message. */
export const MSH_SERVICE = 'urn:oasis:names:tc:ebxml-msg:service';

/** Vocabulary of the error codes; the default of `eb:Error/@codeContext`. */
export const ERROR_CONTEXT = 'urn:oasis:names:tc:ebxml-msg:service:errors';

export const ACTOR_TO_PARTY = 'urn:oasis:names:tc:ebxml-msg:actor:toPartyMSH';
export const ACTOR_NEXT_MSH = 'urn:oasis:names:tc:ebxml-msg:actor:nextMSH';
export const ACTOR_NEXT = 'http://schemas.xmlsoap.org/soap/actor/next';

/** Value of the HTTP header SOAPAction, quotes included: handlers in the field refuse it without them. */
export const SOAP_ACTION = '"ebXML"';

/** The only version of every eb: element (Koppelvlakstandaard ebMS2 section 5, version). */
export const EB_VERSION = '2.0';

/** PartyId type of an OIN (Koppelvlakstandaard ebMS2 section 5, PartyId). */
export const OIN_TYPE = 'urn:osb:oin';

/** Service type of a Digikoppeling service. */
export const SERVICE_TYPE = 'urn:osb:services';

/** Algorithms (XML Signature and XML Encryption) that Digikoppeling prescribes: SHA-2, RSA, AES in GCM mode (Beveiligingsstandaarden SIGN, ENC). */
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
export const AES256_GCM = 'http://www.w3.org/2009/xmlenc11#aes256-gcm';

/** Canonical XML 1.0, and the exclusive one; without comments. */
export const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
export const EXC_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';

/** Transforms of XML Signature that ebMS 2.0 section 4.1.3 prescribes for the envelope. */
export const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
export const XPATH = 'http://www.w3.org/TR/1999/REC-xpath-19991116';

export const XENC_NS = 'http://www.w3.org/2001/04/xmlenc#';
export const XENC11_NS = 'http://www.w3.org/2009/xmlenc11#';
