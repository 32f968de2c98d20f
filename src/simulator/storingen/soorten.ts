/**
 * The faults that the simulator can play, as data. Each target has a list of rules; the first rule that fires decides.
 *
 * A rule fires with probability `kans` (default 1), at most `aantal` times (default for ever), after which it is gone.
 */

/**
 * What an HTTP endpoint does instead of answering:
 * - `neer`: 503;
 * - `weiger-verbinding`: the socket is destroyed, nothing is processed;
 * - `half-open`: the request is accepted and never answered;
 * - `traag`: normal, after `ms` milliseconds (default 5000);
 * - `drip`: an answer that comes in one byte each `ms` milliseconds (default 1000); nothing is processed.
 */
export const ENDPOINT_STANDEN = ['ok', 'neer', 'weiger-verbinding', 'half-open', 'traag', 'drip'] as const;

/** The services know two more: `onzin` answers 200 with something that nobody can read, `fout` 500 with an orderly refusal. */
export const DIENST_STANDEN = [...ENDPOINT_STANDEN, 'onzin', 'fout'] as const;

/**
 * What becomes of the Acknowledgment of a zaakbericht that was accepted:
 * - `weglaten`: never sent (a message that is sent again gets a new chance);
 * - `vertragen`: sent after `ms` milliseconds (default 5000);
 * - `dubbel`: sent twice;
 * - `voor-antwoord`: delivered before the HTTP answer to the message itself.
 */
export const ACK_STANDEN = ['ok', 'weglaten', 'vertragen', 'dubbel', 'voor-antwoord'] as const;

export type EndpointStand = (typeof ENDPOINT_STANDEN)[number];
export type DienstStand = (typeof DIENST_STANDEN)[number];
export type AckStand = (typeof ACK_STANDEN)[number];

export interface StandRegel<Stand extends string> {
  readonly stand: Stand;
  /** Milliseconds, for the standen that take time. */
  readonly ms?: number;
  /** Probability from 0 to 1. */
  readonly kans?: number;
  /** How many times it fires. */
  readonly aantal?: number;
}

/** A foutbericht that is sent instead of showing the status to the citizen. */
export interface FoutRegel {
  /** At most 7 characters, e.g. `StUF046`. */
  readonly code: string;
  /** Left out: what belongs to the code, Fo03 and `server` for a code that is not StUF's own. */
  readonly soort?: 'Fo01' | 'Fo03';
  /** `server` means: the same message may be offered again unchanged, and is then processed. */
  readonly plek?: 'client' | 'server';
  readonly omschrijving?: string;
  /** Only for this zaak. */
  readonly zaaknummer?: string;
  /** Only for the message with this referentienummer. */
  readonly referentienummer?: string;
  readonly kans?: number;
  readonly aantal?: number;
}

/** What may be set, all at once or in parts; what is left out stays as it is. A name alone means: always. */
export interface StoringWijziging {
  /** First put everything back to normal. */
  readonly herstel?: boolean;
  /** Restarts the chance of all faults with this seed, so that a run can be repeated. */
  readonly zaad?: number;
  readonly ebms?: StandInvoer<EndpointStand>;
  readonly ack?: StandInvoer<AckStand>;
  readonly accounts?: StandInvoer<DienstStand>;
  readonly brp?: StandInvoer<DienstStand>;
  /** Probability that the connection is cut before a message is processed. */
  readonly dropKans?: number;
  /** Probability that the connection is cut after a message was stored: the sender does not learn that it arrived. */
  readonly dropNaKans?: number;
  readonly fo03?: FoutRegel | readonly FoutRegel[] | null;
  /** The code of the foutbericht for a citizen without account; null: no foutbericht, the status is just not shown. */
  readonly geenAccountCode?: string | null;
}

export type StandInvoer<Stand extends string> = Stand | StandRegel<Stand> | readonly StandRegel<Stand>[];

/** What is set now, as `GET /simulator/bestuur` shows it; `aantal` counts down. */
export interface StoringStand {
  readonly ebms: readonly StandRegel<EndpointStand>[];
  readonly ack: readonly StandRegel<AckStand>[];
  readonly accounts: readonly StandRegel<DienstStand>[];
  readonly brp: readonly StandRegel<DienstStand>[];
  readonly dropKans: number;
  readonly dropNaKans: number;
  readonly fo03: readonly FoutRegel[];
  readonly geenAccountCode: string | null;
}

/** A change that makes no sense. `fouten` says per field what to do. */
export class StoringFout extends Error {
  override readonly name = 'StoringFout';
  readonly fouten: readonly string[];

  constructor(fouten: readonly string[]) {
    super(fouten.join(' '));
    this.fouten = fouten;
  }
}
