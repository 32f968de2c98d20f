/** The zaakbesluiten of a closed zaak are hers, and only who may force changes them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { BUITEN } from '../buitenwereld.testhulp.ts';
import { newZaak, type Registers, RSIN, registers } from '../registers.testhulp.ts';
import { BRC, besluitBody, nieuwBesluit, sluit, uuidOf, type Wereld, wereld } from './besluiten.testhulp.ts';

const BESLUITEN = `${BRC}/besluiten`;
const ZAAK_ELDERS = `${BUITEN}/zaken/1`;

describe.each(['1.7', 'openzaak'] as const)('a besluit of a closed zaak (zrc-007), profile %s', (profile) => {
  let r: Registers;
  let w: Wereld;
  beforeAll(async () => {
    r = await registers({ profile });
    w = await wereld(r);
    r.buiten.zet(ZAAK_ELDERS, { url: ZAAK_ELDERS, zaaktype: w.zaaktype, bronorganisatie: RSIN });
    const brc = { component: 'brc', scopes: SCHRIJVEN, type: uuidOf(w.besluittype) };
    const zrc = (scope: string) => ({ component: 'zrc', scopes: [scope], type: uuidOf(w.zaaktype), max: 'geheim' });
    await r.client('gewoon', [brc, zrc('zaken.bijwerken')]);
    await r.client('forceerder', [brc, zrc('zaken.geforceerd-bijwerken')]);
  });
  const SCHRIJVEN = ['lezen', 'aanmaken', 'bijwerken', 'verwijderen'].map((scope) => `besluiten.${scope}`);
  const zaakbesluiten = async (zaak: string) => (await r.send('GET', `${zaak}/besluiten`)).body;
  const als = async (as: string, method: string, url: string, body?: object) =>
    (await r.send(method, url, body, { as })).status;
  const dicht = async (zaak: string) => {
    expect((await sluit(r, zaak, w)).status).toBe(201);
    return zaak;
  };

  it('is made for it, and removed, by who may force; a zaak elsewhere is not ours to close', async () => {
    const zaak = await dicht(await newZaak(r, w.zaaktype));
    const body = besluitBody(w.besluittype, { zaak });
    expect(await als('gewoon', 'POST', BESLUITEN, body)).toBe(403);
    expect(await zaakbesluiten(zaak)).toEqual([]);
    expect(await als('forceerder', 'POST', BESLUITEN, body)).toBe(201);
    const [{ besluit }] = await zaakbesluiten(zaak);
    expect(await als('gewoon', 'DELETE', besluit)).toBe(403);
    expect(await als('forceerder', 'DELETE', besluit)).toBe(204);
    expect(await als('gewoon', 'POST', BESLUITEN, besluitBody(w.besluittype, { zaak: ZAAK_ELDERS }))).toBe(201);
  });
  it('changes in what it says itself; Open Zaak forbids that too, and lets who may force take it elsewhere', async () => {
    const zaak = await newZaak(r, w.zaaktype);
    const ander = await newZaak(r, w.zaaktype);
    const { url } = await nieuwBesluit(r, w.besluittype, { zaak });
    await dicht(zaak);
    const oz = profile === 'openzaak';
    expect(await als('gewoon', 'PATCH', url, { toelichting: 'Anders' })).toBe(oz ? 403 : 200);
    expect(await als('forceerder', 'PATCH', url, { toelichting: 'Nog anders' })).toBe(200);
    expect(await als('gewoon', 'PATCH', url, { zaak: ander })).toBe(403);
    expect(await als('forceerder', 'PATCH', url, { zaak: ander })).toBe(oz ? 200 : 400);
    if (!oz) return;
    expect([await zaakbesluiten(zaak), (await zaakbesluiten(ander)).length]).toEqual([[], 1]);
    expect(await als('gewoon', 'PATCH', url, { zaak })).toBe(403);
    expect(await als('gewoon', 'PATCH', url, { zaak: '' })).toBe(200);
  });
});
