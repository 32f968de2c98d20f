/** Acceptance of Lopende Zaken, continued: what goes wrong at the other side, and what is done about it (L8 to L14). */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BURGER, ok, type Stad, startStad, tot } from './lopende-zaken.testhulp.ts';
import { verstuurdKlopt } from './lopende-zaken-verstuurd.testhulp.ts';

let stad: Stad;
beforeAll(async () => {
  stad = await startStad();
});
afterAll(() => stad.stop());
afterEach(() => stad.herstel());

describe('L8: MijnOverheid unreachable', () => {
  it.each(['neer', 'weiger-verbinding', 'half-open'] as const)(
    'L8: Digikoppeling away (%s): kept, and delivered in order once it is back',
    async (stand) => {
      const [een, twee] = [await stad.zaak(BURGER.noor.bsn), await stad.zaak(BURGER.daan.bsn)];
      stad.simulator.setFault({ ebms: stand });
      const { storingen } = stad.tellers();
      for (const nummer of [0, 1, 0, 1]) await ok(stad.status(een, nummer));
      await ok(stad.status(twee, 0));
      await tot(stad.tellers, (t) => t.storingen > storingen);
      await stad.totStaten(een, 'te_verzenden', 'te_verzenden', 'te_verzenden', 'te_verzenden');
      expect(stad.ontvangen(een)).toEqual([]);
      stad.herstel();
      await stad.totStaten(een, 'afgeleverd', 'afgeleverd', 'afgeleverd', 'afgeleverd');
      await stad.totStaten(twee, 'afgeleverd');
      expect(stad.getoond(een)).toEqual(['Ontvangen', 'In behandeling', 'Ontvangen', 'In behandeling']);
      expect(stad.getoond(twee)).toEqual(['Ontvangen']);
    },
  );
  it.each(['neer', 'weiger-verbinding', 'onzin', 'half-open'] as const)(
    'L8: the account check away (%s): kept, and delivered in order once it is back',
    async (stand) => {
      const zaak = await stad.zaak(BURGER.noor.bsn);
      stad.simulator.setFault({ accounts: stand });
      const { accountVragen } = stad.tellers();
      for (const nummer of [0, 1, 0]) await ok(stad.status(zaak, nummer));
      await tot(stad.tellers, (t) => t.accountVragen > accountVragen);
      expect(stad.ontvangen(zaak)).toEqual([]);
      stad.herstel();
      await stad.totStaten(zaak, 'afgeleverd', 'afgeleverd', 'afgeleverd');
      expect(stad.getoond(zaak)).toEqual(['Ontvangen', 'In behandeling', 'Ontvangen']);
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
    expect(stad.getoond(zaak)).toEqual(['Ontvangen']);
  });
});

describe('L9: any other error', () => {
  it('L9: is kept with code, text and the answer as received, and may be offered again', async () => {
    const zaak = await stad.zaak(BURGER.noor.bsn);
    stad.simulator.setFault({ fo03: { code: 'StUF046', zaaknummer: zaak.nummer, aantal: 1 } });
    await ok(stad.status(zaak, 0));
    const [bericht] = await stad.totStaten(zaak, 'fout');
    const { id } = bericht!;
    const scherm = await stad.beheer(id);
    expect(scherm).toContain('StUF046: Het bericht kon niet worden opgeslagen');
    expect(scherm).toMatch(/<StUF:Fo03Bericht.*<StUF:code>StUF046/);
    expect(stad.logregels.some((regel) => regel.includes(id) && regel.includes('StUF046'))).toBe(true);
    const { status, headers } = await stad.formulier(`/beheer/lopende-zaken/berichten/${id}/opnieuw`);
    expect([status, headers.get('location')]).toEqual([303, `/beheer/lopende-zaken/berichten/${id}`]);
    const [weer] = await stad.totStaten(zaak, 'afgeleverd');
    expect(weer!.messageId).not.toBe(bericht!.messageId);
    expect(stad.getoond(zaak)).toEqual(['Ontvangen']);
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
    expect((await stad.formulier(`/beheer/lopende-zaken/berichten/${fout!.id}/overslaan`)).status).toBe(422);
    const reden = 'De burger is gebeld';
    expect((await stad.formulier(`/beheer/lopende-zaken/berichten/${fout!.id}/overslaan`, { reden })).status).toBe(303);
    await stad.totStaten(gif, 'afgewezen', 'afgeleverd');
    expect(await stad.beheer(fout!.id)).toContain(reden);
    expect(stad.getoond(gif)).toEqual(['In behandeling']);
  });
  it('L9: two clicks on "opnieuw" offer it once', async () => {
    const zaak = await stad.zaak(BURGER.noor.bsn);
    stad.simulator.setFault({ fo03: { code: 'StUF046', zaaknummer: zaak.nummer, aantal: 1 } });
    await ok(stad.status(zaak, 0));
    const [bericht] = await stad.totStaten(zaak, 'fout');
    const klik = () => stad.formulier(`/beheer/lopende-zaken/berichten/${bericht!.id}/opnieuw`);
    const answers = await Promise.all([klik(), klik()]);
    expect(answers.map((a) => /zb-flits=(\w+)/.exec(a.headers.get('set-cookie') ?? '')?.[1]).sort()).toEqual([
      'niet',
      'opnieuw',
    ]);
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
        const { acksVerstuurd } = stad.tellers();
        await ok(stad.status(zaak, 0));
        await tot(
          async () => (await stad.staten(zaak)).at(-1),
          (staat) => staat === 'fout',
        );
        // Whatever the order was: once both are in, the error stands.
        await tot(stad.tellers, (t) => t.acksVerstuurd > acksVerstuurd);
        await tot(
          () => stad.ontvangen(zaak).at(-1)?.foutBevestigd,
          (bevestigd) => bevestigd === true,
        );
        const bericht = (await stad.berichten(zaak)).at(-1)!;
        expect(bericht.staat).toBe('fout');
        expect(bericht.antwoordXml).toContain(`${soort}Bericht`);
        expect(bericht.tijdlijn.map((m) => m.wat)).toContain('Foutbericht ontvangen');
        await stad.formulier(`/beheer/lopende-zaken/berichten/${bericht.id}/overslaan`, {
          reden: 'klaar met de proef',
        });
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

verstuurdKlopt(() => stad);
