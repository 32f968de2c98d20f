/** What we read of a status in another's register, in how many questions, and what happens when that fails. */
import { decodeJwt } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import type { StatusContext } from '../index.ts';
import { C, type Huis, huis, instelling, NU, Z } from './nep-register.testhulp.ts';

let h: Huis;
beforeEach(async () => {
  h = await huis([instelling({ notificaties: undefined })]);
  await h.bronnen.beurt();
});

const idVan = (url: string): string => url.split('/').at(-1)!;
/** They are ours to tell about. */
async function bekend(): Promise<void> {
  h.klok.advance(6 * 60_000);
  await h.bronnen.beurt();
  h.register.gevraagd.length = 0;
}
const lees = (...statussen: string[]): Promise<ReadonlyMap<string, StatusContext>> =>
  h.bron.statusContexten(statussen.map(idVan));
async function een(
  zaak: object = {},
  status: object = {},
): Promise<{ zaak: string; status: string; context: StatusContext }> {
  const url = h.register.zaak('999993653', zaak as Record<string, unknown>);
  const gezet = h.register.status(url, status as Record<string, unknown>);
  await bekend();
  return { zaak: url, status: gezet, context: (await lees(gezet)).get(idVan(gezet))! };
}

describe('a context', () => {
  it.each([true, false])('has all that a message tells of it (register that searches: %s)', async (zoekt) => {
    h.register.zoekt = zoekt;
    const zaak = h.register.zaak('999993653', { einddatum: '2026-11-20', uiterlijkeEinddatumAfdoening: '2026-12-01' });
    const gemachtigde = h.register.rol(zaak, {
      omschrijvingGeneriek: 'belanghebbende',
      indicatieMachtiging: 'gemachtigde',
      betrokkeneIdentificatie: { inpBsn: '999990019' },
      authenticatieContext: { source: 'digid' },
    });
    h.register.rol(zaak, {
      omschrijvingGeneriek: 'behandelaar',
      betrokkeneType: 'medewerker',
      betrokkeneIdentificatie: { identificatie: 'x' },
    });
    const bedrijf = h.register.rol(zaak, {
      omschrijvingGeneriek: 'mede_initiator',
      betrokkeneType: 'niet_natuurlijk_persoon',
      betrokkeneIdentificatie: { innNnpId: '1' },
    });
    const url = `${Z}resultaten/01a1f82f-204f-7b3e-8a31-e8ee7a3f84d7`;
    h.register.objecten.set(url, { url, zaak, resultaattype: `${C}resultaattypen/verleend`, toelichting: 'Tot 2028' });
    const status = h.register.status(zaak, { statustype: `${C}statustypen/klaar`, statustoelichting: 'Per post' });
    await bekend();
    const context = (await lees(status)).get(idVan(status))!;
    expect(context).toMatchObject({
      statusId: idVan(status),
      register: 'openzaak',
      datumStatusGezet: NU,
      statustoelichting: 'Per post',
      statustype: { volgnummer: 2, omschrijving: 'Klaar', statustekst: '', informeren: true, isEindstatus: true },
      zaak: {
        id: idVan(zaak),
        bronorganisatie: '002220647',
        einddatum: '2026-11-20',
        uiterlijkeEinddatum: '2026-12-01',
        vertrouwelijkheid: 'openbaar',
      },
      zaaktype: { identificatie: 'PARKEREN', publicatieIndicatie: true },
      resultaat: { omschrijving: 'Verleend', toelichting: 'Tot 2028' },
    });
    expect(context.betrokkenen).toHaveLength(3);
    expect(
      context.betrokkenen.map(({ soort, isPersoon, bsn, ingelogdMet }) => [soort, isPersoon, bsn, ingelogdMet]),
    ).toEqual([
      ['initiator', true, '999993653', null],
      ['gemachtigde', true, '999990019', 'digid'],
      ['mede_initiator', false, '', null],
    ]);
    expect(context.betrokkenen.map(({ rolId }) => rolId).slice(1)).toEqual([idVan(gemachtigde), idVan(bedrijf)]);
  });
  it('of our own register comes from our own, in the same batch', async () => {
    const { status } = await een();
    const own = { ...(await lees(status)).get(idVan(status))!, register: 'eigen' };
    const bron = h.bronnen.bron({ statusContexten: async (ids) => new Map(ids.map((id) => [id, own])) });
    const found = await bron.statusContexten([idVan(status), '00000000-0000-7000-8000-000000000000']);
    expect([...found.values()].map(({ register }) => register).sort()).toEqual(['eigen', 'openzaak']);
  });
  it('is of the zaak that the status names, not of the one that a notification named', async () => {
    const [echt, ander] = [h.register.zaak(), h.register.zaak('999990019')];
    const status = h.register.status(echt);
    await h.db.transaction((tx) =>
      import('./bewaren.ts').then(({ bewaar }) =>
        bewaar(tx, [{ pad: status.slice(Z.length), zaakPad: ander.slice(Z.length), gezet: null }], {
          register: 'openzaak',
          door: 'notificatie',
          nu: NU,
          vertellenNa: NU,
          trace: null,
        }),
      ),
    );
    expect((await lees(status)).get(idVan(status))!.zaak.id).toBe(idVan(echt));
  });
});

describe('questions', () => {
  it('are one for a hundred zaken, and one for each type that is new', async () => {
    const statussen = Array.from({ length: 100 }, () => h.register.status(h.register.zaak()));
    await bekend();
    expect((await lees(...statussen)).size).toBe(100);
    expect([...h.register.gevraagd].sort()).toEqual([
      'GET statustypen/ontvangen',
      'GET zaaktypen/parkeren',
      'POST zaken/_zoek',
    ]);
    h.register.gevraagd.length = 0;
    await lees(...statussen);
    expect(h.register.gevraagd).toEqual(['POST zaken/_zoek']);
  });
  it('are asked in the form that the register takes: expand as a list (Open Zaak) or as a text (the standard)', async () => {
    h.register.zoekt = 'tekst';
    const { status } = await een();
    h.register.gevraagd.length = 0;
    expect((await lees(status)).size).toBe(1);
    expect(h.register.gevraagd).toEqual(['POST zaken/_zoek']);
  });
  it('are one more for a status that is not the last of its zaak, once', async () => {
    const zaak = h.register.zaak();
    const eerste = h.register.status(zaak);
    h.klok.advance(1000);
    h.register.status(zaak);
    await bekend();
    await lees(eerste);
    await lees(eerste);
    expect(h.register.gevraagd.filter((vraag) => vraag.startsWith('GET statussen/'))).toHaveLength(1);
  });
  it('are one by one to a register that does not know _zoek, and what did not change is not sent again (ETag)', async () => {
    h.register.zoekt = false;
    const { status } = await een();
    h.register.gevraagd.length = 0;
    h.register.verzoeken.length = 0;
    await lees(status);
    expect(h.register.gevraagd.map((vraag) => vraag.split('?')[0]!.replace(/[0-9a-f-]{36}/, '…'))).toEqual([
      'GET zaken/…',
      'GET rollen',
    ]);
    expect(h.register.verzoeken[0]!.headers).toHaveProperty('if-none-match');
  });
  it('to the catalogus are asked again after an hour: what changed there counts', async () => {
    const { status } = await een();
    h.register.objecten.set(`${C}zaaktypen/parkeren`, {
      url: `${C}zaaktypen/parkeren`,
      identificatie: 'PARKEREN',
      omschrijving: 'Vergunning voor bewoners',
      publicatieIndicatie: false,
    });
    expect((await lees(status)).get(idVan(status))!.zaaktype.omschrijving).toBe('Parkeren');
    h.klok.advance(61 * 60_000);
    expect((await lees(status)).get(idVan(status))!.zaaktype.omschrijving).toBe('Vergunning voor bewoners');
  });
  it('each carry a fresh JWT of our application', async () => {
    const { status } = await een();
    await lees(status);
    const { headers } = h.register.verzoeken.at(-1)!;
    const claims = decodeJwt(headers!['authorization']!.slice('Bearer '.length));
    expect(claims).toMatchObject({
      iss: 'zaakbode',
      client_id: 'zaakbode',
      user_id: 'zaakbode',
      iat: h.klok.now().getTime() / 1000 - 30,
    });
  });
  it('are no more than so many at a time', async () => {
    h.register.zoekt = false;
    const statussen = Array.from({ length: 20 }, () => h.register.status(h.register.zaak()));
    await bekend();
    let nu = 0;
    let meest = 0;
    const { request } = h.register.net;
    (h.register.net as { request: typeof request }).request = async (asked) => {
      meest = Math.max(meest, ++nu);
      await new Promise((resolve) => setImmediate(resolve));
      return await request(asked).finally(() => nu--);
    };
    expect((await lees(...statussen)).size).toBe(20);
    expect(meest).toBe(4);
  });
});

describe('gone', () => {
  it.each([true, false])(
    'is a status, or a zaak, of which the register itself says so (register that searches: %s)',
    async (zoekt) => {
      h.register.zoekt = zoekt;
      const [een, twee, drie] = [
        h.register.status(h.register.zaak()),
        h.register.status(h.register.zaak()),
        h.register.status(h.register.zaak()),
      ];
      await bekend();
      h.register.weg(een);
      h.register.weg(String(h.register.objecten.get(twee)!['zaak']));
      h.register.weg(twee);
      expect([...(await lees(een, twee, drie)).keys()]).toEqual([idVan(drie)]);
    },
  );
});

describe('what our application may not see', () => {
  const verboden = async (): Promise<string[]> => {
    const paar = [h.register.status(h.register.zaak()), h.register.status(h.register.zaak())];
    await bekend();
    h.register.verboden.add(String(h.register.objecten.get(paar[0]!)!['zaak']));
    return paar;
  };
  it('waits until it may', async () => {
    const [geheim, open] = await verboden();
    await expect(lees(geheim!, open!)).rejects.toThrow('weigert ons (403)');
    h.register.verboden.clear();
    expect((await lees(geheim!, open!)).size).toBe(2);
  });
  it('is left when that was set, and never when the whole register refuses us', async () => {
    h = await h.opnieuw([instelling({ notificaties: undefined, zonderRecht: 'overslaan' })]);
    const [geheim, open] = await verboden();
    expect([...(await lees(geheim!, open!)).keys()]).toEqual([idVan(open!)]);
    h.klok.advance(11 * 60_000);
    h.register.storing = { bij: Z, antwoord: { status: 403 } };
    await expect(lees(geheim!, open!)).rejects.toThrow('weigert ons (403)');
  });
});

describe('never gone, but tried again later, with the reason (L8, RS-F37)', () => {
  it.each([
    ['zaken/', 'dood', 'is niet te bereiken'],
    ['zaken/', { status: 401 }, 'weigert ons (401)'],
    ['zaken/', { status: 403, body: Buffer.from('{"status":404}') }, 'weigert ons (403)'],
    ['zaken/', { status: 404, body: Buffer.from('<h1>404</h1>') }, 'niet zoals de API dat doet'],
    ['zaken/', { status: 404, body: Buffer.from('{}') }, 'niet zoals de API dat doet'],
    ['zaken/', { status: 302, headers: { location: 'https://ander.example' } }, 'stuurt ons door'],
    ['zaken/', { status: 429 }, 'vroeg ons te wachten'],
    ['zaken/', { status: 500 }, 'heeft een storing'],
    ['zaken/', { body: Buffer.from('onzin') }, 'geen JSON'],
    ['zaken/', { body: Buffer.from('null') }, 'niet bij de standaard past'],
    [
      'rollen',
      { body: Buffer.from('{"results":[{"url":"x","omschrijvingGeneriek":"initiator"}]}') },
      'past: rol.betrokkeneType',
    ],
    ['statussen/', { status: 503 }, 'heeft een storing'],
    ['statustypen/', { status: 404, body: Buffer.from('{"code":"not_found"}') }, 'type dat niet in de catalogus staat'],
    [
      'zaaktypen/',
      { body: Buffer.from('{"identificatie":"X","omschrijving":"Y"}') },
      'past: zaaktype.publicatieIndicatie',
    ],
  ] as const)('%s answers %j', async (bij, antwoord, reden) => {
    h.register.zoekt = false;
    const status = h.register.status(h.register.zaak());
    await bekend();
    h.register.storing = { bij, antwoord };
    await expect(lees(status)).rejects.toThrow(reden);
    h.register.storing = null;
    h.klok.advance(5_000);
    expect((await lees(status)).size).toBe(1);
  });
  it('a search that takes too long is followed by asking one by one', async () => {
    const status = h.register.status(h.register.zaak());
    await bekend();
    h.register.storing = { bij: '_zoek', antwoord: 'traag' };
    expect((await lees(status)).size).toBe(1);
  });
  it.each(['vertrouwelijkheidaanduiding', 'identificatie', 'startdatum', 'zaaktype'])(
    'a zaak without %s',
    async (veld) => {
      await expect(een({ [veld]: undefined })).rejects.toThrow(`past: zaak.${veld}`);
    },
  );
  it('a zaak whose zaaktype is at an address that was not set: it is not followed (SSRF)', async () => {
    await expect(een({ zaaktype: 'https://169.254.169.254/latest' })).rejects.toThrow('Wij volgen het niet');
    expect(h.register.gevraagd.join()).not.toContain('169.254');
  });
  it('a register that is away is asked once and not a hundred times', async () => {
    const statussen = Array.from({ length: 30 }, () => h.register.status(h.register.zaak()));
    await bekend();
    h.register.storing = { bij: Z, antwoord: 'dood' };
    for (const status of statussen) await expect(lees(status)).rejects.toThrow('Register openzaak');
    expect(h.register.gevraagd).toHaveLength(1);
  });
  it('a register that hangs holds up one question, and then for longer and longer', async () => {
    h.register.zoekt = false;
    const status = h.register.status(h.register.zaak());
    await bekend();
    await expect(lees(status).then((found) => found.size)).resolves.toBe(1);
    h.register.gevraagd.length = 0;
    h.register.storing = { bij: Z, antwoord: 'traag' };
    for (let s = 0; s < 120; s++) {
      await expect(lees(status)).rejects.toThrow('Register openzaak');
      h.klok.advance(1000);
    }
    // At 0, 2, 6, 14, 30 and 62 seconds; the last minute none.
    expect(h.register.gevraagd).toHaveLength(6);
    h.register.storing = null;
    h.klok.advance(60_000);
    expect((await lees(status)).size).toBe(1);
  });
  it('a register that has left the settings', async () => {
    const status = h.register.status(h.register.zaak());
    await bekend();
    h = await h.opnieuw([]);
    await expect(lees(status)).rejects.toThrow('staat niet meer in ZGW_BRONNEN');
  });
  it('no text holds a BSN', async () => {
    const fout = await een({ identificatie: '' }).catch((error: Error) => error.message);
    expect(fout).not.toMatch(/\d{9}/);
  });
});
