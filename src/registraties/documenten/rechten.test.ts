/** Who may do what with a document: by its kind and confidentiality as they are now, whatever they were. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { clientVoor, codes, type Documenten, documenten, EIO, uuidOf } from './documenten.testhulp.ts';

let d: Documenten;
const inhoud = Buffer.from('Geheime brief').toString('base64');
beforeAll(async () => {
  d = await documenten();
  await clientVoor(d.r, 'openbaar', d.type, ['lezen', 'aanmaken', 'bijwerken', 'verwijderen', 'lock'], 'openbaar');
  await clientVoor(d.r, 'lezer', d.type, ['lezen']);
  await clientVoor(d.r, 'schrijver', d.type, ['lezen', 'bijwerken', 'lock']);
});

const status = async (method: string, url: string, as: string, body?: object): Promise<number> =>
  (await d.r.send(method, url, body, { as })).status;

describe('a document that was less confidential than it is now', () => {
  let url: string;
  beforeEach(async () => {
    ({ url } = await d.maak({ vertrouwelijkheidaanduiding: 'openbaar', inhoud }));
    expect(await status('GET', url, 'openbaar')).toBe(200);
    const lock = await d.vergrendel(url);
    await d.r.send('PATCH', url, { lock, vertrouwelijkheidaanduiding: 'geheim' });
    await d.r.send('POST', `${url}/unlock`, { lock });
    d.r.clock.advance(60_000);
  });

  it('shows none of its versions to who may not see it now', async () => {
    const vragen = ['', '?versie=1', '?versie=2', '?registratieOp=2026-11-02T09:00:00Z'];
    for (const vraag of vragen) {
      expect(await status('GET', `${url}${vraag}`, 'openbaar'), vraag).toBe(404);
      expect((await d.r.raw('GET', `${url}/download${vraag}`, { as: 'openbaar' })).status, vraag).toBe(404);
      expect((await d.r.raw('GET', `${url}/download${vraag}`, { as: 'lezer' })).status, vraag).toBe(200);
    }
    const zoek = { uuid__in: [uuidOf(url)] };
    expect((await d.r.send('POST', `${EIO}/_zoek`, zoek, { as: 'openbaar' })).body.count).toBe(0);
    expect(await status('GET', `${url}/audittrail`, 'openbaar')).toBe(404);
  });
  it('is not touched by who may not see it now', async () => {
    const titel = { titel: 'Anders', lock: 'x' };
    expect(await status('PATCH', url, 'openbaar', titel)).toBe(404);
    expect(await status('DELETE', url, 'openbaar')).toBe(404);
    expect(await status('POST', `${url}/lock`, 'openbaar', {})).toBe(404);
    expect(await status('POST', `${url}/unlock`, 'openbaar', { lock: 'x' })).toBe(404);
  });
});

describe('a document that was more confidential than it is now', () => {
  it('shows its earlier versions to who may see what they say, and the last to who may see it', async () => {
    const { url } = await d.maak({ vertrouwelijkheidaanduiding: 'geheim', inhoud });
    const lock = await d.vergrendel(url);
    await d.r.send('PATCH', url, { lock, vertrouwelijkheidaanduiding: 'openbaar' });
    expect(await status('GET', url, 'openbaar')).toBe(200);
    expect(await status('GET', `${url}?versie=1`, 'openbaar')).toBe(404);
    expect(await status('GET', `${url}?versie=1`, 'lezer')).toBe(200);
  });
});

describe('a right for documents', () => {
  it('counts for the document as it will stand too', async () => {
    const hoger = { vertrouwelijkheidaanduiding: 'intern' };
    expect(await status('POST', EIO, 'openbaar', d.body(hoger))).toBe(403);
    const gemaakt = await d.r.send('POST', EIO, d.body({ vertrouwelijkheidaanduiding: 'openbaar' }), {
      as: 'openbaar',
    });
    expect(gemaakt.status).toBe(201);
    const { url } = gemaakt.body;
    const lock = await d.vergrendel(url);
    expect(await status('PATCH', url, 'openbaar', { ...hoger, lock })).toBe(403);
    expect(await status('PATCH', url, 'lezer', { titel: 'x', lock })).toBe(403);
    expect(await status('PATCH', url, 'schrijver', { titel: 'x', lock })).toBe(200);
    expect(await status('DELETE', url, 'schrijver')).toBe(403);
    expect(await status('POST', EIO, 'lezer', d.body())).toBe(403);
    expect(await status('POST', `${url}/lock`, 'lezer', {})).toBe(403);
  });
  it('to force a lock open is a right of its own (drc-009)', async () => {
    await clientVoor(d.r, 'forceert', d.type, ['lezen', 'geforceerd-unlock']);
    const { url } = await d.maak();
    const lock = await d.vergrendel(url);
    const zonder = await d.r.send('POST', `${url}/unlock`, {}, { as: 'schrijver' });
    expect([zonder.status, codes(zonder)]).toEqual([400, ['nonFieldErrors:missing-lock-id']]);
    expect(await status('POST', `${url}/unlock`, 'forceert', { lock })).toBe(403);
    expect(await status('POST', `${url}/unlock`, 'forceert', {})).toBe(204);
    expect((await d.r.send('GET', url)).body.locked).toBe(false);
  });
});

describe('an application for what is ready for publication alone (AC 1.1)', () => {
  it('sees and makes nothing else', async () => {
    await clientVoor(d.r, 'gereed', d.type, ['lezen', 'aanmaken', 'bijwerken', 'lock']);
    await d.r.db.query(sql`
      update autorisaties.applicatie set alleen_is_gereed_voor_publicatie = true
      where id = (select applicatie_id from autorisaties.client where client_id = 'gereed')`);
    const [wel, niet, onbekend] = [true, false, null].map((isGereedVoorPublicatie) => ({
      isGereedVoorPublicatie,
      inhoud,
    }));
    for (const [stand, wanted] of [
      [wel, 200],
      [niet, 404],
      [onbekend, 404],
    ] as const) {
      const { url } = await d.maak(stand);
      expect(await status('GET', url, 'gereed')).toBe(wanted);
      expect((await d.r.raw('GET', `${url}/download`, { as: 'gereed' })).status).toBe(wanted);
    }
    expect((await d.r.send('GET', EIO, undefined, { as: 'gereed' })).body.count).toBe(1);
    expect(await status('POST', EIO, 'gereed', d.body(niet))).toBe(403);
    const gemaakt = await d.r.send('POST', EIO, d.body(wel), { as: 'gereed' });
    expect(gemaakt.status).toBe(201);
    const lock = (await d.r.send('POST', `${gemaakt.body.url}/lock`, {}, { as: 'gereed' })).body.lock;
    expect(await status('PATCH', gemaakt.body.url, 'gereed', { lock, isGereedVoorPublicatie: false })).toBe(403);
  });
});
