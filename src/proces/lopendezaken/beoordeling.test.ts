/** From a status event to a zaakbericht that goes on, ends or waits (L2, L5, L7, L8), with what an operator sees of it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import type { Inrichting } from './inrichting.ts';
import {
  altijdActief,
  BSN,
  betrokkene,
  INRICHTING,
  metStroom,
  type Opstelling,
  payloadVan,
  startOpstelling,
} from './lopendezaken.testhulp.ts';

let proef: Opstelling;
beforeEach(async () => {
  proef = await startOpstelling();
});

const MINUUT = 60_000;
const beeldVan = async (statusId: string) => (await proef.zaakberichten.detail((await proef.van(statusId)).id))!;

describe('a status', () => {
  it('is one zaakbericht, with the moments of its way so far', async () => {
    proef.clock.advance(1_000);
    const id = await proef.zetStatus();
    proef.clock.advance(500);
    await proef.werk();
    const beeld = await beeldVan(id);
    expect(beeld).toMatchObject({ zaaknummer: 'ZAAK-2026-0001', staat: 'te_verzenden', statustype: 'Ontvangen' });
    expect(beeld.tijdlijn.map((m) => [m.tijd.toISOString().slice(11, 23), m.wat])).toEqual([
      ['08:30:15.250', 'Status gezet'],
      ['09:00:01.000', 'Status vastgelegd in het register'],
      ['09:00:01.500', 'Gecontroleerd: wordt verzonden'],
      ['09:00:01.500', 'Bericht gemaakt'],
    ]);
    expect(beeld.accountGecontroleerdOp?.toISOString()).toBe('2026-11-02T09:00:01.500Z');
  });
  it('that is switched off asks nobody anything and ends (L2)', async () => {
    const id = await proef.zetStatus({ statustype: { informeren: false } });
    await proef.werk();
    expect(await proef.van(id)).toMatchObject({
      staat: 'niet_van_toepassing',
      reden: expect.stringContaining('informeren'),
    });
    expect(proef.gevraagd).toEqual({ brp: 0, accounts: 0 });
    expect(proef.verstuurd).toEqual([]);
  });
  it('of many zaken at once asks each source once for the batch', async () => {
    for (let i = 0; i < 30; i++) {
      await proef.zetStatus({ zaak: { id: `00000000-0000-7000-8000-0000000001${i + 10}` } });
    }
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(30);
    expect(proef.gevraagd).toEqual({ brp: 30, accounts: 30 });
  });
});

describe('L5: a BSN that the BRP does not know', () => {
  it('ends, and the account is not asked', async () => {
    proef.bronnen.brp = () => false;
    const id = await proef.zetStatus();
    await proef.werk();
    expect((await proef.van(id)).staat).toBe('bsn_niet_authentiek');
    expect(proef.gevraagd).toEqual({ brp: 1, accounts: 0 });
    expect((await beeldVan(id)).accountGecontroleerdOp).toBeNull();
  });
  it('ends also while the account check is away', async () => {
    proef.bronnen.brp = () => false;
    proef.bronnen.accounts = 'weg';
    const id = await proef.zetStatus();
    await proef.werk();
    expect((await proef.van(id)).staat).toBe('bsn_niet_authentiek');
  });
  it('is not kept with the zaakbericht', async () => {
    proef.bronnen.brp = () => false;
    await proef.zetStatus();
    await proef.werk();
    expect(await proef.db.query(sql`select bsn from lopendezaken.zaakbericht`)).toEqual([{ bsn: null }]);
  });
});

describe('L7: no account', () => {
  it('is final, also when the account is opened later', async () => {
    proef.bronnen.accounts = () => ({ soort: 'geen' });
    const id = await proef.zetStatus();
    await proef.werk();
    proef.bronnen.accounts = altijdActief;
    proef.clock.advance(24 * 60 * MINUUT);
    await proef.werk();
    expect((await proef.van(id)).staat).toBe('geen_account');
    expect(proef.verstuurd).toEqual([]);
  });
  it('the next status of the zaak is judged by itself', async () => {
    proef.bronnen.accounts = () => ({ soort: 'geen' });
    await proef.zetStatus();
    await proef.werk();
    proef.bronnen.accounts = altijdActief;
    await proef.zetStatus({ datumStatusGezet: new Date('2026-11-02T08:45:00Z') });
    await proef.werk();
    expect(await proef.staten()).toEqual(['geen_account', 'te_verzenden']);
  });
  it('when the check was away the first successful check decides, and the gap is there to see', async () => {
    proef.bronnen.accounts = 'weg';
    const id = await proef.zetStatus();
    await proef.werk();
    proef.clock.advance(60 * MINUUT);
    proef.bronnen.accounts = altijdActief;
    await proef.werk();
    const beeld = await beeldVan(id);
    expect(beeld.staat).toBe('te_verzenden');
    expect(beeld.statusGezetOp.toISOString()).toBe('2026-11-02T08:30:15.250Z');
    expect(beeld.accountGecontroleerdOp?.toISOString()).toBe('2026-11-02T10:00:00.000Z');
  });
  it('an account that was opened while the check was away does not count for the status before it', async () => {
    proef.bronnen.accounts = 'weg';
    const id = await proef.zetStatus();
    await proef.werk();
    proef.clock.advance(60 * MINUUT);
    proef.bronnen.accounts = () => ({ soort: 'actief', geactiveerdOp: new Date('2026-11-02T09:30:00Z') });
    await proef.werk();
    expect(await proef.van(id)).toMatchObject({
      staat: 'geen_account',
      reden: expect.stringContaining('pas na deze status'),
    });
  });
});

describe('L8: a source that is away', () => {
  it.each(['brp', 'accounts'] as const)(
    '(%s) makes the zaakbericht wait, visibly, and nothing leaves',
    async (bron) => {
      proef.bronnen[bron] = 'weg';
      const id = await proef.zetStatus();
      await proef.werk();
      expect(await proef.van(id)).toMatchObject({ staat: 'wacht_op_controle', reden: `${bron} is niet bereikbaar.` });
      expect(proef.verstuurd).toEqual([]);
      expect((await beeldVan(id)).accountGecontroleerdOp).toBeNull();
    },
  );
  it('keeps the statussen of a zaak in order', async () => {
    proef.bronnen.accounts = 'weg';
    for (const minuut of [1, 2, 3]) {
      await proef.zetStatus({
        datumStatusGezet: new Date(Date.parse('2026-11-02T08:00:00Z') + minuut * MINUUT),
        statustype: { omschrijving: `Stap ${minuut}` },
      });
    }
    await proef.werk();
    proef.bronnen.accounts = altijdActief;
    proef.clock.advance(10 * MINUUT);
    await proef.werk();
    for (let i = 0; i < 3; i++) {
      await proef.bevestigAlles();
      await proef.werk();
    }
    const stappen = proef.verstuurd.map((b) => /Stap \d/.exec(payloadVan(b))?.[0]);
    expect(stappen).toEqual(['Stap 1', 'Stap 2', 'Stap 3']);
    expect(await proef.staten()).toEqual(['afgeleverd', 'afgeleverd', 'afgeleverd']);
  });
  it('writes one moment however often it is tried, and renews the reason', async () => {
    proef.bronnen.brp = 'weg';
    const id = await proef.zetStatus();
    for (let i = 0; i < 5; i++) {
      await proef.werk();
      proef.clock.advance(10 * MINUUT);
    }
    proef.bronnen.brp = 'zwijgt';
    await proef.werk();
    const beeld = await beeldVan(id);
    expect(beeld.tijdlijn.map((m) => m.wat)).toEqual([
      'Status gezet',
      'Status vastgelegd in het register',
      'Controle lukte niet',
    ]);
    expect(beeld.reden).toBe('brp zegt niets.');
  });
  it('about one person holds up him alone', async () => {
    proef.bronnen.accounts = (bsn) => (bsn === BSN.daan ? { soort: 'onbekend', reden: 'Onleesbaar.' } : altijdActief());
    const wacht = await proef.zetStatus({ betrokkenen: [betrokkene(BSN.daan)] });
    const gaat = await proef.zetStatus({ zaak: { id: '00000000-0000-7000-8000-000000000009' } });
    await proef.werk();
    expect((await proef.van(wacht)).staat).toBe('wacht_op_controle');
    expect((await proef.van(gaat)).staat).toBe('te_verzenden');
  });
  it('is told in the log at the first attempt, once per batch and without BSN (L10)', async () => {
    proef.bronnen.accounts = 'weg';
    await proef.zetStatus();
    await proef.zetStatus({ zaak: { id: '00000000-0000-7000-8000-000000000009' } });
    for (let i = 0; i < 4; i++) {
      await proef.werk();
      proef.clock.advance(10 * MINUUT);
    }
    expect(proef.log.regels).toEqual([
      {
        niveau: 'warn',
        velden: { melding: 'accounts is niet bereikbaar.', aantal: 2 },
        wat: 'controle lukte niet; zaakberichten wachten',
      },
    ]);
  });
});

describe('a status that is gone from the register', () => {
  it('before it was looked at, is no zaakbericht', async () => {
    const id = await proef.zetStatus();
    proef.register.delete(id);
    await proef.werk();
    expect(await proef.staten()).toEqual([]);
  });
  it('while it waited for its check, ends (RS-F41)', async () => {
    proef.bronnen.brp = 'weg';
    const id = await proef.zetStatus();
    await proef.werk();
    proef.register.delete(id);
    proef.bronnen.brp = () => true;
    proef.clock.advance(10 * MINUUT);
    await proef.werk();
    expect(await proef.van(id)).toMatchObject({
      staat: 'niet_van_toepassing',
      reden: 'De status staat niet meer in het register.',
    });
  });
});

describe('several persons in one zaak', () => {
  const TWEE = [betrokkene(BSN.daan), betrokkene(BSN.zoe, { soort: 'belanghebbende' })];
  const breed: Inrichting = { ...INRICHTING, rollen: ['initiator', 'belanghebbende'] };
  const rijen = (statusId: string) =>
    proef.db.query<{ rolsoort: string; staat: string }>(
      sql`select rolsoort, staat from lopendezaken.zaakbericht where status_id = ${statusId} order by rolsoort`,
    );

  it('each get a zaakbericht of their own, one after the other', async () => {
    proef = await startOpstelling(breed);
    const id = await proef.zetStatus({ betrokkenen: TWEE });
    await proef.werk();
    await proef.bevestigAlles();
    await proef.werk();
    await proef.bevestigAlles();
    expect(await rijen(id)).toEqual([
      { rolsoort: 'belanghebbende', staat: 'afgeleverd' },
      { rolsoort: 'initiator', staat: 'afgeleverd' },
    ]);
    expect(proef.verstuurd.map((b) => [BSN.daan, BSN.zoe].filter((bsn) => payloadVan(b).includes(bsn)))).toEqual(
      expect.arrayContaining([[BSN.daan], [BSN.zoe]]),
    );
  });
  it('of whom one waits for a check: the other goes, once, however often it is tried', async () => {
    proef = await startOpstelling(breed);
    proef.bronnen.accounts = (bsn) => (bsn === BSN.zoe ? { soort: 'onbekend', reden: 'Onleesbaar.' } : altijdActief());
    const id = await proef.zetStatus({ betrokkenen: TWEE });
    for (let i = 0; i < 3; i++) {
      await proef.werk();
      await proef.bevestigAlles();
      proef.clock.advance(10 * MINUUT);
    }
    expect(await rijen(id)).toEqual([
      { rolsoort: 'belanghebbende', staat: 'wacht_op_controle' },
      { rolsoort: 'initiator', staat: 'afgeleverd' },
    ]);
    proef.bronnen.accounts = altijdActief;
    await proef.werk();
    await proef.bevestigAlles();
    expect((await rijen(id)).map(({ staat }) => staat)).toEqual(['afgeleverd', 'afgeleverd']);
    expect(proef.verstuurd).toHaveLength(2);
  });
  it('of whom one leaves the zaak while he waits: his zaakbericht ends', async () => {
    proef = await startOpstelling(breed);
    proef.bronnen.accounts = 'weg';
    const id = await proef.zetStatus({ betrokkenen: TWEE });
    await proef.werk();
    proef.register.set(id, { ...proef.register.get(id)!, betrokkenen: [TWEE[0]!] });
    proef.bronnen.accounts = altijdActief;
    proef.clock.advance(10 * MINUUT);
    await proef.werk();
    expect(await rijen(id)).toEqual([
      { rolsoort: 'belanghebbende', staat: 'niet_van_toepassing' },
      { rolsoort: 'initiator', staat: 'te_verzenden' },
    ]);
  });
});

describe('consent and preference', () => {
  const NEE = { staat: 'geen_toestemming', reden: 'Deze persoon wil geen bericht.' } as const;

  it('are asked before any source: about who may not be told nothing is asked outside', async () => {
    proef.verbod = () => NEE;
    const id = await proef.zetStatus();
    await proef.werk();
    expect(await proef.van(id)).toMatchObject(NEE);
    expect(proef.gevraagd).toEqual({ brp: 0, accounts: 0 });
  });
  it('that are taken back before the message is made stop it', async () => {
    proef.ruimte = 0;
    const id = await proef.zetStatus();
    await proef.werk();
    proef.verbod = () => NEE;
    proef.ruimte = 400;
    await proef.werk();
    expect(await proef.van(id)).toMatchObject(NEE);
    expect(proef.verstuurd).toEqual([]);
  });
  it('that are taken back while the message is being made stop it too', async () => {
    proef.ruimte = 0;
    const id = await proef.zetStatus();
    await proef.werk();
    let vragen = 0;
    proef.verbod = () => (++vragen > 1 ? NEE : null);
    proef.ruimte = 400;
    await proef.werk();
    proef.clock.advance(10 * MINUUT);
    await proef.werk();
    expect(await proef.van(id)).toMatchObject(NEE);
    expect(proef.verstuurd).toEqual([]);
  });
});

describe('a stroom that checks when it sends (L7)', () => {
  const bijVerzending = metStroom({}, { controle: 'bij_verzending' });

  it('asks nothing before, and keeps both times', async () => {
    proef = await startOpstelling(bijVerzending);
    proef.ruimte = 0;
    const id = await proef.zetStatus();
    await proef.werk();
    expect(proef.gevraagd).toEqual({ brp: 0, accounts: 0 });
    proef.clock.advance(60 * MINUUT);
    proef.ruimte = 400;
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(1);
    const beeld = await beeldVan(id);
    expect(beeld.accountGecontroleerdOp).toEqual(new Date('2026-11-02T10:00:00Z'));
    expect(beeld.statusGezetOp).toEqual(new Date('2026-11-02T08:30:15.250Z'));
  });
  it('ends for who has no account by then, and waits while nobody knows', async () => {
    proef = await startOpstelling(bijVerzending);
    proef.bronnen.accounts = 'weg';
    const id = await proef.zetStatus();
    await proef.werk();
    expect(await proef.van(id)).toMatchObject({ staat: 'te_verzenden', reden: 'accounts is niet bereikbaar.' });
    proef.bronnen.accounts = () => ({ soort: 'geen' });
    proef.clock.advance(10 * MINUUT);
    await proef.werk();
    expect((await proef.van(id)).staat).toBe('geen_account');
    expect(proef.verstuurd).toEqual([]);
  });
});

describe('the decision', () => {
  const besluitVan = async (id: string) =>
    (
      await proef.db.query<{ besluit: { vraag: string; antwoord: string }[] }>(
        sql`select besluit from lopendezaken.zaakbericht where status_id = ${id}`,
      )
    )[0]!.besluit.map(({ antwoord }) => antwoord);

  it('is kept with every question that was asked, and no number of a person', async () => {
    const geactiveerdOp = new Date('2025-12-31T23:30:00Z');
    proef.bronnen.accounts = () => ({ soort: 'actief', geactiveerdOp });
    const id = await proef.zetStatus();
    await proef.werk();
    expect(await besluitVan(id)).toEqual([
      'Ja, volgens de catalogus.',
      'lopende-zaken',
      'De initiator van de zaak.',
      'Ja: bekend bij de BRP.',
      'Ja, sinds 01-01-2026.',
    ]);
    expect(JSON.stringify(await besluitVan(id))).not.toContain(BSN.noor);
  });
  it('that it does not go is kept with the reason', async () => {
    proef.bronnen.brp = () => false;
    const id = await proef.zetStatus();
    await proef.werk();
    expect((await besluitVan(id)).at(-1)).toBe('Nee. De BRP kent dit BSN niet.');
  });
});
