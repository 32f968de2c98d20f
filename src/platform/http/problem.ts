/**
 * Errors as a client sees them: `application/problem+json` in the form that the ZGW standard gives it (RFC 7807 with
 * `code`, `instance` as urn:uuid, and `invalidParams` on 400). One table of codes; wire codes are written nowhere else.
 */

export interface InvalidParam {
  /** Name of the field as on the wire, nested with dots; `nonFieldErrors` for the whole. */
  readonly name: string;
  readonly code: string;
  readonly reason: string;
}

/** Every kind of failure: code, HTTP status and title. */
export const PROBLEMS = {
  invalid: [400, 'Invalid input.'],
  parse_error: [400, 'Malformed request.'],
  not_authenticated: [403, 'Authenticatiegegevens zijn niet opgegeven.'],
  'jwt-decode-error': [403, 'Het JWT is niet te lezen.'],
  'missing-client-identifier': [403, 'Het JWT noemt geen client_id.'],
  'invalid-client-identifier': [403, 'De client_id is niet bekend.'],
  'invalid-jwt-signature': [403, 'De handtekening van het JWT klopt niet.'],
  'jwt-missing-iat': [403, 'Het JWT noemt geen iat.'],
  'jwt-expired': [403, 'Het JWT is verlopen.'],
  'jwt-not-yet-valid': [403, 'Het JWT is nog niet geldig.'],
  permission_denied: [403, 'U heeft geen toestemming om deze actie uit te voeren.'],
  not_found: [404, 'Niet gevonden.'],
  method_not_allowed: [405, 'Deze methode is hier niet toegestaan.'],
  not_acceptable: [406, 'Dit antwoordformaat wordt niet ondersteund.'],
  request_timeout: [408, 'Het verzoek kwam te langzaam binnen.'],
  conflict: [409, 'Dit botst met wat er al is.'],
  precondition_failed: [412, 'Aan een voorwaarde in de headers is niet voldaan.'],
  request_too_large: [413, 'Het bericht is te groot.'],
  range_not_satisfiable: [416, 'Dit deel van het bestand bestaat niet.'],
  unsupported_media_type: [415, 'Dit berichtformaat wordt niet ondersteund.'],
  throttled: [429, 'Te veel verzoeken.'],
  error: [500, 'Er is iets misgegaan.'],
  insufficient_storage: [507, 'Er is geen ruimte meer.'],
  unavailable: [503, 'De dienst is tijdelijk niet beschikbaar.'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Thrown anywhere in the handling of a request; the server turns it into the answer. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly invalidParams: readonly InvalidParam[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ProblemCode,
    detail: string,
    extra: { invalidParams?: readonly InvalidParam[]; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.code = code;
    this.status = PROBLEMS[code][0];
    this.invalidParams = extra.invalidParams;
    this.headers = extra.headers ?? {};
  }
}

/** Input that breaks rules: 400 with every fault by field name. */
export function invalid(...invalidParams: readonly InvalidParam[]): Problem {
  return new Problem('invalid', '', { invalidParams });
}

/** The body of the answer. `instance` is a fresh urn:uuid, to be found back in the log. */
export function problemBody(problem: Problem, instance: string): Record<string, unknown> {
  const [status, title] = PROBLEMS[problem.code];
  return {
    type: `about:blank#${problem.code}`,
    code: problem.code,
    title,
    status,
    detail: problem.message,
    instance,
    ...(problem.invalidParams && { invalidParams: problem.invalidParams }),
  };
}
