/** Test help: what left a municipality during a file of tests, held against what was stored, promised and published. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../src/platform/db/index.ts';
import { gedeeld, laadSchema } from '../src/standaarden/xml/xsd.testhulp.ts';
import { BURGER, ok, type Stad, tot } from './lopende-zaken.testhulp.ts';

interface Delen {
  readonly soap: string;
  readonly bijlagen: readonly string[];
}

/** The parts of a message as it went over the wire. */
function delenVan(contentType: string, body: Uint8Array | string): Delen {
  const text = Buffer.from(body).toString('utf8');
  const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1];
  if (boundary === undefined) return { soap: text, bijlagen: [] };
  const parts = text.split(`--${boundary}`).slice(1, -1);
  const [soap, ...bijlagen] = parts.map((part) => part.slice(part.indexOf('\r\n\r\n') + 4).replace(/\r\n$/, ''));
  return { soap: soap!, bijlagen };
}

/** The tests of what left so far; with a message that is answered with an error among it. */
export function verstuurdKlopt(gestart: () => Stad): void {
  describe('everything that left', () => {
    let stad: Stad;
    const berichten = () =>
      stad.verstuurd
        .filter((r) => r.url.endsWith('/simulator/ebms'))
        .map((r) => ({
          body: Buffer.from(r.body as Uint8Array),
          ...delenVan(r.headers!['content-type']!, r.body as Uint8Array),
        }));

    beforeAll(async () => {
      stad = gestart();
      const zaak = await stad.zaak(BURGER.noor.bsn);
      stad.simulator.setFault({ fo03: { code: 'LZ042', zaaknummer: zaak.nummer, aantal: 1 } });
      await ok(stad.status(zaak, 0));
      await ok(stad.status(zaak, 1));
      await stad.totStaten(zaak, 'geen_account', 'afgeleverd');
      await tot(
        () => stad.ontvangen(zaak)[0]?.foutBevestigd,
        (bevestigd) => bevestigd === true,
      );
    });

    it('was stored before it left, and had the same bytes every time (RS-I5)', async () => {
      const rows = await stad.app.db.query<{ message_id: string; inhoud: Uint8Array }>(
        sql`select message_id, inhoud from digikoppeling.bericht`,
      );
      const stored = new Map(rows.map((row) => [row.message_id, Buffer.from(row.inhoud)]));
      const sent = berichten().filter(({ bijlagen }) => bijlagen.length > 0);
      expect(sent.length).toBeGreaterThanOrEqual(2);
      for (const { soap, body } of sent) {
        const id = /<eb:MessageId>([^<]+)</.exec(soap)![1]!;
        expect(stored.get(id)?.equals(body)).toBe(true);
      }
    });
    it('had a tijdstipBericht that rose at arrival (StUF019)', () => {
      const tijden = stad.simulator.ledger().map((regel) => regel.tijdstipBericht!);
      expect(tijden.length).toBeGreaterThanOrEqual(2);
      expect([...new Set(tijden)].sort()).toEqual(tijden);
    });
    it('was accounted for in the verwerkingenlog, once per message', async () => {
      const [row] = await stad.app.db.query<{ berichten: number; verwerkingen: number }>(sql`
      select (select count(*) from digikoppeling.bericht) as berichten, (select count(*) from verwerkingen.verwerking) as verwerkingen`);
      expect(row!.verwerkingen).toBe(row!.berichten);
    });
    it('was shown to nobody else than whom the register names', async () => {
      const rows = await stad.app.db.query<{ nummer: string; bsn: string }>(sql`
      select z.identificatie as nummer, r.inp_bsn as bsn from zaken.zaak z join zaken.rol r on r.zaak_id = z.id`);
      const idVan = new Map<string, string>(Object.values(BURGER).map((b) => [b.bsn, b.id]));
      const burgerVan = new Map(rows.map((r) => [r.nummer, idVan.get(r.bsn)]));
      for (const { zaakidentificatie, persoon } of stad.simulator.ledger()) {
        expect(persoon).toBe(burgerVan.get(zaakidentificatie!));
      }
    });

    const ebms = gedeeld('xsd/ebms');
    const stuf = gedeeld('xsd/stuf');
    describe.skipIf(ebms === null || stuf === null)(
      'against the published schemas (skipped when ../shared is absent)',
      () => {
        it('every envelope is ebMS 2.0, every zakLk01 StUF-ZKN 03.10', () => {
          const envelope = laadSchema(ebms!, 'msg-header-2_0.xsd');
          const zakLk01 = laadSchema(`${stuf!}/wrapper`, 'zakbericht.xsd');
          const all = berichten();
          expect(new Set(all.map((b) => b.bijlagen.length))).toEqual(new Set([0, 1]));
          for (const { soap, bijlagen } of all) {
            expect(envelope.validate(soap)).toEqual([]);
            for (const bijlage of bijlagen) {
              expect(bijlage).toContain(':zakLk01');
              expect(zakLk01.validate(bijlage)).toEqual([]);
            }
          }
        });
      },
    );
  });
}
