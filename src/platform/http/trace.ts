/** W3C Trace Context: reads `traceparent`, or starts a trace. What does not follow the form starts a new one (§3.2.2). */
import type { Random } from '../time/index.ts';

const FORM = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The `traceparent` under which this request works: the caller's trace with a span of our own. */
export function traceOf(header: string | undefined, random: Random): string {
  const [, traceId, spanId, flags] = FORM.exec(header ?? '') ?? [];
  const span = Buffer.from(random.bytes(8)).toString('hex');
  if (traceId && !/^0+$/.test(traceId) && !/^0+$/.test(spanId!)) return `00-${traceId}-${span}-${flags}`;
  return `00-${Buffer.from(random.bytes(16)).toString('hex')}-${span}-01`;
}

/** The trace id in a `traceparent`, for the log. */
export function traceIdOf(traceparent: string): string {
  return traceparent.slice(3, 35);
}
