/**
 * The keys and certificates of this process, from a folder that an operator fills. Keys stay in files: they are never in
 * the database, and nothing of them is ever logged.
 *
 * - Every PEM file in the folder may hold keys and certificates; a key belongs to each certificate with its public key,
 *   and chains are completed from the other certificates. `vertrouwd/` holds the authorities that are trusted, those in the
 *   middle of a chain too.
 * - A change on disk is taken in without restart. As long as a certificate without its key stands where one with a key
 *   stood, the change is not complete and the last good state stays.
 */
import type { KeyObject, X509Certificate } from 'node:crypto';
import type { Log } from '../log/index.ts';
import type { Clock } from '../time/index.ts';
import { chainOf, daysLeft, fingerprintOf, isFor, isSelfSigned, nameOf, subjectNumberOf } from './certificate.ts';
import { type FolderContent, openFolder } from './folder.ts';
import { publicKeyId } from './pem.ts';

/** A certificate of which this process has the key. */
export interface Identity {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
  /** The certificate and those above it, without the one that vouches for itself: what is shown to the other side. */
  readonly chain: readonly X509Certificate[];
  /** subject.serialNumber, under which the holder is registered; null without. */
  readonly subjectNumber: string | null;
  /** SHA-256 in lower case without colons. */
  readonly fingerprint: string;
  /** Whole days until it ends; negative after that. */
  readonly daysLeft: number;
}

export interface Keystore {
  identities(): readonly Identity[];
  /** The key that belongs to this certificate, be it one of the folder or not; null when it is not here. */
  keyOf(certificate: X509Certificate): KeyObject | null;
  identityOf(certificate: X509Certificate): Identity | null;
  /** The authorities that are trusted. */
  trust(): readonly X509Certificate[];
  /** Told after every change; gives how to stop being told. */
  onChange(listener: () => void): () => void;
  /** Looks at the folder now, and warns of what ends soon. Gives whether anything changed. */
  refresh(): Promise<boolean>;
}

export interface KeystoreOptions {
  readonly dir: string;
  /** Of keys that are encrypted. */
  readonly passphrase?: string | null;
  readonly clock: Clock;
  readonly log: Log;
}

/** Name of the folder with trusted certificates; operators see it. */
const TRUSTED = 'vertrouwd';

/** Each is warned of once, in days. */
const THRESHOLDS = [7, 30, 60] as const;

interface State {
  readonly identities: readonly Omit<Identity, 'daysLeft'>[];
  readonly keys: ReadonlyMap<string, KeyObject>;
  readonly trusted: readonly X509Certificate[];
}

/** Opens the folder, which need not be there yet, and reads it. */
export async function createKeystore({ dir, passphrase = null, clock, log }: KeystoreOptions): Promise<Keystore> {
  const folder = openFolder({ dir, trusted: TRUSTED, passphrase, log });
  const listeners = new Set<() => void>();
  /** The lowest threshold that was warned of, by fingerprint. */
  const warned = new Map<string, number>();
  let state: State = { identities: [], keys: new Map(), trusted: [] };

  const now = (): Date => clock.now();
  const identities = (): readonly Identity[] =>
    state.identities.map((identity) => ({ ...identity, daysLeft: daysLeft(identity.certificate, now()) }));

  async function refresh(): Promise<boolean> {
    const content = await folder.read();
    if (content !== null) takeIn(content);
    warn();
    return content !== null;
  }

  function takeIn(content: FolderContent): void {
    const next = stateOf(content);
    const have = new Set(next.identities.map(({ fingerprint }) => fingerprint));
    const lost = state.identities.filter(({ fingerprint }) => !have.has(fingerprint));
    const alone = content.certificates.filter((c) => !c.ca && !have.has(fingerprintOf(c)));
    for (const certificate of alone)
      log.warn({ certificaat: nameOf(certificate) }, 'bij een certificaat is geen sleutel gevonden');
    // The key and the certificate are in two files, and one was replaced already.
    if (lost.length > 0 && alone.length > 0) {
      log.warn({}, 'de map met sleutels is half bijgewerkt; de vorige certificaten blijven in gebruik');
      state = { ...next, identities: [...next.identities, ...lost], keys: new Map([...state.keys, ...next.keys]) };
    } else {
      state = next;
    }
    for (const listener of listeners) listener();
  }

  function warn(): void {
    for (const { certificate, fingerprint, daysLeft: days } of identities()) {
      const threshold = days < 0 ? -1 : THRESHOLDS.find((t) => days <= t);
      if (threshold === undefined || threshold >= (warned.get(fingerprint) ?? Number.POSITIVE_INFINITY)) continue;
      warned.set(fingerprint, threshold);
      const fields = { certificaat: nameOf(certificate), dagen: days, tot: certificate.validToDate.toISOString() };
      if (days < 0) log.error(fields, 'een certificaat van ons is verlopen: zet een nieuw in de map met sleutels');
      else log.warn(fields, 'een certificaat van ons verloopt binnenkort: vraag een nieuw aan');
    }
  }

  await refresh();
  return {
    identities,
    keyOf: (certificate) => state.keys.get(publicKeyId(certificate.publicKey)) ?? null,
    identityOf: ({ fingerprint256 }) =>
      identities().find(({ certificate }) => certificate.fingerprint256 === fingerprint256) ?? null,
    trust: () => state.trusted,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    refresh,
  };
}

function stateOf({ keys, certificates, trusted }: FolderContent): State {
  const byPublicKey = new Map(keys.map((key) => [publicKeyId(key), key]));
  const authorities = [...trusted, ...certificates];
  const identities = certificates.flatMap((certificate) => {
    const key = byPublicKey.get(publicKeyId(certificate.publicKey));
    if (key === undefined) return [];
    const chain = chainOf(certificate, authorities).filter((one) => one === certificate || !isSelfSigned(one));
    return [
      { certificate, key, chain, subjectNumber: subjectNumberOf(certificate), fingerprint: fingerprintOf(certificate) },
    ];
  });
  return { identities, keys: byPublicKey, trusted };
}

/** There is no certificate to show, or more than one and nobody said which. The text tells an operator what to do. */
export class NoIdentity extends Error {
  override readonly name = 'NoIdentity';
}

/**
 * The identity to show: the one with this number or fingerprint, or the only one. Of several with one number (the old one
 * and its successor) it is the one that holds now, and of those the one that ends last. Throws `NoIdentity`.
 */
export function chooseIdentity(keystore: Keystore, wanted: string | null, purpose: string, now: Date): Identity {
  const name = wanted?.replaceAll(':', '').toLowerCase();
  const fits = keystore
    .identities()
    .filter(({ certificate }) => !certificate.ca && isFor(certificate, purpose))
    .filter((one) => name === undefined || one.subjectNumber?.toLowerCase() === name || one.fingerprint === name);
  if (new Set(fits.map((one) => one.subjectNumber ?? one.fingerprint)).size > 1) {
    throw new NoIdentity(
      'er staan certificaten van meer dan één organisatie in de map met sleutels: zeg welk certificaat gebruikt wordt',
    );
  }
  const holds = ({ certificate }: Identity): number =>
    certificate.validFromDate <= now && now <= certificate.validToDate ? 1 : 0;
  const [best] = fits.toSorted(
    (a, b) => holds(b) - holds(a) || b.certificate.validToDate.getTime() - a.certificate.validToDate.getTime(),
  );
  if (best === undefined) {
    const which = wanted === null ? '' : ` ${wanted}`;
    throw new NoIdentity(`in de map met sleutels staat geen certificaat${which} met zijn sleutel: zet ze erin`);
  }
  return best;
}
