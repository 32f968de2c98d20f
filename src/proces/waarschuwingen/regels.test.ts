/** When something counts as trouble, and what an operator reads of it. */
import { describe, expect, it } from 'vitest';
import type { Bewaking } from '../lopendezaken/index.ts';
import {
  bijBeheerder,
  bronWeg,
  type Certificaat,
  certificaatLoopt,
  kanaalNeer,
  onbevestigd,
  registerWeg,
  stroomVast,
  veelFouten,
} from './regels.ts';

const NU = new Date('2026-11-02T09:00:00Z');
const MINUUT = 60_000;
const DAG = 24 * 60 * MINUUT;
const geleden = (minuten: number): Date => new Date(NU.getTime() - minuten * MINUUT);
const over = (dagen: number): Date => new Date(NU.getTime() + dagen * DAG);
const GRENZEN = { vastMinuten: 60, wegMinuten: 15, fouten: 10 };
const oudste = (anders: Partial<Bewaking['oudste']>): Pick<Bewaking, 'oudste'> => ({
  oudste: { wacht_op_controle: null, te_verzenden: null, verzonden: null, fout: null, ...anders },
});
const sleutels = (gevonden: readonly { sleutel: string }[]): string[] => gevonden.map(({ sleutel }) => sleutel);

describe('what is stuck', () => {
  it('is a stroom that stands still, each by itself', () => {
    expect(stroomVast([{ stroom: 'parkeren', sinds: NU }], GRENZEN)).toMatchObject([
      { sleutel: 'vast:stroom:parkeren', sinds: NU, tekst: expect.stringContaining('In stroom parkeren wacht') },
    ]);
  });
  it.each([
    [59.9, []],
    [60, ['vast:verzonden']],
  ])('is what was sent and not acknowledged, after %f minutes', (minuten, gevonden) => {
    expect(sleutels(onbevestigd(oudste({ verzonden: geleden(minuten) }), GRENZEN, NU))).toEqual(gevonden);
  });
  it('is nothing when nothing waits', () => {
    expect([...stroomVast([], GRENZEN), ...onbevestigd(oudste({}), GRENZEN, NU)]).toEqual([]);
  });
});

describe('what waits for an operator', () => {
  it.each([
    [1, 'Eén zaakbericht wacht op een beheerder.'],
    [12, '12 zaakberichten wachten op een beheerder.'],
  ])('is told at once (%i)', (aantal, tekst) => {
    expect(bijBeheerder({ beheerder: { aantal, sinds: NU } })).toMatchObject([{ tekst, sinds: NU }]);
  });
  it('is nothing when nothing waits', () => {
    expect(bijBeheerder({ beheerder: { aantal: 0, sinds: null } })).toEqual([]);
  });
});

describe('a source or a receiver that is away', () => {
  it('is told after a while, each by itself, with what went wrong and without BSN', () => {
    const stand = {
      bronnen: [
        { naam: 'accounts', wegSinds: geleden(15), reden: 'HTTP 503 over 999993653' },
        { naam: 'brp', wegSinds: geleden(14), reden: 'weg' },
      ],
    } as const;
    const gevonden = bronWeg(stand, GRENZEN, NU);
    expect(sleutels(gevonden)).toEqual(['bron:accounts']);
    expect(gevonden[0]!.advies).toContain('HTTP 503 over *********');
    expect(bronWeg({ bronnen: [{ naam: 'brp', wegSinds: null, reden: null }] }, GRENZEN, NU)).toEqual([]);
  });
  it('per register of another, as long as it cannot be asked or read', () => {
    const goed = { peilingFout: null, peilingFoutSinds: null, leesFout: null, leesFoutSinds: null };
    const registers = [
      { ...goed, naam: 'goed' },
      { ...goed, naam: 'peilt-niet', peilingFout: 'antwoordt 500.', peilingFoutSinds: geleden(15) },
      { ...goed, naam: 'leest-niet', leesFout: 'weigert 999993653', leesFoutSinds: geleden(20) },
      { ...goed, naam: 'net-weg', leesFout: 'weg', leesFoutSinds: geleden(14) },
    ];
    const gevonden = registerWeg(registers, GRENZEN, NU);
    expect(sleutels(gevonden)).toEqual(['register:peilt-niet', 'register:leest-niet']);
    expect(gevonden[1]).toMatchObject({
      sinds: geleden(20),
      advies: expect.stringContaining('weigert *********'),
      href: '/beheer/bronnen',
    });
  });
  it('per CPA', () => {
    const kanalen = [
      { cpaId: 'lz/1', neerSinds: geleden(20), neerReden: 'geen verbinding' },
      { cpaId: 'lz2', neerSinds: null, neerReden: null },
    ];
    expect(kanaalNeer(kanalen, GRENZEN, NU)).toMatchObject([
      {
        sleutel: 'kanaal:lz/1',
        href: '/beheer/digikoppeling/lz%2F1',
        advies: expect.stringContaining('geen verbinding'),
      },
    ]);
  });
});

describe('a certificate', () => {
  const cert = (dagen: number, anders: Partial<Certificaat> = {}): Certificaat => ({
    vingerafdruk: 'ab',
    naam: 'van gemeente',
    tot: over(dagen),
    cpaId: null,
    ...anders,
  });
  it.each([
    [61, [], null],
    [60, ['60'], 168],
    [31, ['60'], 168],
    [30, ['30'], 168],
    [7, ['7'], 24],
    [0.5, ['7'], 24],
    [0, ['0'], 24],
    [-100, ['0'], 24],
  ])('with %f days to go', (dagen, trappen, uren) => {
    const gevonden = certificaatLoopt([cert(dagen)], NU);
    expect(gevonden.map(({ trap }) => trap)).toEqual(trappen);
    expect(gevonden[0]?.herhaalUren ?? null).toBe(uren);
  });
  it('says which, where, until when, and what to do', () => {
    expect(certificaatLoopt([cert(20, { cpaId: 'lz' })], NU)[0]).toMatchObject({
      sinds: over(-10),
      tekst: 'Het certificaat van gemeente in CPA lz verloopt binnen 30 dagen, op 22 november 2026.',
      advies: expect.stringContaining('Laad een CPA'),
      href: '/beheer/digikoppeling/lz',
    });
    expect(certificaatLoopt([cert(-1)], NU)[0]!.tekst).toBe('Het certificaat van gemeente in KEYS_DIR is verlopen.');
  });
  it('that stands in CPAs and with us is one, ours', () => {
    const gevonden = certificaatLoopt([cert(5, { cpaId: 'a' }), cert(5), cert(5, { cpaId: 'b' })], NU);
    expect(gevonden).toHaveLength(1);
    expect(gevonden[0]!.tekst).toContain('KEYS_DIR');
  });
});

describe('errors', () => {
  it('begin at the limit, and are over below half of it', () => {
    const bij = (aantal: number, liep: boolean): number => veelFouten(aantal, GRENZEN, liep, NU).length;
    expect([bij(9, false), bij(10, false), bij(5, true), bij(4, true)]).toEqual([0, 1, 1, 0]);
  });
});
