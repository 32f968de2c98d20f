/**
 * The embedded reference lists as the Referentielijsten API serves them, read only and without a token: they are public,
 * and the addresses in resultaattypen must lead somewhere.
 */
import { Problem, type Server } from '../../../platform/http/index.ts';
import { selectielijst } from './lijst.ts';
import { presentProcestype, presentResultaat, presentResultaattypeomschrijving } from './presenteer.ts';

export const REFERENTIELIJSTEN = '/referentielijsten/api/v1';

interface MetId {
  readonly Params: { readonly uuid: string };
}

/** `base` is the canonical base of our own addresses. */
export function mountReferentielijsten(server: Server, base: string): void {
  const lijst = selectielijst();
  const root = `${base}${REFERENTIELIJSTEN}`;
  const found = <T>(thing: T | undefined | null): T => {
    if (!thing) throw new Problem('not_found', 'Dit onderdeel van de referentielijsten bestaat niet.');
    return thing;
  };
  server.get<{ Querystring: { jaar?: string } }>(`${REFERENTIELIJSTEN}/procestypen`, async ({ query }) =>
    lijst.procestypen(query.jaar === undefined ? undefined : Number(query.jaar)).map((p) => presentProcestype(p, root)),
  );
  server.get<MetId>(`${REFERENTIELIJSTEN}/procestypen/:uuid`, async ({ params }) =>
    presentProcestype(found(lijst.procestype(params.uuid)), root),
  );
  server.get<{ Querystring: { procesType?: string; page?: string } }>(
    `${REFERENTIELIJSTEN}/resultaten`,
    async ({ query }) => {
      const procestype =
        query.procesType === undefined ? undefined : lijst.procestype(query.procesType.split('/').at(-1) ?? '');
      const all =
        query.procesType !== undefined && !procestype
          ? []
          : lijst.resultaten(procestype ? { procestype: procestype.nummer } : {});
      return pageOf(
        all.map((r) => presentResultaat(r, root)),
        Number(query.page ?? 1),
        `${root}/resultaten`,
        query.procesType,
      );
    },
  );
  server.get<MetId>(`${REFERENTIELIJSTEN}/resultaten/:uuid`, async ({ params }) =>
    presentResultaat(found(lijst.resultaat(params.uuid)), root),
  );
  server.get(`${REFERENTIELIJSTEN}/resultaattypeomschrijvingen`, async () =>
    lijst.resultaattypeomschrijvingen.map((o) => presentResultaattypeomschrijving(o, root)),
  );
  server.get<MetId>(`${REFERENTIELIJSTEN}/resultaattypeomschrijvingen/:uuid`, async ({ params }) =>
    presentResultaattypeomschrijving(found(lijst.resultaattypeomschrijving(params.uuid)), root),
  );
}

/** As the public service has it: 100 a page. */
const PAGE = 100;

function pageOf<T>(all: readonly T[], page: number, href: string, procesType: string | undefined): object {
  const results = Number.isInteger(page) && page >= 1 ? all.slice((page - 1) * PAGE, page * PAGE) : [];
  if (results.length === 0 && (all.length > 0 || page !== 1))
    throw new Problem('not_found', 'Deze pagina bestaat niet.');
  const link = (to: number): string => {
    const query = new URLSearchParams({
      ...(procesType && { procesType }),
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
