/** The other side: applies each message once, told apart by message id, and keeps its own ledger of what it applied. */
import type { Bericht } from './post.testhulp.ts';

export interface Ontvanger {
  /** Takes a message. Whether it is new or a repetition, it is to be acknowledged. */
  receive(message: Bericht): 'applied' | 'repeated';
  /** What was applied, in order. */
  readonly applied: readonly Bericht[];
  /** What no sender may do: the same id with other bytes (RS-I5). */
  readonly complaints: readonly string[];
}

export function createOntvanger(): Ontvanger {
  const bytesById = new Map<string, string>();
  const applied: Bericht[] = [];
  const complaints: string[] = [];
  return {
    applied,
    complaints,
    receive(message) {
      const before = bytesById.get(message.id);
      if (before !== undefined) {
        if (before !== message.bytes) complaints.push(`message ${message.id} (${message.label}) came with other bytes`);
        return 'repeated';
      }
      bytesById.set(message.id, message.bytes);
      applied.push(message);
      return 'applied';
    },
  };
}

/**
 * What is wrong with the order and number of what was applied: an event applied twice, or after a later one of its
 * subject. `given` are labels that an operator gave up: such a message may still arrive, and then late.
 */
export function faultsOfApplied(applied: readonly Bericht[], given: ReadonlySet<string> = new Set()): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  const last = new Map<string, Bericht>();
  for (const message of applied) {
    const event = `${message.subscriber}/${message.label}`;
    if (seen.has(event)) faults.push(`${event} was applied twice`);
    seen.add(event);
    if (given.has(message.label)) continue;
    const lane = `${message.subscriber}/${message.subject}`;
    const before = last.get(lane);
    if (before && before.seq > message.seq) faults.push(`${event} was applied after ${before.label} of its subject`);
    last.set(lane, message);
  }
  return faults;
}
