import { beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { publishedZaaktype, RSIN } from '../registers.testhulp.ts';
import { ANDER_BSN, type Bevraging, BSN, bevraging, persoon, uuidOf, wie } from './bevraging.testhulp.ts';
import { vulOrganisaties } from './index.ts';

let b: Bevraging;
beforeEach(async () => {
  b = await bevraging();
});

const nummers = (zaken: readonly { zaaknummer: string }[]): string[] =>
  zaken.map(({ zaaknummer }) => zaaknummer).sort();
const alleNummers = ({ body }: Awaited<ReturnType<Bevraging['lijst']>>): string[] =>
  nummers([...body.lopend.zaken, ...body.afgerond.zaken]);
const logregels = async () =>
  await b.r.db.query(
    sql`select activiteit, naam, betrokkene_soort, ontvanger, object from verwerkingen.verwerking order by nr`,
  );

describe('the zaken of a person (S2, S3)', () => {
  it('come as running and closed, with exactly the attributes that GEMMA names', async () => {
    await vulOrganisaties(b.r.db, [{ rsin: RSIN, naam: 'Gemeente Demodam', oin: null, eigen: true }]);
    const lopend = await b.zaakVan(persoon(BSN), { identificatie: 'L1', omschrijving: 'Parkeren' });
    await b.status(lopend, b.type.begin, '2026-11-01T10:00:00Z');
    const klaar = await b.zaakVan(persoon(BSN), { identificatie: 'K1', registratiedatum: '2026-10-01' });
    await b.resultaat(klaar);
    await b.status(klaar, b.type.eind, '2026-11-02T08:00:00Z');
    await b.zaakVan(persoon(ANDER_BSN), { identificatie: 'VAN-EEN-ANDER' });

    const { status, headers, body } = await b.lijst();
    expect(status).toBe(200);
    expect(headers['api-version']).toBe('1.0.0');
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toEqual({
      peilmoment: '2026-11-02T09:00:00.000Z',
      lopend: {
        aantal: 1,
        zaken: [
          {
            uuid: uuidOf(lopend),
            zaaknummer: 'L1',
            omschrijving: 'Parkeren',
            registratiedatum: '2026-11-02',
            status: 'Ontvangen',
            organisatie: null,
          },
        ],
      },
      afgerond: {
        aantal: 1,
        zaken: [
          {
            uuid: uuidOf(klaar),
            zaaknummer: 'K1',
            omschrijving: 'Parkeervergunning',
            datumAfgerond: '2026-11-02',
            resultaat: 'Verleend',
            organisatie: null,
          },
        ],
      },
    });
  });

  it('include a geannuleerde and a gearchiveerde zaak, also one that was archived without an end', async () => {
    const geannuleerd = await b.zaakVan(persoon(BSN), { identificatie: 'GEANNULEERD' });
    await b.resultaat(geannuleerd);
    await b.status(geannuleerd, b.type.eind, '2026-11-01T10:00:00Z');
    await b.zaakVan(persoon(BSN), {
      identificatie: 'GEARCHIVEERD',
      archiefnominatie: 'vernietigen',
      archiefactiedatum: '2027-01-01',
      archiefstatus: 'gearchiveerd',
    });
    const { body } = await b.lijst();
    expect(body.lopend).toEqual({ aantal: 0, zaken: [] });
    expect(nummers(body.afgerond.zaken)).toEqual(['GEANNULEERD', 'GEARCHIVEERD']);
    expect(body.afgerond.zaken.find((z: { zaaknummer: string }) => z.zaaknummer === 'GEARCHIVEERD')).toMatchObject({
      datumAfgerond: null,
      resultaat: null,
    });
  });

  it('show what was asked for and no more, also not in the part that was not asked', async () => {
    await b.zaakVan(persoon(BSN), { identificatie: 'L1', einddatumGepland: '2026-12-01' });
    const fields = ['zaaknummer', 'einddatumGepland', 'bronorganisatie', 'zaaktype', 'resultaat'];
    const { body } = await b.lijst({ ...wie(BSN), fields, deel: 'lopend' });
    expect(Object.keys(body).sort()).toEqual(['lopend', 'peilmoment']);
    expect(body.lopend.zaken).toEqual([
      { zaaknummer: 'L1', einddatumGepland: '2026-12-01', bronorganisatie: RSIN, zaaktype: 'Parkeervergunning' },
    ]);
    const leeg = await b.lijst({ ...wie(BSN), fields: [] });
    expect(leeg.body.lopend).toEqual({ aantal: 1, zaken: [{}] });
  });

  it('name the organisation only where it is another than the one that asks', async () => {
    const ander = '123456782';
    const derde = '111222333';
    await vulOrganisaties(b.r.db, [
      { rsin: RSIN, naam: 'Gemeente Demodam', oin: null, eigen: true },
      { rsin: ander, naam: 'Omgevingsdienst Voorbeeld', oin: '00000003123456780000', eigen: false },
    ]);
    for (const verantwoordelijkeOrganisatie of [RSIN, ander, derde]) {
      await b.zaakVan(persoon(BSN), { identificatie: verantwoordelijkeOrganisatie, verantwoordelijkeOrganisatie });
    }
    const gezien = async (vragendeOrganisatie?: string) => {
      const body = {
        ...wie(BSN),
        fields: ['zaaknummer', 'organisatie'],
        ...(vragendeOrganisatie && { vragendeOrganisatie }),
      };
      const { zaken } = (await b.lijst(body)).body.lopend;
      return Object.fromEntries(
        zaken.map((z: { zaaknummer: string; organisatie: unknown }) => [z.zaaknummer, z.organisatie]),
      );
    };
    const dienst = { rsin: ander, naam: 'Omgevingsdienst Voorbeeld' };
    const demodam = { rsin: RSIN, naam: 'Gemeente Demodam' };
    const onbekend = { rsin: derde, naam: null };
    expect(await gezien()).toEqual({ [RSIN]: null, [ander]: dienst, [derde]: onbekend });
    expect(await gezien(RSIN)).toEqual({ [RSIN]: null, [ander]: dienst, [derde]: onbekend });
    expect(await gezien(ander)).toEqual({ [RSIN]: demodam, [ander]: null, [derde]: onbekend });
    expect(await gezien('00000003123456780000')).toEqual({ [RSIN]: demodam, [ander]: null, [derde]: onbekend });
    expect(await gezien(`00000001${derde}000`)).toEqual({ [RSIN]: demodam, [ander]: dienst, [derde]: null });
    expect(await gezien('00000004000000000000')).toEqual({ [RSIN]: demodam, [ander]: dienst, [derde]: onbekend });
  });

  it('are told in one statement, the row of the verwerkingenlog with them (X5, X9)', async () => {
    await b.zaakVan(persoon(BSN), { identificatie: 'L1' });
    await b.zaakVan(persoon(BSN), { identificatie: 'L2' });
    // The first question reads the client and his rights as well; those are remembered.
    await b.lijst();
    const before = b.r.db.roundTrips();
    await b.lijst();
    expect(b.r.db.roundTrips() - before).toBe(1);
    const regel = {
      activiteit: 'zaakbevraging',
      naam: 'Overzicht van zaken gegeven',
      betrokkene_soort: 'bsn',
      ontvanger: 'beheer',
      object: 'L1, L2',
    };
    expect(await logregels()).toEqual([regel, regel]);
    await b.lijst(wie(ANDER_BSN));
    expect((await logregels()).at(-1)).toMatchObject({ object: 'geen zaken' });
  });

  it('carry no BSN, also when somebody typed one; numbers that only look like one stay', async () => {
    const zaak = await b.zaakVan(persoon(BSN), {
      identificatie: ANDER_BSN,
      omschrijving: `Voor ${BSN} en 9999.90.019`,
    });
    await b.status(zaak, b.type.begin, '2026-11-01T10:00:00Z', { statustoelichting: `Bel over ${BSN}` });
    const lijst = await b.lijst();
    expect(lijst.body.lopend.zaken[0]).toMatchObject({
      zaaknummer: ANDER_BSN,
      omschrijving: 'Voor ********* en ****.**.***',
    });
    expect(JSON.stringify(lijst.body)).not.toContain(BSN);
    expect(JSON.stringify((await b.detail(zaak)).body)).not.toContain(BSN);
    const [regel] = await b.r.db.query<{ alles: string }>(
      sql`select string_agg(row_to_json(v)::text, '') as alles from verwerkingen.verwerking v`,
    );
    expect(regel!.alles).not.toContain(BSN);
  });

  it('are the newest five hundred of a list, with the number of all', async () => {
    await b.zaakVan(persoon(BSN), { identificatie: 'L1' });
    await b.r.db.query(sql`
      with nieuw as (
        insert into zaken.zaak select (jsonb_populate_record(z, jsonb_build_object('id', gen_random_uuid(), 'identificatie', 'N' || n))).*
        from zaken.zaak z, generate_series(1, 504) n returning id)
      insert into zaken.rol select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'zaak_id', nieuw.id))).*
      from zaken.rol r, nieuw`);
    const { body } = await b.lijst();
    expect(body.lopend.aantal).toBe(505);
    expect(body.lopend.zaken).toHaveLength(500);
  });
});

describe('whose zaken they are', () => {
  it('counts initiators and who gave a machtiging; a belanghebbende when asked', async () => {
    const { behandelaar } = b.type;
    const eigen = await b.zaakVan(persoon(BSN), { identificatie: 'EIGEN' });
    const gemachtigd = await b.zaakVan(persoon(ANDER_BSN), { identificatie: 'GEMACHTIGD' });
    await b.rol(gemachtigd, behandelaar, persoon(BSN), { indicatieMachtiging: 'machtiginggever' });
    const behandeld = await b.zaakVan(persoon(ANDER_BSN), { identificatie: 'ALS-MEDEWERKER' });
    await b.rol(behandeld, behandelaar, persoon(BSN));
    const buurman = await b.zaakVan(persoon(ANDER_BSN), { identificatie: 'VAN-DE-BUREN' });
    await b.rol(buurman, behandelaar, persoon(BSN));
    await b.r.db.query(sql`update zaken.rol set omschrijving_generiek = 'belanghebbende' where zaak_id = ${uuidOf(buurman)}
      and inp_bsn = ${BSN}`);
    expect(alleNummers(await b.lijst())).toEqual(['EIGEN', 'GEMACHTIGD']);
    expect(alleNummers(await b.lijst({ ...wie(BSN), rollen: ['belanghebbende'] }))).toEqual([
      'GEMACHTIGD',
      'VAN-DE-BUREN',
    ]);
    expect((await b.detail(eigen)).status).toBe(200);
    expect((await b.detail(buurman)).status).toBe(404);
    expect((await b.lijst({ ...wie(BSN), rollen: ['behandelaar'] })).status).toBe(400);
  });

  it('finds a company by its RSIN, KVK-nummer or vestigingsnummer', async () => {
    const nnp = { betrokkeneType: 'niet_natuurlijk_persoon', betrokkeneIdentificatie: { innNnpId: '123456782' } };
    const kvkAlsNnp = { betrokkeneType: 'niet_natuurlijk_persoon', betrokkeneIdentificatie: { innNnpId: '90001354' } };
    const vestiging = {
      betrokkeneType: 'vestiging',
      betrokkeneIdentificatie: { vestigingsNummer: '000037178598', kvkNummer: '90001354' },
    };
    await b.zaakVan(nnp, { identificatie: 'NNP' });
    await b.zaakVan(kvkAlsNnp, { identificatie: 'KVK-ALS-NNP' });
    await b.zaakVan(vestiging, { identificatie: 'VESTIGING' });
    await b.zaakVan(persoon('123456782'), { identificatie: 'ZELFDE-CIJFERS-ALS-BSN' });
    expect(alleNummers(await b.lijst(wie('123456782', 'rsin')))).toEqual(['NNP']);
    expect(alleNummers(await b.lijst(wie('90001354', 'kvkNummer')))).toEqual(['KVK-ALS-NNP', 'VESTIGING']);
    expect(alleNummers(await b.lijst(wie('000037178598', 'vestigingsnummer')))).toEqual(['VESTIGING']);
    expect((await logregels()).map((regel) => regel['betrokkene_soort'])).toEqual([
      'rsin',
      'kvkNummer',
      'vestigingsnummer',
    ]);
  });
});

describe('what a betrokkene does not see', () => {
  it('a zaak that is more confidential than zaakvertrouwelijk, whatever the rights of the application', async () => {
    await b.zaakVan(persoon(BSN), { identificatie: 'OPEN', vertrouwelijkheidaanduiding: 'openbaar' });
    const geheim = await b.zaakVan(persoon(BSN), {
      identificatie: 'DICHT',
      vertrouwelijkheidaanduiding: 'vertrouwelijk',
    });
    expect(alleNummers(await b.lijst())).toEqual(['OPEN']);
    expect((await b.detail(geheim)).status).toBe(404);
  });

  it('a zaak of an intern zaaktype; publicatieIndicatie makes no difference', async () => {
    const intern = await publishedZaaktype(b.r, { identificatie: 'INTERN', indicatieInternOfExtern: 'intern' });
    const openbaar = await publishedZaaktype(b.r, {
      identificatie: 'OPENBAAR',
      publicatieIndicatie: true,
      publicatietekst: 'Er is een aanvraag.',
    });
    await b.zaakVan(persoon(BSN), { identificatie: 'INTERN' }, intern);
    await b.zaakVan(persoon(BSN), { identificatie: 'PUBLICATIE' }, openbaar);
    await b.zaakVan(persoon(BSN), { identificatie: 'GEEN-PUBLICATIE' });
    expect(alleNummers(await b.lijst())).toEqual(['GEEN-PUBLICATIE', 'PUBLICATIE']);
  });

  it('zrc-006: a zaak of a zaaktype or vertrouwelijkheid that the application may not read', async () => {
    const ander = await publishedZaaktype(b.r, { identificatie: 'ANDER' });
    await b.r.client('portaal', [
      { component: 'zrc', scopes: ['zaken.lezen'], type: uuidOf(b.type.zaaktype), max: 'openbaar' },
    ]);
    await b.zaakVan(persoon(BSN), { identificatie: 'MAG', vertrouwelijkheidaanduiding: 'openbaar' });
    const hoger = await b.zaakVan(persoon(BSN), { identificatie: 'TE-HOOG', vertrouwelijkheidaanduiding: 'intern' });
    await b.zaakVan(persoon(BSN), { identificatie: 'ANDER-TYPE', vertrouwelijkheidaanduiding: 'openbaar' }, ander);
    expect(alleNummers(await b.lijst(wie(BSN), 'portaal'))).toEqual(['MAG']);
    expect((await b.detail(hoger, wie(BSN), 'portaal')).status).toBe(404);
    await b.r.client('schrijver', [
      { component: 'zrc', scopes: ['zaken.aanmaken'], type: uuidOf(b.type.zaaktype), max: 'geheim' },
    ]);
    const geweigerd = await b.lijst(wie(BSN), 'schrijver');
    expect([geweigerd.status, geweigerd.body.code]).toEqual([403, 'permission_denied']);
    expect(await logregels()).toHaveLength(1);
  });
});

describe('a question that is not right', () => {
  const fouten = ({ body }: { body: { invalidParams: readonly { name: string; code: string }[] } }) =>
    body.invalidParams.map(({ name, code }) => `${name}: ${code}`).sort();
  it.each<[string, unknown, string[]]>([
    ['no identity', {}, ['identificatie: required']],
    ['no object', [wie(BSN)], ['nonFieldErrors: invalid']],
    ['an identity without a value', { identificatie: { soort: 'bsn' } }, ['identificatie.waarde: required']],
    ['a number that fails the 11-proef', wie('999993654'), ['identificatie.waarde: invalid']],
    ['a KVK-nummer of nine digits', wie('123456782', 'kvkNummer'), ['identificatie.waarde: invalid']],
    ['an unknown kind', wie(BSN, 'naam'), ['identificatie.soort: invalid_choice']],
    ['an unknown attribute', { ...wie(BSN), fields: ['toelichting'] }, ['fields.0: invalid_choice']],
    ['a second identity beside the first', { ...wie(BSN), bsn: ANDER_BSN }, ['nonFieldErrors: unknown-fields']],
    [
      'an asking organisation that is none',
      { ...wie(BSN), vragendeOrganisatie: 'ons' },
      ['vragendeOrganisatie: invalid'],
    ],
  ])('has %s', async (_what, body, expected) => {
    const answer = await b.lijst(body as object);
    expect(answer.status).toBe(400);
    expect(fouten(answer)).toEqual(expected);
    expect(await logregels()).toEqual([]);
  });

  it('is not repeated with its BSN, wherever that stood', async () => {
    for (const body of [wie('x', BSN), { ...wie(BSN), fields: [BSN] }, { ...wie(BSN), [BSN]: 1 }]) {
      const answer = await b.lijst(body);
      expect(answer.status).toBe(400);
      expect(JSON.stringify(answer.body)).not.toContain(BSN);
    }
  });

  it('comes by POST, without parameters', async () => {
    expect((await b.r.send('GET', '/zaakbevraging/api/v1/zaken/_zoek')).status).toBe(405);
    const met = await b.r.send('POST', '/zaakbevraging/api/v1/zaken/_zoek?page=2', wie(BSN));
    expect([met.status, fouten(met)]).toEqual([400, ['nonFieldErrors: unknown-parameters']]);
  });
});
