/** The tokens that the login simulator hands out: signed, and wrong in the one way that was asked for. */
import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { type CryptoKey, exportJWK, type JWK, type KeyObject, SignJWT, UnsecuredJWT } from 'jose';
import type { Mens } from './mensen.ts';
import type { InlogFout } from './storingen.ts';

export type Algoritme = 'RS256' | 'PS256' | 'ES256';

interface Sleutel {
  readonly privaat: CryptoKey | KeyObject;
  readonly publiek: JWK;
}

export interface Penningen {
  /** The public key, as `jwks_uri` gives it. */
  jwks(): Promise<{ keys: JWK[] }>;
  idToken(vraag: Vraag, fout: InlogFout | null): Promise<string>;
}

export interface Vraag {
  readonly mens: Mens;
  readonly nonce: string | null;
  readonly metRollen: boolean;
}

/** OIDC NLGOV: an id_token lives five minutes at most. */
const LEEFTIJD_S = 300;

export function createPenningen(opties: {
  readonly issuer: string;
  readonly clientId: string;
  readonly algoritme: Algoritme;
  readonly now: () => Date;
}): Penningen {
  const { issuer, clientId, algoritme, now } = opties;
  let eigen: Promise<Sleutel> | null = null;
  // At first use: making an RSA key takes a tenth of a second that a start has not.
  const sleutel = (): Promise<Sleutel> => (eigen ??= maakSleutel(algoritme, 'simulator-1'));

  return {
    jwks: async () => ({ keys: [(await sleutel()).publiek] }),
    async idToken({ mens, nonce, metRollen }, fout) {
      const nu = Math.floor(now().getTime() / 1000) - (fout === 'verlopen' ? 2 * LEEFTIJD_S : 0);
      const inhoud = {
        iss: fout === 'uitgever' ? 'https://iemand-anders.example' : issuer,
        aud: fout === 'ontvanger' ? 'een-andere-client' : clientId,
        sub: mens.id,
        name: mens.naam,
        ...(metRollen && { roles: mens.rollen }),
        ...(nonce !== null && { nonce: fout === 'nonce' ? randomBytes(16).toString('hex') : nonce }),
        iat: nu,
        exp: nu + LEEFTIJD_S,
      };
      if (fout === 'zonder-handtekening') return new UnsecuredJWT(inhoud).encode();
      if (fout === 'ander-algoritme')
        return await new SignJWT(inhoud).setProtectedHeader({ alg: 'HS256' }).sign(randomBytes(32));
      // The wrong key says the name of the right one.
      const { privaat } = fout === 'sleutel' ? await maakSleutel(algoritme, 'simulator-1') : await sleutel();
      return await new SignJWT(inhoud).setProtectedHeader({ alg: algoritme, kid: 'simulator-1' }).sign(privaat);
    },
  };
}

async function maakSleutel(alg: Algoritme, kid: string): Promise<Sleutel> {
  const maak = promisify(generateKeyPair);
  const { privateKey, publicKey } =
    alg === 'ES256' ? await maak('ec', { namedCurve: 'P-256' }) : await maak('rsa', { modulusLength: 2048 });
  return { privaat: privateKey, publiek: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}
