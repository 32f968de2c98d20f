/** What a zaak is about: every type of object with what identifies it, and objects of a definition elsewhere. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BUITEN } from '../buitenwereld.testhulp.ts';
import { newZaak, publishedZaaktype, type Registers, registers, type Zaaktype } from '../registers.testhulp.ts';
import { OBJECT_IDENTIFICATIES, OBJECT_TYPEN } from './objectidentificatie.ts';
import { audittrail, berichten, clientVoor, codes, maak, sluit, ZRC, zaakobjecttype } from './zaken.testhulp.ts';

let r: Registers;
let t: Zaaktype;
let zaak: string;
beforeAll(async () => {
  r = await registers();
  t = await publishedZaaktype(r);
});
beforeEach(async () => {
  zaak = await newZaak(r, t.zaaktype);
});

const OBJECT = `${BUITEN}/objecten/1`;
const post = (body: object, as = 'beheer') => r.send('POST', `${ZRC}/zaakobjecten`, { zaak, ...body }, { as });
const PAND = { objectType: 'pand', objectIdentificatie: { identificatie: '0344100000011708' } };

/** The least that identifies an object of each type. */
const adres = { wplWoonplaatsNaam: 'Utrecht', gorOpenbareRuimteNaam: 'Neude', aoaHuisnummer: 1 };
const KADASTER = { kadastraleIdentificatie: 'k', kadastraleAanduiding: 'a' };
const MINSTE: Readonly<Record<string, object>> = {
  adres: { identificatie: 'a', wplWoonplaatsNaam: 'Utrecht', gorOpenbareRuimteNaam: 'Neude', huisnummer: 1 },
  buurt: { buurtCode: '01', buurtNaam: 'Lombok', gemGemeenteCode: '0344', wykWijkCode: '02' },
  gemeente: { gemeenteNaam: 'Utrecht', gemeenteCode: '0344' },
  gemeentelijke_openbare_ruimte: { identificatie: 'g', openbareRuimteNaam: 'Neude' },
  huishouden: { nummer: '1', isGehuisvestIn: { identificatie: 't', adresAanduidingGrp: adres } },
  inrichtingselement: { type: 'paal', identificatie: 'p' },
  kadastrale_onroerende_zaak: KADASTER,
  kunstwerkdeel: { type: 'sluis', identificatie: 's', naam: 'Oude sluis' },
  maatschappelijke_activiteit: { kvkNummer: '12345678', handelsnaam: 'De winkel' },
  medewerker: {},
  natuurlijk_persoon: { inpBsn: '999993653' },
  niet_natuurlijk_persoon: { innNnpId: '002564440' },
  openbare_ruimte: { identificatie: 'o', wplWoonplaatsNaam: 'Utrecht', gorOpenbareRuimteNaam: 'Neude' },
  organisatorische_eenheid: {},
  pand: { identificatie: 'p' },
  spoorbaandeel: { type: 'smalspoor', identificatie: 's' },
  terreindeel: { type: 'gras', identificatie: 't' },
  terrein_gebouwd_object: { identificatie: 't' },
  vestiging: {},
  waterdeel: { typeWaterdeel: 'waterloop', identificatie: 'w' },
  wegdeel: { type: 'rijbaan', identificatie: 'w' },
  wijk: { wijkCode: '01', wijkNaam: 'West', gemGemeenteCode: '0344' },
  woonplaats: { identificatie: 'w', woonplaatsNaam: 'Utrecht' },
  woz_deelobject: { nummerWozDeelObject: '1', isOnderdeelVan: { wozObjectNummer: '2' } },
  woz_object: { wozObjectNummer: '2', aanduidingWozObject: { aoaIdentificatie: 'a', ...adres } },
  woz_waarde: { waardepeildatum: '20260101' },
  zakelijk_recht: { identificatie: 'z', avgAard: 'eigendom', heeftBetrekkingOp: KADASTER, heeftAlsGerechtigde: {} },
  overige: { overigeData: { diep: [{ x: null }] } },
};

describe('POST /zaakobjecten', () => {
  it.each(Object.keys(OBJECT_IDENTIFICATIES))(
    '201: %s by what identifies it; 400 without what it needs',
    async (objectType) => {
      const soort = objectType === 'overige' ? { objectTypeOverige: 'boom' } : {};
      const { status, body } = await post({ objectType, ...soort, objectIdentificatie: MINSTE[objectType] });
      expect(status).toBe(201);
      expect(body).toMatchObject({
        objectType,
        object: '',
        zaakobjecttype: '',
        objectIdentificatie: MINSTE[objectType],
      });
      expect((await r.send('GET', body.url)).body).toEqual(body);
      // What is left out is shown empty.
      const { properties = {}, required = [] } = OBJECT_IDENTIFICATIES[objectType]!.schema;
      expect(Object.keys(body.objectIdentificatie).sort()).toEqual(Object.keys(properties).sort());
      const leeg = codes(await post({ objectType, ...soort, objectIdentificatie: {} }));
      expect(leeg).toEqual(
        required.length > 0 ? required.map((name) => `objectIdentificatie.${name}:required`) : undefined,
      );
    },
  );
  it.each(['besluit', 'enkelvoudig_document', 'status'])('%s is known by its address only', async (objectType) => {
    r.buiten.zet(OBJECT, { url: OBJECT });
    expect((await post({ objectType, object: OBJECT })).status).toBe(201);
    expect(codes(await post({ objectType, objectIdentificatie: {} }))).toEqual(['objectIdentificatie:invalid']);
  });
  it('knows every type of the standard, and no other', async () => {
    expect(OBJECT_TYPEN).toHaveLength(31);
    expect(codes(await post({ ...PAND, objectType: 'boom' }))).toEqual(['objectType:invalid_choice']);
  });
  it('400: neither address nor identification; an address where nothing is', async () => {
    expect(codes(await post({ objectType: 'pand' }))).toEqual(['nonFieldErrors:invalid-zaakobject']);
    expect(codes(await post({ objectType: 'pand', object: `${BUITEN}/weg` }))).toEqual(['object:bad-url']);
  });
  it('400: objectTypeOverige with overige and only then; its form', async () => {
    const data = { objectIdentificatie: { overigeData: {} } };
    expect(codes(await post({ objectType: 'overige', ...data }))).toEqual([
      'nonFieldErrors:missing-object-type-overige',
    ]);
    expect(codes(await post({ ...PAND, objectTypeOverige: 'boom' }))).toEqual([
      'nonFieldErrors:invalid-object-type-overige-usage',
    ]);
    expect(codes(await post({ objectType: 'overige', objectTypeOverige: 'Boom 1', ...data }))).toEqual([
      'objectTypeOverige:invalid',
    ]);
  });
  it('takes a zaakobjecttype of the zaaktype of the zaak, and no other', async () => {
    const type = await zaakobjecttype(r, t);
    const made = await maak(r, 'zaakobjecten', { zaak, ...PAND, zaakobjecttype: type });
    expect(made.zaakobjecttype).toBe(type);
    const shown = await r.send('GET', `${zaak}?expand=zaakobjecten.zaakobjecttype`);
    expect(shown.body._expand.zaakobjecten[0]._expand.zaakobjecttype.url).toBe(type);
    expect((await r.send('PATCH', made.url, { zaakobjecttype: '' })).body.zaakobjecttype).toBe('');
    const ander = await publishedZaaktype(r, { identificatie: 'ANDER', omschrijving: 'Ander' });
    const vreemd = await zaakobjecttype(r, ander);
    expect(codes(await post({ ...PAND, zaakobjecttype: vreemd }))).toEqual(['nonFieldErrors:zaaktype-mismatch']);
    expect(codes(await post({ ...PAND, zaakobjecttype: `${type.slice(0, -12)}000000000000` }))).toEqual([
      'zaakobjecttype:bad-url',
    ]);
  });
});

describe('an object of a definition elsewhere', () => {
  const TYPE = `${BUITEN}/objecttypen/boom`;
  const definitie = { url: TYPE, schema: '.jsonSchema', objectData: '.record.data' };
  const boom = { objectType: 'overige', object: OBJECT, objectTypeOverigeDefinitie: definitie };
  const schema = { type: 'object', required: ['hoogte'], properties: { hoogte: { type: 'integer' } } };
  beforeEach(() => {
    r.buiten.zet(TYPE, { jsonSchema: { $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema } });
  });
  /** At an address of its own, since what is found is remembered. */
  let n = 0;
  const objectMet = (json: object): string => {
    const url = `${BUITEN}/objecten/boom-${n++}`;
    r.buiten.zet(url, json);
    return url;
  };

  it('201 when its data fit; 400 invalid-schema when not', async () => {
    const goed = { ...boom, object: objectMet({ record: { data: { hoogte: 12 } } }) };
    const made = await post(goed);
    expect([made.status, made.body.objectTypeOverigeDefinitie]).toEqual([201, definitie]);
    expect((await r.send('PATCH', made.body.url, { relatieomschrijving: 'staat er nog' })).status).toBe(200);
    expect((await r.send('PUT', made.body.url, { zaak, ...goed })).status).toBe(200);
    expect(codes(await r.send('PATCH', made.body.url, { objectTypeOverigeDefinitie: definitie }))).toEqual([
      'object:required',
    ]);
    expect(codes(await post({ ...boom, object: objectMet({ record: { data: { hoogte: 'hoog' } } }) }))).toEqual([
      'object:invalid-schema',
    ]);
  });
  it('400: no schema there, no data there, no object, no definition, no place', async () => {
    const object = objectMet({ record: { data: { hoogte: 12 } } });
    const met = async (anders: object, rest: object = {}) =>
      codes(await post({ ...boom, object, objectTypeOverigeDefinitie: { ...definitie, ...anders }, ...rest }));
    expect(await met({ schema: '.schema' })).toEqual(['objectTypeOverigeDefinitie.schema:invalid']);
    expect(await met({ objectData: '.data' })).toEqual(['objectTypeOverigeDefinitie.objectData:invalid']);
    expect(await met({}, { object: '', objectIdentificatie: { overigeData: {} } })).toEqual(['object:required']);
    expect(await met({ url: `${BUITEN}/weg` })).toEqual(['objectTypeOverigeDefinitie.url:bad-url']);
    expect(await met({ schema: '.. | .jsonSchema' })).toEqual(['objectTypeOverigeDefinitie.schema:invalid']);
    for (const [i, wrong] of [{ $ref: 'https://elders.example/x' }, { type: 'onzin' }, { $async: true }].entries()) {
      const url = `${TYPE}-${i}`;
      r.buiten.zet(url, { jsonSchema: wrong });
      expect(await met({ url }), JSON.stringify(wrong)).toEqual(['objectTypeOverigeDefinitie.schema:invalid']);
    }
    expect(codes(await post({ ...boom, object, objectType: 'pand' }))).toEqual([
      'nonFieldErrors:invalid-object-type-overige-usage',
    ]);
  });
});

describe('GET, PUT, PATCH, DELETE /zaakobjecten', () => {
  it('is found by zaak, by address and by type, in pages', async () => {
    const object = `${BUITEN}/objecten/gezocht`;
    r.buiten.zet(object, { url: object });
    const een = await maak(r, 'zaakobjecten', { zaak, objectType: 'adres', object });
    r.clock.advance(1_000);
    const twee = await maak(r, 'zaakobjecten', { zaak, ...PAND });
    const list = async (query: Record<string, string>) => {
      const { body } = await r.send('GET', `${ZRC}/zaakobjecten?${new URLSearchParams(query)}`);
      return [body.count, ...body.results.map((one: { url: string }) => one.url)];
    };
    expect(await list({ zaak })).toEqual([2, twee.url, een.url]);
    expect(await list({ zaak, objectType: 'pand' })).toEqual([1, twee.url]);
    expect(await list({ object })).toEqual([1, een.url]);
    expect((await r.send('GET', `${ZRC}/zaakobjecten?objectType=boom`)).status).toBe(400);
  });
  it('changes what is said of it, not which object of which zaak it is', async () => {
    const { url } = await maak(r, 'zaakobjecten', { zaak, ...PAND });
    const nieuw = { objectIdentificatie: { identificatie: 'ander' }, relatieomschrijving: 'verhuisd' };
    expect((await r.send('PUT', url, { zaak, ...PAND, ...nieuw })).body).toMatchObject(nieuw);
    expect((await r.send('PATCH', url, { relatieomschrijving: 'terug' })).body.objectIdentificatie).toEqual({
      identificatie: 'ander',
    });
    const anders = { zaak: await newZaak(r, t.zaaktype), object: `${BUITEN}/2`, objectType: 'adres' };
    for (const [name, value] of Object.entries(anders)) {
      expect(codes(await r.send('PATCH', url, { [name]: value }))).toEqual([`${name}:wijzigen-niet-toegelaten`]);
    }
    expect((await r.send('DELETE', url)).status).toBe(204);
    const acties = ['create', 'update', 'partial_update', 'destroy'];
    expect(await audittrail(r, zaak)).toEqual(['zaak create', ...acties.map((a) => `zaakobject ${a}`)]);
    expect(await berichten(r, zaak)).toEqual(['zaak.create', ...acties.map((a) => `zaakobject.${a}`)]);
  });
  it('zrc-007: on a closed zaak only with geforceerd-bijwerken; who makes zaken adds, who removes them removes', async () => {
    await clientVoor(r, 'maker', t, ['aanmaken', 'lezen']);
    await clientVoor(r, 'wisser', t, ['verwijderen', 'lezen']);
    await clientVoor(r, 'dwinger', t, ['geforceerd-bijwerken', 'lezen']);
    const made = await post(PAND, 'maker');
    expect(made.status).toBe(201);
    expect((await r.send('PATCH', made.body.url, { relatieomschrijving: 'x' }, { as: 'wisser' })).status).toBe(403);
    expect((await r.send('DELETE', made.body.url, undefined, { as: 'maker' })).status).toBe(403);
    expect((await r.send('DELETE', made.body.url, undefined, { as: 'wisser' })).status).toBe(204);
    expect((await sluit(r, zaak, t)).status).toBe(201);
    expect((await post(PAND, 'maker')).status).toBe(403);
    const forced = await post(PAND, 'dwinger');
    expect((await r.send('DELETE', forced.body.url, undefined, { as: 'wisser' })).status).toBe(403);
    expect((await r.send('DELETE', zaak)).status).toBe(204);
    expect((await r.send('GET', forced.body.url)).status).toBe(404);
  });
});
