/**
 * Statustypen of one process.
 *
 * Guarantees at least two, numbered 1, 2, 3 ..., names unique within the zaaktype, and the status that closes the zaak last. That
 * last point matters: the register closes a zaak at the highest volgnummer (zrc-007), while i-Navigator keeps adding statuses after
 * "Afgehandeld". Taken over as numbered there, "Advies ingewonnen" would have closed the zaak.
 */
import type { StatustypeGegevens } from './catalogusimport.ts';
import { mapChecks } from './checklist.ts';
import { bruikbaar, type Context, naamDubbel, naamIngekort } from './context.ts';
import type { INavigatorProces, INavigatorStatustype } from './model.ts';
import type { Melding } from './rapport.ts';
import { kort, lengte, samen, uniekeNaam } from './tekst.ts';
import { alsDuur } from './termijn.ts';

const MAX_OMSCHRIJVING = 80;
const MAX_TEKST = 1000;

/** The pair that every process of the national model starts and ends with. */
const EERSTE = 'Geregistreerd';
const LAATSTE = 'Afgehandeld';

export function mapStatustypen(proces: INavigatorProces, context: Context): StatustypeGegevens[] {
  const { verslag } = context;
  const items = bruikbaar(proces.statustypen, 'statustype', context);
  const uitExport = eindstatusAchteraan(items, context).map((item) => mapStatustype(item, context));
  verslag.overgenomen('statustype', items.length);

  const statussen = [...uitExport];
  if (!items.some((item) => isEindstatus(item, context))) {
    statussen.push(toegevoegd(LAATSTE, context));
    verslag.toegevoegd('statustype');
    verslag.meld(EINDSTATUS_TOEGEVOEGD, procesItem(proces));
  }
  if (statussen.length < 2) {
    statussen.unshift(toegevoegd(EERSTE, context));
    verslag.toegevoegd('statustype');
    verslag.meld(EERSTE_TOEGEVOEGD, procesItem(proces));
  }
  return nummer(statussen, proces, context);
}

/** Whether a status means that the zaak is done: by its kind, or for a local status by its name. */
function isEindstatus(item: INavigatorStatustype, { soorten }: Context): boolean {
  return [soorten.status.get(item.soortId) ?? '', item.naam].some((naam) =>
    /^(afgehandeld|afgerond|afgesloten|beëindigd)$/i.test(naam),
  );
}

function eindstatusAchteraan(items: readonly INavigatorStatustype[], context: Context): INavigatorStatustype[] {
  const eind = items.findLast((item) => isEindstatus(item, context));
  if (eind === undefined || eind === items.at(-1)) return [...items];
  context.verslag.meld(EINDSTATUS_VERPLAATST, eind, `stond op ${items.indexOf(eind) + 1} van ${items.length}`);
  return [...items.filter((item) => item !== eind), eind];
}

/** A statustype before it has its number and its final name. */
type Ongenummerd = Omit<StatustypeGegevens, 'volgnummer'> & { readonly id: string };

function mapStatustype(item: INavigatorStatustype, context: Context): Ongenummerd {
  const { verslag } = context;
  const tekstTeLang = lengte(item.bericht) > MAX_TEKST;
  if (lengte(item.naam) > MAX_OMSCHRIJVING) verslag.meld(naamIngekort('statustype', MAX_OMSCHRIJVING), item);
  if (tekstTeLang) verslag.meld(STATUSTEKST_INGEKORT, item);
  const doorlooptijd = alsDuur(item.doorlooptijd);
  if (item.doorlooptijd !== null && (doorlooptijd === null || doorlooptijd.uitWerkdagen)) {
    verslag.meld(DOORLOOPTIJD_ANDERS, item, `${item.doorlooptijd.aantal} ${item.doorlooptijd.eenheid}`);
  }
  const toelichting = samen(lengte(item.naam) > MAX_OMSCHRIJVING ? `Naam voluit: ${item.naam}` : '', item.toelichting);
  if (lengte(toelichting) > MAX_TEKST) verslag.meld(TOELICHTING_INGEKORT, item);
  return {
    id: item.id,
    omschrijving: item.naam,
    omschrijvingGeneriek: kort(item.naamModel || (context.soorten.status.get(item.soortId) ?? ''), MAX_OMSCHRIJVING),
    statustekst: kort(item.bericht, MAX_TEKST),
    informeren: informeert(item, context),
    doorlooptijd: doorlooptijd?.iso ?? null,
    toelichting: toelichting === '' ? null : kort(toelichting, MAX_TEKST),
    checklistitemStatustype: mapChecks(item.checks, context),
  };
}

/**
 * `informeren` from the export: a status that i-Navigator shows outside (`zichtbaarheid` other than `Intern`), or that has a text
 * for the initiator (`bericht`), is one the initiator hears about. With the option `alle` every status is.
 */
function informeert(item: INavigatorStatustype, { informeren }: Context): boolean {
  if (informeren === 'alle') return true;
  return item.bericht !== '' || !['', 'intern'].includes(item.zichtbaarheid.toLowerCase());
}

function toegevoegd(naam: string, { informeren }: Context): Ongenummerd {
  return {
    id: '',
    omschrijving: naam,
    omschrijvingGeneriek: naam,
    statustekst: '',
    informeren: informeren === 'alle',
    doorlooptijd: null,
    toelichting: null,
    checklistitemStatustype: [],
  };
}

function nummer(statussen: readonly Ongenummerd[], proces: INavigatorProces, context: Context): StatustypeGegevens[] {
  const bezet = new Set<string>();
  return statussen.map(({ id, ...status }, index) => {
    const naam = kort(status.omschrijving, MAX_OMSCHRIJVING);
    const omschrijving = uniekeNaam(naam, bezet, MAX_OMSCHRIJVING);
    if (omschrijving !== naam) context.verslag.meld(naamDubbel('statustype'), { id, naam }, `in ${proces.id}`);
    bezet.add(omschrijving.toLowerCase());
    return { ...status, omschrijving, volgnummer: index + 1 };
  });
}

function procesItem(proces: INavigatorProces) {
  return { id: proces.id, naam: proces.kernomschrijving || proces.naam };
}

const EINDSTATUS_VERPLAATST: Melding = {
  soort: 'statustype',
  gevolg: 'aangepast',
  code: 'eindstatus-verplaatst',
  reden:
    'In i-Navigator komen na deze status nog andere. In de catalogus sluit de laatste status de zaak, daarom staat hij nu achteraan.',
  advies: 'Bekijk de volgorde van de statussen en zet ze goed zolang het zaaktype een concept is.',
};

const EINDSTATUS_TOEGEVOEGD: Melding = {
  soort: 'statustype',
  gevolg: 'aangevuld',
  code: 'eindstatus-toegevoegd',
  reden: `Het proces heeft geen status die de zaak sluit. Als laatste status is '${LAATSTE}' toegevoegd.`,
  advies: 'Kijk of die naam past bij het zaaktype.',
};

const EERSTE_TOEGEVOEGD: Melding = {
  soort: 'statustype',
  gevolg: 'aangevuld',
  code: 'eerste-status-toegevoegd',
  reden: `Een zaaktype heeft ten minste twee statussen nodig. Als eerste status is '${EERSTE}' toegevoegd.`,
  advies: 'Voeg de statussen toe die bij dit zaaktype horen, voordat u het publiceert.',
};

const STATUSTEKST_INGEKORT: Melding = {
  soort: 'statustype',
  gevolg: 'aangepast',
  code: 'statustekst-ingekort',
  reden: `Het bericht is langer dan ${MAX_TEKST} tekens en is ingekort. De hele tekst staat alleen nog in i-Navigator.`,
  advies: 'Schrijf een korter bericht bij de status.',
};

const TOELICHTING_INGEKORT: Melding = {
  soort: 'statustype',
  gevolg: 'aangepast',
  code: 'toelichting-ingekort',
  reden: `De toelichting is langer dan ${MAX_TEKST} tekens en is ingekort. De hele tekst staat alleen nog in i-Navigator.`,
  advies: 'Zet de rest zo nodig in de toelichting van het zaaktype.',
};

const DOORLOOPTIJD_ANDERS: Melding = {
  soort: 'statustype',
  gevolg: 'aangepast',
  code: 'doorlooptijd-anders',
  reden:
    'De doorlooptijd staat in werkdagen (omgerekend naar kalenderdagen) of in een maat die wij niet kennen (leeg gelaten).',
  advies: 'Controleer de doorlooptijd van de status.',
};
