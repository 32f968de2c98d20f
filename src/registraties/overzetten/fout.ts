/** What goes wrong while moving in or out, in plain Dutch. */
import { DatabaseFault } from '../../platform/db/index.ts';
import { type InvalidParam, Problem } from '../../platform/http/index.ts';
import { maskBsn } from '../../standaarden/bsn/index.ts';

/** Moving in or out cannot go on; the message says why, and what to do. */
export class OverzetFout extends Error {
  override readonly name = 'OverzetFout';
}

/** SQLSTATE. Somebody has this id already, when a thing keeps its own. */
const UNIQUE_VIOLATION = '23505';
/** Classes of refusals of one row: data, and integrity. */
const REFUSALS = /^2[23]/;

/** Why a rule or the database refused something; null for what is no refusal but a failure. */
export function foutenVan(error: unknown): readonly InvalidParam[] | null {
  if (error instanceof Problem) {
    return error.invalidParams ?? [{ name: 'nonFieldErrors', code: error.code, reason: error.message }];
  }
  if (!(error instanceof DatabaseFault) || !REFUSALS.test(error.code)) return null;
  const bezet = error.code === UNIQUE_VIOLATION && error.constraint?.endsWith('_pkey');
  const reason = bezet
    ? 'Dit uuid is in deze database al in gebruik.'
    : `De database heeft dit geweigerd (SQLSTATE ${error.code}).`;
  return [{ name: 'nonFieldErrors', code: bezet ? 'unique' : 'invalid', reason }];
}

/** Faults as one sentence or more; a number that may be a BSN is masked. */
export function zin(fouten: readonly InvalidParam[]): string {
  const delen = fouten.map(
    ({ name, code, reason }) => `${name === 'nonFieldErrors' ? '' : `${name}: `}${reason} (${code})`,
  );
  return maskBsn(delen.join(' '));
}
