import { describe, expect, test } from 'vitest';
import { XmlFault } from '../xml/index.ts';
import {
  explainFoutcode,
  type Foutbericht,
  InvalidBericht,
  readStufAnswer,
  STUF_FOUTCODES,
  writeFo01,
  writeFo03,
  writeZakLk01,
} from './index.ts';
import { TEST_BSN, voorbeeld } from './zaakbericht.testhulp.ts';

const STUF = 'http://www.egem.nl/StUF/StUF0301';

function foutbericht(changes: Partial<Foutbericht> = {}): Foutbericht {
  const { zender, ontvanger, referentienummer } = voorbeeld();
  return {
    zender: ontvanger,
    ontvanger: zender,
    referentienummer: 'MO-1',
    tijdstipBericht: '20261102093140000',
    crossRefnummer: referentienummer,
    code: 'StUF055',
    plek: 'client',
    omschrijving: 'Berichtbody is niet conform schema',
    ...changes,
  };
}

describe('an answer', () => {
  test.each([
    ['Fo01', writeFo01],
    ['Fo03', writeFo03],
  ])('%s tells what is wrong and with which message', (soort, write) => {
    expect(readStufAnswer(write(foutbericht({ details: 'heeft/omschrijving' })))).toEqual({
      soort,
      code: 'StUF055',
      plek: 'client',
      omschrijving: 'Berichtbody is niet conform schema',
      details: 'heeft/omschrijving',
      crossRefnummer: '0190a1b2-0000-7000-8000-000000000001',
      referentienummer: 'MO-1',
    });
  });

  test('without details has none', () => {
    expect(readStufAnswer(writeFo03(foutbericht()))).not.toHaveProperty('details');
  });

  test('Fo02 has no numbers: it answers on the same connection', () => {
    const fo02 = `<Fo02Bericht xmlns="${STUF}"><stuurgegevens><berichtcode>Fo02</berichtcode></stuurgegevens><body><code>StUF049</code><plek>server</plek><omschrijving>x</omschrijving></body></Fo02Bericht>`;
    expect(readStufAnswer(fo02)).toEqual({
      soort: 'Fo02',
      code: 'StUF049',
      plek: 'server',
      omschrijving: 'x',
      crossRefnummer: null,
      referentienummer: null,
    });
  });

  test('Bv03 says which message was accepted', () => {
    const bv03 = `<s:Bv03Bericht xmlns:s="${STUF}"><s:stuurgegevens><s:referentienummer>R</s:referentienummer><s:crossRefnummer>X</s:crossRefnummer></s:stuurgegevens></s:Bv03Bericht>`;
    expect(readStufAnswer(bv03)).toEqual({ soort: 'Bv03', crossRefnummer: 'X', referentienummer: 'R' });
  });

  test('with its body missing is still an answer, so that it is not lost', () => {
    expect(readStufAnswer(`<Fo03Bericht xmlns="${STUF}"/>`)).toEqual({
      soort: 'Fo03',
      code: '',
      plek: null,
      omschrijving: '',
      crossRefnummer: null,
      referentienummer: null,
    });
  });

  test('shows no BSN of what the other party wrote', () => {
    const answer = readStufAnswer(
      writeFo01(foutbericht({ omschrijving: `Geen account bij ${TEST_BSN}`, details: `bsn=${TEST_BSN};` })),
    );
    expect(answer).toMatchObject({ omschrijving: 'Geen account bij *********', details: 'bsn=*********;' });
  });

  test.each([
    ['a zakLk01', writeZakLk01(voorbeeld())],
    ['a Fo03Bericht of nobody', '<Fo03Bericht/>'],
    ['another StUF message', `<Tr01Bericht xmlns="${STUF}"/>`],
    ['a name from JavaScript', `<constructor xmlns="${STUF}"/>`],
  ])('is not made of %s', (_what, text) => {
    expect(readStufAnswer(text)).toBeNull();
  });

  test.each(['', 'Fo03', '<Fo03Bericht', '<!DOCTYPE x><x/>'])('is not made of %j, which is no XML of ours', (text) => {
    expect(() => readStufAnswer(text)).toThrow(XmlFault);
  });

  test.each<[string, Partial<Foutbericht>]>([
    ['code', { code: 'StUF0555' }],
    ['omschrijving', { omschrijving: 'x'.repeat(201) }],
    ['details', { details: 'x'.repeat(1001) }],
    ['crossRefnummer', { crossRefnummer: '' }],
    ['referentienummer', { referentienummer: 'x'.repeat(41) }],
    ['tijdstipBericht', { tijdstipBericht: 'nu' }],
    ['zender.applicatie', { zender: { organisatie: '1', applicatie: 'x' } }],
  ])('is not written with a wrong %s', (veld, changes) => {
    expect(() => writeFo03(foutbericht(changes))).toThrow(InvalidBericht);
    expect(() => writeFo01(foutbericht(changes))).toThrow(new RegExp(`^${veld}: `));
  });
});

describe('the error codes of StUF', () => {
  test.each([
    ['StUF001', 'kanaal stoppen'],
    ['StUF010', 'kanaal stoppen'],
    ['StUF013', 'kanaal stoppen'],
    ['StUF016', 'opnieuw met nieuw referentienummer'],
    ['StUF019', 'opnieuw met nieuw referentienummer'],
    ['StUF046', 'later opnieuw'],
    ['StUF052', 'kanaal stoppen'],
    ['StUF055', 'parkeren'],
    ['StUF058', 'parkeren'],
    ['StUF064', 'parkeren'],
  ])('%s: %s', (code, actie) => {
    expect(explainFoutcode(code).actie).toBe(actie);
  });

  test.each(['LZ001', '', 'constructor', 'stuf055'])('an unknown code %j is parked', (code) => {
    expect(explainFoutcode(code)).toMatchObject({
      actie: 'parkeren',
      betekenis: expect.stringContaining('niet in de standaard'),
    });
  });

  test('each is explained in whole sentences of at most twenty words', () => {
    expect(Object.keys(STUF_FOUTCODES)).toHaveLength(31);
    for (const [code, { betekenis, advies }] of Object.entries(STUF_FOUTCODES)) {
      expect(code).toMatch(/^StUF\d{3}$/);
      for (const text of [betekenis, advies]) {
        expect(text).toMatch(/[.?]$/);
        for (const sentence of text.split(/(?<=[.?]) /)) expect(sentence.split(' ').length).toBeLessThanOrEqual(20);
      }
    }
  });
});
