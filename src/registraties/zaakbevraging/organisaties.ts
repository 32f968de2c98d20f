/**
 * The directory of organisations: RSIN to name, and OIN to RSIN where the one does not follow from the other. A setting
 * names a JSON file with it (`ORGANISATIES`); at every start the table becomes what the file says, with the municipality
 * itself added. It is small, changes rarely, and the statement of a question joins it.
 */
import { type Database, raw, type Sql, sql } from '../../platform/db/index.ts';
import { isElfproef } from '../../standaarden/bsn/index.ts';

export interface Organisatie {
  readonly rsin: string;
  readonly naam: string;
  readonly oin: string | null;
  /** Part of the municipality itself. */
  readonly eigen: boolean;
}

/** Reads the text of the file; throws with what is wrong. */
export function leesOrganisaties(tekst: string): readonly Organisatie[] {
  let gelezen: unknown;
  try {
    gelezen = JSON.parse(tekst);
  } catch {
    throw new Error('dit is geen geldige JSON');
  }
  if (!Array.isArray(gelezen)) throw new Error('hier hoort een lijst: [{"rsin":"...","naam":"..."}]');
  const organisaties = gelezen.map(leesOrganisatie);
  for (const sleutel of ['rsin', 'oin'] as const) {
    const waarden = organisaties.map((o) => o[sleutel]).filter((waarde) => waarde !== null);
    const dubbel = waarden.find((waarde, i) => waarden.indexOf(waarde) !== i);
    if (dubbel !== undefined) throw new Error(`${sleutel} ${dubbel} staat er twee keer in`);
  }
  return organisaties;
}

function leesOrganisatie(een: unknown, index: number): Organisatie {
  const { rsin, naam, oin = null, eigen = false } = (een ?? {}) as Record<string, unknown>;
  const waar = `onderdeel ${index + 1}`;
  if (typeof rsin !== 'string' || !isElfproef(rsin)) throw new Error(`${waar} heeft geen rsin van 9 cijfers`);
  if (typeof naam !== 'string' || naam.trim() === '') throw new Error(`${waar} heeft geen naam`);
  if (oin !== null && (typeof oin !== 'string' || !/^\d{20}$/.test(oin)))
    throw new Error(`${waar}: een oin heeft 20 cijfers`);
  if (typeof eigen !== 'boolean') throw new Error(`${waar}: eigen is true of false`);
  return { rsin, naam: naam.trim(), oin, eigen };
}

/** The RSIN in an OIN that is made of one (prefix 00000001); null for other OINs. */
export function rsinVanOin(oin: string): string | null {
  return /^00000001(\d{9})000$/.exec(oin)?.[1] ?? null;
}

/** Makes the table what this list says; who reads meanwhile sees the old list or the new one. */
export async function vulOrganisaties(db: Database, organisaties: readonly Organisatie[]): Promise<void> {
  const van = <K extends keyof Organisatie>(sleutel: K): Organisatie[K][] => organisaties.map((o) => o[sleutel]);
  await db.transaction(async (tx) => {
    await tx.query(sql`lock table zaakbevraging.organisatie in exclusive mode`);
    await tx.query(sql`delete from zaakbevraging.organisatie`);
    await tx.query(sql`insert into zaakbevraging.organisatie (rsin, naam, oin, eigen)
      select * from unnest(${van('rsin')}::text[], ${van('naam')}::text[], ${van('oin')}::text[], ${van('eigen')}::boolean[])`);
  });
}

/** The organisation that is responsible for the zaak in row `g`, as JSON; null where it is the asking one. */
export function organisatie(g: string, vragende: string | null): Sql {
  const rsin = raw(`${g}.verantwoordelijke_organisatie`);
  return sql`case when ${isVragende(rsin, vragende)} then null else json_build_object('rsin', ${rsin},
    'naam', (select o.naam from zaakbevraging.organisatie o where o.rsin = ${rsin})) end`;
}

function isVragende(rsin: Sql, vragende: string | null): Sql {
  if (vragende === null)
    return sql`exists (select 1 from zaakbevraging.organisatie o where o.eigen and o.rsin = ${rsin})`;
  if (vragende.length === 9) return sql`${rsin} = ${vragende}`;
  const uitOin = rsinVanOin(vragende);
  if (uitOin !== null) return sql`${rsin} = ${uitOin}`;
  return sql`exists (select 1 from zaakbevraging.organisatie o where o.oin = ${vragende} and o.rsin = ${rsin})`;
}
