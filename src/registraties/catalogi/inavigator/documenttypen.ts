/**
 * Documenttypen: in i-Navigator each process has its own, in a catalogus they are shared.
 *
 * Documenttypen with the same name (without regard to case) become one informatieobjecttype; each process gets its relation with its
 * own direction. So 254 documenttypen of 20 processes become 78 informatieobjecttypen.
 */
import type {
  InformatieobjecttypeGegevens,
  Vertrouwelijkheidaanduiding,
  ZaaktypeInformatieobjecttypeGegevens,
} from './catalogusimport.ts';
import { alsVertrouwelijkheid, bruikbaar, type Context, VERTROUWELIJKHEDEN } from './context.ts';
import type { INavigatorDocumenttype, INavigatorProces } from './model.ts';
import type { Melding } from './rapport.ts';
import { kort, lengte, lijst, uniekeNaam } from './tekst.ts';

const MAX_OMSCHRIJVING = 80;
const MAX_CATEGORIE = 80;
const MAX_TREFWOORD = 30;
const MAX_VOLGNUMMER = 999;

/** Documents mostly hold personal data of the zaak; drc-007 copies this to a document that comes without its own. */
const STANDAARD_VERTROUWELIJKHEID: Vertrouwelijkheidaanduiding = 'zaakvertrouwelijk';

type Richting = ZaaktypeInformatieobjecttypeGegevens['richting'];

export interface Documentenkast {
  /** The relations of one zaaktype, numbered 1, 2, 3 ... (at most 999). */
  voegToe(proces: INavigatorProces, beginGeldigheid: string): ZaaktypeInformatieobjecttypeGegevens[];
  /** The informatieobjecttypen of all zaaktypen so far, in the order in which they were met. */
  sluit(): InformatieobjecttypeGegevens[];
}

interface Plank {
  readonly omschrijving: string;
  readonly items: { readonly item: INavigatorDocumenttype; readonly categorie: string }[];
  readonly zaaktypen: Set<string>;
  beginGeldigheid: string;
}

export function openDocumentenkast(context: Context): Documentenkast {
  const planken = new Map<string, Plank>();
  const bezet = new Set<string>();
  const plankVoor = (item: INavigatorDocumenttype, beginGeldigheid: string): Plank => {
    const sleutel = item.naam.toLowerCase();
    const gevonden = planken.get(sleutel);
    if (gevonden !== undefined) return gevonden;
    const omschrijving = uniekeNaam(kort(item.naam, MAX_OMSCHRIJVING), bezet, MAX_OMSCHRIJVING);
    bezet.add(omschrijving.toLowerCase());
    if (lengte(item.naam) > MAX_OMSCHRIJVING) context.verslag.meld(DOCUMENTNAAM_INGEKORT, item, omschrijving);
    const plank: Plank = { omschrijving, items: [], zaaktypen: new Set(), beginGeldigheid };
    planken.set(sleutel, plank);
    return plank;
  };

  return {
    voegToe: (proces, beginGeldigheid) => {
      const relaties = new Map<string, Omit<ZaaktypeInformatieobjecttypeGegevens, 'volgnummer'>>();
      for (const item of bruikbaar(proces.documenttypen, 'documenttype', context)) {
        const plank = plankVoor(item, beginGeldigheid);
        for (const richting of leesRichting(item, context)) {
          const sleutel = `${richting} ${plank.omschrijving}`;
          if (relaties.has(sleutel)) context.verslag.meld(DUBBEL_IN_PROCES, item, `in ${proces.id}`);
          relaties.set(sleutel, { informatieobjecttype: plank.omschrijving, richting, statustype: null });
        }
        plank.items.push({ item, categorie: categorieVan(item, context) });
        plank.zaaktypen.add(proces.id);
        if (beginGeldigheid < plank.beginGeldigheid) plank.beginGeldigheid = beginGeldigheid;
        context.verslag.overgenomen('documenttype');
      }
      const alle = [...relaties.values()];
      if (alle.length > MAX_VOLGNUMMER) {
        context.verslag.meld(TE_VEEL_DOCUMENTEN, { id: proces.id, naam: proces.kernomschrijving }, `${alle.length}`);
      }
      return alle.slice(0, MAX_VOLGNUMMER).map((relatie, index) => ({ ...relatie, volgnummer: index + 1 }));
    },
    sluit: () => [...planken.values()].map((plank) => mapPlank(plank, context)),
  };
}

function mapPlank(plank: Plank, { verslag }: Context): InformatieobjecttypeGegevens {
  const [eerste] = plank.items;
  const categorieen = new Set(plank.items.map(({ categorie }) => categorie));
  const categorie = meestVoorkomend(plank.items.map((regel) => regel.categorie));
  const kop = { id: eerste?.item.id ?? '', naam: plank.omschrijving };
  if (plank.items.length > 1) verslag.meld(SAMENGEVOEGD, kop, `${plank.items.length} keer`);
  if (categorieen.size > 1) {
    verslag.meld(
      CATEGORIE_VERSCHILT,
      kop,
      `${categorie}, ook: ${[...categorieen].filter((c) => c !== categorie).join(', ')}`,
    );
  }
  const gezegd = plank.items.flatMap(({ item }) => alsVertrouwelijkheid(item.vertrouwelijkheid) ?? []);
  if (gezegd.length === 0) verslag.meld(VERTROUWELIJKHEID_ONBEKEND, kop);
  if (new Set(gezegd).size > 1) verslag.meld(VERTROUWELIJKHEID_VERSCHILT, kop);
  const trefwoorden = [...new Set(plank.items.flatMap(({ item }) => lijst(item.trefwoorden)))];
  for (const trefwoord of trefwoorden.filter((t) => lengte(t) > MAX_TREFWOORD)) {
    verslag.meld(TREFWOORD_TE_LANG, kop, trefwoord);
  }
  return {
    omschrijving: plank.omschrijving,
    vertrouwelijkheidaanduiding: strengste(gezegd) ?? STANDAARD_VERTROUWELIJKHEID,
    informatieobjectcategorie: kort(categorie, MAX_CATEGORIE),
    trefwoord: trefwoorden.filter((t) => lengte(t) <= MAX_TREFWOORD),
    beginGeldigheid: plank.beginGeldigheid,
    eindeGeldigheid: null,
    zaaktypeIdentificaties: [...plank.zaaktypen],
  };
}

/** `In/uitgaand` becomes two relations: the standard has one direction each. */
function leesRichting(item: INavigatorDocumenttype, { verslag }: Context): Richting[] {
  switch (item.richting.toLowerCase()) {
    case 'inkomend':
      return ['inkomend'];
    case 'uitgaand':
      return ['uitgaand'];
    case 'intern':
      return ['intern'];
    case 'in/uitgaand':
      verslag.meld(TWEE_RICHTINGEN, item);
      return ['inkomend', 'uitgaand'];
    default:
      verslag.meld(RICHTING_ONBEKEND, item, item.richting);
      return ['intern'];
  }
}

function categorieVan(item: INavigatorDocumenttype, { soorten }: Context): string {
  return soorten.document.get(item.soortId) || item.naamModel || item.naam;
}

function strengste(waarden: readonly Vertrouwelijkheidaanduiding[]): Vertrouwelijkheidaanduiding | undefined {
  return VERTROUWELIJKHEDEN.findLast((waarde) => waarden.includes(waarde));
}

/** Of equals the first. */
function meestVoorkomend(waarden: readonly string[]): string {
  const aantal = (waarde: string): number => waarden.filter((w) => w === waarde).length;
  return waarden.reduce((beste, waarde) => (aantal(waarde) > aantal(beste) ? waarde : beste), waarden[0] ?? '');
}

const melding = (gevolg: Melding['gevolg'], code: string, reden: string, advies: string): Melding => ({
  soort: 'documenttype',
  gevolg,
  code,
  reden,
  advies,
});

const SAMENGEVOEGD = melding(
  'let-op',
  'samengevoegd',
  'Documenttypen met dezelfde naam uit verschillende processen zijn één informatieobjecttype geworden.',
  'Niets, tenzij er verschillende documenten mee bedoeld worden; geef ze dan verschillende namen.',
);
const CATEGORIE_VERSCHILT = melding(
  'aangepast',
  'categorie-verschilt',
  'Documenttypen met dezelfde naam hebben verschillende documentsoorten. De meest gebruikte is de categorie geworden.',
  'Kies de goede categorie, of geef de documenttypen verschillende namen.',
);
const VERTROUWELIJKHEID_ONBEKEND = melding(
  'aangevuld',
  'vertrouwelijkheid-onbekend',
  `De export zegt niet hoe vertrouwelijk het document is. Ingevuld is '${STANDAARD_VERTROUWELIJKHEID}'.`,
  'Maak het ruimer of strenger waar dat nodig is.',
);
const VERTROUWELIJKHEID_VERSCHILT = melding(
  'aangepast',
  'vertrouwelijkheid-verschilt',
  'Documenttypen met dezelfde naam zijn niet even vertrouwelijk. De strengste is overgenomen.',
  'Geef de documenttypen verschillende namen als het verschil bedoeld is.',
);
const TREFWOORD_TE_LANG = melding(
  'niet',
  'trefwoord-te-lang',
  `Het trefwoord is langer dan ${MAX_TREFWOORD} tekens.`,
  'Kies een korter trefwoord.',
);
const DOCUMENTNAAM_INGEKORT = melding(
  'aangepast',
  'naam-ingekort',
  `De naam is langer dan ${MAX_OMSCHRIJVING} tekens en is ingekort. Een informatieobjecttype heeft geen toelichting; de hele naam staat hieronder.`,
  'Kies zelf een kortere naam zolang het een concept is.',
);
const DUBBEL_IN_PROCES = melding(
  'let-op',
  'dubbel-in-proces',
  'Het proces heeft dit documenttype twee keer met dezelfde richting. Het zaaktype heeft het één keer.',
  'Niets, of ruim het op in i-Navigator.',
);
const TWEE_RICHTINGEN = melding(
  'aangepast',
  'twee-richtingen',
  'Het document komt binnen en gaat uit. Het zaaktype heeft er daarom twee regels voor.',
  'Niets.',
);
const RICHTING_ONBEKEND = melding(
  'aangevuld',
  'richting-onbekend',
  "De export zegt niet of het document binnenkomt of uitgaat. Ingevuld is 'intern'.",
  'Kies de goede richting.',
);
const TE_VEEL_DOCUMENTEN = melding(
  'niet',
  'te-veel-documenttypen',
  `Een zaaktype kan niet meer dan ${MAX_VOLGNUMMER} documenttypen hebben. De rest is niet overgenomen.`,
  'Splits het proces, of verwijder documenttypen die niet gebruikt worden.',
);
