/** A stroom as it is typed: both ways, and the inrichting with it. */
import { DIRECT, type Drager, type Inrichting, type NieuweInrichting, type Stroom } from '../../bron.ts';
import type { Fout } from '../formulier.tsx';

export interface Getypt {
  /** Of a new one; of one that is there it cannot change. */
  readonly naam: string;
  readonly welke: string;
  readonly zaaktypen: readonly string[];
  readonly standaard: string;
  readonly stijl: string;
  readonly weg: string;
}

/** An address of ours, so it can be no name. */
export const NIEUW = 'nieuw';

export const LEEG: Getypt = {
  naam: '',
  welke: 'lijst',
  zaaktypen: [],
  standaard: 'stuf',
  stijl: 'T-per-status',
  weg: 'eigen',
};

/** The way as the value of a choice. */
export function wegVan(drager: Drager): string {
  if (drager.soort === 'cloudevents') return 'cloudevents';
  return drager.cpaId === null ? 'eigen' : JSON.stringify([drager.cpaId, drager.action]);
}

function dragerVan(weg: string): Drager | null {
  if (weg === 'cloudevents') return { soort: 'cloudevents' };
  if (weg === 'eigen') return { soort: 'digikoppeling', cpaId: null, action: null };
  try {
    const [cpaId, action] = JSON.parse(weg) as readonly unknown[];
    if (typeof cpaId !== 'string' || (action !== null && typeof action !== 'string')) return null;
    return { soort: 'digikoppeling', cpaId, action };
  } catch {
    return null;
  }
}

export function getyptVan({ naam, zaaktypen, standaard, stijl, drager }: Stroom): Getypt {
  const welke = zaaktypen === null ? 'rest' : 'lijst';
  return { naam, welke, zaaktypen: zaaktypen ?? [], standaard, stijl, weg: wegVan(drager) };
}

export type Gelezen = Omit<Stroom, 'planning'>;

/** `huidig` is the stroom as it is; null for a new one. */
export function leesStroom(getypt: Getypt, huidig: Stroom | null): Gelezen | { readonly fouten: readonly Fout[] } {
  const fouten: Fout[] = [];
  const drager = dragerVan(getypt.weg);
  if (getypt.naam === '') fouten.push({ field: 'naam', message: 'Vul een naam in.' });
  if (getypt.naam === NIEUW) fouten.push({ field: 'naam', message: 'Kies een andere naam.' });
  if (drager === null) fouten.push({ field: 'weg', message: 'Kies hoe de berichten gaan.' });
  const had = huidig?.zaaktypen ?? [];
  // A tick that is not kept would be a surprise.
  if (getypt.welke === 'rest' && getypt.zaaktypen.some((een) => !had.includes(een)))
    fouten.push({ field: 'welke', message: 'U vinkte zaaktypen aan. Kies dan ook voor wat u aanvinkte.' });
  if (getypt.welke !== 'rest' && getypt.zaaktypen.length === 0 && huidig?.zaaktypen?.length !== 0)
    fouten.push({
      field: 'zaaktype',
      message: 'Vink minstens één zaaktype aan, of kies voor alle overige. Een stroom leegmaken doet u bij ‘Stromen’.',
    });
  const standaard = (['stuf', 'mo-bericht'] as const).find((een) => een === getypt.standaard);
  if (standaard === undefined) fouten.push({ field: 'standaard', message: 'Kies de vorm van de berichten.' });
  const stijl = (['T-per-status', 'W-oud-nieuw'] as const).find((een) => een === getypt.stijl);
  if (stijl === undefined) fouten.push({ field: 'stijl', message: 'Kies hoe een volgende status gaat.' });
  if (drager === null || standaard === undefined || stijl === undefined || fouten.length > 0) return { fouten };
  const zaaktypen = getypt.welke === 'rest' ? null : [...new Set(getypt.zaaktypen)];
  return { naam: getypt.naam, zaaktypen, standaard, stijl, drager };
}

/**
 * The inrichting with this stroom. A zaaktype that it gets leaves the stroom where it was. A new one comes before the
 * stroom that takes the rest: behind it, it would get nothing.
 */
export function metStroom({ versie: _versie, ...nu }: Inrichting, gelezen: Gelezen, nieuw: boolean): NieuweInrichting {
  const erbij = new Set(gelezen.zaaktypen ?? []);
  const stromen = nu.stromen.map((stroom): Stroom => {
    if (!nieuw && stroom.naam === gelezen.naam) return { ...stroom, ...gelezen };
    if (stroom.zaaktypen === null || !stroom.zaaktypen.some((een) => erbij.has(een))) return stroom;
    return { ...stroom, zaaktypen: stroom.zaaktypen.filter((een) => !erbij.has(een)) };
  });
  if (!nieuw) return { ...nu, stromen };
  const rest = stromen.findIndex(({ zaaktypen }) => zaaktypen === null);
  const plaats = rest === -1 || gelezen.zaaktypen === null ? stromen.length : rest;
  return { ...nu, stromen: stromen.toSpliced(plaats, 0, { ...gelezen, planning: DIRECT }) };
}

/** The inrichting with this stroom one place earlier or later. */
export function verschoven({ versie: _versie, ...nu }: Inrichting, naam: string, stap: -1 | 1): NieuweInrichting {
  const van = nu.stromen.findIndex((stroom) => stroom.naam === naam);
  const stroom = nu.stromen[van];
  const naar = van + stap;
  if (stroom === undefined || naar < 0 || naar >= nu.stromen.length) return nu;
  return { ...nu, stromen: nu.stromen.toSpliced(van, 1).toSpliced(naar, 0, stroom) };
}

/** The stroom before this one that takes all that no stroom before it has, so that this one gets nothing. */
export function restVoor(stromen: readonly Stroom[], naam: string): Stroom | null {
  const voor = stromen.slice(
    0,
    stromen.findIndex((stroom) => stroom.naam === naam),
  );
  return voor.find(({ zaaktypen }) => zaaktypen === null) ?? null;
}
