/**
 * The headers that every page carries, also a redirect, an error and a refusal.
 *
 * The Content-Security-Policy has no `unsafe-*` and no source but this host (DigiD norm U/PW.03): no inline style, no
 * inline script, no `data:` image may ever be needed by a component.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { createElement, type ReactElement } from 'react';
import { renderPage } from './render.ts';
import { VisitorContext } from './visitor.tsx';

export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export const PAGE_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  // `same-origin`, not `no-referrer`: with the latter a browser sends `Origin: null` with our own forms.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** Gives every answer of this Fastify scope the page headers. Call it first, before routes and other hooks. */
export function securePages(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(PAGE_HEADERS);
  });
}

/** Answers with a page, as the visitor of this request sees it. */
export function sendPage(reply: FastifyReply, page: ReactElement, status = 200): FastifyReply {
  const seen = createElement(VisitorContext, { value: reply.request.visitor ?? null }, page);
  return reply.code(status).headers(PAGE_HEADERS).type('text/html; charset=utf-8').send(renderPage(seen));
}
