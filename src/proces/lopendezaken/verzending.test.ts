/** From a zaakbericht that must be sent to its end: the message, what Digikoppeling tells of it, and the lane of the zaak. */
import { beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { BSN, betrokkene, type Opstelling, payloadVan, startOpstelling } from './lopendezaken.testhulp.ts';

let proef: Opstelling;
beforeEach(async () => {
  proef = await startOpstelling();
});

const om = (minuut: number) => new Date(Date.parse('2026-11-02T08:00:00Z') + minuut * 60_000);
const tekst = (i: number) => payloadVan(proef.verstuurd[i]!);
const veld = (i: number, naam: string) => new RegExp(`:${naam}[^>]*>([^<]*)<`).exec(tekst(i))?.[1];
const momenten = async (statusId: string) =>
  (await proef.zaakberichten.detail((await proef.van(statusId)).id))!.tijdlijn.map((m) => m.wat).slice(3);
const LANG = { statustype: { statustekst: 'x'.repeat(1_000) } };

describe('a message', () => {
  it('is stored with its number, its time, the verwerkingenlog and the state in one transaction', async () => {
    const id = await proef.zetStatus();
    await proef.werk();
    const { messageId } = proef.verstuurd[0]!;
    expect(messageId).toBe(`${veld(0, 'referentienummer')}@zaakbode.proef.example`);
    expect(veld(0, 'tijdstipBericht')).toBe('20261102100000000');
    expect(await proef.van(id)).toMatchObject({ staat: 'te_verzenden', token: messageId, message_id: messageId });
    const log = await proef.db.query(sql`select activiteit, ontvanger, object from verwerkingen.verwerking`);
    expect(log).toEqual([{ activiteit: 'lopende-zaken', ontvanger: '00000004003214345001', object: 'ZAAK-2026-0001' }]);
  });
  it('has a tijdstipBericht above that of every message before it, batch after batch (StUF019)', async () => {
    for (const n of [1, 2, 3, 4, 5]) {
      for (let i = 0; i < n; i++) await proef.zetStatus({ zaak: { id: `00000000-0000-7000-8000-0000000003${n}${i}` } });
      await proef.werk();
    }
    const tijden = proef.verstuurd.map((_b, i) => veld(i, 'tijdstipBericht'));
    expect(tijden).toHaveLength(15);
    expect([...new Set(tijden)].sort()).toEqual(tijden);
  });
  it('holds what stands in the register when it is made (L1)', async () => {
    proef.ruimte = 0;
    const id = await proef.zetStatus();
    await proef.werk();
    expect(proef.verstuurd).toEqual([]);
    const was = proef.register.get(id)!;
    proef.register.set(id, { ...was, zaak: { ...was.zaak, omschrijving: 'Andere omschrijving' } });
    proef.ruimte = 400;
    await proef.werk();
    expect(tekst(0)).toContain('Andere omschrijving');
  });
  it('is not made for somebody else than who was checked (RS-F40)', async () => {
    proef.ruimte = 0;
    const id = await proef.zetStatus();
    await proef.werk();
    proef.register.set(id, { ...proef.register.get(id)!, betrokkenen: [betrokkene(BSN.daan)] });
    proef.ruimte = 400;
    await proef.werk();
    expect(await proef.van(id)).toMatchObject({
      staat: 'niet_van_toepassing',
      reden: expect.stringContaining('andere betrokkene'),
    });
    expect(proef.verstuurd).toEqual([]);
  });
  it.each([
    ['the zaak is deleted', null, 'uit het register verwijderd'],
    ['the zaak becomes confidential', { zaak: { vertrouwelijkheid: 'geheim' } }, 'De zaak is geheim'],
    ['the statustype is switched off', { statustype: { informeren: false } }, '"informeren"'],
  ] as const)('is not made when %s in between (RS-F41)', async (_what, wijziging, reden) => {
    proef.ruimte = 0;
    const id = await proef.zetStatus();
    await proef.werk();
    const was = proef.register.get(id)!;
    if (wijziging === null) proef.register.delete(id);
    else {
      const part = wijziging as { zaak?: object; statustype?: object };
      proef.register.set(id, {
        ...was,
        zaak: { ...was.zaak, ...part.zaak },
        statustype: { ...was.statustype, ...part.statustype },
      });
    }
    proef.ruimte = 400;
    await proef.werk();
    expect(await proef.van(id)).toMatchObject({ staat: 'niet_van_toepassing', reden: expect.stringContaining(reden) });
    expect(proef.verstuurd).toEqual([]);
  });
  it('of statussen at the same moment gets its own moment at the receiver', async () => {
    await proef.zetStatus({ datumStatusGezet: om(0) });
    await proef.zetStatus({ datumStatusGezet: om(0) });
    await proef.werk();
    await proef.bevestigAlles();
    await proef.werk();
    expect([veld(0, 'datumStatusGezet'), veld(1, 'datumStatusGezet')]).toEqual([
      '20261102090000000',
      '20261102090000001',
    ]);
  });
});

describe('a message that another system sends for us', () => {
  it('is overgedragen, says that no more is known, and holds up nothing', async () => {
    await proef.zetStatus({ datumStatusGezet: om(0) });
    await proef.zetStatus({ datumStatusGezet: om(1) });
    await proef.werk();
    await proef.meld({ soort: 'overgedragen', messageId: proef.verstuurd[0]!.messageId });
    await proef.werk();
    expect(await proef.staten()).toEqual(['overgedragen', 'te_verzenden']);
    expect(proef.verstuurd).toHaveLength(2);
  });
});

describe('the lane of a zaak', () => {
  it('lets the next status go after the acknowledgment, and not before (RS-I6)', async () => {
    await proef.zetStatus({ datumStatusGezet: om(0) });
    await proef.zetStatus({ datumStatusGezet: om(1) });
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(1);
    await proef.meld({ soort: 'verzonden', messageId: proef.verstuurd[0]!.messageId });
    await proef.werk();
    expect(await proef.staten()).toEqual(['verzonden', 'te_verzenden']);
    expect(proef.verstuurd).toHaveLength(1);
    await proef.meld({ soort: 'bevestigd', messageId: proef.verstuurd[0]!.messageId });
    await proef.werk();
    expect(await proef.staten()).toEqual(['afgeleverd', 'te_verzenden']);
    expect(proef.verstuurd).toHaveLength(2);
  });
  it('of another zaak does not wait', async () => {
    await proef.zetStatus();
    await proef.zetStatus({ zaak: { id: '00000000-0000-7000-8000-000000000009' } });
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(2);
  });
  it('waits with a message that cannot be made; other zaken go on (L9, RS-F36)', async () => {
    const gif = await proef.zetStatus({ ...LANG, datumStatusGezet: om(0) });
    const na = await proef.zetStatus({ datumStatusGezet: om(1) });
    const ander = await proef.zetStatus({ zaak: { id: '00000000-0000-7000-8000-000000000009' } });
    await proef.werk();
    expect(await proef.van(gif)).toMatchObject({
      staat: 'fout',
      reden: expect.stringContaining('Maak de toelichting'),
    });
    expect((await proef.van(na)).staat).toBe('te_verzenden');
    expect((await proef.van(ander)).staat).toBe('te_verzenden');
    expect(proef.verstuurd).toHaveLength(1);
    expect(proef.log.regels).toContainEqual({
      niveau: 'warn',
      velden: { zaakbericht: (await proef.van(gif)).id, melding: expect.any(String) },
      wat: 'zaakbericht wacht op een beheerder',
    });
  });
});

describe('what Digikoppeling tells', () => {
  const stuur = async () => {
    const id = await proef.zetStatus();
    await proef.werk();
    return { id, messageId: proef.verstuurd.at(-1)!.messageId };
  };

  it('sent and acknowledged: delivered', async () => {
    const { id, messageId } = await stuur();
    await proef.meld({ soort: 'verzonden', messageId });
    await proef.meld({ soort: 'bevestigd', messageId });
    expect(await proef.van(id)).toMatchObject({ staat: 'afgeleverd', token: null });
    expect(await momenten(id)).toEqual(['Bericht gemaakt', 'Verzonden', 'Ontvangst bevestigd']);
  });
  it('acknowledged before it was known to be sent: delivered, and it stays so (RS-F32)', async () => {
    const { id, messageId } = await stuur();
    await proef.meld({ soort: 'bevestigd', messageId });
    await proef.meld({ soort: 'verzonden', messageId });
    expect((await proef.van(id)).staat).toBe('afgeleverd');
    expect(await momenten(id)).toEqual(['Bericht gemaakt', 'Ontvangst bevestigd']);
  });
  it('about a message that is not ours: nothing', async () => {
    const { id } = await stuur();
    await proef.meld({ soort: 'bevestigd', messageId: 'van-een-ander@elders.example' });
    expect((await proef.van(id)).staat).toBe('te_verzenden');
  });
  it('refused: an operator decides, and sees the answer', async () => {
    const { id, messageId } = await stuur();
    await proef.meld({
      soort: 'geweigerd',
      messageId,
      reden: 'SecurityFailure: nee',
      antwoord: `<fout>${BSN.noor}</fout>`,
    });
    const { id: zaakbericht, staat, reden } = await proef.van(id);
    expect([staat, reden]).toEqual(['fout', 'MijnOverheid weigerde het bericht: SecurityFailure: nee']);
    const beeld = await proef.zaakberichten.detail(zaakbericht);
    expect(beeld).toMatchObject({ wachtOpBeheerder: true, antwoordXml: '<fout>*********</fout>' });
  });
  it('refused with a text that quotes a BSN: no reason, timeline or log line repeats it', async () => {
    const { id, messageId } = await stuur();
    await proef.meld({ soort: 'geweigerd', messageId, reden: `SecurityFailure: ${BSN.noor}`, antwoord: null });
    const kept = await proef.db.query(sql`
      select z.reden, z.tijdlijn, d.reason from lopendezaken.zaakbericht z, outbox.delivery d where d.reason is not null`);
    expect(JSON.stringify([kept, proef.log.regels])).toContain('SecurityFailure: *********');
    expect(JSON.stringify([kept, proef.log.regels])).not.toContain(BSN.noor);
    expect((await proef.van(id)).staat).toBe('fout');
  });
  it('expired before a byte left: made anew, under a new MessageId (RS-F34)', async () => {
    const { id, messageId } = await stuur();
    await proef.meld({ soort: 'verlopen', messageId, reden: 'te laat', vertrokken: false });
    await proef.werk();
    const [, opnieuw] = proef.verstuurd;
    expect(opnieuw!.messageId).not.toBe(messageId);
    expect(veld(1, 'tijdstipBericht')! > veld(0, 'tijdstipBericht')!).toBe(true);
    expect(veld(1, 'datumStatusGezet')).toBe(veld(0, 'datumStatusGezet'));
    await proef.meld({ soort: 'bevestigd', messageId: opnieuw!.messageId });
    expect((await proef.van(id)).staat).toBe('afgeleverd');
  });
  it('expired after a byte left: unknown, an operator decides; a late acknowledgment ends the doubt', async () => {
    const { id, messageId } = await stuur();
    const na = await proef.zetStatus({ datumStatusGezet: om(50) });
    await proef.meld({ soort: 'verlopen', messageId, reden: 'te laat', vertrokken: true });
    await proef.werk();
    expect(await proef.van(id)).toMatchObject({ staat: 'verlopen_onbekend', reden: 'te laat' });
    expect((await proef.van(na)).staat).toBe('te_verzenden');
    expect(proef.verstuurd).toHaveLength(1);
    await proef.meld({ soort: 'bevestigd', messageId });
    await proef.werk();
    expect((await proef.van(id)).staat).toBe('afgeleverd');
    expect(proef.verstuurd).toHaveLength(2);
  });
  it('a late acknowledgment of what was skipped meanwhile ends the doubt too', async () => {
    const { id, messageId } = await stuur();
    await proef.meld({ soort: 'verlopen', messageId, reden: 'te laat', vertrokken: true });
    await proef.zaakberichten.overslaan((await proef.van(id)).id, 'weg ermee', 'beheerder');
    expect(await proef.van(id)).toMatchObject({ staat: 'verlopen_onbekend', token: null });
    await proef.meld({ soort: 'bevestigd', messageId });
    expect((await proef.van(id)).staat).toBe('afgeleverd');
  });
  it('an acknowledgment after a refusal does not hide the refusal', async () => {
    const { id, messageId } = await stuur();
    await proef.meld({ soort: 'geweigerd', messageId, reden: 'nee', antwoord: null });
    await proef.meld({ soort: 'bevestigd', messageId });
    expect((await proef.van(id)).staat).toBe('fout');
    expect(await momenten(id)).toEqual(['Bericht gemaakt', 'Geweigerd', 'Ontvangst bevestigd']);
  });
  it('what comes after the operator skipped it stands on the timeline and changes nothing', async () => {
    const { id, messageId } = await stuur();
    await proef.meld({ soort: 'geweigerd', messageId, reden: 'nee', antwoord: null });
    await proef.zaakberichten.overslaan((await proef.van(id)).id, 'dubbel', 'beheerder');
    await proef.meld({ soort: 'bevestigd', messageId });
    await proef.meld({ soort: 'geweigerd', messageId, reden: 'nog eens', antwoord: null });
    await proef.meld({ soort: 'verlopen', messageId, reden: 'te laat', vertrokken: true });
    expect(await proef.van(id)).toMatchObject({ staat: 'afgewezen', reden: 'Overgeslagen door beheerder: dubbel' });
  });
});

describe('while Digikoppeling takes nothing more', () => {
  it('nothing is made, and everything is made in order once it does', async () => {
    proef.ruimte = 0;
    for (const minuut of [0, 1, 2]) await proef.zetStatus({ datumStatusGezet: om(minuut) });
    await proef.werk();
    expect(await proef.staten()).toEqual(['te_verzenden', 'te_verzenden', 'te_verzenden']);
    proef.ruimte = 1;
    for (let i = 0; i < 3; i++) {
      await proef.werk();
      await proef.bevestigAlles();
    }
    expect(await proef.staten()).toEqual(['afgeleverd', 'afgeleverd', 'afgeleverd']);
    const tijden = [0, 1, 2].map((i) => veld(i, 'datumStatusGezet'));
    expect([...tijden].sort()).toEqual(tijden);
  });
});
