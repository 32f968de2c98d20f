/** What /beheer sees and does (L9, L14): list, filter, detail, offering again, skipping, and two operators at once. */
import { beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { EIND_STATEN, OPEN_STATEN } from './index.ts';
import { BSN, betrokkene, type Opstelling, payloadVan, startOpstelling } from './lopendezaken.testhulp.ts';

let proef: Opstelling;
beforeEach(async () => {
  proef = await startOpstelling();
});

const zaak = (n: number) => ({
  id: `00000000-0000-7000-8000-${String(100 + n).padStart(12, '0')}`,
  identificatie: `ZAAK-2026-${String(n).padStart(4, '0')}`,
});
/** A text that cannot be sent, so that the zaakbericht ends up with the operator. */
const ONMOGELIJK = { statustekst: 'x'.repeat(1_000) };

const fout = async (n = 1): Promise<string> => {
  const id = await proef.zetStatus({ zaak: zaak(n), statustype: ONMOGELIJK });
  await proef.werk();
  return (await proef.van(id)).id;
};
/** The municipality shortens the text. */
function herstel(): void {
  for (const [id, was] of proef.register) {
    proef.register.set(id, { ...was, statustype: { ...was.statustype, statustekst: 'kort' } });
  }
}

describe('the list', () => {
  it('has the latest change first, with what an operator must know at a glance', async () => {
    await proef.zetStatus({ zaak: zaak(1) });
    await proef.werk();
    proef.clock.advance(1_000);
    await fout(2);
    const { regels, totaal } = await proef.zaakberichten.lijst({});
    expect(totaal).toBe(2);
    expect(regels.map((r) => [r.zaaknummer, r.staat, r.wachtOpBeheerder])).toEqual([
      ['ZAAK-2026-0002', 'fout', true],
      ['ZAAK-2026-0001', 'te_verzenden', false],
    ]);
    expect(regels[1]).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      zaaknummer: 'ZAAK-2026-0001',
      zaaktype: 'Bewonersvergunning parkeren',
      statustype: 'Ontvangen',
      staat: 'te_verzenden',
      reden: null,
      statusGezetOp: new Date('2026-11-02T08:30:15.250Z'),
      gewijzigdOp: new Date('2026-11-02T09:00:00Z'),
      wachtOpBeheerder: false,
    });
  });
  it('has the count of every state beside it, also of those with none', async () => {
    await fout(1);
    proef.bronnen.accounts = () => ({ soort: 'geen' });
    await proef.zetStatus({ zaak: zaak(2) });
    await proef.werk();
    const { aantallen } = await proef.zaakberichten.stand();
    expect(Object.keys(aantallen).sort()).toEqual([...OPEN_STATEN, ...EIND_STATEN].sort());
    expect(aantallen).toMatchObject({ fout: 1, geen_account: 1, afgeleverd: 0, te_verzenden: 0 });
    expect(await proef.zaakberichten.lijst({ staat: 'geen_account' })).toMatchObject({ totaal: 1, meer: false });
  });
  it('is filtered by zaaknummer, in full, and by both at once', async () => {
    await fout(1);
    await fout(2);
    const nummers = async (filter: object) => (await proef.zaakberichten.lijst(filter)).regels.map((r) => r.zaaknummer);
    expect(await nummers({ zaaknummer: 'ZAAK-2026-0002' })).toEqual(['ZAAK-2026-0002']);
    expect(await nummers({ zaaknummer: 'ZAAK-2026-0002', staat: 'fout' })).toEqual(['ZAAK-2026-0002']);
    expect(await nummers({ zaaknummer: 'ZAAK-2026-0002', staat: 'afgeleverd' })).toEqual([]);
    expect(await nummers({ zaaknummer: 'ZAAK-2026-000' })).toEqual([]);
    expect(await nummers({ zaaknummer: "' or true --" })).toEqual([]);
  });
  it('finds by the beginning of a zaaknummer, by zaaktype, by when the status was set, and by who is waited for', async () => {
    await fout(1);
    await proef.zetStatus({ zaak: zaak(2), datumStatusGezet: new Date('2026-11-01T12:00:00Z') });
    await proef.zetStatus({
      zaak: { ...zaak(3), identificatie: 'ZAAK-2025-0003' },
      zaaktype: { omschrijving: 'Kapvergunning' },
    });
    await proef.werk();
    const nummers = async (filter: object) =>
      (await proef.zaakberichten.lijst(filter)).regels.map((r) => r.zaaknummer).sort();
    expect(await nummers({ zaaknummer: 'ZAAK-2026-*' })).toEqual(['ZAAK-2026-0001', 'ZAAK-2026-0002']);
    expect(await nummers({ zaaknummer: 'ZAAK_2026%*' })).toEqual([]);
    expect(await nummers({ zaaktype: 'Kapvergunning' })).toEqual(['ZAAK-2025-0003']);
    expect(await nummers({ tot: new Date('2026-11-02T00:00:00Z') })).toEqual(['ZAAK-2026-0002']);
    expect(await nummers({ van: new Date('2026-11-02T00:00:00Z'), zaaknummer: 'ZAAK-2026-*' })).toEqual([
      'ZAAK-2026-0001',
    ]);
    expect(await nummers({ aanZet: true })).toEqual(['ZAAK-2026-0001']);
    expect(await proef.zaakberichten.zaaktypen()).toEqual(['Bewonersvergunning parkeren', 'Kapvergunning']);
  });
  it('has fifty a page, each zaakbericht on one of them, also while they move from state to state', async () => {
    const moment = new Date('2026-11-02T08:30:15.250Z').getTime();
    for (let n = 1; n <= 60; n++)
      await proef.zetStatus({ zaak: zaak(n), datumStatusGezet: new Date(moment + Math.floor(n / 7)) });
    await proef.werk();
    const first = await proef.zaakberichten.lijst({});
    await proef.bevestigAlles();
    await proef.db.query(sql`update lopendezaken.zaakbericht set gewijzigd_op = gewijzigd_op + interval '1 hour'`);
    const second = await proef.zaakberichten.lijst({ na: first.verder! });
    expect([first.regels.length, first.totaal, second.regels.length, second.verder]).toEqual([50, 60, 10, null]);
    expect(new Set([...first.regels, ...second.regels].map((r) => r.id)).size).toBe(60);
  });
});

describe('what an operator sees first', () => {
  it('is what waits for him, what is under way, the oldest first, and what happened today', async () => {
    await proef.zetStatus({ zaak: zaak(3) });
    await proef.werk();
    await proef.bevestigAlles();
    await fout(4);
    proef.bronnen.accounts = 'weg';
    await proef.zetStatus({ zaak: zaak(1), datumStatusGezet: new Date('2026-11-02T08:00:00Z') });
    await proef.zetStatus({ zaak: zaak(2), datumStatusGezet: new Date('2026-11-01T08:00:00Z') });
    await proef.werk();
    expect(await proef.zaakberichten.controle()).toEqual({
      laatst: proef.clock.now(),
      wacht: { geprobeerdOp: proef.clock.now(), reden: 'accounts is niet bereikbaar.', aantal: 2 },
    });
    expect(await proef.zaakberichten.aanZet()).toMatchObject({ aantal: 1, regels: [{ zaaknummer: 'ZAAK-2026-0004' }] });
    const { aantal, regels } = await proef.zaakberichten.onderweg();
    expect([aantal, ...regels.map((r) => r.zaaknummer)]).toEqual([2, 'ZAAK-2026-0002', 'ZAAK-2026-0001']);
    expect(await proef.zaakberichten.stand()).toMatchObject({
      vandaag: { afgeleverd: 1, fout: 1 },
      laatstAfgeleverd: proef.clock.now(),
      oudste: new Date('2026-11-01T08:00:00Z'),
    });
  });
});

describe('a person', () => {
  const inzage = { wie: 'beheerder Voorbeeld', reden: `vraag van ${BSN.daan}`, trace: 'abc' };
  const gelogd = () =>
    proef.db.query<{ naam: string; ontvanger: string; object: string }>(
      sql`select naam, ontvanger, object from verwerkingen.verwerking where activiteit = 'lopende-zaken' and ontvanger = ${inzage.wie}`,
    );

  it('is found by BSN, and that is written to the verwerkingenlog, with the reason', async () => {
    await proef.zetStatus({ zaak: zaak(1) });
    await proef.zetStatus({ zaak: zaak(2), betrokkenen: [betrokkene(BSN.daan)] });
    await proef.werk();
    const found = await proef.zaakberichten.vanPersoon(BSN.noor, inzage);
    expect(found).toMatchObject([{ zaaknummer: 'ZAAK-2026-0001' }]);
    expect(JSON.stringify(found)).not.toContain(BSN.noor);
    expect(await gelogd()).toEqual([
      {
        naam: 'Zaakberichten van een persoon opgezocht: vraag van *********',
        ontvanger: inzage.wie,
        object: 'zaakberichten',
      },
    ]);
  });
  it('who has none is looked up all the same, and what is no BSN is not', async () => {
    expect(await proef.zaakberichten.vanPersoon(BSN.sem, inzage)).toEqual([]);
    expect(await proef.zaakberichten.vanPersoon('123456789', inzage)).toBe('geen_bsn');
    expect(await gelogd()).toHaveLength(1);
  });
  it('has his BSN shown only after that is written down', async () => {
    const status = await proef.zetStatus({ zaak: zaak(1) });
    await proef.werk();
    const { id } = await proef.van(status);
    expect((await proef.zaakberichten.detail(id))!.heeftBsn).toBe(true);
    expect(await proef.zaakberichten.toonBsn(id, inzage)).toBe(BSN.noor);
    expect(await gelogd()).toMatchObject([
      { object: 'ZAAK-2026-0001', naam: expect.stringContaining('BSN bij een zaakbericht getoond') },
    ]);
    await proef.db.query(sql`update lopendezaken.zaakbericht set bsn = null`);
    expect(await proef.zaakberichten.toonBsn(id, inzage)).toBeNull();
    expect(await proef.zaakberichten.toonBsn('bestaat-niet', inzage)).toBeNull();
    expect(await gelogd()).toHaveLength(1);
  });
});

describe('the list as a file', () => {
  it('has every line once, in the order of the list, in parts', async () => {
    for (let n = 1; n <= 3; n++) await proef.zetStatus({ zaak: zaak(n) });
    await proef.werk();
    const delen = [];
    for await (const deel of proef.zaakberichten.alles({ zaaknummer: 'ZAAK-2026-*' })) delen.push(deel);
    expect(delen.flat().map((r) => r.id)).toEqual((await proef.zaakberichten.lijst({})).regels.map((r) => r.id));
  });
});

describe('the detail', () => {
  it('has the message as it was sent, without the BSN', async () => {
    const id = await proef.zetStatus();
    await proef.werk();
    const beeld = await proef.zaakberichten.detail((await proef.van(id)).id);
    expect(beeld!.messageId).toBe(proef.verstuurd[0]!.messageId);
    expect(beeld!.berichtXml).toContain('<BG:inp.bsn>*********</BG:inp.bsn>');
    expect(payloadVan(proef.verstuurd[0]!)).toContain(BSN.noor);
    expect(JSON.stringify(beeld)).not.toContain(BSN.noor);
    expect(beeld!.tijdlijn.every((m) => m.tijd instanceof Date)).toBe(true);
  });
  it('of what was never made has no message', async () => {
    const beeld = await proef.zaakberichten.detail(await fout());
    expect(beeld).toMatchObject({ berichtXml: null, antwoordXml: null, messageId: null, wachtOpBeheerder: true });
  });
  it.each(['00000000-0000-7000-8000-00000000ffff', 'bestaat-niet', '', "'; drop table", '1'.repeat(300)])(
    'of %j is none, and no error',
    async (id) => {
      expect(await proef.zaakberichten.detail(id)).toBeNull();
      expect(await proef.zaakberichten.opnieuwAanbieden(id, 'beheerder')).toBe(false);
      expect(await proef.zaakberichten.overslaan(id, 'reden', 'beheerder')).toBe(false);
    },
  );
});

describe('a BSN that got into a text all the same', () => {
  it('leaves neither with the list nor with the detail', async () => {
    const id = await fout();
    await proef.db.query(sql`
      update lopendezaken.zaakbericht set reden = ${`over ${BSN.noor}`}, antwoord = ${`<x>${BSN.noor}</x>`},
        tijdlijn = tijdlijn || ${JSON.stringify([{ tijd: '2026-11-02T09:00:00Z', wat: 'Iets', toelichting: `van ${BSN.noor}` }])}::jsonb
      where id = ${id}`);
    const shown = [await proef.zaakberichten.lijst({}), await proef.zaakberichten.detail(id)];
    for (const tekst of ['over *********', '<x>*********</x>', 'van *********']) {
      expect(JSON.stringify(shown)).toContain(tekst);
    }
    expect(JSON.stringify(shown[0])).toContain('over *********');
    expect(JSON.stringify(shown)).not.toContain(BSN.noor);
  });
});

describe('offering again', () => {
  it('makes a new message once what was wrong is repaired', async () => {
    const id = await fout();
    herstel();
    expect(await proef.zaakberichten.opnieuwAanbieden(id, 'beheerder Voorbeeld')).toBe(true);
    expect(await proef.zaakberichten.detail(id)).toMatchObject({ staat: 'te_verzenden', wachtOpBeheerder: false });
    await proef.werk();
    await proef.bevestigAlles();
    const beeld = await proef.zaakberichten.detail(id);
    expect(beeld!.staat).toBe('afgeleverd');
    expect(beeld!.tijdlijn.map((m) => m.wat)).toContain('Opnieuw aangeboden');
    expect(JSON.stringify(beeld!.tijdlijn)).toContain('beheerder Voorbeeld');
  });
  it('puts it back with the operator when nothing was repaired', async () => {
    const id = await fout();
    await proef.zaakberichten.opnieuwAanbieden(id, 'beheerder');
    await proef.werk();
    expect(await proef.zaakberichten.detail(id)).toMatchObject({ staat: 'fout', wachtOpBeheerder: true });
  });
  it('may be done as often as needed', async () => {
    const id = await fout();
    for (let i = 0; i < 3; i++) {
      expect(await proef.zaakberichten.opnieuwAanbieden(id, 'beheerder')).toBe(true);
      await proef.werk();
    }
    herstel();
    await proef.zaakberichten.opnieuwAanbieden(id, 'beheerder');
    await proef.werk();
    await proef.bevestigAlles();
    expect((await proef.zaakberichten.detail(id))!.staat).toBe('afgeleverd');
  });
  it('of what left but was never acknowledged sends it again, as a new message', async () => {
    const status = await proef.zetStatus();
    await proef.werk();
    const messageId = proef.verstuurd[0]!.messageId;
    await proef.meld({ soort: 'verlopen', messageId, reden: 'te laat', vertrokken: true });
    const { id } = await proef.van(status);
    expect((await proef.zaakberichten.detail(id))!.wachtOpBeheerder).toBe(true);
    expect(await proef.zaakberichten.opnieuwAanbieden(id, 'beheerder')).toBe(true);
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(2);
    await proef.meld({ soort: 'bevestigd', messageId: proef.verstuurd[1]!.messageId });
    expect((await proef.zaakberichten.detail(id))!.staat).toBe('afgeleverd');
  });
});

describe('skipping', () => {
  it('ends it with the reason and the name, and lets the next status go', async () => {
    const id = await fout();
    await proef.zetStatus({ zaak: zaak(1), datumStatusGezet: new Date('2026-11-02T08:50:00Z') });
    await proef.werk();
    expect(proef.verstuurd).toEqual([]);
    expect(await proef.zaakberichten.overslaan(id, 'dubbel ingevoerd', 'beheerder Voorbeeld')).toBe(true);
    await proef.werk();
    expect(await proef.zaakberichten.detail(id)).toMatchObject({
      staat: 'afgewezen',
      reden: 'Overgeslagen door beheerder Voorbeeld: dubbel ingevoerd',
      wachtOpBeheerder: false,
    });
    expect(proef.verstuurd).toHaveLength(1);
  });
  it('of what left but was never acknowledged leaves its fate unknown, with the reason', async () => {
    const status = await proef.zetStatus();
    await proef.werk();
    await proef.meld({
      soort: 'verlopen',
      messageId: proef.verstuurd[0]!.messageId,
      reden: 'te laat',
      vertrokken: true,
    });
    const { id } = await proef.van(status);
    await proef.zaakberichten.overslaan(id, 'gebeld', 'beheerder');
    expect(await proef.zaakberichten.detail(id)).toMatchObject({
      staat: 'verlopen_onbekend',
      reden: 'Overgeslagen door beheerder: gebeld',
      wachtOpBeheerder: false,
    });
  });
  it('with a reason that quotes a BSN keeps none', async () => {
    const id = await fout();
    await proef.zaakberichten.overslaan(id, `hoort bij ${BSN.daan}`, 'beheerder');
    const kept = await proef.db.query(sql`select reden, tijdlijn from lopendezaken.zaakbericht where id = ${id}`);
    expect(JSON.stringify(kept)).toContain('hoort bij *********');
    expect(JSON.stringify(kept)).not.toContain(BSN.daan);
  });
});

describe('a zaakbericht that does not wait for an operator', () => {
  it('is not offered again and not skipped', async () => {
    const status = await proef.zetStatus();
    await proef.werk();
    const { id } = await proef.van(status);
    expect(await proef.zaakberichten.opnieuwAanbieden(id, 'beheerder')).toBe(false);
    expect(await proef.zaakberichten.overslaan(id, 'reden', 'beheerder')).toBe(false);
    await proef.bevestigAlles();
    expect(await proef.zaakberichten.opnieuwAanbieden(id, 'beheerder')).toBe(false);
    expect((await proef.zaakberichten.detail(id))!.staat).toBe('afgeleverd');
  });
});

describe('two decisions at once', () => {
  it('a double click offers it again once', async () => {
    const id = await fout();
    herstel();
    const done = await Promise.all([1, 2, 3, 4].map(() => proef.zaakberichten.opnieuwAanbieden(id, 'beheerder')));
    expect(done.filter(Boolean)).toHaveLength(1);
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(1);
  });
  it('offering again and skipping: one of them, and the zaakbericht is what that one made it', async () => {
    const id = await fout();
    herstel();
    const [opnieuw, overgeslagen] = await Promise.all([
      proef.zaakberichten.opnieuwAanbieden(id, 'een'),
      proef.zaakberichten.overslaan(id, 'reden', 'twee'),
    ]);
    expect([opnieuw, overgeslagen].filter(Boolean)).toHaveLength(1);
    await proef.werk();
    await proef.bevestigAlles();
    expect((await proef.zaakberichten.detail(id))!.staat).toBe(opnieuw ? 'afgeleverd' : 'afgewezen');
  });
  it.each(['overslaan', 'opnieuwAanbieden'] as const)(
    'a decision (%s) while its zaak takes its turn leaves no zaak waiting for nobody',
    async (wat) => {
      const status = await proef.zetStatus({ zaak: zaak(1) });
      await proef.werk();
      await proef.bevestigAlles();
      const { id } = await proef.van(status);
      await proef.ontvang('onbekend antwoord', proef.verstuurd[0]!.messageId);
      await proef.outbox.turn();
      const beslis = () =>
        wat === 'overslaan'
          ? proef.zaakberichten.overslaan(id, 'klaar', 'beheerder')
          : proef.zaakberichten.opnieuwAanbieden(id, 'beheerder');
      let beslist = false;
      proef.tussendoor = async () => {
        beslist = await beslis();
      };
      await proef.outbox.turn();
      expect(beslist).toBe(true);
      expect(proef.log.regels).toContainEqual(expect.objectContaining({ niveau: 'error', wat: 'storing outcomes' }));
      await proef.zetStatus({ zaak: zaak(1), datumStatusGezet: new Date('2026-11-02T08:50:00Z') });
      for (let i = 0; i < 3; i++) {
        proef.clock.advance(2_000);
        await proef.werk();
        await proef.bevestigAlles();
      }
      expect(await proef.staten(zaak(1).id)).toEqual([wat === 'overslaan' ? 'afgewezen' : 'afgeleverd', 'afgeleverd']);
    },
  );
});
