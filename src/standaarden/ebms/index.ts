/**
 * ebMS 2.0 and CPA (CPPA 2.0) in the Digikoppeling profiles osb-rm and osb-be: reading, writing and judging, as pure functions.
 *
 * In: `parseCpa`, then per request `parseMessage`, `validateAgainstCpa` and `openSecured`. Out: `findRoute`, `outgoingSecurity`, then
 * a `build…` function. What this component promises to other programs, as `zaakbode/ebms`: README.md beside this file.
 */

export { EB_NS, MSH_SERVICE, OIN_TYPE, SERVICE_TYPE, SOAP_ACTION, SOAP_NS } from './constants.ts';
export { type ConsumerSpecParams, writeConsumerSpec } from './consumerspecificatie.ts';
export {
  type Content,
  type DigestAlgorithm,
  digestOf,
  type Elsewhere,
  isAtHand,
  isPassed,
  octetsOf,
  type Passed,
} from './content.ts';
export type * from './cpa.ts';
export {
  bareOin,
  type CertificateUse,
  certificatesOf,
  channelsOf,
  oinOfCertificate,
  type UsedCertificate,
  validityOf,
} from './cpa-certificates.ts';
export { CpaFault, type CpaProblem } from './cpa-fault.ts';
export { type CpaLint, type LintOptions, lintCpa, OMGEVINGEN, type Omgeving } from './cpa-lint.ts';
export type { CpaFinding, LintCode, LintSeverity } from './cpa-lint-finding.ts';
export type { ActionProfile } from './cpa-lint-routes.ts';
export { applyOverrides, type CpaOverrides } from './cpa-override.ts';
export { parseCpa } from './cpa-read.ts';
export { type CpaWriteParams, type CpaWriteParty, writeCpa } from './cpa-write.ts';
export { type Decrypted, type DecryptionParams, decryptAttachments } from './encryption-read.ts';
export { encryptAttachments } from './encryption-write.ts';
export { EbmsFault, type FaultAnswer, type SoapFaultCode } from './fault.ts';
export type * from './message.ts';
export { createMessageReader, type IncomingMessage, type MessageReader, parseMessage } from './message-read.ts';
export {
  type AcknowledgmentParams,
  type AnswerParams,
  buildAcknowledgment,
  buildMessageError,
  buildPing,
  buildPong,
  buildStatusRequest,
  buildStatusResponse,
  buildUserMessage,
  buildUserMessagePieces,
  type Encryption,
  type RequestParams,
  type SignalParams,
  type StatusResponseParams,
  type UserMessageParams,
} from './message-write.ts';
export { MESSAGE_LIMITS, type MessageLimits, unpack } from './package-read.ts';
export type { Packed, PackedPieces } from './package-write.ts';
export { detectProfile, type Profile } from './profile.ts';
export { verifyReceipt } from './receipt.ts';
export {
  duplicateWindowMs,
  findRoute,
  partyOf,
  type Route,
  type RouteParty,
  type RouteQuestion,
  routesOf,
  signalEndpoint,
  signalSigning,
} from './route.ts';
export {
  type Opened,
  type OpeningKeys,
  type OutgoingSecurity,
  openSecured,
  outgoingSecurity,
  outgoingSignalSigning,
} from './security.ts';
export { type ReferenceDigest, readReferences, type SignedReference } from './signature-read.ts';
export { type SignatureExpectation, verifySignature } from './signature-verify.ts';
export type { Signing } from './signature-write.ts';
export { readSoapFault, type SoapFault, soapFault } from './soap-fault.ts';
export { formatDateTime, formatDuration, parseDateTime, parseDuration } from './time.ts';
export { routeOf, validateAgainstCpa } from './validate.ts';
