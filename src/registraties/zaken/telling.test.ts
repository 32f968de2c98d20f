/** The exact number in a list, from totals that every change keeps. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { BASE, newZaak, publishedZaaktype, type Registers, registers, type Zaaktype } from '../registers.testhulp.ts';
import { vouwTelling } from './index.ts';

const NIVEAUS = ['openbaar', 'zaakvertrouwelijk', 'geheim'] as const;

let r: Registers;
let types: Zaaktype[];
beforeAll(async () => {
  r = await registers();
  types = [await publishedZaaktype(r), await publishedZaaktype(r, { identificatie: 'TWEEDE' })];
});

const count = async (query = '', as = 'beheer') =>
  (await r.send('GET', `/zaken/api/v1/zaken${query}`, undefined, { as })).body.count as number;

/** As a reader who counts himself would have it. */
async function counted(condition = sql`true`): Promise<number> {
  const [row] = await r.db.query<{ n: number }>(sql`select count(*) as n from zaken.zaak z where ${condition}`);
  return row!.n;
}

describe('the number of a list', () => {
  it('is exact after any changes, folded or not, for whoever asks', async () => {
    const uuidOf = (url: string) => url.split('/').at(-1)!;
    await r.client('beperkt', [
      { component: 'zrc', scopes: ['zaken.lezen'], type: uuidOf(types[0]!.zaaktype), max: 'zaakvertrouwelijk' },
      { component: 'zrc', scopes: ['zaken.lezen'], type: uuidOf(types[1]!.zaaktype), max: 'openbaar' },
    ]);
    const zaken: string[] = [];
    const step = fc.oneof(
      fc.record({ doe: fc.constant('maak'), type: fc.nat(1), niveau: fc.nat(2) }),
      fc.record({
        doe: fc.constantFrom('wijzig', 'sluit', 'heropen', 'verwijder'),
        welke: fc.nat(20),
        niveau: fc.nat(2),
      }),
      fc.record({ doe: fc.constant('vouw') }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        for (const one of steps) {
          const {
            doe,
            type = 0,
            niveau = 0,
            welke = 0,
          } = one as { doe: string; type?: number; niveau?: number; welke?: number };
          const zaak = zaken[welke % Math.max(zaken.length, 1)];
          const vertrouwelijkheidaanduiding = NIVEAUS[niveau]!;
          if (doe === 'maak') zaken.push(await newZaak(r, types[type]!.zaaktype, { vertrouwelijkheidaanduiding }));
          else if (doe === 'vouw') await vouwTelling(r.db);
          else if (!zaak) continue;
          else if (doe === 'wijzig') await r.send('PATCH', zaak, { vertrouwelijkheidaanduiding });
          else if (doe === 'verwijder') {
            await r.send('DELETE', zaak);
            zaken.splice(zaken.indexOf(zaak), 1);
          } else {
            const einddatum = doe === 'sluit' ? '2026-11-02' : null;
            await r.db.query(sql`update zaken.zaak set einddatum = ${einddatum} where id = ${uuidOf(zaak)}`);
          }
        }
        expect(await count()).toBe(await counted());
        expect(await count('?einddatum__isnull=true')).toBe(await counted(sql`z.einddatum is null`));
        expect(await count('?einddatum__isnull=false')).toBe(await counted(sql`z.einddatum is not null`));
        const mag = sql`(z.zaaktype_id = ${uuidOf(types[0]!.zaaktype)} and z.vertrouwelijkheidaanduiding <= 'zaakvertrouwelijk')
          or (z.zaaktype_id = ${uuidOf(types[1]!.zaaktype)} and z.vertrouwelijkheidaanduiding = 'openbaar')`;
        expect(await count('', 'beperkt')).toBe(await counted(mag));
      }),
      { numRuns: 15 },
    );
  });
  it('counts a deelzaak that goes with its hoofdzaak', async () => {
    const hoofd = await newZaak(r, types[0]!.zaaktype);
    await newZaak(r, types[0]!.zaaktype, { hoofdzaak: hoofd });
    const before = await count();
    expect((await r.send('DELETE', hoofd)).status).toBe(204);
    expect(await count()).toBe(before - 2);
  });
  it('is counted where the totals do not know', async () => {
    await newZaak(r, types[0]!.zaaktype, { identificatie: 'TEL-1' });
    expect(await count('?identificatie=TEL-1')).toBe(1);
    expect(await count('?einddatum__isnull=true&identificatie=TEL-1')).toBe(1);
    expect((await r.send('POST', `${BASE}/zaken/api/v1/zaken/_zoek`, { uuid__in: [] })).body.count).toBe(0);
    expect(
      (await r.send('POST', `${BASE}/zaken/api/v1/zaken/_zoek`, { einddatum__isnull: true, onzin: null })).body.count,
    ).toBe(await counted(sql`z.einddatum is null`));
  });
});
