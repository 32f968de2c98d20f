/**
 * A notification on the wire, in the form of ZGW or as a CloudEvent (NL GOV profile, CloudEvents 1.0). Its id is that of
 * the event: the same however often it is sent. Its number is of the subscriber, from 1, without gaps: who misses one sees
 * it, and asks for it again. ZGW has no place for the two in the body; they stand in headers there.
 */
import type { Delivery, OutboxEvent } from '../../platform/outbox/index.ts';
import type { NotificatieBody } from '../../registraties/kern/index.ts';
import { type CloudEvent, MEDIATYPE, schrijfCloudEvent } from '../../standaarden/cloudevents/index.ts';
import type { EigenCloudEvent } from './cloudevents.ts';
import { CLOUDEVENTS } from './filter.ts';

export interface Bericht {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `bron`: the URN of who sends, the `source` of a CloudEvent. */
export function bericht({ event, seq }: Delivery, vorm: 'zgw' | 'cloudevents', bron: string): Bericht {
  const headers = {
    'notificatie-id': event.id,
    'notificatie-nummer': String(seq),
    ...(event.trace && { traceparent: event.trace }),
  };
  if (vorm === 'zgw' && event.channel !== CLOUDEVENTS)
    return { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(zgw(event)) };
  const body = schrijfCloudEvent(cloudevent(event, seq, bron));
  return { headers: { ...headers, 'content-type': MEDIATYPE }, body };
}

/** What the standard says of a message, without what we add for ourselves. */
const VELDEN = ['kanaal', 'source', 'hoofdObject', 'resource', 'resourceUrl', 'actie', 'aanmaakdatum', 'kenmerken'];

function zgw({ body }: OutboxEvent): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body as NotificatieBody).filter(([naam]) => VELDEN.includes(naam)));
}

function cloudevent(event: OutboxEvent, seq: number, bron: string): CloudEvent {
  // Of another source: as it came, with the id and the order that it has there.
  if (event.channel === CLOUDEVENTS && 'source' in (event.body as object)) return event.body as CloudEvent;
  const common = {
    specversion: '1.0' as const,
    id: event.id,
    source: bron,
    subject: event.subject,
    time: event.at.toISOString(),
    // The extension `sequence` (CloudEvents documented extensions).
    sequence: String(seq),
    sequencetype: 'Integer',
    ...(event.trace && { traceparent: event.trace }),
    datacontenttype: 'application/json',
  };
  if (event.channel === CLOUDEVENTS) return { ...common, ...(event.body as EigenCloudEvent) };
  const data = zgw(event);
  const type = `nl.overheid.${data['kanaal']}.${data['resource']}.${data['actie']}`;
  return { ...common, type, data };
}
