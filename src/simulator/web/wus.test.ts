/** The account check over SOAP: asked as the product asks it, and read as the product reads it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  BERICHTENBOX,
  leesAbonnementen,
  leesEnvelop,
  schrijfAbonnementenVraag,
  schrijfEnvelop,
  soapActionHeader,
} from '../../standaarden/wus/index.ts';
import { BSN_MET_ACCOUNT, BSN_ZONDER_ACCOUNT, type Opstelling, startOpstelling } from '../simulator.testhulp.ts';

const PROFIEL = { ...BERICHTENBOX, berichtleverancierCode: 'LEV', berichtTypeCode: 'TYPE' };

let proef: Opstelling;
beforeEach(async () => {
  proef = await startOpstelling();
});
afterEach(() => proef.close());

async function stuur(payload: Uint8Array | string, soapaction = soapActionHeader(PROFIEL.soapAction)) {
  const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction };
  const body = Buffer.from(payload);
  const answer = await proef.app.inject({ method: 'POST', url: '/simulator/accounts/wus', headers, payload: body });
  return { status: answer.statusCode, type: answer.headers['content-type'], text: answer.body };
}

const vraagOver = (...bsns: string[]): Uint8Array => schrijfEnvelop(schrijfAbonnementenVraag(PROFIEL, bsns));
const lees = (text: string) => leesAbonnementen(PROFIEL, leesEnvelop(Buffer.from(text)));

describe('POST /simulator/accounts/wus', () => {
  test('tells per BSN, in the order asked, whether messages may be sent', async () => {
    const { status, type, text } = await stuur(vraagOver(BSN_ZONDER_ACCOUNT, BSN_MET_ACCOUNT, '111222333'));
    expect([status, type]).toEqual([200, 'text/xml; charset=utf-8']);
    expect(lees(text)).toEqual({
      soort: 'abonnementen',
      rijen: [
        { key: BSN_ZONDER_ACCOUNT, isBerichtSturen: false },
        { key: BSN_MET_ACCOUNT, isBerichtSturen: true },
        { key: '111222333', isBerichtSturen: false },
      ],
    });
  });

  const heel = Buffer.from(vraagOver(BSN_MET_ACCOUNT)).toString();
  test.each([
    ['no XML', 'bsn=999993653'],
    ['nothing', ''],
    ['another operation', heel.replaceAll('ValidateAbonnementen', 'Anders')],
    ['another SOAP', heel.replace('schemas.xmlsoap.org/soap/envelope/', 'www.w3.org/2003/05/soap-envelope')],
    ['no code', heel.replace('>LEV<', '><')],
    ['another rol', heel.replace('Burger', 'Bedrijf')],
    ['a number that is no BSN', heel.replace(BSN_MET_ACCOUNT, '123456789')],
    ['nobody', heel.replace(/<g:Klant>.*<\/g:Klant>/, '')],
    ['251 klanten', heel.replace(/(<g:Klant>.*<\/g:Klant>)/, (klant) => klant.repeat(251))],
  ])('%s is an ApplicationFault, without repeating a number', async (_wat, text) => {
    const answer = await stuur(text);
    expect(answer.status).toBe(500);
    expect(lees(answer.text).soort).toBe('vraag-fout');
    expect(answer.text).not.toMatch(/\d{9}/);
  });

  test('another SOAPAction is an ApplicationFault', async () => {
    expect(lees((await stuur(heel, '"urn:anders"')).text).soort).toBe('vraag-fout');
  });

  test('plays the faults of the account check: down, garbage, and an orderly refusal', async () => {
    proef.simulator.setFault({ accounts: 'neer' });
    expect((await stuur(heel)).status).toBe(503);
    proef.simulator.setFault({ accounts: 'onzin' });
    expect((await stuur(heel)).text).toBe('<<< dit is geen JSON >>>');
    proef.simulator.setFault({ accounts: 'fout' });
    expect(lees((await stuur(heel)).text)).toEqual({
      soort: 'storing',
      tekst: 'De simulator speelt dat de gegevens weg zijn.',
    });
    const json = await proef.app.inject({ method: 'POST', url: '/simulator/accounts/controle', payload: { bsns: [] } });
    expect([json.statusCode, json.json().detail]).toEqual([
      500,
      'De simulator speelt dat deze dienst een storing heeft.',
    ]);
  });
});
