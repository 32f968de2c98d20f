/**
 * What every measurement stands on: the databases, the product, and the stock, which is sown once and only as far as it
 * is asked for. `leeg`: zaken with an initiator and no status. `half` and `vol`: half or all of the statussen on top,
 * while nobody handles them, so that they wait.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, createApi } from './api.ts';
import { type Databases, openDatabases } from './database.ts';
import type { Opruimer } from './opruimer.ts';
import { type Opties, STATUSSEN } from './opties.ts';
import { createProduct, type Product } from './product.ts';
import { ZAAIERS, type Zaak, type Zaaktype, zaaiCatalogus, zaaiStatussen, zaaiZaaktype, zaaiZaken } from './zaaien.ts';

export interface Voorraad {
  readonly type: Zaaktype;
  readonly zaken: readonly Zaak[];
}

export type Stand = 'leeg' | 'half' | 'vol';

export interface Werkplaats {
  readonly opties: Opties;
  readonly signal: AbortSignal;
  /** The repository. */
  readonly root: string;
  /** A folder that is thrown away. */
  readonly map: string;
  readonly databases: Databases;
  readonly product: Product;
  /** Undoes it at the end, whatever happens. */
  onthoud(wat: () => Promise<unknown>): void;
  /** Tells the person at the terminal what is going on. */
  meld(text: string): void;
  voorraad(): Promise<Voorraad>;
  /** A database of one's own with this stock. */
  kopie(stand: Stand, naam: string): Promise<string>;
  /** A client of the running Zaakbode; close it when done. */
  api(verbindingen?: number): Promise<Api>;
}

/** No seed takes longer: 50 zaken per second would be slow beyond measuring. */
const DRAIN_MS = 300_000;

export async function openWerkplaats(
  opties: Opties,
  signal: AbortSignal,
  opruimer: Opruimer,
  meld: (text: string) => void,
): Promise<Werkplaats> {
  const root = dirname(dirname(import.meta.dirname));
  const map = mkdtempSync(join(tmpdir(), 'zaakbode-bench-'));
  opruimer.onthoud(async () => rmSync(map, { recursive: true, force: true }));
  const product = await createProduct({ root, map, opruimer, signal, profiel: opties.profiel });
  const databases = await openDatabases(opties.database, root, opruimer);
  const api = async (verbindingen = ZAAIERS): Promise<Api> => {
    const made = createApi({ base: product.zaakbode, token: await product.token(), verbindingen });
    opruimer.onthoud(() => made.close());
    return made;
  };

  /** Runs Zaakbode on a database, lets the client do its work, and leaves the database at rest. */
  async function sow<T>(database: string, rollen: 'web' | 'web,worker', work: (client: Api) => Promise<T>): Promise<T> {
    const zaakbode = await product.startZaakbode({ database, rollen, zaait: true });
    const client = await api();
    const result = await work(client);
    await client.close();
    await zaakbode.stop();
    await databases.vraag(database, 'vacuum analyze');
    return result;
  }

  const leeg = once(async () => {
    const aantal = opties.zaakberichten / STATUSSEN;
    meld(`zaaien: ${aantal} zaken met een initiator ...`);
    const database = await databases.maak('leeg');
    const voorraad = await sow(database, 'web,worker', async (client): Promise<Voorraad> => {
      const type = await zaaiZaaktype(client, await zaaiCatalogus(client, product.rsin), 'BENCH');
      const zaken = await zaaiZaken(client, type, product.rsin, aantal, signal);
      // The events about zaken and rollen concern no subscriber; they do not belong to the queue that is measured.
      await untilZero(() => count(database, 'select count(*)::int as aantal from outbox.fresh'), signal);
      return { type, zaken };
    });
    return { database, voorraad };
  });
  const half = once(() => statussen('half', leeg, 0, STATUSSEN / 2));
  const vol = once(() => statussen('vol', half, STATUSSEN / 2, STATUSSEN));
  const standen = { leeg, half, vol };

  async function statussen(naam: Stand, onder: typeof leeg, van: number, tot: number) {
    const { database: template, voorraad } = await onder();
    signal.throwIfAborted();
    const database = await databases.maak(naam, template);
    meld(
      `zaaien: status ${van + 1} tot en met ${tot} op ${voorraad.zaken.length} zaken, zonder dat iemand ze afhandelt ...`,
    );
    const { type, zaken } = voorraad;
    await sow(database, 'web', (client) => zaaiStatussen(client, type, zaken, [van, tot], signal));
    return { database, voorraad };
  }

  const count = async (database: string, query: string): Promise<number> =>
    (await databases.vraag<{ aantal: number }>(database, query))[0]!.aantal;

  return {
    opties,
    signal,
    root,
    map,
    databases,
    product,
    onthoud: opruimer.onthoud,
    meld,
    api,
    voorraad: async () => (await leeg()).voorraad,
    kopie: async (stand, naam) => await databases.maak(naam, (await standen[stand]()).database),
  };
}

/** Looks every 100 ms until it is 0. */
async function untilZero(look: () => Promise<number>, signal: AbortSignal): Promise<void> {
  const until = performance.now() + DRAIN_MS;
  while ((await look()) > 0) {
    if (performance.now() > until) throw new Error('Het register deelde zijn gebeurtenissen niet op tijd uit.');
    await sleep(100, undefined, { signal });
  }
}

/** Does the work at the first call; later calls get the same result. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}
