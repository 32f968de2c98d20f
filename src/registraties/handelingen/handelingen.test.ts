/** The log of operators and four eyes, as another component uses them; also with two who decide at the same moment. */
import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../platform/db/database.testhulp.ts';
import { type Database, raw, sql } from '../../platform/db/index.ts';
import { fixedClock, seededRandom } from '../../platform/time/index.ts';
import {
  createLogboek,
  createVierOgen,
  handelingenMigrations,
  type Logboek,
  NietUitvoerbaar,
  type VierOgen,
  type Wie,
} from './index.ts';

const wie = (n: number, rol = 'beheerder'): Wie => ({ subject: `s${n}`, naam: `Beheerder ${n}`, rol, trace: 't' });
const DAG = 86_400_000;

let db: Database;
let klok: ReturnType<typeof fixedClock>;
let logboek: Logboek;

beforeEach(async () => {
  db = await testDatabase([handelingenMigrations]);
  klok = fixedClock(new Date('2026-11-22T12:00:00Z'));
  logboek = createLogboek(db, klok);
});

const regels = async () => (await logboek.zoek({ pagina: 1 })).regels;

describe('the log of operators', () => {
  it('tells who did what, to what, why, when, under which trace, and how it ended', async () => {
    const nr = await logboek.schrijf(db, wie(1), { soort: 'Overgeslagen', object: 'ZAAK-1', reden: 'dubbel' });
    expect((await regels())[0]!.uitkomst).toBeNull();
    await logboek.sluit(nr, 'gedaan');
    expect(await regels()).toEqual([
      {
        nr,
        op: klok.now(),
        subject: 's1',
        naam: 'Beheerder 1',
        rol: 'beheerder',
        soort: 'Overgeslagen',
        object: 'ZAAK-1',
        reden: 'dubbel',
        trace: 't',
        uitkomst: 'gedaan',
      },
    ]);
  });
  it('is undone with the transaction of the action', async () => {
    const broken = db.transaction(async (tx) => {
      await logboek.schrijf(tx, wie(1), { soort: 'x', object: 'y' }, 'gedaan');
      throw new Error('mislukt');
    });
    await expect(broken).rejects.toThrow('mislukt');
    expect(await regels()).toEqual([]);
  });
  it('masks a BSN in a reason and in an object', async () => {
    await logboek.schrijf(db, wie(1), { soort: 'x', object: '999993653', reden: 'hoort bij 999993653' });
    expect(JSON.stringify(await regels())).not.toContain('999993653');
  });
  it('cannot be changed, and how it ended is told once', async () => {
    const nr = await logboek.schrijf(db, wie(1), { soort: 'x', object: 'y' }, 'gedaan');
    await logboek.sluit(nr, 'niet gedaan');
    expect((await regels())[0]!.uitkomst).toBe('gedaan');
    for (const statement of [
      "update handelingen.handeling set naam = 'een ander'",
      'delete from handelingen.uitkomst',
      'delete from handelingen.handeling',
    ])
      await expect(db.query(raw(statement))).rejects.toMatchObject({ code: '42501' });
  });
  it('is searched by person, kind, object and period, a page at a time', async () => {
    for (let i = 0; i < 60; i++) {
      await logboek.schrijf(db, wie(i % 2), { soort: i % 3 === 0 ? 'a' : 'b', object: `o${i}` });
      klok.advance(DAG);
    }
    const zoek = async (filter: object) => (await logboek.zoek({ pagina: 1, ...filter })).totaal;
    expect([await zoek({}), await zoek({ naam: 'beheerder 1' }), await zoek({ naam: 'DER' })]).toEqual([60, 30, 60]);
    expect([await zoek({ soort: 'a' }), await zoek({ object: 'o7' }), await zoek({ object: 'o' })]).toEqual([20, 1, 0]);
    const vanaf = new Date('2026-11-22T12:00:00Z');
    expect(await zoek({ vanaf, tot: new Date(vanaf.getTime() + 2 * DAG) })).toBe(2);
    expect([await zoek({ naam: '%' }), await zoek({ naam: '_' })]).toEqual([0, 0]);
    expect((await logboek.zoek({ pagina: 2 })).regels.map(({ object }) => object)).toEqual(
      Array.from({ length: 10 }, (_, i) => `o${9 - i}`),
    );
    expect(await logboek.soorten()).toEqual(['a', 'b']);
  });
});

describe('four eyes', () => {
  let ogen: VierOgen;
  let gedaan: string[];
  /** Set by a test: what the work answers. */
  let mislukt: string | null;
  const VRAAG = { soort: 'vrijgeven', inhoud: { stroom: 'lz' }, object: 'lz', reden: 'de proef is goed gegaan' };

  beforeEach(() => {
    gedaan = [];
    mislukt = null;
    ogen = createVierOgen({ db, clock: klok, random: seededRandom(1), logboek });
    ogen.registreer('vrijgeven', {
      naam: 'Productie vrijgeven',
      toon: ({ stroom }) => [{ naam: 'Stroom', waarde: String(stroom) }],
      async voerUit(tx, { stroom }, { naam }) {
        await tx.query(sql`insert into handelingen.handeling (op, subject, naam, rol, soort, object)
          values (${klok.now()}, '', ${naam}, '', 'het werk zelf', ${String(stroom)})`);
        if (mislukt !== null) throw new NietUitvoerbaar(mislukt);
        tx.afterCommit(() => void gedaan.push(`${String(stroom)} door ${naam}`));
      },
    });
  });
  const staat = async () => (await ogen.lijst(wie(1))).map((verzoek) => verzoek.staat);

  it('carries out what one asked once another agrees, and writes both down', async () => {
    const id = await ogen.vraag(VRAAG, wie(1));
    expect(await ogen.lijst(wie(1))).toMatchObject([
      {
        id,
        naam: 'Productie vrijgeven',
        toon: [{ naam: 'Stroom', waarde: 'lz' }],
        vrager: 'Beheerder 1',
        vanMij: true,
        staat: 'open',
      },
    ]);
    expect(await ogen.akkoord(id, wie(2))).toEqual({ gelukt: true });
    expect(gedaan).toEqual(['lz door Beheerder 2']);
    expect(await ogen.lijst(wie(2))).toMatchObject([
      { staat: 'uitgevoerd', beslistNaam: 'Beheerder 2', vanMij: false },
    ]);
    expect((await regels()).map(({ naam, soort, reden }) => [naam, soort, reden])).toEqual([
      ['Beheerder 2', 'Akkoord gegeven: Productie vrijgeven', 'Gevraagd door Beheerder 1: de proef is goed gegaan'],
      ['Beheerder 2', 'het werk zelf', null],
      ['Beheerder 1', 'Akkoord gevraagd: Productie vrijgeven', 'de proef is goed gegaan'],
    ]);
  });
  it('is not agreed to by who asked, whatever his name is now, nor by a lezer or by who is no person', async () => {
    const id = await ogen.vraag(VRAAG, wie(1));
    for (const [zelf, waarom] of [
      [{ ...wie(1), naam: 'Iemand anders' }, 'een andere beheerder'],
      [wie(2, 'lezer'), 'alleen een beheerder'],
      [{ ...wie(2), subject: '' }, 'alleen een beheerder'],
    ] as const) {
      const besluit = await ogen.akkoord(id, zelf);
      expect(besluit.gelukt ? '' : besluit.reden.toLowerCase()).toContain(waarom);
    }
    expect([gedaan, await staat()]).toEqual([[], ['open']]);
  });
  it('is carried out once, when twenty agree at the same moment', async () => {
    const id = await ogen.vraag(VRAAG, wie(1));
    const besluiten = await Promise.all(Array.from({ length: 20 }, (_, n) => ogen.akkoord(id, wie(n + 2))));
    expect(besluiten.filter(({ gelukt }) => gelukt)).toHaveLength(1);
    expect(gedaan).toHaveLength(1);
    expect((await regels()).filter(({ soort }) => soort === 'het werk zelf')).toHaveLength(1);
  });
  it('is carried out or withdrawn, never both', async () => {
    for (let i = 0; i < 5; i++) {
      gedaan = [];
      const id = await ogen.vraag(VRAAG, wie(1));
      const [akkoord, ingetrokken] = await Promise.all([ogen.akkoord(id, wie(2)), ogen.trekIn(id, wie(1))]);
      expect(akkoord.gelukt).not.toBe(ingetrokken.gelukt);
      expect(gedaan).toHaveLength(akkoord.gelukt ? 1 : 0);
    }
  });
  it('is withdrawn by who asked, and by nobody else', async () => {
    const id = await ogen.vraag(VRAAG, wie(1));
    expect(await ogen.trekIn(id, wie(2))).toMatchObject({ gelukt: false });
    expect(await ogen.trekIn(id, wie(1))).toEqual({ gelukt: true });
    expect(await ogen.akkoord(id, wie(2))).toMatchObject({
      gelukt: false,
      reden: expect.stringContaining('ingetrokken'),
    });
    expect([gedaan, await staat()]).toEqual([[], ['ingetrokken']]);
  });
  it('lapses after fourteen days', async () => {
    const id = await ogen.vraag(VRAAG, wie(1));
    klok.advance(14 * DAG - 1);
    expect(await staat()).toEqual(['open']);
    klok.advance(1);
    expect(await staat()).toEqual(['verlopen']);
    expect(await ogen.akkoord(id, wie(2))).toMatchObject({ gelukt: false, reden: expect.stringContaining('verlopen') });
    expect(gedaan).toEqual([]);
  });
  it('stays open when it cannot be carried out, with nothing done and the reason told', async () => {
    const id = await ogen.vraag(VRAAG, wie(1));
    mislukt = 'Laad eerst de CPA.';
    expect(await ogen.akkoord(id, wie(2))).toEqual({ gelukt: false, reden: 'Laad eerst de CPA.' });
    expect(await regels()).toHaveLength(1);
    mislukt = null;
    expect(await ogen.akkoord(id, wie(2))).toEqual({ gelukt: true });
  });
  it('knows no id that is none, and no kind that nobody registered', async () => {
    for (const id of ['x', '0190a0a0-0000-7000-8000-000000000000'])
      expect(await ogen.akkoord(id, wie(2))).toMatchObject({ gelukt: false });
    await expect(ogen.vraag({ ...VRAAG, soort: 'onbekend' }, wie(1))).rejects.toThrow('nobody registered');
    const id = await ogen.vraag(VRAAG, wie(1));
    const ouder = createVierOgen({ db, clock: klok, random: seededRandom(2), logboek });
    expect(await ouder.akkoord(id, wie(2))).toMatchObject({ gelukt: false });
    expect(await ouder.lijst(wie(2))).toMatchObject([{ naam: 'vrijgeven', toon: [] }]);
  });
  it('of another component is undone with its transaction', async () => {
    const broken = db.transaction(async (tx) => {
      await ogen.vraag(VRAAG, wie(1), tx);
      throw new Error('mislukt');
    });
    await expect(broken).rejects.toThrow('mislukt');
    expect([await staat(), await regels()]).toEqual([[], []]);
  });
});
