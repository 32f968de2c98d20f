/**
 * The whole of the new MijnOverheid zaken connection (X20), with MijnOverheid played by the test: an abonnement with OAuth2
 * on two zaaktypen, the event, and asking for the zaak with a token of its own.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { wilIemandCloudevents } from '../../integratie/notificaties/index.ts';
import {
  OAUTH2,
  type Ontvangen,
  ROOT,
  type Wereld,
  wereld,
} from '../../integratie/notificaties/notificaties.testhulp.ts';
import { newZaak, publishedZaaktype, RSIN, type Zaaktype } from '../../registraties/registers.testhulp.ts';
import { documenttype, maak, uuidOf } from '../../registraties/zaken/zaken.testhulp.ts';
import { koppelZaakgebeurtenissen, zaakgebeurtenissenMigrations } from './index.ts';

const HOOK = 'https://afnemer.example/mijnoverheid/zaak-muteren';
const EIO = '/documenten/api/v1/enkelvoudiginformatieobjecten';
const MIJNOVERHEID = { as: 'mijnoverheid' };

let w: Wereld;
let open: readonly Zaaktype[];
let intern: Zaaktype;
let brief: string;

beforeEach(async () => {
  w = await wereld({ migraties: [zaakgebeurtenissenMigrations], profile: 'openzaak' });
  const { r } = w;
  koppelZaakgebeurtenissen(r.outbox, { clock: r.clock, base: r.ports.bases[0]!, gevolgd: wilIemandCloudevents });
  const type = (identificatie: string, publicatieIndicatie: boolean) =>
    publishedZaaktype(r, { identificatie, publicatieIndicatie, ...(publicatieIndicatie && { publicatietekst: 'Ja' }) });
  open = [await type('PARKEREN', true), await type('VERHUIZEN', true)];
  intern = await type('INTERN', false);
  brief = await documenttype(r, open[0]!, 'Brief');
  await r.send('POST', `${brief}/publish`, {});

  const lezen = (component: string, scope: string, url: string) => ({
    component,
    scopes: [scope],
    type: uuidOf(url),
    max: 'zaakvertrouwelijk',
  });
  await r.client('mijnoverheid', [
    ...open.map(({ zaaktype }) => lezen('zrc', 'zaken.lezen', zaaktype)),
    lezen('drc', 'documenten.lezen', brief),
    { component: 'ztc', scopes: ['catalogi.lezen'] },
  ]);
  const filters = open.flatMap(({ zaaktype }) =>
    ['gemuteerd', 'verwijderd'].map((wat) => ({
      typeSubstring: `nl.overheid.zaken.zaak-${wat}`,
      filters: { zaaktype },
    })),
  );
  const abonnement = { callbackUrl: HOOK, kanalen: [], cloudeventFilters: filters, oauth2: OAUTH2 };
  expect((await r.send('POST', `${ROOT}/abonnement`, abonnement)).status).toBe(201);
});

/** A complete zaak of this type. */
async function heleZaak(t: Zaaktype): Promise<string> {
  const { r } = w;
  const zaak = await newZaak(r, t.zaaktype, { omschrijving: 'Vergunning voor de straat' });
  const betrokkene = { betrokkeneType: 'natuurlijk_persoon', betrokkeneIdentificatie: { inpBsn: '999990342' } };
  await maak(r, 'rollen', { zaak, roltype: t.initiator, roltoelichting: 'aanvrager', ...betrokkene });
  await maak(r, 'statussen', { zaak, statustype: t.begin, datumStatusGezet: '2026-11-01T10:00:00Z' });
  return zaak;
}

/** The same of the first zaaktype, with a letter in it. */
async function zaakMetBrief(vertrouwelijkheidaanduiding = 'openbaar'): Promise<string> {
  const { r } = w;
  const zaak = await heleZaak(open[0]!);
  const inhoud = Buffer.from('Geachte heer, mevrouw');
  const document = await maak(r, EIO, {
    bronorganisatie: RSIN,
    creatiedatum: '2026-11-01',
    titel: 'Bevestiging',
    auteur: 'Team Vergunningen',
    taal: 'nld',
    status: 'definitief',
    informatieobjecttype: brief,
    vertrouwelijkheidaanduiding,
    bestandsnaam: 'brief.txt',
    formaat: 'text/plain',
    inhoud: inhoud.toString('base64'),
    bestandsomvang: inhoud.length,
  });
  await maak(r, 'zaakinformatieobjecten', { zaak, informatieobject: document.url });
  await w.drain();
  return zaak;
}

const gekomen = (): readonly Ontvangen[] => w.afnemers.bij(HOOK);
const haal = (path: string) => w.r.send('GET', path, undefined, MIJNOVERHEID);

describe('MijnOverheid', () => {
  it('hears of the zaken of its zaaktypen, with its own token, and of no others', async () => {
    const [a, b, c] = [await zaakMetBrief(), await heleZaak(open[1]!), await heleZaak(intern)];
    await w.drain();
    expect(gekomen().map(({ body }) => [body.type, body.subject])).toEqual(
      [a, b].map((zaak) => ['nl.overheid.zaken.zaak-gemuteerd', uuidOf(zaak)]),
    );
    expect(gekomen()[0]!.headers['authorization']).toMatch(/^Bearer token-\d$/);
    expect(JSON.stringify(gekomen())).not.toContain('999990342');
    for (const zaak of [a, b]) expect((await haal(zaak)).status).toBe(200);
    expect((await haal(c)).status).toBe(404);
    const { results } = (await haal('/zaken/api/v1/zaken')).body;
    expect(results.map(({ url }: { url: string }) => url).sort()).toEqual([a, b].sort());
  });

  it('asks for the zaak at the dataref of the event: its status, its documents and what is in them', async () => {
    await zaakMetBrief();
    const { dataref, time } = gekomen()[0]!.body;
    const zaak = (await haal(`${dataref}?expand=zaaktype,status.statustype,zaakinformatieobjecten`)).body;
    expect(zaak).toMatchObject({
      omschrijving: 'Vergunning voor de straat',
      laatstGeopend: null,
      _expand: {
        zaaktype: { omschrijving: 'Parkeervergunning' },
        status: { _expand: { statustype: { statustekst: 'Wij hebben uw aanvraag ontvangen.' } } },
      },
    });
    expect(Date.parse(zaak.laatstGemuteerd)).toBeLessThanOrEqual(Date.parse(time));
    const [{ informatieobject }] = zaak._expand.zaakinformatieobjecten;
    const document = (await haal(informatieobject)).body;
    expect(document.titel).toBe('Bevestiging');
    const { status, bytes } = await w.r.raw('GET', document.inhoud, MIJNOVERHEID);
    expect([status, bytes.toString()]).toEqual([200, 'Geachte heer, mevrouw']);
  });

  it('sees no document above its maximum, and writes nothing', async () => {
    const zaak = await zaakMetBrief('geheim');
    const [{ informatieobject }] = (await haal(`/zaken/api/v1/zaakinformatieobjecten?zaak=${encodeURIComponent(zaak)}`))
      .body;
    expect((await haal(informatieobject)).status).toBe(404);
    expect((await w.r.send('PATCH', zaak, { laatstGeopend: '2026-11-02T08:00:00Z' }, MIJNOVERHEID)).status).toBe(403);
  });

  it('hears that a zaak is gone, and then finds nothing', async () => {
    const zaak = await zaakMetBrief();
    expect((await w.r.send('DELETE', zaak)).status).toBe(204);
    await w.drain();
    const { type, dataref } = gekomen().at(-1)!.body;
    expect(type).toBe('nl.overheid.zaken.zaak-verwijderd');
    expect((await haal(dataref)).status).toBe(404);
  });
});
