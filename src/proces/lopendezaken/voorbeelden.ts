/**
 * A message as it would be made now, for who wants to see it before it leaves (L13): about a zaak that is there, or about a
 * made-up one. Made by the same code as a message that leaves; nothing is stored, nothing is sent, and no BSN stands in it.
 */
import type { StatusBron, StatusContext } from '../../integratie/bronnen/index.ts';
import { type Database, sql } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import type { StatustypeRegel, ZaaktypeRegel } from '../../registraties/catalogi/index.ts';
import { leesStatusIds } from '../../registraties/zaken/index.ts';
import { Bsn, maskBsn } from '../../standaarden/bsn/index.ts';
import {
  type Berichtsoort,
  checkZaakbericht,
  metResultaatInStatus,
  TOEVOEGING,
  type Voorbeeld,
  voorbeeldVan,
  type Zaakbericht,
} from '../../standaarden/stuf/index.ts';
import { todayInAmsterdam } from '../../standaarden/tijd/index.ts';
import { type Inrichting, type Stroom, stroomVan } from './inrichting.ts';
import type { Instellingen } from './poorten.ts';
import { samenstellen } from './samenstellen.ts';
import type { Standaard, Vormen } from './vormen.ts';

export interface Voorbeelden {
  /** As MijnOverheid would show each status of this zaaktype, by its volgnummer. */
  statussen(zaaktype: ZaaktypeRegel, zaak: Voorbeeldzaak, inrichting: Inrichting): ReadonlyMap<number, Voorbeeld>;
  /** The zaak with this number, when it is of this zaaktype and has a status; null otherwise. */
  zoek(zaaknummer: string, zaaktype: ZaaktypeRegel): Promise<Voorbeeldzaak | null>;
  /** One that is not there. */
  verzonnen(zaaktype: ZaaktypeRegel): Voorbeeldzaak;
  /** The message itself. */
  bericht(
    zaaktype: ZaaktypeRegel,
    volgnummer: number,
    zaak: Voorbeeldzaak,
    inrichting: Inrichting,
  ): Voorbeeldbericht | null;
}

/** Statussen of one zaak, the latest first; of one that is made up a single one. */
export type Voorbeeldzaak = readonly [StatusContext, ...StatusContext[]];

export interface Voorbeeldbericht {
  /** Null: no stroom has this zaaktype, so nothing would be sent. */
  readonly stroom: Stroom | null;
  /** The form in which it is written; of what goes by CloudEvents no message is made. */
  readonly standaard: Standaard | null;
  /** BSN masked; null when it cannot be made. */
  readonly tekst: string | null;
  /** Why it could not be sent so, as sentences. */
  readonly fouten: readonly string[];
  readonly voorbeeld: Voorbeeld;
}

const VERZONNEN_NUMMER = 'ZAAK-2026-0000000123';
const VERZONNEN_ID = '00000000-0000-4000-8000-000000000123';
/** Reserved for tests; never shown. */
const NIEMAND = Bsn.parse('999993653')!;

export interface VoorbeeldenOptions {
  readonly db: Database;
  readonly bron: StatusBron;
  readonly instellingen: Instellingen;
  readonly vormen: Pick<Vormen, 'schrijf' | 'keur'>;
  readonly clock: Clock;
}

export function createVoorbeelden({ db, bron, instellingen, vormen, clock }: VoorbeeldenOptions): Voorbeelden {
  /** The zaak as if this status were set now; as it was set, when it was. */
  function contextVan(zaaktype: ZaaktypeRegel, { omschrijving, ...rest }: StatustypeRegel, zaak: Voorbeeldzaak) {
    const gezet = zaak.find(({ statustype }) => statustype.omschrijving === omschrijving);
    const [laatste] = zaak;
    const isEindstatus = zaaktype.statustypen.every(({ volgnummer }) => volgnummer <= rest.volgnummer);
    const statustype = { omschrijving, ...rest, isEindstatus };
    const context: StatusContext = gezet ?? { ...laatste, statustoelichting: '', datumStatusGezet: clock.now() };
    // A zaak is closed by its last status.
    const einddatum = context.zaak.einddatum ?? (isEindstatus ? todayInAmsterdam(clock.now()) : null);
    return { ...context, statustype, zaak: { ...context.zaak, einddatum } };
  }

  function berichtVan(context: StatusContext, inrichting: Inrichting): Zaakbericht {
    const [eerste] = inrichting.rollen;
    const wie = context.betrokkenen.find(({ soort }) => inrichting.rollen.includes(soort)) ?? { soort: eerste! };
    const gemaakt = samenstellen(context, { bsn: NIEMAND, wie }, 'VOORBEELD', instellingen, inrichting, clock.now());
    return inrichting.resultaatInStatus ? metResultaatInStatus(gemaakt) : gemaakt;
  }

  function schrijf(
    standaard: Standaard,
    bericht: Zaakbericht,
    soort: Berichtsoort,
  ): Pick<Voorbeeldbericht, 'tekst' | 'fouten'> {
    const fouten = checkZaakbericht(bericht, soort).map(({ melding }) => melding);
    if (fouten.length > 0) return { tekst: null, fouten };
    const tekst = vormen.schrijf(standaard, bericht, soort);
    return { tekst: maskBsn(tekst), fouten: vormen.keur(standaard, tekst) };
  }

  return {
    statussen: (zaaktype, zaak, inrichting) =>
      new Map(
        zaaktype.statustypen.map((statustype) => [
          statustype.volgnummer,
          voorbeeldVan(berichtVan(contextVan(zaaktype, statustype, zaak), inrichting)),
        ]),
      ),
    async zoek(zaaknummer, { identificatie }) {
      // Of a register of another only what was told of is known here.
      const [eigen, verteld] = await Promise.all([
        leesStatusIds(db, zaaknummer),
        db.query<{ id: string }>(sql`
          select distinct status_id as id from lopendezaken.zaakbericht where zaaknummer = ${zaaknummer} limit 50`),
      ]);
      const ids = [...new Set([...eigen, ...verteld.map(({ id }) => id)])];
      if (ids.length === 0) return null;
      const [eerste, ...rest] = [...(await bron.statusContexten(ids)).values()]
        .filter(({ zaaktype }) => zaaktype.identificatie === identificatie)
        .sort((a, b) => b.datumStatusGezet.getTime() - a.datumStatusGezet.getTime());
      return eerste === undefined ? null : [eerste, ...rest.filter(({ zaak }) => zaak.id === eerste.zaak.id)];
    },
    verzonnen: ({ identificatie, omschrijving, publicatieIndicatie }) => [
      {
        statusId: VERZONNEN_ID,
        datumStatusGezet: clock.now(),
        statustoelichting: '',
        statustype: { volgnummer: 1, omschrijving: '', statustekst: '', informeren: true, isEindstatus: false },
        zaak: {
          id: VERZONNEN_ID,
          identificatie: VERZONNEN_NUMMER,
          omschrijving: '',
          toelichting: '',
          bronorganisatie: '',
          startdatum: todayInAmsterdam(clock.now()),
          registratiedatum: todayInAmsterdam(clock.now()),
          einddatum: null,
          einddatumGepland: null,
          uiterlijkeEinddatum: null,
          vertrouwelijkheid: 'openbaar',
        },
        zaaktype: { id: VERZONNEN_ID, identificatie, omschrijving, publicatieIndicatie },
        resultaat: null,
        betrokkenen: [],
        register: 'eigen',
      },
    ],
    bericht(zaaktype, volgnummer, zaak, inrichting) {
      const statustype = zaaktype.statustypen.find((een) => een.volgnummer === volgnummer);
      if (statustype === undefined) return null;
      const stroom = stroomVan(inrichting, zaaktype.identificatie);
      const bericht = berichtVan(contextVan(zaaktype, statustype, zaak), inrichting);
      const standaard = stroom?.drager.soort === 'cloudevents' ? null : (stroom?.standaard ?? null);
      const volgende = stroom?.stijl === 'W-oud-nieuw' && statustype !== zaaktype.statustypen[0];
      const soort: Berichtsoort = standaard === 'stuf' && volgende ? { soort: 'wijziging' } : TOEVOEGING;
      const geschreven = standaard === null ? { tekst: null, fouten: [] } : schrijf(standaard, bericht, soort);
      return { stroom, standaard, ...geschreven, voorbeeld: voorbeeldVan(bericht, soort) };
    },
  };
}
