import { describe, expect, it } from 'vitest';
import {
  buildAcknowledgment,
  buildUserMessage,
  type Cpa,
  type IncomingMessage,
  parseCpa,
  parseMessage,
  routeOf,
  validateAgainstCpa,
  writeCpa,
} from './index.ts';
import {
  altered,
  CPA_PARAMS,
  GEMEENTE,
  incoming,
  NOW,
  userMessageParams,
  VOORZIENING,
  voorbeeldCpa,
} from './voorbeeld.testhulp.ts';

const judge = (message: IncomingMessage, cpa: Cpa = voorbeeldCpa(), now = NOW): string[] =>
  validateAgainstCpa(parseMessage(message), cpa, now).map(({ errorCode, location }) => `${errorCode} ${location}`);

const HEADER = '/soap:Envelope/soap:Header';
const MESSAGE = `${HEADER}/eb:MessageHeader`;

describe('a message as agreed', () => {
  it('has nothing against it', () => {
    expect(judge(altered((text) => text))).toEqual([]);
    expect(judge(incoming(buildUserMessage(userMessageParams())))).toEqual([]);
  });

  it('leads to its route', () => {
    const route = routeOf(voorbeeldCpa(), parseMessage(altered((text) => text)).header);
    expect(route).toMatchObject({ action: 'zaakbericht', to: { role: 'VOORZIENING' }, retries: 8 });
  });

  it('may leave out the role of its receiver and the actor of AckRequested', () => {
    expect(judge(altered((text) => text.replace('<eb:Role>VOORZIENING</eb:Role>', '')))).toEqual([]);
    expect(judge(altered((text) => text.replace(/ soap:actor="[^"]*toPartyMSH"/, '')))).toEqual([]);
  });

  it('may have a CPA that is signed', () => {
    expect(
      judge(
        altered((text) => text),
        parseCpa(writeCpa(CPA_PARAMS).replace('"agreed"', '"signed"')),
      ),
    ).toEqual([]);
  });

  it('may arrive at the very last moment', () => {
    const ttl = new Date('2026-11-22T13:00:00.000Z');
    expect(
      judge(
        altered((text) => text),
        voorbeeldCpa(),
        ttl,
      ),
    ).toEqual([]);
    expect(
      judge(
        altered((text) => text),
        voorbeeldCpa(),
        new Date(ttl.getTime() + 1),
      ),
    ).toEqual([`TimeToLiveExpired ${MESSAGE}/eb:MessageData/eb:TimeToLive`]);
  });
});

describe('a message that is not as agreed', () => {
  it.each([
    [
      'version of the header',
      (text: string) => text.replace('MessageHeader eb:version="2.0"', 'MessageHeader eb:version="3.0"'),
      `Inconsistent ${MESSAGE}/@eb:version`,
    ],
    [
      'no version',
      (text: string) => text.replace('MessageHeader eb:version="2.0"', 'MessageHeader'),
      `Inconsistent ${MESSAGE}/@eb:version`,
    ],
    [
      'version of AckRequested',
      (text: string) => text.replace('AckRequested eb:version="2.0"', 'AckRequested eb:version="1"'),
      `Inconsistent ${HEADER}/eb:AckRequested/@eb:version`,
    ],
    ['another CPA', (text: string) => text.replace(CPA_PARAMS.cpaId, 'ANDER'), `Inconsistent ${MESSAGE}/eb:CPAId`],
    [
      'unknown sender',
      (text: string) => text.replace(`>${GEMEENTE}<`, '>00000099000000009000<'),
      `Inconsistent ${MESSAGE}/eb:From/eb:PartyId`,
    ],
    [
      'a second, unknown id of the sender',
      (text: string) => text.replace('<eb:From>', '<eb:From><eb:PartyId>x</eb:PartyId>'),
      `Inconsistent ${MESSAGE}/eb:From/eb:PartyId`,
    ],
    [
      'another type of party id',
      (text: string) => text.replace(/urn:osb:oin/, 'urn:osb:hrn'),
      `Inconsistent ${MESSAGE}/eb:From/eb:PartyId`,
    ],
    [
      'no type of party id',
      (text: string) => text.replace(/(<eb:To><eb:PartyId) eb:type="urn:osb:oin"/, '$1'),
      `Inconsistent ${MESSAGE}/eb:To/eb:PartyId`,
    ],
    [
      'unknown receiver',
      (text: string) => text.replace(`>${VOORZIENING}<`, '>00000099000000009000<'),
      `Inconsistent ${MESSAGE}/eb:To/eb:PartyId`,
    ],
    [
      'sent to itself',
      (text: string) => text.replace(`>${VOORZIENING}<`, `>${GEMEENTE}<`).replace('>VOORZIENING<', '>GEMEENTE<'),
      `Inconsistent ${MESSAGE}/eb:To/eb:PartyId`,
    ],
    [
      'no role',
      (text: string) => text.replace('<eb:Role>GEMEENTE</eb:Role>', ''),
      `Inconsistent ${MESSAGE}/eb:From/eb:Role`,
    ],
    [
      'another role',
      (text: string) => text.replace('>GEMEENTE<', '>BURGER<'),
      `Inconsistent ${MESSAGE}/eb:From/eb:Role`,
    ],
    [
      'another role of the receiver',
      (text: string) => text.replace('>VOORZIENING<', '>BURGER<'),
      `Inconsistent ${MESSAGE}/eb:To/eb:Role`,
    ],
    [
      'another service',
      (text: string) => text.replace(`>${CPA_PARAMS.service}<`, '>X<'),
      `ValueNotRecognized ${MESSAGE}/eb:Service`,
    ],
    [
      'another type of service',
      (text: string) => text.replace('urn:osb:services', 'x'),
      `ValueNotRecognized ${MESSAGE}/eb:Service`,
    ],
    [
      'an action nobody has',
      (text: string) => text.replace('>zaakbericht<', '>x<'),
      `ValueNotRecognized ${MESSAGE}/eb:Action`,
    ],
    [
      'an action of the other party',
      (text: string) => text.replace('>zaakbericht<', '>foutbericht<'),
      `ValueNotRecognized ${MESSAGE}/eb:Action`,
    ],
    [
      'before the CPA',
      (text: string) => text.replace('>2026-11-21', '>2025-11-21'),
      `Inconsistent ${MESSAGE}/eb:CPAId`,
    ],
    ['after the CPA', (text: string) => text.replace('>2026-11-21', '>2029-11-21'), `Inconsistent ${MESSAGE}/eb:CPAId`],
    [
      'no AckRequested',
      (text: string) => text.replace(/<eb:AckRequested[^>]*>/, ''),
      `Inconsistent ${HEADER}/eb:AckRequested`,
    ],
    [
      'AckRequested signed',
      (text: string) => text.replace('eb:signed="false"', 'eb:signed="true"'),
      `Inconsistent ${HEADER}/eb:AckRequested/@eb:signed`,
    ],
    [
      'AckRequested for the next handler',
      (text: string) => text.replace('toPartyMSH', 'nextMSH'),
      `NotSupported ${HEADER}/eb:AckRequested/@soap:actor`,
    ],
    [
      'AckRequested for somebody',
      (text: string) => text.replace('actor:toPartyMSH', 'x'),
      `NotSupported ${HEADER}/eb:AckRequested/@soap:actor`,
    ],
    [
      'no DuplicateElimination',
      (text: string) => text.replace('<eb:DuplicateElimination/>', ''),
      `Inconsistent ${MESSAGE}/eb:DuplicateElimination`,
    ],
    [
      'SyncReply',
      (text: string) => text.replace('</soap:Header>', '<eb:SyncReply eb:version="2.0" soap:mustUnderstand="1"/>$&'),
      `Inconsistent ${HEADER}/eb:SyncReply`,
    ],
    [
      'MessageOrder',
      (text: string) => text.replace('</soap:Header>', '<eb:MessageOrder eb:version="2.0" soap:mustUnderstand="1"/>$&'),
      `NotSupported ${HEADER}/eb:MessageOrder`,
    ],
    [
      'a cid without part',
      (text: string) =>
        text.replace(
          '<soap:Body>',
          '$&<eb:Manifest eb:version="2.0"><eb:Reference xlink:href="cid:weg@x"/></eb:Manifest>',
        ),
      'MimeProblem cid:weg@x',
    ],
    [
      'a cid that cannot be decoded',
      (text: string) =>
        text.replace(
          '<soap:Body>',
          '$&<eb:Manifest eb:version="2.0"><eb:Reference xlink:href="cid:%E0%A4"/></eb:Manifest>',
        ),
      'MimeProblem cid:%E0%A4',
    ],
    [
      'a reference to the web',
      (text: string) =>
        text.replace(
          '<soap:Body>',
          '$&<eb:Manifest eb:version="2.0"><eb:Reference xlink:href="http://127.0.0.1/x"/></eb:Manifest>',
        ),
      'MimeProblem /soap:Envelope/soap:Body/eb:Manifest/eb:Reference[1]/@xlink:href',
    ],
  ])('%s', (_, change, expected) => {
    expect(judge(altered(change))).toEqual([expected]);
  });

  it('AckRequested and DuplicateElimination in best effort', () => {
    expect(
      judge(
        altered((text) => text),
        voorbeeldCpa({ profile: 'osb-be' }),
      ),
    ).toEqual([`Inconsistent ${HEADER}/eb:AckRequested`, `Inconsistent ${MESSAGE}/eb:DuplicateElimination`]);
  });

  it('no SyncReply where the CPA wants one', () => {
    const cpa = parseCpa(writeCpa(CPA_PARAMS).replaceAll('syncReplyMode="none"', 'syncReplyMode="mshSignalsOnly"'));
    expect(
      judge(
        altered((text) => text),
        cpa,
      ),
    ).toEqual([`Inconsistent ${HEADER}/eb:SyncReply`]);
  });

  it('a CPA that is only proposed', () => {
    const cpa = parseCpa(writeCpa(CPA_PARAMS).replace('"agreed"', '"proposed"'));
    expect(
      judge(
        altered((text) => text),
        cpa,
      ),
    ).toEqual([`Inconsistent ${MESSAGE}/eb:CPAId`]);
  });

  it('no signature where the CPA wants one', () => {
    const wanted = 'isNonRepudiationRequired="true"';
    const cpa = parseCpa(writeCpa(CPA_PARAMS).replaceAll(/isNonRepudiationRequired="[a-z]+"/g, wanted));
    expect(
      judge(
        altered((text) => text),
        cpa,
      ),
    ).toEqual([`SecurityFailure ${HEADER}/ds:Signature`]);
  });

  it('payload without a Manifest', () => {
    const packed = buildUserMessage(userMessageParams());
    const text = Buffer.from(packed.body)
      .toString('latin1')
      .replace(/<eb:Manifest.*<\/eb:Manifest>/, '');
    expect(judge(incoming({ ...packed, body: Buffer.from(text, 'latin1') }))).toEqual([
      'MimeProblem /soap:Envelope/soap:Body/eb:Manifest',
    ]);
  });

  it('hears of all its faults at once, every one an Error with a text', () => {
    const message = altered((text) =>
      text
        .replace('<eb:DuplicateElimination/>', '')
        .replace(/<eb:AckRequested[^>]*>/, '')
        .replace('>GEMEENTE<', '>GEMEENTE <'),
    );
    const errors = validateAgainstCpa(parseMessage(message), voorbeeldCpa(), new Date('2030-01-01T00:00:00Z'));
    expect(errors.map(({ errorCode }) => errorCode)).toEqual(['TimeToLiveExpired', 'Inconsistent', 'Inconsistent']);
    for (const { severity, text } of errors) expect([severity, text]).toEqual(['Error', expect.stringMatching(/./)]);
  });
});

describe('a signal', () => {
  const { header } = parseMessage(altered((text) => text));
  const ack = buildAcknowledgment({ answerTo: header, messageId: 'a@x', timestamp: NOW, receivedAt: NOW });
  const changed = (change: (text: string) => string): IncomingMessage =>
    incoming({ ...ack, body: Buffer.from(change(Buffer.from(ack.body).toString())) });

  it('needs no role, service or action in the CPA', () => {
    expect(judge(incoming(ack))).toEqual([]);
  });

  it('does not ask for an acknowledgment', () => {
    const message = changed((text) =>
      text.replace('</soap:Header>', '<eb:AckRequested eb:version="2.0" eb:signed="false"/>$&'),
    );
    expect(judge(message)).toEqual([`Inconsistent ${HEADER}/eb:AckRequested`]);
  });

  it('comes from a party of the CPA', () => {
    const message = changed((text) =>
      text.replace(
        `<eb:From><eb:PartyId eb:type="urn:osb:oin">${VOORZIENING}`,
        '<eb:From><eb:PartyId eb:type="urn:osb:oin">1',
      ),
    );
    expect(judge(message)).toEqual([`Inconsistent ${MESSAGE}/eb:From/eb:PartyId`]);
  });
});
