/**
 * What arrives on the socket and is no HTTP, or comes too slowly: there is no request to answer, so the answer is written
 * by hand. It is the same problem with the same headers as any other, and the connection ends.
 */
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { withAdvice } from './fault.ts';
import { Problem, problemBody } from './problem.ts';

/** Answers on the socket, when somebody is still listening, and ends the connection. `headers` stand on every answer. */
export function answerUnreadable(
  error: Error & { code?: string },
  socket: Socket,
  headers: Readonly<Record<string, string>>,
): void {
  if (error.code === 'ECONNRESET') socket.destroy();
  else answerOnSocket(problemOfSocket(error.code), socket, headers);
}

/** Writes this problem as the answer and ends the connection. */
export function answerOnSocket(problem: Problem, socket: Socket, headers: Readonly<Record<string, string>>): void {
  if (socket.writable) socket.write(answer(problem, headers));
  socket.destroy();
}

function problemOfSocket(code: string | undefined): Problem {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return withAdvice('request_timeout');
  if (code === 'HPE_HEADER_OVERFLOW') return new Problem('request_too_large', 'De headers zijn samen te groot.');
  return new Problem('parse_error', 'Dit is geen geldig HTTP-verzoek.');
}

function answer(problem: Problem, headers: Readonly<Record<string, string>>): string {
  const body = JSON.stringify(problemBody(problem, `urn:uuid:${randomUUID()}`));
  const lines = Object.entries({
    ...headers,
    'content-type': 'application/problem+json',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('')}\r\n${body}`;
}
