/** A stream that an existing adapter takes: handed over once, whatever goes wrong, and told in the same words. */
import { hash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Wereld, wereld } from '../aanbod/aanbod.testhulp.ts';
import { GEMEENTE, MINUUT, SECONDE, UUR, VOORZIENING } from '../partner.testhulp.ts';
import { ebmsCore } from './ebmscore.ts';
import { ADAPTER, type NepEbmsCore, nepEbmsCore, type Storing } from './nep-ebmscore.testhulp.ts';

const CPA = 'PROEF-LZ_0001';
let w: Wereld;
let adapter: NepEbmsCore;
const huidig: Pick<NepEbmsCore, 'request'> = { request: (request) => adapter.request(request) };

beforeAll(async () => {
  const drager = ebmsCore({
    naam: 'adapter',
    url: `${ADAPTER}/`,
    gebruiker: 'zb',
    wachtwoord: 'geheim',
    cpas: [CPA],
    net: huidig,
  });
  w = await wereld({ stromen: () => [{ cpaId: CPA, action: null, drager }] });
});
beforeEach(async () => {
  await w.leeg();
  adapter = nepEbmsCore();
});

/** By which the adapter knows a message of ours. */
const extern = (messageId: string): string =>
  `${messageId.split('@')[0]}.${hash('sha256', messageId, 'hex').slice(0, 12)}@gemeente.example`;

const bij = (...storingen: readonly Storing[]): void => {
  const rest = [...storingen];
  adapter.storing(({ method, pad }) => (method === 'POST' && pad === 'messages' ? (rest.shift() ?? 'goed') : 'goed'));
};

describe('a message for the adapter', () => {
  it('is handed over as it is in the CPA, and is ours again when it tells what became of it', async () => {
    const { body } = await w.verzend({ conversationId: 'gesprek-1', messageId: 'm1@klant.example' });
    await w.rond();
    expect(adapter.verzonden).toEqual([
      {
        messageId: extern('m1@klant.example'),
        properties: {
          cpaId: CPA,
          fromPartyId: `urn:osb:oin:${GEMEENTE}`,
          fromRole: 'GEMEENTE',
          toPartyId: `urn:osb:oin:${VOORZIENING}`,
          toRole: 'VOORZIENING',
          service: 'urn:osb:services:PROEF:LopendeZaken:1:0',
          action: 'zaakbericht',
          conversationId: 'gesprek-1',
          messageId: extern('m1@klant.example').split('@')[0],
        },
        dataSources: [
          {
            name: 'bijlage-1',
            contentType: 'application/xml',
            content: Buffer.from('<bericht>é</bericht>').toString('base64'),
          },
        ],
      },
    ]);
    expect(adapter.gevraagd[0]!.headers['authorization']).toBe(`Basic ${Buffer.from('zb:geheim').toString('base64')}`);
    expect(w.net.gezien).toEqual([]);
    const { staat, pogingen } = await w.lees(body.id);
    expect([staat, pogingen.map((p: { via: string; uitkomst: string }) => [p.via, p.uitkomst])]).toEqual([
      'verzonden',
      [['adapter', 'overgedragen']],
    ]);
    adapter.bevestigAlles();
    await w.rond();
    expect((await w.lees(body.id)).staat).toBe('bevestigd');
    expect(adapter.gebeurtenissen).toEqual([]);
  });

  it.each([
    ['FAILED', 'geweigerd'],
    ['EXPIRED', 'verlopen_onbekend'],
  ])('of which it tells %s is %s, and goes again only by choice, under a new messageId', async (type, staat) => {
    const { body } = await w.verzend();
    await w.rond();
    adapter.gebeurtenissen.push({ messageId: adapter.verzonden[0]!.messageId, type });
    await w.rond();
    expect((await w.lees(body.id)).staat).toBe(staat);
    await w.kies(body.id, 'opnieuw');
    await w.rond();
    expect(new Set(adapter.verzonden.map(({ messageId }) => messageId)).size).toBe(2);
  });

  it('that it took without an answer reaching us is found again, and not given twice', async () => {
    for (const storing of ['fout-na', 'traag'] as const) {
      await w.leeg();
      adapter = nepEbmsCore();
      bij(storing);
      const { body } = await w.verzend();
      await w.rond();
      await w.later(5 * SECONDE);
      expect([storing, adapter.verzonden.length, (await w.lees(body.id)).staat]).toEqual([storing, 1, 'verzonden']);
    }
  });

  it('of which the process died between giving and storing is found again by the next', async () => {
    bij('hangt');
    const { body } = await w.verzend();
    await w.r.outbox.turn();
    await w.r.outbox.turn();
    // Its answer never comes: the process is as good as dead.
    void w.dk.turn();
    while (adapter.verzonden.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await w.later(SECONDE);
    expect((await w.lees(body.id)).staat).toBe('te_verzenden');
    await w.later(3 * MINUUT);
    expect([(await w.lees(body.id)).staat, adapter.verzonden.length]).toEqual(['verzonden', 1]);
  });

  it('of two clients with the same name before the @ are two messages there', async () => {
    await w.verzend({ messageId: 'm1@klant.example' });
    await w.verzend({ messageId: 'm1@ander.example' });
    await w.rond();
    expect(adapter.verzonden.length).toBe(2);
  });

  it('that it could not take steps aside, and the others go on', async () => {
    bij('fout-voor', 'goed', 'fout-voor');
    const een = (await w.verzend()).body;
    const twee = (await w.verzend()).body;
    await w.rond();
    expect([(await w.lees(een.id)).staat, (await w.lees(twee.id)).staat]).toEqual(['te_verzenden', 'verzonden']);
    await w.later(10 * SECONDE);
    await w.later(10 * SECONDE);
    expect((await w.lees(een.id)).pogingen.map((p: { uitkomst: string }) => p.uitkomst)).toEqual([
      'later',
      'later',
      'overgedragen',
    ]);
  });

  it('waits while it is away, can be withdrawn then, and expires as never sent', async () => {
    adapter.storing(() => 'weg');
    const een = (await w.verzend()).body;
    const twee = (await w.verzend()).body;
    await w.r.outbox.turn();
    await w.r.outbox.turn();
    await w.dk.turn().catch(() => undefined);
    expect((await w.kies(een.id, 'intrekken')).body.staat).toBe('ingetrokken');
    w.r.clock.advance(30 * UUR);
    await w.dk.turn().catch(() => undefined);
    adapter.storing(() => 'goed');
    await w.later(MINUUT);
    expect(await w.lees(twee.id)).toMatchObject({ staat: 'verzonden', eerdereMessageIds: [twee.messageId] });
    expect(adapter.verzonden.length).toBe(1);
  });

  it('that is too large for its API is refused at once', async () => {
    const met = async (bytes: number) => {
      const inhoud = Buffer.alloc(bytes).toString('base64');
      const { body } = await w.verzend({ bijlagen: [{ contentType: 'a/b', inhoud }] });
      await w.rond();
      return (await w.lees(body.id)).staat;
    };
    expect([await met(3.5 * 1024 * 1024), await met(3.5 * 1024 * 1024 + 1)]).toEqual(['verzonden', 'geweigerd']);
    expect(adapter.verzonden.length).toBe(1);
  });

  it('under any mix of faults is there once, in the order of its lane, and confirmed', async () => {
    const storing = fc.constantFrom<Storing>('goed', 'weg', 'traag', 'fout-voor', 'fout-na');
    await fc.assert(
      fc.asyncProperty(fc.array(storing, { maxLength: 25 }), async (storingen) => {
        await w.leeg();
        adapter = nepEbmsCore();
        const rest = [...storingen];
        adapter.storing(() => rest.shift() ?? 'goed');
        const ids: string[] = [];
        for (const nr of [1, 2, 3])
          ids.push((await w.verzend({ messageId: `m${nr}@klant.example`, volgordesleutel: 'zaak' })).body.id);
        for (let ronde = 0; ronde < 20; ronde++) {
          w.r.clock.advance(MINUUT);
          while ((await w.r.outbox.turn()) + (await w.dk.turn().catch(() => 0)) > 0);
          adapter.bevestigAlles();
        }
        expect(adapter.verzonden.map(({ messageId }) => messageId)).toEqual(
          [1, 2, 3].map((nr) => extern(`m${nr}@klant.example`)),
        );
        for (const id of ids) expect((await w.lees(id)).staat).toBe('bevestigd');
      }),
      { numRuns: 5 },
    );
  });
});

const HUN = {
  properties: {
    cpaId: CPA,
    fromParty: { partyId: `urn:osb:oin:${VOORZIENING}`, role: 'VOORZIENING' },
    toParty: { partyId: `urn:osb:oin:${GEMEENTE}`, role: 'GEMEENTE' },
    service: 'urn:osb:services:PROEF:LopendeZaken:1:0',
    action: 'foutbericht',
    timestamp: '2026-11-02T08:59:00Z',
    conversationId: 'gesprek-1',
    messageId: 'hun-1@voorziening.example',
    messageStatus: 'RECEIVED',
  },
  dataSources: [
    { name: 'x', contentId: 'd1', contentType: 'application/xml', content: Buffer.from('<Fo03/>').toString('base64') },
  ],
};
const ontvangen = async () => (await w.r.send('GET', '/digikoppeling/api/v1/ontvangen')).body.results;

describe('what the adapter received', () => {
  it('is ours once, with its payload, and then off its list; an answer names our own messageId', async () => {
    await w.verzend({ messageId: 'm1@klant.example' });
    await w.rond();
    const properties = { ...HUN.properties, refToMessageId: extern('m1@klant.example') };
    adapter.ontvangen.set('hun-1@voorziening.example', { ...HUN, properties });
    await w.rond();
    const [een, ...meer] = await ontvangen();
    expect(meer).toEqual([]);
    expect(een).toMatchObject({
      messageId: 'hun-1@voorziening.example',
      refToMessageId: 'm1@klant.example',
      vanPartij: VOORZIENING,
    });
    expect((await w.r.raw('GET', een.bijlagen[0].url)).bytes.toString()).toBe('<Fo03/>');
    expect(adapter.ontvangen.size).toBe(0);
    expect(w.net.signalen()).toEqual([]);
  });
  it('is not taken twice when we died before telling it that we have it', async () => {
    adapter.ontvangen.set('hun-1@voorziening.example', HUN);
    adapter.storing(({ method }) => (method === 'PATCH' ? 'weg' : 'goed'));
    await w.dk.turn();
    adapter.storing(() => 'goed');
    await w.dk.turn();
    expect([(await ontvangen()).length, adapter.ontvangen.size]).toEqual([1, 0]);
  });
  it('under a CPA that is not loaded here stays there, and holds up nothing', async () => {
    const properties = { ...HUN.properties, cpaId: 'ONBEKEND', messageId: 'ander@x.example' };
    adapter.ontvangen.set('ander@x.example', { ...HUN, properties });
    adapter.ontvangen.set('hun-1@voorziening.example', HUN);
    await w.dk.turn();
    expect([...adapter.ontvangen.keys()]).toEqual(['ander@x.example']);
    expect((await ontvangen()).length).toBe(1);
  });
  it('of messages that are not ours is left for whose they are', async () => {
    adapter.gebeurtenissen.push({ messageId: 'van-een-ander@gemeente.example', type: 'DELIVERED' });
    await w.dk.turn();
    expect(adapter.gebeurtenissen.length).toBe(1);
  });
});
