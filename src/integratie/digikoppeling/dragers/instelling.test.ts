/** The file that says which carrier takes which messages. */
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../platform/time/index.ts';
import { dragerVoor } from './drager.ts';
import { leesDragers, maakStromen } from './instelling.ts';

const ADAPTER = { naam: 'a', soort: 'ebms-core', url: 'https://adapter.example', stromen: [{ cpaId: 'C1' }] };
const MAP = { naam: 'b', soort: 'bestanden', map: '/uit', stromen: [{ cpaId: 'C1', action: 'x' }, { cpaId: 'C2' }] };

describe('the carriers of the settings', () => {
  it('are found by CPA and action, the action first', () => {
    const net = { request: async () => ({ status: 200, headers: {}, body: Buffer.alloc(0) }) };
    const stromen = maakStromen(leesDragers(JSON.stringify([ADAPTER, MAP])), {
      net,
      clock: systemClock,
      log: () => undefined,
    });
    const naam = (cpa: string, action: string) => dragerVoor(stromen, cpa, action)?.naam ?? null;
    expect([naam('C1', 'x'), naam('C1', 'y'), naam('C2', 'z'), naam('C3', 'x')]).toEqual(['b', 'a', 'b', null]);
  });
  it.each([
    ['no JSON', '{', /JSON/],
    ['no list', '{}', /lijst/],
    ['no name', JSON.stringify([{ ...ADAPTER, naam: '' }]), /onderdeel 1 heeft geen naam/],
    ['a kind that is not there', JSON.stringify([{ ...ADAPTER, soort: 'post' }]), /ebms-core of bestanden/],
    ['no streams', JSON.stringify([{ ...ADAPTER, stromen: [] }]), /geen stromen/],
    ['an address that is none', JSON.stringify([{ ...ADAPTER, url: 'adapter' }]), /geen webadres/],
    ['a folder that depends on where it is started', JSON.stringify([{ ...MAP, map: 'uit' }]), /begint met \//],
    ['a name twice', JSON.stringify([ADAPTER, { ...MAP, naam: 'a' }]), /twee keer/],
    ['a stream twice', JSON.stringify([ADAPTER, { ...ADAPTER, naam: 'c' }]), /stroom C1/],
  ])('with %s are refused', (_what, tekst, reden) => {
    expect(() => leesDragers(tekst)).toThrow(reden);
  });
});
