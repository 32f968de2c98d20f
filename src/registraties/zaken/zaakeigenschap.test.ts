/** Eigenschappen of a zaak: zrc-018, and a value that is warned of (Zaken 1.7). */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BASE, newZaak, publishedZaaktype, type Registers, registers, type Zaaktype } from '../registers.testhulp.ts';
import { audittrail, berichten, clientVoor, codes, eigenschap, maak, sluit } from './zaken.testhulp.ts';

let r: Registers;
let t: Zaaktype;
let kleur: string;
let geboren: string;
let zaak: string;
beforeAll(async () => {
  r = await registers();
  t = await publishedZaaktype(r);
  kleur = await eigenschap(r, t, 'kleur', { formaat: 'tekst', lengte: '5' });
  geboren = await eigenschap(r, t, 'geboren', { formaat: 'datum', lengte: '8' });
});
beforeEach(async () => {
  zaak = await newZaak(r, t.zaaktype);
});

const post = (body: object, as = 'beheer') => r.send('POST', `${zaak}/zaakeigenschappen`, body, { as });

describe('/zaken/{uuid}/zaakeigenschappen', () => {
  it('201: keeps the name of the eigenschap; the zaak knows, audit and notification too', async () => {
    const { status, body, headers } = await post({ zaak, eigenschap: kleur, waarde: 'rood' });
    expect(status).toBe(201);
    expect(body).toEqual({
      url: `${zaak}/zaakeigenschappen/${body.uuid}`,
      uuid: body.uuid,
      zaak,
      eigenschap: kleur,
      naam: 'kleur',
      waarde: 'rood',
    });
    expect([headers['location'], headers['x-warning']]).toEqual([body.url, undefined]);
    expect((await r.send('GET', `${zaak}/zaakeigenschappen`)).body).toEqual([body]);
    const shown = (await r.send('GET', `${zaak}?expand=eigenschappen.eigenschap`)).body;
    expect(shown.eigenschappen).toEqual([body.url]);
    expect(shown._expand.eigenschappen[0]._expand.eigenschap.definitie).toBe('kleur');
    await r.send('PATCH', body.url, { waarde: 'geel' });
    await r.send('DELETE', body.url);
    expect(await audittrail(r, zaak)).toEqual([
      'zaak create',
      'zaakeigenschap create',
      'zaakeigenschap partial_update',
      'zaakeigenschap destroy',
    ]);
    expect(await berichten(r, zaak)).toEqual([
      'zaak.create',
      'zaakeigenschap.create',
      'zaakeigenschap.partial_update',
      'zaakeigenschap.destroy',
    ]);
  });
  it('warns of a value that does not fit, and stores it, under both profiles', async () => {
    const { status, body, headers } = await post({ eigenschap: geboren, waarde: '2026-11-02' });
    expect([status, body.waarde]).toEqual([201, '2026-11-02']);
    expect(headers['x-warning']).toMatch(/specificatie/);
    const good = await r.send('PUT', body.url, { zaak, eigenschap: geboren, waarde: '20261102' });
    expect([good.status, good.headers['x-warning']]).toEqual([200, undefined]);
    const bad = await r.send('PATCH', body.url, { waarde: 'ooit' });
    expect([bad.status, typeof bad.headers['x-warning']]).toEqual([200, 'string']);
  });
  it('400: an eigenschap of another zaaktype (zrc-018), none at all, another zaak than in the path', async () => {
    const ander = await publishedZaaktype(r, { identificatie: 'ANDER', omschrijving: 'Ander' });
    const vreemd = await eigenschap(r, ander, 'maat', { formaat: 'getal', lengte: '2' });
    expect(codes(await post({ eigenschap: vreemd, waarde: '1' }))).toEqual(['nonFieldErrors:zaaktype-mismatch']);
    const weg = `${kleur.slice(0, -12)}000000000000`;
    expect(codes(await post({ eigenschap: weg, waarde: '1' }))).toEqual(['eigenschap:bad-url']);
    const other = await newZaak(r, t.zaaktype);
    expect(codes(await post({ zaak: other, eigenschap: kleur, waarde: 'x' }))).toEqual(['zaak:zaak-mismatch']);
    expect(codes(await post({}))).toEqual(['eigenschap:required', 'waarde:required']);
  });
  it('400: only the value changes', async () => {
    const { url } = await maak(r, `${zaak}/zaakeigenschappen`, { eigenschap: kleur, waarde: 'rood' });
    expect(codes(await r.send('PATCH', url, { eigenschap: geboren }))).toEqual(['eigenschap:wijzigen-niet-toegelaten']);
    expect(codes(await r.send('PATCH', url, { zaak: await newZaak(r, t.zaaktype) }))).toEqual([
      'zaak:wijzigen-niet-toegelaten',
    ]);
  });
  it('404 for a zaak that is not there, and below another zaak', async () => {
    const gone = `${BASE}/zaken/api/v1/zaken/00000000-0000-4000-8000-000000000000/zaakeigenschappen`;
    expect((await r.send('POST', gone, { eigenschap: kleur, waarde: 'x' })).status).toBe(404);
    const { url } = await maak(r, `${zaak}/zaakeigenschappen`, { eigenschap: kleur, waarde: 'rood' });
    const elders = url.replace(zaak, await newZaak(r, t.zaaktype));
    for (const method of ['GET', 'DELETE']) expect((await r.send(method, elders)).status).toBe(404);
    expect((await r.send('PATCH', elders, { waarde: 'x' })).status).toBe(404);
  });
  it('zrc-007: on a closed zaak only with geforceerd-bijwerken; zrc-023: gone with the zaak', async () => {
    const { url } = await maak(r, `${zaak}/zaakeigenschappen`, { eigenschap: kleur, waarde: 'rood' });
    expect((await sluit(r, zaak, t)).status).toBe(201);
    await clientVoor(r, 'gewoon', t, ['lezen', 'bijwerken']);
    await clientVoor(r, 'dwinger', t, ['lezen', 'geforceerd-bijwerken']);
    expect((await post({ eigenschap: kleur, waarde: 'x' }, 'gewoon')).status).toBe(403);
    expect((await r.send('PATCH', url, { waarde: 'x' }, { as: 'gewoon' })).status).toBe(403);
    expect((await r.send('DELETE', url, undefined, { as: 'gewoon' })).status).toBe(403);
    expect((await r.send('PATCH', url, { waarde: 'x' }, { as: 'dwinger' })).status).toBe(200);
    expect((await r.send('DELETE', zaak)).status).toBe(204);
    expect((await r.send('GET', url)).status).toBe(404);
  });
});
