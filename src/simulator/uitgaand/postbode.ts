/**
 * Delivers signals and foutberichten to the municipality over HTTP.
 *
 * Guarantees: at most `concurrency` requests at once; a delivery that waits for its next attempt holds no place; at most 50,000
 * wait, and what is beyond that is given up, as the sender repeats a message whose acknowledgment stays out. After `close` no
 * request goes out any more.
 *
 * Receiving is cheaper than answering, so without a brake a sender that never pauses drowns its own acknowledgments (measured:
 * after 100,000 messages in 73 s more than half of them still had to go). `ruimte` is that brake.
 */
import { Agent, request } from 'undici';
import { wacht } from '../basis/wacht.ts';
import type { Post } from '../ebms/schrijf.ts';

export interface Postbode {
  /** True once the other side answered 2xx, false when it was given up. The message is made at the moment of sending. */
  bezorg(maak: () => Post): Promise<boolean>;
  /** Resolves as soon as fewer than 500 wait for their turn, and after a second in any case: a dead receiver blocks nobody. */
  ruimte(): Promise<void>;
  /** How many are waiting or under way. */
  readonly onderweg: number;
  close(): Promise<void>;
}

export interface PostbodeOpties {
  readonly endpoint: () => string;
  readonly concurrency: number;
  readonly herhaalSchemaMs: readonly number[];
}

const MAX_WAITING = 50_000;
const ROOM = 500;
const ROOM_MS = 1000;
const CONNECT_MS = 3_000;
const ANSWER_MS = 10_000;

export function createPostbode({ endpoint, concurrency, herhaalSchemaMs }: PostbodeOpties): Postbode {
  const agent = new Agent({
    connections: concurrency,
    connect: { timeout: CONNECT_MS },
    headersTimeout: ANSWER_MS,
    bodyTimeout: ANSWER_MS,
    keepAliveTimeout: 10_000,
  });
  const closing = new AbortController();
  const queue: (() => void)[] = [];
  const wanting: (() => void)[] = [];
  let busy = 0;
  let open = 0;

  /** Waits for a free place, first come first served. */
  function turn(): Promise<void> {
    if (busy < concurrency) {
      busy += 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => queue.push(resolve));
  }

  function release(): void {
    const next = queue.shift();
    if (next === undefined) busy -= 1;
    else next();
    if (queue.length < ROOM) for (const goOn of wanting.splice(0)) goOn();
  }

  async function attempt(maak: () => Post): Promise<boolean> {
    await turn();
    try {
      if (closing.signal.aborted) return false;
      const { contentType, body } = maak();
      const answer = await request(endpoint(), {
        method: 'POST',
        dispatcher: agent,
        headers: { 'content-type': contentType, soapaction: '"ebXML"' },
        body,
        signal: closing.signal,
      });
      await answer.body.dump();
      return answer.statusCode >= 200 && answer.statusCode < 300;
    } catch {
      return false;
    } finally {
      release();
    }
  }

  async function deliver(maak: () => Post): Promise<boolean> {
    if (await attempt(maak)) return true;
    for (const ms of herhaalSchemaMs) {
      if (!(await wacht(ms, closing.signal))) return false;
      if (await attempt(maak)) return true;
    }
    return false;
  }

  return {
    ruimte() {
      if (queue.length < ROOM) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, ROOM_MS);
        wanting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    },
    get onderweg() {
      return open;
    },
    async bezorg(maak) {
      if (open >= MAX_WAITING || closing.signal.aborted) return false;
      open += 1;
      try {
        return await deliver(maak);
      } finally {
        open -= 1;
      }
    },
    async close() {
      closing.abort();
      for (const next of [...queue.splice(0), ...wanting.splice(0)]) next();
      await agent.destroy();
    },
  };
}
