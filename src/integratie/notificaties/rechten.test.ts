/** Who may do what at the Notificaties API, and what comes of bodies that are nothing like what is asked. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { AUTH, ROOT, type Wereld, wereld } from './notificaties.testhulp.ts';

const HIER = 'https://afnemer.example/hook';
const ABONNEMENT = { callbackUrl: HIER, auth: AUTH, kanalen: [{ naam: 'zaken' }] };
const NIEUWS = {
  kanaal: 'autorisaties',
  hoofdObject: HIER,
  resource: 'applicatie',
  resourceUrl: HIER,
  actie: 'create',
  aanmaakdatum: '2026-11-02T08:59:00Z',
  kenmerken: {},
};

type Recht = 'publiceren' | 'consumeren';

/** Each operation, with a body that goes well, and the scopes that allow it. */
const OPERATIES: readonly (readonly [verb: string, path: string, body: object | undefined, recht: readonly Recht[]])[] =
  [
    ['GET', '/kanaal', undefined, ['publiceren', 'consumeren']],
    ['GET', '/kanaal/{kanaal}', undefined, ['publiceren', 'consumeren']],
    ['HEAD', '/kanaal/{kanaal}', undefined, ['publiceren', 'consumeren']],
    ['POST', '/kanaal', { naam: 'nieuw' }, ['publiceren']],
    ['PUT', '/kanaal/{kanaal}', { naam: 'parkeren', filters: ['wijk'] }, ['publiceren']],
    ['PATCH', '/kanaal/{kanaal}', { filters: ['wijk'] }, ['publiceren']],
    ['GET', '/abonnement', undefined, ['publiceren', 'consumeren']],
    ['GET', '/abonnement/{abonnement}', undefined, ['publiceren', 'consumeren']],
    ['HEAD', '/abonnement/{abonnement}', undefined, ['publiceren', 'consumeren']],
    ['POST', '/abonnement', ABONNEMENT, ['consumeren']],
    ['PUT', '/abonnement/{abonnement}', ABONNEMENT, ['consumeren']],
    ['PATCH', '/abonnement/{abonnement}', { kanalen: [] }, ['consumeren']],
    ['POST', '/abonnement/{abonnement}/pauzeren', {}, ['consumeren']],
    ['POST', '/abonnement/{abonnement}/hervatten', undefined, ['consumeren']],
    ['POST', '/abonnement/{abonnement}/herhalen', { vanaf: 1 }, ['consumeren']],
    ['DELETE', '/abonnement/{abonnement}', undefined, ['consumeren']],
    ['POST', '/notificaties', NIEUWS, ['publiceren']],
  ];

/** A world with a kanaal and an abonnement, and the path of an operation there. */
async function bereid(): Promise<{ w: Wereld; at(path: string): string }> {
  const w = await wereld();
  const kanaal = (await w.r.send('POST', `${ROOT}/kanaal`, { naam: 'parkeren', filters: ['wijk'] })).body.url;
  const abonnement = await w.abonneer(HIER);
  const idOf = (url: string) => url.split('/').at(-1)!;
  return {
    w,
    at: (path) => `${ROOT}${path.replace('{kanaal}', idOf(kanaal)).replace('{abonnement}', idOf(abonnement))}`,
  };
}

describe('each operation', () => {
  it('is for who has one of its scopes, and for nobody else', async () => {
    const { w, at } = await bereid();
    await w.r.client('niets', [{ component: 'zrc', scopes: ['zaken.lezen'] }]);
    await w.r.client('publiceren', [{ component: 'nrc', scopes: ['notificaties.publiceren'] }]);
    await w.r.client('consumeren', [{ component: 'nrc', scopes: ['notificaties.consumeren'] }]);
    await w.r.client('anders', [{ component: 'zrc', scopes: ['notificaties.publiceren', 'notificaties.consumeren'] }]);
    for (const [verb, path, body, rechten] of OPERATIES) {
      const wie = ['niets', 'anders', 'publiceren', 'consumeren'].sort((a) => (rechten.includes(a as Recht) ? 1 : -1));
      for (const as of wie) {
        const { status } = await w.r.send(verb, at(path), body, { as });
        const mag = rechten.includes(as as Recht);
        expect([verb, path, as, mag ? status < 300 : status]).toEqual([verb, path, as, mag ? true : 403]);
      }
    }
  });
  it('asks for a token first', async () => {
    const { w, at } = await bereid();
    for (const [verb, path, body] of OPERATIES) {
      const headers = { authorization: '' };
      expect([verb, path, (await w.r.send(verb, at(path), body, { headers })).status]).toEqual([verb, path, 403]);
    }
  });
  it('on an abonnement or kanaal that is not there gives 404', async () => {
    const { w } = await bereid();
    for (const id of ['3a5b9b1e-6f2e-4f0e-9d50-0a3b7c3f4d11', 'geen-uuid']) {
      for (const [verb, path, body] of OPERATIES.filter(([, path]) => path.includes('{'))) {
        const { status } = await w.r.send(verb, `${ROOT}${path.replace(/\{\w+\}/, id)}`, body);
        expect([verb, path, status]).toEqual([verb, path, 404]);
      }
    }
  });
});

describe('a body that is nothing like what is asked', () => {
  let w: Wereld;
  let at: (path: string) => string;
  beforeAll(async () => {
    ({ w, at } = await bereid());
  });

  const BODIES = OPERATIES.filter(([verb, , body]) => body !== undefined && verb !== 'DELETE');
  /** Any JSON; texts with what a database does not keep are among it. */
  const json = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom('\0', '\ud800', 'https://[', 'https://afnemer.example/\0', -1, 1e300, 2 ** 53, {}, [], [null]),
  );

  it.each(BODIES)('%s %s: no wrong value of a field is an error of ours', async (verb, path, body) => {
    const fields = Object.keys(body!);
    const wrong = fc.oneof(
      json,
      fc
        .dictionary(fc.constantFrom('naam', 'vanaf', 'reden', 'filters', 'kenmerken', ...fields), json)
        .map((extra) => ({
          ...body,
          ...extra,
        })),
    );
    await fc.assert(
      fc.asyncProperty(wrong, async (payload) => {
        const { status } = await w.r.send(verb, at(path), JSON.stringify(payload), {
          headers: { 'content-type': 'application/json' },
        });
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 60 },
    );
  });
  it.each([
    ['kanalen', 'x'],
    ['kanalen', [1]],
    ['kanalen', [{ naam: 1 }]],
    ['kanalen', [{ naam: 'zaken', filters: [] }]],
    ['kanalen', [{ naam: 'zaken', filters: { bronorganisatie: 1 } }]],
    ['auth', {}],
    ['callbackUrl', 'ftp://afnemer.example'],
    ['sendCloudevents', 'ja'],
    ['cloudeventFilters', [{}]],
  ])('of an abonnement is refused by the name of the field: %s %j', async (field, value) => {
    const { status, body } = await w.r.send('POST', `${ROOT}/abonnement`, { ...ABONNEMENT, [field]: value });
    expect(status).toBe(400);
    expect(body.invalidParams[0].name).toMatch(new RegExp(`^${field}`));
  });
  it('is refused where only a search string may stand', async () => {
    const answer = await w.r.send('GET', `${ROOT}/kanaal?kleur=rood`);
    expect(answer.status).toBe(400);
  });
});

describe('POST notificaties', () => {
  it('answers 200 as the standard has it, and 201 as Open Notificaties under the profile openzaak', async () => {
    for (const [profile, status] of [
      ['1.7', 200],
      ['openzaak', 201],
    ] as const) {
      const { r } = await wereld({ profile });
      expect((await r.send('POST', `${ROOT}/notificaties`, NIEUWS)).status).toBe(status);
    }
  });
});
