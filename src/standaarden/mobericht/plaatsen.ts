/**
 * The named places of a template, and what stands there: everything that the texts about Lopende Zaken name (lopendezaken.md 2).
 */
import type { Berichtsoort, Zaakbericht } from '../stuf/index.ts';
import { offsetMs } from '../tijd/index.ts';

export interface Plaats {
  readonly naam: string;
  /** For the administrator. */
  readonly betekenis: string;
  /** A template without it is refused: the receiver cannot place or show the message. */
  readonly verplicht: boolean;
  /** null for no value. */
  readonly waarde: (bericht: Zaakbericht, soort: Berichtsoort) => string | null;
}

type Waarde = Plaats['waarde'];

/** What a verwijdering does not tell: that carries no more than what names the zaak and the person. */
const tenzijWeg =
  (waarde: Waarde): Waarde =>
  (bericht, soort) =>
    soort.soort === 'verwijdering' ? null : waarde(bericht, soort);

const SOORTEN: Readonly<Record<Berichtsoort['soort'], string>> = {
  toevoeging: 'status',
  wijziging: 'status',
  intrekking: 'intrekking',
  verwijdering: 'verwijdering',
};

function plaats(naam: string, betekenis: string, waarde: Waarde, verplicht = false): Plaats {
  return { naam, betekenis, verplicht, waarde };
}

function verplicht(naam: string, betekenis: string, waarde: Waarde): Plaats {
  return plaats(naam, betekenis, waarde, true);
}

export const PLAATSEN: readonly Plaats[] = [
  verplicht('bericht.referentienummer', 'Uniek nummer van dit bericht', (b) => b.referentienummer),
  verplicht('bericht.soort', '`status`, `intrekking` of `verwijdering`', (_bericht, { soort }) => SOORTEN[soort]),
  plaats('bericht.tijdstip', 'Moment van dit bericht, Nederlandse tijd: `2026-11-02T09:31:00.123`', (b) =>
    b.tijdstipBericht.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})$/, '$1-$2-$3T$4:$5:$6.$7'),
  ),
  plaats('bericht.tijdstipCijfers', 'Hetzelfde moment als 17 cijfers', (b) => b.tijdstipBericht),
  verplicht('afzender.organisatie', 'Het OIN van de gemeente', (b) => b.zender.organisatie),
  plaats('afzender.applicatie', 'Naam van de applicatie die verzendt', (b) => b.zender.applicatie),
  plaats('afzender.naam', 'Naam van de gemeente', (b) => b.zender.administratie ?? null),
  plaats('ontvanger.organisatie', 'Het OIN van de ontvanger', (b) => b.ontvanger.organisatie),
  plaats('ontvanger.applicatie', 'Naam van de ontvangende applicatie', (b) => b.ontvanger.applicatie),
  plaats('ontvanger.naam', 'Naam van de ontvangende dienst', (b) => b.ontvanger.administratie ?? null),
  verplicht('geadresseerde.bsn', 'BSN van de inwoner', (b) => b.geadresseerde.bsn.reveal()),
  plaats(
    'geadresseerde.rol',
    '`initiator`, `mede_initiator`, `belanghebbende` of `gemachtigde`',
    (b) => b.geadresseerde.rol,
  ),
  plaats('geadresseerde.authentiek', 'Altijd `true`: een ander BSN gaat niet weg', (b) =>
    String(b.geadresseerde.authentiek),
  ),
  verplicht('zaak.identificatie', 'Zaaknummer', (b) => b.zaak.identificatie),
  verplicht('zaak.omschrijving', 'Omschrijving van de zaak', (b) => b.zaak.omschrijving),
  plaats(
    'zaak.toelichting',
    'Toelichting van de zaak',
    tenzijWeg((b) => b.zaak.toelichting ?? null),
  ),
  plaats(
    'zaak.startdatum',
    'Dag waarop de zaak begon: `2026-11-02`',
    tenzijWeg((b) => b.zaak.startdatum),
  ),
  plaats(
    'zaak.registratiedatum',
    'Dag van registratie',
    tenzijWeg((b) => b.zaak.registratiedatum ?? null),
  ),
  plaats(
    'zaak.einddatumGepland',
    'Geplande einddatum',
    tenzijWeg((b) => b.zaak.einddatumGepland ?? null),
  ),
  plaats(
    'zaak.uiterlijkeEinddatum',
    'Uiterlijke einddatum',
    tenzijWeg((b) => b.zaak.uiterlijkeEinddatum ?? null),
  ),
  plaats(
    'zaak.einddatum',
    'Einddatum; leeg zolang de zaak loopt',
    tenzijWeg((b) => b.zaak.einddatum),
  ),
  plaats('zaaktype.omschrijving', 'Omschrijving van het zaaktype', (b) => b.zaaktype.omschrijving),
  plaats('zaaktype.code', 'Identificatie van het zaaktype, in zijn geheel', (b) => b.zaaktype.code ?? null),
  verplicht(
    'status.omschrijving',
    'De status die de inwoner leest',
    tenzijWeg((b) => b.status.omschrijving),
  ),
  plaats(
    'status.volgnummer',
    'Volgnummer van het statustype',
    tenzijWeg((b) => String(b.status.volgnummer)),
  ),
  plaats(
    'status.toelichting',
    'Tekst bij de status, zonder de verwijzing',
    tenzijWeg((b) => b.status.toelichting ?? null),
  ),
  verplicht(
    'status.datumTijd',
    'Moment waarop de status is gezet: `2026-11-02T09:30:15.250+01:00`',
    tenzijWeg((b) => metZone(b.status.datumStatusGezet)),
  ),
  plaats('status.ingetrokkenOp', 'Alleen bij een intrekking: tot wanneer de status gold', (_bericht, soort) =>
    soort.soort === 'intrekking' ? metZone(soort.ingetrokkenOp) : null,
  ),
  plaats(
    'resultaat.omschrijving',
    'Het resultaat van de zaak',
    tenzijWeg((b) => b.resultaat?.omschrijving ?? null),
  ),
  plaats(
    'resultaat.toelichting',
    'Toelichting bij het resultaat',
    tenzijWeg((b) => b.resultaat?.toelichting ?? null),
  ),
  plaats(
    'verwijzing.url',
    'Webadres van de zaak bij de gemeente',
    tenzijWeg((b) => (b.verwijzing?.plaats === 'geen' ? null : (b.verwijzing?.url ?? null))),
  ),
];

/** One of these two must stand in a template: the receiver orders messages by it. */
export const TIJDSTIPPEN = ['bericht.tijdstip', 'bericht.tijdstipCijfers'] as const;

/**
 * ISO 8601 with the Dutch offset, so that the repeated hour of autumn is told apart. An offset has whole minutes; Dutch time before 1937
 * has not, so there the moment is right and the clock within half a minute.
 */
function metZone(instant: Date): string {
  const minuten = Math.round(offsetMs(instant) / 60_000);
  const twee = (getal: number): string => String(getal).padStart(2, '0');
  const klok = new Date(instant.getTime() + minuten * 60_000).toISOString().slice(0, -1);
  return `${klok}+${twee(Math.floor(minuten / 60))}:${twee(minuten % 60)}`;
}
