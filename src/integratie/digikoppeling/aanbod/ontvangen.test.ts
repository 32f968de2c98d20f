/** GET /ontvangen and what follows: polling, payloads, confirming. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GEMEENTE, hunBericht, SECONDE, VOORZIENING } from '../partner.testhulp.ts';
import { ROOT, type Wereld, wereld } from './aanbod.testhulp.ts';

let w: Wereld;
beforeAll(async () => {
  w = await wereld();
});
beforeEach(() => w.leeg());

const NU = new Date('2026-11-02T09:00:00Z');

async function komtBinnen(nr: number, inhoud: readonly Buffer[] = [Buffer.from('<Fo03>é</Fo03>')]): Promise<void> {
  w.r.clock.advance(SECONDE);
  const status = await w.post(
    hunBericht(w.cpa, {
      messageId: `hun-${nr}@voorziening.example`,
      timestamp: NU,
      refToMessageId: 'van-ons@gemeente.example',
      attachments: inhoud.map((content, i) => ({
        contentId: `deel-${i}@voorziening.example`,
        contentType: 'application/xml',
        content,
      })),
    }),
  );
  expect(status).toBe(204);
}

const lijst = async (query = '') => (await w.r.send('GET', `${ROOT}/ontvangen${query}`)).body;

describe('received messages', () => {
  it('are listed oldest first until they are confirmed; confirming twice is no error', async () => {
    for (const nr of [1, 2, 3]) await komtBinnen(nr);
    const { results, next } = await lijst();
    expect(results.map((m: { messageId: string }) => m.messageId)).toEqual(
      [1, 2, 3].map((nr) => `hun-${nr}@voorziening.example`),
    );
    expect(next).toBeNull();
    expect(results[0]).toMatchObject({
      cpaId: w.cpa.id,
      action: 'foutbericht',
      vanPartij: VOORZIENING,
      naarPartij: GEMEENTE,
      refToMessageId: 'van-ons@gemeente.example',
      bevestigdOp: null,
    });
    for (const _keer of [1, 2]) {
      const { status, body } = await w.r.send('POST', `${results[0].url}/bevestigen`);
      expect([status, body.bevestigdOp]).toEqual([200, '2026-11-02T09:00:03.000Z']);
    }
    expect((await lijst()).results.length).toBe(2);
    expect((await w.r.send('GET', results[0].url)).body.messageId).toBe('hun-1@voorziening.example');
  });

  it('come by pages, and by CPA and action', async () => {
    for (const nr of [1, 2, 3]) await komtBinnen(nr);
    const eerste = await lijst('?aantal=2');
    expect((await w.r.send('GET', eerste.next)).body.results.length).toBe(1);
    expect((await lijst('?action=foutbericht')).results.length).toBe(3);
    expect((await lijst('?cpaId=ANDERS')).results).toEqual([]);
  });

  it('give their payloads as they came, as a file that a browser keeps and does not run', async () => {
    const html = Buffer.from('<script>alert(1)</script>');
    await komtBinnen(1, [html, Buffer.from([0, 1, 2, 255])]);
    const [bericht] = (await lijst()).results;
    expect(bericht.bijlagen.map(({ nr, omvang }: { nr: number; omvang: number }) => [nr, omvang])).toEqual([
      [1, 25],
      [2, 4],
    ]);
    const een = await w.r.raw('GET', bericht.bijlagen[0].url);
    expect(een.bytes.equals(html)).toBe(true);
    expect(een.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': expect.stringMatching(/^attachment/),
      'content-security-policy': expect.stringContaining('sandbox'),
      'bijlage-content-type': 'application/xml',
      'content-length': '25',
    });
    expect((await w.r.raw('GET', bericht.bijlagen[1].url)).bytes).toEqual(Buffer.from([0, 1, 2, 255]));
    for (const nr of ['0', '3', 'x', '1e1'])
      expect((await w.r.raw('GET', `${bericht.url}/bijlagen/${nr}`)).status).toBe(404);
  });

  it('that are not there are 404', async () => {
    const weg = `${ROOT}/ontvangen/3a5b9b1e-6f2e-4f0e-9d50-0a3b7c3f4d11`;
    expect((await w.r.send('GET', weg)).status).toBe(404);
    expect((await w.r.send('POST', `${weg}/bevestigen`)).status).toBe(404);
    expect((await w.r.send('PUT', `${ROOT}/ontvangen`)).status).toBe(405);
  });
});
