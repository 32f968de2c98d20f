/** Uploads over a real connection: cut off, cut short, too large, twice at once, and without the lock halfway. */
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import type { Answer } from '../registers.testhulp.ts';
import { type Documenten, documenten, EIO, formulier } from './documenten.testhulp.ts';

let d: Documenten;
let port: number;
beforeAll(async () => {
  d = await documenten();
  port = Number(new URL(await d.r.server.listen({ port: 0, host: '127.0.0.1' })).port);
});
afterAll(() => d.r.server.close());

const OMVANG = 300_000;
const BYTES = Buffer.alloc(OMVANG, 5);
let doc: Answer['body'];
let deel: string;
beforeEach(async () => {
  await d.r.db.query(sql`delete from documenten.opgeslagen`);
  doc = await d.maak({ bestandsomvang: OMVANG });
  deel = doc.bestandsdelen[0].url;
});

const boek = async (): Promise<string[]> =>
  (await d.r.db.query<{ stand: string }>(sql`select stand from documenten.opgeslagen order by stand`)).map(
    ({ stand }) => stand,
  );
const voltooid = async (): Promise<boolean> => (await d.r.send('GET', doc.url)).body.bestandsdelen[0].voltooid;

/** A request that is sent piece by piece. */
async function begin(method: string, url: string, headers: Record<string, string | number>): Promise<ClientRequest> {
  const path = new URL(url, 'http://zaakbode.test').pathname;
  const authorization = `Bearer ${await d.r.token('beheer')}`;
  const sent = request({ port, host: '127.0.0.1', method, path, headers: { authorization, ...headers } });
  sent.on('error', () => undefined);
  return sent;
}

async function antwoord(sent: ClientRequest): Promise<{ status: number; code: string }> {
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer) text += chunk;
  const body = JSON.parse(text || '{}');
  return { status: answer.statusCode!, code: body.invalidParams?.[0].code ?? body.code };
}

async function beginDeel(lock = doc.lock, bytes = BYTES) {
  const { type, payload } = await formulier(bytes, lock);
  const sent = await begin('PUT', deel, { 'content-type': type, 'content-length': payload.length });
  return { sent, payload };
}

describe('an upload over the network', () => {
  it('that is cut off leaves nothing, and can be sent again', async () => {
    const { sent, payload } = await beginDeel();
    sent.write(payload.subarray(0, payload.length >> 1));
    await vi.waitFor(async () => expect(await boek()).toEqual(['onderweg']));
    sent.destroy();
    await vi.waitFor(async () => expect(await boek()).toEqual([]));
    expect(await voltooid()).toBe(false);
    const weer = await beginDeel();
    weer.sent.end(weer.payload);
    expect((await antwoord(weer.sent)).status).toBe(200);
    expect(await voltooid()).toBe(true);
    expect(await boek()).toEqual(['vast']);
  });
  it('that is a form without its end is refused', async () => {
    const { type, payload } = await formulier(BYTES, doc.lock);
    const kort = payload.subarray(0, payload.length - 60);
    const sent = await begin('PUT', deel, { 'content-type': type, 'content-length': kort.length });
    sent.end(kort);
    expect((await antwoord(sent)).status).toBe(400);
    expect(await voltooid()).toBe(false);
    expect(await boek()).not.toContain('vast');
  });
  it.each([-1, 1])('with %i bytes more than was agreed is refused', async (meer) => {
    const { sent, payload } = await beginDeel(doc.lock, Buffer.alloc(OMVANG + meer));
    sent.end(payload);
    expect(await antwoord(sent)).toEqual({ status: 400, code: 'file-size' });
    expect([await voltooid(), await boek()]).toEqual([false, []]);
  });
  it('with a wrong lock is refused, and what was stored is given up', async () => {
    const { sent, payload } = await beginDeel('0'.repeat(32));
    sent.end(payload);
    expect(await antwoord(sent)).toEqual({ status: 400, code: 'incorrect-lock-id' });
    expect([await voltooid(), await boek()]).toEqual([false, ['weg']]);
  });
  it('that loses its lock halfway changes nothing', async () => {
    const { sent, payload } = await beginDeel();
    sent.write(payload.subarray(0, payload.length >> 1));
    await vi.waitFor(async () => expect(await boek()).toEqual(['onderweg']));
    expect((await d.r.send('POST', `${doc.url}/unlock`, {})).status).toBe(204);
    const lock = await d.vergrendel(doc.url);
    sent.end(payload.subarray(payload.length >> 1));
    expect(await antwoord(sent)).toEqual({ status: 400, code: 'incorrect-lock-id' });
    expect(await boek()).toEqual(['weg']);
    expect((await d.r.send('GET', doc.url)).body).toMatchObject({ inhoud: null, bestandsdelen: [] });
    await d.r.send('POST', `${doc.url}/unlock`, { lock });
  });
  it('that is sent twice at once counts once', async () => {
    const [een, twee] = [await beginDeel(), await beginDeel(doc.lock, Buffer.alloc(OMVANG, 6))];
    een.sent.end(een.payload);
    twee.sent.end(twee.payload);
    const answers = await Promise.all([antwoord(een.sent), antwoord(twee.sent)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await boek()).toEqual(['vast', 'weg']);
    expect((await d.r.send('POST', `${doc.url}/unlock`, { lock: doc.lock })).status).toBe(204);
    const { bytes } = await d.download(`${doc.url}/download`);
    expect(bytes.equals(Buffer.alloc(OMVANG, bytes[0]))).toBe(true);
  });
  it('is for who is known: others are told so before they sent anything', async () => {
    for (const [method, url, type] of [
      ['PUT', deel, 'multipart/form-data; boundary=x'],
      ['POST', EIO, 'application/json'],
    ] as const) {
      const headers = { authorization: 'Bearer x', 'content-type': type, 'content-length': 50_000_000 };
      const sent = await begin(method, url, headers);
      sent.flushHeaders();
      expect((await antwoord(sent)).status).toBe(403);
      sent.destroy();
    }
  });
  it('of more than fits in a message is told to come in parts', async () => {
    const sent = await begin('POST', EIO, { 'content-type': 'application/json', 'content-length': 100_000_000 });
    sent.flushHeaders();
    expect(await antwoord(sent)).toEqual({ status: 413, code: 'request_too_large' });
    sent.destroy();
  });
});

describe('a download over the network', () => {
  it('that the client breaks off lets go of the file', async () => {
    const heel = await d.maak({ inhoud: Buffer.alloc(8_000_000, 1).toString('base64') });
    const sent = await begin('GET', `${heel.url}/download`, {});
    sent.end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    await once(answer, 'data');
    answer.destroy();
    expect((await d.download(`${heel.url}/download`)).bytes).toHaveLength(8_000_000);
  });
});

describe('a name that means harm', () => {
  it.each([
    'a\r\nset-cookie: sessie=gestolen.txt',
    '"; filename="kwaad.html',
    '../../../etc/passwd',
    '..\\..\\windows\\system32\\drivers\\etc\\hosts',
    '\u202Egnp.exe',
    'COM1.txt',
    `${'é'.repeat(250)}.pdf`,
    '<script>alert(1)</script>.svg',
    '😀 ünïcode.docx',
  ])('%j comes back as a harmless one, in one header, to be saved', async (bestandsnaam) => {
    const { status, body } = await d.r.send('POST', EIO, d.body({ bestandsnaam, inhoud: 'aGFsbG8=' }));
    expect([status, body.bestandsnaam]).toEqual([201, bestandsnaam]);
    const sent = await begin('GET', `${body.url}/download`, {});
    sent.end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();
    const { 'content-disposition': disposition, 'set-cookie': cookie } = answer.headers;
    expect([answer.statusCode, cookie]).toEqual([200, undefined]);
    expect(disposition).toMatch(/^attachment; filename="[^"\\/\r\n]+"; filename\*=UTF-8''[\w!#$&+.^`|~%-]+$/);
  });
  it('with a NUL in it, or half a character, is no name', async () => {
    for (const bestandsnaam of ['a\0.txt', 'a\uD800.txt']) {
      const { status, body } = await d.r.send('POST', EIO, d.body({ bestandsnaam }));
      expect([status, body.invalidParams[0].name]).toEqual([400, 'bestandsnaam']);
    }
  });
});
