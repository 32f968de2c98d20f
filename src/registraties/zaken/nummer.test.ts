/** zrc-002 and zaaknummer_reserveren: a number means one zaak, for ever. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { newZaak, publishedZaaktype, type Registers, RSIN, registers, type Zaaktype } from '../registers.testhulp.ts';

let r: Registers;
let t: Zaaktype;
beforeAll(async () => {
  r = await registers();
  t = await publishedZaaktype(r);
});
beforeEach(() => r.clock.set(new Date('2026-11-02T09:00:00Z')));

const ANDERE_RSIN = '000000012';
const reserveer = async (body: object, path = 'zaaknummer_reserveren', as = 'beheer') =>
  r.send('POST', `/zaken/api/v1/${path}`, { bronorganisatie: RSIN, ...body }, { as });
const maak = (identificatie: string, bronorganisatie = RSIN) =>
  r.send('POST', '/zaken/api/v1/zaken', {
    bronorganisatie,
    verantwoordelijkeOrganisatie: RSIN,
    startdatum: '2026-11-01',
    zaaktype: t.zaaktype,
    identificatie,
  });
const code = (body: { invalidParams?: { name: string; code: string }[] }) =>
  body.invalidParams?.map((p) => `${p.name}:${p.code}`);

describe('POST zaaknummer_reserveren', () => {
  it('201: one number as an object, several as a list, also under the older name', async () => {
    const one = await reserveer({});
    expect([one.status, one.headers['api-version']]).toEqual([201, '1.7.0']);
    expect(one.body).toEqual({ zaaknummer: expect.stringMatching(/^ZAAK-2026-\d{10}$/) });
    const { body } = await reserveer({ aantal: 3 }, 'reserveer_zaaknummer');
    expect(new Set(body.map((n: { zaaknummer: string }) => n.zaaknummer)).size).toBe(3);
  });
  it('400 for a wrong RSIN, none, and a number that is none; 403 without the right to make zaken', async () => {
    expect(code((await reserveer({ bronorganisatie: '123456789' })).body)).toEqual(['bronorganisatie:invalid']);
    expect(code((await reserveer({ bronorganisatie: undefined })).body)).toEqual(['bronorganisatie:required']);
    expect(code((await reserveer({ aantal: 0 })).body)).toEqual(['aantal:min_value']);
    await r.client('lezer', [
      { component: 'zrc', scopes: ['zaken.lezen'], type: crypto.randomUUID(), max: 'openbaar' },
    ]);
    expect((await reserveer({}, 'zaaknummer_reserveren', 'lezer')).status).toBe(403);
  });
  it('a reserved number is for who names it, once, and for his organisation (zrc-002)', async () => {
    const { zaaknummer } = (await reserveer({})).body;
    const eigen = await newZaak(r, t.zaaktype);
    expect((await r.send('GET', eigen)).body.identificatie).not.toBe(zaaknummer);
    expect((await maak(zaaknummer, ANDERE_RSIN)).status).toBe(201);
    expect((await maak(zaaknummer)).status).toBe(201);
    expect(code((await maak(zaaknummer)).body)).toEqual(['identificatie:identificatie-niet-uniek']);
  });
  it('of two who name it at once, one gets it', async () => {
    const { zaaknummer } = (await reserveer({})).body;
    const answers = await Promise.all([maak(zaaknummer), maak(zaaknummer), maak(zaaknummer)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 400, 400]);
  });
  it('a create that is refused leaves the number reserved', async () => {
    const { zaaknummer } = (await reserveer({})).body;
    const broken = await r.send('POST', '/zaken/api/v1/zaken', {
      bronorganisatie: RSIN,
      verantwoordelijkeOrganisatie: RSIN,
      startdatum: '2026-11-01',
      zaaktype: t.zaaktype,
      identificatie: zaaknummer,
      betalingsindicatie: 'nvt',
      laatsteBetaaldatum: '2026-11-01T10:00:00Z',
    });
    expect(broken.status).toBe(400);
    expect((await maak(zaaknummer)).status).toBe(201);
  });
});

describe('a number is given out once (zrc-002)', () => {
  it('also when its zaak is gone, made by us or brought along', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const { identificatie } = (await r.send('GET', zaak)).body;
    await r.send('DELETE', zaak);
    expect(code((await maak(identificatie)).body)).toEqual(['identificatie:identificatie-niet-uniek']);
    const [row] = await r.db.query<{ next: number }>(sql`select last_value + 1 as next from zaken.zaaknummer`);
    const vooruit = `ZAAK-2026-${String(row!.next).padStart(10, '0')}`;
    const gebracht = await maak(vooruit);
    await r.send('DELETE', gebracht.body.url);
    expect((await r.send('GET', await newZaak(r, t.zaaktype))).body.identificatie).not.toBe(vooruit);
  });
  it('a number in a form of one’s own is free again once its zaak is gone', async () => {
    const { body } = await maak('DOSSIER-1');
    expect(code((await maak('DOSSIER-1')).body)).toEqual(['identificatie:identificatie-niet-uniek']);
    await r.send('DELETE', body.url);
    expect((await maak('DOSSIER-1')).status).toBe(201);
  });
  it('many makers and reservers at once never get the same one (RS-F62)', async () => {
    const zaken = Array.from({ length: 12 }, () => maak(''));
    const reserveringen = Array.from({ length: 6 }, () => reserveer({ aantal: 5 }));
    const [made, reserved] = [await Promise.all(zaken), await Promise.all(reserveringen)];
    const nummers = [
      ...made.map((answer) => answer.body.identificatie),
      ...reserved.flatMap((answer) => answer.body.map((n: { zaaknummer: string }) => n.zaaknummer)),
    ];
    expect(new Set(nummers).size).toBe(42);
  });
});
