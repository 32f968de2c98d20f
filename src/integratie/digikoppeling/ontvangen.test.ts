/** A business message of the other side: heard once, acknowledged every time with the same octets, or not heard at all (RS-F50, F51, F60). */
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, sql } from '../../platform/db/index.ts';
import { type Packed, parseMessage, validateAgainstCpa } from '../../standaarden/ebms/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import type { Gezien } from './nepnet.testhulp.ts';
import { cpaTekst, foutbericht, HUN_ADRES, hunBericht, START, UUR } from './partner.testhulp.ts';

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

const HEARD = { status: 204, body: '' };
const lees = ({ headers, body }: Gezien) =>
  parseMessage({ contentType: headers['content-type'], soapAction: headers['soapaction'], body });
const ids = (): string[] => w.net.signalen().map((g) => g.messageId);

describe('a business message', () => {
  it('is stored with its acknowledgment and its event before the 204', async () => {
    const trace = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const answer = await p.post(hunBericht(w.cpa), { traceparent: trace });
    expect(answer).toMatchObject(HEARD);
    expect(answer.headers['content-type']).toBeUndefined();
    expect(await w.tel('ontvangen')).toBe(1);
    expect(await w.tel('signaal')).toBe(1);
    const [event] = await w.gebeurtenissen();
    expect(event).toMatchObject({
      kind: 'bericht.ontvangen',
      body: {
        messageId: 'hun-bericht-1@voorziening.example',
        cpaId: w.cpa.id,
        action: 'foutbericht',
        refToMessageId: null,
      },
    });
    expect(event!.trace).toContain('a'.repeat(32));
    expect(await p.dk.payload(event!.body['id']!)).toEqual({
      inhoud: Buffer.from(foutbericht.content),
      refToMessageId: null,
    });
  });

  it('gets an acknowledgment as the CPA wants it, at the endpoint for signals', async () => {
    await p.post(hunBericht(w.cpa, { refToMessageId: 'bericht-9@gemeente.example' }));
    await w.rond(p);
    const [signal, ...others] = w.net.signalen();
    expect(others).toEqual([]);
    expect(signal).toMatchObject({ url: HUN_ADRES, headers: { soapaction: '"ebXML"' } });
    const ack = lees(signal!);
    expect(validateAgainstCpa(ack, w.cpa, START)).toEqual([]);
    expect(ack).toMatchObject({
      kind: 'acknowledgment',
      refToMessageId: 'hun-bericht-1@voorziening.example',
      receivedAt: START,
      header: { conversationId: 'gesprek-1', duplicateElimination: false },
    });
    expect(signal!.messageId).toMatch(/^[0-9a-f-]{36}@gemeente\.example$/);
    const [event] = await w.gebeurtenissen();
    expect((await p.dk.payload(event!.body['id']!))!.refToMessageId).toBe('bericht-9@gemeente.example');
  });

  it('without payload is heard as well', async () => {
    expect(await p.post(hunBericht(w.cpa, { attachments: [] }))).toMatchObject(HEARD);
    const [event] = await w.gebeurtenissen();
    expect((await p.dk.payload(event!.body['id']!))!.inhoud).toHaveLength(0);
  });

  it('under a CPA of best effort is heard without acknowledgment', async () => {
    const be = await p.dk.cpas.laad(cpaTekst({ cpaId: 'PROEF-BE', profile: 'osb-be' }));
    const message = hunBericht(be);
    expect(await p.post(message)).toMatchObject(HEARD);
    expect(await p.post(message)).toMatchObject(HEARD);
    expect(await w.tel('signaal')).toBe(0);
    expect(await w.gebeurtenissen()).toHaveLength(1);
  });

  it('with octets in its headers that no text column takes is heard all the same', async () => {
    const { contentType, body } = hunBericht(w.cpa);
    const odd = Buffer.from(
      Buffer.from(body).toString('latin1').replace('application/xml', 'application/xml\0'),
      'latin1',
    );
    expect(await p.post({ contentType, body: odd })).toMatchObject(HEARD);
    expect(await w.tel('ontvangen')).toBe(1);
  });

  it('under two CPAs with one MessageId is two messages: nobody can spoil the MessageIds of another', async () => {
    const ander = await p.dk.cpas.laad(cpaTekst({ cpaId: 'PROEF-ANDER' }));
    await p.post(hunBericht(w.cpa));
    await p.post(hunBericht(ander));
    expect(await w.gebeurtenissen()).toHaveLength(2);
  });

  it('of an unknown id has no payload', async () => {
    expect(await p.dk.payload('00000000-0000-7000-8000-000000000000')).toBeNull();
  });
});

describe('a business message that comes again', () => {
  it('is heard once and gets the stored acknowledgment, the same octets, every time', async () => {
    const message = hunBericht(w.cpa);
    for (let i = 0; i < 4; i++) {
      expect(await p.post(message)).toMatchObject(HEARD);
      await w.rond(p);
      w.clock.advance(3 * UUR);
    }
    expect(await w.gebeurtenissen()).toHaveLength(1);
    expect(await w.tel('ontvangen')).toBe(1);
    const acks = w.net.signalen();
    expect(acks).toHaveLength(4);
    expect(new Set(acks.map((g) => g.body.toString('base64'))).size).toBe(1);
  });

  it('sixteen times at once, at two processes, is heard once and acknowledged sixteen times (RS-F50)', async () => {
    const other = w.proces(2);
    const message = hunBericht(w.cpa);
    const answers = await Promise.all(Array.from({ length: 16 }, (_, i) => (i % 2 ? p : other).post(message)));
    expect(answers.map((a) => a.status)).toEqual(Array(16).fill(204));
    expect(await w.gebeurtenissen()).toHaveLength(1);
    await w.rond(p);
    expect(w.net.signalen()).toHaveLength(16);
    expect(new Set(w.net.signalen().map((g) => g.body.toString('base64'))).size).toBe(1);
  });

  it('in another packing is the same message: a handler may make its MIME boundary anew for every attempt', async () => {
    const { contentType, body } = hunBericht(w.cpa);
    const boundary = /boundary="([^"]+)"/.exec(contentType)![1]!;
    const anew = (text: string): string => text.replaceAll(boundary, '-=nieuw=-');
    const again: Packed = {
      contentType: anew(contentType),
      body: Buffer.from(anew(Buffer.from(body).toString('latin1')), 'latin1'),
    };
    await p.post({ contentType, body });
    expect(await p.post(again)).toMatchObject(HEARD);
    await w.rond(p);
    expect(await w.gebeurtenissen()).toHaveLength(1);
    expect(ids()).toHaveLength(2);
    expect(new Set(ids()).size).toBe(1);
  });

  it('with another Timestamp, as a handler may write at a repeat, is the same message', async () => {
    await p.post(hunBericht(w.cpa));
    await p.post(hunBericht(w.cpa, { timestamp: new Date(START.getTime() + UUR), timeToLive: null }));
    await w.rond(p);
    expect(await w.gebeurtenissen()).toHaveLength(1);
    expect(new Set(ids()).size).toBe(1);
  });

  it('after its TimeToLive is acknowledged still: an error would say that it failed, and it did not', async () => {
    const message = hunBericht(w.cpa);
    await p.post(message);
    await w.rond(p);
    w.clock.advance(28 * UUR);
    expect(await p.post(message)).toMatchObject(HEARD);
    await w.rond(p);
    expect(w.net.signalen().map((g) => lees(g).kind)).toEqual(['acknowledgment', 'acknowledgment']);
    expect(new Set(ids()).size).toBe(1);
  });

  const ander: [string, Parameters<typeof hunBericht>[1]][] = [
    ['another payload', { attachments: [{ ...foutbericht, content: Buffer.from('<Fo03Bericht>x</Fo03Bericht>') }] }],
    ['no payload', { attachments: [] }],
    ['another conversation', { conversationId: 'gesprek-2' }],
    ['an answer to another message', { refToMessageId: 'bericht-1@gemeente.example' }],
  ];

  it.each(ander)(
    'with %s is no repeat but a fault: MessageError, logged, not stored (RS-F51)',
    async (_what, changes) => {
      await p.post(hunBericht(w.cpa));
      await w.rond(p);
      w.net.gezien.length = 0;
      w.log.length = 0;
      expect(await p.post(hunBericht(w.cpa, changes))).toMatchObject(HEARD);
      await w.rond(p);
      expect(w.net.signalen().map((g) => lees(g))).toMatchObject([
        {
          kind: 'error',
          refToMessageId: 'hun-bericht-1@voorziening.example',
          highestSeverity: 'Error',
          errors: [{ errorCode: 'Inconsistent', location: '//eb:MessageData/eb:MessageId' }],
        },
      ]);
      expect(await w.gebeurtenissen()).toHaveLength(1);
      const [stored] = await w.db.query<{ inhoud: Uint8Array }>(sql`select inhoud from digikoppeling.ontvangen`);
      expect(Buffer.from(stored!.inhoud)).toEqual(Buffer.from(foutbericht.content));
      expect(w.log.filter((l) => l.niveau === 'warn')).toHaveLength(1);
      // The first one is still what it was.
      await p.post(hunBericht(w.cpa));
      await w.rond(p);
      expect(lees(w.net.signalen().at(-1)!)).toMatchObject({ kind: 'acknowledgment' });
    },
  );
});

describe('a message of our own that comes back to us', () => {
  it('is not acknowledged: the other side never had it', async () => {
    w.net.antwoordt(async (request) => {
      const answer = await p.post({ contentType: request.headers['content-type']!, body: request.body });
      return { status: answer.status, body: answer.body };
    });
    const [messageId] = await w.bewaar(p, 1);
    await p.dk.turn();
    expect(w.verteld).toEqual([]);
    const [own] = await w.berichten();
    expect(own).toMatchObject({ message_id: messageId, staat: 'te_verzenden' });
    expect(own!.fout).toMatch(/^HTTP 500: This message came back to its sender/);
    expect(await w.tel('ontvangen')).toBe(0);
    expect(await w.tel('signaal')).toBe(0);
  });
});

describe('a database that is away', () => {
  it('gives 503 with Retry-After, nothing is acknowledged, and the repeat is heard', async () => {
    const message = hunBericht(w.cpa);
    p.databaseWeg(true);
    const answer = await p.post(message);
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
    p.databaseWeg(false);
    expect(await w.tel('ontvangen')).toBe(0);
    await w.rond(p);
    expect(w.net.signalen()).toEqual([]);
    expect(await p.post(message)).toMatchObject(HEARD);
    await w.rond(p);
    expect(w.net.signalen()).toHaveLength(1);
  });

  it('halfway (the CPA is still known) leaves nothing half stored', async () => {
    await p.post(hunBericht(w.cpa, { messageId: 'eerder@voorziening.example' }));
    p.databaseWeg(true);
    expect((await p.post(hunBericht(w.cpa))).status).toBe(503);
    p.databaseWeg(false);
    expect([await w.tel('ontvangen'), await w.tel('signaal'), (await w.gebeurtenissen()).length]).toEqual([1, 1, 1]);
  });

  it('at any statement, the commit too, leaves nothing half stored either', async () => {
    await p.dk.cpas.find(w.cpa.id);
    const trips = w.db.roundTrips();
    await p.post(hunBericht(w.cpa, { messageId: 'maat@voorziening.example' }));
    const statements = w.db.roundTrips() - trips;
    expect(statements).toBe(5);
    // Message, acknowledgment, event, and the commit.
    for (let at = 0; at < 4; at++) {
      const broken = w.proces(10 + at);
      await broken.dk.cpas.find(w.cpa.id);
      broken.databaseWegNa(at);
      expect((await broken.post(hunBericht(w.cpa))).status).toBe(503);
      expect([await w.tel('ontvangen'), await w.tel('signaal'), (await w.gebeurtenissen()).length]).toEqual([1, 1, 1]);
    }
    expect(await p.post(hunBericht(w.cpa))).toMatchObject(HEARD);
    expect([await w.tel('ontvangen'), await w.tel('signaal'), (await w.gebeurtenissen()).length]).toEqual([2, 2, 2]);
  });
});

describe('any series of copies and others', () => {
  it('is heard once per MessageId, whatever the order, and answered every time', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(2), fc.boolean()), { minLength: 1, maxLength: 10 }), async (series) => {
        round++;
        await w.rond(p);
        w.net.gezien.length = 0;
        const before = (await w.gebeurtenissen()).length;
        const first = new Map<number, boolean>();
        const expected: string[] = [];
        for (const [which, other] of series) {
          if (!first.has(which)) first.set(which, other);
          expected.push(first.get(which) === other ? 'acknowledgment' : 'error');
          const messageId = `reeks-${round}-${which}@voorziening.example`;
          const conversationId = other ? 'anders' : 'gewoon';
          expect(await p.post(hunBericht(w.cpa, { messageId, conversationId }))).toMatchObject(HEARD);
        }
        await w.rond(p);
        expect(
          w.net
            .signalen()
            .map((g) => lees(g).kind)
            .sort(),
        ).toEqual(expected.sort());
        expect((await w.gebeurtenissen()).length - before).toBe(first.size);
      }),
      { numRuns: 20 },
    );
  });
});
