/** The file of `ZGW_BRONNEN`: what it may say, and what is told of each mistake. */
import { describe, expect, it } from 'vitest';
import { leesRegisters } from './instelling.ts';

const GOED = {
  naam: 'openzaak',
  zaken: 'https://openzaak.example/zaken/api/v1',
  catalogi: 'https://openzaak.example/catalogi/api/v1/',
  clientId: 'zaakbode',
  secret: 'geheim',
};
const lees = (...registers: object[]) =>
  leesRegisters(JSON.stringify(registers), { OPENZAAK_SECRET: 'uit de omgeving' });

describe('the file', () => {
  it('says of each register where it is and who we are there; the rest may be left out', () => {
    expect(lees(GOED)).toEqual([
      {
        ...GOED,
        zaken: `${GOED.zaken}/`,
        notificaties: null,
        kanaal: 'zaken',
        intern: false,
        pollMinuten: 5,
        terugDagen: 31,
        vertragingSeconden: 0,
        verzoekenPerMinuut: 120,
        tegelijk: 4,
        zonderRecht: 'wachten',
      },
    ]);
  });
  it('may leave the secret to the environment', () => {
    expect(lees({ ...GOED, secret: undefined, secretVariabele: 'OPENZAAK_SECRET' })[0]!.secret).toBe('uit de omgeving');
  });
  it.each([
    [{ naam: undefined }, 'onderdeel 1 heeft geen naam'],
    [{ naam: 'Open Zaak' }, 'kleine letters'],
    [{ naam: 'eigen' }, 'niet "eigen"'],
    [{ zaken: 'openzaak' }, 'zaken is geen adres'],
    [{ zaken: 'https://u:p@openzaak.example/' }, 'geen naam, wachtwoord'],
    [{ catalogi: 'http://openzaak.example/' }, 'Gebruik https://'],
    [{ secret: undefined }, 'geef secret of secretVariabele'],
    [{ secretVariabele: 'X' }, 'geef secret of secretVariabele'],
    [{ secret: undefined, secretVariabele: 'LEEG' }, 'de omgevingsvariabele LEEG is leeg'],
    [{ pollMinuten: 0 }, 'pollMinuten is een geheel getal van 1 tot en met 1440'],
    [{ tegelijk: '4' }, 'tegelijk is een geheel getal'],
    [{ zonderRecht: 'nooit' }, 'zonderRecht is wachten of overslaan'],
    [{ intern: 'ja' }, 'intern is true of false'],
    [{ notificatie: 'https://x.example' }, 'notificatie bestaat niet; kies uit naam, zaken'],
  ])('with %j says what is wrong', (fout, tekst) => {
    expect(() => lees({ ...GOED, ...fout })).toThrow(tekst);
  });
  it('allows http inside the own network, and on this computer', () => {
    expect(
      lees({ ...GOED, zaken: 'http://openzaak:8000/zaken', catalogi: 'http://localhost/c', intern: true }),
    ).toHaveLength(1);
  });
  it.each([
    ['{', 'geen geldige JSON'],
    ['{}', 'hier hoort een lijst'],
    [JSON.stringify([GOED, GOED]), 'naam openzaak staat er twee keer in'],
    [
      JSON.stringify([GOED, { ...GOED, naam: 'b' }]),
      'zaken https://openzaak.example/zaken/api/v1/ staat er twee keer in',
    ],
    ['[null]', 'onderdeel 1 heeft geen naam'],
  ])('that is %j is refused', (tekst, reden) => {
    expect(() => leesRegisters(tekst, {})).toThrow(reden);
  });
});
