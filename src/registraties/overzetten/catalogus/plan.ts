/**
 * What an import will do, worked out before anything is stored: which objects of the archive belong to one catalogus,
 * under which id each will stand, with which body; and which are there already. Looking up references may ask others,
 * so it happens here, outside the transaction.
 */
import { uuidv7 } from '../../../platform/time/index.ts';
import { isUuid, type Parsed, type Ports, parseBody, resolveReferences } from '../../kern/index.ts';
import { foutenVan, zin } from '../fout.ts';
import type { Melding } from '../rapport.ts';
import type { Soort } from '../soorten.ts';
import type { Archief, Bronding } from './archief.ts';
import { eigenBlik, leesVersies } from './lees.ts';
import { vertaal } from './vertaal.ts';

/** An object that will be made. */
export interface Stap {
  readonly bron: Bronding;
  readonly id: string;
  readonly parsed: Parsed;
  /** Addresses, in the archive, of what it is part of or refers to: without those it cannot be made. */
  readonly nodig: readonly string[];
  readonly naam: string;
}

export interface Plan {
  readonly stappen: readonly Stap[];
  /** Addresses of what was refused already: what is part of it is not made. */
  readonly geweigerd: ReadonlySet<string>;
  readonly meldingen: readonly Melding[];
}

export interface PlanOpties {
  readonly uuids: 'nieuw' | 'behouden';
  /** Id of the catalogus in our register, when it is there. */
  readonly bestaand: string | null;
}

/** The plan for the catalogus `bron`. `soorten` in the order in which they can be made. */
export async function planCatalogus(
  bron: Bronding,
  archief: Archief,
  soorten: readonly Soort[],
  { uuids, bestaand }: PlanOpties,
  ports: Ports,
): Promise<Plan> {
  const leden = soorten.flatMap((soort) =>
    [...archief.dingen.values()].filter((ding) => ding.soort === soort && topVan(ding, archief) === bron.url),
  );
  const ids = new Map(leden.map((ding) => [ding.url, idVan(ding, uuids, ports)]));
  const erAl = new Set<string>();
  const meldingen: Melding[] = [];
  if (bestaand !== null) {
    ids.set(bron.url, bestaand);
    erAl.add(bron.url);
    for (const ding of leden) {
      const id = ding.soort.versies ? await bestaandeVersie(ports, ding, bestaand) : null;
      if (id === null) continue;
      ids.set(ding.url, id);
      erAl.add(ding.url);
      meldingen.push({
        gevolg: 'bestond-al',
        soort: ding.soort.naam,
        naam: naamVan(ding),
        reden: 'Deze versie is er al.',
      });
    }
  }
  const hier = (url: string) => {
    const ding = archief.dingen.get(url);
    const id = ids.get(url);
    if (!ding || id === undefined) return null;
    return { url: `${ports.bases[0]}${ding.soort.resource.href}/${id}`, naam: naamOf(ding) };
  };
  const stappen: Stap[] = [];
  const geweigerd = new Set<string>();
  for (const ding of leden) {
    const ouder = ouderVan(ding);
    if (erAl.has(ding.url) || (!ding.soort.versies && ouder !== null && ouder !== bron.url && erAl.has(ouder)))
      continue;
    const { soort, object } = ding;
    const naam = naamVan(ding);
    const { body, weggelaten } = vertaal(soort, object, archief, hier);
    for (const { veld, adres } of weggelaten) {
      const reden = `${veld} verwijst naar ${adres}, en dat zit niet in het bestand.`;
      meldingen.push({ gevolg: 'weggelaten', soort: soort.naam, naam, reden });
    }
    try {
      const parsed = parseBody(soort.resource, body, ports.bases, false);
      const found = await resolveReferences(soort.resource, parsed, 'create', ports);
      stappen.push({ bron: ding, id: ids.get(ding.url)!, parsed: { ...parsed, found }, nodig: nodigVoor(ding), naam });
    } catch (error) {
      const fouten = foutenVan(error);
      if (fouten === null) throw error;
      geweigerd.add(ding.url);
      meldingen.push({ gevolg: 'geweigerd', soort: soort.naam, naam, reden: zin(fouten) });
    }
  }
  return { stappen, geweigerd, meldingen };
}

/** Objects that belong to no catalogus of the archive. */
export function wezen(archief: Archief, top: string): readonly Melding[] {
  return [...archief.dingen.values()]
    .filter((ding) => archief.dingen.get(topVan(ding, archief) ?? '')?.soort.naam !== top)
    .map((ding) => ({
      gevolg: 'geweigerd',
      soort: ding.soort.naam,
      naam: naamVan(ding),
      reden: 'Het hoort bij iets dat niet in het bestand zit.',
    }));
}

/** The address of what is at the top of it, or of the first thing on the way up that is not there. */
function topVan(ding: Bronding, { dingen }: Archief): string | null {
  let op: Bronding = ding;
  for (;;) {
    const ouder = ouderVan(op);
    if (op.soort.ouder === null) return op.url;
    const hoger = ouder === null ? undefined : dingen.get(ouder);
    // What it is part of is of a higher kind, so this ends.
    if (!hoger || hoger.soort.naam !== op.soort.ouder.naar) return null;
    op = hoger;
  }
}

function ouderVan({ soort, object }: Bronding): string | null {
  const adres = soort.ouder === null ? null : object[soort.ouder.veld];
  return typeof adres === 'string' ? adres : null;
}

function nodigVoor({ soort, object }: Bronding): readonly string[] {
  return soort.adressen.map(({ veld }) => object[veld]).filter((adres) => typeof adres === 'string');
}

function idVan({ url }: Bronding, uuids: PlanOpties['uuids'], ports: Ports): string {
  const eigen = url.replace(/\/$/, '').split('/').at(-1)!.toLowerCase();
  return uuids === 'behouden' && isUuid(eigen) ? eigen : uuidv7(ports.clock, ports.random);
}

function naamOf({ soort, object }: Bronding): string | null {
  const naam = soort.naamveld === null ? null : object[soort.naamveld];
  return typeof naam === 'string' ? naam : null;
}

/** What a person calls it: its name or number, and the zaaktype that it is part of. */
function naamVan(ding: Bronding): string {
  const { object } = ding;
  const zelf = naamOf(ding) ?? object['volgnummer'] ?? object['domein'] ?? ding.url.split('/').at(-1);
  const van = ding.soort.versies ? object['beginGeldigheid'] : object['zaaktypeIdentificatie'];
  return typeof van === 'string' ? `${zelf} (${van})` : String(zelf);
}

/** Id of the version with the same name and the same first day. */
async function bestaandeVersie(ports: Ports, ding: Bronding, catalogus: string): Promise<string | null> {
  const naam = naamOf(ding);
  if (naam === null) return null;
  const versies = await leesVersies(ports.db, ding.soort, catalogus, naam, eigenBlik(ports));
  const begin = ding.object['beginGeldigheid'];
  return versies.find(({ waarden }) => waarden['beginGeldigheid'] === begin)?.id ?? null;
}
