/** A catalogus as an archive that Zaakbode and Open Zaak import. The same catalogus gives the same bytes. */
import { type Queryable, sql } from '../../../platform/db/index.ts';
import { writeZip } from '../../../platform/zip/index.ts';
import type { Fields, Ports } from '../../kern/index.ts';
import { OverzetFout } from '../fout.ts';
import type { Soort } from '../soorten.ts';
import { type Ding, eigenBlik, type Inhoud, leesInhoud } from './lees.ts';
import { catalogusSoorten } from './soorten.ts';
import { bestandsnaam, metStreepjes } from './vorm.ts';

/** A catalogus by what people call it: its domein, and its RSIN where two organisations use the same. */
export interface Catalogusnaam {
  readonly domein: string;
  readonly rsin?: string | undefined;
}

export interface Export {
  readonly zip: Buffer;
  /** How many there are of each kind. */
  readonly aantallen: Readonly<Record<string, number>>;
}

export async function exporteerCatalogus(
  ports: Pick<Ports, 'db' | 'clock' | 'bases' | 'profile'>,
  naam: Catalogusnaam,
): Promise<Export> {
  const { db } = ports;
  const soorten = catalogusSoorten();
  const inhoud = await leesInhoud(db, soorten, await zoekCatalogus(db, naam), eigenBlik(ports));
  const files = new Map<string, Uint8Array>();
  for (const soort of soorten) {
    const dingen = inhoud.get(soort.naam)!;
    if (dingen.length === 0) continue;
    const lijst = dingen.map((ding) => metStreepjes(alsObject(ding, soorten, inhoud)));
    files.set(bestandsnaam(soort.naam), Buffer.from(JSON.stringify(lijst, null, 1)));
  }
  return { zip: writeZip(files), aantallen: aantallenVan(inhoud) };
}

export function aantallenVan(inhoud: Inhoud): Readonly<Record<string, number>> {
  return Object.fromEntries([...inhoud].map(([naam, dingen]) => [naam, dingen.length]));
}

/** Id of the catalogus of this name; says what to do when there is none, or more than one. */
export async function zoekCatalogus(db: Queryable, { domein, rsin }: Catalogusnaam): Promise<string> {
  const rows = await db.query<{ id: string; rsin: string }>(
    sql`select id, rsin from catalogi.catalogus where domein = ${domein} and rsin = coalesce(${rsin ?? null}, rsin)`,
  );
  if (rows.length === 0) throw new OverzetFout(`Er is geen catalogus met domein ${domein}.`);
  if (rows.length > 1) {
    throw new OverzetFout(`Er zijn ${rows.length} catalogussen met domein ${domein}. Kies er een met --rsin.`);
  }
  return rows[0]!.id;
}

/**
 * The object as the API shows it, so that who reads the archive alone can follow it: a reference by name as the address
 * of the latest version in the archive, also when none is valid today; and no addresses of what comes later, for Open
 * Zaak reads the kinds in this order.
 */
function alsObject(ding: Ding, soorten: readonly Soort[], inhoud: Inhoud): Record<string, unknown> {
  const { soort, json, waarden } = ding;
  const shown: Record<string, unknown> = { ...json };
  for (const { veld, naar } of soort.namen) {
    const adres = (waarde: unknown): unknown => {
      if (Array.isArray(waarde)) return waarde.map(adres);
      // What is said of a reference stands beside it, under the name of what it leads to.
      if (typeof waarde === 'object' && waarde !== null && naar in waarde) {
        return { ...waarde, [naar]: adres((waarde as Record<string, unknown>)[naar]) };
      }
      return laatste(inhoud.get(naar)!, waarde)?.url ?? waarde;
    };
    shown[veld] = adres(waarden[veld]);
  }
  const later = soorten.slice(soorten.indexOf(soort) + 1).map(({ naam }) => naam);
  for (const [veld, { relation, parser }] of Object.entries(soort.resource.fields as Fields)) {
    if (relation?.kind === 'many' && relation.on && !parser && later.includes(relation.target.name)) shown[veld] = [];
  }
  return shown;
}

/** The version of this name that is valid last. */
function laatste(dingen: readonly Ding[], naam: unknown): Ding | undefined {
  const begin = (ding: Ding): string => String(ding.waarden['beginGeldigheid'] ?? '');
  return dingen
    .filter(({ soort, waarden }) => soort.naamveld !== null && waarden[soort.naamveld] === naam)
    .sort((a, b) => begin(a).localeCompare(begin(b)))
    .at(-1);
}
