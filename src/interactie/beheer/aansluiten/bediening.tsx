/** What the routes about connecting share: showing what was found, doing something and saying what is wrong with it, and who does it. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReactElement } from 'react';
import { BEHEERDER, type Wie } from '../../../registraties/handelingen/index.ts';
import { formValue, sendPage } from '../../ui/index.ts';
import type { Aansluiten, Fout } from '../bron.ts';
import { ActionFailed, type BeheerOptions, load, NotFound, wieIs } from '../kader.tsx';
import { wieVan } from '../toegang/poort.ts';
import type { PaginaProps } from './formulier.tsx';
import { AANSLUITEN } from './woorden.ts';

/** Under the prefix of /beheer. */
export const PAD = AANSLUITEN.replace('/beheer', '');
/** An action is done within this, below the minute after which the server hangs up on a still socket. */
const ACTIE_MS = 30_000;
/** Looking at the network takes up to half a minute, the acceptance test with many zaaktypen minutes. */
const GEDULD_MS = 10 * 60_000;
/** For the routes of those two: the socket may be still that long. */
export const GEDULDIG = { config: { patience: 'answer' } } as const;

export interface MetDeel {
  Params: { deel: string };
}

/** A page; null: there is nothing here. */
export type Getoond = { readonly page: ReactElement; readonly status?: number } | null;

export interface AansluitOptions extends BeheerOptions {
  readonly aansluiten: Aansluiten;
}

export interface Bediening {
  /** Shows what was found; 404 without, 503 when it cannot be found now. */
  toon(request: FastifyRequest, reply: FastifyReply, maak: () => Promise<Getoond>): Promise<FastifyReply>;
  /** Does something; without mistakes on to the next page, otherwise the page with what is wrong. */
  doe(
    request: FastifyRequest,
    reply: FastifyReply,
    actie: {
      readonly werk: () => Promise<readonly Fout[]>;
      readonly naar: string;
      readonly opnieuw: (pagina: PaginaProps) => Promise<Getoond>;
    },
  ): Promise<FastifyReply>;
  /** What every page is given when it is opened: nothing wrong, and what was just done. */
  pagina(request: FastifyRequest): PaginaProps;
  nietGevonden(reply: FastifyReply): FastifyReply;
  /** Who logged in; in tests without login nobody that four eyes knows. */
  wie(request: FastifyRequest): Wie;
}

export const veld = (request: FastifyRequest, naam: string): string => formValue(request, naam);

export function maakBediening(options: BeheerOptions): Bediening {
  const binnen = (budgetMs: number) => ({ ...options, budgetMs: Math.max(budgetMs, options.budgetMs ?? 0) });
  const nietGevonden = (reply: FastifyReply) => sendPage(reply, <NotFound options={options} />, 404);
  const mislukt = (request: FastifyRequest, reply: FastifyReply) =>
    sendPage(reply, <ActionFailed request={request} options={options} />, 503);
  const stuur = (reply: FastifyReply, getoond: Getoond, status?: number): FastifyReply =>
    getoond === null ? nietGevonden(reply) : sendPage(reply, getoond.page, status ?? getoond.status ?? 200);

  return {
    async toon(request, reply, maak) {
      const done = await load(request, options, maak);
      return done.ok ? stuur(reply, done.value) : mislukt(request, reply);
    },
    async doe(request, reply, { werk, naar, opnieuw }) {
      const lang = request.routeOptions.config.patience === GEDULDIG.config.patience;
      const done = await load(request, binnen(lang ? GEDULD_MS : ACTIE_MS), werk);
      if (!done.ok) return mislukt(request, reply);
      if (done.value.length === 0) return reply.redirect(naar, 303);
      const again = await load(request, options, () => opnieuw({ options, fouten: done.value, gedaan: '' }));
      return again.ok ? stuur(reply, again.value, 422) : mislukt(request, reply);
    },
    pagina(request) {
      const { gedaan } = request.query as { gedaan?: unknown };
      return { options, fouten: [], gedaan: typeof gedaan === 'string' ? gedaan : '' };
    },
    nietGevonden,
    wie: (request) =>
      request.sessie ? wieVan(request) : { subject: '', naam: wieIs(request, options), rol: BEHEERDER, trace: null },
  };
}
