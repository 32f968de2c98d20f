/**
 * Writes a CPA of two parties over http or https, in the profile osb-rm or osb-be, valid against cpp-cpa-2_0.xsd.
 *
 * Meant for the demo, for tests and as a first draft to discuss with the other side; an official CPA comes from the CPA Register. It
 * carries no certificates: those belong to the TLS connection and are checked there.
 */
import { type XmlFragment, xml } from '../xml/index.ts';
import { ACTOR_TO_PARTY, CPA_NS, EB_NS, EB_VERSION, OIN_TYPE, SERVICE_TYPE, XLINK_NS } from './constants.ts';
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
  readonly profile?: 'osb-rm' | 'osb-be';
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
  }) => xml`        <p:CanSend>${binding(action, from, channel)}<p:OtherPartyActionBinding>${to}</p:OtherPartyActionBinding></p:CanSend>
`,
)}${receives.map(
  ({
    action,
    from,
    to,
  }) => xml`        <p:CanReceive>${binding(action, to, channel)}<p:OtherPartyActionBinding>${from}</p:OtherPartyActionBinding></p:CanReceive>
`,
)}      </p:ServiceBinding>
    </p:CollaborationRole>
    <p:DeliveryChannel p:channelId="${letter}-msh" p:transportId="${letter}-transport" p:docExchangeId="${letter}-signalen">${traits(false)}</p:DeliveryChannel>
    <p:DeliveryChannel p:channelId="${channel}" p:transportId="${letter}-transport" p:docExchangeId="${letter}-berichten">${traits(params.profile !== 'osb-be')}</p:DeliveryChannel>
    <p:Transport p:transportId="${letter}-transport">
      <p:TransportSender><p:TransportProtocol p:version="1.1">HTTP</p:TransportProtocol></p:TransportSender>
      <p:TransportReceiver><p:TransportProtocol p:version="1.1">HTTP</p:TransportProtocol><p:Endpoint p:uri="${party.endpoint}" p:type="allPurpose"/></p:TransportReceiver>
    </p:Transport>
${docExchange(`${letter}-signalen`, null)}
${docExchange(`${letter}-berichten`, params.profile === 'osb-be' ? null : params)}
  </p:PartyInfo>`;
}

/** Values fixed by the Best Practices ebMS2, chapter 3; only timeToPerform is free. */
function binding(action: string, id: string, channel: string): XmlFragment {
  return xml`<p:ThisPartyActionBinding p:id="${id}" p:action="${action}" p:packageId="pakket-bericht"><p:BusinessTransactionCharacteristics p:isNonRepudiationRequired="false" p:isNonRepudiationReceiptRequired="false" p:isConfidential="transient" p:isAuthenticated="transient" p:isTamperProof="transient" p:isAuthorizationRequired="true" p:isIntelligibleCheckRequired="false" p:timeToPerform="P2D"/><p:ChannelId>${channel}</p:ChannelId></p:ThisPartyActionBinding>`;
}

function traits(reliable: boolean): XmlFragment {
  const often = reliable ? 'always' : 'never';
  return xml`<p:MessagingCharacteristics p:syncReplyMode="none" p:ackRequested="${often}" p:ackSignatureRequested="never" p:duplicateElimination="${often}" p:actor="${ACTOR_TO_PARTY}"/>`;
}

function docExchange(id: string, reliable: CpaWriteParams | null): XmlFragment {
  const content = reliable === null ? null : reliability(reliable);
  return xml`    <p:DocExchange p:docExchangeId="${id}">
      <p:ebXMLSenderBinding p:version="${EB_VERSION}">${content}</p:ebXMLSenderBinding>
      <p:ebXMLReceiverBinding p:version="${EB_VERSION}">${content}</p:ebXMLReceiverBinding>
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
