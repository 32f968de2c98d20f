/** Rights: which lines count for which scopes in which component. */
import { describe, expect, it } from 'vitest';
import { type Actor, type Autorisatie, type Component, linesFor, mayAtAll } from './actor.ts';

const line = (component: Component, ...scopes: string[]): Autorisatie => ({
  component,
  scopes,
  type: null,
  maxVertrouwelijkheid: null,
});
const actor = (...autorisaties: Autorisatie[]): Actor => ({
  clientId: 'a',
  applicatie: 'A',
  userId: '',
  userName: '',
  heeftAlleAutorisaties: false,
  autorisaties,
});

describe('mayAtAll', () => {
  it('any one of the scopes is enough, none is not', () => {
    const who = actor(line('zrc', 'zaken.lezen'), line('zrc', 'zaken.bijwerken'));
    expect(mayAtAll(who, 'zrc', ['zaken.aanmaken', 'zaken.bijwerken'])).toBe(true);
    expect(mayAtAll(who, 'zrc', ['zaken.aanmaken'])).toBe(false);
    expect(mayAtAll(who, 'zrc', [])).toBe(false);
    expect(linesFor(who, 'zrc', ['zaken.lezen'])).toEqual([line('zrc', 'zaken.lezen')]);
  });
  it('who may everything may this', () => {
    expect(mayAtAll({ ...actor(), heeftAlleAutorisaties: true }, 'zrc', ['zaken.lezen'])).toBe(true);
  });
  it('a scope counts in its own component only, unless a resource of another asks for it by name (ztc-014)', () => {
    const who = actor(line('zrc', 'zaken.lezen', 'audittrails.lezen'));
    expect(mayAtAll(who, 'ztc', ['catalogi.lezen', 'zaken.lezen'])).toBe(true);
    expect(mayAtAll(who, 'ztc', ['catalogi.lezen'])).toBe(false);
    expect(mayAtAll(who, 'drc', ['audittrails.lezen'])).toBe(false);
    expect(mayAtAll(actor(line('ztc', 'zaken.lezen')), 'zrc', ['zaken.lezen'])).toBe(false);
  });
});
