/**
 * The way out over HTTP. A port, so that tests can break it at will; the real one stands on undici.
 *
 * It never follows redirects, always has a total deadline (a slow drip ends too, RS-F28), caps the answer, refuses to
 * work inside a database transaction, and says of every failure whether a byte may have left the house.
 */
import { Agent, errors, request } from 'undici';
import { assertNoTransaction } from '../db/index.ts';

export interface NetRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** For the whole exchange, in ms. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface NetResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The exchange failed. `left` is false only when it is certain that no byte of the request left this process. */
export class NetFault extends Error {
  override readonly name = 'NetFault';
  readonly left: boolean;

  constructor(message: string, left: boolean) {
    super(message);
    this.left = left;
  }
}

export interface Net {
  /** Any HTTP status is an answer; no answer in time is a `NetFault`. */
  request(request: NetRequest): Promise<NetResponse>;
  close(): Promise<void>;
}

const CONNECT_MS = 5_000;
const MAX_ANSWER_BYTES = 5 * 1024 * 1024;
/** Failures before the connection stood: nothing was sent. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

export function createNet(): Net {
  const agent = new Agent({
    connect: { timeout: CONNECT_MS },
    connections: 16,
    keepAliveTimeout: 10_000,
    maxResponseSize: MAX_ANSWER_BYTES,
  });
  return {
    async request({ method, url, headers, body, timeoutMs, signal }) {
      assertNoTransaction(`the network (${method} ${new URL(url).origin})`);
      const deadline = AbortSignal.timeout(timeoutMs);
      try {
        const answer = await request(url, {
          dispatcher: agent,
          method,
          headers: headers ?? {},
          body: body ?? null,
          headersTimeout: timeoutMs,
          bodyTimeout: timeoutMs,
          signal: signal ? AbortSignal.any([deadline, signal]) : deadline,
        });
        const bytes = Buffer.from(await answer.body.arrayBuffer());
        return { status: answer.statusCode, headers: flat(answer.headers), body: bytes };
      } catch (error) {
        throw faultOf(error, timeoutMs, deadline.aborted);
      }
    },
    close: () => agent.close(),
  };
}

function faultOf(error: unknown, timeoutMs: number, late: boolean): NetFault {
  if (late) return new NetFault(`geen antwoord binnen ${timeoutMs / 1000} s`, true);
  const code = (error as { code?: string }).code ?? (error as { cause?: { code?: string } }).cause?.code ?? '';
  if (NOT_CONNECTED.has(code)) return new NetFault(`geen verbinding (${code})`, false);
  if (error instanceof errors.ResponseExceededMaxSizeError) return new NetFault('het antwoord is te groot', true);
  return new NetFault(`de verbinding brak af (${code || (error instanceof Error ? error.name : 'onbekend')})`, true);
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}
