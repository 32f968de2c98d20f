/** WUS: the envelope and the check of subscriptions, as they go over the wire. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { xml } from '../xml/index.ts';
import {
  BERICHTENBOX,
  leesAbonnementen,
  leesEnvelop,
  SoapOnleesbaar,
  schrijfAbonnementenVraag,
  schrijfEnvelop,
  soapActionHeader,
} from './index.ts';

const PROFIEL = { ...BERICHTENBOX, berichtleverancierCode: '00000001002564440000', berichtTypeCode: 'LZ' };
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const GEB = 'http://schemas.rdw.nl/GEB';
const TYPEN = `${GEB}/BerichtenboxValidatieService/Types/2009/01`;
const GEDEELD = `${GEB}/Shared/Types/2009/01`;

const tekst = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const bytes = (text: string): Uint8Array => Buffer.from(text);
const envelop = (body: string, header = ''): string =>
  `<s:Envelope xmlns:s="${SOAP}" xmlns:w="http://www.w3.org/2005/08/addressing">${header && `<s:Header>${header}</s:Header>`}<s:Body>${body}</s:Body></s:Envelope>`;
const antwoord = (rijen: string): string =>
  envelop(
    `<d:ValidateAbonnementenResponse xmlns:d="${GEB}/BerichtenboxValidatieService/2009/01"><d:ValidateAbonnementenResult xmlns:t="${TYPEN}" xmlns:g="${GEDEELD}">${rijen}</d:ValidateAbonnementenResult></d:ValidateAbonnementenResponse>`,
  );
const rij = (key: string, sturen: string, rol = '<g:Rol>Burger</g:Rol>'): string =>
  `<t:Abonnement><t:klant><g:Key>${key}</g:Key>${rol}</t:klant>${sturen}</t:Abonnement>`;
const ja = (waarde: string): string => `<t:isBerichtSturen>${waarde}</t:isBerichtSturen>`;
const lees = (text: string) => leesAbonnementen(PROFIEL, leesEnvelop(bytes(text)));

describe('the question', () => {
  it('is ValidateAbonnementen as the Berichtenbox has it', () => {
    const question = tekst(schrijfEnvelop(schrijfAbonnementenVraag(PROFIEL, ['999993653', '999990019'])));
    expect(question).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        `<soap:Envelope xmlns:soap="${SOAP}"><soap:Body>` +
        `<d:ValidateAbonnementen xmlns:d="${GEB}/BerichtenboxValidatieService/2009/01" xmlns:t="${TYPEN}" xmlns:g="${GEDEELD}">` +
        '<d:validateAbonnementenAanvraag><t:berichtleverancierCode>00000001002564440000</t:berichtleverancierCode>' +
        '<t:berichtTypeCode>LZ</t:berichtTypeCode><t:klanten><g:Klant><g:Key>999993653</g:Key><g:Rol>Burger</g:Rol></g:Klant>' +
        '<g:Klant><g:Key>999990019</g:Key><g:Rol>Burger</g:Rol></g:Klant></t:klanten>' +
        '</d:validateAbonnementenAanvraag></d:ValidateAbonnementen></soap:Body></soap:Envelope>',
    );
  });
  it('has a SOAPAction between quotes', () => {
    expect(soapActionHeader(PROFIEL.soapAction)).toBe(
      `"${GEB}/BerichtenboxValidatieService/2009/01/IBerichtenboxValidatieService/ValidateAbonnementen"`,
    );
  });
  it.each([0, 251])('is never about %i klanten', (aantal) => {
    expect(() =>
      schrijfAbonnementenVraag(
        PROFIEL,
        Array.from({ length: aantal }, () => '999993653'),
      ),
    ).toThrow(RangeError);
  });
  it('may carry WS-Addressing, when the profile says so', () => {
    const kop = { naar: 'https://dienst.example/a?b&c', action: 'urn:doe', messageId: 'urn:uuid:1' };
    const question = tekst(schrijfEnvelop(xml`<a/>`, kop));
    expect(question).toContain('<wsa:To>https://dienst.example/a?b&amp;c</wsa:To><wsa:Action>urn:doe</wsa:Action>');
    expect(question).toContain('<wsa:MessageID>urn:uuid:1</wsa:MessageID><wsa:ReplyTo><wsa:Address>http://www.w3.org/');
  });
});

describe('the answer', () => {
  it.each([
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
    ['\n  true ', true],
    ['TRUE', null],
    ['ja', null],
    ['', null],
  ])('reads isBerichtSturen "%s" as %s', (waarde, betekenis) => {
    expect(lees(antwoord(rij('999993653', ja(waarde))))).toEqual({
      soort: 'abonnementen',
      rijen: [{ key: '999993653', isBerichtSturen: betekenis }],
    });
  });
  it.each([
    ['another rol', rij('1', ja('true'), '<g:Rol>Bedrijf</g:Rol>'), null],
    ['no rol', rij('1', ja('true'), ''), true],
    ['two answers in one row', rij('1', ja('true') + ja('false')), null],
    ['no answer', rij('1', ''), null],
    ['an answer in another namespace', rij('1', '<g:isBerichtSturen>true</g:isBerichtSturen>'), null],
  ])('a row with %s', (_wat, rijen, isBerichtSturen) => {
    expect(lees(antwoord(rijen))).toEqual({ soort: 'abonnementen', rijen: [{ key: '1', isBerichtSturen }] });
  });
  it('a row about nobody is left out', () => {
    const leeg = `<t:Abonnement>${ja('true')}</t:Abonnement><t:Abonnement><t:klant/>${ja('true')}</t:Abonnement>`;
    expect(lees(antwoord(leeg + rij('1', ja('true'))))).toMatchObject({ rijen: [{ key: '1' }] });
  });
  it('without rows is an answer about nobody', () => {
    expect(lees(antwoord(''))).toEqual({ soort: 'abonnementen', rijen: [] });
  });
  it.each([
    ['another operation', envelop('<x xmlns="urn:x"/>')],
    ['no result', envelop(`<d:ValidateAbonnementenResponse xmlns:d="${GEB}/BerichtenboxValidatieService/2009/01"/>`)],
    ['our own question', tekst(schrijfEnvelop(schrijfAbonnementenVraag(PROFIEL, ['999993653'])))],
  ])('(%s) is no answer to this question', (_wat, text) => {
    expect(lees(text)).toEqual({ soort: 'anders' });
  });
});

describe('a Fault', () => {
  const fault = (code: string, detail = ''): string =>
    envelop(
      `<s:Fault><faultcode>${code}</faultcode><faultstring>in het kort</faultstring>${detail && `<detail>${detail}</detail>`}</s:Fault>`,
    );
  const eigen = (naam: string, message = 'uitvoerig'): string =>
    `<${naam} xmlns="${GEDEELD}"><Message>${message}</Message></${naam}>`;

  it.each([
    ['ApplicationFault', fault('s:Client', eigen('ApplicationFault')), 'vraag-fout', 'uitvoerig'],
    ['ApplicationFault of the server', fault('s:Server', eigen('ApplicationFault')), 'vraag-fout', 'uitvoerig'],
    ['DependentServiceFault', fault('s:Client', eigen('DependentServiceFault')), 'storing', 'uitvoerig'],
    ['a Message that is empty', fault('s:Server', eigen('DependentServiceFault', '')), 'storing', 'in het kort'],
    ['Client', fault('s:Client'), 'vraag-fout', 'in het kort'],
    ['Client with more after it', fault('s:Client.Authentication'), 'vraag-fout', 'in het kort'],
    ['no prefix', fault('Client'), 'vraag-fout', 'in het kort'],
    ['Server', fault('s:Server'), 'storing', 'in het kort'],
    ['a code of its own', fault('a:InternalServiceFault', '<x xmlns="urn:x"/>'), 'storing', 'in het kort'],
    ['nothing in it', envelop('<s:Fault/>'), 'storing', ''],
  ])('(%s) says whose fault it is', (_wat, text, soort, gezegd) => {
    expect(lees(text)).toEqual({ soort, tekst: gezegd });
  });
});

describe('what is no answer in SOAP 1.1', () => {
  it.each([
    ['nothing', ''],
    ['a page', '<html><body>Inloggen</body></html>'],
    ['half an envelope', envelop('<x/>').slice(0, -5)],
    ['SOAP 1.2', envelop('<x/>').replaceAll(SOAP, 'http://www.w3.org/2003/05/soap-envelope')],
    ['no Body', `<s:Envelope xmlns:s="${SOAP}"/>`],
    ['an empty Body', envelop('')],
    ['two elements in the Body', envelop('<x/><y/>')],
    ['two Bodies', envelop('<x/>').replace('</s:Envelope>', '<s:Body><x/></s:Body></s:Envelope>')],
    ['a header that must be understood', envelop('<x/>', '<h xmlns="urn:h" s:mustUnderstand="1"/>')],
    ['a DOCTYPE', `<!DOCTYPE x [<!ENTITY a "b">]>${envelop('<x>&a;</x>')}`],
    ['an entity that nobody knows', envelop('<x>&lol;</x>')],
    ['too deep', envelop('<x>'.repeat(40) + '</x>'.repeat(40))],
    ['too many elements', envelop(`<x>${'<y/>'.repeat(20_001)}</x>`)],
    ['too large', envelop(`<x>${'y'.repeat(1024 * 1024)}</x>`)],
    ['UTF-16', Buffer.from(envelop('<x/>'), 'utf16le').toString('latin1')],
  ])('(%s) is refused', (_wat, text) => {
    expect(() => leesEnvelop(Buffer.from(text, 'latin1'))).toThrow(SoapOnleesbaar);
  });
  it('headers that need not be understood, and those of WS-Addressing, are no objection', () => {
    const koppen =
      '<h xmlns="urn:h" s:mustUnderstand="0"/><h xmlns="urn:h"/><w:Action s:mustUnderstand="1">a</w:Action>';
    expect(leesEnvelop(bytes(envelop('<x/>', koppen)))).toMatchObject({ soort: 'inhoud' });
  });
  it('an answer to the question of another is refused; to ours, or to none in particular, it is not', () => {
    const op = (id: string): Uint8Array => bytes(envelop('<x/>', `<w:RelatesTo>${id}</w:RelatesTo>`));
    expect(() => leesEnvelop(op('urn:uuid:2'), 'urn:uuid:1')).toThrow('hoort bij een andere vraag');
    expect(leesEnvelop(op('urn:uuid:1'), 'urn:uuid:1').soort).toBe('inhoud');
    expect(leesEnvelop(op('urn:uuid:2')).soort).toBe('inhoud');
  });
});

describe('whatever comes in', () => {
  /** Answers that are almost right: one part taken out, doubled or replaced. */
  const heel = antwoord(rij('999993653', ja('true')) + rij('999990019', ja('false')));
  const verminkt = fc
    .tuple(fc.nat(heel.length), fc.nat(60), fc.oneof(fc.constant(''), fc.string({ maxLength: 8 }), fc.constant('<x/>')))
    .map(([at, weg, erbij]) => heel.slice(0, at) + erbij + heel.slice(at + weg));

  it('is read or refused, and never anything else; the refusal quotes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(verminkt, fc.string()), (text) => {
        try {
          const gelezen = lees(text);
          if (gelezen.soort !== 'abonnementen') return;
          for (const { isBerichtSturen } of gelezen.rijen) expect([true, false, null]).toContain(isBerichtSturen);
        } catch (error) {
          expect(error).toBeInstanceOf(SoapOnleesbaar);
          expect((error as Error).message).not.toMatch(/\d{9}/);
        }
      }),
      { numRuns: 500 },
    );
  });
  it('as bytes, too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (given) => {
        try {
          leesEnvelop(given);
        } catch (error) {
          expect(error).toBeInstanceOf(SoapOnleesbaar);
        }
      }),
      { numRuns: 300 },
    );
  });
  it('what is written is read back', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.stringMatching(/^[ -~]{1,12}$/), fc.boolean()), { maxLength: 20 }), (rijen) => {
        const body = xml`<d:ValidateAbonnementenResponse xmlns:d="${PROFIEL.dienst}" xmlns:t="${TYPEN}" xmlns:g="${GEDEELD}"><d:ValidateAbonnementenResult>${rijen.map(([key, is]) => xml`<t:Abonnement><t:klant><g:Key>${key}</g:Key></t:klant><t:isBerichtSturen>${String(is)}</t:isBerichtSturen></t:Abonnement>`)}</d:ValidateAbonnementenResult></d:ValidateAbonnementenResponse>`;
        expect(leesAbonnementen(PROFIEL, leesEnvelop(schrijfEnvelop(body)))).toEqual({
          soort: 'abonnementen',
          rijen: rijen.map(([key, isBerichtSturen]) => ({ key, isBerichtSturen })),
        });
      }),
    );
  });
});
