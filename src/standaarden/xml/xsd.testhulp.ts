/**
 * Test help: validates a document against the published schemas, with libxml2.
 *
 * Imports are read from the folder of the schema and nowhere else, so no network. Every document that libxml2 keeps outside the
 * garbage collector is disposed of; the schema itself lives as long as the test process.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ParseOption, XmlDocument, XmlLibError, XsdValidator, xmlCleanupInputProvider } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';

export interface Schema {
  /** The faults found, each with its line; empty when the document is valid. */
  validate(xml: string | Uint8Array): string[];
}

const REPOSITORY = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** A folder or file of the reference material beside the checkout, or null when that is not there. */
export function gedeeld(path: string): string | null {
  const found = join(REPOSITORY, '../shared', path);
  return existsSync(found) ? found : null;
}

/** The schema in `entry` (a path below `dir`) with all it imports. `msg-header-2_0.xsd` imports the SOAP envelope by itself. */
export function laadSchema(dir: string, entry: string): Schema {
  const path = resolve(dir, entry);
  xmlRegisterFsInputProviders();
  try {
    const document = XmlDocument.fromBuffer(readFileSync(path), { url: path, option: ParseOption.XML_PARSE_NONET });
    try {
      const validator = XsdValidator.fromDoc(document);
      return { validate: (xml) => faultsOf(validator, xml) };
    } finally {
      document.dispose();
    }
  } finally {
    xmlCleanupInputProvider();
  }
}

function faultsOf(validator: XsdValidator, xml: string | Uint8Array): string[] {
  const bytes = typeof xml === 'string' ? new TextEncoder().encode(xml) : xml;
  try {
    const document = XmlDocument.fromBuffer(bytes, { option: ParseOption.XML_PARSE_NONET });
    try {
      validator.validate(document);
      return [];
    } finally {
      document.dispose();
    }
  } catch (fault) {
    if (!(fault instanceof XmlLibError)) throw fault;
    return fault.details.map(({ line, message }) => `line ${line}: ${message.trim()}`);
  }
}
