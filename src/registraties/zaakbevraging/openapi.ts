/** The OpenAPI document of this API, made of the tables that the code itself works with. */
import { FOUTEN, type value } from '../kern/index.ts';
import { MEESTE } from './antwoord.ts';
import { SCOPES, zaakbevragingApi } from './api.ts';
import { AFGEROND_VELDEN, DETAIL, LOPEND, type Velden } from './velden.ts';
import { OVERZICHT, ZAAK } from './vraag.ts';

type Json = Record<string, unknown>;

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: Json): Json => ({ 'application/json': { schema } });
const VERSION: Json = { 'API-version': { schema: { type: 'string' } } };

/** `fields` decides which attributes are there, so none is required. */
const object = (velden: Velden): Json => ({
  type: 'object',
  properties: Object.fromEntries(Object.entries(velden).map(([naam, { schema }]) => [naam, schema])),
});

const group = (properties: Json): Json => ({ type: 'object', properties, required: Object.keys(properties) });

const body = (delen: Readonly<Record<string, value.Part<unknown>>>): Json => ({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(
    Object.entries(delen).map(([naam, { parser, fallback }]) => [
      naam,
      { ...parser.schema, ...(fallback !== undefined && { default: fallback }) },
    ]),
  ),
  required: Object.keys(delen).filter((naam) => delen[naam]!.fallback === undefined),
});

const PEILMOMENT: Json = { type: 'string', format: 'date-time', description: 'Wanneer het register is gelezen.' };

const lijst = (name: string): Json => ({
  ...group({ aantal: { type: 'integer' }, zaken: { type: 'array', maxItems: MEESTE, items: ref(name) } }),
  description: `De nieuwste eerst, hoogstens ${MEESTE}; aantal telt ze allemaal.`,
});

function operation(operationId: string, description: string, request: string, answer: string, missing: boolean): Json {
  const fault = (status: string): Json => ({
    description: 'Fout',
    headers: VERSION,
    content: { 'application/problem+json': { schema: ref(status === '400' ? 'ValidatieFout' : 'Fout') } },
  });
  const statuses = ['400', '403', ...(missing ? ['404'] : []), '405', '415', '429', '500', '503'];
  return {
    operationId,
    description: `${description} Rechten: ${SCOPES.join(', ')}. Elk antwoord staat in het verwerkingenlog.`,
    requestBody: { required: true, content: json(ref(request)) },
    responses: {
      '200': { description: 'OK', headers: VERSION, content: json(ref(answer)) },
      ...Object.fromEntries(statuses.map((status) => [status, fault(status)])),
    },
    security: [{ 'JWT-Claims': SCOPES }],
  };
}

/** OpenAPI 3.0.3. */
export function zaakbevragingOpenapi(base: string): Json {
  const { title, version, root } = zaakbevragingApi;
  const uuid = { name: 'uuid', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
  return {
    openapi: '3.0.3',
    info: {
      title,
      version,
      description: 'De zaken van één persoon of bedrijf, in één vraag. Geen onderdeel van de ZGW-standaard.',
      license: { name: 'EUPL-1.2' },
    },
    servers: [{ url: `${base}${root}` }],
    security: [{ 'JWT-Claims': [] }],
    paths: {
      '/zaken/_zoek': {
        post: operation(
          'overzicht',
          'De lopende en de afgeronde zaken van een betrokkene, ook geannuleerde en gearchiveerde.',
          'Overzichtsvraag',
          'Overzicht',
          false,
        ),
      },
      '/zaken/{uuid}/_zoek': {
        parameters: [uuid],
        post: operation('zaak', 'Eén zaak van een betrokkene.', 'Zaakvraag', 'Zaakantwoord', true),
      },
    },
    components: {
      schemas: {
        Overzichtsvraag: body(OVERZICHT),
        Zaakvraag: body(ZAAK),
        Overzicht: {
          type: 'object',
          required: ['peilmoment'],
          properties: { peilmoment: PEILMOMENT, lopend: lijst('LopendeZaak'), afgerond: lijst('AfgerondeZaak') },
        },
        Zaakantwoord: group({ peilmoment: PEILMOMENT, zaak: ref('Zaak') }),
        LopendeZaak: object(LOPEND),
        AfgerondeZaak: object(AFGEROND_VELDEN),
        Zaak: object(DETAIL),
        ...FOUTEN,
      },
      securitySchemes: { 'JWT-Claims': { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}
