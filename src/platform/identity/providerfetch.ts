/** The way of the OpenID library to the provider: over our own network, so with its deadline, without redirects, and capped. */
import { type Net, NetFault } from '../net/index.ts';

/** The provider did not answer, or said that it cannot now. Nothing is wrong with the person. */
export class ProviderAway extends Error {
  override readonly name = 'ProviderAway';
}

const TIMEOUT_MS = 10_000;
/** Metadata, keys and tokens are some kilobytes. */
const MAX_BYTES = 512 * 1024;

interface Ask {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

export function providerFetch(net: Net): (url: string, ask: Ask) => Promise<Response> {
  return async (url, { method, headers, body }) => {
    if (method !== 'GET' && method !== 'POST') throw new Error(`${method} is not used with a provider`);
    const answer = await net
      .request({
        method,
        url,
        headers,
        ...(body !== undefined && body !== null && { body: String(body) }),
        timeoutMs: TIMEOUT_MS,
      })
      .catch((error: unknown) => {
        throw error instanceof NetFault ? new ProviderAway(error.message) : error;
      });
    if (answer.status >= 500) throw new ProviderAway(`status ${answer.status}`);
    if (answer.body.length > MAX_BYTES) throw new ProviderAway('het antwoord is te groot');
    const empty = [204, 205, 304].includes(answer.status);
    return new Response(empty ? null : new Uint8Array(answer.body), { status: answer.status, headers: answer.headers });
  };
}
