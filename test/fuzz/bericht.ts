/**
 * An ebMS message as input: its Content-Type on the first line, its body after it. What must hold of any: a message or an EbmsFault, both
 * of which can be judged and answered; within smaller limits the same or a fault; and written again it says the same.
 */
import { deepStrictEqual, ok } from 'node:assert/strict';
import { seededRandom } from '../../src/platform/time/index.ts';
import { CATALOGUS } from '../../src/standaarden/ebms/catalogus.testhulp.ts';
import {
  type Attachment,
  buildAcknowledgment,
  buildMessageError,
  buildPing,
  buildPong,
  buildStatusRequest,
  buildStatusResponse,
  buildUserMessage,
  type Content,
  createMessageReader,
  digestOf,
  EbmsFault,
  type EbmsMessage,
  MESSAGE_LIMITS,
  type MessageLimits,
  type Packed,
  parseMessage,
  SOAP_ACTION,
  signalEndpoint,
  soapFault,
  type UserMessage,
  validateAgainstCpa,
} from '../../src/standaarden/ebms/index.ts';
import {
  altered,
  GEMEENTE,
  NOW,
  userMessageParams,
  VOORZIENING,
  voorbeeldCpa,
  zaakbericht,
} from '../../src/standaarden/ebms/voorbeeld.testhulp.ts';

const CPA = voorbeeldCpa();
const SIGNAAL = { messageId: 's@x', timestamp: NOW };
export const klein: Attachment = {
  contentId: 'b@x',
  contentType: 'text/plain; charset=utf-8',
  content: Buffer.from('é=\r\n '),
};

function zaden(): Packed[] {
  const user = buildUserMessage(
    userMessageParams({ attachments: [klein, { ...zaakbericht, content: Buffer.from('<a/>') }] }),
  );
  const answerTo = leesPacked(user).header;
  const vraag = {
    ...SIGNAAL,
    from: [{ type: 'urn:osb:oin', value: VOORZIENING }],
    to: [{ type: 'urn:osb:oin', value: GEMEENTE }],
    cpaId: CPA.id,
    conversationId: 'c',
  };
  const errors = [
    { errorCode: 'SecurityFailure', severity: 'Error', location: 'cid:x', text: 'x' },
    { errorCode: 'DeliveryFailure', severity: 'Warning', location: null, text: null },
  ] as const;
  return [
    user,
    buildUserMessage(userMessageParams({ attachments: [], refToMessageId: 'eerder@x' })),
    buildAcknowledgment({ ...SIGNAAL, answerTo, receivedAt: NOW }),
    buildMessageError({ ...SIGNAAL, answerTo, errors }),
    buildPing({ ...vraag, syncReply: true }),
    buildPong({ ...SIGNAAL, answerTo }),
    buildStatusRequest({ ...vraag, aboutMessageId: 'm@x' }),
    buildStatusResponse({ ...SIGNAAL, answerTo, aboutMessageId: 'm@x', status: 'Received', statusTimestamp: NOW }),
    ...CATALOGUS.flatMap(({ xml }) =>
      xml === undefined ? [] : [{ contentType: 'text/xml', body: altered(xml).body }],
    ),
  ];
}

export const ZAADBERICHTEN: readonly string[] = zaden().map(alsInvoer);

export function alsInvoer({ contentType, body }: Packed): string {
  return `${contentType}\n${Buffer.from(body).toString('latin1')}`;
}

function uitInvoer(input: string): Packed {
  const at = input.indexOf('\n');
  const [contentType, body] = at < 0 ? ['', input] : [input.slice(0, at), input.slice(at + 1)];
  return { contentType: contentType.trim(), body: Buffer.from(body, 'latin1') };
}

function leesPacked({ contentType, body }: Packed, limits: Partial<MessageLimits> = {}): EbmsMessage {
  return parseMessage({ contentType, soapAction: SOAP_ACTION, body, limits });
}

/** @throws EbmsFault */
export const leesInvoer = (input: string): EbmsMessage => leesPacked(uitInvoer(input));

const KRAP: MessageLimits = { bodyBytes: 20_000, soapBytes: 3_000, parts: 3, headerBytes: 200 };

export function leesBericht(input: string): string {
  const packed = uitInvoer(input);
  const message = poging(() => leesPacked(packed));
  inStukken(packed, message);
  if (message instanceof EbmsFault) {
    weiger(message);
    return `${message.answer} ${message.errorCode}`;
  }
  beantwoord(message);
  krapper(packed, message);
  const again = herschreven(message);
  if (again !== null) deepStrictEqual(betekenis(leesPacked(again)), betekenis(message));
  return message.kind;
}

function poging(lees: () => EbmsMessage): EbmsMessage | EbmsFault {
  try {
    return lees();
  } catch (fault) {
    if (fault instanceof EbmsFault) return fault;
    throw fault;
  }
}

/** What passes by in pieces is read as what is there at once: the same message or the same fault, wherever it is cut. */
function inStukken({ contentType, body }: Packed, geheel: EbmsMessage | EbmsFault): void {
  const kans = seededRandom(body.byteLength + (body[body.byteLength >> 1] ?? 0));
  const stroom = poging(() => {
    const reader = createMessageReader({ contentType, soapAction: SOAP_ACTION });
    for (let at = 0; at < body.byteLength; ) {
      const longest = kans.fraction() < 0.5 ? 4 : 1_500;
      const piece = Uint8Array.from(body.subarray(at, at + 1 + Math.floor(kans.fraction() * longest)));
      reader.push(piece);
      at += piece.byteLength;
      piece.fill(0x2d);
    }
    return reader.end();
  });
  // A payload that passes by cannot be decoded, so one with a transfer encoding is refused: the one difference.
  const coded = stroom instanceof EbmsFault && /^[\s\S]*\ncontent-transfer-encoding:/i.test(latin1(body));
  if (!coded) deepStrictEqual(gelezen(stroom), gelezen(geheel));
}

const latin1 = (body: Uint8Array): string => Buffer.from(body).toString('latin1');

/** With digests in the place of octets. */
function gelezen(read: EbmsMessage | EbmsFault): unknown {
  if (read instanceof EbmsFault) return { ...read, text: read.text };
  if (read.kind !== 'user') return read;
  const deel = ({ content, ...rest }: Attachment) => ({ ...rest, bytes: content.byteLength, inhoud: inhoud(content) });
  const manifest = read.manifest?.map(({ href, attachment }) => ({ href, attachment: attachment && deel(attachment) }));
  return { ...read, manifest, attachments: read.attachments.map(deel), unreferenced: read.unreferenced.map(deel) };
}

/** What the receiver does with a fault. */
function weiger(fault: EbmsFault): void {
  ok(fault.answer !== 'message-error' || (fault.answerTo !== null && fault.location !== null));
  ok(fault.text.length < 500);
  if (fault.answerTo === null) soapFault(fault.soapCode, fault.text);
  else leesPacked(buildMessageError({ ...SIGNAAL, answerTo: fault.answerTo, errors: [fault] }));
}

/** What the receiver does with a message: judge it, and answer. */
function beantwoord(message: EbmsMessage): void {
  const errors = validateAgainstCpa(message, CPA, NOW);
  ok(errors.length < 50);
  const { header } = message;
  if (errors.length === 0) ok(signalEndpoint(CPA, header.from.partyIds[0]!.value).startsWith('http'));
  const answer =
    errors.length > 0
      ? buildMessageError({ ...SIGNAAL, answerTo: header, errors })
      : buildAcknowledgment({ ...SIGNAAL, answerTo: header, receivedAt: NOW });
  const heard = leesPacked(answer);
  deepStrictEqual(
    [heard.header.to.partyIds, heard.header.conversationId],
    [header.from.partyIds, header.conversationId],
  );
}

/** Within smaller limits the same message or none, never another. */
function krapper(packed: Packed, message: EbmsMessage): void {
  try {
    deepStrictEqual(leesPacked(packed, KRAP), message);
  } catch (fault) {
    if (!(fault instanceof EbmsFault)) throw fault;
    return;
  }
  ok(packed.body.byteLength <= KRAP.bodyBytes);
  if (message.kind !== 'user') return;
  const parts = message.attachments.length + message.unreferenced.length;
  ok(parts < KRAP.parts && parts < MESSAGE_LIMITS.parts);
}

/** The message written again, by hand of what was read; null for what cannot be written, such as an error about nothing. */
function herschreven(message: EbmsMessage): Packed | null {
  const { header } = message;
  const own = { messageId: header.messageId, timestamp: header.timestamp };
  const answers = (messageId: string) => ({
    ...own,
    answerTo: { ...header, from: header.to, to: header.from, messageId },
  });
  const asks = {
    ...own,
    from: header.from.partyIds,
    to: header.to.partyIds,
    cpaId: header.cpaId,
    conversationId: header.conversationId,
  };
  switch (message.kind) {
    case 'user':
      return herschrevenBericht(message);
    case 'acknowledgment':
      return buildAcknowledgment({ ...answers(message.refToMessageId), receivedAt: message.receivedAt });
    case 'error':
      return message.refToMessageId === null
        ? null
        : buildMessageError({ ...answers(message.refToMessageId), errors: message.errors });
    case 'ping':
      return buildPing({ ...asks, syncReply: message.syncReply });
    case 'pong':
      return buildPong(answers(message.refToMessageId));
    case 'statusRequest':
      return buildStatusRequest({ ...asks, aboutMessageId: message.refToMessageId });
    case 'statusResponse':
      return header.refToMessageId === null
        ? null
        : buildStatusResponse({
            ...message,
            ...answers(header.refToMessageId),
            aboutMessageId: message.refToMessageId,
          });
  }
}

function herschrevenBericht({ header, attachments, ackRequested, syncReply }: UserMessage): Packed {
  const { route } = userMessageParams();
  const [from, to] = [header.from, header.to].map(({ partyIds, role }) => ({
    partyId: partyIds[0]!,
    role: role ?? 'ROL',
    name: '',
  }));
  return buildUserMessage({
    ...header,
    route: {
      ...route,
      cpaId: header.cpaId,
      service: header.service,
      action: header.action,
      from: from!,
      to: to!,
      asksAck: ackRequested !== null,
      ackSignatureRequested: ackRequested?.signed ? 'always' : 'never',
      eliminatesDuplicates: header.duplicateElimination,
      syncReplyMode: syncReply ? 'mshSignalsOnly' : 'none',
    },
    attachments: attachments.map(({ contentType, content }, i) => ({
      contentId: `deel-${i}@x`,
      contentType: /^[\x20-\x7e]{1,500}$/.test(contentType) ? contentType : 'x/x',
      content,
    })),
  });
}

const inhoud = (content: Content): string => Buffer.from(digestOf(content, 'sha256')).toString('hex');

/** What a message says, apart from how it is written and from what we do not write ourselves. */
function betekenis(message: EbmsMessage): unknown {
  const { header, kind } = message;
  const { cpaId, conversationId, service, action, messageId, timestamp, timeToLive, duplicateElimination } = header;
  const common = { kind, cpaId, conversationId, messageId, timestamp };
  if (message.kind === 'user') {
    return {
      ...common,
      parties: [header.from, header.to].map(({ partyIds, role }) => [partyIds[0], role ?? 'ROL']),
      ...{ service, action, timeToLive, duplicateElimination, refToMessageId: header.refToMessageId },
      acknowledged: message.ackRequested?.signed,
      syncReply: message.syncReply,
      payloads: message.attachments.map(({ contentType, content }) => [
        /^[\x20-\x7e]{1,500}$/.test(contentType) ? contentType : 'x/x',
        inhoud(content),
      ]),
    };
  }
  const parties = [header.from.partyIds, header.to.partyIds];
  switch (message.kind) {
    case 'acknowledgment':
      return { ...common, parties, ref: message.refToMessageId, receivedAt: message.receivedAt };
    case 'error':
      return {
        ...common,
        parties,
        ref: message.refToMessageId,
        errors: message.errors.map((error) => ({ ...error, location: error.location || null })),
      };
    case 'ping':
      return { ...common, parties };
    case 'pong':
    case 'statusRequest':
      return { ...common, parties, ref: message.refToMessageId };
    case 'statusResponse':
      return { ...common, parties, ref: message.refToMessageId, status: message.status, at: message.statusTimestamp };
  }
}
