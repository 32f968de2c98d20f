import { describe, expect, it } from 'vitest';
import type { Rapport, RapportRegel } from './index.ts';
import { formatRapport } from './index.ts';

const regel = (deel: Partial<RapportRegel>): RapportRegel => ({
  soort: 'statustype',
  gevolg: 'let-op',
  code: 'x',
  reden: 'Er is iets.',
  advies: 'Kijk ernaar.',
  items: [{ id: 'A1', naam: 'Begin', detail: '' }],
  ...deel,
});
const rapport = (...regels: readonly RapportRegel[]): Rapport => ({
  bron: { datum: '2026-03-02', beheersapplicatie: 'Navigator', specificatieversie: '' },
  totalen: [{ soort: 'statustype', gezien: 10, overgenomen: 8, toegevoegd: 1 }],
  gemaakt: {
    zaaktypen: 2,
    statustypen: 9,
    resultaattypen: 3,
    roltypen: 4,
    informatieobjecttypen: 5,
    zaaktypeInformatieobjecttypen: 6,
  },
  regels,
});

describe('the report as text', () => {
  it('says what was read, what there is now, and that nothing stood out', () => {
    const tekst = formatRapport(rapport());
    expect(tekst).toContain('Inlezen uit i-Navigator (Navigator, 2026-03-02)');
    expect(tekst).toMatch(/Statustypen +10 +8 +2 +1\n/);
    expect(tekst).toContain('Klaar om op te slaan: 2 zaaktypen met 9 statustypen');
    expect(tekst).toContain('Er zijn geen bijzonderheden.');
  });

  it('puts what was not taken over first, with reason, advice and names', () => {
    const tekst = formatRapport(rapport(regel({}), regel({ gevolg: 'niet', reden: 'Het past niet.' })));
    expect(tekst.indexOf('NIET OVERGENOMEN')).toBeLessThan(tekst.indexOf('KIJK ERNAAR'));
    expect(tekst).toContain('- Statustypen, 1 keer: Het past niet.\n  Wat u kunt doen: Kijk ernaar.\n');
    expect(tekst).toContain("  Het gaat om: 'Begin' (A1).");
  });

  it('takes equal names together and cuts a long list, saying how many are left', () => {
    const items = [
      { id: '1', naam: 'Brief', detail: 'ingekort' },
      { id: '2', naam: 'Brief', detail: 'ingekort' },
      { id: '3', naam: 'Besluit', detail: 'oud' },
      ...'abcdefgh'.split('').map((naam) => ({ id: '', naam, detail: '' })),
    ];
    const tekst = formatRapport(rapport(regel({ items })));
    expect(tekst).toContain("'Brief' (2 keer; ingekort), 'Besluit' (3; oud), 'a', 'b', 'c', 'd' en nog 4.");
  });

  it('never has a line of more than 100 columns, unless one word is longer', () => {
    const tekst = formatRapport(rapport(regel({ reden: 'woord '.repeat(200).trim(), advies: 'x'.repeat(150) })));
    const lang = tekst.split('\n').filter((r) => r.length > 100);
    expect(lang).toHaveLength(1);
    expect(lang[0]).toContain('x'.repeat(150));
  });
});
