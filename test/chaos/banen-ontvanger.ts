/**
 * The receiver of the chaos run, as a process of its own: applies each message once and acknowledges it to any worker,
 * over a network that misbehaves as told by its seed.
 *
 * Arguments: the seed. Prints its port.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOntvanger } from '../../src/platform/outbox/ontvanger.testhulp.ts';
import type { Bericht } from '../../src/platform/outbox/post.testhulp.ts';
import { seededRandom } from '../../src/platform/time/index.ts';
import { bodyOf } from './banen-werker.ts';

/** What happens to a message or its acknowledgment, and how often. The rest goes well. */
const CHANCES = {
  /** The connection breaks before the message is read. */
  dropped: 0.02,
  refused: 0.02,
  ackLost: 0.03,
  ackLate: 0.02,
  ackTwice: 0.02,
  ackBeforeAnswer: 0.01,
} as const;
const LATE_MS = 1_500;
const TOGETHER_MS = 15;

export type Fate = keyof typeof CHANCES | 'well';

/** What the receiver tells when asked. */
export interface Boek {
  readonly applied: readonly Bericht[];
  readonly complaints: readonly string[];
  readonly fates: Readonly<Record<Fate, number>>;
  readonly repeated: number;
  /** Acknowledgments that found no living worker, or one that could not store them. */
  readonly unheard: number;
}

async function main(seed: number): Promise<void> {
  const random = seededRandom(seed);
  const ontvanger = createOntvanger();
  const workers: number[] = [];
  const soon = new Set<string>();
  const fates: Record<Fate, number> = {
    dropped: 0,
    refused: 0,
    ackLost: 0,
    ackLate: 0,
    ackTwice: 0,
    ackBeforeAnswer: 0,
    well: 0,
  };
  let repeated = 0;
  let unheard = 0;

  function drawFate(): Fate {
    let left = random.fraction();
    for (const [fate, chance] of Object.entries(CHANCES) as [keyof typeof CHANCES, number][]) {
      left -= chance;
      if (left < 0) return fate;
    }
    return 'well';
  }

  /** Acknowledges some messages to a worker, any of those that live; when it turns out to be dead, to another. */
  async function acknowledge(ids: readonly string[]): Promise<void> {
    const port = workers[Math.floor(random.fraction() * workers.length)];
    const status = port === undefined ? 503 : await tell(port, ids);
    if (status === 200) return;
    if (port === undefined || status !== 0) {
      unheard += ids.length;
      return;
    }
    if (workers.includes(port)) workers.splice(workers.indexOf(port), 1);
    await acknowledge(ids);
  }

  /** Acknowledges in a moment, together with others. */
  function acknowledgeSoon(id: string): void {
    if (soon.size === 0) {
      setTimeout(() => {
        const ids = [...soon];
        soon.clear();
        void acknowledge(ids);
      }, TOGETHER_MS);
    }
    soon.add(id);
  }

  async function takeMessage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fate = drawFate();
    fates[fate]++;
    if (fate === 'dropped') return void request.socket.destroy();
    const message = JSON.parse(await bodyOf(request)) as Bericht;
    if (fate === 'refused') return void response.writeHead(503).end();
    if (ontvanger.receive(message) === 'repeated') repeated++;
    if (fate === 'ackBeforeAnswer') await acknowledge([message.id]);
    response.writeHead(202).end();
    if (fate === 'ackLate') setTimeout(() => acknowledgeSoon(message.id), random.fraction() * LATE_MS);
    if (fate === 'ackTwice') void acknowledge([message.id]);
    if (fate === 'ackTwice' || fate === 'well') acknowledgeSoon(message.id);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/bericht') return await takeMessage(request, response);
    if (request.url === '/werker') workers.push((JSON.parse(await bodyOf(request)) as { port: number }).port);
    const { applied, complaints } = ontvanger;
    const boek: Boek = { applied, complaints, fates, repeated, unheard };
    response.end(request.url === '/boek' ? JSON.stringify(boek) : '');
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
}

/** Brings acknowledgments to a worker; the HTTP status of its answer, 0 when it does not answer. */
async function tell(port: number, ids: readonly string[]): Promise<number> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/ack`, { method: 'POST', body: JSON.stringify({ ids }) });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}

const [, script, seed] = process.argv;
if (script === import.meta.filename && seed) await main(Number(seed));
