/** What every step of receiving has at hand, and the answers that it can give. */
import type { X509Certificate } from 'node:crypto';
import type { Database, Tx } from '../../platform/db/index.ts';
import type { NewEvent } from '../../platform/outbox/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';
import type { Cpa, PartyId, Pong, StatusResponse } from '../../standaarden/ebms/index.ts';
import type { Bevestiging } from './antwoord.ts';
import type { SleutelVan } from './beveiligen.ts';
import type { Cpas } from './cpas.ts';
import type { Objecten } from './objecten.ts';
import type { Teller } from './teller.ts';
import type { OpResultaat } from './types.ts';

export interface OntvangContext {
  readonly db: Database;
  readonly cpas: Cpas;
  readonly clock: Clock;
  readonly random: Random;
  /** Domain of our MessageIds. */
  readonly domein: string;
  /** The first base of our addresses, for notifications; null: none are made. */
  readonly base: string | null;
  readonly opResultaat: OpResultaat;
  readonly objecten: Objecten;
  /** Our private key for a certificate of ours; null when it is not here. */
  readonly sleutelVan: SleutelVan;
  publish(tx: Tx, events: readonly NewEvent[]): Promise<unknown>;
  /** Hands an acknowledgment to be stored together with others; resolves when it is stored. */
  bevestig(bevestiging: Bevestiging): Promise<void>;
  /** True for a Ping that this process sent and still waits for. */
  isEigenPing(messageId: string): boolean;
  /** A Pong or a StatusResponse came in for what this process asked. */
  opAntwoord(message: Pong | StatusResponse): void;
  /** Why who showed this certificate may not speak as the party with these ids; null when it may (`partij.ts`). */
  vreemdeling(cpa: Cpa, from: readonly PartyId[], peer: X509Certificate | null): string | null;
  /** A signal was stored that must leave. */
  signaalKlaar(): void;
  /** Counts what happened; `cpaId` and `action` of a CPA that is loaded here, or `onbekend`. */
  readonly tel: Teller['tel'];
  log(fields: object, message: string): void;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: Uint8Array | null;
}

/** Heard, and everything that follows from it is stored. */
export const ACCEPTED: HttpAnswer = { status: 204, contentType: null, body: null };

/** A MessageId for a signal of ours. */
export function newMessageId({ clock, random, domein }: Pick<OntvangContext, 'clock' | 'random' | 'domein'>): string {
  return `${uuidv7(clock, random)}@${domein}`;
}

/** PostgreSQL keeps no NUL in a text, and a MIME header may hold one. */
export function zonderNul(text: string): string {
  return text.replaceAll('\0', '');
}
