/**
 * The limited production run (A9): it begins, Logius is told that the messages arrived, one person asks for the release, and it
 * happens when another agrees (four eyes, `/beheer/akkoord`). There is no way back: what was not sent during the run is never
 * sent.
 */
import { type Database, type Queryable, sql } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { type Handler, NietUitvoerbaar, type VierOgen, type Wie } from '../../registraties/handelingen/index.ts';
import { dagVan, type Fout, GEEN_DAG, inWoorden, leesDag, type Persoon } from './begrippen.ts';

/** As four eyes knows it. */
export const VRIJGAVE = 'aansluiten.vrijgave';

export interface Proefrun {
  readonly begonnenOp: string;
  readonly begonnenDoor: string;
  readonly gemeldOp: string | null;
  /** These two are null when what was asked lapsed or was withdrawn. */
  readonly gevraagdOp: string | null;
  readonly gevraagdDoor: string | null;
  readonly vrijgegevenOp: string | null;
  readonly vrijgegevenDoor: string | null;
}

export interface Proefruns {
  stand(): Promise<Proefrun | null>;
  /** From now on only those on the list are sent to. */
  begin(wie: Persoon): Promise<readonly Fout[]>;
  /** Logius was told on this day; asks a second person for the release. */
  vraagVrijgave(gemeldOp: string, wie: Wie): Promise<readonly Fout[]>;
}

const fout = (veld: string, tekst: string): readonly Fout[] => [{ veld, tekst }];

export function createProefruns(options: {
  readonly db: Database;
  readonly clock: Clock;
  readonly vierOgen: Pick<VierOgen, 'registreer' | 'vraag' | 'laatste'>;
}): Proefruns {
  const { db, clock, vierOgen } = options;
  vierOgen.registreer(VRIJGAVE, vrijgave(clock));

  async function lees(tx: Queryable): Promise<Proefrun | null> {
    const run = await leesRun(tx);
    if (run === null || run.vrijgegevenOp !== null) return run;
    const verzoek = await vierOgen.laatste(VRIJGAVE, tx);
    return verzoek?.staat === 'open' ? run : { ...run, gevraagdOp: null, gevraagdDoor: null };
  }

  return {
    stand: () => lees(db),
    async begin({ naam }) {
      const begonnen = await db.query(sql`
        insert into aansluiten.proefrun (begonnen_op, begonnen_door) values (${clock.now()}, ${naam})
        on conflict do nothing returning 1 as ok`);
      return begonnen.length > 0 ? [] : fout('', 'De beperkte productierun was al begonnen.');
    },
    async vraagVrijgave(gemeldOp, wie) {
      const dag = leesDag(gemeldOp);
      if (dag === null) return fout('gemeldOp', GEEN_DAG);
      if (dag > dagVan(clock.now()))
        return fout('gemeldOp', 'Deze dag moet nog komen. Vul in wanneer Logius het hoorde.');
      if (wie.subject === '') return fout('gemeldOp', 'Meld u eerst aan: de vrijgave heeft twee mensen nodig.');
      return await db.transaction(async (tx) => {
        await tx.query(sql`select 1 as ok from aansluiten.proefrun for update`);
        const run = await lees(tx);
        if (run === null) return fout('gemeldOp', 'De run is niet begonnen.');
        if (run.vrijgegevenOp !== null) return fout('gemeldOp', 'De run is al vrijgegeven.');
        if (run.gevraagdDoor !== null) return fout('gemeldOp', `${run.gevraagdDoor} vroeg de vrijgave al.`);
        await tx.query(sql`
          update aansluiten.proefrun set gemeld_op = ${dag}::date, gevraagd_op = ${clock.now()},
            gevraagd_id = ${wie.subject}, gevraagd_door = ${wie.naam}`);
        const reden = `Logius hoorde op ${inWoorden(dag)} dat de berichten zijn aangekomen.`;
        await vierOgen.vraag({ soort: VRIJGAVE, inhoud: { gemeldOp: dag }, object: 'Lopende Zaken', reden }, wie, tx);
        return [];
      });
    },
  };
}

/** What happens when the second person agrees. */
function vrijgave(clock: Clock): Handler {
  return {
    naam: 'Productie vrijgeven',
    toon: ({ gemeldOp }) => [
      { naam: 'Gemeld bij Logius', waarde: inWoorden(String(gemeldOp)) },
      {
        naam: 'Wat er gebeurt',
        waarde: 'Berichten gaan naar alle inwoners voor wie een status is bedoeld. U kunt dit niet terugdraaien.',
      },
    ],
    async voerUit(tx, _inhoud, wie) {
      await tx.query(sql`select 1 as ok from aansluiten.proefrun for update`);
      const run = await leesRun(tx);
      if (run === null || run.vrijgegevenOp !== null) throw new NietUitvoerbaar('De run was al vrijgegeven.');
      // Between asking and agreeing somebody may have begun to test again.
      const [proef] = await tx.query<{ goed: boolean }>(sql`
        select staat = 'goedgekeurd' as goed from aansluiten.proef where soort = 'proefproductie'
        order by versie desc limit 1`);
      if (!proef?.goed)
        throw new NietUitvoerbaar(
          'Het verslag van de beperkte productierun is niet meer goedgekeurd. Rond dat eerst af.',
        );
      await tx.query(sql`
        update aansluiten.proefrun set vrijgegeven_op = ${clock.now()}, vrijgegeven_id = ${wie.subject},
          vrijgegeven_door = ${wie.naam}`);
    },
  };
}

async function leesRun(db: Queryable): Promise<Proefrun | null> {
  const [row] = await db.query<Record<keyof Proefrun, Date | string | null>>(sql`
    select begonnen_op as "begonnenOp", begonnen_door as "begonnenDoor", to_char(gemeld_op, 'YYYY-MM-DD') as "gemeldOp",
      gevraagd_op as "gevraagdOp", gevraagd_door as "gevraagdDoor", vrijgegeven_op as "vrijgegevenOp",
      vrijgegeven_door as "vrijgegevenDoor"
    from aansluiten.proefrun`);
  if (!row) return null;
  const text = (value: Date | string | null): string | null => (value instanceof Date ? value.toISOString() : value);
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, text(value)])) as never;
}
