/**
 * Addresses that came in from outside and that we are about to call: references to objects of other registers, and
 * callbacks. Only origins that an operator listed are reached (`OUTBOUND_ALLOW`), no redirect is followed, and a name
 * that leads to an address inside the house is refused unless its entry says `intern:`; that is looked at when the
 * connection is made, so a name cannot change its mind between the look and the call (SSRF, DNS rebinding).
 */
import { lookup as lookupName } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { createNet, type Net } from './index.ts';

/** An origin that may be called. */
export interface AllowedOrigin {
  /** `https://zaken.example.nl`, without a path. */
  readonly origin: string;
  /** Only addresses below this path, e.g. `/api/v1/`; every address when it is left out. */
  readonly path?: string;
  /** May its name lead to a private address? An address written out, or localhost, needs no permission. */
  readonly intern: boolean;
}

const PRIVATE = new BlockList();
for (const [network, prefix, family] of [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 127, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
  // IPv4 in IPv6 clothes: mapped, and NAT64.
  ['::ffff:0:0', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
] as const) {
  PRIVATE.addSubnet(network, prefix, family);
}

/** Is this an address inside a house: private, loopback, link-local, or meant for no single host? */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  return family === 0 || PRIVATE.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** The entry that allows this address; null when none does. */
export function allowedBy(address: string, allow: readonly AllowedOrigin[]): AllowedOrigin | null {
  const url = URL.parse(address);
  // A name and password in an address are never meant for us to pass on.
  const named = url?.username || url?.password;
  const fits = ({ origin, path = '' }: AllowedOrigin): boolean =>
    origin === url?.origin && url.pathname.startsWith(path);
  return url && !named ? (allow.find(fits) ?? null) : null;
}

/** A way out that only connects where the entries allow it. Callers look with `allowedBy` first, to tell why not. */
export function createOutbound(allow: readonly AllowedOrigin[], lookup: typeof lookupName = lookupName): Net {
  const intern = new Set(allow.filter((entry) => entry.intern).map(({ origin }) => new URL(origin).hostname));
  const net = createNet({ lookup: guarded(lookup, (name) => name === 'localhost' || intern.has(name)) });
  return {
    ...net,
    async request(request) {
      if (!allowedBy(request.url, allow)) throw new Error('address not in the allow-list');
      return await net.request(request);
    },
  };
}

function guarded(lookup: typeof lookupName, mayBePrivate: (name: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 0);
      const usable = mayBePrivate(hostname) ? found : found.filter(({ address }) => !isPrivateAddress(address));
      const [first] = usable;
      if (!first) {
        const refused = Object.assign(new Error('only private addresses'), { code: 'EPRIVATE' });
        return callback(refused, '', 0);
      }
      if (options.all) return callback(null, usable);
      return callback(null, first.address, first.family);
    });
  };
}
