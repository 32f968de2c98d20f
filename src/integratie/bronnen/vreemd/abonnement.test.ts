/** Our abonnement at another's Notificaties API: one, as it should be, whatever happened to it; ended when we leave. */
import { beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../../platform/db/index.ts';
import { type Huis, huis, instelling, N } from './nep-register.testhulp.ts';

const CALLBACK = 'https://zaakbode.example/bronnen/api/v1/notificaties/openzaak';

let h: Huis;
const na = async (uren: number): Promise<void> => {
  h.klok.advance(uren * 60 * 60_000 + 1000);
  await h.bronnen.beurt();
};
const stand = async () => (await h.bronnen.stand())[0]!;

beforeEach(async () => {
  h = await huis();
});

describe('an abonnement', () => {
  it('is made at the start, on the kanaal zaken, with a secret of its own', async () => {
    await h.bronnen.beurt();
    expect(h.register.abonnementen).toEqual([
      {
        url: expect.any(String),
        callbackUrl: CALLBACK,
        auth: expect.stringMatching(/^Bearer [\w-]{43}$/),
        kanalen: [{ naam: 'zaken', filters: {} }],
      },
    ]);
    expect(await stand()).toMatchObject({ abonnement: 'goed', abonnementFout: null });
  });
  it('is found back after a restart: no second one, and the same secret', async () => {
    await h.bronnen.beurt();
    const eerst = structuredClone(h.register.abonnementen);
    h = await h.opnieuw();
    await h.bronnen.beurt();
    expect(h.register.abonnementen).toEqual(eerst);
  });
  it('is one when several processes start at once', async () => {
    const start = (...keys: readonly number[]) => h.opnieuw(undefined, keys);
    const processen = await Promise.all([start(1, 2, 3), start(2, 1, 3), start(3, 1, 2)]);
    await Promise.all(processen.map(({ bronnen }) => bronnen.beurt()));
    expect(h.register.abonnementen).toHaveLength(1);
    expect(h.register.gevraagd.filter((vraag) => vraag.startsWith('POST'))).toHaveLength(1);
  });
  it('is looked after by another process when the one that did so died halfway', async () => {
    await h.db.query(sql`update bronnen.register set bezet_door = 9`);
    const levend = await h.opnieuw(undefined, [1, 9]);
    await levend.bronnen.beurt();
    expect(h.register.abonnementen).toEqual([]);
    await (await h.opnieuw(undefined, [1])).bronnen.beurt();
    expect(h.register.abonnementen).toHaveLength(1);
  });
  it('is made again when somebody removed it, and repaired when somebody changed it, within the hour', async () => {
    await h.bronnen.beurt();
    h.register.abonnementen = [];
    await na(1);
    expect(h.register.abonnementen).toHaveLength(1);
    h.register.abonnementen[0]!['kanalen'] = [{ naam: 'zaken', filters: { bronorganisatie: '1' } }];
    await na(1);
    expect(h.register.abonnementen[0]).toMatchObject({ kanalen: [{ naam: 'zaken', filters: {} }] });
  });
  it('that stood there twice is one again, and that of others stays', async () => {
    await h.bronnen.beurt();
    const [eigen] = h.register.abonnementen;
    const ander = { url: `${N}abonnement/ander`, callbackUrl: 'https://ander.example', kanalen: [] };
    h.register.abonnementen.unshift({ ...eigen, url: `${N}abonnement/dubbel` }, ander);
    await na(1);
    expect(h.register.abonnementen).toEqual([ander, eigen]);
  });
  it('that was made while we lost the answer is taken over, with our secret', async () => {
    h.register.abonnementen = [
      { url: `${N}abonnement/1`, callbackUrl: CALLBACK, auth: 'Bearer oud', kanalen: [{ naam: 'zaken', filters: {} }] },
    ];
    await h.bronnen.beurt();
    expect(h.register.abonnementen).toHaveLength(1);
    expect(h.register.abonnementen[0]!['auth']).not.toBe('Bearer oud');
  });
  it.each([
    ['away', 'dood', 'is niet te bereiken'],
    ['refusing', { status: 403 }, 'Controleer clientId'],
    ['talking nonsense', { body: Buffer.from('[{"url":1}]') }, 'past niet bij de standaard'],
  ] as const)(
    'that cannot be made because the API is %s is shown, and asking goes on',
    async (_wat, antwoord, reden) => {
      h.register.storing = { bij: N, antwoord };
      await h.bronnen.beurt();
      h.klok.advance(6 * 60_000);
      h.register.status(h.register.zaak());
      await h.bronnen.beurt();
      expect(await stand()).toMatchObject({
        abonnement: 'fout',
        abonnementFout: expect.stringContaining(reden),
        doorPeiling: 1,
      });
      h.register.storing = null;
      await na(1);
      expect(await stand()).toMatchObject({ abonnement: 'goed', abonnementFout: null });
    },
  );
  it('is ended when the register has left the settings, also when its API was away at first', async () => {
    await h.bronnen.beurt();
    h = await h.opnieuw([]);
    h.register.storing = { bij: N, antwoord: 'dood' };
    await h.bronnen.beurt();
    expect(h.register.abonnementen).toHaveLength(1);
    h.register.storing = null;
    await na(1);
    expect(h.register.abonnementen).toEqual([]);
    expect(await h.bronnen.stand()).toEqual([]);
  });
  it('of a register that comes back counts from then on', async () => {
    await h.bronnen.beurt();
    h = await h.opnieuw([]);
    await h.bronnen.beurt();
    h.klok.advance(60_000);
    h.register.status(h.register.zaak());
    h.klok.advance(60_000);
    h = await h.opnieuw([instelling()]);
    await h.bronnen.beurt();
    expect(await stand()).toMatchObject({ begin: h.klok.now(), gevonden: 0, abonnement: 'goed' });
  });
  it('is not made for a register of which no Notificaties API is set', async () => {
    h = await h.opnieuw([instelling({ notificaties: undefined })]);
    await h.bronnen.beurt();
    expect(await stand()).toMatchObject({ abonnement: 'geen' });
    expect(h.register.gevraagd).toEqual(['GET statussen']);
  });
});
