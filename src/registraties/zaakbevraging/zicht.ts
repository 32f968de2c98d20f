/**
 * What a betrokkene may see of his zaken; there is no statement here that reads zaken without it. A zaak is shown when
 * all of this holds:
 *
 * - he has a rol in it that makes it his: initiator or mede_initiator unless the question names others, and any rol in
 *   which he gave somebody a machtiging. Being a belanghebbende alone is not enough to get it unasked (data minimisation;
 *   gemma-zaken#2641);
 * - the asking application may read it: the predicate of the Zaken API (zrc-006);
 * - it is no more confidential than the setting says. `zaakvertrouwelijk`, the default, is by its meaning open to who is
 *   involved in the zaak; what is above it is not;
 * - its zaaktype is `extern`: what a municipality starts for itself (a leave of its employee, an investigation) is not
 *   shown to the person that it is about.
 *
 * `publicatieIndicatie` is not asked: it says whether zaken of a type are announced to everybody, and one's own zaak is
 * one's own also when it is not. `informeren` of a statustype is about telling unasked; who asks sees every status.
 */
import { raw, type Sql, sql } from '../../platform/db/index.ts';
import { zichtbareZaken } from '../autorisaties/index.ts';
import type { Actor } from '../kern/index.ts';
import { SCOPES, type Zaakbevraging } from './api.ts';
import { type Identificatie, rollenVan } from './identificatie.ts';

/** Rollen in which a zaak can be somebody's own. */
export const EIGEN_ROLLEN = ['initiator', 'mede_initiator', 'belanghebbende'] as const;

/** Those that count when a question names none. */
export const GEWONE_ROLLEN: readonly (typeof EIGEN_ROLLEN)[number][] = ['initiator', 'mede_initiator'];

export interface Zicht {
  readonly actor: Actor;
  readonly identificatie: Identificatie;
  readonly rollen: readonly string[];
  readonly maxVertrouwelijkheid: Zaakbevraging['maxVertrouwelijkheid'];
  /** Only this zaak; null for all. */
  readonly zaak: string | null;
}

/**
 * Parts of a WITH: `gezien` has the zaken that are shown. A zaak is read by its key, one by one: whatever the planner
 * believes of how many there are, it cannot read the whole table (`offset 0` keeps the subquery what it is).
 */
export function gezien({ actor, identificatie, rollen, maxVertrouwelijkheid, zaak }: Zicht): Sql {
  const alleen = zaak === null ? raw('true') : sql`r.zaak_id = ${zaak}::uuid`;
  return sql`betrokken as materialized (
    select distinct r.zaak_id from zaken.rol r
    where ${rollenVan(identificatie)} and ${alleen}
      and (r.omschrijving_generiek = any(${rollen}::text[]) or r.indicatie_machtiging = 'machtiginggever')
  ), gezien as materialized (
    select g.* from betrokken b cross join lateral (
      select z.id, z.identificatie, z.bronorganisatie, z.verantwoordelijke_organisatie, z.registratiedatum, z.startdatum,
        z.einddatum, z.einddatum_gepland, z.uiterlijke_einddatum_afdoening, z.verlenging, z.opschorting, z.status_id, z.resultaat_id,
        coalesce(nullif(z.omschrijving, ''), zt.omschrijving) as omschrijving, zt.omschrijving as zaaktype,
        (z.einddatum is not null or z.archiefstatus <> 'nog_te_archiveren') as klaar
      from zaken.zaak z join catalogi.zaaktype zt on zt.id = z.zaaktype_id
      where z.id = b.zaak_id and ${zichtbareZaken(actor, SCOPES, 'z')}
        and z.vertrouwelijkheidaanduiding <= ${maxVertrouwelijkheid}::catalogi.vertrouwelijkheidaanduiding
        and zt.indicatie_intern_of_extern = 'extern'
      offset 0
    ) g
  )`;
}
