/** ztc-001 and ztc-002: references to the reference lists, embedded and elsewhere. */
import { beforeEach, describe, expect, it } from 'vitest';
import { BUITEN } from '../buitenwereld.testhulp.ts';
import { type Registers, zaaktypeBody } from '../registers.testhulp.ts';
import { beginnen, codes, type Doen, klasse, LIJST, procestype, resultaattypeBody } from './catalogi.testhulp.ts';
import { selectielijst } from './selectielijst/index.ts';

let r: Registers;
let d: Doen;
let catalogus: string;
beforeEach(async () => {
  ({ r, d } = await beginnen());
  catalogus = await d.catalogus();
});

const PROCESTYPE = `${BUITEN}/procestypen/1`;
const KLASSE = `${BUITEN}/resultaten/1`;
const OMSCHRIJVING = `${BUITEN}/resultaattypeomschrijvingen/1`;

const elders = {
  procestype: { url: PROCESTYPE, nummer: 1, jaar: 2017, naam: 'Beleid', procesobject: 'Het beleid' },
  klasse: {
    url: KLASSE,
    procesType: PROCESTYPE,
    nummer: 1,
    waardering: 'vernietigen',
    procestermijn: 'nihil',
    bewaartermijn: 'P7Y',
  },
  omschrijving: { url: OMSCHRIJVING, omschrijving: 'Verleend', definitie: 'Het is verleend.' },
};

describe('ztc-001: selectielijstProcestype', () => {
  const post = (selectielijstProcestype: string) =>
    d.post('zaaktypen', zaaktypeBody(catalogus, { selectielijstProcestype }));

  it('201 for a procestype of the embedded list, at our address and at the public one, without network', async () => {
    const publiek = 'https://selectielijst.openzaak.nl/api/v1/procestypen';
    const { uuid } = selectielijst().procestype({ jaar: 2020, nummer: 11 })!;
    for (const address of [procestype(11), `${publiek}/${uuid}`, '']) expect((await post(address)).status).toBe(201);
    expect(r.buiten.gevraagd).toEqual([]);
  });
  it('201 for a procestype elsewhere', async () => {
    r.buiten.zet(PROCESTYPE, elders.procestype);
    expect((await post(PROCESTYPE)).body.selectielijstProcestype).toBe(PROCESTYPE);
  });
  it.each([
    ['nothing is', 404, 'bad-url'],
    ['a klasse is', elders.klasse, 'invalid-resource'],
    ['a page is', '<html>', 'invalid-resource'],
  ])('400 where %s', async (_, what, code) => {
    r.buiten.zet(PROCESTYPE, what);
    expect(codes(await post(PROCESTYPE))).toEqual([`selectielijstProcestype:${code}`]);
  });
  it('400 for a klasse of the embedded list, for a uuid that it does not know, and on PATCH as well', async () => {
    expect(codes(await post(klasse('11.1')))).toEqual(['selectielijstProcestype:invalid-resource']);
    const refused = ['selectielijstProcestype:bad-url'];
    const nergens = `${LIJST}/procestypen/00000000-0000-4000-8000-000000000000`;
    expect(codes(await post(nergens))).toEqual(refused);
    const url = await d.zaaktype(catalogus);
    const answer = await r.send('PATCH', url, { selectielijstProcestype: nergens }, { as: 'schrijver' });
    expect(codes(answer)).toEqual(refused);
  });
});

describe('ztc-002: resultaattypeomschrijving and selectielijstklasse', () => {
  const post = async (extra: object, zaaktype = {}) =>
    d.post('resultaattypen', resultaattypeBody(await d.zaaktype(catalogus, zaaktype, false), extra));

  it('400: each is what it should be, and both are told at once', async () => {
    r.buiten.zet(KLASSE, elders.omschrijving);
    const extra = { resultaattypeomschrijving: OMSCHRIJVING, selectielijstklasse: KLASSE };
    expect(codes(await post(extra))).toEqual([
      'resultaattypeomschrijving:bad-url',
      'selectielijstklasse:invalid-resource',
    ]);
  });
  it('what stands elsewhere fills in and decides as the embedded list does (ztc-003)', async () => {
    r.buiten.zet(PROCESTYPE, elders.procestype);
    r.buiten.zet(KLASSE, elders.klasse);
    r.buiten.zet(OMSCHRIJVING, elders.omschrijving);
    const extra = {
      resultaattypeomschrijving: OMSCHRIJVING,
      selectielijstklasse: KLASSE,
      archiefnominatie: '',
      archiefactietermijn: null,
    };
    const made = await post(extra, { selectielijstProcestype: PROCESTYPE });
    expect(made).toMatchObject({
      status: 201,
      body: { omschrijvingGeneriek: 'Verleend', archiefnominatie: 'vernietigen', archiefactietermijn: 'P7Y' },
    });
    // What is not sent is not asked for again, and stays.
    const patched = await r.send('PATCH', made.body.url, { toelichting: 'x' }, { as: 'schrijver' });
    expect(patched.body).toEqual({ ...made.body, toelichting: 'x' });
    expect(codes(await post(extra, { selectielijstProcestype: procestype(1) }))).toEqual([
      'nonFieldErrors:procestype-mismatch',
    ]);
    expect(codes(await post({ ...extra, brondatumArchiefprocedure: { afleidingswijze: 'hoofdzaak' } }))).toEqual([
      'nonFieldErrors:invalid-afleidingswijze-for-procestermijn',
    ]);
  });
});
