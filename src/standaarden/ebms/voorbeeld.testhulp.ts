/** Test help: a CPA between two made-up parties and messages under it. Times are fixed. */
import {
  type Attachment,
  buildUserMessage,
  type Cpa,
  type CpaWriteParams,
  EbmsFault,
  findRoute,
  type IncomingMessage,
  parseCpa,
  parseMessage,
  SOAP_ACTION,
  type UserMessageParams,
  writeCpa,
} from './index.ts';

export const GEMEENTE = '00000099000000001000';
export const VOORZIENING = '00000099000000002000';
export const NOW = new Date('2026-11-21T10:00:00.000Z');

export const CPA_PARAMS: CpaWriteParams = {
  cpaId: 'VOORBEELD-LZ_0001',
  start: new Date('2026-01-01T00:00:00Z'),
  end: new Date('2028-01-01T00:00:00Z'),
  service: 'VOORBEELD:LopendeZaken:1:0',
  parties: [
    { name: 'Gemeente Voorbeeld', partyId: GEMEENTE, role: 'GEMEENTE', endpoint: 'http://127.0.0.1:8080/ebms' },
    { name: 'Voorziening', partyId: VOORZIENING, role: 'VOORZIENING', endpoint: 'http://127.0.0.1:8081/ebms' },
  ],
  actions: ['zaakbericht'],
  answers: ['foutbericht'],
};

export const voorbeeldCpa = (changes: Partial<CpaWriteParams> = {}): Cpa =>
  parseCpa(writeCpa({ ...CPA_PARAMS, ...changes }));

export const zaakbericht: Attachment<Uint8Array> = {
  contentId: 'zaak-1@gemeente.example',
  contentType: 'application/xml',
  content: new TextEncoder().encode(`<zakLk01 xmlns="urn:voorbeeld">${'<veld>waarde é</veld>'.repeat(190)}</zakLk01>`),
};

export function userMessageParams(changes: Partial<UserMessageParams> = {}): UserMessageParams {
  return {
    route: findRoute(voorbeeldCpa(), { fromPartyId: GEMEENTE, action: 'zaakbericht' }),
    messageId: '11111111-1111-4111-8111-111111111111@gemeente.example',
    conversationId: 'gesprek-1',
    timestamp: NOW,
    timeToLive: new Date('2026-11-22T13:00:00.000Z'),
    attachments: [zaakbericht],
    ...changes,
  };
}

export function incoming({ contentType, body }: { contentType: string; body: Uint8Array }): IncomingMessage {
  return { contentType, soapAction: SOAP_ACTION, body };
}

/** A message without payload, its XML changed by hand. */
export function altered(change: (xml: string) => string): IncomingMessage {
  const { contentType, body } = buildUserMessage(userMessageParams({ attachments: [] }));
  return incoming({ contentType, body: Buffer.from(change(Buffer.from(body).toString())) });
}

export function faultOf(message: IncomingMessage): EbmsFault {
  try {
    parseMessage(message);
  } catch (fault) {
    if (fault instanceof EbmsFault) return fault;
    throw fault;
  }
  throw new Error('the message was accepted');
}
