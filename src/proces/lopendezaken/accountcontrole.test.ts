/**
 * L7 and L8 with a check that tells no dates, as the one over WUS: what counts is when it answers. At once after the change,
 * whatever keeps sending waiting; after an outage the first answer; and both times are kept.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { altijdActief, type Opstelling, startOpstelling } from './lopendezaken.testhulp.ts';

let proef: Opstelling;
beforeEach(async () => {
  proef = await startOpstelling();
});

const MINUUT = 60_000;
const beeldVan = async (statusId: string) => (await proef.zaakberichten.detail((await proef.van(statusId)).id))!;

/** A status at 09:00, and what is there to see of it. */
async function status() {
  const id = await proef.zetStatus({ datumStatusGezet: new Date('2026-11-02T09:00:00Z') });
  await proef.werk();
  return id;
}

describe('L7: an account that is activated while sending waits', () => {
  it('(checked at once, and again never) changes nothing: nobody had an account at the change', async () => {
    proef.ruimte = 0;
    proef.bronnen.accounts = () => ({ soort: 'geen' });
    const id = await status();
    proef.bronnen.accounts = altijdActief;
    proef.clock.advance(24 * 60 * MINUUT);
    proef.ruimte = 400;
    await proef.werk();
    expect(await beeldVan(id)).toMatchObject({
      staat: 'geen_account',
      statusGezetOp: new Date('2026-11-02T09:00:00Z'),
      accountGecontroleerdOp: new Date('2026-11-02T09:00:00Z'),
    });
    expect(proef.verstuurd).toEqual([]);
    expect(proef.gevraagd.accounts).toBe(1);
  });
  it('an account that ends meanwhile changes nothing either: the status goes when sending goes on', async () => {
    proef.ruimte = 0;
    const id = await status();
    proef.bronnen.accounts = () => ({ soort: 'geen' });
    proef.clock.advance(60 * MINUUT);
    proef.ruimte = 400;
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(1);
    expect((await beeldVan(id)).accountGecontroleerdOp).toEqual(new Date('2026-11-02T09:00:00Z'));
  });
});

describe('L7: an account that is activated while the check is away', () => {
  it('the first answer decides, and the gap between both times is there to see', async () => {
    proef.bronnen.accounts = 'weg';
    const id = await status();
    expect(await beeldVan(id)).toMatchObject({ staat: 'wacht_op_controle', accountGecontroleerdOp: null });
    proef.clock.advance(90 * MINUUT);
    proef.bronnen.accounts = altijdActief;
    await proef.werk();
    expect(await beeldVan(id)).toMatchObject({
      staat: 'te_verzenden',
      statusGezetOp: new Date('2026-11-02T09:00:00Z'),
      accountGecontroleerdOp: new Date('2026-11-02T10:30:00Z'),
    });
  });
  it('an answer about somebody else is no answer about him', async () => {
    proef.bronnen.accounts = 'zwijgt';
    const id = await status();
    expect((await beeldVan(id)).staat).toBe('wacht_op_controle');
    proef.clock.advance(10 * MINUUT);
    proef.bronnen.accounts = () => ({ soort: 'geen' });
    await proef.werk();
    expect(await beeldVan(id)).toMatchObject({
      staat: 'geen_account',
      accountGecontroleerdOp: new Date('2026-11-02T09:10:00Z'),
    });
    expect(proef.verstuurd).toEqual([]);
  });
});
