/** What a citizen would see, and the message itself, before anything leaves: of a real zaak, or of a made-up one. */
import { afterEach, describe, expect, it } from 'vitest';
import { visibleText } from '../../../../test/hulp/html.ts';
import { type NepBeheer, nepBeheer } from '../../../../test/hulp/nep-beheer.ts';
import { BEGIN } from '../../../proces/lopendezaken/index.ts';

const KAP = '/beheer/lopende-zaken/statussen/KAPVERGUNNING';
const ZAAK = 'ZAAK-2026-0000000007';
const [STROOM] = BEGIN.stromen;

let beheer: NepBeheer;
afterEach(() => beheer.app.close());
const tekst = async (pad: string) => visibleText((await beheer.get(pad)).payload);

describe('the previews of a zaaktype', () => {
  it('are about a zaak of which the number is given, and stay so on the page of the message', async () => {
    beheer = await nepBeheer(1);
    const { payload } = await beheer.get(`${KAP}?zaaknummer=${ZAAK}`);
    expect(visibleText(payload)).toMatch(
      /De voorbeelden hieronder gaan over zaak ZAAK-2026-0000000007\..*Zaak Kap van een eik .*Zaaknummer ZAAK-2026-0000000007 Status Ontvangen/,
    );
    expect(payload).toContain(`href="${KAP}/bericht/1?zaaknummer=${ZAAK}"`);
    expect(payload).toContain(`<input type="hidden" name="zaaknummer" value="${ZAAK}"/>`);
    const fout = await beheer.post(KAP, { basis: '0', zaaknummer: ZAAK });
    expect([fout.statusCode, visibleText(fout.payload).includes('Kap van een eik')]).toEqual([422, true]);
  });
  it.each([
    ['BESTAAT-NIET', 'Er is geen zaak met dit nummer'],
    ['999993653', 'Vul nooit een burgerservicenummer in'],
    ['x'.repeat(41), 'Er is geen zaak met dit nummer'],
  ])('for %s are about a made-up zaak, and say so', async (nummer, uitleg) => {
    beheer = await nepBeheer(1);
    const { statusCode, payload } = await beheer.get(`${KAP}?zaaknummer=${nummer}`);
    expect(statusCode).toBe(200);
    expect(visibleText(payload)).toContain(uitleg);
    expect(visibleText(payload)).toContain('Zaaknummer ZAAK-2026-0000000123');
    if (nummer === '999993653') expect(payload).not.toContain(nummer);
  });
  it('have the reference where the inrichting puts it', async () => {
    beheer = await nepBeheer(1);
    beheer.lopendeZaken.zet({ verwijzing: 'https://demodam.example/{zaaknummer}' });
    expect(await tekst(KAP)).toContain('Meer lezen https://demodam.example/ZAAK-2026-0000000123');
  });
});

describe('the message itself', () => {
  it('stands there as it would be made, without a BSN, with what it looks like', async () => {
    beheer = await nepBeheer(1);
    const { statusCode, payload } = await beheer.get(`${KAP}/bericht/1?zaaknummer=${ZAAK}`);
    expect(statusCode).toBe(200);
    expect(visibleText(payload)).toMatch(
      /Er wordt niets bewaard of verzonden\..*Kap van een eik .*zakLk01.*inp\.bsn>\*{9}</,
    );
    expect(payload).not.toContain('999993653');
    expect(visibleText(payload)).not.toContain('Dit is onze eigen lezing');
  });
  it('is a change after the first status, when the stroom says so', async () => {
    beheer = await nepBeheer(1);
    beheer.lopendeZaken.zet({ stromen: [{ ...STROOM!, stijl: 'W-oud-nieuw' }] });
    expect(await tekst(`${KAP}/bericht/1`)).toContain('mutatiesoort>T<');
    expect(await tekst(`${KAP}/bericht/3`)).toContain('mutatiesoort>W<');
  });
  it('in the form of the MO-bericht is labelled as our own reading', async () => {
    beheer = await nepBeheer(1);
    beheer.lopendeZaken.zet({ stromen: [{ ...STROOM!, standaard: 'mo-bericht' }] });
    expect(await tekst(`${KAP}/bericht/1`)).toMatch(/Dit is onze eigen lezing .*<mo-bericht>\*{9}</);
  });
  it('is not made when nothing would be sent, and says why', async () => {
    beheer = await nepBeheer(1);
    beheer.lopendeZaken.zet({ stromen: [{ ...STROOM!, drager: { soort: 'cloudevents' } }] });
    expect(await tekst(`${KAP}/bericht/1`)).toContain('MijnOverheid haalt de zaak zelf op.');
    beheer.lopendeZaken.zet({ stromen: [{ ...STROOM!, zaaktypen: [] }] });
    expect(await tekst(`${KAP}/bericht/1`)).toContain('Dit zaaktype zit in geen stroom.');
  });
  it('that cannot be sent so says what to do', async () => {
    beheer = await nepBeheer(1);
    const statustypen = { Ontvangen: { aan: null, tekst: 'x'.repeat(1_000) } };
    const eigen = { aan: null, verwijzing: 'https://demodam.example/{uuid}', statustypen };
    beheer.lopendeZaken.zet({ zaaktypen: { KAPVERGUNNING: eigen } });
    expect(await tekst(`${KAP}/bericht/1`)).toContain('Dit bericht kan zo niet weg');
  });
  it('of what is not there gives 404, and with a source that fails 503', async () => {
    beheer = await nepBeheer(1);
    for (const pad of [`${KAP}/bericht/9`, `${KAP}/bericht/x`, '/beheer/lopende-zaken/statussen/weg/bericht/1'])
      expect((await beheer.get(pad)).statusCode).toBe(404);
    beheer.lopendeZaken.stuk = true;
    expect((await beheer.get(`${KAP}/bericht/1`)).statusCode).toBe(503);
  });
});
