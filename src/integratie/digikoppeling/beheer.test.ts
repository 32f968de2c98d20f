/** What an operator sees and does, and the figures for who measures. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, sql } from '../../platform/db/index.ts';
import { buildPong } from '../../standaarden/ebms/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { beheerOpAfstand, mountOpAfstand } from './index.ts';
import { GEEN_VERBINDING, OK } from './nepnet.testhulp.ts';
import {
  bevestiging,
  cpaTekst,
  GEMEENTE,
  gelezen,
  hunBericht,
  MINUUT,
  START,
  UUR,
  VOORZIENING,
} from './partner.testhulp.ts';

let db: Database;
let w: Wereld;
let p: Proces;

beforeAll(async () => {
  db = await proefDatabase();
});
beforeEach(async () => {
  w = await wereld(db);
  p = w.proces(1, { eigen: GEMEENTE });
});
afterEach(() => w.sluit());

const cpa = async () => (await p.dk.beheer.cpa(w.cpa.id))!;

describe('the list of CPAs', () => {
  it('says who, which profile, until when, and how it stands, in one statement', async () => {
    const before = db.roundTrips();
    const [regel, ...others] = await p.dk.beheer.cpas();
    expect(db.roundTrips() - before).toBe(1);
    expect(others).toEqual([]);
    expect(regel).toMatchObject({
      cpaId: w.cpa.id,
      versie: 1,
      omgeving: 'productie',
      inGebruik: true,
      status: 'agreed',
      profielen: ['osb-rm'],
      totEnMet: new Date('2029-01-01T00:00:00Z'),
      partijen: [
        { naam: 'Gemeente Proef', partyId: GEMEENTE, wij: true },
        { naam: 'Voorziening', partyId: VOORZIENING, wij: false },
      ],
      certificaten: [],
      neerSinds: null,
      oudsteTeVerzenden: null,
      oudsteOnbevestigd: null,
      ping: null,
    });
  });

  it('says since when the other side is away and why, and what waits longest', async () => {
    await w.bewaar(p, 1);
    w.net.antwoordt(OK, true);
    await w.rond(p);
    w.clock.advance(MINUUT);
    w.net.antwoordt(GEEN_VERBINDING);
    await w.bewaar(p, 2);
    await w.rond(p);
    expect(await cpa()).toMatchObject({
      oudsteOnbevestigd: START,
      oudsteTeVerzenden: new Date(START.getTime() + MINUUT),
      neerSinds: new Date(START.getTime() + MINUUT),
      neerReden: expect.stringMatching(/geen verbinding/),
    });
  });
});

describe('loading by an operator', () => {
  it('tells first what is wrong, and whether it is here already', async () => {
    const { cpaId, bekend, acties, bevindingen } = await p.dk.beheer.controleer(cpaTekst(), 'productie');
    expect([cpaId, bekend]).toEqual([w.cpa.id, { versie: 1, gelijk: true }]);
    expect(acties).toMatchObject([{ action: 'zaakbericht', profile: 'osb-rm' }, { action: 'foutbericht' }]);
    expect(bevindingen.map(({ code }) => code)).toContain('test-oin');
    expect((await p.dk.beheer.controleer(cpaTekst({ retries: 2 }), 'productie')).bekend).toMatchObject({
      gelijk: false,
    });
    expect((await p.dk.beheer.controleer(cpaTekst({ cpaId: 'NIEUW' }), 'productie')).bekend).toBeNull();
    expect(await p.dk.beheer.controleer('geen xml', 'productie')).toMatchObject({ cpaId: null, bekend: null });
  });

  it('says what came of it, with who did it in the versions and in the log', async () => {
    const vraag = { tekst: cpaTekst({ retries: 2 }), omgeving: 'productie', elders: '' } as const;
    expect(await p.dk.beheer.laad(vraag, 'Sam')).toEqual({ cpaId: w.cpa.id, versie: 2, nieuw: true });
    expect(await p.dk.beheer.laad(vraag, 'Kim')).toEqual({ cpaId: w.cpa.id, versie: 2, nieuw: false });
    expect((await cpa()).versies[0]).toMatchObject({ versie: 2, wie: 'Sam' });
    expect(w.log).toContainEqual(
      expect.objectContaining({ velden: { cpa: w.cpa.id, versie: 2, wie: 'Sam' }, wat: 'beheerder: CPA geladen' }),
    );
    const fouten = [{ plaats: 'regel 1, kolom 1', tekst: expect.stringMatching(/geen leesbaar XML/) }];
    expect(await p.dk.beheer.laad({ ...vraag, tekst: 'x' }, 'Sam')).toEqual({ fouten });
    expect(await p.dk.beheer.laad({ ...vraag, omgeving: 'compliance' }, 'Sam')).toMatchObject({
      fouten: [{ tekst: expect.stringMatching(/voor compliance/) }],
    });
  });
});

describe('a ping by an operator', () => {
  it('goes from our party, and what came of it is kept for every process', async () => {
    w.net.antwoordt(async (request) => {
      await p.post(
        buildPong({ answerTo: gelezen(request), messageId: 'pong-1@voorziening.example', timestamp: START }),
      );
      return OK;
    }, true);
    expect(await p.dk.beheer.ping(w.cpa.id, 'Sam')).toEqual({ ms: expect.any(Number) });
    expect((await w.proces(2).dk.beheer.cpa(w.cpa.id))!.ping).toEqual({
      op: START,
      ms: expect.any(Number),
      fout: null,
    });
    w.net.antwoordt({ status: 404 }, true);
    expect(await p.dk.beheer.ping(w.cpa.id, 'Sam')).toEqual({ fout: 'HTTP 404' });
    expect((await cpa()).ping).toEqual({ op: START, ms: null, fout: 'HTTP 404' });
    expect(await p.dk.beheer.ping('NOOIT', 'Sam')).toBeNull();
  });
});

describe('the same asked of a running program', () => {
  const vraagt = (authorization?: string) =>
    beheerOpAfstand(async (functie, payload) => {
      const answer = await p.server.inject({
        method: 'POST',
        url: `/opdrachten/${functie}`,
        headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
        payload,
      });
      if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.json().detail}`);
      return answer.body;
    });
  beforeEach(() => mountOpAfstand(p.server, '/opdrachten', p.dk.beheer, (header) => header === 'goed'));

  it('gives what the program itself would, moments included', async () => {
    const ver = vraagt('goed');
    expect(await ver.cpas()).toEqual(await p.dk.beheer.cpas());
    expect(await ver.cpa(w.cpa.id)).toEqual(await cpa());
    expect(await ver.versie(w.cpa.id, 1)).toEqual(await p.dk.beheer.versie(w.cpa.id, 1));
    expect(await ver.cpa('NOOIT')).toBeNull();
    const vraag = { tekst: cpaTekst({ retries: 3 }), omgeving: 'productie', elders: '' } as const;
    expect(await ver.laad(vraag, 'opdrachtregel')).toEqual({ cpaId: w.cpa.id, versie: 2, nieuw: true });
  });

  it('without the right token is refused, and does nothing', async () => {
    for (const wrong of [undefined, 'fout'])
      await expect(vraagt(wrong).ping(w.cpa.id, 'ik')).rejects.toThrow(/403 Alleen de opdrachtregel/);
    expect(w.net.gezien).toEqual([]);
  });

  it('has no other functions than those of the commands', async () => {
    for (const [functie, payload] of [
      ['constructor', '[]'],
      ['omgeving', '[]'],
      ['cpas', '{}'],
    ]) {
      const headers = { authorization: 'goed', 'content-type': 'application/json' };
      const answer = await p.server.inject({
        method: 'POST',
        url: `/opdrachten/${functie}`,
        headers,
        payload: payload!,
      });
      expect([functie, answer.statusCode]).toEqual([functie, 404]);
    }
  });
});

describe('the figures', () => {
  const waarde = async (name: string, labels: Record<string, string>) => {
    const metric = (await p.dk.metrics()).find((one) => one.name === `zaakbode_digikoppeling_${name}`);
    return metric?.samples.find((sample) => Object.entries(labels).every(([k, v]) => sample.labels[k] === v))?.value;
  };

  it('say per CPA and action how long the oldest waits, and how often was tried', async () => {
    const zaakbericht = { cpa: w.cpa.id, action: 'zaakbericht' };
    expect(await waarde('oldest_unsent_seconds', zaakbericht)).toBe(0);
    w.net.antwoordt(GEEN_VERBINDING);
    await w.bewaar(p, 2);
    await w.rond(p);
    w.clock.advance(UUR);
    expect(await waarde('oldest_unsent_seconds', zaakbericht)).toBe(3600);
    expect(await waarde('oldest_unsent_seconds', { cpa: w.cpa.id, action: 'foutbericht' })).toBe(0);
    expect(await waarde('down', { cpa: w.cpa.id })).toBe(1);
    w.net.antwoordt(OK, true);
    await w.rond(p);
    w.clock.advance(MINUUT);
    expect(await waarde('oldest_unsent_seconds', zaakbericht)).toBe(0);
    expect(await waarde('oldest_unacknowledged_seconds', zaakbericht)).toBe(60);
    expect(await waarde('attempts_total', { ...zaakbericht, outcome: 'failed' })).toBe(1);
    expect(await waarde('attempts_total', { ...zaakbericht, outcome: 'sent' })).toBe(2);
    for (const sent of w.net.berichten().slice(-2)) await p.post(bevestiging(sent));
    expect(await waarde('oldest_unacknowledged_seconds', zaakbericht)).toBe(0);
    expect(await waarde('down', { cpa: w.cpa.id })).toBe(0);
  });

  it('count copies and what was refused, and take no name from a message', async () => {
    w.net.antwoordt(OK, true);
    await p.post(hunBericht(w.cpa));
    await p.post(hunBericht(w.cpa));
    await p.post(hunBericht(w.cpa));
    const late = { messageId: 'laat@voorziening.example', timeToLive: new Date(0) };
    await p.post(hunBericht(w.cpa, late));
    const foutbericht = { cpa: w.cpa.id, action: 'foutbericht' };
    expect(await waarde('duplicates_total', foutbericht)).toBe(2);
    expect(await waarde('refused_total', foutbericht)).toBe(1);
    const { contentType, body } = hunBericht(w.cpa, { messageId: 'gek@voorziening.example' });
    await p.post({
      contentType,
      body: Buffer.from(Buffer.from(body).toString().replaceAll('foutbericht<', 'verzonnen<')),
    });
    expect(await waarde('refused_total', { cpa: w.cpa.id, action: 'anders' })).toBe(1);
    const names = (await p.dk.metrics()).flatMap(({ samples }) => samples.map(({ labels }) => labels['action']));
    expect(names).not.toContain('verzonnen');
  });

  it('are read from indexes, however many messages there are', async () => {
    await db.script(`insert into digikoppeling.bericht (message_id, cpa_id, cpa_versie, van_partij, service, action, conversation_id,
        endpoint, content_type, inhoud, staat, wacht_op_ack, herhaal_ms, herhalingen, volgende, verloopt, gemaakt, verzonden)
      select 'veel-' || n, 'PROEF-LZ_0001', 1, 'x', 's', 'zaakbericht', 'g', 'https://x.example/', 't', '', 'bevestigd', true, 1, 1,
        'infinity', 'infinity', now(), now() from generate_series(1, 3000) n; analyze digikoppeling.bericht;`);
    const [plan] = await db.query<Record<string, string>>(sql`
      explain (format text) select verzonden from digikoppeling.bericht b where b.cpa_id = ${w.cpa.id} and b.staat = 'verzonden' order by nr limit 1`);
    expect(Object.values(plan!).join()).not.toContain('Seq Scan');
    const before = db.roundTrips();
    await p.dk.metrics();
    await p.dk.metrics();
    // Two statements each time, and once the list of CPAs and each of them.
    expect(db.roundTrips() - before).toBeLessThanOrEqual(6);
  });
});
