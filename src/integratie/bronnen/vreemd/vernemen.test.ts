/** How we hear of a status in another's register: told, asked, told twice, told late; and in which order it goes on. */
import { beforeEach, describe, expect, it } from 'vitest';
import { type Huis, huis, instelling, N, Z } from './nep-register.testhulp.ts';

let h: Huis;
const UUR = 60 * 60_000;
const idVan = (url: string): string => url.split('/').at(-1)!;
const namen = async (): Promise<readonly unknown[]> =>
  (await h.verteld()).map((event) => (event.body as { resourceId: string }).resourceId);
const peil = async (): Promise<void> => {
  h.klok.advance(6 * 60_000);
  await h.bronnen.beurt();
};

beforeEach(async () => {
  h = await huis();
  await h.bronnen.beurt();
});

describe('a notification', () => {
  it('of a status is answered with 204 and told once, as a status of our own would be', async () => {
    const zaak = h.register.zaak();
    const status = h.register.status(zaak);
    expect(await h.meld(status)).toBe(204);
    expect(await h.meld(status)).toBe(204);
    const told = await h.verteld();
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      kind: 'status.create',
      channel: 'bronnen',
      subject: idVan(zaak),
      body: { resourceId: idVan(status), register: 'openzaak' },
    });
  });
  it('that asking finds again is told no second time, and the other way round', async () => {
    const zaak = h.register.zaak();
    const eerst = h.register.status(zaak);
    await h.meld(eerst);
    await peil();
    h.klok.advance(1000);
    const later = h.register.status(zaak);
    await peil();
    await h.meld(later);
    expect(await namen()).toEqual([idVan(eerst), idVan(later)]);
    expect(await h.bronnen.stand()).toMatchObject([{ gevonden: 2, doorPeiling: 1, teVertellen: 0 }]);
  });
  it.each([
    ['about something else', { resource: 'rol' }],
    ['about a change', { actie: 'update' }],
    ['on another kanaal', { kanaal: 'documenten' }],
    ['that only tries us', { kanaal: 'test' }],
  ])('%s is answered with 204 and not told', async (_wat, extra) => {
    expect(await h.meld(h.register.status(h.register.zaak()), extra)).toBe(204);
    expect(await namen()).toEqual([]);
    expect(await h.bronnen.stand()).toMatchObject([{ genegeerd: 0 }]);
  });
  it.each([
    ['another host', { resourceUrl: 'https://ander.example/zaken/api/v1/statussen/1' }],
    ['another path', { resourceUrl: 'https://openzaak.example/zaken/api/v2/statussen/1' }],
    ['a way out of the path', { resourceUrl: `${Z}statussen/../../../geheim` }],
    ['a zaak elsewhere', { hoofdObject: 'https://ander.example/zaken/api/v1/zaken/1' }],
    ['a name before the host', { resourceUrl: Z.replace('https://', 'https://u:p@') }],
    ['another kind of thing', { resourceUrl: `${Z}zaken/1` }],
  ])(
    'about an address that is not theirs (%s) is never followed, and shown to the operator (SSRF)',
    async (_wat, extra) => {
      const before = h.register.gevraagd.length;
      expect(await h.meld(h.register.status(h.register.zaak()), extra)).toBe(204);
      expect(await namen()).toEqual([]);
      expect(h.register.gevraagd).toHaveLength(before);
      expect(await h.bronnen.stand()).toMatchObject([{ genegeerd: 1 }]);
    },
  );
  it.each(['', 'Bearer', 'Bearer iets-anders', 'undefined'])(
    'with the wrong authorization (%j) is refused',
    async (auth) => {
      expect(await h.meld(h.register.status(h.register.zaak()), {}, auth)).toBe(403);
      expect(await namen()).toEqual([]);
    },
  );
  it.each([null, [], 'tekst', {}, { kanaal: 'zaken' }, { kanaal: 1 }])(
    'that is none (%j) is refused with 400',
    async (payload) => {
      const answer = await h.server.inject({
        method: 'POST',
        url: '/bronnen/api/v1/notificaties/openzaak',
        payload: JSON.stringify(payload),
        headers: { authorization: String(h.register.abonnementen[0]!['auth']), 'content-type': 'application/json' },
      });
      expect(answer.statusCode).toBe(400);
    },
  );
  it('larger than 64 KiB is refused, and one for a register that we do not know too', async () => {
    expect(await h.meld(`${Z}statussen/1`, { x: 'x'.repeat(70_000) })).toBe(413);
    const answer = await h.server.inject({ method: 'POST', url: '/bronnen/api/v1/notificaties/onbekend', payload: {} });
    expect(answer.statusCode).toBe(404);
  });
  it('is told after the delay that was set, so that the zaak can be completed', async () => {
    h = await h.opnieuw([instelling({ vertragingSeconden: 30 })]);
    await h.meld(h.register.status(h.register.zaak()));
    await h.bronnen.beurt();
    expect(await namen()).toEqual([]);
    h.klok.advance(30_000);
    await h.bronnen.beurt();
    expect(await namen()).toHaveLength(1);
  });
  it('about an address without a uuid gets one that is always the same', async () => {
    const status = `${Z}statussen/12`;
    await h.meld(status, { hoofdObject: `${Z}zaken/7` });
    await h.meld(`${status}/`, { hoofdObject: `${Z}zaken/7` });
    expect(await namen()).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });
});

describe('asking', () => {
  it('finds what nobody told, in the order in which it was set', async () => {
    const zaak = h.register.zaak();
    const gezet: string[] = [];
    for (let i = 0; i < 230; i++) {
      h.klok.advance(1000);
      gezet.push(idVan(h.register.status(i % 2 === 0 ? zaak : h.register.zaak())));
    }
    await peil();
    expect(await namen()).toEqual(gezet);
    expect(h.register.gevraagd.filter((vraag) => vraag.startsWith('GET statussen'))).toHaveLength(1 + 3);
  });
  it('asks one page when nothing happened, and no sooner than was set', async () => {
    const before = h.register.gevraagd.length;
    await h.bronnen.beurt();
    expect(h.register.gevraagd).toHaveLength(before);
    await peil();
    expect(h.register.gevraagd.slice(before)).toEqual(['GET statussen']);
  });
  it('tells nothing from before the first start, however late it is found', async () => {
    h.register.status(h.register.zaak(), { datumStatusGezet: '2026-11-20T08:59:59Z' });
    await peil();
    h.klok.advance(25 * UUR);
    await peil();
    await peil();
    expect(await namen()).toEqual([]);
    expect(await h.bronnen.stand()).toMatchObject([{ begin: new Date('2026-11-20T09:00:00Z') }]);
  });
  it('finds in the daily round what was set with a moment in the past', async () => {
    h.klok.advance(20 * UUR);
    const zaak = h.register.zaak();
    for (let i = 0; i < 100; i++)
      h.register.status(zaak, { datumStatusGezet: new Date(h.klok.now().getTime() + i).toISOString() });
    await peil();
    h.klok.advance(2 * UUR);
    await peil();
    const terug = h.register.status(h.register.zaak(), { datumStatusGezet: '2026-11-20T12:00:00Z' });
    await peil();
    expect(await namen()).toHaveLength(100);
    h.klok.advance(3 * UUR);
    await h.bronnen.beurt();
    await h.bronnen.beurt();
    expect((await namen()).slice(100)).toEqual([idVan(terug)]);
  });
  it('goes on where it was after a bounded number of requests, also after a restart, and tells at the end of the round', async () => {
    for (let i = 0; i < 2_050; i++) {
      h.klok.advance(1);
      h.register.status(h.register.zaak());
    }
    await peil();
    expect(h.register.gevraagd.filter((vraag) => vraag.startsWith('GET statussen'))).toHaveLength(1 + 20);
    expect(await namen()).toEqual([]);
    // Told meanwhile, of a zaak of which something older still waits: it waits too.
    const [laatste] = [...h.register.objecten.values()]
      .filter((o) => String(o['url']).startsWith(`${Z}statussen/`))
      .slice(-1);
    const nieuw = h.register.status(String(laatste!['zaak']));
    await h.meld(nieuw);
    expect(await namen()).toEqual([]);
    h = await h.opnieuw();
    h.klok.advance(11_000);
    for (let i = 0; i < 7; i++) await h.bronnen.beurt();
    const told = await namen();
    expect(told).toHaveLength(2_051);
    expect(told.indexOf(idVan(nieuw))).toBeGreaterThan(told.indexOf(idVan(String(laatste!['url']))));
  });
  it('does not rely on a list that is not sorted: the daily round reads all of it', async () => {
    const zaak = h.register.zaak();
    h.klok.advance(UUR);
    // Their clock gave two of them a moment that is not in the order of the list.
    const lijst = [0, 1, 2].map((i) =>
      h.register.status(zaak, { datumStatusGezet: new Date(h.klok.now().getTime() + i).toISOString() }),
    );
    const results = lijst.map((url) => h.register.objecten.get(url));
    const body = Buffer.from(JSON.stringify({ count: 3, next: `${Z}statussen?page=2`, previous: null, results }));
    h.register.storing = { bij: 'statussen', antwoord: { body } };
    await h.bronnen.beurt();
    expect(await h.bronnen.stand()).toMatchObject([{ gesorteerd: false, gezienTot: new Date('2026-11-20T09:00:00Z') }]);
    expect((await namen()).length).toBe(3);
  });
  it.each([
    ['not there', 'dood', 'is niet te bereiken'],
    ['refusing', { status: 403 }, 'weigert ons (403)'],
    ['broken', { status: 500 }, 'heeft een storing (500)'],
    ['redirecting', { status: 302 }, 'stuurt ons door'],
    ['talking nonsense', { body: Buffer.from('<html>') }, 'geen JSON'],
    ['talking nonsense in JSON', { body: Buffer.from('{"results":[{"url":1}]}') }, 'status.url'],
    [
      'writing other addresses',
      {
        body: Buffer.from(
          JSON.stringify({
            results: [
              {
                url: 'https://x.example/1',
                zaak: 'https://x.example/2',
                statustype: 'x',
                datumStatusGezet: '2026-11-20T09:00:00Z',
              },
            ],
          }),
        ),
      },
      'Zet bij zaken het adres',
    ],
  ] as const)('of a register that is %s is shown, and made good when it is back', async (_wat, antwoord, reden) => {
    const status = h.register.status(h.register.zaak());
    h.register.storing = { bij: 'statussen', antwoord };
    await peil();
    const [stand] = await h.bronnen.stand();
    expect(stand!.peilingFout).toContain(reden);
    expect(await namen()).toEqual([]);
    h.register.storing = null;
    await peil();
    expect(await namen()).toEqual([idVan(status)]);
    expect(await h.bronnen.stand()).toMatchObject([{ peilingFout: null }]);
  });
  it('is not held up by one status that makes no sense: the rest is found, and that one is shown', async () => {
    h.register.status(h.register.zaak(), { datumStatusGezet: '20 november' });
    const goed = h.register.status(h.register.zaak());
    await peil();
    expect(await namen()).toEqual([idVan(goed)]);
    expect(await h.bronnen.stand()).toMatchObject([
      { peilingFout: expect.stringContaining('status.datumStatusGezet. Die status is overgeslagen') },
    ]);
  });
  it('waits as long as the register asks for (Retry-After)', async () => {
    h.register.storing = { bij: 'statussen', antwoord: { status: 429, headers: { 'retry-after': '300' } } };
    await peil();
    const before = h.register.gevraagd.length;
    h.klok.advance(299_000);
    await h.bronnen.beurt();
    expect(h.register.gevraagd).toHaveLength(before);
    h.register.storing = null;
    h.klok.advance(1_000);
    await h.bronnen.beurt();
    expect(h.register.gevraagd).toHaveLength(before + 1);
  });
});

describe('figures', () => {
  it('tell of each register how it stands', async () => {
    const metrics = await h.bronnen.metrics();
    const value = (name: string): unknown => metrics.find((one) => one.name === name)?.samples[0];
    expect(value('zaakbode_bronnen_subscription_ok')).toEqual({ labels: { register: 'openzaak' }, value: 1 });
    h.klok.advance(90_000);
    h.register.storing = { bij: N, antwoord: 'dood' };
    const lag = (await h.bronnen.metrics()).find((one) => one.name === 'zaakbode_bronnen_seen_lag_seconds');
    expect(lag?.samples).toEqual([{ labels: { register: 'openzaak' }, value: 90 }]);
  });
});
