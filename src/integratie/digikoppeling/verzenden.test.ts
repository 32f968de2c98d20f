/** What the other side sees of our messages while it takes them in, and what it costs the database. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, sql } from '../../platform/db/index.ts';
import { CpaFault, parseMessage, validateAgainstCpa } from '../../standaarden/ebms/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { OK } from './nepnet.testhulp.ts';
import { bevestiging, cpaTekst, GEMEENTE, gelezen, HUN_ADRES, START, UUR } from './partner.testhulp.ts';

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

const macrotask = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a message that is given to bewaar', () => {
  it('stands in the database, the same octets, before its first byte leaves (RS-F05)', async () => {
    const stored: unknown[] = [];
    w.net.antwoordt(async ({ messageId, body, headers }) => {
      const [row] = await w.db.query<{ inhoud: Uint8Array; content_type: string; staat: string }>(sql`
        select inhoud, content_type, staat from digikoppeling.bericht where message_id = ${messageId}`);
      stored.push({
        zelfde: Buffer.from(row!.inhoud).equals(body),
        type: row!.content_type === headers['content-type'],
        staat: row!.staat,
      });
      return OK;
    });
    await w.bewaar(p, 2);
    await w.rond(p);
    const before = { zelfde: true, type: true, staat: 'te_verzenden' };
    expect(stored).toEqual([before, before]);
  });

  it('never leaves when the transaction is rolled back', async () => {
    const fault = new Error('toch niet');
    const work = w.db.transaction(async (tx) => {
      await p.dk.bewaar(tx, w.cpa, [
        {
          cpaId: w.cpa.id,
          vanPartij: GEMEENTE,
          action: 'zaakbericht',
          messageId: 'nooit@gemeente.example',
          conversationId: 'g',
          bijlagen: [{ contentType: 'application/xml', inhoud: Buffer.from('<a/>') }],
        },
      ]);
      throw fault;
    });
    await expect(work).rejects.toBe(fault);
    await w.rond(p);
    expect(w.net.gezien).toEqual([]);
    expect(await w.tel('bericht')).toBe(0);
  });

  it('arrives at the endpoint in the CPA as a message that the CPA allows', async () => {
    const [messageId] = await w.bewaar(p, 1);
    await w.rond(p);
    const [request] = w.net.berichten();
    expect(request).toMatchObject({ url: HUN_ADRES, timeoutMs: 30_000 });
    expect(request!.headers).toEqual({
      'content-type': expect.stringContaining('multipart/related'),
      soapaction: '"ebXML"',
    });
    const message = parseMessage({
      contentType: request!.headers['content-type'],
      soapAction: request!.headers['soapaction'],
      body: request!.body,
    });
    expect(validateAgainstCpa(message, w.cpa, START)).toEqual([]);
    if (message.kind !== 'user') throw new Error(`a ${message.kind} was sent`);
    expect(message.header).toMatchObject({
      messageId,
      conversationId: `gesprek-${messageId}`,
      timestamp: START,
      timeToLive: new Date(START.getTime() + 27 * UUR),
      duplicateElimination: true,
    });
    expect(message.ackRequested).not.toBeNull();
    expect(message.attachments).toHaveLength(1);
    expect(Buffer.from(message.attachments[0]!.content).toString()).toBe(`<zakLk01>${messageId} é</zakLk01>`);
    expect((await p.dk.verzonden(messageId!))?.payload).toBe(`<zakLk01>${messageId} é</zakLk01>`);
    expect(await p.dk.verzonden('onbekend@gemeente.example')).toBeNull();
  });

  const uitgaand = {
    cpaId: 'PROEF-LZ_0001',
    vanPartij: GEMEENTE,
    action: 'zaakbericht',
    messageId: 'een@gemeente.example',
    conversationId: 'g',
    bijlagen: [{ contentType: 'application/xml', inhoud: Buffer.from('<a/>') }],
  };
  const bewaar = (...berichten: (typeof uitgaand)[]): Promise<void> =>
    w.db.transaction((tx) => p.dk.bewaar(tx, w.cpa, berichten));

  it.each([
    ['over 1 MiB', { bijlagen: [{ contentType: 'application/xml', inhoud: Buffer.alloc(1024 * 1024) }] }, /te groot/],
    ['under another CPA than the one given', { cpaId: 'ANDERS' }, /CPA ANDERS/],
  ])('is refused aloud when it is %s, and nothing of the batch is stored', async (_what, wrong, why) => {
    await expect(bewaar(uitgaand, { ...uitgaand, messageId: 'twee@gemeente.example', ...wrong })).rejects.toThrow(why);
    expect(await w.tel('bericht')).toBe(0);
  });

  it('is refused with what the CPA does know when its action is not agreed', async () => {
    const work = bewaar({ ...uitgaand, action: 'iets_anders' });
    await expect(work).rejects.toBeInstanceOf(CpaFault);
    await expect(work).rejects.toThrow(/zaakbericht/);
  });

  it('is refused when its MessageId was used before', async () => {
    await bewaar(uitgaand);
    await expect(bewaar(uitgaand)).rejects.toMatchObject({ code: '23505' });
    expect(await w.tel('bericht')).toBe(1);
  });
});

describe('messages that wait', () => {
  it('leave in the order in which they were stored, one at a time, when the order is per zender', async () => {
    w.net.antwoordt(async () => {
      await macrotask();
      return OK;
    });
    const ids = [...(await w.bewaar(p, 30)), ...(await w.bewaar(p, 30))];
    expect(await p.dk.turn()).toBe(60);
    expect(w.net.berichten().map((g) => g.messageId)).toEqual(ids);
    expect(w.net.tegelijk()).toBe(1);
    expect(w.verteld).toEqual(ids.map((messageId) => ({ soort: 'verzonden', messageId })));
    expect(await p.dk.turn()).toBe(0);
  });

  it('leave eight at a time, each once, when the order is per zaak', async () => {
    p = w.proces(2, { volgorde: 'per-zaak' });
    w.net.antwoordt(async () => {
      await macrotask();
      return OK;
    });
    const ids = await w.bewaar(p, 60);
    await w.rond(p);
    expect(w.net.tegelijk()).toBe(8);
    expect(
      w.net
        .berichten()
        .map((g) => g.messageId)
        .sort(),
    ).toEqual([...ids].sort());
    expect(new Set(w.verteld.map((r) => r.messageId)).size).toBe(60);
  });

  it('do not change order because the clock of the storing process ran ahead', async () => {
    w.clock.advance(5_000);
    const [ahead] = await w.bewaar(p, 1);
    w.clock.advance(-5_000);
    const [after] = await w.bewaar(p, 1);
    await w.rond(p);
    expect(w.net.berichten().map((g) => g.messageId)).toEqual([ahead, after]);
  });

  it('under another CPA do not wait for a kanaal that hangs (RS-F27)', async () => {
    const ander = await p.dk.cpas.laad(cpaTekst({ cpaId: 'PROEF-LZ_0002' }));
    const hangs = Promise.withResolvers<typeof OK>();
    w.net.antwoordt((request) => (gelezen(request).cpaId === w.cpa.id ? hangs.promise : OK));
    await w.bewaar(p, 1);
    await w.bewaar(p, 2, ander);
    const turn = p.dk.turn();
    while (w.verteld.length < 2) await macrotask();
    // A message that comes while the first kanaal still hangs leaves as well, in the next turn.
    await w.bewaar(p, 1, ander);
    expect(await p.dk.turn()).toBe(1);
    expect(w.net.berichten()).toHaveLength(4);
    expect(w.verteld).toHaveLength(3);
    hangs.resolve(OK);
    expect(await turn).toBe(3);
    expect(w.verteld).toHaveLength(4);
  });

  it('under a CPA of best effort are done once they are accepted', async () => {
    const be = await p.dk.cpas.laad(cpaTekst({ cpaId: 'PROEF-BE', profile: 'osb-be' }));
    const [messageId] = await w.bewaar(p, 1, be);
    await w.rond(p);
    expect(w.verteld).toEqual([{ soort: 'bevestigd', messageId }]);
    // There is nothing to acknowledge, and nothing is sent again.
    await p.post(bevestiging(w.net.berichten()[0]!));
    await w.wacht(p, 200 * UUR);
    expect(w.verteld).toHaveLength(1);
    expect(w.net.berichten()).toHaveLength(1);
  });
});

describe('what a batch costs', () => {
  const trips = async (work: () => Promise<unknown>): Promise<number> => {
    const before = w.db.roundTrips();
    await work();
    return w.db.roundTrips() - before;
  };

  it('is 9 round trips to take, send and store 25 messages, whatever their number', async () => {
    const signals = 1;
    await w.bewaar(p, 1);
    // Which kanalen have work, claim, take, (begin, still ours, write, commit), release.
    expect(await trips(() => p.dk.turn())).toBe(8 + signals);
    await w.bewaar(p, 25);
    // A full batch, so it looks once more.
    expect(await trips(() => p.dk.turn())).toBe(9 + signals);
    expect(w.net.berichten()).toHaveLength(26);
    expect(await trips(() => p.dk.turn())).toBe(1 + signals);
  });

  it('is one transaction for all acknowledgments that come in while another is being stored', async () => {
    await w.bewaar(p, 25);
    await w.rond(p);
    const acks = w.net.berichten().map((request) => bevestiging(request));
    await p.dk.cpas.find(w.cpa.id);
    let arrived = 0;
    p.server.addHook('preHandler', async () => void arrived++);
    let stored = 0;
    w.luistert(async () => {
      stored++;
      while (arrived < 25) await macrotask();
      await macrotask();
    });
    const used = await trips(() => Promise.all(acks.map((ack) => p.post(ack))));
    expect(w.verteld.filter((r) => r.soort === 'bevestigd')).toHaveLength(25);
    expect(stored).toBe(2);
    // Twice begin, write, commit.
    expect(used).toBe(6);
  });
});
