/**
 * How long a request may take to arrive. Node knows one bound for all; here an ordinary request is there as a whole in
 * time, and one with a file is bounded by silence: a slow line sends on, a client that says nothing, or just enough to be
 * let alone (slowloris, RS-F58), is gone. A route says so in its `config`.
 */
import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { withAdvice } from './fault.ts';
import { Problem } from './problem.ts';
import { answerOnSocket } from './unreadable.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `body`: it takes files, that may come slowly; `answer`: its work may take minutes. Then the socket may be still. */
    patience?: 'body' | 'answer';
  }
}

export interface Arrival {
  /** All of an ordinary request is there after this. */
  readonly wholeMs: number;
  /** Nothing comes for so long: whoever sent a file is gone. */
  readonly silenceMs: number;
  /** Less than this in that time counts as nothing; default a byte. */
  readonly leastBytes?: number;
}

const SILENT = 'Er kwamen te lang geen of heel weinig bytes. Stuur het bestand of het deel opnieuw.';

/** Refuses the request with 408, and ends its connection, when it does not arrive in time. `headers` stand on every answer. */
export function awaitArrival(
  request: FastifyRequest,
  reply: FastifyReply,
  { wholeMs, silenceMs, leastBytes = 1 }: Arrival,
  headers: Readonly<Record<string, string>>,
): void {
  const { patience } = request.routeOptions.config;
  const { raw } = request;
  // A request that was injected has no socket, and is there already.
  if (!(raw.socket instanceof Socket)) return;
  // The server's own bound on a still socket; once the answer is out, Node puts it back.
  if (patience) raw.socket.setTimeout(0);
  if (patience === 'body') whenSilent(raw, silenceMs, leastBytes, () => refuse(new Problem('request_timeout', SILENT)));
  else whenLate(raw, wholeMs, () => refuse(withAdvice('request_timeout')));

  function refuse(problem: Problem): void {
    if (reply.raw.headersSent) raw.socket.destroy();
    else answerOnSocket(problem, raw.socket, headers);
  }
}

const hasArrived = (raw: IncomingMessage): boolean => raw.complete || raw.destroyed;

function whenLate(raw: IncomingMessage, ms: number, refuse: () => void): void {
  const timer = setTimeout(() => hasArrived(raw) || refuse(), ms).unref();
  raw.once('close', () => clearTimeout(timer));
}

function whenSilent(raw: IncomingMessage, ms: number, leastBytes: number, refuse: () => void): void {
  let seen = raw.socket.bytesRead;
  const timer = setInterval(() => {
    const came = raw.socket.bytesRead;
    // What waits here to be read is our slowness, and not that of the client.
    if (!hasArrived(raw) && came - seen < leastBytes && raw.readableLength === 0) refuse();
    if (hasArrived(raw)) clearInterval(timer);
    seen = came;
  }, ms).unref();
  raw.once('close', () => clearInterval(timer));
}
