/**
 * Who may be sent to before everybody is: test-BSNs on preproductie (A8), people who take part in the limited production
 * run (A9). A BSN goes in and never comes out: what is shown is masked, and a line is called by its own id.
 */
import { type Database, type Queryable, sql } from '../../platform/db/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';
import { Bsn, maskBsn } from '../../standaarden/bsn/index.ts';
import { type Fout, GEEN_DAG, leesDag, type Persoon } from './begrippen.ts';

export interface Deelnemer {
  readonly id: string;
  /** All but the last two digits hidden. */
  readonly bsn: string;
  readonly omschrijving: string;
  /** The test account logged in at MijnOverheid on preproductie: only then MijnOverheid knows the BSN. */
  readonly ingelogdOp: string | null;
  readonly ingelogdDoor: string | null;
  readonly wie: string;
  readonly op: string;
}

export interface Deelnemers {
  lijst(): Promise<readonly Deelnemer[]>;
  voegToe(bsn: string, omschrijving: string, wie: Persoon): Promise<readonly Fout[]>;
  /** Empty text: not logged in after all. */
  ingelogd(id: string, datum: string, wie: Persoon): Promise<readonly Fout[]>;
  haalWeg(id: string, wie: Persoon): Promise<boolean>;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MAX_OMSCHRIJVING = 100;
/** A limited run is limited. */
const MAX_DEELNEMERS = 200;

export function createDeelnemers(options: { db: Database; clock: Clock; random: Random }): Deelnemers {
  const { db, clock, random } = options;
  return {
    async lijst() {
      const rows = await db.query<Omit<Deelnemer, 'op'> & { op: Date }>(sql`
        select id, '*******' || right(bsn, 2) as bsn, omschrijving, to_char(ingelogd_op, 'YYYY-MM-DD') as "ingelogdOp",
          ingelogd_door as "ingelogdDoor", wie, op
        from aansluiten.deelnemer where weg_op is null order by op, id`);
      return rows.map((row) => ({ ...row, op: row.op.toISOString() }));
    },
    async voegToe(getypt, omschrijving, wie) {
      const bsn = Bsn.parse(getypt.replaceAll(/[ .]/g, ''));
      const fouten: Fout[] = [];
      if (bsn === null) fouten.push({ veld: 'bsn', tekst: 'Vul een burgerservicenummer van 9 cijfers in.' });
      if (omschrijving === '' || omschrijving.length > MAX_OMSCHRIJVING)
        fouten.push({
          veld: 'omschrijving',
          tekst: `Zeg in hoogstens ${MAX_OMSCHRIJVING} tekens wie of wat dit is, zoals "test-account 3" of de functie.`,
        });
      if (maskBsn(omschrijving) !== omschrijving)
        fouten.push({ veld: 'omschrijving', tekst: 'Zet het burgerservicenummer alleen in het eerste veld.' });
      if (bsn === null || fouten.length > 0) return fouten;
      return await db.transaction(async (tx) => {
        const [stand] = await tx.query<{ n: number; bekend: boolean }>(sql`
          select count(*)::int as n, coalesce(bool_or(bsn = ${bsn.reveal()}), false) as bekend
          from aansluiten.deelnemer where weg_op is null`);
        if (stand!.bekend) return [{ veld: 'bsn', tekst: 'Dit burgerservicenummer staat al op de lijst.' }];
        if (stand!.n >= MAX_DEELNEMERS) return [{ veld: 'bsn', tekst: `Er passen ${MAX_DEELNEMERS} op deze lijst.` }];
        await tx.query(sql`
          insert into aansluiten.deelnemer (id, bsn, omschrijving, wie, op)
          values (${uuidv7(clock, random)}::uuid, ${bsn.reveal()}, ${omschrijving}, ${wie.naam}, ${clock.now()})
          on conflict (bsn) where weg_op is null do nothing`);
        return [];
      });
    },
    async ingelogd(id, datum, wie) {
      const dag = datum === '' ? null : leesDag(datum);
      if (datum !== '' && dag === null) return [{ veld: 'datum', tekst: GEEN_DAG }];
      if (!UUID.test(id)) return [{ veld: 'datum', tekst: 'Deze regel is er niet meer.' }];
      await db.query(sql`
        update aansluiten.deelnemer set ingelogd_op = ${dag}::date, ingelogd_door = ${dag === null ? null : wie.naam}
        where id = ${id}::uuid and weg_op is null`);
      return [];
    },
    async haalWeg(id, wie) {
      if (!UUID.test(id)) return false;
      const gone = await db.query(sql`
        update aansluiten.deelnemer set weg_op = ${clock.now()}, weg_door = ${wie.naam}
        where id = ${id}::uuid and weg_op is null returning 1 as ok`);
      return gone.length > 0;
    },
  };
}

/** Which of these may be sent to; the digits stay in the statement. */
export async function opDeLijst(db: Queryable, bsns: readonly Bsn[]): Promise<readonly boolean[]> {
  const digits = bsns.map((bsn) => bsn.reveal());
  const rows = await db.query<{ bsn: string }>(sql`
    select bsn from aansluiten.deelnemer where weg_op is null and bsn = any(${digits}::text[])`);
  const known = new Set(rows.map(({ bsn }) => bsn));
  return digits.map((one) => known.has(one));
}
