/** What an administrator may set, and how it is kept. */
import { describe, expect, it } from 'vitest';
import { foutenInDragers } from './dragers.ts';
import { BEGIN, foutenIn, type Inrichting, tempoVan } from './inrichting.ts';
import { createInrichtingen } from './inrichting-register.ts';
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
    [
      'a zaaktype in two stromen',
      { stromen: ['een', 'twee'].map((naam) => ({ ...STROOM!, naam, zaaktypen: ['KAP'] })) },
      'Zaaktype KAP zit in twee stromen: een en twee.',
    ],
    [
      'two stromen for the rest',
      { stromen: ['een', 'twee'].map((naam) => ({ ...STROOM!, naam })) },
      'Eén stroom kan de overige zaaktypen krijgen, niet een en twee allebei.',
    ],
    ['an application without a name', { authentiek: [{ soort: 'client', clientId: ' ' }] }, 'client-id'],
    ['a register without a name', { authentiek: [{ soort: 'register', register: '' }] }, 'Kies het register'],
    ['a source twice', { authentiek: [{ soort: 'brp' }, { soort: 'brp' }] }, 'twee keer'],
    ['a code with a space', { geenAccountCodes: ['SIM 001'] }, 'geen spaties'],
    ['an empty code', { geenAccountCodes: [''] }, 'geen spaties'],
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

  it('is kept as it was, with what the settings say as its beginning', async () => {
    const { inrichtingen } = await startOpstelling();
    await inrichtingen.bewaar({ ...NIEUW, rollen: ['gemachtigde'] }, 0, 'beheerder 1', 'Eerst');
    await inrichtingen.bewaar(NIEUW, 1, 'beheerder 2', 'Terug');
    expect(await inrichtingen.versie(0)).toEqual({ inrichting: INRICHTING, door: null });
    expect(await inrichtingen.versie(1)).toEqual({
      inrichting: { ...NIEUW, rollen: ['gemachtigde'], versie: 1 },
      door: { sinds: new Date('2026-11-02T09:00:00Z'), wie: 'beheerder 1', reden: 'Eerst' },
    });
    for (const nr of [3, -1, 1.5, Number.NaN, 1e12]) expect(await inrichtingen.versie(nr)).toBeNull();
  });
  it('of what only others can judge is stored when they find nothing wrong', async () => {
    const { db, clock } = await startOpstelling();
    const keur = async ({ rollen }: { readonly rollen: readonly string[] }) => (rollen.length > 1 ? ['Te veel.'] : []);
    const inrichtingen = createInrichtingen({ db, clock, begin: INRICHTING, keur });
    const teveel = { ...NIEUW, rollen: ['initiator', 'gemachtigde'] as const };
    expect(await inrichtingen.bewaar(teveel, 0, 'b', 'Proef')).toEqual({ soort: 'fout', fouten: ['Te veel.'] });
    expect(await inrichtingen.bewaar(NIEUW, 0, 'b', 'Proef')).toEqual({ soort: 'bewaard', versie: 1 });
  });
});

describe('the way of a stroom', () => {
  const cpa = {
    partijen: [
      { naam: 'Wij', partyId: '1', wij: true },
      { naam: 'Zij', partyId: '2', wij: false },
    ],
    acties: ['zaakbericht', 'foutbericht'].map((action, i) => ({
      action,
      service: 'LZ',
      from: String(i + 1),
      to: String(2 - i),
      endpoint: 'https://ebms.example',
      profile: null,
    })),
  };
  const cpas = { cpa: async (cpaId: string) => (cpaId === 'GELADEN' ? cpa : null) };
  const via = (cpaId: string | null, action: string | null) =>
    metStroom({ drager: { soort: 'digikoppeling', cpaId, action } });
  it.each([
    ['NERGENS', 'zaakbericht', 'niet geladen'],
    ['GELADEN', 'foutbericht', 'sturen wij niets onder foutbericht'],
  ])('is not %s with %s', async (cpaId, action, fout) => {
    expect((await foutenInDragers(via(cpaId, action), INRICHTING, cpas)).join()).toContain(fout);
  });
  it('is a CPA that is loaded, with an action that we send, or what the settings say', async () => {
    for (const inrichting of [via('GELADEN', 'zaakbericht'), via('GELADEN', null), INRICHTING])
      expect(await foutenInDragers(inrichting, INRICHTING, cpas)).toEqual([]);
  });
  it('that is as it was keeps nobody from another change', async () => {
    const was = via('NERGENS', 'zaakbericht');
    expect(await foutenInDragers({ ...was, stromen: [...was.stromen] }, was, cpas)).toEqual([]);
  });
});
