/**
 * The account check and the BRP check, as this simulator offers them. The real interfaces are not public; this one is our own:
 *
 *     POST /simulator/accounts/controle  {"bsns":["…"]}  →  {"accounts":[{"bsn":"…","status":"actief","geactiveerdOp":"…"}]}
 *     POST /simulator/brp/controle       {"bsns":["…"]}  →  {"personen":[{"bsn":"…","bekend":true}]}
 *
 * 1 to 250 BSNs a question, answered in the order asked. `status` is `actief` or `geen`; `geactiveerdOp` is an ISO 8601 instant,
 * or null without account. POST, as a BSN never stands in a URL; an error never repeats one. `wus.ts` has the first over SOAP.
 */
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { isBsn } from '../basis/bsn.ts';
import type { Personen } from '../personen/personen.ts';
import type { Gedrag } from '../storingen/gedrag.ts';
import type { Storingen } from '../storingen/storingen.ts';
import type { Tellers } from '../tellers.ts';
import { probleem } from './probleem.ts';

const MAX_BSNS = 250;

export function dienstRoutes(
  personen: Personen,
  storingen: Storingen,
  gedrag: Gedrag,
  tellers: Tellers,
): FastifyPluginAsync {
  /** The BSNs asked about, or null when the request has been answered already. */
  async function question(
    naam: 'accounts' | 'brp',
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<readonly string[] | null> {
    if (!(await gedrag.speel(storingen.dienst(naam), request, reply))) return null;
    const asked = leesBsns(request.body);
    if (typeof asked !== 'string') return asked;
    probleem(reply, 400, 'De vraag klopt niet', asked);
    return null;
  }

  return async (app) => {
    app.addHook('onSend', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });

    app.post('/accounts/controle', async (request, reply) => {
      tellers.accountVragen += 1;
      const bsns = await question('accounts', request, reply);
      return bsns === null ? reply : { accounts: bsns.map((bsn) => ({ bsn, ...personen.accountVan(bsn) })) };
    });

    app.post('/brp/controle', async (request, reply) => {
      tellers.brpVragen += 1;
      const bsns = await question('brp', request, reply);
      return bsns === null ? reply : { personen: bsns.map((bsn) => ({ bsn, bekend: personen.inBrp(bsn) })) };
    });
  };
}

/** The BSNs, or what is wrong with the question. */
function leesBsns(body: unknown): readonly string[] | string {
  const bsns = typeof body === 'object' && body !== null && 'bsns' in body ? body.bsns : undefined;
  if (!Array.isArray(bsns) || bsns.length === 0 || bsns.length > MAX_BSNS) {
    return `Stuur {"bsns":[…]} met 1 tot en met ${MAX_BSNS} BSN's.`;
  }
  const wrong = bsns.findIndex((bsn) => typeof bsn !== 'string' || !isBsn(bsn));
  return wrong < 0 ? bsns : `Nummer ${wrong + 1} in bsns is geen BSN: stuur 9 cijfers die aan de 11-proef voldoen.`;
}
