/**
 * Cookies that hold a random secret and nothing else. On https their name starts with `__Host-`, so that no other host
 * and no plain http can set one (RFC 6265bis §4.1.3.2).
 */
import { createHash } from 'node:crypto';
import type { Random } from '../time/index.ts';

/** 256 bits, base64url without padding. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** A secret of 256 bits. */
export function newSecret(random: Random): string {
  return Buffer.from(random.bytes(32)).toString('base64url');
}

/** Under which it is kept. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

export interface Cookie {
  /** The secret in the `Cookie` header of a request; null when there is none, or more than one of this name. */
  read(header: string | undefined): string | null;
  /** The `Set-Cookie` header that gives the browser this secret; without `maxAge` until the browser closes. */
  set(secret: string, maxAge?: number): string;
  /** The `Set-Cookie` header that takes it back. */
  clear(): string;
}

export function cookie(name: string, secure: boolean): Cookie {
  const full = secure ? `__Host-${name}` : name;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return {
    read(header) {
      const values = (header ?? '')
        .split(';')
        .map((part) => part.trim())
        .filter((part) => part.startsWith(`${full}=`))
        .map((part) => part.slice(full.length + 1));
      const [value] = values;
      return values.length === 1 && SECRET.test(value!) ? value! : null;
    },
    set: (secret, maxAge) => `${full}=${secret}; ${attributes}${maxAge === undefined ? '' : `; Max-Age=${maxAge}`}`,
    clear: () => `${full}=; ${attributes}; Max-Age=0`,
  };
}
