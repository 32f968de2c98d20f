import { describe, expect, it } from 'vitest';
import { EIND_STATEN, OPEN_STATEN, type Staat } from '../bron.ts';
import { UITLEG } from './uitleg.ts';

const STATEN: readonly Staat[] = [...OPEN_STATEN, ...EIND_STATEN];

describe('the explanation of a state', () => {
  it('is there for each of the states, and no two have the same name, explanation or colour and advice', () => {
    expect(Object.keys(UITLEG).toSorted()).toEqual(STATEN.toSorted());
    for (const pick of ['label', 'uitleg'] as const) {
      expect(new Set(STATEN.map((staat) => UITLEG[staat][pick])).size).toBe(STATEN.length);
    }
    expect(new Set(STATEN.map((staat) => UITLEG[staat].tone + UITLEG[staat].doen)).size).toBe(STATEN.length);
  });

  it('tells the four that look alike apart, in words and in colour', () => {
    const four = ['geen_account', 'wacht_op_controle', 'fout', 'bsn_niet_authentiek'] as const;
    expect(new Set(four.map((staat) => UITLEG[staat].tone)).size).toBe(4);
    expect(UITLEG.geen_account.uitleg).toMatch(/nooit, ook niet als er later wel een account komt/);
    expect(UITLEG.wacht_op_controle.doen).toMatch(/vanzelf opnieuw .* alsnog/);
    expect(UITLEG.fout.uitleg).toMatch(/bewaard, met de melding .* niet vanzelf opnieuw/);
    expect(UITLEG.fout.doen).toMatch(/U bent aan zet/);
    expect(UITLEG.bsn_niet_authentiek.uitleg).toMatch(/niets verzonden en is ook niet gekeken of er een account is/);
  });

  it.each(STATEN)('of %s is plain Dutch: short sentences, no jargon, and it says what to do', (staat) => {
    const { uitleg, doen } = UITLEG[staat];
    for (const text of [uitleg, doen]) {
      expect(text).toMatch(/[.?]$/);
      for (const sentence of text.split(/(?<=[.?])\s/)) expect(sentence.split(' ').length).toBeLessThanOrEqual(22);
      expect(text).not.toMatch(/outbox|retry|lane|payload|ebMS|StUF|timeout|notificatie/i);
    }
  });
});
