/**
 * Acceptance of Lopende Zaken, row by row, against the running product: real HTTP, the simulator in it, and a clock that a
 * test moves on. Here what is told to whom (L1 to L7, L12, L13); what goes wrong: `lopende-zaken-storingen.test.ts`. At the
 * end everything that left is held against the published schemas, and everything that was told against the BSNs in it.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addDays, todayInAmsterdam } from '../src/standaarden/tijd/index.ts';
import { visibleText } from './hulp/html.ts';
import { ALLE_NUMMERS, BURGER, GEEN_BSN, ok, type Stad, startStad, tot } from './lopende-zaken.testhulp.ts';
import { verstuurdKlopt } from './lopende-zaken-verstuurd.testhulp.ts';

let stad: Stad;
beforeAll(async () => {
  stad = await startStad();
});
afterAll(() => stad.stop());
afterEach(() => stad.herstel());

describe('L1: the register leads', () => {
  it('L1: what is changed in the register stands in the next message, and the citizen sees it', async () => {
    const zaak = await stad.zaak(BURGER.daan.bsn, { omschrijving: 'Parkeren aan de Oude Gracht' });
    await ok(stad.status(zaak, 0));
    await stad.totStaten(zaak, 'afgeleverd');
    const patch = await stad.vraag('PATCH', zaak.url, { body: { omschrijving: 'Parkeren aan de Nieuwe Gracht' } });
    expect(patch.status).toBe(200);
    await ok(stad.status(zaak, 1));
    const [oud, nieuw] = await stad.totStaten(zaak, 'afgeleverd', 'afgeleverd');
    expect(oud!.berichtXml).toContain('Oude Gracht');
    expect(nieuw!.berichtXml).toContain('Nieuwe Gracht');
    expect(nieuw!.berichtXml).not.toContain('Oude Gracht');
    expect(await stad.burgerZiet(BURGER.daan)).toContain('Parkeren aan de Nieuwe Gracht');
  });
  it('L1: a message that has yet to be made has what stands in the register by then, and goes to nobody else', async () => {
    const zaak = await stad.zaak(BURGER.noor.bsn);
    stad.simulator.setFault({ accounts: 'neer' });
    await ok(stad.status(zaak, 0));
    await stad.totStaten(zaak, 'wacht_op_controle');
    await stad.vraag('PATCH', zaak.url, { body: { toelichting: 'Intussen aangevuld' } });
    stad.herstel();
    const [bericht] = await stad.totStaten(zaak, 'afgeleverd');
    expect(bericht!.berichtXml).toContain('Intussen aangevuld');
    expect(stad.ontvangen(zaak).map((r) => r.persoon)).toEqual([BURGER.noor.id]);
  });
});

describe('L2: the catalogus says which status is told, and how', () => {
  it('L2: a statustype that does not inform sends nothing, and the next status goes on', async () => {
    const zaak = await stad.zaak(BURGER.noor.bsn);
    await ok(stad.status(zaak, 2));
    await ok(stad.status(zaak, 1));
    const [stil, gaat] = await stad.totStaten(zaak, 'niet_van_toepassing', 'afgeleverd');
    expect(stil!.berichtXml).toBeNull();
    expect(await stad.beheer(stil!.id)).toContain('Dit statustype staat uit');
    expect(gaat!.berichtXml).toContain('Wij bekijken uw aanvraag.');
    expect(stad.getoond(zaak)).toEqual(['In behandeling']);
  });
});

describe('L3: a back office reports to the register only', () => {
  it('L3: a status set through the ZGW API by another client arrives', async () => {
    const zaak = await stad.zaak(BURGER.daan.bsn, { type: stad.melding, omschrijving: 'Losse tegel' });
    await ok(stad.status(zaak, 0, { als: 'backoffice' }));
    await stad.totStaten(zaak, 'afgeleverd');
    expect(stad.getoond(zaak)).toEqual(['Gemeld']);
  });
});

describe('L4: delay is allowed, waiting is not', () => {
  it('L4: a status is answered while every service of MijnOverheid hangs, and arrives when they no longer do', async () => {
    const zaak = await stad.zaak(BURGER.noor.bsn);
    stad.simulator.setFault({ ebms: 'half-open', accounts: 'half-open', brp: 'half-open' });
    const { storingen } = stad.tellers();
    await ok(stad.status(zaak, 0));
    await ok(stad.status(zaak, 1));
    await tot(stad.tellers, (t) => t.storingen > storingen);
    expect(await stad.staten(zaak)).toEqual([]);
    stad.herstel();
    await stad.totStaten(zaak, 'afgeleverd', 'afgeleverd');
  });
  it('L4: also while a message hangs half-way in the connection', async () => {
    const [een, twee] = [await stad.zaak(BURGER.noor.bsn), await stad.zaak(BURGER.daan.bsn)];
    stad.simulator.setFault({ ebms: 'half-open' });
    const { storingen } = stad.tellers();
    await ok(stad.status(een, 0));
    await tot(stad.tellers, (t) => t.storingen > storingen);
    await ok(stad.status(een, 1));
    await ok(stad.status(twee, 0));
    await stad.totStaten(een, 'te_verzenden', 'te_verzenden');
    stad.herstel();
    await stad.totStaten(een, 'afgeleverd', 'afgeleverd');
    await stad.totStaten(twee, 'afgeleverd');
  });
});

describe('L5: only an authentic BSN is sent', () => {
  it.each([
    ['fails the 11-proef', GEEN_BSN, { brpVragen: 0, accountVragen: 0 }],
    ['is unknown in the BRP', BURGER.nietInBrp.bsn, { brpVragen: 1, accountVragen: 0 }],
    [
      'is unknown in the BRP, although it has an account',
      BURGER.nietInBrpMetAccount.bsn,
      { brpVragen: 1, accountVragen: 0 },
    ],
  ])('L5: a BSN that %s: nothing left the process but the question to the BRP', async (_what, bsn, gevraagd) => {
    const zaak = await stad.zaak(bsn);
    const before = stad.tellers();
    const { length } = stad.verstuurd;
    await ok(stad.status(zaak, 0));
    const [bericht] = await stad.totStaten(zaak, 'bsn_niet_authentiek');
    const after = stad.tellers();
    expect({
      brpVragen: after.brpVragen - before.brpVragen,
      accountVragen: after.accountVragen - before.accountVragen,
    }).toEqual(gevraagd);
    expect(after.ontvangen).toBe(before.ontvangen);
    expect(stad.verstuurd.slice(length).map((r) => new URL(r.url).pathname)).toEqual(
      Array(gevraagd.brpVragen).fill('/simulator/brp/controle'),
    );
    expect(bericht).toMatchObject({ berichtXml: null, accountGecontroleerdOp: null });
    expect(stad.ontvangen(zaak)).toEqual([]);
  });
  it.each(['neer', 'weiger-verbinding', 'onzin'] as const)(
    'L5: while the BRP is away (%s) the zaakbericht waits and nobody is told anything',
    async (stand) => {
      const zaak = await stad.zaak(BURGER.noor.bsn);
      stad.simulator.setFault({ brp: stand });
      const before = stad.tellers();
      await ok(stad.status(zaak, 0));
      const [bericht] = await stad.totStaten(zaak, 'wacht_op_controle');
      expect(bericht!.reden).toMatch(/^De BRP /);
      const after = stad.tellers();
      expect([after.accountVragen, after.ontvangen]).toEqual([before.accountVragen, before.ontvangen]);
      stad.herstel();
      await stad.totStaten(zaak, 'afgeleverd');
    },
  );
});

describe('L7: no account at the moment of the change', () => {
  it('L7: is final, also when the account is opened later; only a later status goes', async () => {
    const zaak = await stad.zaak(BURGER.laterAccount.bsn);
    await ok(stad.status(zaak, 0));
    const [bericht] = await stad.totStaten(zaak, 'geen_account');
    stad.simulator.setAccount(BURGER.laterAccount.id, {
      status: 'actief',
      geactiveerdOp: stad.klok.now().toISOString(),
    });
    stad.herstel();
    await ok(stad.status(zaak, 1));
    await stad.totStaten(zaak, 'geen_account', 'afgeleverd');
    expect(stad.getoond(zaak)).toEqual(['In behandeling']);
    expect(await stad.beheer(bericht!.id)).toContain('geen actief account');
    stad.simulator.setAccount(BURGER.laterAccount.id, { status: 'geen', geactiveerdOp: null });
  });
  it('L7: an account that was activated after the status does not count for it', async () => {
    const zaak = await stad.zaak(BURGER.kortAccount.bsn);
    await ok(stad.status(zaak, 0, { moment: new Date('2026-11-02T10:59:59.999Z') }));
    await ok(stad.status(zaak, 1, { moment: new Date('2026-11-02T11:00:00Z') }));
    const [voor] = await stad.totStaten(zaak, 'geen_account', 'afgeleverd');
    expect(voor!.reden).toContain('pas na deze status geactiveerd');
    expect(stad.getoond(zaak)).toEqual(['In behandeling']);
  });
  it('L7: when the check was away during the change the first successful check decides, and the gap is shown', async () => {
    const zaak = await stad.zaak(BURGER.noor.bsn);
    stad.simulator.setFault({ accounts: 'neer' });
    await ok(stad.status(zaak, 0));
    await stad.totStaten(zaak, 'wacht_op_controle');
    stad.klok.advance(2 * 60 * 60_000);
    stad.herstel();
    const [bericht] = await stad.totStaten(zaak, 'afgeleverd');
    const gat = bericht!.accountGecontroleerdOp!.getTime() - bericht!.statusGezetOp.getTime();
    expect(gat).toBeGreaterThan(2 * 60 * 60_000);
    expect(await stad.beheer(bericht!.id)).toMatch(/Account gecontroleerd.*2 uur.*nadat de status werd gezet/);
  });
  it('L7: an account that was opened while the check was away does not count for the status before it', async () => {
    const zaak = await stad.zaak(BURGER.zonderAccount.bsn);
    stad.simulator.setFault({ accounts: 'neer' });
    await ok(stad.status(zaak, 0));
    await stad.totStaten(zaak, 'wacht_op_controle');
    stad.klok.advance(60_000);
    stad.simulator.setAccount(BURGER.zonderAccount.id, {
      status: 'actief',
      geactiveerdOp: stad.klok.now().toISOString(),
    });
    stad.herstel();
    await stad.totStaten(zaak, 'geen_account');
    expect(stad.ontvangen(zaak)).toEqual([]);
    stad.simulator.setAccount(BURGER.zonderAccount.id, { status: 'geen', geactiveerdOp: null });
  });
});

describe('L12: the reference to the dossier', () => {
  it('L12: stands in the message, and leads to the page of the zaak', async () => {
    const zaak = await stad.zaak(BURGER.zoe.bsn);
    await ok(stad.status(zaak, 0));
    const [bericht] = await stad.totStaten(zaak, 'afgeleverd');
    const url = `${stad.app.url}/mijnzaken/${zaak.uuid}`;
    expect(bericht!.berichtXml).toMatch(new RegExp(`<ZKN:toelichting>[^<]* ${url}</ZKN:toelichting>`));
    expect((await stad.pagina(`/simulator/burger/${BURGER.zoe.id}`)).tekst).toContain(`href="${url}"`);
    expect((await stad.pagina(url)).status).toBe(200);
  });
});

describe('L13: history at MijnOverheid', () => {
  it('L13: all statussen stay there after the zaak is closed, and one e-mail covers several', async () => {
    const zaak = await stad.zaak(BURGER.zoe.bsn, { omschrijving: 'Parkeren aan de Voorbeeldkade' });
    await ok(stad.status(zaak, 0));
    await stad.totStaten(zaak, 'afgeleverd');
    stad.simulator.verstuurPost();
    await ok(stad.status(zaak, 1));
    await ok(
      stad.vraag('POST', '/zaken/api/v1/resultaten', {
        body: { zaak: zaak.url, resultaattype: zaak.type.resultaattype },
      }),
    );
    await ok(stad.status(zaak, 3));
    const [, , laatste] = await stad.totStaten(zaak, 'afgeleverd', 'afgeleverd', 'afgeleverd');
    expect(laatste!.berichtXml).toMatch(/<ZKN:einddatum>2026\d{4}</);
    const scherm = await stad.burgerZiet(BURGER.zoe);
    for (const tekst of [
      'Parkeren aan de Voorbeeldkade',
      'Ontvangen',
      'In behandeling',
      'Besluit genomen',
      'Afgehandeld',
    ]) {
      expect(scherm).toContain(tekst);
    }
    stad.simulator.verstuurPost();
    expect(visibleText((await stad.pagina('/simulator/post')).tekst)).toContain('zijn 2 nieuwe statussen');
  });
});

verstuurdKlopt(() => stad);

describe('a BSN (RS-S3, RS-I8)', () => {
  /** What clients and others get wrong, with a BSN in it. */
  async function provoceer(): Promise<void> {
    const { noor } = BURGER;
    const zaak = await stad.zaak(noor.bsn);
    const rol = {
      zaak: zaak.url,
      roltype: zaak.type.initiator,
      betrokkeneType: 'natuurlijk_persoon',
      roltoelichting: '',
    };
    const wrong: [string, string, unknown?][] = [
      [
        'GET',
        `/zaken/api/v1/rollen?betrokkeneIdentificatie__natuurlijkPersoon__inpBsn=${noor.bsn}&bestaatNiet=${noor.bsn}`,
      ],
      ['GET', `/zaken/api/v1/zaken/${noor.bsn}`],
      ['GET', `/zaken/api/v1/zaken?startdatum=${noor.bsn}`],
      ['GET', `/bestaat/niet/${noor.bsn}?bsn=${noor.bsn}`],
      ['POST', '/zaken/api/v1/rollen', { ...rol, betrokkeneIdentificatie: { inpBsn: Number(noor.bsn) } }],
      ['POST', '/zaken/api/v1/rollen', { ...rol, betrokkeneIdentificatie: { inpBsn: `${noor.bsn}${noor.bsn}` } }],
      ['POST', '/zaken/api/v1/rollen', { ...rol, betrokkeneType: noor.bsn }],
      ['POST', '/zaken/api/v1/zaken/_zoek', { startdatum: noor.bsn, uuid__in: [noor.bsn] }],
      ['POST', '/zaken/api/v1/zaken', `{"omschrijving": "${noor.bsn}`],
      ['POST', '/zaken/api/v1/zaken', { [noor.bsn]: noor.bsn }],
      ['PATCH', zaak.url, { startdatum: noor.bsn, zaaktype: noor.bsn }],
      ['POST', '/digikoppeling/ebms', noor.bsn],
    ];
    for (const [method, pad, body] of wrong) {
      const answer = await stad.vraag(method, pad, body === undefined ? {} : { body });
      expect([method, pad, answer.status]).toEqual([method, pad, expect.toSatisfy((status: number) => status >= 400)]);
    }
    await stad.pagina(`/beheer/lopende-zaken/berichten/${noor.bsn}`);
    await stad.pagina('/beheer/lopende-zaken/berichten?zaaknummer=bestaat-niet&staat=onzin');
    const omschrijving = `Burger ${noor.bsn} is niet gevonden`;
    stad.simulator.setFault({ fo03: { code: 'LZ099', omschrijving, zaaknummer: zaak.nummer, aantal: 1 } });
    await ok(stad.status(zaak, 0));
    const [fout] = await stad.totStaten(zaak, 'fout');
    expect(fout!.reden).toContain('Burger ********* is niet gevonden');
    await stad.formulier(`/beheer/lopende-zaken/berichten/${fout!.id}/overslaan`, { reden: `hoort bij ${noor.bsn}` });
    stad.simulator.setFault({ brp: 'neer', accounts: 'neer' });
    await ok(stad.status(zaak, 1));
    await stad.totStaten(zaak, 'afgewezen', 'wacht_op_controle');
    stad.herstel();
    await stad.totStaten(zaak, 'afgewezen', 'afgeleverd');
  }

  /** Every page of /beheer that holds anything. */
  async function beheerPaginas(): Promise<readonly string[]> {
    const pages = [await stad.pagina('/beheer')];
    let totaal = 0;
    for (let na: string | null = ''; na !== null; ) {
      const plaats: { na?: string } = na === '' ? {} : { na };
      pages.push(await stad.pagina(`/beheer/lopende-zaken/berichten?${new URLSearchParams(plaats)}`));
      const lijst = await stad.app.zaakberichten.lijst(plaats);
      for (const { id } of lijst.regels) pages.push(await stad.pagina(`/beheer/lopende-zaken/berichten/${id}`));
      totaal += lijst.regels.length;
      na = lijst.verder;
    }
    expect(pages.length).toBeGreaterThan(totaal);
    return pages.map((p) => p.tekst);
  }

  it('stands in no log line, no address, no error answer and no page of /beheer', async () => {
    await provoceer();
    const gezegd = {
      log: stad.logregels,
      adressen: stad.verstuurd.map((r) => r.url),
      headers: stad.verstuurd.map((r) => JSON.stringify(r.headers)),
      fouten: stad.fouten.map((f) => `${f.tekst} ${JSON.stringify([...f.headers])}`),
      beheer: await beheerPaginas(),
    };
    for (const [waar, teksten] of Object.entries(gezegd)) {
      expect([waar, teksten.length > 0]).toEqual([waar, true]);
      const hits = teksten.filter((tekst) => ALLE_NUMMERS.some((bsn) => tekst.includes(bsn)));
      expect([waar, hits]).toEqual([waar, []]);
    }
  });
  it('does stand where it must: in the message itself', () => {
    const bodies = stad.verstuurd.map((r) => Buffer.from((r.body ?? '') as string).toString('utf8'));
    expect(bodies.some((body) => body.includes(`inp.bsn>${BURGER.noor.bsn}<`))).toBe(true);
  });
});

describe('the account of every status change', () => {
  it('explains all of them, on the screen and in the file, also what was skipped', async () => {
    const { tekst } = await stad.pagina('/beheer/lopende-zaken/verantwoording');
    expect(visibleText(tekst)).toContain('Alles is verklaard');
    const vandaag = todayInAmsterdam(stad.klok.now());
    const dagen = await stad.app.verantwoording.periode(addDays(vandaag, -7), vandaag);
    const som = (tel: (dag: (typeof dagen)[number]) => number) => dagen.reduce((sum, dag) => sum + tel(dag), 0);
    const overgeslagen = som((dag) => dag.overgeslagen.reduce((sum, reden) => sum + reden.aantal, 0));
    expect(som(({ statussen }) => statussen)).toBeGreaterThan(5);
    expect(som(({ verzonden }) => verzonden) + overgeslagen + som(({ open }) => open)).toBe(som((d) => d.statussen));
    expect(dagen.flatMap((dag) => dag.overgeslagen.map(({ soort }) => soort))).toContain('niet_van_toepassing');
  });
});
