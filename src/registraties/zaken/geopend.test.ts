/** Open Zaak: when a zaak got news, and when the one whom it is about last looked. */
import { beforeEach, expect, it } from 'vitest';
import { newZaak, publishedZaaktype, type Registers, RSIN, registers, type Zaaktype } from '../registers.testhulp.ts';
import { berichten, maak } from './zaken.testhulp.ts';

let r: Registers;
let t: Zaaktype;
let zaak: string;
beforeEach(async () => {
  r = await registers();
  t = await publishedZaaktype(r);
  zaak = await newZaak(r, t.zaaktype);
});

const lees = async () => (await r.send('GET', zaak)).body;
const GEZIEN = '2026-11-02T08:59:00Z';

it('laatstGemuteerd is when the latest status was set here; nothing at first', async () => {
  expect(await lees()).toMatchObject({ laatstGemuteerd: null, laatstGeopend: null });
  await maak(r, 'statussen', { zaak, statustype: t.begin, datumStatusGezet: '2026-11-01T10:00:00Z' });
  expect((await lees()).laatstGemuteerd).toBe('2026-11-02T09:00:00Z');
});

it('a PATCH of laatstGeopend alone is an event of its own; with anything beside it, it is a change', async () => {
  expect((await r.send('PATCH', zaak, { laatstGeopend: GEZIEN })).body.laatstGeopend).toBe(GEZIEN);
  await r.send('PATCH', zaak, { laatstGeopend: GEZIEN, omschrijving: 'Anders' });
  expect(await berichten(r, zaak)).toEqual(['zaak.create', 'zaak.geopend', 'zaak.partial_update']);
});

it('a PUT without laatstGeopend leaves it as it is', async () => {
  await r.send('PATCH', zaak, { laatstGeopend: GEZIEN });
  const rest = { bronorganisatie: RSIN, verantwoordelijkeOrganisatie: RSIN, startdatum: '2026-11-01' };
  expect((await r.send('PUT', zaak, { ...rest, zaaktype: t.zaaktype })).body.laatstGeopend).toBe(GEZIEN);
});
