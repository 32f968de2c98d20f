/** Notes with a zaak. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newZaak, publishedZaaktype, type Registers, registers, type Zaaktype } from '../registers.testhulp.ts';
import { audittrail, berichten, clientVoor, codes, maak, sluit, ZRC } from './zaken.testhulp.ts';

let r: Registers;
let t: Zaaktype;
let zaak: string;
beforeAll(async () => {
  r = await registers();
  t = await publishedZaaktype(r);
});
beforeEach(async () => {
  zaak = await newZaak(r, t.zaaktype);
  r.clock.set(new Date('2026-11-02T09:00:00Z'));
});

const notitie = (extra: object = {}) =>
  maak(r, 'zaaknotities', { gerelateerdAan: zaak, onderwerp: 'Bellen', tekst: 'Morgen bellen.', ...extra });
const url = (query: Record<string, string>) => `${ZRC}/zaaknotities?${new URLSearchParams(query)}`;

describe('zaaknotities', () => {
  it('201: for inside and a concept unless said; no notification, an audit row', async () => {
    const body = await notitie();
    expect(body).toEqual({
      url: expect.stringMatching(/zaaknotities\/[0-9a-f-]{36}$/),
      onderwerp: 'Bellen',
      tekst: 'Morgen bellen.',
      aangemaaktDoor: '',
      notitieType: 'intern',
      status: 'concept',
      aanmaakdatum: '2026-11-02T09:00:00Z',
      wijzigingsdatum: '2026-11-02T09:00:00Z',
      gerelateerdAan: zaak,
    });
    expect(await berichten(r, zaak)).toEqual(['zaak.create']);
    expect(await audittrail(r, zaak)).toEqual(['zaak create', 'zaaknotitie create']);
  });
  it('changes while it is a concept, with the moment; a final one stays as it is, and can be removed', async () => {
    const { url: adres } = await notitie();
    r.clock.advance(60_000);
    const patched = await r.send('PATCH', adres, { status: 'definitief' });
    expect(patched.body).toMatchObject({
      aanmaakdatum: '2026-11-02T09:00:00Z',
      wijzigingsdatum: '2026-11-02T09:01:00Z',
    });
    expect(codes(await r.send('PATCH', adres, { tekst: 'anders' }))).toEqual(['nonFieldErrors:non-concept-object']);
    expect((await r.send('DELETE', adres)).status).toBe(204);
    const concept = await notitie();
    const elders = { gerelateerdAan: await newZaak(r, t.zaaktype) };
    expect(codes(await r.send('PATCH', concept.url, elders))).toEqual(['gerelateerdAan:wijzigen-niet-toegelaten']);
  });
  it('is found by all twenty filters', async () => {
    const eerste = await notitie({ aangemaaktDoor: 'Anna', notitieType: 'extern' });
    r.clock.advance(60_000);
    const tweede = await notitie({
      onderwerp: '50% korting_',
      tekst: 'Iets anders',
      aangemaaktDoor: 'Bram',
      status: 'definitief',
    });
    const [vroeg, laat] = [eerste.aanmaakdatum, tweede.aanmaakdatum];
    const zoek: [Record<string, string>, string[]][] = [
      [{ aangemaaktDoor: 'Anna' }, [eerste.url]],
      [{ aangemaaktDoor__icontains: 'RA' }, [tweede.url]],
      [{ onderwerp: 'Bellen' }, [eerste.url]],
      [{ onderwerp__icontains: '0% K' }, [tweede.url]],
      [{ onderwerp__icontains: '_' }, [tweede.url]],
      [{ tekst: 'Iets anders' }, [tweede.url]],
      [{ tekst__icontains: 'bellen' }, [eerste.url]],
      [{ notitieType: 'extern' }, [eerste.url]],
      [{ status: 'definitief' }, [tweede.url]],
      [{ page: '1', pageSize: '1' }, [tweede.url]],
      [{ page: '2', pageSize: '1' }, [eerste.url]],
    ];
    for (const naam of ['aanmaakdatum', 'wijzigingsdatum']) {
      zoek.push([{ [naam]: vroeg }, [eerste.url]], [{ [`${naam}__gt`]: vroeg }, [tweede.url]]);
      zoek.push([{ [`${naam}__gte`]: laat }, [tweede.url]], [{ [`${naam}__lt`]: laat }, [eerste.url]]);
      zoek.push([{ [`${naam}__lte`]: vroeg }, [eerste.url]]);
    }
    for (const [query, found] of zoek) {
      const { body } = await r.send('GET', url({ gerelateerdAan: zaak, ...query }));
      expect(
        body.results?.map((one: { url: string }) => one.url),
        JSON.stringify(query),
      ).toEqual(found);
    }
    for (const query of [{ notitieType: 'geheim' }, { aanmaakdatum__gt: 'gisteren' }, { gerelateerdAan: '1' }])
      expect((await r.send('GET', url(query))).status).toBe(400);
  });
  it('400: without a zaak or a text; zrc-007: on a closed zaak only with geforceerd-bijwerken', async () => {
    expect(codes(await r.send('POST', `${ZRC}/zaaknotities`, { onderwerp: '' }))).toEqual([
      'onderwerp:blank',
      'tekst:required',
      'gerelateerdAan:required',
    ]);
    const { url: adres } = await notitie();
    await sluit(r, zaak, t);
    await clientVoor(r, 'gewoon', t, ['lezen', 'bijwerken']);
    expect((await r.send('PATCH', adres, { tekst: 'x' }, { as: 'gewoon' })).status).toBe(403);
    expect((await r.send('PATCH', adres, { tekst: 'x' })).status).toBe(200);
    await r.send('DELETE', zaak);
    expect((await r.send('GET', adres)).status).toBe(404);
  });
});
