import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPostbode, type Postbode } from './postbode.ts';

let server: Server;
let postbode: Postbode;
let held: ServerResponse[];
let statuses: number[];
let arrived: (() => void) | undefined;

beforeEach(async () => {
  held = [];
  statuses = [];
  server = createServer((request, response) => {
    request.resume();
    const status = statuses.shift();
    if (status === undefined) held.push(response);
    else response.writeHead(status).end();
    arrived?.();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  postbode = createPostbode({ endpoint: () => `http://127.0.0.1:${port}/`, concurrency: 2, herhaalSchemaMs: [1, 1] });
});
afterEach(async () => {
  await postbode.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const post = () => ({ contentType: 'text/xml', body: Buffer.from('<a/>') });

async function holds(count: number): Promise<void> {
  while (held.length < count) await new Promise<void>((resolve) => (arrived = resolve));
}

test.each([200, 202, 204])('%i is delivered', async (status) => {
  statuses = [status];
  expect(await postbode.bezorg(post)).toBe(true);
});

test.each([301, 400, 403, 500, 503])('%i is tried again', async (status) => {
  statuses = [status, 204];
  expect(await postbode.bezorg(post)).toBe(true);
});

test('gives up after the last attempt', async () => {
  statuses = [503, 503, 503, 204];
  expect(await postbode.bezorg(post)).toBe(false);
  expect(statuses).toEqual([204]);
});

test('no more than the agreed number under way', async () => {
  const all = Promise.all([1, 2, 3, 4].map(() => postbode.bezorg(post)));
  await holds(2);
  expect(postbode.onderweg).toBe(4);
  statuses = [204, 204];
  for (const response of held) response.writeHead(204).end();
  expect(await all).toEqual([true, true, true, true]);
  expect([held.length, postbode.onderweg]).toEqual([2, 0]);
});

test('ruimte lets through at once while there is room, and holds back when many wait', async () => {
  await postbode.ruimte();
  const all = Array.from({ length: 600 }, () => postbode.bezorg(post));
  await holds(2);
  let through = false;
  const waiting = postbode.ruimte().then(() => {
    through = true;
  });
  await Promise.resolve();
  expect(through).toBe(false);
  statuses = Array.from({ length: 598 }, () => 204);
  for (const response of held) response.writeHead(204).end();
  await waiting;
  expect((await Promise.all(all)).every(Boolean)).toBe(true);
});

test('after close nothing goes out, and what was under way ends', async () => {
  const open = [1, 2, 3].map(() => postbode.bezorg(post));
  await holds(2);
  await postbode.close();
  expect(await Promise.all(open)).toEqual([false, false, false]);
  expect(await postbode.bezorg(post)).toBe(false);
  expect(held).toHaveLength(2);
});
