/** The OpenAPI document of an API, generated from the definitions, so that it cannot promise what the code does not do. */
import { dayParameter } from './day.ts';
import { columnOf } from './define.ts';
import type { Field, Fields } from './fields.ts';
import { MAX_PAGE_SIZE } from './query.ts';
import type { Action, AnyResource, Api, Method, Operation, Search } from './resource.ts';
import type { Schema } from './values.ts';

type Json = Record<string, unknown>;

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** OpenAPI 3.0.3 of these resources, which must all be of this API. */
export function openapi(api: Api, resources: readonly AnyResource[], base: string): Json {
  const paths: Record<string, Json> = {};
  const schemas: Record<string, Json> = { Fout: FOUT, ValidatieFout: VALIDATIE_FOUT };
  const names = new Map(resources.map((r) => [r.href, r.name.charAt(0).toUpperCase() + r.name.slice(1)]));
  for (const resource of resources) {
    const name = names.get(resource.href)!;
    schemas[name] = objectSchema(resource, names);
    if (resource.paginated) schemas[`Paginated${name}List`] = listSchema(name);
    const collection = operations(resource, name, ['list', 'create']);
    const object = operations(resource, name, ['read', 'update', 'partial', 'delete']);
    const path = `/${resource.path}`;
    if (Object.keys(collection).length > 0) paths[path] = { ...parametersIn(path), ...collection };
    if (Object.keys(object).length > 0) paths[`${path}/{uuid}`] = { ...parametersIn(`${path}/{uuid}`), ...object };
    if (resource.search) paths[`${path}/_zoek`] = { post: searchOperation(resource, name, resource.search) };
    for (const action of resource.actions) {
      const at = `${path}${action.at === 'collection' ? '' : '/{uuid}'}/${action.path}`;
      paths[at] = { ...parametersIn(at), [action.verb]: actionOperation(resource, name, action) };
    }
  }
  for (const operation of api.operations ?? []) {
    const at = `/${operation.path}`;
    paths[at] = { ...parametersIn(at), [operation.verb]: plainOperation(operation) };
  }
  return {
    openapi: '3.0.3',
    info: { title: api.title, version: api.version, license: { name: 'EUPL-1.2' } },
    servers: [{ url: `${base}${api.root}` }],
    security: [{ 'JWT-Claims': [] }],
    paths,
    components: {
      schemas,
      securitySchemes: { 'JWT-Claims': { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function parametersIn(path: string): Json {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => pathParameter(name!));
  return names.length > 0 ? { parameters: names } : {};
}

/** `names`: the schemas of this document, by the path of their resource. */
function objectSchema(resource: AnyResource, names: ReadonlyMap<string, string>): Json {
  const properties: Record<string, Json | Schema> = {
    url: { type: 'string', format: 'uri', readOnly: true, minLength: 1, maxLength: 1000 },
  };
  if (resource.showUuid) properties['uuid'] = { type: 'string', format: 'uuid', readOnly: true };
  const required = resource.showUuid ? ['url', 'uuid'] : ['url'];
  for (const [name, field] of Object.entries(resource.fields as Fields)) {
    properties[name] = field.schema;
    if (field.required || field.schema.readOnly) required.push(name);
  }
  const related = Object.entries(resource.fields as Fields).flatMap(([name, { relation }]) => {
    if (!relation) return [];
    const known = names.get(relation.target.href);
    const one = known ? ref(known) : { type: 'object' };
    return [[name, relation.kind === 'many' ? { type: 'array', items: one } : one] as const];
  });
  if (related.length > 0) {
    const description = 'De objecten die met expand zijn gevraagd.';
    properties['_expand'] = { type: 'object', readOnly: true, description, properties: Object.fromEntries(related) };
  }
  return { type: 'object', properties, required };
}

function listSchema(name: string): Json {
  const link = { type: 'string', format: 'uri', nullable: true };
  return {
    type: 'object',
    required: ['count', 'results'],
    properties: {
      count: { type: 'integer' },
      next: link,
      previous: link,
      results: { type: 'array', items: ref(name) },
    },
  };
}

const VERBS: Record<Method, readonly string[]> = {
  list: ['get'],
  create: ['post'],
  read: ['get', 'head'],
  update: ['put'],
  partial: ['patch'],
  delete: ['delete'],
};

function operations(resource: AnyResource, name: string, methods: readonly Method[]): Json {
  const result: Json = {};
  for (const method of methods.filter((m) => resource.methods.includes(m))) {
    for (const verb of VERBS[method]) result[verb] = operation(resource, name, method, verb);
  }
  return result;
}

function operation(resource: AnyResource, name: string, method: Method, verb: string): Json {
  const body = method === 'create' || method === 'update' || method === 'partial';
  const scopes =
    method === 'list' || method === 'read'
      ? resource.scopes.read
      : (resource.scopes[method === 'partial' ? 'update' : method] ?? []);
  return {
    operationId: `${resource.name}_${verb === 'head' ? 'headers' : method}`,
    tags: [resource.path],
    description: `Rechten: een van ${scopes.join(', ')}.`,
    parameters: parameters(resource, method, body),
    ...(body && {
      requestBody: {
        required: true,
        content: { [resource.plain[method]?.media ?? 'application/json']: { schema: ref(name) } },
      },
    }),
    responses: responses(resource, name, method, verb),
    security: [{ 'JWT-Claims': scopes }],
  };
}

function searchOperation(resource: AnyResource, name: string, search: Search): Json {
  const listed = parameters(resource, 'list', true).filter(
    (p) => p['in'] === 'query' && !PAGING.has(String(p['name'])),
  );
  const properties = Object.fromEntries([
    ...listed.map((p) => [p['name'], searchSchema(p)]),
    [
      'fields',
      { type: 'array', items: {}, description: 'De velden die u terug wilt zien (zrc-029), in plaats van expand.' },
    ],
    ...Object.entries(search).map(([key, { schema }]) => [key, schema]),
  ]);
  const content = jsonContent({ type: 'object', properties } as Schema);
  // With `fields` the results are what was chosen.
  const chosen = { ...listSchema(name), description: 'Met fields: de gekozen velden.' };
  const shown = { anyOf: [ref(`Paginated${name}List`), { ...chosen, properties: CHOSEN }] };
  return {
    operationId: `${resource.name}_zoek`,
    tags: [resource.path],
    description: `Rechten: een van ${resource.scopes.read.join(', ')}.`,
    parameters: [
      ...parameters(resource, 'list', true).filter((p) => p['in'] === 'header' || IN_ADDRESS.has(String(p['name']))),
    ],
    requestBody: { required: true, content },
    responses: { ...responses(resource, name, 'list', 'post'), '200': { ...FOUND, content: jsonContent(shown) } },
    security: [{ 'JWT-Claims': resource.scopes.read }],
  };
}

const CHOSEN: Json = { count: { type: 'integer' }, results: { type: 'array', items: { type: 'object' } } };

const PAGING: ReadonlySet<string> = new Set(['page', 'pageSize']);

/** What a search may have in its address too. */
const IN_ADDRESS: ReadonlySet<string> = new Set([...PAGING, 'expand']);

/** What stands in a query as a text with commas is a list in a body. */
function searchSchema({ name, schema }: Json): unknown {
  const item = schema as Schema;
  if (name === 'ordering') return item.items;
  return String(name).endsWith('__in') ? { type: 'array', items: item } : item;
}

function actionOperation(resource: AnyResource, name: string, action: Action): Json {
  const { path, verb, scopes, answer, body, query = {}, optional = {}, fails = [] } = action;
  const inQuery = (all: Readonly<Record<string, Schema>>, required: boolean): Json[] =>
    Object.entries(all).map(([key, schema]) => ({ name: key, in: 'query', required, schema }));
  const { '200': _object, '304': _unchanged, ...others } = responses(resource, name, 'read', verb);
  return {
    operationId: `${resource.name}_${path.replace(/\W+/g, '_').replace(/_$/, '')}`,
    tags: [resource.path],
    description: `Rechten: een van ${scopes.join(', ')}.`,
    parameters: [...inQuery(query, true), ...inQuery(optional, false), ...(verb === 'get' ? [] : [AUDIT_PARAMETER])],
    ...(body && { requestBody: { content: jsonContent(body) } }),
    responses: {
      ...others,
      ...ownFaults(fails),
      ...(answer === null ? { '204': FOUND } : { '200': { ...FOUND, content: contentOf(name, answer) } }),
    },
    security: [{ 'JWT-Claims': scopes }],
  };
}

function contentOf(name: string, answer: NonNullable<Action['answer']>): Json {
  if (answer === 'bytes') return { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
  return jsonContent(answer === 'object' ? ref(name) : answer);
}

function plainOperation({ path, scopes, body, status, answer, media, fails = [], crs = false }: Operation): Json {
  const contentIn = (schema: Schema): Json =>
    Object.assign({}, ...(media ?? ['application/json']).map((type) => ({ [type]: { schema } })));
  return {
    operationId: path.replace(/\W.*/, ''),
    description: `Rechten: een van ${scopes.join(', ')}.`,
    parameters: [...(crs ? [ACCEPT_CRS, CONTENT_CRS] : []), AUDIT_PARAMETER],
    requestBody: { required: true, content: contentIn(body) },
    responses: {
      [status]: { description: 'OK', headers: VERSION_HEADER, content: contentIn(answer) },
      ...ownFaults(fails),
      ...faults({ '404': path.includes('{'), crs }),
    },
    security: [{ 'JWT-Claims': scopes }],
  };
}

function parameters(resource: AnyResource, method: Method, body: boolean): readonly Json[] {
  const found: Json[] = [];
  if (method === 'list') {
    for (const [name, field] of Object.entries(resource.fields as Record<string, Field<unknown>>)) {
      if (columnOf(name, field.column) === null) continue;
      for (const kind of field.filters) {
        const schema =
          kind === 'isnull' ? { type: 'boolean' } : { ...field.schema, readOnly: undefined, nullable: undefined };
        found.push({ name: kind === 'exact' ? name : `${name}__${kind}`, in: 'query', schema });
      }
    }
    for (const [name, filter] of Object.entries(resource.filters))
      found.push({ name, in: 'query', schema: filter.schema });
    if (resource.paginated) {
      found.push({ name: 'page', in: 'query', schema: { type: 'integer', minimum: 1 } });
      found.push({ name: 'pageSize', in: 'query', schema: { type: 'integer', minimum: 1, maximum: MAX_PAGE_SIZE } });
    }
    const sortable = Object.entries(resource.fields as Fields).filter(([, f]) => f.sortable);
    if (sortable.length > 0) {
      const choices = sortable.flatMap(([n]) => [n, `-${n}`]);
      found.push({
        name: 'ordering',
        in: 'query',
        schema: { type: 'array', items: { type: 'string', enum: choices } },
        style: 'form',
        explode: false,
      });
    }
  }
  if (method === 'list' || method === 'read') {
    found.push({
      name: 'expand',
      in: 'query',
      schema: { type: 'string' },
      description: 'Relaties, met komma’s ertussen.',
    });
  }
  if (method === 'read') {
    for (const name of dayParameter(resource, method))
      found.push({ name, in: 'query', schema: { type: 'string', format: 'date' } });
  }
  for (const [name, schema] of Object.entries(resource.plain[method]?.query ?? {}))
    found.push({ name, in: 'query', schema });
  if (resource.crs && method !== 'delete') {
    found.push(ACCEPT_CRS);
    if (body) found.push(CONTENT_CRS);
  }
  if (method === 'read') found.push({ name: 'If-None-Match', in: 'header', schema: { type: 'string' } });
  if (body || method === 'delete') found.push(AUDIT_PARAMETER);
  return found;
}

function responses(resource: AnyResource, name: string, method: Method, verb: string): Json {
  const version = VERSION_HEADER;
  const written = { ...version, ...(resource.write?.warning && { 'X-Warning': { schema: { type: 'string' } } }) };
  const json = jsonContent;
  const listed = resource.paginated ? ref(`Paginated${name}List`) : { type: 'array', items: ref(name) };
  const ok: Record<Method, [string, Json]> = {
    list: ['200', { description: 'OK', headers: version, content: json(listed) }],
    read: [
      '200',
      {
        description: 'OK',
        headers: { ...version, ETag: { schema: { type: 'string' } } },
        ...(verb === 'get' && { content: json(ref(name)) }),
      },
    ],
    create: [
      '201',
      {
        description: 'Aangemaakt',
        headers: { ...written, Location: { schema: { type: 'string', format: 'uri' } } },
        content: json(ref(name)),
      },
    ],
    update: ['200', { description: 'OK', headers: written, content: json(ref(name)) }],
    partial: ['200', { description: 'OK', headers: written, content: json(ref(name)) }],
    delete: ['204', { description: 'Verwijderd', headers: version }],
  };
  const [status, answer] = ok[method];
  return {
    [status]: answer,
    ...(method === 'read' && { '304': { description: 'Niet gewijzigd' } }),
    ...ownFaults([
      ...(resource.plain[method]?.fails ?? []),
      ...(resource.api.outside && (method === 'list' || method === 'read') ? [406] : []),
    ]),
    ...faults({ '404': method !== 'create' || resource.under !== undefined, crs: resource.crs }),
  };
}

const fault = (schema: string): Json => ({
  description: 'Fout',
  headers: VERSION_HEADER,
  content: { 'application/problem+json': { schema: ref(schema) } },
});

function ownFaults(statuses: readonly number[]): Json {
  return Object.fromEntries(statuses.map((status) => [String(status), fault('Fout')]));
}

/** What can go wrong with any request. */
function faults(may: { readonly '404': boolean; readonly crs: boolean }): Json {
  return {
    '400': fault('ValidatieFout'),
    '403': fault('Fout'),
    ...(may['404'] && { '404': fault('Fout') }),
    ...(may.crs && { '406': fault('Fout'), '412': fault('Fout') }),
    '415': fault('Fout'),
    '429': fault('Fout'),
    '500': fault('Fout'),
    '503': fault('Fout'),
  };
}

const pathParameter = (name: string): Json => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string', format: 'uuid' },
});

const crsHeader = (name: string): Json => ({
  name,
  in: 'header',
  required: true,
  schema: { type: 'string', enum: ['EPSG:4326'] },
});

const ACCEPT_CRS = crsHeader('Accept-Crs');
const CONTENT_CRS = crsHeader('Content-Crs');

const AUDIT_PARAMETER: Json = { name: 'X-Audit-Toelichting', in: 'header', schema: { type: 'string' } };

const VERSION_HEADER: Json = { 'API-version': { schema: { type: 'string' } } };

const FOUND: Json = { description: 'OK', headers: VERSION_HEADER };

const jsonContent = (schema: Json | Schema): Json => ({ 'application/json': { schema } });

const FOUT: Json = {
  type: 'object',
  required: ['code', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string' },
    code: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
  },
};

const VALIDATIE_FOUT: Json = {
  type: 'object',
  required: ['code', 'title', 'status', 'detail', 'instance'],
  properties: {
    ...(FOUT['properties'] as Json),
    invalidParams: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'code', 'reason'],
        properties: { name: { type: 'string' }, code: { type: 'string' }, reason: { type: 'string' } },
      },
    },
  },
};

/** The schemas of every failure, for APIs beside the registers too. */
export const FOUTEN: Json = { Fout: FOUT, ValidatieFout: VALIDATIE_FOUT };
