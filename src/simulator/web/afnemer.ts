/**
 * A subscriber of notifications, so that a demonstration shows what arrives at one. It takes what has the right header,
 * refuses the rest, and shows the last that came; a restart forgets them.
 *
 *     POST /simulator/afnemer   with Authorization: Bearer demo-afnemer   →  204
 */
import type { FastifyPluginAsync } from 'fastify';
import { afnemerPagina, type Binnen } from '../schermen/afnemer.tsx';
import type { Bestanden } from '../schermen/bestanden.ts';
import { withSecurityHeaders } from './paginas.ts';
import { probleem } from './probleem.ts';

const AUTORISATIE = 'Bearer demo-afnemer';
/** Shown and kept. */
const BEWAARD = 50;

export function afnemerRoutes(
  { stijlPad }: Bestanden,
  now: () => Date,
  toDigits: (instant: Date) => string,
): FastifyPluginAsync {
  const binnen: Binnen[] = [];
  return async (app) => {
    app.post('/afnemer', async (request, reply) => {
      if (request.headers.authorization !== AUTORISATIE)
        return probleem(reply, 401, 'Wij kennen u niet', 'Stuur de header Authorization mee.');
      const bericht = (request.body ?? {}) as Readonly<Record<string, unknown>>;
      if (bericht['kanaal'] === 'test') return reply.code(204).send();
      const header = (name: string): string => String(request.headers[name] ?? '');
      const deel = (name: string): string => String(bericht[name] ?? '');
      binnen.unshift({
        op: now(),
        nummer: header('notificatie-nummer'),
        id: header('notificatie-id'),
        kanaal: deel('kanaal'),
        resource: deel('resource'),
        actie: deel('actie'),
        hoofdObject: deel('hoofdObject'),
      });
      binnen.splice(BEWAARD);
      return reply.code(204).send();
    });
    app.get('/afnemer', async (_request, reply) =>
      withSecurityHeaders(reply)
        .type('text/html; charset=utf-8')
        .send(afnemerPagina(stijlPad, binnen, toDigits)),
    );
  };
}
