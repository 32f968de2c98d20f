/**
 * A Collaboration Protocol Agreement (CPPA 2.0) as far as a message handler needs it: who may send what to whom, where to, and how
 * often. Made by `parseCpa`, which resolves every internal link, so that nothing here can point at something that is not there.
 */
import type { X509Certificate } from 'node:crypto';

export interface PartyId {
  /** For an OIN `urn:osb:oin`; null when the attribute is absent. */
  readonly type: string | null;
  readonly value: string;
}

export interface Service {
  readonly type: string | null;
  readonly value: string;
}

export interface Cpa {
  readonly id: string;
  readonly status: 'proposed' | 'agreed' | 'signed';
  /** First and last instant at which it holds, both included. */
  readonly start: Date;
  readonly end: Date;
  readonly parties: readonly [CpaParty, CpaParty];
}

export interface CpaParty {
  readonly name: string;
  /** At least one. */
  readonly partyIds: readonly PartyId[];
  /** At least one; a party with two services has two, usually of one name. */
  readonly roles: readonly CpaRole[];
  /** In document order. */
  readonly certificates: readonly CpaCertificate[];
  /** Where Acknowledgment, MessageError, Ping, Pong and status messages for this party go, unless overridden. */
  readonly defaultMshChannel: Channel;
  readonly overrides: readonly { readonly action: string; readonly channel: Channel }[];
}

export interface CpaRole {
  readonly name: string;
  readonly service: Service;
  readonly canSend: readonly ActionBinding[];
  readonly canReceive: readonly ActionBinding[];
}

export interface ActionBinding {
  readonly id: string;
  readonly action: string;
  /** Id of the binding of the other party that this one meets; null when the CPA leaves it to the action name. */
  readonly otherId: string | null;
  /** The first channel named; further ones are alternatives that Digikoppeling does not use. */
  readonly channel: Channel;
  /** BusinessTransactionCharacteristics/@isNonRepudiationRequired: the message is to be signed. */
  readonly isNonRepudiationRequired: boolean;
  /** BusinessTransactionCharacteristics/@isConfidential reaches beyond the transport: the payload is to be encrypted. */
  readonly isConfidentialPersistent: boolean;
  /** BusinessTransactionCharacteristics/@isNonRepudiationReceiptRequired: the acknowledgment is to be signed. */
  readonly isNonRepudiationReceiptRequired: boolean;
}

/** Certificate: ds:KeyInfo has no fixed shape, so the certificate itself may be missing (X509Data with a name only, a KeyValue). */
export interface CpaCertificate {
  readonly id: string;
  readonly x509: X509Certificate | null;
}

export type PerMessage = 'always' | 'never' | 'perMessage';
export type SyncReplyMode = 'mshSignalsOnly' | 'responseOnly' | 'signalsAndResponse' | 'signalsOnly' | 'none';

export interface Channel {
  readonly id: string;
  readonly syncReplyMode: SyncReplyMode;
  readonly ackRequested: PerMessage;
  readonly ackSignatureRequested: PerMessage;
  readonly duplicateElimination: PerMessage;
  /** Null when the CPA does not say. */
  readonly actor: string | null;
  /** Addresses at which this party receives over this channel; empty when the transport only sends. */
  readonly endpoints: readonly Endpoint[];
  /** What this party shows as TLS client when it sends over this channel; null when the CPA does not say. */
  readonly clientCertificate: CpaCertificate | null;
  /** What this party shows as TLS server when it receives over this channel; null when the CPA does not say. */
  readonly serverCertificate: CpaCertificate | null;
  readonly sending: Binding;
  readonly receiving: Binding;
}

export interface Endpoint {
  readonly uri: string;
  readonly type: string;
}

/** ebXMLSenderBinding or ebXMLReceiverBinding of the DocExchange. */
export interface Binding {
  /** Null without ReliableMessaging: best effort. */
  readonly reliability: Reliability | null;
  /** Null when the CPA does not say. */
  readonly persistDurationMs: number | null;
  /** SenderNonRepudiation or ReceiverNonRepudiation; null without. */
  readonly nonRepudiation: NonRepudiation | null;
  /** SenderDigitalEnvelope or ReceiverDigitalEnvelope; null without. */
  readonly digitalEnvelope: DigitalEnvelope | null;
}

/** How messages are signed. Algorithms are URIs as written: `http://www.w3.org/2001/04/xmlenc#sha256`. */
export interface NonRepudiation {
  readonly hashFunction: string;
  readonly signatureAlgorithm: string;
  /** Of the signer; only a SenderNonRepudiation names one. */
  readonly certificate: CpaCertificate | null;
}

/** How payloads are encrypted. */
export interface DigitalEnvelope {
  /** URI of XML Encryption, such as `http://www.w3.org/2009/xmlenc11#aes256-gcm`. */
  readonly encryptionAlgorithm: string;
  /** Of the receiver; only a ReceiverDigitalEnvelope names one. */
  readonly certificate: CpaCertificate | null;
}

export interface Reliability {
  readonly retries: number;
  readonly retryIntervalMs: number;
  readonly ordered: boolean;
}
