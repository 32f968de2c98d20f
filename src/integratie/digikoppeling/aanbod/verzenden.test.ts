/** POST and GET /berichten: a message goes out, once, and its client sees what becomes of it. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../../platform/db/index.ts';
import { parseMessage, SOAP_ACTION } from '../../../standaarden/ebms/index.ts';
import { GEEN_VERBINDING, HALF_OPEN, OK } from '../nepnet.testhulp.ts';
import { GEMEENTE, HUN_ADRES, MINUUT, SECONDE, UUR, VOORZIENING } from '../partner.testhulp.ts';
import { BIJLAGE, ROOT, type Wereld, wereld } from './aanbod.testhulp.ts';

let w: Wereld;
beforeAll(async () => {
  w = await wereld();
  await w.r.client('ander', [{ component: 'dgk', scopes: ['digikoppeling.verzenden'] }]);
});
beforeEach(() => w.leeg());

const gelezen = (i = -1) => {
  const { headers, body } = w.net.berichten().at(i)!;
  const message = parseMessage({ contentType: headers['content-type'], soapAction: SOAP_ACTION, body });
  if (message.kind !== 'user') throw new Error('no business message');
  return message;
};

describe('POST /berichten', () => {
  it('takes a message in, sends it under the CPA, and shows each step until the acknowledgment', async () => {
    const { status, body, headers } = await w.verzend({
      conversationId: 'gesprek-1',
      refToMessageId: 'eerder@hun.example',
    });
    expect(status).toBe(201);
    expect(headers['location']).toBe(body.url);
    expect(body).toMatchObject({ staat: 'te_verzenden', vanPartij: GEMEENTE, naarPartij: VOORZIENING, reden: null });
    expect(body.bijlagen).toEqual([{ nr: 1, naam: 'bericht.xml', contentType: 'application/xml', omvang: 21 }]);
    await w.rond();
    expect(gelezen().header).toMatchObject({
      messageId: body.messageId,
      conversationId: 'gesprek-1',
      refToMessageId: 'eerder@hun.example',
      action: 'zaakbericht',
    });
    expect(Buffer.from(gelezen().attachments[0]!.content as Uint8Array).toString()).toBe('<bericht>é</bericht>');
    const verzonden = await w.lees(body.id);
    expect(verzonden.staat).toBe('verzonden');
    expect(verzonden.pogingen).toEqual([
      { tijd: expect.any(String), messageId: body.messageId, via: HUN_ADRES, uitkomst: 'ontvangen', reden: null },
    ]);
    await w.bevestigAlles();
    expect(await w.lees(body.id)).toMatchObject({ staat: 'bevestigd', bevestigdOp: '2026-11-02T09:00:00.000Z' });
  });

  it('shows the attempts that failed, with their reason, and the message arrives once the other side is back', async () => {
    w.net.antwoordt(GEEN_VERBINDING);
    const { body } = await w.verzend();
    await w.rond();
    await w.later(5 * SECONDE);
    w.net.antwoordt(OK);
    await w.later(MINUUT);
    const { pogingen, staat } = await w.lees(body.id);
    expect(staat).toBe('verzonden');
    expect(pogingen.map((p: { uitkomst: string }) => p.uitkomst)).toEqual(['weg', 'weg', 'ontvangen']);
    expect(pogingen[0].reden).toContain('geen verbinding');
  });

  it('sends several payloads, small and large, in the order given', async () => {
    const groot = Buffer.alloc(200_000, 'g');
    await w.verzend({
      bijlagen: [BIJLAGE, { contentType: 'application/octet-stream', inhoud: groot.toString('base64') }],
    });
    await w.rond();
    expect(gelezen().attachments.map(({ content }) => content.byteLength)).toEqual([21, 200_000]);
  });

  it('keeps no payload of a message that arrived', async () => {
    const inhoud = Buffer.alloc(100_000, 'x').toString('base64');
    const een = (await w.verzend()).body;
    const twee = (await w.verzend({ bijlagen: [{ ...BIJLAGE, inhoud }] })).body;
    await w.rond();
    await w.bevestigAlles();
    const rijen = await w.r.db.query<{ n: number }>(sql`
      select octet_length(inhoud) as n from digikoppeling.zending where id = any(${[een.id, twee.id]}::uuid[])`);
    expect(rijen.map(({ n }) => n)).toEqual([0, 0]);
    const [object] = await w.r.db.query<{ ok: boolean }>(sql`select in_gebruik as ok from digikoppeling.object`);
    expect(object!.ok).toBe(false);
    w.r.clock.advance(2 * UUR);
    await w.dk.ruimOp();
    expect(await w.r.db.query(sql`select 1 from digikoppeling.object`)).toEqual([]);
  });

  it('without payloads is a message without payloads', async () => {
    await w.verzend({ bijlagen: [] });
    await w.rond();
    expect(w.net.gezien.some(({ body }) => body.includes('zaakbericht'))).toBe(true);
  });

  it.each([
    ['an unknown CPA', { cpaId: 'BESTAAT-NIET' }, 'cpaId', /Wel: PROEF-LZ_0001/],
    ['an action that the CPA does not know', { action: 'dansen' }, 'action', /Wel: zaakbericht/],
    ['a party that does not send it', { vanPartij: VOORZIENING }, 'action', /door 00000099000000004000/],
    ['a receiver that is none', { naarPartij: GEMEENTE }, 'action', /staat niet in deze CPA/],
    ['a service that is another', { service: 'Iets:Anders' }, 'action', /Iets:Anders/],
    ['a messageId without domain', { messageId: 'zonder-domein' }, 'messageId', /vorm/],
    ['a BSN in what travels in the open', { conversationId: 'zaak-999993653' }, 'conversationId', /BSN/],
    ['a field that we do not know', { messageID: 'x@y' }, 'nonFieldErrors', /messageID/],
    ['a payload that is no base64', { bijlagen: [{ ...BIJLAGE, inhoud: '***' }] }, 'bijlagen.0.inhoud', /base64/],
    [
      'a media type with a line end',
      { bijlagen: [{ ...BIJLAGE, contentType: 'a/b\r\nx: y' }] },
      'bijlagen.0.contentType',
      /vorm/,
    ],
  ])('refuses %s, and says what would do', async (_what, extra, name, reason) => {
    const { status, body } = await w.verzend(extra);
    expect(status).toBe(400);
    expect(body.invalidParams[0]).toMatchObject({ name, reason: expect.stringMatching(reason) });
    expect(JSON.stringify(body)).not.toContain('999993653');
  });

  it('refuses payloads that are together too large for JSON, and says how to send them', async () => {
    const inhoud = Buffer.alloc(3 * 1024 * 1024).toString('base64');
    const { status, body } = await w.verzend({
      bijlagen: [
        { ...BIJLAGE, inhoud },
        { ...BIJLAGE, inhoud },
      ],
    });
    expect([status, body.code]).toEqual([413, 'request_too_large']);
    const bijna = Buffer.alloc(4 * 1024 * 1024 + 3).toString('base64');
    const antwoord = await w.verzend({ bijlagen: [{ ...BIJLAGE, inhoud: bijna }] });
    expect(antwoord.body.invalidParams[0].reason).toContain('multipart/form-data');
  });
});

describe('the same message twice', () => {
  it('by its messageId is one message, and the answer is that of the first', async () => {
    const eerste = await w.verzend({ messageId: 'm-1@klant.example' });
    const tweede = await w.verzend({ messageId: 'm-1@klant.example' });
    expect([tweede.status, tweede.body.id]).toEqual([201, eerste.body.id]);
    await w.rond();
    expect(w.net.berichten().map(({ messageId }) => messageId)).toEqual(['m-1@klant.example']);
  });
  it('by its Idempotency-Key is one message too, each client by itself', async () => {
    const headers = { 'idempotency-key': 'k-1' };
    const [een, twee, ander] = [
      await w.verzend({}, { headers }),
      await w.verzend({}, { headers }),
      await w.verzend({}, { headers, as: 'ander' }),
    ];
    expect(twee.body.id).toBe(een.body.id);
    expect(ander.body.id).not.toBe(een.body.id);
  });
  it('with another content is refused with 409, and so is the messageId of another client', async () => {
    await w.verzend({ messageId: 'm-1@klant.example' });
    const anders = { messageId: 'm-1@klant.example', bijlagen: [{ ...BIJLAGE, naam: 'anders.xml' }] };
    expect((await w.verzend(anders)).status).toBe(409);
    expect((await w.verzend({ messageId: 'm-1@klant.example' }, { as: 'ander' })).status).toBe(409);
  });
  it('sixteen times at once is one message', async () => {
    const grote = { ...BIJLAGE, inhoud: Buffer.alloc(100_000, 'x').toString('base64') };
    const antwoorden = await Promise.all(
      Array.from({ length: 16 }, () => w.verzend({ messageId: 'm-1@klant.example', bijlagen: [grote] })),
    );
    expect(new Set(antwoorden.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(antwoorden.map(({ body }) => body.id)).size).toBe(1);
    await w.rond();
    await w.later(SECONDE);
    expect(w.net.berichten().length).toBe(1);
    // What the fifteen others brought along is gone.
    const [los] = await w.r.db.query<{ n: number }>(sql`select count(*) as n from digikoppeling.object`);
    expect(los!.n).toBe(1);
  });
});

describe('what becomes of it', () => {
  it('refused: says so, and goes again under a new messageId only when its client chooses that', async () => {
    const { body } = await w.verzend();
    await w.rond();
    await w.weiger();
    const geweigerd = await w.lees(body.id);
    expect(geweigerd).toMatchObject({
      staat: 'geweigerd',
      reden: expect.stringContaining('SecurityFailure'),
      houdtAnderenOp: false,
    });
    await w.later(UUR);
    expect(w.net.berichten().length).toBe(1);
    const { status, body: opnieuw } = await w.kies(body.id, 'opnieuw');
    expect(status).toBe(200);
    expect(opnieuw).toMatchObject({ staat: 'te_verzenden', eerdereMessageIds: [body.messageId] });
    await w.rond();
    await w.bevestigAlles();
    expect((await w.lees(body.id)).staat).toBe('bevestigd');
    expect(w.net.berichten()[1]!.messageId).toBe(opnieuw.messageId);
    expect(opnieuw.messageId).not.toBe(body.messageId);
  });

  it('RS-F34 expired after a byte left: unknown, and only a choice sends it again', async () => {
    w.net.antwoordt(HALF_OPEN);
    const { body } = await w.verzend();
    await w.rond();
    await w.later(30 * UUR);
    expect((await w.lees(body.id)).staat).toBe('verlopen_onbekend');
    w.net.antwoordt(OK);
    await w.kies(body.id, 'opnieuw');
    await w.later(UUR);
    expect((await w.lees(body.id)).staat).toBe('verzonden');
  });

  it('expired while no byte ever left: made anew by itself', async () => {
    w.net.antwoordt(GEEN_VERBINDING);
    const { body } = await w.verzend();
    await w.rond();
    await w.later(30 * UUR);
    w.net.antwoordt(OK);
    await w.later(10 * MINUUT);
    const na = await w.lees(body.id);
    expect(na).toMatchObject({ staat: 'verzonden', eerdereMessageIds: [body.messageId] });
    expect(na.messageId).not.toBe(body.messageId);
  });

  it('an acknowledgment after its time still counts', async () => {
    w.net.antwoordt(HALF_OPEN);
    const { body } = await w.verzend();
    await w.rond();
    await w.later(30 * UUR);
    await w.bevestigAlles();
    expect((await w.lees(body.id)).staat).toBe('bevestigd');
  });

  it.each(['te_verzenden', 'verzonden', 'bevestigd'])(
    'a choice to send again is refused while it is %s',
    async (staat) => {
      if (staat === 'te_verzenden') w.net.antwoordt(GEEN_VERBINDING);
      const { body } = await w.verzend();
      await w.rond();
      if (staat === 'bevestigd') await w.bevestigAlles();
      const antwoord = await w.kies(body.id, 'opnieuw');
      expect([antwoord.status, antwoord.body.detail]).toEqual([409, expect.stringContaining(staat)]);
    },
  );
});

describe('intrekken', () => {
  it('before its turn: nothing goes out', async () => {
    const { body } = await w.verzend();
    expect((await w.kies(body.id, 'intrekken')).body.staat).toBe('ingetrokken');
    expect((await w.kies(body.id, 'intrekken')).status).toBe(200);
    await w.rond();
    expect(w.net.berichten()).toEqual([]);
  });
  it('made, while the other side is away: nothing goes out any more', async () => {
    w.net.antwoordt(GEEN_VERBINDING);
    const { body } = await w.verzend();
    await w.rond();
    expect((await w.kies(body.id, 'intrekken')).body.staat).toBe('ingetrokken');
    w.net.antwoordt(OK);
    const tot = w.net.berichten().length;
    await w.later(UUR);
    expect(w.net.berichten().length).toBe(tot);
  });
  it('is refused once a byte may have left', async () => {
    w.net.antwoordt(HALF_OPEN);
    const { body } = await w.verzend();
    await w.rond();
    expect((await w.kies(body.id, 'intrekken')).status).toBe(409);
  });
  it('is refused while it is leaving', async () => {
    const { body } = await w.verzend();
    let tijdens: number | undefined;
    w.net.antwoordt(async () => {
      tijdens = (await w.kies(body.id, 'intrekken')).status;
      return OK;
    });
    await w.rond();
    expect(tijdens).toBe(409);
    expect((await w.lees(body.id)).staat).toBe('verzonden');
  });
});

describe('GET /berichten', () => {
  it('is by pages, the newest first, and by staat, CPA, action and time', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) {
      w.r.clock.advance(SECONDE);
      ids.unshift((await w.verzend()).body.id);
    }
    const haal = async (query: string) => (await w.r.send('GET', `${ROOT}/berichten${query}`)).body;
    const eerste = await haal('?aantal=2');
    const tweede = (await w.r.send('GET', eerste.next)).body;
    const derde = (await w.r.send('GET', tweede.next)).body;
    expect([...eerste.results, ...tweede.results, ...derde.results].map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(derde.next).toBeNull();
    await w.kies(ids[0]!, 'intrekken');
    expect((await haal('?staat=ingetrokken')).results.map(({ id }: { id: string }) => id)).toEqual([ids[0]]);
    expect((await haal('?sinds=2026-11-02T09:00:04Z')).results.length).toBe(2);
    expect((await haal('?cpaId=ANDERS')).results).toEqual([]);
    expect((await haal('?action=zaakbericht')).results.length).toBe(5);
  });
  it.each(['?staat=weg', '?kleur=rood', '?aantal=0', '?na=x', '?sinds=gisteren'])('refuses %s', async (query) => {
    expect((await w.r.send('GET', `${ROOT}/berichten${query}`)).status).toBe(400);
  });
  it('of what is not there is 404, other methods are 405', async () => {
    for (const id of ['3a5b9b1e-6f2e-4f0e-9d50-0a3b7c3f4d11', 'geen-uuid'])
      expect((await w.r.send('GET', `${ROOT}/berichten/${id}`)).status).toBe(404);
    expect((await w.r.send('DELETE', `${ROOT}/berichten`)).status).toBe(405);
  });
});
