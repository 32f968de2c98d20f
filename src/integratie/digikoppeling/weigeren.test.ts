/** Everything that may come in and is not a good message: each gets the form of refusal that can reach its sender, and nothing is stored half (RS-F51 to F57, F60). */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../platform/time/index.ts';
import {
  buildPing,
  buildPong,
  buildStatusRequest,
  buildStatusResponse,
  type MessageError,
  OIN_TYPE,
  type Packed,
  parseMessage,
  readSoapFault,
} from '../../standaarden/ebms/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { cpaTekst, foutbericht, GEMEENTE, HUN_ADRES, hunBericht, START, UUR, VOORZIENING } from './partner.testhulp.ts';

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

/** Characters of three octets each that no compression makes shorter. */
function langeId(length: number): string {
  const random = seededRandom(1);
  return Array.from({ length }, () => String.fromCodePoint(0x4e00 + Math.floor(random.fraction() * 20_000))).join('');
}

/** A message without payload, its XML changed by hand. */
function veranderd(change: (xml: string) => string): Packed {
  const { contentType, body } = hunBericht(w.cpa, { attachments: [] });
  return { contentType, body: Buffer.from(change(Buffer.from(body).toString())) };
}

/** A message with payload, its octets changed by hand. */
function gewijzigd(change: (octets: string) => string, type = (text: string): string => text): Packed {
  const { contentType, body } = hunBericht(w.cpa);
  return { contentType: type(contentType), body: Buffer.from(change(Buffer.from(body).toString('latin1')), 'latin1') };
}

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

describe('a message that cannot be answered with a message gets a SOAP Fault, status 500', () => {
  const ebxml = { soapaction: '"ebXML"' };
  it.each<[string, () => Packed, Record<string, string | undefined>, RegExp]>([
    ['no SOAPAction', () => hunBericht(w.cpa), { soapaction: undefined }, /SOAPAction/],
    ['SOAPAction without quotes', () => hunBericht(w.cpa), { soapaction: 'ebXML' }, /quotes/],
    ['an empty SOAPAction', () => hunBericht(w.cpa), { soapaction: '""' }, /SOAPAction/],
    ['two SOAPActions', () => hunBericht(w.cpa), { soapaction: '"ebXML", "ebXML"' }, /SOAPAction/],
    [
      'an unknown CPA',
      () => veranderd((x) => x.replace('PROEF-LZ_0001', 'PROEF-LZ_9999')),
      ebxml,
      /CPAId is not known/,
    ],
    [
      'an unknown CPA and something unreadable',
      () => veranderd((x) => x.replace('PROEF-LZ_0001', 'X').replace(/<eb:Timestamp>[^<]*/, '<eb:Timestamp>gisteren')),
      ebxml,
      /OtherXml/,
    ],
    [
      'a sender outside the CPA',
      () => veranderd((x) => x.replaceAll(VOORZIENING, '00000099000000009000')),
      ebxml,
      /Inconsistent/,
    ],
    [
      'a DOCTYPE',
      () => veranderd((x) => `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>${x}`),
      ebxml,
      /DOCTYPE/,
    ],
    ['XML cut off', () => veranderd((x) => x.slice(0, x.length / 2)), ebxml, /./],
    ['no XML at all', () => veranderd(() => 'hallo'), ebxml, /./],
    ['an empty body', () => veranderd(() => ''), ebxml, /./],
    [
      'another SOAP version',
      () => veranderd((x) => x.replaceAll('schemas.xmlsoap.org/soap/envelope/', 'www.w3.org/2003/05/soap-envelope')),
      ebxml,
      /SOAP 1.1/,
    ],
    ['no MessageHeader', () => veranderd((x) => x.replaceAll('eb:MessageHeader', 'eb:Kop')), ebxml, /./],
    [
      'no boundary in the Content-Type',
      () =>
        gewijzigd(
          (b) => b,
          () => 'multipart/related; type="text/xml"',
        ),
      ebxml,
      /boundary/,
    ],
    [
      'another boundary than the body has',
      () =>
        gewijzigd(
          (b) => b,
          (t) => t.replace(/boundary="[^"]+"/, 'boundary="anders"'),
        ),
      ebxml,
      /boundary/i,
    ],
    ['a body cut off before the closing boundary', () => gewijzigd((b) => b.slice(0, -20)), ebxml, /cut off/],
    [
      'a start that names no part',
      () =>
        gewijzigd(
          (b) => b,
          (t) => t.replace(/start="<[^>]+>"/, 'start="<nergens>"'),
        ),
      ebxml,
      /start/,
    ],
    ['UTF-16', () => ({ contentType: 'text/xml; charset=UTF-16', body: Buffer.from('a') }), ebxml, /UTF-8/],
  ])('%s', async (_what, make, headers, why) => {
    const answer = await p.post(make(), headers);
    expect(answer.status).toBe(500);
    expect(answer.headers['content-type']).toBe('text/xml; charset=UTF-8');
    const fault = readSoapFault(Buffer.from(answer.body));
    expect(fault).not.toBeNull();
    expect(fault!.text).toMatch(why);
    expect(['Client', 'VersionMismatch', 'MustUnderstand']).toContain(fault!.code);
    await nietsBewaard();
    expect(await w.tel('signaal')).toBe(0);
    expect(w.net.gezien).toEqual([]);
  });
});

describe('what is no ebMS over HTTP gets an HTTP status', () => {
  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const)(
    '%s: 405, with what is allowed',
    async (method) => {
      const answer = await p.server.inject({ method, url: '/ebms', headers: { soapaction: '"ebXML"' } });
      expect(answer.statusCode).toBe(405);
      expect(answer.headers['allow']).toBe('POST');
    },
  );

  it.each([
    ['no Content-Type', undefined],
    ['JSON', 'application/json'],
    ['a form', 'application/x-www-form-urlencoded'],
    ['something unreadable', 'dit is geen type'],
    ['another multipart', 'multipart/form-data; boundary=b'],
  ])('%s: 415', async (_what, contentType) => {
    const answer = await p.post(hunBericht(w.cpa), { 'content-type': contentType });
    expect(answer.status).toBe(415);
    expect(answer.body).not.toMatch(/JSON/);
    await nietsBewaard();
  });

  it('a body above 28 MiB: 413 with the way to send it, the connection not kept busy', async () => {
    const answer = await p.post({ contentType: 'text/xml', body: Buffer.alloc(28 * 1024 * 1024 + 1) });
    expect(answer.status).toBe(413);
    expect(answer.body).toContain('Grote Berichten');
    await nietsBewaard();
  });
});

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
        veranderd((x) =>
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
      () => veranderd((x) => x.replace('>foutbericht<', '>iets<')),
      'ValueNotRecognized',
      /Action/,
    ],
    ['another role', () => veranderd((x) => x.replace('>VOORZIENING<', '>DIRECTEUR<')), 'Inconsistent', /Role/],
    [
      'no AckRequested',
      () => veranderd((x) => x.replace(/<eb:AckRequested[^>]*\/>/, '')),
      'Inconsistent',
      /AckRequested/,
    ],
    [
      'no DuplicateElimination',
      () => veranderd((x) => x.replace('<eb:DuplicateElimination/>', '')),
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
      () => veranderd((x) => x.replace(/<eb:Timestamp>[^<]*/, '<eb:Timestamp>gisteren')),
      'OtherXml',
      /Timestamp/,
    ],
    [
      'a cid without part',
      () => gewijzigd((b) => b.replace('cid:fout-1@', 'cid:fout-2@')),
      'MimeProblem',
      /cid:fout-2/,
    ],
    [
      'payload without Manifest',
      () => gewijzigd((b) => b.replace(/<eb:Manifest.*<\/eb:Manifest>/, '')),
      'MimeProblem',
      /Manifest/,
    ],
    [
      'base64 that is none',
      () =>
        gewijzigd((b) =>
          b.replace(
            'Content-Type: application/xml',
            'Content-Type: application/xml\r\nContent-Transfer-Encoding: base64',
          ),
        ),
      'MimeProblem',
      /cid/,
    ],
    [
      'two payloads, where we keep one',
      () => hunBericht(w.cpa, { attachments: [foutbericht, { ...foutbericht, contentId: 'fout-2' }] }),
      'NotSupported',
      /Reference\[2\]/,
    ],
    [
      'an acknowledgment bundled with it',
      () =>
        veranderd((x) =>
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
      veranderd((x) => x.replace('<eb:DuplicateElimination/>', '').replace(/<eb:AckRequested[^>]*\/>/, '')),
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

  it('a StatusRequest gets NotSupported: it is optional in the profile (KV §5)', async () => {
    const error = await gemeld(buildStatusRequest({ ...ask(), aboutMessageId: 'bericht-1@gemeente.example' }));
    expect(error.errors).toMatchObject([{ errorCode: 'NotSupported' }]);
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

describe('garbage', () => {
  it('of any kind never gets a 2xx with content, a 500 that is no SOAP Fault, or a place in the database', async () => {
    const { contentType, body } = hunBericht(w.cpa);
    const octets = Buffer.from(body);
    const broken = fc
      .array(fc.tuple(fc.nat(octets.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
      .map((edits) => {
        const copy = Buffer.from(octets);
        for (const [at, value] of edits) copy[at] = value;
        return copy;
      });
    const cut = fc.nat(octets.length - 1).map((at) => octets.subarray(0, at));
    const any = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
    await fc.assert(
      fc.asyncProperty(fc.oneof(broken, cut, any), async (garbage) => {
        await w.leeg();
        const answer = await p.post({ contentType, body: garbage });
        if (answer.status === 204) {
          expect(answer.body).toBe('');
          // Heard, or answered with an error: one of the two, whole.
          const heard = await w.tel('ontvangen');
          expect((await w.gebeurtenissen()).length).toBe(heard);
          expect(await w.tel('signaal')).toBe(1);
        } else {
          expect(answer.status === 500 ? readSoapFault(Buffer.from(answer.body)) : answer.status).not.toBeNull();
          expect([413, 415, 500]).toContain(answer.status);
          expect(await w.tel('ontvangen')).toBe(0);
          expect(await w.tel('signaal')).toBe(0);
        }
      }),
      { numRuns: 150 },
    );
    await w.leeg();
  });

  it('by the thousand elements or the thousand levels is refused quickly', async () => {
    const deep = veranderd((x) => x.replace('<soap:Body>', `<soap:Body>${'<a>'.repeat(100_000)}`));
    const wide = veranderd((x) => x.replace('<soap:Body>', `<soap:Body>${'<a/>'.repeat(200_000)}`));
    const laughs = veranderd(
      (x) =>
        `<!DOCTYPE a [<!ENTITY l "${'ha'.repeat(1_000)}"><!ENTITY m "${'&l;'.repeat(1_000)}">]>${x.replace('gesprek-1', '&m;')}`,
    );
    for (const packed of [deep, wide, laughs]) expect((await p.post(packed)).status).toBe(500);
    await nietsBewaard();
  });
});

describe('the log of a refusal', () => {
  it('holds no content of the message: a BSN may stand in it', async () => {
    const bsn = '999990019';
    await p.post(
      gewijzigd((b) => b.replace('<Fo03Bericht>', `<Fo03Bericht>${bsn}`).replace('cid:fout-1@', 'cid:fout-2@')),
    );
    await p.post(veranderd((x) => x.replace('</soap:Body>', `<geheim>${bsn}</geheim`)));
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
