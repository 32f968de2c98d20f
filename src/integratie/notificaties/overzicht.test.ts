/** What the pages of the operator are told, and what an operator does. */
import { beforeEach, describe, expect, it } from 'vitest';
import { AUTH, ROOT, type Wereld, wereld } from './notificaties.testhulp.ts';

const A = 'https://afnemer.example/a';
const B = 'https://afnemer.example/b';
const OBJECT = '3a5b9b1e-6f2e-4f0e-9d50-0a3b7c3f4d11';
const ELDERS = 'https://elders.example/vergunningen/';

let w: Wereld;
beforeEach(async () => {
  w = await wereld();
  await w.r.send('POST', `${ROOT}/kanaal`, { naam: 'parkeren', filters: ['wijk'] });
});

async function publiceer(extra: object = {}, object = OBJECT): Promise<void> {
  const { status } = await w.r.send('POST', `${ROOT}/notificaties`, {
    kanaal: 'parkeren',
    hoofdObject: `${ELDERS}${object}`,
    resource: 'vergunning',
    resourceUrl: `${ELDERS}${object}`,
    actie: 'create',
    aanmaakdatum: '2026-11-02T08:59:00Z',
    kenmerken: { wijk: 'noord' },
    ...extra,
  });
  expect(status).toBe(200);
}
const idOf = (url: string): string => url.split('/').at(-1)!;
const abonneer = async (url: string, extra: object = {}) =>
  idOf(await w.abonneer(url, { kanalen: [{ naam: 'parkeren' }], ...extra }));
const beheer = () => w.notificaties.beheer;

describe('the kanalen', () => {
  it('say whether they are of our own registers, and how many abonnementen ask for them', async () => {
    await abonneer(A);
    await abonneer(B, { kanalen: [{ naam: 'parkeren', filters: { wijk: 'zuid' } }, { naam: 'zaken' }] });
    const kanalen = new Map((await beheer().kanalen()).map((one) => [one.naam, one]));
    expect(kanalen.get('parkeren')).toMatchObject({ eigen: false, kenmerken: ['wijk'], abonnementen: 2 });
    expect(kanalen.get('zaken')).toMatchObject({ eigen: true, abonnementen: 1 });
    expect(kanalen.get('besluiten')).toMatchObject({ eigen: true, abonnementen: 0 });
  });
});

describe('an abonnement', () => {
  it('shows what waits, since when, what arrived last and what was given up', async () => {
    const id = await abonneer(A);
    expect(await beheer().abonnement(id)).toMatchObject({
      callbackUrl: A,
      laatsteNummer: 0,
      wachtend: 0,
      wachtSinds: null,
      laatstAfgeleverd: null,
      geweigerd: 0,
    });
    await publiceer();
    await w.drain();
    w.r.clock.advance(90_000);
    w.afnemers.antwoordt(A, 'dood');
    await publiceer();
    await publiceer();
    await w.drain();
    w.r.clock.advance(60_000);
    expect(await beheer().abonnement(id)).toMatchObject({
      laatsteNummer: 3,
      wachtend: 2,
      wachtSinds: new Date('2026-11-02T09:01:30Z'),
      laatstAfgeleverd: new Date('2026-11-02T09:00:00Z'),
      storingSinds: new Date('2026-11-02T09:01:30Z'),
      storing: 'geen verbinding',
      geweigerd: 0,
    });
    expect(await beheer().abonnement(OBJECT)).toBeNull();
  });
  it('shows its secret nowhere', async () => {
    await abonneer(A);
    expect(JSON.stringify(await beheer().abonnementen())).not.toMatch(/geheim|auth/);
  });
});

describe('the deliveries of an abonnement', () => {
  it('come newest first, in pages that join up, and can be chosen from', async () => {
    const id = await abonneer(A);
    for (let i = 0; i < 60; i++) await publiceer({ actie: i % 2 ? 'update' : 'create' });
    await w.drain();
    await publiceer({}, OBJECT.replace(/11$/, '22'));
    await w.r.outbox.turn();
    const first = await beheer().afleveringen(id, {});
    const second = await beheer().afleveringen(id, { voor: first.verder! });
    expect([...first.regels, ...second.regels].map(({ nummer }) => nummer)).toEqual(
      Array.from({ length: 61 }, (_, i) => 61 - i),
    );
    expect(second.verder).toBeNull();
    expect(first.regels[1]).toMatchObject({
      nummer: 60,
      kanaal: 'parkeren',
      resource: 'vergunning',
      actie: 'update',
      hoofdObject: OBJECT,
      staat: 'klaar',
      pogingen: 1,
      reden: '',
    });
    const count = async (filter: object) => (await beheer().afleveringen(id, filter)).regels.length;
    expect(await count({ actie: 'update' })).toBe(30);
    expect(await count({ actie: 'create', resource: 'vergunning', kanaal: 'parkeren' })).toBe(31);
    expect(await count({ resource: 'zaak' })).toBe(0);
    expect(await count({ id: OBJECT.replace(/11$/, '22') })).toBe(1);
    expect(await count({ id: first.regels[5]!.id })).toBe(1);
    expect(await count({ staat: 'klaar', voor: 11 })).toBe(10);
    expect(await count({ staat: 'geweigerd' })).toBe(0);
  });
});

describe('the signals', () => {
  it('show who got them and what became of it, also of an abonnement that is no more', async () => {
    const weg = await abonneer(A);
    const dood = await abonneer(B);
    w.afnemers.antwoordt(B, 400);
    await publiceer();
    expect((await beheer().signalen({})).regels[0]).toMatchObject({ verdeeld: false, bij: [] });
    await w.drain();
    expect(await beheer().zegOp(weg, 'beheerder')).toBe(true);
    const { regels, verder } = await beheer().signalen({ kanaal: 'parkeren' });
    expect(verder).toBeNull();
    expect(regels).toHaveLength(1);
    expect(regels[0]!.bij).toEqual([
      { abonnement: weg, callbackUrl: null, nummer: 1, staat: 'klaar', reden: '' },
      { abonnement: dood, callbackUrl: B, nummer: 1, staat: 'open', reden: 'antwoord 400' },
    ]);
    expect((await beheer().signalen({ id: regels[0]!.id })).regels).toHaveLength(1);
    expect((await beheer().signalen({ kanaal: 'zaken' })).regels).toEqual([]);
  });
  it('hide a BSN that a source put where a word belongs, and leave out what is not on a kanaal', async () => {
    await publiceer({ resource: 'persoon 999993653' });
    await w.r.db.transaction((tx) =>
      w.r.outbox.publish(tx, [{ channel: 'lopendezaken', kind: 'x', subject: OBJECT, body: {}, trace: null }]),
    );
    const { regels } = await beheer().signalen({});
    expect(regels.map(({ resource }) => resource)).toEqual(['persoon *********']);
  });
});

describe('an operator', () => {
  const invoer = { callbackUrl: A, auth: AUTH, kanalen: [{ naam: 'parkeren', filters: {} }], cloudevents: false };

  it('makes and changes an abonnement by the rules of the API, and stands in the audit trail', async () => {
    const made = await beheer().maak(invoer, 'Beheerder Een');
    expect(made).toEqual({ id: expect.any(String) });
    const { id } = made as { id: string };
    const changed = await beheer().wijzig(id, { ...invoer, auth: null, cloudevents: true }, 'Beheerder Twee');
    expect(changed).toEqual({ id });
    expect(await beheer().abonnement(id)).toMatchObject({ cloudevents: true, aanvrager: 'beheerportaal' });
    const { sql } = await import('../../platform/db/index.ts');
    const rows = await w.r.db.query<{ line: string }>(sql`select to_json(a)::text as line from kern.audit a`);
    expect(rows.map(({ line }) => /Beheerder (\w+)/.exec(line)?.[1])).toEqual(expect.arrayContaining(['Een', 'Twee']));
    expect(JSON.stringify(rows)).not.toContain('geheim-van-de-afnemer');
  });
  it('is told what is wrong, by field', async () => {
    const fouten = async (extra: object) => {
      const afloop = await beheer().maak({ ...invoer, ...extra }, 'beheerder');
      return 'fouten' in afloop ? afloop.fouten.map(({ name, code }) => `${name}:${code}`) : afloop;
    };
    expect(await fouten({ callbackUrl: 'https://ergens.example/x' })).toEqual(['callbackUrl:invalid-callback-url']);
    expect(await fouten({ kanalen: [{ naam: 'weg', filters: {} }] })).toEqual(['kanalen.0.naam:kanaal_naam']);
    expect(await fouten({ auth: 'Bearer verkeerd' })).toEqual(['callbackUrl:invalid-callback-url']);
    expect(await beheer().wijzig(OBJECT, { ...invoer, auth: null }, 'beheerder')).toBeNull();
  });
  it('pauses, goes on, sends again and gives up; of what is not there is told so', async () => {
    const id = await abonneer(A);
    expect(await beheer().pauzeer(id, 'Onderhoud', 'beheerder')).toBe(true);
    await publiceer();
    await w.drain();
    expect(await beheer().abonnement(id)).toMatchObject({ gepauzeerd: true, reden: 'Onderhoud', wachtend: 1 });
    expect(await beheer().hervat(id, 'beheerder')).toBe(true);
    await w.drain();
    expect(await beheer().herhaal(id, 1, 'beheerder')).toBe(1);
    await w.drain();
    expect(w.afnemers.bij(A)).toHaveLength(2);
    expect(await beheer().zegOp(id, 'beheerder')).toBe(true);
    for (const there of [
      await beheer().pauzeer(id, 'x', 'beheerder'),
      await beheer().hervat(id, 'beheerder'),
      await beheer().zegOp(id, 'beheerder'),
    ])
      expect(there).toBe(false);
    expect(await beheer().herhaal(id, 1, 'beheerder')).toBeNull();
  });
});
