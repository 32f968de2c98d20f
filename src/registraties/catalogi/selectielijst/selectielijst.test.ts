import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  presentProcestype,
  presentResultaat,
  presentResultaattypeomschrijving,
  SELECTIELIJST_JAAR,
  selectielijst,
} from './index.ts';
import { gedeeld, oasJudge } from './oas.testhulp.ts';

const BASE = 'https://gemeente.example/referentielijsten/api/v1';
const lijst = selectielijst();

describe('the embedded selectielijst', () => {
  it('is complete for 2020 and knows the procestypen of 2017', () => {
    expect(SELECTIELIJST_JAAR).toBe(2020);
    expect(lijst.procestypen(2020).map((p) => p.nummer)).toEqual(Array.from({ length: 29 }, (_, i) => i + 1));
    expect(lijst.procestypen(2017)).toHaveLength(29);
    expect(lijst.procestypen()).toHaveLength(58);
    expect(lijst.resultaten()).toHaveLength(344);
    expect(lijst.resultaten({ procestype: 11 })).toHaveLength(24);
    expect(lijst.resultaten({ jaar: 2017 })).toEqual([]);
    expect(lijst.resultaattypeomschrijvingen.map((o) => o.omschrijving)).toEqual([
      'Afgewezen',
      'Ingetrokken',
      'Toegekend',
    ]);
  });

  it('finds a procestype by number and by each uuid it is known under', () => {
    const toestemming = lijst.procestype({ jaar: 2020, nummer: 11 });
    expect(toestemming).toMatchObject({ naam: 'Toestemming verlenen', jaar: 2020 });
    expect(lijst.procestype('7ff2b005-4d84-47fe-983a-732bfa958ff5')).toBe(toestemming);
    expect(lijst.procestype('D1F8003F-DF5A-4D32-B2BB-5F909E8552A2')).toBe(toestemming);
    expect(lijst.procestype('3e1f6d3e-617f-43e1-87be-8bd255ef4745')).toBe(toestemming);
    expect(lijst.procestype('035d5ce8-d4f8-4f23-a386-fe2ea136d9e3')).toMatchObject({ jaar: 2017, nummer: 11 });
    expect(lijst.procestype({ jaar: 2020, nummer: 30 })).toBeUndefined();
    expect(lijst.procestype('00000000-0000-4000-8000-000000000000')).toBeUndefined();
  });

  it('finds a resultaat by full number and by uuid, and keeps generic and specific apart', () => {
    const verleend = lijst.resultaat({ jaar: 2020, nummer: '11.1' });
    expect(verleend).toMatchObject({
      naam: 'Verleend',
      generiek: true,
      specifiek: false,
      nummer: 1,
      waardering: 'vernietigen',
      procestermijn: 'bestaansduur_procesobject',
      bewaartermijn: 'P1Y',
    });
    expect(lijst.resultaat(verleend?.uuid ?? '')).toBe(verleend);
    expect(lijst.resultaat({ jaar: 2020, nummer: '11.1.6' })).toMatchObject({
      specifiek: true,
      nummer: 6,
      waardering: 'blijvend_bewaren',
      bewaartermijn: null,
    });
    expect(lijst.resultaat({ jaar: 2020, nummer: '11' })).toBeUndefined();
    expect(lijst.resultaat({ jaar: 2017, nummer: '11.1' })).toBeUndefined();
  });

  it('resolves a withdrawn resultaat but does not offer it', () => {
    const vervallen = lijst.resultaat({ jaar: 2020, nummer: '7.1.20' });
    expect(vervallen).toMatchObject({ vervallen: true, waardering: '' });
    expect(lijst.resultaten({ procestype: 7 })).not.toContain(vervallen);
  });

  it('has no uuid twice and no gap in its references', () => {
    const uuids = [
      ...lijst.procestypen().flatMap((p) => [p.uuid, ...p.aliassen]),
      ...lijst.resultaten().map((r) => r.uuid),
    ];
    expect(new Set(uuids).size).toBe(uuids.length);
    for (const resultaat of lijst.resultaten()) {
      expect(lijst.procestype(resultaat.procestypeUuid)?.nummer).toBe(resultaat.procestype);
      expect((resultaat.bewaartermijn === null) === (resultaat.waardering === 'blijvend_bewaren')).toBe(true);
    }
  });

  it('cannot be changed by whoever holds it', () => {
    expect(selectielijst()).toBe(lijst);
    const [eerste] = lijst.procestypen(2020);
    expect(() => Object.assign(eerste ?? {}, { naam: 'anders' })).toThrow(TypeError);
    expect(Object.isFrozen(lijst.resultaat({ jaar: 2020, nummer: '1.1' })?.taakgebieden)).toBe(true);
  });
});

describe('the selectielijst on the wire', () => {
  it('a resultaat points at its procestype and carries all fourteen areas', () => {
    const resultaat = lijst.resultaat({ jaar: 2020, nummer: '11.1.6' });
    if (resultaat === undefined) throw new Error('11.1.6 is gone');
    const json = presentResultaat(resultaat, `${BASE}/`);
    expect(json.url).toBe(`${BASE}/resultaten/${resultaat.uuid}`);
    expect(json.procesType).toBe(`${BASE}/procestypen/7ff2b005-4d84-47fe-983a-732bfa958ff5`);
    expect(json.volledigNummer).toBe('11.1.6');
    expect(Object.values(json).filter((waarde) => typeof waarde === 'boolean')).toHaveLength(14 + 2);
  });

  const spec = gedeeld('specs/referentielijsten-selectielijst.yaml');
  describe.skipIf(spec === null)('against the published contract (absent: skipped)', () => {
    it('every procestype, resultaat and omschrijving fits its schema', () => {
      const judge = oasJudge(spec ?? '', 'response');
      for (const p of lijst.procestypen()) expect(judge('ProcesType', presentProcestype(p, BASE))).toEqual([]);
      for (const r of lijst.resultaten()) expect(judge('Resultaat', presentResultaat(r, BASE))).toEqual([]);
      for (const o of lijst.resultaattypeomschrijvingen) {
        expect(judge('ResultaattypeOmschrijvingGeneriek', presentResultaattypeomschrijving(o, BASE))).toEqual([]);
      }
    });
  });

  const antwoorden = gedeeld('data/openzaak-test-responses');
  describe.skipIf(antwoorden === null)('against answers of the public service (absent: skipped)', () => {
    it('has the same keys, and the same uuids for the procestypen of both editions', () => {
      const read = (naam: string): unknown => JSON.parse(readFileSync(`${antwoorden}/${naam}`, 'utf8'));
      const procestypen = [...rows(read('procestypen.json')), ...rows(read('procestypen_2020.json'))];
      expect(procestypen).toHaveLength(58);
      for (const theirs of procestypen) {
        const ours = lijst.procestype(String(theirs['url']).split('/').at(-1) ?? '');
        if (ours === undefined) throw new Error(`unknown procestype ${String(theirs['url'])}`);
        const json = presentProcestype(ours, 'https://selectielijst.openzaak.nl/api/v1');
        expect(Object.keys(json).sort()).toEqual(Object.keys(theirs).sort());
        expect(json).toMatchObject({ url: theirs['url'], jaar: theirs['jaar'], nummer: theirs['nummer'] });
      }
      const [resultaat] = lijst.resultaten();
      const [theirs] = rows(read('resultaten.json'));
      if (resultaat === undefined || theirs === undefined) throw new Error('nothing to compare');
      expect(Object.keys(presentResultaat(resultaat, BASE)).sort()).toEqual(Object.keys(theirs).sort());
    });
  });
});

function rows(answer: unknown): Record<string, unknown>[] {
  if (Array.isArray(answer)) return answer;
  if (typeof answer === 'object' && answer !== null && 'results' in answer) return rows(answer.results);
  throw new Error('not a list');
}
