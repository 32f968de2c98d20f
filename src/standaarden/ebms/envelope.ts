/**
 * Opens a SOAP 1.1 envelope and hands out the ebMS blocks in it, each at most once, and so is what is in them: no later rule, and no
 * other reader, can look at another copy than the one that is acted upon (wrapping attacks live by such copies).
 */
import { attrOf, child, childrenOf, elementsOf, type XmlElement } from '../xml/index.ts';
import { ACTOR_NEXT, ACTOR_TO_PARTY, DS_NS, EB_NS, EB_VERSION, SOAP_NS } from './constants.ts';
import { soapFaultOf } from './fault.ts';

export interface Envelope {
  readonly messageHeader: XmlElement;
  /** The header block of this name in the eb namespace. */
  block(name: HeaderBlock): XmlElement | undefined;
  /** The body element of this name in the eb namespace. */
  content(name: BodyBlock): XmlElement | undefined;
  /** XPaths of the eb elements whose version attribute is not 2.0. */
  readonly foreignVersions: readonly string[];
  /** There is a ds:Signature in the header. */
  readonly signed: boolean;
}

const HEADER_BLOCKS = [
  'MessageHeader',
  'SyncReply',
  'MessageOrder',
  'AckRequested',
  'Acknowledgment',
  'ErrorList',
] as const;
/** Depth and number are far above any message; a SOAP part of half a megabyte cannot make a tree that hurts. */
export const SOAP_LIMITS = { depth: 50, elements: 20_000, attributes: 40_000 };

const BODY_BLOCKS = ['Manifest', 'StatusRequest', 'StatusResponse'] as const;
export type HeaderBlock = (typeof HEADER_BLOCKS)[number];
export type BodyBlock = (typeof BODY_BLOCKS)[number];

export const HEADER_PATH = '/soap:Envelope/soap:Header';
export const BODY_PATH = '/soap:Envelope/soap:Body';

/** @throws EbmsFault, always a SOAP Fault: without a readable envelope there is nobody to answer */
export function openEnvelope(root: XmlElement): Envelope {
  isSoap11(root);
  const header = exactlyOne(root, 'Header');
  const body = exactlyOne(root, 'Body');
  understandsAll(header);
  onceEach(header);
  onceEach(body);
  const messageHeader = child(header, EB_NS, 'MessageHeader');
  if (messageHeader === undefined) {
    throw soapFaultOf('OtherXml', 'The SOAP header has no eb:MessageHeader: this is not an ebMS 2.0 message');
  }
  return {
    messageHeader,
    block: (name) => child(header, EB_NS, name),
    content: (name) => child(body, EB_NS, name),
    foreignVersions: [
      ...foreignVersions(header, HEADER_PATH, HEADER_BLOCKS),
      ...foreignVersions(body, BODY_PATH, BODY_BLOCKS),
    ],
    signed: child(header, DS_NS, 'Signature') !== undefined,
  };
}

/** SOAP 1.1 section 4.1.2: another envelope namespace is another version of SOAP. */
function isSoap11(root: XmlElement): void {
  if (root.name === 'Envelope' && root.ns === SOAP_NS) return;
  if (root.name === 'Envelope') {
    throw soapFaultOf('NotSupported', `Send a SOAP 1.1 envelope, namespace ${SOAP_NS}`, 'VersionMismatch');
  }
  throw soapFaultOf('OtherXml', 'The root element is not a SOAP envelope');
}

function exactlyOne(root: XmlElement, name: 'Header' | 'Body'): XmlElement {
  const [only, second] = childrenOf(root, SOAP_NS, name);
  if (only === undefined || second !== undefined)
    throw soapFaultOf('OtherXml', `The envelope must have one soap:${name}`);
  return only;
}

/** SOAP 1.1 section 4.2.3: a block for us with mustUnderstand that we do not know must be refused. */
function understandsAll(header: XmlElement): void {
  for (const block of elementsOf(header)) {
    const known =
      (block.ns === EB_NS && HEADER_BLOCKS.some((name) => name === block.name)) ||
      (block.ns === DS_NS && block.name === 'Signature');
    if (known || attrOf(block, SOAP_NS, 'mustUnderstand') !== '1') continue;
    const actor = attrOf(block, SOAP_NS, 'actor') ?? '';
    if (['', ACTOR_TO_PARTY, ACTOR_NEXT].includes(actor)) {
      throw soapFaultOf('NotSupported', 'A header block with mustUnderstand="1" is not known here', 'MustUnderstand');
    }
  }
}

/** What the schema has at most once in its parent; PartyId, Reference, Error and Description may be repeated. */
const ONCE: ReadonlySet<string> = new Set([
  ...HEADER_BLOCKS,
  ...BODY_BLOCKS,
  ...['From', 'To', 'Role', 'CPAId', 'ConversationId', 'Service', 'Action', 'DuplicateElimination', 'SequenceNumber'],
  ...['MessageData', 'MessageId', 'Timestamp', 'RefToMessageId', 'TimeToLive'],
]);

function onceEach(parent: XmlElement): void {
  const seen = new Set<string>();
  for (const el of elementsOf(parent)) {
    if (el.ns !== EB_NS) continue;
    if (seen.has(el.name)) throw soapFaultOf('Inconsistent', `The element eb:${el.name} occurs more than once`);
    if (ONCE.has(el.name)) seen.add(el.name);
    onceEach(el);
  }
}

function foreignVersions(parent: XmlElement, path: string, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const block = child(parent, EB_NS, name);
    const foreign = block !== undefined && attrOf(block, EB_NS, 'version') !== EB_VERSION;
    return foreign ? [`${path}/eb:${name}/@eb:version`] : [];
  });
}
