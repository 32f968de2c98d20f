/** What comes in and is understood but not as agreed: a MessageError goes to the endpoint of its sender, and nothing is stored half (RS-F51, F52). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CATALOGUS, type Fout } from '../../standaarden/ebms/catalogus.testhulp.ts';
import {
  buildPing,
  buildPong,
  buildStatusResponse,
  type MessageError,
  OIN_TYPE,
  type Packed,
  parseMessage,
  readSoapFault,
} from '../../standaarden/ebms/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import {
  cpaTekst,
  foutbericht,
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
  await p.dk.cpas.laad(cpaTekst());
  w.net.gezien.length = 0;
  w.log.length = 0;
});
afterAll(() => w.sluit());

async function nietsBewaard(): Promise<void> {
  expect(await w.tel('ontvangen')).toBe(0);
  expect(await w.gebeurtenissen()).toEqual([]);
}

/** A message of the negative catalogue, under the CPA that goes with it. */
async function berichtMet({ xml, octets, cpa }: Fout): Promise<Packed> {
  await p.dk.cpas.laad(cpa?.(cpaTekst()) ?? cpaTekst());
  return xml === undefined ? gewijzigd(w.cpa, octets!) : veranderd(w.cpa, xml);
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
  const bereikbaar = CATALOGUS.filter(({ unreachable }) => !unreachable);
  it.each(bereikbaar.map((fout) => [fout.wat, fout] as const))('%s', async (_wat, fout) => {
    const error = await gemeld(await berichtMet(fout));
    expect(error).toMatchObject({ highestSeverity: 'Error', refToMessageId: 'hun-bericht-1@voorziening.example' });
    expect(error.header).toMatchObject({ cpaId: w.cpa.id, conversationId: 'gesprek-1' });
    expect(error.header.to.partyIds[0]).toMatchObject({ value: VOORZIENING });
    const told = error.errors.map(({ errorCode, location }) => `${errorCode} ${location}`);
    expect(told.map((line) => line.replace(foutbericht.contentId, 'PAYLOAD'))).toEqual(fout.errors);
  });

  const onbereikbaar = CATALOGUS.filter(({ unreachable }) => unreachable);
  it.each(onbereikbaar.map((fout) => [fout.wat, fout] as const))(
    '%s: a SOAP Fault, as the CPA gives no way to the sender',
    async (_wat, fout) => {
      const answer = await p.post(await berichtMet(fout));
      expect(answer.status).toBe(500);
      const [code] = fout.errors[0]!.split(' ');
      expect(readSoapFault(Buffer.from(answer.body))).toMatchObject({ text: expect.stringContaining(code!) });
      await nietsBewaard();
      expect(await w.tel('signaal')).toBe(0);
    },
  );

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
