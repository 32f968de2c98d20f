/**
 * Any thrown thing as the problem that the client gets. What is not ours says nothing about its inside, and every
 * problem says what the client can do.
 */
import { DatabaseUnavailable } from '../db/index.ts';
import { Problem, type ProblemCode } from './problem.ts';

const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'parse_error',
  404: 'not_found',
  405: 'method_not_allowed',
  406: 'not_acceptable',
  408: 'request_timeout',
  413: 'request_too_large',
  // A part of the address longer than any name we give: nothing has that name.
  414: 'not_found',
  415: 'unsupported_media_type',
  429: 'throttled',
  503: 'unavailable',
};

const ADVICE: Readonly<Partial<Record<ProblemCode, string>>> = {
  parse_error: 'Het bericht is niet te lezen: stuur geldige JSON.',
  not_found: 'Op dit adres staat niets.',
  method_not_allowed: 'Gebruik een methode die de documentatie van de API voor dit adres noemt.',
  not_acceptable: 'Vraag om application/json.',
  request_timeout: 'Stuur het hele verzoek binnen een halve minuut.',
  request_too_large: 'Stuur minder tegelijk: een JSON-bericht is hoogstens 1 MiB.',
  unsupported_media_type: 'Stuur JSON, met "Content-Type: application/json".',
  throttled: 'Wacht even en probeer het dan opnieuw.',
  unavailable: 'Probeer het straks opnieuw.',
  error: 'Er ging iets mis aan onze kant. Het staat in het log onder het nummer in "instance".',
};

export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof DatabaseUnavailable) return databaseAway(thrown);
  const { statusCode, code } = (thrown ?? {}) as { statusCode?: unknown; code?: unknown };
  if (code === 'FST_ERR_BAD_URL') {
    return new Problem('parse_error', 'Het adres is niet te lezen: kijk naar de procenttekens (%) erin.');
  }
  return withAdvice(codeOf(statusCode));
}

/** The problem of this kind with the advice that always fits it. */
export function withAdvice(code: ProblemCode): Problem {
  return new Problem(code, ADVICE[code] ?? '');
}

/** Statuses that we do not use ourselves: still the client's fault below 500, ours from there. */
function codeOf(status: unknown): ProblemCode {
  if (typeof status !== 'number') return 'error';
  return BY_STATUS[status] ?? (status >= 400 && status < 500 ? 'parse_error' : 'error');
}

function databaseAway({ commitUnknown }: DatabaseUnavailable): Problem {
  // After a broken commit the work may be stored: a client that repeats it blindly could make a second zaak.
  const detail = commitUnknown
    ? 'De verbinding met de database brak af. Uw wijziging is misschien wel opgeslagen: kijk dat eerst na.'
    : 'De database is even niet bereikbaar. Probeer het opnieuw.';
  return new Problem('unavailable', detail, { headers: { 'retry-after': '2' } });
}
