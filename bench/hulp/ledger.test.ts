/** The proof over the receiver's ledger: it must find what went wrong, and nothing else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Aankomst, keuring } from './ledger.ts';

const GOED = { verloren: 0, tweemaal: 0, volgorde: 0, geweigerd: 0 };
const VERWACHT = new Map([
  ['ZAAK-1', 3],
  ['ZAAK-2', 2],
]);

/** Status `nr` of a zaak, as it arrives. */
const aankomst = (zaak: string, nr: number, anders: Partial<Aankomst> = {}): Aankomst => ({
  zaakidentificatie: zaak,
  datumStatusGezet: `202611021200${String(nr).padStart(2, '0')}000`,
  toegepast: true,
  uitkomst: 'toegepast',
  dubbel: 0,
  afwijkend: 0,
  ...anders,
});
const ALLES = [1, 2, 3].map((nr) => aankomst('ZAAK-1', nr)).concat([1, 2].map((nr) => aankomst('ZAAK-2', nr)));

function keur(regels: readonly Aankomst[]) {
  const proof = keuring(VERWACHT);
  proof.neem(regels);
  return proof.uitslag();
}

describe('a ledger in which all is well', () => {
  it('has every status once, zaken through each other', () => {
    const ways = fc.shuffledSubarray(['ZAAK-1', 'ZAAK-1', 'ZAAK-1', 'ZAAK-2', 'ZAAK-2'], { minLength: 5 });
    fc.assert(
      fc.property(ways, fc.integer({ min: 0, max: 5 }), (zaken, cut) => {
        const seen = new Map<string, number>();
        const regels = zaken.map((zaak) => {
          const nr = (seen.get(zaak) ?? 0) + 1;
          seen.set(zaak, nr);
          return aankomst(zaak, nr);
        });
        const proof = keuring(VERWACHT);
        proof.neem(regels.slice(0, cut));
        proof.neem(regels.slice(cut));
        expect(proof.uitslag()).toEqual({ ...GOED, getoond: 5 });
      }),
    );
  });
});

describe('a fault', () => {
  it('a status that never came is lost', () => {
    expect(keur(ALLES.slice(1))).toEqual({ ...GOED, getoond: 4, verloren: 1 });
    expect(keur([])).toEqual({ ...GOED, getoond: 0, verloren: 5 });
  });
  it('a later status before an earlier one is out of order, and not lost', () => {
    const [a, b, c, ...rest] = ALLES;
    expect(keur([a!, c!, b!, ...rest])).toEqual({ ...GOED, getoond: 5, volgorde: 1 });
  });
  it('the same status in a second message came twice', () => {
    const again = aankomst('ZAAK-1', 2, { toegepast: false, uitkomst: 'al-bekend' });
    expect(keur([...ALLES, again])).toEqual({ ...GOED, getoond: 5, tweemaal: 1 });
    expect(keur([...ALLES, aankomst('ZAAK-1', 2)])).toEqual({ ...GOED, getoond: 5, tweemaal: 1 });
  });
  it('copies of a message are counted, although the receiver eliminates them', () => {
    const [first, ...rest] = ALLES;
    expect(keur([{ ...first!, dubbel: 2, afwijkend: 1 }, ...rest])).toEqual({ ...GOED, getoond: 5, tweemaal: 3 });
  });
  it('a status of another zaak does not make up for one that is lost', () => {
    expect(keur([...ALLES.slice(1), aankomst('ZAAK-9', 1)])).toEqual({
      ...GOED,
      getoond: 4,
      verloren: 1,
      geweigerd: 1,
    });
  });
  it('a refused message does not count as shown', () => {
    const [first, ...rest] = ALLES;
    const refused = { ...first!, toegepast: false, uitkomst: 'stuf-fout' as const };
    expect(keur([refused, ...rest])).toEqual({ ...GOED, getoond: 4, verloren: 1, geweigerd: 1 });
  });
});
