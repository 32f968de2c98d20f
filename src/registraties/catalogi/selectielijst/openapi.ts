/** The OpenAPI document of the reference lists, made of the table that they are served from. */
import { FOUTEN } from '../../kern/index.ts';
import { REFERENTIELIJSTEN, SOORTEN, type Soort } from './soorten.ts';

type Json = Record<string, unknown>;

/** The version is that of the published API of VNG (Referentielijsten and Selectielijst 0.6.0). */
export const referentielijstenApi = {
  name: 'referentielijsten',
  title: 'Referentielijsten API',
  version: '0.6.0',
  root: REFERENTIELIJSTEN,
} as const;

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

function operation(id: string, parameters: readonly Json[], schema: Json, missing: boolean): Json {
  const headers = { 'API-version': { schema: { type: 'string' } }, ETag: { schema: { type: 'string' } } };
  const fault = (name: string): Json => ({
    description: 'Fout',
    content: { 'application/problem+json': { schema: ref(name) } },
  });
  return {
    operationId: id,
    parameters: [...parameters, { name: 'If-None-Match', in: 'header', schema: { type: 'string' } }],
    responses: {
      '200': { description: 'OK', headers, content: { 'application/json': { schema } } },
      '304': { description: 'Niet gewijzigd' },
      '400': fault('ValidatieFout'),
      ...(missing && { '404': fault('Fout') }),
      '429': fault('Fout'),
      '500': fault('Fout'),
    },
    // Public: no token is asked.
    security: [],
  };
}

function pathsOf({ pad, naam, paginas, parameters }: Soort): [string, Json][] {
  const asked = [
    ...Object.entries(parameters),
    ...(paginas ? [['page', { type: 'integer', minimum: 1 }] as const] : []),
  ];
  const query = asked.map(([name, schema]) => ({ name, in: 'query', schema }));
  const listed = paginas ? ref(`Paginated${naam}List`) : { type: 'array', items: ref(naam) };
  const uuid = { name: 'uuid', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
  return [
    [`/${pad}`, { get: operation(`${pad}_list`, query, listed, paginas) }],
    [`/${pad}/{uuid}`, { get: operation(`${pad}_read`, [uuid], ref(naam), true) }],
  ];
}

function schemasOf({ naam, schema, paginas }: Soort): [string, unknown][] {
  const link = { type: 'string', format: 'uri', nullable: true };
  const page = {
    type: 'object',
    required: ['count', 'next', 'previous', 'results'],
    properties: {
      count: { type: 'integer' },
      next: link,
      previous: link,
      results: { type: 'array', items: ref(naam) },
    },
  };
  return [[naam, schema], ...(paginas ? [[`Paginated${naam}List`, page] as [string, unknown]] : [])];
}

/** OpenAPI 3.0.3. */
export function referentielijstenOpenapi(base: string): Json {
  const { title, version, root } = referentielijstenApi;
  return {
    openapi: '3.0.3',
    info: {
      title,
      version,
      description: 'De selectielijst 2020 en andere lijsten, alleen om te lezen.',
      license: { name: 'EUPL-1.2' },
    },
    servers: [{ url: `${base}${root}` }],
    paths: Object.fromEntries(SOORTEN.flatMap(pathsOf)),
    components: { schemas: { ...Object.fromEntries(SOORTEN.flatMap(schemasOf)), ...FOUTEN } },
  };
}
