/** Who may come into /beheer, and what the screens tell of that: login, the log of operators, four eyes. */
import type { FastifyInstance } from 'fastify';
import type { BeheerOptions } from '../kader.tsx';
import { mountAkkoord } from './akkoord.tsx';
import { mountInloggen } from './inloggen.tsx';
import { mountLogboek } from './logboek.tsx';
import { ZONDER_AANMELDING } from './poort.ts';

export { bewaakDeur } from './deur.tsx';
export { LEZER, type Toegang, wieVan, ZONDER_AANMELDING } from './poort.ts';

/** The routes of the door and behind it that exist with a login only. */
export function mountToegang(app: FastifyInstance, options: BeheerOptions): void {
  const { toegang } = options;
  if (toegang === ZONDER_AANMELDING) return;
  mountInloggen(app, options, toegang);
  mountAkkoord(app, options, toegang);
  mountLogboek(app, options, toegang);
}
