/** Lint of the channels of a CPA: addresses, order, and the channel over which acknowledgments and errors go. */
import type { Channel, Cpa, CpaParty } from './cpa.ts';
import { channelsOf } from './cpa-certificates.ts';
import { type CpaFinding, finding } from './cpa-lint-finding.ts';
import { type Route, routesOf } from './route.ts';

export function lintChannels(cpa: Cpa): CpaFinding[] {
  const routes = routesOf(cpa);
  return cpa.parties.flatMap((party, index) => {
    const place = `PartyInfo[${index + 1}]`;
    // Channels of one party share their address as a rule: then it is told at the first.
    const told = new Set<string>();
    return [
      ...channelsOf(party).flatMap((channel) => {
        const at = `${place}/DeliveryChannel[${channel.id}]`;
        const endpoints = channel.endpoints.filter(({ uri }) => {
          const key = `${uri} ${channel.serverCertificate?.id}`;
          return !told.has(key) && told.add(key);
        });
        return [...lintOrder(channel, at), ...endpoints.flatMap(({ uri }) => lintEndpoint(uri, channel, at))];
      }),
      ...lintSignalChannel(
        party,
        routes.filter((route) => party.partyIds.some(({ value }) => value === route.to.partyId.value)),
        place,
      ),
    ];
  });
}

/** Koppelvlakstandaard §3 and §5, MessageOrder: NotGuaranteed; a message that asks for order is refused with NotSupported. */
function lintOrder({ sending, receiving }: Channel, place: string): CpaFinding[] {
  if (!sending.reliability?.ordered && !receiving.reliability?.ordered) return [];
  const text =
    'MessageOrderSemantics is Guaranteed. Digikoppeling raadt dat sterk af en Zaakbode weigert zulke berichten. Laat NotGuaranteed in de CPA zetten: Zaakbode bewaart zelf de volgorde.';
  return [finding('volgorde', place, text)];
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i;

/** Koppelvlakstandaard chapter 4: HTTPS only; TLS005: port 443. */
function lintEndpoint(uri: string, { serverCertificate }: Channel, place: string): CpaFinding[] {
  const { protocol, hostname, port } = new URL(uri);
  const local = LOOPBACK.test(hostname);
  if (protocol === 'http:') {
    return [
      local
        ? finding(
            'http-lokaal',
            place,
            `Het adres ${uri} is zonder TLS. Dat mag alleen omdat het deze computer zelf is, voor een proef.`,
          )
        : finding(
            'http',
            place,
            `Het adres ${uri} is zonder TLS. Digikoppeling vraagt https. Laat het adres in de CPA wijzigen, of geef een ander adres op als vervanging.`,
          ),
    ];
  }
  const findings: CpaFinding[] = [];
  if (port !== '') {
    const text = `Het adres ${uri} gebruikt poort ${port}. Digikoppeling schrijft poort 443 voor (TLS005). Firewalls laten andere poorten vaak niet door: spreek dit af, of laat het adres wijzigen.`;
    findings.push(finding('poort', place, text));
  }
  const x509 = serverCertificate?.x509;
  const host = hostname.replace(/^\[|\]$/g, '');
  const isAddress = /^[\d.]+$|:/.test(host);
  if (x509 && (isAddress ? x509.checkIP(host) : x509.checkHost(host)) === undefined) {
    const text = `De naam ${host} staat niet in het servercertificaat (${serverCertificate.id}). De verbinding wordt dan geweigerd. Laat het adres of het certificaat in de CPA wijzigen.`;
    findings.push(finding('host-niet-in-certificaat', place, text));
  }
  return findings;
}

/** `received`: the routes on which this party receives, so whose acknowledgments it sends. */
function lintSignalChannel(party: CpaParty, received: readonly Route[], place: string): CpaFinding[] {
  const findings: CpaFinding[] = [];
  const channel = party.overrides.find(({ action }) => action === 'Acknowledgment')?.channel ?? party.defaultMshChannel;
  const at = `${place}/DeliveryChannel[${channel.id}]`;
  if (channel.ackRequested === 'always') {
    const text =
      'Dit kanaal is voor ontvangstbevestigingen en fouten, en vraagt daar zelf weer een bevestiging van. Dat kan niet: laat een kanaal zonder bevestiging (best effort) instellen als defaultMshChannelId.';
    findings.push(finding('signaalkanaal-betrouwbaar', at, text));
  }
  const acknowledged = received.filter(({ asksAck }) => asksAck);
  const signedAck = acknowledged.filter(({ ackSignatureRequested }) => ackSignatureRequested === 'always');
  if (signedAck.length > 0 && channel.sending.nonRepudiation?.certificate == null) {
    const text =
      'Ontvangstbevestigingen moeten een handtekening krijgen, maar het kanaal waarover zij gaan zegt niet met welk certificaat. Laat SenderNonRepudiation toevoegen.';
    findings.push(finding('signaalkanaal-zonder-handtekening', at, text));
  }
  // Koppelvlakstandaard chapter 6: the default MSH channel carries one profile only.
  if (signedAck.length > 0 && signedAck.length < acknowledged.length) {
    const text =
      'Sommige acties vragen een ondertekende ontvangstbevestiging en andere niet. Over één kanaal voor bevestigingen gaat maar één profiel: vraag voor de andere acties een eigen CPA aan.';
    findings.push(finding('meer-profielen', place, text));
  }
  return findings;
}
