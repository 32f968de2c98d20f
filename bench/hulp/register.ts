/**
 * A register of a municipality of some years: zaken of a hundred zaaktypen, 550 a working day, most of them closed, each
 * with its statussen, its resultaat and an initiator. Written in SQL, for through the API a million would take hours;
 * what the API does besides (audit rows, events) is not read by what is measured.
 */

import { proefBsns } from './bsn.ts';
import { getal } from './cijfers.ts';
import type { Werkplaats } from './werkplaats.ts';
import type { Zaaktype } from './zaaien.ts';

/** The zaken of one citizen. */
export const PER_BURGER = 20;
/** The range of test BSNs has some 9,000. */
const MEESTE_BURGERS = 9_000;
const PER_DAG = 550;
const PORTIE = 50_000;

/** The citizens of a register of so many zaken; half of the zaken, or what is left of it, have a company as initiator. */
export const burgersVan = (zaken: number): readonly string[] =>
  proefBsns(Math.min(MEESTE_BURGERS, Math.floor(zaken / PER_BURGER / 2)));

export interface Register {
  readonly database: string;
  readonly typen: readonly Zaaktype[];
  /** RSIN of the municipality. */
  readonly rsin: string;
  /** Zaken when it is complete; those that are written last are the newest. */
  readonly omvang: number;
}

/**
 * Writes the zaken `van` up to `tot` (from 0) and gives how many per second. Zaak n has an id from which n can be read,
 * its own moment, and one of the eight vertrouwelijkheidaanduidingen, mostly the lower.
 */
export async function vulRegister(w: Werkplaats, register: Register, van: number, tot: number): Promise<number> {
  const begin = performance.now();
  const values = waarden(register);
  for (let from = van; from < tot; from += PORTIE) {
    w.signal.throwIfAborted();
    const to = Math.min(tot, from + PORTIE);
    await w.databases.vraag(register.database, ZAKEN, [...values, from, to]);
    w.meld(`  ${getal(to)} zaken`);
  }
  const perSeconde = (tot - van) / ((performance.now() - begin) / 1000);
  await w.databases.vraag(register.database, 'vacuum analyze');
  return perSeconde;
}

const uuidOf = (url: string): string => url.slice(-36);

function waarden({ typen, rsin, omvang }: Register): readonly unknown[] {
  return [
    rsin,
    omvang,
    typen.map((t) => uuidOf(t.zaaktype)),
    typen.map((t) => uuidOf(t.statustypen[0]!)),
    typen.map((t) => uuidOf(t.eindstatus)),
    typen.map((t) => uuidOf(t.resultaattype)),
    typen.map((t) => uuidOf(t.initiator)),
    burgersVan(omvang),
    Math.floor(omvang / PER_BURGER),
  ];
}

/** An id as the product makes them (RFC 9562, version 7: they rise with time), of one kind of object of zaak n. */
const id = (kind: string): string => `(lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || '7' ||
  '${kind}' || '00' || '8' || lpad(to_hex(n * 2654435761 % 4294967296), 15, '0'))::uuid`;

/**
 * $1 RSIN, $2 size, $3–$7 per zaaktype its id, first status, last status, resultaat and roltype, $8 BSNs, $9 number of
 * initiators, $10 and $11 the zaken to make. One in five, of the last year mostly, is open.
 */
const ZAKEN = `
  with bron as materialized (
    select *, ${id('a')} as zaak, ${id('b')} as eerste, ${id('c')} as laatste, ${id('d')} as resultaat, ${id('e')} as rol
    from (
      select n, (1 + n * 7919 % array_length($3::uuid[], 1))::int as t, (n % $9::int)::int as wie,
        n % 5 = 0 or n > $2::int - ${30 * PER_DAG} as open, moment, moment::date as dag
      from generate_series($10::bigint, $11::bigint - 1) n,
        lateral (select now() - ($2::int - n) * interval '1 day' / ${PER_DAG} as moment) m
    ) g
  ), zaak as (
    insert into zaken.zaak (id, identificatie, bronorganisatie, omschrijving, toelichting, zaaktype_id, registratiedatum,
      verantwoordelijke_organisatie, startdatum, einddatum, uiterlijke_einddatum_afdoening, communicatiekanaal,
      producten_of_diensten, vertrouwelijkheidaanduiding, betalingsindicatie, selectielijstklasse, relevante_andere_zaken,
      kenmerken, archiefnominatie, archiefstatus, archiefactiedatum, opdrachtgevende_organisatie, status_id, resultaat_id)
    select zaak, 'BENCH-' || n, $1, 'Boom ' || n || ' aan de Voorbeeldlaan', 'Aangevraagd via de website.', ($3::uuid[])[t],
      dag, $1, dag, case when not open then dag + 28 end, dag + 56, '', '[]',
      (enum_range(null::catalogi.vertrouwelijkheidaanduiding))[(1 + (n * 31 % 100) * (n * 31 % 100) / 1300)::int], '', '', '[]',
      '[]', 'vernietigen', 'nog_te_archiveren', case when not open then dag + 400 end, '',
      case when open then eerste else laatste end, case when not open then resultaat end
    from bron
  ), status as (
    insert into zaken.status (id, zaak_id, statustype_id, datum_status_gezet, statustoelichting)
    select eerste, zaak, ($4::uuid[])[t], moment, '' from bron
    union all
    select laatste, zaak, ($5::uuid[])[t], moment + interval '28 days', '' from bron where not open
  ), resultaat as (
    insert into zaken.resultaat (id, zaak_id, resultaattype_id, toelichting)
    select resultaat, zaak, ($6::uuid[])[t], '' from bron where not open
  )
  insert into zaken.rol (id, zaak_id, roltype_id, betrokkene, betrokkene_type, afwijkende_naam_betrokkene, omschrijving,
    omschrijving_generiek, roltoelichting, registratiedatum, indicatie_machtiging, betrokkene_identificatie, inp_bsn,
    kvk_nummer)
  select rol, zaak, ($7::uuid[])[t], '', case when bsn is null then 'vestiging' else 'natuurlijk_persoon' end, '',
    'Aanvrager', 'initiator', 'Aanvrager', moment, '',
    case when bsn is null then json_build_object('kvkNummer', kvk) else json_build_object('inpBsn', bsn) end,
    bsn, case when bsn is null then kvk end
  from bron, lateral (select ($8::text[])[wie + 1] as bsn, lpad(wie::text, 8, '6') as kvk) b`;
