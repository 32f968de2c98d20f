/** POST notificaties: news of a source that is not a register of ours. It goes the same way as our own. */
import { sql } from '../../platform/db/index.ts';
import { type InvalidParam, invalid, type Server } from '../../platform/http/index.ts';
import type { Outbox } from '../../platform/outbox/index.ts';
import { uuidOf } from '../../platform/time/index.ts';
import {
  answer,
  begin,
  forbidden,
  isUuid,
  mayAtAll,
  type NotificatieBody,
  type Ports,
} from '../../registraties/kern/index.ts';
import { BERICHT, GEPUBLICEERD, notificatiesApi, PUBLICEREN } from './api.ts';

type Notificatie = NonNullable<ReturnType<typeof BERICHT.parse>>;

export function mountPubliceren(server: Server, ports: Ports, outbox: Outbox): void {
  server.post(`${notificatiesApi.root}/notificaties`, async (request, reply) => {
    const { actor } = await begin(request, ports);
    if (!mayAtAll(actor, notificatiesApi.component, PUBLICEREN)) throw forbidden(PUBLICEREN);
    const { source, ...given } = lees(request.body);
    const notificatie = { ...given, ...(source && { source }) };
    await ports.db.transaction(async (tx) => {
      const [kanaal] = await tx.query<{ filters: readonly string[] }>(
        sql`select filters from notificaties.kanaal where naam = ${notificatie.kanaal}`,
      );
      const faults = klopt(notificatie, kanaal?.filters ?? null);
      if (faults.length > 0) throw invalid(...faults);
      await outbox.publish(tx, [
        {
          channel: notificatie.kanaal,
          // Not the kind of an event of our own: the processes that work on those read the object in our database.
          kind: `extern.${notificatie.resource}.${notificatie.actie}`,
          subject: onderwerp(notificatie.hoofdObject),
          body: notificatie,
          trace: request.trace,
        },
      ]);
    });
    const wire = { api: notificatiesApi, crs: false };
    return answer(reply, wire, GEPUBLICEERD[ports.profile], JSON.stringify(notificatie));
  });
}

function lees(body: unknown): Notificatie {
  const faults: InvalidParam[] = [];
  const found = BERICHT.parse(body, '', { faults, ownId: () => null });
  if (found !== undefined && faults.length === 0) return found;
  throw invalid(...faults.map((fault) => ({ ...fault, name: fault.name.replace(/^\./, '') || 'nonFieldErrors' })));
}

/** [Open Notificaties] The kanaal is there, and the message has exactly its kenmerken: who filters on one finds it. */
function klopt(
  notificatie: Pick<NotificatieBody, 'kenmerken'>,
  filters: readonly string[] | null,
): readonly InvalidParam[] {
  if (filters === null)
    return [{ name: 'nonFieldErrors', code: 'message_kanaal', reason: 'Dit kanaal bestaat niet. Maak het eerst aan.' }];
  const namen = Object.keys(notificatie.kenmerken);
  if (namen.length === filters.length && filters.every((naam) => namen.includes(naam))) return [];
  const reason = `De kenmerken moeten die van het kanaal zijn: ${filters.join(', ') || 'geen'}.`;
  return [{ name: 'nonFieldErrors', code: 'kenmerken_inconsistent', reason }];
}

/** Messages about one object go in order: its uuid, or one that follows from its address. */
export function onderwerp(hoofdObject: string): string {
  const last = hoofdObject.replace(/\/$/, '').split('/').at(-1)!;
  if (isUuid(last)) return last.toLowerCase();
  return uuidOf(hoofdObject);
}
