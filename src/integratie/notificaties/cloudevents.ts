/**
 * CloudEvents: those that processes of ours make, and POST cloudevents for those of other sources [Open Notificaties].
 * An event of another source goes out as it came in, under its own id; ours stands in the header.
 */
import { type Database, sql } from '../../platform/db/index.ts';
import { invalid, type Server } from '../../platform/http/index.ts';
import type { NewEvent, Outbox } from '../../platform/outbox/index.ts';
import { answer, begin, forbidden, mayAtAll, type Ports } from '../../registraties/kern/index.ts';
import { type CloudEvent, leesCloudEvent, MEDIATYPE, schrijfCloudEvent } from '../../standaarden/cloudevents/index.ts';
import { notificatiesApi, PUBLICEREN } from './api.ts';
import { CLOUDEVENTS } from './filter.ts';
import { onderwerp } from './publiceren.ts';

/** An event of our own making: who sends it, its id and its number follow from the outbox. */
export type EigenCloudEvent = Pick<CloudEvent, 'type' | 'time' | 'subject' | 'dataref' | 'data'>;

/** `over`: id of the object that it is about; events about one object go in order. */
export function nieuwCloudEvent(over: string, event: EigenCloudEvent, trace: string | null): NewEvent {
  return { channel: CLOUDEVENTS, kind: event.type, subject: over, body: event, trace };
}

export function mountCloudevents(server: Server, ports: Ports, outbox: Outbox, bron: string): void {
  void server.register(async (scope) => {
    scope.addContentTypeParser(MEDIATYPE, { parseAs: 'string' }, scope.getDefaultJsonParser('error', 'error'));
    scope.post(`${notificatiesApi.root}/cloudevents`, async (request, reply) => {
      const { actor } = await begin(request, ports);
      if (!mayAtAll(actor, notificatiesApi.component, PUBLICEREN)) throw forbidden(PUBLICEREN);
      const event = lees(request.body, bron);
      await neemAan(ports, outbox, event, request.trace);
      const type = request.headers['content-type']?.startsWith(MEDIATYPE) ? MEDIATYPE : undefined;
      return answer(reply, { api: notificatiesApi, crs: false }, 201, schrijfCloudEvent(event), type);
    });
  });
}

function lees(body: unknown, bron: string): CloudEvent {
  const gelezen = leesCloudEvent(body);
  if ('fouten' in gelezen) throw invalid(...gelezen.fouten);
  if (gelezen.event.source !== bron) return gelezen.event;
  const reason = 'Dit is de naam waaronder Zaakbode zelf gebeurtenissen verstuurt. Gebruik de naam van uw systeem.';
  throw invalid({ name: 'source', code: 'invalid', reason });
}

/** Passes an event on, unless this source already sent one with this id: they are the same (CloudEvents 1.0, `id`). */
async function neemAan(
  { db, clock }: { readonly db: Database; readonly clock: Ports['clock'] },
  outbox: Outbox,
  event: CloudEvent,
  trace: string,
): Promise<void> {
  const { source, id, type, subject = '' } = event;
  await db.transaction(async (tx) => {
    const nieuw = await tx.query(sql`
      insert into notificaties.cloudevent values (${source}, ${id}, ${clock.now()}) on conflict do nothing returning id`);
    if (nieuw.length === 0) return;
    // A source numbers its own objects: two sources with the same subject do not wait for each other.
    const over = onderwerp(`${source} ${subject}`);
    // Not the kind of an event of our own: the processes that work on those read the object in our database.
    await outbox.publish(tx, [{ channel: CLOUDEVENTS, kind: `extern.${type}`, subject: over, body: event, trace }]);
  });
}
