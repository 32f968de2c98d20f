/**
 * Which certificate comes with a request: that of the TLS connection itself, or, behind a TLS offloader, the one in a
 * header, which only counts from an address that is trusted. Whatever way it came, it is judged here again: that an
 * offloader passes certificates on that it did not check is a mistake quickly made.
 *
 * Nobody without a certificate gets in, except from this computer itself, directly.
 */
import { X509Certificate } from 'node:crypto';
import { BlockList, isIPv6 } from 'node:net';
import { Problem } from '../../platform/http/index.ts';
import { CLIENT_AUTH, type Judge, peerOf } from '../../platform/tls/index.ts';

/** A request, as far as it tells who sent it. */
export interface Afzender {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly raw: { readonly socket: { readonly remoteAddress?: string | undefined } };
}

/** The certificate of the sender; null from this computer itself. Throws a `Problem` (403) for whoever gets no further. */
export type Wie = (request: Afzender) => Promise<X509Certificate | null>;

export interface WieOptions {
  readonly judge: Judge;
  /** Header in which an offloader passes on the certificate: PEM, encoded as in an address. */
  readonly header: string | null;
  /** Addresses and networks of the offloader. */
  readonly proxies: readonly string[];
  log(fields: object, message: string): void;
}

/** What a proxy adds: such a request comes from elsewhere, whatever address it has. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'];

export function createWie({ judge, header, proxies, log }: WieOptions): Wie {
  const trusted = blockListOf(proxies);
  const local = blockListOf(['127.0.0.0/8', '::1']);
  const name = header?.toLowerCase() ?? null;

  return async ({ headers, raw: { socket } }) => {
    const address = socket.remoteAddress ?? '';
    const fromProxy = has(trusted, address);
    const peer = peerOf(socket) ?? (name !== null && fromProxy ? certificateIn(headers[name]) : null);
    if (peer !== null) {
      const fault = await judge(peer, 'theirs', CLIENT_AUTH);
      return fault === null ? peer : refuse(address, fault.message);
    }
    const direct = !fromProxy && FORWARDED.every((field) => headers[field] === undefined);
    if (direct && has(local, address)) return null;
    return refuse(address, 'er is geen clientcertificaat getoond');
  };

  function refuse(adres: string, reden: string): never {
    log({ adres, reden }, 'een ebMS-verzoek werd geweigerd om zijn certificaat');
    throw new Problem('permission_denied', `Verbind met een geldig clientcertificaat: ${reden}.`);
  }

  function certificateIn(value: string | string[] | undefined): X509Certificate | null {
    if (typeof value !== 'string' || value === '') return null;
    try {
      return new X509Certificate(decodeURIComponent(value));
    } catch {
      throw new Problem(
        'permission_denied',
        `De header ${header} bevat geen certificaat in PEM, gecodeerd als in een adres.`,
      );
    }
  }
}

function blockListOf(addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of addresses) {
    const [address = '', prefix] = entry.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

function has(list: BlockList, address: string): boolean {
  return address !== '' && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
