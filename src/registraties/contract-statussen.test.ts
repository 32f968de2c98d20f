/** The HTTP statuses in the OpenAPI that we serve against the published contracts; skipped without ../shared. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { STATUSVERSCHILLEN, statussen, type Verschil, verschillen } from './contract-statussen.testhulp.ts';
import { REGISTERS } from './geheel/index.ts';
import { openapi } from './kern/index.ts';

const specs = resolve(import.meta.dirname, '../../../shared/specs');

const SPECS: Readonly<Record<string, string>> = {
  autorisaties: 'autorisaties-1.1.0.yaml',
  besluiten: 'besluiten-1.1.0.yaml',
  catalogi: 'catalogi-1.3.3.yaml',
  documenten: 'documenten-1.7.0.yaml',
  zaken: 'zaken-1.7.0.yaml',
};

const past = (rule: (typeof STATUSVERSCHILLEN)[number], { kant, status, operatie }: Verschil): boolean =>
  rule.kant === kant && rule.status === status && rule.van.test(operatie);

describe.skipIf(!existsSync(specs))('the statuses of every operation of the contracts (absent: skipped)', () => {
  const found = existsSync(specs)
    ? REGISTERS.flatMap(({ api, resources }) => {
        const paths = resources.map((resource) => resource.path);
        const contract = parse(readFileSync(resolve(specs, SPECS[api.name]!), 'utf8'));
        const served = JSON.parse(JSON.stringify(openapi(api, resources, 'https://gemeente.example')));
        return verschillen(statussen(contract, paths), statussen(served, paths));
      })
    : [];

  it('differ only where a reason is given', () => {
    const unexplained = found.filter((one) => !STATUSVERSCHILLEN.some((rule) => past(rule, one)));
    expect(unexplained).toEqual([]);
  });

  it('differ as often as is written down: each reason is about something, and nothing new hides behind it', () => {
    const counted = STATUSVERSCHILLEN.map((rule) => [
      `${rule.kant} ${rule.status}`,
      found.filter((one) => past(rule, one)).length,
    ]);
    expect(counted).toEqual(STATUSVERSCHILLEN.map(({ kant, status, aantal }) => [`${kant} ${status}`, aantal]));
    for (const { reden } of STATUSVERSCHILLEN) expect(reden).toMatch(/^[A-Z].{20,}[.]$/);
  });
});

it('the comparison finds a status that is missing and one that is extra, of operations that both have', () => {
  const document = (statuses: Record<string, readonly string[]>) => ({
    paths: Object.fromEntries(
      Object.entries(statuses).map(([path, list]) => [
        path,
        { get: { responses: Object.fromEntries(list.map((status) => [status, {}])) } },
      ]),
    ),
  });
  const theirs = statussen(document({ '/dingen/{id}': ['200', '404'], '/weg': ['200'] }), ['dingen', 'weg']);
  const ours = statussen(document({ '/dingen/{uuid}': ['200', '410'] }), ['dingen']);
  expect(verschillen(theirs, ours)).toEqual([
    { kant: 'ontbreekt', status: '404', operatie: 'GET /dingen/{}' },
    { kant: 'extra', status: '410', operatie: 'GET /dingen/{}' },
  ]);
});
