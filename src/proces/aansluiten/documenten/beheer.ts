/** The handbook (A14): what administrators, the helpdesk and Logius need to know, from the settings and the record. */
import { inWoorden, OMGEVING_NAAM } from '../begrippen.ts';
import { MIJLPAAL_NAMEN, MIJLPALEN, ROL_NAMEN } from '../dossier.ts';
import { gekozenZaaktypen } from '../feiten.ts';
import {
  contacten,
  contactregel,
  type Document,
  type DocumentFeiten,
  datumVan,
  feiten,
  lijst,
  maak,
  ofInvullen,
  sectie,
  soortNummer,
  tekst,
  WAAR,
  waarde,
} from './document.ts';

export function beheerdocumentatie(feit: DocumentFeiten): Document {
  const { installatie, dossier, cpa, certificaten, stromen } = feit;
  return maak(feit, 'beheerdocumentatie', 'Beheerdocumentatie Lopende Zaken', [
    sectie(
      'Wat de koppeling doet',
      tekst(
        'Een medewerker of een systeem legt een status vast in het zaakregister. Zaakbode kijkt of die status voor de inwoner is bedoeld, of het BSN authentiek is en of de inwoner een account heeft bij MijnOverheid. Daarna gaat er een zaakbericht over Digikoppeling naar MijnOverheid. MijnOverheid bevestigt de ontvangst, of stuurt een foutbericht terug.',
      ),
      tekst(
        'Het register is leidend: een bericht wordt gemaakt uit het register, en nooit uit wat iemand op een scherm intypt.',
      ),
      feiten(
        ['Omgeving', waarde(OMGEVING_NAAM[feit.omgeving], '')],
        [soortNummer(dossier), waarde(installatie.nummer, WAAR.oin)],
        ['AfzenderID', waarde(dossier.afzenderId, WAAR.gegevens)],
        [
          'CPA',
          waarde(
            cpa && `${cpa.cpaId}, versie ${cpa.versie}, tot en met ${inWoorden(new Date(cpa.totEnMet).toISOString())}`,
            WAAR.cpa,
          ),
        ],
        ['Geladen bij Logius op', datumVan(feit, 'cpa-logius')],
        ['Wij ontvangen op', waarde(installatie.endpoint, WAAR.adres)],
        ['MijnOverheid ontvangt op', waarde(dossier.endpointLogius, WAAR.gegevens)],
        ['Accountcontrole', waarde(installatie.accountbron ?? 'geen: elk bericht wordt verstuurd', '')],
        ['BSN-controle', waarde(installatie.brp ?? 'geen adres ingesteld', '')],
      ),
    ),
    sectie('Zaakberichtstromen', {
      soort: 'tabel',
      titel: 'Zaakberichtstromen',
      koppen: ['Stroom', 'Zaaktypen', 'Vorm', 'Grens per seconde'],
      rijen: stromen.map(({ naam, zaaktypen, standaard, perSeconde }) => [
        naam,
        zaaktypen?.join(', ') ?? 'alle andere',
        standaard === 'stuf' ? 'StUF' : 'MO-bericht',
        perSeconde === null ? 'geen' : String(perSeconde),
      ]),
    }),
    sectie('Welke status de inwoner ziet', {
      soort: 'tabel',
      titel: 'Welke status de inwoner ziet',
      koppen: ['Zaaktype', 'Status', 'Tekst voor de inwoner'],
      rijen: gekozenZaaktypen(feit).flatMap(({ omschrijving, statustypen }) =>
        statustypen
          .filter(({ informeren }) => informeren)
          .map((status) => [omschrijving, status.omschrijving, status.tekst || 'geen eigen tekst']),
      ),
    }),
    sectie(
      'Certificaten',
      {
        soort: 'tabel',
        titel: 'Certificaten',
        koppen: ['Van', 'Nummer', 'Geldig tot'],
        rijen: certificaten.map(({ onderwerp, nummer, tot, dagen }) => [
          onderwerp,
          nummer ?? 'geen',
          `${inWoorden(tot)} (nog ${dagen} dagen)`,
        ]),
      },
      tekst(
        'Zaakbode waarschuwt 60, 30 en 7 dagen voordat een certificaat verloopt. Zet een nieuw certificaat met zijn sleutel in de map met sleutels; herstarten hoeft niet. Laat Logius weten dat er een nieuw certificaat komt: in de CPA staat het oude.',
      ),
    ),
    sectie(
      'Elke dag',
      lijst(
        'Kijk in Beheer of er zaakberichten op een beheerder wachten. Bij elk bericht staat wat er aan de hand is en wat u kunt doen: opnieuw aanbieden, of overslaan met een reden.',
        'Kijk of er berichten lang wachten. Is de andere kant onbereikbaar? Dan gaan ze vanzelf alsnog weg, op volgorde.',
        'Kijk of de verbinding met MijnOverheid werkt: bij Digikoppeling staat hoe het met elke CPA is.',
      ),
    ),
    sectie(
      'Als er iets misgaat',
      lijst(
        'Geen verbinding: doe de netwerkcontrole bij Aansluiten. Die zegt bij welke stap het misgaat.',
        'Foutbericht van MijnOverheid: het staat bij het zaakbericht, met uitleg. Los de oorzaak op en bied het bericht opnieuw aan.',
        'Verkeerd bericht verstuurd, of aan de verkeerde persoon: zet de stroom op pauze en bel Logius. Is er een datalek? Volg dan ook de procedure van uw gemeente.',
        'De database of de computer is stuk: zet de reservekopie terug. Wat al was verstuurd, blijft verstuurd.',
      ),
    ),
    sectie(
      'Wijzigingen',
      tekst(
        'Verandert een adres, een certificaat of een contactpersoon? Meld het ruim van tevoren aan Logius. Zaakbode schrijft het bericht: kies Wijziging melden bij de documenten. Performancetesten op MijnOverheid mogen alleen met toestemming van Logius.',
      ),
    ),
    sectie('Contactpersonen', contacten(dossier, ROL_NAMEN)),
  ]);
}

export function helpdesk(feit: DocumentFeiten): Document {
  const typen = gekozenZaaktypen(feit).filter(({ statustypen }) => statustypen.some(({ informeren }) => informeren));
  return maak(feit, 'helpdesk', 'Instructie voor de helpdesk', [
    sectie(
      'Wat is er nieuw',
      tekst(
        `Inwoners van gemeente ${feit.installatie.gemeente} zien in MijnOverheid hoe het met hun zaak gaat. Zij loggen daar in met DigiD en kiezen Lopende Zaken.`,
      ),
      tekst(
        typen.length === 0
          ? 'Er is nog niet gekozen voor welke zaken dit geldt.'
          : `Dit geldt voor: ${typen.map(({ omschrijving }) => omschrijving).join(', ')}.`,
      ),
    ),
    sectie(
      'Wat de inwoner ziet',
      lijst(
        'Het onderwerp van de zaak, de status en de datum waarop de status is gezet.',
        'De eerdere statussen. MijnOverheid bewaart die, ook als de zaak is afgerond.',
        'Soms een verwijzing naar de zaak op onze eigen site.',
        'Heeft de inwoner bij MijnOverheid een e-mailadres ingevuld? Dan krijgt hij een mail dat er iets nieuws is. Eén mail kan over meer zaken gaan.',
      ),
    ),
    sectie(
      'Wat niet kan',
      lijst(
        'Reageren, een document sturen of een zaak stopzetten via Lopende Zaken.',
        'Een zaak zien zonder een geactiveerd account bij MijnOverheid.',
        'Statussen terugzien van voordat iemand een account had. Die sturen wij later niet alsnog.',
        'Een zaak zien van iemand anders, of een zaak die vertrouwelijk is.',
      ),
    ),
    sectie(
      'Vragen en antwoorden',
      {
        soort: 'tabel',
        titel: 'Vragen en antwoorden',
        koppen: ['De inwoner vraagt', 'U antwoordt'],
        rijen: [
          [
            'Ik zie mijn zaak niet.',
            'Vraag of het account bij MijnOverheid al was geactiveerd toen de status veranderde, en of de zaak bij de soorten hierboven hoort. Klopt dat allebei? Zet de vraag door aan functioneel beheer, met het zaaknummer.',
          ],
          [
            'De status loopt achter.',
            'Het kan even duren voordat een status in MijnOverheid staat. In ons zaaksysteem ziet u de laatste stand. Duurt het langer dan een dag? Zet de vraag door met het zaaknummer.',
          ],
          [
            'Wat er staat, klopt niet.',
            'Kijk in het zaaksysteem. Staat het daar ook verkeerd, laat de behandelaar het verbeteren. Staat het daar goed, zet de vraag dan door aan functioneel beheer.',
          ],
          [
            'Ik zie een zaak die niet van mij is.',
            'Dit kan een datalek zijn. Vraag om het zaaknummer, lees geen gegevens voor, en bel meteen functioneel beheer.',
          ],
          ['Ik kan niet inloggen.', 'Verwijs naar DigiD of naar MijnOverheid. Wij kunnen daar niet bij.'],
        ],
      },
      tekst(
        'MijnOverheid beantwoordt geen vragen over de inhoud van een zaak: daarvoor verwijst het naar de gemeente.',
      ),
      tekst(
        'Vraag nooit om een burgerservicenummer in een mail. Met het zaaknummer kan functioneel beheer alles terugvinden.',
      ),
    ),
    sectie('Doorzetten', contacten(feit.dossier, ['functioneel', 'technisch', 'calamiteiten'])),
  ]);
}

/** For DAP and SNO. */
export function contactblad(feit: DocumentFeiten): Document {
  return maak(feit, 'contactblad', 'Contactblad bij DAP en SNO', [
    sectie(
      'Onze organisatie',
      tekst(
        'Dit blad hoort bij het Dossier Afspraken en Procedures (DAP) en de Service Niveau Overeenkomst (SNO) met MijnOverheid. Zorg dat beide kanten de laatste versie hebben.',
      ),
      feiten(
        ['Organisatie', waarde(`Gemeente ${feit.installatie.gemeente}`, '')],
        [soortNummer(feit.dossier), waarde(feit.installatie.nummer, WAAR.oin)],
        ['AfzenderID', waarde(feit.dossier.afzenderId, WAAR.gegevens)],
        ['CPA', waarde(feit.cpa?.cpaId, WAAR.cpa)],
      ),
    ),
    sectie('Contactpersonen', contacten(feit.dossier, ROL_NAMEN)),
    sectie('Afspraken', {
      soort: 'tabel',
      titel: 'Afspraken',
      koppen: ['Wanneer', 'Wie doet wat'],
      rijen: [
        [
          'Storing bij ons',
          'Technisch beheer lost op. Berichten wachten en gaan daarna op volgorde weg. Bij lange uitval meldt technisch beheer het bij Logius.',
        ],
        [
          'Storing bij MijnOverheid',
          'Berichten wachten bij ons. Technisch beheer belt het Servicecentrum Logius als het lang duurt.',
        ],
        ['Calamiteit of datalek', 'De persoon voor calamiteiten belt Logius en zet de stroom op pauze.'],
        [
          'Wijziging van adres, certificaat of contactpersoon',
          'Technisch beheer meldt het ruim van tevoren met het wijzigingsbericht.',
        ],
        ['Campagne of verwachte drukte', 'De projectleider stemt af met Logius met het piekbericht.'],
      ],
    }),
  ]);
}

export function planning(feit: DocumentFeiten): Document {
  const { dossier, beeld } = feit;
  return maak(feit, 'planning', 'Planning van de aansluiting', [
    sectie(
      'Mijlpalen',
      feiten(
        ...MIJLPAAL_NAMEN.map((naam) => {
          const dag = dossier.planning[naam] ?? '';
          return [MIJLPALEN[naam], waarde(dag === '' ? '' : inWoorden(dag), WAAR.planning)] as const;
        }),
      ),
    ),
    ...beeld.fasen.map(({ nr, titel, stappen }) =>
      sectie(`Fase ${nr}: ${titel}`, {
        soort: 'tabel',
        titel: `Stappen van fase ${nr}`,
        koppen: ['Stap', 'Stand', 'Toelichting'],
        rijen: stappen
          .filter(({ staat }) => staat !== 'nvt')
          .map((stap) => [
            stap.titel,
            { gedaan: 'Gedaan', te_doen: 'Te doen', wacht: 'Wacht', nvt: '' }[stap.staat],
            stap.tekst,
          ]),
      }),
    ),
  ]);
}

/** Notice of a change. */
export function wijzigingsbericht(feit: DocumentFeiten): Document {
  const { dossier, installatie, cpa } = feit;
  const contact = dossier.contacten.technisch ?? dossier.contacten.projectleider;
  return maak(feit, 'wijzigingsbericht', 'Wijziging melden aan Logius', [
    sectie(
      'Wanneer',
      tekst(
        'Stuur dit bericht ruim voordat er iets verandert aan uw systemen, uw adres, uw certificaat of uw contactpersonen. Vul achter elk punt in wat het was en wat het wordt, en haal weg wat hetzelfde blijft.',
      ),
      contacten(dossier, ['logius']),
    ),
    sectie('Mail', {
      soort: 'code',
      naam: 'wijzigingsbericht.txt',
      tekst: [
        `Onderwerp: wijziging aansluiting MijnOverheid Lopende Zaken, gemeente ${installatie.gemeente}`,
        '',
        'Beste collega,',
        '',
        `Aan de aansluiting van gemeente ${installatie.gemeente} op ${OMGEVING_NAAM[feit.omgeving]} van Lopende Zaken verandert iets.`,
        '',
        `${soortNummer(dossier)}: ${ofInvullen(installatie.nummer, WAAR.oin)}`,
        `CPA: ${ofInvullen(cpa?.cpaId, WAAR.cpa)}`,
        'Datum en tijd van de wijziging: [invullen]',
        '',
        `- Adres waarop wij ontvangen. Nu: ${ofInvullen(installatie.endpoint, WAAR.adres)}. Wordt: [invullen]`,
        `- Certificaat. Nu: ${ofInvullen(feit.certificaten.map(({ onderwerp, tot }) => `${onderwerp}, geldig tot ${tot.slice(0, 10)}`).join('; '), WAAR.certificaat)}. Wordt: [invullen]`,
        `- Uitgaand adres. Nu: ${ofInvullen(dossier.onderdelen.find(({ soort }) => soort === 'firewall' || soort === 'proxy')?.uitgaand, WAAR.netwerk)}. Wordt: [invullen]`,
        `- Contactpersoon. Nu: ${ofInvullen(contactregel(contact), WAAR.contacten)}. Wordt: [invullen]`,
        '',
        'Moet er een nieuwe CPA komen? Laat het ons weten.',
        '',
        'Met vriendelijke groet,',
        ofInvullen(contact?.naam, WAAR.contacten),
        `Gemeente ${installatie.gemeente}`,
        '',
      ].join('\n'),
    }),
  ]);
}

/** Peak note for a campaign (A13, A14). */
export function piekbericht(feit: DocumentFeiten): Document {
  const { dossier, installatie, stromen } = feit;
  const contact = dossier.contacten.projectleider ?? dossier.contacten.functioneel;
  const grenzen = stromen.map(
    ({ naam, perSeconde }) => `${naam}: ${perSeconde === null ? 'geen grens' : `hoogstens ${perSeconde} per seconde`}`,
  );
  return maak(feit, 'piekbericht', 'Campagne of drukte afstemmen met Logius', [
    sectie(
      'Wanneer',
      tekst(
        'Maakt u de aansluiting bekend, of verwacht u veel berichten tegelijk? Stem dan eerst de tekst en de drukte af met Logius. Vul zelf in hoeveel berichten u verwacht: dat weet Zaakbode niet.',
      ),
      contacten(dossier, ['logius']),
    ),
    sectie('Mail', {
      soort: 'code',
      naam: 'piekbericht.txt',
      tekst: [
        `Onderwerp: verwachte drukte op Lopende Zaken, gemeente ${installatie.gemeente}`,
        '',
        'Beste collega,',
        '',
        `Gemeente ${installatie.gemeente} gaat inwoners vertellen dat zij hun zaken in MijnOverheid kunnen volgen. Graag stemmen wij de inhoud en de verwachte drukte met u af.`,
        '',
        'Periode: [invullen]',
        'Kanalen en tekst: [invullen, of voeg de tekst toe]',
        'Verwacht aantal zaakberichten per dag, en per uur op het drukste moment: [invullen]',
        `Zaken waar het om gaat: ${ofInvullen(
          gekozenZaaktypen(feit)
            .map(({ omschrijving }) => omschrijving)
            .join(', '),
          'de zaaktypen',
        )}`,
        `Grens die wij zelf aanhouden: ${ofInvullen(grenzen.join('; '), 'de stromen')}`,
        '',
        'Wij versturen niets extra’s om de snelheid te testen.',
        '',
        'Met vriendelijke groet,',
        ofInvullen(contact?.naam, WAAR.contacten),
        `Gemeente ${installatie.gemeente}`,
        '',
      ].join('\n'),
    }),
  ]);
}
