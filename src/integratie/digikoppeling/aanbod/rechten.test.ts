/** Who may what: by scope, by CPA, and what the log holds. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Log } from '../../../platform/log/index.ts';
import { cpaTekst, hunBericht } from '../partner.testhulp.ts';
import { BIJLAGE, ROOT, type Wereld, wereld } from './aanbod.testhulp.ts';

const BSN = '999993653';
const regels: string[] = [];
const noteer = (fields: object, message: string): void => void regels.push(JSON.stringify([fields, message]));
const log: Log = { debug: noteer, info: noteer, warn: noteer, error: noteer };

let w: Wereld;
let bericht: string;
let ontvangen: string;
beforeAll(async () => {
  w = await wereld({ log });
  await w.dk.cpas.laad(cpaTekst({ cpaId: 'ANDERE-CPA' }));
  // As the register of authorisations writes it, so that a CPA of a line is one of the API.
  const applicatie = async (naam: string, autorisaties: object[]): Promise<void> => {
    await w.r.autorisaties.ensureClients([{ clientId: naam, secret: w.r.secret, heeftAlleAutorisaties: false }]);
    const { status } = await w.r.send('POST', '/autorisaties/api/v1/applicaties', {
      clientIds: [naam],
      label: naam,
      autorisaties,
    });
    expect(status).toBe(201);
  };
  for (const scope of ['verzenden', 'ontvangen', 'lezen'])
    await applicatie(scope, [{ component: 'dgk', scopes: [`digikoppeling.${scope}`] }]);
  await applicatie('elders', [
    {
      component: 'dgk',
      scopes: ['verzenden', 'ontvangen', 'lezen'].map((s) => `digikoppeling.${s}`),
      cpa: 'ANDERE-CPA',
    },
  ]);
  await applicatie('niets', [{ component: 'nrc', scopes: ['notificaties.consumeren'] }]);
  bericht = (
    await w.verzend({ bijlagen: [{ ...BIJLAGE, inhoud: Buffer.from(`<bsn>${BSN}</bsn>`).toString('base64') }] })
  ).body.id;
  await w.post(hunBericht(w.cpa, { timestamp: new Date('2026-11-02T09:00:00Z') }));
  ontvangen = (await w.r.send('GET', `${ROOT}/ontvangen`)).body.results[0].id;
  await w.rond();
});

describe('each operation', () => {
  const OPERATIES: readonly (readonly [verb: string, path: string, wie: readonly string[], goed: number])[] = [
    ['POST', '/berichten', ['verzenden'], 201],
    ['GET', '/berichten', ['verzenden', 'lezen'], 200],
    ['GET', '/berichten/{bericht}', ['verzenden', 'lezen'], 200],
    ['POST', '/berichten/{bericht}/opnieuw', ['verzenden'], 409],
    ['POST', '/berichten/{bericht}/overslaan', ['verzenden'], 409],
    ['POST', '/berichten/{bericht}/intrekken', ['verzenden'], 409],
    ['GET', '/ontvangen', ['ontvangen'], 200],
    ['GET', '/ontvangen/{ontvangen}', ['ontvangen'], 200],
    ['GET', '/ontvangen/{ontvangen}/bijlagen/1', ['ontvangen'], 200],
    ['POST', '/ontvangen/{ontvangen}/bevestigen', ['ontvangen'], 200],
  ];
  const vraag = (verb: string, path: string, as: string, headers = {}) => {
    const url = `${ROOT}${path.replace('{bericht}', bericht).replace('{ontvangen}', ontvangen)}`;
    const body =
      path === '/berichten' && verb === 'POST' ? { cpaId: w.cpa.id, action: 'zaakbericht', bijlagen: [] } : undefined;
    const payload = body && { payload: Buffer.from(JSON.stringify(body)) };
    return w.r.raw(verb, url, {
      as,
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      ...payload,
    });
  };

  it('is for who has one of its scopes, and for nobody else', async () => {
    for (const [verb, path, wie, goed] of OPERATIES) {
      for (const as of ['verzenden', 'ontvangen', 'lezen', 'niets']) {
        const { status } = await vraag(verb, path, as);
        expect([verb, path, as, status]).toEqual([verb, path, as, wie.includes(as) ? goed : 403]);
      }
    }
  });
  it('asks for a token first', async () => {
    for (const [verb, path] of OPERATIES)
      expect([verb, path, (await vraag(verb, path, 'verzenden', { authorization: '' })).status]).toEqual([
        verb,
        path,
        403,
      ]);
  });
  it('of another CPA than one may see is not there', async () => {
    for (const [verb, path] of OPERATIES.filter(([, path]) => path.includes('{')))
      expect([path, (await vraag(verb, path, 'elders')).status]).toEqual([path, 404]);
    for (const path of ['/berichten', '/ontvangen'])
      expect((await w.r.send('GET', `${ROOT}${path}`, undefined, { as: 'elders' })).body.results).toEqual([]);
    const geweigerd = await w.verzend({}, { as: 'elders' });
    expect([geweigerd.status, geweigerd.body.invalidParams[0].reason]).toEqual([
      400,
      expect.stringContaining('Wel: ANDERE-CPA'),
    ]);
    expect((await w.verzend({ cpaId: 'ANDERE-CPA' }, { as: 'elders' })).status).toBe(201);
  });
});

describe('the log', () => {
  it('holds no payload and no address with an id in it', () => {
    expect(regels.length).toBeGreaterThan(0);
    const alles = regels.join('\n');
    expect(alles).not.toContain(BSN);
    expect(alles).not.toContain(Buffer.from(BSN).toString('base64').slice(0, 10));
    expect(alles).not.toContain(bericht);
  });
});
