/**
 * Protection against forged forms (CSRF, RS-F79) without a token: a change is accepted only when the browser says that
 * it comes from a page of this same host. Both headers are set by the browser and cannot be set by a script.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ReactElement } from 'react';
import { sendPage } from './headers.ts';

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * True when `Sec-Fetch-Site` and `Origin`, as far as they are sent, both say that the request comes from `host`, and at
 * least one of them is sent. (Browsers leave out Sec-Fetch-Site on plain http, except on loopback.)
 */
export function isSameOrigin(headers: IncomingHttpHeaders, host: string): boolean {
  const site = headers['sec-fetch-site'];
  const { origin } = headers;
  if (site !== undefined && site !== 'same-origin') return false;
  if (origin === undefined) return site === 'same-origin';
  return URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}

/** Refuses, with 403 and the given page, every request in this scope that may change something and comes from elsewhere. */
export function refuseForeignForms(app: FastifyInstance, refusal: (request: FastifyRequest) => ReactElement): void {
  app.addHook('onRequest', async (request, reply) => {
    if (SAFE_METHODS.includes(request.method) || isSameOrigin(request.headers, request.host)) return;
    request.log.warn({ path: request.routeOptions.url }, 'form from another site refused');
    return sendPage(reply, refusal(request), 403);
  });
}
