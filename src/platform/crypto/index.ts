/**
 * Keeping secrets: AES-256-GCM under a key derived from the installation's `ZAAKBODE_SLEUTEL`. A stored value is
 * nonce (12 bytes), tag (16), ciphertext; what was tampered with does not open.
 */
import { createCipheriv, createDecipheriv, scryptSync } from 'node:crypto';
import type { Random } from '../time/index.ts';

export interface Vault {
  seal(plain: string): Buffer;
  /** Throws when the value was not sealed with this key. */
  open(sealed: Uint8Array): string;
}

export function createVault(secret: string, random: Random): Vault {
  // The salt separates this use of the secret from others; the secret itself carries the entropy.
  const key = scryptSync(secret, 'zaakbode/kluis/1', 32);
  return {
    seal(plain) {
      const nonce = random.bytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]);
    },
    open(sealed) {
      const bytes = Buffer.from(sealed);
      try {
        // The length is said because GCM also knows shorter tags: of a value cut short, four bytes would be enough.
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
        decipher.setAuthTag(bytes.subarray(12, 28));
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
      } catch {
        throw new Error(
          'Een bewaard geheim past niet bij ZAAKBODE_SLEUTEL. Zet de sleutel terug waarmee het is bewaard.',
        );
      }
    },
  };
}
