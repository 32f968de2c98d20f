/**
 * Message status (ebMS 2.0 §7, optional in the profile): another handler asks what became of a message that it sent us.
 * Told to its sender alone; who asks about the message of another hears that he may not know.
 */
import { sql } from '../../platform/db/index.ts';
import {
  buildStatusResponse,
  type Cpa,
  type MessageStatus,
  partyOf,
  type StatusRequest,
  signalEndpoint,
} from '../../standaarden/ebms/index.ts';
import { ACCEPTED, type HttpAnswer, newMessageId, type OntvangContext } from './ontvang-context.ts';
import { bewaarSignaal } from './signalen.ts';

interface Rij {
  readonly van: string | null;
  readonly ontvangen: Date;
  readonly bevestigd: Date | null;
}

export async function ontvangStatusvraag(
  context: OntvangContext,
  cpa: Cpa,
  { header, refToMessageId }: StatusRequest,
): Promise<HttpAnswer> {
  const [row] = await context.db.query<Rij & Record<string, unknown>>(sql`
    select van, ontvangen, bevestigd from digikoppeling.ontvangen
    where message_id = ${refToMessageId} and cpa_id = ${cpa.id}`);
  const asker = header.from.partyIds[0]!.value;
  const status = statusVan(row, (van) => partyOf(cpa, van) === partyOf(cpa, asker));
  const packed = buildStatusResponse({
    answerTo: header,
    messageId: newMessageId(context),
    timestamp: context.clock.now(),
    aboutMessageId: refToMessageId,
    status,
    statusTimestamp: row && status !== 'UnAuthorized' ? (row.bevestigd ?? row.ontvangen) : null,
  });
  await context.db.transaction((tx) =>
    bewaarSignaal(context, tx, signalEndpoint(cpa, asker, 'StatusResponse'), packed),
  );
  context.signaalKlaar();
  return ACCEPTED;
}

/** `Processed` is what the system behind us has taken over. */
function statusVan(row: Rij | undefined, isSender: (van: string) => boolean): MessageStatus {
  if (row === undefined) return 'NotRecognized';
  if (row.van === null || !isSender(row.van)) return 'UnAuthorized';
  return row.bevestigd === null ? 'Received' : 'Processed';
}
