/**
 * Objects in a bucket of an S3 service, path-style. One object is one PUT with its length told beforehand, so it is there
 * whole or not at all, and nothing is ever left on its way. (Amazon takes 5 GiB in one PUT.)
 *
 * - What fits in `HELD` is held: it is signed with its hash, and sent again when the service does not answer.
 * - What is larger streams, signed chunk by chunk. UNSIGNED-PAYLOAD is simpler, but there are services that store what came
 *   of a stream that was cut off; here the chunk that ends it goes only once the source kept its word.
 * - What may be sent twice is tried three times: reading before its first byte, removing, looking. A stream is not.
 * - After a `put` that failed the object is removed, because its last byte may have arrived. A service that stores it
 *   only after that removal leaves an object that nobody knows.
 */
import { createHash } from 'node:crypto';
import { AwsV4Signer } from 'aws4fetch';
import { Agent, type Dispatcher, errors } from 'undici';
import { assertNoTransaction } from '../db/index.ts';
import { FileDamaged, FileMissing, StorageFault } from './faults.ts';
import { checkedKey, checkedRange, type ObjectStore } from './objects.ts';
import { chunkedLength, signedChunks } from './s3-chunks.ts';
import { type Asked, isPassing, refusal, strange, unreachable } from './s3-faults.ts';
import { exactly, gather } from './source.ts';

export interface S3Settings {
  /** `https://s3.example.nl`, without a path. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** What stands before each key, with a slash at its end; may be empty. */
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What a test does otherwise. */
interface Around {
  readonly now?: () => Date;
  /** Waits between two tries. */
  readonly pause?: (ms: number) => Promise<void>;
}

/** Up to this many bytes an object is held in memory while it is sent. */
const HELD = 1024 * 1024;
const CONNECT_MS = 5_000;
/** Without any sign of the service; a slow source or reader does not count. */
const SILENCE_MS = 60_000;
/** For a look at the whole: who waits for it wants an answer, also a bad one. */
const CHECK_MS = 10_000;
const TRIES = 3;
/** Before the second try; five times as long before the third. */
const PAUSE_MS = 100;
/** Of the text of a refusal. */
const MAX_REFUSAL_BYTES = 64 * 1024;

type Method = 'GET' | 'HEAD' | 'PUT' | 'DELETE';

interface Ask {
  readonly method: Method;
  readonly name: string;
  readonly asked: Asked;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Instead of a body: so many bytes, signed as they pass. */
  readonly stream?: { readonly size: number; readonly bytes: AsyncIterable<Uint8Array> };
  /** Which statuses are an answer; the others are a refusal. */
  readonly good: readonly number[];
  readonly signal?: AbortSignal | undefined;
}

type Outcome = { readonly response: Dispatcher.ResponseData } | { readonly fault: unknown; readonly again: boolean };

export function createS3ObjectStore(settings: S3Settings, around: Around = {}): ObjectStore {
  const { endpoint, region, bucket, prefix, accessKeyId, secretAccessKey } = settings;
  const { now = () => new Date(), pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms)) } = around;
  const agent = new Agent({ connect: { timeout: CONNECT_MS }, headersTimeout: SILENCE_MS, bodyTimeout: SILENCE_MS });
  const signingKeys = new Map<string, ArrayBuffer>();
  const asking = (key: string | null, doing: Asked['doing']): Asked => ({ key, doing, bucket, endpoint });

  /** One try: the answer, or why there is none and whether a next try may have it. */
  async function once(ask: Ask): Promise<Outcome> {
    const { method, name, asked, body, stream, good, signal } = ask;
    const url = new URL(`${endpoint}/${bucket}/${prefix}${name}`);
    const datetime = now()
      .toISOString()
      .replace(/[:-]|\.\d{3}/g, '');
    const { headers } = await new AwsV4Signer({
      method,
      url: url.href,
      headers: { ...ask.headers, ...headersOf(ask) },
      accessKeyId,
      secretAccessKey,
      region,
      service: 's3',
      cache: signingKeys,
      datetime,
    }).sign();
    const signature = headers.get('authorization')!.slice(-64);
    const sent = stream ? signedChunks(stream.bytes, { secretAccessKey, region, datetime, signature }) : body;
    try {
      const response = await agent.request({
        origin: url.origin,
        path: url.pathname,
        method,
        headers: Object.fromEntries(headers),
        // undici takes any async iterable; its types know only streams.
        body: (sent ?? null) as Buffer | null,
        signal: signal ?? null,
      });
      const { statusCode } = response;
      if (good.includes(statusCode)) return { response };
      return { fault: refusal(asked, statusCode, await beginOf(response.body)), again: isPassing(statusCode) };
    } catch (error) {
      if (signal?.aborted) return { fault: signal.reason, again: false };
      // Who was silent for a minute will be so again.
      return { fault: unreachable(asked, error), again: !(error instanceof errors.HeadersTimeoutError) };
    }
  }

  async function send(ask: Ask, tries = TRIES): Promise<Dispatcher.ResponseData> {
    assertNoTransaction(`the network (S3 ${ask.method})`);
    for (let n = 1; ; n++) {
      const outcome = await once(ask);
      if ('response' in outcome) return outcome.response;
      if (!outcome.again || n >= tries) throw outcome.fault;
      await pause(PAUSE_MS * 5 ** (n - 1));
    }
  }

  /** Sends what passes by once; when the source fails, that is the fault. */
  async function sendStream(
    ask: Ask,
    size: number,
    content: AsyncIterable<Uint8Array>,
  ): Promise<Dispatcher.ResponseData> {
    const source: { fault?: { readonly error: unknown } } = {};
    async function* watched(): AsyncGenerator<Uint8Array, void> {
      try {
        yield* content;
      } catch (error) {
        source.fault = { error };
        throw error;
      }
    }
    return await send({ ...ask, stream: { size, bytes: watched() } }, 1).catch((error: unknown) => {
      throw source.fault ? source.fault.error : error;
    });
  }

  async function remove(key: string, tries?: number): Promise<void> {
    const ask: Ask = { method: 'DELETE', name: key, asked: asking(key, 'verwijderen'), good: [200, 202, 204] };
    // Amazon answers 204 also for what was not there; some services answer 404.
    const response = await send(ask, tries).catch((error: unknown) => {
      if (!(error instanceof FileMissing)) throw error;
    });
    await response?.body.dump();
  }

  return {
    async put(key, size, bytes, signal) {
      const asked = asking(checkedKey(key), 'schrijven');
      const held = checkedRange(0, size) <= HELD;
      // Ends the source also when the service answered before it had all: nobody reads it any more then.
      const done = new AbortController();
      const content = exactly(bytes, size, signal ? AbortSignal.any([signal, done.signal]) : done.signal);
      const ask: Ask = { method: 'PUT', name: key, asked, good: [200, 201], signal };
      const body = held ? await gather(content) : undefined;
      try {
        const response = body ? await send({ ...ask, body }) : await sendStream(ask, size, content);
        await response.body.dump();
      } catch (error) {
        await remove(key, 1).catch(() => undefined);
        throw error;
      } finally {
        done.abort();
      }
    },
    async *get(key, from, to) {
      const asked = asking(checkedKey(key), 'lezen');
      if (checkedRange(from, to) === 0) {
        await (await send({ method: 'HEAD', name: key, asked, good: [200] })).body.dump();
        return;
      }
      const ask: Ask = {
        method: 'GET',
        name: key,
        asked,
        good: [206, 416],
        headers: { range: `bytes=${from}-${to - 1}` },
      };
      const { statusCode, headers, body } = await send(ask);
      let at = from;
      try {
        if (statusCode === 416) throw new FileDamaged(key);
        if (!String(headers['content-range']).startsWith(`bytes ${from}-`)) throw strange(asked, 'content-range');
        for await (const piece of body as AsyncIterable<Buffer>) {
          at += piece.byteLength;
          if (at > to) throw strange(asked, 'content-length');
          yield piece;
        }
      } catch (error) {
        throw error instanceof FileDamaged || error instanceof StorageFault ? error : unreachable(asked, error);
      } finally {
        // When its reader stops, nothing more is fetched.
        body.on('error', () => undefined).destroy();
      }
      if (at < to) throw new FileDamaged(key);
    },
    remove: async (key) => await remove(checkedKey(key)),
    // One PUT leaves nothing on its way.
    sweep: async () => 0,
    async check() {
      const signal = AbortSignal.timeout(CHECK_MS);
      const put: Ask = { method: 'PUT', name: 'proef', asked: asking(null, 'schrijven'), good: [200, 201], signal };
      const get: Ask = { method: 'GET', name: 'proef', asked: asking(null, 'lezen'), good: [200], signal };
      try {
        await (await send({ ...put, body: Buffer.from('proef') })).body.dump();
        await (await send(get)).body.dump();
      } catch (error) {
        throw error === signal.reason ? unreachable(put.asked, error) : error;
      }
    },
  };
}

/** How the service can tell that all of the body came as it was sent. */
function headersOf({ body, stream }: Ask): Record<string, string> {
  if (!stream) return { 'x-amz-content-sha256': sha256(body ?? '') };
  return {
    'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    'x-amz-decoded-content-length': String(stream.size),
    'content-encoding': 'aws-chunked',
    'content-length': String(chunkedLength(stream.size)),
  };
}

/** The beginning of what a refusal says; less when the connection breaks. */
async function beginOf(body: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  try {
    for await (const piece of body) {
      text += piece.toString('latin1');
      if (text.length > MAX_REFUSAL_BYTES) break;
    }
  } catch {
    // The status says enough.
  }
  return text;
}

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
