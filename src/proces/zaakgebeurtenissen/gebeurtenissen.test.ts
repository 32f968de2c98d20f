/** What is told of a zaak, when, and how often: as a subscriber of CloudEvents sees it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { type Wereld, wereld } from '../../integratie/notificaties/notificaties.testhulp.ts';
import { sql } from '../../platform/db/index.ts';
import { newZaak, publishedZaaktype, RSIN, type Zaaktype } from '../../registraties/registers.testhulp.ts';
import { documenttype, maak, uuidOf } from '../../registraties/zaken/zaken.testhulp.ts';
import { zaakgebeurtenissen } from './gebeurtenissen.ts';
import { zaakgebeurtenissenMigrations } from './index.ts';

const HOOK = 'https://afnemer.example/mijnoverheid';
const BSN = '999990342';
const BASE = 'http://zaakbode.test';

let w: Wereld;
let t: Zaaktype;
/** Fails the next time that something is published. */
let stuk = false;
beforeEach(async () => {
  stuk = false;
  w = await wereld({ migraties: [zaakgebeurtenissenMigrations] });
  const { outbox, clock } = w.r;
  outbox.subscribe(
    zaakgebeurtenissen({
      clock,
      base: BASE,
      async publish(tx, events) {
        await outbox.publish(tx, events);
        if (stuk && events.length > 0) {
          stuk = false;
          throw new Error('de database viel weg');
        }
      },
    }),
  );
  await w.abonneer(HOOK, { kanalen: [], cloudeventFilters: [{ typeSubstring: 'nl.overheid.zaken.zaak-' }] });
  t = await publishedZaaktype(w.r);
});

const rol = (zaak: string) =>
  maak(w.r, 'rollen', {
    zaak,
    roltype: t.initiator,
    roltoelichting: 'aanvrager',
    betrokkeneType: 'natuurlijk_persoon',
    betrokkeneIdentificatie: { inpBsn: BSN },
  });
const status = (zaak: string) =>
  maak(w.r, 'statussen', { zaak, statustype: t.begin, datumStatusGezet: '2026-11-01T10:00:00Z' });
const wijzig = async (zaak: string, body: object = { omschrijving: 'Anders' }) =>
  expect((await w.r.send('PATCH', zaak, body)).status).toBe(200);
const open = (zaak: string) => wijzig(zaak, { laatstGeopend: '2026-11-02T08:59:00Z' });
/** A zaak with an initiator and a status. */
async function heleZaak(extra: object = {}): Promise<string> {
  const zaak = await newZaak(w.r, t.zaaktype, extra);
  await rol(zaak);
  await status(zaak);
  return zaak;
}
/** What came, e.g. `gemuteerd`; of this zaak only, when one is given. */
function soorten(zaak?: string): string[] {
  const bij = w.afnemers.bij(HOOK).filter(({ body }) => !zaak || body.subject === uuidOf(zaak));
  return bij.map(({ body }) => body.type.split('zaak-').at(-1));
}

describe('X4: a zaak that is not complete', () => {
  it('is not told of until it has an initiator and a status; then in one message, and notifications did not wait', async () => {
    await w.abonneer('https://afnemer.example/zgw');
    const zaak = await newZaak(w.r, t.zaaktype);
    await w.drain();
    await status(zaak);
    await open(zaak);
    await w.drain();
    expect(soorten()).toEqual([]);
    await rol(zaak);
    await w.drain();
    expect(soorten()).toEqual(['gemuteerd']);
    expect(w.afnemers.bij('https://afnemer.example/zgw')).toHaveLength(4);
  });
  it('is not told of while its initiator is being replaced, and is when that is done', async () => {
    const zaak = await newZaak(w.r, t.zaaktype);
    const { url } = await rol(zaak);
    await status(zaak);
    await w.drain();
    await w.r.send('DELETE', url);
    await w.drain();
    expect(soorten()).toEqual(['gemuteerd']);
    await rol(zaak);
    await w.drain();
    expect(soorten()).toEqual(['gemuteerd', 'gemuteerd']);
  });
});

describe('a change of a complete zaak', () => {
  it('is told with what a receiver chooses by and where he finds the zaak, and says nothing of a person', async () => {
    const zaak = await heleZaak();
    await w.drain();
    expect(w.afnemers.bij(HOOK)[0]!.body).toEqual({
      specversion: '1.0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      source: 'urn:nld:oin:00000001234567890000:systeem:zaakbode',
      type: 'nl.overheid.zaken.zaak-gemuteerd',
      subject: uuidOf(zaak),
      time: '2026-11-02T09:00:00.000Z',
      dataref: `/zaken/api/v1/zaken/${uuidOf(zaak)}`,
      datacontenttype: 'application/json',
      sequence: '1',
      sequencetype: 'Integer',
      traceparent: expect.any(String),
      data: {
        bronorganisatie: RSIN,
        zaaktype: t.zaaktype,
        'zaaktype.catalogus': t.catalogus,
        vertrouwelijkheidaanduiding: 'zaakvertrouwelijk',
      },
    });
    const rows = await w.r.db.query(
      sql`select * from outbox.event where channel in ('cloudevents', 'zaakgebeurtenissen')`,
    );
    expect(JSON.stringify(rows)).not.toContain(BSN);
  });
  it('that waits with others is told with them, once; one that comes later by itself', async () => {
    const zaak = await heleZaak();
    const ander = await heleZaak();
    await w.drain();
    expect([soorten(zaak), soorten(ander)]).toEqual([['gemuteerd'], ['gemuteerd']]);
    await wijzig(zaak);
    await w.drain();
    await wijzig(zaak, { omschrijving: 'A' });
    await wijzig(zaak, { omschrijving: 'B' });
    await w.drain();
    expect([soorten(zaak), soorten(ander)]).toEqual([['gemuteerd', 'gemuteerd', 'gemuteerd'], ['gemuteerd']]);
  });
  it('is told once when storing it fails halfway', async () => {
    const zaak = await heleZaak();
    stuk = true;
    await w.drain();
    expect(stuk).toBe(false);
    w.r.clock.advance(5_000);
    await w.drain();
    expect(soorten(zaak)).toEqual(['gemuteerd']);
  });
  it('is not what another source says on the kanaal zaken', async () => {
    const zaak = await heleZaak();
    await w.drain();
    const kenmerken = { bronorganisatie: RSIN, zaaktype: t.zaaktype, vertrouwelijkheidaanduiding: 'openbaar' };
    const nieuws = { kanaal: 'zaken', hoofdObject: zaak, resource: 'zaak', resourceUrl: zaak, actie: 'destroy' };
    const body = { ...nieuws, aanmaakdatum: '2026-11-02T09:00:00Z', kenmerken };
    expect((await w.r.send('POST', '/notificaties/api/v1/notificaties', body)).status).toBe(200);
    await w.drain();
    expect(soorten(zaak)).toEqual(['gemuteerd']);
  });
});

describe('opening a zaak', () => {
  it('is told by itself, between what changed before and after it', async () => {
    const zaak = await heleZaak();
    await w.drain();
    await wijzig(zaak);
    await open(zaak);
    await wijzig(zaak, { omschrijving: 'A' });
    await wijzig(zaak, { omschrijving: 'B' });
    await w.drain();
    expect(soorten(zaak)).toEqual(['gemuteerd', 'gemuteerd', 'geopend', 'gemuteerd']);
  });
});

describe('a document', () => {
  it('that changes is news of every zaak that it belongs to, with the moment at which it changed', async () => {
    const type = await documenttype(w.r, t);
    await w.r.send('POST', `${type}/publish`, {});
    const eio = '/documenten/api/v1/enkelvoudiginformatieobjecten';
    const document = await maak(w.r, eio, {
      bronorganisatie: RSIN,
      creatiedatum: '2026-11-01',
      titel: 'Aanvraag',
      auteur: 'Team Vergunningen',
      taal: 'nld',
      informatieobjecttype: type,
    });
    const [a, b, los] = [await heleZaak(), await heleZaak(), await heleZaak()];
    for (const zaak of [a, b]) await maak(w.r, 'zaakinformatieobjecten', { zaak, informatieobject: document.url });
    await w.drain();
    expect([a, b, los].map((zaak) => soorten(zaak).length)).toEqual([1, 1, 1]);
    w.r.clock.advance(1_000);
    const { lock } = (await w.r.send('POST', `${document.url}/lock`, {})).body;
    expect((await w.r.send('PATCH', document.url, { titel: 'Anders', lock })).status).toBe(200);
    w.r.clock.advance(60_000);
    await w.drain();
    expect([a, b, los].map((zaak) => soorten(zaak).length)).toEqual([2, 2, 1]);
    expect(w.afnemers.bij(HOOK).at(-1)!.body.time).toBe('2026-11-02T09:00:01.000Z');
  });
});

describe('a zaak that is removed', () => {
  it('is told of when it ever was, with its deelzaken, and is chosen as it was before', async () => {
    const los = await newZaak(w.r, t.zaaktype);
    const zaak = await heleZaak();
    await w.drain();
    for (const url of [los, zaak]) expect((await w.r.send('DELETE', url)).status).toBe(204);
    await w.drain();
    expect([soorten(los), soorten(zaak)]).toEqual([[], ['gemuteerd', 'verwijderd']]);
    expect(w.afnemers.bij(HOOK).at(-1)!.body.data.zaaktype).toBe(t.zaaktype);
  });
  it('and was told of nothing while it waited, is not told of at all', async () => {
    const zaak = await heleZaak();
    await w.r.send('DELETE', zaak);
    await w.drain();
    expect(soorten()).toEqual([]);
  });
  it('takes the news of its deelzaken along', async () => {
    const zaak = await heleZaak();
    const deel = await heleZaak();
    await w.r.db.query(sql`update zaken.zaak set hoofdzaak_id = ${uuidOf(zaak)} where id = ${uuidOf(deel)}`);
    await w.drain();
    expect((await w.r.send('DELETE', zaak)).status).toBe(204);
    await w.drain();
    expect([soorten(zaak), soorten(deel)]).toEqual([
      ['gemuteerd', 'verwijderd'],
      ['gemuteerd', 'verwijderd'],
    ]);
  });
});
