/** The two statements: what is disclosed and the row of the verwerkingenlog that says so, in one round trip. */
import { join, raw, type Sql, sql } from '../../platform/db/index.ts';
import { todayInAmsterdam } from '../../standaarden/tijd/index.ts';
import type { Actor } from '../kern/index.ts';
import type { Zaakbevraging } from './api.ts';
import { betrokkeneVan } from './identificatie.ts';
import { AFGEROND_VELDEN, DETAIL, GEWOON, LOPEND, toon, type Vraag } from './velden.ts';
import type { leesVraag, OVERZICHT, ZAAK } from './vraag.ts';
import { gezien } from './zicht.ts';

/** Zaken in each list at most; `aantal` tells how many there are. */
export const MEESTE = 500;

/** Who asks, by which address of ours, and by which trace. */
export interface Vrager {
  readonly actor: Actor;
  readonly base: string;
  readonly trace: string | null;
}

export type Overzichtsvraag = ReturnType<typeof leesVraag<typeof OVERZICHT>>;
export type Zaakvraag = ReturnType<typeof leesVraag<typeof ZAAK>>;

/** Both lists as one JSON text. */
export function overzicht(bevraging: Zaakbevraging, vraag: Overzichtsvraag, vrager: Vrager): Sql {
  const wel = (deel: 'lopend' | 'afgerond') => vraag.deel === 'alle' || vraag.deel === deel;
  const omgeving = omgevingVan(bevraging, vraag, vrager);
  const lijst = (deel: 'lopend' | 'afgerond', order: string): Sql => {
    const velden = deel === 'lopend' ? LOPEND : AFGEROND_VELDEN;
    const zaak = toon(velden, vraag.fields ?? GEWOON[deel], omgeving);
    return sql`${raw(`'${deel}'`)}, json_build_object('aantal', (select count(*) from gezien g where g.klaar = ${raw(String(deel === 'afgerond'))}),
      'zaken', (select coalesce(json_agg(${zaak} order by ${raw(order)}), '[]'::json) from ${raw(deel)} g))`;
  };
  const delen = [
    ...(wel('lopend') ? [lijst('lopend', 'g.registratiedatum desc, g.id desc')] : []),
    ...(wel('afgerond') ? [lijst('afgerond', 'g.einddatum desc nulls first, g.id desc')] : []),
  ];
  return sql`with ${gezien(zichtVan(bevraging, vraag, vrager, null))},
    lopend as materialized (select * from gezien where not klaar and ${wel('lopend')}
      order by registratiedatum desc, id desc limit ${raw(String(MEESTE))}),
    afgerond as materialized (select * from gezien where klaar and ${wel('afgerond')}
      order by einddatum desc nulls first, id desc limit ${raw(String(MEESTE))}),
    verstrekt as (select string_agg(n.identificatie, ', ' order by n.identificatie) as nummers
      from (select identificatie from lopend union all select identificatie from afgerond) n),
    gelogd as (${logregel(bevraging, vraag, vrager, 'Overzicht van zaken gegeven', raw(`coalesce(nummers, 'geen zaken')`), 'verstrekt')})
    select json_build_object('peilmoment', ${peilmoment(bevraging)}::text, ${join(delen)})::text as json`;
}

/** One zaak as JSON text; no row, here and in the verwerkingenlog, when it is not shown. */
export function zaak(bevraging: Zaakbevraging, id: string, vraag: Zaakvraag, vrager: Vrager): Sql {
  return sql`with ${gezien(zichtVan(bevraging, vraag, vrager, id))},
    gelogd as (${logregel(bevraging, vraag, vrager, 'Gegevens van een zaak gegeven', raw('identificatie'), 'gezien')})
    select json_build_object('peilmoment', ${peilmoment(bevraging)}::text,
      'zaak', ${toon(DETAIL, vraag.fields ?? Object.keys(DETAIL), omgevingVan(bevraging, vraag, vrager))})::text as json from gezien g`;
}

/** The moment at which the register was read: what a portal shows beside data that it kept. */
const peilmoment = ({ ports }: Zaakbevraging): string => ports.clock.now().toISOString();

/** What the attributes must know of who asks, and when. */
function omgevingVan({ ports, maxVertrouwelijkheid }: Zaakbevraging, vraag: Zaakvraag, vrager: Vrager): Vraag {
  return { ...vraag, ...vrager, maxVertrouwelijkheid, vandaag: todayInAmsterdam(ports.clock.now()) };
}

function zichtVan(
  { maxVertrouwelijkheid }: Zaakbevraging,
  { identificatie, rollen }: Zaakvraag,
  { actor }: Vrager,
  id: string | null,
): Parameters<typeof gezien>[0] {
  return { actor, identificatie, rollen, maxVertrouwelijkheid, zaak: id };
}

function logregel(
  { verwerkingen }: Zaakbevraging,
  { identificatie }: Zaakvraag,
  { actor, trace }: Vrager,
  naam: string,
  object: Sql,
  uit: string,
): Sql {
  const ontvanger = actor.applicatie || actor.clientId;
  const betrokkene = betrokkeneVan(identificatie);
  return verwerkingen.deel({ betrokkene, activiteit: 'zaakbevraging', naam, ontvanger, trace }, object, uit);
}
