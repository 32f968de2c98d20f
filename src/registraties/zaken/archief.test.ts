/** zrc-021, zrc-022, zrc-026: the dossier of a zaak, from start to archived, in both profiles. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { BUITEN } from '../buitenwereld.testhulp.ts';
import { newZaak, type Registers, registers } from '../registers.testhulp.ts';
import { type Archieftype, archiefZaaktype, codes, maak, sluitMet } from './archief.testhulp.ts';
import { attribuut, dagVan, plusTermijn } from './brondatum.ts';

const DATUM = '2026-12-24';

describe.each(['1.7', 'openzaak'] as const)('zrc-021 in profile %s', (profile) => {
  let r: Registers;
  let t: Archieftype;
  beforeAll(async () => {
    r = await registers({ profile });
    t = await archiefZaaktype(r);
  });
  const lees = async (url: string) => (await r.send('GET', url)).body;
  const sluit = (zaak: string, wijze: string) => sluitMet(r, zaak, t, wijze);
  /** Closes and looks at what became of the dossier. */
  async function gesloten(zaak: string, wijze: string) {
    const answer = await sluit(zaak, wijze);
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    const { einddatum, archiefnominatie, archiefactiedatum, startdatumBewaartermijn } = await lees(zaak);
    return { einddatum, archiefnominatie, archiefactiedatum, startdatumBewaartermijn };
  }
  const dossier = (start: string | null, actie: string | null) => ({
    einddatum: '2026-11-02',
    archiefnominatie: 'vernietigen',
    archiefactiedatum: actie,
    startdatumBewaartermijn: start,
  });
  /** Not derivable: no date by the standard, no closing by Open Zaak. */
  async function nietAfTeLeiden(zaak: string, wijze: string) {
    if (profile === '1.7') expect(await gesloten(zaak, wijze)).toEqual(dossier(null, null));
    else {
      expect(codes(await sluit(zaak, wijze))).toEqual(['nonFieldErrors:archiefactiedatum-error']);
      expect((await lees(zaak)).einddatum).toBeNull();
    }
  }

  it('afgehandeld: from the day of closing', async () => {
    expect(await gesloten(await newZaak(r, t.zaaktype), 'afgehandeld')).toEqual(dossier('2026-11-02', '2027-11-02'));
  });
  it('termijn: from the day of closing, after the procestermijn', async () => {
    expect(await gesloten(await newZaak(r, t.zaaktype), 'termijn')).toEqual(dossier('2027-01-02', '2028-01-02'));
  });
  it('eigenschap: from the day in it, in any form that a register writes; not derivable without', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    await maak(r, `${zaak}/zaakeigenschappen`, { zaak, eigenschap: t.eigenschap, waarde: '20261224' });
    expect(await gesloten(zaak, 'eigenschap')).toEqual(dossier(DATUM, '2027-12-24'));
    await nietAfTeLeiden(await newZaak(r, t.zaaktype), 'eigenschap');
  });
  it('ander_datumkenmerk: later, by who knows the day; then the date of action follows', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    expect(await gesloten(zaak, 'ander_datumkenmerk')).toEqual(dossier(null, null));
    const { body } = await r.send('PATCH', zaak, { startdatumBewaartermijn: '2028-02-29' });
    expect(body).toMatchObject({ startdatumBewaartermijn: '2028-02-29', archiefactiedatum: '2029-02-28' });
  });
  it('zaakobject: the latest of an attribute, deep in an object elsewhere or in what identifies it', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    for (const [naam, datum] of [
      ['een', '2025-01-01'],
      ['twee', `${DATUM}T10:00:00Z`],
    ]) {
      const object = `${BUITEN}/objecten/${naam}-${profile}`;
      r.buiten.zet(object, { url: object, record: { data: { einde: datum } } });
      await maak(r, 'zaakobjecten', { zaak, object, objectType: 'overige', objectTypeOverige: 'boom' });
    }
    expect(await gesloten(zaak, 'zaakobject')).toEqual(dossier(DATUM, '2027-12-24'));
  });
  it('zaakobject: not derivable without one, without the attribute, or when the object does not answer', async () => {
    await nietAfTeLeiden(await newZaak(r, t.zaaktype), 'zaakobject');
    for (const [naam, inhoud] of [
      ['leeg', { record: {} }],
      ['weg', 404],
    ] as const) {
      const zaak = await newZaak(r, t.zaaktype);
      const object = `${BUITEN}/objecten/${naam}-${profile}`;
      r.buiten.zet(object, { url: object });
      await maak(r, 'zaakobjecten', { zaak, object, objectType: 'overige', objectTypeOverige: 'boom' });
      r.buiten.zet(object, inhoud);
      await nietAfTeLeiden(zaak, 'zaakobject');
    }
  });
  it('gerelateerde_zaak: the latest end of those of our own and of others; later while one is open', async () => {
    const eigen = await newZaak(r, t.zaaktype);
    const elders = `${BUITEN}/zaken/${profile}`;
    const shape = { url: elders, zaaktype: `${BUITEN}/zt`, bronorganisatie: '002564440' };
    r.buiten.zet(elders, { ...shape, einddatum: DATUM });
    const relevanteAndereZaken = [eigen, elders].map((url) => ({ url, aardRelatie: 'vervolg' }));
    const open = await newZaak(r, t.zaaktype, { relevanteAndereZaken });
    expect(await gesloten(open, 'gerelateerde_zaak')).toEqual(dossier(null, null));
    await gesloten(eigen, 'afgehandeld');
    const zaak = await newZaak(r, t.zaaktype, { relevanteAndereZaken });
    expect(await gesloten(zaak, 'gerelateerde_zaak')).toEqual(dossier(DATUM, '2027-12-24'));
    await nietAfTeLeiden(await newZaak(r, t.zaaktype), 'gerelateerde_zaak');
  });
  it.each(['ingangsdatum', 'vervaldatum'])(
    '%s_besluit: the latest of its besluiten; not derivable without',
    async (veld) => {
      const zaak = await newZaak(r, t.zaaktype);
      for (const [naam, datum] of [
        ['een', '2026-01-01'],
        ['twee', DATUM],
        ['drie', null],
      ]) {
        const besluit = `${BUITEN}/besluiten/${naam}-${veld}-${profile}`;
        r.buiten.zet(besluit, { url: besluit, besluittype: `${BUITEN}/bt`, datum: '2026-01-01', [veld]: datum });
        await maak(r, `${zaak}/besluiten`, { besluit });
      }
      expect(await gesloten(zaak, `${veld}_besluit`)).toEqual(dossier(DATUM, '2027-12-24'));
      await nietAfTeLeiden(await newZaak(r, t.zaaktype), `${veld}_besluit`);
    },
  );
  it('hoofdzaak: deelzaken get their dates when she closes, lose them when she opens again, and keep what was chosen', async () => {
    const hoofd = await newZaak(r, t.zaaktype);
    const [deel, gekozen] = [
      await newZaak(r, t.zaaktype, { hoofdzaak: hoofd }),
      await newZaak(r, t.zaaktype, { hoofdzaak: hoofd }),
    ];
    await r.send('PATCH', gekozen, { startdatumBewaartermijn: '2030-01-01' });
    expect(await gesloten(deel, 'hoofdzaak')).toEqual(dossier(null, null));
    expect(await gesloten(gekozen, 'hoofdzaak')).toEqual(dossier('2030-01-01', '2031-01-01'));
    await gesloten(hoofd, 'afgehandeld');
    expect(await lees(deel)).toMatchObject(dossier('2026-11-02', '2027-11-02'));
    await maak(r, 'statussen', { zaak: hoofd, statustype: t.eind, datumStatusGezet: '2026-11-01T12:00:00Z' });
    expect(await lees(deel)).toMatchObject(dossier('2026-11-01', '2027-11-01'));
    expect(await lees(gekozen)).toMatchObject(dossier('2030-01-01', '2031-01-01'));
    await maak(r, 'statussen', { zaak: hoofd, statustype: t.begin, datumStatusGezet: '2026-11-02T08:45:00Z' });
    expect(await lees(deel)).toMatchObject(dossier(null, null));
    expect(await lees(gekozen)).toMatchObject(dossier('2030-01-01', '2031-01-01'));
    const { body } = await r.send('GET', `${deel}/audittrail`);
    expect(body.at(-1)).toMatchObject({ actie: 'partial_update', resource: 'zaak', hoofdObject: deel });
  });
  it('hoofdzaak: not derivable for a zaak that is no deelzaak', async () => {
    await nietAfTeLeiden(await newZaak(r, t.zaaktype), 'hoofdzaak');
  });
  it('what a client chose goes before what is derived: the nominatie, the date, the start of the term (zrc-026(a))', async () => {
    const zaak = await newZaak(r, t.zaaktype, {
      startdatumBewaartermijn: '2028-01-31',
      archiefnominatie: 'blijvend_bewaren',
    });
    expect(await gesloten(zaak, 'ingangsdatum_besluit')).toEqual({
      ...dossier('2028-01-31', '2029-01-31'),
      archiefnominatie: 'blijvend_bewaren',
    });
    const vast = await newZaak(r, t.zaaktype, { archiefactiedatum: '2040-01-01' });
    expect((await gesloten(vast, 'eigenschap')).archiefactiedatum).toBe('2040-01-01');
  });
  it('blijvend bewaren: closes without a day; the start of the term is for what will be destroyed (zrc-026(a))', async () => {
    const bewaard = { archiefnominatie: 'blijvend_bewaren' };
    expect(await gesloten(await newZaak(r, t.zaaktype, bewaard), 'eigenschap')).toMatchObject(bewaard);
    const { archiefactiedatum, startdatumBewaartermijn } = await gesloten(
      await newZaak(r, t.zaaktype, bewaard),
      'afgehandeld',
    );
    expect(archiefactiedatum).toBe('2027-11-02');
    expect(startdatumBewaartermijn).toBe(profile === '1.7' ? null : '2026-11-02');
  });
  it('without a term there is no date, and nothing to derive', async () => {
    expect(await gesloten(await newZaak(r, t.zaaktype), 'zonder')).toEqual(dossier(null, null));
  });
  it('a second end status corrects the day, and what followed from it', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    await gesloten(zaak, 'afgehandeld');
    await maak(r, 'statussen', { zaak, statustype: t.eind, datumStatusGezet: '2026-11-01T12:00:00Z' });
    expect(await lees(zaak)).toMatchObject({ einddatum: '2026-11-01', archiefactiedatum: '2027-11-01' });
  });
  it('zrc-022: from start to archived', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const archiveer = async (archiefstatus: string) => r.send('PATCH', zaak, { archiefstatus });
    expect((await lees(zaak)).archiefstatus).toBe('nog_te_archiveren');
    expect(codes(await archiveer('gearchiveerd'))).toEqual([
      'archiefnominatie:archiefnominatie-not-set',
      'archiefactiedatum:archiefactiedatum-not-set',
    ]);
    await maak(r, 'statussen', { zaak, statustype: t.begin, datumStatusGezet: '2026-11-01T12:00:00Z' });
    await gesloten(zaak, 'ander_datumkenmerk');
    expect((await archiveer('gearchiveerd_procestermijn_onbekend')).status).toBe(200);
    expect(codes(await archiveer('gearchiveerd'))).toEqual(['archiefactiedatum:archiefactiedatum-not-set']);
    await r.send('PATCH', zaak, { startdatumBewaartermijn: '2027-01-01' });
    expect((await archiveer('gearchiveerd')).body).toMatchObject({
      archiefstatus: 'gearchiveerd',
      archiefactiedatum: '2028-01-01',
    });
    expect((await archiveer('overgedragen')).status).toBe(200);
  });
});

describe('the day that a register wrote', () => {
  it.each([
    ['2026-11-02', '2026-11-02'],
    ['2026-11-02T23:30:00+01:00', '2026-11-02'],
    ['20261102', '2026-11-02'],
    ['20261102233000', '2026-11-02'],
    ['2026-02-30', null],
    ['2026-1102', null],
    ['2026110', null],
    ['morgen', null],
    ['', null],
    [20261102, null],
    [null, null],
  ])('%s is %s', (waarde, dag) => expect(dagVan(waarde)).toBe(dag));
  it('an attribute is found by its name, then by its path, and never in what every object has', () => {
    expect(attribuut({ 'a.b': 1, a: { b: 2 } }, 'a.b')).toBe(1);
    expect(attribuut({ a: { b: 2 } }, 'a/b')).toBe(2);
    expect(attribuut({ a: null }, 'a/b')).toBeUndefined();
    expect(attribuut({}, 'constructor/name')).toBeUndefined();
  });
});

describe('calendar arithmetic (zrc-021)', () => {
  /** Years and months first, to the last day of a shorter month; then days. */
  function verwacht(datum: string, jaren: number, maanden: number, dagen: number): string {
    const [j, m, d] = datum.split('-').map(Number) as [number, number, number];
    const maand = j * 12 + (m - 1) + jaren * 12 + maanden;
    const laatste = new Date(Date.UTC(Math.floor(maand / 12), (maand % 12) + 1, 0)).getUTCDate();
    const som = new Date(Date.UTC(Math.floor(maand / 12), maand % 12, Math.min(d, laatste) + dagen));
    return som.toISOString().slice(0, 10);
  }
  it('a month after the 31st is the last day of the next, leap years and all', async () => {
    const r = await registers();
    const datum = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-12-31'), noInvalidDate: true });
    const property = fc.asyncProperty(
      datum,
      fc.nat(110),
      fc.nat(30),
      fc.nat(400),
      async (dag, jaren, maanden, dagen) => {
        const van = dag.toISOString().slice(0, 10);
        const termijn = `P${jaren}Y${maanden}M${dagen}D`;
        expect(await plusTermijn(r.db, van, termijn)).toBe(verwacht(van, jaren, maanden, dagen));
      },
    );
    await fc.assert(property, {
      numRuns: 200,
      examples: [
        [new Date('2027-01-31'), 0, 1, 0],
        [new Date('2028-02-29'), 1, 0, 0],
      ],
    });
  });
});
