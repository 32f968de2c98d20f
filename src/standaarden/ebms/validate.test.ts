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

/** Each fault by itself: `catalogus.test.ts`. */
describe('a message that is not as agreed', () => {
  it('names another CPA', () => {
    const message = altered((text) => text.replace(CPA_PARAMS.cpaId, 'ANDER'));
    expect(judge(message)).toEqual([`Inconsistent ${MESSAGE}/eb:CPAId`]);
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
