/** Counts and limits the requests to each API, by the client that its token proves. */
import { Problem, type Server } from '../http/index.ts';
import type { Usage } from './figures.ts';
import type { Limiter } from './limit.ts';

export interface MeterOptions {
  /** The APIs, by the path that they lie under. */
  readonly apis: readonly { readonly name: string; readonly root: string }[];
  /** The client that an `Authorization` header proves; null when it proves none. */
  clientOf(authorization: string): Promise<string | null>;
  readonly usage: Usage;
  /** Null: no limit. */
  readonly limiter: Limiter | null;
}

/**
 * Hooks for all routes of the server. A client counts once its token is proven, so nobody spends the bucket of another
 * by using his name. Who proves nothing gets his refusal from the API, and is counted without a name.
 */
export function meter(server: Server, { apis, clientOf, usage, limiter }: MeterOptions): void {
  const apiOf = (url: string) => apis.find(({ root }) => url.startsWith(`${root}/`));

  server.addHook('onRequest', async (request) => {
    const { authorization } = request.headers;
    if (authorization === undefined || !apiOf(request.url)) return;
    request.who = await clientOf(authorization);
    if (limiter === null || request.who === null) return;
    const wait = limiter.take(request.who);
    if (wait === 0) return;
    const seconds = wait === 1 ? 'één seconde' : `${wait} seconden`;
    throw new Problem(
      'throttled',
      `Deze client stuurt te veel verzoeken. Wacht ${seconds} en probeer het dan opnieuw.`,
      {
        headers: { 'retry-after': String(wait) },
      },
    );
  });

  server.addHook('onResponse', async (request, reply) => {
    const api = apiOf(request.url);
    if (!api) return;
    usage.record({ api: api.name, client: request.who, status: reply.statusCode, ms: reply.elapsedTime });
  });
}
