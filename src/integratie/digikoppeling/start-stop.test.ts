/** The loops: what is stored leaves by itself, what goes wrong is tried again, and stopping waits for what is under way and begins nothing more. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/db/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { type Gezien, OK } from './nepnet.testhulp.ts';
import { cpaTekst, GEMEENTE, HUN_ADRES, hunBericht, ONS_ADRES, VOORZIENING } from './partner.testhulp.ts';

let db: Database;
let w: Wereld;
let p: Proces;

beforeAll(async () => {
  db = await proefDatabase();
});
beforeEach(async () => {
  w = await wereld(db);
  p = w.proces(1);
});
afterEach(async () => {
  await p.dk.stop();
  await w.sluit();
});

/** Resolves when `n` requests have come. */
function naVerzoeken(n: number, answer: (request: Gezien) => Promise<typeof OK> | typeof OK = () => OK): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let count = 0;
  w.net.antwoordt((request) => {
    if (++count === n) resolve();
    return answer(request);
  }, true);
  return promise;
}

/** Until it is so; in between the event loop goes round. */
async function totdat(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
}

describe('a handler that was started', () => {
  it('sends what is stored and the signals that follow, without being asked', async () => {
    const came = naVerzoeken(4);
    p.dk.start();
    await w.bewaar(p, 3);
    expect(await p.post(hunBericht(w.cpa))).toMatchObject({ status: 204 });
    await came;
    expect(w.net.berichten()).toHaveLength(3);
    expect(w.net.signalen()).toHaveLength(1);
    await totdat(() => w.verteld.length === 3);
  });

  it('finds what another process stored', async () => {
    const came = naVerzoeken(1);
    p.dk.start();
    await w.bewaar(w.proces(2), 1);
    await came;
    expect(w.net.berichten()).toHaveLength(1);
  });

  it('survives a fault and says so in the log', async () => {
    p.databaseWeg(true);
    p.dk.start();
    await totdat(() => w.log.some((l) => l.wat.startsWith('Verzenden over Digikoppeling mislukte')));
    const came = naVerzoeken(1);
    await w.bewaar(w.proces(2), 1);
    p.databaseWeg(false);
    await came;
    await totdat(async () => (await w.berichten())[0]!.staat === 'verzonden');
  });

  it('sends a message that comes while the one before it is under way', async () => {
    const came = naVerzoeken(2, async ({ messageId }) => {
      if (messageId === 'bericht-1@gemeente.example') await w.bewaar(p, 1);
      return OK;
    });
    p.dk.start();
    await w.bewaar(p, 1);
    await came;
    await totdat(() => w.verteld.length === 2);
  });

  it('sends an acknowledgment while another address takes one and answers nothing (RS-F27)', async () => {
    const elders = await p.dk.cpas.laad(
      cpaTekst({
        cpaId: 'PROEF-STIL',
        parties: [
          { name: 'Gemeente Proef', partyId: GEMEENTE, role: 'GEMEENTE', endpoint: ONS_ADRES },
          { name: 'Stil', partyId: VOORZIENING, role: 'VOORZIENING', endpoint: 'https://stil.example/ebms' },
        ],
      }),
    );
    const silence = Promise.withResolvers<typeof OK>();
    const came = naVerzoeken(2, ({ url }) => (url.includes('stil') ? silence.promise : OK));
    p.dk.start();
    await p.post(hunBericht(elders));
    await totdat(() => w.net.signalen().length === 1);
    await p.post(hunBericht(w.cpa));
    await came;
    expect(w.net.signalen().map(({ url }) => url)).toEqual(['https://stil.example/ebms', HUN_ADRES]);
    silence.resolve(OK);
    await totdat(async () => (await w.tel('signaal')) === 0);
  });

  it('that stops finishes and stores the exchange that is under way, and begins no other', async () => {
    const answer = Promise.withResolvers<typeof OK>();
    const came = naVerzoeken(1, () => answer.promise);
    p.dk.start();
    const [first] = await w.bewaar(p, 5);
    await came;
    let stopped = false;
    const stopping = p.dk.stop().then(() => {
      stopped = true;
    });
    await w.tel('bericht');
    expect(stopped).toBe(false);
    answer.resolve(OK);
    await stopping;
    expect(w.net.berichten()).toHaveLength(1);
    expect(w.verteld).toEqual([{ soort: 'verzonden', messageId: first }]);
    expect((await w.kanaal()).worker).toBeNull();
    await w.bewaar(p, 1);
    expect(w.net.berichten()).toHaveLength(1);
  });
});

describe('a handler that was not started', () => {
  it('sends nothing by itself and can be stopped', async () => {
    await w.bewaar(p, 1);
    await p.dk.stop();
    expect(w.net.gezien).toEqual([]);
  });
});
