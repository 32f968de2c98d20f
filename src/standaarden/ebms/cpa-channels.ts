/** Reads the delivery channels of one party: each with its endpoints and reliability, the links to Transport and DocExchange followed. */
import { textOf } from '../xml/index.ts';
import { ACTOR_NEXT_MSH, ACTOR_TO_PARTY } from './constants.ts';
import type {
  Binding,
  Channel,
  CpaCertificate,
  DigitalEnvelope,
  Endpoint,
  NonRepudiation,
  PerMessage,
  Reliability,
  SyncReplyMode,
} from './cpa.ts';
import {
  identity,
  oneOf,
  optionalAttr,
  optionalPlace,
  type Place,
  placesOf,
  report,
  requiredAttr,
  requiredDuration,
  requiredPlace,
  requiredText,
} from './cpa-findings.ts';
import { DAY_MS } from './time.ts';

/**
 * Koppelvlakstandaard ebMS2 section 5, Reliability Protocol: where the parties define nothing, five days are used; the interval is
 * the one of the Best Practices, chapter 3 (PT3H), which makes 39 repeats.
 */
export const DEFAULT_WINDOW_MS = 5 * DAY_MS;
const DEFAULT_RETRY_INTERVAL_MS = DAY_MS / 8;

/** More repeats or longer intervals are a typing error, and would overflow the arithmetic of a schedule. */
const MAX_RETRIES = 10_000;

const PER_MESSAGE: readonly PerMessage[] = ['always', 'never', 'perMessage'];
const SYNC_REPLY: readonly SyncReplyMode[] = [
  'mshSignalsOnly',
  'responseOnly',
  'signalsAndResponse',
  'signalsOnly',
  'none',
];
/** Nothing agreed: no repeats, no signature, no encryption. */
export const BEST_EFFORT: Binding = {
  reliability: null,
  persistDurationMs: null,
  nonRepudiation: null,
  digitalEnvelope: null,
};

/** Channels by id, in document order; `certificates` are those of the same party. */
export function readChannels(party: Place, certificates: readonly CpaCertificate[]): ReadonlyMap<string, Channel> {
  const byId: Certificates = new Map(certificates.map((certificate) => [certificate.id, certificate]));
  const transports = new Map(placesOf(party, 'Transport', 'transportId').map((place) => readTransport(place, byId)));
  const exchanges = new Map(
    placesOf(party, 'DocExchange', 'docExchangeId').map((place) => readDocExchange(place, byId)),
  );
  const places = placesOf(party, 'DeliveryChannel', 'channelId');
  if (places.length === 0) report(party, 'Element DeliveryChannel ontbreekt: een partij heeft ten minste één kanaal');
  return new Map(places.map((place) => readChannel(place, transports, exchanges)));
}

type Certificates = ReadonlyMap<string, CpaCertificate>;
type Transport = Pick<Channel, 'endpoints' | 'clientCertificate' | 'serverCertificate'>;
type DocExchange = Pick<Channel, 'sending' | 'receiving'>;

function readChannel(
  place: Place,
  transports: ReadonlyMap<string, Transport>,
  exchanges: ReadonlyMap<string, DocExchange>,
): [string, Channel] {
  const id = identity(place, 'channelId');
  const transport = linked(place, 'transportId', 'Transport', transports);
  const exchange = linked(place, 'docExchangeId', 'DocExchange', exchanges);
  const traits = requiredPlace(place, 'MessagingCharacteristics') ?? place;
  const channel: Channel = {
    id,
    syncReplyMode: oneOf(traits, 'syncReplyMode', SYNC_REPLY, 'none'),
    ackRequested: oneOf(traits, 'ackRequested', PER_MESSAGE, 'perMessage'),
    ackSignatureRequested: oneOf(traits, 'ackSignatureRequested', PER_MESSAGE, 'perMessage'),
    duplicateElimination: oneOf(traits, 'duplicateElimination', PER_MESSAGE, 'perMessage'),
    actor: oneOf(traits, 'actor', [ACTOR_TO_PARTY, ACTOR_NEXT_MSH, ''], '') || null,
    endpoints: transport?.endpoints ?? [],
    clientCertificate: transport?.clientCertificate ?? null,
    serverCertificate: transport?.serverCertificate ?? null,
    sending: exchange?.sending ?? BEST_EFFORT,
    receiving: exchange?.receiving ?? BEST_EFFORT,
  };
  return [id, channel];
}

/** Follows an IDREF; a link to nothing is written down. */
function linked<T>(place: Place, attr: string, element: string, targets: ReadonlyMap<string, T>): T | undefined {
  const id = requiredAttr(place, attr);
  const target = targets.get(id);
  if (id !== '' && target === undefined) {
    report(place, `Attribuut ${attr} verwijst naar ${id}, maar deze partij heeft geen ${element} met dat id`);
  }
  return target;
}

function readTransport(place: Place, certificates: Certificates): [string, Transport] {
  const id = identity(place, 'transportId');
  const sender = optionalPlace(place, 'TransportSender');
  const receiver = optionalPlace(place, 'TransportReceiver');
  return [
    id,
    {
      endpoints: receiver === null ? [] : readEndpoints(receiver),
      clientCertificate: readTls(sender, 'Client', certificates),
      serverCertificate: readTls(receiver, 'Server', certificates),
    },
  ];
}

function readEndpoints(receiver: Place): Endpoint[] {
  const endpoints = placesOf(receiver, 'Endpoint').map(readEndpoint);
  if (endpoints.length === 0)
    report(receiver, 'Element Endpoint ontbreekt: vul het adres in waarop deze partij ontvangt');
  return endpoints;
}

function readTls(
  transport: Place | null,
  side: 'Client' | 'Server',
  certificates: Certificates,
): CpaCertificate | null {
  const security = transport && optionalPlace(transport, `Transport${side}Security`);
  return security && readCertificateRef(security, `${side}CertificateRef`, certificates);
}

/** A link to one of the certificates of the party; null when it is absent. */
function readCertificateRef(parent: Place, element: string, certificates: Certificates): CpaCertificate | null {
  const place = optionalPlace(parent, element);
  return place && (linked(place, 'certId', 'Certificate', certificates) ?? null);
}

function readEndpoint(place: Place): Endpoint {
  const uri = requiredAttr(place, 'uri');
  if (uri !== '' && !isWebAddress(uri))
    report(place, 'Attribuut uri is geen adres: schrijf https://… (in een proef http://…)');
  return { uri, type: oneOf(place, 'type', ['login', 'request', 'response', 'error', 'allPurpose'], 'allPurpose') };
}

function isWebAddress(uri: string): boolean {
  return /^https?:/i.test(uri) && URL.canParse(uri);
}

function readDocExchange(place: Place, certificates: Certificates): [string, DocExchange] {
  const binding = (side: 'Sender' | 'Receiver'): Binding =>
    readBinding(optionalPlace(place, `ebXML${side}Binding`), side, certificates);
  return [identity(place, 'docExchangeId'), { sending: binding('Sender'), receiving: binding('Receiver') }];
}

function readBinding(place: Place | null, side: 'Sender' | 'Receiver', certificates: Certificates): Binding {
  if (place === null) return BEST_EFFORT;
  const reliable = optionalPlace(place, 'ReliableMessaging');
  const persist = optionalPlace(place, 'PersistDuration');
  const signing = optionalPlace(place, `${side}NonRepudiation`);
  const envelope = optionalPlace(place, `${side}DigitalEnvelope`);
  return {
    reliability: reliable === null ? null : readReliability(reliable),
    persistDurationMs: persist === null ? null : requiredDuration(persist),
    nonRepudiation: signing === null ? null : readNonRepudiation(signing, certificates),
    digitalEnvelope: envelope === null ? null : readDigitalEnvelope(envelope, certificates),
  };
}

function readNonRepudiation(place: Place, certificates: Certificates): NonRepudiation {
  return {
    hashFunction: readAlgorithm(place, 'HashFunction'),
    signatureAlgorithm: readAlgorithm(place, 'SignatureAlgorithm'),
    certificate: readCertificateRef(place, 'SigningCertificateRef', certificates),
  };
}

function readDigitalEnvelope(place: Place, certificates: Certificates): DigitalEnvelope {
  return {
    encryptionAlgorithm: readAlgorithm(place, 'EncryptionAlgorithm'),
    certificate: readCertificateRef(place, 'EncryptionCertificateRef', certificates),
  };
}

/** The first of its name. The attribute `w3c` is a URI by definition; the text is whatever the makers of the CPA agreed to write. */
function readAlgorithm(parent: Place, element: string): string {
  const place = requiredPlace(parent, element);
  if (place === null) return '';
  return optionalAttr(place, 'w3c') ?? requiredText(place);
}

function readReliability(place: Place): Reliability {
  const intervalPlace = optionalPlace(place, 'RetryInterval');
  const retryIntervalMs = intervalPlace === null ? DEFAULT_RETRY_INTERVAL_MS : requiredDuration(intervalPlace);
  const retriesPlace = optionalPlace(place, 'Retries');
  const order = optionalPlace(place, 'MessageOrderSemantics');
  return {
    retries: retriesPlace === null ? defaultRetries(retryIntervalMs) : readRetries(retriesPlace),
    retryIntervalMs,
    ordered: order !== null && textOf(order.el).trim() === 'Guaranteed',
  };
}

function readRetries(place: Place): number {
  const text = textOf(place.el).trim();
  const retries = /^\+?\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(retries <= MAX_RETRIES))
    report(place, `Dit is geen aantal pogingen: schrijf een getal van 0 tot en met ${MAX_RETRIES}`);
  return retries;
}

/** What holds on a channel that asks for acknowledgments but defines no repeats. */
export const DEFAULT_RELIABILITY: Reliability = {
  retries: defaultRetries(DEFAULT_RETRY_INTERVAL_MS),
  retryIntervalMs: DEFAULT_RETRY_INTERVAL_MS,
  ordered: false,
};

function defaultRetries(retryIntervalMs: number): number {
  if (retryIntervalMs <= 0) return 0;
  return Math.min(MAX_RETRIES, Math.max(0, Math.ceil(DEFAULT_WINDOW_MS / retryIntervalMs) - 1));
}
