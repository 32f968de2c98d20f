/** Reads the delivery channels of one party: each with its endpoints and reliability, the links to Transport and DocExchange followed. */
import { textOf } from '../xml/index.ts';
import { ACTOR_NEXT_MSH, ACTOR_TO_PARTY } from './constants.ts';
import type { Binding, Channel, Endpoint, PerMessage, Reliability, SyncReplyMode } from './cpa.ts';
import {
  identity,
  oneOf,
  optionalPlace,
  type Place,
  placesOf,
  report,
  requiredAttr,
  requiredDuration,
  requiredPlace,
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
const BEST_EFFORT: Binding = {
  reliability: null,
  persistDurationMs: null,
  nonRepudiation: false,
  digitalEnvelope: false,
};

/** Channels by id, in document order. */
export function readChannels(party: Place): ReadonlyMap<string, Channel> {
  const endpoints = new Map(placesOf(party, 'Transport', 'transportId').map(readTransport));
  const exchanges = new Map(placesOf(party, 'DocExchange', 'docExchangeId').map(readDocExchange));
  const places = placesOf(party, 'DeliveryChannel', 'channelId');
  if (places.length === 0) report(party, 'Element DeliveryChannel ontbreekt: een partij heeft ten minste één kanaal');
  return new Map(places.map((place) => readChannel(place, endpoints, exchanges)));
}

type DocExchange = Pick<Channel, 'sending' | 'receiving'>;

function readChannel(
  place: Place,
  transports: ReadonlyMap<string, readonly Endpoint[]>,
  exchanges: ReadonlyMap<string, DocExchange>,
): [string, Channel] {
  const id = identity(place, 'channelId');
  const endpoints = linked(place, 'transportId', 'Transport', transports);
  const exchange = linked(place, 'docExchangeId', 'DocExchange', exchanges);
  const traits = requiredPlace(place, 'MessagingCharacteristics') ?? place;
  const channel: Channel = {
    id,
    syncReplyMode: oneOf(traits, 'syncReplyMode', SYNC_REPLY, 'none'),
    ackRequested: oneOf(traits, 'ackRequested', PER_MESSAGE, 'perMessage'),
    ackSignatureRequested: oneOf(traits, 'ackSignatureRequested', PER_MESSAGE, 'perMessage'),
    duplicateElimination: oneOf(traits, 'duplicateElimination', PER_MESSAGE, 'perMessage'),
    actor: oneOf(traits, 'actor', [ACTOR_TO_PARTY, ACTOR_NEXT_MSH, ''], '') || null,
    endpoints: endpoints ?? [],
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

function readTransport(place: Place): [string, readonly Endpoint[]] {
  const id = identity(place, 'transportId');
  const receiver = optionalPlace(place, 'TransportReceiver');
  if (receiver === null) return [id, []];
  const endpoints = placesOf(receiver, 'Endpoint').map(readEndpoint);
  if (endpoints.length === 0)
    report(receiver, 'Element Endpoint ontbreekt: vul het adres in waarop deze partij ontvangt');
  return [id, endpoints];
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

function readDocExchange(place: Place): [string, DocExchange] {
  return [
    identity(place, 'docExchangeId'),
    {
      sending: readBinding(optionalPlace(place, 'ebXMLSenderBinding'), 'Sender'),
      receiving: readBinding(optionalPlace(place, 'ebXMLReceiverBinding'), 'Receiver'),
    },
  ];
}

function readBinding(place: Place | null, side: 'Sender' | 'Receiver'): Binding {
  if (place === null) return BEST_EFFORT;
  const reliable = optionalPlace(place, 'ReliableMessaging');
  const persist = optionalPlace(place, 'PersistDuration');
  return {
    reliability: reliable === null ? null : readReliability(reliable),
    persistDurationMs: persist === null ? null : requiredDuration(persist),
    nonRepudiation: optionalPlace(place, `${side}NonRepudiation`) !== null,
    digitalEnvelope: optionalPlace(place, `${side}DigitalEnvelope`) !== null,
  };
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
