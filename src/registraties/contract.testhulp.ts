/**
 * Test help: what an OpenAPI 3.0 document promises of some resources, as a set of short sentences that can be compared
 * with those of another document. One sentence per path, method, query parameter and property, and per limit on a value.
 *
 * - `GET /zaaktypen`, `GET /zaaktypen ?catalogus`
 * - `zaaktypen toont referentieproces.naam`, `zaaktypen neemt kenmerken[].bron` (in an answer, in a request)
 * - `zaaktypen identificatie maxLength 50`, `zaaktypen richting keuze intern`, `zaaktypen naam mag null`
 */
type Json = { readonly [key: string]: unknown };

const VERBS = ['get', 'head', 'post', 'put', 'patch', 'delete'] as const;
const LIMITS = ['maxLength', 'minimum', 'maximum', 'format', 'type'] as const;

/** The sentences of all paths that begin with one of these segments. */
export function beloften(document: unknown, resources: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const full = withVariants(document as Json);
  const resolve = resolver(full);
  for (const [path, item] of Object.entries((full as { paths: Json }).paths)) {
    const at = path.replace(/\{\w+\}/g, '{}');
    if (!resources.includes(at.split('/')[1] ?? '')) continue;
    // A resource is one thing, in a list, by itself and published; what else hangs below it is another.
    const name = at
      .slice(1)
      .replace(/\/\{\}(\/publish)?$/, '')
      .replace('/{}/', '/');
    for (const verb of VERBS) {
      const operation = (item as Json)[verb] as Json | undefined;
      if (!operation) continue;
      const method = `${verb.toUpperCase()} ${at}`;
      found.add(method);
      for (const parameter of [...list((item as Json)['parameters']), ...list(operation['parameters'])].map(resolve)) {
        if (parameter['in'] === 'query' && verb !== 'head') found.add(`${method} ?${parameter['name']}`);
      }
      const body = resolve(operation['requestBody'] ?? {});
      const answers = operation['responses'] as Json;
      const answer = resolve(answers['200'] ?? answers['201'] ?? {});
      properties(schemaOf(body), resolve, (property, schema) => {
        if (schema['readOnly'] !== true) found.add(`${name} neemt ${property}`);
        for (const limit of limitsOf(property, schema)) found.add(`${name} ${property} ${limit}`);
      });
      properties(schemaOf(answer), resolve, (property, schema) => {
        found.add(`${name} toont ${property}`);
        for (const limit of limitsOf(property, schema)) found.add(`${name} ${property} ${limit}`);
      });
    }
  }
  return found;
}

/** What the first promises and the second does not; of a path or an operation that is absent, only that. */
export function zonder(een: ReadonlySet<string>, ander: ReadonlySet<string>): string[] {
  const names = new Set([...ander].map((sentence) => sentence.split(' ')[0]));
  return [...een]
    .filter((sentence) => {
      if (ander.has(sentence)) return false;
      if (/^[A-Z]+ \//.test(sentence)) return !sentence.includes(' ?') || ander.has(sentence.split(' ?')[0]!);
      return names.has(sentence.split(' ')[0]);
    })
    .sort();
}

const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value : []);

function schemaOf(content: Json): Json {
  const media = Object.values((content['content'] as Json | undefined) ?? {})[0] as Json | undefined;
  return (media?.['schema'] as Json | undefined) ?? {};
}

/** The document with, in each discriminator that leaves its mapping out, the schemas that build on it (OpenAPI 3.0 §4.7.25). */
function withVariants(document: Json): Json {
  const components = (document['components'] ?? {}) as Json;
  const schemas = Object.entries((components['schemas'] ?? {}) as Record<string, Json>);
  const mapped = schemas.map(([name, schema]) => {
    const discriminator = schema['discriminator'] as Json | undefined;
    if (!discriminator || discriminator['mapping']) return [name, schema];
    const at = `#/components/schemas/${name}`;
    const variants = schemas.filter(([, other]) => list(other['allOf']).some((layer) => layer['$ref'] === at));
    const mapping = Object.fromEntries(variants.map(([variant]) => [variant, `#/components/schemas/${variant}`]));
    return [name, { ...schema, discriminator: { ...discriminator, mapping } }];
  });
  return { ...document, components: { ...components, schemas: Object.fromEntries(mapped) } };
}

type Resolve = (node: unknown) => Json;

/** Follows `$ref` inside the document; a reference to another document is left empty. */
function resolver(document: Json): Resolve {
  return function resolve(node): Json {
    const reference = (node as Json)['$ref'];
    if (typeof reference !== 'string') return node as Json;
    if (!reference.startsWith('#/')) return {};
    const path = reference.slice(2).split('/');
    return resolve(path.reduce<unknown>((at, key) => (at as Json)[key.replaceAll('~1', '/')], document));
  };
}

/** The schema and all that it is made of, each part once: variants refer back to what they vary on. */
function layers(schema: Json, resolve: Resolve, seen = new Set<Json>()): readonly Json[] {
  const own = resolve(schema);
  if (seen.has(own)) return [];
  seen.add(own);
  const { readOnly } = schema;
  const { mapping = {} } = (own['discriminator'] ?? {}) as { mapping?: Record<string, string> };
  const parts = [
    ...['allOf', 'oneOf', 'anyOf'].flatMap((key) => list(own[key])),
    ...Object.values(mapping).map(($ref) => ({ $ref })),
  ];
  const merged = readOnly === undefined ? own : { ...own, readOnly };
  return [merged, ...parts.flatMap((part) => layers(part, resolve, seen))];
}

type Visit = (path: string, schema: Json) => void;

/** Visits every property by its path; in a list of objects `naam[].deel`; what is expanded is named, not entered. */
function properties(schema: Json, resolve: Resolve, visit: Visit, prefix = '', readOnly = false): void {
  for (const layer of layers(schema, resolve)) {
    if (layer['items'] && prefix === '') properties(layer['items'] as Json, resolve, visit);
    for (const [name, property] of Object.entries((layer['properties'] as Json | undefined) ?? {})) {
      if (prefix === '' && PAGE.has(name)) continue;
      if (prefix === '' && name === 'results') {
        properties(property as Json, resolve, visit);
        continue;
      }
      const path = `${prefix}${name}`;
      const all = layers(property as Json, resolve);
      const own = merge(all);
      const fixed = readOnly || own['readOnly'] === true;
      visit(path, { ...own, readOnly: fixed });
      if (prefix === '_expand.') continue;
      const items = all.map((one) => one['items']).find(Boolean) as Json | undefined;
      properties(items ?? (property as Json), resolve, visit, items ? `${path}[].` : `${path}.`, fixed);
    }
  }
}

/** What a page has beside its results. */
const PAGE: ReadonlySet<string> = new Set(['count', 'next', 'previous']);

/** What the layers say together of a value itself. */
function merge(schemas: readonly Json[]): Json {
  const keuzes = schemas.flatMap((schema) => list(schema['enum']) as readonly unknown[]);
  return Object.assign({}, ...schemas.toReversed(), keuzes.length > 0 ? { enum: keuzes } : {});
}

function limitsOf(path: string, schema: Json): readonly string[] {
  if (path.startsWith('_expand.')) return [];
  const limits = LIMITS.flatMap((limit) => (schema[limit] === undefined ? [] : [`${limit} ${schema[limit]}`]));
  const keuzes = list(schema['enum']).map((keuze) => `keuze ${JSON.stringify(keuze)}`);
  return [...limits, ...keuzes, ...(schema['nullable'] === true ? ['mag null'] : [])];
}
