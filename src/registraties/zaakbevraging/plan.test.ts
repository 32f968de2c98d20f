/**
 * How the database finds the answers: a person's zaken are a handful among all, and no table of more than a thousand rows
 * is read from one end to the other for them.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raw, type Sql, sql } from '../../platform/db/index.ts';
import { type Explained, nodesOf, readWhole } from '../../platform/db/plan.testhulp.ts';
import { BASE } from '../registers.testhulp.ts';
import { overzicht, zaak } from './antwoord.ts';
import { type Bevraging, BSN, bevraging, persoon, uuidOf, wie } from './bevraging.testhulp.ts';
import { leesVraag, OVERZICHT, ZAAK } from './vraag.ts';

const ZAKEN = 4_000;
const MANY = 1_000;

let b: Bevraging;
let eigen: string;
beforeAll(async () => {
  b = await bevraging();
  eigen = await b.zaakVan(persoon(BSN));
  await b.status(eigen, b.type.begin, '2026-11-01T10:00:00Z');
  await b.resultaat(eigen);
  // Copies of the one zaak with its parts: 20 of them of the same person, the others of people and companies of their own.
  const kopie = (tabel: string, anders: string, bron = 'nieuw') => `insert into ${tabel}
    select (jsonb_populate_record(o.x, jsonb_build_object('id', gen_random_uuid(), ${anders}))).* from (select x from ${tabel} x limit 1) o, ${bron}`;
  await b.r.db.script(`
    create temporary table nieuw as select gen_random_uuid() as id, n from generate_series(1, ${ZAKEN}) n;
    insert into zaken.zaak select (jsonb_populate_record(o.x, jsonb_build_object('id', nieuw.id, 'identificatie', 'N' || n))).*
      from (select x from zaken.zaak x limit 1) o, nieuw;
    ${kopie(
      'zaken.rol',
      `'zaak_id', nieuw.id, 'inp_bsn', case when n > 20 then lpad(n::text, 9, '0') else (o.x).inp_bsn end,
       'inn_nnp_id', lpad(n::text, 9, '1'), 'vestigings_nummer', lpad(n::text, 12, '0'), 'kvk_nummer', lpad(n::text, 8, '0')`,
    )};
    ${kopie('zaken.status', `'zaak_id', nieuw.id`)};
    ${kopie('zaken.resultaat', `'zaak_id', nieuw.id`)};
    ${kopie('catalogi.zaaktype', `'identificatie', 'T' || n`, `generate_series(1, 1500) n`)};
    ${kopie('catalogi.statustype', `'volgnummer', 10 + n`, `generate_series(1, 1500) n`)};
    ${kopie('catalogi.resultaattype', `'omschrijving', 'R' || n`, `generate_series(1, 1500) n`)};
    drop table nieuw;
    analyze`);
});
afterAll(() => b.r.db.script('truncate zaken.zaak, catalogi.catalogus cascade'));

/** The tables that the plan reads whole, and the indexes that it uses. */
async function plan(statement: Sql): Promise<{ heel: readonly string[]; indexen: readonly string[] }> {
  const [row] = await b.r.db.query<Explained>(sql`explain (format json, verbose) ${statement}`);
  const root = row!['QUERY PLAN'][0].Plan;
  const groot = await b.r.db.query<{ naam: string }>(
    sql`select oid::regclass::text as naam from pg_class where relkind = 'r' and reltuples > ${MANY}`,
  );
  const namen = new Set(groot.map(({ naam }) => naam));
  expect([...namen]).toEqual(expect.arrayContaining(['zaken.zaak', 'zaken.rol', 'zaken.status', 'catalogi.zaaktype']));
  return {
    heel: readWhole(root).filter((naam) => namen.has(naam)),
    indexen: nodesOf(root).flatMap((node) => node['Index Name'] ?? []),
  };
}

const vragerVan = async (client: string) => ({
  actor: await b.r.ports.actorOf(`Bearer ${await b.r.token(client)}`),
  base: BASE,
  trace: null,
});
const vrager = () => vragerVan('beheer');
const dienst = () =>
  ({ ports: b.r.ports, verwerkingen: b.r.ports.verwerkingen, maxVertrouwelijkheid: 'geheim' }) as const;

describe(`among ${ZAKEN} zaken`, () => {
  it.each([
    ['bsn', BSN, 'rol_bsn'],
    ['rsin', '123456782', 'rol_nnp'],
    ['kvkNummer', '00000021', 'rol_kvk'],
    ['vestigingsnummer', '000000000021', 'rol_vestiging'],
  ])('the zaken of a %s are found by an index', async (soort, waarde, index) => {
    const alles = Object.keys((await import('./velden.ts')).LOPEND);
    for (const fields of [null, alles]) {
      const vraag = leesVraag(OVERZICHT, { ...wie(waarde, soort), fields });
      const { heel, indexen } = await plan(overzicht(dienst(), vraag, await vrager()));
      expect(heel).toEqual([]);
      expect(indexen).toEqual(expect.arrayContaining([index, 'zaak_pkey']));
    }
  });

  it('so are those of a client whose rights are looked at', async () => {
    const type = uuidOf(b.type.zaaktype);
    await b.r.client('portaal', [{ component: 'zrc', scopes: ['zaken.lezen'], type, max: 'geheim' }]);
    const vraag = leesVraag(OVERZICHT, wie(BSN));
    expect((await plan(overzicht(dienst(), vraag, await vragerVan('portaal')))).heel).toEqual([]);
    expect((await b.lijst(wie(BSN), 'portaal')).body.lopend.aantal).toBe(21);
  });

  it('one zaak with all that belongs to it is found by keys', async () => {
    const vraag = leesVraag(ZAAK, wie(BSN));
    const { heel } = await plan(zaak(dienst(), uuidOf(eigen), vraag, await vrager()));
    expect(heel).toEqual([]);
    expect((await b.detail(eigen)).body.zaak.statussen).toHaveLength(1);
  });

  it('the check itself sees a table that is read whole', async () => {
    expect((await plan(raw('select toelichting from zaken.zaak'))).heel).toEqual(['zaken.zaak']);
  });
});
