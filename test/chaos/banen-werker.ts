/**
 * A worker of the chaos run, as a process of its own that may be killed at any moment. It works on lanes, sends stored
 * messages, and completes the tokens that the receiver acknowledges over HTTP.
 *
 * Arguments: URL of the database, port of the receiver.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Database, openPostgres } from '../../src/platform/db/index.ts';
import { createOutbox, type Outbox, postgresLiveness } from '../../src/platform/outbox/index.ts';
import { type Bericht, postSubscriber, takeDue } from '../../src/platform/outbox/post.testhulp.ts';
import { systemClock, systemRandom } from '../../src/platform/time/index.ts';

/** Without an acknowledgment a message goes out again after this long; a real one waits minutes. */
const AGAIN_MS = 1_000;
const ANSWER_MS = 1_000;
const AT_ONCE = 50;
const IDLE_MS = 50;

export const POST = postSubscriber({
  name: 'post',
  batch: 25,
  parallel: 2,
  clock: systemClock,
  random: systemRandom,
});

async function main(url: string, receiver: string): Promise<void> {
  const db = await openPostgres({ url, max: 6 });
  const liveness = await postgresLiveness(url, systemRandom);
  const outbox = createOutbox({
    db,
    clock: systemClock,
    random: systemRandom,
    liveness,
    onFault: (subscriber, what, error) => process.stderr.write(`${subscriber} ${what}: ${String(error)}\n`),
  });
  outbox.subscribe(POST);
  outbox.start();
  const port = await listen(db, outbox);
  await register(receiver, port);
  process.stdout.write(`${port}\n`);
  for (;;) if ((await sendDue(db, receiver).catch(() => 0)) === 0) await pause(IDLE_MS);
}

/** Tells the receiver where to bring acknowledgments, until it has heard it. */
async function register(receiver: string, port: number): Promise<void> {
  const told = await post(receiver, '/werker', { port }).then(
    () => true,
    () => false,
  );
  if (!told) await register(receiver, port);
}

/** Where acknowledgments come in. 500 when one could not be stored: the receiver has then not been heard. */
async function listen(db: Database, outbox: Outbox): Promise<number> {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { ids } = JSON.parse(await bodyOf(request)) as { ids: readonly string[] };
    const outcomes = new Map(ids.map((id) => [id, { kind: 'klaar' } as const]));
    const done = await db.transaction((tx) => outbox.complete(tx, outcomes));
    response.end(JSON.stringify({ done: done.length }));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Sends what is stored and due. Whatever comes of it, only the acknowledgment counts. */
async function sendDue(db: Database, receiver: string): Promise<number> {
  const due = await takeDue(db, systemClock, AT_ONCE, AGAIN_MS);
  await Promise.all(due.map((message: Bericht) => post(receiver, '/bericht', message).catch(() => undefined)));
  return due.length;
}

async function post(port: string, path: string, body: unknown): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  await response.arrayBuffer();
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

const [, script, url, receiver] = process.argv;
if (script === import.meta.filename && url && receiver) await main(url, receiver);
