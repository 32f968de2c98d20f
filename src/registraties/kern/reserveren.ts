/**
 * Numbers for objects that are still to come: `POST zaaknummer_reserveren` of Zaken 1.7, and what Open Zaak made after its
 * example for documents. One number is answered as an object, more as a list: the text of the standard says so.
 */
import { Problem, type Server } from '../../platform/http/index.ts';
import { mayAtAll } from './actor.ts';
import type { Ports } from './ports.ts';
import type { Api, Operation } from './resource.ts';
import { begin } from './routes.ts';
import * as value from './values.ts';
import { forbidden } from './write.ts';

/** At most so many in one request. */
const MEESTE = 1000;

const vraag = value.object({
  bronorganisatie: value.part(value.text({ ...value.RSIN, blank: false })),
  aantal: value.part(value.whole(1, MEESTE), 1),
});

/** How the OpenAPI document says it; `naam` is what a number is called in the answer. */
export function reservering(path: string, scopes: readonly string[], naam: string): Operation {
  const nummer: value.Schema = { type: 'object', properties: { [naam]: { type: 'string' } }, required: [naam] };
  return {
    path,
    verb: 'post',
    scopes,
    body: {
      type: 'object',
      properties: {
        bronorganisatie: { type: 'string', maxLength: 9 },
        aantal: { type: 'integer', minimum: 1, maximum: MEESTE },
      },
      required: ['bronorganisatie'],
    },
    status: 201,
    answer: { oneOf: [nummer, { type: 'array', items: nummer }] },
  };
}

/** The route itself. `geef` makes so many numbers. */
export function mountReservering(
  server: Server,
  ports: Ports,
  api: Api,
  { path, scopes }: Operation,
  naam: string,
  geef: (bronorganisatie: string, aantal: number) => Promise<readonly string[]>,
): void {
  server.post(`${api.root}/${path}`, async (request, reply) => {
    const { actor } = await begin(request, ports);
    if (!mayAtAll(actor, api.component, scopes)) throw forbidden(scopes);
    const faults: Parameters<typeof vraag.parse>[2]['faults'] = [];
    const gevraagd = vraag.parse(request.body, '', { faults, ownId: () => null });
    if (!gevraagd) {
      throw new Problem('invalid', '', {
        invalidParams: faults.map((fault) => ({ ...fault, name: fault.name.replace(/^\./, '') || 'nonFieldErrors' })),
      });
    }
    const nummers = (await geef(gevraagd.bronorganisatie, gevraagd.aantal)).map((nummer) => ({ [naam]: nummer }));
    reply.code(201).header('api-version', api.version);
    return gevraagd.aantal === 1 ? nummers[0] : nummers;
  });
}
