/**
 * How the command line shows the running program that it belongs to it: both have ZAAKBODE_SLEUTEL, and nobody else. A
 * token is sealed with it and holds for a minute, so that one that is seen somewhere is of no use.
 */
import type { Vault } from '../platform/crypto/index.ts';

export const OPDRACHTEN_PAD = '/opdrachten/digikoppeling';

const SCHEME = 'Zaakbode ';
const DOEL = 'zaakbode/opdracht/1';
const GELDIG_MS = 60_000;

/** The Authorization header. */
export function opdrachttoken(vault: Vault, now: Date): string {
  const sealed = vault.seal(JSON.stringify({ doel: DOEL, sinds: now.getTime() }));
  return `${SCHEME}${sealed.toString('base64url')}`;
}

/** True for a header made with the same key in the last minute. Anything else that is sealed with that key is none. */
export function isOpdracht(vault: Vault, header: string | undefined, now: Date): boolean {
  if (!header?.startsWith(SCHEME)) return false;
  try {
    const { doel, sinds } = JSON.parse(vault.open(Buffer.from(header.slice(SCHEME.length), 'base64url'))) as {
      doel?: unknown;
      sinds?: unknown;
    };
    return doel === DOEL && typeof sinds === 'number' && Math.abs(now.getTime() - sinds) < GELDIG_MS;
  } catch {
    return false;
  }
}
