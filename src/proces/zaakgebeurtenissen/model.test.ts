/** Whatever happens to a zaak, and whenever the outbox gets round to it: what is told is what this small model says. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wereld } from '../../integratie/notificaties/notificaties.testhulp.ts';
import { newZaak, publishedZaaktype } from '../../registraties/registers.testhulp.ts';
import { maak, uuidOf } from '../../registraties/zaken/zaken.testhulp.ts';
import { koppelZaakgebeurtenissen, zaakgebeurtenissenMigrations } from './index.ts';

const HOOK = 'https://afnemer.example/mijnoverheid';
const DADEN = ['rol', 'status', 'wijzig', 'open', 'bezorg', 'verwijder'] as const;

/** What is told of a zaak to which this was done, in order; `bezorg` is when the outbox gets round to it. */
function verwacht(daden: readonly (typeof DADEN)[number][]): string[] {
  const verteld: string[] = [];
  const zaak = { rol: false, status: false, weg: false, bekend: false };
  let wacht = ['m'];
  for (const daad of [...daden, 'bezorg' as const]) {
    if (daad === 'bezorg') {
      const heel = zaak.rol && zaak.status && !zaak.weg;
      wacht.forEach((wat, i) => {
        if (wat === 'm' && heel && wacht[i - 1] !== 'm') {
          verteld.push('gemuteerd');
          zaak.bekend = true;
        }
        if (wat === 'o' && zaak.bekend && !zaak.weg) verteld.push('geopend');
        if (wat === 'weg' && zaak.bekend) verteld.push('verwijderd');
      });
      wacht = [];
    } else if (!zaak.weg) {
      if (daad === 'rol') zaak.rol = !zaak.rol;
      if (daad === 'status') zaak.status = true;
      if (daad === 'verwijder') zaak.weg = true;
      wacht.push({ open: 'o', verwijder: 'weg' }[daad as string] ?? 'm');
    }
  }
  return verteld;
}

it('tells of a zaak what the model says, for any course of events', { timeout: 60_000 }, async () => {
  const { r, abonneer, afnemers, drain } = await wereld({ migraties: [zaakgebeurtenissenMigrations] });
  koppelZaakgebeurtenissen(r.outbox, { clock: r.clock, base: r.ports.bases[0]!, gevolgd: async () => true });
  await abonneer(HOOK, { kanalen: [], cloudeventFilters: [{ typeSubstring: 'nl.overheid.zaken.' }] });
  const t = await publishedZaaktype(r);
  const persoon = { betrokkeneType: 'natuurlijk_persoon', betrokkeneIdentificatie: { inpBsn: '999990342' } };
  let minuut = 0;

  const course = fc.array(fc.constantFrom(...DADEN, 'bezorg' as const, 'rol' as const, 'status' as const), {
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(course, async (daden) => {
      const zaak = await newZaak(r, t.zaaktype);
      let rol: string | null = null;
      let weg = false;
      for (const daad of daden) {
        if (daad === 'bezorg') await drain();
        if (weg || daad === 'bezorg') continue;
        if (daad === 'rol' && rol !== null) {
          expect((await r.send('DELETE', rol)).status).toBe(204);
          rol = null;
        } else if (daad === 'rol') {
          rol = (await maak(r, 'rollen', { zaak, roltype: t.initiator, roltoelichting: 'x', ...persoon })).url;
        } else if (daad === 'status') {
          const datumStatusGezet = new Date(Date.parse('2026-11-01T10:00:00Z') + 60_000 * ++minuut).toISOString();
          await maak(r, 'statussen', { zaak, statustype: t.begin, datumStatusGezet });
        } else if (daad === 'verwijder') {
          expect((await r.send('DELETE', zaak)).status).toBe(204);
          weg = true;
        } else {
          const body = daad === 'open' ? { laatstGeopend: '2026-11-02T08:59:00Z' } : { omschrijving: `${++minuut}` };
          expect((await r.send('PATCH', zaak, body)).status).toBe(200);
        }
      }
      await drain();
      const verteld = afnemers.bij(HOOK).filter(({ body }) => body.subject === uuidOf(zaak));
      expect(verteld.map(({ body }) => body.type.split('zaak-').at(-1))).toEqual(verwacht(daden));
    }),
    { numRuns: 15 },
  );
});
