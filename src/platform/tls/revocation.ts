/**
 * Which certificates are revoked, for every authority that is trusted (Digikoppeling PKI003, PKI004).
 *
 * - Lists are fetched from the addresses in every certificate in use, every four hours, sooner when a list ends before
 *   that, and soon again after a failure. They are kept on disk, so that a restart without network changes nothing; a file
 *   that an operator puts there counts too.
 * - A certificate of an authority whose list ended, or was never had though certificates name its address, is refused.
 *   An authority of which nobody names an address has no lists: its certificates are accepted, and that is told.
 */
import type { X509Certificate } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../log/index.ts';
import type { Net } from '../net/index.ts';
import type { Clock } from '../time/index.ts';
import { fingerprintOf, isIssuer, nameOf } from './certificate.ts';
import { type Crl, crlAddressesOf, readCrl } from './crl.ts';
import { CertificateFault, type Side } from './fault.ts';
import type { Keystore } from './keystore.ts';

export interface Revocation {
  /** Gets the list for each certificate of the chain whose authority has none yet; waits, but not for long. */
  prepare(chain: readonly X509Certificate[]): Promise<void>;
  /** Why this chain, from the leaf up to the root, must not be accepted; null when nothing speaks against it. */
  faultOf(chain: readonly X509Certificate[], side: Side): CertificateFault | null;
  /** The lists for OpenSSL, as PEM; null while an authority has none: OpenSSL would refuse all of its certificates. */
  lists(): readonly string[] | null;
  onChange(listener: () => void): () => void;
  /** Fetches what is due; gives how many were tried. */
  refresh(): Promise<number>;
}

export interface RevocationOptions {
  readonly dir: string;
  readonly keystore: Keystore;
  readonly net: Net;
  readonly clock: Clock;
  readonly log: Log;
}

/** Of one agreement there are a handful. */
const MAX_LEARNED = 10_000;
const MINUTE_MS = 60_000;
/** At least every four hours (Digikoppeling, use of certificates, chapter 7). */
const REFRESH_MS = 4 * 60 * MINUTE_MS;
/** A list that ends sooner is fetched again this long before it does. */
const AHEAD_MS = 10 * MINUTE_MS;
/** After a failure: 1, 2, 4, ... minutes, at most this. */
const MAX_RETRY_MS = 30 * MINUTE_MS;
const FETCH_MS = 30_000;
/** Somebody waits for his answer while a list is fetched for the first time. */
const FIRST_FETCH_MS = 5_000;

/** One authority and its list. */
interface Source {
  readonly ca: X509Certificate;
  readonly addresses: Set<string>;
  crl: Crl | null;
  /** Ms since the epoch at which it is fetched again. */
  due: number;
  failures: number;
  fetching: Promise<void> | null;
  warned: boolean;
}

/** Begins with the lists on disk; nothing is fetched before the first `refresh` or `prepare`. */
export async function createRevocation({ dir, keystore, net, clock, log }: RevocationOptions): Promise<Revocation> {
  let sources = new Map<string, Source>();
  const listeners = new Set<() => void>();
  /** Files in the folder, with what tells that they changed. */
  const seen = new Map<string, string>();
  /** Certificates of which it is known where their list is. */
  const learned = new Set<string>();
  const now = (): number => clock.now().getTime();

  function follow(): void {
    const authorities = keystore.trust().filter(({ ca }) => ca);
    sources = new Map(
      authorities.map((ca) => {
        const key = fingerprintOf(ca);
        const fresh = {
          ca,
          addresses: new Set<string>(),
          crl: null,
          due: 0,
          failures: 0,
          fetching: null,
          warned: false,
        };
        return [key, sources.get(key) ?? fresh];
      }),
    );
    // A list on disk may be of an authority that has just come.
    seen.clear();
    learned.clear();
    for (const certificate of [...authorities, ...keystore.identities().map((one) => one.certificate)])
      learn(certificate);
  }

  /** Remembers where the list is that this certificate would be on. Reading it is work, and each request asks. */
  function learn(certificate: X509Certificate): void {
    const key = certificate.fingerprint256;
    if (learned.has(key)) return;
    if (learned.size >= MAX_LEARNED) learned.clear();
    learned.add(key);
    const addresses = crlAddressesOf(certificate);
    if (addresses.length === 0) return;
    for (const { ca, addresses: known } of sources.values()) {
      if (isIssuer(ca, certificate)) for (const address of addresses) known.add(address);
    }
  }

  function take(crl: Crl): boolean {
    let changed = false;
    for (const ca of crl.issuers) {
      const source = sources.get(fingerprintOf(ca))!;
      // An older list, played back to us, would undo a revocation.
      if (source.crl !== null && (crl.thisUpdate < source.crl.thisUpdate || crl.pem === source.crl.pem)) continue;
      source.crl = crl;
      source.warned = false;
      changed = true;
    }
    return changed;
  }

  const authorities = (): X509Certificate[] => [...sources.values()].map(({ ca }) => ca);
  const tell = (): void => {
    for (const listener of listeners) listener();
  };

  async function readDisk(): Promise<void> {
    const files = await readdir(dir).catch((): string[] => []);
    let changed = false;
    for (const file of files.filter((name) => /^[^.].*\.(?:crl|pem|der)$/i.test(name))) {
      const path = join(dir, file);
      try {
        const { ino, size, mtimeMs } = await stat(path);
        const stamp = [ino, size, mtimeMs].join();
        if (seen.get(file) === stamp) continue;
        seen.set(file, stamp);
        changed = take(await readCrl(await readFile(path), authorities())) || changed;
      } catch (error) {
        log.warn({ bestand: file, reden: reasonOf(error) }, 'een CRL in de map is niet te gebruiken');
      }
    }
    if (changed) tell();
  }

  async function keep({ pem, issuers: [ca] }: Crl): Promise<void> {
    const path = join(dir, `${fingerprintOf(ca!)}.crl`);
    try {
      await mkdir(dir, { recursive: true });
      await writeFile(`${path}.${process.pid}`, pem);
      await rename(`${path}.${process.pid}`, path);
    } catch (error) {
      log.warn({ reden: reasonOf(error) }, 'een CRL kon niet worden bewaard');
    }
  }

  /** Fetches the list of one authority; never rejects. */
  function fetch(source: Source, timeoutMs: number): Promise<void> {
    source.fetching ??= fetchFrom(source, timeoutMs).finally(() => {
      source.fetching = null;
    });
    return source.fetching;
  }

  async function fetchFrom(source: Source, timeoutMs: number): Promise<void> {
    for (const url of source.addresses) {
      try {
        const { status, body } = await net.request({ method: 'GET', url, timeoutMs });
        if (status !== 200) throw new Error(`HTTP ${status}`);
        const crl = await readCrl(body, [source.ca]);
        if (crl.nextUpdate.getTime() <= now()) throw new Error('de lijst is te oud');
        const changed = take(crl);
        source.failures = 0;
        source.due = Math.max(now() + MINUTE_MS, Math.min(now() + REFRESH_MS, crl.nextUpdate.getTime() - AHEAD_MS));
        if (changed) {
          await keep(crl);
          tell();
        }
        return;
      } catch (error) {
        log.warn({ ca: nameOf(source.ca), adres: url, reden: reasonOf(error) }, 'een CRL kon niet worden opgehaald');
      }
    }
    source.due = now() + Math.min(MAX_RETRY_MS, MINUTE_MS * 2 ** source.failures++);
  }

  /** What an operator must know, once each. */
  function alarm(): void {
    for (const source of sources.values()) {
      const isOld = source.crl !== null && source.crl.nextUpdate.getTime() <= now();
      const isUnknown = source.crl === null && source.addresses.size === 0;
      if (source.warned || !(isOld || isUnknown)) continue;
      source.warned = true;
      const fields = { ca: nameOf(source.ca) };
      if (isOld) log.error(fields, 'de CRL van een CA is te oud: haar certificaten worden geweigerd');
      else
        log.warn(
          fields,
          'van een CA is geen CRL en geen adres ervan bekend: intrekkingen door haar worden niet gezien',
        );
    }
  }

  follow();
  await readDisk();
  keystore.onChange(() => {
    follow();
    tell();
  });

  return {
    async prepare(chain) {
      const wanting = pairsOf(chain).flatMap(([certificate, ca]) => {
        const source = sources.get(fingerprintOf(ca));
        if (source === undefined || source.crl !== null) return [];
        learn(certificate);
        return source.addresses.size > 0 && source.due <= now() ? [source] : [];
      });
      await Promise.all(wanting.map((source) => fetch(source, FIRST_FETCH_MS)));
    },
    faultOf(chain, side) {
      for (const [certificate, ca] of pairsOf(chain)) {
        const source = sources.get(fingerprintOf(ca));
        if (source === undefined) continue;
        const { crl, addresses } = source;
        const where = addresses.size === 0 ? '' : ` (${[...addresses].join(', ')})`;
        if (crl === null || !crl.covers(certificate)) {
          if (addresses.size > 0 || crl !== null) return new CertificateFault('crl-missing', side, certificate, where);
        } else if (crl.nextUpdate.getTime() <= now()) {
          return new CertificateFault('crl-expired', side, certificate, where);
        } else if (crl.isRevoked(certificate)) {
          return new CertificateFault('revoked', side, certificate);
        }
      }
      return null;
    },
    lists() {
      const crls = [...sources.values()].map(({ crl }) => crl);
      return crls.every((crl) => crl !== null) ? [...new Set(crls.map(({ pem }) => pem))] : null;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async refresh() {
      await readDisk();
      const due = [...sources.values()].filter(({ addresses, due }) => addresses.size > 0 && due <= now());
      await Promise.all(due.map((source) => fetch(source, FETCH_MS)));
      alarm();
      return due.length;
    },
  };
}

/** Each certificate with the one above it. */
function pairsOf(chain: readonly X509Certificate[]): readonly (readonly [X509Certificate, X509Certificate])[] {
  return chain.slice(1).map((ca, index) => [chain[index]!, ca]);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : 'onbekende fout';
}
