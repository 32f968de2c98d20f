/** What can be known of our certificates (A3): whose number, which names, until when, and whether they are accepted. */
import { CLIENT_AUTH, type Identity, SERVER_AUTH, type Tls } from '../../platform/tls/index.ts';

export interface Certificaatfeit {
  readonly onderwerp: string;
  /** subject.serialNumber: the OIN or HRN. */
  readonly nummer: string | null;
  readonly vingerafdruk: string;
  readonly domeinnamen: readonly string[];
  readonly tot: string;
  /** Whole days until then. */
  readonly dagen: number;
  /** The chain reaches an authority in the folder `vertrouwd`. */
  readonly keten: boolean;
  /** Public: it goes into the Consumerspecificatie. */
  readonly pem: string;
  /** Why it cannot be shown as client or as server (dates, purpose, revocation); null when it can. */
  readonly bezwaar: { readonly client: string | null; readonly server: string | null };
}

export async function certificaatfeiten({
  keystore,
  judge,
}: Pick<Tls, 'keystore' | 'judge'>): Promise<readonly Certificaatfeit[]> {
  const bezwaar = async ({ certificate }: Identity, purpose: string): Promise<string | null> =>
    (await judge(certificate, 'own', purpose))?.message ?? null;
  return await Promise.all(
    keystore
      .identities()
      .filter(({ certificate }) => !certificate.ca)
      .map(async (identity) => ({
        onderwerp: identity.certificate.subject.replaceAll('\n', ', '),
        nummer: identity.subjectNumber,
        vingerafdruk: identity.fingerprint,
        domeinnamen: namenIn(identity.certificate.subjectAltName),
        tot: identity.certificate.validToDate.toISOString(),
        dagen: identity.daysLeft,
        keten: keystore.trust().some((ca) => {
          const last = identity.chain.at(-1)!;
          return last.checkIssued(ca) && last.verify(ca.publicKey);
        }),
        pem: identity.certificate.toString(),
        bezwaar: { client: await bezwaar(identity, CLIENT_AUTH), server: await bezwaar(identity, SERVER_AUTH) },
      })),
  );
}

/** Node writes the names as `DNS:a.example, DNS:b.example`. */
function namenIn(subjectAltName: string | undefined): readonly string[] {
  return (subjectAltName ?? '')
    .split(', ')
    .flatMap((part) => (part.startsWith('DNS:') ? [part.slice('DNS:'.length).toLowerCase()] : []));
}

/** Does this certificate hold for this name? One level of wildcard, as RFC 6125 has it. */
export function dektNaam(domeinnamen: readonly string[], naam: string): boolean {
  const gevraagd = naam.toLowerCase();
  return domeinnamen.some(
    (one) => one === gevraagd || (one.startsWith('*.') && gevraagd.split('.').slice(1).join('.') === one.slice(2)),
  );
}
