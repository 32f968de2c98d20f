/** What the register alone decides about a status (L2, L5), and what follows from the checks (L5, L7, L8): the table of R13. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bsn } from '../../standaarden/bsn/index.ts';
import { VERTROUWELIJKHEDEN, type Vertrouwelijkheid } from '../../standaarden/zgw/index.ts';
import { besluit, naControle } from './besluit.ts';
import { controleer } from './controle.ts';
import { type Anders, type Bronnen, BSN, context, nepBronnen } from './lopendezaken.testhulp.ts';

const TOT_ZAAKVERTROUWELIJK = { maxVertrouwelijkheid: 'zaakvertrouwelijk' } as const;
const beslis = (anders: Anders = {}) => besluit(context(anders), TOT_ZAAKVERTROUWELIJK);

/** The state, or the BSN that it goes to. */
function uitkomst(anders: Anders): string {
  const answer = beslis(anders);
  return 'staat' in answer ? answer.staat : answer.reveal();
}

describe('a status of which the citizen is told', () => {
  it('goes to its one initiator', () => {
    expect(uitkomst({})).toBe(BSN.noor);
  });
  it('also when he is one of several persons in the zaak, of whom the register counts only initiators', () => {
    expect(uitkomst({ initiatorBsns: [BSN.daan], initiatoren: 1 })).toBe(BSN.daan);
  });
});

describe('L2: not told', () => {
  it('when its statustype does not inform', () => {
    expect(beslis({ statustype: { informeren: false } })).toEqual({
      staat: 'niet_van_toepassing',
      reden: expect.stringContaining('"informeren"'),
    });
  });
  it('when the zaak is more confidential than the setting allows, level by level', () => {
    for (const grens of VERTROUWELIJKHEDEN) {
      const gaat = VERTROUWELIJKHEDEN.filter(
        (vertrouwelijkheid) =>
          !('staat' in besluit(context({ zaak: { vertrouwelijkheid } }), { maxVertrouwelijkheid: grens })),
      );
      expect(gaat).toEqual(VERTROUWELIJKHEDEN.slice(0, VERTROUWELIJKHEDEN.indexOf(grens) + 1));
    }
  });
  it('when a register says a vertrouwelijkheid that does not exist', () => {
    const vertrouwelijkheid = '' as Vertrouwelijkheid;
    expect(besluit(context({ zaak: { vertrouwelijkheid } }), { maxVertrouwelijkheid: 'zeer_geheim' })).toHaveProperty(
      'staat',
      'niet_van_toepassing',
    );
  });
  it.each([
    ['nobody', { initiatoren: 0, initiatorBsns: [] }, 'De zaak heeft geen initiator.'],
    ['two persons', { initiatoren: 2, initiatorBsns: [BSN.noor, BSN.daan] }, 'De zaak heeft 2 initiatoren'],
    ['a person and a company', { initiatoren: 2, initiatorBsns: [BSN.noor] }, 'De zaak heeft 2 initiatoren'],
    ['a company', { initiatoren: 1, initiatorBsns: [] }, 'De initiator is geen natuurlijk persoon.'],
    ['a person without BSN', { initiatoren: 1, initiatorBsns: [''] }, 'Van de initiator is geen BSN vastgelegd.'],
  ])('when the initiator is %s', (_who, anders, reden) => {
    expect(beslis(anders)).toEqual({ staat: 'niet_van_toepassing', reden: expect.stringContaining(reden) });
  });
});

describe('L5: a number that cannot be a BSN', () => {
  it.each([
    '123456780',
    '999993654',
    '000000000',
    '99999365',
    '9999936530',
    ' 999993653',
    'niet bekend',
    '９９９９９３６５３',
  ])('(%s) is never sent', (nummer) => {
    const answer = beslis({ initiatorBsns: [nummer] });
    expect(answer).toHaveProperty('staat', 'bsn_niet_authentiek');
    expect(JSON.stringify(answer)).not.toContain(nummer);
  });
});

describe('the order of the rules', () => {
  it('asks about the statustype first, so that what is switched off says just that', () => {
    const alles = { statustype: { informeren: false }, zaak: { vertrouwelijkheid: 'geheim' as const }, initiatoren: 0 };
    expect(beslis(alles)).toHaveProperty('reden', expect.stringContaining('Dit statustype staat uit'));
  });
});

/** R13: every rule of the koppeling as one line of a table; the first line that fits says what must come out. */
const ACCOUNTS = {
  geen: { soort: 'geen' },
  altijd: { soort: 'actief', geactiveerdOp: null },
  eerder: { soort: 'actief', geactiveerdOp: -1 },
  opDatMoment: { soort: 'actief', geactiveerdOp: 0 },
  later: { soort: 'actief', geactiveerdOp: 1 },
} as const;
const NUMMERS = { echt: BSN.noor, nietInBrp: BSN.daan, mislukteElfproef: '123456780', leeg: '' } as const;
const DIENST = ['antwoordt', 'weg', 'zwijgt'] as const;
const GEZET = [
  new Date('2026-11-02T08:30:15.250Z'),
  new Date('2026-03-29T01:00:00Z'),
  new Date('2026-10-25T00:30:00Z'),
];

interface Geval {
  readonly account: keyof typeof ACCOUNTS;
  readonly nummer: keyof typeof NUMMERS;
  readonly brp: (typeof DIENST)[number];
  readonly accountdienst: (typeof DIENST)[number];
  readonly gezet: Date;
}

const REGELS: readonly (readonly [when: Partial<Geval>, then: string])[] = [
  [{ nummer: 'leeg' }, 'niet_van_toepassing'],
  [{ nummer: 'mislukteElfproef' }, 'bsn_niet_authentiek'],
  [{ brp: 'weg' }, 'wachten'],
  [{ brp: 'zwijgt' }, 'wachten'],
  [{ nummer: 'nietInBrp' }, 'bsn_niet_authentiek'],
  [{ accountdienst: 'weg' }, 'wachten'],
  [{ accountdienst: 'zwijgt' }, 'wachten'],
  [{ account: 'geen' }, 'geen_account'],
  [{ account: 'later' }, 'geen_account'],
  [{}, 'sturen'],
];

const GEVALLEN: readonly Geval[] = (Object.keys(ACCOUNTS) as (keyof typeof ACCOUNTS)[]).flatMap((account) =>
  (Object.keys(NUMMERS) as (keyof typeof NUMMERS)[]).flatMap((nummer) =>
    DIENST.flatMap((brp) =>
      DIENST.flatMap((accountdienst) => GEZET.map((gezet) => ({ account, nummer, brp, accountdienst, gezet }))),
    ),
  ),
);

/** The decision as the product takes it, with the moment of the account relative to that of the status, in ms. */
async function decide(geval: Geval): Promise<{ soort: string; gevraagd: { brp: number; accounts: number } }> {
  const { account, nummer, gezet } = geval;
  const stand = ACCOUNTS[account];
  const bronnen: Bronnen = {
    brp: geval.brp === 'antwoordt' ? (bsn) => bsn !== BSN.daan : geval.brp,
    accounts:
      geval.accountdienst === 'antwoordt'
        ? () =>
            stand.soort === 'geen' || stand.geactiveerdOp === null
              ? stand
              : { soort: 'actief', geactiveerdOp: new Date(gezet.getTime() + stand.geactiveerdOp) }
        : geval.accountdienst,
  };
  const nep = nepBronnen(bronnen);
  const { gevraagd } = nep;
  const first = besluit(context({ initiatorBsns: [NUMMERS[nummer]], datumStatusGezet: gezet }), TOT_ZAAKVERTROUWELIJK);
  if ('staat' in first) return { soort: first.staat, gevraagd };
  const [controle] = await controleer([first], nep, new AbortController().signal);
  const answer = naControle(controle!, gezet, 'BRP');
  if (answer === 'sturen') return { soort: 'sturen', gevraagd };
  return { soort: 'staat' in answer ? answer.staat : 'wachten', gevraagd };
}

describe(`R13: account, BSN, both services and time (${GEVALLEN.length} combinations)`, () => {
  it('are at least the 64 that the scoreboard asks, and every line of the table decides some', () => {
    expect(GEVALLEN.length).toBeGreaterThanOrEqual(64);
    expect(new Set(GEVALLEN.map(regelVoor)).size).toBe(REGELS.length);
  });
  it('come out as the table says, each of them', async () => {
    const anders: unknown[] = [];
    for (const geval of GEVALLEN) {
      const { soort } = await decide(geval);
      if (soort !== regelVoor(geval)[1]) anders.push({ ...geval, soort });
    }
    expect(anders).toEqual([]);
  });
  it('ask nobody about a number that is no BSN, and the account only of whom the BRP knows', async () => {
    for (const geval of GEVALLEN) {
      const { gevraagd } = await decide(geval);
      const bestaat = geval.nummer === 'echt' || geval.nummer === 'nietInBrp';
      const bekend = geval.nummer === 'echt' && geval.brp === 'antwoordt';
      expect([geval, gevraagd]).toEqual([geval, { brp: bestaat ? 1 : 0, accounts: bekend ? 1 : 0 }]);
    }
  });
});

function regelVoor(geval: Geval) {
  return REGELS.find(([when]) => Object.entries(when).every(([key, value]) => geval[key as keyof Geval] === value))!;
}

describe('a batch', () => {
  it('gives each person his own answer, whoever else is in it', async () => {
    const mensen = fc.array(fc.record({ bekend: fc.boolean(), account: fc.boolean() }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(mensen, async (lijst) => {
        const bsns = lijst.map((_m, i) => Bsn.parse(NAMEN[i]!)!);
        const van = (bsn: string) => lijst[NAMEN.indexOf(bsn)]!;
        const nep = nepBronnen({
          brp: (bsn) => van(bsn).bekend,
          accounts: (bsn) => (van(bsn).account ? { soort: 'actief', geactiveerdOp: null } : { soort: 'geen' }),
        });
        const controles = await controleer(bsns, nep, new AbortController().signal);
        const soorten = controles
          .map((c) => naControle(c, new Date(0), 'BRP'))
          .map((a) => (a === 'sturen' ? a : 'staat' in a && a.staat));
        expect(soorten).toEqual(
          lijst.map(({ bekend, account }) => (!bekend ? 'bsn_niet_authentiek' : account ? 'sturen' : 'geen_account')),
        );
      }),
    );
  });
});

/** Thirty different numbers that pass the 11-proef. */
const NAMEN: readonly string[] = Array.from({ length: 400 }, (_n, i) => String(999990000 + i))
  .filter((nummer) => Bsn.parse(nummer) !== null)
  .slice(0, 30);
