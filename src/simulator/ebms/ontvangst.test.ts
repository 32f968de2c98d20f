import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  acknowledgmentOp,
  bericht,
  enveloppe,
  type Opstelling,
  signaal,
  startOpstelling,
  zakLk01,
} from '../simulator.testhulp.ts';

let proef: Opstelling;
beforeEach(async () => {
  proef = await startOpstelling();
});
afterEach(() => proef.close());

describe('a zaakbericht', () => {
  test('is answered with 204, acknowledged in a message of its own, and stands in the ledger', async () => {
    expect(await proef.lever(bericht('m-1@g.example', zakLk01()))).toEqual({ status: 204, body: '' });
    const [ack] = await proef.gemeente.krijgt('Acknowledgment');
    expect(ack?.refToMessageId).toBe('m-1@g.example');
    expect(ack?.contentType).toBe('text/xml; charset=UTF-8');
    expect(ack?.body).toContain('<eb:ConversationId>c-m-1@g.example</eb:ConversationId>');
    expect(ack?.body).not.toContain('AckRequested');
    expect(ack?.body).not.toContain('DuplicateElimination');
    expect(ack?.body).not.toContain('eb:Role');
    expect(proef.simulator.ledger()).toMatchObject([
      {
        nr: 1,
        messageId: 'm-1@g.example',
        sha256: createHash('sha256').update(bericht('m-1@g.example', zakLk01()).body).digest('hex'),
        referentienummer: 'ref-1',
        tijdstipBericht: '20261102093100123',
        zaakidentificatie: 'ZAAK-2026-0001',
        status: 'Ontvangen',
        datumStatusGezet: '20261102093015000',
        persoon: 'p-7k2m',
        toegepast: true,
        dubbel: 0,
      },
    ]);
  });

  test('that comes again gets the same Acknowledgment to the byte and is applied once', async () => {
    await proef.lever(bericht('m-1@g.example', zakLk01()));
    await proef.lever(bericht('m-1@g.example', zakLk01()));
    const [first, second] = await proef.gemeente.krijgt('Acknowledgment', 2);
    expect(second?.body).toBe(first?.body);
    expect(proef.simulator.ledger()).toMatchObject([{ toegepast: true, dubbel: 1 }]);
  });

  test('that arrives sixteen times at once is applied once and acknowledged sixteen times', async () => {
    const one = bericht('m-1@g.example', zakLk01());
    const answers = await Promise.all(Array.from({ length: 16 }, () => proef.lever(one)));
    expect(answers.every(({ status }) => status === 204)).toBe(true);
    const acks = await proef.gemeente.krijgt('Acknowledgment', 16);
    expect(new Set(acks.map(({ body }) => body)).size).toBe(1);
    expect(proef.simulator.ledger()).toMatchObject([{ toegepast: true, dubbel: 15 }]);
    expect(proef.simulator.stand().grootboek.toegepast).toBe(1);
  });

  test('with a known MessageId but other bytes is refused with a MessageError and counted', async () => {
    await proef.lever(bericht('m-1@g.example', zakLk01()));
    expect((await proef.lever(bericht('m-1@g.example', zakLk01({ status: 'Anders' })))).status).toBe(204);
    const [error] = await proef.gemeente.krijgt('MessageError');
    expect(error?.body).toContain('eb:errorCode="Inconsistent"');
    expect(error?.refToMessageId).toBe('m-1@g.example');
    expect(proef.simulator.ledger()).toMatchObject([{ status: 'Ontvangen', afwijkend: 1, dubbel: 0 }]);
  });

  test('with LF line ends and its parts in another order is read as well', async () => {
    const { headers, body } = bericht('m-1@g.example', zakLk01());
    const [, soap = '', inhoud = ''] = body.split('--grens\r\n');
    const turned = `--grens\r\n${inhoud.replace('\r\n--grens--\r\n', '')}\r\n--grens\r\n${soap.trimEnd()}\r\n--grens--\r\n`;
    expect((await proef.lever({ headers, body: turned.replaceAll('\r\n', '\n') })).status).toBe(204);
    expect(proef.simulator.ledger()).toMatchObject([{ toegepast: true }]);
  });
});

describe('refused at the door with a SOAP Fault, and nothing kept', () => {
  const good = bericht('m-1@g.example', zakLk01());
  test.each([
    ['SOAPAction without quotes', { ...good, headers: { ...good.headers, soapaction: 'ebXML' } }, 'SOAPAction'],
    [
      'another content type',
      { ...good, headers: { ...good.headers, 'content-type': 'application/xml' } },
      'Content-Type',
    ],
    [
      'no type parameter',
      { ...good, headers: { ...good.headers, 'content-type': 'multipart/related; boundary=grens' } },
      'type=',
    ],
    ['a boundary that does not occur', { ...good, body: good.body.replaceAll('--grens', '--anders') }, 'geen delen'],
    ['the last boundary missing', { ...good, body: good.body.replace('--grens--\r\n', '') }, 'afgebroken'],
    ['an unknown CPA', bericht('m-1@g.example', zakLk01(), { cpaId: 'ONBEKEND' }), 'CPAId'],
    ['no MessageId', bericht('', zakLk01()), 'MessageId is leeg'],
    [
      'a DOCTYPE',
      { ...good, body: good.body.replace('<SOAP:Envelope', '<!DOCTYPE x SYSTEM "file:///etc/passwd"><SOAP:Envelope') },
      'doctype',
    ],
    ['broken XML', { ...good, body: good.body.replace('</SOAP:Header>', '') }, 'malformed'],
    [
      'an unknown header that must be understood',
      bericht('m-1@g.example', zakLk01(), { extra: '<x:Y xmlns:x="urn:x" SOAP:mustUnderstand="1"/>' }),
      'MustUnderstand',
    ],
    ['no body at all', { ...good, body: '' }, 'geen delen'],
  ])('%s', async (_naam, message, text) => {
    const { status, body } = await proef.lever(message);
    expect(status).toBe(500);
    expect(body).toContain('<SOAP:Fault>');
    expect(body).toContain(text);
    expect(proef.simulator.ledger()).toEqual([]);
    expect(proef.simulator.stand().sindsStart.soapFaults).toBe(1);
  });

  test('no Content-Type at all', async () => {
    const answer = await proef.lever({ headers: { soapaction: '"ebXML"' }, body: good.body });
    expect(answer.status).toBe(500);
    expect(answer.body).toContain('Content-Type moet');
  });

  test('a body over 5 MB is refused as too large', async () => {
    const { headers } = good;
    expect((await proef.lever({ headers, body: 'x'.repeat(5 * 1024 * 1024 + 1) })).status).toBe(413);
  });
});

describe('understood but not as agreed: 204, and a MessageError afterwards', () => {
  const ack = (attributes: string): string =>
    `<eb:AckRequested eb:version="2.0" SOAP:mustUnderstand="1" ${attributes}/>`;
  test.each([
    ['another version', { version: '1.0' }, 'Inconsistent'],
    ['another sender', { van: '00000001999999999000' }, 'Inconsistent'],
    ['an unknown action', { action: 'anders' }, 'ValueNotRecognized'],
    [
      'an unknown service',
      { service: '<eb:Service eb:type="urn:osb:services">anders</eb:Service>' },
      'ValueNotRecognized',
    ],
    ['no AckRequested', { extra: '' }, 'Inconsistent'],
    ['a signed acknowledgment', { extra: ack('eb:signed="true"') }, 'Inconsistent'],
    ['nextMSH', { extra: ack('SOAP:actor="urn:oasis:names:tc:ebxml-msg:actor:nextMSH"') }, 'NotSupported'],
    ['MessageOrder', { extra: '<eb:MessageOrder eb:version="2.0"/>' }, 'NotSupported'],
    ['SyncReply', { extra: '<eb:SyncReply eb:version="2.0"/>' }, 'Inconsistent'],
    ['a passed TimeToLive', { timeToLive: '2026-11-02T08:59:59Z' }, 'TimeToLiveExpired'],
    ['a cid without part', { cid: 'weg@g.example' }, 'MimeProblem'],
  ])('%s', async (_naam, anders, code) => {
    expect((await proef.lever(bericht('m-1@g.example', zakLk01(), anders))).status).toBe(204);
    const [error] = await proef.gemeente.krijgt('MessageError');
    expect(error?.body).toContain(`eb:errorCode="${code}"`);
    expect(proef.simulator.ledger()).toMatchObject([{ uitkomst: 'ebms-fout', foutcode: code, toegepast: false }]);
  });

  test('the same refused message gets the same MessageError again', async () => {
    const late = bericht('m-1@g.example', zakLk01(), { timeToLive: '2026-11-02T08:59:59Z' });
    await proef.lever(late);
    await proef.lever(late);
    const [first, second] = await proef.gemeente.krijgt('MessageError', 2);
    expect(second?.body).toBe(first?.body);
  });
});

describe('signals', () => {
  test('a Ping gets a Pong in a request of its own', async () => {
    expect((await proef.lever(signaal('Ping', { messageId: 'p-1@g.example' }))).status).toBe(204);
    const [pong] = await proef.gemeente.krijgt('Pong');
    expect(pong?.refToMessageId).toBe('p-1@g.example');
    expect(pong?.body).toContain('<SOAP:Body></SOAP:Body>');
  });

  test('a StatusRequest tells whether a message was received', async () => {
    await proef.lever(bericht('m-1@g.example', zakLk01()));
    const ask = (id: string) =>
      proef.lever(
        signaal('StatusRequest', {
          body: `<eb:StatusRequest eb:version="2.0"><eb:RefToMessageId>${id}</eb:RefToMessageId></eb:StatusRequest>`,
        }),
      );
    await ask('m-1@g.example');
    await ask('m-2@g.example');
    const answers = await proef.gemeente.krijgt('StatusResponse', 2);
    expect(answers.map(({ body }) => /messageStatus="([A-Za-z]+)"/.exec(body)?.[1]).sort()).toEqual([
      'NotRecognized',
      'Processed',
    ]);
  });

  test('an Acknowledgment of something we never sent is accepted and counted', async () => {
    expect((await proef.lever(acknowledgmentOp('onbekend@g.example'))).status).toBe(204);
    expect((await proef.lever(acknowledgmentOp('fo-7.00000000@simulator.example'))).status).toBe(204);
    expect(proef.simulator.stand().sindsStart.onbekendeSignalen).toBe(2);
  });

  test('are only read, never kept: no signal enters the ledger', async () => {
    await proef.lever(signaal('Ping'));
    await proef.lever({
      headers: signaal('Ping').headers,
      body: enveloppe({ action: 'Raar', service: '<eb:Service>urn:oasis:names:tc:ebxml-msg:service</eb:Service>' }),
    });
    expect(proef.simulator.ledger()).toEqual([]);
  });
});

describe('when the municipality cannot be reached', () => {
  test('the acknowledgment is tried a few times and then given up; a resend brings it back', async () => {
    proef.gemeente.antwoord = 503;
    await proef.lever(bericht('m-1@g.example', zakLk01()));
    await proef.simulator.rust();
    expect(proef.simulator.stand().sindsStart.nietBezorgd).toBe(1);
    proef.gemeente.antwoord = 204;
    await proef.lever(bericht('m-1@g.example', zakLk01()));
    await proef.gemeente.krijgt('Acknowledgment');
  });
});
