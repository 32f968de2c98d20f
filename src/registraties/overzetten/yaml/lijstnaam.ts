/**
 * Things of the embedded reference lists by what people call them, instead of by their address:
 * `selectielijst 2020, procestype 11`, `selectielijst 2020, resultaat 11.1.6`, `resultaattypeomschrijving Toegekend`.
 */
import { ingebouwdeLijsten, REFERENTIELIJSTEN, selectielijst } from '../../catalogi/index.ts';

const PROCESTYPE = /^selectielijst (\d{4}), procestype (\d+)$/;
const RESULTAAT = /^selectielijst (\d{4}), resultaat ([\d.]+)$/;
const OMSCHRIJVING = /^resultaattypeomschrijving (.+)$/;

/** The name of what stands at this address, or the address itself when it is in none of the lists. */
export function lijstnaam(adres: string, bases: readonly string[]): string {
  const json = ingebouwdeLijsten(bases)(adres);
  if (!json) return adres;
  const naam =
    'volledigNummer' in json
      ? `selectielijst ${jaarVan(json)}, resultaat ${json['volledigNummer']}`
      : 'jaar' in json
        ? `selectielijst ${json['jaar']}, procestype ${json['nummer']}`
        : `resultaattypeomschrijving ${json['omschrijving']}`;
  // A name that leads elsewhere than the address says less than the address.
  return laatste(lijstadres(naam, '') ?? '') === laatste(String(json['url'])) ? naam : adres;
}

/** Our address of what has this name; null when it is no name of the lists, or of nothing in them. */
export function lijstadres(naam: string, base: string): string | null {
  const root = `${base}${REFERENTIELIJSTEN}`;
  const lijst = selectielijst();
  const procestype = PROCESTYPE.exec(naam);
  if (procestype) {
    const found = lijst.procestype({ jaar: Number(procestype[1]), nummer: Number(procestype[2]) });
    return found ? `${root}/procestypen/${found.uuid}` : null;
  }
  const resultaat = RESULTAAT.exec(naam);
  if (resultaat) {
    const found = lijst.resultaat({ jaar: Number(resultaat[1]), nummer: resultaat[2]! });
    return found ? `${root}/resultaten/${found.uuid}` : null;
  }
  const omschrijving = OMSCHRIJVING.exec(naam)?.[1];
  const found = lijst.resultaattypeomschrijvingen.find((one) => one.omschrijving === omschrijving);
  return found ? `${root}/resultaattypeomschrijvingen/${found.uuid}` : null;
}

function jaarVan(json: Readonly<Record<string, unknown>>): number | undefined {
  return selectielijst().resultaat(laatste(String(json['url'])))?.jaar;
}

function laatste(adres: string): string {
  return adres.split('/').at(-1)!;
}
