/** The two checks over HTTP: what is asked, what is believed, and every way in which a source can fail to answer. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Net, NetFault, type NetRequest } from '../../platform/net/index.ts';
import { Bsn } from '../../standaarden/bsn/index.ts';
import { accountsOverHttp, brpOverHttp } from './bronnen-http.ts';
import { BSN } from './lopendezaken.testhulp.ts';
import { BronOnbereikbaar } from './poorten.ts';

const NOOR = Bsn.parse(BSN.noor)!;
const DAAN = Bsn.parse(BSN.daan)!;
const URL_ACCOUNTS = 'https://mijnoverheid.example/accounts';
const URL_BRP = 'https://brp.example/controle';

interface Antwoord {
  readonly status?: number;
  readonly body?: string | Buffer;
}

/** A network on which `antwoord` speaks for the source; keeps what was asked. */
function nepNet(antwoord: (bsns: readonly string[]) => Antwoord): Net & { readonly vragen: NetRequest[] } {
  const vragen: NetRequest[] = [];
  return {
    vragen,
    async request(request) {
      vragen.push(request);
      const { bsns } = JSON.parse(String(request.body)) as { bsns: string[] };
      const { status = 200, body = '' } = antwoord(bsns);
      return { status, headers: {}, body: Buffer.from(body) };
    },
    close: async () => undefined,
  };
}

const json = (value: unknown): Antwoord => ({ body: JSON.stringify(value) });
const { signal } = new AbortController();
const rij = (bsn: string, rest: object) => ({ bsn, ...rest });

/** What the account check makes of this answer about Noor. */
const account = async (answer: Antwoord) =>
  (
    await accountsOverHttp(
      nepNet(() => answer),
      URL_ACCOUNTS,
    ).stand([NOOR], signal)
  )[0];
const brp = async (answer: Antwoord) =>
  (
    await brpOverHttp(
      nepNet(() => answer),
      URL_BRP,
    ).bekend([NOOR], signal)
  )[0];

const ONBEKEND = { soort: 'onbekend', reden: expect.stringContaining('geen begrijpelijk antwoord') };

describe('the question', () => {
  it('is a POST with the BSNs in the body, each once, and nothing in the address', async () => {
    const net = nepNet((bsns) => json({ accounts: bsns.map((bsn) => rij(bsn, { status: 'geen' })) }));
    await accountsOverHttp(net, URL_ACCOUNTS).stand([NOOR, DAAN, NOOR], signal);
    expect(net.vragen).toHaveLength(1);
    expect(net.vragen[0]).toMatchObject({ method: 'POST', url: URL_ACCOUNTS, timeoutMs: 10_000, signal });
    expect(JSON.parse(String(net.vragen[0]!.body))).toEqual({ bsns: [BSN.noor, BSN.daan] });
  });
  it('holds 250 BSNs at most', async () => {
    const bsns = Array.from({ length: 9_000 }, (_n, i) => Bsn.parse(String(100_000_000 + i)))
      .filter((bsn) => bsn !== null)
      .slice(0, 600);
    const net = nepNet((asked) => json({ personen: asked.map((bsn) => rij(bsn, { bekend: bsn.endsWith('1') })) }));
    const answers = await brpOverHttp(net, URL_BRP).bekend(bsns, signal);
    expect(net.vragen.map((v) => JSON.parse(String(v.body)).bsns.length)).toEqual([250, 250, 100]);
    expect(answers).toEqual(bsns.map((bsn) => bsn.reveal().endsWith('1')));
  });
  it('is not asked about nobody', async () => {
    const net = nepNet(() => json({}));
    expect(await accountsOverHttp(net, URL_ACCOUNTS).stand([], signal)).toEqual([]);
    expect(net.vragen).toEqual([]);
  });
});

describe('an answer', () => {
  it('counts for the person that it names, in whatever order it comes', async () => {
    const rows = [
      rij(BSN.daan, { status: 'geen' }),
      rij(BSN.noor, { status: 'actief', geactiveerdOp: '2020-01-01T00:00:00Z' }),
    ];
    const net = nepNet(() => json({ accounts: rows }));
    expect(await accountsOverHttp(net, URL_ACCOUNTS).stand([NOOR, DAAN, NOOR], signal)).toEqual([
      { soort: 'actief', geactiveerdOp: new Date('2020-01-01T00:00:00Z') },
      { soort: 'geen' },
      { soort: 'actief', geactiveerdOp: new Date('2020-01-01T00:00:00Z') },
    ]);
  });
  it.each([
    ['with milliseconds', '2026-11-02T11:00:00.123Z', '2026-11-02T11:00:00.123Z'],
    ['with another zone', '2026-11-02T12:00:00+01:00', '2026-11-02T11:00:00.000Z'],
    ['to the minute', '2026-11-02T11:00Z', '2026-11-02T11:00:00.000Z'],
  ])('tells since when, %s', async (_how, geactiveerdOp, moment) => {
    expect(await account(json({ accounts: [rij(BSN.noor, { status: 'actief', geactiveerdOp })] }))).toEqual({
      soort: 'actief',
      geactiveerdOp: new Date(moment),
    });
  });
  it.each([[{ geactiveerdOp: null }], [{}]])('without a date (%j) is an account since always', async (rest) => {
    const answer = await account(json({ accounts: [rij(BSN.noor, { status: 'actief', ...rest })] }));
    expect(answer).toEqual({ soort: 'actief', geactiveerdOp: null });
  });
  it('may say more than we know', async () => {
    expect(await brp(json({ personen: [rij(BSN.noor, { bekend: true, naam: 'x' })], versie: 2 }))).toBe(true);
  });
});

describe('an answer that is not understood about a person says nothing about him', () => {
  it.each([
    ['no row', []],
    ['a row of somebody else', [rij(BSN.daan, { status: 'actief' })]],
    ['no status', [rij(BSN.noor, {})]],
    ['another status', [rij(BSN.noor, { status: 'ACTIEF' })]],
    ['a status that is no text', [rij(BSN.noor, { status: true })]],
    ['a date that is none', [rij(BSN.noor, { status: 'actief', geactiveerdOp: 'gisteren' })]],
    ['a date that does not exist', [rij(BSN.noor, { status: 'actief', geactiveerdOp: '2026-13-45T00:00:00Z' })]],
    ['a date without time', [rij(BSN.noor, { status: 'actief', geactiveerdOp: '2026-11-02' })]],
    ['a time without zone', [rij(BSN.noor, { status: 'actief', geactiveerdOp: '2026-11-02T11:00:00' })]],
    ['a number for a date', [rij(BSN.noor, { status: 'actief', geactiveerdOp: 1_700_000_000 })]],
    ['an object for a date', [rij(BSN.noor, { status: 'actief', geactiveerdOp: {} })]],
    ['the BSN as a number', [{ bsn: Number(BSN.noor), status: 'geen' }]],
    ['the BSN with a space', [rij(`${BSN.noor} `, { status: 'geen' })]],
    ['rows that are no rows', [null, 7, 'x', [], { status: 'geen' }]],
    ['two rows that disagree', [rij(BSN.noor, { status: 'geen' }), rij(BSN.noor, { status: 'actief' })]],
    ['a third that agrees with one of two', ['geen', 'actief', 'actief'].map((status) => rij(BSN.noor, { status }))],
  ])('(account check: %s)', async (_what, accounts) => {
    expect(await account(json({ accounts }))).toEqual(ONBEKEND);
  });
  it.each([
    ['no row', []],
    ['no answer', [rij(BSN.noor, {})]],
    ['text for an answer', [rij(BSN.noor, { bekend: 'true' })]],
    ['a number for an answer', [rij(BSN.noor, { bekend: 1 })]],
    ['null for an answer', [rij(BSN.noor, { bekend: null })]],
    ['two rows that disagree', [rij(BSN.noor, { bekend: true }), rij(BSN.noor, { bekend: false })]],
  ])('(BRP: %s)', async (_what, personen) => {
    expect(await brp(json({ personen }))).toEqual(ONBEKEND);
  });
  it('and the others in the same answer keep theirs', async () => {
    const net = nepNet(() => json({ personen: [rij(BSN.daan, { bekend: true })] }));
    expect(await brpOverHttp(net, URL_BRP).bekend([NOOR, DAAN], signal)).toEqual([ONBEKEND, true]);
  });
  it('twice the same row is one row', async () => {
    const row = rij(BSN.noor, { status: 'geen' });
    expect(await account(json({ accounts: [row, { ...row }] }))).toEqual({ soort: 'geen' });
  });
});

describe('no answer at all', () => {
  const GEEN_ANTWOORD: [string, Antwoord][] = [
    ['nothing', { body: '' }],
    ['no JSON', { body: '<<< dit is geen JSON >>>' }],
    ['half JSON', { body: '{"accounts":[' }],
    ['a page', { body: '<html>Inloggen</html>' }],
    ['bytes', { body: Buffer.from([0xff, 0xfe, 0x00]) }],
    ['null', json(null)],
    ['a number', json(1)],
    ['text', json('accounts')],
    ['a bare list', json([rij(BSN.noor, { status: 'geen', bekend: true })])],
    ['an empty object', json({})],
    ['no list', json({ accounts: {}, personen: {} })],
    ['an error in JSON', json({ error: 'later' })],
    ...[201, 204, 301, 302, 401, 403, 404, 408, 429, 500, 502, 503, 504].map((status): [string, Antwoord] => [
      `HTTP ${status}`,
      {
        ...json({ accounts: [rij(BSN.noor, { status: 'geen' })], personen: [rij(BSN.noor, { bekend: true })] }),
        status,
      },
    ]),
  ];
  it.each(GEEN_ANTWOORD)('(%s) is a source that is away', async (_what, answer) => {
    await expect(account(answer)).rejects.toThrow(BronOnbereikbaar);
    await expect(account(answer)).rejects.toThrow(/^De accountcontrole van MijnOverheid /);
    await expect(brp(answer)).rejects.toThrow(BronOnbereikbaar);
    await expect(brp(answer)).rejects.toThrow(/^De BRP /);
  });
  it.each([true, false])('(no connection, left=%s) is a source that is away, with the reason', async (left) => {
    const net: Net = {
      request: async () => {
        throw new NetFault('geen antwoord binnen 10 s', left);
      },
      close: async () => undefined,
    };
    await expect(brpOverHttp(net, URL_BRP).bekend([NOOR], signal)).rejects.toThrow(
      'De BRP is niet bereikbaar: geen antwoord binnen 10 s.',
    );
  });
  it('a fault of our own is not taken for a source that is away', async () => {
    const net: Net = {
      request: async () => {
        throw new Error('inside a database transaction');
      },
      close: async () => undefined,
    };
    await expect(brpOverHttp(net, URL_BRP).bekend([NOOR], signal)).rejects.not.toThrow(BronOnbereikbaar);
  });
});

describe('a question that is refused for what is in it', () => {
  const bsns = Array.from({ length: 4_000 }, (_n, i) => Bsn.parse(String(100_000_000 + i)))
    .filter((bsn) => bsn !== null)
    .slice(0, 250);
  const weigert = (wie: ReadonlySet<string>, status = 400) =>
    nepNet((asked) =>
      asked.some((bsn) => wie.has(bsn))
        ? { status }
        : json({ personen: asked.map((bsn) => rij(bsn, { bekend: true })) }),
    );

  it.each([400, 413, 422])(
    '(HTTP %i) is asked again in parts, so that one number holds up only itself',
    async (status) => {
      for (const plaats of [0, 124, 125, 249]) {
        const net = weigert(new Set([bsns[plaats]!.reveal()]), status);
        const answers = await brpOverHttp(net, URL_BRP).bekend(bsns, signal);
        expect(answers.map((a) => a === true)).toEqual(bsns.map((_b, i) => i !== plaats));
        expect(answers[plaats]).toEqual({ soort: 'onbekend', reden: 'De BRP weigerde de vraag over deze persoon.' });
        expect(net.vragen.length).toBeLessThanOrEqual(17);
      }
    },
  );
  it('whatever is in it, is a source that is away, after a bounded number of questions', async () => {
    const net = weigert(new Set(bsns.map((b) => b.reveal())));
    await expect(brpOverHttp(net, URL_BRP).bekend(bsns, signal)).rejects.toThrow('De BRP weigert alle vragen.');
    expect(net.vragen.length).toBeLessThanOrEqual(21);
  });
});

describe('whatever a source says', () => {
  it('we ask on, wait, or believe it; we never break, and no BSN stands in what we tell', async () => {
    const iets = fc.oneof(
      fc.json(),
      fc.string(),
      fc
        .record({
          accounts: fc.array(
            fc.record({
              bsn: fc.constantFrom(BSN.noor, BSN.daan, 1),
              status: fc.jsonValue(),
              geactiveerdOp: fc.jsonValue(),
            }),
          ),
        })
        .map((v) => JSON.stringify(v)),
    );
    await fc.assert(
      fc.asyncProperty(iets, fc.constantFrom(200, 200, 400, 500), async (body, status) => {
        const told = await account({ body, status }).catch((error: unknown) => {
          expect(error).toBeInstanceOf(BronOnbereikbaar);
          return (error as Error).message;
        });
        expect(JSON.stringify(told)).not.toContain(BSN.noor);
      }),
      { numRuns: 300 },
    );
  });
});
