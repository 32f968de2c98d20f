/** Who may write what (zrc-006), and what the others are told. What they may see: `../zichtbaarheid.test.ts`. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { publishedZaaktype, type Registers, RSIN, registers, type Zaaktype } from '../registers.testhulp.ts';
import { uuidOf, ZRC } from './zaken.testhulp.ts';

let r: Registers;
let t: Zaaktype;
beforeAll(async () => {
  r = await registers();
  t = await publishedZaaktype(r);
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
