/**
 * What a zakLk01 must mean, beyond what its schema can say: a receiver checks this after the schema.
 *
 * One rule, one function. Every rule looks at its own thing and is silent about what another rule already reports.
 */
import { fault, type StufFault } from './fout.ts';
import { type GelezenZakLk01, huidigeZaak } from './lees-zaklk01.ts';

/** Objects and verwerkingssoorten of the object per mutatiesoort (StUF 03.01 section 5.2.4 and 5.2.5). */
const MUTATIES: Readonly<Record<string, { readonly objecten: 1 | 2; readonly verwerkingssoorten: string }>> = {
  T: { objecten: 1, verwerkingssoorten: 'T' },
  W: { objecten: 2, verwerkingssoorten: 'WI' },
  C: { objecten: 2, verwerkingssoorten: 'WISO' },
  F: { objecten: 2, verwerkingssoorten: 'WISO' },
  V: { objecten: 1, verwerkingssoorten: 'V' },
};

type Rule = (bericht: GelezenZakLk01) => StufFault[];

const RULES: readonly Rule[] = [
  hasReferentie,
  hasKnownMutatiesoort,
  hasObjectsOfMutatiesoort,
  objectsAgreeWithMutatiesoort,
  isAboutOneZaak,
  hasKerngegevens,
  hasGeadresseerde,
  geadresseerdeHasAuthenticBsn,
  hasStatus,
  statusHasItsPlace,
  statusIsComplete,
];

/** Every fault found; empty when the message can be processed. */
export function checkZakLk01Semantics(bericht: GelezenZakLk01): StufFault[] {
  return RULES.flatMap((rule) => rule(bericht));
}

/** StUF 03.01 table 5.1: referentienummer and tijdstipBericht are required in an asynchronous message. */
function hasReferentie({ referentienummer, tijdstipBericht }: GelezenZakLk01): StufFault[] {
  return [
    ...required(referentienummer, 'stuurgegevens.referentienummer', 'Het referentienummer'),
    ...required(tijdstipBericht, 'stuurgegevens.tijdstipBericht', 'Het tijdstip van het bericht'),
  ];
}

function hasKnownMutatiesoort({ mutatiesoort }: GelezenZakLk01): StufFault[] {
  if (mutatieOf(mutatiesoort) !== undefined) return [];
  return [fault('parameters.mutatiesoort', 'mutatiesoort', 'De mutatiesoort is niet T, W, C, F of V. Verbeter hem.')];
}

/** StUF 03.01 section 5.2.4: T and V have one object, W, C and F have two. The schema allows one or two for all. */
function hasObjectsOfMutatiesoort({ mutatiesoort, objecten }: GelezenZakLk01): StufFault[] {
  const expected = mutatieOf(mutatiesoort)?.objecten;
  if (expected === undefined || expected === objecten.length) return [];
  const what = expected === 1 ? 'precies één object' : 'twee objecten: eerst oud, dan huidig';
  const melding = `Bij mutatiesoort ${mutatiesoort} horen ${what}; het bericht heeft er ${objecten.length}. Verbeter het aantal.`;
  return [fault('object', 'aantal-objecten', melding)];
}

/** StUF 03.01 section 5.2.5: the verwerkingssoort of the object follows from the mutatiesoort. */
function objectsAgreeWithMutatiesoort({ mutatiesoort, objecten }: GelezenZakLk01): StufFault[] {
  const allowed = mutatieOf(mutatiesoort)?.verwerkingssoorten;
  if (allowed === undefined) return [];
  const agrees = objecten.every(
    ({ verwerkingssoort }) => verwerkingssoort !== null && allowed.includes(verwerkingssoort),
  );
  if (agrees) return [];
  const melding = `Bij mutatiesoort ${mutatiesoort} past verwerkingssoort ${[...allowed].join(' of ')} op het object. Verbeter de verwerkingssoort.`;
  return [fault('object.verwerkingssoort', 'verwerkingssoort', melding)];
}

/** StUF 03.01 section 5.2.4: oud and huidig describe the same object, with the same sleutelVerzendend. */
function isAboutOneZaak({ objecten }: GelezenZakLk01): StufFault[] {
  const [first] = objecten;
  const same = objecten.every(
    (zaak) => zaak.identificatie === first?.identificatie && zaak.sleutelVerzendend === first.sleutelVerzendend,
  );
  if (same) return [];
  const melding =
    'De objecten oud en huidig gaan niet over dezelfde zaak. Geef beide hetzelfde zaaknummer en dezelfde sleutel.';
  return [fault('object.identificatie', 'andere-zaak', melding)];
}

/** Without these the citizen cannot recognise the zaak. */
function hasKerngegevens(bericht: GelezenZakLk01): StufFault[] {
  const zaak = huidigeZaak(bericht);
  if (zaak === undefined) return [];
  return [
    ...required(zaak.identificatie, 'object.identificatie', 'Het zaaknummer'),
    ...required(zaak.omschrijving, 'object.omschrijving', 'De omschrijving van de zaak'),
  ];
}

/** A new zaak must say for whom it is; a change may leave that out (the receiver knows it). One message is for one person. */
function hasGeadresseerde(bericht: GelezenZakLk01): StufFault[] {
  const aantal = huidigeZaak(bericht)?.geadresseerden.length ?? 1;
  const veld = 'object.heeftAlsInitiator';
  if (aantal > 1) {
    const melding = 'Het bericht is voor meer dan één persoon. Maak voor ieder een eigen bericht.';
    return [fault(veld, 'meer-geadresseerden', melding)];
  }
  if (bericht.mutatiesoort !== 'T' || aantal === 1) return [];
  const melding =
    'Het bericht heeft geen initiator, belanghebbende of gemachtigde, dus niemand voor wie het is. Voeg de persoon met zijn BSN toe.';
  return [fault(veld, 'geadresseerde-ontbreekt', melding)];
}

/** The schema checks nine digits and no more. */
function geadresseerdeHasAuthenticBsn(bericht: GelezenZakLk01): StufFault[] {
  const [geadresseerde, ...meer] = huidigeZaak(bericht)?.geadresseerden ?? [];
  if (geadresseerde === undefined || meer.length > 0) return [];
  const veld = 'object.geadresseerde.inp.bsn';
  if (geadresseerde.bsn === null) {
    const melding = 'Het BSN van de geadresseerde ontbreekt of doorstaat de 11-proef niet. Verbeter het BSN.';
    return [fault(veld, 'elfproef', melding)];
  }
  if (geadresseerde.authentiek) return [];
  const melding = 'Het BSN van de geadresseerde is niet als authentiek gemarkeerd. Stuur alleen een authentiek BSN.';
  return [fault(veld, 'niet-authentiek', melding)];
}

/** A zaakbericht tells a status: one in the object of a T, one in oud or huidig of a change. A removal (V) has none. */
function hasStatus({ mutatiesoort, objecten }: GelezenZakLk01): StufFault[] {
  if (mutatiesoort === 'V' || objecten.some(({ statussen }) => statussen.length > 0)) return [];
  return [fault('object.heeft', 'status-ontbreekt', 'Het bericht heeft geen status. Voeg de status toe die is gezet.')];
}

/** StUF 03.01 section 5.2.6: what comes stands in huidig (T), what was never true stands in oud (E) with the moment until which it stood. */
function statusHasItsPlace({ mutatiesoort, objecten }: GelezenZakLk01): StufFault[] {
  const [oud, huidig] = objecten;
  if (mutatiesoort !== 'W' || oud === undefined || huidig === undefined) return [];
  const withdrawn = oud.statussen.every((one) => one.verwerkingssoort === 'E' && one.eindRelatie !== null);
  if (withdrawn && huidig.statussen.every((one) => one.verwerkingssoort === 'T')) return [];
  const melding =
    'Een nieuwe status hoort in het object huidig (T), een ingetrokken status met zijn eindRelatie in het object oud (E). Verbeter de plaats van de status.';
  return [fault('object.heeft', 'status-plaats', melding)];
}

/** A status is identified by its time (StUF Tijdstip: 8 to 17 digits) and shown by its omschrijving. */
function statusIsComplete({ objecten }: GelezenZakLk01): StufFault[] {
  return objecten
    .flatMap(({ statussen }) => statussen)
    .flatMap(({ omschrijving, datumStatusGezet }) => [
      ...required(omschrijving, 'object.heeft.omschrijving', 'De omschrijving van de status'),
      ...required(datumStatusGezet, 'object.heeft.datumStatusGezet', 'De datum van de status'),
      ...checkTijdstip(datumStatusGezet),
    ]);
}

function checkTijdstip(digits: string | null): StufFault[] {
  if (digits === null || /^\d{8,17}$/.test(digits)) return [];
  const melding = 'De datum van de status heeft geen 8 tot 17 cijfers (jjjjMMddUUmmssddd). Verbeter de datum.';
  return [fault('object.heeft.datumStatusGezet', 'vorm', melding)];
}

function required(value: string | null, veld: string, naam: string): StufFault[] {
  return value === null ? [fault(veld, 'leeg', `${naam} ontbreekt. Vul het veld.`)] : [];
}

function mutatieOf(mutatiesoort: string | null): (typeof MUTATIES)[string] | undefined {
  return mutatiesoort !== null && Object.hasOwn(MUTATIES, mutatiesoort) ? MUTATIES[mutatiesoort] : undefined;
}
