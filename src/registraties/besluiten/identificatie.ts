/** Numbers for besluiten that come without one (brc-002). */
import { sql, type Tx } from '../../platform/db/index.ts';
import { todayInAmsterdam } from '../../standaarden/tijd/index.ts';

/** `BESLUIT-<year>-<ten digits>`, a number that no besluit of this organisation has. */
export async function nieuweIdentificatie(tx: Tx, organisatie: string, now: Date): Promise<string> {
  const prefix = `BESLUIT-${todayInAmsterdam(now).slice(0, 4)}-`;
  let identificatie: string;
  let bezet: boolean;
  do {
    const [row] = await tx.query<{ nummer: string; bezet: boolean }>(sql`
      select n.nummer, b.id is not null as bezet
      from (select ${prefix} || lpad(nextval('besluiten.besluitnummer')::text, 10, '0') as nummer) n
      left join besluiten.besluit b on b.verantwoordelijke_organisatie = ${organisatie} and b.identificatie = n.nummer`);
    ({ nummer: identificatie, bezet } = row!);
  } while (bezet);
  return identificatie;
}
