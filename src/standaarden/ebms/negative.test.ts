/** What a hostile, sloppy or mistaken sender may offer, and how each is answered. */
import { describe, expect, it } from 'vitest';
import { buildMessageError, buildUserMessage, type EbmsFault, type IncomingMessage, parseMessage } from './index.ts';
import { altered, faultOf, incoming, NOW, userMessageParams, zaakbericht } from './voorbeeld.testhulp.ts';

const good = buildUserMessage(userMessageParams());
const goodText = Buffer.from(good.body).toString('latin1');
const messageId = '11111111-1111-4111-8111-111111111111@gemeente.example';

const withBody = (change: (body: string) => string): IncomingMessage =>
  incoming({ contentType: good.contentType, body: Buffer.from(change(goodText), 'latin1') });

/** A message whose payload part has these header lines and content. */
const withPayload = (headers: string, content: string): IncomingMessage =>
  withBody((body) =>
    body.replace(/Content-Type: application\/xml[\s\S]*?(?=\r\n--[^\r\n]*--)/, `${headers}\r\n\r\n${content}`),
  );

const answerOf = ({ answer, httpStatus, errorCode }: EbmsFault) => `${answer} ${httpStatus} ${errorCode}`;

describe('refused at the level of HTTP', () => {
  it.each([
    ['a form', { ...incoming(good), contentType: 'application/x-www-form-urlencoded' }, 'http 415 MimeProblem'],
    ['JSON', { ...incoming(good), contentType: 'application/json' }, 'http 415 MimeProblem'],
    ['no Content-Type', { ...incoming(good), contentType: undefined }, 'http 415 MimeProblem'],
    [
      'a Content-Type that cannot be read',
      { ...incoming(good), contentType: 'multipart/related; boundary="' },
      'http 415 MimeProblem',
    ],
    ['a body over the limit', { ...incoming(good), limits: { bodyBytes: 1000 } }, 'http 413 MimeProblem'],
  ])('%s', (_, message, expected) => {
    expect(answerOf(faultOf(message))).toBe(expected);
  });
});

describe('answered with a SOAP Fault', () => {
  it.each(['ebXML', '""', '', undefined, '"ebxml"', '"http://example.org/other"'])('SOAPAction %j', (soapAction) => {
    const fault = faultOf({ ...incoming(good), soapAction });
    expect([answerOf(fault), fault.soapCode]).toEqual(['soap-fault 500 NotSupported', 'Client']);
  });

  it.each([
    ['an empty body', withBody(() => ''), 'MimeProblem'],
    ['no boundary parameter', { ...incoming(good), contentType: 'multipart/related' }, 'MimeProblem'],
    [
      'another boundary than in the body',
      { ...incoming(good), contentType: 'multipart/related; boundary=x' },
      'MimeProblem',
    ],
    ['a body cut off', withBody((body) => body.slice(0, -60)), 'MimeProblem'],
    [
      'a start that no part has',
      { ...incoming(good), contentType: good.contentType.replace('<soap.', '<x.') },
      'MimeProblem',
    ],
    [
      'a root part that is no XML',
      withBody((body) => body.replace('text/xml; charset=UTF-8', 'image/png')),
      'MimeProblem',
    ],
    [
      'a root part in another charset',
      withBody((body) => body.replace('charset=UTF-8', 'charset=UTF-16')),
      'MimeProblem',
    ],
    [
      'a multipart as root part',
      withBody((body) => body.replace('text/xml; charset=UTF-8', 'multipart/related; boundary=y')),
      'MimeProblem',
    ],
    [
      'a root part that lies about base64',
      withBody((body) => body.replace('\r\nContent-ID: <soap', '\r\nContent-Transfer-Encoding: base64$&')),
      'MimeProblem',
    ],
    [
      'a hundred thousand parts',
      withBody(
        (body) =>
          `${body.slice(0, body.indexOf('\r\n') + 2)}${`\r\n\r\n${body.slice(0, body.indexOf('\r\n'))}\r\n`.repeat(100_000)}`,
      ),
      'MimeProblem',
    ],
    ['a SOAP part over the limit', { ...incoming(good), limits: { soapBytes: 500 } }, 'OtherXml'],
    ['XML that is not well-formed', altered((text) => text.replace('</soap:Header>', '')), 'OtherXml'],
    [
      'a DOCTYPE',
      altered((text) =>
        text.replace('<soap:Envelope', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><soap:Envelope'),
      ),
      'OtherXml',
    ],
    ['deep XML', altered((text) => text.replace('</soap:Body>', `${'<a>'.repeat(100_000)}</soap:Body>`)), 'OtherXml'],
    [
      'a UTF-16 envelope',
      incoming({ contentType: 'text/xml', body: Buffer.from('\uFEFF<a/>', 'utf16le') }),
      'OtherXml',
    ],
    ['a NUL', altered((text) => text.replace('gesprek', 'ges\0prek')), 'OtherXml'],
    ['no envelope', altered(() => '<html/>'), 'OtherXml'],
    ['two headers', altered((text) => text.replace('<soap:Body>', '<soap:Header/><soap:Body>')), 'OtherXml'],
    ['no body', altered((text) => text.replace('<soap:Body></soap:Body>', '')), 'OtherXml'],
    ['no MessageHeader', altered((text) => text.replace(/<eb:MessageHeader.*<\/eb:MessageHeader>/, '')), 'OtherXml'],
    [
      'two MessageHeaders',
      altered((text) => text.replace(/<eb:MessageHeader.*<\/eb:MessageHeader>/, '$&$&')),
      'Inconsistent',
    ],
    ['two AckRequested', altered((text) => text.replace(/<eb:AckRequested[^>]*>/, '$&$&')), 'Inconsistent'],
    ['no sender', altered((text) => text.replace(/<eb:From>.*?<\/eb:From>/, '')), 'OtherXml'],
    [
      'a sender without id',
      altered((text) => text.replace(/(<eb:From>)<eb:PartyId.*?<\/eb:PartyId>/, '$1')),
      'OtherXml',
    ],
    ['no receiver', altered((text) => text.replace(/<eb:To>.*?<\/eb:To>/, '')), 'OtherXml'],
    ['no CPAId', altered((text) => text.replace(/<eb:CPAId>.*?<\/eb:CPAId>/, '')), 'OtherXml'],
    ['an empty ConversationId', altered((text) => text.replace('gesprek-1', '  ')), 'OtherXml'],
    ['no MessageData', altered((text) => text.replace(/<eb:MessageData>.*?<\/eb:MessageData>/, '')), 'OtherXml'],
    ['no MessageId', altered((text) => text.replace(/<eb:MessageId>.*?<\/eb:MessageId>/, '')), 'OtherXml'],
    [
      'two CPAIds, of which another reader may take the other',
      altered((text) => text.replace(/<eb:CPAId>.*?<\/eb:CPAId>/, '$&<eb:CPAId>X</eb:CPAId>')),
      'Inconsistent',
    ],
    ['two senders', altered((text) => text.replace(/<eb:From>.*?<\/eb:From>/, '$&$&')), 'Inconsistent'],
    ['two roles', altered((text) => text.replace(/<eb:Role>.*?<\/eb:Role>/, '$&$&')), 'Inconsistent'],
    [
      'two MessageIds',
      altered((text) => text.replace(/<eb:MessageId>.*?<\/eb:MessageId>/, '$&<eb:MessageId>x@y</eb:MessageId>')),
      'Inconsistent',
    ],
    ['two actions', altered((text) => text.replace(/<eb:Action>.*?<\/eb:Action>/, '$&$&')), 'Inconsistent'],
    [
      'a MessageId in pieces',
      altered((text) => text.replace(/(<eb:MessageId>)([^<]{5})/, '$1$2<w:x xmlns:w="urn:w"/>')),
      'OtherXml',
    ],
    [
      'two root parts, of which another reader may take the other',
      withBody((body) =>
        body.replace(/\r\n(--[^\r\n]*)\r\nContent-Type: application\/xml/, (found, line) => {
          const root = goodText.slice(0, goodText.indexOf(line, 10));
          return `\r\n${root}${found.slice(2)}`;
        }),
      ),
      'MimeProblem',
    ],
    ['two byte order marks', altered((text) => `\uFEFF\uFEFF${text}`), 'OtherXml'],
    ['UTF-7', altered((text) => text.replace('encoding="UTF-8"', 'encoding="UTF-7"')), 'OtherXml'],
    ['UTF-7 without saying so', altered((text) => text.replaceAll('<', '+ADw-').replaceAll('>', '+AD4-')), 'OtherXml'],
    [
      'a MessageId longer than a database key',
      altered((text) => text.replace(messageId, 'x'.repeat(3000))),
      'OtherXml',
    ],
  ])('%s', (_, message, errorCode) => {
    const fault = faultOf(message);
    expect([answerOf(fault), fault.soapCode, fault.answerTo]).toEqual([`soap-fault 500 ${errorCode}`, 'Client', null]);
  });

  it('SOAP 1.2, as a version', () => {
    const soap12 = altered((text) =>
      text.replaceAll('http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope'),
    );
    expect(faultOf(soap12)).toMatchObject({ answer: 'soap-fault', soapCode: 'VersionMismatch' });
  });

  it('a block that must be understood and is not, if it is meant for us', () => {
    const block = (attrs: string) =>
      altered((text) => text.replace('</soap:Header>', `<w:S xmlns:w="urn:w" ${attrs}/></soap:Header>`));
    expect(faultOf(block('soap:mustUnderstand="1"'))).toMatchObject({ soapCode: 'MustUnderstand' });
    expect(parseMessage(block('soap:mustUnderstand="0"')).kind).toBe('user');
    expect(parseMessage(block('soap:mustUnderstand="1" soap:actor="urn:other"')).kind).toBe('user');
  });

  it('whatever is wrong with a MessageError, since an error is never answered with one', () => {
    const errors = [{ errorCode: 'Unknown', severity: 'Error', location: null, text: null }] as const;
    const packed = buildMessageError({
      answerTo: parseMessage(incoming(good)).header,
      messageId: 'e@x',
      timestamp: NOW,
      errors,
    });
    const body = Buffer.from(
      Buffer.from(packed.body)
        .toString()
        .replace(/<eb:Error .*<\/eb:Error>/, ''),
    );
    expect(faultOf(incoming({ ...packed, body }))).toMatchObject({ answer: 'soap-fault', errorCode: 'OtherXml' });
  });
});

/** What stands in the header of a business message: `catalogus.test.ts`. */
describe('answered with a MessageError to the sender', () => {
  it('one Content-ID twice', () => {
    const twin = { ...zaakbericht, contentId: 'zaak-2@gemeente.example' };
    const packed = buildUserMessage(userMessageParams({ attachments: [zaakbericht, twin] }));
    const body = Buffer.from(Buffer.from(packed.body).toString('latin1').replace('<zaak-2@', '<zaak-1@'), 'latin1');
    expect(answerOf(faultOf(incoming({ ...packed, body })))).toBe('message-error 204 MimeProblem');
  });

  const signal = (action: string, header: string, body = '') =>
    altered((text) =>
      text
        .replace(/<eb:Service.*?<\/eb:Service>/, '<eb:Service>urn:oasis:names:tc:ebxml-msg:service</eb:Service>')
        .replace('>zaakbericht<', `>${action}<`)
        .replace(/<eb:AckRequested[^>]*>/, header)
        .replace('<soap:Body>', `$&${body}`),
    );
  it.each([
    ['an Acknowledgment without its block', signal('Acknowledgment', ''), 'OtherXml'],
    [
      'an Acknowledgment of nothing',
      signal(
        'Acknowledgment',
        '<eb:Acknowledgment eb:version="2.0"><eb:Timestamp>2026-01-01T00:00:00Z</eb:Timestamp></eb:Acknowledgment>',
      ),
      'OtherXml',
    ],
    ['a Pong to nothing', signal('Pong', ''), 'OtherXml'],
    ['a StatusRequest without its body', signal('StatusRequest', ''), 'OtherXml'],
    ['a StatusResponse without its body', signal('StatusResponse', ''), 'OtherXml'],
    [
      'a StatusResponse with an unknown status',
      signal(
        'StatusResponse',
        '',
        '<eb:StatusResponse eb:version="2.0" eb:messageStatus="Weg"><eb:RefToMessageId>x</eb:RefToMessageId></eb:StatusResponse>',
      ),
      'OtherXml',
    ],
  ])('%s', (_, message, errorCode) => {
    expect(answerOf(faultOf(message))).toBe(`message-error 204 ${errorCode}`);
  });

  it('an Acknowledgment that names two messages', () => {
    const block =
      '<eb:Acknowledgment eb:version="2.0"><eb:Timestamp>2026-01-01T00:00:00Z</eb:Timestamp><eb:RefToMessageId>a</eb:RefToMessageId></eb:Acknowledgment>';
    const message = signal('Acknowledgment', block);
    const body = Buffer.from(
      Buffer.from(message.body).toString().replace('<eb:TimeToLive>', '<eb:RefToMessageId>b</eb:RefToMessageId>$&'),
    );
    expect(answerOf(faultOf({ ...message, body }))).toBe('message-error 204 Inconsistent');
    expect(parseMessage(message)).toMatchObject({ kind: 'acknowledgment', refToMessageId: 'a' });
  });
});

describe('taken in, though written otherwise', () => {
  const attachmentOf = (message: IncomingMessage): string => {
    const read = parseMessage(message);
    return read.kind === 'user'
      ? read.attachments.map(({ content }) => Buffer.from(content).toString()).join()
      : read.kind;
  };

  it('with bare LF instead of CRLF', () => {
    expect(attachmentOf(withBody((body) => body.replaceAll('\r\n', '\n')))).toContain('<zakLk01');
  });

  it('with base64 or quoted-printable payload', () => {
    const id = 'Content-ID: <zaak-1@gemeente.example>\r\nContent-Transfer-Encoding:';
    expect(attachmentOf(withPayload(`${id} base64`, 'aGFs\r\nbG8='))).toBe('hallo');
    expect(attachmentOf(withPayload(`${id} Quoted-Printable`, 'hal=\r\nlo=21'))).toBe('hallo!');
  });

  it('with a base64 SOAP part', () => {
    const xml = goodText.slice(goodText.indexOf('<?xml'), goodText.indexOf('</soap:Envelope>') + 16);
    const message = withBody((body) =>
      body
        .replace(xml, Buffer.from(xml, 'latin1').toString('base64'))
        .replace('\r\nContent-ID: <soap', '\r\nContent-Transfer-Encoding: base64$&'),
    );
    expect(attachmentOf(message)).toContain('<zakLk01');
  });

  it('with the root part elsewhere than first, when start says so', () => {
    const boundary = goodText.slice(0, goodText.indexOf('\r\n'));
    const [, root = '', payload = ''] = goodText.split(boundary);
    const swapped = `${boundary}${payload}${boundary}${root.slice(0, -2)}\r\n${boundary}--`;
    expect(attachmentOf(withBody(() => swapped))).toContain('<zakLk01');
  });

  it('without start, then the first part is the root', () => {
    const message = { ...incoming(good), contentType: good.contentType.replace(/; start=.*/, '') };
    expect(attachmentOf(message)).toContain('<zakLk01');
  });

  it('with a percent-encoded cid, or one that should have been', () => {
    expect(attachmentOf(withBody((body) => body.replace('cid:zaak-1@', 'CID:zaak%2D1%40')))).toContain('<zakLk01');
    const raw = withBody((body) => body.replaceAll('zaak-1@', 'zaak%zz1@'));
    expect(attachmentOf(raw)).toContain('<zakLk01');
  });

  it('with white space around values, other prefixes and foreign elements', () => {
    const message = altered((text) =>
      text
        .replace('>gesprek-1<', '>\n  gesprek-1\n<')
        .replaceAll('eb:', 'x:')
        .replace('xmlns:eb', 'xmlns:x')
        .replaceAll('xmlns:x:', 'xmlns:x')
        .replace('<soap:Header>', '<soap:Header><v:vreemd xmlns:v="urn:v"/>'),
    );
    expect(parseMessage(message).header.conversationId).toBe('gesprek-1');
  });

  it('with a part that the Manifest does not name, kept apart', () => {
    const extra = { ...zaakbericht, contentId: 'extra@x' };
    const packed = buildUserMessage(userMessageParams({ attachments: [zaakbericht, extra] }));
    const text = Buffer.from(packed.body)
      .toString('latin1')
      .replace('<eb:Reference xlink:type="simple" xlink:href="cid:extra@x"/>', '');
    const message = parseMessage(incoming({ ...packed, body: Buffer.from(text, 'latin1') }));
    expect(message).toMatchObject({
      attachments: [{ contentId: zaakbericht.contentId }],
      unreferenced: [{ contentId: 'extra@x' }],
    });
  });
});
