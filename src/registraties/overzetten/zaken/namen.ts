/**
 * References of a zaak by name: the zaaktype by its identificatie, its parts by their omschrijving or naam. Read once for
 * a run, since what is published is fixed.
 */
import { type Queryable, raw, sql } from '../../../platform/db/index.ts';
import type { InvalidParam } from '../../../platform/http/index.ts';
import { columnOf, type Fields } from '../../kern/index.ts';
import { catalogusSoorten } from '../catalogus/soorten.ts';
import type { Catalogusnaam } from '../catalogus/uit.ts';

/** What a name leads to, or why it leads nowhere. */
export type Gevonden = { readonly id: string } | Omit<InvalidParam, 'name'>;

export interface Namen {
  /** The published version of this zaaktype for a zaak that begins on this day. */
  zaaktype(identificatie: string, startdatum: string): Gevonden;
  /** A part of a zaaktype. */
  deel(soort: string, zaaktype: string, naam: string): Gevonden;
  /** Is this a kind of thing of the catalogus that has a name? */
  kent(soort: string): boolean;
}

interface Versie {
  readonly id: string;
  readonly catalogus: string;
  readonly identificatie: string;
  readonly begin: string;
  readonly einde: string | null;
}

/** `binnen`: only zaaktypen of this catalogus, where more have the same identificatie. */
export async function leesNamen(db: Queryable, binnen: Catalogusnaam | null): Promise<Namen> {
  const versies = await db.query<Versie>(sql`
    select z.id, z.catalogus_id as catalogus, z.identificatie, z.begin_geldigheid as begin, z.einde_geldigheid as einde
    from catalogi.zaaktype z join catalogi.catalogus c on c.id = z.catalogus_id
    where not z.concept and c.domein = coalesce(${binnen?.domein ?? null}, c.domein)
      and c.rsin = coalesce(${binnen?.rsin ?? null}, c.rsin)
    order by z.begin_geldigheid`);
  const perNaam = new Map<string, Versie[]>();
  for (const versie of versies) {
    perNaam.set(versie.identificatie, [...(perNaam.get(versie.identificatie) ?? []), versie]);
  }
  const delen = new Map<string, Map<string, string[]>>();
  for (const { naam, naamveld, ouder, resource } of catalogusSoorten()) {
    if (ouder?.naar !== 'zaaktype' || naamveld === null) continue;
    const column = columnOf(naamveld, (resource.fields as Fields)[naamveld]!.column)!;
    const rows = await db.query<{ id: string; sleutel: string }>(sql`
      select id, ${raw(`${ouder.column} || ' ' || ${column}`)} as sleutel from ${raw(resource.table)}`);
    const ids = new Map<string, string[]>();
    for (const { id, sleutel } of rows) ids.set(sleutel, [...(ids.get(sleutel) ?? []), id]);
    delen.set(naam, ids);
  }
  return {
    zaaktype(identificatie, startdatum) {
      const kandidaten = perNaam.get(identificatie) ?? [];
      if (new Set(kandidaten.map(({ catalogus }) => catalogus)).size > 1) {
        return meer(`zaaktypen met identificatie ${identificatie}`, 'Kies de catalogus met --catalogus.');
      }
      const gekozen = versieVoor(kandidaten, startdatum);
      return gekozen ?? geen(`gepubliceerd zaaktype met identificatie ${identificatie}`);
    },
    deel(soort, zaaktype, naam) {
      const ids = delen.get(soort)?.get(`${zaaktype} ${naam}`) ?? [];
      if (ids.length > 1) return meer(`keer ${soort} ${naam}`, 'Geef het adres.', ids.length);
      return ids.length === 1 ? { id: ids[0]! } : geen(`${soort} ${naam} bij dit zaaktype`);
    },
    kent: (soort) => soort === 'zaaktype' || delen.has(soort),
  };
}

/** The version that was valid on that day; of a zaak from before the first one that, from after the last one that. */
function versieVoor(versies: readonly Versie[], dag: string): Versie | undefined {
  const geldig = versies.find(({ begin, einde }) => begin <= dag && (einde === null || einde >= dag));
  return geldig ?? versies.findLast(({ begin }) => begin <= dag) ?? versies[0];
}

function geen(wat: string): Omit<InvalidParam, 'name'> {
  return { code: 'does_not_exist', reason: `Er is geen ${wat}.` };
}

function meer(wat: string, doe: string, aantal?: number): Omit<InvalidParam, 'name'> {
  return { code: 'ambiguous', reason: `Er zijn ${aantal === undefined ? 'meer' : aantal} ${wat}. ${doe}` };
}
