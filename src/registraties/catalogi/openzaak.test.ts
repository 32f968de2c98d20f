/** Where Open Zaak keeps rules of Catalogi 1.3.1 that the standard withdrew (zgw.md §2.0): each rule in both profiles. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Profile } from '../kern/index.ts';
import type { Answer, Registers } from '../registers.testhulp.ts';
import {
  beginnen,
  besluittypeBody,
  codes,
  type Doen,
  informatieobjecttypeBody,
  klasse,
  resultaattypeBody,
  ziotBody,
} from './catalogi.testhulp.ts';
import { selectielijst } from './selectielijst/index.ts';

describe.each<Profile>(['1.7', 'openzaak'])('profile %s', (profile) => {
  let r: Registers;
  let d: Doen;
  let catalogus: string;
  beforeAll(async () => {
    ({ r, d } = await beginnen({ profile }));
    catalogus = await d.catalogus();
  });

  const patch = (url: string, body: object, as = 'schrijver') => r.send('PATCH', url, body, { as });
  const remove = (url: string, as = 'schrijver') => r.send('DELETE', url, undefined, { as });
  let teller = 0;
  const besluittype = (extra: object = {}) =>
    d.maak('besluittypen', besluittypeBody(catalogus, { omschrijving: `BT ${teller++}`, ...extra }));
  const informatieobjecttype = (extra: object = {}) =>
    d.maak('informatieobjecttypen', informatieobjecttypeBody(catalogus, { omschrijving: `IOT ${teller++}`, ...extra }));
  const gepubliceerd = async (url: Promise<string>) => {
    expect((await d.publiceer(await url)).status).toBe(200);
    return await url;
  };
  /** Refused in Open Zaak, and by the standard it goes well. */
  const alleenOpenZaak = ({ status, body }: Answer, ...fouten: string[]) => {
    if (profile === 'openzaak') expect([status, codes({ body } as Answer)]).toEqual([400, fouten]);
    else expect(status).toBeLessThan(300);
  };
  const VAST = 'nonFieldErrors:non-concept-relation';
  const body = async (extra: object) => ({
    ...(await r.send('GET', await d.zaaktype(catalogus, {}, false))).body,
    ...extra,
  });

  it('ztc-011: something new refers to what is published, by address and by name', async () => {
    const bt = await gepubliceerd(besluittype());
    const { omschrijving } = (await r.send('GET', bt)).body;
    for (const besluittypen of [[bt], [omschrijving]]) {
      alleenOpenZaak(await d.post('zaaktypen', await body({ besluittypen })), VAST);
    }
    const iot = await gepubliceerd(informatieobjecttype());
    alleenOpenZaak(await d.post('besluittypen', besluittypeBody(catalogus, { informatieobjecttypen: [iot] })), VAST);
    expect((await d.post('zaaktypen', await body({ besluittypen: [await besluittype(), 'Later'] }))).status).toBe(201);
    expect((await d.post('zaaktypen', await body({ besluittypen: [bt] }), 'forceerder')).status).toBe(201);
  });
  it('ztc-010: what is related to something published changes no more, but its last day; nor goes; who may force may', async () => {
    const bt = await besluittype();
    const zaaktype = await d.zaaktype(catalogus, { besluittypen: [bt] });
    expect((await patch(zaaktype, { toelichting: 'vrij' })).status).toBe(200);
    await d.publiceer(bt);
    alleenOpenZaak(await patch(zaaktype, { toelichting: 'vast' }), VAST);
    expect((await patch(zaaktype, { eindeGeldigheid: '2030-01-01' })).status).toBe(200);
    expect((await patch(zaaktype, { toelichting: 'correctie' }, 'forceerder')).status).toBe(200);
    alleenOpenZaak(await remove(zaaktype), VAST);
    const ander = await d.zaaktype(catalogus);
    alleenOpenZaak(await patch(ander, { besluittypen: [bt] }), VAST);
    if (profile === 'openzaak') expect((await remove(zaaktype, 'forceerder')).status).toBe(204);
  });
  it('ztc-010: an informatieobjecttype of a published besluittype is fixed, and a next version of it is free', async () => {
    const iot = await informatieobjecttype();
    const { omschrijving } = (await r.send('GET', iot)).body;
    await gepubliceerd(besluittype({ informatieobjecttypen: [iot] }));
    alleenOpenZaak(await patch(iot, { trefwoord: ['x'] }), VAST);
    await d.publiceer(iot);
    const volgende = await informatieobjecttype({ omschrijving, beginGeldigheid: '2030-01-01' });
    expect((await patch(volgende, { trefwoord: ['x'] })).status).toBe(200);
    expect((await remove(volgende)).status).toBe(204);
  });
  it('ztc-010: a document of a published zaaktype is free as long as its informatieobjecttype is a concept', async () => {
    const zaaktype = await d.zaaktype(catalogus);
    const iot = await informatieobjecttype();
    await d.publiceer(zaaktype);
    const made = await d.post('zaaktype-informatieobjecttypen', ziotBody(zaaktype, 1, { informatieobjecttype: iot }));
    if (profile === '1.7') return expect(codes(made)).toEqual([VAST]);
    expect(made.status).toBe(201);
    expect((await patch(made.body.url, { richting: 'intern' })).status).toBe(200);
    await d.publiceer(iot);
    expect(codes(await patch(made.body.url, { richting: 'uitgaand' }))).toEqual([VAST]);
    expect(codes(await remove(made.body.url))).toEqual([VAST]);
  });
  it('ztc-012: a zaaktype is published after its besluittypen and informatieobjecttypen', async () => {
    const bt = await besluittype();
    const iot = await informatieobjecttype();
    const concept = 'nonFieldErrors:concept-relation';
    alleenOpenZaak(await d.publiceer(await d.zaaktype(catalogus, { besluittypen: [bt] })), concept);
    const zaaktype = await d.zaaktype(catalogus);
    await d.maak('zaaktype-informatieobjecttypen', ziotBody(zaaktype, 1, { informatieobjecttype: iot }));
    alleenOpenZaak(await d.publiceer(zaaktype), concept);
    await d.publiceer(iot);
    if (profile === 'openzaak') expect((await d.publiceer(zaaktype)).status).toBe(200);
  });
  it('historiemodel: what is not published is hidden by the standard, and shown until a version is valid in Open Zaak', async () => {
    const [bt, iot] = [await besluittype(), await informatieobjecttype()];
    const { omschrijving } = (await r.send('GET', iot)).body;
    const zaaktype = await d.zaaktype(catalogus, { besluittypen: [bt] });
    const ziot = await d.maak('zaaktype-informatieobjecttypen', ziotBody(zaaktype, 1, { informatieobjecttype: iot }));
    const getoond = async () => {
      const { besluittypen, informatieobjecttypen } = (await r.send('GET', zaaktype)).body;
      return { besluittypen, informatieobjecttypen, ziot: (await r.send('GET', ziot)).body.informatieobjecttype };
    };
    const alles = { besluittypen: [bt], informatieobjecttypen: [iot] };
    const openzaak = profile === 'openzaak';
    expect(await getoond()).toEqual(
      openzaak ? { ...alles, ziot: iot } : { besluittypen: [], informatieobjecttypen: [], ziot: omschrijving },
    );
    for (const url of [bt, iot]) await d.publiceer(url);
    await informatieobjecttype({ omschrijving, beginGeldigheid: '2030-01-01' });
    expect(await getoond()).toEqual({ ...alles, ziot: openzaak ? iot : omschrijving });
    const expanded = (await r.send('GET', `${ziot}?expand=informatieobjecttype`)).body._expand;
    expect(expanded.informatieobjecttype.url).toBe(iot);
  });
  it('ztc-013: a relation with another catalogus, named as each names it', async () => {
    const ander = await d.catalogus();
    const elders = await d.maak('besluittypen', besluittypeBody(ander));
    const zaaktype = await d.zaaktype(ander);
    const extra = { besluittypen: [elders, elders], deelzaaktypen: [zaaktype] };
    const found = codes(await d.post('zaaktypen', await body(extra)))?.map((one) => one.replace(/:relations.*/, ''));
    expect(found).toEqual(
      profile === 'openzaak'
        ? ['nonFieldErrors', 'deelzaaktypen']
        : ['besluittypen.0', 'besluittypen.1', 'deelzaaktypen.0'],
    );
    const iot = await d.maak('informatieobjecttypen', informatieobjecttypeBody(ander));
    const ziot = ziotBody(await d.zaaktype(catalogus), 1, { informatieobjecttype: iot });
    const naam = profile === 'openzaak' ? 'nonFieldErrors' : 'informatieobjecttype';
    expect(codes(await d.post('zaaktype-informatieobjecttypen', ziot))).toEqual([
      `${naam}:relations-incorrect-catalogus`,
    ]);
  });
  it('ztc-003: termijn with another procestermijn, and no procedure at all', async () => {
    const zaaktype = await d.zaaktype(catalogus, {}, false);
    const vast = selectielijst()
      .resultaten()
      .find((one) => one.procestermijn === 'vast_te_leggen_datum')!.volledigNummer;
    const post = (extra: object) =>
      d.post('resultaattypen', resultaattypeBody(zaaktype, { selectielijstklasse: klasse(vast), ...extra }));
    const termijn = await post({ brondatumArchiefprocedure: { afleidingswijze: 'termijn', procestermijn: 'P5Y' } });
    const refused = ['nonFieldErrors:invalid-afleidingswijze-for-procestermijn'];
    expect(codes(termijn)).toEqual(profile === '1.7' ? refused : undefined);
    const geen = { omschrijving: 'Geen', brondatumArchiefprocedure: null };
    alleenOpenZaak(await post({ ...geen, omschrijving: 'Weg' }), 'brondatumArchiefprocedure:required');
    expect((await post({ ...geen, archiefnominatie: 'blijvend_bewaren' })).status).toBe(201);
  });
});
