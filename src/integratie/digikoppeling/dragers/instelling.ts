/**
 * Which carrier takes which messages, from a file (`DIGIKOPPELING_DRAGERS`): a list of
 * `{naam, soort, stromen: [{cpaId, action?}], ...}`, with `url`, `gebruiker` and `wachtwoord` for `ebms-core`, and `map` and
 * `resultaten` for `bestanden`.
 */
import { isAbsolute } from 'node:path';
import type { Net } from '../../../platform/net/index.ts';
import type { Clock } from '../../../platform/time/index.ts';
import { bestanden } from './bestanden.ts';
import type { Stroom } from './drager.ts';
import { ebmsCore } from './ebmscore.ts';

interface Gedeeld {
  readonly naam: string;
  readonly stromen: readonly { readonly cpaId: string; readonly action: string | null }[];
}

export type DragerInstelling =
  | (Gedeeld & {
      readonly soort: 'ebms-core';
      readonly url: string;
      readonly gebruiker: string | null;
      readonly wachtwoord: string | null;
    })
  | (Gedeeld & { readonly soort: 'bestanden'; readonly map: string; readonly resultaten: string | null });

/** Reads the text of the file; throws what is wrong with it, in words for who wrote it. */
export function leesDragers(tekst: string): readonly DragerInstelling[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(tekst);
  } catch {
    throw new Error('dit is geen geldige JSON');
  }
  if (!Array.isArray(parsed)) throw new Error('hier hoort een lijst: [{"naam":"...","soort":"..."}]');
  const dragers = parsed.map((one: unknown, i) => leesEen((one ?? {}) as Record<string, unknown>, i + 1));
  const dubbel = (keys: readonly string[]): string | undefined => keys.find((key, i) => keys.indexOf(key) < i);
  const naam = dubbel(dragers.map((one) => one.naam));
  if (naam !== undefined) throw new Error(`de naam ${naam} staat er twee keer in`);
  const stroom = dubbel(dragers.flatMap(({ stromen }) => stromen.map((s) => `${s.cpaId} ${s.action ?? ''}`.trim())));
  if (stroom !== undefined) throw new Error(`de stroom ${stroom} staat er twee keer in`);
  return dragers;
}

function leesEen(one: Record<string, unknown>, nr: number): DragerInstelling {
  const tekst = (name: string): string => {
    const value = one[name];
    if (typeof value === 'string' && value !== '') return value;
    throw new Error(`onderdeel ${nr} heeft geen ${name}`);
  };
  const optioneel = (name: string): string | null => (one[name] === undefined ? null : tekst(name));
  const folder = (value: string): string => {
    if (isAbsolute(value)) return value;
    throw new Error(`onderdeel ${nr}: een map begint met /`);
  };
  const naam = tekst('naam');
  const stromen = leesStromen(one['stromen'], nr);
  switch (one['soort']) {
    case 'ebms-core': {
      const url = tekst('url');
      if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) throw new Error(`onderdeel ${nr}: url is geen webadres`);
      const wachtwoord = optioneel('wachtwoord');
      return { naam, stromen, soort: 'ebms-core', url, gebruiker: optioneel('gebruiker'), wachtwoord };
    }
    case 'bestanden': {
      const resultaten = optioneel('resultaten');
      const map = folder(tekst('map'));
      return { naam, stromen, soort: 'bestanden', map, resultaten: resultaten === null ? null : folder(resultaten) };
    }
    default:
      throw new Error(`onderdeel ${nr}: soort is ebms-core of bestanden`);
  }
}

function leesStromen(given: unknown, nr: number): DragerInstelling['stromen'] {
  if (!Array.isArray(given) || given.length === 0) throw new Error(`onderdeel ${nr} heeft geen stromen`);
  return given.map((one: unknown) => {
    const { cpaId, action = null } = (one ?? {}) as Record<string, unknown>;
    if (typeof cpaId === 'string' && cpaId !== '' && (action === null || typeof action === 'string'))
      return { cpaId, action };
    throw new Error(`onderdeel ${nr}: elke stroom heeft een cpaId, en misschien een action`);
  });
}

/** The carriers of the settings, by stream. */
export function maakStromen(
  dragers: readonly DragerInstelling[],
  hulp: { readonly net: Pick<Net, 'request'>; readonly clock: Clock; log(velden: object, wat: string): void },
): readonly Stroom[] {
  return dragers.flatMap((one) => {
    const cpas = [...new Set(one.stromen.map(({ cpaId }) => cpaId))];
    const drager =
      one.soort === 'ebms-core' ? ebmsCore({ ...one, cpas, net: hulp.net }) : bestanden({ ...one, ...hulp });
    return one.stromen.map((stroom) => ({ ...stroom, drager }));
  });
}
