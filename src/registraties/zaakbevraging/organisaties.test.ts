import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../platform/db/database.testhulp.ts';
import { sql } from '../../platform/db/index.ts';
import { TEST_MIGRATIONS } from '../registers.testhulp.ts';
import { leesOrganisaties, rsinVanOin, vulOrganisaties } from './index.ts';

const DEMODAM = { rsin: '002564440', naam: 'Gemeente Demodam', oin: null, eigen: true };
const DIENST = { rsin: '123456782', naam: 'Omgevingsdienst', oin: '00000003123456780000', eigen: false };

describe('the directory of organisations', () => {
  it('is read from JSON; oin and eigen may be left out', () => {
    const tekst = JSON.stringify([{ rsin: '002564440', naam: ' Gemeente Demodam ', eigen: true }, DIENST]);
    expect(leesOrganisaties(tekst)).toEqual([DEMODAM, DIENST]);
    expect(leesOrganisaties('[]')).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['no JSON', '{', 'geen geldige JSON'],
    ['no list', '{}', 'hoort een lijst'],
    ['no object', '[null]', 'onderdeel 1 heeft geen rsin'],
    ['an RSIN that fails the 11-proef', '[{"rsin":"123456789","naam":"x"}]', 'onderdeel 1 heeft geen rsin'],
    ['no name', '[{"rsin":"123456782","naam":" "}]', 'onderdeel 1 heeft geen naam'],
    ['an OIN that is too short', '[{"rsin":"123456782","naam":"x","oin":"1"}]', 'een oin heeft 20 cijfers'],
    ['eigen as a text', '[{"rsin":"123456782","naam":"x","eigen":"ja"}]', 'eigen is true of false'],
    ['an RSIN twice', JSON.stringify([DIENST, { ...DIENST, oin: null }]), 'rsin 123456782 staat er twee keer in'],
    ['an OIN twice', JSON.stringify([DIENST, { ...DEMODAM, oin: DIENST.oin }]), 'oin 00000003123456780000 staat'],
  ])('is refused with %s, and says where', (_what, tekst, fout) => {
    expect(() => leesOrganisaties(tekst)).toThrow(fout);
  });

  it('never lets a wrong list through as something else', () => {
    fc.assert(
      fc.property(fc.json(), (tekst) => {
        try {
          for (const een of leesOrganisaties(tekst)) expect(een.naam).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
  });

  it('becomes at every start what the settings say', async () => {
    const db = await testDatabase(TEST_MIGRATIONS);
    const rijen = async () =>
      await db.query(sql`select rsin, naam, oin, eigen from zaakbevraging.organisatie order by rsin`);
    await vulOrganisaties(db, [DEMODAM, DIENST]);
    expect(await rijen()).toEqual([DEMODAM, DIENST]);
    await vulOrganisaties(db, [{ ...DIENST, naam: 'Nieuwe naam' }]);
    expect(await rijen()).toEqual([{ ...DIENST, naam: 'Nieuwe naam' }]);
    await vulOrganisaties(db, []);
    expect(await rijen()).toEqual([]);
  });

  it('gets the RSIN out of an OIN that is made of one', () => {
    expect(rsinVanOin('00000001002564440000')).toBe('002564440');
    expect(rsinVanOin('00000003123456780000')).toBeNull();
    expect(rsinVanOin('')).toBeNull();
  });
});
