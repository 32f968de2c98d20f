/** Lint of what only the text of a CPA tells: what stands there more than once, and what was left out. */
import { parseXml, type XmlElement } from '../xml/index.ts';
import { type Findings, optionalAttr, type Place, placesOf } from './cpa-findings.ts';
import { type CpaFinding, finding } from './cpa-lint-finding.ts';
import { CPA_LIMITS } from './cpa-read.ts';

const TRAITS = ['syncReplyMode', 'ackRequested', 'ackSignatureRequested', 'duplicateElimination', 'actor'] as const;
/** Best Practices ebMS2 chapter 3 gives each of these a value. */
const CHARACTERISTICS = [
  'isAuthenticated',
  'isAuthorizationRequired',
  'isConfidential',
  'isIntelligibleCheckRequired',
  'isNonRepudiationReceiptRequired',
  'isNonRepudiationRequired',
  'isTamperProof',
] as const;

/** Of a text that `parseCpa` could read. */
export function lintText(text: Uint8Array | string): CpaFinding[] {
  const findings: Findings = { problems: [], ids: new Set() };
  const root: Place = { el: parseXml(text, CPA_LIMITS), path: '', findings };
  return placesOf(root, 'PartyInfo').flatMap((party) => [
    ...placesOf(party, 'CollaborationRole')
      .flatMap((role) => placesOf(role, 'ServiceBinding'))
      .flatMap(lintBinding),
    ...placesOf(party, 'DeliveryChannel', 'channelId').flatMap((channel) =>
      placesOf(channel, 'MessagingCharacteristics').flatMap((traits) => leftOut(traits, channel.path, TRAITS)),
    ),
    ...placesOf(party, 'Transport', 'transportId').flatMap(lintTransport),
  ]);
}

function lintBinding(binding: Place): CpaFinding[] {
  const bindings = ['CanSend', 'CanReceive'].flatMap((direction) =>
    placesOf(binding, direction).flatMap((action) => placesOf(action, 'ThisPartyActionBinding', 'id')),
  );
  return bindings.flatMap((own) => {
    const place = own.path;
    const channels = placesOf(own, 'ChannelId');
    const [first] = channels;
    const several =
      first !== undefined && channels.length > 1
        ? [
            finding(
              'meer-kanalen',
              place,
              `Deze actie noemt ${channels.length} kanalen. Zaakbode gebruikt het eerste (${textIn(first.el)}). Laat de andere weghalen als dat het goede is.`,
            ),
          ]
        : [];
    const traits = placesOf(own, 'BusinessTransactionCharacteristics');
    return [...several, ...traits.flatMap((one) => leftOut(one, place, CHARACTERISTICS))];
  });
}

function lintTransport(transport: Place): CpaFinding[] {
  return placesOf(transport, 'TransportReceiver').flatMap((receiver) => {
    const endpoints = placesOf(receiver, 'Endpoint');
    if (endpoints.length < 2) return [];
    const text = `Hier staan ${endpoints.length} adressen. Zaakbode kiest er een naar het soort bericht: request, response, allPurpose, en anders het eerste. Laat de CPA één adres noemen.`;
    return [finding('meer-adressen', transport.path, text)];
  });
}

function leftOut(place: Place, path: string, names: readonly string[]): CpaFinding[] {
  const missing = names.filter((name) => optionalAttr(place, name) === null);
  if (missing.length === 0) return [];
  const text = `Hier ontbreekt ${missing.join(', ')}. Dat mag, en Zaakbode rekent met de standaardwaarde, maar andere software kan erover struikelen. Laat de waarde invullen als de CPA toch wordt gewijzigd.`;
  return [finding('attribuut-weggelaten', path, text)];
}

const textIn = (el: XmlElement): string =>
  el.children
    .filter((child) => typeof child === 'string')
    .join('')
    .trim();
