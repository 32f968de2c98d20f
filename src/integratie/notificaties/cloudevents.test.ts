/** CloudEvents of other sources: what is taken, and who gets it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { ROOT, type Wereld, wereld } from './notificaties.testhulp.ts';

const A = 'https://afnemer.example/a';
const B = 'https://afnemer.example/b';
const BRON = 'urn:nld:oin:00000001823288444000:systeem:burgerzaken';

let w: Wereld;
beforeEach(async () => {
  w = await wereld();
});

const verhuisd = (extra: object = {}) => ({
  specversion: '1.0',
  id: 'verhuizing-1',
  source: BRON,
  type: 'nl.brp.persoon-verhuisd',
  subject: 'dossier-7',
  time: '2026-11-02T08:00:00+01:00',
  data: { wijk: 'noord', aantal: 2 },
  ...extra,
});
const stuur = (body: object, media = 'application/cloudevents+json', as = 'beheer') =>
  w.r.send('POST', `${ROOT}/cloudevents`, body, { as, headers: { 'content-type': media } });
const filters = (...cloudeventFilters: object[]) => ({ kanalen: [], cloudeventFilters });

describe('a CloudEvent of another source', () => {
  it('goes out as it came, under its own id, with our id and number in headers', async () => {
    await w.abonneer(A, filters({ typeSubstring: 'nl.brp.' }));
    const answer = await stuur(verhuisd({ sequence: '7', datacontenttype: 'application/json' }));
    expect(answer.status).toBe(201);
    expect(answer.headers['content-type']).toContain('application/cloudevents+json');
    expect(answer.body).toEqual(verhuisd({ sequence: '7', datacontenttype: 'application/json' }));
    await w.drain();
    const [got] = w.afnemers.bij(A);
    expect(got!.body).toEqual(answer.body);
    expect(got!.headers).toMatchObject({ 'content-type': 'application/cloudevents+json', 'notificatie-nummer': '1' });
    expect(got!.headers['notificatie-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
  it('may be sent as plain JSON too', async () => {
    const answer = await stuur(verhuisd(), 'application/json');
    expect([answer.status, answer.headers['content-type']]).toEqual([201, 'application/json; charset=utf-8']);
    expect((await stuur(verhuisd(), 'text/xml')).status).toBe(415);
  });
  it('reaches who chose a part of its type and the values in its data', async () => {
    await w.abonneer(A, filters({ typeSubstring: 'persoon-verhuisd', filters: { wijk: 'noord' } }));
    await w.abonneer(B, filters({ typeSubstring: 'gehuwd' }, { typeSubstring: 'nl.', filters: { wijk: 'zuid' } }));
    await stuur(verhuisd());
    await stuur(verhuisd({ id: '2', data: { wijk: 'zuid' } }));
    await stuur(verhuisd({ id: '3', type: 'nl.brp.persoon-gehuwd', data: 'tekst' }));
    await w.drain();
    const ids = (url: string) => w.afnemers.bij(url).map(({ body }) => body.id);
    expect([ids(A), ids(B)]).toEqual([['verhuizing-1'], ['2', '3']]);
  });
  it('is taken once, however often the source sends it; another source may use the same id', async () => {
    await w.abonneer(A, filters({ typeSubstring: 'nl.brp.' }));
    const answers = await Promise.all([stuur(verhuisd()), stuur(verhuisd()), stuur(verhuisd({ data: 'anders' }))]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    await stuur(verhuisd({ source: 'https://elders.example' }));
    await w.drain();
    expect(w.afnemers.bij(A).map(({ body }) => body.source)).toEqual([BRON, 'https://elders.example']);
  });
  it('keeps its order with others about the same subject', async () => {
    await w.abonneer(A, filters({ typeSubstring: 'nl.brp.' }));
    for (let i = 0; i < 3; i++) await stuur(verhuisd({ id: String(i) }));
    const rows = await w.r.db.query<{ nr: number }>(sql`
      select subject_nr as nr from outbox.event where channel = 'cloudevents' order by nr`);
    expect(rows.map(({ nr }) => nr)).toEqual([1, 2, 3]);
  });
  it('is refused when it is none, with everything that is wrong', async () => {
    const { status, body } = await stuur({ ...verhuisd(), specversion: '0.3', source: 'burgerzaken', Sequence: '1' });
    expect(status).toBe(400);
    expect(body.invalidParams.map(({ name }: { name: string }) => name)).toEqual(['specversion', 'source', 'Sequence']);
    expect((await stuur(verhuisd({ data: { a: '\u0000' } }))).status).toBe(400);
  });
  it('is refused under the name of Zaakbode, and of who may not publish', async () => {
    const eigen = await stuur(verhuisd({ source: 'urn:nld:oin:00000001234567890000:systeem:zaakbode' }));
    expect(eigen.body.invalidParams[0].name).toBe('source');
    await w.r.client('lezer', [{ component: 'nrc', scopes: ['notificaties.consumeren'] }]);
    expect((await stuur(verhuisd(), undefined, 'lezer')).status).toBe(403);
  });
  it('starts no process of ours, whatever its type is', async () => {
    await stuur(verhuisd({ type: 'status.create' }));
    const rows = await w.r.db.query(sql`select kind from outbox.event where channel = 'cloudevents'`);
    expect(rows).toEqual([{ kind: 'extern.status.create' }]);
  });
  it('has no kanaal: the name is taken', async () => {
    const { body } = await w.r.send('POST', `${ROOT}/kanaal`, { naam: 'cloudevents' });
    expect(body.invalidParams[0]).toMatchObject({ name: 'naam', code: 'gereserveerd' });
  });
});
