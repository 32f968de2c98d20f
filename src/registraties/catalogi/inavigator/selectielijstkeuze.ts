/**
 * Which class of the Selectielijst belongs to a resultaattype of the export, and which procestype to the whole process.
 *
 * The national model names the class under "vernietigingsgrondslag" (`Resultaat 11.1.6 Selectielijst ... 2020`, and an address ending
 * in `sl2020.gem.html#11_1_6`); for local items people write the bare number in the remarks (`11.1, einddatum vergunning`). The
 * register wants class and zaaktype to be of one procestype (ztc-002).
 */
import { type Resultaat, SELECTIELIJST_JAAR, type Selectielijst } from '../selectielijst/index.ts';
import type { Context } from './context.ts';
import type { INavigatorGrondslag, INavigatorResultaattype } from './model.ts';
import type { Melding } from './rapport.ts';

export interface MetKlasse {
  readonly item: INavigatorResultaattype;
  readonly klasse: Resultaat;
}

/** The items with the class found for each, all of one procestype. What has none, or one of another procestype, is reported. */
export function kiesKlassen(items: readonly INavigatorResultaattype[], { lijst, verslag }: Context): MetKlasse[] {
  const gevonden = items.flatMap((item) => {
    const keuze = kiesKlasse(item, lijst);
    if (keuze === undefined) {
      verslag.meld(GEEN_KLASSE, item, genoemd(item));
      return [];
    }
    if (keuze.melding !== undefined) verslag.meld(keuze.melding, item, `klasse ${keuze.klasse.volledigNummer}`);
    return [{ item, klasse: keuze.klasse }];
  });
  const procestype = meestGenoemd(gevonden.map(({ klasse }) => klasse.procestype));
  return gevonden.filter(({ item, klasse }) => {
    if (klasse.procestype === procestype) return true;
    verslag.meld(
      ANDER_PROCESTYPE,
      item,
      `klasse ${klasse.volledigNummer}, het zaaktype hoort bij procestype ${procestype}`,
    );
    return false;
  });
}

function kiesKlasse(
  item: INavigatorResultaattype,
  lijst: Selectielijst,
): { readonly klasse: Resultaat; readonly melding?: Melding } | undefined {
  const verwijzingen = item.grondslagen.flatMap(leesGrondslag);
  const actueel = verwijzingen.find(({ jaar }) => jaar === SELECTIELIJST_JAAR);
  const klasse = geldig(lijst, actueel?.nummer);
  if (klasse !== undefined) return { klasse };
  const uitOpmerking = geldig(lijst, /^\d+(\.\d+){1,2}(?![\d.]*\d)/.exec(item.opmerking)?.[0]);
  if (uitOpmerking !== undefined) return { klasse: uitOpmerking, melding: KLASSE_UIT_OPMERKING };
  const ouder = geldig(lijst, verwijzingen[0]?.nummer);
  if (ouder !== undefined) return { klasse: ouder, melding: KLASSE_UIT_OUDER_JAAR };
  return undefined;
}

function geldig(lijst: Selectielijst, nummer: string | undefined): Resultaat | undefined {
  const klasse = nummer === undefined ? undefined : lijst.resultaat({ jaar: SELECTIELIJST_JAAR, nummer });
  return klasse?.vervallen === true ? undefined : klasse;
}

/** Number and edition of a legal base; nothing when it is not about the Selectielijst of municipalities. */
function leesGrondslag({ naam, url }: INavigatorGrondslag): { nummer: string; jaar: number }[] {
  const uitNaam = /^Resultaat (\d+(?:\.\d+){1,2}) Selectielijst gemeenten\b.*\b(\d{4})$/i.exec(naam);
  if (uitNaam?.[1] !== undefined) return [{ nummer: uitNaam[1], jaar: Number(uitNaam[2]) }];
  const uitUrl = /\/sl(\d{4})\.gem\.html#(\d+(?:_\d+){1,2})$/i.exec(url);
  if (uitUrl?.[2] !== undefined) return [{ nummer: uitUrl[2].replaceAll('_', '.'), jaar: Number(uitUrl[1]) }];
  return [];
}

/** The number that occurs most; of equals the first. */
function meestGenoemd(nummers: readonly number[]): number | undefined {
  const aantal = (nummer: number): number => nummers.filter((n) => n === nummer).length;
  return nummers.reduce<number | undefined>(
    (beste, nummer) => (beste === undefined || aantal(nummer) > aantal(beste) ? nummer : beste),
    undefined,
  );
}

function genoemd(item: INavigatorResultaattype): string {
  return item.grondslagen
    .map(({ naam }) => naam)
    .filter((naam) => naam !== '')
    .join('; ');
}

const GEEN_KLASSE: Melding = {
  soort: 'resultaattype',
  gevolg: 'niet',
  code: 'geen-selectielijstklasse',
  reden: `De export noemt geen resultaat uit de Selectielijst ${SELECTIELIJST_JAAR} dat wij kennen, en zonder mag een resultaattype niet bestaan.`,
  advies:
    'Kies in i-Navigator het resultaat uit de Selectielijst en maak een nieuwe export, of maak het resultaattype zelf aan.',
};

const ANDER_PROCESTYPE: Melding = {
  soort: 'resultaattype',
  gevolg: 'niet',
  code: 'ander-procestype',
  reden:
    'Het resultaat uit de Selectielijst hoort bij een ander procestype dan de rest van het zaaktype (regel ztc-002).',
  advies: 'Kies een resultaat van hetzelfde procestype, of maak er een eigen zaaktype van.',
};

const KLASSE_UIT_OPMERKING: Melding = {
  soort: 'resultaattype',
  gevolg: 'let-op',
  code: 'klasse-uit-opmerking',
  reden: `Het nummer van het resultaat uit de Selectielijst stond alleen in de opmerking. Wij lezen het als nummer uit ${SELECTIELIJST_JAAR}.`,
  advies: 'Controleer of dit het goede resultaat is.',
};

const KLASSE_UIT_OUDER_JAAR: Melding = {
  soort: 'resultaattype',
  gevolg: 'let-op',
  code: 'klasse-uit-ouder-jaar',
  reden: `De export noemt alleen een oudere Selectielijst. Wij namen hetzelfde nummer uit de Selectielijst ${SELECTIELIJST_JAAR}.`,
  advies: 'Controleer of dit nummer in de nieuwe lijst nog hetzelfde betekent.',
};
