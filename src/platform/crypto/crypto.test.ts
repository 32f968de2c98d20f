import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom, systemRandom } from '../time/index.ts';
import { createVault } from './index.ts';

const vault = createVault('de sleutel van deze installatie', systemRandom);
const REFUSAL = 'past niet bij ZAAKBODE_SLEUTEL';

describe('a kept secret', () => {
  it('comes back as it was, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (secret) => {
        expect(vault.open(vault.seal(secret))).toBe(secret.toWellFormed());
      }),
    );
  });
  it('opens after a restart with the same key', () => {
    const sealed = vault.seal('geheim');
    expect(createVault('de sleutel van deze installatie', seededRandom(1)).open(sealed)).toBe('geheim');
  });
  it('opens as the bytes that a database driver gives back', () => {
    expect(vault.open(new Uint8Array(vault.seal('geheim')))).toBe('geheim');
  });
  it('does not show in what is stored, and is stored differently each time', () => {
    const one = vault.seal('geheim-geheim-geheim');
    const two = vault.seal('geheim-geheim-geheim');
    expect(one.includes('geheim')).toBe(false);
    expect(one).not.toEqual(two);
    expect(one).toHaveLength(12 + 16 + 'geheim-geheim-geheim'.length);
  });
  it('does not open under another key, and the operator reads which setting to look at', () => {
    const other = createVault('een andere sleutel', systemRandom);
    expect(() => other.open(vault.seal('geheim'))).toThrow(REFUSAL);
  });
  it('does not open when any bit was changed', () => {
    const sealed = vault.seal('geheim');
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => vault.open(changed), `bit ${bit}`).toThrow(REFUSAL);
    }
  });
  it.each(['geheim', ''])('does not open when it was cut short or made longer (%j)', (secret) => {
    const sealed = vault.seal(secret);
    for (let length = 0; length < sealed.length; length++) {
      expect(() => vault.open(sealed.subarray(0, length)), `${length} bytes`).toThrow(REFUSAL);
    }
    expect(() => vault.open(Buffer.concat([sealed, Buffer.alloc(1)]))).toThrow(REFUSAL);
  });
});
