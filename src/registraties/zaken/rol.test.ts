/** ROL, and zaken by one; beyond the standard too, as Open Zaak has them: PUT, authenticatieContext, KVK. */
import { beforeAll, describe, expect, it } from 'vitest';
import { newZaak, publishedZaaktype, type Registers, registers, type Zaaktype } from '../registers.testhulp.ts';
import { LOA_DIGID, LOA_EHERKENNING } from './authenticatie.ts';
import { clientVoor, codes, maak, sluit, ZRC } from './zaken.testhulp.ts';

let r: Registers;
let t: Zaaktype;
beforeAll(async () => {
  r = await registers();
  t = await publishedZaaktype(r);
});

const BSN = '999993653';
const [BASIS, MIDDEN, SUBSTANTIEEL] = LOA_DIGID;
const body = (zaak: string, extra: object = {}) => ({
  zaak,
  roltype: t.initiator,
  betrokkeneType: 'natuurlijk_persoon',
  roltoelichting: 'aanvrager',
  betrokkeneIdentificatie: { inpBsn: BSN },
  ...extra,
});
const nieuw = async (extra: object = {}) => maak(r, 'rollen', body(await newZaak(r, t.zaaktype), extra));
const fouten = async (extra: object) =>
  codes(await r.send('POST', `${ZRC}/rollen`, body(await newZaak(r, t.zaaktype), extra)));

describe('POST rollen', () => {
  it('201: keeps who it is about, and finds zaak and rol by it', async () => {
    const inpBsn = '999990445';
    const rol = await nieuw({ betrokkeneIdentificatie: { inpBsn } });
    expect(rol).toMatchObject({
      omschrijving: 'Aanvrager',
      omschrijvingGeneriek: 'initiator',
      betrokkeneIdentificatie: { inpBsn, geslachtsnaam: '' },
    });
    const zoek = (query: string) => r.send('GET', `${ZRC}/${query}dentificatie__natuurlijkPersoon__inpBsn=${inpBsn}`);
    expect((await zoek('rollen?betrokkeneI')).body.count).toBe(1);
    const zaken = (await zoek('zaken?rol__betrokkeneI')).body.results;
    expect(zaken.map(({ url, rollen }: { url: string; rollen: string[] }) => [url, rollen])).toEqual([
      [rol.zaak, [rol.url]],
    ]);
  });
  it('400: two ways to say who, none, a wrong kind, a second initiator', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const post = async (extra: object) =>
      codes(await r.send('POST', `${ZRC}/rollen`, body(zaak, { betrokkeneIdentificatie: undefined, ...extra })));
    expect(await post({ betrokkene: 'https://p.example/1', betrokkeneIdentificatie: {} })).toEqual([
      'nonFieldErrors:invalid-betrokkene',
    ]);
    expect(await post({})).toEqual(['nonFieldErrors:invalid-betrokkene']);
    expect(await post({ betrokkeneIdentificatie: { inpBsn: '9999936530' } })).toEqual([
      'betrokkeneIdentificatie.inpBsn:max_length',
    ]);
    expect(await post({ betrokkeneIdentificatie: { inpBsn: BSN } })).toBeUndefined();
    expect(await post({ betrokkeneIdentificatie: { inpBsn: BSN } })).toEqual(['roltype:max-occurences']);
  });
});

describe('PUT rollen', () => {
  it('200: another person in the same rol, found by his own number; the registratiedatum stays', async () => {
    const rol = await nieuw();
    r.clock.advance(60_000);
    const put = await r.send('PUT', rol.url, body(rol.zaak, { betrokkeneIdentificatie: { inpBsn: '999990019' } }));
    expect(put.status).toBe(200);
    expect(put.body).toMatchObject({
      url: rol.url,
      registratiedatum: rol.registratiedatum,
      betrokkeneIdentificatie: { inpBsn: '999990019' },
    });
    const zoek = (bsn: string) =>
      r.send('GET', `${ZRC}/rollen?betrokkeneIdentificatie__natuurlijkPersoon__inpBsn=${bsn}`);
    expect((await zoek('999990019')).body.count).toBe(1);
    expect((await r.send('PATCH', rol.url, {})).status).toBe(405);
  });
  it('400 when the zaak or the roltype would change; 403 on a closed zaak (zrc-007)', async () => {
    const rol = await nieuw();
    const ander = await newZaak(r, t.zaaktype);
    const put = await r.send('PUT', rol.url, body(ander, { roltype: t.behandelaar }));
    expect(codes(put)).toEqual(['zaak:wijzigen-niet-toegelaten', 'roltype:wijzigen-niet-toegelaten']);
    await sluit(r, rol.zaak, t);
    await clientVoor(r, 'gewoon', t, ['lezen', 'bijwerken']);
    expect((await r.send('PUT', rol.url, body(rol.zaak), { as: 'gewoon' })).status).toBe(403);
  });
});

describe('authenticatieContext', () => {
  const digid = { source: 'digid', levelOfAssurance: MIDDEN };
  const eherkenning = { source: 'eherkenning', levelOfAssurance: LOA_EHERKENNING[3], actingSubject: 'x1' };
  const organisatie = { betrokkeneType: 'niet_natuurlijk_persoon', betrokkeneIdentificatie: { kvkNummer: '12345678' } };

  it('201: kept as it came, with a machtiging and all, and null without one', async () => {
    expect((await nieuw()).authenticatieContext).toBeNull();
    const namens = {
      ...digid,
      representee: { identifierType: 'bsn', identifier: BSN },
      mandate: { services: [{ id: 'dienst' }] },
    };
    const rol = await nieuw({ authenticatieContext: namens, indicatieMachtiging: 'gemachtigde' });
    expect(rol.authenticatieContext).toEqual(namens);
    expect((await nieuw({ ...organisatie, authenticatieContext: eherkenning })).authenticatieContext).toEqual(
      eherkenning,
    );
  });
  it('400 for another means than belongs to the betrokkene, or none', async () => {
    expect(await fouten({ authenticatieContext: eherkenning })).toEqual([
      'authenticatieContext.source:invalid_choice',
      'authenticatieContext.levelOfAssurance:invalid_choice',
    ]);
    expect(await fouten({ ...organisatie, authenticatieContext: { source: 'eherkenning' } })).toEqual([
      'authenticatieContext.levelOfAssurance:required',
      'authenticatieContext.actingSubject:required',
    ]);
    const medewerker = { betrokkeneType: 'medewerker', betrokkeneIdentificatie: { identificatie: 'm' } };
    expect(await fouten({ ...medewerker, authenticatieContext: digid })).toEqual(['authenticatieContext:invalid']);
    expect(await fouten({ authenticatieContext: 'digid' })).toEqual(['authenticatieContext:invalid']);
  });
  it('400 for a representee without mandate, machtiging or a number that holds; the reason repeats no BSN', async () => {
    const namens = { ...digid, representee: { identifierType: 'bsn', identifier: '123456789' } };
    const answer = await r.send(
      'POST',
      `${ZRC}/rollen`,
      body(await newZaak(r, t.zaaktype), { authenticatieContext: namens }),
    );
    expect(codes(answer)).toEqual([
      'authenticatieContext.representee.identifier:invalid',
      'authenticatieContext.mandate:required',
      'nonFieldErrors:indicatie-machtiging-invalid',
    ]);
    expect(JSON.stringify(answer.body)).not.toContain('123456789');
  });
});

describe('zaken by a rol', () => {
  const vraag = async (path: string, query: Record<string, string>): Promise<string[]> => {
    const answer = await r.send('GET', `${ZRC}/${path}?${new URLSearchParams(query)}`);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body.results.map((one: { zaak?: string; url: string }) => one.zaak ?? one.url).sort();
  };
  const NP = 'rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn';
  const PERSOON = '999991772';

  it('all rol filters speak of one rol', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    await maak(r, 'rollen', body(zaak, { betrokkeneIdentificatie: { inpBsn: '999992223' } }));
    await maak(r, 'rollen', body(zaak, { roltype: t.behandelaar, betrokkeneIdentificatie: { inpBsn: PERSOON } }));
    expect(await vraag('zaken', { [NP]: PERSOON })).toEqual([zaak]);
    expect(await vraag('zaken', { [NP]: PERSOON, rol__omschrijvingGeneriek: 'behandelaar' })).toEqual([zaak]);
    expect(await vraag('zaken', { [NP]: PERSOON, rol__omschrijvingGeneriek: 'initiator' })).toEqual([]);
    const zoek = await r.send('POST', `${ZRC}/zaken/_zoek`, { [NP]: PERSOON, rol__omschrijvingGeneriek: 'initiator' });
    expect(zoek.body.count).toBe(0);
  });
  it('machtiging and level of assurance: up to the level at which somebody is logged in', async () => {
    const bsn = '999994542';
    const context = (levelOfAssurance: string) => ({ authenticatieContext: { source: 'digid', levelOfAssurance } });
    const ik = { betrokkeneIdentificatie: { inpBsn: bsn } };
    const midden = await nieuw({ ...ik, ...context(MIDDEN) });
    const hoger = await nieuw({ ...ik, ...context(SUBSTANTIEEL) });
    const namens = await nieuw({ ...ik, indicatieMachtiging: 'machtiginggever' });
    const eigen = { [NP]: bsn, rol__machtiging: 'eigen' };
    expect(await vraag('zaken', eigen)).toEqual([midden.zaak, hoger.zaak].sort());
    expect(await vraag('zaken', { ...eigen, rol__machtiging__loa: MIDDEN })).toEqual([midden.zaak]);
    expect(await vraag('zaken', { ...eigen, rol__machtiging__loa: BASIS })).toEqual([]);
    expect(await vraag('zaken', { [NP]: bsn, rol__machtiging: 'machtiginggever' })).toEqual([namens.zaak]);
    const rollen = {
      betrokkeneIdentificatie__natuurlijkPersoon__inpBsn: bsn,
      machtiging: 'eigen',
      machtiging__loa: MIDDEN,
    };
    expect(await vraag('rollen', rollen)).toEqual([midden.zaak]);
  });
  it.each([
    ['natuurlijk_persoon', { anpIdentificatie: 'anp1' }, 'natuurlijkPersoon__anpIdentificatie', 'anp1'],
    ['natuurlijk_persoon', { inpA_nummer: '1234567890' }, 'natuurlijkPersoon__inpA_nummer', '1234567890'],
    ['niet_natuurlijk_persoon', { innNnpId: '002564440' }, 'nietNatuurlijkPersoon__innNnpId', '002564440'],
    ['niet_natuurlijk_persoon', { annIdentificatie: 'ann1' }, 'nietNatuurlijkPersoon__annIdentificatie', 'ann1'],
    ['medewerker', { identificatie: 'mw1' }, 'medewerker__identificatie', 'mw1'],
    ['organisatorische_eenheid', { identificatie: 'oe1' }, 'organisatorischeEenheid__identificatie', 'oe1'],
  ])('%s by %o', async (betrokkeneType, betrokkeneIdentificatie, naam, waarde) => {
    const rol = await nieuw({ betrokkeneType, betrokkeneIdentificatie });
    const een = { [`rol__betrokkeneIdentificatie__${naam}`]: waarde };
    expect(await vraag('zaken', een)).toEqual([rol.zaak]);
    expect(await vraag('zaken', { ...een, rol__betrokkeneType: betrokkeneType })).toEqual([rol.zaak]);
    expect(await vraag('zaken', { ...een, rol__betrokkeneType: 'vestiging' })).toEqual([]);
    expect(await vraag('rollen', { [`betrokkeneIdentificatie__${naam}`]: waarde })).toEqual([rol.zaak]);
  });
  it('by the address of the betrokkene', async () => {
    const betrokkene = 'https://personen.example/1';
    const rol = await nieuw({ betrokkene, betrokkeneIdentificatie: null });
    expect(rol.betrokkeneIdentificatie).toBeNull();
    expect(await vraag('zaken', { rol__betrokkene: betrokkene })).toEqual([rol.zaak]);
    expect(await vraag('rollen', { betrokkene })).toEqual([rol.zaak]);
  });
  it('the numbers of the Kamer van Koophandel, each of its own kind of betrokkene', async () => {
    const nummers = { kvkNummer: '87654321', vestigingsNummer: '000012345678' };
    const organisatie = await nieuw({ betrokkeneType: 'niet_natuurlijk_persoon', betrokkeneIdentificatie: nummers });
    const vestiging = await nieuw({ betrokkeneType: 'vestiging', betrokkeneIdentificatie: nummers });
    for (const [naam, nummer] of Object.entries(nummers)) {
      for (const [soort, rol] of [
        ['nietNatuurlijkPersoon', organisatie],
        ['vestiging', vestiging],
      ] as const) {
        expect(await vraag('zaken', { [`rol__betrokkeneIdentificatie__${soort}__${naam}`]: nummer })).toEqual([
          rol.zaak,
        ]);
        expect(await vraag('rollen', { [`betrokkeneIdentificatie__${soort}__${naam}`]: nummer })).toEqual([rol.zaak]);
      }
    }
  });
  it.each([
    ['rol__betrokkeneType', 'mens'],
    ['rol__omschrijvingGeneriek', 'baas'],
    ['rol__machtiging', 'ja'],
    ['rol__machtiging__loa', 'hoog'],
  ])('400 for %s=%s', async (naam, waarde) => {
    expect(codes(await r.send('GET', `${ZRC}/zaken?${naam}=${waarde}`))).toEqual([`${naam}:invalid`]);
  });
});
