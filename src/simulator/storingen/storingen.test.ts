import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bericht, type Opstelling, startOpstelling, zakLk01 } from '../simulator.testhulp.ts';
import { StoringFout } from './soorten.ts';

let proef: Opstelling;
let base: string;
beforeEach(async () => {
  proef = await startOpstelling();
  base = await proef.luister();
});
afterEach(() => proef.close());

/** Delivers message number `nr` over a real connection. */
function post(nr: number, signal?: AbortSignal): Promise<Response> {
  const { headers, body } = bericht(
    `m-${nr}@g.example`,
    zakLk01({ referentie: `r${nr}`, zaaknummer: `ZAAK-${nr}`, tijdstip: `202611020931${String(nr).padStart(5, '0')}` }),
  );
  return fetch(`${base}/simulator/ebms`, { method: 'POST', headers, body, ...(signal && { signal }) });
}

const vraag = (dienst: 'accounts' | 'brp'): Promise<Response> =>
  fetch(`${base}/simulator/${dienst}/controle`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"bsns":["999993653"]}',
  });

describe('the ebMS endpoint', () => {
  test('neer: 503, and nothing is kept', async () => {
    proef.simulator.setFault({ ebms: 'neer' });
    expect((await post(1)).status).toBe(503);
    expect(proef.simulator.ledger()).toEqual([]);
  });

  test('weiger-verbinding: the connection is cut without an answer, and nothing is kept', async () => {
    proef.simulator.setFault({ ebms: 'weiger-verbinding' });
    await expect(post(1)).rejects.toThrow();
    expect(proef.simulator.ledger()).toEqual([]);
  });

  test('half-open: the request is taken and never answered', async () => {
    proef.simulator.setFault({ ebms: 'half-open' });
    await expect(post(1, AbortSignal.timeout(150))).rejects.toThrow(/timeout/);
    expect(proef.simulator.ledger()).toEqual([]);
    expect(proef.simulator.stand().sindsStart.storingen).toBe(1);
  });

  test('traag: answers, but later', async () => {
    proef.simulator.setFault({ ebms: { stand: 'traag', ms: 80 } });
    const start = performance.now();
    expect((await post(1)).status).toBe(204);
    expect(performance.now() - start).toBeGreaterThan(75);
  });

  test('drip: the answer comes in one byte at a time', async () => {
    proef.simulator.setFault({ ebms: { stand: 'drip', ms: 1 } });
    const { hostname, port } = new URL(base);
    const pieces = await new Promise<string[]>((resolve, reject) => {
      const seen: string[] = [];
      const socket = connect(Number(port), hostname, () =>
        socket.write('POST /simulator/ebms HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n'),
      );
      socket.on('error', reject);
      socket.on('data', (piece) => {
        seen.push(piece.toString());
        if (seen.length < 10) return;
        socket.destroy();
        resolve(seen);
      });
    });
    expect(pieces.join('').length).toBeLessThan(60);
    expect('HTTP/1.1 200 OK').toContain(pieces[0]);
    expect(proef.simulator.ledger()).toEqual([]);
  });

  test('only the next two requests when aantal is 2', async () => {
    proef.simulator.setFault({ ebms: { stand: 'neer', aantal: 2 } });
    const statuses = [];
    for (const nr of [1, 2, 3]) statuses.push((await post(nr)).status);
    expect(statuses).toEqual([503, 503, 204]);
    expect(proef.simulator.stand().storingen.ebms).toEqual([]);
  });

  test('a list of rules: the first that fires decides', async () => {
    proef.simulator.setFault({
      ebms: [
        { stand: 'neer', aantal: 1 },
        { stand: 'weiger-verbinding', aantal: 1 },
      ],
    });
    expect((await post(1)).status).toBe(503);
    await expect(post(2)).rejects.toThrow();
    expect((await post(3)).status).toBe(204);
  });

  test('dropKans cuts before the message is stored, dropNaKans after it, and then it is still acknowledged', async () => {
    proef.simulator.setFault({ dropKans: 1 });
    await expect(post(1)).rejects.toThrow();
    expect(proef.simulator.ledger()).toEqual([]);
    proef.simulator.setFault({ dropKans: 0, dropNaKans: 1 });
    await expect(post(1)).rejects.toThrow();
    expect(proef.simulator.ledger()).toMatchObject([{ toegepast: true }]);
    await proef.gemeente.krijgt('Acknowledgment');
    proef.simulator.setFault({ herstel: true });
    expect((await post(1)).status).toBe(204);
    expect(proef.simulator.ledger()).toMatchObject([{ dubbel: 1 }]);
  });
});

describe('chance', () => {
  const run = async (zaad: number): Promise<number[]> => {
    proef.simulator.setFault({ zaad, ebms: { stand: 'neer', kans: 0.5 } });
    const statuses = [];
    for (let nr = 1; nr <= 20; nr += 1) statuses.push((await post(nr)).status);
    return statuses;
  };

  test('with the same seed the same requests fail', async () => {
    const first = await run(7);
    expect(new Set(first)).toEqual(new Set([204, 503]));
    expect(await run(7)).toEqual(first);
    expect(await run(8)).not.toEqual(first);
  });
});

describe('the acknowledgment', () => {
  const acks = () => proef.gemeente.ingekomen.filter(({ action }) => action === 'Acknowledgment');

  test('weglaten: is not sent, a resend gets a new chance', async () => {
    proef.simulator.setFault({ ack: { stand: 'weglaten', aantal: 1 } });
    await post(1);
    await proef.simulator.rust();
    expect(acks()).toEqual([]);
    expect(proef.simulator.stand().sindsStart.acksWeggelaten).toBe(1);
    await post(1);
    await proef.simulator.rust();
    expect(acks()).toHaveLength(1);
  });

  test('vertragen: comes later', async () => {
    proef.simulator.setFault({ ack: { stand: 'vertragen', ms: 60 } });
    const start = performance.now();
    await post(1);
    await proef.gemeente.krijgt('Acknowledgment');
    expect(performance.now() - start).toBeGreaterThan(55);
  });

  test('dubbel: comes twice, the same to the byte', async () => {
    proef.simulator.setFault({ ack: 'dubbel' });
    await post(1);
    const [first, second] = await proef.gemeente.krijgt('Acknowledgment', 2);
    expect(second?.body).toBe(first?.body);
  });

  test('voor-antwoord: is delivered before the HTTP answer', async () => {
    proef.simulator.setFault({ ack: 'voor-antwoord' });
    await post(1);
    expect(acks()).toHaveLength(1);
  });
});

describe('a foutbericht on command', () => {
  test('for the next messages only', async () => {
    proef.simulator.setFault({ fo03: { code: 'StUF058', aantal: 1 } });
    await post(1);
    await post(2);
    expect(proef.simulator.ledger().map(({ foutcode }) => foutcode)).toEqual(['StUF058', null]);
  });

  test('for one zaak, or for one referentienummer', async () => {
    proef.simulator.setFault({
      fo03: [
        { code: 'StUF046', zaaknummer: 'ZAAK-2' },
        { code: 'EIGEN1', referentienummer: 'r3', plek: 'server', omschrijving: 'Eigen tekst' },
      ],
    });
    for (const nr of [1, 2, 3]) await post(nr);
    expect(proef.simulator.ledger().map(({ foutcode }) => foutcode)).toEqual([null, 'StUF046', 'EIGEN1']);
    const berichten = await proef.gemeente.krijgt('foutbericht', 2);
    expect(berichten.some(({ body }) => body.includes('<StUF:omschrijving>Eigen tekst</StUF:omschrijving>'))).toBe(
      true,
    );
  });

  test('the code for a citizen without account is a setting; null says nothing', async () => {
    const zonder = (nr: number) =>
      proef.lever(
        bericht(
          `m-${nr}@g.example`,
          zakLk01({ bsn: '999990202', referentie: `r${nr}`, tijdstip: `2026110209310000${nr}` }),
        ),
      );
    proef.simulator.setFault({ geenAccountCode: 'LZ-404' });
    await zonder(1);
    proef.simulator.setFault({ geenAccountCode: null });
    await zonder(2);
    expect(proef.simulator.ledger().map(({ uitkomst, foutcode }) => [uitkomst, foutcode])).toEqual([
      ['stuf-fout', 'LZ-404'],
      ['niet-getoond', null],
    ]);
  });
});

describe.each(['accounts', 'brp'] as const)('the %s check', (dienst) => {
  test('neer, onzin, weiger-verbinding, and one only of the two', async () => {
    proef.simulator.setFault({ [dienst]: 'neer' });
    expect((await vraag(dienst)).status).toBe(503);
    expect((await vraag(dienst === 'brp' ? 'accounts' : 'brp')).status).toBe(200);

    proef.simulator.setFault({ [dienst]: 'onzin' });
    const nonsense = await vraag(dienst);
    expect(nonsense.status).toBe(200);
    await expect(nonsense.json()).rejects.toThrow();

    proef.simulator.setFault({ [dienst]: 'weiger-verbinding' });
    await expect(vraag(dienst)).rejects.toThrow();

    proef.simulator.setFault({ herstel: true });
    expect((await vraag(dienst)).status).toBe(200);
  });

  test('traag: answers, but later', async () => {
    proef.simulator.setFault({ [dienst]: { stand: 'traag', ms: 60 } });
    const start = performance.now();
    expect((await vraag(dienst)).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(55);
  });
});

describe('a change that makes no sense', () => {
  test.each([
    ['no object', 'neer'],
    ['an unknown field', { ebsm: 'neer' }],
    ['an unknown stand', { ebms: 'onzin' }],
    ['a chance over 1', { ebms: { stand: 'neer', kans: 1.5 } }],
    ['half a time', { ack: { stand: 'weglaten', aantal: 0.5 } }],
    ['a code of 8 characters', { fo03: { code: 'StUF0460' } }],
    ['no code', { fo03: {} }],
    ['a control character', { fo03: { code: 'A', omschrijving: 'a\u0001' } }],
  ])('%s is refused and nothing changes', (_naam, change) => {
    proef.simulator.setFault({ brp: 'neer' });
    const before = proef.simulator.stand().storingen;
    expect(() => proef.simulator.setFault(change as never)).toThrow(StoringFout);
    expect(proef.simulator.stand().storingen).toBe(before);
  });

  test('all faults are named at once', () => {
    try {
      proef.simulator.setFault({ ebms: 'x', dropKans: 2, zaad: -1 } as never);
      expect.unreachable();
    } catch (fault) {
      expect((fault as StoringFout).fouten).toHaveLength(3);
    }
  });
});

test('closing ends what is held open', async () => {
  proef.simulator.setFault({ ebms: 'half-open' });
  const hanging = expect(post(1)).rejects.toThrow();
  while (proef.simulator.stand().sindsStart.storingen === 0) await new Promise((resolve) => setImmediate(resolve));
  await proef.app.close();
  await hanging;
});
