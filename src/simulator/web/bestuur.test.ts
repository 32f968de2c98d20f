import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bericht, type Opstelling, startOpstelling, zakLk01 } from '../simulator.testhulp.ts';

let proef: Opstelling;
beforeEach(async () => {
  proef = await startOpstelling();
});
afterEach(() => proef.close());

const get = (url: string) => proef.app.inject(url);

function stuurJson(url: string, body: unknown, headers: Record<string, string> = {}) {
  return proef.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(body),
  });
}

const SAME_SITE = { 'sec-fetch-site': 'same-origin' };

function stuurFormulier(url: string, fields: Record<string, string>, headers: Record<string, string> = SAME_SITE) {
  return proef.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(fields).toString(),
  });
}

async function leverVier(): Promise<void> {
  for (const nr of [1, 2, 3, 4]) {
    await proef.lever(
      bericht(
        `m-${nr}@g.example`,
        zakLk01({ referentie: `r${nr}`, zaaknummer: `ZAAK-${nr}`, tijdstip: `2026110209310012${nr}` }),
      ),
    );
  }
}

describe('GET /simulator/bestuur', () => {
  test('200: says whose interpretation this is, what is set, and what came in', async () => {
    await leverVier();
    const { statusCode, headers, body } = await get('/simulator/bestuur');
    expect(statusCode).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(JSON.parse(body)).toMatchObject({
      label: 'Simulator: onze interpretatie, niet MijnOverheid zelf',
      storingen: { ebms: [], fo03: [], geenAccountCode: 'SIM001' },
      grootboek: { berichten: 4, toegepast: 4 },
      sindsStart: { ontvangen: 4 },
    });
    expect(body).not.toMatch(/"[0-9]{9}"/);
  });
});

describe('POST /simulator/bestuur', () => {
  test('200: sets faults and gives the new state', async () => {
    const answer = await stuurJson('/simulator/bestuur', {
      ebms: [{ stand: 'neer', kans: 0.02 }, 'traag'],
      ack: 'weglaten',
      dropKans: 0.1,
      fo03: { code: 'StUF046', zaaknummer: 'ZAAK-2' },
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.json().storingen).toMatchObject({
      ebms: [{ stand: 'neer', kans: 0.02 }, { stand: 'traag' }],
      ack: [{ stand: 'weglaten' }],
      dropKans: 0.1,
      fo03: [{ code: 'StUF046', zaaknummer: 'ZAAK-2' }],
    });
  });

  test('what is left out stays; herstel puts all back; ok clears one', async () => {
    await stuurJson('/simulator/bestuur', { ebms: 'neer', brp: 'neer', geenAccountCode: 'X' });
    expect((await stuurJson('/simulator/bestuur', { ebms: 'ok' })).json().storingen).toMatchObject({
      ebms: [],
      brp: [{ stand: 'neer' }],
      geenAccountCode: 'X',
    });
    expect((await stuurJson('/simulator/bestuur', { herstel: true })).json().storingen).toMatchObject({
      brp: [],
      geenAccountCode: 'SIM001',
    });
  });

  test('400: says what is wrong and changes nothing', async () => {
    const answer = await stuurJson('/simulator/bestuur', { ebms: 'plat' });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json().detail).toContain('Kies uit: ok, neer');
    expect(proef.simulator.stand().storingen.ebms).toEqual([]);
  });

  test('303: the form of the page sets the same and goes back to the page', async () => {
    const answer = await stuurFormulier('/simulator/bestuur', {
      ebms: 'traag',
      ebmsAantal: '3',
      ebmsSeconden: '1,5',
      ack: 'ok',
      accounts: 'onzin',
      brp: 'ok',
      foutCode: 'StUF058',
      foutZaak: ' ZAAK-9 ',
      foutAantal: '',
    });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/simulator?gewijzigd=ja#storingen']);
    expect(proef.simulator.stand().storingen).toMatchObject({
      ebms: [{ stand: 'traag', ms: 1500, aantal: 3 }],
      ack: [],
      accounts: [{ stand: 'onzin' }],
      fo03: [{ code: 'StUF058', zaaknummer: 'ZAAK-9' }],
    });
    await stuurFormulier('/simulator/bestuur', { herstel: 'ja' });
    expect(proef.simulator.stand().storingen).toMatchObject({ ebms: [], accounts: [], fo03: [] });
  });

  test('400: a form that is not understood comes back as a page with the faults on top', async () => {
    const answer = await stuurFormulier('/simulator/bestuur', {
      ebms: 'neer',
      ebmsAantal: 'veel',
      foutCode: 'VeelTeLang',
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.body).toContain('De storingen zijn niet ingesteld');
    expect(answer.body).toContain('<a href="#ebmsAantal">Ontvangst van zaakberichten, hoe vaak: vul een heel getal in');
    expect(answer.body).toMatch(/<input id="ebmsAantal"[^>]*aria-invalid="true"[^>]*value="veel"/);
    expect(answer.body).toContain('Foutcode: gebruik 7 tekens of minder');
    expect(answer.body).toContain('<title>Fout: ');
    expect(proef.simulator.stand().storingen.ebms).toEqual([]);
  });

  test.each([
    ['the browser names another site', { 'sec-fetch-site': 'cross-site' }],
    ['another origin', { origin: 'https://elders.example' }],
  ])('403: a form from elsewhere (%s)', async (_naam, headers) => {
    expect((await stuurFormulier('/simulator/bestuur', { ebms: 'neer' }, headers)).statusCode).toBe(403);
    expect(proef.simulator.stand().storingen.ebms).toEqual([]);
  });
});

describe('GET /simulator/bestuur/ledger', () => {
  test('200: in order of arrival, page by page, without BSN', async () => {
    await leverVier();
    const first = (await get('/simulator/bestuur/ledger?aantal=3')).json();
    expect(first).toMatchObject({ totaal: 4, volgende: 3 });
    expect(first.regels.map(({ nr }: { nr: number }) => nr)).toEqual([1, 2, 3]);
    const second = await get('/simulator/bestuur/ledger?na=3&aantal=3');
    expect(second.json()).toMatchObject({ volgende: null, regels: [{ nr: 4, zaakidentificatie: 'ZAAK-4' }] });
    expect(second.body).not.toContain('999993653');
  });

  test.each(['na=-1', 'na=x', 'aantal=0', 'aantal=10001'])('400: %s', async (query) => {
    expect((await get(`/simulator/bestuur/ledger?${query}`)).statusCode).toBe(400);
  });
});

describe('GET /simulator/bestuur/berichten', () => {
  test('200: the last 20 as they came, BSNs masked', async () => {
    for (let nr = 1; nr <= 25; nr += 1)
      await proef.lever(bericht(`m-${nr}@g.example`, zakLk01({ referentie: `r${nr}` })));
    const { berichten } = (await get('/simulator/bestuur/berichten')).json();
    expect(berichten).toHaveLength(20);
    expect(berichten[0].messageId).toBe('m-25@g.example');
    expect(berichten[0].inhoud).toContain('<BG:inp.bsn>*********</BG:inp.bsn>');
    expect(berichten[0].inhoud).not.toContain('999993653');
  });
});

describe('POST /simulator/bestuur/accounts', () => {
  test('200: opens an account, from now or from a given moment', async () => {
    const van = (json: { personen: { id: string; account: unknown }[] }) =>
      json.personen.find(({ id }) => id === 'p-n8fr');
    const now = await stuurJson('/simulator/bestuur/accounts', { persoon: 'p-n8fr', status: 'actief' });
    expect(van(now.json())?.account).toEqual({ status: 'actief', geactiveerdOp: '2026-11-02T09:00:00.250Z' });
    const later = await stuurJson('/simulator/bestuur/accounts', {
      persoon: 'p-n8fr',
      status: 'actief',
      geactiveerdOp: '2026-11-05T12:00:00+01:00',
    });
    expect(van(later.json())?.account).toEqual({ status: 'actief', geactiveerdOp: '2026-11-05T11:00:00.000Z' });
  });

  test('303: the button on the page does the same', async () => {
    const answer = await stuurFormulier('/simulator/bestuur/accounts', { persoon: 'p-7k2m', status: 'geen' });
    expect(answer.statusCode).toBe(303);
    expect(proef.simulator.stand().personen[0]?.account).toEqual({ status: 'geen', geactiveerdOp: null });
  });

  test.each([
    ['an unknown person', { persoon: 'niemand', status: 'geen' }],
    ['an unknown status', { persoon: 'p-n8fr', status: 'half' }],
    ['no moment', { persoon: 'p-n8fr', status: 'actief', geactiveerdOp: 'morgen' }],
    ['nothing', null],
  ])('400: %s', async (_naam, body) => {
    expect((await stuurJson('/simulator/bestuur/accounts', body)).statusCode).toBe(400);
  });
});

describe('POST /simulator/bestuur/post', () => {
  test('sends what is waiting, once', async () => {
    await leverVier();
    expect((await stuurJson('/simulator/bestuur/post', {})).json()).toEqual({ verstuurd: 1 });
    expect((await stuurJson('/simulator/bestuur/post', {})).json()).toEqual({ verstuurd: 0 });
    expect((await stuurFormulier('/simulator/bestuur/post', {})).headers.location).toBe('/simulator/post');
  });
});
