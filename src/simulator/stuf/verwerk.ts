/**
 * Decides what becomes of one zaakbericht: shown to the citizen, known already, or refused with a foutbericht.
 *
 * Guarantees: synchronous, and changes nothing; the caller records the outcome in the same step. With the same ledger, faults and
 * message the outcome is the same.
 */
import { parseXml, XmlFault } from '../../standaarden/xml/index.ts';
import { fullTijdstip } from '../basis/tijd.ts';
import type { BerichtFeit, StufFout, StufPartij, ZaakBeeld } from '../boek/feiten.ts';
import type { Grootboek } from '../boek/grootboek.ts';
import type { Storingen } from '../storingen/storingen.ts';
import { stufFout } from './codes.ts';
import { leesMoBericht } from './mobericht.ts';
import { controleerAdres, controleerInhoud, huidig, mutatieVan, statusVan, type Verwacht } from './regels.ts';
import { type Adres, leesZakLk01, type ZaakObject, type ZakLk01 } from './zaklk01.ts';

export interface VerwerkOpties {
  readonly boek: Grootboek;
  readonly storingen: Storingen;
  readonly verwacht: Verwacht;
  readonly checkTijdstip: boolean;
}

export type Uitslag = Pick<
  BerichtFeit,
  | 'zender'
  | 'referentienummer'
  | 'tijdstipBericht'
  | 'persoon'
  | 'rol'
  | 'mutatie'
  | 'zaak'
  | 'status'
  | 'uitkomst'
  | 'stufFout'
>;

/** A zaakbericht is 3 to 8 kB with about 60 elements. */
const LIMITS = { bytes: 1024 * 1024, depth: 40, elements: 5000, attributes: 10_000 };

const ONLEESBAAR: Uitslag = {
  zender: null,
  referentienummer: null,
  tijdstipBericht: null,
  persoon: null,
  zaak: null,
  status: null,
  uitkomst: 'stuf-fout',
  stufFout: null,
};

export function verwerk(inhoud: Uint8Array, inhoudSha256: string, opties: VerwerkOpties): Uitslag {
  const bericht = lees(inhoud);
  if ('code' in bericht) return { ...ONLEESBAAR, stufFout: bericht };
  const gelezen = facts(bericht, opties);
  const fout = (reason: StufFout): Uitslag => ({ ...gelezen, uitkomst: 'stuf-fout', stufFout: reason });

  const adresFout = controleerAdres(bericht, opties.verwacht);
  if (adresFout !== null) return fout(adresFout);

  const eerder = eerderMetReferentie(gelezen, opties.boek);
  if (eerder !== undefined) {
    if (eerder.inhoudSha256 !== inhoudSha256) return fout(stufFout('StUF016'));
    return { ...gelezen, uitkomst: 'herhaald', stufFout: eerder.stufFout };
  }
  if (opties.checkTijdstip && !tijdstipStijgt(gelezen, opties.boek)) return fout(stufFout('StUF019'));

  const inhoudFout = controleerInhoud(bericht, opties.verwacht);
  if (inhoudFout !== null) return fout(inhoudFout);

  const bevolen = opties.storingen.foutbericht({
    zaaknummer: gelezen.zaak?.identificatie ?? '',
    referentienummer: gelezen.referentienummer ?? '',
  });
  if (bevolen !== null)
    return fout(stufFout(bevolen.code, 'Op verzoek: ingesteld als storing in de simulator', bevolen));

  return voorDeBurger(bericht, gelezen, opties);
}

function lees(inhoud: Uint8Array): ZakLk01 | StufFout {
  try {
    const root = parseXml(inhoud, LIMITS);
    return leesZakLk01(root) ?? leesMoBericht(root) ?? stufFout('StUF022');
  } catch (fault) {
    if (!(fault instanceof XmlFault)) throw fault;
    return stufFout('StUF055', `De bijlage is geen leesbare XML (${fault.code})`);
  }
}

/** What the message says, whatever becomes of it: the ledger keeps it for checkers. */
function facts(bericht: ZakLk01, { boek }: VerwerkOpties): Uitslag {
  const zaak = huidig(bericht);
  const status = statusVan(bericht);
  const geadresseerde = zaak?.geadresseerden[0];
  const bsn = geadresseerde?.bsn ?? null;
  const mutatie = mutatieVan(bericht);
  return {
    zender: partij(bericht.zender),
    referentienummer: kort(bericht.referentienummer),
    tijdstipBericht: kort(bericht.tijdstipBericht),
    persoon: bsn === null ? null : boek.personen.idVan(bsn),
    ...(geadresseerde !== undefined && { rol: kort(geadresseerde.rol) }),
    ...(mutatie !== 'status' && { mutatie }),
    zaak: zaak === null ? null : beeld(zaak),
    status:
      status?.omschrijving == null || status.datumStatusGezet === null
        ? null
        : {
            omschrijving: kort(status.omschrijving),
            toelichting: kort(status.toelichting),
            datumStatusGezet: kort(status.datumStatusGezet),
          },
    uitkomst: 'toegepast',
    stufFout: null,
  };
}

function partij({ organisatie, applicatie, administratie }: Adres): StufPartij | null {
  if (organisatie === null || applicatie === null) return null;
  return { organisatie: kort(organisatie), applicatie: kort(applicatie), administratie: kort(administratie) };
}

function beeld(zaak: ZaakObject): ZaakBeeld | null {
  const { identificatie, omschrijving, toelichting, zaaktype, startdatum, uiterlijkeEinddatum, einddatum } = zaak;
  if (identificatie === null || omschrijving === null) return null;
  return {
    identificatie: kort(identificatie),
    omschrijving: kort(omschrijving),
    toelichting: kort(toelichting),
    zaaktype: kort(zaaktype),
    startdatum: kort(startdatum),
    uiterlijkeEinddatum: kort(uiterlijkeEinddatum),
    einddatum: kort(einddatum),
  };
}

/** The longest text that a valid zaakbericht holds is 1000 characters; of an invalid one the ledger keeps no more. */
function kort(text: string): string;
function kort(text: string | null): string | null;
function kort(text: string | null): string | null {
  return text?.slice(0, 1000).toWellFormed() ?? null;
}

function eerderMetReferentie({ zender, referentienummer }: Uitslag, boek: Grootboek) {
  if (zender === null || referentienummer === null) return undefined;
  return boek.zenders.vind(zender)?.metReferentie(referentienummer);
}

/** StUF019: over all messages of the zender, in order of arrival. */
function tijdstipStijgt({ zender, tijdstipBericht }: Uitslag, boek: Grootboek): boolean {
  if (zender === null || tijdstipBericht === null) return true;
  return fullTijdstip(tijdstipBericht) > (boek.zenders.vind(zender)?.laatsteTijdstip ?? '');
}

/** All is well with the message itself. Can the citizen see it, and does he not see it already? */
function voorDeBurger(bericht: ZakLk01, gelezen: Uitslag, { boek, storingen }: VerwerkOpties): Uitslag {
  const fout = (reason: StufFout): Uitslag => ({ ...gelezen, uitkomst: 'stuf-fout', stufFout: reason });
  const { persoon, zender, zaak, status, mutatie = 'status' } = gelezen;
  const bsn = huidig(bericht)?.geadresseerden[0]?.bsn ?? null;
  // Taking a zaak away is also for who has no account any more.
  if (bsn !== null && mutatie !== 'verwijdering' && boek.personen.accountVan(bsn).status === 'geen') {
    const code = storingen.stand.geenAccountCode;
    if (code === null) return { ...gelezen, uitkomst: 'niet-getoond' };
    return fout(
      stufFout(code, null, { soort: 'Fo03', plek: 'client', omschrijving: 'Deze burger heeft geen actief account' }),
    );
  }
  if (zender === null || zaak === null) return fout(stufFout('StUF058'));
  const { organisatie } = zender;
  const [wie] = persoon === null ? boek.dossiers.houders(organisatie, zaak.identificatie) : [persoon];
  const bekend = wie === undefined ? null : boek.dossiers.zaak(wie, organisatie, zaak.identificatie);
  if (bekend === null) {
    // A T for what is known is an I, but a change of what is not known changes nothing (StUF 03.01 §5.2.6).
    return bericht.mutatiesoort === 'T'
      ? gelezen
      : fout(stufFout('StUF064', 'De zaak is hier nog niet bekend: stuur mutatiesoort T'));
  }
  if (mutatie === 'verwijdering') return gelezen;
  if (status === null) return fout(stufFout('StUF058'));
  // An object that is only identified (I) tells nothing about the zaak itself.
  const told = huidig(bericht)?.verwerkingssoort === 'I' ? { ...gelezen, zaak: bekend.beeld } : gelezen;
  const moment = fullTijdstip(status.datumStatusGezet);
  const zelfde = bekend.statussen.find((earlier) => fullTijdstip(earlier.datumStatusGezet) === moment);
  if (mutatie === 'intrekking') {
    return zelfde === undefined ? fout(stufFout('StUF064', 'Deze status is hier niet bekend')) : told;
  }
  if (zelfde === undefined) return told;
  if (zelfde.omschrijving === status.omschrijving) return { ...told, uitkomst: 'al-bekend' };
  return fout(stufFout('StUF058', 'Er is op dit tijdstip al een andere status gezet in deze zaak', { plek: 'client' }));
}
