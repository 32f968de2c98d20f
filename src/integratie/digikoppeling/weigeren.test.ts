/** What comes in and is understood but not as agreed: a MessageError goes to the endpoint of its sender, and nothing is stored half (RS-F51, F52). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  buildPing,
  buildPong,
  buildStatusResponse,
  type MessageError,
  OIN_TYPE,
  type Packed,
  parseMessage,
} from '../../standaarden/ebms/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import {
  cpaTekst,
  GEMEENTE,
  gewijzigd,
  HUN_ADRES,
  hunBericht,
  langeId,
  START,
  UUR,
  VOORZIENING,
  veranderd,
} from './partner.testhulp.ts';

let w: Wereld;
let p: Proces;

beforeAll(async () => {
  w = await wereld(await proefDatabase());
  p = w.proces(1);
});
beforeEach(async () => {
  w.clock.set(START);
  await w.rond(p);
  w.net.gezien.length = 0;
  w.log.length = 0;
});
afterAll(() => w.sluit());

async function nietsBewaard(): Promise<void> {
  expect(await w.tel('ontvangen')).toBe(0);
  expect(await w.gebeurtenissen()).toEqual([]);
}

async function gemeld(packed: Packed): Promise<MessageError> {
  expect(await p.post(packed)).toMatchObject({ status: 204, body: '' });
  await nietsBewaard();
  await w.rond(p);
  const [signal, ...others] = w.net.signalen();
  expect(others).toEqual([]);
  expect(signal).toMatchObject({ url: HUN_ADRES });
  const { headers, body } = signal!;
  const message = parseMessage({
    contentType: headers['content-type'],
    soapAction: headers['soapaction'],
    body,
  });
  if (message.kind !== 'error') throw new Error(`the answer is a ${message.kind}`);
  expect(w.log.filter((l) => l.niveau === 'warn').length).toBeGreaterThan(0);
  return message;
}

describe('a message that is understood but not as agreed gets a MessageError at its sender’s endpoint', () => {
  it.each<[string, () => Packed, string, RegExp]>([
    [
      'an expired TimeToLive',
      () => hunBericht(w.cpa, { timeToLive: new Date(START.getTime() - 1) }),
      'TimeToLiveExpired',
      /TimeToLive/,
    ],
    [
      'MessageOrder',
      () =>
        veranderd(w.cpa, (x) =>
          x.replace(
            '<eb:AckRequested',
            '<eb:MessageOrder eb:version="2.0" soap:mustUnderstand="1"><eb:SequenceNumber>1</eb:SequenceNumber></eb:MessageOrder><eb:AckRequested',
          ),
        ),
      'NotSupported',
      /MessageOrder/,
    ],
    [
      'an action that the CPA does not have',
      () => veranderd(w.cpa, (x) => x.replace('>foutbericht<', '>iets<')),
      'ValueNotRecognized',
      /Action/,
    ],
    ['another role', () => veranderd(w.cpa, (x) => x.replace('>VOORZIENING<', '>DIRECTEUR<')), 'Inconsistent', /Role/],
    [
      'no AckRequested',
      () => veranderd(w.cpa, (x) => x.replace(/<eb:AckRequested[^>]*\/>/, '')),
      'Inconsistent',
      /AckRequested/,
    ],
    [
      'no DuplicateElimination',
      () => veranderd(w.cpa, (x) => x.replace('<eb:DuplicateElimination/>', '')),
      'Inconsistent',
      /DuplicateElimination/,
    ],
    [
      'a Timestamp before the CPA',
      () => hunBericht(w.cpa, { timestamp: new Date('2025-01-01T00:00:00Z') }),
      'Inconsistent',
      /CPAId/,
    ],
    [
      'a Timestamp that is no time',
      () => veranderd(w.cpa, (x) => x.replace(/<eb:Timestamp>[^<]*/, '<eb:Timestamp>gisteren')),
      'OtherXml',
      /Timestamp/,
    ],
    [
      'a cid without part',
      () => gewijzigd(w.cpa, (b) => b.replace('cid:fout-1@', 'cid:fout-2@')),
      'MimeProblem',
      /cid:fout-2/,
    ],
    [
      'payload without Manifest',
      () => gewijzigd(w.cpa, (b) => b.replace(/<eb:Manifest.*<\/eb:Manifest>/, '')),
      'MimeProblem',
      /Manifest/,
    ],
    [
      'base64 that is none',
      () =>
        gewijzigd(w.cpa, (b) =>
          b.replace(
            'Content-Type: application/xml',
            'Content-Type: application/xml\r\nContent-Transfer-Encoding: base64',
          ),
        ),
      'MimeProblem',
      /cid/,
    ],
    [
      'an acknowledgment bundled with it',
      () =>
        veranderd(w.cpa, (x) =>
          x.replace(
            '<eb:AckRequested',
            '<eb:Acknowledgment eb:version="2.0" soap:mustUnderstand="1" soap:actor="urn:oasis:names:tc:ebxml-msg:actor:toPartyMSH"/><eb:AckRequested',
          ),
        ),
      'NotSupported',
      /Acknowledgment/,
    ],
  ])('%s', async (_what, make, code, where) => {
    const error = await gemeld(make());
    expect(error.highestSeverity).toBe('Error');
    expect(error.refToMessageId).toBe('hun-bericht-1@voorziening.example');
    expect(error.header).toMatchObject({ cpaId: w.cpa.id, conversationId: 'gesprek-1' });
    expect(error.header.to.partyIds).toEqual([{ type: OIN_TYPE, value: VOORZIENING }]);
    const said = error.errors.find((e) => e.errorCode === code);
    expect(said?.location).toMatch(where);
    expect(said?.text).toBeTruthy();
  });

  it('every fault at once when there are several', async () => {
    const error = await gemeld(
      veranderd(w.cpa, (x) => x.replace('<eb:DuplicateElimination/>', '').replace(/<eb:AckRequested[^>]*\/>/, '')),
    );
    expect(error.errors).toHaveLength(2);
  });

  it('and is heard when it is sent again as agreed: a refusal does not use its MessageId up', async () => {
    const messageId = 'later-goed@voorziening.example';
    await p.post(hunBericht(w.cpa, { messageId, timeToLive: new Date(START.getTime() - 1) }));
    expect(await w.tel('ontvangen')).toBe(0);
    await p.post(hunBericht(w.cpa, { messageId }));
    expect(await w.tel('ontvangen')).toBe(1);
    await w.leeg();
  });
});

describe('a MessageId too long for a key', () => {
  it('is refused with a MessageError, as a fault of the sender and not as one of ours', async () => {
    await p.post(hunBericht(w.cpa, { attachments: [], messageId: langeId(1_000) }));
    await nietsBewaard();
    await w.rond(p);
    expect(w.net.signalen()).toHaveLength(1);
    expect(w.net.signalen()[0]!.body.toString()).toContain('eb:errorCode="NotSupported"');
  });

  it('that cannot even be repeated to its sender gets a SOAP Fault', async () => {
    expect((await p.post(hunBericht(w.cpa, { attachments: [], messageId: langeId(1_001) }))).status).toBe(500);
    await nietsBewaard();
    expect(await w.tel('signaal')).toBe(0);
  });
});

describe('signals that ask for something', () => {
  const ask = () => ({
    from: [{ type: OIN_TYPE, value: VOORZIENING }],
    to: [{ type: OIN_TYPE, value: GEMEENTE }],
    cpaId: w.cpa.id,
    conversationId: 'gesprek-vraag',
    messageId: 'vraag-1@voorziening.example',
    timestamp: START,
  });

  it('a StatusResponse, to a question that we never asked, gets no answer', async () => {
    const answerTo = { ...ask(), from: { partyIds: ask().to }, to: { partyIds: ask().from } };
    const response = buildStatusResponse({
      answerTo,
      messageId: 'antwoord-1@voorziening.example',
      timestamp: START,
      aboutMessageId: 'bericht-1@gemeente.example',
      status: 'Received',
      statusTimestamp: START,
    });
    expect(await p.post(response)).toMatchObject({ status: 204 });
    expect(await w.tel('signaal')).toBe(0);
  });

  it('a Pong to no Ping of ours gets 204 and nothing else', async () => {
    const answerTo = { ...ask(), from: { partyIds: ask().to }, to: { partyIds: ask().from } };
    const pong = buildPong({ answerTo, messageId: 'pong-1@voorziening.example', timestamp: START });
    expect(await p.post(pong)).toMatchObject({ status: 204, body: '' });
    expect(await w.tel('signaal')).toBe(0);
  });

  it('a Ping under an unknown CPA gets a SOAP Fault', async () => {
    expect((await p.post(buildPing({ ...ask(), cpaId: 'NOOIT-GEHOORD' }))).status).toBe(500);
  });
});

describe('the log of a refusal', () => {
  it('holds no content of the message: a BSN may stand in it', async () => {
    const bsn = '999990019';
    await p.post(
      gewijzigd(w.cpa, (b) => b.replace('<Fo03Bericht>', `<Fo03Bericht>${bsn}`).replace('cid:fout-1@', 'cid:fout-2@')),
    );
    await p.post(veranderd(w.cpa, (x) => x.replace('</soap:Body>', `<geheim>${bsn}</geheim`)));
    expect(w.log.length).toBeGreaterThan(2);
    expect(JSON.stringify(w.log)).not.toContain(bsn);
  });
});

describe('a CPA that is replaced', () => {
  it('is used within ten seconds, and what it no longer allows is refused', async () => {
    await p.post(hunBericht(w.cpa));
    await w.leeg();
    const other = w.proces(2);
    await other.dk.cpas.laad(cpaTekst({ end: new Date('2026-06-01T00:00:00Z') }));
    w.clock.advance(10_001);
    const error = await gemeld(hunBericht(w.cpa, { timeToLive: new Date(START.getTime() + UUR) }));
    expect(error.errors).toMatchObject([{ errorCode: 'Inconsistent', text: expect.stringMatching(/not valid/) }]);
    await p.dk.cpas.laad(cpaTekst());
  });
});
