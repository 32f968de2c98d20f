import { describe, expect, it } from 'vitest';
import { createPlekken } from './plekken.ts';

describe('places for large messages', () => {
  it('a sender with two under way is asked to come back, another is not, until all are taken', () => {
    const plekken = createPlekken({ totaal: 5, perAfzender: 2 });
    const terug = [plekken.neem('a'), plekken.neem('a')];
    expect(() => plekken.neem('a')).toThrow(/probeer het zo weer/);
    plekken.neem('b');
    plekken.neem('b');
    plekken.neem('c');
    expect(() => plekken.neem('d')).toThrow(/probeer het zo weer/);
    terug[0]!();
    expect(() => plekken.neem('b')).toThrow();
    plekken.neem('d');
    terug[1]!();
    plekken.neem('a');
    expect(() => plekken.neem('a')).toThrow(expect.objectContaining({ status: 503 }));
  });

  it('what is given back can be taken any number of times', () => {
    const plekken = createPlekken({ totaal: 1, perAfzender: 1 });
    for (let i = 0; i < 100; i++) plekken.neem(`afzender ${i % 3}`)();
    plekken.neem('a');
    expect(() => plekken.neem('b')).toThrow();
  });
});
