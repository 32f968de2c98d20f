/**
 * The gate (A8, A9, A10): may a zaakbericht leave in this phase? Implements the port `Toelating` of Lopende Zaken. Who may
 * not is never sent to later, so what it says is final.
 *
 * | omgeving | who is sent to |
 * |---|---|
 * | demo | everybody, unless a limited run is practised |
 * | compliance, preproductie | who is on the list of test-BSNs |
 * | productie | before the limited run: nobody; during: who is on the list; after its release, or with LZ_AANSLUITING=bestaand: everybody |
 */
import { type Queryable, sql } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import type { Bsn } from '../../standaarden/bsn/index.ts';
import type { Omgeving } from './begrippen.ts';
import { opDeLijst } from './deelnemers.ts';

export interface Afgewezen {
  readonly staat: 'buiten_proefproductie';
  /** For the operator. */
  readonly reden: string;
}

export interface Poort {
  /** For each: null when it may, or why it is never sent. */
  magVerstrekken(db: Queryable, vragen: readonly { readonly bsn: Bsn }[]): Promise<readonly (Afgewezen | null)[]>;
  /** What was found before counts no more: after the run begins. */
  vergeet(): void;
}

const OOK_LATER = 'Dit bericht wordt ook later niet verstuurd.';
const afgewezen = (reden: string): Afgewezen => ({ staat: 'buiten_proefproductie', reden: `${reden} ${OOK_LATER}` });

const NIET_BEGONNEN = afgewezen('De aansluiting op productie is nog niet begonnen: er gaat nog naar niemand bericht.');
const GEEN_DEELNEMER = afgewezen('Tijdens de beperkte productierun gaat alleen naar de deelnemers bericht.');
const GEEN_TESTNUMMER = afgewezen('Voor productie gaat alleen bericht naar wie op de lijst met test-BSN’s staat.');

/** How long the demo is believed to have no run: it asks nothing of it at every batch. */
const DEMO_MS = 5_000;

export function createPoort({
  omgeving,
  bestaand,
  clock,
}: {
  readonly omgeving: Omgeving;
  /** The connection existed before there was a gate (LZ_AANSLUITING). */
  readonly bestaand: boolean;
  readonly clock: Clock;
}): Poort {
  // A release is never taken back, so it is looked up once.
  let vrijTot = omgeving === 'productie' && bestaand ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;

  async function stand(db: Queryable): Promise<'niet' | 'begonnen' | 'vrij'> {
    const [run] = await db.query<{ vrij: boolean }>(sql`
      select vrijgegeven_op is not null as vrij from aansluiten.proefrun`);
    if (!run) return 'niet';
    return run.vrij ? 'vrij' : 'begonnen';
  }

  return {
    async magVerstrekken(db, vragen) {
      const now = clock.now().getTime();
      if (vragen.length === 0 || now < vrijTot) return vragen.map(() => null);
      const test = omgeving === 'preproductie' || omgeving === 'compliance';
      const run = test ? 'begonnen' : await stand(db);
      if (run === 'vrij') vrijTot = Number.POSITIVE_INFINITY;
      if (run === 'niet' && omgeving === 'demo') vrijTot = now + DEMO_MS;
      if (run === 'vrij' || (run === 'niet' && omgeving === 'demo')) return vragen.map(() => null);
      if (run === 'niet') return vragen.map(() => NIET_BEGONNEN);
      const mag = await opDeLijst(
        db,
        vragen.map(({ bsn }) => bsn),
      );
      return mag.map((ja) => (ja ? null : test ? GEEN_TESTNUMMER : GEEN_DEELNEMER));
    },
    vergeet() {
      if (omgeving === 'demo') vrijTot = Number.NEGATIVE_INFINITY;
    },
  };
}
