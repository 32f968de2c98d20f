/**
 * Does a zaakbericht fit the agreement? One rule, one function; the first rule that objects gives the MessageError.
 *
 * The agreement is taken to be Digikoppeling osb-rm: asynchronous, acknowledged, with duplicate elimination, unsigned.
 */
import type { EbmsFout } from '../boek/feiten.ts';
import type { CpaFeiten } from '../opties.ts';
import type { Enveloppe, Partij } from './enveloppe.ts';
import type { Deel } from './mime.ts';
import { ACTOR_NEXT_MSH, ACTOR_TO_PARTY } from './namen.ts';

interface Situatie {
  readonly enveloppe: Enveloppe;
  readonly bijlagen: readonly Deel[];
  readonly cpa: CpaFeiten;
  readonly now: Date;
}

type Regel = (situatie: Situatie) => EbmsFout | null;

const RULES: readonly Regel[] = [
  versionIs20,
  senderIsThePeer,
  receiverIsUs,
  rolesAreAgreed,
  serviceIsAgreed,
  actionIsAgreed,
  timestampIsATime,
  noMessageOrder,
  noNextMsh,
  noSyncReply,
  acknowledgmentIsAsked,
  duplicateEliminationIsAsked,
  notExpired,
  manifestResolves,
];

export function controleer(situatie: Situatie): EbmsFout | null {
  for (const rule of RULES) {
    const fout = rule(situatie);
    if (fout !== null) return fout;
  }
  return null;
}

const HEADER = '/SOAP:Envelope/SOAP:Header';

function fout(code: string, locatie: string, omschrijving: string): EbmsFout {
  return { code, locatie, omschrijving };
}

/** ebMS 2.0 §2.3.8. */
function versionIs20({ enveloppe }: Situatie): EbmsFout | null {
  if (enveloppe.versies.every((version) => version === '2.0')) return null;
  return fout('Inconsistent', `${HEADER}/eb:MessageHeader/@eb:version`, 'Alleen versie 2.0 wordt gelezen.');
}

/** Digikoppeling KV §5 PartyId: with a type, and as in the CPA. */
function senderIsThePeer({ enveloppe, cpa }: Situatie): EbmsFout | null {
  if (isParty(enveloppe.van, cpa.peerPartyId, cpa.partyIdType)) return null;
  return fout('Inconsistent', `${HEADER}/eb:MessageHeader/eb:From/eb:PartyId`, 'De afzender is niet die uit de CPA.');
}

function receiverIsUs({ enveloppe, cpa }: Situatie): EbmsFout | null {
  if (isParty(enveloppe.aan, cpa.ownPartyId, cpa.partyIdType)) return null;
  return fout('Inconsistent', `${HEADER}/eb:MessageHeader/eb:To/eb:PartyId`, 'De ontvanger is niet die uit de CPA.');
}

function isParty(parties: readonly Partij[], id: string, type: string): boolean {
  return parties.some((party) => party.id === id && party.type === type);
}

/** Digikoppeling KV §5 Role: one role per party, required in a business message. */
function rolesAreAgreed({ enveloppe, cpa }: Situatie): EbmsFout | null {
  const { van, aan } = enveloppe;
  if (van[0]?.rol === cpa.peerRole && aan[0]?.rol === cpa.ownRole) return null;
  return fout('Inconsistent', `${HEADER}/eb:MessageHeader//eb:Role`, 'De rollen zijn niet die uit de CPA.');
}

function serviceIsAgreed({ enveloppe, cpa }: Situatie): EbmsFout | null {
  if (enveloppe.service === cpa.service && enveloppe.serviceType === cpa.serviceType) return null;
  return fout('ValueNotRecognized', `${HEADER}/eb:MessageHeader/eb:Service`, 'Deze Service staat niet in de CPA.');
}

function actionIsAgreed({ enveloppe, cpa }: Situatie): EbmsFout | null {
  if (enveloppe.action === cpa.actionZaakbericht) return null;
  return fout('ValueNotRecognized', `${HEADER}/eb:MessageHeader/eb:Action`, 'Deze Action staat niet in de CPA.');
}

const TIMESTAMP_PATH = `${HEADER}/eb:MessageHeader/eb:MessageData/eb:Timestamp`;

/** ebMS 2.0 §3.1.6.2: an XML Schema dateTime in UTC. */
function timestampIsATime({ enveloppe }: Situatie): EbmsFout | null {
  if (toMillis(enveloppe.timestamp) !== null) return null;
  return fout('Inconsistent', TIMESTAMP_PATH, 'Timestamp is geen dateTime met een tijdzone.');
}

/** Digikoppeling KV §3: MessageOrder is not used; ebMS 2.0 §9. */
function noMessageOrder({ enveloppe }: Situatie): EbmsFout | null {
  if (!enveloppe.messageOrder) return null;
  return fout('NotSupported', `${HEADER}/eb:MessageOrder`, 'MessageOrder wordt niet ondersteund.');
}

/** Digikoppeling KV §3: multi-hop never. */
function noNextMsh({ enveloppe }: Situatie): EbmsFout | null {
  if (enveloppe.ackGevraagd?.actor !== ACTOR_NEXT_MSH) return null;
  return fout('NotSupported', `${HEADER}/eb:AckRequested/@SOAP:actor`, 'nextMSH wordt niet ondersteund.');
}

/** Digikoppeling KV §3: asynchronous; the CPA has syncReplyMode none. */
function noSyncReply({ enveloppe }: Situatie): EbmsFout | null {
  if (!enveloppe.syncReply) return null;
  return fout('Inconsistent', `${HEADER}/eb:SyncReply`, 'SyncReply is niet afgesproken in de CPA.');
}

/** Digikoppeling KV §5: in osb-rm to the toPartyMSH, unsigned. An absent actor means the same (ebMS 2.0 §6.3.1.1). */
function acknowledgmentIsAsked({ enveloppe: { ackGevraagd } }: Situatie): EbmsFout | null {
  const fits =
    ackGevraagd !== null &&
    !ackGevraagd.gesigneerd &&
    (ackGevraagd.actor === null || ackGevraagd.actor === ACTOR_TO_PARTY);
  if (fits) return null;
  return fout('Inconsistent', `${HEADER}/eb:AckRequested`, 'De CPA vraagt een Acknowledgment zonder handtekening.');
}

function duplicateEliminationIsAsked({ enveloppe }: Situatie): EbmsFout | null {
  if (enveloppe.dubbelEliminatie) return null;
  return fout(
    'Inconsistent',
    `${HEADER}/eb:MessageHeader/eb:DuplicateElimination`,
    'De CPA vraagt DuplicateElimination.',
  );
}

/** ebMS 2.0 §3.1.6.4. */
function notExpired({ enveloppe: { timeToLive }, now }: Situatie): EbmsFout | null {
  if (timeToLive === null) return null;
  const end = toMillis(timeToLive);
  const path = `${HEADER}/eb:MessageHeader/eb:MessageData/eb:TimeToLive`;
  if (end === null) return fout('Inconsistent', path, 'TimeToLive is geen dateTime met een tijdzone.');
  return end < now.getTime() ? fout('TimeToLiveExpired', path, 'Het bericht is te laat aangekomen.') : null;
}

/** Digikoppeling KV §5 Manifest/Reference: only `cid:`, and each must be a part of this message. */
function manifestResolves({ enveloppe: { manifest }, bijlagen }: Situatie): EbmsFout | null {
  if (manifest === null || manifest.length === 0) {
    return fout('MimeProblem', '/SOAP:Envelope/SOAP:Body/eb:Manifest', 'Het bericht noemt geen bijlage.');
  }
  const lost = manifest.find((address) => vindBijlage(address, bijlagen) === null);
  return lost === undefined
    ? null
    : fout('MimeProblem', lost.slice(0, 200).toWellFormed(), 'Deze bijlage zit niet in het bericht.');
}

/** RFC 2392: the address is percent-encoded, the Content-ID is not. */
export function vindBijlage(address: string, bijlagen: readonly Deel[]): Deel | null {
  if (!address.startsWith('cid:')) return null;
  try {
    const contentId = decodeURIComponent(address.slice('cid:'.length));
    return bijlagen.find((deel) => deel.contentId === contentId) ?? null;
  } catch {
    return null;
  }
}

const DATE_TIME = /^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$/;

function toMillis(dateTime: string): number | null {
  if (!DATE_TIME.test(dateTime)) return null;
  const millis = Date.parse(dateTime);
  return Number.isNaN(millis) ? null : millis;
}
