/**
 * An object that no standard describes, of which the definition stands elsewhere (Zaken 1.7, `objectTypeOverigeDefinitie`):
 * `url` leads to a resource with a JSON Schema in it, `schema` says where in it, and `objectData` where in the object the
 * data stand that must fit.
 */
import { Ajv } from 'ajv';
import type { InvalidParam } from '../../platform/http/index.ts';
import { value } from '../kern/index.ts';
import { isJqPad, wijsAan } from './jqpad.ts';

const { object, part, text, url } = value;

const jq = text({
  max: 100,
  blank: false,
  check: (pad) =>
    isJqPad(pad) ? null : ['invalid', 'Hier hoort een pad in een JSON-document, zoals .jsonSchema of .record.data.'],
});

export const definitie = object({ url: part(url(1000)), schema: part(jq), objectData: part(jq) });

export interface Definitie {
  readonly url: string;
  readonly schema: string;
  readonly objectData: string;
}

/** What is wrong with the data of this object by this definition. `objecttype` and `object` are what stands there. */
export function gegevensKloppen(wijzer: Definitie, objecttype: unknown, object: unknown): readonly InvalidParam[] {
  const past = lees(wijsAan(objecttype, wijzer.schema));
  if (!past) {
    const reason = 'Op deze plaats staat geen JSON Schema dat te lezen is.';
    return [{ name: 'objectTypeOverigeDefinitie.schema', code: 'invalid', reason }];
  }
  const data = wijsAan(object, wijzer.objectData);
  if (data === undefined || data === null) {
    const reason = 'Op deze plaats in het object staan geen gegevens.';
    return [{ name: 'objectTypeOverigeDefinitie.objectData', code: 'invalid', reason }];
  }
  if (past(data)) return [];
  return [{ name: 'object', code: 'invalid-schema', reason: 'De gegevens van het object passen niet bij het schema.' }];
}

/** A schema of others: only origins that the operator allowed can give one. Null when it is none. */
function lees(schema: unknown): ((data: unknown) => boolean) | null {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema) || '$async' in schema) return null;
  try {
    // A compiler of its own for each, so that no schema of one can change or fill what another sees.
    const ajv = new Ajv({ strict: false, validateFormats: false, validateSchema: false, logger: false });
    const check = ajv.compile(schema);
    return (data) => check(data) === true;
  } catch {
    return null;
  }
}
