/** POST /berichten as multipart/form-data: large payloads, streamed. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../../platform/db/index.ts';
import { ROOT, type Wereld, wereld } from './aanbod.testhulp.ts';

let w: Wereld;
beforeAll(async () => {
  w = await wereld();
});
beforeEach(() => w.leeg());

interface Bestand {
  readonly bytes: Buffer;
  /** What is said of it beforehand; its real size unless said. */
  readonly omvang?: number;
}

async function stuur(
  bestanden: readonly Bestand[],
  extra: object = {},
  opties: { readonly eerst?: boolean; readonly afgebroken?: boolean; readonly sleutel?: string } = {},
) {
  const form = new FormData();
  const bijlagen = bestanden.map(({ bytes, omvang }, i) => ({
    naam: `deel-${i}`,
    contentType: 'application/pdf',
    omvang: omvang ?? bytes.byteLength,
  }));
  const bericht = JSON.stringify({ cpaId: w.cpa.id, action: 'zaakbericht', bijlagen, ...extra });
  if (opties.eerst !== false) form.append('bericht', bericht);
  for (const { bytes } of bestanden) form.append('bijlage', new Blob([new Uint8Array(bytes)]), 'x.pdf');
  if (opties.eerst === false) form.append('bericht', bericht);
  const request = new Request('http://zaakbode.test', { method: 'POST', body: form });
  const payload = Buffer.from(await request.arrayBuffer());
  const { status, bytes, headers } = await w.r.raw('POST', `${ROOT}/berichten`, {
    headers: {
      'content-type': request.headers.get('content-type')!,
      ...(opties.sleutel && { 'idempotency-key': opties.sleutel }),
    },
    payload: opties.afgebroken ? payload.subarray(0, payload.byteLength - 100) : payload,
  });
  return { status, headers, body: JSON.parse(bytes.toString()) };
}

const objecten = async (): Promise<number> =>
  (await w.r.db.query<{ n: number }>(sql`select count(*) as n from digikoppeling.object`))[0]!.n;

const GROOT = Buffer.alloc(7_000_000, 'pdf ');

describe('a message as a form', () => {
  it('has its files sent as payloads, in order', async () => {
    const { status, body } = await stuur([{ bytes: GROOT }, { bytes: Buffer.from('klein') }]);
    expect(status).toBe(201);
    expect(body.bijlagen.map(({ omvang }: { omvang: number }) => omvang)).toEqual([7_000_000, 5]);
    await w.rond();
    const [gezien] = w.net.berichten();
    expect(gezien!.body.includes(GROOT)).toBe(true);
    expect(gezien!.body.indexOf('klein')).toBeGreaterThan(7_000_000);
    await w.bevestigAlles();
    expect((await w.lees(body.id)).staat).toBe('bevestigd');
  });
  it('twice under one key is one message, and the second copy of the files is gone', async () => {
    const een = await stuur([{ bytes: GROOT }], {}, { sleutel: 'k1' });
    const twee = await stuur([{ bytes: GROOT }], {}, { sleutel: 'k1' });
    expect([twee.status, twee.body.id]).toEqual([201, een.body.id]);
    expect(await objecten()).toBe(1);
    const anders = await stuur([{ bytes: Buffer.alloc(7_000_000, 'x') }], {}, { sleutel: 'k1' });
    expect(anders.status).toBe(409);
    expect(await objecten()).toBe(1);
  });
  it.each([
    ['a file that is smaller than was said', [{ bytes: Buffer.from('abc'), omvang: 4 }], {}, {}],
    ['a file that is larger than was said', [{ bytes: Buffer.from('abcd'), omvang: 3 }], {}, {}],
    [
      'fewer files than were said',
      [{ bytes: Buffer.from('abc') }],
      { bijlagen: [1, 2].map(() => ({ contentType: 'a/b', omvang: 3 })) },
      {},
    ],
    ['more files than were said', [{ bytes: Buffer.from('abc') }], { bijlagen: [] }, {}],
    ['files before the message', [{ bytes: Buffer.from('abc') }], {}, { eerst: false }],
    ['a form that breaks off', [{ bytes: GROOT }], {}, { afgebroken: true }],
    ['an action that the CPA does not know', [{ bytes: GROOT }], { action: 'dansen' }, {}],
  ])('is refused with %s, and nothing stays behind', async (_what, bestanden, extra, opties) => {
    const { status, body } = await stuur(bestanden, extra, opties);
    expect([status, typeof body.code]).toEqual([400, 'string']);
    expect(await objecten()).toBe(0);
  });
});
