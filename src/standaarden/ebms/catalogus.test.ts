/** The negative catalogue, at the library: each fault of a sender is told with the right errorCode, severity and location, and with no other. */
import { describe, expect, it } from 'vitest';
import { CATALOGUS, type Fout } from './catalogus.testhulp.ts';
import {
  buildMessageError,
  buildUserMessage,
  type EbmsError,
  EbmsFault,
  type IncomingMessage,
  parseCpa,
  parseMessage,
  validateAgainstCpa,
  writeCpa,
} from './index.ts';
import { altered, CPA_PARAMS, incoming, NOW, userMessageParams, zaakbericht } from './voorbeeld.testhulp.ts';

const CPA = writeCpa(CPA_PARAMS);

function messageOf({ xml, octets }: Fout): IncomingMessage {
  if (xml !== undefined) return altered(xml);
  const packed = buildUserMessage(userMessageParams());
  const body = Buffer.from(packed.body).toString('latin1');
  return incoming({ ...packed, body: Buffer.from(octets?.(body) ?? body, 'latin1') });
}

/** What the sender hears, and who hears it; a message that cannot be read and one that is not as agreed are refused alike. */
function heardFrom(message: IncomingMessage, cpa: string) {
  try {
    const read = parseMessage(message);
    return { errors: validateAgainstCpa(read, parseCpa(cpa), NOW), answerTo: read.header };
  } catch (fault) {
    if (!(fault instanceof EbmsFault)) throw fault;
    expect(fault.answer).toBe('message-error');
    return { errors: [fault as EbmsError], answerTo: fault.answerTo! };
  }
}

describe('a message with', () => {
  it.each(CATALOGUS.map((fout) => [fout.wat, fout] as const))('%s', (_wat, fout) => {
    const { errors, answerTo } = heardFrom(messageOf(fout), fout.cpa?.(CPA) ?? CPA);
    const told = errors.map(({ errorCode, location }) => `${errorCode} ${location}`);
    expect(told.map((line) => line.replace(zaakbericht.contentId, 'PAYLOAD'))).toEqual(fout.errors);
    for (const { severity, text } of errors) expect([severity, text]).toEqual(['Error', expect.stringMatching(/\w/)]);
    // The refusal can be written, and is read back as it was meant.
    const refusal = buildMessageError({ answerTo, messageId: 'fout@x', timestamp: NOW, errors });
    const back = parseMessage(incoming(refusal));
    expect(back).toMatchObject({ kind: 'error', refToMessageId: answerTo.messageId, highestSeverity: 'Error' });
    expect(back.kind === 'error' && back.errors.map(({ location }) => location)).toEqual(errors.map((e) => e.location));
  });
});

it('a message with ten thousand references to nothing gets an answer that is no larger than its fault', () => {
  const references = Array.from({ length: 9_000 }, (_, i) => `<eb:Reference xlink:href="cid:${i}"/>`).join('');
  const message = altered((text) =>
    text.replace('<soap:Body>', `<soap:Body><eb:Manifest eb:version="2.0">${references}</eb:Manifest>`),
  );
  const { errors, answerTo } = heardFrom(message, CPA);
  expect(errors.length).toBeLessThanOrEqual(10);
  expect(errors.map(({ location }) => location)).toContain('cid:0');
  const { body } = buildMessageError({ answerTo, messageId: 'fout@x', timestamp: NOW, errors });
  expect(body.byteLength).toBeLessThan(10_000);
});
