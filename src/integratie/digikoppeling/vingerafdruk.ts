/**
 * Tells two copies of one message from two messages with one MessageId (RS-F51).
 *
 * Taken over what the message says, not over its octets: ebms-core makes a new MIME boundary for every attempt, and a
 * handler may write the same header anew or date it anew. CPAId and MessageId are the key, so they are not in it.
 */
import { hash } from 'node:crypto';
import { digestOf, type MessageParty, type UserMessage } from '../../standaarden/ebms/index.ts';

export function vingerafdrukVan({ header, attachments }: Pick<UserMessage, 'header' | 'attachments'>): Buffer {
  const { from, to, conversationId, service, action, refToMessageId } = header;
  const said = [
    party(from),
    party(to),
    conversationId,
    [service.type, service.value],
    action,
    refToMessageId,
    attachments.map(({ content }) => Buffer.from(digestOf(content, 'sha256')).toString('hex')),
  ];
  return hash('sha256', JSON.stringify(said), 'buffer');
}

function party({ partyIds, role }: MessageParty): unknown {
  return [partyIds.map(({ type, value }) => [type, value]), role];
}
