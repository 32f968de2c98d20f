/**
 * How PostgreSQL finds the answers to what is asked most, among 100,000 zaken and for a client with rights on 95 of 100
 * zaaktypen: no table of more than a thousand rows is read from one end to the other. The statements are those that the
 * product sends, and the plan is the one that PostgreSQL keeps for them (the driver names its statements).
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, raw, type Sql, sql } from '../../platform/db/index.ts';
import { EXECUTIONS, type Explained, execute, prepare, readWhole } from '../../platform/db/plan.testhulp.ts';
import { TEST_DATABASE_URL, WHY_SKIPPED } from '../../platform/outbox/postgres.testhulp.ts';
import { publishedZaaktype, type Registers, RSIN, registers } from '../registers.testhulp.ts';
import { type TypeIds, veelZaken } from './veel.testhulp.ts';
import { uuidOf, ZRC } from './zaken.testhulp.ts';

const ZAKEN = 100_000;
const ZAAKTYPEN = 100;
const MET_RECHT = 95;
const HOOGSTENS = 'vertrouwelijk';
const MANY = 1_000;
const PER_BURGER = 20;
const BSN = '999993653';
/** Is closed, has a document, and of a kind that the client sees. */
const MIDDEN = 'BENCH-50001';

/** What the product sends while this is an array. */
let sent: Sql[] | null = null;
const noteer = (db: Database): Database => ({
  ...db,
  query: (statement) => {
    sent?.push(statement);
    return db.query(statement);
  },
});

describe.skipIf(!TEST_DATABASE_URL)(`among ${ZAKEN} zaken${WHY_SKIPPED}`, () => {
  let r: Registers;
  let groot: ReadonlySet<string>;
  let zaak: string;

  beforeAll(async () => {
    r = await registers({ om: noteer });
    const typen = await zaaktypen(r);
    const burgers = [BSN, ...Array.from({ length: ZAKEN / PER_BURGER }, (_, i) => String(999_900_000 + i))];
    const stand = { rsin: RSIN, typen, omvang: ZAKEN, burgers, initiatoren: burgers.length };
    await r.db.transaction(async (tx) => {
      // What is written is right, and checking every reference would take longer than writing it; what is counted, counts.
      await tx.query(raw('set local session_replication_role = replica'));
      await tx.query(raw('alter table zaken.zaak enable always trigger telling_bij'));
      await tx.query(veelZaken(stand, 0, ZAKEN));
      await tx.query(DOCUMENTEN);
      await tx.query(raw('alter table zaken.zaak enable trigger telling_bij'));
    });
    await r.db.query(raw('vacuum analyze'));
    const regels = typen.slice(0, MET_RECHT).map(({ zaaktype }) => ({ type: zaaktype, max: HOOGSTENS }));
    await r.client('lezer', [
      ...regels.map((regel) => ({ component: 'zrc', scopes: ['zaken.lezen'], ...regel })),
      { component: 'ztc', scopes: ['catalogi.lezen'] },
    ]);
    const tabellen = await r.db.query<{ naam: string }>(
      sql`select oid::regclass::text as naam from pg_class where relkind = 'r' and reltuples > ${MANY}`,
    );
    groot = new Set(tabellen.map(({ naam }) => naam));
    zaak = (await r.send('GET', `${ZRC}/zaken?identificatie=${MIDDEN}`, undefined, { as: 'lezer' })).body.results[0]
      .url;
  });
  afterAll(() => r.db.script('truncate zaken.zaak, zaken.telling, zaken.telling_erbij, catalogi.catalogus cascade'));

  /** The tables of many rows that a statement reads whole, by the plan that PostgreSQL settles on. */
  async function heel(statement: Sql): Promise<readonly string[]> {
    const { values } = statement.compile();
    return await r.db.transaction(async (tx) => {
      await tx.query(prepare('gemeten', statement));
      for (let i = 0; i < EXECUTIONS; i++) await tx.query(raw(execute('gemeten', values)));
      const [row] = await tx.query<Explained>(raw(`explain (format json, verbose) ${execute('gemeten', values)}`));
      await tx.query(raw('deallocate gemeten'));
      return readWhole(row!['QUERY PLAN'][0].Plan).filter((naam) => groot.has(naam));
    });
  }

  /** Asks as the client, and gives the answer and the statements that it took. */
  async function vraag(method: string, pad: string, body?: object) {
    sent = [];
    const answer = await r.send(method, pad, body, { as: 'lezer' });
    const statements = sent;
    sent = null;
    return { answer, statements };
  }

  const isListOf = (minimum: number) => (body: { count: number }) => expect(body.count).toBeGreaterThan(minimum);
  const EXPAND = 'expand=status,status.statustype,zaaktype,rollen';
  const deel = (naam: string) => (url: string) => `${ZRC}/${naam}?zaak=${encodeURIComponent(url)}`;
  const cases: readonly [string, (url: string) => string, ((body: never) => void)?][] = [
    ['a list by rights only', () => `${ZRC}/zaken`, isListOf(50_000)],
    ['its page 500', () => `${ZRC}/zaken?page=500`, isListOf(50_000)],
    ['the open zaken', () => `${ZRC}/zaken?einddatum__isnull=true`, isListOf(10_000)],
    [
      'the zaken of a BSN',
      () => `${ZRC}/zaken?rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn=${BSN}`,
      isListOf(5),
    ],
    ['a list by identificatie', () => `${ZRC}/zaken?identificatie=${MIDDEN}`, isListOf(0)],
    ['one zaak', (url) => url],
    ['a page with expand', () => `${ZRC}/zaken?${EXPAND}`, isListOf(50_000)],
    ['one zaak with expand', (url) => `${url}?${EXPAND},resultaat,zaakinformatieobjecten`],
    ['the statussen of a zaak', deel('statussen'), isListOf(1)],
    ['the resultaat of a zaak', deel('resultaten'), isListOf(0)],
    ['the rollen of a zaak', deel('rollen'), isListOf(0)],
    ['the documents of a zaak', deel('zaakinformatieobjecten'), (body: object[]) => expect(body).toHaveLength(1)],
  ];
  it.each(cases)('%s: found by indexes', async (_naam, pad, klopt) => {
    const { answer, statements } = await vraag('GET', pad(zaak));
    expect(answer.status).toBe(200);
    klopt?.(answer.body as never);
    expect(statements.length).toBeGreaterThan(0);
    for (const statement of statements) expect(await heel(statement), statement.compile().text).toEqual([]);
  });
  it('the zaken of a BSN by _zoek: found by indexes', async () => {
    const zoek = { rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn: BSN };
    const { answer, statements } = await vraag('POST', `${ZRC}/zaken/_zoek`, zoek);
    expect(answer.body.count).toBeGreaterThan(5);
    for (const statement of statements) expect(await heel(statement)).toEqual([]);
  });
  it('the check itself sees a table that is read whole', async () => {
    expect(await heel(sql`select toelichting from zaken.zaak limit ${1}`)).toEqual(['zaken.zaak']);
    expect(groot.size).toBeGreaterThan(4);
  });
});

/** One zaaktype made by the API, and copies of it with all that belongs to it. */
async function zaaktypen(r: Registers): Promise<readonly TypeIds[]> {
  const t = await publishedZaaktype(r);
  const van = {
    zaaktype: uuidOf(t.zaaktype),
    eerste: uuidOf(t.begin),
    laatste: uuidOf(t.eind),
    resultaattype: uuidOf(t.resultaattype),
    roltype: uuidOf(t.initiator),
  };
  const typen = Array.from({ length: ZAAKTYPEN - 1 }, () => ({
    zaaktype: crypto.randomUUID(),
    eerste: crypto.randomUUID(),
    laatste: crypto.randomUUID(),
    resultaattype: crypto.randomUUID(),
    roltype: crypto.randomUUID(),
  }));
  const kopie = (tabel: string, bron: string, naar: readonly string[], extra: Sql) => sql`
    insert into ${raw(tabel)} select (jsonb_populate_record(o, jsonb_build_object('id', nieuw.id, ${extra}))).*
    from ${raw(tabel)} o, unnest(${naar}::uuid[], ${typen.map((one) => one.zaaktype)}::uuid[]) nieuw(id, zaaktype)
    where o.id = ${bron}`;
  const naam = sql`'identificatie', nieuw.id::text`;
  await r.db.query(
    kopie(
      'catalogi.zaaktype',
      van.zaaktype,
      typen.map((one) => one.zaaktype),
      naam,
    ),
  );
  for (const [tabel, deel] of [
    ['catalogi.statustype', 'eerste'],
    ['catalogi.statustype', 'laatste'],
    ['catalogi.resultaattype', 'resultaattype'],
    ['catalogi.roltype', 'roltype'],
  ] as const) {
    const extra = sql`'zaaktype_id', nieuw.zaaktype`;
    await r.db.query(
      kopie(
        tabel,
        van[deel],
        typen.map((one) => one[deel]),
        extra,
      ),
    );
  }
  return [van, ...typen];
}

/** A document elsewhere for one zaak in ten. */
const DOCUMENTEN = sql`
  insert into zaken.zaakinformatieobject (id, zaak_id, informatieobject, titel, beschrijving, registratiedatum)
  select gen_random_uuid(), id, 'https://elders.example/documenten/' || id, '', '', now() from zaken.zaak
  where identificatie like '%1'`;
