/**
 * The body of a zaaktype from a process: every field that the Catalogi API requires is filled, each within its length.
 *
 * What the export leaves open gets a value that publishes but promises nothing, and a line in the report.
 */
import type { Vertrouwelijkheidaanduiding, ZaaktypeGegevens } from './catalogusimport.ts';
import { alsVertrouwelijkheid, type Context } from './context.ts';
import type { INavigatorProces } from './model.ts';
import type { Melding, Verslag } from './rapport.ts';
import { kort, lengte, lijst, samen } from './tekst.ts';
import { mapTermijnen } from './zaaktypetermijnen.ts';

export interface Geldigheid {
  readonly beginGeldigheid: string;
  readonly eindeGeldigheid: string | null;
}

const STANDAARD_VERTROUWELIJKHEID: Vertrouwelijkheidaanduiding = 'zaakvertrouwelijk';
const MAX_TREFWOORD = 30;
const MAX_VERANTWOORDING = 40;

/** @param proces with a name; the caller has checked that */
export function mapZaaktype(proces: INavigatorProces, geldigheid: Geldigheid, { verslag }: Context): ZaaktypeGegevens {
  const naam = proces.kernomschrijving || proces.naam;
  const item = { id: proces.id, naam };
  const past = openPasser(item, verslag);
  const vul = (waarde: string, standaard: string, melding: Melding): string => {
    if (waarde === '') verslag.meld(melding, item, standaard);
    return waarde || standaard;
  };
  const { naamstructuur: eigen, naamstructuurModel: model } = proces;
  const indicatie = mapIndicatie(proces.categorie);
  if (indicatie === undefined) verslag.meld(INDICATIE_ONBEKEND, item);
  const vertrouwelijkheid = alsVertrouwelijkheid(proces.vertrouwelijkheid);
  if (vertrouwelijkheid === undefined) verslag.meld(VERTROUWELIJKHEID_ONBEKEND, item, proces.vertrouwelijkheid);
  if (proces.publicatieIndicatie === '') verslag.meld(PUBLICATIE_ONBEKEND, item);
  if (proces.aanhoudenMogelijk === '') verslag.meld(AANHOUDEN_ONBEKEND, item);

  const zaaktype = {
    identificatie: proces.id,
    omschrijving: past('Omschrijving', naam, 80),
    omschrijvingGeneriek: past('Generieke omschrijving', proces.modelKernomschrijving, 80),
    vertrouwelijkheidaanduiding: vertrouwelijkheid ?? STANDAARD_VERTROUWELIJKHEID,
    doel: proces.naam || naam,
    aanleiding: vul(proces.aanleiding, 'Niet vastgelegd in i-Navigator.', AANLEIDING_ONBEKEND),
    indicatieInternOfExtern: indicatie ?? 'extern',
    handelingInitiator: past(
      'Handeling initiator',
      vul(
        eigen.handelingInitiator || model.handelingInitiator,
        indicatie === 'intern' ? 'Starten' : 'Aanvragen',
        HANDELING_INITIATOR,
      ),
      20,
    ),
    onderwerp: past('Onderwerp', eigen.onderwerp || model.onderwerp || naam, 80),
    handelingBehandelaar: past(
      'Handeling behandelaar',
      vul(eigen.handelingBehandelaar || model.handelingBehandelaar, 'Behandelen', HANDELING_BEHANDELAAR),
      20,
    ),
    ...mapTermijnen(proces, item, verslag),
    opschortingEnAanhoudingMogelijk: isJa(proces.aanhoudenMogelijk),
    trefwoorden: passende(
      [...new Set([...lijst(proces.lokaleTrefwoorden), ...lijst(proces.thesaurusterm)])],
      MAX_TREFWOORD,
      item,
      verslag,
    ),
    publicatieIndicatie: isJa(proces.publicatieIndicatie),
    publicatietekst: proces.publicatietekst,
    verantwoordingsrelatie: passende(lijst(proces.verantwoordingsrelatie), MAX_VERANTWOORDING, item, verslag),
    productenOfDiensten: [],
    referentieproces: { naam: past('Referentieproces', vul(proces.procesarchitectuur, naam, REFERENTIEPROCES), 80) },
    verantwoordelijke: past('Verantwoordelijke', vul(proces.proceseigenaar, 'Nog niet bekend', EIGENAAR_ONBEKEND), 50),
    besluittypen: [],
    deelzaaktypen: [],
    gerelateerdeZaaktypen: [],
    ...geldigheid,
    versiedatum: geldigheid.beginGeldigheid,
  };
  return { ...zaaktype, toelichting: samen(proces.toelichting, ...past.rest()) };
}

/** Makes texts fit and remembers the full ones for the toelichting, which has no limit. */
function openPasser(item: { id: string; naam: string }, verslag: Verslag) {
  const volledig: string[] = [];
  const past = (veld: string, tekst: string, max: number): string => {
    if (lengte(tekst) <= max) return tekst;
    volledig.push(`${veld} voluit: ${tekst}`);
    verslag.meld(TEKST_INGEKORT, item, `${veld}: ${lengte(tekst)} tekens, er passen er ${max}`);
    return kort(tekst, max);
  };
  return Object.assign(past, { rest: () => volledig });
}

function passende(
  woorden: readonly string[],
  max: number,
  item: { id: string; naam: string },
  verslag: Verslag,
): string[] {
  return woorden.filter((woord) => {
    if (lengte(woord) <= max) return true;
    verslag.meld(WOORD_TE_LANG, item, woord);
    return false;
  });
}

/** Trigger Extern, Intern or Periodiek; what the clock starts is started by the municipality itself. */
function mapIndicatie(categorie: string): 'intern' | 'extern' | undefined {
  if (/^trigger extern/i.test(categorie)) return 'extern';
  return /^trigger (intern|periodiek)/i.test(categorie) ? 'intern' : undefined;
}

function isJa(tekst: string): boolean {
  return tekst.toLowerCase() === 'ja';
}

const melding = (gevolg: Melding['gevolg'], code: string, reden: string, advies: string): Melding => ({
  soort: 'proces',
  gevolg,
  code,
  reden,
  advies,
});

const TEKST_INGEKORT = melding(
  'aangepast',
  'tekst-ingekort',
  'Een tekst is te lang voor het veld en is ingekort. De hele tekst staat in de toelichting van het zaaktype.',
  'Kies zelf een kortere tekst zolang het zaaktype een concept is.',
);
const WOORD_TE_LANG = melding(
  'niet',
  'trefwoord-te-lang',
  `Een trefwoord is langer dan ${MAX_TREFWOORD} tekens, of een verantwoordingsrelatie langer dan ${MAX_VERANTWOORDING}.`,
  'Kies een korter woord.',
);
const INDICATIE_ONBEKEND = melding(
  'aangevuld',
  'intern-of-extern-onbekend',
  "De export zegt niet of de zaak van binnen of van buiten komt. Ingevuld is 'extern', zoals de standaard bij twijfel vraagt.",
  "Kies 'intern' als alleen de gemeente zelf zo'n zaak begint.",
);
const VERTROUWELIJKHEID_ONBEKEND = melding(
  'aangevuld',
  'vertrouwelijkheid-onbekend',
  `De export zegt niet hoe vertrouwelijk de zaken zijn. Ingevuld is '${STANDAARD_VERTROUWELIJKHEID}'.`,
  'Maak het ruimer of strenger waar dat nodig is.',
);
const PUBLICATIE_ONBEKEND = melding(
  'aangevuld',
  'publicatie-indicatie-onbekend',
  "De export zegt niet of de zaak gepubliceerd wordt. Ingevuld is 'nee'.",
  'Zet de publicatie-indicatie aan als dat moet.',
);
const AANHOUDEN_ONBEKEND = melding(
  'aangevuld',
  'aanhouden-onbekend',
  "De export zegt niet of de zaak opgeschort of aangehouden kan worden. Ingevuld is 'nee'.",
  'Zet het aan als dat kan; opschorten mag bij een aanvraag volgens artikel 4:15 Awb.',
);
const AANLEIDING_ONBEKEND = melding(
  'aangevuld',
  'aanleiding-onbekend',
  'De export noemt geen aanleiding.',
  'Schrijf op wanneer een zaak van dit type begint.',
);
const HANDELING_INITIATOR = melding(
  'aangevuld',
  'handeling-initiator-onbekend',
  'De export zegt niet wat de initiator doet.',
  'Kies een werkwoord, zoals aanvragen, indienen of melden.',
);
const HANDELING_BEHANDELAAR = melding(
  'aangevuld',
  'handeling-behandelaar-onbekend',
  'De export zegt niet wat de behandelaar doet.',
  'Kies een werkwoord, zoals behandelen of beoordelen.',
);
const REFERENTIEPROCES = melding(
  'aangevuld',
  'referentieproces-onbekend',
  'De export noemt geen proces uit de GEMMA procesarchitectuur. De naam van het zaaktype is ingevuld.',
  'Kies het referentieproces uit de GEMMA.',
);
const EIGENAAR_ONBEKEND = melding(
  'aangevuld',
  'verantwoordelijke-onbekend',
  'De export noemt geen proceseigenaar.',
  'Vul in welke afdeling of functie verantwoordelijk is.',
);
