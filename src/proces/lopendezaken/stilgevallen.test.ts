/** O4: a stroom that stands still is seen; one that waits because it should is not. */
import { describe, expect, it } from 'vitest';
import type { Planning } from './inrichting.ts';
import { INRICHTING, metStroom, type Opstelling, startOpstelling } from './lopendezaken.testhulp.ts';
import { stilgevallen } from './stilgevallen.ts';

const MINUUT = 60_000;
const [STROOM] = INRICHTING.stromen;

/** Monday 2 November 2026, ten in the morning in the Netherlands; Digikoppeling takes nothing in. */
async function start(planning: Partial<Planning> = {}): Promise<Opstelling> {
  const proef = await startOpstelling(metStroom({}, planning));
  proef.ruimte = 0;
  await proef.zetStatus();
  await proef.werk();
  return proef;
}
async function na(proef: Opstelling, minuten: number): Promise<readonly string[]> {
  proef.clock.advance(minuten * MINUUT);
  await proef.werk();
  return (await stilgevallen(proef, 60)).map(({ sinds }) => sinds.toISOString().slice(11, 16));
}

describe('a stroom in which nothing leaves', () => {
  it('is told of after the limit, with since when', async () => {
    const proef = await start();
    expect(await na(proef, 59)).toEqual([]);
    expect(await na(proef, 1)).toEqual(['09:00']);
    expect((await stilgevallen(proef, 60))[0]!.stroom).toBe(STROOM!.naam);
  });
  it('is not, as soon as it left', async () => {
    const proef = await start();
    await na(proef, 60);
    proef.ruimte = 400;
    await proef.werk();
    await proef.bevestigAlles();
    expect(await na(proef, 60)).toEqual([]);
  });
});

describe('what waits because it should', () => {
  it('is what is paused, and for an hour after the pause', async () => {
    const proef = await start({ pauze: { reden: 'onderhoud' } });
    expect(await na(proef, 24 * 60)).toEqual([]);
    const { versie, ...inrichting } = metStroom({});
    await proef.inrichtingen.bewaar(inrichting, versie, 'beheerder', 'klaar');
    expect(await na(proef, 59)).toEqual([]);
    expect(await na(proef, 2)).toEqual(['09:00']);
  });
  it('is what is outside the window, and for an hour after it opens', async () => {
    const proef = await start({ venster: { dagen: [1, 2, 3, 4, 5], van: '12:00', tot: '18:00' } });
    expect(await na(proef, 119)).toEqual([]);
    expect(await na(proef, 60)).toEqual([]);
    expect(await na(proef, 2)).toHaveLength(1);
  });
  it('is what comes between two runs', async () => {
    const proef = await startOpstelling(metStroom({}, { intervalMinuten: 180 }));
    await proef.zetStatus();
    await proef.werk();
    await proef.bevestigAlles();
    await proef.werk();
    proef.ruimte = 0;
    await proef.zetStatus({ datumStatusGezet: new Date('2026-11-02T08:50:00Z') });
    expect(await na(proef, 180)).toEqual([]);
    expect(await na(proef, 59)).toEqual([]);
    expect(await na(proef, 1)).toEqual(['12:00']);
  });
  it('is what stands behind a zaakbericht that waits for an operator', async () => {
    const proef = await startOpstelling(metStroom({}));
    const id = await proef.zetStatus();
    await proef.werk();
    const { message_id: messageId } = await proef.van(id);
    await proef.meld({ soort: 'geweigerd', messageId, reden: 'StUF055', antwoord: null });
    await proef.zetStatus({ datumStatusGezet: new Date('2026-11-02T08:50:00Z') });
    expect(await na(proef, 120)).toEqual([]);
    expect(await proef.staten()).toEqual(['fout', 'te_verzenden']);
  });
});
