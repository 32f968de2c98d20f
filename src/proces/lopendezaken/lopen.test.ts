/** L6: when messages of a stroom leave, as the administrator planned it and as an operator asks. */
import { describe, expect, it } from 'vitest';
import type { Planning, Stroom } from './inrichting.ts';
import { INRICHTING, metStroom, type Opstelling, startOpstelling } from './lopendezaken.testhulp.ts';

const MINUUT = 60_000;
const zaak = (n: number) => ({ zaak: { id: `00000000-0000-7000-8000-00000000100${n}`, identificatie: `ZAAK-${n}` } });
const stroomVan = async (proef: Opstelling): Promise<Stroom> => (await proef.inrichtingen.actueel()).stromen[0]!;
/** Monday 2 November 2026, ten in the morning in the Netherlands. */
const start = (planning: Partial<Planning>): Promise<Opstelling> => startOpstelling(metStroom({}, planning));

describe('an interval', () => {
  it('lets a run leave at once, and the next one when its time has come', async () => {
    const proef = await start({ intervalMinuten: 15 });
    await proef.zetStatus(zaak(1));
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(1);
    await proef.bevestigAlles();
    await proef.werk();
    await proef.zetStatus(zaak(2));
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(1);
    expect(await proef.lopen.stand(await stroomVan(proef))).toMatchObject({
      begonnenOp: new Date('2026-11-02T09:00:00Z'),
      loopt: false,
      wacht: 1,
      volgende: new Date('2026-11-02T09:15:00Z'),
    });
    proef.clock.advance(15 * MINUUT);
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(2);
  });
  it('does not cut a run: all that waits leaves, in order, also a zaak with more than one status', async () => {
    const proef = await start({ intervalMinuten: 15 });
    for (const n of [1, 2, 3])
      await proef.zetStatus({ ...zaak(1), statustype: { volgnummer: n, omschrijving: `S${n}` } });
    for (let i = 0; i < 4; i++) {
      await proef.werk();
      await proef.bevestigAlles();
    }
    expect(await proef.staten(zaak(1).zaak.id)).toEqual(['afgeleverd', 'afgeleverd', 'afgeleverd']);
  });
  it('is not held open by a zaakbericht that waits for an operator', async () => {
    const proef = await start({ intervalMinuten: 15 });
    await proef.zetStatus({ ...zaak(1), statustype: { statustekst: 'x'.repeat(1_000) } });
    await proef.zetStatus({ ...zaak(1), statustype: { volgnummer: 2 } });
    await proef.werk();
    expect(await proef.staten(zaak(1).zaak.id)).toContain('fout');
    proef.clock.advance(1);
    await proef.zetStatus(zaak(2));
    await proef.werk();
    expect(proef.verstuurd).toEqual([]);
  });
  it('and the check of the account does not wait for it (L7)', async () => {
    const proef = await start({ intervalMinuten: 15 });
    await proef.zetStatus(zaak(1));
    await proef.werk();
    await proef.bevestigAlles();
    await proef.werk();
    const id = await proef.zetStatus(zaak(2));
    await proef.werk();
    const { accountGecontroleerdOp } = (await proef.zaakberichten.detail((await proef.van(id)).id))!;
    expect(accountGecontroleerdOp).toEqual(new Date('2026-11-02T09:00:00Z'));
  });
});

describe('a run that an operator asks for', () => {
  it('begins now, also outside the window', async () => {
    const proef = await start({ intervalMinuten: 60, venster: { dagen: [1, 2, 3, 4, 5], van: '18:00', tot: '20:00' } });
    await proef.zetStatus(zaak(1));
    await proef.werk();
    expect(proef.verstuurd).toEqual([]);
    const stroom = await stroomVan(proef);
    expect(await proef.lopen.nu(stroom, 'beheerder 1')).toBe(true);
    expect(await proef.lopen.stand(stroom)).toMatchObject({ gevraagdDoor: 'beheerder 1', loopt: true });
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(1);
    await proef.bevestigAlles();
    proef.clock.advance(1);
    await proef.zetStatus(zaak(2));
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(1);
    expect(await proef.lopen.stand(stroom)).toMatchObject({ gevraagdDoor: null });
  });
});

describe('a window', () => {
  it('keeps what waits until it opens, Dutch time', async () => {
    const proef = await start({ venster: { dagen: [1], van: '11:00', tot: '12:00' } });
    await proef.zetStatus(zaak(1));
    await proef.werk();
    expect(proef.verstuurd).toEqual([]);
    const { volgende } = await proef.lopen.stand(await stroomVan(proef));
    expect(volgende).toEqual(new Date('2026-11-02T10:00:00Z'));
    proef.clock.advance(60 * MINUUT);
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(1);
  });
});

describe('a pause', () => {
  it('keeps everything, checks go on, and ends in order', async () => {
    const proef = await start({ pauze: { reden: 'Onderhoud bij Logius' } });
    const id = await proef.zetStatus(zaak(1));
    await proef.zetStatus({ ...zaak(1), statustype: { volgnummer: 2 } });
    await proef.werk();
    expect(proef.verstuurd).toEqual([]);
    expect((await proef.van(id)).staat).toBe('te_verzenden');
    expect(await proef.lopen.nu(await stroomVan(proef), 'beheerder 1')).toBe(false);
    const { versie: _versie, ...verder } = INRICHTING;
    expect(await proef.inrichtingen.bewaar(verder, 0, 'beheerder 1', 'Onderhoud is klaar')).toMatchObject({
      versie: 1,
    });
    await proef.werk();
    await proef.bevestigAlles();
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(2);
  });
  it('of one stroom holds up no other', async () => {
    const [rest] = INRICHTING.stromen;
    const parkeren = {
      ...rest!,
      naam: 'parkeren',
      zaaktypen: ['PARKEREN'],
      planning: { ...rest!.planning, pauze: { reden: 'Proef' } },
    };
    const proef = await startOpstelling({ ...INRICHTING, stromen: [parkeren, rest!] });
    await proef.zetStatus(zaak(1));
    await proef.zetStatus({ ...zaak(2), zaaktype: { identificatie: 'KAPPEN' } });
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(1);
    expect(await proef.staten(zaak(1).zaak.id)).toEqual(['te_verzenden']);
  });
});
