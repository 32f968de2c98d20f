/** Who is sent to in which phase (A8, A9, A10), and who may release the limited run. */
import { describe, expect, it } from 'vitest';
import { BEHEERDER, type Wie } from '../../registraties/handelingen/index.ts';
import { Bsn } from '../../standaarden/bsn/index.ts';
import { ANDER, ANNE, BILAL, proefplaats, stap, TESTER, vink } from './aansluiten.testhulp.ts';
import type { Omgeving } from './index.ts';

const vragen = [TESTER, ANDER].map((digits) => ({ bsn: Bsn.parse(digits)! }));
const ZONDER_LOGIN: Wie = { subject: '', naam: 'beheerder (niet aangemeld)', rol: BEHEERDER, trace: null };

async function plek(omgeving: Omgeving, bestaand = false) {
  const p = await proefplaats(omgeving, { bestaand });
  const gaan = async (): Promise<readonly boolean[]> =>
    (await p.poort.magVerstrekken(p.db, vragen)).map((afwijzing) => afwijzing === null);
  return { ...p, gaan };
}

/** All that comes before the limited run in productie. */
async function totDeRun(p: Awaited<ReturnType<typeof plek>>): Promise<void> {
  const { aansluiten } = p;
  await aansluiten.wijzigDossier(
    'productie',
    {
      soort: 'overheid',
      verbinding: 'internet',
      afzenderId: 'A',
      serviceId: 'S',
      endpointLogius: 'https://zij.example/',
      xsd: 'v1',
      domeinnamen: ['zaakbode.voorbeeld.example'],
    },
    'proef',
    ANNE,
  );
  await aansluiten.controleer(ANNE);
  await vink(aansluiten, 'ketentest-klaar', 'gescheiden', 'consumerspecificatie', 'cpa-gemaild', 'cpa-logius');
  expect(await aansluiten.deelnemers.voegToe(TESTER, 'projectleider', ANNE)).toEqual([]);
}

/** Every connection was looked at, and found good. */
async function controleer(p: Awaited<ReturnType<typeof plek>>): Promise<void> {
  expect(await p.aansluiten.beginProef('proefproductie', ANNE)).toEqual([]);
  const [proef] = await p.aansluiten.proeven.van('proefproductie');
  for (const { id } of proef!.regels)
    expect(
      await p.aansluiten.proeven.vul(
        'proefproductie',
        id,
        { zaaknummer: 'Z-1', uitkomst: 'goed', bevinding: '', gezien: true },
        ANNE,
      ),
    ).toEqual([]);
  expect(await p.aansluiten.rondProefAf('proefproductie', '')).toEqual([]);
  expect(await p.aansluiten.proeven.oordeel('proefproductie', true, '22-11-2026', ANNE)).toEqual([]);
}

describe('before everybody is sent to', () => {
  it('on preproductie and at the Compliancevoorziening only those on the list are', async () => {
    for (const omgeving of ['preproductie', 'compliance'] as const) {
      const p = await plek(omgeving);
      expect(await p.gaan()).toEqual([false, false]);
      await p.aansluiten.deelnemers.voegToe(TESTER, 'test-account 1', ANNE);
      expect(await p.gaan()).toEqual([true, false]);
      const [, afwijzing] = await p.poort.magVerstrekken(p.db, vragen);
      expect(afwijzing).toEqual({
        staat: 'buiten_proefproductie',
        reden: expect.stringMatching(/test-BSN’s.*ook later niet/),
      });
      const [{ id } = { id: '' }] = await p.aansluiten.deelnemers.lijst();
      await p.aansluiten.deelnemers.haalWeg(id, ANNE);
      expect(await p.gaan()).toEqual([false, false]);
    }
  });
  it('in productie nobody is, unless the connection existed already', async () => {
    expect(await (await plek('productie')).gaan()).toEqual([false, false]);
    const bestond = await plek('productie', true);
    const before = bestond.db.roundTrips();
    expect(await bestond.gaan()).toEqual([true, true]);
    expect(bestond.db.roundTrips()).toBe(before);
  });
  it('in the demo everybody is, until a limited run is practised there', async () => {
    const p = await plek('demo');
    expect(await p.gaan()).toEqual([true, true]);
  });
});

describe('the limited production run', () => {
  it('begins after what comes before it, lets only its people through, and ends by a second person', async () => {
    const p = await plek('productie');
    const { proefrun } = p.aansluiten;
    expect(await proefrun.begin(ANNE)).toEqual([
      { veld: '', tekst: expect.stringMatching(/^Doe eerst: .*De ketentest is goedgekeurd/) },
    ]);
    await totDeRun(p);
    expect(await proefrun.begin(ANNE)).toEqual([]);
    expect(await p.gaan()).toEqual([true, false]);
    const [, ander] = await p.poort.magVerstrekken(p.db, vragen);
    expect(ander!.reden).toMatch(/beperkte productierun.*ook later niet/);

    // Only after a report that was found good.
    expect(await proefrun.vraagVrijgave('2026-11-22', ANNE)).toEqual([
      { veld: '', tekst: expect.stringMatching(/^Doe eerst/) },
    ]);
    await controleer(p);

    expect((await proefrun.vraagVrijgave('31-12-2026', ANNE))[0]!.tekst).toMatch(/moet nog komen/);
    expect((await proefrun.vraagVrijgave('2026-11-22', ZONDER_LOGIN))[0]!.tekst).toMatch(/Meld u eerst aan/);
    expect(await proefrun.vraagVrijgave('2026-11-22', ANNE)).toEqual([]);
    expect((await proefrun.vraagVrijgave('2026-11-22', BILAL))[0]!.tekst).toMatch(/beheerder een vroeg de vrijgave al/);
    const [verzoek] = await p.vierOgen.lijst(ANNE);
    expect(verzoek).toMatchObject({
      naam: 'Productie vrijgeven',
      reden: 'Logius hoorde op 22 november 2026 dat de berichten zijn aangekomen.',
      vrager: ANNE.naam,
      vanMij: true,
    });
    expect(await stap(p.aansluiten, 'vrijgave')).toMatchObject({ staat: 'te_doen', plek: 'akkoord' });
    for (const [wie, reden] of [
      [ANNE, /zelf gevraagd/],
      [ZONDER_LOGIN, /ingelogd/],
      [{ ...BILAL, rol: 'lezer' }, /beheerder/],
    ] as const)
      expect(await p.vierOgen.akkoord(verzoek!.id, wie)).toEqual({
        gelukt: false,
        reden: expect.stringMatching(reden),
      });
    expect(await p.gaan()).toEqual([true, false]);

    expect(await p.vierOgen.akkoord(verzoek!.id, BILAL)).toEqual({ gelukt: true });
    expect(await p.gaan()).toEqual([true, true]);
    const before = p.db.roundTrips();
    expect(await p.gaan()).toEqual([true, true]);
    expect(p.db.roundTrips(), 'a release is never taken back, so it is not asked again').toBe(before);
    expect((await proefrun.vraagVrijgave('2026-11-22', ANNE))[0]!.tekst).toMatch(/al vrijgegeven/);
    expect(await proefrun.stand()).toMatchObject({
      gemeldOp: '2026-11-22',
      gevraagdDoor: ANNE.naam,
      vrijgegevenDoor: BILAL.naam,
    });
    expect((await p.logboek.zoek({ pagina: 1 })).regels.map(({ naam, soort }) => [naam, soort])).toEqual([
      [BILAL.naam, 'Akkoord gegeven: Productie vrijgeven'],
      [ANNE.naam, 'Akkoord gevraagd: Productie vrijgeven'],
    ]);
  });
  it('A12: a release that was asked lapses or is withdrawn and then asked again, and is not given once a test goes on', async () => {
    const p = await plek('productie');
    await totDeRun(p);
    await p.aansluiten.proefrun.begin(ANNE);
    await controleer(p);
    const { proefrun } = p.aansluiten;
    const vraag = async (): Promise<string> => {
      expect(await proefrun.vraagVrijgave('2026-11-22', ANNE)).toEqual([]);
      return (await p.vierOgen.lijst(ANNE))[0]!.id;
    };
    await p.vierOgen.trekIn(await vraag(), ANNE);
    expect(await proefrun.stand()).toMatchObject({ gemeldOp: '2026-11-22', gevraagdDoor: null, gevraagdOp: null });
    await vraag();
    p.clock.advance(15 * 86_400_000);
    expect((await proefrun.stand())!.gevraagdDoor).toBeNull();
    const laatste = await vraag();
    await p.aansluiten.beginProef('proefproductie', ANNE);
    expect(await p.vierOgen.akkoord(laatste, BILAL)).toEqual({
      gelukt: false,
      reden: expect.stringMatching(/niet meer goedgekeurd/),
    });
    expect(await p.gaan()).toEqual([true, false]);
  });
  it('twice begun is begun once', async () => {
    const p = await plek('productie');
    await totDeRun(p);
    const both = await Promise.all([p.aansluiten.proefrun.begin(ANNE), p.aansluiten.proefrun.begin(BILAL)]);
    expect(both.map((fouten) => fouten.length).sort()).toEqual([0, 1]);
  });
});

describe('the list', () => {
  it('shows no BSN, and says at the field what is wrong with one', async () => {
    const { aansluiten } = await plek('preproductie');
    const voeg = aansluiten.deelnemers.voegToe;
    expect(await voeg('123', 'x', ANNE)).toEqual([{ veld: 'bsn', tekst: expect.stringMatching(/9 cijfers/) }]);
    expect((await voeg(TESTER, '', ANNE)).map(({ veld }) => veld)).toEqual(['omschrijving']);
    expect((await voeg(TESTER, `persoon ${TESTER}`, ANNE)).map(({ veld }) => veld)).toEqual(['omschrijving']);
    expect(await voeg('9999.93.653', 'test-account 1', ANNE)).toEqual([]);
    expect((await voeg(TESTER, 'nog eens', ANNE))[0]!.tekst).toMatch(/staat al/);
    const lijst = await aansluiten.deelnemers.lijst();
    expect(lijst).toMatchObject([
      { bsn: '*******53', omschrijving: 'test-account 1', ingelogdOp: null, wie: ANNE.naam },
    ]);
    expect(JSON.stringify(lijst)).not.toContain(TESTER);
    expect(await aansluiten.deelnemers.ingelogd(lijst[0]!.id, '22-11-2026', BILAL)).toEqual([]);
    expect((await aansluiten.deelnemers.lijst())[0]).toMatchObject({
      ingelogdOp: '2026-11-22',
      ingelogdDoor: BILAL.naam,
    });
  });
});
