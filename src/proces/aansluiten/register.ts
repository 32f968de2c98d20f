/** The record, the ticks and the checks as they are kept: written once, never changed, each with who and when. */
import { type Database, type Queryable, sql } from '../../platform/db/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';
import { maskBsn } from '../../standaarden/bsn/index.ts';
import { type Fout, GEEN_DAG, leesDag, type Omgeving, type Persoon } from './begrippen.ts';
import { type Dossier, foutenInDossier, LEEG_DOSSIER, NOOIT_PRODUCTIE } from './dossier.ts';

export interface Wijzigingsregel {
  readonly versie: number;
  readonly wat: string;
  readonly wie: string;
  readonly op: string;
}

export interface DossierStand {
  readonly omgeving: Omgeving;
  readonly dossier: Dossier;
  /** 0: nothing was filled in. */
  readonly versie: number;
  /** The newest first. */
  readonly wijzigingen: readonly Wijzigingsregel[];
}

/** That a step was done, as somebody said. */
export interface Vink {
  readonly stap: string;
  readonly datum: string | null;
  readonly toelichting: string;
  readonly wie: string;
  readonly op: string;
}

export interface NieuweVink {
  readonly gedaan: boolean;
  readonly datum: string;
  readonly toelichting: string;
}

export interface Controleregel {
  readonly stap: string;
  readonly goed: boolean;
  readonly tekst: string;
  /** What to do; empty when it is right. */
  readonly doen: string;
}

export interface Controle {
  readonly op: string;
  readonly wie: string;
  readonly goed: boolean;
  readonly regels: readonly Controleregel[];
}

export interface Register {
  dossier(omgeving: Omgeving): Promise<DossierStand>;
  /** Keeps what changed; gives what is wrong with it, and then nothing is kept. */
  wijzigDossier(omgeving: Omgeving, deel: Partial<Dossier>, wat: string, wie: Persoon): Promise<readonly Fout[]>;
  vinken(): Promise<ReadonlyMap<string, Vink>>;
  vink(stap: string, vink: NieuweVink, wie: Persoon): Promise<readonly Fout[]>;
  laatsteControle(): Promise<Controle | null>;
  bewaarControle(regels: readonly Controleregel[], wie: Persoon): Promise<Controle>;
}

const MAX_TOELICHTING = 500;
const SUPPLIER_LOCK = 7_031_001;

export function createRegister(options: { db: Database; clock: Clock; random: Random; omgeving: Omgeving }): Register {
  const { db, clock, random, omgeving: hier } = options;
  const id = (): string => uuidv7(clock, random);
  return {
    dossier: (omgeving) => leesDossier(db, omgeving),
    async wijzigDossier(omgeving, deel, wat, wie) {
      return await db.transaction(async (tx) => {
        await tx.query(sql`select pg_advisory_xact_lock(${SUPPLIER_LOCK})`);
        const { dossier, versie } = await leesDossier(tx, omgeving);
        const nieuw: Dossier = { ...dossier, ...deel };
        const fouten = foutenInDossier(nieuw, omgeving);
        if (fouten.length > 0) return fouten;
        if (nieuw.soort === 'leverancier' && hier === 'productie') return [{ veld: 'soort', tekst: NOOIT_PRODUCTIE }];
        if (JSON.stringify(nieuw) === JSON.stringify(dossier)) return [];
        await tx.query(sql`
          insert into aansluiten.dossier (omgeving, versie, gegevens, wat, wie, op)
          values (${omgeving}, ${versie + 1}, ${JSON.stringify(nieuw)}::jsonb, ${wat}, ${wie.naam}, ${clock.now()})`);
        return [];
      });
    },
    async vinken() {
      const rows = await db.query<Vink & { gedaan: boolean; op: Date }>(sql`
        select distinct on (stap) stap, gedaan, to_char(datum, 'YYYY-MM-DD') as datum, toelichting, wie, op
        from aansluiten.vink order by stap, op desc, id desc`);
      return new Map(
        rows
          .filter(({ gedaan }) => gedaan)
          .map(({ stap, datum, toelichting, wie, op }) => [
            stap,
            { stap, datum, toelichting, wie, op: (op as Date).toISOString() },
          ]),
      );
    },
    async vink(stap, { gedaan, datum, toelichting }, wie) {
      const dag = datum === '' ? null : leesDag(datum);
      if (datum !== '' && dag === null) return [{ veld: 'datum', tekst: GEEN_DAG }];
      if (toelichting.length > MAX_TOELICHTING)
        return [{ veld: 'toelichting', tekst: `Maak dit korter dan ${MAX_TOELICHTING} tekens.` }];
      await db.query(sql`
        insert into aansluiten.vink (id, stap, gedaan, datum, toelichting, wie, op)
        values (${id()}::uuid, ${stap}, ${gedaan}, ${dag}::date, ${maskBsn(toelichting)}, ${wie.naam}, ${clock.now()})`);
      return [];
    },
    async laatsteControle() {
      const [row] = await db.query<Omit<Controle, 'op'> & { op: Date }>(sql`
        select op, wie, goed, regels from aansluiten.controle order by op desc, id desc limit 1`);
      return row ? { ...row, op: row.op.toISOString() } : null;
    },
    async bewaarControle(regels, { naam }) {
      const goed = regels.every((regel) => regel.goed);
      const op = clock.now();
      await db.query(sql`
        insert into aansluiten.controle (id, goed, regels, wie, op)
        values (${id()}::uuid, ${goed}, ${JSON.stringify(regels)}::jsonb, ${naam}, ${op})`);
      return { op: op.toISOString(), wie: naam, goed, regels };
    },
  };
}

async function leesDossier(db: Queryable, omgeving: Omgeving): Promise<DossierStand> {
  const rows = await db.query<{ versie: number; gegevens: Dossier; wat: string; wie: string; op: Date }>(sql`
    select versie, gegevens, wat, wie, op from aansluiten.dossier where omgeving = ${omgeving} order by versie desc`);
  return {
    omgeving,
    dossier: { ...LEEG_DOSSIER, ...rows[0]?.gegevens },
    versie: rows[0]?.versie ?? 0,
    wijzigingen: rows.map(({ versie, wat, wie, op }) => ({ versie, wat, wie, op: op.toISOString() })),
  };
}
