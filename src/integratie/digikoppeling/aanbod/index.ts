/**
 * Digikoppeling for other systems: a REST API over the message handler. A message that is taken in is a row and a turn in
 * one transaction; from there it goes as every message of this house goes, through the outbox, in the order of its lane,
 * made when it is its turn, sent by the handler.
 *
 *   POST ── aannemen ──> zending + event ── verzending (lane per volgordesleutel) ──> handler ── resultaten ──> zending
 *
 * Start reading at `routes.ts`, then `aannemen.ts`, `verzending.ts` and `resultaten.ts`.
 */
import type { Server } from '../../../platform/http/index.ts';
import type { Outbox } from '../../../platform/outbox/index.ts';
import type { Ports } from '../../../registraties/kern/index.ts';
import type { Digikoppeling } from '../index.ts';
import { verwerkResultaten } from './resultaten.ts';
import { mountAanbod } from './routes.ts';
import { zendingen } from './verzending.ts';

export { digikoppelingApi, KANAAL } from './api.ts';
export { digikoppelingOpenapi } from './openapi.ts';

export interface AanbodOpties {
  readonly ports: Ports;
  readonly outbox: Outbox;
  readonly digikoppeling: Digikoppeling;
  /** Domain of our MessageIds. */
  readonly domein: string;
  /** Our party where a client does not say who sends; null when the settings do not tell. */
  readonly oin: string | null;
}

export interface Aanbod {
  mount(server: Server): void;
}

/** Puts its subscribers on the outbox and listens to the handler; call it before the outbox starts. */
export function createAanbod({ ports, outbox, digikoppeling, domein, oin }: AanbodOpties): Aanbod {
  const { db, clock, random } = ports;
  const { cpas, objecten } = digikoppeling;
  const base = ports.bases[0]!;
  outbox.subscribeFamily(zendingen(db, { digikoppeling, clock, random }));
  digikoppeling.opResultaat((tx, resultaten) =>
    verwerkResultaten(tx, resultaten, { outbox, clock, random, domein, base }),
  );
  return {
    mount: (server) =>
      mountAanbod(server, { db, clock, random, ports, outbox, digikoppeling, cpas, objecten, domein, oin, base }),
  };
}
