/**
 * Reads a SOAP envelope with ebMS 2.0 headers into plain facts. What is structurally wrong is a Weigering; whether the facts fit
 * the agreement is for `controle.ts`.
 */
import {
  attrOf,
  child,
  childrenOf,
  elementsOf,
  parseXml,
  textOf,
  type XmlElement,
  XmlFault,
} from '../../standaarden/xml/index.ts';
import { EB, SOAP, XLINK, XMLDSIG } from './namen.ts';
import { Weigering } from './weigering.ts';

export interface Partij {
  readonly id: string;
  readonly type: string | null;
  readonly rol: string | null;
}

export interface Enveloppe {
  /** All parties named; more than one PartyId per side is legal. */
  readonly van: readonly Partij[];
  readonly aan: readonly Partij[];
  readonly cpaId: string;
  readonly conversationId: string;
  readonly service: string;
  readonly serviceType: string | null;
  readonly action: string;
  readonly messageId: string;
  readonly timestamp: string;
  readonly refToMessageId: string | null;
  readonly timeToLive: string | null;
  readonly dubbelEliminatie: boolean;
  /** Versions named by the ebMS elements; each must be 2.0. */
  readonly versies: readonly string[];
  readonly ackGevraagd: { readonly gesigneerd: boolean; readonly actor: string | null } | null;
  readonly syncReply: boolean;
  readonly messageOrder: boolean;
  /** MessageId that an Acknowledgment, StatusRequest or similar refers to in its own element. */
  readonly acknowledgment: string | null;
  readonly statusRequest: string | null;
  /** Error codes with severity, of an incoming MessageError. */
  readonly fouten: readonly { readonly code: string; readonly severity: string }[];
  /** The `cid:` addresses in the Manifest, null without Manifest. */
  readonly manifest: readonly string[] | null;
}

/** An envelope of signals and one zaakbericht is about 2 kB with 30 elements. */
const LIMITS = { bytes: 256 * 1024, depth: 40, elements: 2000, attributes: 4000 };

/** @throws Weigering */
export function leesEnveloppe(bytes: Uint8Array): Enveloppe {
  const envelope = parse(bytes);
  if (envelope.ns !== SOAP || envelope.name !== 'Envelope') throw new Weigering('Dit is geen SOAP 1.1 Envelope.');
  const header = required(envelope, SOAP, 'Header');
  const body = required(envelope, SOAP, 'Body');
  refuseUnknownMustUnderstand(header);

  const messageHeader = required(header, EB, 'MessageHeader');
  const data = required(messageHeader, EB, 'MessageData');
  const service = required(messageHeader, EB, 'Service');
  const ack = child(header, EB, 'AckRequested');
  const acknowledgment = child(header, EB, 'Acknowledgment');
  const errors = child(header, EB, 'ErrorList');
  const manifest = child(body, EB, 'Manifest');
  const statusRequest = child(body, EB, 'StatusRequest');

  return {
    van: parties(required(messageHeader, EB, 'From')),
    aan: parties(required(messageHeader, EB, 'To')),
    cpaId: text(messageHeader, 'CPAId'),
    conversationId: text(messageHeader, 'ConversationId'),
    service: nonEmpty(textOf(service), 'Service'),
    serviceType: attrOf(service, EB, 'type') ?? null,
    action: text(messageHeader, 'Action'),
    messageId: text(data, 'MessageId'),
    timestamp: text(data, 'Timestamp'),
    refToMessageId: optionalText(data, 'RefToMessageId'),
    timeToLive: optionalText(data, 'TimeToLive'),
    dubbelEliminatie: child(messageHeader, EB, 'DuplicateElimination') !== undefined,
    versies: [messageHeader, ack, acknowledgment, errors, manifest, statusRequest]
      .filter((element) => element !== undefined)
      .map((element) => attrOf(element, EB, 'version') ?? ''),
    ackGevraagd:
      ack === undefined
        ? null
        : { gesigneerd: isTrue(attrOf(ack, EB, 'signed')), actor: attrOf(ack, SOAP, 'actor') ?? null },
    syncReply: child(header, EB, 'SyncReply') !== undefined,
    messageOrder: child(header, EB, 'MessageOrder') !== undefined,
    acknowledgment: acknowledgment === undefined ? null : optionalText(acknowledgment, 'RefToMessageId'),
    statusRequest: statusRequest === undefined ? null : optionalText(statusRequest, 'RefToMessageId'),
    fouten: (errors === undefined ? [] : childrenOf(errors, EB, 'Error')).map((error) => ({
      code: attrOf(error, EB, 'errorCode') ?? '',
      severity: attrOf(error, EB, 'severity') ?? 'Error',
    })),
    manifest:
      manifest === undefined
        ? null
        : childrenOf(manifest, EB, 'Reference').map((reference) => attrOf(reference, XLINK, 'href') ?? ''),
  };
}

function parse(bytes: Uint8Array): XmlElement {
  try {
    return parseXml(bytes, LIMITS);
  } catch (fault) {
    if (!(fault instanceof XmlFault)) throw fault;
    throw new Weigering(`De SOAP-envelop is onleesbaar (${fault.code}).`);
  }
}

/** SOAP 1.1 §4.2.3: a header that must be understood and is not known here makes the whole message fail. */
function refuseUnknownMustUnderstand(header: XmlElement): void {
  for (const element of elementsOf(header)) {
    if (element.ns === EB || element.ns === XMLDSIG) continue;
    if (isTrue(attrOf(element, SOAP, 'mustUnderstand'))) {
      throw new Weigering('De envelop heeft een kop met mustUnderstand die hier niet bekend is.', 'MustUnderstand');
    }
  }
}

/** ebMS 2.0 §3.1.1: one or more PartyId, and one Role for all of them. */
function parties(side: XmlElement): Partij[] {
  const rol = optionalText(side, 'Role');
  const ids = childrenOf(side, EB, 'PartyId');
  if (ids.length === 0) throw new Weigering(`${side.name} heeft geen PartyId.`);
  return ids.map((element) => ({ id: textOf(element).trim(), type: attrOf(element, EB, 'type') ?? null, rol }));
}

function required(parent: XmlElement, ns: string, name: string): XmlElement {
  const found = child(parent, ns, name);
  if (found === undefined) throw new Weigering(`${name} ontbreekt in ${parent.name}.`);
  return found;
}

function text(parent: XmlElement, name: string): string {
  return nonEmpty(textOf(required(parent, EB, name)), name);
}

function optionalText(parent: XmlElement, name: string): string | null {
  const found = child(parent, EB, name);
  return found === undefined ? null : nonEmpty(textOf(found), name);
}

function nonEmpty(value: string, name: string): string {
  const trimmed = value.trim();
  if (trimmed === '') throw new Weigering(`${name} is leeg.`);
  return trimmed;
}

function isTrue(value: string | undefined): boolean {
  return value === 'true' || value === '1';
}
