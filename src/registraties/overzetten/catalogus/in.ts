/**
 * Stores a catalogus from an archive, through the write path of the API: every rule, audit row and event counts.
 *
 * - One transaction per catalogus. When a rule refuses anything, nothing of the catalogus is stored, and the account
 *   names everything that was refused; unless the caller asked to store what can be.
 * - Everything is a concept afterwards. Asked to, it publishes what was published where it comes from.
 * - A catalogus that is there already is refused, unless the caller asked to add to it: then what it lacks is added.
 */
import { savepoint, sql, type Tx } from '../../../platform/db/index.ts';
import { publishIn } from '../../catalogi/index.ts';
import { type Actor, assertMayWrite, type Cause, type Ports, writeIn } from '../../kern/index.ts';
import { foutenVan, OverzetFout, zin } from '../fout.ts';
import type { Melding, Verslag } from '../rapport.ts';
import { leesArchief } from './archief.ts';
import { type Plan, planCatalogus, type Stap, wezen } from './plan.ts';
import { catalogusSoorten } from './soorten.ts';

export interface ImportOpties {
  /** Who stores; needs the rights of the Catalogi API. */
  readonly actor: Actor;
  /** Publishes what was published. */
  readonly publiceer: boolean;
  /** Each thing keeps its own uuid, or gets a new one. */
  readonly uuids: 'nieuw' | 'behouden';
  /** Adds to a catalogus that is there. */
  readonly samenvoegen: boolean;
  /** Stores what can be stored, without what was refused. */
  readonly doorgaan: boolean;
}

/**
 * @throws OverzetFout when the archive is no catalogus, or its catalogus is there already
 * @throws ZipFault when it is no archive
 * @throws Problem (403) when the actor may not write in the catalogus
 */
export async function importeerArchief(
  bytes: Uint8Array,
  opties: ImportOpties,
  ports: Ports,
): Promise<readonly Verslag[]> {
  const soorten = catalogusSoorten();
  const archief = leesArchief(bytes, soorten);
  const top = soorten[0]!;
  for (const { resource } of soorten) assertMayWrite(resource, 'create', opties.actor);
  const bronnen = [...archief.dingen.values()].filter(({ soort }) => soort === top);
  if (bronnen.length === 0) throw new OverzetFout('In dit zip-bestand zit geen catalogus: Catalogus.json ontbreekt.');
  const gemeld = [...archief.meldingen, ...wezen(archief, top.naam)];
  const verslagen: Verslag[] = [];
  for (const bron of bronnen) {
    const { domein, rsin } = bron.object as { domein: unknown; rsin: unknown };
    const naam = `${domein} ${rsin}`;
    const bestaand = await bestaandeCatalogus(ports, String(domein), String(rsin));
    if (bestaand !== null && !opties.samenvoegen) {
      throw new OverzetFout(
        `De catalogus ${naam} is er al. Kies --samenvoegen om toe te voegen wat er nog niet in staat.`,
      );
    }
    const plan = await planCatalogus(bron, archief, soorten, { uuids: opties.uuids, bestaand }, ports);
    verslagen.push(await slaOp(naam, plan, gemeld.splice(0), bestaand, opties, ports));
  }
  return verslagen;
}

async function bestaandeCatalogus({ db }: Ports, domein: string, rsin: string): Promise<string | null> {
  const [row] = await db.query<{ id: string }>(
    sql`select id from catalogi.catalogus where domein = ${domein} and rsin = ${rsin}`,
  );
  return row?.id ?? null;
}

/** Rolls the transaction back, with what was found. */
class Teruggedraaid extends Error {
  readonly meldingen: readonly Melding[];
  constructor(meldingen: readonly Melding[]) {
    super('teruggedraaid');
    this.meldingen = meldingen;
  }
}

async function slaOp(
  catalogus: string,
  plan: Plan,
  vooraf: readonly Melding[],
  bestaand: string | null,
  opties: ImportOpties,
  ports: Ports,
): Promise<Verslag> {
  const cause: Cause = { actor: opties.actor, trace: null, toelichting: 'Ingelezen uit een zip-bestand' };
  const meldingen = [...vooraf, ...plan.meldingen];
  try {
    const gedaan = await ports.db.transaction(async (tx) => {
      // Two imports at once do not make the same version twice.
      await tx.query(sql`select 1 as ok from catalogi.catalogus where id = ${bestaand} for no key update`);
      const { gemaakt, geweigerd } = await maakAlles(tx, plan, cause, ports);
      const mis = [...meldingen, ...geweigerd].some(({ gevolg }) => gevolg === 'geweigerd');
      if (mis && !opties.doorgaan) throw new Teruggedraaid(geweigerd);
      const concepten = opties.publiceer ? await publiceer(tx, gemaakt, cause, ports) : { aantal: 0, gebleven: [] };
      return { gemaakt, meldingen: [...geweigerd, ...concepten.gebleven], gepubliceerd: concepten.aantal };
    });
    const { gepubliceerd } = gedaan;
    const alles = [...meldingen, ...gedaan.meldingen];
    return { catalogus, opgeslagen: true, gemaakt: telling(gedaan.gemaakt), gepubliceerd, meldingen: alles };
  } catch (error) {
    if (!(error instanceof Teruggedraaid)) throw error;
    const alles = [...meldingen, ...error.meldingen];
    return { catalogus, opgeslagen: false, gemaakt: {}, gepubliceerd: 0, meldingen: alles };
  }
}

/** Makes the steps in order. What a refused thing would hold is not tried: it is named with the reason. */
async function maakAlles(tx: Tx, plan: Plan, cause: Cause, ports: Ports) {
  const gemaakt: Stap[] = [];
  const geweigerd: Melding[] = [];
  const mislukt = new Set(plan.geweigerd);
  for (const stap of plan.stappen) {
    const { bron, id, parsed, nodig, naam } = stap;
    const about = { gevolg: 'geweigerd', soort: bron.soort.naam, naam } as const;
    if (nodig.some((adres) => mislukt.has(adres))) {
      mislukt.add(bron.url);
      geweigerd.push({ ...about, reden: 'Iets waar het bij hoort of naar verwijst, is geweigerd.' });
      continue;
    }
    try {
      const request = { method: 'create', id: null, newId: id, base: ports.bases[0]! } as const;
      await savepoint(tx, () => writeIn(tx, bron.soort.resource, request, parsed, cause, ports));
      gemaakt.push(stap);
    } catch (error) {
      const fouten = foutenVan(error);
      if (fouten === null) throw error;
      mislukt.add(bron.url);
      geweigerd.push({ ...about, reden: zin(fouten) });
    }
  }
  return { gemaakt, geweigerd };
}

/** What has versions can be published. */
type Publiceerbaar = Parameters<typeof publishIn>[1];

/** Publishes what was published where it comes from; what may not be published stays a concept, with the reason. */
async function publiceer(tx: Tx, gemaakt: readonly Stap[], cause: Cause, ports: Ports) {
  const gebleven: Melding[] = [];
  let aantal = 0;
  for (const { bron, id, naam } of gemaakt) {
    if (!bron.soort.versies || bron.object['concept'] !== false) continue;
    try {
      await savepoint(tx, () => publishIn(tx, bron.soort.naam as Publiceerbaar, id, cause, ports));
      aantal++;
    } catch (error) {
      const fouten = foutenVan(error);
      if (fouten === null) throw error;
      gebleven.push({ gevolg: 'concept-gebleven', soort: bron.soort.naam, naam, reden: zin(fouten) });
    }
  }
  return { aantal, gebleven };
}

function telling(gemaakt: readonly Stap[]): Readonly<Record<string, number>> {
  const aantallen: Record<string, number> = {};
  for (const { bron } of gemaakt) aantallen[bron.soort.naam] = (aantallen[bron.soort.naam] ?? 0) + 1;
  return aantallen;
}
