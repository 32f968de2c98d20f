/** What the holder of an abonnement may do with it besides the standard: pause, go on, and ask again from a number. */
import type { FastifyRequest } from 'fastify';
import { invalid, Problem, type Server } from '../../platform/http/index.ts';
import { type Action, answer, begin, forbidden, isUuid, mayAtAll, type Ports } from '../../registraties/kern/index.ts';
import { CONSUMEREN, doel, notificatiesApi } from './api.ts';
import type { Bediening } from './bediening.ts';

const AANTAL = { type: 'object', properties: { aantal: { type: 'integer' } }, required: ['aantal'] } as const;
const VANAF = {
  type: 'object',
  properties: { vanaf: { type: 'integer', minimum: 1, description: 'Nummer van de eerste notificatie.' } },
  required: ['vanaf'],
} as const;
const REDEN = { type: 'object', properties: { reden: { type: 'string', maxLength: 200 } } } as const;

export const ACTIES: readonly Action[] = [
  { path: 'pauzeren', verb: 'post', scopes: CONSUMEREN, body: REDEN, answer: null },
  { path: 'hervatten', verb: 'post', scopes: CONSUMEREN, answer: null },
  { path: 'herhalen', verb: 'post', scopes: CONSUMEREN, body: VANAF, answer: AANTAL },
];

const WIRE = { api: notificatiesApi, crs: false };

export function mountActies(server: Server, ports: Ports, bediening: Bediening): void {
  const { href } = doel.abonnement;
  const idOf = async (request: FastifyRequest): Promise<string> => {
    const { actor } = await begin(request, ports);
    if (!mayAtAll(actor, notificatiesApi.component, CONSUMEREN)) throw forbidden(CONSUMEREN);
    const { uuid } = request.params as { uuid: string };
    if (!isUuid(uuid)) throw nietGevonden();
    return uuid;
  };
  const nietGevonden = () => new Problem('not_found', 'Dit abonnement bestaat niet.');

  server.post(`${href}/:uuid/pauzeren`, async (request, reply) => {
    const id = await idOf(request);
    const { reden } = (request.body ?? {}) as { reden?: unknown };
    const tekst = typeof reden === 'string' && !reden.includes('\0') ? reden.slice(0, 200) : '';
    if (!(await bediening.pauzeer(id, tekst || 'Gepauzeerd door de afnemer.'))) throw nietGevonden();
    return answer(reply, WIRE, 204, '');
  });
  server.post(`${href}/:uuid/hervatten`, async (request, reply) => {
    if (!(await bediening.hervat(await idOf(request)))) throw nietGevonden();
    return answer(reply, WIRE, 204, '');
  });
  server.post(`${href}/:uuid/herhalen`, async (request, reply) => {
    const id = await idOf(request);
    const { vanaf } = (request.body ?? {}) as { vanaf?: unknown };
    if (!Number.isSafeInteger(vanaf) || (vanaf as number) < 1) {
      const reason = 'Geef het nummer van de eerste notificatie die u opnieuw wilt, een geheel getal vanaf 1.';
      throw invalid({ name: 'vanaf', code: 'invalid', reason });
    }
    const aantal = await bediening.herhaal(id, vanaf as number);
    if (aantal === null) throw nietGevonden();
    return answer(reply, WIRE, 200, JSON.stringify({ aantal }));
  });
}
