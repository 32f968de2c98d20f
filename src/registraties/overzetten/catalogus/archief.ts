/** Reads an archive of a catalogus, of Zaakbode or of Open Zaak: which objects are in it, and how they hang together. */
import { readZip } from '../../../platform/zip/index.ts';
import { OverzetFout } from '../fout.ts';
import type { Melding } from '../rapport.ts';
import type { Soort } from '../soorten.ts';
import { bestandsnaam, zonderStreepjes } from './vorm.ts';

/** An object in an archive, in the words of the API. */
export interface Bronding {
  readonly soort: Soort;
  /** Its address where it comes from. */
  readonly url: string;
  readonly object: Readonly<Record<string, unknown>>;
}

export interface Archief {
  /** By address. */
  readonly dingen: ReadonlyMap<string, Bronding>;
  /** What the addresses of the archive begin with, e.g. `https://open-zaak.example/catalogi/api/v1/`. */
  readonly wortels: ReadonlySet<string>;
  readonly meldingen: readonly Melding[];
}

/** A catalogus is some megabytes; this is far above any. */
const LIMITS = { maxBytes: 500 * 1024 * 1024, maxFiles: 1_000 };

/** @throws ZipFault when it is no archive that can be read, OverzetFout when what is in it is no catalogus */
export function leesArchief(bytes: Uint8Array, soorten: readonly Soort[]): Archief {
  const files = readZip(bytes, LIMITS);
  const dingen = new Map<string, Bronding>();
  const meldingen: Melding[] = [];
  for (const [naam, inhoud] of files) {
    const kaal = naam.split('/').at(-1)!.toLowerCase();
    const soort = soorten.find((one) => bestandsnaam(one.naam).toLowerCase() === kaal);
    if (!soort) {
      const reden = 'Zaakbode kent geen soort met deze naam.';
      meldingen.push({ gevolg: 'overgeslagen', soort: 'bestand', naam, reden });
      continue;
    }
    for (const ding of objectenIn(naam, inhoud, soort)) {
      if (dingen.has(ding.url)) throw new OverzetFout(`${naam}: het adres ${ding.url} staat er twee keer in.`);
      dingen.set(ding.url, ding);
    }
  }
  if (dingen.size === 0) throw new OverzetFout('In dit zip-bestand zit geen catalogus: Catalogus.json ontbreekt.');
  return { dingen, wortels: new Set([...dingen.values()].map(wortelVan)), meldingen };
}

function objectenIn(naam: string, inhoud: Uint8Array, soort: Soort): readonly Bronding[] {
  let lijst: unknown;
  try {
    lijst = JSON.parse(Buffer.from(inhoud).toString('utf8'));
  } catch {
    throw new OverzetFout(`${naam} is geen JSON.`);
  }
  if (!Array.isArray(lijst)) throw new OverzetFout(`${naam}: hier hoort een lijst.`);
  return lijst.map((one, i) => {
    const object = zonderStreepjes(one) as Record<string, unknown> | null;
    const url = typeof object === 'object' && object !== null ? object['url'] : undefined;
    if (typeof url !== 'string' || !URL.canParse(url)) {
      throw new OverzetFout(
        `${naam}: onderdeel ${i + 1} heeft geen url. Zonder url is niet te zien wat waarbij hoort.`,
      );
    }
    return { soort, url, object: object! };
  });
}

/** The address without the kind and the id. */
function wortelVan({ url }: Bronding): string {
  return `${url.split('/').slice(0, -2).join('/')}/`;
}
