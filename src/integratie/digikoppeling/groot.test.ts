import { createHash } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, sql } from '../../platform/db/index.ts';
import { parseMessage } from '../../standaarden/ebms/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import type { Bijlage } from './index.ts';
import { OK } from './nepnet.testhulp.ts';
import { foutbericht, GEMEENTE, hunBericht, START } from './partner.testhulp.ts';

const MIB = 1024 * 1024;
const DAG = 24 * 60 * 60 * 1000;
let db: Database;
let w: Wereld;
let p: Proces;

beforeAll(async () => {
  db = await proefDatabase();
});
beforeEach(async () => {
  w = await wereld(db);
  p = w.proces(1);
});
afterEach(() => w.sluit());

/** Octets in which every one depends on its place, and a CRLF with two dashes now and then. */
function octets(size: number, seed: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let i = 0; i < size; i++) bytes[i] = (i * 31 + (i >> 8) * 7 + seed) & 0xff;
  for (let i = 1000; i + 10 < size; i += 50_000) bytes.write('\r\n--zb-nep', i, 'latin1');
  return bytes;
}

async function* stroom(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
}

async function inOpslag(bytes: Buffer): Promise<Bijlage> {
  const object = await p.dk.objecten.nieuw(bytes.length, stroom(bytes));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { contentType: 'application/pdf', inhoud: { object, bytes: bytes.length, sha256 } };
}

const bewaar = (messageId: string, ...bijlagen: Bijlage[]): Promise<void> =>
  w.db.transaction((tx) =>
    p.dk.bewaar(tx, w.cpa, [
      { cpaId: w.cpa.id, vanPartij: GEMEENTE, action: 'zaakbericht', messageId, conversationId: 'g', bijlagen },
    ]),
  );

/** A message of theirs with these payloads after its foutbericht. */
const groot = (...extra: Buffer[]) =>
  hunBericht(w.cpa, {
    attachments: [
      foutbericht,
      ...extra.map((content, i) => ({ contentId: `deel-${i}@v.example`, contentType: 'application/pdf', content })),
    ],
  });

const delen = async () =>
  (
    await w.db.query<{
      delen: { contentId: string; bytes: number; sha256: string; positie: number; object?: string }[];
    }>(sql`select delen from digikoppeling.ontvangen`)
  )[0]!.delen;

describe('a message with several payloads, one of them large', () => {
  it('leaves as one MIME body, the large part read from the store, each time the same octets', async () => {
    const large = octets(3 * MIB, 1);
    const small = Buffer.from('<zaak>é</zaak>');
    await bewaar('groot-1@gemeente.example', { contentType: 'application/xml', inhoud: small }, await inOpslag(large));
    w.net.antwoordt(() => (w.net.berichten().length === 1 ? { status: 503 } : OK));
    await w.wacht(p, 10_000);
    const [first, second] = w.net.berichten();
    expect(second!.body.equals(first!.body)).toBe(true);
    expect(first!.timeoutMs).toBeGreaterThan(30_000);
    const { headers, body } = first!;
    const message = parseMessage({ contentType: headers['content-type'], soapAction: '"ebXML"', body });
    if (message.kind !== 'user') throw new Error(message.kind);
    expect(message.attachments.map(({ contentType }) => contentType)).toEqual(['application/xml', 'application/pdf']);
    expect(Buffer.from(message.attachments[0]!.content)).toEqual(small);
    expect(Buffer.from(message.attachments[1]!.content).equals(large)).toBe(true);
    expect(new Set(message.attachments.map(({ contentId }) => contentId)).size).toBe(2);
  });

  it('cannot be stored when its payload is no longer there', async () => {
    const bijlage = await inOpslag(octets(2 * MIB, 2));
    w.clock.advance(2 * 60 * 60 * 1000);
    expect(await p.dk.ruimOp()).toBe(1);
    expect([w.opslag.objecten.size, await w.tel('object')]).toEqual([0, 0]);
    await expect(bewaar('weg@gemeente.example', bijlage)).rejects.toThrow(/bijlage is er niet meer/);
    expect(await w.tel('bericht')).toBe(0);
  });

  it('keeps its payload for as long as it is there', async () => {
    await bewaar('blijft@gemeente.example', await inOpslag(octets(2 * MIB, 3)));
    w.clock.advance(2 * 60 * 60 * 1000);
    expect(await p.dk.ruimOp()).toBe(0);
    expect(w.opslag.objecten.size).toBe(1);
  });
});

describe('a large message that comes in', () => {
  it('goes to the store as it comes, and its payloads can be read back from there', async () => {
    const large = [octets(2 * MIB, 4), octets(MIB, 5)];
    expect(await p.post(groot(...large))).toMatchObject({ status: 204, body: '' });
    const kept = await delen();
    expect(kept.map(({ contentId, bytes }) => [contentId, bytes])).toEqual([
      [foutbericht.contentId, foutbericht.content.byteLength],
      ['deel-0@v.example', 2 * MIB],
      ['deel-1@v.example', MIB],
    ]);
    for (const [i, content] of [Buffer.from(foutbericht.content), ...large].entries()) {
      const { object, positie, bytes, sha256 } = kept[i]!;
      const back = w.opslag.objecten.get(object!)!.subarray(positie, positie + bytes);
      expect(back.equals(content)).toBe(true);
      expect(createHash('sha256').update(back).digest('hex')).toBe(sha256);
    }
    await w.rond(p);
    expect(w.net.signalen()).toHaveLength(1);
    w.clock.advance(2 * 60 * 60 * 1000);
    expect(await p.dk.ruimOp()).toBe(0);
    expect(w.opslag.objecten.size).toBe(1);
  });

  it('and comes again is a copy: the same acknowledgment, and its octets are not kept twice', async () => {
    const message = groot(octets(2 * MIB, 6));
    await p.post(message);
    await w.rond(p);
    await p.post(message);
    await w.rond(p);
    const [first, second] = w.net.signalen();
    expect(second!.body.equals(first!.body)).toBe(true);
    expect([w.opslag.objecten.size, await w.tel('object'), await w.tel('ontvangen')]).toEqual([1, 1, 1]);
  });

  it('with the MessageId of a small one with the same payloads is a copy of that', async () => {
    const small = { contentId: 'deel-0@v.example', contentType: 'application/pdf', content: octets(600_000, 7) };
    const message = hunBericht(w.cpa, { attachments: [foutbericht, small] });
    await p.post(message);
    // The same parts, with a preamble that makes the body large.
    const body = Buffer.concat([Buffer.from(`${'x'.repeat(78)}\r\n`.repeat(20_000)), message.body]);
    expect(await p.post({ ...message, body })).toMatchObject({ status: 204 });
    expect([w.opslag.objecten.size, await w.tel('ontvangen')]).toEqual([0, 1]);
  });

  it('that turns out to be wrong half way leaves nothing behind', async () => {
    const { contentType, body } = groot(octets(2 * MIB, 8));
    const answer = await p.post({ contentType, body: Buffer.from(body).subarray(0, body.byteLength - 100) });
    expect(answer.status).toBe(500);
    expect(answer.body).toContain('cut off');
    expect([w.opslag.objecten.size, await w.tel('object'), await w.tel('ontvangen')]).toEqual([0, 0, 0]);
  });

  it('is taken away when it was handed over and the time in which copies may come is over', async () => {
    await p.post(groot(octets(2 * MIB, 9)));
    const [event] = await w.gebeurtenissen();
    w.clock.advance(40 * DAG);
    expect(await p.dk.ruimOp()).toBe(0);
    await w.db.transaction((tx) => p.dk.bevestig(tx, [event!.body['id']!]));
    while ((await p.dk.ruimOp()) > 0);
    expect([w.opslag.objecten.size, await w.tel('object'), await w.tel('ontvangen')]).toEqual([0, 0, 0]);
  });

  it('that was handed over is still known as long as the CPA lets copies come', async () => {
    const message = groot(octets(2 * MIB, 10));
    await p.post(message);
    const [event] = await w.gebeurtenissen();
    await w.db.transaction((tx) => p.dk.bevestig(tx, [event!.body['id']!]));
    w.clock.set(new Date(START.getTime() + 26 * 60 * 60 * 1000));
    expect(await p.dk.ruimOp()).toBe(0);
    await p.post(message);
    expect(await w.tel('ontvangen')).toBe(1);
    expect(await w.gebeurtenissen()).toHaveLength(1);
  });
});

describe('an object that comes in slowly', () => {
  async function* traag(pauseMs: number): AsyncGenerator<Uint8Array> {
    for (const piece of ['een', 'twee', 'drie', 'vier']) {
      w.clock.advance(pauseMs);
      await p.dk.ruimOp();
      yield Buffer.from(piece);
    }
  }

  it('is not taken away while its bytes come, and can be used after it', async () => {
    const sleutel = await p.dk.objecten.nieuw(15, traag(40 * 60 * 1000));
    await w.db.transaction((tx) => p.dk.objecten.gebruik(tx, [sleutel]));
    expect([w.opslag.objecten.size, await w.tel('object')]).toEqual([1, 1]);
  });

  it('and was taken away meanwhile leaves nothing behind', async () => {
    await expect(p.dk.objecten.nieuw(15, traag(2 * 60 * 60 * 1000))).rejects.toThrow(/te langzaam/);
    expect([w.opslag.objecten.size, await w.tel('object')]).toEqual([0, 0]);
  });
});

it('two small payloads stand in the row, one after the other', async () => {
  const second = { contentId: 'b@v.example', contentType: 'text/plain', content: Buffer.from('tweede') };
  await p.post(hunBericht(w.cpa, { attachments: [foutbericht, second] }));
  const kept = await delen();
  const [row] = await w.db.query<{ inhoud: Uint8Array }>(sql`select inhoud from digikoppeling.ontvangen`);
  const parts = kept.map(({ positie, bytes }) =>
    Buffer.from(row!.inhoud)
      .subarray(positie, positie + bytes)
      .toString(),
  );
  expect(parts).toEqual([Buffer.from(foutbericht.content).toString(), 'tweede']);
  const [event] = await w.gebeurtenissen();
  expect((await p.dk.payload(event!.body['id']!))!.inhoud).toEqual(Buffer.from(foutbericht.content));
});
