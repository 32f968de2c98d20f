/**
 * Resultaattypen of one process: those with a class of the Selectielijst, names unique within the zaaktype, archiving that meets
 * ztc-002 to ztc-008. An empty list means that the process cannot become a zaaktype.
 */
import type { Resultaat } from '../selectielijst/index.ts';
import { mapArchivering } from './archief.ts';
import { eigenBegin } from './brondatum.ts';
import type { ResultaattypeGegevens, ZaaktypeImport } from './catalogusimport.ts';
import { bruikbaar, type Context, naamDubbel, naamIngekort } from './context.ts';
import type { INavigatorProces, INavigatorResultaattype } from './model.ts';
import type { Melding } from './rapport.ts';
import { kiesKlassen } from './selectielijstkeuze.ts';
import { kort, lengte, samen, uniekeNaam } from './tekst.ts';

const MAX_OMSCHRIJVING = 30;
const MAX_OBJECTAARD = 200;

export interface Resultaattypen {
  readonly resultaattypen: readonly ResultaattypeGegevens[];
  /** The procestype that all of them share; null when there are none. */
  readonly procestype: ZaaktypeImport['selectielijstProcestype'] | null;
}

export function mapResultaattypen(proces: INavigatorProces, context: Context): Resultaattypen {
  const items = bruikbaar(proces.resultaattypen, 'resultaattype', context);
  const bezet = new Set<string>();
  const gekozen = kiesKlassen(items, context);
  const resultaattypen = gekozen.flatMap(({ item, klasse }) => {
    const archivering = mapArchivering(item, klasse, context);
    if (archivering === null) return [];
    const naam = kort(item.naam, MAX_OMSCHRIJVING);
    const omschrijving = uniekeNaam(naam, bezet, MAX_OMSCHRIJVING);
    bezet.add(omschrijving.toLowerCase());
    if (naam !== item.naam) context.verslag.meld(naamIngekort('resultaattype', MAX_OMSCHRIJVING), item);
    if (omschrijving !== naam) context.verslag.meld(naamDubbel('resultaattype'), item, `in ${proces.id}`);
    return [{ ...mapKern(item, klasse, context), omschrijving, ...archivering }];
  });
  const klasse = gekozen[0]?.klasse;
  const procestype =
    klasse === undefined || resultaattypen.length === 0
      ? null
      : { uuid: klasse.procestypeUuid, jaar: klasse.jaar, nummer: klasse.procestype };
  return { resultaattypen, procestype };
}

function mapKern(item: INavigatorResultaattype, klasse: Resultaat, context: Context) {
  return {
    resultaattypeomschrijving: kiesOmschrijving(item, context),
    selectielijstklasse: { uuid: klasse.uuid, jaar: klasse.jaar, volledigNummer: klasse.volledigNummer },
    toelichting: samen(
      lengte(item.naam) > MAX_OMSCHRIJVING ? `Naam voluit: ${item.naam}` : '',
      item.toelichting,
      item.toelichtingBewaartermijn === '' ? '' : `Bewaartermijn: ${item.toelichtingBewaartermijn}`,
      eigenBegin(item.brondatum) === '' ? '' : `Begin van de bewaartermijn: ${item.brondatum}`,
      item.opmerking === '' ? '' : `Opmerking in i-Navigator: ${item.opmerking}`,
    ),
    procesobjectaard: klasse.specifiek ? kort(klasse.omschrijving, MAX_OBJECTAARD) : null,
    indicatieSpecifiek: klasse.specifiek,
    procestermijn: null,
    besluittypen: [],
    informatieobjecttypen: [],
  };
}

/** The embedded list has three generic descriptions; the nearest by meaning is chosen and, unless it is the same word, reported. */
function kiesOmschrijving(item: INavigatorResultaattype, { lijst, soorten, verslag }: Context) {
  const naam = soorten.resultaat.get(item.soortId) || item.naamModel || item.naam;
  const keuze = generiek(naam);
  const gevonden = lijst.resultaattypeomschrijvingen.find(({ omschrijving }) => omschrijving === keuze);
  if (gevonden === undefined) throw new Error(`De ingebouwde lijst mist de resultaattypeomschrijving '${keuze}'.`);
  if (item.naam.toLowerCase() !== keuze.toLowerCase()) verslag.meld(GENERIEK_BENADERD, item, keuze);
  return { uuid: gevonden.uuid, omschrijving: gevonden.omschrijving };
}

/** By the name of the result kind ("resultaatsoort") of i-Navigator. */
function generiek(naam: string): 'Toegekend' | 'Afgewezen' | 'Ingetrokken' {
  // Stopped before a decision. "Niet ingetrokken" is a refusal to withdraw and falls under the next line.
  if (/^(afgebroken|ingetrokken|niet doorgegaan)$/i.test(naam)) return 'Ingetrokken';
  if (/^(niet |geweigerd|afgewezen|ongegrond|negatief|buiten behandeling)/i.test(naam)) return 'Afgewezen';
  return 'Toegekend';
}

const GENERIEK_BENADERD: Melding = {
  soort: 'resultaattype',
  gevolg: 'aangevuld',
  code: 'generieke-omschrijving',
  reden:
    'De standaard vraagt een generieke omschrijving. De ingebouwde lijst kent er drie (Toegekend, Afgewezen, Ingetrokken); de beste is gekozen.',
  advies: 'Koppel een eigen referentielijst (REFERENTIELIJSTEN_URL) als u meer generieke omschrijvingen gebruikt.',
};
