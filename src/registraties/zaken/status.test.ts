/** STATUS: what setting one does to its zaak. Its rules by number: `regels.test.ts`. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newZaak, publishedZaaktype, type Registers, registers, type Zaaktype } from '../registers.testhulp.ts';
import { berichten, codes, ZRC } from './zaken.testhulp.ts';

let r: Registers;
let t: Zaaktype;
beforeAll(async () => {
  r = await registers();
  t = await publishedZaaktype(r);
});
beforeEach(() => r.clock.set(new Date('2026-11-02T09:00:00Z')));

const setStatus = (zaak: string, statustype: string, datumStatusGezet: string) =>
  r.send('POST', `${ZRC}/statussen`, { zaak, statustype, datumStatusGezet });

describe('statussen', () => {
  it('201: the first status is the latest, the zaak points to it, and one event leaves', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const { status, body } = await setStatus(zaak, t.begin, '2026-11-02T08:30:00+01:00');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      zaak,
      statustype: t.begin,
      datumStatusGezet: '2026-11-02T07:30:00Z',
      indicatieLaatstGezetteStatus: true,
    });
    expect((await r.send('GET', zaak)).body.status).toBe(body.url);
    expect(await berichten(r, zaak)).toEqual(['zaak.create', 'status.create']);
  });
  it('an earlier status that is added later does not become the latest', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const latest = await setStatus(zaak, t.begin, '2026-11-02T08:30:00Z');
    const earlier = await setStatus(zaak, t.begin, '2026-11-01T08:30:00Z');
    expect(earlier.body.indicatieLaatstGezetteStatus).toBe(false);
    expect((await r.send('GET', zaak)).body.status).toBe(latest.body.url);
    const list = await r.send(
      'GET',
      `${ZRC}/statussen?zaak=${encodeURIComponent(zaak)}&indicatieLaatstGezetteStatus=true`,
    );
    expect(list.body.results.map((s: { url: string }) => s.url)).toEqual([latest.body.url]);
  });
  it('400 for the same moment twice, never 500 (RS-F63)', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    await setStatus(zaak, t.begin, '2026-11-02T08:30:00Z');
    const again = await setStatus(zaak, t.begin, '2026-11-02T09:30:00+01:00');
    expect(codes(again)).toEqual(['nonFieldErrors:unique']);
  });
  it('takes a bounded number of round trips', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const before = r.db.roundTrips();
    await setStatus(zaak, t.begin, '2026-11-02T08:30:00Z');
    // does it close, begin, lock zaak, statustype, point zaak, store, audit, event, commit
    expect(r.db.roundTrips() - before).toBe(9);
  });
});
