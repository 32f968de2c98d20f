/**
 * What an operator does with the agreements: check, load, override, ping. For the screens and for the command line, which
 * also asks it of a running program (`op-afstand.ts`); so everything goes in and out as plain data.
 */
import { type Database, sql } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { type ActionProfile, CpaFault, type CpaFinding, lintCpa, type Omgeving } from '../../standaarden/ebms/index.ts';
import { type Cpas, vingerafdrukVanTekst } from './cpas.ts';
import { createOverzicht, type Overzicht } from './overzicht.ts';
import { createVervangingen, type NieuweVervanging, VervangingFout } from './vervangingen.ts';
import type { PingUitslag } from './vragen.ts';

export interface Controle {
  /** Null when the text cannot be read. */
  readonly cpaId: string | null;
  readonly acties: readonly ActionProfile[];
  readonly bevindingen: readonly CpaFinding[];
  /** The version in use here, when there is one; `gelijk`: it is this text. */
  readonly bekend: { readonly versie: number; readonly gelijk: boolean } | null;
}

export interface LaadVraag {
  readonly tekst: string;
  readonly omgeving: Omgeving;
  /** When the other side loaded it; empty: not known. */
  readonly elders: string;
}

export type LaadAfloop =
  | { readonly cpaId: string; readonly versie: number; readonly nieuw: boolean }
  | { readonly fouten: readonly { readonly plaats: string; readonly tekst: string }[] };

/** Null: done. Otherwise the field and what is wrong with it. */
export type VervangAfloop = { readonly veld: VervangingFout['veld']; readonly tekst: string } | null;

/** `wie` is for the versions, the overrides and the log. */
export interface CpaBeheer extends Overzicht {
  readonly omgeving: Omgeving;
  controleer(tekst: string, omgeving: Omgeving): Promise<Controle>;
  laad(vraag: LaadVraag, wie: string): Promise<LaadAfloop>;
  vervang(vraag: NieuweVervanging, wie: string): Promise<VervangAfloop>;
  stopVervanging(nr: number, wie: string): Promise<boolean>;
  /** Sends a Ping and waits for the Pong; keeps what came of it. Null when there is no such CPA. */
  ping(cpaId: string, wie: string): Promise<PingUitslag | null>;
}

export interface BeheerOpties {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly cpas: Cpas;
  readonly omgeving: Omgeving;
  /** Our PartyId. */
  readonly eigen: string;
  readonly ping: (cpaId: string, vanPartij: string) => Promise<PingUitslag>;
}

const MAX_ELDERS = 100;

export function createBeheer({ db, clock, log, cpas, omgeving, eigen, ping }: BeheerOpties): CpaBeheer {
  const vervangingen = createVervangingen(db, clock, cpas);
  const overzicht = createOverzicht({ db, clock, omgeving, eigen, vervangingen });
  const meld = (wat: string, fields: object): void => log.info(fields, `beheerder: ${wat}`);
  const nuGeladen = async (cpaId: string): Promise<{ versie: number; vingerafdruk: string } | null> => {
    const [row] = await db.query<{ versie: number; vingerafdruk: string }>(sql`
      select c.versie, v.vingerafdruk from digikoppeling.cpa c
      join digikoppeling.cpa_versie v on v.cpa_id = c.cpa_id and v.versie = c.versie where c.cpa_id = ${cpaId}`);
    return row ?? null;
  };

  async function controleer(tekst: string, bedoeld: Omgeving): Promise<Controle> {
    const { cpa, actions, findings } = lintCpa(Buffer.from(tekst), { now: clock.now(), omgeving: bedoeld });
    const known = cpa && (await nuGeladen(cpa.id));
    return {
      cpaId: cpa?.id ?? null,
      acties: actions,
      bevindingen: findings,
      bekend: known && { versie: known.versie, gelijk: known.vingerafdruk === vingerafdrukVanTekst(tekst) },
    };
  }

  return {
    ...overzicht,
    omgeving,
    controleer,
    async laad({ tekst, omgeving: bedoeld, elders }, wie) {
      try {
        const { bekend } = await controleer(tekst, bedoeld);
        const note = elders.trim().slice(0, MAX_ELDERS);
        const cpa = await cpas.laad(tekst, { wie, omgeving: bedoeld, ...(note !== '' && { elders: note }) });
        const nieuw = cpa.versie !== bekend?.versie;
        meld(nieuw ? 'CPA geladen' : 'CPA was al geladen', { cpa: cpa.id, versie: cpa.versie, wie });
        return { cpaId: cpa.id, versie: cpa.versie, nieuw };
      } catch (fault) {
        if (!(fault instanceof CpaFault)) throw fault;
        return { fouten: fault.problems.map(({ location, text }) => ({ plaats: location, tekst: text })) };
      }
    },
    async vervang(vraag, wie) {
      try {
        await vervangingen.zet(vraag, wie);
      } catch (fout) {
        if (!(fout instanceof VervangingFout)) throw fout;
        return { veld: fout.veld, tekst: fout.message };
      }
      meld(`${vraag.soort} vervangen`, { cpa: vraag.cpaId ?? 'alle', wie });
      return null;
    },
    async stopVervanging(nr, wie) {
      const there = await vervangingen.stop(nr, wie);
      if (there) meld('vervanging beëindigd', { vervanging: nr, wie });
      return there;
    },
    async ping(cpaId, wie) {
      if ((await cpas.find(cpaId)) === null) return null;
      const uitslag = await ping(cpaId, eigen);
      const [ms, fout] = 'ms' in uitslag ? [uitslag.ms, null] : [null, uitslag.fout];
      await db.query(sql`
        update digikoppeling.kanaal set ping_op = ${clock.now()}, ping_ms = ${ms}, ping_fout = ${fout} where cpa_id = ${cpaId}`);
      meld('ping', { cpa: cpaId, wie, ms, fout });
      return uitslag;
    },
  };
}
