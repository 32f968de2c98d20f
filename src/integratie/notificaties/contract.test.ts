/**
 * The OpenAPI that we serve against the published Notificaties API 1.0.1. Every difference stands in
 * `contract-afwijkingen.testhulp.ts` with its reason. Without the reference material beside the checkout (../shared) the
 * comparison is skipped, and says so.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { beloften, zonder } from '../../registraties/contract.testhulp.ts';
import { AFWIJKINGEN } from './contract-afwijkingen.testhulp.ts';
import { wereld } from './notificaties.testhulp.ts';

const spec = resolve(import.meta.dirname, '../../../../shared/specs/notificaties-1.0.1.yaml');
const PADEN = ['abonnement', 'kanaal', 'notificaties'];

const alle = (kant: 'ontbreekt' | 'extra') => AFWIJKINGEN.flatMap((a) => a[kant] ?? []).sort();

describe.skipIf(!existsSync(spec))('the contract of notificaties (absent: skipped)', () => {
  let contract: ReadonlySet<string>;
  let ours: ReadonlySet<string>;
  let document: unknown;
  beforeAll(async () => {
    const { notificaties } = await wereld();
    document = JSON.parse(JSON.stringify(notificaties.openapi('https://gemeente.example')));
    contract = beloften(parse(readFileSync(spec, 'utf8')), PADEN);
    ours = beloften(document, PADEN);
  });

  it('lacks in ours exactly what is listed, with its reason', () => {
    expect(zonder(contract, ours)).toEqual(alle('ontbreekt'));
  });
  it('has in ours beyond it exactly what is listed, with its reason', () => {
    expect(zonder(ours, contract)).toEqual(alle('extra'));
  });
  it('agrees for the rest, which is nearly all', () => {
    expect([...contract].filter((sentence) => ours.has(sentence)).length).toBeGreaterThan(50);
  });
  it('answers with the same statuses when all goes well; the profile openzaak gives 201 on a notification', async () => {
    const published = welgelukt(parse(readFileSync(spec, 'utf8')));
    const own = welgelukt(document);
    for (const [operation, status] of published) expect([operation, own.get(operation)]).toEqual([operation, status]);
  });
  it('shows the secret of an abonnement nowhere', () => {
    const { schemas } = (document as { components: { schemas: Record<string, { properties?: object }> } }).components;
    const secrets = Object.values(schemas).flatMap(({ properties = {} }) =>
      Object.entries(properties).filter(([name]) => name === 'auth' || name === 'oauth2'),
    );
    expect(secrets.length).toBeGreaterThan(1);
    for (const [, schema] of secrets) expect(schema).toMatchObject({ writeOnly: true });
  });
  it('each reason is a sentence about something', () => {
    for (const { reden, ontbreekt = [], extra = [] } of AFWIJKINGEN) {
      expect(reden).toMatch(/^[A-Za-z].{20,}[.]$/);
      expect(ontbreekt.length + extra.length).toBeGreaterThan(0);
    }
  });
});

/** The status with which each operation answers when all goes well. */
function welgelukt(document: unknown): ReadonlyMap<string, string> {
  const { paths } = document as { paths: Record<string, Record<string, { responses?: Record<string, unknown> }>> };
  return new Map(
    Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).flatMap(([verb, { responses = {} }]) => {
        const status = Object.keys(responses).find((one) => one.startsWith('2'));
        return status === undefined ? [] : [[`${verb} ${path.replace(/\{\w+\}/g, '{}')}`, status] as const];
      }),
    ),
  );
}
