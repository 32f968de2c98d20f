/**
 * Who is it: may whoever showed this certificate speak as the sender of this message? (Best Practices EB005, EB014; RS-F59.)
 *
 * - Names the CPA (or an override of it) a ClientCertificate for the sender, then it must be that one.
 * - Otherwise the OIN in subject.serialNumber must be a PartyId of the sender, in production to the letter.
 * - Without certificate only a sender speaks whose own addresses in the CPA lie on this computer.
 *
 * Who may not, gets HTTP 403 and never a MessageError: that would go to the address of the real party, so a stranger could
 * make it believe that a message of its own was refused. The 403 goes to nobody but whoever sent this.
 */
import type { X509Certificate } from 'node:crypto';
import { leadsHere } from '../../platform/net/index.ts';
import { certificateName, fingerprintOf, subjectNumberOf } from '../../platform/tls/index.ts';
import { bareOin, type Cpa, type CpaParty, channelsOf, type PartyId, partyOf } from '../../standaarden/ebms/index.ts';
import { type Beveiliging, certificaten } from './weg.ts';

/** Why this certificate may not speak as the party with these ids, in words for both sides; null when it may. */
export function vreemdeling(
  cpa: Cpa,
  from: readonly PartyId[],
  peer: X509Certificate | null,
  { achtervoegsels }: Pick<Beveiliging, 'achtervoegsels'>,
): string | null {
  const sender = partyOf(cpa, from[0]?.value ?? '');
  // A sender whom the CPA does not know: whoever is in it may hear that.
  const parties = sender === undefined ? cpa.parties : [sender];
  const reasons = parties.map((party) =>
    peer === null ? zonderCertificaat(party) : nietVan(party, peer, achtervoegsels),
  );
  return reasons.includes(null) ? null : reasons[0]!;
}

function zonderCertificaat(party: CpaParty): string | null {
  const urls = channelsOf(party).flatMap(({ endpoints }) => endpoints.map(({ uri }) => URL.parse(uri)));
  const isHere = urls.every((url) => url !== null && url.protocol === 'http:' && leadsHere(url.hostname));
  return isHere ? null : 'Deze partij toont een certificaat: stuur het bericht over tweezijdige TLS.';
}

function nietVan(party: CpaParty, peer: X509Certificate, achtervoegsels: boolean): string | null {
  const named = certificaten(party, 'clientCertificate');
  if (named.length > 0) {
    if (named.some(({ fingerprint256 }) => fingerprint256 === peer.fingerprint256)) return null;
    return `Het certificaat ${certificateName(peer)} (SHA-256 ${fingerprintOf(peer)}) is niet dat uit de CPA. Is het vernieuwd, leg het dan vast als override bij de CPA.`;
  }
  const oin = subjectNumberOf(peer);
  const ids = party.partyIds.map(({ value }) => (achtervoegsels ? bareOin(value) : value));
  if (oin !== null && ids.includes(oin)) return null;
  return `Het certificaat is van ${oin ?? 'een partij zonder OIN'}, en het bericht noemt ${ids[0]} als afzender.`;
}
