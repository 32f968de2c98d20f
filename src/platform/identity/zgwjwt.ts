/**
 * Identity of a ZGW application: a JWT signed with HS256 and the client's shared secret (ZGW "Autorisatie", JWT claims
 * `iss`, `iat`, `client_id`, `user_id`, `user_representation`).
 *
 * Only HS256 is accepted, whatever the header says. A token counts from `iat` for one hour (`exp` may make it shorter),
 * with a minute of leeway for clocks. Verified tokens are remembered until they end, because a client sends the same one
 * often; each still counts only under the client's secret of now, so that a secret changed in one process ends the old
 * tokens in all.
 */
import { createHash } from 'node:crypto';
import { compactVerify, decodeJwt, errors } from 'jose';
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

interface Verified {
  readonly identity: ZgwIdentity;
  /** The secret under which the signature was right. */
  readonly secret: string;
  /** Seconds since 1970. */
  readonly until: number;
}

export interface ZgwJwt {
  /** The identity in an `Authorization` header; throws the 403 problem that says what is wrong. */
  verify(authorization: string | undefined): Promise<ZgwIdentity>;
  /** Forgets remembered tokens: after a secret or a client changed. */
  forget(): void;
}

export function createZgwJwt({ clock, secretOf }: ZgwJwtOptions): ZgwJwt {
  const remembered = new Map<string, Verified>();

  return {
    async verify(authorization) {
      const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
      if (!token) throw new Problem('not_authenticated', 'Stuur een JWT mee: "Authorization: Bearer <token>".');
      if (token.length > MAX_TOKEN_LENGTH) throw new Problem('jwt-decode-error', 'Het JWT is te lang.');
      const now = clock.now().getTime() / 1000;
      const key = createHash('sha256').update(token).digest('base64');
      const known = remembered.get(key);
      if (known && known.until > now && known.secret === (await secretOf(known.identity.clientId))) {
        return known.identity;
      }
      remembered.delete(key);
      const verified = await verifyToken(token, now, secretOf);
      if (remembered.size >= MAX_REMEMBERED) remembered.delete(remembered.keys().next().value!);
      remembered.set(key, verified);
      return verified.identity;
    },
    forget: () => remembered.clear(),
  };
}

async function verifyToken(token: string, now: number, secretOf: ZgwJwtOptions['secretOf']): Promise<Verified> {
  const claims = readClaims(token);
  const clientId = clientIdOf(claims);
  const secret = await secretOf(clientId);
  // A client without a secret cannot sign, so nobody can be that client.
  if (!secret) throw unknownClient();
  await checkSignature(token, secret);
  const identity = {
    clientId,
    userId: textOf(claims['user_id'], 255),
    userName: textOf(claims['user_representation'], 255),
  };
  return { identity, secret, until: checkTimes(claims, now) };
}

function readClaims(token: string): Record<string, unknown> {
  try {
    return decodeJwt(token);
  } catch {
    throw unreadable();
  }
}

function clientIdOf(claims: Record<string, unknown>): string {
  const clientId = claims['client_id'];
  if (typeof clientId !== 'string' || clientId === '') {
    throw new Problem('missing-client-identifier', 'Zet de client_id in het JWT.');
  }
  // No client has such a name, and PostgreSQL takes no NUL in a text.
  if (/\p{Cc}/u.test(clientId)) throw unknownClient();
  return clientId;
}

async function checkSignature(token: string, secret: string): Promise<void> {
  try {
    const { protectedHeader } = await compactVerify(token, Buffer.from(secret, 'utf8'), { algorithms: ['HS256'] });
    // RFC 7797 §7: a JWT has no unencoded payload.
    if (protectedHeader.b64 === false) throw unreadable();
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JOSEAlgNotAllowed) {
      throw new Problem(
        'invalid-jwt-signature',
        'De handtekening van het JWT klopt niet. Teken met HS256 en het afgesproken geheim.',
      );
    }
    throw unreadable();
  }
}

/** Checks `iat`, `exp` and `nbf` (RFC 7519 §4.1) with our own clock; gives the moment at which the token ends. */
function checkTimes({ iat, exp, nbf }: Record<string, unknown>, now: number): number {
  if (typeof iat !== 'number') {
    throw new Problem('jwt-missing-iat', 'Zet het tijdstip van uitgifte (iat) in het JWT, als getal in seconden.');
  }
  for (const time of [exp, nbf]) {
    if (time !== undefined && typeof time !== 'number') {
      throw new Problem('jwt-decode-error', 'Zet exp en nbf in het JWT als getal in seconden, of laat ze weg.');
    }
  }
  const until = Math.min(iat + LIFETIME_S, (exp as number | undefined) ?? Number.POSITIVE_INFINITY) + LEEWAY_S;
  if (until <= now) throw new Problem('jwt-expired', 'Het JWT is verlopen. Maak een nieuw JWT met een actuele iat.');
  const from = Math.max(iat, (nbf as number | undefined) ?? 0) - LEEWAY_S;
  if (from > now) throw new Problem('jwt-not-yet-valid', 'De iat van het JWT ligt in de toekomst. Zet de klok goed.');
  return until;
}

function unknownClient(): Problem {
  return new Problem('invalid-client-identifier', 'Deze client_id is hier niet bekend.');
}

function unreadable(): Problem {
  return new Problem('jwt-decode-error', 'Het JWT is geen geldig JWT.');
}

/** The claim as a text that can be stored: at most `max` letters, no control characters, no half letter. */
function textOf(value: unknown, max: number): string {
  if (typeof value !== 'string') return '';
  return value
    .replace(/\p{Cc}/gu, '')
    .toWellFormed()
    .slice(0, max)
    .replace(/\p{Cs}$/u, '');
}
