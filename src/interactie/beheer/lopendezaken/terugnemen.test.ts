/** Taking back what was told: only where it is allowed, asked with a reason, and waiting for a second person. */
import { afterEach, describe, expect, it } from 'vitest';
import { visibleText } from '../../../../test/hulp/html.ts';
import { type NepBeheer, nepBeheer } from '../../../../test/hulp/nep-beheer.ts';
import { nepZaakbericht } from '../../../../test/hulp/nep-zaakberichten.ts';

const AFGELEVERD = nepZaakbericht(4).id;
const GEEN_ACCOUNT = nepZaakbericht(5).id;
const INGETROKKEN = nepZaakbericht(12).id;
const pad = (id: string) => `/beheer/lopende-zaken/berichten/${id}`;
const cookieOf = (headers: Record<string, unknown>) => String(headers['set-cookie']).split(';')[0]!;

let beheer: NepBeheer;
afterEach(() => beheer.app.close());
const open = async () => {
  beheer = await nepBeheer(13, { wie: () => 'Beheerder 1' });
  beheer.lopendeZaken.zet({ acties: { intrekken: true, verwijderen: true } });
};
const tekst = async (id: string, cookie?: string) => visibleText((await beheer.get(pad(id), cookie)).payload);

describe('taking back', () => {
  it('is offered where it is allowed and something was told, and nowhere else', async () => {
    await open();
    expect(await tekst(AFGELEVERD)).toMatch(/Terugnemen wat is verteld .*Status intrekken .*Zaak laten verwijderen/);
    expect(await tekst(GEEN_ACCOUNT)).not.toContain('Terugnemen');
    beheer.lopendeZaken.zet({ acties: { intrekken: false, verwijderen: true } });
    expect(await tekst(AFGELEVERD)).not.toContain('Status intrekken');
    beheer.lopendeZaken.zet({ acties: { intrekken: false, verwijderen: false } });
    expect(await tekst(AFGELEVERD)).not.toContain('Terugnemen');
  });
  it('is asked with a reason, and the page shows that it waits for another', async () => {
    await open();
    const { statusCode, headers } = await beheer.post(`${pad(AFGELEVERD)}/intrekken`, {
      'reden-intrekken': 'Vergissing',
    });
    expect([statusCode, headers.location]).toEqual([303, pad(AFGELEVERD)]);
    expect(await tekst(AFGELEVERD, cookieOf(headers))).toMatch(
      /^Uw verzoek staat klaar .*Nagebootst intrekken U vroeg dit op 21 november 2026.* Reden: Vergissing Het gebeurt pas als een andere beheerder akkoord geeft/,
    );
    const weer = await beheer.post(`${pad(AFGELEVERD)}/intrekken`, { 'reden-intrekken': 'Nog eens' });
    expect(cookieOf(weer.headers)).toContain('niet_gevraagd');
    expect(await tekst(AFGELEVERD, cookieOf(weer.headers))).toMatch(/^Er is niets gevraagd Het kan nu niet/);
  });
  it('without a reason says so at its own field', async () => {
    await open();
    const { statusCode, payload } = await beheer.post(`${pad(AFGELEVERD)}/verwijderen`);
    expect(statusCode).toBe(422);
    expect(payload).toContain('id="reden-verwijderen-fout"');
    expect(payload).not.toContain('id="reden-intrekken-fout"');
  });
  it('shows what was taken back, with the way to that message, and does not offer it again', async () => {
    await open();
    expect(await tekst(INGETROKKEN)).toMatch(
      /Deze status is ingetrokken\. Bekijk de intrekking \(klaar om te verzenden\)\..*Zaak laten verwijderen/,
    );
    expect(await tekst(INGETROKKEN)).not.toContain('Status intrekken');
  });
  it('with a source that fails leaves the rest of the page', async () => {
    await open();
    beheer.lopendeZaken.stuk = true;
    const { statusCode, payload } = await beheer.get(pad(AFGELEVERD));
    expect(statusCode).toBe(200);
    expect(visibleText(payload)).toContain('Wij kunnen wat er is teruggenomen nu niet laten zien');
    expect((await beheer.post(`${pad(AFGELEVERD)}/intrekken`, { 'reden-intrekken': 'x' })).statusCode).toBe(503);
  });
});
