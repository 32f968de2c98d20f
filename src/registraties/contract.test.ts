/**
 * The OpenAPI that we serve against the published contract, for the resources that we have. Every difference stands in
 * `contract-afwijkingen.testhulp.ts` with its reason. Without the reference material beside the checkout (../shared) the
 * comparison is skipped, and says so.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { beloften, zonder } from './contract.testhulp.ts';
import { AFWIJKINGEN, type Afwijking } from './contract-afwijkingen.testhulp.ts';
import { REGISTERS } from './geheel/index.ts';
import { type AnyResource, type Api, openapi } from './kern/index.ts';

const specs = resolve(import.meta.dirname, '../../../shared/specs');

const served = (api: Api, resources: readonly AnyResource[]) =>
  JSON.parse(JSON.stringify(openapi(api, resources, 'https://gemeente.example'))) as object;

const alle = (lijst: readonly Afwijking[], kant: 'ontbreekt' | 'extra') => lijst.flatMap((a) => a[kant] ?? []).sort();

/** The published contract of each API, and how much of it we share at least. */
const CONTRACTEN: Readonly<Record<string, { readonly spec: string; readonly minstens: number }>> = {
  autorisaties: { spec: 'autorisaties-1.1.0.yaml', minstens: 50 },
  besluiten: { spec: 'besluiten-1.1.0.yaml', minstens: 100 },
  catalogi: { spec: 'catalogi-1.3.3.yaml', minstens: 700 },
  documenten: { spec: 'documenten-1.7.0.yaml', minstens: 200 },
  zaken: { spec: 'zaken-1.7.0.yaml', minstens: 600 },
};

/**
 * A slip of Zaken 1.6 and 1.7: of the zaakobjecten that are a person or an organisation it calls what identifies them
 * `betrokkeneIdentificatie`. In 1.5 that was `objectIdentificatie`, as it is for every other zaakobject, and the schemas
 * by that name still stand there, unused.
 */
const zonderVerschrijving = (sentence: string): string =>
  sentence.startsWith('zaakobjecten ') ? sentence.replace('betrokkeneIdentificatie', 'objectIdentificatie') : sentence;

const APIS: [string, readonly Afwijking[], Api, readonly AnyResource[], string, number][] = REGISTERS.map(
  ({ api, resources }) => {
    const { spec, minstens } = CONTRACTEN[api.name]!;
    return [api.name, AFWIJKINGEN[api.name] ?? [], api, resources, spec, minstens];
  },
);

describe.skipIf(!existsSync(specs)).each(APIS)(
  'the contract of %s (absent: skipped)',
  (_, lijst, api, resources, file, minstens) => {
    let contract: ReadonlySet<string>;
    let ours: ReadonlySet<string>;
    beforeAll(() => {
      const paths = resources.map((resource) => resource.path);
      const published = beloften(parse(readFileSync(resolve(specs, file), 'utf8')), paths);
      contract = new Set([...published].map(zonderVerschrijving));
      ours = beloften(served(api, resources), paths);
    });

    it('lacks in ours exactly what is listed, with its reason', () => {
      expect(zonder(contract, ours)).toEqual(alle(lijst, 'ontbreekt'));
    });
    it('has in ours beyond it exactly what is listed, with its reason', () => {
      expect(zonder(ours, contract)).toEqual(alle(lijst, 'extra'));
    });
    it('agrees for the rest, which is nearly all', () => {
      const same = [...contract].filter((sentence) => ours.has(sentence));
      expect(same.length).toBeGreaterThan(minstens);
      const listed = resources.filter(({ methods }) => methods.includes('list'));
      const lists = listed.map(({ path }) => `GET /${path.replace(/\{\w+\}/g, '{}')}`);
      const beyond = alle(lijst, 'extra');
      for (const list of lists) expect(beyond.includes(list) ? list : same).toContain(list);
    });
    it('each reason is a sentence about something', () => {
      for (const { reden, ontbreekt = [], extra = [] } of lijst) {
        expect(reden).toMatch(/^[A-Za-z].{20,}[.]$/);
        expect(ontbreekt.length + extra.length).toBeGreaterThan(0);
      }
    });
  },
);

/** A document with one resource, to plant differences in. */
const document = (extra: { query?: string; property?: object; schema?: object; path?: object } = {}) => ({
  paths: {
    '/dingen': {
      get: {
        parameters: [{ in: 'query', name: 'naam' }, ...(extra.query ? [{ in: 'query', name: extra.query }] : [])],
        responses: { '200': { content: { json: { schema: { $ref: '#/components/schemas/Ding' } } } } },
      },
    },
    ...extra.path,
  },
  components: {
    schemas: {
      Ding: extra.schema ?? {
        type: 'object',
        properties: { naam: { type: 'string', maxLength: 5 }, ...extra.property },
      },
    },
  },
});

describe('the comparison itself', () => {
  const ours = beloften(document(), ['dingen']);
  const found = (extra: Parameters<typeof document>[0]) => zonder(beloften(document(extra), ['dingen']), ours);

  it('finds nothing between equals, whatever way they are written', () => {
    expect(found({})).toEqual([]);
    const allOf = [{ properties: { naam: { allOf: [{ type: 'string', maxLength: 5 }] } } }];
    expect(found({ schema: { allOf } })).toEqual([]);
    expect(found({ path: { '/andere': { get: {} } } })).toEqual([]);
  });
  it.each<[string, Parameters<typeof document>[0], string[]]>([
    ['a query parameter', { query: 'kleur' }, ['GET /dingen ?kleur']],
    [
      'a path, and not all that hangs below it',
      { path: { '/dingen/{id}': { get: { parameters: [{ in: 'query', name: 'x' }], responses: {} } } } },
      ['GET /dingen/{}'],
    ],
    [
      'a property, deep in a list',
      { property: { delen: { items: { properties: { maat: { type: 'integer' } } } } } },
      ['dingen delen[].maat type integer', 'dingen toont delen', 'dingen toont delen[].maat'],
    ],
    ['another limit', { property: { naam: { type: 'string', maxLength: 6 } } }, ['dingen naam maxLength 6']],
    ['a choice', { property: { naam: { maxLength: 5, type: 'string', enum: ['a'] } } }, ['dingen naam keuze "a"']],
    ['a null', { property: { naam: { maxLength: 5, type: 'string', nullable: true } } }, ['dingen naam mag null']],
  ])('finds %s', (_, extra, sentences) => expect(found(extra)).toEqual(sentences));
});
