/**
 * The way out over HTTP. A port, so that tests can break it at will; the real one stands on undici.
 *
 * It never follows redirects, always has a total deadline (a slow drip ends too, RS-F28), caps the answer, refuses to
 * work inside a database transaction, and says of every failure whether a byte may have left the house.
 */
import type { LookupFunction } from 'node:net';
import { assertNoTransaction } from '../db/index.ts';
import { createAgents } from './agents.ts';
import { exchange, NetFault } from './exchange.ts';
import type { NetTls } from './tls.ts';

export { NetFault } from './exchange.ts';
export { leadsHere } from './loopback.ts';
export { type AllowedOrigin, allowedBy, createOutbound, isPrivateAddress } from './outbound.ts';
export type { NetTls } from './tls.ts';

export interface NetRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: NetBody;
  /** For the whole exchange, in ms. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Who we are to the other side, and whom we believe there; only for https. */
  readonly tls?: NetTls;
}

/** At hand, or a stream of a size known beforehand; `open` is called once per request. */
export type NetBody = Uint8Array | string | { readonly bytes: number; open(): AsyncIterable<Uint8Array> };

export interface NetResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Net {
  /** Any HTTP status is an answer; no answer in time is a `NetFault`. */
  request(request: NetRequest): Promise<NetResponse>;
  close(): Promise<void>;
}

export function createNet(options: { readonly lookup?: LookupFunction } = {}): Net {
  const agents = createAgents(options);
  return {
    async request(request) {
      const url = URL.parse(request.url);
      if (!url || !/^https?:$/.test(url.protocol)) {
        throw new NetFault('het adres klopt niet: het begint met http:// of https://', false);
      }
      assertNoTransaction(`the network (${request.method} ${url.origin})`);
      if (request.tls && url.protocol !== 'https:') {
        throw new NetFault('het adres klopt niet: met een certificaat begint het met https://', false);
      }
      return await exchange(agents.agentFor(request.tls), url, request);
    },
    close: agents.close,
  };
}
