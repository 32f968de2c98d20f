/** Rows of the outbox as the rest of it knows them. */
import type { Delivery, OutboxEvent } from './types.ts';

export interface EventRow {
  readonly nr: number;
  readonly id: string;
  readonly channel: string;
  readonly kind: string;
  readonly subject: string;
  readonly subject_nr: number;
  readonly body: unknown;
  readonly trace: string | null;
  readonly at: Date;
}

export interface DeliveryRow extends EventRow {
  readonly subscriber: string;
  readonly seq: number;
  readonly attempts: number;
  readonly epoch: number;
}

export function eventOf(row: EventRow): OutboxEvent {
  const { id, channel, kind, subject, body, trace, at } = row;
  return { id, channel, kind, subject, subjectNr: row.subject_nr, body, trace, at };
}

export function deliveryOf(row: DeliveryRow): Delivery {
  return { subscriber: row.subscriber, seq: row.seq, attempts: row.attempts, event: eventOf(row) };
}
