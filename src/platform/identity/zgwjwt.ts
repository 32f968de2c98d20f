/**
 * Identity of a ZGW application: a JWT signed with HS256 and the client's shared secret (ZGW "Autorisatie", JWT claims
 * `iss`, `iat`, `client_id`, `user_id`, `user_representation`).
 *
 * Only HS256 is accepted, whatever the header says. A token counts from `iat` for one hour (`exp` may make it shorter),
 * with a minute of leeway for clocks. Verified tokens are remembered until they end: a client sends the same one often.
 */
import { createHash } from 'node:crypto';
import { decodeJwt, errors, jwtVerify } from 'jose';
import { Problem } from '../http/index.ts';
import type { Clock } from '../time/index.ts';

export interface ZgwIdentity {
  readonly clientId: string;
  /** `user_id`: who worked in the application; empty when it does not say. */
  readonly userId: string;
  /** `user_representation`: that person's name for a reader. */
  readonly userName: string;
}

export interface ZgwJwtOptions {
  readonly clock: Clock;
  /** The client's secret, or null when there is no such client. */
  secretOf(clientId: string): Promise<string | null>;
}

const LIFETIME_S = 3_600;
const LEEWAY_S = 60;
const MAX_TOKEN_LENGTH = 8_192;
const MAX_REMEMBERED = 2_000;

export interface ZgwJwt {
  /** The identity in an `Authorization` header; throws the 403 problem that says what is wrong. */
  verify(authorization: string | undefined): Promise<ZgwIdentity>;
  /** Forgets remembered tokens: after a secret or a client changed. */
  forget(): void;
}

export function createZgwJwt({ clock, secretOf }: ZgwJwtOptions): ZgwJwt {
  const remembered = new Map<string, { identity: ZgwIdentity; until: number }>();

  return {
    async verify(authorization) {
      const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
      if (!token) throw new Problem('not_authenticated', 'Stuur een JWT mee: "Authorization: Bearer <token>".');
      if (token.length > MAX_TOKEN_LENGTH) throw new Problem('jwt-decode-error', 'Het JWT is te lang.');
      const now = clock.now().getTime() / 1000;
      const key = createHash('sha256').update(token).digest('base64');
      const known = remembered.get(key);
      if (known && known.until > now) return known.identity;
      const { identity, until } = await verifyToken(token, now, secretOf);
      if (remembered.size >= MAX_REMEMBERED) remembered.delete(remembered.keys().next().value!);
      remembered.set(key, { identity, until });
      return identity;
    },
    forget: () => remembered.clear(),
  };
}

async function verifyToken(
  token: string,
  now: number,
  secretOf: ZgwJwtOptions['secretOf'],
): Promise<{ identity: ZgwIdentity; until: number }> {
  const claims = readClaims(token);
  const clientId = claims['client_id'];
  if (typeof clientId !== 'string' || clientId === '') {
    throw new Problem('missing-client-identifier', 'Zet de client_id in het JWT.');
  }
  const secret = await secretOf(clientId);
  if (secret === null) throw new Problem('invalid-client-identifier', 'Deze client_id is hier niet bekend.');
  await checkSignature(token, secret);
  const { iat, exp, nbf } = claims;
  if (typeof iat !== 'number') throw new Problem('jwt-missing-iat', 'Zet het tijdstip van uitgifte (iat) in het JWT.');
  const until = Math.min(iat + LIFETIME_S, typeof exp === 'number' ? exp : Number.POSITIVE_INFINITY) + LEEWAY_S;
  if (until <= now) throw new Problem('jwt-expired', 'Het JWT is verlopen. Maak een nieuw JWT met een actuele iat.');
  const from = Math.max(iat, typeof nbf === 'number' ? nbf : 0) - LEEWAY_S;
  if (from > now) throw new Problem('jwt-not-yet-valid', 'De iat van het JWT ligt in de toekomst. Zet de klok goed.');
  const identity = {
    clientId,
    userId: textOf(claims['user_id'], 255),
    userName: textOf(claims['user_representation'], 255),
  };
  return { identity, until };
}

function readClaims(token: string): Record<string, unknown> {
  try {
    return decodeJwt(token);
  } catch {
    throw new Problem('jwt-decode-error', 'Het JWT is geen geldig JWT.');
  }
}

async function checkSignature(token: string, secret: string): Promise<void> {
  try {
    // The times are checked above with our own clock; here only the signature counts.
    await jwtVerify(token, Buffer.from(secret, 'utf8'), {
      algorithms: ['HS256'],
      clockTolerance: Number.MAX_SAFE_INTEGER,
      currentDate: new Date(0),
    });
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JOSEAlgNotAllowed) {
      throw new Problem(
        'invalid-jwt-signature',
        'De handtekening van het JWT klopt niet. Teken met HS256 en het afgesproken geheim.',
      );
    }
    throw new Problem('jwt-decode-error', 'Het JWT is geen geldig JWT.');
  }
}

function textOf(value: unknown, max: number): string {
  return typeof value === 'string' ? value.slice(0, max) : '';
}
