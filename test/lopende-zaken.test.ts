/**
 * Acceptance of Lopende Zaken, row by row (L1 to L14), against the running product: real HTTP, the simulator in it, and a
 * clock that a test moves on. At the end everything that left during the file is held against the published schemas, and
 * everything that was told against the BSNs of the people in it.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../src/platform/db/index.ts';
import { gedeeld, laadSchema } from '../src/standaarden/xml/xsd.testhulp.ts';
import { visibleText } from './hulp/html.ts';
import { ALLE_NUMMERS, BURGER, GEEN_BSN, type Stad, startStad, tot, type Zaak } from './lopende-zaken.testhulp.ts';

let stad: Stad;
beforeAll(async () => {
  stad = await startStad();
});
afterAll(() => stad.stop());
afterEach(() => stad.herstel());

const ok = async (answer: Promise<{ status: number; tekst: string }>): Promise<void> => {
  const { status, tekst } = await answer;
  expect([status, status < 300 ? '' : tekst]).toEqual([201, '']);
};
const beheer = async (id: string, gedaan = ''): Promise<string> =>
  visibleText((await stad.pagina(`/beheer/zaakberichten/${id}${gedaan}`)).tekst);
const burgerZiet = async (burger: { id: string }): Promise<string> =>
  visibleText((await stad.pagina(`/simulator/burger/${burger.id}`)).tekst);
const getoond = (zaak: Zaak) =>
  stad
    .ontvangen(zaak)
    .filter((regel) => regel.toegepast)
    .map((regel) => regel.status);
const tellers = () => ({ ...stad.simulator.stand().sindsStart });

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
    expect(await burgerZiet(BURGER.daan)).toContain('Parkeren aan de Nieuwe Gracht');
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
    expect(await beheer(stil!.id)).toContain('Dit statustype staat uit');
    expect(gaat!.berichtXml).toContain('Wij bekijken uw aanvraag.');
    expect(getoond(zaak)).toEqual(['In behandeling']);
  });
});

describe('L3: a back office reports to the register only', () => {
  it('L3: a status set through the ZGW API by another client arrives', async () => {
    const zaak = await stad.zaak(BURGER.daan.bsn, { type: stad.melding, omschrijving: 'Losse tegel' });
    await ok(stad.status(zaak, 0, { als: 'backoffice' }));
    await stad.totStaten(zaak, 'afgeleverd');
    expect(getoond(zaak)).toEqual(['Gemeld']);
  });
});

describe('L4: delay is allowed, waiting is not', () => {
  it('L4: a status is answered while every service of MijnOverheid hangs, and arrives when they no longer do', async () => {
    const zaak = await stad.zaak(BURGER.noor.bsn);
    stad.simulator.setFault({ ebms: 'half-open', accounts: 'half-open', brp: 'half-open' });
    const { storingen } = tellers();
    await ok(stad.status(zaak, 0));
    await ok(stad.status(zaak, 1));
    await tot(tellers, (t) => t.storingen > storingen);
    expect(await stad.staten(zaak)).toEqual([]);
    stad.herstel();
    await stad.totStaten(zaak, 'afgeleverd', 'afgeleverd');
  });
  it('L4: also while a message hangs half-way in the connection', async () => {
    const [een, twee] = [await stad.zaak(BURGER.noor.bsn), await stad.zaak(BURGER.daan.bsn)];
    stad.simulator.setFault({ ebms: 'half-open' });
    const { storingen } = tellers();
    await ok(stad.status(een, 0));
    await tot(tellers, (t) => t.storingen > storingen);
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
    const before = tellers();
    const { length } = stad.verstuurd;
    await ok(stad.status(zaak, 0));
    const [bericht] = await stad.totStaten(zaak, 'bsn_niet_authentiek');
    const after = tellers();
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
      const before = tellers();
      await ok(stad.status(zaak, 0));
      const [bericht] = await stad.totStaten(zaak, 'wacht_op_controle');
      expect(bericht!.reden).toMatch(/^De BRP /);
      const after = tellers();
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
    expect(getoond(zaak)).toEqual(['In behandeling']);
    expect(await beheer(bericht!.id)).toContain('geen actief account');
    stad.simulator.setAccount(BURGER.laterAccount.id, { status: 'geen', geactiveerdOp: null });
  });
  it('L7: an account that was activated after the status does not count for it', async () => {
    const zaak = await stad.zaak(BURGER.kortAccount.bsn);
    await ok(stad.status(zaak, 0, { moment: new Date('2026-11-02T10:59:59.999Z') }));
    await ok(stad.status(zaak, 1, { moment: new Date('2026-11-02T11:00:00Z') }));
    const [voor] = await stad.totStaten(zaak, 'geen_account', 'afgeleverd');
    expect(voor!.reden).toContain('pas na deze status geactiveerd');
    expect(getoond(zaak)).toEqual(['In behandeling']);
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
    expect(await beheer(bericht!.id)).toMatch(/Account gecontroleerd.*2 uur.*nadat de status werd gezet/);
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

describe('L8: MijnOverheid unreachable', () => {
  it.each(['neer', 'weiger-verbinding', 'half-open'] as const)(
    'L8: Digikoppeling away (%s): kept, and delivered in order once it is back',
    async (stand) => {
      const [een, twee] = [await stad.zaak(BURGER.noor.bsn), await stad.zaak(BURGER.daan.bsn)];
      stad.simulator.setFault({ ebms: stand });
      const { storingen } = tellers();
      for (const nummer of [0, 1, 0, 1]) await ok(stad.status(een, nummer));
      await ok(stad.status(twee, 0));
      await tot(tellers, (t) => t.storingen > storingen);
      await stad.totStaten(een, 'te_verzenden', 'te_verzenden', 'te_verzenden', 'te_verzenden');
      expect(stad.ontvangen(een)).toEqual([]);
      stad.herstel();
      await stad.totStaten(een, 'afgeleverd', 'afgeleverd', 'afgeleverd', 'afgeleverd');
      await stad.totStaten(twee, 'afgeleverd');
      expect(getoond(een)).toEqual(['Ontvangen', 'In behandeling', 'Ontvangen', 'In behandeling']);
      expect(getoond(twee)).toEqual(['Ontvangen']);
    },
  );
  it.each(['neer', 'weiger-verbinding', 'onzin', 'half-open'] as const)(
    'L8: the account check away (%s): kept, and delivered in order once it is back',
    async (stand) => {
      const zaak = await stad.zaak(BURGER.noor.bsn);
      stad.simulator.setFault({ accounts: stand });
      const { accountVragen } = tellers();
      for (const nummer of [0, 1, 0]) await ok(stad.status(zaak, nummer));
      await tot(tellers, (t) => t.accountVragen > accountVragen);
      expect(stad.ontvangen(zaak)).toEqual([]);
      stad.herstel();
      await stad.totStaten(zaak, 'afgeleverd', 'afgeleverd', 'afgeleverd');
      expect(getoond(zaak)).toEqual(['Ontvangen', 'In behandeling', 'Ontvangen']);
    },
  );
  it('L8: a connection that breaks after MijnOverheid took the message in: it is shown once', async () => {
    const zaak = await stad.zaak(BURGER.noor.bsn);
    stad.simulator.setFault({ dropNaKans: 1 });
    await ok(stad.status(zaak, 0));
    await tot(
      () => stad.ontvangen(zaak).length,
      (n) => n === 1,
    );
    stad.herstel();
    await stad.totStaten(zaak, 'afgeleverd');
    expect(getoond(zaak)).toEqual(['Ontvangen']);
  });
});

describe('L9: any other error', () => {
  it('L9: is kept with code, text and the answer as received, and may be offered again', async () => {
    const zaak = await stad.zaak(BURGER.noor.bsn);
    stad.simulator.setFault({ fo03: { code: 'StUF046', zaaknummer: zaak.nummer, aantal: 1 } });
    await ok(stad.status(zaak, 0));
    const [bericht] = await stad.totStaten(zaak, 'fout');
    const { id } = bericht!;
    const scherm = await beheer(id);
    expect(scherm).toContain('StUF046: Het bericht kon niet worden opgeslagen');
    expect(scherm).toMatch(/<StUF:Fo03Bericht.*<StUF:code>StUF046/);
    expect(stad.logregels.some((regel) => regel.includes(id) && regel.includes('StUF046'))).toBe(true);
    const { status, headers } = await stad.formulier(`/beheer/zaakberichten/${id}/opnieuw`);
    expect([status, headers.get('location')]).toEqual([303, `/beheer/zaakberichten/${id}?gedaan=opnieuw`]);
    const [weer] = await stad.totStaten(zaak, 'afgeleverd');
    expect(weer!.messageId).not.toBe(bericht!.messageId);
    expect(getoond(zaak)).toEqual(['Ontvangen']);
    expect(weer!.tijdlijn.map((m) => m.wat)).toEqual(
      expect.arrayContaining(['Foutbericht ontvangen', 'Opnieuw aangeboden']),
    );
  });
  it('L9: the next status of the zaak waits until it is skipped with a reason; other zaken never wait', async () => {
    const [gif, ander] = [await stad.zaak(BURGER.noor.bsn), await stad.zaak(BURGER.noor.bsn)];
    stad.simulator.setFault({ fo03: { code: 'StUF058', zaaknummer: gif.nummer, aantal: 1 } });
    await ok(stad.status(gif, 0));
    const [fout] = await stad.totStaten(gif, 'fout');
    await ok(stad.status(gif, 1));
    for (const nummer of [0, 1, 0]) await ok(stad.status(ander, nummer));
    await stad.totStaten(ander, 'afgeleverd', 'afgeleverd', 'afgeleverd');
    expect(await stad.staten(gif)).toEqual(['fout', 'te_verzenden']);
    expect((await stad.formulier(`/beheer/zaakberichten/${fout!.id}/overslaan`)).status).toBe(422);
    const reden = 'De burger is gebeld';
    expect((await stad.formulier(`/beheer/zaakberichten/${fout!.id}/overslaan`, { reden })).status).toBe(303);
    await stad.totStaten(gif, 'afgewezen', 'afgeleverd');
    expect(await beheer(fout!.id)).toContain(reden);
    expect(getoond(gif)).toEqual(['In behandeling']);
  });
  it('L9: two clicks on "opnieuw" offer it once', async () => {
    const zaak = await stad.zaak(BURGER.noor.bsn);
    stad.simulator.setFault({ fo03: { code: 'StUF046', zaaknummer: zaak.nummer, aantal: 1 } });
    await ok(stad.status(zaak, 0));
    const [bericht] = await stad.totStaten(zaak, 'fout');
    const klik = () => stad.formulier(`/beheer/zaakberichten/${bericht!.id}/opnieuw`);
    const answers = await Promise.all([klik(), klik()]);
    expect(answers.map((a) => a.headers.get('location')?.split('=')[1]).sort()).toEqual(['niet', 'opnieuw']);
    await stad.totStaten(zaak, 'afgeleverd');
    expect(stad.ontvangen(zaak)).toHaveLength(2);
  });
});

describe('L11: MijnOverheid answers that there is no account', () => {
  it('L11: a code of the list is caught, not tried again, and logged', async () => {
    const zaak = await stad.zaak(BURGER.noor.bsn);
    stad.simulator.setFault({ fo03: { code: 'LZ042', zaaknummer: zaak.nummer, aantal: 1 } });
    await ok(stad.status(zaak, 0));
    const [bericht] = await stad.totStaten(zaak, 'geen_account');
    stad.klok.advance(24 * 60 * 60_000);
    await ok(stad.status(zaak, 1));
    await stad.totStaten(zaak, 'geen_account', 'afgeleverd');
    expect(stad.ontvangen(zaak).map((r) => r.foutcode)).toEqual(['LZ042', null]);
    expect(bericht!.antwoordXml).toContain('LZ042');
    expect(stad.logregels.some((r) => r.includes(bericht!.id) && r.includes('kent geen account'))).toBe(true);
  });
  it('L11: an account that was closed between the check and the arrival', async () => {
    const zaak = await stad.zaak(BURGER.kortAccount.bsn);
    stad.simulator.setFault({ ebms: 'neer' });
    await ok(stad.status(zaak, 0));
    await stad.totStaten(zaak, 'te_verzenden');
    stad.simulator.setAccount(BURGER.kortAccount.id, { status: 'geen', geactiveerdOp: null });
    stad.herstel();
    await stad.totStaten(zaak, 'geen_account');
    expect(stad.ontvangen(zaak).map((r) => r.foutcode)).toEqual(['SIM001']);
    stad.simulator.setAccount(BURGER.kortAccount.id, { status: 'actief', geactiveerdOp: '2026-11-02T11:00:00.000Z' });
  });
  it('L11: a code that is not in the list is an error like any other', async () => {
    const zaak = await stad.zaak(BURGER.noor.bsn);
    stad.simulator.setFault({ fo03: { code: 'LZ043', zaaknummer: zaak.nummer, aantal: 1 } });
    await ok(stad.status(zaak, 0));
    await stad.totStaten(zaak, 'fout');
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
    const scherm = await burgerZiet(BURGER.zoe);
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

describe('L14: answers that come later', () => {
  it.each([
    ['before the acknowledgment', { ack: { stand: 'vertragen', ms: 400 } }],
    ['after the acknowledgment', { ack: 'voor-antwoord' }],
  ] as const)(
    'L14: a foutbericht %s is matched, shown and confirmed, and success is taken back',
    async (_when, ack) => {
      const zaak = await stad.zaak(BURGER.noor.bsn);
      for (const soort of ['Fo01', 'Fo03'] as const) {
        stad.simulator.setFault({ ...ack, fo03: { code: 'StUF058', soort, zaaknummer: zaak.nummer, aantal: 1 } });
        const { acksVerstuurd } = tellers();
        await ok(stad.status(zaak, 0));
        await tot(
          async () => (await stad.staten(zaak)).at(-1),
          (staat) => staat === 'fout',
        );
        // Whatever the order was: once both are in, the error stands.
        await tot(tellers, (t) => t.acksVerstuurd > acksVerstuurd);
        await tot(
          () => stad.ontvangen(zaak).at(-1)?.foutBevestigd,
          (bevestigd) => bevestigd === true,
        );
        const bericht = (await stad.berichten(zaak)).at(-1)!;
        expect(bericht.staat).toBe('fout');
        expect(bericht.antwoordXml).toContain(`${soort}Bericht`);
        expect(bericht.tijdlijn.map((m) => m.wat)).toContain('Foutbericht ontvangen');
        await stad.formulier(`/beheer/zaakberichten/${bericht.id}/overslaan`, { reden: 'klaar met de proef' });
      }
    },
  );
  it('L14: an acknowledgment that comes twice, or before the HTTP answer, delivers once', async () => {
    for (const ack of ['dubbel', 'voor-antwoord'] as const) {
      const zaak = await stad.zaak(BURGER.noor.bsn);
      stad.simulator.setFault({ ack });
      await ok(stad.status(zaak, 0));
      await ok(stad.status(zaak, 1));
      const berichten = await stad.totStaten(zaak, 'afgeleverd', 'afgeleverd');
      for (const { tijdlijn } of berichten) {
        expect(tijdlijn.filter((m) => m.wat === 'Ontvangst bevestigd')).toHaveLength(1);
      }
    }
  });
});

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

describe('everything that left', () => {
  const berichten = () =>
    stad.verstuurd
      .filter((r) => r.url.endsWith('/simulator/ebms'))
      .map((r) => ({ body: Buffer.from(r.body!), ...delenVan(r.headers!['content-type']!, r.body!) }));

  beforeAll(async () => {
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
    await stad.pagina(`/beheer/zaakberichten/${noor.bsn}`);
    await stad.pagina('/beheer/zaakberichten?zaaknummer=bestaat-niet&staat=onzin');
    const omschrijving = `Burger ${noor.bsn} is niet gevonden`;
    stad.simulator.setFault({ fo03: { code: 'LZ099', omschrijving, zaaknummer: zaak.nummer, aantal: 1 } });
    await ok(stad.status(zaak, 0));
    const [fout] = await stad.totStaten(zaak, 'fout');
    expect(fout!.reden).toContain('Burger ********* is niet gevonden');
    await stad.formulier(`/beheer/zaakberichten/${fout!.id}/overslaan`, { reden: `hoort bij ${noor.bsn}` });
    stad.simulator.setFault({ brp: 'neer', accounts: 'neer' });
    await ok(stad.status(zaak, 1));
    await stad.totStaten(zaak, 'afgewezen', 'wacht_op_controle');
    stad.herstel();
    await stad.totStaten(zaak, 'afgewezen', 'afgeleverd');
  }

  /** Every page of /beheer that holds anything. */
  async function beheerPaginas(): Promise<readonly string[]> {
    const { totaal } = await stad.app.zaakberichten.lijst({ pagina: 1 });
    const pages = [await stad.pagina('/beheer')];
    for (let pagina = 1; (pagina - 1) * 50 < totaal; pagina++) {
      pages.push(await stad.pagina(`/beheer/zaakberichten?pagina=${pagina}`));
      const { regels } = await stad.app.zaakberichten.lijst({ pagina });
      for (const { id } of regels) pages.push(await stad.pagina(`/beheer/zaakberichten/${id}`));
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
    const bodies = stad.verstuurd.map((r) => Buffer.from(r.body ?? '').toString('utf8'));
    expect(bodies.some((body) => body.includes(`inp.bsn>${BURGER.noor.bsn}<`))).toBe(true);
  });
});
