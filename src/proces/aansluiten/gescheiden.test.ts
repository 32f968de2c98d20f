/** Preproductie and productie share nothing (A10): what keeps an installation from starting. */
import { expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { ANNE, NU, proefplaats, stap, vink } from './aansluiten.testhulp.ts';
import { OmgevingFout, redenenOmNietTeStarten, stempel } from './index.ts';

const BUREN = { omgeving: 'preproductie', cpas: [], adressen: [], certificaten: [] };

it('a database belongs to the omgeving of its first start', async () => {
  const { db, clock } = await proefplaats('preproductie');
  await stempel(db, 'preproductie', clock);
  await stempel(db, 'preproductie', clock);
  await expect(stempel(db, 'productie', clock)).rejects.toThrow(OmgevingFout);
  await expect(stempel(db, 'productie', clock)).rejects.toThrow(/hoort bij preproductie.*eigen database/);
});

it.each([
  ['CPA', { cpas: ['LZ-1'] }, /De CPA LZ-1 hoort bij preproductie/],
  ['address of ours', { adressen: ['wij.example'] }, /Het adres wij.example hoort bij preproductie/],
  ['address of theirs', { adressen: ['zij.example'] }, /Het adres zij.example/],
])('a shared %s keeps it from starting', async (_wat, gedeeld, reden) => {
  const { db, aansluiten } = await proefplaats('productie');
  expect(await redenenOmNietTeStarten(db, await aansluiten.kenmerken(), null)).toEqual([]);
  expect(await aansluiten.leesKenmerken(JSON.stringify({ ...BUREN, ...gedeeld }), ANNE)).toEqual([]);
  expect(await redenenOmNietTeStarten(db, await aansluiten.kenmerken(), null)).toEqual([expect.stringMatching(reden)]);
  expect(await stap(aansluiten, 'gescheiden')).toMatchObject({
    staat: 'te_doen',
    tekst: expect.stringContaining('beide omgevingen'),
  });
});

it('a shared certificate is a warning that somebody acknowledges', async () => {
  const { db, aansluiten } = await proefplaats('productie');
  expect(await stap(aansluiten, 'zelfde-certificaat')).toMatchObject({ staat: 'nvt' });
  const { certificaten } = await aansluiten.kenmerken();
  await aansluiten.leesKenmerken(JSON.stringify({ ...BUREN, certificaten }), ANNE);
  expect(await redenenOmNietTeStarten(db, await aansluiten.kenmerken(), null)).toEqual([]);
  expect(await stap(aansluiten, 'zelfde-certificaat')).toMatchObject({ staat: 'te_doen' });
  await vink(aansluiten, 'zelfde-certificaat');
  expect(await stap(aansluiten, 'zelfde-certificaat')).toMatchObject({ staat: 'gedaan' });
});

it('marks of this omgeving itself, or no marks at all, are not taken in', async () => {
  const { aansluiten } = await proefplaats('productie');
  for (const tekst of ['', 'null', '[]', '{}', '{"omgeving":"elders"}', JSON.stringify({ ...BUREN, cpas: [1] })])
    expect([tekst, (await aansluiten.leesKenmerken(tekst, ANNE)).map(({ veld }) => veld)]).toEqual([
      tekst,
      ['kenmerken'],
    ]);
  expect((await aansluiten.leesKenmerken(JSON.stringify(await aansluiten.kenmerken()), ANNE))[0]!.tekst).toMatch(
    /productie zelf/,
  );
});

it('a supplier is never put on productie: not in the record, not at the start', async () => {
  const { db, aansluiten } = await proefplaats('productie');
  const [fout] = await aansluiten.wijzigDossier('productie', { soort: 'leverancier' }, 'proef', ANNE);
  expect(fout).toEqual({ veld: 'soort', tekst: expect.stringMatching(/nooit naar productie/) });
  expect(await aansluiten.wijzigDossier('preproductie', { soort: 'leverancier' }, 'proef', ANNE)).toHaveLength(1);
  // A database that came from a supplier.
  await db.query(sql`insert into aansluiten.dossier (omgeving, versie, gegevens, wat, wie, op)
    values ('preproductie', 1, '{"soort":"leverancier"}', 'x', 'x', ${NU})`);
  expect(await redenenOmNietTeStarten(db, await aansluiten.kenmerken(), 'bestaand')).toEqual([
    expect.stringMatching(/leveranciersaansluiting/),
  ]);
});

it('who already sends is asked whether he goes on', async () => {
  const { db, aansluiten } = await proefplaats('productie');
  await db.query(sql`insert into lopendezaken.zaakbericht (id, status_id, zaak_id, zaaknummer, zaaktype, statustype, staat,
      status_gezet_op, gewijzigd_op, tijdlijn)
    select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'Z-1', 'A', 'B', 'afgeleverd', ${NU}, ${NU}, '[]'`);
  const eigen = await aansluiten.kenmerken();
  expect(await redenenOmNietTeStarten(db, eigen, null)).toEqual([
    expect.stringMatching(/^LZ_AANSLUITING: .*bestaand.*nieuw/),
  ]);
  expect(await redenenOmNietTeStarten(db, eigen, 'bestaand')).toEqual([]);
  expect(await redenenOmNietTeStarten(db, eigen, 'nieuw')).toEqual([]);
});
