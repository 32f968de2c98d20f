/**
 * Where the HTTP statuses that our OpenAPI names differ from those of the published contracts, each with the reason. One
 * line is about one status on one side, for the operations that `van` describes; `aantal` keeps it exact over all APIs
 * together, so that a new difference does not hide behind an old one. Held by `contract-statussen.test.ts`.
 */
export interface Statusverschil {
  readonly kant: 'ontbreekt' | 'extra';
  readonly status: string;
  /** Of an operation such as `GET /zaken/{}`. */
  readonly van: RegExp;
  readonly aantal: number;
  readonly reden: string;
}

const ALLE = /^/;
const HEAD = /^HEAD /;

export const STATUSVERSCHILLEN: readonly Statusverschil[] = [
  {
    kant: 'ontbreekt',
    status: '401',
    van: ALLE,
    aantal: 171,
    reden: 'Who has no valid JWT gets 403 with a code, as every implementation in the field; clients look for that.',
  },
  {
    kant: 'ontbreekt',
    status: '406',
    van: ALLE,
    aantal: 148,
    reden:
      'What Accept asks for is not judged: the answer is JSON. The status is named where coordinates can be refused.',
  },
  {
    kant: 'ontbreekt',
    status: '409',
    van: ALLE,
    aantal: 168,
    reden:
      'What conflicts with a rule is a 400 with the code of that rule; writes that meet each other wait for each other.',
  },
  {
    kant: 'ontbreekt',
    status: '410',
    van: ALLE,
    aantal: 171,
    reden: 'What is deleted is gone: it is answered like what never was, with 404.',
  },
  {
    kant: 'ontbreekt',
    status: '200',
    van: /^(?:DELETE|POST) /,
    aantal: 4,
    reden: 'A slip of Catalogi 1.3: 200 for three deletions and one creation, where it has 204 and 201 for all others.',
  },
  { kant: 'extra', status: '201', van: /^POST /, aantal: 1, reden: 'The right one of that slip of Catalogi 1.3.' },
  { kant: 'extra', status: '204', van: /^DELETE /, aantal: 3, reden: 'The right one of that slip of Catalogi 1.3.' },
  {
    kant: 'extra',
    status: '304',
    van: /^(?:GET|HEAD) .*\{\}$|consumer$/,
    aantal: 50,
    reden: 'Conditional requests (If-None-Match) are in the text of the standard, and not in its OpenAPI.',
  },
  {
    kant: 'extra',
    status: '400',
    van: /^(?:GET|HEAD|DELETE) |\/publish$/,
    aantal: 86,
    reden:
      'A query parameter that is not known is refused, everywhere; the contract names 400 where it has parameters.',
  },
  {
    kant: 'extra',
    status: '404',
    van: /^(?:GET|HEAD) |_zoek$/,
    aantal: 55,
    reden: 'A page beyond the last is not there, and a HEAD of what is not there is answered like its GET.',
  },
  {
    kant: 'extra',
    status: '404',
    van: /^POST \/zaken\/\{\}\//,
    aantal: 2,
    reden: 'What is made below a zaak that is not there has no place.',
  },
  {
    kant: 'extra',
    status: '403',
    van: HEAD,
    aantal: 21,
    reden: 'Of HEAD the contract names success alone; ours is answered like its GET.',
  },
  {
    kant: 'extra',
    status: '406',
    van: HEAD,
    aantal: 5,
    reden: 'Of HEAD the contract names success alone; ours is answered like its GET.',
  },
  {
    kant: 'extra',
    status: '412',
    van: /^HEAD |audittrail/,
    aantal: 3,
    reden: 'Coordinates in a system that is not known are refused, also for HEAD and for the audit trail of a zaak.',
  },
  {
    kant: 'extra',
    status: '415',
    van: HEAD,
    aantal: 21,
    reden: 'Of HEAD the contract names success alone; ours is answered like its GET.',
  },
  {
    kant: 'extra',
    status: '429',
    van: HEAD,
    aantal: 21,
    reden: 'Of HEAD the contract names success alone; ours is answered like its GET.',
  },
  {
    kant: 'extra',
    status: '500',
    van: HEAD,
    aantal: 21,
    reden: 'Of HEAD the contract names success alone; ours is answered like its GET.',
  },
  {
    kant: 'extra',
    status: '503',
    van: ALLE,
    aantal: 192,
    reden: 'While the database is away every request is refused with Retry-After, and nothing is half done.',
  },
  {
    kant: 'extra',
    status: '408',
    van: /^(?:POST|PUT|PATCH) .*(?:enkelvoudiginformatieobjecten|bestandsdelen)/,
    aantal: 4,
    reden: 'A file of which no octets come any more is given up.',
  },
  {
    kant: 'extra',
    status: '413',
    van: /^(?:POST|PUT|PATCH) .*(?:enkelvoudiginformatieobjecten|bestandsdelen)/,
    aantal: 4,
    reden: 'Content of more than 64 MiB goes in bestandsdelen, and a bestandsdeel is no larger than was announced.',
  },
  {
    kant: 'extra',
    status: '416',
    van: /download$/,
    aantal: 1,
    reden: 'A range of octets that is not there (RFC 9110 §14.4).',
  },
  {
    kant: 'extra',
    status: '507',
    van: /^(?:POST|PUT|PATCH) .*(?:enkelvoudiginformatieobjecten|bestandsdelen)/,
    aantal: 4,
    reden: 'The disk is full: nothing was kept.',
  },
];

type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>> };

const VERBS = ['get', 'head', 'post', 'put', 'patch', 'delete'] as const;

/** The statuses that each operation of these resources names, by `GET /zaken/{}`. */
export function statussen(document: unknown, resources: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>();
  for (const [path, item] of Object.entries((document as Document).paths)) {
    const at = path.replace(/\{\w+\}/g, '{}');
    if (!resources.includes(at.split('/')[1] ?? '')) continue;
    for (const verb of VERBS) {
      const operation = item[verb] as { readonly responses?: object } | undefined;
      if (operation) found.set(`${verb.toUpperCase()} ${at}`, new Set(Object.keys(operation.responses ?? {})));
    }
  }
  return found;
}

export interface Verschil {
  readonly kant: Statusverschil['kant'];
  readonly status: string;
  readonly operatie: string;
}

/** What differs, of the operations that both have. */
export function verschillen(
  contract: ReturnType<typeof statussen>,
  ours: ReturnType<typeof statussen>,
): readonly Verschil[] {
  return [...contract].flatMap(([operatie, theirs]) => {
    const own = ours.get(operatie);
    if (own === undefined) return [];
    const missing = [...theirs].filter((status) => !own.has(status));
    const extra = [...own].filter((status) => !theirs.has(status));
    return [
      ...missing.map((status): Verschil => ({ kant: 'ontbreekt', status, operatie })),
      ...extra.map((status): Verschil => ({ kant: 'extra', status, operatie })),
    ];
  });
}
