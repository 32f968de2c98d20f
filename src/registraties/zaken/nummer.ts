/**
 * The numbers of zaken (zrc-002). A number in our own form, `ZAAK-<year>-<ten digits>`, is given out once: made for a new
 * zaak, reserved for one that is still to come, or brought along by a client. What was given out is remembered, also when
 * the zaak is gone; so no number means two zaken, not even one after the other. What a client thinks up in another form is
 * his own: unique while the zaak is there.
 */
import { type Queryable, sql, type Tx } from '../../platform/db/index.ts';
import { type InvalidParam, invalid } from '../../platform/http/index.ts';

export const NIET_UNIEK: InvalidParam = {
  name: 'identificatie',
  code: 'identificatie-niet-uniek',
  reason: 'Deze identificatie is bij deze bronorganisatie al in gebruik.',
};

const EIGEN_VORM = /^ZAAK-\d{4}-\d{10}$/;

/** The number of a new zaak: the one that was asked for, else the next. */
export async function geefNummer(tx: Tx, bronorganisatie: string, gevraagd: string, today: string): Promise<string> {
  if (gevraagd === '') return (await volgende(tx, bronorganisatie, 1, today, false))[0]!;
  // Whoever takes the row first has the number; a second one waits for him and then finds it taken.
  const [genomen] = EIGEN_VORM.test(gevraagd)
    ? await tx.query(sql`
        insert into zaken.zaaknummer_uitgegeven as u (bronorganisatie, identificatie, gereserveerd)
        values (${bronorganisatie}, ${gevraagd}, false)
        on conflict (bronorganisatie, identificatie) do update set gereserveerd = false where u.gereserveerd
        returning 1 as ok`)
    : [true];
  if (!genomen) throw invalid(NIET_UNIEK);
  return gevraagd;
}

/** Numbers that only who names them gets (Zaken 1.7, zaaknummer_reserveren). */
export async function reserveer(
  db: Queryable,
  bronorganisatie: string,
  aantal: number,
  today: string,
): Promise<readonly string[]> {
  return await volgende(db, bronorganisatie, aantal, today, true);
}

async function volgende(
  db: Queryable,
  bronorganisatie: string,
  aantal: number,
  today: string,
  gereserveerd: boolean,
): Promise<readonly string[]> {
  const nummers: string[] = [];
  while (nummers.length < aantal) {
    const rows = await db.query<{ identificatie: string }>(sql`
      with n as (
        select ${`ZAAK-${today.slice(0, 4)}-`} || lpad(nextval('zaken.zaaknummer')::text, 10, '0') as kandidaat
        from generate_series(1, ${aantal - nummers.length}::int)
      )
      insert into zaken.zaaknummer_uitgegeven (bronorganisatie, identificatie, gereserveerd)
      select ${bronorganisatie}, kandidaat, ${gereserveerd} from n where not exists (
        select 1 from zaken.zaak z where z.bronorganisatie = ${bronorganisatie} and z.identificatie = kandidaat)
      on conflict do nothing returning identificatie`);
    nummers.push(...rows.map((row) => row.identificatie));
  }
  return nummers.sort();
}
