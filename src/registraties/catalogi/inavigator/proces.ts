/**
 * One process becomes one zaaktype with all that hangs below it, or is refused as a whole.
 *
 * It is refused only when the zaaktype could never be published; then it stands in the report and its parts count as seen.
 */
import type { ZaaktypeImport } from './catalogusimport.ts';
import { type Context, inactief, meldOverigeVelden, zonderNaam } from './context.ts';
import type { Documentenkast } from './documenttypen.ts';
import type { INavigatorProces } from './model.ts';
import type { Melding, RapportSoort, Verslag } from './rapport.ts';
import { mapResultaattypen } from './resultaattypen.ts';
import { mapRoltypen } from './roltypen.ts';
import { mapStatustypen } from './statustypen.ts';
import { lengte } from './tekst.ts';
import { alsDatum } from './termijn.ts';
import { mapZaaktype } from './zaaktype.ts';

const MAX_IDENTIFICATIE = 50;

/** Null when the process cannot become a zaaktype. */
export function mapProces(
  proces: INavigatorProces,
  beginGeldigheid: string,
  kast: Documentenkast,
  context: Context,
): ZaaktypeImport | null {
  const { verslag } = context;
  const item = itemVan(proces);
  if (!proces.actief) return weiger(proces, inactief('proces'), context);
  if (item.naam === '') return weiger(proces, zonderNaam('proces'), context);
  if (lengte(proces.id) > MAX_IDENTIFICATIE) return weiger(proces, ID_TE_LANG, context);
  const eindeGeldigheid = alsDatum(proces.actueelTot);
  if (eindeGeldigheid !== null && eindeGeldigheid < beginGeldigheid) return weiger(proces, VERLOPEN, context);

  const { resultaattypen, procestype } = mapResultaattypen(proces, context);
  if (procestype === null) return weiger(proces, ZONDER_RESULTAAT, context, 'resultaten-geteld');

  verslag.gezien('proces');
  verslag.overgenomen('proces');
  verslag.overgenomen('resultaattype', resultaattypen.length);
  meldOverigeVelden(proces, 'proces', verslag);
  if (eindeGeldigheid !== null) verslag.meld(LOOPT_AF, item, eindeGeldigheid);
  return {
    zaaktype: mapZaaktype(proces, { beginGeldigheid, eindeGeldigheid }, context),
    selectielijstProcestype: procestype,
    statustypen: mapStatustypen(proces, context),
    resultaattypen,
    roltypen: mapRoltypen(proces, context),
    informatieobjecttypen: kast.voegToe(proces, beginGeldigheid),
  };
}

/** A second process with an id that was seen before: the identificatie of a zaaktype is unique within a catalogus. */
export function weigerDubbel(proces: INavigatorProces, context: Context): null {
  return weiger(proces, DUBBEL, context);
}

/** The lists below the processes that are not read: counted over the whole export, one line for each list. */
export function meldNietGelezen(processen: readonly INavigatorProces[], verslag: Verslag): void {
  const perLijst = new Map<string, { aantal: number; processen: number }>();
  for (const { nietGelezen } of processen) {
    for (const [lijst, aantal] of Object.entries(nietGelezen)) {
      const som = perLijst.get(lijst) ?? { aantal: 0, processen: 0 };
      perLijst.set(lijst, { aantal: som.aantal + aantal, processen: som.processen + 1 });
    }
  }
  for (const [lijst, som] of perLijst) {
    const soort = SOORT_VAN_LIJST[lijst] ?? 'overig';
    verslag.gezien(soort, som.aantal);
    verslag.meld(
      nietIngelezen(soort),
      { id: '', naam: lijst },
      `${som.aantal} in totaal, bij ${som.processen} van de ${processen.length} processen`,
    );
  }
}

const SOORT_VAN_LIJST: Readonly<Record<string, RapportSoort>> = {
  besluittypen: 'besluittype',
  zaakeigenschappen: 'zaakeigenschap',
};

function nietIngelezen(soort: RapportSoort): Melding {
  return {
    soort,
    gevolg: 'niet',
    code: 'nog-niet-ingelezen',
    reden: 'Deze onderdelen leest deze versie van Zaakbode nog niet in.',
    advies: 'Maak zelf aan wat u ervan nodig hebt, voordat u het zaaktype publiceert.',
  };
}

function weiger(proces: INavigatorProces, melding: Melding, { verslag }: Context, geteld?: 'resultaten-geteld'): null {
  verslag.gezien('proces');
  verslag.gezien('statustype', proces.statustypen.length);
  verslag.gezien('checklistitem', proces.statustypen.flatMap(({ checks }) => checks).length);
  if (geteld === undefined) verslag.gezien('resultaattype', proces.resultaattypen.length);
  verslag.gezien('roltype', proces.roltypen.length);
  verslag.gezien('documenttype', proces.documenttypen.length);
  verslag.meld(melding, itemVan(proces));
  return null;
}

function itemVan(proces: INavigatorProces) {
  return { id: proces.id, naam: proces.kernomschrijving || proces.naam };
}

const melding = (gevolg: Melding['gevolg'], code: string, reden: string, advies: string): Melding => ({
  soort: 'proces',
  gevolg,
  code,
  reden,
  advies,
});

const ID_TE_LANG = melding(
  'niet',
  'id-te-lang',
  `Het id is langer dan ${MAX_IDENTIFICATIE} tekens en kan geen identificatie van een zaaktype zijn.`,
  'Geef het proces een korter id en maak een nieuwe export.',
);
const DUBBEL = melding(
  'niet',
  'dubbel',
  'Een proces met dit id staat eerder in de export. Alleen het eerste is overgenomen.',
  'Maak een nieuwe export waarin elk proces één keer staat.',
);
const VERLOPEN = melding(
  'niet',
  'verlopen',
  'Het proces is volgens i-Navigator niet meer actueel op de begindatum van het zaaktype.',
  'Niets, of kies een vroegere begindatum.',
);
const LOOPT_AF = melding(
  'let-op',
  'loopt-af',
  'Het proces heeft in i-Navigator een einddatum. Die is ook de einddatum van het zaaktype.',
  'Haal de einddatum weg als het zaaktype in gebruik blijft.',
);
const ZONDER_RESULTAAT = melding(
  'niet',
  'zonder-resultaattype',
  'Geen enkel resultaattype van het proces kon worden overgenomen, en zonder resultaattype kan een zaaktype niet gepubliceerd worden.',
  'Zie bij resultaattypen waarom niet. Vul in i-Navigator het resultaat uit de Selectielijst in en maak een nieuwe export.',
);
