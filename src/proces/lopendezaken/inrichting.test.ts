/** What an administrator may set, and how it is kept. */
import { describe, expect, it } from 'vitest';
import { BEGIN, foutenIn, type Inrichting, tempoVan } from './inrichting.ts';
import { INRICHTING, metStroom, startOpstelling } from './lopendezaken.testhulp.ts';

const [STROOM] = INRICHTING.stromen;
const { versie: _versie, ...NIEUW } = INRICHTING;

describe('what may be set', () => {
  it('is what the product begins with', () => {
    expect(foutenIn(BEGIN)).toEqual([]);
  });
  it.each<[string, Partial<Inrichting>, string]>([
    ['no stroom', { stromen: [] }, 'geen zaakberichtstroom'],
    ['two of one name', { stromen: [STROOM!, STROOM!] }, 'dezelfde naam'],
    ['a name with a space', metStroom({ naam: 'lopende zaken' }), 'kleine letters'],
    ['an empty CPA', metStroom({ drager: { soort: 'digikoppeling', cpaId: '', action: null } }), 'kies een CPA'],
    ['half a minute', metStroom({}, { intervalMinuten: 0.5 }), 'heel aantal minuten'],
    ['two days', metStroom({}, { intervalMinuten: 2_880 }), 'heel aantal minuten'],
    ['no day', metStroom({}, { venster: { dagen: [], van: '08:00', tot: '18:00' } }), 'minstens één dag'],
    ['an eighth day', metStroom({}, { venster: { dagen: [8], van: '08:00', tot: '18:00' } }), 'minstens één dag'],
    [
      'a time that does not exist',
      metStroom({}, { venster: { dagen: [1], van: '24:00', tot: '18:00' } }),
      '08:00 en 18:00',
    ],
    ['a window of nothing', metStroom({}, { venster: { dagen: [1], van: '08:00', tot: '08:00' } }), '08:00 en 18:00'],
    ['a pause without a reason', metStroom({}, { pauze: { reden: ' ' } }), 'waarom er wordt gepauzeerd'],
    ['no messages a second', metStroom({}, { perSeconde: 0 }), 'per seconde'],
    ['no rol', { rollen: [] }, 'minstens één rol'],
    [
      'a reference to a place we do not know',
      { verwijzing: 'https://demodam.example/{bsn}' },
      '{uuid} en {zaaknummer}',
    ],
    ['a reference that is no address', { verwijzing: 'javascript:alert(1)' }, 'geen webadres'],
    [
      'a text that is too long',
      {
        zaaktypen: { A: { aan: null, verwijzing: null, statustypen: { S: { aan: null, tekst: 'x'.repeat(1_001) } } } },
      },
      'korter dan',
    ],
  ])('not %s', (_what, anders, fout) => {
    expect(foutenIn({ ...INRICHTING, ...anders }).join(' ')).toContain(fout);
  });
});

describe('the limit on messages a second (A13)', () => {
  const met = (cpaId: string | null, perSeconde: number | null, naam: string) => {
    const [stroom] = metStroom(
      { naam, drager: { soort: 'digikoppeling', cpaId, action: null } },
      { perSeconde },
    ).stromen;
    return stroom!;
  };
  const stromen = [met('CPA-A', 10, 'a'), met('CPA-A', 4, 'b'), met(null, 2, 'c'), met('CPA-D', null, 'd')];
  it.each([
    ['CPA-A', 4],
    ['CPA-VAN-LZ', 2],
    ['CPA-D', null],
    ['CPA-ONBEKEND', null],
  ])('of %s is the least of the stromen under it, and of no other', (cpaId, grens) => {
    expect(tempoVan({ stromen }, cpaId, 'CPA-VAN-LZ')).toBe(grens);
  });
});

describe('a change', () => {
  it('is a new version, with who and why, and holds at once', async () => {
    const { inrichtingen } = await startOpstelling();
    const nieuw = { ...NIEUW, rollen: ['initiator', 'belanghebbende'] as const };
    expect(await inrichtingen.bewaar(nieuw, 0, 'beheerder 1', 'Ook buren')).toEqual({ soort: 'bewaard', versie: 1 });
    expect(await inrichtingen.actueel()).toEqual({ ...nieuw, versie: 1 });
    expect(await inrichtingen.geschiedenis()).toEqual([
      { versie: 1, sinds: new Date('2026-11-02T09:00:00Z'), wie: 'beheerder 1', reden: 'Ook buren' },
    ]);
  });
  it('by two at once is stored once: the other is told', async () => {
    const { inrichtingen } = await startOpstelling();
    const aflopen = await Promise.all(
      ['beheerder 1', 'beheerder 2'].map((wie) => inrichtingen.bewaar(NIEUW, 0, wie, 'Proef')),
    );
    expect(aflopen.map(({ soort }) => soort).sort()).toEqual(['bewaard', 'verouderd']);
  });
  it('that is wrong changes nothing', async () => {
    const { inrichtingen } = await startOpstelling();
    const afloop = await inrichtingen.bewaar({ ...NIEUW, rollen: [] }, 0, 'beheerder 1', 'Proef');
    expect(afloop).toMatchObject({ soort: 'fout' });
    expect(await inrichtingen.geschiedenis()).toEqual([]);
  });
  it('takes no stroom away, since something may wait in it', async () => {
    const { inrichtingen } = await startOpstelling();
    const afloop = await inrichtingen.bewaar({ ...NIEUW, stromen: [{ ...STROOM!, naam: 'anders' }] }, 0, 'b', 'Proef');
    expect(afloop).toMatchObject({ soort: 'fout', fouten: [expect.stringContaining('lopende-zaken')] });
  });
});
