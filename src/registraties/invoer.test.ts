/** Whatever a client sends to any resource of any register, in a body or in a query: he is told, and nothing breaks. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { alleResources } from './geheel/index.ts';
import type { AnyResource } from './kern/index.ts';
import { newZaak, publishedZaaktype, type Registers, registers } from './registers.testhulp.ts';

let r: Registers;
let zaak: string;
beforeAll(async () => {
  r = await registers();
  const { zaaktype } = await publishedZaaktype(r);
  zaak = await newZaak(r, zaaktype);
});

const rare = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '\u0000', '\ud800', '9'.repeat(400), -1, 1e300, [[]], { __proto__: 1 }, 'x'.repeat(5000)),
  fc.constantFrom('overige', 'pand', '2026-11-02T00:00:00Z', 'https://elders.example/1', 'http://zaakbode.test/'),
);

const pad = ({ href, under }: AnyResource): string => (under ? `${zaak}/${href.split('/').at(-1)}` : href);

const met = (method: 'list' | 'create') =>
  alleResources()
    .filter(({ methods, plain }) => methods.includes(method) && !(method in plain))
    .map((resource) => [resource.name, resource] as const);

describe('strange input gives 400 and never 500', () => {
  it.each(met('create'))('%s, in a body', async (_, resource) => {
    const namen = Object.keys(resource.fields);
    // The zaak itself is good most of the time, so that the rules behind it are reached.
    const goed = { zaak, gerelateerdAan: zaak };
    const body = fc.dictionary(fc.constantFrom(...namen), rare);
    await fc.assert(
      fc.asyncProperty(body, fc.boolean(), async (waarden, metZaak) => {
        const sent = { ...waarden, ...(metZaak && goed) };
        const { status } = await r.send('POST', pad(resource), sent);
        expect([201, 400], `${resource.name} ${JSON.stringify(sent)}`).toContain(status);
      }),
      { numRuns: 20 },
    );
  });
  it.each(met('list'))('%s, in a query', async (_, resource) => {
    const namen = Object.entries(resource.fields as AnyResource['fields']).flatMap(([naam, field]) =>
      (field as { filters: readonly string[] }).filters.map((kind) => (kind === 'exact' ? naam : `${naam}__${kind}`)),
    );
    const bekend = [...namen, ...Object.keys(resource.filters), 'expand', 'ordering', 'page', 'pageSize'];
    const query = fc.dictionary(fc.constantFrom(...bekend), fc.oneof(fc.string({ unit: 'binary' }), fc.string()));
    await fc.assert(
      fc.asyncProperty(query, async (waarden) => {
        const text = new URLSearchParams(waarden).toString();
        const { status } = await r.send('GET', `${pad(resource)}?${text}`);
        expect([200, 400, 404], text).toContain(status);
      }),
      { numRuns: 20 },
    );
  });
});
