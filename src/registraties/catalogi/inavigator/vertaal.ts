/**
 * Maps an i-Navigator export to a catalogus that can be stored and published, with an account of everything that did not fit.
 *
 * Pure and repeatable: the same export and options give the same result, without clock, random or network.
 */
import { selectielijst } from '../selectielijst/index.ts';
import type { CatalogusGegevens, CatalogusImport, ZaaktypeImport } from './catalogusimport.ts';
import { type Context, soortenVan } from './context.ts';
import { openDocumentenkast } from './documenttypen.ts';
import { INavigatorFout } from './fout.ts';
import type { INavigatorExport } from './model.ts';
import { mapProces, meldNietGelezen, weigerDubbel } from './proces.ts';
import { type Melding, openVerslag } from './rapport.ts';
import { lengte } from './tekst.ts';
import { alsDatum } from './termijn.ts';

export interface INavigatorOpties {
  readonly catalogus: CatalogusGegevens;
  /**
   * `YYYY-MM-DD` for all zaaktypen. Without it each zaaktype begins when its process became current in i-Navigator, else at the
   * date of the export.
   */
  readonly beginGeldigheid?: string;
  /**
   * Which statustypen inform the initiator. `uit-export` (the default): those that i-Navigator shows outside or that carry a
   * message. `alle`: every one, for municipalities that never filled in those fields.
   */
  readonly informeren?: 'uit-export' | 'alle';
}

/** @throws INavigatorFout when an option is wrong, or when neither the export nor the options give a begin date */
export function mapINavigator(bron: INavigatorExport, opties: INavigatorOpties): CatalogusImport {
  controleerOpties(opties);
  const verslag = openVerslag();
  const context: Context = {
    verslag,
    lijst: selectielijst(),
    soorten: soortenVan(bron),
    informeren: opties.informeren ?? 'uit-export',
  };
  if (!/^ICR1\.5\b/.test(bron.specificatieversie)) {
    verslag.meld(ANDERE_VERSIE, { id: '', naam: bron.specificatieversie || 'geen versie' });
  }
  const kast = openDocumentenkast(context);
  const gehad = new Set<string>();
  const zaaktypen = bron.processen.flatMap((proces) => {
    if (gehad.has(proces.id)) return weigerDubbel(proces, context) ?? [];
    gehad.add(proces.id);
    const begin = opties.beginGeldigheid ?? alsDatum(proces.actueelVan) ?? alsDatum(bron.datum);
    if (begin === null) {
      throw new INavigatorFout(
        `De export heeft geen datum en proces ${proces.id} ook niet. Geef zelf een begindatum op (beginGeldigheid).`,
      );
    }
    return mapProces(proces, begin, kast, context) ?? [];
  });
  const informatieobjecttypen = kast.sluit();
  meldNietGelezen(bron.processen, verslag);
  meldInformeren(zaaktypen, context);

  const tel = (lijst: 'statustypen' | 'resultaattypen' | 'roltypen' | 'informatieobjecttypen'): number =>
    zaaktypen.reduce((som, zaaktype) => som + zaaktype[lijst].length, 0);
  const { datum, beheersapplicatie, specificatieversie } = bron;
  const { domein, rsin, naam, contactpersoonBeheerNaam } = opties.catalogus;
  return {
    catalogus: { domein, rsin, naam, contactpersoonBeheerNaam },
    informatieobjecttypen,
    zaaktypen,
    rapport: {
      bron: { datum, beheersapplicatie, specificatieversie },
      gemaakt: {
        zaaktypen: zaaktypen.length,
        statustypen: tel('statustypen'),
        resultaattypen: tel('resultaattypen'),
        roltypen: tel('roltypen'),
        informatieobjecttypen: informatieobjecttypen.length,
        zaaktypeInformatieobjecttypen: tel('informatieobjecttypen'),
      },
      ...verslag.sluit(),
    },
  };
}

/** The limits of Catalogus in the contract; the eleven-test of the RSIN is left to the register. */
function controleerOpties({ catalogus, beginGeldigheid }: INavigatorOpties): void {
  const { domein, rsin, naam, contactpersoonBeheerNaam } = catalogus;
  if (!/^[A-Z]{1,5}$/.test(domein)) {
    throw new INavigatorFout(
      'Het domein van de catalogus is een afkorting van 1 tot 5 hoofdletters, bijvoorbeeld ALG.',
    );
  }
  if (!/^\d{9}$/.test(rsin)) {
    throw new INavigatorFout('Het RSIN van de gemeente heeft 9 cijfers. U vindt het in het Handelsregister.');
  }
  if (naam === '' || lengte(naam) > 200) {
    throw new INavigatorFout('Geef de catalogus een naam van ten hoogste 200 tekens.');
  }
  if (contactpersoonBeheerNaam === '' || lengte(contactpersoonBeheerNaam) > 40) {
    throw new INavigatorFout('Geef de naam op van wie de catalogus beheert, in ten hoogste 40 tekens.');
  }
  if (beginGeldigheid !== undefined && (beginGeldigheid.length !== 10 || alsDatum(beginGeldigheid) === null)) {
    throw new INavigatorFout('De begindatum (beginGeldigheid) is geen bestaande datum. Schrijf hem als jjjj-mm-dd.');
  }
}

/** Whether citizens hear anything at all is decided here, so it is always said. */
function meldInformeren(zaaktypen: readonly ZaaktypeImport[], { verslag, informeren }: Context): void {
  if (informeren === 'alle') {
    const aantal = zaaktypen.reduce((som, { statustypen }) => som + statustypen.length, 0);
    verslag.meld(ALLE_INFORMEREN, { id: '', naam: 'informeren' }, `${aantal} statustypen`);
    return;
  }
  for (const { zaaktype, statustypen } of zaaktypen) {
    if (statustypen.some((status) => status.informeren)) continue;
    verslag.meld(NIETS_INFORMEREN, { id: zaaktype.identificatie, naam: zaaktype.omschrijving });
  }
}

const ANDERE_VERSIE: Melding = {
  soort: 'export',
  gevolg: 'let-op',
  code: 'andere-versie',
  reden: 'De export heeft een andere versie dan ICR1.5, de versie waarvoor dit inlezen gemaakt is.',
  advies: 'Controleer of alle processen en hun onderdelen goed zijn overgekomen.',
};

const NIETS_INFORMEREN: Melding = {
  soort: 'statustype',
  gevolg: 'let-op',
  code: 'niets-informeren',
  reden:
    "Bij dit zaaktype staat geen enkele status op 'Extern' en heeft geen enkele status een bericht. De aanvrager krijgt daarom bij geen enkele status bericht.",
  advies:
    "Lees opnieuw in met informeren 'alle', of zet 'informeren' aan bij de statussen waar de inwoner iets aan heeft.",
};

const ALLE_INFORMEREN: Melding = {
  soort: 'statustype',
  gevolg: 'let-op',
  code: 'alle-informeren',
  reden: "U koos informeren 'alle': de aanvrager krijgt bij elke status bericht, ook als die in i-Navigator intern is.",
  advies: "Zet 'informeren' uit bij statussen die alleen voor de gemeente zelf zijn.",
};
