import { beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { nieuwBesluit, wereld } from '../besluiten/besluiten.testhulp.ts';
import { RSIN } from '../registers.testhulp.ts';
import { ANDER_BSN, type Bevraging, BSN, bevraging, persoon, uuidOf, wie } from './bevraging.testhulp.ts';
import { vulOrganisaties } from './index.ts';

let b: Bevraging;
beforeEach(async () => {
  b = await bevraging();
  await vulOrganisaties(b.r.db, [{ rsin: RSIN, naam: 'Gemeente Demodam', oin: null, eigen: true }]);
});

describe('one zaak of a person (S4)', () => {
  it('comes with its history, resultaat, rollen and besluiten', async () => {
    const zaak = await b.zaakVan(
      {
        betrokkeneType: 'natuurlijk_persoon',
        betrokkeneIdentificatie: {
          inpBsn: BSN,
          voorletters: 'J.',
          voorvoegselGeslachtsnaam: 'de',
          geslachtsnaam: 'Vries',
        },
      },
      {
        identificatie: 'Z1',
        omschrijving: 'Parkeren',
        einddatumGepland: '2026-12-01',
        verlenging: { reden: 'Druk', duur: 'P2W' },
      },
    );
    await b.status(zaak, b.type.begin, '2026-11-01T10:00:00Z', { statustoelichting: 'Bedankt.' });
    await b.resultaat(zaak);
    const eerder = await b.detail(zaak);
    expect(eerder.body.zaak).toMatchObject({ afgerond: false, resultaat: null, datumAfgerond: null });
    await b.r.db.query(sql`insert into zaken.zaakbesluit (id, zaak_id, besluit)
      values (gen_random_uuid(), ${uuidOf(zaak)}, 'https://besluiten.example/1')`);
    await b.status(zaak, b.type.eind, '2026-11-02T08:00:00Z');

    const { status, body } = await b.detail(zaak);
    expect(status).toBe(200);
    const eind = {
      omschrijving: 'Afgehandeld',
      statustekst: '',
      toelichting: '',
      datumStatusGezet: '2026-11-02T08:00:00Z',
      huidig: true,
    };
    expect(body).toEqual({
      peilmoment: '2026-11-02T09:00:00.000Z',
      zaak: {
        uuid: uuidOf(zaak),
        zaaknummer: 'Z1',
        omschrijving: 'Parkeren',
        zaaktype: 'Parkeervergunning',
        bronorganisatie: RSIN,
        organisatie: null,
        registratiedatum: '2026-11-02',
        startdatum: '2026-11-01',
        einddatumGepland: '2026-12-01',
        uiterlijkeEinddatumAfdoening: null,
        datumAfgerond: '2026-11-02',
        afgerond: true,
        verlenging: { reden: 'Druk', duur: 'P2W' },
        opschorting: null,
        status: eind,
        statussen: [
          {
            omschrijving: 'Ontvangen',
            statustekst: 'Wij hebben uw aanvraag ontvangen.',
            toelichting: 'Bedankt.',
            datumStatusGezet: '2026-11-01T10:00:00Z',
            huidig: false,
          },
          eind,
        ],
        resultaat: { omschrijving: 'Verleend', toelichting: 'U krijgt een pas.' },
        rollen: [
          {
            omschrijving: 'Aanvrager',
            omschrijvingGeneriek: 'initiator',
            betrokkeneType: 'natuurlijk_persoon',
            eigen: true,
            naam: 'J. de Vries',
          },
        ],
        besluiten: [
          {
            url: 'https://besluiten.example/1',
            identificatie: null,
            omschrijving: null,
            datum: null,
            ingangsdatum: null,
            vervaldatum: null,
            uiterlijkeReactiedatum: null,
          },
        ],
        documenten: [],
      },
    });
    expect(JSON.stringify(body)).not.toContain(BSN);
  });

  it('shows the rollen of himself and of the organisation, of nobody else, and no name of a medewerker', async () => {
    const zaak = await b.zaakVan(persoon(BSN));
    const { behandelaar } = b.type;
    await b.rol(zaak, behandelaar, {
      betrokkeneType: 'natuurlijk_persoon',
      betrokkeneIdentificatie: { inpBsn: ANDER_BSN, geslachtsnaam: 'Buurman' },
    });
    await b.rol(zaak, behandelaar, {
      betrokkeneType: 'medewerker',
      betrokkeneIdentificatie: { identificatie: 'm1', achternaam: 'Jansen' },
    });
    await b.rol(
      zaak,
      behandelaar,
      { betrokkeneType: 'medewerker', betrokkeneIdentificatie: { identificatie: 'm2', achternaam: 'Smit' } },
      { afwijkendeNaamBetrokkene: 'Team vergunningen' },
    );
    await b.rol(zaak, behandelaar, {
      betrokkeneType: 'organisatorische_eenheid',
      betrokkeneIdentificatie: { identificatie: 'o1', naam: 'Parkeren' },
    });
    const { rollen } = (await b.detail(zaak, { ...wie(BSN), fields: ['rollen'] })).body.zaak;
    expect(rollen.map((r: { eigen: boolean; naam: string }) => `${r.eigen} ${r.naam}`).sort()).toEqual([
      'false ',
      'false Parkeren',
      'false Team vergunningen',
      'true ',
    ]);
  });

  it('tells of a besluit what the application may read, and of one that is not sent yet nothing', async () => {
    const w = await wereld(b.r, 'Toekenning', { identificatie: 'MET-BESLUIT' });
    const zaak = await b.zaakVan(persoon(BSN), {}, w);
    const gemaakt = await nieuwBesluit(b.r, w.besluittype, {
      zaak,
      identificatie: 'B1',
      uiterlijkeReactiedatum: '2026-12-27',
    });
    await nieuwBesluit(b.r, w.besluittype, { zaak, identificatie: 'B2', verzenddatum: '2026-11-03' });
    const vraag = { ...wie(BSN), fields: ['besluiten'] };
    const besluit = {
      url: gemaakt.url,
      identificatie: 'B1',
      omschrijving: 'Toekenning',
      datum: '2026-11-01',
      ingangsdatum: '2026-11-15',
      vervaldatum: null,
      uiterlijkeReactiedatum: '2026-12-27',
    };
    expect((await b.detail(zaak, vraag)).body.zaak.besluiten).toEqual([besluit]);
    const zien = { component: 'zrc', scopes: ['zaken.lezen'], type: uuidOf(w.zaaktype), max: 'geheim' };
    await b.r.client('zonder-besluiten', [zien]);
    const [adres] = (await b.detail(zaak, vraag, 'zonder-besluiten')).body.zaak.besluiten;
    expect(adres).toEqual({
      ...Object.fromEntries(Object.keys(besluit).map((naam) => [naam, null])),
      url: gemaakt.url,
    });
    // A day later the second one has been sent.
    b.r.clock.advance(86_400_000);
    expect((await b.detail(zaak, vraag)).body.zaak.besluiten).toHaveLength(2);
  });

  it('has the attributes that were asked, in one statement, with its row in the verwerkingenlog', async () => {
    const zaak = await b.zaakVan(persoon(BSN), { identificatie: 'Z1' });
    const vraag = { ...wie(BSN), fields: ['zaaknummer', 'statussen'] };
    await b.detail(zaak, vraag);
    const before = b.r.db.roundTrips();
    const { body } = await b.detail(zaak, vraag);
    expect(b.r.db.roundTrips() - before).toBe(1);
    expect(body.zaak).toEqual({ zaaknummer: 'Z1', statussen: [] });
    const log = await b.r.db.query(sql`select naam, object, trace is not null as spoor from verwerkingen.verwerking`);
    const regel = { naam: 'Gegevens van een zaak gegeven', object: 'Z1', spoor: true };
    expect(log).toEqual([regel, regel]);
  });

  it('is not found by another, nor when it does not exist; then nothing is disclosed and nothing logged', async () => {
    const zaak = await b.zaakVan(persoon(BSN));
    for (const answer of [
      await b.detail(zaak, wie(ANDER_BSN)),
      await b.detail('/00000000-0000-4000-8000-000000000000'),
      await b.detail('/geen-uuid'),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
    }
    expect(await b.r.db.query(sql`select 1 from verwerkingen.verwerking`)).toEqual([]);
  });

  it('is not disclosed when the verwerkingenlog cannot be written (X5)', async () => {
    const zaak = await b.zaakVan(persoon(BSN));
    await b.r.db.script('alter table verwerkingen.verwerking add constraint vol check (false) not valid');
    try {
      expect((await b.detail(zaak)).status).toBe(500);
      expect((await b.lijst()).status).toBe(500);
    } finally {
      await b.r.db.script('alter table verwerkingen.verwerking drop constraint vol');
    }
    expect((await b.detail(zaak)).status).toBe(200);
  });
});
