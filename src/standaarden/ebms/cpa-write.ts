/**
 * Writes a CPA of two parties over http or https, in any of the six Digikoppeling profiles, valid against cpp-cpa-2_0.xsd.
 *
 * Meant for the demo, for tests and as a first draft to discuss with the other side; an official CPA comes from the CPA Register.
 */
import type { X509Certificate } from 'node:crypto';
import { type XmlFragment, xml } from '../xml/index.ts';
import {
  ACTOR_TO_PARTY,
  AES256_GCM,
  CPA_NS,
  DS_NS,
  EB_NS,
  EB_VERSION,
  OIN_TYPE,
  RSA_SHA256,
  SERVICE_TYPE,
  SHA256,
  XLINK_NS,
} from './constants.ts';
import type { Profile } from './profile.ts';
import { formatDateTime, formatDuration } from './time.ts';

export interface CpaWriteParty {
  readonly name: string;
  /** OIN, 20 digits. */
  readonly partyId: string;
  /** Default `urn:osb:oin`. */
  readonly partyIdType?: string;
  readonly role: string;
  /** Where this party receives. */
  readonly endpoint: string;
  /** Shown as TLS client and as TLS server; without, the CPA says nothing about TLS. */
  readonly tls?: X509Certificate;
  /** What it signs with; needed for -s and -e. */
  readonly signing?: X509Certificate;
  /** What others encrypt for; needed for -e. */
  readonly encryption?: X509Certificate;
}

export interface CpaWriteParams {
  readonly cpaId: string;
  readonly start: Date;
  readonly end: Date;
  /** Service name; its type is `urn:osb:services` unless given. */
  readonly service: string;
  readonly serviceType?: string;
  readonly parties: readonly [CpaWriteParty, CpaWriteParty];
  /** What the first party sends to the second. */
  readonly actions: readonly string[];
  /** What the second party sends back, for instance `foutbericht`. */
  readonly answers: readonly string[];
  /** Default `osb-rm`. */
  readonly profile?: Profile;
  /** For -s and -e; default SHA-256. */
  readonly hashFunction?: string;
  /** For -s and -e; default RSA with SHA-256. */
  readonly signatureAlgorithm?: string;
  /** For -e; default AES-256-GCM. */
  readonly encryptionAlgorithm?: string;
  /** Default 8 (Best Practices ebMS2 chapter 3). */
  readonly retries?: number;
  /** Default 3 hours. */
  readonly retryIntervalMs?: number;
  /** Default what the repeats need: (1 + retries) × interval. */
  readonly persistDurationMs?: number;
}

/** The CPA as text, with an XML declaration for UTF-8. */
export function writeCpa(params: CpaWriteParams): string {
  const [first, second] = params.parties;
  const outward = params.actions.map((action, i): Flow => ({ action, from: `A-s-${i}`, to: `B-r-${i}` }));
  const inward = params.answers.map((action, i): Flow => ({ action, from: `B-s-${i}`, to: `A-r-${i}` }));
  const document = xml`<p:CollaborationProtocolAgreement xmlns:p="${CPA_NS}" xmlns:xlink="${XLINK_NS}" p:cpaid="${params.cpaId}" p:version="2_0b">
  <p:Status p:value="agreed"/>
  <p:Start>${formatDateTime(params.start)}</p:Start>
  <p:End>${formatDateTime(params.end)}</p:End>
${partyInfo('A', first, params, outward, inward)}
${partyInfo('B', second, params, inward, outward)}
${PACKAGING}
</p:CollaborationProtocolAgreement>
`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${document}`;
}

/** One action: the id of the binding that sends it and of the one that receives it. */
interface Flow {
  readonly action: string;
  readonly from: string;
  readonly to: string;
}

function partyInfo(
  letter: 'A' | 'B',
  party: CpaWriteParty,
  params: CpaWriteParams,
  sends: readonly Flow[],
  receives: readonly Flow[],
): XmlFragment {
  const channel = `${letter}-kanaal`;
  const { profile = 'osb-rm' } = params;
  const reliable = profile.startsWith('osb-rm');
  const bound = (action: string, id: string): XmlFragment => binding(action, id, channel, profile);
  return xml`  <p:PartyInfo p:partyName="${party.name}" p:defaultMshChannelId="${letter}-msh" p:defaultMshPackageId="pakket-signaal">
    <p:PartyId p:type="${party.partyIdType ?? OIN_TYPE}">${party.partyId}</p:PartyId>
    <p:PartyRef xlink:href=""/>
    <p:CollaborationRole>
      <p:ProcessSpecification p:name="${params.service}" p:version="1.0" xlink:href=""/>
      <p:Role p:name="${party.role}" xlink:href=""/>
      <p:ServiceBinding>
        <p:Service p:type="${params.serviceType ?? SERVICE_TYPE}">${params.service}</p:Service>
${sends.map(
  ({
    action,
    from,
    to,
  }) => xml`        <p:CanSend>${bound(action, from)}<p:OtherPartyActionBinding>${to}</p:OtherPartyActionBinding></p:CanSend>
`,
)}${receives.map(
  ({
    action,
    from,
    to,
  }) => xml`        <p:CanReceive>${bound(action, to)}<p:OtherPartyActionBinding>${from}</p:OtherPartyActionBinding></p:CanReceive>
`,
)}      </p:ServiceBinding>
    </p:CollaborationRole>
${certificate(`${letter}-tls`, party.tls)}${certificate(`${letter}-tekenen`, party.signing)}${certificate(`${letter}-versleutelen`, party.encryption)}    <p:DeliveryChannel p:channelId="${letter}-msh" p:transportId="${letter}-transport" p:docExchangeId="${letter}-signalen">${traits(false, false)}</p:DeliveryChannel>
    <p:DeliveryChannel p:channelId="${channel}" p:transportId="${letter}-transport" p:docExchangeId="${letter}-berichten">${traits(reliable, reliable && profile !== 'osb-rm')}</p:DeliveryChannel>
    <p:Transport p:transportId="${letter}-transport">
      <p:TransportSender><p:TransportProtocol p:version="1.1">HTTP</p:TransportProtocol>${party.tls && tls('Client', `${letter}-tls`)}</p:TransportSender>
      <p:TransportReceiver><p:TransportProtocol p:version="1.1">HTTP</p:TransportProtocol><p:Endpoint p:uri="${party.endpoint}" p:type="allPurpose"/>${party.tls && tls('Server', `${letter}-tls`)}</p:TransportReceiver>
    </p:Transport>
${docExchange(`${letter}-signalen`, null, security(letter, params))}
${docExchange(`${letter}-berichten`, reliable ? params : null, security(letter, params))}
  </p:PartyInfo>`;
}

/** Values fixed by the Best Practices ebMS2, chapter 3, and by Koppelvlakstandaard §5 for -s and -e; only timeToPerform is free. */
function binding(action: string, id: string, channel: string, profile: Profile): XmlFragment {
  const signed = /-[se]$/.test(profile);
  const authentic = signed ? 'persistent' : 'transient';
  const confidential = profile.endsWith('-e') ? 'transient-and-persistent' : 'transient';
  const receipt = signed && profile.startsWith('osb-rm');
  return xml`<p:ThisPartyActionBinding p:id="${id}" p:action="${action}" p:packageId="pakket-bericht"><p:BusinessTransactionCharacteristics p:isNonRepudiationRequired="${String(signed)}" p:isNonRepudiationReceiptRequired="${String(receipt)}" p:isConfidential="${confidential}" p:isAuthenticated="${authentic}" p:isTamperProof="${authentic}" p:isAuthorizationRequired="true" p:isIntelligibleCheckRequired="false" p:timeToPerform="P2D"/><p:ChannelId>${channel}</p:ChannelId></p:ThisPartyActionBinding>`;
}

function traits(reliable: boolean, signedReceipt: boolean): XmlFragment {
  const often = reliable ? 'always' : 'never';
  return xml`<p:MessagingCharacteristics p:syncReplyMode="none" p:ackRequested="${often}" p:ackSignatureRequested="${signedReceipt ? 'always' : 'never'}" p:duplicateElimination="${often}" p:actor="${ACTOR_TO_PARTY}"/>`;
}

function certificate(id: string, x509: X509Certificate | undefined): XmlFragment | null {
  if (x509 === undefined) return null;
  return xml`    <p:Certificate p:certId="${id}"><ds:KeyInfo xmlns:ds="${DS_NS}"><ds:X509Data><ds:X509Certificate>${x509.raw.toString('base64')}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></p:Certificate>
`;
}

function tls(side: 'Client' | 'Server', certId: string): XmlFragment {
  const ref =
    side === 'Client'
      ? xml`<p:ClientCertificateRef p:certId="${certId}"/>`
      : xml`<p:ServerCertificateRef p:certId="${certId}"/>`;
  const content = xml`<p:TransportSecurityProtocol p:version="1.2">TLS</p:TransportSecurityProtocol>${ref}`;
  return side === 'Client'
    ? xml`<p:TransportClientSecurity>${content}</p:TransportClientSecurity>`
    : xml`<p:TransportServerSecurity>${content}</p:TransportServerSecurity>`;
}

/** NonRepudiation and DigitalEnvelope of a DocExchange, for its sending and for its receiving side. */
interface Security {
  readonly sending: XmlFragment | null;
  readonly receiving: XmlFragment | null;
}

function security(letter: 'A' | 'B', params: CpaWriteParams): Security {
  const { profile = 'osb-rm', hashFunction = SHA256, signatureAlgorithm = RSA_SHA256 } = params;
  if (!/-[se]$/.test(profile)) return { sending: null, receiving: null };
  const signing = xml`<p:NonRepudiationProtocol>${DS_NS}</p:NonRepudiationProtocol><p:HashFunction>${hashFunction}</p:HashFunction><p:SignatureAlgorithm p:w3c="${signatureAlgorithm}">${signatureAlgorithm}</p:SignatureAlgorithm>`;
  const encrypts = profile.endsWith('-e');
  const algorithm = params.encryptionAlgorithm ?? AES256_GCM;
  const envelope = xml`<p:DigitalEnvelopeProtocol p:version="1.0">XMLENC</p:DigitalEnvelopeProtocol><p:EncryptionAlgorithm p:w3c="${algorithm}">${algorithm}</p:EncryptionAlgorithm>`;
  return {
    sending: xml`<p:SenderNonRepudiation>${signing}<p:SigningCertificateRef p:certId="${letter}-tekenen"/></p:SenderNonRepudiation>${encrypts && xml`<p:SenderDigitalEnvelope>${envelope}</p:SenderDigitalEnvelope>`}`,
    receiving: xml`<p:ReceiverNonRepudiation>${signing}</p:ReceiverNonRepudiation>${encrypts && xml`<p:ReceiverDigitalEnvelope>${envelope}<p:EncryptionCertificateRef p:certId="${letter}-versleutelen"/></p:ReceiverDigitalEnvelope>`}`,
  };
}

function docExchange(id: string, reliable: CpaWriteParams | null, { sending, receiving }: Security): XmlFragment {
  const content = reliable === null ? null : reliability(reliable);
  return xml`    <p:DocExchange p:docExchangeId="${id}">
      <p:ebXMLSenderBinding p:version="${EB_VERSION}">${content}${sending}</p:ebXMLSenderBinding>
      <p:ebXMLReceiverBinding p:version="${EB_VERSION}">${content}${receiving}</p:ebXMLReceiverBinding>
    </p:DocExchange>`;
}

function reliability({
  retries = 8,
  retryIntervalMs = 3 * 60 * 60 * 1000,
  persistDurationMs,
}: CpaWriteParams): XmlFragment {
  const persist = persistDurationMs ?? (1 + retries) * retryIntervalMs;
  return xml`<p:ReliableMessaging><p:Retries>${retries}</p:Retries><p:RetryInterval>${formatDuration(retryIntervalMs)}</p:RetryInterval><p:MessageOrderSemantics>NotGuaranteed</p:MessageOrderSemantics></p:ReliableMessaging><p:PersistDuration>${formatDuration(persist)}</p:PersistDuration>`;
}

/** Obligatory in the schema; no message handler we know of acts upon it. */
const PACKAGING = xml`  <p:SimplePart p:id="deel-kop" p:mimetype="text/xml"><p:NamespaceSupported p:location="${EB_NS}" p:version="2.0">${EB_NS}</p:NamespaceSupported></p:SimplePart>
  <p:SimplePart p:id="deel-xml" p:mimetype="application/xml"/>
  <p:Packaging p:id="pakket-signaal"><p:ProcessingCapabilities p:parse="true" p:generate="true"/><p:CompositeList><p:Composite p:id="samen-signaal" p:mimetype="multipart/related" p:mimeparameters="type=text/xml"><p:Constituent p:idref="deel-kop"/></p:Composite></p:CompositeList></p:Packaging>
  <p:Packaging p:id="pakket-bericht"><p:ProcessingCapabilities p:parse="true" p:generate="true"/><p:CompositeList><p:Composite p:id="samen-bericht" p:mimetype="multipart/related" p:mimeparameters="type=text/xml"><p:Constituent p:idref="deel-kop"/><p:Constituent p:idref="deel-xml"/></p:Composite></p:CompositeList></p:Packaging>`;
