/** The numbers in a message that must rise or be unique: tijdstipBericht per zender, datumStatusGezet per zaak. */
import { sql, type Tx } from '../../platform/db/index.ts';
import { reserveTijdstippen, toLocalDigits } from '../../standaarden/tijd/index.ts';

/**
 * Takes `count` numbers for this zender; returns the first. The zender's row stays locked until commit, so messages are
 * stored, and so sent, in the order of their numbers (StUF019).
 */
export async function reserveer(tx: Tx, zender: string, now: Date, count: number): Promise<number> {
  const [row] = await tx.query<{ laatste: number }>(sql`
    insert into lopendezaken.zender as z (naam, laatste_tijdstip) values (${zender}, 0)
    on conflict (naam) do update set laatste_tijdstip = z.laatste_tijdstip returning laatste_tijdstip as laatste`);
  const { first, last } = reserveTijdstippen(row!.laatste, now, count);
  await tx.query(sql`update lopendezaken.zender set laatste_tijdstip = ${last} where naam = ${zender}`);
  return first;
}

/**
 * At the receiver a status is known by its zaak and its datumStatusGezet in local digits. Two moments can share their
 * digits: a fraction below the millisecond, or the repeated hour in autumn. Then the later one gets a millisecond more.
 * Several persons are told of one status with the same digits.
 */
export async function uniekMoment(
  tx: Tx,
  vragen: readonly { readonly zaakId: string; readonly statusId: string; readonly moment: Date }[],
): Promise<readonly { readonly moment: Date; readonly cijfers: string }[]> {
  const rows = await tx.query<{ zaak_id: string; status_id: string; cijfers: string }>(sql`
    select zaak_id, status_id, moment_cijfers as cijfers from lopendezaken.zaakbericht
    where zaak_id = any(${vragen.map((v) => v.zaakId)}::uuid[]) and moment_cijfers is not null`);
  const taken = new Map(rows.map((row) => [`${row.zaak_id} ${row.cijfers}`, row.status_id]));
  return vragen.map(({ zaakId, statusId, moment }) => {
    let at = moment;
    while ((taken.get(`${zaakId} ${toLocalDigits(at)}`) ?? statusId) !== statusId) at = new Date(at.getTime() + 1);
    const cijfers = toLocalDigits(at);
    taken.set(`${zaakId} ${cijfers}`, statusId);
    return { moment: at, cijfers };
  });
}
