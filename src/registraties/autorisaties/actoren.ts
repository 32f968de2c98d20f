/**
 * The actors: who a client id is and what he may (AC 1.1). Read through a cache that is emptied when something that bears
 * on rights is committed here, so that a right that was taken away is gone with the next request; for what another
 * process committed it forgets by itself after a second, which costs one small statement per client per second.
 */
import type { Vault } from '../../platform/crypto/index.ts';
import { type Database, sql } from '../../platform/db/index.ts';
import { createZgwJwt } from '../../platform/identity/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';
import type { Actor, Autorisatie, Ports } from '../kern/index.ts';
import { UITGEWERKTE_REGELS } from './regel.ts';

/** A client from the settings (`ZGW_CLIENTS`). */
export interface ClientSetting {
  readonly clientId: string;
  readonly secret: string;
  /** With it the client gets an applicatie that may everything; without, a secret and no applicatie. */
  readonly heeftAlleAutorisaties: boolean;
}

export interface Autorisaties {
  /** The actor behind an `Authorization` header; throws the 403 problem that says what is wrong. */
  actorOf(authorization: string | undefined): Promise<Actor>;
  /** Makes the clients of the settings, or gives them their secret again when it changed. */
  ensureClients(clients: readonly ClientSetting[]): Promise<void>;
  /** The same way to publish, that empties the cache once what bears on rights is committed. */
  watching(publish: Ports['publish']): Ports['publish'];
}

interface Known {
  readonly secret: string;
  readonly actor: Omit<Actor, 'userId' | 'userName'>;
  readonly until: number;
}

const CACHE_MS = 1_000;

/** Kanalen of what bears on rights: the applicaties, and the types that a right for a whole catalogus goes by. */
const BEARS_ON_RIGHTS: ReadonlySet<string> = new Set([
  'autorisaties',
  'zaaktypen',
  'informatieobjecttypen',
  'besluittypen',
]);

export function createAutorisaties(options: {
  db: Database;
  clock: Clock;
  random: Random;
  vault: Vault;
}): Autorisaties {
  const { db, clock, random, vault } = options;
  const cache = new Map<string, Known>();
  /** Counts how often the cache was emptied: what was read before that is not remembered after it. */
  let emptied = 0;

  function forget(): void {
    emptied++;
    cache.clear();
  }

  async function find(clientId: string): Promise<Known | null> {
    const cached = cache.get(clientId);
    if (cached && cached.until > clock.now().getTime()) return cached;
    const before = emptied;
    const known = await read(db, vault, clientId, clock.now().getTime() + CACHE_MS);
    // Unknown clients are not remembered: anybody can make up names.
    if (known && before === emptied) cache.set(clientId, known);
    else cache.delete(clientId);
    return known;
  }

  const jwt = createZgwJwt({ clock, secretOf: async (clientId) => (await find(clientId))?.secret ?? null });

  return {
    async actorOf(authorization) {
      const identity = await jwt.verify(authorization);
      const known = await find(identity.clientId);
      const actor = known?.actor ?? {
        clientId: identity.clientId,
        applicatie: '',
        heeftAlleAutorisaties: false,
        autorisaties: [],
      };
      return { ...identity, ...actor };
    },
    async ensureClients(clients) {
      for (const client of clients) {
        await db.transaction(async (tx) => {
          const [row] = await tx.query<{ applicatie_id: string | null }>(sql`
            insert into autorisaties.client (client_id, secret) values (${client.clientId}, ${vault.seal(client.secret)})
            on conflict (client_id) do update set secret = excluded.secret returning applicatie_id`);
          if (!client.heeftAlleAutorisaties || row!.applicatie_id !== null) return;
          const id = uuidv7(clock, random);
          await tx.query(sql`
            insert into autorisaties.applicatie (id, label, heeft_alle_autorisaties) values (${id}, ${client.clientId}, true)`);
          await tx.query(
            sql`update autorisaties.client set applicatie_id = ${id} where client_id = ${client.clientId}`,
          );
        });
      }
      forget();
      jwt.forget();
    },
    watching: (publish) => async (tx, events) => {
      await publish(tx, events);
      if (events.some(({ kanaal }) => BEARS_ON_RIGHTS.has(kanaal))) tx.afterCommit(forget);
    },
  };
}

async function read(db: Database, vault: Vault, clientId: string, until: number): Promise<Known | null> {
  const rows = await db.query<{
    secret: Uint8Array | null;
    label: string | null;
    alles: boolean | null;
    gereed: boolean | null;
    component: Autorisatie['component'] | null;
    scopes: string[];
    type_id: string | null;
    type_url: string | null;
    max: Autorisatie['maxVertrouwelijkheid'];
  }>(sql`
    select c.secret, a.label, a.heeft_alle_autorisaties as alles, a.alleen_is_gereed_voor_publicatie as gereed,
      r.component, r.scopes, r.type_id, r.type_url, r.max_vertrouwelijkheidaanduiding as max
    from autorisaties.client c
    left join autorisaties.applicatie a on a.id = c.applicatie_id
    left join ${UITGEWERKTE_REGELS} r on r.applicatie_id = a.id
    where c.client_id = ${clientId}`);
  const [first] = rows;
  if (!first?.secret) return null;
  const autorisaties = rows.flatMap((row) =>
    row.component === null
      ? []
      : [
          {
            component: row.component,
            scopes: row.scopes,
            type: row.type_id,
            maxVertrouwelijkheid: row.max,
            cpa: row.component === 'dgk' ? row.type_url : null,
          },
        ],
  );
  const actor = {
    clientId,
    applicatie: first.label ?? '',
    heeftAlleAutorisaties: first.alles ?? false,
    alleenIsGereedVoorPublicatie: first.gereed ?? false,
    autorisaties,
  };
  return { secret: vault.open(first.secret), actor, until };
}
