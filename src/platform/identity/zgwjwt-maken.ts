/** The other side of `zgwjwt.ts`: a token with which we are a client of somebody else's ZGW register. */
import { SignJWT } from 'jose';

export interface ZgwClaims {
  readonly clientId: string;
  readonly secret: string;
  /** Who works, and his name for a reader: it stands in their audittrail. */
  readonly userId: string;
  readonly userName: string;
  readonly issuedAt: Date;
}

export async function signZgwJwt({ clientId, secret, userId, userName, issuedAt }: ZgwClaims): Promise<string> {
  return await new SignJWT({ client_id: clientId, user_id: userId, user_representation: userName })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(clientId)
    .setIssuedAt(Math.floor(issuedAt.getTime() / 1000))
    .sign(Buffer.from(secret, 'utf8'));
}
