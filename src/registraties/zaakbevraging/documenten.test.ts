/** The documents of a zaak, as the person sees them whose zaak it is. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RSIN } from '../registers.testhulp.ts';
import { documenttype, maak } from '../zaken/zaken.testhulp.ts';
import { type Bevraging, BSN, bevraging, persoon, uuidOf, wie } from './bevraging.testhulp.ts';

let b: Bevraging;
let informatieobjecttype: string;
let zaak: string;
beforeAll(async () => {
  b = await bevraging();
  informatieobjecttype = await documenttype(b.r, b.type);
  await b.r.send('POST', `${informatieobjecttype}/publish`, {});
});
beforeEach(async () => {
  zaak = await b.zaakVan(persoon(BSN));
});

/** A document in the zaak. */
async function document(extra: object): Promise<string> {
  const { url } = await maak(b.r, '/documenten/api/v1/enkelvoudiginformatieobjecten', {
    bronorganisatie: RSIN,
    creatiedatum: '2026-11-01',
    titel: 'Beschikking',
    auteur: 'Team Vergunningen',
    taal: 'nld',
    informatieobjecttype,
    tonenAanInitiator: true,
    ...extra,
  });
  await maak(b.r, 'zaakinformatieobjecten', { zaak, informatieobject: url });
  return url;
}
const gezien = async (as = 'beheer', vraag: object = {}) =>
  (await b.detail(zaak, { ...wie(BSN), fields: ['documenten'], ...vraag }, as)).body.zaak.documenten;
const titels = async (as?: string) => (await gezien(as)).map(({ titel }: { titel: string }) => titel);

describe('the documents of a zaak', () => {
  it('have a title, a kind, a day and an address', async () => {
    const url = await document({});
    const [ander] = [await document({ titel: `Brief aan ${BSN}`, creatiedatum: '2026-10-01' })];
    expect(await gezien()).toEqual([
      expect.objectContaining({ url: ander, datum: '2026-10-01', titel: expect.not.stringContaining(BSN) }),
      { url, uuid: uuidOf(url), titel: 'Beschikking', type: 'Aanvraag', datum: '2026-11-01' },
    ]);
  });
  it('are those that the initiator may see, no more confidential than his zaak, and not before they are sent', async () => {
    await document({ titel: 'Intern', tonenAanInitiator: false });
    await document({ titel: 'Geheim', vertrouwelijkheidaanduiding: 'geheim' });
    await document({ titel: 'Later', verzenddatum: '2026-11-03' });
    await document({ titel: 'Vandaag', verzenddatum: '2026-11-02' });
    expect(await titels()).toEqual(['Vandaag']);
  });
  it('are not for who has another rol in the zaak', async () => {
    await document({});
    const ander = await b.zaakVan(persoon('999990019'));
    const belanghebbende = await maak(b.r, '/catalogi/api/v1/roltypen', {
      zaaktype: b.type.zaaktype,
      omschrijving: 'Belanghebbende',
      omschrijvingGeneriek: 'belanghebbende',
    });
    await b.rol(ander, belanghebbende.url, persoon(BSN));
    zaak = ander;
    await document({ titel: 'Van de buurman' });
    expect(await gezien('beheer', { rollen: ['belanghebbende'] })).toEqual([]);
  });
  it('are those that the application may read', async () => {
    await document({ titel: 'Openbaar', vertrouwelijkheidaanduiding: 'openbaar' });
    await document({ titel: 'Intern', vertrouwelijkheidaanduiding: 'intern' });
    const zaken = { component: 'zrc', scopes: ['zaken.lezen'], type: uuidOf(b.type.zaaktype), max: 'zeer_geheim' };
    const lezen = { component: 'drc', scopes: ['documenten.lezen'], type: uuidOf(informatieobjecttype) };
    await b.r.client('portaal', [zaken, { ...lezen, max: 'openbaar' }]);
    await b.r.client('zonder', [zaken]);
    expect(await titels('portaal')).toEqual(['Openbaar']);
    expect(await titels('zonder')).toEqual([]);
  });
});
