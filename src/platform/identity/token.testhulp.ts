/** Tokens made by hand, so that they can be wrong in every way, and a door to try them on. */
import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import { Problem, type ProblemCode } from '../http/index.ts';
import { fixedClock } from '../time/index.ts';
import { createZgwJwt, type ZgwJwt } from './index.ts';

export const SECRET = 'een-geheim-van-minstens-32-tekens-lang';
export const OTHER_SECRET = 'het-geheim-van-een-andere-applicatie!!';
export const NOW = new Date('2026-11-02T09:00:00Z');
export const IAT = NOW.getTime() / 1000;
export const CLAIMS = { iss: 'app', iat: IAT, client_id: 'app', user_id: 'u1', user_representation: 'Een medewerker' };
export const IDENTITY = { clientId: 'app', userId: 'u1', userName: 'Een medewerker' };
export const HS256 = { alg: 'HS256', typ: 'JWT' };

export const base64url = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
export const unsigned = (header: unknown, claims: unknown): string => `${base64url(header)}.${base64url(claims)}`;
export const hmac = (text: string, secret = SECRET, hash = 'sha256'): string =>
  createHmac(hash, secret).update(text).digest('base64url');

/** A token made by hand, so that it can be wrong in every way. */
export function token(claims: unknown = CLAIMS, header: unknown = HS256, secret = SECRET): string {
  const text = unsigned(header, claims);
  return `${text}.${hmac(text, secret)}`;
}

export interface Door extends ZgwJwt {
  readonly clock: ReturnType<typeof fixedClock>;
  /** Of each client; a test may change them. */
  readonly secrets: Map<string, string>;
  /** For which clients the secret was asked. */
  readonly asked: readonly string[];
  /** The problem with which this header is refused: always a 403 that says something. */
  refusal(authorization: string | undefined): Promise<Problem>;
  /** The code of that problem; the same on a second try. */
  codeOf(authorization: string | undefined): Promise<ProblemCode>;
}

export function openDoor(): Door {
  const clock = fixedClock(NOW);
  const secrets = new Map([
    ['app', SECRET],
    ['ander', OTHER_SECRET],
    ['zonder geheim', ''],
  ]);
  const asked: string[] = [];
  const jwt = createZgwJwt({
    clock,
    async secretOf(clientId) {
      asked.push(clientId);
      return secrets.get(clientId) ?? null;
    },
  });

  async function refusal(authorization: string | undefined): Promise<Problem> {
    const problem = await jwt.verify(authorization).then(
      () => new Error('the token was accepted'),
      (error: unknown) => error,
    );
    if (!(problem instanceof Problem)) throw problem;
    expect(problem.status).toBe(403);
    expect(problem.message).not.toBe('');
    return problem;
  }

  return {
    ...jwt,
    clock,
    secrets,
    asked,
    refusal,
    async codeOf(authorization) {
      const first = await refusal(authorization);
      const second = await refusal(authorization);
      expect(second.code).toBe(first.code);
      return first.code;
    },
  };
}
