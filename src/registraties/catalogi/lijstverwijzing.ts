/**
 * References to the reference lists (ztc-001, ztc-002): the procestype of a zaaktype, the klasse and the generic
 * description of a resultaattype. The embedded list is looked at without network; others are fetched (kern/verwijzing.ts).
 */
import type { Reference, Shape } from '../kern/index.ts';
import { presentResultaat, presentResultaattypeomschrijving, selectielijst } from './selectielijst/index.ts';

const PROCESTYPE: Shape = { what: 'procestype', properties: ['url', 'nummer', 'jaar', 'naam', 'procesobject'] };
const KLASSE: Shape = {
  what: 'resultaat van de selectielijst',
  properties: ['url', 'procesType', 'nummer', 'waardering'],
};
const OMSCHRIJVING: Shape = { what: 'resultaattypeomschrijving', properties: ['url', 'omschrijving', 'definitie'] };

/** ztc-001: selectielijstProcestype is one, when it is filled in. */
export function procestypeVan({ selectielijstProcestype = '' }: { readonly selectielijstProcestype?: string }) {
  return references({ selectielijstProcestype: [selectielijstProcestype, PROCESTYPE] });
}

/** ztc-002: resultaattypeomschrijving and selectielijstklasse are what they say. */
export function lijstenVan({
  resultaattypeomschrijving = '',
  selectielijstklasse = '',
}: {
  readonly resultaattypeomschrijving?: string;
  readonly selectielijstklasse?: string;
}) {
  return references({
    resultaattypeomschrijving: [resultaattypeomschrijving, OMSCHRIJVING],
    selectielijstklasse: [selectielijstklasse, KLASSE],
  });
}

function references(sent: Readonly<Record<string, readonly [address: string, shape: Shape]>>): readonly Reference[] {
  return Object.entries(sent).flatMap(([name, [address, shape]]) => (address === '' ? [] : [{ name, address, shape }]));
}

/** What was found at the addresses of a write, by address. */
type Found = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** What counts of a klasse of the selectielijst; a text is empty when the list leaves it open. */
export interface Klasse {
  /** Address of its procestype. */
  readonly procestype: string;
  readonly procestermijn: string;
  readonly waardering: string;
  readonly bewaartermijn: string | null;
}

/** The klasse at an address: what was found there, or else what our own list knows by the same uuid. */
export function klasseOp(address: string, found: Found): Klasse | null {
  const ingebouwd = selectielijst().resultaat(laatste(address));
  const json = found.get(address) ?? (ingebouwd && { ...presentResultaat(ingebouwd, '') });
  if (!json) return null;
  return {
    procestype: tekst(json['procesType']),
    procestermijn: tekst(json['procestermijn']),
    waardering: tekst(json['waardering']),
    bewaartermijn: tekst(json['bewaartermijn']) || null,
  };
}

/** The generic description at an address, in the same way; empty when nobody knows it. */
export function omschrijvingOp(address: string, found: Found): string {
  const ingebouwd = selectielijst().resultaattypeomschrijving(laatste(address));
  const json = found.get(address) ?? (ingebouwd && { ...presentResultaattypeomschrijving(ingebouwd, '') });
  return tekst(json?.['omschrijving']);
}

/** Do two addresses lead to the same procestype? One stands at several addresses, and under several uuids. */
export function zelfdeProcestype(een: string, ander: string): boolean {
  const [a, b] = [laatste(een), laatste(ander)];
  return a === b || (selectielijst().procestype(a) ?? a) === selectielijst().procestype(b);
}

function laatste(address: string): string {
  return address.replace(/\/$/, '').split('/').at(-1) ?? '';
}

function tekst(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
