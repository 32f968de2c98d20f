/** A status with everything around it that tells what it is about: for messages and pages, in one statement for many. */
import { type Queryable, sql } from '../../platform/db/index.ts';
import type { Vertrouwelijkheid } from '../../standaarden/zgw/index.ts';

export interface StatusContext {
  readonly statusId: string;
  readonly datumStatusGezet: Date;
  readonly statustoelichting: string;
  readonly statustype: {
    readonly volgnummer: number;
    readonly omschrijving: string;
    readonly statustekst: string;
    readonly informeren: boolean;
    readonly isEindstatus: boolean;
  };
  readonly zaak: {
    readonly id: string;
    readonly identificatie: string;
    readonly omschrijving: string;
    readonly toelichting: string;
    readonly bronorganisatie: string;
    readonly startdatum: string;
    readonly registratiedatum: string;
    readonly einddatum: string | null;
    readonly einddatumGepland: string | null;
    readonly uiterlijkeEinddatum: string | null;
    readonly vertrouwelijkheid: Vertrouwelijkheid;
  };
  readonly zaaktype: {
    readonly id: string;
    readonly identificatie: string;
    readonly omschrijving: string;
    readonly publicatieIndicatie: boolean;
  };
  readonly resultaat: { readonly omschrijving: string; readonly toelichting: string } | null;
  /** Who may be told, in a fixed order; what kinds of rol count is for the reader to say. */
  readonly betrokkenen: readonly ZaakBetrokkene[];
  /** The register it comes from: `eigen`, or the name of another (X2). */
  readonly register: string;
}

/** The kinds of rol to whom a message about a zaak can be addressed. */
export const ROLSOORTEN = ['initiator', 'mede_initiator', 'belanghebbende', 'gemachtigde'] as const;
export type Rolsoort = (typeof ROLSOORTEN)[number];

/** Somebody in a zaak. */
export interface ZaakBetrokkene {
  readonly rolId: string;
  /** `gemachtigde` is who acts for another (`indicatieMachtiging`) without being an initiator himself. */
  readonly soort: Rolsoort;
  /** A natuurlijk persoon; false for an organisation, a vestiging or an employee. */
  readonly isPersoon: boolean;
  /** As the register has it; empty when it has none. */
  readonly bsn: string;
  /** With what he logged in when he took his rol (`authenticatieContext.source`, e.g. `digid`); null when he did not. */
  readonly ingelogdMet: string | null;
  /** clientId of the application that wrote the rol; null when that is not known. */
  readonly door: string | null;
}

/** The contexts of these statussen, by id; one that is gone is left out. */
export async function leesStatusContexten(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StatusContext>> {
  const rows = await db.query<{ id: string; context: Omit<StatusContext, 'datumStatusGezet'>; moment: Date }>(sql`
    select s.id, s.datum_status_gezet as moment, json_build_object(
      'statusId', s.id, 'statustoelichting', s.statustoelichting,
      'statustype', json_build_object('volgnummer', st.volgnummer, 'omschrijving', st.omschrijving, 'statustekst', st.statustekst,
        'informeren', st.informeren, 'isEindstatus', not exists (
          select 1 from catalogi.statustype h where h.zaaktype_id = st.zaaktype_id and h.volgnummer > st.volgnummer)),
      'zaak', json_build_object('id', z.id, 'identificatie', z.identificatie, 'omschrijving', z.omschrijving,
        'toelichting', z.toelichting, 'bronorganisatie', z.bronorganisatie, 'startdatum', z.startdatum,
        'registratiedatum', z.registratiedatum, 'einddatum', z.einddatum, 'einddatumGepland', z.einddatum_gepland,
        'uiterlijkeEinddatum', z.uiterlijke_einddatum_afdoening, 'vertrouwelijkheid', z.vertrouwelijkheidaanduiding),
      'zaaktype', json_build_object('id', zt.id, 'identificatie', zt.identificatie, 'omschrijving', zt.omschrijving,
        'publicatieIndicatie', zt.publicatie_indicatie),
      'resultaat', (select json_build_object('omschrijving', rt.omschrijving, 'toelichting', r.toelichting)
        from zaken.resultaat r join catalogi.resultaattype rt on rt.id = r.resultaattype_id where r.zaak_id = z.id),
      'register', 'eigen',
      'betrokkenen', (select coalesce(json_agg(json_build_object('rolId', i.id,
          'soort', case when i.omschrijving_generiek not like '%initiator' and i.indicatie_machtiging = 'gemachtigde'
            then 'gemachtigde' else i.omschrijving_generiek end,
          'isPersoon', i.betrokkene_type = 'natuurlijk_persoon', 'bsn', coalesce(i.inp_bsn, ''),
          'ingelogdMet', i.authenticatie_context ->> 'source',
          'door', (select a.applicatie_id from kern.audit a where a.resource_id = i.id and a.actie in ('create', 'update', 'partial_update')
            order by a.nr desc limit 1)) order by i.id), '[]'::json)
        from zaken.rol i where i.zaak_id = z.id
          and (i.omschrijving_generiek in ('initiator', 'mede_initiator', 'belanghebbende') or i.indicatie_machtiging = 'gemachtigde'))
    ) as context
    from zaken.status s
    join zaken.zaak z on z.id = s.zaak_id
    join catalogi.statustype st on st.id = s.statustype_id
    join catalogi.zaaktype zt on zt.id = z.zaaktype_id
    where s.id = any(${ids}::uuid[])`);
  return new Map(rows.map((row) => [row.id, { ...row.context, datumStatusGezet: row.moment }]));
}
