/**
 * Looks up in a CPA who sends what to whom, where it goes and how reliably. A route is everything one needs to send a message, and
 * everything one needs to judge a message that came in.
 */
import type {
  ActionBinding,
  Channel,
  Cpa,
  CpaCertificate,
  CpaParty,
  CpaRole,
  DigitalEnvelope,
  NonRepudiation,
  PartyId,
  PerMessage,
  Reliability,
  Service,
  SyncReplyMode,
} from './cpa.ts';
import { DEFAULT_RELIABILITY, DEFAULT_WINDOW_MS } from './cpa-channels.ts';
import { CpaFault } from './cpa-fault.ts';

export interface RouteParty {
  readonly partyId: PartyId;
  readonly name: string;
  readonly role: string;
}

export interface Route {
  readonly cpaId: string;
  readonly from: RouteParty;
  readonly to: RouteParty;
  readonly service: Service;
  readonly action: string;
  /** Where the receiver takes this action in: its first endpoint for requests. */
  readonly endpoint: string;
  /** As agreed, for judging; what we send ourselves is `asksAck` and `eliminatesDuplicates`. */
  readonly ackRequested: PerMessage;
  readonly ackSignatureRequested: PerMessage;
  readonly duplicateElimination: PerMessage;
  readonly actor: string | null;
  readonly syncReplyMode: SyncReplyMode;
  /** `perMessage` is taken as yes when the channel has ReliableMessaging. */
  readonly asksAck: boolean;
  readonly eliminatesDuplicates: boolean;
  /** Repeats after the first attempt; 0 for best effort. */
  readonly retries: number;
  /** 0 for best effort. */
  readonly retryIntervalMs: number;
  /** RetryInterval × (Retries + 1), the moment after which a repeat has no sense; null for best effort. */
  readonly timeToLiveMs: number | null;
  /** Null when the CPA does not say. */
  readonly persistDurationMs: number | null;
  /** The message is to be signed by its sender. */
  readonly signed: boolean;
  /** How, and with which certificate: the sender's SenderNonRepudiation; null when the CPA has none. */
  readonly signing: NonRepudiation | null;
  /** The payload is to be encrypted for its receiver. */
  readonly encrypted: boolean;
  /** How, and for which certificate: the receiver's ReceiverDigitalEnvelope; null when the CPA has none. */
  readonly envelope: DigitalEnvelope | null;
  /** What the sender shows as TLS client, and the receiver as TLS server; null when the CPA does not say. */
  readonly clientCertificate: CpaCertificate | null;
  readonly serverCertificate: CpaCertificate | null;
}

export interface RouteQuestion {
  readonly fromPartyId: string;
  /** Only needed when the sender's id alone does not decide; it always does in a CPA of two parties. */
  readonly toPartyId?: string;
  /** Only needed when two services know the same action. */
  readonly service?: string;
  readonly action: string;
}

/** @throws CpaFault naming what the CPA does know, when there is no such route or more than one */
export function findRoute(cpa: Cpa, question: RouteQuestion): Route {
  const routes = routesOf(cpa).filter((route) => route.action === question.action && matches(cpa, route, question));
  const [route] = routes;
  if (route !== undefined && routes.length === 1) return route;
  throw new CpaFault([{ location: cpa.id, text: route === undefined ? unknown(cpa, question) : ambiguous(routes) }]);
}

/** Every action that one party may send and the other may receive, in document order. */
export function routesOf(cpa: Cpa): Route[] {
  const [first, second] = cpa.parties;
  return [...routesBetween(cpa.id, first, second), ...routesBetween(cpa.id, second, first)];
}

/**
 * The address at which a party takes in signals: the channel overridden for this action, else its default MSH channel.
 * @throws CpaFault when the party is not in the CPA
 */
export function signalEndpoint(cpa: Cpa, partyId: string, action = 'Acknowledgment'): string {
  return addressOf(signalChannel(knownParty(cpa, partyId), action), 'response');
}

/**
 * How a party signs its signals: as its channel for this action says, else its default MSH channel, else the first of its other
 * channels that says anything. Null when the CPA has no signature of this party at all.
 * @throws CpaFault when the party is not in the CPA
 */
export function signalSigning(cpa: Cpa, partyId: string, action = 'Acknowledgment'): NonRepudiation | null {
  const party = knownParty(cpa, partyId);
  const others = party.roles.flatMap(({ canSend, canReceive }) => [...canSend, ...canReceive]);
  const channels = [signalChannel(party, action), party.defaultMshChannel, ...others.map(({ channel }) => channel)];
  return channels.find(({ sending }) => sending.nonRepudiation !== null)?.sending.nonRepudiation ?? null;
}

function knownParty(cpa: Cpa, partyId: string): CpaParty {
  const party = partyOf(cpa, partyId);
  if (party !== undefined) return party;
  throw new CpaFault([{ location: cpa.id, text: `Partij ${partyId} staat niet in deze CPA` }]);
}

function signalChannel({ overrides, defaultMshChannel }: CpaParty, action: string): Channel {
  return overrides.find((override) => override.action === action)?.channel ?? defaultMshChannel;
}

/**
 * How long a receiver must remember a MessageId: max(PersistDuration, (1 + Retries) × RetryInterval). The standard's own example
 * values contradict each other (8 × PT3H needs 27 h, its PersistDuration is one day), so the longest wins; five days when the CPA is
 * silent on both (Koppelvlakstandaard ebMS2 section 5, PersistDuration).
 */
export function duplicateWindowMs(route: Route): number {
  const window = Math.max(route.persistDurationMs ?? 0, route.timeToLiveMs ?? 0);
  return window > 0 ? window : DEFAULT_WINDOW_MS;
}

/** The party that goes by this id, whatever its type. */
export function partyOf(cpa: Cpa, partyId: string): CpaParty | undefined {
  return cpa.parties.find(({ partyIds }) => partyIds.some(({ value }) => value === partyId));
}

function matches(cpa: Cpa, route: Route, { fromPartyId, toPartyId, service }: RouteQuestion): boolean {
  return (
    partyOf(cpa, fromPartyId) === partyOf(cpa, route.from.partyId.value) &&
    (toPartyId === undefined || partyOf(cpa, toPartyId) === partyOf(cpa, route.to.partyId.value)) &&
    (service === undefined || route.service.value === service)
  );
}

function routesBetween(cpaId: string, sender: CpaParty, receiver: CpaParty): Route[] {
  return sender.roles.flatMap((role) =>
    role.canSend.flatMap((sending) => {
      const peer = counterpart(role, sending, receiver);
      return peer === null
        ? []
        : [joinRoute(cpaId, { party: sender, role, binding: sending }, { party: receiver, ...peer })];
    }),
  );
}

/** The binding that OtherPartyActionBinding names; without one, the peer's binding of the same service and action. */
function counterpart(
  role: CpaRole,
  sending: ActionBinding,
  receiver: CpaParty,
): { role: CpaRole; binding: ActionBinding } | null {
  for (const peer of receiver.roles) {
    if (peer.service.value !== role.service.value || peer.service.type !== role.service.type) continue;
    const binding = peer.canReceive.find(({ id, action }) =>
      sending.otherId === null ? action === sending.action : id === sending.otherId,
    );
    if (binding !== undefined) return { role: peer, binding };
  }
  return null;
}

interface Side {
  readonly party: CpaParty;
  readonly role: CpaRole;
  readonly binding: ActionBinding;
}

function joinRoute(cpaId: string, from: Side, to: Side): Route {
  const channel = from.binding.channel;
  const reliability = agreedReliability(channel, to.binding.channel);
  const reliable = reliability !== null;
  return {
    cpaId,
    from: routeParty(from),
    to: routeParty(to),
    service: from.role.service,
    action: from.binding.action,
    endpoint: addressOf(to.binding.channel, 'request'),
    ackRequested: channel.ackRequested,
    ackSignatureRequested: channel.ackSignatureRequested,
    duplicateElimination: channel.duplicateElimination,
    actor: channel.actor,
    syncReplyMode: channel.syncReplyMode,
    asksAck: chosen(channel.ackRequested, reliable),
    eliminatesDuplicates: chosen(channel.duplicateElimination, reliable),
    retries: reliability?.retries ?? 0,
    retryIntervalMs: reliability?.retryIntervalMs ?? 0,
    timeToLiveMs: reliability === null ? null : reliability.retryIntervalMs * (reliability.retries + 1),
    persistDurationMs: to.binding.channel.receiving.persistDurationMs ?? channel.sending.persistDurationMs,
    signed: from.binding.isNonRepudiationRequired,
    signing: channel.sending.nonRepudiation,
    encrypted: from.binding.isConfidentialPersistent,
    envelope: to.binding.channel.receiving.digitalEnvelope,
    clientCertificate: channel.clientCertificate,
    serverCertificate: to.binding.channel.serverCertificate,
  };
}

/**
 * CPPA 2.0: the sender's own binding rules what the sender does; the receiver's fills in where that is silent. Without
 * acknowledgments there is nothing to repeat for, whatever the binding says.
 */
function agreedReliability(sender: Channel, receiver: Channel): Reliability | null {
  if (sender.ackRequested === 'never') return null;
  const agreed = sender.sending.reliability ?? receiver.receiving.reliability;
  return agreed ?? (sender.ackRequested === 'always' ? DEFAULT_RELIABILITY : null);
}

function routeParty({ party, role }: Side): RouteParty {
  return { partyId: party.partyIds[0] ?? { type: null, value: '' }, name: party.name, role: role.name };
}

/** An endpoint of this purpose, else the one for all purposes, else the first. */
function addressOf({ endpoints }: Channel, purpose: 'request' | 'response'): string {
  const endpoint =
    endpoints.find(({ type }) => type === purpose) ??
    endpoints.find(({ type }) => type === 'allPurpose') ??
    endpoints[0];
  return endpoint?.uri ?? '';
}

function chosen(agreed: PerMessage, reliable: boolean): boolean {
  return agreed === 'always' || (agreed === 'perMessage' && reliable);
}

function unknown(cpa: Cpa, { fromPartyId, action, service }: RouteQuestion): string {
  const known = routesOf(cpa).map(
    (route) => `${route.action} (${route.service.value}) door ${route.from.partyId.value}`,
  );
  const what = service === undefined ? action : `${action} (${service})`;
  return `Actie ${what} door ${fromPartyId} staat niet in deze CPA. Wel: ${known.join('; ') || 'geen enkele actie'}`;
}

function ambiguous(routes: readonly Route[]): string {
  const services = routes.map(({ service }) => service.value).join(', ');
  return `Deze actie bestaat bij meer dan één service (${services}): noem de service erbij`;
}
