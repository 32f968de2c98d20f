/**
 * What a client may choose about a message of its own: send it again under a new MessageId, go on without it, or take it
 * back while no byte of it has left. The row is locked, so two choices at once are one choice and one refusal.
 */
import { type Database, sql, type Tx } from '../../../platform/db/index.ts';
import { Problem } from '../../../platform/http/index.ts';
import type { Outcome } from '../../../platform/outbox/index.ts';
import type { Digikoppeling } from '../index.ts';
import { nieuweId, type ResultaatContext } from './resultaten.ts';
import { beurtVoor, KOLOMMEN, TE_KIEZEN, wijzig, type Zending } from './zending.ts';
import { binnen, type Zicht } from './zicht.ts';

export interface KeuzeContext extends ResultaatContext {
  readonly db: Database;
  readonly digikoppeling: Pick<Digikoppeling, 'trekIn'>;
}

export type Keuze = 'opnieuw' | 'overslaan' | 'intrekken';

/** Does it, or throws 404 or 409 with what can be done instead. */
export async function kies(context: KeuzeContext, id: string, keuze: Keuze, zicht: Zicht): Promise<void> {
  await context.db.transaction(async (tx) => {
    const [rij] = await tx.query<Zending>(sql`
      select ${KOLOMMEN} from digikoppeling.zending where id = ${id} and ${binnen(zicht)} for update`);
    if (!rij) throw onbekend();
    await KEUZES[keuze](tx, rij, context);
  });
}

const KEUZES: Readonly<Record<Keuze, (tx: Tx, rij: Zending, context: KeuzeContext) => Promise<void>>> = {
  opnieuw,
  overslaan,
  intrekken,
};

export function onbekend(): Problem {
  return new Problem('not_found', 'Dit bericht bestaat niet, of u mag het niet zien.');
}

/** Only what was refused or of which the fate is unknown: of the rest the first one may still arrive. */
async function opnieuw(tx: Tx, rij: Zending, context: KeuzeContext): Promise<void> {
  const { outbox, clock } = context;
  if (!TE_KIEZEN.includes(rij.staat)) {
    throw botst(rij, 'Opnieuw verzenden kan alleen als het is geweigerd, niet kon worden gemaakt of verlopen is.');
  }
  const messageId = nieuweId(context);
  const wat = 'Opnieuw aangeboden, met een nieuwe messageId';
  await wijzig(tx, [{ id: rij.id, staat: 'te_verzenden', reden: null, token: null, wat, messageId }], clock.now());
  if (await laatGaan(tx, rij, { kind: 'opnieuw', reason: wat, afterMs: 0 }, context)) return;
  // Its turn has ended: it gets a new one.
  await outbox.publish(tx, [beurtVoor(rij)]);
}

/** For a message with a volgordesleutel, which holds up what comes after it. */
async function overslaan(tx: Tx, rij: Zending, context: KeuzeContext): Promise<void> {
  if (!TE_KIEZEN.includes(rij.staat) || rij.token === null) {
    throw botst(rij, 'Overslaan kan alleen als het volgende berichten ophoudt.');
  }
  const { staat } = rij;
  const [row] = await tx.query<{ reden: string | null }>(
    sql`select reden from digikoppeling.zending where id = ${rij.id}`,
  );
  const reden = row!.reden;
  await wijzig(tx, [{ id: rij.id, staat, reden, token: null, wat: 'Overgeslagen' }], context.clock.now());
  await laatGaan(tx, rij, { kind: 'eind', state: staat, reason: 'Overgeslagen.' }, context);
}

async function intrekken(tx: Tx, rij: Zending, context: KeuzeContext): Promise<void> {
  if (rij.staat === 'ingetrokken') return;
  if (rij.staat !== 'te_verzenden') throw botst(rij, 'Intrekken kan alleen zolang er niets van is verzonden.');
  // With a token it is made; without, it is still waiting for its turn, and will take none.
  if (rij.token !== null && !(await context.digikoppeling.trekIn(tx, rij.messageId))) {
    throw botst(rij, 'Er is al iets van verzonden, of dat gebeurt nu. Kijk zo nog eens hoe het ermee staat.');
  }
  const wijziging = { id: rij.id, staat: 'ingetrokken', reden: null, token: null, wat: 'Ingetrokken' } as const;
  await wijzig(tx, [wijziging], context.clock.now());
  await laatGaan(tx, rij, { kind: 'eind', state: 'ingetrokken', reason: 'Ingetrokken.' }, context);
}

/** Lets the lane go on that waits for this message; false when none does. */
async function laatGaan(tx: Tx, { token }: Zending, outcome: Outcome, { outbox }: KeuzeContext): Promise<boolean> {
  if (token === null) return false;
  return (await outbox.complete(tx, new Map([[token, outcome]]))).length > 0;
}

function botst({ staat }: Zending, uitleg: string): Problem {
  return new Problem('conflict', `Dit bericht heeft de toestand ${staat}. ${uitleg}`);
}
