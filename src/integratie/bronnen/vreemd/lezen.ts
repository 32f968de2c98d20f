/**
 * Contexts of statussen of another's register, for a batch at once: one question for all zaken with what hangs off them
 * (`POST zaken/_zoek` with `expand`, Zaken API 1.5), and one for each thing that did not come with it. A register that
 * does not know that question is asked for each thing by itself.
 *
 * What is left out is gone: the register itself said so. Everything else that goes wrong is a `RegisterFout`, and the whole
 * batch waits.
 */

import type { Clock } from '../../../platform/time/index.ts';
import { isUuid } from '../../../registraties/kern/index.ts';
import type { StatusContext } from '../../../registraties/zaken/index.ts';
import { RegisterFout } from './fout.ts';
import type { RegisterInstelling } from './instelling.ts';
import type { Verkeer } from './verkeer.ts';
import {
  betrokkenenUit,
  bladzijdeUit,
  idVan,
  padVan,
  resultaattypeUit,
  resultaatUit,
  statustypeUit,
  statusUit,
  VormFout,
  type VreemdeStatus,
  type VreemdeZaak,
  zaaktypeUit,
  zaakUit,
} from './vertalen.ts';

/** A status as we know it: what was told about it. */
export interface Bekend {
  readonly id: string;
  readonly pad: string;
  readonly zaakPad: string;
}

export interface Lezer {
  contexten(rijen: readonly Bekend[]): Promise<ReadonlyMap<string, StatusContext>>;
}

/** Within the attempt of the outbox (60 s), so that what failed is told and not taken away. */
const BUDGET_MS = 45_000;
/** A zaak has a handful of rollen; more pages than this is no list of rollen. */
const MEESTE_BLADZIJDEN = 20;
/** So long we do not ask in one go after it was refused. */
const ZONDER_ZOEK_MS = 60 * 60_000;

/** Open Zaak takes a list; the standard (Zaken API 1.5 to 1.7) says a text. */
const VORMEN = [['status', 'rollen', 'resultaat'], 'status,rollen,resultaat'] as const;

interface Gevonden {
  readonly zaak: VreemdeZaak;
  readonly rollen: readonly unknown[];
}

export function createLezer(een: RegisterInstelling, verkeer: Verkeer, clock: Clock): Lezer {
  let zoekWeer = 0;
  let vorm = 0;

  return {
    async contexten(rijen) {
      const signal = AbortSignal.timeout(BUDGET_MS);
      try {
        return await leesAlles(rijen, signal);
      } catch (error) {
        if (!(error instanceof VormFout)) throw error;
        verkeer.vergeet();
        throw new RegisterFout(een.naam, `geeft een antwoord dat niet bij de standaard past: ${error.message}.`);
      }
    },
  };

  async function leesAlles(rijen: readonly Bekend[], signal: AbortSignal): Promise<ReadonlyMap<string, StatusContext>> {
    const zaken = await haalZaken([...new Set(rijen.map((rij) => rij.zaakPad))], signal);
    const found = await Promise.all(rijen.map((rij) => context(rij, zaken, signal)));
    return new Map(found.flatMap((one) => (one === null ? [] : [[one.statusId, one] as const])));
  }

  async function haalZaken(paden: readonly string[], signal: AbortSignal): Promise<Map<string, Gevonden | null>> {
    const samen = await zoek(paden, signal);
    const rest = paden.filter((pad) => !samen.has(pad));
    // Not in the answer: gone, or not for our eyes. Asked by itself the register tells which.
    const alleen = await Promise.all(rest.map(async (pad) => [pad, await alsHetMag(haalZaak(pad, signal))] as const));
    return new Map([...samen, ...alleen]);
  }

  /** Not for our eyes, and set so that such a status is left: as if it were not there. */
  async function alsHetMag<T>(werk: Promise<T | null>): Promise<T | null> {
    try {
      return await werk;
    } catch (error) {
      const verboden = error instanceof RegisterFout && error.status === 403;
      if (verboden && een.zonderRecht === 'overslaan' && verkeer.welkom()) return null;
      throw error;
    }
  }

  async function zoek(paden: readonly string[], signal: AbortSignal): Promise<Map<string, Gevonden>> {
    const uuids = paden.map((pad) => pad.split('/').at(-1)!).filter(isUuid);
    const found = new Map<string, Gevonden>();
    if (uuids.length === 0 || clock.now().getTime() < zoekWeer) return found;
    const body = { uuid__in: uuids, expand: VORMEN[vorm] };
    try {
      for (let bladzijde = 1; bladzijde <= MEESTE_BLADZIJDEN; bladzijde++) {
        const url = `${een.zaken}zaken/_zoek${bladzijde === 1 ? '' : `?page=${bladzijde}`}`;
        const { results, verder } = bladzijdeUit((await verkeer.vraag('POST', url, { body, signal })).json, 'zaken');
        for (const result of results) {
          const zaak = zaakUit(result);
          const pad = padVan(zaak.url, een.zaken);
          if (pad !== null) found.set(pad, { zaak, rollen: await rollenVan(zaak, signal) });
        }
        if (!verder) break;
      }
      return found;
    } catch (error) {
      const status = error instanceof RegisterFout ? error.status : null;
      if (status === null || [401, 403, 429].includes(status)) throw error;
      // They may want it in the other form; refused in both, they do not know it.
      if (status === 400) vorm = (vorm + 1) % VORMEN.length;
      if (status === 400 && vorm > 0) return await zoek(paden, signal);
      // They do not know it, or it is too much for them: one by one then.
      zoekWeer = clock.now().getTime() + ZONDER_ZOEK_MS;
      return new Map();
    }
  }

  async function haalZaak(pad: string, signal: AbortSignal): Promise<Gevonden | null> {
    const json = await verkeer.haal(`${een.zaken}${pad}`, { signal });
    if (json === null) return null;
    const zaak = zaakUit(json);
    return { zaak, rollen: await rollenVan(zaak, signal) };
  }

  async function rollenVan(zaak: VreemdeZaak, signal: AbortSignal): Promise<readonly unknown[]> {
    const mee = zaak.mee.rollen;
    if (Array.isArray(mee) && (zaak.rollen === null || mee.length === zaak.rollen)) return mee;
    const rollen: unknown[] = [];
    for (let bladzijde = 1; bladzijde <= MEESTE_BLADZIJDEN; bladzijde++) {
      const query = new URLSearchParams({ zaak: zaak.url, ...(bladzijde > 1 && { page: String(bladzijde) }) });
      const { json } = await verkeer.vraag('GET', `${een.zaken}rollen?${query}`, { signal });
      const { results, verder } = bladzijdeUit(json, 'rollen');
      rollen.push(...results);
      if (!verder) return rollen;
    }
    throw new VormFout('rollen.next');
  }

  async function context(
    rij: Bekend,
    zaken: ReadonlyMap<string, Gevonden | null>,
    signal: AbortSignal,
  ): Promise<StatusContext | null> {
    const verteld = zaken.get(rij.zaakPad) ?? null;
    const status = await alsHetMag(haalStatus(rij, verteld?.zaak ?? null, signal));
    if (status === null) return null;
    // The register leads, not who told us about it: the zaak is the one that the status names.
    const zaakPad = padVan(status.zaak, een.zaken);
    if (zaakPad === null) throw new VormFout('status.zaak');
    const gevonden = zaakPad === rij.zaakPad ? verteld : await alsHetMag(haalZaak(zaakPad, signal));
    if (gevonden === null) return null;
    const { zaak, rollen } = gevonden;
    const [statustype, zaaktype, resultaat] = await Promise.all([
      uitCatalogus(status.statustype, signal),
      uitCatalogus(zaak.zaaktype, signal),
      haalResultaat(zaak, signal),
    ]);
    return {
      statusId: rij.id,
      datumStatusGezet: status.datumStatusGezet,
      statustoelichting: status.statustoelichting,
      statustype: statustypeUit(statustype),
      zaak: { id: idVan(zaak.url), ...zaak.velden },
      zaaktype: zaaktypeUit(zaaktype, zaak.zaaktype),
      resultaat,
      betrokkenen: betrokkenenUit(rollen),
      register: een.naam,
    };
  }

  /** A status never changes, and goes with its zaak: of a zaak that is there it need not be asked again. */
  async function haalStatus(rij: Bekend, zaak: VreemdeZaak | null, signal: AbortSignal): Promise<VreemdeStatus | null> {
    if (zaak?.mee.status) {
      const laatste = statusUit(zaak.mee.status);
      if (padVan(laatste.url, een.zaken) === rij.pad) return laatste;
    }
    const json = await verkeer.haal(`${een.zaken}${rij.pad}`, { lang: zaak !== null, signal });
    return json === null ? null : statusUit(json);
  }

  async function uitCatalogus(url: string, signal: AbortSignal): Promise<unknown> {
    const json = await verkeer.haal(url, { lang: true, signal });
    if (json === null) throw new RegisterFout(een.naam, 'verwijst naar een type dat niet in de catalogus staat.');
    return json;
  }

  async function haalResultaat(zaak: VreemdeZaak, signal: AbortSignal): Promise<StatusContext['resultaat']> {
    if (zaak.resultaat === null) return null;
    const json = zaak.mee.resultaat ?? (await verkeer.haal(zaak.resultaat, { signal }));
    if (json === null) return null;
    const { resultaattype, toelichting } = resultaatUit(json);
    return { omschrijving: resultaattypeUit(await uitCatalogus(resultaattype, signal)), toelichting };
  }
}
