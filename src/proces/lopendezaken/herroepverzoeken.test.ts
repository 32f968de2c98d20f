/** Taking back with two: asked by one, carried out when another agrees, or told why it cannot be. */
import { expect, it } from 'vitest';
import {
  type Handler,
  NietUitvoerbaar,
  type Verzoek,
  type Vraag,
  type Wie,
} from '../../registraties/handelingen/index.ts';
import { createHerroepverzoeken } from './herroepverzoeken.ts';
import { BSN, INRICHTING, type Opstelling, startOpstelling } from './lopendezaken.testhulp.ts';

const MET = { ...INRICHTING, acties: { intrekken: true, verwijderen: true } };
const EEN: Wie = { subject: 'een', naam: 'Beheerder 1', rol: 'beheerder', trace: null };
const TWEE: Wie = { ...EEN, subject: 'twee', naam: 'Beheerder 2' };

/** Four eyes as far as it is asked here: what was asked stays open. */
function nepVierOgen() {
  const handlers = new Map<string, Handler>();
  const gevraagd: Vraag[] = [];
  return {
    handlers,
    gevraagd,
    registreer: (soort: string, handler: Handler) => void handlers.set(soort, handler),
    vraag: async (vraag: Vraag) => String(gevraagd.push(vraag)),
    lijst: async () =>
      gevraagd.map(({ soort, object }) => ({ naam: handlers.get(soort)!.naam, object, staat: 'open' }) as Verzoek),
  };
}

async function opzet(begin = MET) {
  const proef = await startOpstelling(begin);
  const vierOgen = nepVierOgen();
  const verzoeken = createHerroepverzoeken({ ...proef, vierOgen });
  const status = await proef.zetStatus();
  await proef.werk();
  await proef.bevestigAlles();
  await proef.werk();
  return { proef, vierOgen, verzoeken, id: (await proef.van(status)).id };
}

/** As when another agrees. */
async function akkoord(proef: Opstelling, { handlers, gevraagd }: ReturnType<typeof nepVierOgen>): Promise<void> {
  const { soort, inhoud } = gevraagd[0]!;
  await proef.db.transaction((tx) => handlers.get(soort)!.voerUit(tx, inhoud, TWEE));
}

it('is asked with all that the other must see, and nothing is sent before he agrees', async () => {
  const { proef, vierOgen, verzoeken, id } = await opzet();
  expect(await verzoeken.vraag('intrekken', id, `Verkeerd, hoort bij ${BSN.daan}`, EEN)).toBe('gevraagd');
  await proef.werk();
  expect(proef.verstuurd).toHaveLength(1);
  expect(JSON.stringify(vierOgen.gevraagd[0]!.inhoud)).not.toContain(BSN.daan);
  const { toon, naam } = vierOgen.handlers.get(vierOgen.gevraagd[0]!.soort)!;
  expect([naam, ...toon(vierOgen.gevraagd[0]!.inhoud).map(({ waarde }) => waarde)]).toEqual([
    'Status intrekken bij MijnOverheid',
    'ZAAK-2026-0001',
    expect.any(String),
    expect.any(String),
    'MijnOverheid krijgt bericht dat deze status een vergissing was.',
  ]);
  await akkoord(proef, vierOgen);
  await proef.werk();
  expect(proef.verstuurd).toHaveLength(2);
  const detail = await proef.zaakberichten.detail(id);
  expect(detail).toMatchObject({ soort: 'status', verteld: true, verwant: [{ soort: 'intrekking' }] });
  const terug = await proef.zaakberichten.detail(detail!.verwant[0]!.id);
  expect(terug).toMatchObject({ soort: 'intrekking', verteld: false, verwant: [{ id, soort: 'status' }] });
  expect(terug!.besluit[0]!.antwoord).toBe(
    'Ingetrokken door Beheerder 1, met akkoord van Beheerder 2: Verkeerd, hoort bij *********',
  );
});
it('is asked once, and not of what was taken back already', async () => {
  const { proef, vierOgen, verzoeken, id } = await opzet();
  await verzoeken.vraag('verwijderen', id, 'Verkeerde persoon', EEN);
  expect(await verzoeken.vraag('verwijderen', id, 'Nog eens', TWEE)).toBe('al_gevraagd');
  expect(await verzoeken.vraag('intrekken', id, 'Ook', TWEE)).toBe('gevraagd');
  await akkoord(proef, vierOgen);
  vierOgen.gevraagd.length = 0;
  expect(await verzoeken.vraag('verwijderen', id, 'Nog eens', EEN)).toBe('kan_niet');
  for (const geen of ['x', '00000000-0000-7000-8000-000000000999'])
    expect(await verzoeken.vraag('intrekken', geen, 'Weg', EEN)).toBe('kan_niet');
});
it('cannot be asked while it is off', async () => {
  const { verzoeken, id } = await opzet(INRICHTING);
  expect(await verzoeken.vraag('intrekken', id, 'Vergissing', EEN)).toBe('uit');
});
it('that was switched off meanwhile, or was done already, says so to who agrees, and does nothing', async () => {
  const { proef, vierOgen, verzoeken, id } = await opzet();
  await verzoeken.vraag('intrekken', id, 'Vergissing', EEN);
  const { versie: _versie, ...uit } = INRICHTING;
  await proef.inrichtingen.bewaar(uit, 0, 'b', 'Uit');
  await expect(akkoord(proef, vierOgen)).rejects.toThrow(/Intrekken staat uit\. Zet het aan bij Inrichting/);
  const { versie: _oud, ...aan } = MET;
  await proef.inrichtingen.bewaar(aan, 1, 'b', 'Aan');
  await akkoord(proef, vierOgen);
  await expect(akkoord(proef, vierOgen)).rejects.toBeInstanceOf(NietUitvoerbaar);
  await expect(akkoord(proef, vierOgen)).rejects.toThrow(/Dit kan niet meer/);
  expect(await proef.staten()).toHaveLength(2);
});
