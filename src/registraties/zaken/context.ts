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
  /** BSNs of initiators that are a natuurlijk persoon, as the register has them; empty text when one has none. */
  readonly initiatorBsns: readonly string[];
  /** How many initiators there are, of any kind. */
  readonly initiatoren: number;
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
      'initiatorBsns', (select coalesce(json_agg(coalesce(i.inp_bsn, '')), '[]'::json) from zaken.rol i
        where i.zaak_id = z.id and i.omschrijving_generiek = 'initiator' and i.betrokkene_type = 'natuurlijk_persoon'),
      'initiatoren', (select count(*) from zaken.rol i where i.zaak_id = z.id and i.omschrijving_generiek = 'initiator')
    ) as context
    from zaken.status s
    join zaken.zaak z on z.id = s.zaak_id
    join catalogi.statustype st on st.id = s.statustype_id
    join catalogi.zaaktype zt on zt.id = z.zaaktype_id
    where s.id = any(${ids}::uuid[])`);
  return new Map(rows.map((row) => [row.id, { ...row.context, datumStatusGezet: row.moment }]));
}
