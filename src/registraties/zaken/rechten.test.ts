/** Who may write what (zrc-006), and what the others are told. What they may see: `../zichtbaarheid.test.ts`. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { BUITEN } from '../buitenwereld.testhulp.ts';
import {
  BASE,
  newZaak,
  publishedZaaktype,
  type Registers,
  RSIN,
  registers,
  type Zaaktype,
} from '../registers.testhulp.ts';
import { codes, documentElders, documenttype, eigenschap, uuidOf, ZRC } from './zaken.testhulp.ts';

let r: Registers;
let t: Zaaktype;
let bijlage: string;
let kleur: string;
beforeAll(async () => {
  r = await registers();
  t = await publishedZaaktype(r);
  bijlage = documentElders(r, 'brief', await documenttype(r, t));
  kleur = await eigenschap(r, t, 'kleur', { formaat: 'tekst', lengte: '9' });
  for (const naam of ['contactmomenten', 'verzoeken']) r.buiten.zet(`${BUITEN}/${naam}/1`, { url: '' });
  r.buiten.zet(`${BUITEN}/besluiten/1`, { url: '', besluittype: '', datum: '2026-11-01' });
});

describe('POST /zaken (zrc-006)', () => {
  it('403 without the scope, for another zaaktype, and above the maximum; the refused write leaves nothing', async () => {
    await r.client('maker', [
      { component: 'zrc', scopes: ['zaken.aanmaken'], type: uuidOf(t.zaaktype), max: 'intern' },
    ]);
    const body = {
      bronorganisatie: RSIN,
      verantwoordelijkeOrganisatie: RSIN,
      startdatum: '2026-11-01',
      zaaktype: t.zaaktype,
      identificatie: 'NOOIT',
    };
    expect((await r.send('POST', `${ZRC}/zaken`, body, { as: 'maker' })).status).toBe(403);
    expect(
      (
        await r.send(
          'POST',
          `${ZRC}/zaken`,
          { ...body, vertrouwelijkheidaanduiding: 'intern', identificatie: 'WEL' },
          { as: 'maker' },
        )
      ).status,
    ).toBe(201);
    expect((await r.send('GET', `${ZRC}/zaken`, undefined, { as: 'maker' })).status).toBe(403);
    expect(await r.db.query(sql`select 1 from zaken.zaak where identificatie = 'NOOIT'`)).toEqual([]);
  });
});

describe('a part of a zaak', () => {
  const rol = () => ({
    roltype: t.behandelaar,
    betrokkeneType: 'medewerker',
    roltoelichting: 'x',
    betrokkeneIdentificatie: {},
  });
  const status = () => ({ statustype: t.begin, datumStatusGezet: '2026-11-02T08:00:00Z' });
  /** By the name in the path: what a client sends besides the zaak, right but for its zaak. */
  const DELEN: readonly (readonly [string, () => object])[] = [
    ['rollen', rol],
    ['statussen', status],
    ['resultaten', () => ({ resultaattype: t.resultaattype })],
    ['zaakobjecten', () => ({ objectType: 'pand', objectIdentificatie: { identificatie: '1' } })],
    ['zaakinformatieobjecten', () => ({ informatieobject: bijlage })],
    ['klantcontacten', () => ({ datumtijd: '2026-11-01T09:00:00Z' })],
    ['zaakcontactmomenten', () => ({ contactmoment: `${BUITEN}/contactmomenten/1` })],
    ['zaakverzoeken', () => ({ verzoek: `${BUITEN}/verzoeken/1` })],
    ['zaaknotities', () => ({ onderwerp: 'x', tekst: 'y' })],
    ['substatussen', () => ({ status: `${BASE}${ZRC}/statussen/${crypto.randomUUID()}`, omschrijving: 'x' })],
    ['zaakeigenschappen', () => ({ eigenschap: kleur, waarde: 'rood' })],
    ['besluiten', () => ({ besluit: `${BUITEN}/besluiten/1` })],
  ];
  const SCHRIJVEN = ['aanmaken', 'bijwerken', 'statussen.toevoegen'].map((scope) => `zaken.${scope}`);

  beforeAll(async () => {
    const ander = uuidOf((await publishedZaaktype(r, { identificatie: 'ANDER', omschrijving: 'Ander' })).zaaktype);
    const regel = (scopes: string[], type: string) => ({ component: 'zrc', scopes, type, max: 'openbaar' });
    await r.client('vreemde', [regel(['zaken.lezen', ...SCHRIJVEN], ander)]);
    await r.client('kijker', [regel(['zaken.lezen'], uuidOf(t.zaaktype)), regel(SCHRIJVEN, ander)]);
    await r.client('schrijver', [regel(SCHRIJVEN, uuidOf(t.zaaktype))]);
  });

  it.each(DELEN)('%s: a zaak that the client may not see is not there', async (pad, body) => {
    const open = await newZaak(r, t.zaaktype, { vertrouwelijkheidaanduiding: 'openbaar' });
    const geheim = await newZaak(r, t.zaaktype, { vertrouwelijkheidaanduiding: 'geheim' });
    const inPad = ['zaakeigenschappen', 'besluiten'].includes(pad);
    const post = (zaak: string, as: string) =>
      r.send('POST', inPad ? `${zaak}/${pad}` : `${ZRC}/${pad}`, { zaak, gerelateerdAan: zaak, ...body() }, { as });
    const weg = `${BASE}${ZRC}/zaken/${crypto.randomUUID()}`;
    const geen = inPad ? undefined : [`${pad === 'zaaknotities' ? 'gerelateerdAan' : 'zaak'}:does_not_exist`];
    for (const [zaak, as] of [
      [weg, 'beheer'],
      [weg, 'vreemde'],
      [open, 'vreemde'],
      [geheim, 'schrijver'],
    ] as const) {
      const answer = await post(zaak, as);
      expect([answer.status, codes(answer)], `${as} ${zaak === weg}`).toEqual([inPad ? 404 : 400, geen]);
    }
    expect((await post(open, 'kijker')).status).toBe(403);
    // Who may write it need not be able to read it.
    expect((await post(open, 'schrijver')).status).toBe(pad === 'substatussen' ? 400 : 201);
  });
  it('zaak_bijwerken: rollen of a zaak that the client may not see are not there either', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    await r.send('POST', `${ZRC}/rollen`, { zaak, ...rol() });
    for (const id of [uuidOf(zaak), crypto.randomUUID()]) {
      const answer = await r.send(
        'POST',
        `${ZRC}/zaak_bijwerken/${id}`,
        { rollen: [], status: status() },
        {
          as: 'vreemde',
          headers: { 'accept-crs': 'EPSG:4326', 'content-crs': 'EPSG:4326' },
        },
      );
      expect([answer.status, codes(answer)]).toEqual([400, ['status.zaak:does_not_exist']]);
    }
  });
});
