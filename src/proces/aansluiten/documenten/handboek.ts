/** The handbook for administrators (A14): what the connection is and how it is set up, from the settings and the record; what to do stands in `werkwijzen.ts`. */
import { inWoorden, OMGEVING_NAAM } from '../begrippen.ts';
import { ROL_NAMEN } from '../dossier.ts';
import { gekozenZaaktypen } from '../feiten.ts';
import { vormVan } from './aanvraag.ts';
import {
  contacten,
  type Document,
  type DocumentFeiten,
  datumVan,
  feiten,
  maak,
  type Sectie,
  sectie,
  soortNummer,
  tabel,
  tekst,
  WAAR,
  waarde,
} from './document.ts';
import {
  certificaatVernieuwen,
  cpaVernieuwen,
  elkeWerkdag,
  handelingen,
  naStoring,
  reservekopie,
  standen,
  verkeerdBericht,
  waarschuwingen,
} from './werkwijzen.ts';

export function beheerdocumentatie(feit: DocumentFeiten): Document {
  return maak(feit, 'beheerdocumentatie', 'Beheerdocumentatie Lopende Zaken', [
    watHetDoet(feit),
    woorden(),
    elkeWerkdag(feit),
    waarschuwingen(feit),
    standen(feit),
    handelingen(),
    naStoring(),
    verkeerdBericht(feit),
    certificaatVernieuwen(feit),
    cpaVernieuwen(),
    reservekopie(feit),
    sectie(
      'Wijzigingen',
      tekst(
        'Verandert een adres, een certificaat of een contactpersoon? Meld het ruim van tevoren aan Logius. Zaakbode schrijft het bericht: Aansluiten, Documenten, Wijziging melden aan Logius. Performancetesten op MijnOverheid mogen alleen als Logius dat uitdrukkelijk toestaat.',
      ),
    ),
    aansluiting(feit),
    inrichting(feit),
    sectie(
      'Certificaten',
      tabel(
        'Certificaten',
        ['Van', 'Nummer', 'Geldig tot'],
        feit.certificaten.map(({ onderwerp, nummer, tot, dagen }) => [
          onderwerp,
          nummer ?? 'geen OIN of HRN',
          dagen < 0 ? `${inWoorden(tot)}, verlopen` : `${inWoorden(tot)}, nog ${dagen} dagen`,
        ]),
        { mist: WAAR.certificaat },
      ),
    ),
    sectie('Contactpersonen', contacten(feit.dossier, ROL_NAMEN)),
  ]);
}

function watHetDoet({ installatie: { accountbron } }: DocumentFeiten): Sectie {
  const account =
    accountbron === null
      ? 'Of de inwoner een account heeft, blijkt uit het antwoord van MijnOverheid.'
      : 'Zaakbode vraagt ook of de inwoner een account heeft bij MijnOverheid. Wie op dat moment geen account heeft, krijgt dat bericht nooit.';
  return sectie(
    'Wat de koppeling doet',
    tekst(
      'Een medewerker of een systeem legt een status vast in het zaakregister. Zaakbode kijkt of die status voor de inwoner is bedoeld en of het burgerservicenummer (BSN) authentiek is: of vaststaat dat het bij deze persoon hoort.',
    ),
    tekst(
      `${account} Daarna gaat er een zaakbericht over Digikoppeling naar MijnOverheid. MijnOverheid bevestigt de ontvangst, of stuurt een foutbericht terug.`,
    ),
    tekst(
      'Het register is leidend: een bericht wordt gemaakt uit het register, en nooit uit wat iemand op een scherm intypt. Wie een status vastlegt, wacht nooit op MijnOverheid.',
    ),
  );
}

const woorden = (): Sectie =>
  sectie(
    'Woorden in dit document',
    feiten(
      ['Zaakbericht', { tekst: 'Een bericht aan MijnOverheid over één status van één zaak.' }],
      ['Zaakberichtstroom', { tekst: 'Een groep soorten zaken die op dezelfde manier worden verzonden.' }],
      ['Digikoppeling', { tekst: 'De standaard waarmee overheden elkaar berichten sturen.' }],
      ['CPA', { tekst: 'De afspraak over Digikoppeling: wie stuurt wat, naar welk adres, met welk certificaat.' }],
      [
        'OIN of HRN',
        {
          tekst:
            'Het nummer waaronder een overheid (OIN) of een bedrijf (HRN) bekend is. Het staat in het certificaat.',
        },
      ],
      [
        'Certificaat',
        { tekst: 'Een bestand, met een sleutel erbij, waarmee een computer bewijst van welke organisatie hij is.' },
      ],
      ['XSD', { tekst: 'Een bestand van Logius waarmee Zaakbode nakijkt of een bericht de juiste vorm heeft.' }],
      [
        'Ping en pong',
        { tekst: 'Een bericht waar de andere kant meteen op antwoordt: zo ziet u of de koppeling werkt.' },
      ],
      ['MessageId', { tekst: 'Het kenmerk van een bericht op Digikoppeling. Logius kan het ermee vinden.' }],
      ['Foutbericht', { tekst: 'Een antwoord van MijnOverheid dat zegt dat een bericht niet is verwerkt, en waarom.' }],
    ),
  );

const aansluiting = (feit: DocumentFeiten): Sectie => {
  const { installatie, dossier, cpa } = feit;
  return sectie(
    'Gegevens van de aansluiting',
    feiten(
      ['Omgeving', waarde(OMGEVING_NAAM[feit.omgeving], '')],
      [soortNummer(dossier), waarde(installatie.nummer, WAAR.oin)],
      ['AfzenderID', waarde(dossier.afzenderId, WAAR.gegevens)],
      [
        'CPA',
        waarde(
          cpa &&
            `${cpa.cpaId}, versie ${cpa.versie} in Zaakbode, geldig tot en met ${inWoorden(cpa.totEnMet.toISOString())}`,
          WAAR.cpa,
        ),
      ],
      ['CPA geladen bij Logius op', datumVan(feit, 'cpa-logius')],
      ['Wij ontvangen op', waarde(installatie.endpoint, WAAR.adres)],
      ['MijnOverheid ontvangt op', waarde(dossier.endpointLogius, WAAR.gegevens)],
      [
        'Berichten worden verstuurd door',
        waarde(
          installatie.andereAdapter ? 'ook een adapter naast Zaakbode (DIGIKOPPELING_DRAGERS)' : 'Zaakbode zelf',
          '',
        ),
      ],
      ['Accountcontrole', waarde(installatie.accountbron ?? 'geen: het antwoord van MijnOverheid beslist', '')],
      ['BRP-controle', waarde(installatie.brp, 'de instelling LZ_BRP_URL')],
      [
        'Controle met de XSD’s van Logius',
        waarde(installatie.xsd ? 'aan: elk bericht wordt gecontroleerd voordat het gaat' : '', 'de instelling LZ_XSD'),
      ],
    ),
  );
};

function inrichting(feit: DocumentFeiten): Sectie {
  const { authentiek, rollen, maxVertrouwelijkheid, verwijzing } = feit.inrichting;
  return sectie(
    'Inrichting',
    feiten(
      ['Wie bericht krijgt, naar zijn rol in de zaak', waarde(rollen.join(', '), '')],
      [
        'Waardoor een BSN authentiek is',
        waarde(authentiek.join('; ') || 'door niets: er gaat geen enkel bericht weg', ''),
      ],
      ['Een zaak is hoogstens', waarde(`${maxVertrouwelijkheid}. Is hij vertrouwelijker, dan gaat er niets weg`, '')],
      ['Verwijzing naar de zaak op de eigen site', waarde(verwijzing ? 'ja' : 'nee', '')],
    ),
    tabel(
      'Zaakberichtstromen',
      ['Stroom', 'Zaaktypen', 'Vorm', 'Weg', 'Wanneer'],
      feit.stromen.map((stroom) => [
        stroom.naam,
        stroom.zaaktypen?.join(', ') ?? 'alle die in geen andere stroom zitten',
        vormVan(stroom),
        stroom.overDigikoppeling ? 'Digikoppeling' : 'MijnOverheid haalt het op (CloudEvents)',
        stroom.planning,
      ]),
      { mist: WAAR.inrichting },
    ),
    tabel(
      'Welke status de inwoner ziet',
      ['Zaaktype', 'Status', 'Tekst voor de inwoner'],
      gekozenZaaktypen(feit).flatMap(({ omschrijving, statustypen }) =>
        statustypen
          .filter(({ informeren }) => informeren)
          .map((status) => [omschrijving, status.omschrijving, status.tekst || 'geen eigen tekst']),
      ),
      { mist: WAAR.catalogus },
    ),
    tekst('Verandert er iets in Beheer, dan klopt dit hoofdstuk niet meer. Druk dit document dan opnieuw af.'),
  );
}
