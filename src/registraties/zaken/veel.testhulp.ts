/**
 * Test help: zaken by the hundred thousand, for who looks at plans and times. Written in SQL, for through the API they
 * would take hours; what the API does besides (audit rows, events) is not read by what is measured.
 */
import { raw, type Sql, sql } from '../../platform/db/index.ts';

/** The ids of a zaaktype and of what belongs to it. */
export interface TypeIds {
  readonly zaaktype: string;
  readonly eerste: string;
  readonly laatste: string;
  readonly resultaattype: string;
  readonly roltype: string;
}

export interface VeelZaken {
  readonly rsin: string;
  readonly typen: readonly TypeIds[];
  /** Zaken when it is complete; those that are written last are the newest. */
  readonly omvang: number;
  /** BSNs; the other initiatoren are companies. */
  readonly burgers: readonly string[];
  /** How many there are of citizens and companies together. */
  readonly initiatoren: number;
}

/** New zaken on a day. */
const PER_DAG = 550;
const MAAND = 30 * PER_DAG;

/** An id as the product makes them (RFC 9562, version 7: they rise with time), of one kind of object of zaak n. */
const id = (kind: string): Sql =>
  raw(`(lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || '7' ||
  '${kind}' || '00' || '8' || lpad(to_hex(n * 2654435761 % 4294967296), 15, '0'))::uuid`);

/**
 * Writes the zaken `van` up to `tot` (from 0), each with its statussen, its resultaat and an initiator. Zaak n has an id
 * from which n can be read, its own moment, and one of the eight vertrouwelijkheidaanduidingen, mostly the lower. One in
 * five, of the last month all, is open.
 */
export function veelZaken(stand: VeelZaken, van: number, tot: number): Sql {
  return sql`
    with bron as materialized (
      select *, ${id('a')} as zaak, ${id('b')} as eerste, ${id('c')} as laatste, ${id('d')} as resultaat, ${id('e')} as rol
      from (
        select n, (1 + n * 7919 % ${stand.typen.length}::int)::int as t, (n % ${stand.initiatoren}::int)::int as wie,
          n % 5 = 0 or n > ${stand.omvang}::int - ${MAAND}::int as open, moment, moment::date as dag
        from generate_series(${van}::bigint, ${tot}::bigint - 1) n,
          lateral (select now() - (${stand.omvang}::int - n) * interval '1 day' / ${PER_DAG}::int as moment) m
      ) g
    ), zaak as (
      insert into zaken.zaak (id, identificatie, bronorganisatie, omschrijving, toelichting, zaaktype_id, registratiedatum,
        verantwoordelijke_organisatie, startdatum, einddatum, uiterlijke_einddatum_afdoening, communicatiekanaal,
        producten_of_diensten, vertrouwelijkheidaanduiding, betalingsindicatie, selectielijstklasse, relevante_andere_zaken,
        kenmerken, archiefnominatie, archiefstatus, archiefactiedatum, opdrachtgevende_organisatie, status_id, resultaat_id)
      select zaak, 'BENCH-' || n, ${stand.rsin}, 'Boom ' || n || ' aan de Voorbeeldlaan', 'Aangevraagd via de website.', (${stand.typen.map((t) => t.zaaktype)}::uuid[])[t],
        dag, ${stand.rsin}, dag, case when not open then dag + 28 end, dag + 56, '', '[]',
        (enum_range(null::catalogi.vertrouwelijkheidaanduiding))[(1 + (n * 31 % 100) * (n * 31 % 100) / 1300)::int], '', '', '[]',
        '[]', 'vernietigen', 'nog_te_archiveren', case when not open then dag + 400 end, '',
        case when open then eerste else laatste end, case when not open then resultaat end
      from bron
    ), status as (
      insert into zaken.status (id, zaak_id, statustype_id, datum_status_gezet, statustoelichting)
      select eerste, zaak, (${stand.typen.map((t) => t.eerste)}::uuid[])[t], moment, '' from bron
      union all
      select laatste, zaak, (${stand.typen.map((t) => t.laatste)}::uuid[])[t], moment + interval '28 days', '' from bron where not open
    ), resultaat as (
      insert into zaken.resultaat (id, zaak_id, resultaattype_id, toelichting)
      select resultaat, zaak, (${stand.typen.map((t) => t.resultaattype)}::uuid[])[t], '' from bron where not open
    )
    insert into zaken.rol (id, zaak_id, roltype_id, betrokkene, betrokkene_type, afwijkende_naam_betrokkene, omschrijving,
      omschrijving_generiek, roltoelichting, registratiedatum, indicatie_machtiging, betrokkene_identificatie, inp_bsn,
      kvk_nummer)
    select rol, zaak, (${stand.typen.map((t) => t.roltype)}::uuid[])[t], '', case when bsn is null then 'vestiging' else 'natuurlijk_persoon' end, '',
      'Aanvrager', 'initiator', 'Aanvrager', moment, '',
      case when bsn is null then json_build_object('kvkNummer', kvk) else json_build_object('inpBsn', bsn) end,
      bsn, case when bsn is null then kvk end
    from bron, lateral (select (${stand.burgers}::text[])[wie + 1] as bsn, lpad(wie::text, 8, '6') as kvk) b`;
}
