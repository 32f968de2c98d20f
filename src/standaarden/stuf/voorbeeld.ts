/**
 * A zaakbericht as MijnOverheid shows it to the citizen, for who wants to see it before it leaves (L13). MijnOverheid publishes no picture
 * of its pages: which fields it shows, and how, is our reading. Holds no BSN.
 */
import { toLocalDigits } from '../tijd/index.ts';
import { XmlFault } from '../xml/index.ts';
import { type Berichtsoort, TOEVOEGING } from './berichtsoort.ts';
import { type GelezenZakLk01, readZakLk01 } from './lees-zaklk01.ts';
import { standUit, standVan } from './stand.ts';
import { nfc, textOrNull } from './tekst.ts';
import { type Datum, type GeadresseerdeRol, plaatsOf, type Zaakbericht } from './zaakbericht.ts';

export interface Voorbeeld {
  /** What the citizen sees happen: a status, or that one or the whole zaak goes. */
  readonly soort: 'status' | 'intrekking' | 'verwijdering';
  /** The zaak, as the citizen recognises it. */
  readonly titel: string;
  /** The name of the organisation, or its number when the zender has no administratie. */
  readonly organisatie: string;
  readonly zaaknummer: string;
  readonly zaaktype: string;
  /** As what the citizen is told; null when the message names nobody. */
  readonly rol: GeadresseerdeRol | null;
  /** The text of the status that this message is about; of a verwijdering none. */
  readonly status: string | null;
  /** When that status was set, as it is sent: 8 to 17 digits of the Dutch clock. */
  readonly datum: string | null;
  /** The text with the status, without the reference. */
  readonly toelichting: string | null;
  /** The text with the zaak, without the reference. */
  readonly zaakToelichting: string | null;
  /** The address that the citizen can go to; null when it is not sent. */
  readonly verwijzing: string | null;
  /** This one and the next are null too in a change of a status alone, which tells nothing of the zaak itself. */
  readonly startdatum: Datum | null;
  readonly uiterlijkeEinddatum: Datum | null;
  /** null while the zaak is open. */
  readonly einddatum: Datum | null;
  /** Sent, but not shown by MijnOverheid as far as is known. */
  readonly resultaat: string | null;
}

/** Never throws for a text: a bericht with faults has a preview too, beside what `checkZaakbericht` says of it. */
export function voorbeeldVan(bericht: Zaakbericht, { soort }: Berichtsoort = TOEVOEGING): Voorbeeld {
  const { zender, zaak, zaaktype, status, verwijzing } = bericht;
  const weg = soort === 'verwijdering';
  const terug = weg || soort === 'intrekking';
  const stand = standVan(bericht);
  return {
    soort: terug ? soort : 'status',
    titel: stand.omschrijving,
    organisatie: textOrNull(zender.administratie) ?? nfc(zender.organisatie),
    zaaknummer: nfc(zaak.identificatie),
    zaaktype: nfc(zaaktype.omschrijving),
    rol: weg ? null : bericht.geadresseerde.rol,
    status: weg ? null : nfc(status.omschrijving),
    datum: weg ? null : toLocalDigits(status.datumStatusGezet),
    toelichting: terug ? null : kaal(status.toelichting),
    zaakToelichting: weg ? null : kaal(zaak.toelichting),
    verwijzing: terug || verwijzing === undefined || plaatsOf(bericht) === 'geen' ? null : verwijzing.url,
    startdatum: weg ? null : stand.startdatum,
    uiterlijkeEinddatum: weg ? null : stand.uiterlijkeEinddatum,
    einddatum: weg ? null : stand.einddatum,
    resultaat: weg ? null : (stand.resultaat?.omschrijving ?? null),
  };
}

/** The same from a message that was made; null for what is no zakLk01, a MO-bericht for one. */
export function voorbeeldUit(xml: string | Uint8Array): Voorbeeld | null {
  const bericht = gelezen(xml);
  const zaak = bericht?.objecten.at(-1);
  if (bericht == null || zaak === undefined) return null;
  const soort = soortVan(bericht);
  const status = bericht.objecten.flatMap(({ statussen }) => statussen).at(-1);
  const stand = standUit(zaak);
  const vanStatus = zonderUrl(status?.toelichting ?? null);
  const vanZaak = zonderUrl(zaak.toelichting);
  return {
    soort,
    titel: zaak.omschrijving ?? '',
    organisatie: bericht.zender.administratie ?? bericht.zender.organisatie ?? '',
    zaaknummer: zaak.identificatie ?? '',
    zaaktype: zaak.zaaktype?.omschrijving ?? '',
    rol: zaak.geadresseerden[0]?.rol ?? null,
    status: status?.omschrijving ?? null,
    datum: status?.datumStatusGezet ?? null,
    toelichting: vanStatus.tekst,
    zaakToelichting: vanZaak.tekst,
    verwijzing: soort === 'status' ? (vanStatus.url ?? vanZaak.url) : null,
    startdatum: stand?.startdatum ?? null,
    uiterlijkeEinddatum: stand?.uiterlijkeEinddatum ?? null,
    einddatum: stand?.einddatum ?? null,
    resultaat: stand?.resultaat?.omschrijving ?? null,
  };
}

function gelezen(xml: string | Uint8Array): GelezenZakLk01 | null {
  try {
    return readZakLk01(xml);
  } catch (fault) {
    if (!(fault instanceof XmlFault)) throw fault;
    return null;
  }
}

function soortVan({ mutatiesoort, objecten }: GelezenZakLk01): Voorbeeld['soort'] {
  if (mutatiesoort === 'V') return 'verwijdering';
  const [oud] = objecten;
  const terug = objecten.length > 1 && oud?.statussen.some(({ verwerkingssoort }) => verwerkingssoort === 'E');
  return terug ? 'intrekking' : 'status';
}

/** The reference stands last and alone, as `withUrl` puts it there. */
function zonderUrl(tekst: string | null): { readonly tekst: string | null; readonly url: string | null } {
  const found = /^([\s\S]*?)(?:^| )(https?:\/\/\S+)$/i.exec(tekst ?? '');
  return found === null ? { tekst: kaal(tekst), url: null } : { tekst: kaal(found[1]), url: found[2] ?? null };
}

/** Without the white space around it, which no page shows. */
function kaal(tekst: string | null | undefined): string | null {
  return textOrNull(tekst)?.trim() ?? null;
}
