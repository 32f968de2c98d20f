/**
 * The agreements: every text that was loaded, by version; read once, looked up by id.
 *
 * - The last version loaded is in use. The same text again changes nothing.
 * - What is found is in force: the text with the overrides for this CPA and those for all, the text itself untouched.
 * - A CPA belongs to one environment, and is found in an installation of that environment only.
 */
import { createHash, X509Certificate } from 'node:crypto';
import { type Database, raw, sql, type Tx } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import {
  applyOverrides,
  type Cpa,
  CpaFault,
  type CpaOverrides,
  type Omgeving,
  parseCpa,
} from '../../standaarden/ebms/index.ts';
import { verlegAdressen } from './adressen.ts';
import { eisVeiligeAdressen } from './weg.ts';

/** An agreement in force, and the version that it comes from. */
export interface GeladenCpa extends Cpa {
  /** From 1. */
  readonly versie: number;
}

export interface Laden {
  /** For the list of versions. */
  readonly wie?: string;
  /** For which environment it was made; default this one. */
  readonly omgeving?: Omgeving;
  /** When the other side loaded it, as it was heard. */
  readonly elders?: string;
  /** From a setting, at every start: a text that was loaded before changes nothing, for who loaded a later one meant it. */
  readonly bijStart?: boolean;
}

export interface Cpas {
  /**
   * Loads an agreement; one with the same id gets a new version. Throws `CpaFault` with everything that is wrong, also when
   * it is for another environment.
   */
  laad(tekst: string, laden?: Laden): Promise<GeladenCpa>;
  /** The agreement in force, or null when it is not loaded here. */
  find(cpaId: string): Promise<GeladenCpa | null>;
  /** As `find`, of the version under which a message was made. */
  versie(cpaId: string, versie: number): Promise<GeladenCpa | null>;
  /** After a change of an override: what was looked up is looked up anew. */
  vergeet(): void;
}

/** How long a looked-up agreement is used before it is looked up again: another process may have replaced it. */
const CACHE_MS = 10_000;

/** An override as it stands in the database, those for one CPA after those for all. */
export interface VervangingRij {
  readonly soort: 'adres' | 'certificaat';
  readonly bron: string;
  readonly doel: string;
}

/** Column with the overrides in force of `c`, a row of `digikoppeling.cpa`. */
export const VERVANGINGEN =
  raw(`(select coalesce(json_agg(json_build_object('soort', r.soort, 'bron', r.bron, 'doel', r.doel)
  order by r.cpa_id nulls first), '[]') from digikoppeling.cpa_vervanging r
  where r.tot is null and (r.cpa_id is null or r.cpa_id = c.cpa_id)) as vervangingen`);

interface Rij {
  readonly versie: number;
  readonly tekst: string;
  readonly vervangingen: readonly VervangingRij[];
}

export function createCpas(db: Database, clock: Clock, omgeving: Omgeving): Cpas {
  const cache = new Map<string, { cpa: GeladenCpa; until: number }>();
  return {
    async laad(tekst, { wie = 'onbekend', omgeving: bedoeld = omgeving, elders, bijStart = false } = {}) {
      const { id } = parseCpa(Buffer.from(tekst));
      if (bedoeld !== omgeving) throw andereOmgeving(id, `Deze CPA is voor ${bedoeld}.`, omgeving, bedoeld);
      const cpa = await db.transaction(async (tx) => {
        const stored = await bewaarVersie(tx, {
          id,
          tekst,
          wie,
          elders: elders ?? null,
          bijStart,
          omgeving,
          op: clock.now(),
        });
        // With the overrides: an operator may have put another address in the place of one that is not safe.
        eisVeiligeAdressen(stored);
        return stored;
      });
      cache.delete(id);
      return cpa;
    },
    async find(cpaId) {
      const now = clock.now().getTime();
      const cached = cache.get(cpaId);
      if (cached && cached.until > now) return cached.cpa;
      const [row] = await db.query<Rij>(sql`
        select c.versie, v.tekst, ${VERVANGINGEN} from digikoppeling.cpa c
        join digikoppeling.cpa_versie v on v.cpa_id = c.cpa_id and v.versie = c.versie
        where c.cpa_id = ${cpaId} and coalesce(c.omgeving, ${omgeving}) = ${omgeving}`);
      if (!row) return null;
      const cpa = geldend(row);
      cache.set(cpaId, { cpa, until: now + CACHE_MS });
      return cpa;
    },
    async versie(cpaId, versie) {
      const [row] = await db.query<Rij>(sql`
        select v.versie, v.tekst, ${VERVANGINGEN} from digikoppeling.cpa c
        join digikoppeling.cpa_versie v on v.cpa_id = c.cpa_id and v.versie = ${versie}
        where c.cpa_id = ${cpaId} and coalesce(c.omgeving, ${omgeving}) = ${omgeving}`);
      return row ? geldend(row) : null;
    },
    vergeet: () => cache.clear(),
  };
}

/** The text as it works out with the overrides. */
function geldend({ versie, tekst, vervangingen }: Rij): GeladenCpa {
  return applyOverrides({ ...parseCpa(Buffer.from(tekst)), versie }, vervangingenVan(vervangingen));
}

export function vervangingenVan(rows: readonly VervangingRij[]): CpaOverrides {
  const of = (soort: VervangingRij['soort']): readonly VervangingRij[] => rows.filter((row) => row.soort === soort);
  return {
    endpoints: new Map(of('adres').map(({ bron, doel }) => [bron, doel])),
    certificates: new Map(of('certificaat').map(({ bron, doel }) => [bron, new X509Certificate(doel)])),
  };
}

/** The same for texts that differ in line ends only: a form sends others than a file has, and XML reads them the same. */
export function vingerafdrukVanTekst(tekst: string): string {
  const same = tekst.replaceAll('\r\n', '\n').replace(/^[ \t\n\uFEFF]+|[ \t\n\uFEFF]+$/g, '');
  return createHash('sha256').update(same).digest('hex');
}

interface Versie {
  readonly id: string;
  readonly tekst: string;
  readonly wie: string;
  readonly elders: string | null;
  readonly bijStart: boolean;
  readonly omgeving: Omgeving;
  readonly op: Date;
}

async function bewaarVersie(tx: Tx, versie: Versie): Promise<GeladenCpa> {
  const { id, tekst, wie, elders, bijStart, omgeving, op } = versie;
  const vingerafdruk = vingerafdrukVanTekst(tekst);
  await tx.query(sql`
    insert into digikoppeling.cpa (cpa_id, versie, omgeving) values (${id}, 0, ${omgeving}) on conflict do nothing`);
  // Two processes that load at the same time wait for each other here.
  const [now] = await tx.query<{ versie: number; omgeving: Omgeving | null }>(sql`
    select versie, omgeving from digikoppeling.cpa where cpa_id = ${id} for update`);
  const { versie: huidig, omgeving: hoort } = now!;
  if (hoort !== null && hoort !== omgeving)
    throw andereOmgeving(id, `Deze CPA is hier geladen voor ${hoort}.`, omgeving, hoort);
  const bekend = await tx.query(sql`
    update digikoppeling.cpa_versie set elders = coalesce(${elders}, elders)
    where cpa_id = ${id} and vingerafdruk = ${vingerafdruk} and (versie = ${huidig} or ${bijStart}) returning 1 as ok`);
  const nummer = bekend.length > 0 ? huidig : huidig + 1;
  if (nummer > huidig) {
    await tx.query(sql`
      insert into digikoppeling.cpa_versie (cpa_id, versie, tekst, vingerafdruk, geladen_op, wie, elders)
      values (${id}, ${nummer}, ${tekst}, ${vingerafdruk}, ${op}, ${wie}, ${elders})`);
    await tx.query(sql`insert into digikoppeling.kanaal (cpa_id) values (${id}) on conflict do nothing`);
  }
  await tx.query(sql`update digikoppeling.cpa set omgeving = ${omgeving}, versie = ${nummer} where cpa_id = ${id}`);
  const [row] = await tx.query<Rij>(sql`
    select c.versie, v.tekst, ${VERVANGINGEN} from digikoppeling.cpa c
    join digikoppeling.cpa_versie v on v.cpa_id = c.cpa_id and v.versie = c.versie where c.cpa_id = ${id}`);
  const cpa = geldend(row!);
  if (huidig > 0 && nummer > huidig) await verlegAdressen(tx, cpa);
  return cpa;
}

function andereOmgeving(id: string, wat: string, hier: Omgeving, daar: Omgeving): CpaFault {
  const text = `${wat} Deze Zaakbode is voor ${hier}. Laad de CPA in de Zaakbode voor ${daar}, of vraag een CPA voor ${hier} aan.`;
  return new CpaFault([{ location: id, text }]);
}
