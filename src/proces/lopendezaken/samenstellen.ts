/** From what the register knows to a zaakbericht. Only what addresses and what is shown: no names (data minimisation). */
import type { StatusContext, ZaakBetrokkene } from '../../integratie/bronnen/index.ts';
import type { Bsn } from '../../standaarden/bsn/index.ts';
import type { Zaakbericht } from '../../standaarden/stuf/index.ts';
import { toLocalDigits } from '../../standaarden/tijd/index.ts';
import { type Inrichting, keuzeVoor } from './inrichting.ts';
import type { Instellingen } from './poorten.ts';

/** The bericht. Its tijdstip is that of `now` until it is stored: then it gets its own, in its place after the one before. */
export function samenstellen(
  context: StatusContext,
  { bsn, wie }: { readonly bsn: Bsn; readonly wie: Pick<ZaakBetrokkene, 'soort'> },
  referentienummer: string,
  instellingen: Instellingen,
  inrichting: Inrichting,
  now: Date,
): Zaakbericht {
  const { zaak, zaaktype, statustype, resultaat } = context;
  const keuze = keuzeVoor(inrichting, zaaktype.identificatie, statustype.omschrijving);
  const toelichting = keuze.statustype?.tekst || statustype.statustekst || context.statustoelichting;
  const verwijzing = keuze.zaaktype?.verwijzing ?? inrichting.verwijzing;
  return {
    referentienummer,
    tijdstipBericht: toLocalDigits(now),
    zender: {
      organisatie: instellingen.oin,
      applicatie: instellingen.applicatie,
      administratie: instellingen.administratie,
    },
    ontvanger: instellingen.ontvanger,
    zaak: {
      identificatie: zaak.identificatie,
      // A zaak may have no omschrijving of its own; the receiver needs one.
      omschrijving: zaak.omschrijving || zaaktype.omschrijving,
      ...(zaak.toelichting && { toelichting: zaak.toelichting }),
      startdatum: zaak.startdatum,
      registratiedatum: zaak.registratiedatum,
      ...(zaak.einddatumGepland && { einddatumGepland: zaak.einddatumGepland }),
      ...(zaak.uiterlijkeEinddatum && { uiterlijkeEinddatum: zaak.uiterlijkeEinddatum }),
      einddatum: statustype.isEindstatus ? zaak.einddatum : null,
    },
    zaaktype: { omschrijving: zaaktype.omschrijving, code: zaaktype.identificatie },
    geadresseerde: { rol: wie.soort, bsn, authentiek: true },
    status: {
      volgnummer: statustype.volgnummer,
      omschrijving: statustype.omschrijving,
      ...(toelichting && { toelichting }),
      datumStatusGezet: context.datumStatusGezet,
    },
    ...(resultaat &&
      statustype.isEindstatus && {
        resultaat: {
          omschrijving: resultaat.omschrijving,
          ...(resultaat.toelichting && { toelichting: resultaat.toelichting }),
        },
      }),
    ...(verwijzing &&
      verwijzing !== 'geen' && {
        verwijzing: { url: verwijzingNaar(verwijzing, context), plaats: inrichting.verwijzingPlaats },
      }),
  };
}

/** The template with the zaak filled in (L12). */
function verwijzingNaar(template: string, { zaak }: StatusContext): string {
  return template.replaceAll('{uuid}', zaak.id).replaceAll('{zaaknummer}', encodeURIComponent(zaak.identificatie));
}
