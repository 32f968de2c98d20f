/**
 * The pages of the simulator. Persons stand in addresses by an id of their own, never by BSN.
 */
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import type { Grootboek } from '../boek/grootboek.ts';
import type { Bestanden } from '../schermen/bestanden.ts';
import { burgerPagina, PER_PAGINA } from '../schermen/burger.tsx';
import { meldingPagina } from '../schermen/melding.tsx';
import { overzichtPagina } from '../schermen/overzicht.tsx';
import { postPagina } from '../schermen/post.tsx';
import type { SimulatorStand } from '../stand.ts';
import { type VeldFout, vulFormulier, type Waarden } from '../storingen/formulier.ts';

export interface PaginaBronnen {
  readonly boek: Grootboek;
  readonly bestanden: Bestanden;
  readonly mailIntervalMs: number;
  stand(): SimulatorStand;
  toDigits(instant: Date): string;
}

export interface Paginas {
  readonly routes: FastifyPluginAsync;
  overzicht(opties?: {
    readonly waarden?: Waarden;
    readonly fouten?: readonly VeldFout[];
    readonly gewijzigd?: boolean;
  }): string;
  melding(titel: string, uitleg: string): string;
}

/** DigiD-norm U/PW.03 allows no unsafe-inline; here nothing but our own style sheet, icon and forms. */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;

export function withSecurityHeaders(reply: FastifyReply): FastifyReply {
  return reply.headers(SECURITY_HEADERS);
}

export function createPaginas(bronnen: PaginaBronnen): Paginas {
  const { boek, bestanden, mailIntervalMs, stand, toDigits } = bronnen;
  const stijl = bestanden.stijlPad;

  const overzicht: Paginas['overzicht'] = ({ waarden, fouten = [], gewijzigd = false } = {}) => {
    const now = stand();
    const anderen = boek.dossiers.laatsten(20).filter((id) => boek.personen.metId(id) === null);
    const shown = waarden ?? vulFormulier(now.storingen);
    return overzichtPagina({ stijl, stand: now, anderen, waarden: shown, fouten, gewijzigd, toDigits });
  };

  const html = (reply: FastifyReply, page: string): FastifyReply =>
    withSecurityHeaders(reply).type('text/html; charset=utf-8').send(page);

  const routes: FastifyPluginAsync = async (app) => {
    app.get<{ Querystring: { gewijzigd?: string } }>('/', async (request, reply) =>
      html(reply, overzicht({ gewijzigd: request.query.gewijzigd === 'ja' })),
    );

    app.get<{ Params: { persoonId: string }; Querystring: { pagina?: string } }>(
      '/burger/:persoonId',
      async (request, reply) => {
        const { persoonId } = request.params;
        const persoon = boek.personen.metId(persoonId);
        const zaken = boek.dossiers.zakenVan(persoonId);
        if (persoon === null && zaken.length === 0) return reply.callNotFound();
        const asked = Number(request.query.pagina ?? '1');
        const last = Math.max(1, Math.ceil(zaken.length / PER_PAGINA));
        const pagina = Number.isInteger(asked) && asked >= 1 ? Math.min(asked, last) : 1;
        return html(reply, burgerPagina({ stijl, persoonId, persoon, zaken, pagina }));
      },
    );

    app.get('/post', async (_request, reply) =>
      html(
        reply,
        postPagina({
          stijl,
          wachtend: boek.mailbox.wachtend(),
          mails: boek.mailbox.mails(),
          interval: Math.round(mailIntervalMs / 1000),
          persoon: (id) => boek.personen.metId(id),
          toDigits,
        }),
      ),
    );

    app.get(bestanden.stijlPad.replace('/simulator', ''), async (_request, reply) =>
      withSecurityHeaders(reply)
        .header('cache-control', 'public, max-age=31536000, immutable')
        .type('text/css; charset=utf-8')
        .send(bestanden.stijl),
    );
    app.get('/icoon.svg', async (_request, reply) =>
      withSecurityHeaders(reply)
        .header('cache-control', 'public, max-age=86400')
        .type('image/svg+xml')
        .send(bestanden.icoon),
    );
  };

  return { routes, overzicht, melding: (titel, uitleg) => meldingPagina(stijl, titel, uitleg) };
}
