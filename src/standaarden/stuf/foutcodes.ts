/**
 * The error codes of StUF 03.01 (tables 4.1 and 5.8): what each means to somebody who never read the standard, and what to do about it.
 *
 * The codes and their meaning are facts of the standard; the actions are our choice. Codes of Lopende Zaken itself are not published: a
 * code that is not in this table is parked, and an operator decides. Which codes mean "no account" is a setting elsewhere.
 */

/** What the sender does next. */
export type FoutActie =
  /** Every next message would fail too: send nothing until an operator has repaired the cause. */
  | 'kanaal stoppen'
  /** Offer it as a new message: new referentienummer, new tijdstipBericht, before the later messages of the zaak. */
  | 'opnieuw met nieuw referentienummer'
  /** Offer it again after a while, with referentienummer and tijdstipBericht unchanged. */
  | 'later opnieuw'
  /** Keep it with the error; an operator offers it again or skips it. */
  | 'parkeren';

export interface FoutUitleg {
  readonly betekenis: string;
  readonly actie: FoutActie;
  /** For the operator. */
  readonly advies: string;
}

const LEVERANCIER = 'Zoek de oorzaak samen met Logius en de beheerder van Zaakbode. Start het kanaal daarna weer.';
const NIET_VERWACHT = 'Deze fout hoort niet bij een zaakbericht. Leg hem met het ruwe antwoord voor aan Logius.';

/** By code, in the order of the standard. */
export const STUF_FOUTCODES: Readonly<Record<string, FoutUitleg>> = {
  StUF001: {
    betekenis: 'De ontvanger kent deze versie van StUF niet.',
    actie: 'kanaal stoppen',
    advies: `Kijk in de details welke versie de ontvanger wel kent. ${LEVERANCIER}`,
  },
  StUF004: {
    betekenis: 'De ontvanger kent het soort gegevens (het sectormodel) niet.',
    actie: 'kanaal stoppen',
    advies: LEVERANCIER,
  },
  StUF007: {
    betekenis: 'De ontvanger kent deze versie van het sectormodel niet.',
    actie: 'kanaal stoppen',
    advies: `Kijk in de details welke versie de ontvanger wel kent. ${LEVERANCIER}`,
  },
  StUF010: {
    betekenis: 'De ontvanger herkent zichzelf niet in het bericht.',
    actie: 'kanaal stoppen',
    advies:
      'Controleer organisatie, applicatie en administratie van de ontvanger in de instellingen. Start het kanaal daarna weer.',
  },
  StUF013: {
    betekenis: 'De ontvanger kent ons niet als afzender.',
    actie: 'kanaal stoppen',
    advies:
      'Controleer organisatie, applicatie en administratie van de zender. Gebruik de afzenderID die Logius heeft gegeven.',
  },
  StUF016: {
    betekenis: 'Er is al een ander bericht met dit referentienummer.',
    actie: 'opnieuw met nieuw referentienummer',
    advies:
      'Het bericht gaat opnieuw met een nieuw nummer. Gebeurt dit vaker? Kijk of twee systemen als dezelfde zender sturen.',
  },
  StUF019: {
    betekenis: 'Het bericht is niet later dan het vorige bericht van ons.',
    actie: 'opnieuw met nieuw referentienummer',
    advies:
      'Het bericht gaat opnieuw met een nieuw tijdstip. Gebeurt dit vaker? Kijk of twee systemen als dezelfde zender sturen.',
  },
  StUF022: {
    betekenis: 'De ontvanger kent dit soort bericht niet.',
    actie: 'kanaal stoppen',
    advies: LEVERANCIER,
  },
  StUF025: {
    betekenis: 'De ontvanger verwerkt dit soort bericht niet.',
    actie: 'kanaal stoppen',
    advies: LEVERANCIER,
  },
  StUF028: {
    betekenis: 'De ontvanger weet niet waarover het bericht gaat (het entiteittype).',
    actie: 'kanaal stoppen',
    advies: LEVERANCIER,
  },
  StUF031: {
    betekenis: 'De ontvanger verwerkt geen berichten over zaken.',
    actie: 'kanaal stoppen',
    advies: `Kijk of het bericht naar de juiste ontvanger ging. ${LEVERANCIER}`,
  },
  StUF034: {
    betekenis: 'De ontvanger kent de functie in het bericht niet.',
    actie: 'kanaal stoppen',
    advies: LEVERANCIER,
  },
  StUF037: {
    betekenis: 'De ontvanger verwerkt de functie in het bericht niet.',
    actie: 'kanaal stoppen',
    advies: LEVERANCIER,
  },
  StUF040: {
    betekenis: 'De ontvanger verwerkt dit soort bericht niet voor zaken.',
    actie: 'kanaal stoppen',
    advies: LEVERANCIER,
  },
  StUF043: {
    betekenis: 'De ontvanger kent het bericht niet waarop dit een antwoord zou zijn.',
    actie: 'parkeren',
    advies: NIET_VERWACHT,
  },
  StUF046: {
    betekenis: 'De ontvanger kon het bericht niet opslaan.',
    actie: 'later opnieuw',
    advies: 'U hoeft niets te doen. Blijft het fout gaan? Vraag Logius of er een storing is.',
  },
  StUF049: {
    betekenis: 'De ontvanger kan het bericht nu niet verwerken.',
    actie: 'later opnieuw',
    advies: 'U hoeft niets te doen. Blijft het fout gaan? Vraag Logius of er een storing is.',
  },
  StUF052: {
    betekenis: 'Wij mogen dit soort bericht niet sturen.',
    actie: 'kanaal stoppen',
    advies: 'Vraag Logius of de aansluiting goed is ingericht. Start het kanaal daarna weer.',
  },
  StUF055: {
    betekenis: 'De inhoud van het bericht heeft niet de juiste vorm.',
    actie: 'parkeren',
    advies:
      'Kijk in de details welk gegeven niet klopt en verbeter het in de zaak of het zaaktype. Bied het bericht daarna opnieuw aan.',
  },
  StUF058: {
    betekenis: 'De ontvanger heeft het bericht, maar het verwerken ging fout.',
    actie: 'parkeren',
    advies: 'Lees de details. Los de oorzaak op en bied het bericht opnieuw aan, of sla het over.',
  },
  StUF061: {
    betekenis: 'De ontvanger kon niet op tijd beginnen met sturen.',
    actie: 'later opnieuw',
    advies: NIET_VERWACHT,
  },
  StUF062: {
    betekenis: 'De periode waarin de gegevens gelden, is niet goed ingevuld.',
    actie: 'parkeren',
    advies: NIET_VERWACHT,
  },
  StUF063: {
    betekenis: 'De ontvanger heeft al gegevens die later ingaan dan deze wijziging.',
    actie: 'parkeren',
    advies: NIET_VERWACHT,
  },
  StUF064: {
    betekenis: 'De ontvanger kent de zaak niet.',
    actie: 'parkeren',
    advies:
      'Bied het bericht opnieuw aan in de stijl T per status. Dan staat de hele zaak erin en kan de ontvanger haar toevoegen.',
  },
  StUF065: {
    betekenis: 'De ontvanger heeft al gegevens die later zijn vastgelegd.',
    actie: 'parkeren',
    advies: 'Kijk of een latere status van deze zaak al is verwerkt. Sla dit bericht dan over.',
  },
  StUF066: {
    betekenis: 'Het bericht verbetert iets, maar zegt niet wat.',
    actie: 'parkeren',
    advies: NIET_VERWACHT,
  },
  StUF067: {
    betekenis: 'De ontvanger vindt meer dan één zaak bij dit nummer.',
    actie: 'parkeren',
    advies: 'Kijk of het zaaknummer ook door een ander systeem is gebruikt. Leg het voor aan Logius.',
  },
  StUF068: {
    betekenis: 'Het bericht gaat over iets dat pas in de toekomst ingaat.',
    actie: 'parkeren',
    advies: 'Kijk of de datum van de status in de toekomst ligt. Bied het bericht na die datum opnieuw aan.',
  },
  StUF069: {
    betekenis: 'De oude gegevens in het bericht zijn anders dan die bij de ontvanger.',
    actie: 'parkeren',
    advies: NIET_VERWACHT,
  },
  StUF070: {
    betekenis: 'De geschiedenis in het bericht klopt niet met zichzelf.',
    actie: 'parkeren',
    advies: NIET_VERWACHT,
  },
  StUF960: {
    betekenis: 'De ontvanger was niet op tijd klaar.',
    actie: 'later opnieuw',
    advies: 'U hoeft niets te doen. Blijft het fout gaan? Vraag Logius of er een storing is.',
  },
};

const ONBEKEND: FoutUitleg = {
  betekenis: 'De ontvanger meldt een fout die niet in de standaard staat.',
  actie: 'parkeren',
  advies:
    'Lees de omschrijving en de details, of zoek de code op bij Logius. Bied het bericht opnieuw aan, of sla het over.',
};

/** What a code means and what to do; never fails: a code that is not in the table is parked. */
export function explainFoutcode(code: string): FoutUitleg {
  return (Object.hasOwn(STUF_FOUTCODES, code) ? STUF_FOUTCODES[code] : undefined) ?? ONBEKEND;
}
