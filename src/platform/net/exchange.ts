/**
 * One exchange over HTTP, from the moment of asking until the last byte of the answer or the fault that ended it.
 *
 * It stands on undici's `dispatch` and not on its `request`, for two reasons. A request that still waits for a connection
 * is not ended by the abort signal of `request`, so its deadline would depend on that of others. And only `dispatch` says
 * when a request gets its connection: before that moment it is certain that no byte of it left this process.
 */
import { Readable } from 'node:stream';
import { type Dispatcher, errors } from 'undici';
import type { NetBody, NetRequest, NetResponse } from './index.ts';

/**
 * The exchange failed. `left` is false only when it is certain that no byte of the request left this process, or that the
 * other side read none: it refused our certificate first.
 */
export class NetFault extends Error {
  override readonly name = 'NetFault';
  readonly left: boolean;

  constructor(message: string, left: boolean) {
    super(message);
    this.left = left;
  }
}

export function exchange(dispatcher: Dispatcher, url: URL, request: NetRequest): Promise<NetResponse> {
  const { method, headers, body, timeoutMs, signal, tls } = request;
  return new Promise((resolve, reject) => {
    let connection: Dispatcher.DispatchController | undefined;
    let ended = false;
    let status = 0;
    let answerHeaders: Readonly<Record<string, string>> = {};
    const chunks: Buffer[] = [];

    /** The first end counts; what comes after it is of nobody's interest any more. */
    function end(settle: () => void): void {
      if (ended) return;
      ended = true;
      clearTimeout(deadline);
      signal?.removeEventListener('abort', calledOff);
      settle();
    }
    function fail(reason: string, left = connection !== undefined): void {
      end(() => reject(new NetFault(reason, left)));
    }
    function stop(reason: string): void {
      fail(reason);
      connection?.abort(new Error(reason));
    }
    function calledOff(): void {
      stop('afgebroken');
    }

    const deadline = setTimeout(() => stop(`geen antwoord binnen ${timeoutMs / 1000} s`), timeoutMs);
    if (signal?.aborted) return fail('afgebroken');
    signal?.addEventListener('abort', calledOff);

    const options: Dispatcher.DispatchOptions = {
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method,
      headers: { ...headers, ...(isStream(body) && { 'content-length': String(body.bytes) }) },
      body: isStream(body) ? Readable.from(body.open()) : (body ?? null),
    };
    dispatcher.dispatch(options, {
      onRequestStart(controller) {
        // It waited for a connection until after its end: now that it gets one, it may not leave any more.
        if (ended) return controller.abort(new Error('te laat'));
        connection = controller;
      },
      onResponseStart(_controller, code, fields) {
        status = code;
        answerHeaders = flat(fields);
      },
      onResponseData(_controller, chunk) {
        if (!ended) chunks.push(chunk);
      },
      onResponseEnd() {
        end(() => resolve({ status, headers: answerHeaders, body: Buffer.concat(chunks) }));
      },
      onResponseError(_controller, error) {
        // TLS 1.3 says that it refused our certificate only after the request may have left; it was not read (RFC 8446 §4.4.2.4).
        const refusal = status === 0 ? tls?.explain(error) : null;
        if (refusal) fail(refusal, false);
        else fail(reasonOf(error, connection !== undefined));
      },
    });
  });
}

function isStream(body: NetBody | undefined): body is Extract<NetBody, { bytes: number }> {
  return typeof body === 'object' && 'open' in body;
}

/** What went wrong, in words that hold nothing of the address or the message. */
function reasonOf(error: Error, connected: boolean): string {
  if (error instanceof errors.ResponseExceededMaxSizeError) return 'het antwoord is te groot';
  const code = (error as { code?: string }).code ?? error.name;
  if (connected) return `de verbinding brak af (${code})`;
  if (error instanceof errors.InvalidArgumentError) return `het adres klopt niet of een header klopt niet (${code})`;
  return `geen verbinding (${code})`;
}

function flat(headers: Record<string, string | string[] | undefined>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}
