/**
 * What the simulator needs to know before it starts. Only the endpoint and the CPA have no default.
 */
import type { Toeval } from './basis/toeval.ts';

/** The agreement as the simulator knows it; "own" is the simulator (the voorziening), "peer" the municipality. */
export interface CpaFeiten {
  readonly cpaId: string;
  readonly ownPartyId: string;
  readonly ownRole: string;
  readonly peerPartyId: string;
  readonly peerRole: string;
  /** E.g. `urn:osb:oin`. */
  readonly partyIdType: string;
  readonly service: string;
  /** E.g. `urn:osb:services`. */
  readonly serviceType: string;
  /** Municipality to simulator. */
  readonly actionZaakbericht: string;
  /** Simulator to municipality. */
  readonly actionFoutbericht: string;
}

export interface SimulatorOptions {
  /** Where acknowledgments, errors and foutberichten go. A function when the port is known only later. */
  readonly gemeenteEndpoint: string | (() => string);
  readonly cpa: CpaFeiten;
  /** Ledger file; left out, the ledger lives in memory and is gone after a restart. */
  readonly ledgerFile?: string;
  readonly now?: () => Date;
  /** Numbers from 0 to 1: names the ledger and drives faults that were set without a seed. */
  readonly random?: Toeval;
  /** Refuse a tijdstipBericht that does not rise per zender (StUF019). Default true. */
  readonly checkTijdstip?: boolean;
  /** How many acknowledgments and foutberichten may be under way at once. Default 8. */
  readonly ackConcurrency?: number;
  /** `alle`: every BSN that passes the 11-proef is in the BRP and has an account; for load tests. Default `demo`. */
  readonly personen?: 'demo' | 'alle';
  /** Time between mail runs. Default 60,000. */
  readonly mailIntervalMs?: number;
  /**
   * Code of the foutbericht for a citizen without account. The real code is not public; default `SIM001`, which says by its name
   * that it is ours. Null: no foutbericht.
   */
  readonly geenAccountCode?: string | null;
  /** Who a zaakbericht must be addressed to (StUF010). Default: the own PartyId without postfix, any applicatie and administratie. */
  readonly ontvanger?: {
    readonly organisatie?: string;
    readonly applicatie?: string;
    readonly administratie?: string;
  };
  /** Waits between attempts to deliver one signal or foutbericht. Default 200 ms, 1 s, 3 s and 10 s. */
  readonly herhaalSchemaMs?: readonly number[];
  /** A foutbericht without Acknowledgment is sent again after this time, at most 8 times. Default 30,000. */
  readonly foutberichtHerhaalMs?: number;
}

/** The organisatie that belongs to a PartyId: without a postfix like `_O` (StUF protocolbindingen 03.02.04 §5.2). */
export function organisatieVan(partyId: string): string {
  return partyId.split('_', 1)[0] ?? partyId;
}
