/**
 * From what a register answers to what the house works with. Nothing is believed unseen (API10): each field that counts
 * has the type that the standard gives it, or the whole is refused with the name of the field. Pure.
 */

import { uuidOf } from '../../../platform/time/index.ts';
import {
  ROLSOORTEN,
  type Rolsoort,
  type StatusContext,
  type ZaakBetrokkene,
} from '../../../registraties/zaken/index.ts';
import { VERTROUWELIJKHEDEN, type Vertrouwelijkheid } from '../../../standaarden/zgw/index.ts';

/** An answer that does not fit the standard; says which field. */
export class VormFout extends Error {
  override readonly name = 'VormFout';
}

export interface VreemdeStatus {
  readonly url: string;
  readonly zaak: string;
  readonly statustype: string;
  readonly datumStatusGezet: Date;
  readonly statustoelichting: string;
}

export interface VreemdeZaak {
  readonly url: string;
  readonly zaaktype: string;
  readonly resultaat: string | null;
  /** How many rollen it has, when the register tells. */
  readonly rollen: number | null;
  readonly velden: Omit<StatusContext['zaak'], 'id'>;
  /** What came with it, as it came; undefined when it did not. */
  readonly mee: { readonly status: unknown; readonly rollen: unknown; readonly resultaat: unknown };
}

type Velden = Readonly<Record<string, unknown>>;

export function objectUit(json: unknown, wat: string): Velden {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Velden;
  throw new VormFout(wat);
}

const MEESTE = 10_000;

function tekst(o: Velden, veld: string, wat: string): string {
  const value = o[veld];
  if (typeof value !== 'string' || value.length > MEESTE) throw new VormFout(`${wat}.${veld}`);
  // What no XML and no database takes.
  return value.toWellFormed().replace(/\p{Cc}/gu, (teken) => ('\n\t\r'.includes(teken) ? teken : ''));
}

const tekstOfLeeg = (o: Velden, veld: string, wat: string): string =>
  o[veld] === undefined || o[veld] === null ? '' : tekst(o, veld, wat);

function gevuld(o: Velden, veld: string, wat: string): string {
  const value = tekst(o, veld, wat);
  if (value === '') throw new VormFout(`${wat}.${veld}`);
  return value;
}

function waar(o: Velden, veld: string, wat: string, gewoon?: boolean): boolean {
  const value = o[veld] ?? gewoon;
  if (typeof value !== 'boolean') throw new VormFout(`${wat}.${veld}`);
  return value;
}

function datum(o: Velden, veld: string, wat: string): string {
  const value = o[veld];
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))) return value;
  throw new VormFout(`${wat}.${veld}`);
}

const datumOfNiet = (o: Velden, veld: string, wat: string): string | null =>
  o[veld] === undefined || o[veld] === null || o[veld] === '' ? null : datum(o, veld, wat);

function moment(o: Velden, veld: string, wat: string): Date {
  const value = o[veld];
  const found = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) ? new Date(value) : null;
  if (found === null || Number.isNaN(found.getTime())) throw new VormFout(`${wat}.${veld}`);
  return found;
}

export function statusUit(json: unknown): VreemdeStatus {
  const o = objectUit(json, 'status');
  return {
    url: gevuld(o, 'url', 'status'),
    zaak: gevuld(o, 'zaak', 'status'),
    statustype: gevuld(o, 'statustype', 'status'),
    datumStatusGezet: moment(o, 'datumStatusGezet', 'status'),
    statustoelichting: tekstOfLeeg(o, 'statustoelichting', 'status'),
  };
}

export function zaakUit(json: unknown): VreemdeZaak {
  const o = objectUit(json, 'zaak');
  const vertrouwelijkheid = o['vertrouwelijkheidaanduiding'] as Vertrouwelijkheid;
  // An unknown word must never pass for an open zaak.
  if (!VERTROUWELIJKHEDEN.includes(vertrouwelijkheid)) throw new VormFout('zaak.vertrouwelijkheidaanduiding');
  const mee = typeof o['_expand'] === 'object' && o['_expand'] !== null ? (o['_expand'] as Velden) : {};
  return {
    url: gevuld(o, 'url', 'zaak'),
    zaaktype: gevuld(o, 'zaaktype', 'zaak'),
    resultaat: o['resultaat'] === undefined || o['resultaat'] === null ? null : tekst(o, 'resultaat', 'zaak') || null,
    rollen: Array.isArray(o['rollen']) ? o['rollen'].length : null,
    velden: {
      identificatie: gevuld(o, 'identificatie', 'zaak'),
      omschrijving: tekstOfLeeg(o, 'omschrijving', 'zaak'),
      toelichting: tekstOfLeeg(o, 'toelichting', 'zaak'),
      bronorganisatie: gevuld(o, 'bronorganisatie', 'zaak'),
      startdatum: datum(o, 'startdatum', 'zaak'),
      registratiedatum: datum(o, 'registratiedatum', 'zaak'),
      einddatum: datumOfNiet(o, 'einddatum', 'zaak'),
      einddatumGepland: datumOfNiet(o, 'einddatumGepland', 'zaak'),
      uiterlijkeEinddatum: datumOfNiet(o, 'uiterlijkeEinddatumAfdoening', 'zaak'),
      vertrouwelijkheid,
    },
    mee: { status: mee['status'], rollen: mee['rollen'], resultaat: mee['resultaat'] },
  };
}

export function statustypeUit(json: unknown): StatusContext['statustype'] {
  const o = objectUit(json, 'statustype');
  const volgnummer = o['volgnummer'];
  if (typeof volgnummer !== 'number' || !Number.isInteger(volgnummer)) throw new VormFout('statustype.volgnummer');
  return {
    volgnummer,
    omschrijving: gevuld(o, 'omschrijving', 'statustype'),
    statustekst: tekstOfLeeg(o, 'statustekst', 'statustype'),
    informeren: waar(o, 'informeren', 'statustype', false),
    isEindstatus: waar(o, 'isEindstatus', 'statustype'),
  };
}

export function zaaktypeUit(json: unknown, url: string): StatusContext['zaaktype'] {
  const o = objectUit(json, 'zaaktype');
  return {
    id: idVan(url),
    identificatie: gevuld(o, 'identificatie', 'zaaktype'),
    omschrijving: gevuld(o, 'omschrijving', 'zaaktype'),
    publicatieIndicatie: waar(o, 'publicatieIndicatie', 'zaaktype'),
  };
}

/** The resultaat itself, and where its name stands. */
export function resultaatUit(json: unknown): { readonly resultaattype: string; readonly toelichting: string } {
  const o = objectUit(json, 'resultaat');
  return {
    resultaattype: gevuld(o, 'resultaattype', 'resultaat'),
    toelichting: tekstOfLeeg(o, 'toelichting', 'resultaat'),
  };
}

export const resultaattypeUit = (json: unknown): string =>
  gevuld(objectUit(json, 'resultaattype'), 'omschrijving', 'resultaattype');

/** Those who may be told, in a fixed order. */
export function betrokkenenUit(rollen: readonly unknown[]): readonly ZaakBetrokkene[] {
  return rollen.flatMap((rol) => betrokkeneUit(rol) ?? []).sort((a, b) => (a.rolId < b.rolId ? -1 : 1));
}

/** Null for a rol that has no part in this: a behandelaar, an adviseur. */
function betrokkeneUit(json: unknown): ZaakBetrokkene | null {
  const o = objectUit(json, 'rol');
  const soort = rolsoort(tekstOfLeeg(o, 'omschrijvingGeneriek', 'rol'), tekstOfLeeg(o, 'indicatieMachtiging', 'rol'));
  if (soort === null) return null;
  const wie = o['betrokkeneIdentificatie'] ?? {};
  const context = o['authenticatieContext'] ?? null;
  const isPersoon = gevuld(o, 'betrokkeneType', 'rol') === 'natuurlijk_persoon';
  return {
    rolId: idVan(gevuld(o, 'url', 'rol')),
    soort,
    isPersoon,
    bsn: isPersoon
      ? tekstOfLeeg(objectUit(wie, 'rol.betrokkeneIdentificatie'), 'inpBsn', 'rol.betrokkeneIdentificatie')
      : '',
    ingelogdMet:
      context === null
        ? null
        : tekstOfLeeg(objectUit(context, 'rol.authenticatieContext'), 'source', 'rol.authenticatieContext') || null,
    // The standard does not tell who wrote a rol.
    door: null,
  };
}

function rolsoort(generiek: string, machtiging: string): Rolsoort | null {
  if (machtiging === 'gemachtigde' && !generiek.endsWith('initiator')) return 'gemachtigde';
  return ROLSOORTEN.find((soort) => soort === generiek) ?? null;
}

const UUID = /([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\/?$/i;

/** The uuid at the end of an address, or one that follows from the address when there is none. */
export function idVan(url: string): string {
  return UUID.exec(url)?.[1]?.toLowerCase() ?? uuidOf(url);
}

/** What stands below the base in this address, without what follows a `?`; null when it is somewhere else. */
export function padVan(url: string, base: string): string | null {
  const found = URL.parse(url);
  if (!found || found.username || found.password) return null;
  const adres = `${found.origin}${found.pathname}`.replace(/\/$/, '');
  return adres.startsWith(base) && adres.length > base.length ? adres.slice(base.length) : null;
}

/** One page of a list. */
export function bladzijdeUit(
  json: unknown,
  wat: string,
): { readonly results: readonly unknown[]; readonly verder: boolean } {
  // Some lists of older registers have no pages.
  if (Array.isArray(json)) return { results: json, verder: false };
  const o = objectUit(json, wat);
  if (!Array.isArray(o['results'])) throw new VormFout(`${wat}.results`);
  return { results: o['results'], verder: typeof o['next'] === 'string' && o['next'] !== '' };
}
