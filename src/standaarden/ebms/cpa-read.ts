/**
 * Reads a CPA (CPPA 2.0) and resolves its internal links. Either the whole agreement is sound, or a CpaFault lists all that is not.
 *
 * Checked by hand rather than by XSD: the schema is no part of the product, and its messages tell an operator little. What a message
 * handler does not use (packaging, business process) is not judged.
 */
import { X509Certificate } from 'node:crypto';
import { descend, parseXml, textOf, type XmlElement, XmlFault } from '../xml/index.ts';
import { CPA_NS, DS_NS } from './constants.ts';
import type { ActionBinding, Channel, Cpa, CpaCertificate, CpaParty, CpaRole, PartyId } from './cpa.ts';
import { BEST_EFFORT, readChannels } from './cpa-channels.ts';
import { CpaFault } from './cpa-fault.ts';
import {
  type Findings,
  identity,
  oneOf,
  optionalAttr,
  optionalBoolean,
  optionalPlace,
  type Place,
  placesOf,
  report,
  requiredAttr,
  requiredDateTime,
  requiredPlace,
  requiredText,
} from './cpa-findings.ts';

/** A real CPA is 10 to 60 kB, most of it certificates. */
export const CPA_LIMITS = { bytes: 2 * 1024 * 1024, depth: 50, elements: 20_000, attributes: 40_000 };

/** @throws CpaFault with every fault found */
export function parseCpa(bytes: Uint8Array | string): Cpa {
  const findings: Findings = { problems: [], ids: new Set() };
  const root: Place = { el: readXml(bytes), path: '', findings };
  const cpa = readAgreement(root);
  if (cpa === null || findings.problems.length > 0) throw new CpaFault(findings.problems);
  return cpa;
}

function readXml(bytes: Uint8Array | string): XmlElement {
  let root: XmlElement;
  try {
    root = parseXml(bytes, CPA_LIMITS);
  } catch (fault) {
    if (!(fault instanceof XmlFault)) throw fault;
    const where = fault.line > 0 ? `regel ${fault.line}, kolom ${fault.column}` : 'bestand';
    throw new CpaFault([{ location: where, text: `Dit is geen leesbaar XML-bestand. ${fault.message}` }]);
  }
  if (root.ns === CPA_NS && root.name === 'CollaborationProtocolAgreement') return root;
  const text = `Dit is geen CPA: het eerste element moet CollaborationProtocolAgreement zijn in de namespace ${CPA_NS}`;
  throw new CpaFault([{ location: 'bestand', text }]);
}

function readAgreement(root: Place): Cpa | null {
  const place: Place = { ...root, path: 'CollaborationProtocolAgreement' };
  const id = requiredAttr(place, 'cpaid');
  const statusPlace = requiredPlace(root, 'Status');
  if (statusPlace !== null) requiredAttr(statusPlace, 'value');
  const status =
    statusPlace === null ? 'proposed' : oneOf(statusPlace, 'value', ['proposed', 'agreed', 'signed'], 'proposed');
  const startPlace = requiredPlace(root, 'Start');
  const endPlace = requiredPlace(root, 'End');
  const start = startPlace === null ? new Date(0) : requiredDateTime(startPlace);
  const end = endPlace === null ? start : requiredDateTime(endPlace);
  if (endPlace !== null && end < start) report(endPlace, 'Het einde ligt voor het begin: verbeter Start of End');
  const parties = placesOf(root, 'PartyInfo').map(readParty);
  const [first, second] = parties;
  if (first === undefined || second === undefined || parties.length > 2) {
    report(place, `Een CPA heeft twee keer PartyInfo; deze heeft er ${parties.length}`);
    return null;
  }
  checkDistinct(place, first, second);
  checkCounterparts(place, first, second);
  checkCounterparts(place, second, first);
  return { id, status, start, end, parties: [first, second] };
}

function readParty(place: Place): CpaParty {
  const name = requiredAttr(place, 'partyName');
  const partyIds = placesOf(place, 'PartyId').map(readPartyId);
  if (partyIds.length === 0) report(place, 'Element PartyId ontbreekt: vul het OIN van de partij in');
  const certificates = placesOf(place, 'Certificate', 'certId').map(readCertificate);
  const channels = readChannels(place, certificates);
  const roles = placesOf(place, 'CollaborationRole').map((role) => readRole(role, channels));
  if (roles.length === 0) report(place, 'Element CollaborationRole ontbreekt: de partij heeft geen rol');
  const defaultMshChannel = receivingChannel(place, requiredAttr(place, 'defaultMshChannelId'), channels);
  const overrides = placesOf(place, 'OverrideMshActionBinding').map((override) => ({
    action: requiredAttr(override, 'action'),
    channel: receivingChannel(override, requiredAttr(override, 'channelId'), channels),
  }));
  return { name, partyIds, roles, certificates, defaultMshChannel, overrides };
}

/** The first X509Certificate in the KeyInfo: the leaf, by the custom of every product we know. */
function readCertificate(place: Place): CpaCertificate {
  const id = identity(place, 'certId');
  const text = textOf(descend(place.el, DS_NS, 'KeyInfo', 'X509Data', 'X509Certificate'));
  if (text === undefined) return { id, x509: null };
  try {
    return { id, x509: new X509Certificate(Buffer.from(text, 'base64')) };
  } catch {
    report(place, 'Het certificaat is niet te lezen: neem het opnieuw over uit het PEM-bestand');
    return { id, x509: null };
  }
}

function readPartyId(place: Place): PartyId {
  return { type: optionalAttr(place, 'type'), value: requiredText(place) };
}

function readRole(place: Place, channels: ReadonlyMap<string, Channel>): CpaRole {
  const role = requiredPlace(place, 'Role');
  const binding = requiredPlace(place, 'ServiceBinding');
  const service = binding === null ? null : requiredPlace(binding, 'Service');
  const actions = (direction: 'CanSend' | 'CanReceive'): ActionBinding[] => {
    const places = binding === null ? [] : placesOf(binding, direction);
    return places.flatMap((action) => readAction(action, direction, channels));
  };
  return {
    name: role === null ? '' : requiredAttr(role, 'name'),
    service:
      service === null
        ? { type: null, value: '' }
        : { type: optionalAttr(service, 'type'), value: requiredText(service) },
    canSend: actions('CanSend'),
    canReceive: actions('CanReceive'),
  };
}

function readAction(
  place: Place,
  direction: 'CanSend' | 'CanReceive',
  channels: ReadonlyMap<string, Channel>,
): ActionBinding[] {
  const own = requiredPlace(place, 'ThisPartyActionBinding');
  if (own === null) return [];
  const other = optionalPlace(place, 'OtherPartyActionBinding');
  const traits = requiredPlace(own, 'BusinessTransactionCharacteristics') ?? own;
  const [channelPlace] = placesOf(own, 'ChannelId');
  if (channelPlace === undefined) report(own, 'Element ChannelId ontbreekt: noem het kanaal van deze actie');
  const channelId = channelPlace === undefined ? '' : requiredText(channelPlace);
  const find = direction === 'CanReceive' ? receivingChannel : channelOf;
  const secrecy = oneOf(
    traits,
    'isConfidential',
    ['none', 'transient', 'persistent', 'transient-and-persistent'],
    'none',
  );
  return [
    {
      id: identity(own, 'id'),
      action: requiredAttr(own, 'action'),
      otherId: other === null ? null : requiredText(other),
      channel: find(channelPlace ?? own, channelId, channels),
      isNonRepudiationRequired: optionalBoolean(traits, 'isNonRepudiationRequired'),
      isConfidentialPersistent: secrecy.endsWith('persistent'),
      isNonRepudiationReceiptRequired: optionalBoolean(traits, 'isNonRepudiationReceiptRequired'),
    },
  ];
}

/** Stands for a channel that is not there, after that has been written down. */
const NO_CHANNEL: Channel = {
  id: '',
  syncReplyMode: 'none',
  ackRequested: 'never',
  ackSignatureRequested: 'never',
  duplicateElimination: 'never',
  actor: null,
  endpoints: [],
  clientCertificate: null,
  serverCertificate: null,
  sending: BEST_EFFORT,
  receiving: BEST_EFFORT,
};

function channelOf(place: Place, id: string, channels: ReadonlyMap<string, Channel>): Channel {
  const channel = channels.get(id);
  if (id !== '' && channel === undefined) {
    report(place, `Kanaal ${id} bestaat niet bij deze partij: kies een channelId van een DeliveryChannel`);
  }
  return channel ?? NO_CHANNEL;
}

/** A channel over which something must come in needs an address. */
function receivingChannel(place: Place, id: string, channels: ReadonlyMap<string, Channel>): Channel {
  const channel = channelOf(place, id, channels);
  if (channel !== NO_CHANNEL && channel.endpoints.length === 0) {
    report(
      place,
      `Kanaal ${id} heeft geen adres: vul TransportReceiver met een Endpoint aan bij het Transport van dit kanaal`,
    );
  }
  return channel;
}

function checkDistinct(place: Place, first: CpaParty, second: CpaParty): void {
  const shared = first.partyIds.find((id) => second.partyIds.some((other) => other.value === id.value));
  if (shared !== undefined)
    report(place, `Beide partijen hebben PartyId ${shared.value}: een CPA geldt tussen twee partijen`);
}

/** CPPA 2.0: OtherPartyActionBinding names the binding at the other party, in the opposite direction. */
function checkCounterparts(place: Place, own: CpaParty, other: CpaParty): void {
  for (const direction of ['canSend', 'canReceive'] as const) {
    const opposite = direction === 'canSend' ? 'canReceive' : 'canSend';
    const known = new Set(other.roles.flatMap((role) => role[opposite].map(({ id }) => id)));
    for (const { id, otherId } of own.roles.flatMap((role) => role[direction])) {
      if (otherId === null || known.has(otherId)) continue;
      report(place, `Actie ${id} verwijst naar ${otherId}, maar de andere partij heeft geen tegenactie met dat id`);
    }
  }
}
