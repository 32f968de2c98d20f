/**
 * Test help: judges JSON against a component schema of a published OpenAPI 3.0 document, when the reference material is there.
 *
 * OpenAPI 3.0 differs from JSON Schema in two ways that matter here, both translated: `nullable`, and `readOnly` (a read-only
 * property is required in an answer and may be left out of a request).
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

type Json = { readonly [key: string]: unknown };

export type Judge = (schema: string, body: unknown) => string[];

/** A file of the reference material beside the checkout, or null when that is not there. */
export function gedeeld(path: string): string | null {
  const found = join(resolve(import.meta.dirname, '../../../..'), '../shared', path);
  return existsSync(found) ? found : null;
}

/** A function that lists the faults of a body against `components.schemas[schema]`; empty when it fits. */
export function oasJudge(file: string, side: 'request' | 'response'): Judge {
  const document: unknown = parse(readFileSync(file, 'utf8'));
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const schemas = translate(at(at(document, 'components'), 'schemas'), side);
  ajv.addSchema({ $id: 'oas', components: { schemas } });
  return (schema, body) => {
    const validate = ajv.getSchema(`oas#/components/schemas/${schema}`);
    if (validate === undefined) throw new Error(`No schema ${schema} in ${file}`);
    if (validate(body) === true) return [];
    return (validate.errors ?? []).map((fault) => `${fault.instancePath} ${fault.message ?? ''}`);
  };
}

function translate(node: unknown, side: 'request' | 'response'): unknown {
  if (Array.isArray(node)) return node.map((item) => translate(item, side));
  if (!isJson(node)) return node;
  const { nullable, ...rest } = node;
  const properties = rest['properties'];
  const schema: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(rest)) schema[key] = translate(value, side);
  if (side === 'request' && Array.isArray(rest['required']) && isJson(properties)) {
    schema['required'] = rest['required'].filter((name) => at(at(properties, String(name)), 'readOnly') !== true);
  }
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema;
}

function at(node: unknown, key: string): unknown {
  return isJson(node) ? node[key] : undefined;
}

function isJson(node: unknown): node is Json {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}
