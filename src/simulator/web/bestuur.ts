/**
 * The controls of the simulator over JSON, for tests and benches:
 *
 *     GET  /simulator/bestuur                         state, faults and counters
 *     POST /simulator/bestuur            {…}          changes the faults (see StoringWijziging) and gives the state
 *     GET  /simulator/bestuur/ledger?na=0&aantal=1000 messages after number `na`, in order of arrival
 *     GET  /simulator/bestuur/berichten               the last 20 messages as they came, BSNs masked
 *     POST /simulator/bestuur/accounts   {"persoon":"p-n8fr","status":"actief","geactiveerdOp":"…"?}
 *     POST /simulator/bestuur/post                    runs the mail now
 *
 * The pages post forms to the same addresses and are sent back to the page; such a form must come from our own pages.
 */
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Grootboek } from '../boek/grootboek.ts';
import { toLedgerRegel } from '../boek/regel.ts';
import type { Ontvangst } from '../ebms/ontvangst.ts';
import type { AccountStand } from '../personen/demo.ts';
import { verstuurPost } from '../post.ts';
import type { SimulatorStand } from '../stand.ts';
import { leesFormulier, type VeldFout, type Waarden } from '../storingen/formulier.ts';
import { StoringFout } from '../storingen/soorten.ts';
import { withSecurityHeaders } from './paginas.ts';
import { probleem } from './probleem.ts';

export interface Bestuur {
  readonly boek: Grootboek;
  readonly ontvangst: Ontvangst;
  readonly now: () => Date;
  stand(): SimulatorStand;
  /** @throws StoringFout */
  zetStoring(wijziging: unknown): void;
  /** The overview page with the faults of a form that was not understood. */
  toonFouten(waarden: Waarden, fouten: readonly VeldFout[]): string;
}

const PAGE_SIZE = 1000;
const MAX_PAGE_SIZE = 10_000;

export function bestuurRoutes(bestuur: Bestuur): FastifyPluginAsync {
  const { boek, ontvangst, now } = bestuur;

  function takeForm(waarden: Waarden, reply: FastifyReply): FastifyReply {
    const { wijziging, fouten } = leesFormulier(waarden);
    const wrong = fouten.length > 0 ? fouten : tryChange(wijziging);
    if (wrong.length === 0) return backTo(reply, '/simulator?gewijzigd=ja#storingen');
    return withSecurityHeaders(reply)
      .code(400)
      .type('text/html; charset=utf-8')
      .send(bestuur.toonFouten(waarden, wrong));
  }

  function tryChange(wijziging: unknown): readonly VeldFout[] {
    try {
      bestuur.zetStoring(wijziging);
      return [];
    } catch (fault) {
      if (!(fault instanceof StoringFout)) throw fault;
      return fault.fouten.map((tekst) => ({ veld: null, tekst }));
    }
  }

  return async (app) => {
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
      done(null, new URLSearchParams(String(body))),
    );
    app.addHook('onSend', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    app.addHook('preHandler', async (request, reply) => {
      if (request.method === 'POST' && !fromOwnPage(request)) {
        return probleem(reply, 403, 'Niet toegestaan', 'Verstuur dit formulier vanaf de pagina van de simulator zelf.');
      }
    });

    app.get('/bestuur', async () => bestuur.stand());

    app.post('/bestuur', async (request, reply) => {
      if (request.body instanceof URLSearchParams) return takeForm(Object.fromEntries(request.body), reply);
      try {
        bestuur.zetStoring(request.body);
        return bestuur.stand();
      } catch (fault) {
        if (!(fault instanceof StoringFout)) throw fault;
        return probleem(reply, 400, 'De wijziging klopt niet', fault.message);
      }
    });

    app.get('/bestuur/ledger', async (request, reply) => {
      const { na = '0', aantal = String(PAGE_SIZE) } = request.query as Record<string, string | undefined>;
      const from = Number(na);
      const count = Number(aantal);
      if (!Number.isInteger(from) || from < 0 || !Number.isInteger(count) || count < 1 || count > MAX_PAGE_SIZE) {
        return probleem(
          reply,
          400,
          'De vraag klopt niet',
          `na is een getal vanaf 0, aantal een getal van 1 tot en met ${MAX_PAGE_SIZE}.`,
        );
      }
      const regels = boek.regels.slice(from, from + count).map(toLedgerRegel);
      const until = from + regels.length;
      return { totaal: boek.regels.length, regels, volgende: until < boek.regels.length ? until : null };
    });

    app.get('/bestuur/berichten', async () => ({ berichten: ontvangst.laatste() }));

    app.post('/bestuur/accounts', async (request, reply) => {
      const form = request.body instanceof URLSearchParams ? request.body : null;
      const change = leesAccount(form === null ? request.body : Object.fromEntries(form), now());
      if (change === null || boek.personen.metId(change.persoon) === null) {
        return probleem(
          reply,
          400,
          'De wijziging klopt niet',
          'Stuur {"persoon":…,"status":"actief" of "geen"} met het id van een bekende persoon.',
        );
      }
      boek.boek({ soort: 'account', ...change });
      await boek.bewaard();
      return form === null ? bestuur.stand() : backTo(reply, '/simulator#personen');
    });

    app.post('/bestuur/post', async (request, reply) => {
      const verstuurd = verstuurPost(boek, now());
      await boek.bewaard();
      return request.body instanceof URLSearchParams ? backTo(reply, '/simulator/post') : { verstuurd };
    });
  };
}

function leesAccount(body: unknown, now: Date): { persoon: string; account: AccountStand } | null {
  if (typeof body !== 'object' || body === null) return null;
  const { persoon, status, geactiveerdOp } = body as Record<string, unknown>;
  if (typeof persoon !== 'string') return null;
  if (status === 'geen') return { persoon, account: { status, geactiveerdOp: null } };
  if (status !== 'actief') return null;
  if (geactiveerdOp === undefined) return { persoon, account: { status, geactiveerdOp: now.toISOString() } };
  const since = typeof geactiveerdOp === 'string' ? new Date(geactiveerdOp) : null;
  return since === null || Number.isNaN(since.getTime())
    ? null
    : { persoon, account: { status, geactiveerdOp: since.toISOString() } };
}

/** After a form the browser gets a fresh page, so that reloading does not send the form again. */
function backTo(reply: FastifyReply, address: string): FastifyReply {
  return reply.redirect(address, 303);
}

/**
 * A browser says where a request comes from. A form of another site is refused; a client that is no browser says nothing. JSON from
 * another site never gets here: the browser first asks leave, and gets none.
 */
function fromOwnPage(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = request.headers;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === request.headers.host);
}
