/**
 * Acceptance of Lopende Zaken, row by row, against the running product: what an administrator sets (L2, L5, L6, L7), and
 * where errors are told (L10). Beside `lopende-zaken.test.ts`.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { NieuweInrichting } from '../src/proces/lopendezaken/index.ts';
import { bezoeker } from './hulp/bezoeker.ts';
import { visibleText } from './hulp/html.ts';
import { ALLE_NUMMERS, BURGER, ok, type Stad, startStad, tot } from './lopende-zaken.testhulp.ts';

let stad: Stad;
let begin: NieuweInrichting;
beforeAll(async () => {
  stad = await startStad();
  const { versie: _versie, ...verder } = await stad.app.inrichtingen.actueel();
  begin = verder;
});
afterAll(() => stad.stop());
afterEach(async () => {
  await richtIn({});
  stad.herstel();
});

/** As an administrator saves it: the change holds for what is decided from now on. */
async function richtIn(anders: Partial<NieuweInrichting>): Promise<void> {
  const { versie } = await stad.app.inrichtingen.actueel();
  const afloop = await stad.app.inrichtingen.bewaar({ ...begin, ...anders }, versie, 'beheerder', 'proef');
  expect(afloop).toMatchObject({ soort: 'bewaard' });
}

const metPlanning = (planning: Partial<NieuweInrichting['stromen'][number]['planning']>): Partial<NieuweInrichting> => {
  const [stroom] = begin.stromen;
  return { stromen: [{ ...stroom!, planning: { ...stroom!.planning, ...planning } }] };
};

describe('L2: what Beheer says goes before the catalogus', () => {
  it('L2: a status that the catalogus tells is held back, and another goes with the text of Beheer', async () => {
    const statustypen = {
      Ontvangen: { aan: false, tekst: null },
      'In behandeling': { aan: true, tekst: 'Een collega kijkt ernaar.' },
    };
    await richtIn({ zaaktypen: { PARKEREN: { aan: null, verwijzing: null, statustypen } } });
    const zaak = await stad.zaak(BURGER.noor.bsn);
    await ok(stad.status(zaak, 0));
    await ok(stad.status(zaak, 1));
    const [stil, gaat] = await stad.totStaten(zaak, 'niet_van_toepassing', 'afgeleverd');
    expect(stil!.reden).toBe('Deze status is in Beheer uitgezet.');
    expect(gaat!.berichtXml).toContain('Een collega kijkt ernaar.');
    expect(stad.getoond(zaak)).toEqual(['In behandeling']);
  });
});

describe('L2: what the catalogus does not announce', () => {
  it('L2: stays untold when only zaaktypen with publicatieIndicatie are told, unless Beheer switches one on', async () => {
    await richtIn({ alleenMetPublicatie: true });
    const zaak = await stad.zaak(BURGER.noor.bsn);
    await ok(stad.status(zaak, 0));
    await stad.totStaten(zaak, 'niet_van_toepassing');
    await richtIn({
      alleenMetPublicatie: true,
      zaaktypen: { PARKEREN: { aan: true, verwijzing: null, statustypen: {} } },
    });
    await ok(stad.status(zaak, 1));
    await stad.totStaten(zaak, 'niet_van_toepassing', 'afgeleverd');
    expect(stad.getoond(zaak)).toEqual(['In behandeling']);
  });
});

describe('L12: the reference to the dossier, per zaaktype', () => {
  it('L12: a zaaktype has its own, and another has none', async () => {
    const eigen = { aan: null, verwijzing: 'https://gemeente.example/zaken/{zaaknummer}', statustypen: {} };
    await richtIn({ zaaktypen: { PARKEREN: eigen, MELDING: { ...eigen, verwijzing: 'geen' } } });
    const [met, zonder] = [await stad.zaak(BURGER.noor.bsn), await stad.zaak(BURGER.noor.bsn, { type: stad.melding })];
    await ok(stad.status(met, 0));
    await ok(stad.status(zonder, 0));
    const [bericht] = await stad.totStaten(met, 'afgeleverd');
    const [kaal] = await stad.totStaten(zonder, 'afgeleverd');
    expect(bericht!.berichtXml).toContain(`https://gemeente.example/zaken/${met.nummer}<`);
    expect(kaal!.berichtXml).not.toMatch(/<ZKN:toelichting>[^<]*https?:/);
  });
});

describe('L5: who vouches for a BSN is a choice', () => {
  it('L5: an application that is trusted, and no other', async () => {
    await richtIn({ authentiek: [{ soort: 'client', clientId: 'zaaksysteem' }] });
    const zaak = await stad.zaak(BURGER.nietInBrpMetAccount.bsn);
    await ok(stad.status(zaak, 0));
    await stad.totStaten(zaak, 'afgeleverd');
    await richtIn({ authentiek: [{ soort: 'client', clientId: 'backoffice' }] });
    const ander = await stad.zaak(BURGER.noor.bsn);
    await ok(stad.status(ander, 0));
    const [bericht] = await stad.totStaten(ander, 'bsn_niet_authentiek');
    expect(bericht!.reden).toContain('Geen bron staat in voor dit BSN.');
  });
});

describe('L6: when messages leave', () => {
  it('L6: an interval holds what comes between two runs; a run on request takes it along', async () => {
    await richtIn(metPlanning({ intervalMinuten: 600 }));
    const [eerste, tweede] = [await stad.zaak(BURGER.noor.bsn), await stad.zaak(BURGER.daan.bsn)];
    await ok(stad.status(eerste, 0));
    await stad.totStaten(eerste, 'afgeleverd');
    const stroom = (await stad.app.inrichtingen.actueel()).stromen[0]!;
    await tot(
      () => stad.app.lopen.stand(stroom),
      ({ loopt }) => !loopt,
    );
    await ok(stad.status(tweede, 0));
    const [wacht] = await stad.totStaten(tweede, 'te_verzenden');
    // Checked at once, whatever the interval (L7).
    expect(wacht!.accountGecontroleerdOp).not.toBeNull();
    expect(stad.getoond(tweede)).toEqual([]);
    await stad.app.lopen.nu(stroom, 'beheerder');
    stad.app.outbox.wake();
    await stad.totStaten(tweede, 'afgeleverd');
  });
  it('L6: outside the days and hours that are set nothing leaves, and within them it does', async () => {
    // It is a Friday morning here.
    await richtIn(metPlanning({ venster: { dagen: [7], van: '08:00', tot: '18:00' } }));
    const zaak = await stad.zaak(BURGER.noor.bsn);
    await ok(stad.status(zaak, 0));
    await stad.totStaten(zaak, 'te_verzenden');
    expect(stad.ontvangen(zaak)).toEqual([]);
    await richtIn(metPlanning({ venster: { dagen: [1, 2, 3, 4, 5, 6], van: '00:00', tot: '23:59' } }));
    stad.app.outbox.wake();
    await stad.totStaten(zaak, 'afgeleverd');
  });
  it('L6: a pause keeps everything, and what waited leaves in order when it ends', async () => {
    await richtIn(metPlanning({ pauze: { reden: 'Onderhoud' } }));
    const zaak = await stad.zaak(BURGER.noor.bsn);
    await ok(stad.status(zaak, 0));
    await ok(stad.status(zaak, 1));
    await stad.totStaten(zaak, 'te_verzenden', 'te_verzenden');
    expect(stad.ontvangen(zaak)).toEqual([]);
    await richtIn({});
    stad.app.outbox.wake();
    await stad.totStaten(zaak, 'afgeleverd', 'afgeleverd');
    expect(stad.getoond(zaak)).toEqual(['Ontvangen', 'In behandeling']);
  });
});

describe('L7: the moment of the check', () => {
  it('L7: an account that is activated during a pause does not get what was set before it', async () => {
    await richtIn(metPlanning({ pauze: { reden: 'Onderhoud' } }));
    const zaak = await stad.zaak(BURGER.laterAccount.bsn);
    await ok(stad.status(zaak, 0));
    const [bericht] = await stad.totStaten(zaak, 'geen_account');
    expect(bericht!.accountGecontroleerdOp).not.toBeNull();
    stad.simulator.setAccount(BURGER.laterAccount.id, {
      status: 'actief',
      geactiveerdOp: stad.klok.now().toISOString(),
    });
    await ok(stad.status(zaak, 1));
    await richtIn({});
    stad.app.outbox.wake();
    await stad.totStaten(zaak, 'geen_account', 'afgeleverd');
    expect(stad.getoond(zaak)).toEqual(['In behandeling']);
    stad.simulator.setAccount(BURGER.laterAccount.id, { status: 'geen', geactiveerdOp: null });
  });
  it('L7: with the check at sending, an account that is closed during the pause gets nothing', async () => {
    await richtIn(metPlanning({ pauze: { reden: 'Onderhoud' }, controle: 'bij_verzending' }));
    const zaak = await stad.zaak(BURGER.zonderAccount.bsn);
    await ok(stad.status(zaak, 0));
    const [wacht] = await stad.totStaten(zaak, 'te_verzenden');
    expect(wacht!.accountGecontroleerdOp).toBeNull();
    await richtIn(metPlanning({ controle: 'bij_verzending' }));
    stad.app.outbox.wake();
    const [einde] = await stad.totStaten(zaak, 'geen_account');
    expect(einde!.accountGecontroleerdOp!.getTime()).toBeGreaterThan(einde!.statusGezetOp.getTime());
  });
});

describe('A2: the form of the messages', () => {
  it.each([
    ['W with what was and what is', { stijl: 'W-oud-nieuw' }],
    ['the MO-bericht', { standaard: 'mo-bericht' }],
  ] as const)('A2: %s: the citizen sees both statussen', async (_wat, anders) => {
    await richtIn({ stromen: [{ ...begin.stromen[0]!, ...anders }] });
    const zaak = await stad.zaak(BURGER.daan.bsn);
    await ok(stad.status(zaak, 0));
    await stad.totStaten(zaak, 'afgeleverd');
    await ok(stad.status(zaak, 1));
    await stad.totStaten(zaak, 'afgeleverd', 'afgeleverd');
    expect(stad.getoond(zaak)).toEqual(['Ontvangen', 'In behandeling']);
  });
});

describe('L13: what MijnOverheid keeps can be taken back', () => {
  it('L13: a status that was set by mistake: the citizen sees that it no longer holds', async () => {
    await richtIn({ acties: { intrekken: true, verwijderen: true } });
    const zaak = await stad.zaak(BURGER.zoe.bsn, { omschrijving: 'Vergissing aan de Gracht' });
    await ok(stad.status(zaak, 0));
    const [bericht] = await stad.totStaten(zaak, 'afgeleverd');
    expect(await stad.app.herroepen.intrekken(bericht!.id, 'Verkeerde zaak', 'beheerder')).toMatchObject({
      soort: 'gedaan',
    });
    stad.app.outbox.wake();
    await stad.totStaten(zaak, 'afgeleverd', 'afgeleverd');
    expect(stad.ontvangen(zaak).map((r) => r.uitkomst)).toEqual(['toegepast', 'toegepast']);
    expect(await stad.app.herroepen.verwijderen(bericht!.id, 'Verkeerde persoon', 'beheerder')).toMatchObject({
      soort: 'gedaan',
    });
    stad.app.outbox.wake();
    await stad.totStaten(zaak, 'afgeleverd', 'afgeleverd', 'afgeleverd');
    expect(await stad.burgerZiet(BURGER.zoe)).not.toContain('Vergissing aan de Gracht');
  });
});

describe('L13: a preview of what would be told', () => {
  it('L13: of a real zaak, as the citizen would see it and as the message would be; nothing is sent', async () => {
    const zaak = await stad.zaak(BURGER.zoe.bsn, { omschrijving: 'Voorbeeld aan de Vest' });
    await ok(stad.status(zaak, 0));
    await stad.totStaten(zaak, 'afgeleverd');
    const verstuurd = stad.ontvangen(zaak).length;
    const pad = '/beheer/lopende-zaken/statussen/PARKEREN';
    const lijst = await stad.pagina(`${pad}?zaaknummer=${zaak.nummer}`);
    expect([lijst.status, visibleText(lijst.tekst)]).toEqual([200, expect.stringContaining('Voorbeeld aan de Vest')]);
    const { status, tekst } = await stad.pagina(`${pad}/bericht/2?zaaknummer=${zaak.nummer}`);
    expect([status, visibleText(tekst)]).toEqual([200, expect.stringMatching(/Voorbeeld aan de Vest.*zakLk01.*\*{9}/)]);
    for (const nummer of ALLE_NUMMERS) expect(tekst).not.toContain(nummer);
    expect(stad.ontvangen(zaak)).toHaveLength(verstuurd);
    expect(visibleText((await stad.pagina(`${pad}?zaaknummer=ZAAK-1900-0000000001`)).tekst)).toContain(
      'Er is geen zaak met dit nummer',
    );
  });
});

describe('A12: taking back takes two', () => {
  it('A12: one asks it on the page of the zaakbericht, another agrees, and MijnOverheid no longer shows the status', async () => {
    const zaak = await stad.zaak(BURGER.daan.bsn, { omschrijving: 'Verkeerd gezet aan de Kade' });
    await ok(stad.status(zaak, 0));
    const [bericht] = await stad.totStaten(zaak, 'afgeleverd');
    const pad = `/beheer/lopende-zaken/berichten/${bericht!.id}`;
    expect(await stad.beheer(bericht!.id)).not.toContain('Terugnemen wat is verteld');
    await richtIn({ acties: { intrekken: true, verwijderen: true } });
    const gevraagd = await stad.formulier(`${pad}/verwijderen`, { 'reden-verwijderen': 'Naar de verkeerde persoon' });
    expect([gevraagd.status, gevraagd.headers.getSetCookie().join()]).toEqual([
      303,
      expect.stringContaining('zb-flits=gevraagd'),
    ]);
    expect(await stad.beheer(bericht!.id)).toContain('Het gebeurt pas als een andere beheerder akkoord geeft');
    const tweede = bezoeker(stad.app.url);
    const { tekst } = await tweede.logIn('beheerder-2', '/beheer/akkoord');
    expect(visibleText(tekst)).toMatch(/Zaak laten verwijderen bij MijnOverheid .*Naar de verkeerde persoon/);
    const geven = /\/beheer\/akkoord\/[0-9a-f-]+\/geven/.exec(tekst)![0];
    // The one who asked cannot agree.
    expect((await stad.formulier(geven)).status).toBe(409);
    expect(await stad.burgerZiet(BURGER.daan)).toContain('Verkeerd gezet aan de Kade');
    await richtIn({});
    const uit = await tweede.stuur(geven);
    expect([uit.status, visibleText(uit.tekst)]).toEqual([409, expect.stringContaining('Zet het aan bij Inrichting')]);
    await richtIn({ acties: { intrekken: true, verwijderen: true } });
    expect((await tweede.stuur(geven)).status).toBe(303);
    stad.app.outbox.wake();
    await stad.totStaten(zaak, 'afgeleverd', 'afgeleverd');
    expect(await stad.burgerZiet(BURGER.daan)).not.toContain('Verkeerd gezet aan de Kade');
    expect(await stad.beheer(bericht!.id)).toContain('Er is gevraagd om de zaak te verwijderen.');
  });
});

describe('L10: nobody is present', () => {
  it('L10: an error shows in /beheer and in the log, without a BSN; who set the status hears nothing of it', async () => {
    const zaak = await stad.zaak(BURGER.noor.bsn);
    stad.simulator.setFault({ fo03: { code: 'StUF013', zaaknummer: zaak.nummer, aantal: 1 } });
    const gezet = await stad.status(zaak, 0);
    expect(gezet.status).toBe(201);
    const [bericht] = await stad.totStaten(zaak, 'fout');
    expect(await stad.beheer(bericht!.id)).toContain('StUF013');
    const regels = stad.logregels.filter((r) => r.includes(bericht!.id));
    expect(regels.join('\n')).toContain('StUF013');
    for (const nummer of ALLE_NUMMERS) expect(regels.join('\n')).not.toContain(nummer);
    await stad.formulier(`/beheer/lopende-zaken/berichten/${bericht!.id}/overslaan`, { reden: 'klaar met de proef' });
  });
});

// A stroom never goes away again, so this comes last.
describe('the inrichting by its forms', () => {
  it('A2: a stroom that an administrator makes on the screen carries the messages of its zaaktype', async () => {
    const { versie } = await stad.app.inrichtingen.actueel();
    const velden = {
      basis: String(versie),
      naam: 'meldingen',
      welke: 'lijst',
      zaaktype: 'MELDING',
      standaard: 'stuf',
      stijl: 'T-per-status',
      weg: 'eigen',
      reden: 'Meldingen apart',
    };
    const pad = '/beheer/lopende-zaken/inrichting';
    expect((await stad.formulier(`${pad}/stromen/nieuw`, velden)).status).toBe(303);
    const { versie: _versie, ...nu } = await stad.app.inrichtingen.actueel();
    begin = nu;
    const zaak = await stad.zaak(BURGER.noor.bsn, { type: stad.melding });
    await ok(stad.status(zaak, 0));
    const [bericht] = await stad.totStaten(zaak, 'afgeleverd');
    expect(bericht!.stroom).toBe('meldingen');
    const onbekend = { ...velden, basis: String(versie + 1), naam: 'ander', weg: JSON.stringify(['GEEN-CPA', 'x']) };
    const fout = await stad.formulier(`${pad}/stromen/nieuw`, onbekend);
    expect([fout.status, visibleText(fout.tekst)]).toEqual([422, expect.stringContaining('GEEN-CPA is niet geladen')]);
    expect(visibleText((await stad.pagina(`${pad}/versies/${versie + 1}`)).tekst)).toContain(
      'Stroom meldingen: zaaktypen',
    );
  });
});
