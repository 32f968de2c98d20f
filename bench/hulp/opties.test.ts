/** What somebody types after `npm run bench --`. */
import { describe, expect, it } from 'vitest';
import { Gebruiksfout, leesOpties } from './opties.ts';

const NAMEN = ['wachtrij', 'live', 'start'];
const lees = (regel: string, env: Record<string, string> = {}) =>
  leesOpties(regel.split(' ').filter(Boolean), env, NAMEN);

describe('without words', () => {
  it('everything is measured, at full size, on a PostgreSQL of its own', () => {
    expect(lees('')).toEqual({
      metingen: NAMEN,
      zaakberichten: 20_000,
      ebms: 20_000,
      zaken: 100_000,
      seconden: 30,
      database: null,
      profiel: null,
      help: false,
    });
  });
});

describe('with words', () => {
  it('only those are measured, once each, in the order of the bench', () => {
    expect(lees('start wachtrij start --seconden 5').metingen).toEqual(['wachtrij', 'start']);
  });
  it('the size is rounded up to whole zaken', () => {
    expect(lees('--zaakberichten 501').zaakberichten).toBe(504);
  });
  it('a database on the line goes before the one of the environment', () => {
    const env = { DATABASE_URL: 'postgres://u@127.0.0.1/een' };
    expect(lees('', env).database).toBe(env.DATABASE_URL);
    expect(lees('--database postgresql://u@127.0.0.1/twee', env).database).toBe('postgresql://u@127.0.0.1/twee');
    expect(lees('', { DATABASE_URL: '' }).database).toBeNull();
  });
});

describe('a mistake', () => {
  it.each([
    ['wachtrijen', 'wachtrij, live, start'],
    ['--zaakberichten veel', 'geheel getal van 40'],
    ['--zaakberichten 39', 'geheel getal van 40'],
    ['--zaakberichten 1e3', 'geheel getal van 40'],
    ['--seconden 0', 'van 1 tot en met 600'],
    ['--database mysql://u@h/d', 'postgres://'],
    ['--database onzin', 'postgres://'],
    ['--snel', '--help'],
    ['--seconden', '--help'],
  ])('%s is told with what would be right', (regel, raad) => {
    expect(() => lees(regel)).toThrow(Gebruiksfout);
    expect(() => lees(regel)).toThrow(raad);
  });
  it('does not repeat the password of a database', () => {
    expect(() => lees('--database mysql://u:geheim@h/d')).not.toThrow(/geheim@/);
  });
});
