/**
 * A source that is back, or another one that was chosen in its place: who waited for it need not wait for his turn
 * (`wachten.ts`).
 */
import type { Database } from '../../platform/db/index.ts';
import { hasten, type Outbox } from '../../platform/outbox/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { BEOORDELING } from './beoordeling.ts';
import type { Inrichtingen } from './inrichting-register.ts';
import { naamVan } from './verzending.ts';

/** Everything that waits for a source gets its turn now. */
export async function wekWachtenden(options: {
  readonly db: Database;
  readonly clock: Clock;
  readonly outbox: Pick<Outbox, 'wake'>;
  readonly inrichtingen: Pick<Inrichtingen, 'actueel'>;
}): Promise<void> {
  const { stromen } = await options.inrichtingen.actueel();
  await hasten(options.db, [BEOORDELING, ...stromen.map(({ naam }) => naamVan(naam))], options.clock);
  options.outbox.wake();
}
