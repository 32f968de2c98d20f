/** The pages under /beheer/notificaties: what they show, what their forms do, and what they never show. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { titleOf, visibleText } from '../../../../test/hulp/html.ts';
import { type NepBeheer, nepBeheer } from '../../../../test/hulp/nep-beheer.ts';
import { idVan } from '../../../../test/hulp/nep-notificaties.ts';

const NOTIFICATIES = '/beheer/notificaties';
const een = (n: number) => `${NOTIFICATIES}/${idVan(n)}`;
const WIE = 'beheerder (niet aangemeld)';

let beheer: NepBeheer;
beforeEach(async () => {
  beheer = await nepBeheer(1, { budgetMs: 500 });
});
afterEach(() => beheer.app.close());
const tekst = async (path: string) => visibleText((await beheer.get(path)).payload);

describe('the overview', () => {
  it('says per abonnement how it stands, what waits, what arrived last and what was refused', async () => {
    const text = await tekst(NOTIFICATIES);
    expect(text).toContain('Bij 2 abonnementen komt nu niets aan');
    expect(text).toMatch(/notificaties-ontvangen Storing sinds 19-11-2026 12.02 geen verbinding 100.000 of meer/);
    expect(text).toMatch(
      /werkplek.voorbeeld.example\/hook Gepauzeerd Onderhoud tot vanavond 12 langst: 1 uur Nog nooit 1/,
    );
    expect(text).toMatch(/nieuw.voorbeeld.example\/hook Actief Niets Nog nooit 0/);
    expect(text).toContain('parkeren Een andere bron Geen 0');
    expect(text).toContain('documenten Zaakbode zelf bronorganisatie 3');
  });
  it('says so when there is nothing', async () => {
    await beheer.app.close();
    beheer = await nepBeheer(0);
    expect(await tekst(NOTIFICATIES)).toContain('Er zijn nog geen abonnementen');
    expect(await tekst(`${NOTIFICATIES}/signalen`)).toContain('Er zijn nog geen notificaties.');
  });
  it('shows the kanalen when the abonnementen fail, and 503 when both do', async () => {
    beheer.notificaties.storing(['abonnementen']);
    const half = await beheer.get(NOTIFICATIES);
    expect(half.statusCode).toBe(200);
    expect(visibleText(half.payload)).toMatch(/Wij kunnen de abonnementen nu niet laten zien.*parkeren/);
    beheer.notificaties.storing(['abonnementen', 'kanalen'], 'zwijgt');
    expect((await beheer.get(NOTIFICATIES)).statusCode).toBe(503);
  });
});

describe('an abonnement', () => {
  it('shows its kanalen with filters, and its log', async () => {
    const text = await tekst(een(1));
    expect(text).toContain('documenten, met vertrouwelijkheidaanduiding = openbaar en bronorganisatie = 002564440');
    expect(text).toMatch(/12343 21-11-2026 14.00 documenten enkelvoudiginformatieobject partial_update .* Geweigerd/);
    expect(await tekst(een(4))).toContain('CloudEvents met nl.voorbeeld.zaak in hun type, met soort = klein');
  });
  it('keeps what was searched when it goes to older lines', async () => {
    const { payload } = await beheer.get(`${een(1)}?staat=open&actie=create&nummer=20000`);
    expect(payload).toContain(`href="${een(1)}?staat=open&amp;actie=create&amp;nummer=12295" rel="next"`);
    expect(payload).toContain(`href="${een(1)}?staat=open&amp;actie=create" rel="prev"`);
  });
  it.each(['staat=kwijt', 'nummer=0', 'nummer=1.5', 'id=x', 'kanaal=a&kanaal=b', `resource=${'x'.repeat(101)}`])(
    'with a search that cannot be read (%s) says so and shows no list',
    async (query) => {
      const { statusCode, payload } = await beheer.get(`${een(1)}?${query}`);
      expect(statusCode).toBe(400);
      expect(titleOf(payload)).toMatch(/^Fout: /);
      expect(visibleText(payload)).toContain('De lijst wordt niet getoond');
    },
  );
  it('that is not there gives 404, whatever is asked of it', async () => {
    for (const id of [idVan(9), 'geen-uuid', 'a%2Fb']) {
      for (const deel of ['', '/wijzigen', '/herhalen', '/opzeggen'])
        expect([deel, (await beheer.get(`${NOTIFICATIES}/${id}${deel}`)).statusCode]).toEqual([deel, 404]);
      for (const deel of ['hervatten', 'opzeggen'])
        expect([deel, (await beheer.post(`${NOTIFICATIES}/${id}/${deel}`)).statusCode]).toEqual([deel, 404]);
    }
  });
  it('whose log fails is shown without it; whose source fails gives 503', async () => {
    beheer.notificaties.storing(['afleveringen']);
    const half = await beheer.get(een(1));
    expect([half.statusCode, visibleText(half.payload).includes('nu niet laten zien')]).toEqual([200, true]);
    beheer.notificaties.storing(['abonnement']);
    for (const deel of ['', '/wijzigen', '/herhalen', '/opzeggen'])
      expect((await beheer.get(`${een(1)}${deel}`)).statusCode).toBe(503);
  });
});

describe('what an operator does', () => {
  it.each([
    ['pauzeren', { reden: 'Onderhoud' }, 'pauzeer', [idVan(1), 'Onderhoud', WIE], `${een(1)}?gedaan=gepauzeerd`],
    ['hervatten', {}, 'hervat', [idVan(1), WIE], `${een(1)}?gedaan=hervat`],
    ['herhalen', { vanaf: '12000' }, 'herhaal', [idVan(1), 12_000, WIE], `${een(1)}?gedaan=herhaald`],
    ['opzeggen', {}, 'zegOp', [idVan(1), WIE], `${NOTIFICATIES}?gedaan=opgezegd`],
  ] as const)(
    '%s is done once, and ends in a redirect to a page that says so',
    async (deel, form, wat, met, location) => {
      const { statusCode, headers } = await beheer.post(`${een(1)}/${deel}`, form);
      expect([statusCode, headers.location]).toEqual([303, location]);
      expect(beheer.notificaties.gedaan).toEqual([{ wat, met }]);
      expect((await beheer.get(location)).payload).toContain('utrecht-alert--ok');
    },
  );
  it('pausing asks for a reason that is not too long, and keeps what was typed', async () => {
    for (const reden of ['', '<x>'.repeat(70)]) {
      const { statusCode, payload } = await beheer.post(`${een(1)}/pauzeren`, { reden });
      expect(statusCode).toBe(422);
      expect(payload).toContain(reden.replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
    }
    expect(beheer.notificaties.gedaan).toEqual([]);
  });
  it('sending again says first how many and which', async () => {
    const text = await tekst(`${een(3)}/herhalen?vanaf=12340`);
    expect(text).toContain('Er gaan 6 notificaties naar de afnemer Dat zijn de nummers 12340 tot en met 12345');
    expect(text).toContain('gepauzeerd: ze gaan pas weg als u hervat');
    for (const vanaf of ['0', '12346', 'x', '', '1e3'])
      expect((await beheer.get(`${een(1)}/herhalen?vanaf=${vanaf}`)).statusCode).toBe(400);
    expect(await tekst(`${een(4)}/herhalen?vanaf=1`)).toContain('Er is niets om opnieuw te verzenden.');
    expect((await beheer.post(`${een(1)}/herhalen`, { vanaf: 'x' })).statusCode).toBe(400);
    expect(beheer.notificaties.gedaan).toEqual([]);
  });
  it('giving up says first what is lost', async () => {
    expect(await tekst(`${een(2)}/opzeggen`)).toContain('Wat nog wacht, vervalt: 100.000 notificaties of meer.');
  });
  it('of which it is not known whether it worked gives 503', async () => {
    beheer.notificaties.storing(['hervat']);
    const { statusCode, payload } = await beheer.post(`${een(3)}/hervatten`);
    expect([statusCode, titleOf(payload)]).toEqual([503, expect.stringContaining('Wij weten niet of het is gelukt')]);
  });
});

describe('the form of an abonnement', () => {
  const FORM = {
    callbackUrl: 'https://nieuw.voorbeeld.example/hook',
    auth: 'Bearer heel-geheim',
    cloudevents: 'ja',
    'kanaal-0': 'zaken',
    'kenmerken-0':
      'bronorganisatie = 002564440\r\n\r\nzaaktype=https://zaken.voorbeeld.example/catalogi/api/v1/zaaktypen/1?a=b',
    'kanaal-2': 'parkeren',
  };
  const INVOER = {
    callbackUrl: FORM.callbackUrl,
    auth: FORM.auth,
    cloudevents: true,
    kanalen: [
      {
        naam: 'zaken',
        filters: {
          bronorganisatie: '002564440',
          zaaktype: 'https://zaken.voorbeeld.example/catalogi/api/v1/zaaktypen/1?a=b',
        },
      },
      { naam: 'parkeren', filters: {} },
    ],
  };

  it('makes one as it was filled in', async () => {
    const { statusCode, headers } = await beheer.post(`${NOTIFICATIES}/nieuw`, FORM);
    expect([statusCode, headers.location]).toEqual([303, `${een(1)}?gedaan=gemaakt`]);
    expect(beheer.notificaties.gedaan).toEqual([{ wat: 'maak', met: [INVOER, WIE] }]);
  });
  it('changes one, and keeps the secret when none is given', async () => {
    const { payload } = await beheer.get(`${een(1)}/wijzigen`);
    expect(payload).toContain('vertrouwelijkheidaanduiding = openbaar\nbronorganisatie = 002564440</textarea>');
    const { statusCode } = await beheer.post(`${een(1)}/wijzigen`, { ...FORM, auth: '' });
    expect(statusCode).toBe(303);
    expect(beheer.notificaties.gedaan).toEqual([{ wat: 'wijzig', met: [idVan(1), { ...INVOER, auth: null }, WIE] }]);
    expect((await beheer.post(`${een(9)}/wijzigen`, FORM)).statusCode).toBe(404);
  });
  it.each([
    [{ callbackUrl: '' }, 'callbackUrl'],
    [{ auth: '' }, 'auth'],
    [{ 'kanaal-0': '', 'kenmerken-0': '', 'kanaal-2': '' }, 'kanaal-0'],
    [{ 'kanaal-0': '' }, 'kanaal-0'],
    [{ 'kenmerken-0': 'bronorganisatie' }, 'kenmerken-0'],
    [{ 'kenmerken-0': 'a = 1\na = 2' }, 'kenmerken-0'],
    [{ callbackUrl: 'https://dicht.voorbeeld.example' }, 'callbackUrl'],
  ])('with something wrong (%j) says so at the field, and never shows the secret', async (extra, field) => {
    const { statusCode, payload } = await beheer.post(`${NOTIFICATIES}/nieuw`, { ...FORM, ...extra });
    expect(statusCode).toBe(422);
    expect(titleOf(payload)).toMatch(/^Fout: /);
    expect(payload).toContain(`href="#${field}"`);
    expect(payload).toMatch(new RegExp(`id="${field}"[^>]*aria-invalid="true"`));
    expect(payload).not.toContain('heel-geheim');
  });
});

describe('all notifications', () => {
  it('show to whom each went and what became of it, and can be searched by id', async () => {
    const text = await tekst(`${NOTIFICATIES}/signalen`);
    expect(text).toContain('Wordt nu verdeeld');
    expect(text).toContain('Niemand vroeg hierom');
    expect(text).toContain('Een opgezegd abonnement nummer');
    const { statusCode } = await beheer.get(`${NOTIFICATIES}/signalen?id=weg`);
    expect(statusCode).toBe(400);
    expect(await tekst(`${NOTIFICATIES}/signalen?id=${idVan(9)}`)).toContain('Er is niets dat past bij wat u zoekt.');
  });
});
