/** Lint of the actions of a CPA: which Digikoppeling profile each has, and whether what that profile needs is there. */

import { ACTOR_NEXT_MSH, SERVICE_TYPE } from './constants.ts';
import type { Cpa, NonRepudiation } from './cpa.ts';
import { type CpaFinding, finding } from './cpa-lint-finding.ts';
import { detectProfile, type Profile } from './profile.ts';
import { duplicateWindowMs, partyOf, type Route, routesOf } from './route.ts';
import { formatDuration } from './time.ts';

/** An action of the CPA, as lint sees it. */
export interface ActionProfile {
  readonly action: string;
  readonly service: string;
  /** PartyIds. */
  readonly from: string;
  readonly to: string;
  readonly endpoint: string;
  /** Null when it fits none. */
  readonly profile: Profile | null;
}

export function actionProfiles(cpa: Cpa): ActionProfile[] {
  return routesOf(cpa).map((route) => ({
    action: route.action,
    service: route.service.value,
    from: route.from.partyId.value,
    to: route.to.partyId.value,
    endpoint: route.endpoint,
    profile: detectProfile(route),
  }));
}

export function lintRoutes(cpa: Cpa): CpaFinding[] {
  const routes = routesOf(cpa);
  if (routes.length === 0) {
    const text =
      'Onder deze CPA kan geen enkel bericht worden verstuurd: geen actie van de ene partij past bij een actie van de andere. Laat de CPA opnieuw maken.';
    return [finding('geen-actie', 'CollaborationProtocolAgreement', text)];
  }
  return routes.flatMap((route) => {
    const sender = partyOf(cpa, route.from.partyId.value);
    const place = `PartyInfo[${sender === cpa.parties[0] ? 1 : 2}]/CanSend[${route.action}]`;
    return [
      ...lintProfile(route, place),
      ...lintWords(route, place),
      ...lintReliability(route, place),
      ...(route.signed ? lintSigning(cpa, route, place) : []),
      ...(route.encrypted ? lintEncryption(route, place) : []),
    ];
  });
}

function lintProfile(route: Route, place: string): CpaFinding[] {
  const profile = detectProfile(route);
  if (profile === null) {
    const text = `De actie ${route.action} past in geen profiel van Digikoppeling. ${reasonsWithout(route).join(' ')}`;
    return [finding('geen-profiel', place, text)];
  }
  const text = `De actie ${route.action} van ${route.from.name} naar ${route.to.name} heeft profiel ${profile}.`;
  const findings = [finding('profiel', place, text)];
  if (route.syncReplyMode === 'mshSignalsOnly') {
    const sync =
      'syncReplyMode is mshSignalsOnly: bevestigingen in het antwoord zelf. Dat mag bij uitzondering, als beide kanten het kunnen. Zaakbode stuurt bevestigingen altijd los: vraag none.';
    findings.push(finding('syncreply', place, sync));
  }
  return findings;
}

/** Why a route fits none of the six; the conditions are those of `detectProfile`. */
function reasonsWithout(route: Route): string[] {
  const { ackRequested, duplicateElimination, actor, syncReplyMode, signed, encrypted } = route;
  const reasons: string[] = [];
  const both = ackRequested === duplicateElimination && ackRequested !== 'perMessage';
  if (!both) {
    reasons.push(
      `ackRequested is ${ackRequested} en duplicateElimination is ${duplicateElimination}: zet beide op always (osb-rm) of beide op never (osb-be).`,
    );
  }
  if (actor === ACTOR_NEXT_MSH) reasons.push('actor is nextMSH: zet toPartyMSH.');
  if (syncReplyMode !== 'none' && !(syncReplyMode === 'mshSignalsOnly' && ackRequested === 'always')) {
    reasons.push(`syncReplyMode is ${syncReplyMode}: zet none.`);
  }
  if (encrypted && !signed) {
    reasons.push('De inhoud wordt versleuteld maar niet ondertekend: zet isNonRepudiationRequired op true.');
  }
  return reasons;
}

/** Koppelvlakstandaard §5, Service and Action: text without white space. */
function lintWords({ service, action }: Route, place: string): CpaFinding[] {
  const findings: CpaFinding[] = [];
  for (const [name, word] of [
    ['De service', service.value],
    ['De actie', action],
  ]) {
    if (/\s/.test(word!)) {
      const text = `${name} "${word}" heeft een spatie of een ander wit teken in de naam. Dat mag niet: laat de naam wijzigen.`;
      findings.push(finding('witruimte', place, text));
    }
  }
  if (service.type !== SERVICE_TYPE) {
    const is = service.type === null ? 'heeft geen type' : `heeft type ${service.type}`;
    const text = `De service ${service.value} ${is}. Bij Digikoppeling is dat ${SERVICE_TYPE}.`;
    findings.push(finding('service-type', place, text));
  }
  return findings;
}

/** Koppelvlakstandaard §5, DuplicateElimination: MessageIds are kept for at least (1 + Retries) × RetryInterval. */
function lintReliability(route: Route, place: string): CpaFinding[] {
  const { timeToLiveMs, persistDurationMs, retries, retryIntervalMs, asksAck } = route;
  if (!asksAck || timeToLiveMs === null) return [];
  if (retries === 0) {
    const text =
      'Retries is 0: een bericht dat verloren gaat, wordt niet herhaald. Spreek een aantal af (8 keer, om de 3 uur, is gebruikelijk).';
    return [finding('zonder-herhalingen', place, text)];
  }
  if (persistDurationMs === null || persistDurationMs >= timeToLiveMs) return [];
  const text = `PersistDuration is ${formatDuration(persistDurationMs)}, maar herhalen duurt ${formatDuration(timeToLiveMs)} (1 + ${retries} keer ${formatDuration(retryIntervalMs)}). Een late herhaling zou dan als nieuw bericht gelden. Zaakbode onthoudt berichten ${formatDuration(duplicateWindowMs(route))}. Vraag of de andere partij dat ook doet, of laat PersistDuration verhogen.`;
  return [finding('venster', place, text)];
}

const SHA2 = /(#|-)sha(256|384|512)$/;

/** SIGN001-004: SHA-256, -384 or -512; the hash must be exactly that of the message. */
function lintSigning(cpa: Cpa, route: Route, place: string): CpaFinding[] {
  const { signing, asksAck, ackSignatureRequested } = route;
  const findings: CpaFinding[] = [];
  if (signing === null || signing.certificate === null) {
    const text =
      'Berichten moeten een handtekening krijgen, maar de CPA zegt niet met welk algoritme en certificaat. Laat SenderNonRepudiation met SigningCertificateRef toevoegen.';
    findings.push(finding('handtekening-ontbreekt', place, text));
  }
  for (const algorithm of signing === null ? [] : [signing.hashFunction, signing.signatureAlgorithm]) {
    if (SHA2.test(algorithm)) continue;
    const text = `Het algoritme ${algorithm} is niet toegestaan: het moet SHA-256, SHA-384 of SHA-512 zijn. Laat de CPA opnieuw maken met SHA-256.`;
    findings.push(finding('hash-verouderd', place, text));
  }
  const theirs = receiverSigning(cpa, route);
  if (signing !== null && theirs !== null && differs(signing, theirs)) {
    const text =
      'De zender tekent met een ander algoritme dan de ontvanger verwacht. De ontvanger weigert het bericht dan. Laat beide gelijk maken.';
    findings.push(finding('handtekening-verschilt', place, text));
  }
  if (asksAck && ackSignatureRequested !== 'always') {
    const text =
      'Berichten hebben een handtekening, maar de ontvangstbevestiging niet. Digikoppeling vraagt dat ook de bevestiging getekend is: laat ackSignatureRequested op always zetten.';
    findings.push(finding('bevestiging-zonder-handtekening', place, text));
  }
  return findings;
}

function receiverSigning(cpa: Cpa, route: Route): NonRepudiation | null {
  const receiver = partyOf(cpa, route.to.partyId.value);
  const bindings = receiver?.roles
    .filter(({ service }) => service.value === route.service.value)
    .flatMap(({ canReceive }) => canReceive);
  return bindings?.find(({ action }) => action === route.action)?.channel.receiving.nonRepudiation ?? null;
}

function differs(one: NonRepudiation, other: NonRepudiation): boolean {
  return one.hashFunction !== other.hashFunction || one.signatureAlgorithm !== other.signatureAlgorithm;
}

/** ENC001-004: AES-128 or -256, in GCM mode; 3DES never for encrypting. */
function lintEncryption({ envelope }: Route, place: string): CpaFinding[] {
  if (envelope === null || envelope.certificate === null) {
    const text =
      'De inhoud moet versleuteld worden, maar de CPA zegt niet hoe en voor welk certificaat. Laat ReceiverDigitalEnvelope met EncryptionCertificateRef toevoegen.';
    return [finding('versleuteling-ontbreekt', place, text)];
  }
  const { encryptionAlgorithm } = envelope;
  if (/aes(128|192|256)-gcm$/.test(encryptionAlgorithm)) return [];
  if (/aes(128|192|256)-cbc$/.test(encryptionAlgorithm)) {
    const text = `De inhoud wordt versleuteld met ${encryptionAlgorithm}. Digikoppeling raadt GCM aan in plaats van CBC. Laat de CPA wijzigen naar AES-256-GCM.`;
    return [finding('versleuteling-cbc', place, text)];
  }
  const text = `Het algoritme ${encryptionAlgorithm} is niet toegestaan. Laat de CPA wijzigen naar AES-256-GCM.`;
  return [finding('versleuteling-verouderd', place, text)];
}
