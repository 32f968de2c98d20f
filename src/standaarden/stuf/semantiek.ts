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
  hasInitiator,
  initiatorHasAuthenticBsn,
  hasStatus,
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

/** A new zaak must say for whom it is; a change may leave that out (the receiver knows it). */
function hasInitiator(bericht: GelezenZakLk01): StufFault[] {
  const zaak = huidigeZaak(bericht);
  if (bericht.mutatiesoort !== 'T' || zaak === undefined || zaak.initiator !== null) return [];
  const melding = 'Het bericht heeft geen initiator, dus niemand voor wie het is. Voeg de initiator met zijn BSN toe.';
  return [fault('object.heeftAlsInitiator', 'initiator-ontbreekt', melding)];
}

/** The schema checks nine digits and no more. */
function initiatorHasAuthenticBsn(bericht: GelezenZakLk01): StufFault[] {
  const initiator = huidigeZaak(bericht)?.initiator ?? null;
  if (initiator === null) return [];
  const veld = 'object.heeftAlsInitiator.inp.bsn';
  if (initiator.bsn === null) {
    return [
      fault(veld, 'elfproef', 'Het BSN van de initiator ontbreekt of doorstaat de 11-proef niet. Verbeter het BSN.'),
    ];
  }
  if (initiator.authentiek) return [];
  const melding = 'Het BSN van de initiator is niet als authentiek gemarkeerd. Stuur alleen een authentiek BSN.';
  return [fault(veld, 'niet-authentiek', melding)];
}

/** A zaakbericht tells a status: one in the object of a T, one in oud or huidig of a change. A removal (V) has none. */
function hasStatus({ mutatiesoort, objecten }: GelezenZakLk01): StufFault[] {
  if (mutatiesoort === 'V' || objecten.some(({ statussen }) => statussen.length > 0)) return [];
  return [fault('object.heeft', 'status-ontbreekt', 'Het bericht heeft geen status. Voeg de status toe die is gezet.')];
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
