/**
 * Stores an imported catalogus in the register, through the write path of the API: every rule, audit row and event counts.
 *
 * - A zaaktype is stored whole or not at all, in a transaction of its own; what is wrong with one stops no other.
 * - Running it again does no harm: what is there already is left as it is, and named in the account.
 * - Publishing goes as POST .../publish. A zaaktype that may not be published stays, as a concept, with the reason.
 */
import { sql } from '../../../platform/db/index.ts';
import { type Actor, assertMayWrite, type Ports } from '../../kern/index.ts';
import { catalogus } from '../catalogus.ts';
import { informatieobjecttype } from '../informatieobjecttype.ts';
import { resultaattype } from '../resultaattype.ts';
import { roltype } from '../roltype.ts';
import { statustype } from '../statustype.ts';
import { zaaktype } from '../zaaktype.ts';
import { zaaktypeInformatieobjecttype } from '../zaaktype-informatieobjecttype.ts';
import {
  catalogusBody,
  informatieobjecttypeBody,
  resultaattypeBody,
  roltypeBody,
  statustypeBody,
  zaaktypeBody,
  zaaktypeInformatieobjecttypeBody,
} from './bodies.ts';
import type { CatalogusImport, InformatieobjecttypeGegevens, ZaaktypeImport } from './catalogusimport.ts';
import { INavigatorFout } from './fout.ts';
import {
  adres,
  inStap,
  type OpgeslagenSoort,
  type Overgeslagen,
  openWerk,
  probeer,
  redenVan,
  type Stap,
  type Werk,
} from './stap.ts';

export type { OpgeslagenSoort, Overgeslagen } from './stap.ts';

export interface OpslaanOpties {
  /** Who stores; needs `catalogi.schrijven`. */
  readonly actor: Actor;
  /** Publishes what is stored: zaken can be made of it at once, and from then on it is fixed (ztc-009). */
  readonly publiceer: boolean;
  /** Root of the Referentielijsten API, for the addresses of procestypen and selectielijstklassen. */
  readonly selectielijstBase: string;
  /** Called after each zaaktype, stored or not. */
  voortgang?(stap: Voortgang): void;
}

export interface Voortgang {
  readonly gedaan: number;
  readonly totaal: number;
  readonly identificatie: string;
}

export interface Opgeslagen {
  readonly catalogus: string;
  readonly gemaakt: Readonly<Record<OpgeslagenSoort, number>>;
  /** The zaaktypen that were made now. */
  readonly zaaktypen: readonly { readonly identificatie: string; readonly url: string }[];
  readonly overgeslagen: readonly Overgeslagen[];
}

/**
 * @throws Problem (403) when the actor may not write in the catalogus
 * @throws INavigatorFout when the catalogus itself is refused, so that nothing can be stored
 */
export async function slaCatalogusOp(
  bron: CatalogusImport,
  ports: Ports,
  { actor, publiceer, selectielijstBase, voortgang }: OpslaanOpties,
): Promise<Opgeslagen> {
  assertMayWrite(zaaktype, 'create', actor);
  const werk = openWerk(ports, { actor, trace: null, toelichting: 'Ingelezen uit i-Navigator' });
  const catalogusId = await catalogusVoor(bron, werk);
  for (const gegevens of bron.informatieobjecttypen) {
    await probeer(werk, 'informatieobjecttypen', gegevens.omschrijving, (stap) =>
      slaInformatieobjecttypeOp(gegevens, catalogusId, publiceer, stap),
    );
  }
  for (const [index, gegevens] of bron.zaaktypen.entries()) {
    const { identificatie } = gegevens.zaaktype;
    const url = await probeer(werk, 'zaaktypen', identificatie, (stap) =>
      slaZaaktypeOp(gegevens, { catalogusId, publiceer, selectielijstBase }, stap),
    );
    if (url !== null) werk.zaaktypen.push({ identificatie, url });
    voortgang?.({ gedaan: index + 1, totaal: bron.zaaktypen.length, identificatie });
  }
  const { gemaakt, zaaktypen, overgeslagen } = werk;
  return { catalogus: adres(ports, catalogus, catalogusId), gemaakt, zaaktypen, overgeslagen };
}

/** The catalogus with this domein and RSIN: the one that is there, or a new one. */
async function catalogusVoor({ catalogus: gegevens }: CatalogusImport, werk: Werk): Promise<string> {
  const [bestaand] = await werk.ports.db.query<{ id: string }>(
    sql`select id from catalogi.catalogus where domein = ${gegevens.domein} and rsin = ${gegevens.rsin}`,
  );
  if (bestaand) return bestaand.id;
  try {
    return await inStap(werk, (stap) => stap.maak('catalogussen', catalogus, catalogusBody(gegevens)));
  } catch (error) {
    const reden = redenVan(error);
    if (reden === null) throw error;
    throw new INavigatorFout(`De catalogus is niet opgeslagen. ${reden}`, { cause: error });
  }
}

/** By name, because that is how zaaktypen refer to it: a version that is still valid then will do. */
async function slaInformatieobjecttypeOp(
  gegevens: InformatieobjecttypeGegevens,
  catalogusId: string,
  publiceer: boolean,
  stap: Stap,
): Promise<void> {
  const { omschrijving, beginGeldigheid } = gegevens;
  const about = { soort: 'informatieobjecttypen', naam: omschrijving } as const;
  const [bestaand] = await stap.tx.query<Bestaand>(sql`
    select id, concept from catalogi.informatieobjecttype
    where catalogus_id = ${catalogusId} and omschrijving = ${omschrijving}
      and coalesce(einde_geldigheid, 'infinity') >= ${beginGeldigheid}::date
    order by concept, begin_geldigheid limit 1`);
  if (bestaand) return stap.slaOver(bestondAl(about, bestaand, stap.url(informatieobjecttype, bestaand.id)));
  const body = informatieobjecttypeBody(gegevens, stap.url(catalogus, catalogusId));
  const id = await stap.maak('informatieobjecttypen', informatieobjecttype, body);
  if (publiceer) {
    await stap.publiceer('informatieobjecttype', id, { ...about, url: stap.url(informatieobjecttype, id) });
  }
}

/** The zaaktype with everything that hangs off it. Gives its address, or null when it was there already. */
async function slaZaaktypeOp(
  gegevens: ZaaktypeImport,
  opties: { readonly catalogusId: string; readonly publiceer: boolean; readonly selectielijstBase: string },
  stap: Stap,
): Promise<string | null> {
  const { catalogusId, publiceer, selectielijstBase: referentielijsten } = opties;
  const { identificatie, beginGeldigheid } = gegevens.zaaktype;
  const about = { soort: 'zaaktypen', naam: identificatie } as const;
  // Holds the catalogus, so that two imports at once do not store the same zaaktype twice.
  await stap.tx.query(sql`select 1 as ok from catalogi.catalogus where id = ${catalogusId} for no key update`);
  const [bestaand] = await stap.tx.query<Bestaand>(sql`
    select id, concept from catalogi.zaaktype
    where catalogus_id = ${catalogusId} and identificatie = ${identificatie} and begin_geldigheid = ${beginGeldigheid}
    order by concept limit 1`);
  if (bestaand) {
    stap.slaOver(bestondAl(about, bestaand, stap.url(zaaktype, bestaand.id)));
    return null;
  }
  const adressen = { catalogus: stap.url(catalogus, catalogusId), referentielijsten };
  const id = await stap.maak('zaaktypen', zaaktype, zaaktypeBody(gegevens, adressen));
  const url = stap.url(zaaktype, id);
  const statustypen = new Map<string, string>();
  for (const one of gegevens.statustypen) {
    const statustypeId = await stap.maak('statustypen', statustype, statustypeBody(one, url));
    statustypen.set(one.omschrijving, stap.url(statustype, statustypeId));
  }
  for (const one of gegevens.resultaattypen) {
    await stap.maak('resultaattypen', resultaattype, resultaattypeBody(one, { zaaktype: url, referentielijsten }));
  }
  for (const one of gegevens.roltypen) await stap.maak('roltypen', roltype, roltypeBody(one, url));
  for (const one of gegevens.informatieobjecttypen) {
    const body = {
      ...zaaktypeInformatieobjecttypeBody(one, url),
      statustype: statustypen.get(one.statustype ?? '') ?? null,
    };
    await stap.maak('zaaktypeInformatieobjecttypen', zaaktypeInformatieobjecttype, body);
  }
  if (publiceer) await stap.publiceer('zaaktype', id, { ...about, url });
  return url;
}

interface Bestaand {
  readonly id: string;
  readonly concept: boolean;
}

function bestondAl(about: Pick<Overgeslagen, 'soort' | 'naam'>, { concept }: Bestaand, url: string): Overgeslagen {
  const staat = concept ? ' als concept' : '';
  return { ...about, gevolg: 'bestond-al', reden: `Dit staat${staat} al in de catalogus en is niet gewijzigd.`, url };
}
