/** A document and its content, as a client meets them. */
import { createHash, randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { RSIN } from '../registers.testhulp.ts';
import { type Documenten, documenten, EIO } from './documenten.testhulp.ts';

let d: Documenten;
beforeEach(async () => {
  d = await documenten();
});

const b64 = (text: string): string => Buffer.from(text).toString('base64');
const codes = (body: { invalidParams?: { name: string; code: string }[] }): string[] =>
  (body.invalidParams ?? []).map(({ name, code }) => `${name}:${code}`);

describe('a document with its content in the message', () => {
  it('can be downloaded as it was sent, as a file to save', async () => {
    const doc = await d.maak({
      inhoud: b64('Beste lezer'),
      bestandsomvang: 11,
      bestandsnaam: 'brief.txt',
      formaat: 'text/plain',
    });
    expect(doc).toMatchObject({ versie: 1, bestandsomvang: 11, locked: false, bestandsdelen: [] });
    expect(doc.inhoud).toBe(`${doc.url}/download?versie=1`);
    expect(doc.identificatie).toMatch(/^DOCUMENT-2026-\d{10}$/);
    const file = await d.download(doc.inhoud);
    expect(file.status).toBe(200);
    expect(file.bytes.toString()).toBe('Beste lezer');
    expect(file.headers).toMatchObject({
      'content-length': '11',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      etag: `"${createHash('sha256').update('Beste lezer').digest('hex')}"`,
    });
    expect(file.headers['content-disposition']).toContain('attachment');
  });
  it('is not made when the size is another than the message says', async () => {
    const { status, body } = await d.r.send('POST', EIO, d.body({ inhoud: b64('Beste lezer'), bestandsomvang: 12 }));
    expect([status, ...codes(body)]).toEqual([400, 'nonFieldErrors:file-size']);
  });
  it('is not made of what is no base64', async () => {
    for (const [inhoud, code] of [
      ['geen base64!', 'invalid-base64'],
      ['YQ=', 'incorrect-base64-padding'],
      ['YWJj\nZGVm', 'invalid-base64'],
      [12, 'invalid'],
    ]) {
      const { status, body } = await d.r.send('POST', EIO, d.body({ inhoud }));
      expect([status, ...codes(body)]).toEqual([400, `inhoud:${code}`]);
    }
  });
  it('without content has none to download', async () => {
    const doc = await d.maak({});
    expect(doc.inhoud).toBeNull();
    expect((await d.download(`${doc.url}/download`)).status).toBe(404);
  });
});

describe('content in parts', () => {
  it('comes in any order and is complete when the document is unlocked', async () => {
    const bytes = randomBytes(1_500_000);
    const doc = await d.maak({ bestandsomvang: bytes.length, bestandsnaam: 'plan.bin' });
    expect(doc).toMatchObject({ locked: true, inhoud: null });
    expect(doc.lock).toMatch(/^[0-9a-f]{32}$/);
    expect(doc.bestandsdelen).toEqual([
      { url: expect.any(String), volgnummer: 1, omvang: bytes.length, voltooid: false, lock: doc.lock },
    ]);
    const [deel] = doc.bestandsdelen;
    const sent = await d.stuurDeel(deel.url, bytes, doc.lock);
    expect([sent.status, sent.body.voltooid]).toEqual([200, true]);
    expect((await d.r.send('POST', `${doc.url}/unlock`, { lock: doc.lock })).status).toBe(204);
    const { body } = await d.r.send('GET', doc.url);
    expect(body).toMatchObject({ locked: false, bestandsdelen: [], versie: 1 });
    const file = await d.download(body.inhoud);
    expect(file.bytes.equals(bytes)).toBe(true);
    const range = await d.download(body.inhoud, { range: 'bytes=1048570-1048585' });
    expect([range.status, range.headers['content-range']]).toEqual([206, 'bytes 1048570-1048585/1500000']);
    expect(range.bytes.equals(bytes.subarray(1_048_570, 1_048_586))).toBe(true);
    expect((await d.download(body.inhoud, { range: 'bytes=2000000-' })).status).toBe(416);
  });
  it('is refused when it has another size, or another lock, and can be sent again', async () => {
    const doc = await d.maak({ bestandsomvang: 100 });
    const [deel] = doc.bestandsdelen;
    expect(codes((await d.stuurDeel(deel.url, Buffer.alloc(99), doc.lock)).body)).toEqual(['nonFieldErrors:file-size']);
    expect(codes((await d.stuurDeel(deel.url, Buffer.alloc(101), doc.lock)).body)).toEqual([
      'nonFieldErrors:file-size',
    ]);
    expect(codes((await d.stuurDeel(deel.url, Buffer.alloc(100), 'x')).body)).toEqual([
      'nonFieldErrors:incorrect-lock-id',
    ]);
    const early = await d.r.send('POST', `${doc.url}/unlock`, { lock: doc.lock });
    expect([early.status, ...codes(early.body)]).toEqual([400, 'nonFieldErrors:incomplete-upload']);
    expect((await d.stuurDeel(deel.url, Buffer.alloc(100, 1), doc.lock)).status).toBe(200);
    expect((await d.stuurDeel(deel.url, Buffer.alloc(100, 2), doc.lock)).status).toBe(200);
    expect((await d.r.send('POST', `${doc.url}/unlock`, { lock: doc.lock })).status).toBe(204);
    expect((await d.download(`${doc.url}/download`)).bytes.equals(Buffer.alloc(100, 2))).toBe(true);
    const left = await d.r.db.query<{ stand: string }>(sql`select stand from documenten.opgeslagen order by 1`);
    expect(left.map((row) => row.stand)).toEqual(['vast', 'weg', 'weg']);
    expect(await d.r.ports.opslag.ruimOp()).toBe(2);
  });
});

describe('drc-009 and drc-010: a change', () => {
  it('needs the lock, and is a new version', async () => {
    const doc = await d.maak({ inhoud: b64('een') });
    const change = (extra: object) => d.r.send('PATCH', doc.url, { titel: 'Nieuw', ...extra });
    expect(codes((await change({ lock: 'x' })).body)).toEqual(['nonFieldErrors:unlocked']);
    const lock = await d.vergrendel(doc.url);
    expect(codes((await d.r.send('POST', `${doc.url}/lock`, {})).body)).toEqual(['nonFieldErrors:existing-lock']);
    expect(codes((await change({})).body)).toEqual(['nonFieldErrors:missing-lock-id']);
    expect(codes((await change({ lock: 'x' })).body)).toEqual(['nonFieldErrors:incorrect-lock-id']);
    expect(codes((await d.r.send('PUT', doc.url, d.body({}))).body)).toEqual(['lock:required']);
    const changed = await change({ lock, inhoud: b64('twee') });
    expect([changed.status, changed.body.versie, changed.body.titel]).toEqual([200, 2, 'Nieuw']);
    expect((await d.r.send('POST', `${doc.url}/unlock`, { lock })).status).toBe(204);
    expect((await d.r.send('GET', `${doc.url}?versie=1`)).body.titel).toBe('Bevestiging van ontvangst');
    expect((await d.download(`${doc.url}/download?versie=1`)).bytes.toString()).toBe('een');
    expect((await d.download(`${doc.url}/download`)).bytes.toString()).toBe('twee');
    expect((await d.r.send('GET', `${doc.url}?versie=3`)).status).toBe(404);
  });
});

describe('drc-008: a document', () => {
  it('goes with its versions, its content and its audittrail', async () => {
    const doc = await d.maak({ inhoud: b64('weg ermee') });
    const lock = await d.vergrendel(doc.url);
    const locked = await d.r.send('DELETE', doc.url);
    expect([locked.status, ...codes(locked.body)]).toEqual([400, 'nonFieldErrors:destroy-locked']);
    await d.r.send('POST', `${doc.url}/unlock`, { lock });
    expect((await d.r.send('DELETE', doc.url)).status).toBe(204);
    expect((await d.r.send('GET', doc.url)).status).toBe(404);
    expect(await d.r.ports.opslag.ruimOp()).toBe(1);
    expect(await d.r.ports.opslag.ruimOp()).toBe(0);
  });
});

describe('a list of documents', () => {
  it('shows the last version of each, and finds by identificatie and uuid', async () => {
    const one = await d.maak({ identificatie: 'A' });
    await d.maak({ identificatie: 'B' });
    expect((await d.r.send('GET', `${EIO}?identificatie=A&bronorganisatie=${RSIN}`)).body).toMatchObject({ count: 1 });
    const found = await d.r.send('POST', `${EIO}/_zoek`, { uuid__in: [one.url.split('/').at(-1)] });
    expect(found.body.results.map((doc: { identificatie: string }) => doc.identificatie)).toEqual(['A']);
  });
});
