/** Writing a CloudEvent. */
import type { CloudEvent } from './lees.ts';

/** The JSON of structured mode: context attributes first, what the event carries last. */
export function schrijfCloudEvent({ data, data_base64, ...attributen }: CloudEvent): string {
  return JSON.stringify({ ...attributen, data_base64, data });
}
