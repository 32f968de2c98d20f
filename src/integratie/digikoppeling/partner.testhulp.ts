/** Test help: the other side of the CPA, and what it sends to us. */
import { seededRandom } from '../../platform/time/index.ts';
import {
  type AnswerTo,
  type Attachment,
  buildAcknowledgment,
  buildMessageError,
  buildUserMessage,
  type Cpa,
  type CpaWriteParams,
  findRoute,
  type Packed,
  parseMessage,
  type UserMessageParams,
  writeCpa,
} from '../../standaarden/ebms/index.ts';
import type { Gezien } from './nepnet.testhulp.ts';

export const GEMEENTE = '00000099000000003000';
export const VOORZIENING = '00000099000000004000';
export const START = new Date('2026-11-23T08:00:00.000Z');
export const SECONDE = 1_000;
export const MINUUT = 60 * SECONDE;
export const UUR = 60 * MINUUT;
/** The other side's address for messages and signals, and ours. */
export const HUN_ADRES = 'https://voorziening.example/ebms';
export const ONS_ADRES = 'https://gemeente.example/ebms';

/** Best practice: 8 repeats, 3 hours apart, so 27 hours in all. */
export const cpaTekst = (changes: Partial<CpaWriteParams> = {}): string =>
  writeCpa({
    cpaId: 'PROEF-LZ_0001',
    start: new Date('2026-01-01T00:00:00Z'),
    end: new Date('2029-01-01T00:00:00Z'),
    service: 'PROEF:LopendeZaken:1:0',
    parties: [
      { name: 'Gemeente Proef', partyId: GEMEENTE, role: 'GEMEENTE', endpoint: ONS_ADRES },
      { name: 'Voorziening', partyId: VOORZIENING, role: 'VOORZIENING', endpoint: HUN_ADRES },
    ],
    actions: ['zaakbericht'],
    answers: ['foutbericht'],
    ...changes,
  });

/** The header of a message of ours, as the other side reads it. */
export function gelezen({ headers, body }: Gezien): AnswerTo {
  return parseMessage({ contentType: headers['content-type'], soapAction: headers['soapaction'], body }).header;
}

/** An acknowledgment of the other side for what it saw; `answerTo` changes what it says that it answers. */
export function bevestiging(gezien: Gezien, answerTo: Partial<AnswerTo> = {}): Packed {
  return buildAcknowledgment({
    answerTo: { ...gelezen(gezien), ...answerTo },
    messageId: `ack-van-${gezien.messageId}`,
    timestamp: START,
    receivedAt: START,
  });
}

export function foutmelding(
  gezien: Gezien,
  severity: 'Error' | 'Warning' = 'Error',
  answerTo: Partial<AnswerTo> = {},
): Packed {
  return buildMessageError({
    answerTo: { ...gelezen(gezien), ...answerTo },
    messageId: `fout-van-${gezien.messageId}`,
    timestamp: START,
    errors: [{ errorCode: 'SecurityFailure', severity, location: null, text: 'Not from you' }],
  });
}

export const foutbericht: Attachment<Uint8Array> = {
  contentId: 'fout-1@voorziening.example',
  contentType: 'application/xml',
  content: Buffer.from('<Fo03Bericht>é</Fo03Bericht>'),
};

/** A business message of the other side. */
export function hunBericht(cpa: Cpa, changes: Partial<UserMessageParams> = {}): Packed {
  return buildUserMessage({
    route: findRoute(cpa, { fromPartyId: VOORZIENING, action: 'foutbericht' }),
    messageId: 'hun-bericht-1@voorziening.example',
    conversationId: 'gesprek-1',
    timestamp: START,
    timeToLive: new Date(START.getTime() + 27 * UUR),
    attachments: [foutbericht],
    ...changes,
  });
}

/** Characters of three octets each that no compression makes shorter. */
export function langeId(length: number): string {
  const random = seededRandom(1);
  return Array.from({ length }, () => String.fromCodePoint(0x4e00 + Math.floor(random.fraction() * 20_000))).join('');
}

/** A message without payload, its XML changed by hand. */
export function veranderd(cpa: Cpa, change: (xml: string) => string): Packed {
  const { contentType, body } = hunBericht(cpa, { attachments: [] });
  return { contentType, body: Buffer.from(change(Buffer.from(body).toString())) };
}

/** A message with payload, its octets changed by hand. */
export function gewijzigd(cpa: Cpa, change: (octets: string) => string, type = (text: string): string => text): Packed {
  const { contentType, body } = hunBericht(cpa);
  return { contentType: type(contentType), body: Buffer.from(change(Buffer.from(body).toString('latin1')), 'latin1') };
}
