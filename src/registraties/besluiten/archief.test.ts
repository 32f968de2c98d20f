/** What a zaak takes from its besluiten when it is closed (zrc-021): those of our own register, too. */
import { expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { newZaak, registers } from '../registers.testhulp.ts';
import { maak, nieuwBesluit, wereld } from './besluiten.testhulp.ts';

it.each([
  ['ingangsdatum_besluit', '2026-11-20'],
  ['vervaldatum_besluit', '2028-01-01'],
])('zrc-021: %s is the last of its besluiten', async (afleidingswijze, bron) => {
  const r = await registers();
  const w = await wereld(r);
  const procedure = {
    afleidingswijze,
    datumkenmerk: '',
    einddatumBekend: false,
    objecttype: '',
    registratie: '',
    procestermijn: null,
  };
  await r.db.query(
    sql`update catalogi.resultaattype set brondatum_archiefprocedure = ${JSON.stringify(procedure)}::json`,
  );
  const zaak = await newZaak(r, w.zaaktype);
  await nieuwBesluit(r, w.besluittype, { zaak, ingangsdatum: '2026-11-20', vervaldatum: '2028-01-01' });
  await nieuwBesluit(r, w.besluittype, { zaak, ingangsdatum: '2026-11-05', vervaldatum: '2027-01-01' });
  await maak(r, '/zaken/api/v1/resultaten', { zaak, resultaattype: w.resultaattype });
  const datumStatusGezet = '2026-11-02T08:00:00Z';
  await maak(r, '/zaken/api/v1/statussen', { zaak, statustype: w.eind, datumStatusGezet });
  const { body } = await r.send('GET', zaak);
  expect([body.startdatumBewaartermijn, body.archiefactiedatum]).toEqual([
    bron,
    bron.replace(/^\d+/, (jaar) => String(Number(jaar) + 1)),
  ]);
});
