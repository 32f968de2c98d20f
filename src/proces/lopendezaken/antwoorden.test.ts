/** Foutberichten of MijnOverheid (L9, L11, L14): matched, shown, and what they do to the zaakbericht and its zaak. */
import { beforeEach, describe, expect, it } from 'vitest';
import { writeFo01, writeFo03 } from '../../standaarden/stuf/index.ts';
import { BSN, INSTELLINGEN, type Opstelling, payloadVan, startOpstelling } from './lopendezaken.testhulp.ts';

let proef: Opstelling;
beforeEach(async () => {
  proef = await startOpstelling();
});

const om = (minuut: number) => new Date(Date.parse('2026-11-02T08:00:00Z') + minuut * 60_000);
const laatste = () => proef.verstuurd.at(-1)!;
const referentie = () => /referentienummer>([^<]*)</.exec(payloadVan(laatste()))![1]!;

function foutbericht(code = 'StUF046', soort: 'Fo01' | 'Fo03' = 'Fo03', crossRefnummer = referentie()): string {
  return (soort === 'Fo01' ? writeFo01 : writeFo03)({
    zender: INSTELLINGEN.ontvanger,
    ontvanger: { organisatie: INSTELLINGEN.oin, applicatie: 'Zaakbode' },
    referentienummer: 'fout-1',
    tijdstipBericht: '20261102100000000',
    crossRefnummer,
    code,
    plek: 'server',
    omschrijving: 'Opslaan lukte niet',
  });
}

/** A status of which the message left; `bevestigd` says whether it was acknowledged. */
async function verstuurd(bevestigd: boolean, minuut = 0): Promise<string> {
  const id = await proef.zetStatus({ datumStatusGezet: om(minuut) });
  await proef.werk();
  if (bevestigd) await proef.bevestigAlles();
  else await proef.meld({ soort: 'verzonden', messageId: laatste().messageId });
  return id;
}

async function ontvang(inhoud: string, refToMessageId: string | null = null): Promise<void> {
  await proef.ontvang(inhoud, refToMessageId);
  await proef.werk();
}

const beeldVan = async (statusId: string) => (await proef.zaakberichten.detail((await proef.van(statusId)).id))!;

describe.each([
  ['before', false],
  ['after', true],
] as const)('a foutbericht that comes %s the acknowledgment', (_when, bevestigd) => {
  it.each(['Fo01', 'Fo03'] as const)(
    '(%s) puts the zaakbericht in error, with code, text, advice and the raw answer',
    async (soort) => {
      const id = await verstuurd(bevestigd);
      await ontvang(foutbericht('StUF046', soort));
      const beeld = await beeldVan(id);
      expect(beeld).toMatchObject({ staat: 'fout', wachtOpBeheerder: true });
      expect(beeld.reden).toMatch(/^StUF046: Opslaan lukte niet\. \S/);
      expect(beeld.antwoordXml).toContain(`<StUF:${soort}Bericht`);
      expect(beeld.tijdlijn.at(-1)).toMatchObject({ wat: 'Foutbericht ontvangen', toelichting: beeld.reden });
    },
  );
  it('is told in the log, without BSN (L10)', async () => {
    const id = await verstuurd(bevestigd);
    await ontvang(foutbericht());
    expect(proef.log.regels).toEqual([
      {
        niveau: 'warn',
        velden: { zaakbericht: (await proef.van(id)).id, melding: expect.stringMatching(/^StUF046/) },
        wat: 'zaakbericht wacht op een beheerder',
      },
    ]);
  });
  it('holds the next status of the zaak until it is skipped (L9)', async () => {
    const id = await verstuurd(bevestigd, 0);
    await ontvang(foutbericht());
    const na = await proef.zetStatus({ datumStatusGezet: om(1) });
    await proef.werk();
    expect((await proef.van(na)).staat).toBe('te_verzenden');
    expect(proef.verstuurd).toHaveLength(1);
    expect(await proef.zaakberichten.overslaan((await proef.van(id)).id, 'staat er al', 'beheerder')).toBe(true);
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(2);
    await proef.bevestigAlles();
    expect(await proef.staten()).toEqual(['afgewezen', 'afgeleverd']);
  });
  it('lets it be offered again, before the next status, as a new message (L9)', async () => {
    const id = await verstuurd(bevestigd, 0);
    await ontvang(foutbericht());
    await proef.zetStatus({ datumStatusGezet: om(1) });
    await proef.werk();
    expect(await proef.zaakberichten.opnieuwAanbieden((await proef.van(id)).id, 'beheerder')).toBe(true);
    for (let i = 0; i < 3; i++) {
      await proef.werk();
      await proef.bevestigAlles();
    }
    const tijden = proef.verstuurd.map((b) => /datumStatusGezet>(\d+)/.exec(payloadVan(b))![1]);
    expect(tijden).toEqual(['20261102090000000', '20261102090000000', '20261102090100000']);
    expect(new Set(proef.verstuurd.map((b) => b.messageId)).size).toBe(3);
    expect(await proef.staten()).toEqual(['afgeleverd', 'afgeleverd']);
  });
  it('holds no other zaak', async () => {
    await verstuurd(bevestigd);
    await ontvang(foutbericht());
    await proef.zetStatus({ zaak: { id: '00000000-0000-7000-8000-000000000009' } });
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(2);
  });
  it('stays in error when the acknowledgment comes after it, or comes again', async () => {
    const id = await verstuurd(bevestigd);
    await ontvang(foutbericht());
    await proef.meld({ soort: 'bevestigd', messageId: laatste().messageId });
    const { staat, reden, tijdlijn } = await beeldVan(id);
    expect(staat).toBe('fout');
    expect(reden).toMatch(/^StUF046/);
    expect(tijdlijn.at(-1)).toMatchObject({ wat: 'Ontvangst bevestigd', toelichting: null });
  });
  it('that says "no account" ends it, lets the zaak go on, and is logged (L11)', async () => {
    const id = await verstuurd(bevestigd, 0);
    await ontvang(foutbericht('SIM001'));
    await proef.zetStatus({ datumStatusGezet: om(1) });
    await proef.werk();
    const beeld = await beeldVan(id);
    expect(beeld).toMatchObject({ staat: 'geen_account', wachtOpBeheerder: false });
    expect(beeld.antwoordXml).toContain('SIM001');
    expect(proef.verstuurd).toHaveLength(2);
    expect(proef.log.regels.map((r) => r.wat)).toEqual([
      'MijnOverheid kent geen account; het zaakbericht is afgesloten',
    ]);
    proef.clock.advance(86_400_000);
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(2);
  });
  it('that names only the MessageId is matched by that', async () => {
    const id = await verstuurd(bevestigd);
    await ontvang(foutbericht('StUF055', 'Fo01', 'onbekend'), laatste().messageId);
    expect(await proef.van(id)).toMatchObject({ staat: 'fout', reden: expect.stringMatching(/^StUF055/) });
  });
  it.each([
    ['no XML', 'niet te lezen'],
    ['XML of another kind', '<mo:antwoord xmlns:mo="urn:voorbeeld">afgekeurd</mo:antwoord>'],
    ['XML with a DOCTYPE', '<!DOCTYPE x><x/>'],
    ['bytes that no database takes', 'half\0leesbaar'],
  ])('in a form that we do not know (%s) is shown as it came', async (_what, inhoud) => {
    const id = await verstuurd(bevestigd);
    await ontvang(inhoud, laatste().messageId);
    const beeld = await beeldVan(id);
    expect(beeld).toMatchObject({ staat: 'fout', wachtOpBeheerder: true, antwoordXml: inhoud.replaceAll('\0', '') });
    expect(beeld.reden).toContain('een antwoord dat Zaakbode niet kent');
  });
  it('that comes twice holds the zaak once', async () => {
    const id = await verstuurd(bevestigd, 0);
    await ontvang(foutbericht());
    await ontvang(foutbericht('StUF058'));
    expect((await proef.van(id)).reden).toMatch(/^StUF058/);
    await proef.zaakberichten.overslaan((await proef.van(id)).id, 'klaar', 'beheerder');
    await proef.zetStatus({ datumStatusGezet: om(1) });
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(2);
  });
});

describe('an answer', () => {
  it('about nothing of ours is kept and logged, and changes nothing', async () => {
    const id = await verstuurd(true);
    await ontvang(foutbericht('StUF046', 'Fo03', 'van-een-ander'), 'ook-onbekend@elders.example');
    expect((await proef.van(id)).staat).toBe('afgeleverd');
    expect(proef.log.regels.map((r) => r.wat)).toEqual([
      'ontvangen antwoord hoort bij geen zaakbericht; het is bewaard',
    ]);
  });
  it('that confirms (Bv03) changes nothing', async () => {
    const id = await verstuurd(true);
    const bv03 = `<StUF:Bv03Bericht xmlns:StUF="http://www.egem.nl/StUF/StUF0301"><StUF:stuurgegevens><StUF:berichtcode>Bv03</StUF:berichtcode><StUF:crossRefnummer>${referentie()}</StUF:crossRefnummer></StUF:stuurgegevens></StUF:Bv03Bericht>`;
    await ontvang(bv03, laatste().messageId);
    expect((await proef.van(id)).staat).toBe('afgeleverd');
    expect(proef.log.regels).toEqual([]);
  });
  it('about the message before this one does not touch the new one', async () => {
    const id = await verstuurd(true);
    const oud = foutbericht();
    const oudId = laatste().messageId;
    await ontvang(oud);
    await proef.zaakberichten.opnieuwAanbieden((await proef.van(id)).id, 'beheerder');
    await ontvang(oud, oudId);
    await proef.bevestigAlles();
    expect(await proef.van(id)).toMatchObject({ staat: 'afgeleverd', token: null });
  });
  it('that repeats itself while a new message has yet to be made, does not undo the decision of the operator', async () => {
    const id = await verstuurd(true);
    const oud = foutbericht();
    await ontvang(oud);
    proef.ruimte = 0;
    await proef.zaakberichten.opnieuwAanbieden((await proef.van(id)).id, 'beheerder');
    await ontvang(oud);
    expect((await proef.van(id)).staat).toBe('te_verzenden');
    proef.ruimte = 400;
    await proef.werk();
    await proef.bevestigAlles();
    expect((await proef.van(id)).staat).toBe('afgeleverd');
  });
  it('after the operator skipped it, stands on the timeline', async () => {
    const id = await verstuurd(true);
    await ontvang(foutbericht());
    await proef.zaakberichten.overslaan((await proef.van(id)).id, 'klaar', 'beheerder');
    await ontvang(foutbericht('StUF058'));
    const { staat, tijdlijn } = await beeldVan(id);
    expect(staat).toBe('afgewezen');
    expect(tijdlijn.at(-1)?.wat).toBe('Antwoord ontvangen dat niets verandert');
  });
  it('that quotes a BSN shows none', async () => {
    const id = await verstuurd(true);
    await ontvang(foutbericht().replace('Opslaan lukte niet', `Burger ${BSN.noor} niet gevonden`));
    const beeld = JSON.stringify([await beeldVan(id), await proef.zaakberichten.lijst({}), proef.log.regels]);
    expect(beeld).toContain('Burger ********* niet gevonden');
    expect(beeld).not.toContain(BSN.noor);
  });
  it('about several messages in one batch reaches each of them', async () => {
    const codes = ['StUF010', 'StUF046', 'SIM001'];
    const ids: string[] = [];
    for (const [i, code] of codes.entries()) {
      ids.push(await proef.zetStatus({ zaak: { id: `00000000-0000-7000-8000-00000000010${i}` } }));
      await proef.werk();
      await proef.ontvang(foutbericht(code));
    }
    await proef.werk();
    const rows = await Promise.all(ids.map((id) => proef.van(id)));
    expect(rows.map((r) => r.staat)).toEqual(['fout', 'fout', 'geen_account']);
  });
  it('at the same moment as the acknowledgment, whichever comes first, leaves the error and no zaak that waits for nobody', async () => {
    const zaken = Array.from(
      { length: 12 },
      (_n, i) => `00000000-0000-7000-8000-0000000002${String(i).padStart(2, '0')}`,
    );
    const ids: string[] = [];
    for (const id of zaken) ids.push(await proef.zetStatus({ zaak: { id }, datumStatusGezet: om(0) }));
    await proef.werk();
    const eerste = [...proef.verstuurd];
    for (const { messageId } of eerste) await proef.ontvang('onbekend antwoord', messageId);
    await Promise.all([proef.werk(), ...eerste.map(({ messageId }) => proef.meld({ soort: 'bevestigd', messageId }))]);
    await proef.werk();
    const rows = await Promise.all(ids.map((id) => proef.van(id)));
    expect(rows.map((r) => r.staat)).toEqual(zaken.map(() => 'fout'));
    for (const id of zaken) await proef.zetStatus({ zaak: { id }, datumStatusGezet: om(1) });
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(zaken.length);
    for (const { id } of rows) expect(await proef.zaakberichten.overslaan(id, 'klaar', 'beheerder')).toBe(true);
    proef.clock.advance(2_000);
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(2 * zaken.length);
  });
});
