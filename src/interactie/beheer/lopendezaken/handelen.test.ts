/** Actions of the operator: offering again and skipping, and what protects them. */
import { afterEach, describe, expect, it } from 'vitest';
import { titleOf, visibleText } from '../../../../test/hulp/html.ts';
import { type NepBeheer, nepBeheer } from '../../../../test/hulp/nep-beheer.ts';
import { NEP_BSN, nepZaakbericht } from '../../../../test/hulp/nep-zaakberichten.ts';

const FOUT = nepZaakbericht(3).id;
const AFGELEVERD = nepZaakbericht(4).id;
const flitsVan = (headers: Record<string, unknown>) => String(headers['set-cookie']).split(';')[0]!;
const detailOf = (id: string) => `/beheer/lopende-zaken/berichten/${id}`;

let beheer: NepBeheer;
afterEach(() => beheer.app.close());

const acties = () => beheer.bron.gevraagd.filter(({ wat }) => wat === 'opnieuwAanbieden' || wat === 'overslaan');

describe('offering again', () => {
  it('redirects to the zaakbericht, which says that it worked', async () => {
    beheer = await nepBeheer(10, { wie: () => 'beheerder Voorbeeld' });
    const { statusCode, headers } = await beheer.post(`${detailOf(FOUT)}/opnieuw`);
    expect(statusCode).toBe(303);
    expect(headers.location).toBe(detailOf(FOUT));
    expect(acties()).toEqual([{ wat: 'opnieuwAanbieden', met: [FOUT, 'beheerder Voorbeeld'] }]);
    const { payload, headers: after } = await beheer.get(String(headers.location), flitsVan(headers));
    expect(visibleText(payload)).toMatch(/^Het zaakbericht wordt opnieuw aangeboden/);
    expect(visibleText(payload)).toContain('Staat: Klaar om te verzenden');
    expect(after['set-cookie']).toMatch(/^zb-flits=; Path=\/beheer; Max-Age=0; HttpOnly; SameSite=Strict$/);
  });

  it('is told once, and on the page of that zaakbericht only', async () => {
    beheer = await nepBeheer(10);
    const { headers } = await beheer.post(`${detailOf(FOUT)}/opnieuw`);
    expect(headers['set-cookie']).toMatch(/Max-Age=60; HttpOnly; SameSite=Strict/);
    const elders = await beheer.get(detailOf(AFGELEVERD), flitsVan(headers));
    expect([elders.headers['set-cookie'], elders.payload.includes('opnieuw aangeboden')]).toEqual([undefined, false]);
    const zonder = await beheer.get(detailOf(FOUT));
    expect(zonder.payload).not.toContain('autofocus');
  });

  it('of what no longer waits changes nothing and says so', async () => {
    beheer = await nepBeheer(10);
    const { statusCode, headers } = await beheer.post(`${detailOf(AFGELEVERD)}/opnieuw`);
    expect(statusCode).toBe(303);
    const { payload } = await beheer.get(String(headers.location), flitsVan(headers));
    expect(visibleText(payload)).toMatch(/^Er is niets veranderd Dit zaakbericht wacht niet meer op een beheerder/);
  });

  it('of what does not exist ends at a 404 page', async () => {
    beheer = await nepBeheer(10);
    const { headers } = await beheer.post('/beheer/lopende-zaken/berichten/a%2Fb/opnieuw');
    expect(headers.location).toBe('/beheer/lopende-zaken/berichten/a%2Fb');
    expect((await beheer.get(String(headers.location))).statusCode).toBe(404);
  });

  it.each(['fout', 'zwijgt'] as const)(
    'with a source in trouble (%s) says that it is not known whether it worked',
    async (soort) => {
      beheer = await nepBeheer(10, { budgetMs: 20 });
      beheer.bron.storing(['opnieuwAanbieden'], soort);
      const { statusCode, payload } = await beheer.post(`${detailOf(FOUT)}/opnieuw`);
      expect(statusCode).toBe(503);
      expect(visibleText(payload)).toContain('Wij weten niet of het is gelukt');
    },
  );

  it('goes under a name that says nobody was logged in, until there is a login', async () => {
    beheer = await nepBeheer(10);
    await beheer.post(`${detailOf(FOUT)}/opnieuw`);
    expect(acties()[0]?.met[1]).toBe('beheerder (niet aangemeld)');
  });
});

describe('skipping', () => {
  it('with a reason redirects, and the reason stands at the zaakbericht', async () => {
    beheer = await nepBeheer(10);
    const { statusCode, headers } = await beheer.post(`${detailOf(FOUT)}/overslaan`, {
      reden: ' Dubbel\r\ningevoerd ',
    });
    expect(statusCode).toBe(303);
    expect(acties()[0]?.met[1]).toBe('Dubbel\ningevoerd');
    const { payload } = await beheer.get(String(headers.location), flitsVan(headers));
    expect(visibleText(payload)).toMatch(/^Het zaakbericht is overgeslagen.*Reden: Dubbel ingevoerd/);
  });

  it.each(['', '   ', '\r\n\t', '\u0000'])(
    'without a reason (%j) gives 422, and says in the form what to do',
    async (reden) => {
      beheer = await nepBeheer(10);
      const { statusCode, payload } = await beheer.post(`${detailOf(FOUT)}/overslaan`, { reden });
      expect(statusCode).toBe(422);
      expect(titleOf(payload)).toMatch(/^Fout: /);
      expect(payload).toMatch(
        /<textarea id="reden" name="reden" aria-describedby="reden-uitleg reden-fout" aria-invalid="true"/,
      );
      expect(payload).toContain('href="#reden">Vul een reden in.');
      expect(acties()).toEqual([]);
    },
  );

  it('with too long a reason keeps what was typed', async () => {
    beheer = await nepBeheer(10);
    const reden = '<é>'.repeat(200);
    const { statusCode, payload } = await beheer.post(`${detailOf(FOUT)}/overslaan`, { reden });
    expect(statusCode).toBe(422);
    expect(visibleText(payload)).toContain('U gebruikt 600 tekens, er mogen er 500 zijn.');
    expect(payload).toContain('&lt;é&gt;'.repeat(200));
    expect((await beheer.post(`${detailOf(FOUT)}/overslaan`, { reden: 'x'.repeat(500) })).statusCode).toBe(303);
  });

  it('without a reason of what no longer waits says that nothing changed', async () => {
    beheer = await nepBeheer(10);
    const { statusCode, payload } = await beheer.post(`${detailOf(AFGELEVERD)}/overslaan`);
    expect(statusCode).toBe(200);
    expect(visibleText(payload)).toMatch(/^Er is niets veranderd/);
  });

  it('with a source that fails says that it is not known whether it worked', async () => {
    beheer = await nepBeheer(10);
    beheer.bron.storing(['overslaan']);
    expect((await beheer.post(`${detailOf(FOUT)}/overslaan`, { reden: 'dubbel' })).statusCode).toBe(503);
  });
});

describe('the BSN of an addressee', () => {
  const vraag = (id: string, waarom: string) => beheer.post(`${detailOf(id)}/bsn`, { waarom });

  it('is shown to who says why, once, in an answer that is kept by nobody', async () => {
    beheer = await nepBeheer(10, { wie: () => 'beheerder Voorbeeld' });
    expect((await beheer.get(detailOf(AFGELEVERD))).payload).not.toContain(NEP_BSN);
    const { statusCode, payload, headers } = await vraag(AFGELEVERD, 'De inwoner belt');
    expect([statusCode, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(visibleText(payload)).toContain(`Burgerservicenummer ${NEP_BSN}`);
    const inzage = { wie: 'beheerder Voorbeeld', reden: 'De inwoner belt', trace: expect.any(String) };
    expect(beheer.bron.gevraagd.find(({ wat }) => wat === 'toonBsn')?.met).toEqual([AFGELEVERD, inzage]);
  });
  it('is not shown without a reason, nor where it is not known that it was written down', async () => {
    beheer = await nepBeheer(10);
    const zonder = await vraag(AFGELEVERD, ' ');
    expect(zonder.statusCode).toBe(422);
    expect(visibleText(zonder.payload)).toContain('Vul een reden in. De reden blijft bewaard in het verwerkingenlog.');
    expect(beheer.bron.gevraagd.filter(({ wat }) => wat === 'toonBsn')).toEqual([]);
    beheer.bron.storing(['toonBsn']);
    const stuk = await vraag(AFGELEVERD, 'De inwoner belt');
    expect([stuk.statusCode, stuk.payload.includes(NEP_BSN)]).toEqual([503, false]);
  });
});

describe('looking somebody up', () => {
  const zoek = (form: Record<string, string>) => beheer.post('/beheer/lopende-zaken/zoeken', form);

  it('shows what there is, with no BSN in the page or its links', async () => {
    beheer = await nepBeheer(10);
    expect((await beheer.get('/beheer/lopende-zaken/zoeken')).statusCode).toBe(200);
    const { statusCode, payload } = await zoek({ bsn: ' 9999.93.653 ', reden: 'De inwoner belt' });
    expect(statusCode).toBe(200);
    expect(payload).toContain(nepZaakbericht(0).zaaknummer);
    expect(payload).not.toContain(NEP_BSN);
    expect(beheer.bron.gevraagd[0]).toMatchObject({ wat: 'vanPersoon', met: [NEP_BSN, { reden: 'De inwoner belt' }] });
  });
  it.each([
    [{ bsn: '12', reden: 'x' }, ['bsn'], 0],
    [{ bsn: NEP_BSN, reden: '' }, ['reden'], 0],
    [{ bsn: '', reden: '' }, ['bsn', 'reden'], 0],
    [{ bsn: '123456789', reden: 'x' }, ['bsn'], 1],
  ])('with %j gives 422 at the field', async (form, velden, gevraagd) => {
    beheer = await nepBeheer(10);
    const { statusCode, payload } = await zoek(form);
    expect(statusCode).toBe(422);
    for (const veld of velden) expect(payload).toContain(`id="${veld}-fout"`);
    expect(payload).not.toContain(NEP_BSN);
    expect(beheer.bron.gevraagd).toHaveLength(gevraagd);
  });
  it('with a source that fails gives 503', async () => {
    beheer = await nepBeheer(10);
    beheer.bron.storing(['vanPersoon']);
    expect((await zoek({ bsn: NEP_BSN, reden: 'x' })).statusCode).toBe(503);
  });
});

describe('a form that is not ours', () => {
  const send = (headers: Record<string, string>, payload = 'reden=weg') =>
    beheer.app.inject({
      method: 'POST',
      url: `${detailOf(FOUT)}/overslaan`,
      headers: { host: 'zaakbode.voorbeeld.example', 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload,
    });

  it.each([
    ['comes from another site', { origin: 'https://elders.example' }],
    ['comes from another site by its Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
    ['says nothing about where it comes from', {}],
  ])('and %s gets 403 and changes nothing', async (_what, headers) => {
    beheer = await nepBeheer(10);
    const { statusCode, payload } = await send(headers as Record<string, string>);
    expect(statusCode).toBe(403);
    expect(visibleText(payload)).toContain('Dit formulier komt van een andere website');
    expect(beheer.bron.gevraagd).toEqual([]);
  });

  it('and is too large or of another kind gets a page, not a bare error', async () => {
    beheer = await nepBeheer(10);
    const own = { 'sec-fetch-site': 'same-origin' };
    const large = await send(own, `reden=${'x'.repeat(20_000)}`);
    expect(large.statusCode).toBe(413);
    expect(visibleText(large.payload)).toContain('Wij konden uw verzoek niet lezen');
    const json = await send({ ...own, 'content-type': 'application/json' }, '{');
    expect(json.statusCode).toBe(400);
    expect(json.headers['content-type']).toBe('text/html; charset=utf-8');
  });
});

describe('every answer of /beheer', () => {
  const requests = [
    ['the overview', 'GET', '/beheer', {}],
    ['the list', 'GET', '/beheer/lopende-zaken/berichten', {}],
    ['one zaakbericht', 'GET', detailOf(FOUT), {}],
    ['an unreadable filter', 'GET', '/beheer/lopende-zaken/berichten?staat=x', {}],
    ['a search for a person', 'POST', '/beheer/lopende-zaken/zoeken', { 'sec-fetch-site': 'same-origin' }],
    ['an old address', 'GET', '/beheer/zaakberichten/x', {}],
    ['a page that is not there', 'GET', '/beheer/elders', {}],
    ['a method that is not there', 'DELETE', detailOf(FOUT), { 'sec-fetch-site': 'same-origin' }],
    ['a redirect', 'POST', `${detailOf(FOUT)}/opnieuw`, { 'sec-fetch-site': 'same-origin' }],
    ['a form with a mistake', 'POST', `${detailOf(FOUT)}/overslaan`, { 'sec-fetch-site': 'same-origin' }],
    ['a refusal', 'POST', `${detailOf(FOUT)}/opnieuw`, {}],
  ] as const;

  it.each(requests)('(%s) carries the strict policy and is kept by nobody', async (_what, method, url, headers) => {
    beheer = await nepBeheer(10);
    const response = await beheer.app.inject({ method, url, headers });
    expect(response.headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    });
    expect(response.payload).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+="/);
  });

  it('a fault of our own gives a page with the number to look for, and not the fault', async () => {
    beheer = await nepBeheer(10, {
      wie: () => {
        throw new Error('geheim van binnen');
      },
    });
    const { statusCode, payload } = await beheer.post(`${detailOf(FOUT)}/opnieuw`);
    expect(statusCode).toBe(500);
    expect(visibleText(payload)).toMatch(/Er ging iets mis.*trace [0-9a-f]{32}/);
    expect(payload).not.toContain('geheim');
  });
});
