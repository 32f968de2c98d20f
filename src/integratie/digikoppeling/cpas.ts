/** The agreements: stored as the text that was agreed, read once, looked up by id. */
import { type Database, sql } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { type Cpa, parseCpa } from '../../standaarden/ebms/index.ts';
import { eisVeiligeAdressen } from './weg.ts';

export interface Cpas {
  /** Loads an agreement, or replaces the one with the same id. Throws `CpaFault` with everything that is wrong. */
  laad(tekst: string): Promise<Cpa>;
  /** The agreement, or null when it is not loaded here. */
  find(cpaId: string): Promise<Cpa | null>;
}

/** How long a looked-up agreement is used before it is looked up again: another process may have replaced it. */
const CACHE_MS = 10_000;

export function createCpas(db: Database, clock: Clock): Cpas {
  const cache = new Map<string, { cpa: Cpa; until: number }>();
  return {
    async laad(tekst) {
      const cpa = parseCpa(Buffer.from(tekst));
      eisVeiligeAdressen(cpa);
      await db.transaction(async (tx) => {
        await tx.query(sql`
          insert into digikoppeling.cpa (cpa_id, tekst, geladen_op) values (${cpa.id}, ${tekst}, ${clock.now()})
          on conflict (cpa_id) do update set tekst = excluded.tekst, geladen_op = excluded.geladen_op`);
        await tx.query(sql`insert into digikoppeling.kanaal (cpa_id) values (${cpa.id}) on conflict do nothing`);
      });
      cache.delete(cpa.id);
      return cpa;
    },
    async find(cpaId) {
      const now = clock.now().getTime();
      const cached = cache.get(cpaId);
      if (cached && cached.until > now) return cached.cpa;
      const [row] = await db.query<{ tekst: string }>(sql`select tekst from digikoppeling.cpa where cpa_id = ${cpaId}`);
      if (!row) return null;
      const cpa = parseCpa(Buffer.from(row.tekst));
      cache.set(cpaId, { cpa, until: now + CACHE_MS });
      return cpa;
    },
  };
}
