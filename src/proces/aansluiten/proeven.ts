/**
 * Tests and their reports (A7, A8, A9, A15). A report is a list of scenarios that a person fills in, with what was sent and
 * came back beside it. What is not right is tested again in a next version; what was right is taken along.
 */
import { type Database, type Queryable, sql } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { maskBsn } from '../../standaarden/bsn/index.ts';
import type { Staat } from '../lopendezaken/index.ts';
import { dagVan, type Fout, GEEN_DAG, leesDag, type Persoon } from './begrippen.ts';

export const PROEFSOORTEN = ['compliance', 'acceptatie', 'keten', 'proefproductie'] as const;
export type Proefsoort = (typeof PROEFSOORTEN)[number];

export interface Scenario {
  readonly id: string;
  readonly titel: string;
  readonly doen: string;
  readonly verwacht: string;
  /** What must be seen in the portal of MijnOverheid; empty: nothing. */
  readonly kijken: string;
  /** A message as it would be sent; empty without. */
  readonly voorbeeld: string;
}

/** How a zaakbericht of the zaak of this scenario stood, and by what it is found back. */
export interface Berichtregel {
  readonly statustype: string;
  readonly staat: Staat;
  readonly reden: string;
  readonly op: string;
  /** These three not in reports of before they were kept, and null where there was no message or no check. */
  readonly accountOp?: string | null;
  readonly messageId?: string | null;
  readonly referentienummer?: string | null;
}

export type Uitkomst = '' | 'goed' | 'fout' | 'nvt';

export interface Proefregel extends Scenario {
  readonly zaaknummer: string;
  readonly uitkomst: Uitkomst;
  readonly bevinding: string;
  readonly gezienDoor: string;
  readonly gezienOp: string;
  readonly wie: string;
  readonly op: string;
  /** Version in which it was found right; null when it is tested in this one. */
  readonly eerder: number | null;
  readonly berichten: readonly Berichtregel[];
}

export interface Proef {
  readonly soort: Proefsoort;
  readonly versie: number;
  readonly staat: 'open' | 'klaar' | 'goedgekeurd' | 'afgekeurd';
  readonly regels: readonly Proefregel[];
  readonly opmerking: string;
  readonly wie: string;
  readonly begonnen: string;
  readonly gewijzigd: string;
  readonly oordeelOp: string | null;
  readonly oordeelDoor: string | null;
}

export interface Invulling {
  readonly zaaknummer: string;
  readonly uitkomst: Uitkomst;
  readonly bevinding: string;
  readonly gezien: boolean;
}

export interface Proeven {
  /** Every version, the newest first. */
  van(soort: Proefsoort): Promise<readonly Proef[]>;
  begin(soort: Proefsoort, scenarios: readonly Scenario[], wie: Persoon): Promise<readonly Fout[]>;
  vul(soort: Proefsoort, regel: string, invulling: Invulling, wie: Persoon): Promise<readonly Fout[]>;
  /** Nothing is filled in after this. `berichten` gives what became of the messages about a zaak. */
  rondAf(
    soort: Proefsoort,
    opmerking: string,
    berichten: (zaaknummer: string) => Promise<readonly Berichtregel[]>,
  ): Promise<readonly Fout[]>;
  /** The verdict on the last version: of Logius on the ketentest, of the municipality on the others. */
  oordeel(soort: Proefsoort, goed: boolean, datum: string, wie: Persoon): Promise<readonly Fout[]>;
  /** A test that was done as a whole. */
  bewaar(soort: Proefsoort, regels: readonly Proefregel[], opmerking: string, wie: Persoon): Promise<Proef>;
}

const MAX_TEKST = 1_000;
const fout = (veld: string, tekst: string): readonly Fout[] => [{ veld, tekst }];

export const leegGelaten = (scenario: Scenario): Proefregel => ({
  ...scenario,
  zaaknummer: '',
  uitkomst: '',
  bevinding: '',
  gezienDoor: '',
  gezienOp: '',
  wie: '',
  op: '',
  eerder: null,
  berichten: [],
});

export function createProeven({ db, clock }: { readonly db: Database; readonly clock: Clock }): Proeven {
  return {
    van: (soort) => lees(db, soort),
    async begin(soort, scenarios, wie) {
      if (scenarios.length === 0) return fout('', 'Er zijn geen scenario’s. Kies eerst zaakberichtstromen.');
      return await db.transaction(async (tx) => {
        const [vorige] = await lees(tx, soort);
        if (vorige?.staat === 'open') return fout('', `Versie ${vorige.versie} is nog niet afgerond.`);
        const goed = new Map(
          (vorige?.staat === 'goedgekeurd' ? [] : (vorige?.regels ?? []))
            .filter(({ uitkomst }) => uitkomst === 'goed' || uitkomst === 'nvt')
            .map((regel) => [regel.id, { ...regel, eerder: regel.eerder ?? vorige!.versie }]),
        );
        const regels = scenarios.map((scenario) => goed.get(scenario.id) ?? leegGelaten(scenario));
        await nieuw(tx, {
          soort,
          versie: (vorige?.versie ?? 0) + 1,
          staat: 'open',
          regels,
          opmerking: '',
          wie: wie.naam,
        });
        return [];
      });
    },
    async vul(soort, id, invulling, wie) {
      const { zaaknummer, uitkomst, bevinding, gezien } = invulling;
      if (bevinding.length > MAX_TEKST) return fout('bevinding', `Maak dit korter dan ${MAX_TEKST} tekens.`);
      if (zaaknummer.length > 40) return fout('zaaknummer', 'Een zaaknummer heeft hoogstens 40 tekens.');
      if (uitkomst === 'fout' && bevinding === '') return fout('bevinding', 'Zeg wat er niet goed ging.');
      if (uitkomst === 'nvt' && bevinding === '') return fout('bevinding', 'Zeg waarom dit niet van toepassing is.');
      return await opOpen(soort, async (tx, proef) => {
        const nu = clock.now().toISOString();
        const regel = proef.regels.find((one) => one.id === id);
        if (regel === undefined) return fout('', 'Dit scenario is er niet.');
        if (uitkomst === 'goed' && regel.kijken !== '' && !gezien)
          return fout('gezien', 'Kijk eerst in het portaal van MijnOverheid, en vink dat hier aan.');
        const ingevuld: Proefregel = {
          ...regel,
          zaaknummer,
          uitkomst,
          bevinding: maskBsn(bevinding),
          gezienDoor: gezien ? regel.gezienDoor || wie.naam : '',
          gezienOp: gezien ? regel.gezienOp || nu : '',
          wie: wie.naam,
          op: nu,
          eerder: null,
        };
        const regels = proef.regels.map((one) => (one.id === id ? ingevuld : one));
        await tx.query(sql`
          update aansluiten.proef set regels = ${JSON.stringify(regels)}::jsonb, gewijzigd = ${clock.now()}
          where soort = ${soort} and versie = ${proef.versie}`);
        return [];
      });
    },
    async rondAf(soort, opmerking, berichten) {
      if (opmerking.length > MAX_TEKST) return fout('opmerking', `Maak dit korter dan ${MAX_TEKST} tekens.`);
      const [open] = await lees(db, soort);
      const opgezocht = new Map<string, readonly Berichtregel[]>();
      for (const { zaaknummer } of open?.regels ?? [])
        if (zaaknummer !== '') opgezocht.set(zaaknummer, await berichten(zaaknummer));
      return await opOpen(soort, async (tx, proef) => {
        const leeg = proef.regels.filter(({ uitkomst }) => uitkomst === '');
        if (leeg.length > 0) return fout('', `Vul eerst deze scenario’s in: ${leeg.map(({ id }) => id).join(', ')}.`);
        const regels = proef.regels.map((regel) => ({ ...regel, berichten: opgezocht.get(regel.zaaknummer) ?? [] }));
        await tx.query(sql`
          update aansluiten.proef set staat = 'klaar', regels = ${JSON.stringify(regels)}::jsonb,
            opmerking = ${maskBsn(opmerking)}, gewijzigd = ${clock.now()}
          where soort = ${soort} and versie = ${proef.versie}`);
        return [];
      });
    },
    async oordeel(soort, goed, datum, wie) {
      const dag = leesDag(datum);
      if (dag === null) return fout('datum', GEEN_DAG);
      if (dag > dagVan(clock.now())) return fout('datum', 'Deze dag moet nog komen.');
      return await db.transaction(async (tx) => {
        const [laatste] = await lees(tx, soort);
        if (laatste?.staat !== 'klaar') return fout('', 'Er is geen afgerond rapport om over te oordelen.');
        const mis = laatste.regels.filter(({ uitkomst }) => uitkomst === 'fout').map(({ id }) => id);
        if (goed && mis.length > 0)
          return fout('', `Niet alles is goed: ${mis.join(', ')}. Test dat opnieuw in een volgende versie.`);
        await tx.query(sql`
          update aansluiten.proef set staat = ${goed ? 'goedgekeurd' : 'afgekeurd'}, oordeel_op = ${dag}::date,
            oordeel_door = ${wie.naam} where soort = ${soort} and versie = ${laatste.versie}`);
        return [];
      });
    },
    async bewaar(soort, regels, opmerking, wie) {
      return await db.transaction(async (tx) => {
        await tx.query(sql`delete from aansluiten.proef where soort = ${soort} and staat = 'open'`);
        const [vorige] = await lees(tx, soort);
        const versie = (vorige?.versie ?? 0) + 1;
        await nieuw(tx, { soort, versie, staat: 'klaar', regels, opmerking, wie: wie.naam });
        return (await lees(tx, soort))[0]!;
      });
    },
  };

  async function opOpen(
    soort: Proefsoort,
    werk: (tx: Queryable, proef: Proef) => Promise<readonly Fout[]>,
  ): Promise<readonly Fout[]> {
    return await db.transaction(async (tx) => {
      await tx.query(sql`select 1 as ok from aansluiten.proef where soort = ${soort} and staat = 'open' for update`);
      const [laatste] = await lees(tx, soort);
      if (laatste?.staat !== 'open') return fout('', 'Er is geen test begonnen die nog open is.');
      return await werk(tx, laatste);
    });
  }

  async function nieuw(
    tx: Queryable,
    {
      soort,
      versie,
      staat,
      regels,
      opmerking,
      wie,
    }: Pick<Proef, 'soort' | 'versie' | 'staat' | 'regels' | 'opmerking' | 'wie'>,
  ): Promise<void> {
    await tx.query(sql`
      insert into aansluiten.proef (soort, versie, staat, regels, opmerking, wie, begonnen, gewijzigd)
      values (${soort}, ${versie}, ${staat}, ${JSON.stringify(regels)}::jsonb, ${opmerking}, ${wie}, ${clock.now()}, ${clock.now()})`);
  }
}

async function lees(db: Queryable, soort: Proefsoort): Promise<readonly Proef[]> {
  const rows = await db.query<Proef & { begonnen: Date; gewijzigd: Date }>(sql`
    select soort, versie, staat, regels, opmerking, wie, begonnen, gewijzigd, to_char(oordeel_op, 'YYYY-MM-DD') as "oordeelOp",
      oordeel_door as "oordeelDoor"
    from aansluiten.proef where soort = ${soort} order by versie desc`);
  return rows.map((row) => ({
    ...row,
    begonnen: (row.begonnen as unknown as Date).toISOString(),
    gewijzigd: (row.gewijzigd as unknown as Date).toISOString(),
  }));
}
