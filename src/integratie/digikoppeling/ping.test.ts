/** Is the other side there: what an operator hears of a Ping, and what the other side hears of its own. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/db/index.ts';
import { buildPing, buildPong, OIN_TYPE, parseMessage, validateAgainstCpa } from '../../standaarden/ebms/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { type Antwoord, GEEN_VERBINDING, type Gezien, OK } from './nepnet.testhulp.ts';
import { GEMEENTE, gelezen, HUN_ADRES, hunBericht, START, VOORZIENING } from './partner.testhulp.ts';

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

const lees = ({ headers, body }: Gezien) =>
  parseMessage({ contentType: headers['content-type'], soapAction: headers['soapaction'], body });

/** The other side answers every Ping with a Pong, to `naar`, before its HTTP answer or after. */
function hunPong(naar: Proces, wanneer: 'ervoor' | 'erna'): (request: Gezien) => Promise<Antwoord> {
  return async (request) => {
    const pong = buildPong({ answerTo: gelezen(request), messageId: 'pong-1@voorziening.example', timestamp: START });
    const sent = naar.post(pong);
    if (wanneer === 'ervoor') await sent;
    return OK;
  };
}

describe('our Ping', () => {
  it.each(['ervoor', 'erna'] as const)('that gets its Pong (%s) says how long it took', async (wanneer) => {
    w.net.antwoordt(hunPong(p, wanneer), true);
    const answer = await p.dk.ping(w.cpa.id, GEMEENTE);
    expect(answer).toEqual({ ms: expect.any(Number) });
    const [ping, ...others] = w.net.signalen();
    expect(others).toEqual([]);
    expect(ping).toMatchObject({ url: HUN_ADRES, headers: { soapaction: '"ebXML"' } });
    const message = lees(ping!);
    expect(message).toMatchObject({
      kind: 'ping',
      header: { from: { partyIds: [{ type: OIN_TYPE, value: GEMEENTE }] }, to: { partyIds: [{ value: VOORZIENING }] } },
    });
    expect(validateAgainstCpa(message, w.cpa, START)).toEqual([]);
  });

  it.each<[string, Antwoord, RegExp]>([
    ['meets no connection', GEEN_VERBINDING, /geen verbinding/],
    ['is answered with 404', { status: 404 }, /^HTTP 404$/],
    ['is answered with a redirect', { status: 301 }, /^HTTP 301$/],
    ['is accepted and gets no Pong', OK, /geen Pong binnen 0.02 s/],
  ])('that %s says why', async (_what, answer, why) => {
    w.net.antwoordt(answer, true);
    expect(await p.dk.ping(w.cpa.id, GEMEENTE, 20)).toEqual({ fout: expect.stringMatching(why) });
  });

  it('under an unknown CPA, or by a party that is not in it, says so and sends nothing', async () => {
    expect(await p.dk.ping('NOOIT-GEHOORD', GEMEENTE)).toEqual({ fout: 'CPA NOOIT-GEHOORD is niet geladen' });
    expect(await p.dk.ping(w.cpa.id, '00000099000000009000')).toEqual({
      fout: `partij 00000099000000009000 staat niet in CPA ${w.cpa.id}`,
    });
    expect(w.net.gezien).toEqual([]);
  });

  it('is not answered by the Pong to another Ping', async () => {
    w.net.antwoordt(async (request) => {
      const answerTo = { ...gelezen(request), messageId: 'een-andere@gemeente.example' };
      await p.post(buildPong({ answerTo, messageId: 'pong-1@voorziening.example', timestamp: START }));
      return OK;
    }, true);
    expect(await p.dk.ping(w.cpa.id, GEMEENTE, 20)).toMatchObject({ fout: expect.stringMatching(/geen Pong/) });
  });

  it('that comes back to ourselves is no proof of anything', async () => {
    w.net.antwoordt(async (request) => {
      const answer = await p.post({ contentType: request.headers['content-type']!, body: request.body });
      return { status: answer.status };
    }, true);
    expect(await p.dk.ping(w.cpa.id, GEMEENTE, 20)).toEqual({ fout: 'HTTP 500' });
    expect(await w.tel('signaal')).toBe(0);
  });

  it('and another at the same time each get their own Pong', async () => {
    w.net.antwoordt(hunPong(p, 'erna'), true);
    const answers = await Promise.all([p.dk.ping(w.cpa.id, GEMEENTE), p.dk.ping(w.cpa.id, GEMEENTE)]);
    expect(answers).toEqual([{ ms: expect.any(Number) }, { ms: expect.any(Number) }]);
    expect(new Set(w.net.signalen().map((g) => g.messageId)).size).toBe(2);
  });
});

describe('their Ping', () => {
  it('gets 204, and a Pong at the endpoint for signals', async () => {
    const ping = buildPing({
      from: [{ type: OIN_TYPE, value: VOORZIENING }],
      to: [{ type: OIN_TYPE, value: GEMEENTE }],
      cpaId: w.cpa.id,
      conversationId: 'gesprek-ping',
      messageId: 'ping-1@voorziening.example',
      timestamp: START,
    });
    expect(await p.post(ping)).toMatchObject({ status: 204, body: '' });
    await w.rond(p);
    const [pong, ...others] = w.net.signalen();
    expect(others).toEqual([]);
    expect(pong!.url).toBe(HUN_ADRES);
    const message = lees(pong!);
    expect(message).toMatchObject({
      kind: 'pong',
      refToMessageId: 'ping-1@voorziening.example',
      header: { conversationId: 'gesprek-ping', to: { partyIds: [{ value: VOORZIENING }] } },
    });
    expect(validateAgainstCpa(message, w.cpa, START)).toEqual([]);
  });

  it('while the database is away gets 503 and no Pong', async () => {
    await p.post(hunBericht(w.cpa));
    await w.rond(p);
    w.net.gezien.length = 0;
    p.databaseWeg(true);
    const ping = buildPing({
      from: [{ type: OIN_TYPE, value: VOORZIENING }],
      to: [{ type: OIN_TYPE, value: GEMEENTE }],
      cpaId: w.cpa.id,
      conversationId: 'g',
      messageId: 'ping-2@voorziening.example',
      timestamp: START,
    });
    expect((await p.post(ping)).status).toBe(503);
    p.databaseWeg(false);
    await w.rond(p);
    expect(w.net.signalen()).toEqual([]);
  });
});
