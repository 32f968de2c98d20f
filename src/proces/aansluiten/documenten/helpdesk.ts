/** The instruction for who answers citizens (A14). */
import { gekozenZaaktypen } from '../feiten.ts';
import {
  contacten,
  type Document,
  type DocumentFeiten,
  feiten,
  lijst,
  maak,
  sectie,
  tabel,
  tekst,
  WAAR,
  waarde,
} from './document.ts';

export function helpdesk(feit: DocumentFeiten): Document {
  const { gemeente } = feit.installatie;
  const typen = gekozenZaaktypen(feit).filter(({ statustypen }) => statustypen.some(({ informeren }) => informeren));
  return maak(feit, 'helpdesk', 'Instructie voor de helpdesk', [
    sectie(
      'Wat is er nieuw',
      tekst(
        `Inwoners van gemeente ${gemeente} zien in MijnOverheid hoe het met hun zaak gaat. Zij loggen daar in met DigiD en kiezen Lopende Zaken.`,
      ),
      tabel(
        'Voor welke zaken, en wat de inwoner leest',
        ['Soort zaak', 'Status', 'Tekst'],
        typen.flatMap(({ omschrijving, statustypen }) =>
          statustypen
            .filter(({ informeren }) => informeren)
            .map((status) => [omschrijving, status.omschrijving, status.tekst || 'geen eigen tekst']),
        ),
        { mist: WAAR.catalogus },
      ),
    ),
    sectie(
      'Wat de inwoner ziet',
      lijst(
        'Waar de zaak over gaat, de status en de datum waarop de status is gezet.',
        'De eerdere statussen die wij hebben gestuurd. MijnOverheid bewaart die, ook als de zaak is afgerond.',
        ...(feit.inrichting.verwijzing ? ['Een verwijzing naar de zaak op onze eigen site.'] : []),
        'Heeft de inwoner bij MijnOverheid een e-mailadres ingevuld? Dan krijgt hij een mail dat er iets nieuws is. Eén mail kan over meer zaken gaan.',
      ),
    ),
    sectie(
      'Wat niet kan',
      lijst(
        'Reageren, een document sturen of een zaak stopzetten via Lopende Zaken.',
        'Een zaak zien zonder een geactiveerd account bij MijnOverheid.',
        'Statussen terugzien van voordat iemand een account had. Die sturen wij later niet alsnog.',
        `Een zaak zien waarin iemand een andere rol heeft dan: ${feit.inrichting.rollen.join(', ')}.`,
        `Een zaak zien die vertrouwelijker is dan ${feit.inrichting.maxVertrouwelijkheid}.`,
      ),
    ),
    sectie(
      'Vragen en antwoorden',
      tabel(
        'Vragen en antwoorden',
        ['De inwoner vraagt', 'U antwoordt'],
        [
          [
            'Ik zie mijn zaak niet.',
            'Vraag of het account bij MijnOverheid al was geactiveerd toen de status veranderde, en of de zaak bij de soorten hierboven hoort. Klopt dat allebei? Geef de vraag met het zaaknummer door aan functioneel beheer.',
          ],
          [
            'De status loopt achter.',
            'Het kan even duren voordat een status in MijnOverheid staat. In ons zaaksysteem ziet u de laatste stand. Duurt het langer dan de tijd die hieronder staat? Geef de vraag met het zaaknummer door.',
          ],
          [
            'Wat er staat, klopt niet.',
            'Kijk in het zaaksysteem. Staat het daar ook verkeerd, laat de behandelaar het verbeteren. Staat het daar goed, geef de vraag dan door aan functioneel beheer.',
          ],
          [
            'Ik zie een zaak die niet van mij is.',
            'Dit kan een datalek zijn. Vraag om het zaaknummer, lees geen gegevens voor, en bel meteen functioneel beheer. Lukt dat niet, bel dan wie bij calamiteiten bereikbaar is.',
          ],
          ['Ik krijg geen mail.', 'De inwoner stelt dat zelf in bij MijnOverheid. Wij versturen die mail niet.'],
          ['Ik kan niet inloggen.', 'Verwijs naar DigiD of naar MijnOverheid. Wij kunnen daar niet bij.'],
          ['Ik wil dit niet.', 'Geef de vraag door aan functioneel beheer.'],
        ],
      ),
      feiten(['Zo lang mag het duren voordat een status in MijnOverheid staat', waarde('', WAAR.zelf)]),
      tekst(
        'MijnOverheid beantwoordt geen vragen over de inhoud van een zaak: daarvoor verwijst het naar de gemeente.',
      ),
      tekst(
        'Vraag nooit om een burgerservicenummer in een mail. Met het zaaknummer kan functioneel beheer een zaakbericht terugvinden.',
      ),
    ),
    sectie('Doorgeven aan', contacten(feit.dossier, ['functioneel', 'technisch', 'calamiteiten'])),
  ]);
}
