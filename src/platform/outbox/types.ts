/** The words of the outbox. See `index.ts` for the whole. */
import type { Queryable, Tx } from '../db/index.ts';

/** What a business transaction tells the world. `body` is JSON and goes to every subscriber as it is. */
export interface NewEvent {
  readonly channel: string;
  readonly kind: string;
  /** Deliveries of one subject go in order; different subjects do not wait for each other. */
  readonly subject: string;
  readonly body: unknown;
  /** W3C `traceparent` of the request that caused it. */
  readonly trace: string | null;
}

/** An event as stored. */
export interface OutboxEvent extends NewEvent {
  readonly id: string;
  /** Number within its subject, from 1, without gaps, in order of commit. */
  readonly subjectNr: number;
  readonly at: Date;
}

/** One event on its way to one subscriber. */
export interface Delivery {
  readonly subscriber: string;
  /** Number within the subscriber, from 1, without gaps, after filtering. */
  readonly seq: number;
  /** How often it was tried before now. */
  readonly attempts: number;
  readonly event: OutboxEvent;
}

/**
 * What became of a delivery.
 * - `klaar`: done, the lane goes on.
 * - `wacht`: the lane waits until somebody completes the token (an acknowledgment, or an operator).
 * - `opnieuw`: try again, after `afterMs` or by the retry schedule.
 * - `eind`: ended in the named final state, the lane goes on.
 */
export type Outcome =
  | { readonly kind: 'klaar'; readonly data?: unknown }
  | { readonly kind: 'wacht'; readonly token: string; readonly reason?: string; readonly data?: unknown }
  | { readonly kind: 'opnieuw'; readonly reason: string; readonly afterMs?: number; readonly data?: unknown }
  | { readonly kind: 'eind'; readonly state: string; readonly reason: string; readonly data?: unknown };

export interface Settled {
  readonly delivery: Delivery;
  readonly outcome: Outcome;
}

export interface Subscriber {
  readonly name: string;
  /** Which events it gets. A pure function of the event. */
  wants(event: OutboxEvent): boolean;
  /** Lane heads per call of `handle`, at most. */
  readonly batch: number;
  /** Batches under way at once in one process; 1 unless said. */
  readonly parallel?: number;
  /** How many it can take now; asked before each claim, no claim at 0. Without it: always `batch`. */
  capacity?(): Promise<number>;
  /**
   * Does the work, outside any transaction: the network is allowed. One outcome per delivery, in the same order.
   * It may run more than once for one delivery, so what must happen exactly once belongs in `settle`.
   */
  handle(deliveries: readonly Delivery[], signal: AbortSignal): Promise<readonly Outcome[]>;
  /**
   * Runs in the transaction that stores the outcomes, also when a token is completed: what it writes is stored together
   * with the outcome, or not at all. Only outcomes that still count are given (a claim taken over by another is left out).
   */
  settle?(tx: Tx, settled: readonly Settled[]): Promise<void>;
}

/**
 * Subscribers that come and go while the program runs (abonnementen). One loop works for all of them: each has one batch
 * under way at a time, so that one that is slow or gone holds up no other.
 */
export interface Family {
  /** For the log. */
  readonly name: string;
  /**
   * The members of now. The relay asks in its own transaction, so that an event is handed out to exactly those that are
   * there; names are never used again for another.
   */
  members(db: Queryable): Promise<readonly Subscriber[]>;
}
