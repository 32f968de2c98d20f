/** What comes in and is no message that can be answered: a SOAP Fault or an HTTP status says why, and nothing is stored half (RS-F52 to F57, F60). */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Packed, readSoapFault } from '../../standaarden/ebms/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { gewijzigd, hunBericht, START, VOORZIENING, veranderd } from './partner.testhulp.ts';

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

describe('a message that cannot be answered with a message gets a SOAP Fault, status 500', () => {
  const ebxml = { soapaction: '"ebXML"' };
  it.each<[string, () => Packed, Record<string, string | undefined>, RegExp]>([
    ['no SOAPAction', () => hunBericht(w.cpa), { soapaction: undefined }, /SOAPAction/],
    ['SOAPAction without quotes', () => hunBericht(w.cpa), { soapaction: 'ebXML' }, /quotes/],
    ['an empty SOAPAction', () => hunBericht(w.cpa), { soapaction: '""' }, /SOAPAction/],
    ['two SOAPActions', () => hunBericht(w.cpa), { soapaction: '"ebXML", "ebXML"' }, /SOAPAction/],
    [
      'an unknown CPA',
      () => veranderd(w.cpa, (x) => x.replace('PROEF-LZ_0001', 'PROEF-LZ_9999')),
      ebxml,
      /CPAId is not known/,
    ],
    [
      'an unknown CPA and something unreadable',
      () =>
        veranderd(w.cpa, (x) =>
          x.replace('PROEF-LZ_0001', 'X').replace(/<eb:Timestamp>[^<]*/, '<eb:Timestamp>gisteren'),
        ),
      ebxml,
      /OtherXml/,
    ],
    [
      'a sender outside the CPA',
      () => veranderd(w.cpa, (x) => x.replaceAll(VOORZIENING, '00000099000000009000')),
      ebxml,
      /Inconsistent/,
    ],
    [
      'a DOCTYPE',
      () => veranderd(w.cpa, (x) => `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>${x}`),
      ebxml,
      /DOCTYPE/,
    ],
    ['XML cut off', () => veranderd(w.cpa, (x) => x.slice(0, x.length / 2)), ebxml, /./],
    ['no XML at all', () => veranderd(w.cpa, () => 'hallo'), ebxml, /./],
    ['an empty body', () => veranderd(w.cpa, () => ''), ebxml, /./],
    [
      'another SOAP version',
      () =>
        veranderd(w.cpa, (x) => x.replaceAll('schemas.xmlsoap.org/soap/envelope/', 'www.w3.org/2003/05/soap-envelope')),
      ebxml,
      /SOAP 1.1/,
    ],
    ['no MessageHeader', () => veranderd(w.cpa, (x) => x.replaceAll('eb:MessageHeader', 'eb:Kop')), ebxml, /./],
    [
      'no boundary in the Content-Type',
      () =>
        gewijzigd(
          w.cpa,
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
          w.cpa,
          (b) => b,
          (t) => t.replace(/boundary="[^"]+"/, 'boundary="anders"'),
        ),
      ebxml,
      /boundary/i,
    ],
    ['a body cut off before the closing boundary', () => gewijzigd(w.cpa, (b) => b.slice(0, -20)), ebxml, /cut off/],
    [
      'a start that names no part',
      () =>
        gewijzigd(
          w.cpa,
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

  it('a body larger than is taken in here: 413 with the way to send it, the connection not kept busy', async () => {
    const klein = w.proces(2, { maxBytes: 3 * 1024 * 1024 });
    const answer = await klein.post({ contentType: 'text/xml', body: Buffer.alloc(3 * 1024 * 1024 + 1) });
    expect(answer.status).toBe(413);
    expect(answer.body).toContain('3 MiB');
    expect(answer.body).toContain('Grote Berichten');
    expect(answer.headers['connection']).toBe('close');
    await nietsBewaard();
  });

  it('a SOAP part of megabytes: a SOAP Fault as soon as that is clear, and nothing stays in the store', async () => {
    const answer = await p.post({ contentType: 'text/xml', body: Buffer.alloc(2 * 1024 * 1024, ' ') });
    expect(answer).toMatchObject({ status: 500, headers: { connection: 'close' } });
    expect(answer.body).toContain('send payloads as attachments');
    expect([w.opslag.objecten.size, await w.tel('object')]).toEqual([0, 0]);
    await nietsBewaard();
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
    const deep = veranderd(w.cpa, (x) => x.replace('<soap:Body>', `<soap:Body>${'<a>'.repeat(100_000)}`));
    const wide = veranderd(w.cpa, (x) => x.replace('<soap:Body>', `<soap:Body>${'<a/>'.repeat(200_000)}`));
    const laughs = veranderd(
      w.cpa,
      (x) =>
        `<!DOCTYPE a [<!ENTITY l "${'ha'.repeat(1_000)}"><!ENTITY m "${'&l;'.repeat(1_000)}">]>${x.replace('gesprek-1', '&m;')}`,
    );
    for (const packed of [deep, wide, laughs]) expect((await p.post(packed)).status).toBe(500);
    await nietsBewaard();
  });
});
