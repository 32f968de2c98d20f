/** The OpenAPI document of this API, made of the tables and parsers that the code itself works with. */
import { FOUTEN, type value } from '../../../registraties/kern/index.ts';
import { digikoppelingApi, SCOPES } from './api.ts';
import { FILTERS } from './berichten.ts';
import { BLADEREN, type Filter } from './lijst.ts';
import { ONTVANGEN_FILTERS } from './ontvangen.ts';
import { BERICHT, FORMULIER } from './vraag.ts';
import { STATEN } from './zending.ts';

type Json = Record<string, unknown>;

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: Json | value.Schema): Json => ({ 'application/json': { schema } });
const VERSION: Json = { 'API-version': { schema: { type: 'string' } } };

const TEKST: Json = { type: 'string' };
const LEEG: Json = { type: 'string', nullable: true };
const TIJD: Json = { type: 'string', format: 'date-time' };
const LEGE_TIJD: Json = { ...TIJD, nullable: true };
const URL: Json = { type: 'string', format: 'uri' };
const UUID: Json = { type: 'string', format: 'uuid' };
const GETAL: Json = { type: 'integer' };

const groep = (properties: Json): Json => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const lijst = (items: Json): Json => ({ type: 'array', items });

const REGEL: Json = {
  url: URL,
  id: UUID,
  messageId: { ...TEKST, description: 'De messageId waaronder het bericht nu gaat.' },
  cpaId: TEKST,
  service: TEKST,
  action: TEKST,
  staat: { type: 'string', enum: STATEN },
  reden: LEEG,
  aangenomenOp: TIJD,
  gewijzigdOp: TIJD,
  bevestigdOp: { ...LEGE_TIJD, description: 'Wanneer de ontvangstbevestiging kwam.' },
};

const SCHEMAS: Json = {
  NieuwBericht: BERICHT.schema,
  NieuwFormulier: {
    type: 'object',
    required: ['bericht'],
    properties: {
      bericht: {
        ...FORMULIER.schema,
        description: 'Als JSON, vóór de bestanden. Die volgen in de volgorde van bijlagen.',
      },
      bijlage: { type: 'array', items: { type: 'string', format: 'binary' } },
    },
  },
  Berichtregel: groep(REGEL),
  Bericht: groep({
    ...REGEL,
    vanPartij: TEKST,
    naarPartij: TEKST,
    conversationId: TEKST,
    refToMessageId: LEEG,
    eerdereMessageIds: lijst(TEKST),
    houdtAnderenOp: {
      type: 'boolean',
      description: 'Berichten met dezelfde volgordesleutel wachten tot u kiest: opnieuw of overslaan.',
    },
    bijlagen: lijst(groep({ nr: GETAL, naam: TEKST, contentType: TEKST, omvang: GETAL })),
    tijdlijn: lijst(groep({ tijd: TIJD, wat: TEKST, toelichting: LEEG })),
    pogingen: lijst(groep({ tijd: TIJD, messageId: TEKST, via: TEKST, uitkomst: TEKST, reden: LEEG })),
  }),
  Ontvangen: groep({
    url: URL,
    id: UUID,
    messageId: TEKST,
    cpaId: TEKST,
    service: LEEG,
    action: TEKST,
    conversationId: TEKST,
    refToMessageId: LEEG,
    vanPartij: LEEG,
    naarPartij: LEEG,
    ontvangenOp: TIJD,
    bevestigdOp: { ...LEGE_TIJD, description: 'Wanneer u bevestigde dat u het overnam.' },
    bijlagen: lijst(groep({ nr: GETAL, url: URL, contentId: TEKST, contentType: TEKST, omvang: GETAL, sha256: TEKST })),
  }),
  BerichtenLijst: groep({ next: { ...URL, nullable: true }, results: lijst(ref('Berichtregel')) }),
  OntvangenLijst: groep({ next: { ...URL, nullable: true }, results: lijst(ref('Ontvangen')) }),
  ...FOUTEN,
};

interface Operatie {
  readonly id: string;
  readonly wat: string;
  readonly scopes: readonly string[];
  readonly status?: '200' | '201';
  readonly antwoord: Json;
  readonly body?: Json;
  readonly parameters?: readonly Json[];
  /** Statuses of its own faults, besides those of every route. */
  readonly fouten?: readonly number[];
}

function operatie({ id, wat, scopes, status = '200', antwoord, body, parameters = [], fouten = [] }: Operatie): Json {
  const statuses = [...new Set([400, 403, 405, ...fouten, 429, 500, 503])].sort();
  const fout = (code: number): Json => ({
    description: 'Fout',
    headers: VERSION,
    content: { 'application/problem+json': { schema: ref(code === 400 ? 'ValidatieFout' : 'Fout') } },
  });
  const location = { Location: { schema: URL } };
  return {
    operationId: id,
    description: `${wat} Rechten: een van ${scopes.join(', ')}.`,
    parameters,
    ...(body && { requestBody: { required: true, content: body } }),
    responses: {
      [status]: { description: 'OK', headers: { ...VERSION, ...(status === '201' && location) }, content: antwoord },
      ...Object.fromEntries(statuses.map((code) => [String(code), fout(code)])),
    },
    security: [{ 'JWT-Claims': scopes }],
  };
}

const vraag = (filters: Readonly<Record<string, Filter>>): Json[] => [
  ...Object.entries(filters).map(([name, { parser }]) => ({ name, in: 'query', schema: parser.schema })),
  ...Object.entries(BLADEREN).map(([name, schema]) => ({ name, in: 'query', schema })),
];

const inPad = (name: string, schema: Json): Json => ({ name, in: 'path', required: true, schema });

const keuze = (id: string, wat: string): Json => ({
  parameters: [inPad('uuid', UUID)],
  post: operatie({ id, wat, scopes: SCOPES.verzenden, antwoord: json(ref('Bericht')), fouten: [404, 409] }),
});

const PADEN: Json = {
  '/berichten': {
    get: operatie({
      id: 'berichten',
      wat: 'De berichten, het nieuwste eerst, per bladzijde.',
      scopes: SCOPES.lezen,
      antwoord: json(ref('BerichtenLijst')),
      parameters: vraag(FILTERS),
    }),
    post: operatie({
      id: 'verzenden',
      wat: 'Neemt een bericht aan om te verzenden. Hetzelfde bericht onder dezelfde messageId of Idempotency-Key is één bericht.',
      scopes: SCOPES.verzenden,
      status: '201',
      antwoord: json(ref('Bericht')),
      body: { ...json(ref('NieuwBericht')), 'multipart/form-data': { schema: ref('NieuwFormulier') } },
      parameters: [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', minLength: 1, maxLength: 255 } }],
      fouten: [408, 409, 413, 415, 507],
    }),
  },
  '/berichten/{uuid}': {
    parameters: [inPad('uuid', UUID)],
    get: operatie({
      id: 'bericht',
      wat: 'Hoe het met een bericht staat, met elke poging.',
      scopes: SCOPES.lezen,
      antwoord: json(ref('Bericht')),
      fouten: [404],
    }),
  },
  '/berichten/{uuid}/opnieuw': keuze(
    'opnieuw',
    'Verzendt een bericht opnieuw, onder een nieuwe messageId, als het is geweigerd of het lot onbekend is.',
  ),
  '/berichten/{uuid}/overslaan': keuze('overslaan', 'Laat wat achter dit bericht wacht doorgaan.'),
  '/berichten/{uuid}/intrekken': keuze('intrekken', 'Trekt een bericht in waarvan nog niets is verzonden.'),
  '/ontvangen': {
    get: operatie({
      id: 'ontvangen',
      wat: 'Wat binnenkwam en nog niet is bevestigd, het oudste eerst, per bladzijde.',
      scopes: SCOPES.ontvangen,
      antwoord: json(ref('OntvangenLijst')),
      parameters: vraag(ONTVANGEN_FILTERS),
    }),
  },
  '/ontvangen/{uuid}': {
    parameters: [inPad('uuid', UUID)],
    get: operatie({
      id: 'ontvangen_bericht',
      wat: 'Een ontvangen bericht.',
      scopes: SCOPES.ontvangen,
      antwoord: json(ref('Ontvangen')),
      fouten: [404],
    }),
  },
  '/ontvangen/{uuid}/bijlagen/{nr}': {
    parameters: [inPad('uuid', UUID), inPad('nr', { type: 'integer', minimum: 1 })],
    get: operatie({
      id: 'bijlage',
      wat: 'De bytes van een bijlage, zoals zij kwamen. Haar soort staat in de header Bijlage-Content-Type.',
      scopes: SCOPES.ontvangen,
      antwoord: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      fouten: [404],
    }),
  },
  '/ontvangen/{uuid}/bevestigen': {
    parameters: [inPad('uuid', UUID)],
    post: operatie({
      id: 'bevestigen',
      wat: 'U heeft het bericht overgenomen; het staat niet meer in de lijst. Mag vaker.',
      scopes: SCOPES.ontvangen,
      antwoord: json(ref('Ontvangen')),
      fouten: [404],
    }),
  },
};

/** OpenAPI 3.0.3. */
export function digikoppelingOpenapi(base: string): Json {
  const { title, version, root } = digikoppelingApi;
  return {
    openapi: '3.0.3',
    info: {
      title,
      version,
      description: 'Verzenden en ontvangen over Digikoppeling (ebMS). Geen onderdeel van een standaard.',
      license: { name: 'EUPL-1.2' },
    },
    servers: [{ url: `${base}${root}` }],
    security: [{ 'JWT-Claims': [] }],
    paths: PADEN,
    components: {
      schemas: SCHEMAS,
      securitySchemes: { 'JWT-Claims': { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}
