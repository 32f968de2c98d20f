/** `expand` in the Zaken API: what it brings along, and in how many statements. */
import { beforeAll, describe, expect, it } from 'vitest';
import { newZaak, publishedZaaktype, type Registers, RSIN, registers, type Zaaktype } from '../registers.testhulp.ts';
import { veelZaken } from './veel.testhulp.ts';
import { maak, uuidOf, ZRC } from './zaken.testhulp.ts';

let r: Registers;
let t: Zaaktype;
beforeAll(async () => {
  r = await registers();
  t = await publishedZaaktype(r);
});

/** The answer, and how many statements it took. */
async function gevraagd(url: string) {
  const before = r.db.roundTrips();
  const { body } = await r.send('GET', url);
  return { body, statements: r.db.roundTrips() - before };
}

describe('one zaak', () => {
  it('brings status, zaaktype and rollen along, at any depth', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    await maak(r, 'statussen', { zaak, statustype: t.begin, datumStatusGezet: '2026-11-02T08:30:00Z' });
    await maak(r, 'rollen', {
      zaak,
      roltype: t.behandelaar,
      betrokkeneType: 'medewerker',
      roltoelichting: 'x',
      betrokkeneIdentificatie: { identificatie: 'm1' },
    });
    const { body, statements } = await gevraagd(`${zaak}?expand=status.statustype,zaaktype,rollen`);
    // The zaak, and one for each of the four relations.
    expect(statements).toBe(5);
    expect(body._expand.status._expand.statustype.omschrijving).toBe('Ontvangen');
    expect(body._expand.zaaktype.identificatie).toBe('PARKEREN');
    expect(body._expand.rollen).toHaveLength(1);
  });
});

describe('a page of a hundred zaken', () => {
  it('takes a statement for each relation, and so does a page of one', async () => {
    const typen = [
      {
        zaaktype: uuidOf(t.zaaktype),
        eerste: uuidOf(t.begin),
        laatste: uuidOf(t.eind),
        resultaattype: uuidOf(t.resultaattype),
        roltype: uuidOf(t.initiator),
      },
    ];
    await r.db.query(veelZaken({ rsin: RSIN, typen, omvang: 120, burgers: ['999993653'], initiatoren: 10 }, 0, 120));
    for (const size of [100, 1]) {
      const expand = 'status,status.statustype,zaaktype,rollen';
      const { body, statements } = await gevraagd(`${ZRC}/zaken?expand=${expand}&pageSize=${size}`);
      expect(statements).toBe(5);
      expect(body.results).toHaveLength(size);
      for (const { _expand } of body.results) {
        expect(_expand).toMatchObject({
          status: { _expand: { statustype: { url: expect.stringContaining('/statustypen/') } } },
          zaaktype: { url: t.zaaktype },
          rollen: [{ omschrijving: 'Aanvrager' }],
        });
      }
    }
  });
});
