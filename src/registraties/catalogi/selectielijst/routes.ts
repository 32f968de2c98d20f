/**
 * The embedded reference lists as the Referentielijsten API serves them, read only and without a token: they are public,
 * and the addresses in resultaattypen must lead somewhere. They change with the program only, so every answer has an ETag.
 */
import { invalid, Problem, type Server } from '../../../platform/http/index.ts';
import { answerWithEtag, assertOnlyParameters, baseOf } from '../../kern/index.ts';
import { referentielijstenApi } from './openapi.ts';
import { type Query, REFERENTIELIJSTEN, SOORTEN } from './soorten.ts';

const WIRE = { api: referentielijstenApi, crs: false } as const;

/** `bases` are those of our own addresses. */
export function mountReferentielijsten(server: Server, bases: readonly string[]): void {
  const rootOf = ({ protocol, host }: { protocol: string; host: string }): string =>
    `${baseOf(protocol, host, bases)}${REFERENTIELIJSTEN}`;
  for (const { pad, paginas, parameters, lijst, een } of SOORTEN) {
    server.get<{ Querystring: Record<string, unknown> }>(`${REFERENTIELIJSTEN}/${pad}`, async (request, reply) => {
      assertOnlyParameters(request.query, [...Object.keys(parameters), ...(paginas ? ['page'] : [])]);
      const query = textsOf(request.query);
      const root = rootOf(request);
      const all = lijst(query, root);
      return answerWithEtag(request, reply, WIRE, JSON.stringify(paginas ? pageOf(all, query, `${root}/${pad}`) : all));
    });
    server.get<{ Params: { uuid: string } }>(`${REFERENTIELIJSTEN}/${pad}/:uuid`, async (request, reply) => {
      assertOnlyParameters(request.query as object, []);
      const found = een(request.params.uuid, rootOf(request));
      if (!found) throw new Problem('not_found', 'Dit onderdeel van de referentielijsten bestaat niet.');
      return answerWithEtag(request, reply, WIRE, JSON.stringify(found));
    });
  }
}

/** A parameter that is given twice counts once, the last, as everywhere. */
function textsOf(query: Readonly<Record<string, unknown>>): Query {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String([value].flat().at(-1))]));
}

/** As the public service has it: 100 a page. */
const PAGE = 100;

function pageOf(all: readonly object[], { page: asked = '1', ...filters }: Query, href: string): object {
  if (!/^[1-9]\d{0,5}$/.test(asked)) {
    throw invalid({ name: 'page', code: 'invalid', reason: 'Hier hoort een geheel getal vanaf 1.' });
  }
  const page = Number(asked);
  const results = all.slice((page - 1) * PAGE, page * PAGE);
  if (results.length === 0 && page !== 1) throw new Problem('not_found', 'Deze pagina bestaat niet.');
  const link = (to: number): string => {
    const query = new URLSearchParams({
      ...(filters as Record<string, string>),
      ...(to > 1 && { page: String(to) }),
    }).toString();
    return query ? `${href}?${query}` : href;
  };
  return {
    count: all.length,
    next: page * PAGE < all.length ? link(page + 1) : null,
    previous: page > 1 ? link(page - 1) : null,
    results,
  };
}
