/**
 * The way to the other side of a CPA: over https with our certificate, to the server that the CPA names when it names one.
 * Plain http goes no further than this computer (KV ebMS2 chapter 4: never), where the simulator and tests live.
 */
import type { X509Certificate } from 'node:crypto';
import { leadsHere, type Net, NetFault } from '../../platform/net/index.ts';
import type { Keystore, TlsClient, TlsQuestion } from '../../platform/tls/index.ts';
import { type Cpa, CpaFault, type CpaParty, channelsOf } from '../../standaarden/ebms/index.ts';
import type { Cpas } from './cpas.ts';

/** With which certificates we send, and how those of others are read. */
export interface Beveiliging {
  readonly keystore: Keystore;
  readonly client: TlsClient;
  /** May a PartyId end in _O, _T, _A or _OTA where the certificate does not (KV ebMS2 §5)? Not in production. */
  readonly achtervoegsels: boolean;
}

export interface Weg {
  /** The network as it is used for one CPA. Its id is asked for only when certificates matter. */
  onder(cpaId: () => string): Pick<Net, 'request'>;
}

/** Without `beveiliging`, in tests, everything goes out as it is. */
export function createWeg(net: Net, cpas: Cpas, beveiliging: Beveiliging | null): Weg {
  if (beveiliging === null) return { onder: () => net };
  return {
    onder: (cpaId) => ({
      async request(request) {
        const url = URL.parse(request.url);
        if (url?.protocol === 'http:') {
          if (leadsHere(url.hostname)) return await net.request(request);
          throw new NetFault(GEEN_HTTP, false);
        }
        const cpa = await cpas.find(cpaId());
        // A copy of the database of another environment: what waits in it is not ours to send.
        if (cpa === null) throw new NetFault('de CPA is hier niet geladen, of is van een andere omgeving', false);
        const tls = await beveiliging.client.tlsFor(vraagVan(cpa, request.url, beveiliging.keystore));
        return await net.request({ ...request, tls });
      },
    }),
  };
}

const GEEN_HTTP = 'een adres met http:// mag alleen op deze computer zelf: gebruik https://';

/** Throws `CpaFault` when messages under this CPA would travel unprotected. */
export function eisVeiligeAdressen({ parties }: Cpa): void {
  const problems = parties.flatMap((party) =>
    channelsOf(party)
      .flatMap(({ endpoints }) => endpoints.map(({ uri }) => URL.parse(uri)))
      .filter((url) => url?.protocol === 'http:' && !leadsHere(url.hostname))
      .map((url) => ({ location: `PartyInfo (${party.name})`, text: `${url!.origin}: ${GEEN_HTTP}` })),
  );
  if (problems.length > 0) throw new CpaFault([...new Map(problems.map((p) => [p.location + p.text, p])).values()]);
}

/** Overrides of an operator stand in the CPA already when it is found. */
function vraagVan(cpa: Cpa, url: string, keystore: Keystore): TlsQuestion {
  const ours = cpa.parties.flatMap((party) => certificaten(party, 'clientCertificate'));
  const other = cpa.parties.find((party) =>
    channelsOf(party).some(({ endpoints }) => endpoints.some(({ uri }) => uri === url)),
  );
  return {
    // What the CPA says of us, when we have it: after a renewal the CPA may lag behind.
    own: ours.find((certificate) => keystore.identityOf(certificate) !== null) ?? null,
    expected: other === undefined ? [] : certificaten(other, 'serverCertificate'),
  };
}

/** Those that the channels of a party name for this use. */
export function certificaten(
  party: CpaParty,
  use: 'clientCertificate' | 'serverCertificate',
): readonly X509Certificate[] {
  return channelsOf(party).flatMap((channel) => channel[use]?.x509 ?? []);
}
