/**
 * Judges a message that has been read against the CPA it names: is this what the parties agreed. Each rule stands by itself and says
 * one thing; all of them are asked, so that a sender learns every fault at once.
 *
 * Error codes follow ebMS 2.0 section 4.2.3.4; where that leaves a choice, the one that ebms-core makes, since that is what handlers
 * in the field expect.
 */
import { ACTOR_NEXT, ACTOR_TO_PARTY } from './constants.ts';
import type { Cpa, CpaParty, CpaRole, PartyId } from './cpa.ts';
import { BODY_PATH, HEADER_PATH } from './envelope.ts';
import { MESSAGE_HEADER_PATH } from './header-read.ts';
import type { EbmsError, EbmsMessage, ErrorCode, MessageHeader, UserMessage } from './message.ts';
import { type Route, routesOf } from './route.ts';
import { SIGNATURE_PATH } from './security-fault.ts';

/**
 * The errors to report, empty when the message is as agreed. About a message of kind `error` they are for the log only: an error is
 * never answered with an error (section 4.2.4).
 */
export function validateAgainstCpa(message: EbmsMessage, cpa: Cpa, now: Date): EbmsError[] {
  const from = partyWith(cpa, message.header.from.partyIds);
  const to = partyWith(cpa, message.header.to.partyIds);
  const about: About<EbmsMessage> = { message, header: message.header, cpa, now, from, to };
  const errors = EVERY_MESSAGE.flatMap((rule) => rule(about));
  if (message.kind !== 'user') return [...errors, ...SIGNALS.flatMap((rule) => rule(about))];
  const route = routeOf(cpa, message.header);
  const business = { ...about, message, route };
  return [...errors, ...USER_MESSAGES.flatMap((rule) => rule(business))];
}

/** The route that a business message travels, or null when the CPA knows none for its parties, role, service and action. */
export function routeOf(cpa: Cpa, header: MessageHeader): Route | null {
  const from = partyWith(cpa, header.from.partyIds);
  if (from === undefined) return null;
  const found = routesOf(cpa).find(
    (route) =>
      from.partyIds.includes(route.from.partyId) &&
      route.from.role === header.from.role &&
      isSameId(route.service, header.service) &&
      route.action === header.action,
  );
  return found ?? null;
}

interface About<Kind> {
  readonly message: Kind;
  readonly header: MessageHeader;
  readonly cpa: Cpa;
  readonly now: Date;
  /** Undefined when the CPA does not know the party. */
  readonly from: CpaParty | undefined;
  readonly to: CpaParty | undefined;
}
type AnyMessage = About<EbmsMessage>;
type Business = About<UserMessage> & { readonly route: Route | null };

const EVERY_MESSAGE: readonly ((about: AnyMessage) => EbmsError[])[] = [
  versionIsTwo,
  namesThisCpa,
  senderIsParty,
  receiverIsOtherParty,
  cpaHoldsAtTimestamp,
  arrivesInTime,
  ordersNothing,
  staysEndToEnd,
];
const SIGNALS: readonly ((about: AnyMessage) => EbmsError[])[] = [asksNoAcknowledgment];
const USER_MESSAGES: readonly ((about: Business) => EbmsError[])[] = [
  senderHasRole,
  receiverHasRole,
  serviceIsAgreed,
  actionIsAgreed,
  acknowledgmentAsAgreed,
  acknowledgmentSignatureAsAgreed,
  duplicateEliminationAsAgreed,
  syncReplyAsAgreed,
  syncReplyIsForNext,
  signatureAsAgreed,
  manifestResolves,
  payloadIsNamed,
];

const NONE: EbmsError[] = [];

function wrong(errorCode: ErrorCode, location: string, text: string): EbmsError[] {
  return [{ errorCode, severity: 'Error', location, text }];
}

/** Koppelvlakstandaard ebMS2 section 5, version attribute. */
function versionIsTwo({ message }: AnyMessage): EbmsError[] {
  return message.foreignVersions.flatMap((path) => wrong('Inconsistent', path, 'The version must be 2.0'));
}

/** Section 3.1.2. */
function namesThisCpa({ header, cpa }: AnyMessage): EbmsError[] {
  if (header.cpaId === cpa.id) return NONE;
  return wrong('Inconsistent', `${MESSAGE_HEADER_PATH}/eb:CPAId`, 'The message names another CPA');
}

/** Section 3.1.1.1: all PartyIds, with their types, are of one party of the CPA. */
function senderIsParty({ from }: AnyMessage): EbmsError[] {
  if (from !== undefined) return NONE;
  return wrong('Inconsistent', `${MESSAGE_HEADER_PATH}/eb:From/eb:PartyId`, 'The sender is not a party of this CPA');
}

function receiverIsOtherParty({ from, to }: AnyMessage): EbmsError[] {
  const location = `${MESSAGE_HEADER_PATH}/eb:To/eb:PartyId`;
  if (to === undefined) return wrong('Inconsistent', location, 'The receiver is not a party of this CPA');
  return to === from ? wrong('Inconsistent', location, 'Sender and receiver are the same party') : NONE;
}

/** CPPA 2.0, Status, Start and End: agreed (or signed, which is agreed and signed), and between Start and End. */
function cpaHoldsAtTimestamp({ header, cpa }: AnyMessage): EbmsError[] {
  const location = `${MESSAGE_HEADER_PATH}/eb:CPAId`;
  if (cpa.status === 'proposed') return wrong('Inconsistent', location, 'The CPA is a proposal, not yet agreed');
  if (header.timestamp >= cpa.start && header.timestamp <= cpa.end) return NONE;
  return wrong('Inconsistent', location, 'The CPA was not valid at the Timestamp of the message');
}

/** Section 3.1.6.4. */
function arrivesInTime({ header, now }: AnyMessage): EbmsError[] {
  if (header.timeToLive === null || now <= header.timeToLive) return NONE;
  const location = `${MESSAGE_HEADER_PATH}/eb:MessageData/eb:TimeToLive`;
  return wrong('TimeToLiveExpired', location, 'The message arrived after its TimeToLive');
}

/** Koppelvlakstandaard ebMS2 chapter 3: message order is not implemented. */
function ordersNothing({ message }: AnyMessage): EbmsError[] {
  if (!message.messageOrder) return NONE;
  return wrong('NotSupported', `${HEADER_PATH}/eb:MessageOrder`, 'MessageOrder is not supported');
}

/** Koppelvlakstandaard ebMS2 section 5, SOAP actor: always toPartyMSH; there is no multi-hop, so no nextMSH. */
function staysEndToEnd({ message }: AnyMessage): EbmsError[] {
  const actor = message.ackRequested?.actor ?? ACTOR_TO_PARTY;
  if (actor === ACTOR_TO_PARTY) return NONE;
  return wrong('NotSupported', `${HEADER_PATH}/eb:AckRequested/@soap:actor`, 'Only the actor toPartyMSH is supported');
}

/** Section 6.3.1: a signal is not acknowledged, else two handlers would thank each other for ever. */
function asksNoAcknowledgment({ message }: AnyMessage): EbmsError[] {
  if (message.ackRequested === null) return NONE;
  return wrong('Inconsistent', `${HEADER_PATH}/eb:AckRequested`, 'A signal cannot ask for an acknowledgment');
}

/** Koppelvlakstandaard ebMS2 section 5, Role. */
function senderHasRole({ header, from }: Business): EbmsError[] {
  return hasRole(header.from.role, from, `${MESSAGE_HEADER_PATH}/eb:From/eb:Role`);
}

/** The role of the receiver follows from the action; a sender may leave it out, but not name another. */
function receiverHasRole({ header, to }: Business): EbmsError[] {
  return header.to.role === null ? NONE : hasRole(header.to.role, to, `${MESSAGE_HEADER_PATH}/eb:To/eb:Role`);
}

function hasRole(role: string | null, party: CpaParty | undefined, location: string): EbmsError[] {
  if (party === undefined || party.roles.some(({ name }) => name === role)) return NONE;
  return wrong('Inconsistent', location, role === null ? 'The role is missing' : 'The party does not have this role');
}

/** Section 3.1.4. */
function serviceIsAgreed({ header, from }: Business): EbmsError[] {
  const roles = rolesNamed(from, header);
  if (roles.length === 0 || roles.some(({ service }) => isSameId(service, header.service))) return NONE;
  return wrong(
    'ValueNotRecognized',
    `${MESSAGE_HEADER_PATH}/eb:Service`,
    'The CPA does not have this service for this role',
  );
}

/** Section 3.1.5: the sender may send it and the receiver may receive it. */
function actionIsAgreed({ header, from, route }: Business): EbmsError[] {
  const serviceKnown = rolesNamed(from, header).some(({ service }) => isSameId(service, header.service));
  if (!serviceKnown || route !== null) return NONE;
  return wrong(
    'ValueNotRecognized',
    `${MESSAGE_HEADER_PATH}/eb:Action`,
    'The CPA does not have this action for this sender',
  );
}

/** Section 6.3.1 and CPPA MessagingCharacteristics/@ackRequested. */
function acknowledgmentAsAgreed({ message, route }: Business): EbmsError[] {
  if (route === null || isAsAgreed(route.ackRequested, message.ackRequested !== null)) return NONE;
  const text = message.ackRequested === null ? 'AckRequested is missing' : 'AckRequested is present';
  return wrong('Inconsistent', `${HEADER_PATH}/eb:AckRequested`, `${text}, against the CPA`);
}

/** CPPA MessagingCharacteristics/@ackSignatureRequested. */
function acknowledgmentSignatureAsAgreed({ message, route }: Business): EbmsError[] {
  if (route === null || message.ackRequested === null) return NONE;
  if (isAsAgreed(route.ackSignatureRequested, message.ackRequested.signed)) return NONE;
  return wrong('Inconsistent', `${HEADER_PATH}/eb:AckRequested/@eb:signed`, 'This is not as agreed in the CPA');
}

/** Section 6.4.1 and CPPA MessagingCharacteristics/@duplicateElimination. */
function duplicateEliminationAsAgreed({ header, route }: Business): EbmsError[] {
  if (route === null || isAsAgreed(route.duplicateElimination, header.duplicateElimination)) return NONE;
  const text = header.duplicateElimination ? 'DuplicateElimination is present' : 'DuplicateElimination is missing';
  return wrong('Inconsistent', `${MESSAGE_HEADER_PATH}/eb:DuplicateElimination`, `${text}, against the CPA`);
}

/** Section 4.3 and CPPA MessagingCharacteristics/@syncReplyMode. */
function syncReplyAsAgreed({ message, route }: Business): EbmsError[] {
  if (route === null || message.syncReply === (route.syncReplyMode !== 'none')) return NONE;
  const text = message.syncReply ? 'SyncReply is present' : 'SyncReply is missing';
  return wrong('Inconsistent', `${HEADER_PATH}/eb:SyncReply`, `${text}, against the CPA`);
}

/** Section 4.3: the actor of SyncReply is always next. */
function syncReplyIsForNext({ message, route }: Business): EbmsError[] {
  const agreed = route !== null && route.syncReplyMode !== 'none' && message.syncReply;
  if (!agreed || message.syncReplyActor === ACTOR_NEXT) return NONE;
  return wrong('Inconsistent', `${HEADER_PATH}/eb:SyncReply/@soap:actor`, `The actor must be ${ACTOR_NEXT}`);
}

/**
 * Section 4.1 and CPPA BusinessTransactionCharacteristics/@isNonRepudiationRequired. Signed where nothing asks for it is allowed.
 * Whether a signature is right, and what should be encrypted is, is for `openSecured`.
 */
function signatureAsAgreed({ message, route }: Business): EbmsError[] {
  if (route === null || !route.signed || message.signed) return NONE;
  return wrong('SecurityFailure', SIGNATURE_PATH, 'The CPA asks for a signed message, and this one is not signed');
}

/** Of a Manifest with thousands of wrong references these are told: the answer is to be no larger than its cause. */
const MAX_REFERENCES_TOLD = 10;

/** Koppelvlakstandaard ebMS2 section 5, Reference: only `cid:`, and every one of them must lead to a part. */
function manifestResolves({ message }: Business): EbmsError[] {
  const errors = (message.manifest ?? []).flatMap(({ href, attachment }, index) => {
    if (attachment !== null) return NONE;
    const location = isCid(href) ? href : `${BODY_PATH}/eb:Manifest/eb:Reference[${index + 1}]/@xlink:href`;
    return wrong('MimeProblem', location, 'The reference does not lead to a part of this message');
  });
  return errors.slice(0, MAX_REFERENCES_TOLD);
}

/** Section 3.2: payload without any Manifest is no payload; a part too many beside a Manifest is left to the log. */
function payloadIsNamed({ message }: Business): EbmsError[] {
  if (message.manifest !== null || message.unreferenced.length === 0) return NONE;
  return wrong(
    'MimeProblem',
    `${BODY_PATH}/eb:Manifest`,
    'The message has payload parts but no Manifest that names them',
  );
}

function isCid(href: string): boolean {
  return /^cid:[\x21-\x7e]{1,500}$/i.test(href);
}

function isAsAgreed(agreed: 'always' | 'never' | 'perMessage', present: boolean): boolean {
  return agreed === 'perMessage' || present === (agreed === 'always');
}

function partyWith(cpa: Cpa, ids: readonly PartyId[]): CpaParty | undefined {
  return cpa.parties.find(({ partyIds }) => ids.every((id) => partyIds.some((known) => isSameId(known, id))));
}

function rolesNamed(party: CpaParty | undefined, header: MessageHeader): readonly CpaRole[] {
  return party?.roles.filter(({ name }) => name === header.from.role) ?? [];
}

function isSameId(a: PartyId, b: PartyId): boolean {
  return a.value === b.value && a.type === b.type;
}
