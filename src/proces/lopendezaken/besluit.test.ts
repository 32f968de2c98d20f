/** What the register alone decides about a status (L2, L5), and what follows from the checks (L5, L7, L8): the table of R13. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bsn } from '../../standaarden/bsn/index.ts';
import { VERTROUWELIJKHEDEN, type Vertrouwelijkheid } from '../../standaarden/zgw/index.ts';
import { besluit, naControle } from './besluit.ts';
import { controleer } from './controle.ts';
import { type AuthentiekKeuze, stroomVan } from './inrichting.ts';
import {
  type Anders,
  altijdActief,
  type Bronnen,
  BSN,
  betrokkene,
  context,
  INRICHTING,
  metStroom,
  nepBronnen,
} from './lopendezaken.testhulp.ts';

const beslis = (anders: Anders = {}, inrichting = INRICHTING) => besluit(context(anders), inrichting);
/** What is decided when it is about one person, or about nobody. */
const afwijzing = (anders: Anders = {}, inrichting = INRICHTING) => {
  const [bestemming, ...meer] = beslis(anders, inrichting);
  expect(meer).toEqual([]);
  return bestemming?.soort === 'niet' ? bestemming.afwijzing : null;
};
/** For each person the state, or the BSN that it goes to. */
const uitkomsten = (anders: Anders, inrichting = INRICHTING) =>
  beslis(anders, inrichting).map((b) => (b.soort === 'niet' ? b.afwijzing.staat : b.bsn.reveal()));

describe('a status of which the citizen is told', () => {
  it('goes to its one initiator', () => {
    expect(uitkomsten({})).toEqual([BSN.noor]);
  });
  it('and to nobody else who has a rol in the zaak, unless that rol counts too', () => {
    const betrokkenen = [
      betrokkene(BSN.daan),
      betrokkene(BSN.zoe, { soort: 'belanghebbende' }),
      betrokkene(BSN.sem, { soort: 'gemachtigde' }),
    ];
    expect(uitkomsten({ betrokkenen })).toEqual([BSN.daan]);
    const ruim = { ...INRICHTING, rollen: ['gemachtigde', 'initiator', 'belanghebbende'] as const };
    expect(uitkomsten({ betrokkenen }, ruim)).toEqual([BSN.sem, BSN.daan, BSN.zoe]);
  });
  it('goes once to who has two rollen', () => {
    const betrokkenen = [betrokkene(BSN.daan), betrokkene(BSN.daan, { soort: 'belanghebbende' })];
    expect(uitkomsten({ betrokkenen }, { ...INRICHTING, rollen: ['initiator', 'belanghebbende'] })).toEqual([BSN.daan]);
  });
  it('goes to the others when it cannot go to one', () => {
    const betrokkenen = [
      betrokkene('', { isPersoon: false }),
      betrokkene('123456780', { soort: 'belanghebbende' }),
      betrokkene(BSN.zoe, { soort: 'belanghebbende' }),
    ];
    expect(uitkomsten({ betrokkenen }, { ...INRICHTING, rollen: ['initiator', 'belanghebbende'] })).toEqual([
      'niet_van_toepassing',
      'bsn_niet_authentiek',
      BSN.zoe,
    ]);
  });
});

describe('L2: not told', () => {
  it('when its statustype does not inform', () => {
    expect(afwijzing({ statustype: { informeren: false } })).toEqual({
      staat: 'niet_van_toepassing',
      reden: expect.stringContaining('"informeren"'),
    });
  });
  it('when the zaak is more confidential than the setting allows, level by level', () => {
    for (const grens of VERTROUWELIJKHEDEN) {
      const gaat = VERTROUWELIJKHEDEN.filter(
        (vertrouwelijkheid) =>
          afwijzing({ zaak: { vertrouwelijkheid } }, { ...INRICHTING, maxVertrouwelijkheid: grens }) === null,
      );
      expect(gaat).toEqual(VERTROUWELIJKHEDEN.slice(0, VERTROUWELIJKHEDEN.indexOf(grens) + 1));
    }
  });
  it('when a register says a vertrouwelijkheid that does not exist', () => {
    const vertrouwelijkheid = '' as Vertrouwelijkheid;
    const ruim = { ...INRICHTING, maxVertrouwelijkheid: 'zeer_geheim' } as const;
    expect(afwijzing({ zaak: { vertrouwelijkheid } }, ruim)).toHaveProperty('staat', 'niet_van_toepassing');
  });
  it.each([
    ['nobody', [], 'De zaak heeft geen initiator.'],
    ['two persons', [betrokkene(BSN.noor), betrokkene(BSN.daan)], 'De zaak heeft 2 initiatoren'],
    ['a person and a company', [betrokkene(BSN.noor), betrokkene('', { isPersoon: false })], '2 initiatoren'],
    ['a company', [betrokkene('', { isPersoon: false })], 'De initiator is geen natuurlijk persoon.'],
    ['a person without BSN', [betrokkene('')], 'Van de initiator is geen BSN vastgelegd.'],
  ])('when the initiator is %s', (_who, betrokkenen, reden) => {
    expect(afwijzing({ betrokkenen })).toEqual({
      staat: 'niet_van_toepassing',
      reden: expect.stringContaining(reden),
    });
  });
  it('when no rol that counts is there, and says which those are', () => {
    const rollen = ['belanghebbende', 'gemachtigde'] as const;
    expect(afwijzing({}, { ...INRICHTING, rollen })?.reden).toBe('De zaak heeft geen belanghebbenden of gemachtigden.');
  });
  it('when the zaaktype belongs to no stroom', () => {
    expect(afwijzing({}, metStroom({ zaaktypen: ['ANDERS'] }))?.reden).toContain('geen zaakberichtstroom');
  });
  it('when its stroom goes by the connection that MijnOverheid pulls from', () => {
    expect(afwijzing({}, metStroom({ drager: { soort: 'cloudevents' } }))?.staat).toBe('overgedragen');
  });
});

describe('L2: what Beheer says goes before the catalogus', () => {
  const met = (aan: boolean | null, statusAan: boolean | null) => ({
    ...INRICHTING,
    zaaktypen: {
      PARKEREN: { aan, verwijzing: null, statustypen: { Ontvangen: { aan: statusAan, tekst: null } } },
    },
  });
  it('for a status, both ways', () => {
    expect(afwijzing({}, met(null, false))?.reden).toBe('Deze status is in Beheer uitgezet.');
    expect(uitkomsten({ statustype: { informeren: false } }, met(null, true))).toEqual([BSN.noor]);
    expect(uitkomsten({}, met(null, null))).toEqual([BSN.noor]);
  });
  it('for a zaaktype as a whole', () => {
    expect(afwijzing({}, met(false, true))?.reden).toBe('Dit zaaktype is in Beheer uitgezet.');
    const streng = { ...met(true, null), alleenMetPublicatie: true };
    expect(uitkomsten({}, streng)).toEqual([BSN.noor]);
  });
  it('and publicatieIndicatie counts only where the municipality wants that', () => {
    const streng = { ...INRICHTING, alleenMetPublicatie: true };
    expect(afwijzing({}, streng)?.reden).toContain('niet voor publicatie');
    expect(uitkomsten({ zaaktype: { publicatieIndicatie: true } }, streng)).toEqual([BSN.noor]);
  });
  it('and the first stroom that has the zaaktype takes it', () => {
    const [rest] = INRICHTING.stromen;
    const stromen = [{ ...rest!, naam: 'parkeren', zaaktypen: ['PARKEREN'] }, rest!];
    expect(stroomVan({ stromen }, 'PARKEREN')?.naam).toBe('parkeren');
    expect(stroomVan({ stromen }, 'KAPPEN')?.naam).toBe('lopende-zaken');
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
    const answer = afwijzing({ betrokkenen: [betrokkene(nummer)] });
    expect(answer).toHaveProperty('staat', 'bsn_niet_authentiek');
    expect(JSON.stringify(answer)).not.toContain(nummer);
  });
});

describe('the order of the rules', () => {
  it('asks about the statustype first, so that what is switched off says just that', () => {
    const alles = {
      statustype: { informeren: false },
      zaak: { vertrouwelijkheid: 'geheim' as const },
      betrokkenen: [],
    };
    expect(afwijzing(alles)).toHaveProperty('reden', expect.stringContaining('Dit statustype staat uit'));
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
  const [first] = beslis({ betrokkenen: [betrokkene(NUMMERS[nummer])], datumStatusGezet: gezet });
  if (first?.soort !== 'adres') return { soort: first!.afwijzing.staat, gevraagd };
  const { signal } = new AbortController();
  const [controle] = await controleer([{ ...first, register: 'eigen' }], INRICHTING.authentiek, nep, signal);
  const answer = naControle(controle!, gezet);
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
        const mensen = lijst.map((_m, i) => iemand(NAMEN[i]!));
        const van = (bsn: string) => lijst[NAMEN.indexOf(bsn)]!;
        const nep = nepBronnen({
          brp: (bsn) => van(bsn).bekend,
          accounts: (bsn) => (van(bsn).account ? { soort: 'actief', geactiveerdOp: null } : { soort: 'geen' }),
        });
        const controles = await controleer(mensen, INRICHTING.authentiek, nep, new AbortController().signal);
        const soorten = controles
          .map((c) => naControle(c, new Date(0)))
          .map((a) => (a === 'sturen' ? a : 'staat' in a && a.staat));
        expect(soorten).toEqual(
          lijst.map(({ bekend, account }) => (!bekend ? 'bsn_niet_authentiek' : account ? 'sturen' : 'geen_account')),
        );
      }),
    );
  });
});

const iemand = (bsn: string, anders: Parameters<typeof betrokkene>[1] = {}, register = 'eigen') => ({
  bsn: Bsn.parse(bsn)!,
  wie: betrokkene(bsn, anders),
  register,
});

describe('L5: who vouches for a BSN', () => {
  const vraag = async (
    keuzen: readonly AuthentiekKeuze[],
    wie: ReturnType<typeof iemand>,
    brp: Bronnen['brp'] = () => false,
  ) => {
    const nep = nepBronnen({ brp, accounts: altijdActief });
    const [controle] = await controleer([wie], keuzen, nep, new AbortController().signal);
    const { authentiek, door } = controle!;
    return { authentiek, door, gevraagd: nep.gevraagd.brp };
  };
  it('nobody, when no source is set: the 11-proef proves nothing', async () => {
    expect(await vraag([], iemand(BSN.noor))).toEqual({
      authentiek: false,
      door: 'Geen bron staat in voor dit BSN.',
      gevraagd: 0,
    });
  });
  it('DigiD, for who logged in with it when he took his rol; not eHerkenning, and nobody without it', async () => {
    const keuzen = [{ soort: 'ingelogd' }] as const;
    expect((await vraag(keuzen, iemand(BSN.noor, { ingelogdMet: 'digid' }))).authentiek).toBe(true);
    expect((await vraag(keuzen, iemand(BSN.noor, { ingelogdMet: 'eherkenning' }))).authentiek).toBe(false);
    expect((await vraag(keuzen, iemand(BSN.noor))).authentiek).toBe(false);
  });
  it('one application, for the rollen that it wrote itself', async () => {
    const keuzen = [{ soort: 'client', clientId: 'loket' }] as const;
    expect((await vraag(keuzen, iemand(BSN.noor, { door: 'loket' }))).door).toBe('vastgelegd door loket');
    expect((await vraag(keuzen, iemand(BSN.noor, { door: 'ander' }))).authentiek).toBe(false);
  });
  it('one register', async () => {
    const keuzen = [{ soort: 'register', register: 'zaaksysteem' }] as const;
    expect((await vraag(keuzen, iemand(BSN.noor, {}, 'zaaksysteem'))).authentiek).toBe(true);
    expect((await vraag(keuzen, iemand(BSN.noor))).authentiek).toBe(false);
  });
  it('the BRP, which is not asked about whom another vouches for', async () => {
    const keuzen = [{ soort: 'brp' }, { soort: 'ingelogd' }] as const;
    expect(await vraag(keuzen, iemand(BSN.noor, { ingelogdMet: 'digid' }), 'weg')).toMatchObject({
      authentiek: true,
      gevraagd: 0,
    });
    expect(await vraag(keuzen, iemand(BSN.noor), () => true)).toMatchObject({ authentiek: true, gevraagd: 1 });
    expect((await vraag(keuzen, iemand(BSN.noor), 'weg')).authentiek).toMatchObject({ soort: 'onbekend' });
  });
});

/** Thirty different numbers that pass the 11-proef. */
const NAMEN: readonly string[] = Array.from({ length: 400 }, (_n, i) => String(999990000 + i))
  .filter((nummer) => Bsn.parse(nummer) !== null)
  .slice(0, 30);
