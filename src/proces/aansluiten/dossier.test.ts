/** What is taken into the record, and what the checklist makes of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OMGEVINGEN } from '../../integratie/digikoppeling/index.ts';
import { ANNE, BILAL, proefplaats, stap, TESTER, vink } from './aansluiten.testhulp.ts';
import { inWoorden, leesDag } from './begrippen.ts';
import { DOCUMENTEN } from './documenten/index.ts';
import { FASEN } from './fasen/index.ts';

describe('the record', () => {
  it('keeps every version with who and when, and nothing that is wrong', async () => {
    const { aansluiten, clock } = await proefplaats('preproductie');
    const wijzig = (deel: object, wie = ANNE) => aansluiten.wijzigDossier('preproductie', deel, 'proef', wie);
    expect(await wijzig({ soort: 'overheid' })).toEqual([]);
    clock.advance(60_000);
    expect(await wijzig({ soort: 'leverancier' }, BILAL)).toEqual([]);
    expect(await wijzig({ soort: 'leverancier' }, BILAL), 'the same again is no change').toEqual([]);
    for (const [deel, veld] of [
      [{ endpointLogius: 'http://zij.example' }, 'endpointLogius'],
      [{ domeinnamen: ['geen naam'] }, 'domeinnamen'],
      [{ xsd: `van ${TESTER}` }, 'xsd'],
      [{ afzenderId: 'x'.repeat(301) }, 'afzenderId'],
      [{ contacten: { technisch: { naam: '', telefoon: '14 0123', mail: '' } } }, 'technisch-naam'],
      [{ contacten: { technisch: { naam: 'Beheer', telefoon: '', mail: 'geen mail' } } }, 'technisch-mail'],
      [{ contacten: { technisch: { naam: 'Beheer', telefoon: '', mail: '' } } }, 'technisch-telefoon'],
      [{ planning: { keten: '2026-02-30' } }, 'planning-keten'],
      [{ onderdelen: [{ soort: 'x', naam: '', inkomend: '', uitgaand: '', beheerder: '' }] }, 'soort'],
    ] as const)
      expect([deel, (await wijzig(deel))[0]?.veld]).toEqual([deel, veld]);
    const { dossier, versie, wijzigingen } = await aansluiten.dossier('preproductie');
    expect([dossier.soort, versie]).toEqual(['leverancier', 2]);
    expect(wijzigingen.map(({ wie, op }) => [wie, op.slice(11, 16)])).toEqual([
      [BILAL.naam, '10:01'],
      [ANNE.naam, '10:00'],
    ]);
  });
  it('two people at once lose nothing of each other', async () => {
    const { aansluiten } = await proefplaats('preproductie');
    await Promise.all([
      aansluiten.wijzigDossier('preproductie', { soort: 'overheid' }, 'a', ANNE),
      aansluiten.wijzigDossier('preproductie', { verbinding: 'internet' }, 'b', BILAL),
    ]);
    expect((await aansluiten.dossier('preproductie')).dossier).toMatchObject({
      soort: 'overheid',
      verbinding: 'internet',
    });
  });
  it('reads a day as people write it, and none that does not exist', () => {
    expect([leesDag('22-11-2026'), leesDag('2026-11-22'), leesDag('1-2-2026')]).toEqual([
      '2026-11-22',
      '2026-11-22',
      '2026-02-01',
    ]);
    for (const fout of ['', '30-2-2026', '22-11-26', '2026-13-01', '22/11/2026', '22-11-2026x'])
      expect([fout, leesDag(fout)]).toEqual([fout, null]);
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }),
        (moment) => {
          const iso = moment.toISOString().slice(0, 10);
          expect(leesDag(iso)).toBe(iso);
          expect(leesDag(iso.split('-').toReversed().join('-'))).toBe(iso);
        },
      ),
    );
    expect(inWoorden('2026-11-22')).toBe('22 november 2026');
    expect(inWoorden('2026-11-22T23:30:00.000Z')).toBe('23 november 2026');
  });
});

describe('the checklist', () => {
  it('has steps that are all decided, wait only for steps that exist, and lead to documents that exist', () => {
    const stappen = FASEN.flatMap((fase) => fase.stappen);
    const ids = stappen.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, na = [], documenten = [], vink: hand, oordeel, uitleg } of stappen) {
      expect([id, na.filter((ander) => !ids.includes(ander) || ander === id)]).toEqual([id, []]);
      expect([id, documenten.filter((naam) => !Object.hasOwn(DOCUMENTEN, naam))]).toEqual([id, []]);
      expect([id, hand !== undefined || oordeel !== undefined, uitleg.length > 0]).toEqual([id, true, true]);
    }
    expect(
      [...new Set(stappen.flatMap(({ rijen }) => rijen))].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1))),
    ).toEqual(Array.from({ length: 15 }, (_, index) => `A${index + 1}`));
  });
  it.each(OMGEVINGEN)('on an empty database knows what is next in %s', async (omgeving) => {
    const { aansluiten } = await proefplaats(omgeving, { certificaten: async () => [] });
    const { volgende, fasen } = await aansluiten.beeld();
    expect(volgende).toMatchObject({ fase: 1, id: 'organisatie' });
    expect(fasen.map(({ nr }) => nr)).toEqual([1, 2, 3, 4]);
  });
  it('a tick has a name and a date, can be taken back, and waits for what comes first', async () => {
    const { aansluiten } = await proefplaats('preproductie');
    const af = (id: string, datum = '') =>
      aansluiten.vink(id, { gedaan: true, datum, toelichting: `mail over ${TESTER}` }, ANNE);
    expect((await af('aanvraag'))[0]!.tekst).toMatch(/^Doe eerst: Leg vast wie er aansluit/);
    expect((await af('ping'))[0]!.tekst).toMatch(/niet zelf af/);
    expect((await af('digikoppeling', '31-2-2026'))[0]!.veld).toBe('datum');
    expect(await af('digikoppeling', '20-11-2026')).toEqual([]);
    expect(await stap(aansluiten, 'digikoppeling')).toMatchObject({
      staat: 'gedaan',
      vinkje: { wie: ANNE.naam, datum: '2026-11-20', toelichting: 'mail over *********' },
    });
    await aansluiten.vink('digikoppeling', { gedaan: false, datum: '', toelichting: '' }, BILAL);
    expect(await stap(aansluiten, 'digikoppeling')).toMatchObject({ staat: 'te_doen', vinkje: null });
  });
  it('A4: a ping is unlocked when both sides loaded the CPA', async () => {
    const { aansluiten } = await proefplaats('preproductie', { cpas: { cpas: async () => [], cpa: async () => null } });
    expect(await stap(aansluiten, 'ping')).toMatchObject({
      staat: 'wacht',
      wachtOp: ['Laad de CPA in Zaakbode', 'Wacht tot Logius de CPA heeft geladen'],
    });
  });
  it('A8: a supplier ends after the ketentest', async () => {
    const { aansluiten } = await proefplaats('demo');
    await aansluiten.wijzigDossier('demo', { soort: 'leverancier' }, 'proef', ANNE);
    const { fasen } = await aansluiten.beeld();
    expect(fasen[3]!.nodig).toBe(0);
    expect(await stap(aansluiten, 'softwarecatalogus')).toMatchObject({ staat: 'wacht' });
    expect((await aansluiten.proefrun.begin(ANNE))[0]!.tekst).toMatch(/gaat niet naar productie/);
  });
  it('A15: MijnOverheid waits for the test with the Compliancevoorziening', async () => {
    const { aansluiten } = await proefplaats('preproductie');
    expect(await stap(aansluiten, 'cpa-gemaild')).toMatchObject({ staat: 'wacht' });
    await vink(aansluiten, 'compliance-elders');
    expect(await stap(aansluiten, 'cpa-gemaild')).toMatchObject({ staat: 'te_doen' });
  });
});

describe('a report', () => {
  it('A8: what is wrong is tested again in a next version, what was right goes along', async () => {
    const { aansluiten } = await proefplaats('compliance');
    const { proeven } = aansluiten;
    const vul = (id: string, uitkomst: 'goed' | 'fout' | 'nvt', bevinding = '') =>
      proeven.vul('compliance', id, { zaaknummer: '', uitkomst, bevinding, gezien: false }, ANNE);
    expect((await vul('CV-01', 'goed'))[0]!.tekst).toMatch(/geen test begonnen/);
    await aansluiten.beginProef('compliance', ANNE);
    expect((await aansluiten.beginProef('compliance', ANNE))[0]!.tekst).toMatch(/nog niet afgerond/);
    expect((await vul('CV-02', 'fout'))[0]!.veld).toBe('bevinding');
    expect((await vul('CV-99', 'goed'))[0]!.tekst).toMatch(/is er niet/);
    expect((await aansluiten.rondProefAf('compliance', ''))[0]!.tekst).toMatch(/Vul eerst.*CV-01/);
    for (const id of ['CV-01', 'CV-03', 'CV-04', 'CV-05']) await vul(id, 'goed');
    await vul('CV-02', 'fout', `geen pong voor ${TESTER}`);
    await vul('CV-06', 'nvt', 'niet gevraagd');
    expect(await aansluiten.rondProefAf('compliance', '')).toEqual([]);
    expect((await proeven.oordeel('compliance', true, '22-11-2026', ANNE))[0]!.tekst).toMatch(
      /Niet alles is goed: CV-02/,
    );
    expect(await proeven.oordeel('compliance', false, '22-11-2026', ANNE)).toEqual([]);
    expect(await aansluiten.beginProef('compliance', BILAL)).toEqual([]);
    const [tweede, eerste] = await proeven.van('compliance');
    expect(tweede!.regels.filter(({ uitkomst }) => uitkomst === '').map(({ id }) => id)).toEqual(['CV-02']);
    expect(tweede!.regels[0]).toMatchObject({ eerder: 1, wie: ANNE.naam });
    expect(eerste!.regels[1]!.bevinding).toBe('geen pong voor *********');
    await vul('CV-02', 'goed');
    await aansluiten.rondProefAf('compliance', '');
    await proeven.oordeel('compliance', true, '22-11-2026', BILAL);
    expect(await stap(aansluiten, 'compliance')).toMatchObject({
      staat: 'gedaan',
      tekst: expect.stringContaining('Versie 2'),
    });
  });
});
