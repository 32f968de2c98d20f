/**
 * Stores a catalogus from readable files, through the write path of the API.
 *
 * - What is not there is made, as a concept. A concept is changed until it is as the file says. A published version stays
 *   as it is: a file that says something else makes the next version, with a first day of its own.
 * - Each version is stored whole or not at all; what is wrong with one stops no other.
 * - A file that says what stands there already changes nothing. That is decided by what is stored, so what a rule fills
 *   in by itself counts as the same.
 */
import { isDeepStrictEqual } from 'node:util';
import { savepoint, sql, type Tx } from '../../../platform/db/index.ts';
import { publishIn } from '../../catalogi/index.ts';
import { type Actor, assertMayWrite, type Cause, type Ports, parseBody, writeIn } from '../../kern/index.ts';
import { type Ding, eigenBlik, leesVersie, leesVersies, type Versie } from '../catalogus/lees.ts';
import { catalogusSoorten } from '../catalogus/soorten.ts';
import { foutenVan, OverzetFout, zin } from '../fout.ts';
import type { Melding, Uitkomst, YamlVerslag } from '../rapport.ts';
import type { Soort } from '../soorten.ts';
import { leesBestanden, type Stuk } from './lees.ts';
import { type Wensen, wensenVoor } from './lichaam.ts';
import type { Bestanden } from './uit.ts';
import { type Vorm, vormVan } from './vorm.ts';

export interface YamlOpties {
  /** Who stores; needs the rights of the Catalogi API. */
  readonly actor: Actor;
  /** Publishes every version of the files; the version before it ends on the day before. */
  readonly publiceer: boolean;
  /** First day of new versions whose file still has that of the published one, `YYYY-MM-DD`. */
  readonly vanaf: string | null;
}

/** What one import works with. */
interface Werk {
  readonly soorten: readonly Soort[];
  readonly opties: YamlOpties;
  readonly cause: Cause;
  readonly ports: Ports;
  readonly meldingen: Melding[];
  /** Id of the catalogus. */
  readonly catalogus: string;
}

/**
 * @throws OverzetFout when a file cannot be understood or the catalogus is refused: nothing is stored then
 * @throws Problem (403) when the actor may not write in the catalogus
 */
export async function importeerYaml(bestanden: Bestanden, opties: YamlOpties, ports: Ports): Promise<YamlVerslag> {
  const soorten = catalogusSoorten();
  for (const { resource } of soorten) assertMayWrite(resource, 'create', opties.actor);
  const [top, ...rest] = leesBestanden(bestanden, soorten);
  if (top === undefined || top.soort.ouder !== null) throw new OverzetFout('In deze map staat geen catalogus.yaml.');
  const cause: Cause = { actor: opties.actor, trace: null, toelichting: 'Ingelezen uit YAML' };
  const zonder = { soorten, opties, cause, ports, meldingen: [] };
  const { domein, rsin } = top.vorm;
  const stukken: { bestand: string; naam: string; uitkomst: Uitkomst }[] = [];
  const catalogus = await slaCatalogusOp(top, zonder, stukken);
  const werk: Werk = { ...zonder, catalogus };
  let gepubliceerd = 0;
  for (const stuk of rest) {
    const naam = String(stuk.vorm[stuk.soort.naamveld!]);
    const { uitkomst, id } = await slaStukOp(stuk, naam, werk);
    stukken.push({ bestand: stuk.bestand, naam, uitkomst });
    if (opties.publiceer && id !== null && (await publiceer(stuk.soort, naam, id, werk))) gepubliceerd++;
  }
  return { catalogus: `${domein} ${rsin}`, stukken, gepubliceerd, meldingen: werk.meldingen };
}

/** Rolls a part of a transaction back, because nothing is different. */
class Ongewijzigd extends Error {}

async function slaCatalogusOp(
  top: Stuk,
  { soorten, cause, ports }: Omit<Werk, 'catalogus'>,
  stukken: YamlVerslag['stukken'][number][],
): Promise<string> {
  const { domein = null, rsin = null } = top.vorm;
  const [rij] = await ports.db.query<{ id: string }>(
    sql`select id from catalogi.catalogus where domein = ${String(domein)} and rsin = ${String(rsin)}`,
  );
  const nu = rij ? await leesVersie(ports.db, soorten, top.soort, rij.id, eigenBlik(ports)) : null;
  const stand = nu && { zelf: nu.zelf, delen: new Map() };
  const wensen = await wensenVoor(top, stand, '', soorten, ports);
  if (wensen.fouten.length > 0) throw new OverzetFout(`${top.bestand}: ${zin(wensen.fouten)}`);
  await ports.db.transaction((tx) => schrijf(tx, wensen, cause, ports));
  const { id } = wensen.wensen[0]!;
  const na = await leesVersie(ports.db, soorten, top.soort, id, eigenBlik(ports));
  const uitkomst = !stand
    ? 'gemaakt'
    : isDeepStrictEqual(stand.zelf.waarden, na.zelf.waarden)
      ? 'ongewijzigd'
      : 'bijgewerkt';
  stukken.push({ bestand: top.bestand, naam: String(domein), uitkomst });
  return id;
}

/** Id of the version that stands for the file now; null when it was refused. */
async function slaStukOp(stuk: Stuk, naam: string, werk: Werk): Promise<{ uitkomst: Uitkomst; id: string | null }> {
  const { soorten, catalogus, ports, cause, opties, meldingen } = werk;
  const blik = eigenBlik(ports);
  const versies = await leesVersies(ports.db, stuk.soort, catalogus, naam, blik);
  const keuze = kies(versies, stuk.vorm);
  const nu = keuze && (await leesVersie(ports.db, soorten, stuk.soort, keuze.id, blik));
  const concept = nu?.zelf.concept === true;
  const ouder = `${blik.base}${soorten[0]!.resource.href}/${catalogus}`;
  const wensen = await wensenVoor(stuk, concept ? nu : null, ouder, soorten, ports);
  const weiger = (reden: string) => {
    meldingen.push({ gevolg: 'geweigerd', soort: stuk.soort.naam, naam, reden: `${stuk.bestand}: ${reden}` });
    return { uitkomst: 'geweigerd' as const, id: null };
  };
  if (wensen.fouten.length > 0) return weiger(zin(wensen.fouten));
  const { id } = wensen.wensen[0]!;
  try {
    return await ports.db.transaction(async (tx) => {
      // Two imports at once do not make the same version twice.
      await tx.query(sql`select 1 as ok from catalogi.catalogus where id = ${catalogus} for no key update`);
      try {
        await savepoint(tx, async () => {
          await schrijf(tx, wensen, cause, ports);
          const na = await leesVersie(tx, soorten, stuk.soort, id, blik);
          if (nu && isDeepStrictEqual(inhoudVan(nu, concept, ports), inhoudVan(na, concept, ports)))
            throw new Ongewijzigd();
          if (nu && !concept) await eigenPeriode(tx, na.zelf, nu.zelf, opties, cause, ports);
        });
      } catch (error) {
        if (!(error instanceof Ongewijzigd) || !nu) throw error;
        const einde = concept ? false : await zetEinde(tx, nu.zelf, stuk.vorm['eindeGeldigheid'] ?? null, cause, ports);
        return { uitkomst: einde ? 'bijgewerkt' : 'ongewijzigd', id: nu.zelf.id };
      }
      return { uitkomst: !nu ? 'gemaakt' : concept ? 'bijgewerkt' : 'nieuwe-versie', id };
    });
  } catch (error) {
    if (error instanceof OverzetFout) return weiger(error.message);
    throw error;
  }
}

/** The version that the file is about: a concept, else the one with its first day, else the last one. */
function kies(versies: readonly Ding[], vorm: Vorm): Ding | null {
  const metBegin = (dingen: readonly Ding[]): Ding | undefined =>
    dingen.find(({ waarden }) => waarden['beginGeldigheid'] === vorm['beginGeldigheid']);
  const concepten = versies.filter(({ concept }) => concept);
  return metBegin(concepten) ?? concepten.at(-1) ?? metBegin(versies) ?? versies.at(-1) ?? null;
}

/** Makes and changes what the file has, then removes what it has not. */
async function schrijf(tx: Tx, { wensen, over }: Wensen, cause: Cause, ports: Ports): Promise<void> {
  const base = ports.bases[0]!;
  for (const { soort, id, nu, parsed } of wensen) {
    if (nu && gelijk(nu.waarden, parsed.values)) continue;
    const request = nu
      ? ({ method: 'update', id, base } as const)
      : ({ method: 'create', id: null, newId: id, base } as const);
    await ofReden(soort, parsed.values, () => writeIn(tx, soort.resource, request, parsed, cause, ports));
  }
  for (const { soort, id, waarden } of over) {
    const request = { method: 'delete', id, base } as const;
    const parsed = { values: {}, given: new Set<string>() };
    await ofReden(soort, waarden, () => writeIn(tx, soort.resource, request, parsed, cause, ports));
  }
}

/** Does it, or says what was refused and why. */
async function ofReden(soort: Soort, values: Vorm, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const fouten = foutenVan(error);
    if (fouten === null) throw error;
    const naam = values[soort.naamveld ?? 'volgnummer'] ?? values['volgnummer'];
    throw new OverzetFout(`${soort.naam}${naam === undefined ? '' : ` ${naam}`}: ${zin(fouten)}`, { cause: error });
  }
}

/** Does the row have these values already? Facts of the whole that a part repeats are not kept, and do not count. */
function gelijk(waarden: Vorm, values: Vorm): boolean {
  const kaal = (one: unknown): unknown => (one === undefined ? null : JSON.parse(JSON.stringify(one)));
  return Object.entries(waarden).every(
    ([veld, waarde]) => waarde === undefined || isDeepStrictEqual(kaal(waarde), kaal(values[veld])),
  );
}

/** What counts as the same: everything; of a published version all but its last day, which may still be set. */
function inhoudVan({ zelf, delen }: Versie, concept: boolean, ports: Ports): Vorm {
  const { eindeGeldigheid, ...rest } = vormVan(zelf, delen, ports.bases) as Vorm & { eindeGeldigheid?: unknown };
  return concept ? { ...rest, eindeGeldigheid } : rest;
}

/** The next version begins after the published one: on the day of its file, or on the day that was asked. */
async function eigenPeriode(
  tx: Tx,
  na: Ding,
  nu: Ding,
  { vanaf }: YamlOpties,
  cause: Cause,
  ports: Ports,
): Promise<void> {
  const vorige = String(nu.waarden['beginGeldigheid']);
  if (String(na.waarden['beginGeldigheid']) > vorige) return;
  if (vanaf === null || vanaf <= vorige) {
    throw new OverzetFout(
      `deze versie is gepubliceerd en ligt vast. Zet in het bestand een beginGeldigheid na ${vorige}, of kies een dag met --vanaf.`,
    );
  }
  const einde = na.waarden['eindeGeldigheid'] as string | null;
  const eindeGeldigheid = einde !== null && einde < vanaf ? null : einde;
  await wijzig(tx, na, { beginGeldigheid: vanaf, eindeGeldigheid }, cause, ports);
}

async function zetEinde(tx: Tx, nu: Ding, einde: unknown, cause: Cause, ports: Ports): Promise<boolean> {
  if (nu.waarden['eindeGeldigheid'] === einde) return false;
  await wijzig(tx, nu, { eindeGeldigheid: einde }, cause, ports);
  return true;
}

async function wijzig(tx: Tx, { soort, id }: Ding, body: Vorm, cause: Cause, ports: Ports): Promise<void> {
  const parsed = parseBody(soort.resource, body, ports.bases, true);
  await writeIn(tx, soort.resource, { method: 'partial', id, base: ports.bases[0]! }, parsed, cause, ports);
}

/** What has versions can be published. */
type Publiceerbaar = Parameters<typeof publishIn>[1];

/** Publishes a concept; the version before it gets the day before as its last. True when it was done. */
async function publiceer(soort: Soort, naam: string, id: string, werk: Werk): Promise<boolean> {
  const { ports, cause, catalogus, soorten, meldingen } = werk;
  const blik = eigenBlik(ports);
  const { zelf } = await leesVersie(ports.db, soorten, soort, id, blik);
  if (!zelf.concept) return false;
  const begin = String(zelf.waarden['beginGeldigheid']);
  const vorige = (await leesVersies(ports.db, soort, catalogus, naam, blik)).filter(({ concept, waarden }) => {
    const einde = waarden['eindeGeldigheid'] as string | null;
    return !concept && String(waarden['beginGeldigheid']) < begin && (einde === null || einde >= begin);
  });
  const laatsteDag = dagVoor(begin);
  try {
    await ports.db.transaction(async (tx) => {
      for (const versie of vorige) await wijzig(tx, versie, { eindeGeldigheid: laatsteDag }, cause, ports);
      await publishIn(tx, soort.naam as Publiceerbaar, id, cause, ports);
    });
  } catch (error) {
    const fouten = foutenVan(error);
    if (fouten === null) throw error;
    meldingen.push({ gevolg: 'concept-gebleven', soort: soort.naam, naam, reden: zin(fouten) });
    return false;
  }
  for (const { waarden } of vorige) {
    const reden = `De versie vanaf ${waarden['beginGeldigheid']} geldt tot en met ${laatsteDag}.`;
    meldingen.push({ gevolg: 'gesloten', soort: soort.naam, naam, reden });
  }
  return true;
}

function dagVoor(dag: string): string {
  return new Date(Date.parse(`${dag}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
