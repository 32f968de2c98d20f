/** A client of the ZGW APIs that can carry a load: kept-alive connections, the whole answer read, failures thrown. */
import { Agent, request } from 'undici';

export interface Api {
  post<T = { readonly url: string; readonly uuid: string }>(path: string, body: unknown): Promise<T>;
  get<T>(path: string): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
  close(): Promise<void>;
}

export interface ApiOpties {
  readonly base: string;
  readonly token: string;
  readonly verbindingen: number;
}

const TIMEOUT_MS = 30_000;

export function createApi({ base, token, verbindingen }: ApiOpties): Api {
  const agent = new Agent({ connections: verbindingen, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });

  async function send(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): Promise<unknown> {
    const { statusCode, body: answer } = await request(path.startsWith('http') ? path : `${base}${path}`, {
      dispatcher: agent,
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'accept-crs': 'EPSG:4326',
        ...(body !== undefined && { 'content-type': 'application/json', 'content-crs': 'EPSG:4326' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (statusCode >= 300) throw new Error(`${method} gaf HTTP ${statusCode}: ${text.slice(0, 300)}`);
    return JSON.parse(text);
  }

  return {
    post: async <T>(path: string, body: unknown) => (await send('POST', path, body)) as T,
    get: async <T>(path: string) => (await send('GET', path)) as T,
    patch: async <T>(path: string, body: unknown) => (await send('PATCH', path, body)) as T,
    close: () => agent.destroy(),
  };
}
