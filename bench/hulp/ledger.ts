/**
 * What the receiver says it got, against what was sent: the proof of lost 0, twice 0 and order per zaak. The simulator's
 * ledger is written by other code than the sender's own administration, so the two can disagree.
 */
import type { LedgerRegel } from '../../src/simulator/index.ts';

/** As much of a line of the ledger as the proof needs. */
export type Aankomst = Pick<
  LedgerRegel,
  'zaakidentificatie' | 'datumStatusGezet' | 'toegepast' | 'uitkomst' | 'dubbel' | 'afwijkend'
>;

export interface Uitslag {
  /** Statussen that the citizen sees. */
  readonly getoond: number;
  /** Statussen that were set and that the citizen does not see. */
  readonly verloren: number;
  /** Messages about a status that had been told already, copies with the same MessageId included. */
  readonly tweemaal: number;
  /** Statussen that came after a later one of the same zaak. */
  readonly volgorde: number;
  /** Messages that the receiver refused, or about a zaak that we do not know. */
  readonly geweigerd: number;
}

export interface Keuring {
  /** Takes the lines in the order of arrival. */
  neem(regels: readonly Aankomst[]): void;
  uitslag(): Uitslag;
}

/** A proof; `verwacht` is how many statussen each zaak got, by identificatie. */
export function keuring(verwacht: ReadonlyMap<string, number>): Keuring {
  const seen = new Map<string, { momenten: Set<string>; laatste: string }>();
  let getoond = 0;
  let tweemaal = 0;
  let volgorde = 0;
  let geweigerd = 0;

  function one({ zaakidentificatie, datumStatusGezet, toegepast, uitkomst, dubbel, afwijkend }: Aankomst): void {
    tweemaal += dubbel + afwijkend;
    if (uitkomst === 'al-bekend' || uitkomst === 'herhaald') tweemaal++;
    else if (!toegepast || !verwacht.has(zaakidentificatie ?? '')) geweigerd++;
    if (!toegepast || zaakidentificatie === null || datumStatusGezet === null) return;
    if (!verwacht.has(zaakidentificatie)) return;
    const zaak = seen.get(zaakidentificatie) ?? { momenten: new Set(), laatste: '' };
    seen.set(zaakidentificatie, zaak);
    if (zaak.momenten.has(datumStatusGezet)) {
      tweemaal++;
      return;
    }
    zaak.momenten.add(datumStatusGezet);
    getoond++;
    // All of one length (17 digits), so the order of the text is the order in time.
    if (datumStatusGezet < zaak.laatste) volgorde++;
    else zaak.laatste = datumStatusGezet;
  }

  return {
    neem: (regels) => regels.forEach(one),
    uitslag() {
      let verloren = 0;
      for (const [zaak, aantal] of verwacht) verloren += Math.max(0, aantal - (seen.get(zaak)?.momenten.size ?? 0));
      return { getoond, verloren, tweemaal, volgorde, geweigerd };
    },
  };
}

const PAGE = 5_000;

/** Proves the whole ledger of the simulator at `url`, page by page. */
export async function keurLedger(
  url: string,
  verwacht: ReadonlyMap<string, number>,
  signal: AbortSignal,
): Promise<Uitslag> {
  const proof = keuring(verwacht);
  for (let na: number | null = 0; na !== null; ) {
    const answer: Response = await fetch(`${url}/simulator/bestuur/ledger?na=${na}&aantal=${PAGE}`, { signal });
    if (!answer.ok) throw new Error(`De simulator gaf zijn grootboek niet: HTTP ${answer.status}.`);
    const page = (await answer.json()) as { regels: LedgerRegel[]; volgende: number | null };
    proof.neem(page.regels);
    na = page.volgende;
  }
  return proof.uitslag();
}
