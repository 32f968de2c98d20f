import Fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSimulator, startSimulator } from '../index.ts';
import { bericht, CPA, type Opstelling, startOpstelling, type Zaak, zakLk01 } from '../simulator.testhulp.ts';

let proef: Opstelling;
beforeEach(async () => {
  teller = 0;
  proef = await startOpstelling();
});
afterEach(() => proef.close());

let teller: number;
/** Delivers a zaakbericht with a number and time of its own. */
async function lever(zaak: Partial<Zaak>): Promise<void> {
  teller += 1;
  const nr = String(teller).padStart(6, '0');
  await proef.lever(
    bericht(`m-${nr}@g.example`, zakLk01({ referentie: `r${nr}`, tijdstip: `20261102120${nr}`, ...zaak })),
  );
}

const burger = async (query = '') => (await proef.app.inject(`/simulator/burger/p-7k2m${query}`)).body;

describe('every page', () => {
  test.each([
    '/simulator',
    '/simulator/',
    '/simulator/burger/p-7k2m',
    '/simulator/post',
    '/simulator/weg',
    '/simulator/burger/niemand',
  ])('%s carries the label, a strict CSP, no script and no BSN', async (url) => {
    await lever({});
    const { headers, body } = await proef.app.inject(url);
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toContain('Simulator: onze interpretatie, niet MijnOverheid zelf');
    expect(body).toContain('<html lang="nl">');
    expect(body).not.toMatch(/<script|style=|onclick/);
    expect(body).not.toMatch(/(?<![0-9])[0-9]{9}(?![0-9])/);
  });

  test('the style sheet may be kept for ever, as its address changes with its content', async () => {
    const { body } = await proef.app.inject('/simulator');
    const address = /href="(\/simulator\/stijl-[0-9a-f]+\.css)"/.exec(body)?.[1] ?? '';
    const sheet = await proef.app.inject(address);
    expect(sheet.statusCode).toBe(200);
    expect(sheet.headers['cache-control']).toContain('immutable');
    expect((await proef.app.inject('/simulator/icoon.svg')).headers['content-type']).toBe('image/svg+xml');
  });

  test('404 for a page or person that is not there', async () => {
    expect((await proef.app.inject('/simulator/weg')).statusCode).toBe(404);
    expect((await proef.app.inject('/simulator/burger/niemand')).statusCode).toBe(404);
  });
});

describe('the Lopende Zaken of a citizen', () => {
  test('says so when there is nothing yet', async () => {
    expect(await burger()).toContain('Er zijn nog geen zaken.');
  });

  test('shows a zaak with the history of its status, the latest marked', async () => {
    await lever({ datum: '20261102093015000', status: 'Ontvangen' });
    await lever({ datum: '20261105141430000', status: 'In behandeling', statusToelichting: 'Wij kijken ernaar.' });
    const body = await burger();
    expect(body).toContain('Lopend (1)');
    expect(body).toContain('Parkeervergunning Dorpsstraat');
    expect(body).toContain('Gemeente Voorbeeld');
    expect(body).toContain('<time dateTime="2026-11-05T14:14">5 november 2026, 14.14\u00a0uur</time>');
    expect(body).toContain('Wij kijken ernaar.');
    expect(body).toMatch(/<li aria-current="step"><p>In behandeling/);
    expect(body.indexOf('<p>Ontvangen')).toBeLessThan(body.indexOf('<p>In behandeling'));
  });

  test('a status that comes late takes its place by its moment', async () => {
    await lever({ datum: '20261105141430000', status: 'In behandeling' });
    await lever({ datum: '20261102093015000', status: 'Ontvangen' });
    expect(await burger()).toMatch(/<li aria-current="step"><p>In behandeling/);
  });

  test('a closed zaak stays, under Afgehandeld, with its history', async () => {
    await lever({ datum: '20261102093015000', status: 'Ontvangen' });
    await lever({ datum: '20261105141430000', status: 'Besluit genomen', einddatum: '20261105' });
    const body = await burger();
    expect(body).toContain('U hebt nu geen lopende zaken.');
    expect(body).toContain('Afgehandeld (1)');
    expect(body).toContain('2 statussen van deze zaak');
  });

  test('links to the municipality when the message carried an address, and shows the text without it', async () => {
    await lever({ statusToelichting: 'Alles staat op https://mijn.voorbeeld.example/zaken/1?a=1&amp;b=2.' });
    const body = await burger();
    expect(body).toContain('<a href="https://mijn.voorbeeld.example/zaken/1?a=1&amp;b=2" rel="noreferrer">');
    expect(body).toContain('Bekijk de zaak ZAAK-2026-0001 bij Gemeente Voorbeeld');
  });

  test('takes an address from the toelichting of the zaak as well', async () => {
    await lever({ toelichting: 'Zone 3 https://mijn.voorbeeld.example/zaken/2' });
    expect(await burger()).toContain('href="https://mijn.voorbeeld.example/zaken/2"');
  });

  test.each(['javascript:alert(1)', 'https://noor@kwaad.example/', 'http://', 'ftp://kwaad.example/'])(
    '%s becomes no link',
    async (address) => {
      await lever({ statusToelichting: `Kijk ${address}` });
      expect(await burger()).not.toContain('rel="noreferrer"');
    },
  );

  test('markup in a message is shown as text', async () => {
    await lever({ status: '&lt;img src=x&gt;', statusToelichting: '&lt;script&gt;alert(1)&lt;/script&gt;' });
    const body = await burger();
    expect(body).toContain('&lt;img src=x&gt;');
    expect(body).not.toContain('<script>');
  });

  test('the zaak with the latest status comes first; 20 zaken on a page', async () => {
    for (let nr = 1; nr <= 21; nr += 1) {
      await lever({
        zaaknummer: `ZAAK-${String(nr).padStart(2, '0')}`,
        datum: `202611020930150${String(nr).padStart(2, '0')}`,
      });
    }
    const first = await burger();
    expect(first.indexOf('ZAAK-21')).toBeLessThan(first.indexOf('ZAAK-20'));
    expect(first).toContain('Pagina 1 van 2');
    expect(first).not.toContain('ZAAK-01');
    expect(await burger('?pagina=2')).toContain('ZAAK-01');
    expect(await burger('?pagina=99')).toContain('Pagina 2 van 2');
    expect(await burger('?pagina=x')).toContain('Pagina 1 van 2');
  });

  test('in a load test every citizen has a page of his own, by an id', async () => {
    await proef.close();
    proef = await startOpstelling({ personen: 'alle' });
    await lever({ bsn: '111222333' });
    const overview = (await proef.app.inject('/simulator')).body;
    const href = /href="(\/simulator\/burger\/x-[^"]+)"/.exec(overview)?.[1] ?? '';
    expect((await proef.app.inject(href)).body).toContain('Parkeervergunning Dorpsstraat');
  });
});

describe('the mailbox', () => {
  const post = async () => (await proef.app.inject('/simulator/post')).body;

  test('collects updates and announces them in one mail, without a link', async () => {
    await lever({ datum: '20261102093015000' });
    await lever({ datum: '20261103093015000', status: 'Klaar' });
    await lever({ zaaknummer: 'ZAAK-ANDERS' });
    expect(await post()).toContain('Noor Proefpersoon: 3 statussen in 2 zaken');
    expect(proef.simulator.verstuurPost()).toBe(1);
    const body = await post();
    const mail = /<article>[\s\S]*?<\/article>/.exec(body)?.[0] ?? '';
    expect(mail).toContain('Er zijn 3 nieuwe statussen in 2 zaken van u.');
    expect(mail).toContain('noor@proefpersoon.example');
    expect(mail).not.toMatch(/href|https?:/);
    expect(body).toContain('Er wacht niets.');
  });

  test('sends nothing to who gave no address, and nothing about what was not shown', async () => {
    await lever({ bsn: '999990019' });
    await lever({ authentiek: 'N' });
    await lever({});
    await lever({});
    expect(proef.simulator.verstuurPost()).toBe(1);
    expect(await post()).toContain('Er is 1 nieuwe status in 1 zaak van u.');
  });

  test('goes out by itself after the interval', async () => {
    await proef.close();
    proef = await startOpstelling({ mailIntervalMs: 10 });
    await lever({});
    while (!(await post()).includes('Verstuurd (1)')) await new Promise((resolve) => setImmediate(resolve));
    expect(await post()).toContain('Nieuws over uw zaak');
  });
});

describe('mounting', () => {
  test('with or without the prefix the addresses are the same', async () => {
    const simulator = createSimulator({ gemeenteEndpoint: 'http://127.0.0.1:9/', cpa: CPA });
    const app = Fastify();
    await app.register(simulator.plugin, { prefix: '/simulator' });
    expect((await app.inject('/simulator')).statusCode).toBe(200);
    expect((await app.inject('/simulator/bestuur')).statusCode).toBe(200);
    await app.close();
  });

  test('leaves the other routes of the app, and how they read a body, as they were', async () => {
    const simulator = createSimulator({ gemeenteEndpoint: 'http://127.0.0.1:9/', cpa: CPA });
    const app = Fastify();
    await app.register(simulator.plugin);
    app.post('/iets', async (request) => ({ kreeg: request.body }));
    const answer = await app.inject({ method: 'POST', url: '/iets', payload: { a: 1 } });
    expect(answer.json()).toEqual({ kreeg: { a: 1 } });
    expect((await app.inject('/weg')).headers['content-type']).toContain('application/json');
    await app.close();
  });

  test('a process of its own listens, sends to the pages and stops', async () => {
    const running = await startSimulator({ port: 0, gemeenteEndpoint: 'http://127.0.0.1:9/', cpa: CPA });
    const answer = await fetch(running.url);
    expect(new URL(answer.url).pathname).toBe('/simulator');
    expect(answer.status).toBe(200);
    await running.close();
    await expect(fetch(running.url)).rejects.toThrow();
  });

  test('a port that is taken is told, and nothing stays open', async () => {
    const running = await startSimulator({ port: 0, gemeenteEndpoint: 'http://127.0.0.1:9/', cpa: CPA });
    const port = Number(new URL(running.url).port);
    await expect(startSimulator({ port, gemeenteEndpoint: 'http://127.0.0.1:9/', cpa: CPA })).rejects.toThrow(
      /EADDRINUSE/,
    );
    await running.close();
  });
});
