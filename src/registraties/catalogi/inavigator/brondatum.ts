/**
 * From when the archiving term of a resultaattype counts: brondatumArchiefprocedure.
 *
 * The rules of the Catalogi API decide (ztc-003 to ztc-008), read in their strict form: `nihil` if and only if `afgehandeld`. Where
 * the export says "Afgehandeld" while the Selectielijst lets the term start later, the list wins, so that nothing is destroyed early.
 */
import type { Resultaat } from '../selectielijst/index.ts';
import type { Afleidingswijze, BrondatumArchiefprocedure } from './catalogusimport.ts';
import type { Context } from './context.ts';
import type { INavigatorResultaattype } from './model.ts';
import type { Melding } from './rapport.ts';
import { kort, lengte } from './tekst.ts';

const MAX_KENMERK = 80;
const NIET_VASTGELEGD = 'Niet vastgelegd in i-Navigator';

/** @param klasse not of procestermijn `ingeschatte_bestaansduur_procesobject`, which no export can fill (ztc-008) */
export function mapBrondatum(
  item: INavigatorResultaattype,
  klasse: Resultaat,
  { verslag }: Context,
): BrondatumArchiefprocedure {
  const gezegd = leesAfleidingswijze(item.brondatum);
  const wijze = afleidingswijzeVolgensLijst(gezegd, klasse);
  if (gezegd === undefined) verslag.meld(BRONDATUM_UIT_LIJST, item, wijze);
  else if (gezegd !== wijze) {
    verslag.meld(
      wijze === 'afgehandeld' ? BRONDATUM_VROEGER : BRONDATUM_LATER,
      item,
      `klasse ${klasse.volledigNummer}: ${wijze}`,
    );
  }

  // ztc-004: datumkenmerk is required for eigenschap, zaakobject and ander_datumkenmerk, and forbidden elsewhere.
  const kenmerkNodig = wijze === 'ander_datumkenmerk' || wijze === 'eigenschap';
  // ztc-006 and ztc-007: objecttype and registratie are required for ander_datumkenmerk, and forbidden for what we produce besides.
  const registratieNodig = wijze === 'ander_datumkenmerk';
  const datumkenmerk = kenmerkNodig ? leesDatumkenmerk(item) : '';
  const registratie = registratieNodig ? leesRegistratie(item) : '';
  if (kenmerkNodig && datumkenmerk === '') verslag.meld(DATUMKENMERK_ONBEKEND, item, NIET_VASTGELEGD);
  if (registratieNodig && registratie === '') verslag.meld(REGISTRATIE_ONBEKEND, item, NIET_VASTGELEGD);
  if (registratieNodig) verslag.meld(OBJECTTYPE_OVERIGE, item);
  if (Math.max(lengte(datumkenmerk), lengte(registratie)) > MAX_KENMERK) verslag.meld(KENMERK_INGEKORT, item);
  return {
    afleidingswijze: wijze,
    datumkenmerk: kenmerkNodig ? kort(datumkenmerk || NIET_VASTGELEGD, MAX_KENMERK) : '',
    einddatumBekend: false, // ztc-005 forbids true for afgehandeld; the export never says it for the others
    objecttype: registratieNodig ? 'overige' : '',
    registratie: registratieNodig ? kort(registratie || NIET_VASTGELEGD, MAX_KENMERK) : '',
    procestermijn: null, // ztc-008: only for termijn
  };
}

/** The list "Brondata archiefprocedure" of i-Navigator, which has an equal in the standard for each word. */
const AFLEIDINGSWIJZEN: Readonly<Record<string, Afleidingswijze>> = {
  afgehandeld: 'afgehandeld',
  'ingangsdatum besluit': 'ingangsdatum_besluit',
  'vervaldatum besluit': 'vervaldatum_besluit',
  eigenschap: 'eigenschap',
  'ander datumkenmerk': 'ander_datumkenmerk',
};

/** Undefined when nothing was filled in; the older words ("Na beëindiging", "Na afloop contract", ...) all name another date. */
function leesAfleidingswijze(brondatum: string): Afleidingswijze | undefined {
  return brondatum === '' ? undefined : (AFLEIDINGSWIJZEN[brondatum.toLowerCase()] ?? 'ander_datumkenmerk');
}

/** The begin of the term in words that the standard does not have; `''` when it has. */
export function eigenBegin(brondatum: string): string {
  return AFLEIDINGSWIJZEN[brondatum.toLowerCase()] === undefined ? brondatum : '';
}

/** ztc-003, both ways for `nihil`; a class without procestermijn (kept forever) leaves every choice open. */
function afleidingswijzeVolgensLijst(
  gezegd: Afleidingswijze | undefined,
  { procestermijn }: Resultaat,
): Afleidingswijze {
  if (procestermijn === 'nihil') return 'afgehandeld';
  if (procestermijn === '') return gezegd ?? 'afgehandeld';
  return gezegd === undefined || gezegd === 'afgehandeld' ? 'ander_datumkenmerk' : gezegd;
}

/**
 * The name of the date. People write it in the remarks (`11.1, einddatum vergunning`); else it is what the explanation says between
 * "Ander datumkenmerk:" and "in registratie".
 */
function leesDatumkenmerk({ opmerking, toelichting, brondatum }: INavigatorResultaattype): string {
  const uitOpmerking = opmerking.replace(/^[\d.]+[\s,;:]*/, '');
  if (/datum/i.test(uitOpmerking)) return uitOpmerking;
  const uitToelichting = /^Ander datumkenmerk:\s*(.+?)(?:\s+in registratie\b.*|\.\s.*|\.)?$/i.exec(toelichting)?.[1];
  if (uitToelichting !== undefined) return uitToelichting;
  return /^anders, zie toelichting$/i.test(brondatum) ? '' : eigenBegin(brondatum);
}

/** `... in registratie 'Vergunningen en ontheffingen'`. */
function leesRegistratie({ toelichting }: INavigatorResultaattype): string {
  return /\bregistratie\s+['‘’"“]([^'‘’"“”]+)['’"”]/i.exec(toelichting)?.[1]?.trim() ?? '';
}

const melding = (gevolg: Melding['gevolg'], code: string, reden: string, advies: string): Melding => ({
  soort: 'resultaattype',
  gevolg,
  code,
  reden,
  advies,
});

const BRONDATUM_UIT_LIJST = melding(
  'aangevuld',
  'brondatum-uit-lijst',
  'De export zegt niet wanneer de bewaartermijn begint. Wij leidden dat af uit de Selectielijst.',
  'Controleer de brondatum.',
);
const BRONDATUM_VROEGER = melding(
  'aangepast',
  'brondatum-vroeger',
  'Bij dit resultaat uit de Selectielijst begint de bewaartermijn altijd als de zaak klaar is (regel ztc-003). De export laat hem later beginnen; dat mag niet en is aangepast.',
  'Kies een ander resultaat uit de Selectielijst als de termijn echt later moet beginnen.',
);
const BRONDATUM_LATER = melding(
  'aangepast',
  'brondatum-later',
  'Bij dit resultaat uit de Selectielijst begint de bewaartermijn later dan als de zaak klaar is (regel ztc-003). Dat is gevolgd, zodat niets te vroeg vernietigd wordt.',
  'Kies een ander resultaat uit de Selectielijst als de termijn meteen moet beginnen.',
);
const DATUMKENMERK_ONBEKEND = melding(
  'aangevuld',
  'datumkenmerk-onbekend',
  'De export noemt de datum niet waarop de bewaartermijn begint; de standaard vraagt die (regel ztc-004).',
  'Vul de naam van de datum in, bijvoorbeeld: einddatum vergunning.',
);
const REGISTRATIE_ONBEKEND = melding(
  'aangevuld',
  'registratie-onbekend',
  'De export noemt de registratie niet waarin die datum staat; de standaard vraagt die (regel ztc-007).',
  'Vul de naam van de registratie in.',
);
const OBJECTTYPE_OVERIGE = melding(
  'aangevuld',
  'objecttype-overige',
  "De export zegt niet over welk soort object de datum gaat; de standaard vraagt dat (regel ztc-006). Ingevuld is 'overige'.",
  'Kies een ander objecttype als er een beter past.',
);
const KENMERK_INGEKORT = melding(
  'aangepast',
  'kenmerk-ingekort',
  `De naam van de datum of van de registratie is langer dan ${MAX_KENMERK} tekens en is ingekort. De hele tekst staat in de toelichting.`,
  'Kies zelf een kortere naam.',
);
