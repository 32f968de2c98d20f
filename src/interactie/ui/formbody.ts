/**
 * Reading a posted HTML form (`application/x-www-form-urlencoded`, WHATWG URL §5). Values come out as a person typed
 * them: line ends are one newline, control characters are gone, and the white space around a value is gone.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';

const FORM_TYPE = 'application/x-www-form-urlencoded';
/** Our longest form holds one reason of 500 characters; 16 kB is that in the worst encoding, four times over. */
const MAX_BYTES = 16 * 1024;

/** Lets routes in this scope receive forms, whatever the scope above does with them; `maxBytes` for one that holds a file. */
export function acceptForms(app: FastifyInstance, maxBytes = MAX_BYTES): void {
  if (app.hasContentTypeParser(FORM_TYPE)) app.removeContentTypeParser(FORM_TYPE);
  app.addContentTypeParser(FORM_TYPE, { parseAs: 'string', bodyLimit: maxBytes }, (_request, body, done) => {
    done(null, new URLSearchParams(body.toString()));
  });
}

/** The value of one field; empty when the field, or the whole form, is missing. */
export function formValue(request: FastifyRequest, name: string): string {
  const form: unknown = request.body;
  if (!(form instanceof URLSearchParams)) return '';
  return cleanText(form.get(name) ?? '');
}

/** All values of one field, as of boxes that were ticked. */
export function formValues(request: FastifyRequest, name: string): readonly string[] {
  const form: unknown = request.body;
  return form instanceof URLSearchParams ? form.getAll(name).map(cleanText) : [];
}

/** Each field with its first value, for a form whose fields depend on the data. */
export function formEntries(request: FastifyRequest): Readonly<Record<string, string>> {
  const form: unknown = request.body;
  if (!(form instanceof URLSearchParams)) return {};
  return Object.fromEntries([...form.keys()].map((name) => [name, formValue(request, name)]));
}

/** What a person typed, without what no keyboard sends. */
export function cleanText(typed: string): string {
  return typed
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .trim();
}
