/** The OpenAPI documents that we serve: whole, and of the same mind as the code that reads the requests. */
import { describe, expect, it } from 'vitest';
import { REGISTERS } from '../geheel/index.ts';
import { openapi } from './openapi.ts';
import { proefApi, proefdocument, proefResources } from './proef.testhulp.ts';
import { parametersOf } from './query.ts';
import type { AnyResource, Api } from './resource.ts';

type Json = { readonly [key: string]: Json } & readonly Json[] & string;

const APIS: [string, Api, readonly AnyResource[]][] = [
  ...REGISTERS.map(({ api, resources }): [string, Api, readonly AnyResource[]] => [api.name, api, resources]),
  ['proef', proefApi, proefResources],
];
const VERBS = ['get', 'head', 'post', 'put', 'patch', 'delete'];
const documentOf = (api: Api, resources: readonly AnyResource[]) =>
  JSON.parse(JSON.stringify(openapi(api, resources, 'https://a.example'))) as Json;

describe.each(APIS)('%s', (_, api, resources) => {
  const document = documentOf(api, resources);

  it('every $ref leads somewhere', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!);
    expect(refs.length).toBeGreaterThan(10);
    for (const path of refs) {
      const found = path.split('/').reduce<Json | undefined>((at, key) => at?.[key], document);
      expect(found, path).toBeDefined();
    }
  });
  it('every operation has a name of its own, and every parameter of its path', () => {
    const names: unknown[] = [];
    for (const [path, item] of Object.entries(document['paths']!)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect([...(item['parameters'] ?? [])].map((p) => p['name'])).toEqual(inPath);
      names.push(...VERBS.flatMap((verb) => item[verb]?.['operationId'] ?? []));
    }
    expect(new Set(names).size).toBe(names.length);
  });
  it('promises the query parameters that the lists take, and no other', () => {
    for (const resource of resources.filter((one) => one.methods.includes('list'))) {
      const { parameters } = document['paths']![`/${resource.path}`]!['get'] as unknown as {
        parameters: { name: string; in: string }[];
      };
      const promised = parameters.filter((p) => p.in === 'query').map((p) => p.name);
      const sortable = Object.values(resource.fields as Record<string, { sortable: boolean }>).some((f) => f.sortable);
      const common = [...(resource.paginated ? ['page', 'pageSize'] : []), ...(sortable ? ['ordering'] : []), 'expand'];
      expect(promised.sort(), resource.name).toEqual([...parametersOf(resource).keys(), ...common].sort());
    }
  });
  it('has a path for every method and action of every resource, with the scopes that it asks', () => {
    for (const { path, methods, actions } of resources) {
      const at = (below: string) => Object.keys(document['paths']![`/${path}${below}`] ?? {});
      expect(at('').includes('post')).toBe(methods.includes('create'));
      expect(at('/{uuid}').includes('put')).toBe(methods.includes('update'));
      expect(at('/{uuid}').includes('head')).toBe(methods.includes('read'));
      for (const action of actions)
        expect(at(`${action.at === 'collection' ? '' : '/{uuid}'}/${action.path}`)).toContain(action.verb);
    }
    for (const item of Object.values(document['paths']!)) {
      for (const verb of VERBS) {
        const operation = item[verb];
        if (operation) expect(operation['security']![0]!['JWT-Claims']!.length).toBeGreaterThan(0);
      }
    }
  });
});

describe('a plain route', () => {
  const { paths, components } = documentOf(proefApi, proefResources) as unknown as Record<string, Json>;
  it('says what it reads: its media type, its query parameters', () => {
    const { post } = paths![`/${proefdocument.path}`]!;
    expect(Object.keys(post!['requestBody']!['content']!)).toEqual(['multipart/form-data']);
    const { parameters } = paths![`/${proefdocument.path}/{uuid}`]!['get'] as unknown as {
      parameters: { name: string }[];
    };
    expect(parameters.map((p) => p.name)).toEqual(['expand', 'versie', 'If-None-Match']);
  });
  it('_expand names the relations, one or many', () => {
    const expand = components!['schemas']!['Proefdocument']!['properties']!['_expand']!['properties']!;
    expect(expand['map']).toEqual({ $ref: '#/components/schemas/Proefmap' });
    expect(expand['vervangenDoor']).toEqual({ type: 'array', items: { $ref: '#/components/schemas/Proefdocument' } });
  });
});
