/**
 * The checks of a status as checklistitemStatustype: a short name, and the question a case worker answers.
 *
 * The standard gives a name 30 characters; in a real export 115 of 430 checks have a longer one. The full name then stands in the
 * toelichting of the item.
 */
import type { ChecklistItem } from './catalogusimport.ts';
import type { Context } from './context.ts';
import type { INavigatorCheck } from './model.ts';
import type { Melding } from './rapport.ts';
import { kort, lengte, samen } from './tekst.ts';

const MAX_ITEMNAAM = 30;
const MAX_VRAAG = 255;
const MAX_TOELICHTING = 1000;

export function mapChecks(checks: readonly INavigatorCheck[], { verslag }: Context): ChecklistItem[] {
  verslag.gezien('checklistitem', checks.length);
  return checks.flatMap((check) => {
    const naam = check.naam || check.vraag;
    if (naam === '' || !check.actief) {
      verslag.meld(CHECK_LEEG_OF_UIT, check);
      return [];
    }
    verslag.overgenomen('checklistitem');
    const lang = lengte(naam) > MAX_ITEMNAAM;
    const vraag = check.vraag || check.naam;
    if (lang) verslag.meld(CHECKNAAM_INGEKORT, check);
    if (check.vraag === '') verslag.meld(CHECK_ZONDER_VRAAG, check);
    if (lengte(vraag) > MAX_VRAAG) verslag.meld(VRAAG_INGEKORT, check);
    const toelichting = samen(lang ? naam : '', lengte(vraag) > MAX_VRAAG ? vraag : '', check.toelichting);
    if (lengte(toelichting) > MAX_TOELICHTING) verslag.meld(CHECKTOELICHTING_INGEKORT, check);
    return [
      {
        itemnaam: kort(naam, MAX_ITEMNAAM),
        toelichting: toelichting === '' ? null : kort(toelichting, MAX_TOELICHTING),
        vraagstelling: kort(vraag, MAX_VRAAG),
        verplicht: check.verplicht.toLowerCase() === 'ja',
      },
    ];
  });
}

const CHECK_LEEG_OF_UIT: Melding = {
  soort: 'checklistitem',
  gevolg: 'niet',
  code: 'leeg-of-inactief',
  reden: 'De check heeft geen naam en geen vraag, of staat op niet actief.',
  advies: 'Niets, of vul de check in i-Navigator aan en maak een nieuwe export.',
};

const CHECKNAAM_INGEKORT: Melding = {
  soort: 'checklistitem',
  gevolg: 'aangepast',
  code: 'naam-ingekort',
  reden: `De naam is langer dan ${MAX_ITEMNAAM} tekens en is ingekort. De hele naam staat in de toelichting van de check.`,
  advies: 'Kies zelf een kortere naam als de afgekorte naam niet duidelijk is.',
};

const CHECK_ZONDER_VRAAG: Melding = {
  soort: 'checklistitem',
  gevolg: 'aangevuld',
  code: 'zonder-vraag',
  reden: 'De check heeft geen vraag. De naam is ook als vraag gebruikt.',
  advies: 'Vul een vraag in bij de check.',
};

const VRAAG_INGEKORT: Melding = {
  soort: 'checklistitem',
  gevolg: 'aangepast',
  code: 'vraag-ingekort',
  reden: `De vraag is langer dan ${MAX_VRAAG} tekens en is ingekort. De hele vraag staat in de toelichting van de check.`,
  advies: 'Maak de vraag korter.',
};

const CHECKTOELICHTING_INGEKORT: Melding = {
  soort: 'checklistitem',
  gevolg: 'aangepast',
  code: 'toelichting-ingekort',
  reden: `De toelichting is langer dan ${MAX_TOELICHTING} tekens en is ingekort. De hele tekst staat alleen nog in i-Navigator.`,
  advies: 'Maak de toelichting korter.',
};
