import fc from 'fast-check';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acceptForms, cleanText, formEntries, formValue, formValues } from './formbody.ts';

describe('a posted form', () => {
  let app: FastifyInstance;
  beforeEach(async () => {
    app = Fastify();
    // A scope above that reads forms its own way must not change what ours reads.
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, _body, done) =>
      done(null, { reden: 'van een ander' }),
    );
    await app.register(async (scope) => {
      acceptForms(scope);
      scope.post('/', async (request) => ({ reden: formValue(request, 'reden') }));
      scope.post('/alle', async (request) => ({ vinkjes: formValues(request, 'rol'), velden: formEntries(request) }));
    });
  });
  afterEach(() => app.close());

  const post = (payload: string | Buffer, type = 'application/x-www-form-urlencoded', url = '/') =>
    app.inject({ method: 'POST', url, headers: { 'content-type': type }, payload });

  it('gives all boxes that were ticked, and each field by its name', async () => {
    const { body } = await post('rol=a&rol=+b+&naam=een', undefined, '/alle');
    expect(JSON.parse(body)).toEqual({ vinkjes: ['a', 'b'], velden: { rol: 'a', naam: 'een' } });
  });

  it('gives back what was typed, in any script', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (typed) => {
        const response = await post(new URLSearchParams({ reden: typed }).toString());
        expect(response.json()).toEqual({ reden: cleanText(typed) });
      }),
    );
  });

  it('never makes the server fall over, whatever is sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => {
        expect((await post(Buffer.from(bytes))).statusCode).toBe(200);
      }),
    );
  });

  it('is empty when the field or the whole form is missing', async () => {
    expect((await post('anders=1')).json()).toEqual({ reden: '' });
    expect((await app.inject({ method: 'POST', url: '/' })).json()).toEqual({ reden: '' });
  });

  it('of more than 16 kB is refused with 413', async () => {
    expect((await post(`reden=${'x'.repeat(16 * 1024)}`)).statusCode).toBe(413);
  });

  it('in another format is refused with 415', async () => {
    expect((await post('<reden/>', 'application/xml')).statusCode).toBe(415);
  });
});

describe('text that a person typed', () => {
  it('loses control characters and outer white space, keeps lines', () => {
    expect(cleanText(' \u0000eerste\r\ntweede\rderde\u0007\u009f\t! ')).toBe('eerste\ntweede\nderde\t!');
  });

  it('once cleaned stays as it is', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (codes) => {
        const typed = String.fromCharCode(...codes);
        const cleaned = cleanText(typed);
        expect(cleanText(cleaned)).toBe(cleaned);
        expect(cleaned).not.toMatch(/[^\P{Cc}\n\t]/u);
      }),
    );
  });
});
