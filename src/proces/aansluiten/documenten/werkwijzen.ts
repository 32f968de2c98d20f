/**
 * The chapters of the handbook about doing (A14): what to look at, what each warning and each state asks for, and how to pause,
 * offer again, skip, renew, and come back after trouble. What it says of the product is held against it by
 * `test/aansluiten-documenten.test.ts`.
 */
import { EIND_STATEN, OPEN_STATEN } from '../../lopendezaken/index.ts';
import { ROLLEN, type Rol } from '../dossier.ts';
import {
  bereik,
  type Cel,
  type DocumentFeiten,
  feiten,
  type Sectie,
  sectie,
  stappen,
  tabel,
  tekst,
  WAAR,
  waarde,
} from './document.ts';

const uur = (minuten: number): string => (minuten === 60 ? 'een uur' : `${minuten} minuten`);

export const elkeWerkdag = ({ installatie }: DocumentFeiten): Sectie =>
  sectie(
    'Elke werkdag, en op maandagochtend',
    stappen(
      'Open Beheer, ‘Overzicht’. Bovenaan staan de meldingen: wat er nu mis is, sinds wanneer en wat u doet. Zie ook het hoofdstuk Waarschuwingen.',
      'Kijk bij ‘U bent aan zet’. Zolang een zaakbericht op u wacht, wachten de volgende statussen van diezelfde zaak ook. Andere zaken gaan door.',
      'Kijk bij ‘Wacht het langst’ of er iets blijft liggen, en bij ‘Verbindingen’ of de controles en MijnOverheid antwoorden.',
      'Kijk bij ‘Certificaten’ wat er binnen 60 dagen verloopt.',
      'Open Beheer, ‘Verantwoording’. Elke status is verzonden, overgeslagen met een reden, of nog open. Onverklaard hoort 0 te zijn. Staat er iets anders? Geef het door aan technisch beheer.',
    ),
    tekst(
      'In het weekend werkt Zaakbode door. Wat niet weg kan, blijft bewaard en gaat later op volgorde weg. Is de hele Zaakbode of zijn database weg, dan kan hij niemand waarschuwen: laat uw eigen bewaking kijken naar /health/ready.',
    ),
    feiten(
      [
        'Wie krijgt waarschuwingen',
        waarde(installatie.waarschuwingen.aan.join(', '), 'de instelling ALARM_MAIL of ALARM_WEBHOOK'),
      ],
      ['Wie doet deze ronde, en wie vervangt', waarde('', WAAR.zelf)],
    ),
  );

/** By the kinds of warnings that there are. */
export const WAARSCHUWINGEN: Readonly<
  Record<string, { readonly wat: (feit: DocumentFeiten) => string; readonly doen: string; readonly wie: Rol }>
> = {
  vast: {
    wat: ({ installatie: { waarschuwingen } }) =>
      `Een zaakbericht wacht langer dan ${uur(waarschuwingen.vastMinuten)} op verzending terwijl dat mag, of op de bevestiging van MijnOverheid.`,
    doen: 'Open bij Beheer, ‘Digikoppeling’, de CPA en kies ‘Stuur een ping’. Komt er geen pong, kies dan ‘Controleer de verbinding’ bij Aansluiten, Netwerkpad: daar staat welke stap misgaat. Komt er wel een pong, kijk dan bij Beheer, ‘Planning’ of de snelheid te laag staat. Komen alleen bevestigingen niet aan, kijk dan naar uw firewall en het adres waarop u ontvangt.',
    wie: 'technisch',
  },
  beheerder: {
    wat: () => 'Een of meer zaakberichten wachten op een beheerder.',
    doen: 'Open het bericht bij ‘U bent aan zet’ en lees de reden. Los de oorzaak op en kies ‘Opnieuw aanbieden’, of kies ‘Overslaan’ met een reden.',
    wie: 'functioneel',
  },
  bron: {
    wat: ({ installatie: { waarschuwingen } }) =>
      `De accountcontrole of de BRP-controle geeft langer dan ${uur(waarschuwingen.wegMinuten)} geen antwoord.`,
    doen: 'Bel wie die dienst beheert. Zaakberichten wachten tot de controle lukt, en gaan daarna vanzelf. Heeft iemand daarna geen account, dan gaat zijn bericht niet.',
    wie: 'technisch',
  },
  register: {
    wat: ({ installatie: { waarschuwingen, registers } }) =>
      `Een zaakregister van een ander is langer dan ${uur(waarschuwingen.wegMinuten)} niet te lezen. ${
        registers.length === 0 ? 'U hebt er geen.' : `U hebt: ${registers.join(', ')}.`
      }`,
    doen: 'Open Beheer, ‘Bronnen’, en lees wat er misgaat. Bel wie dat register beheert. Statussen eruit wachten; er gaat niets verloren.',
    wie: 'technisch',
  },
  kanaal: {
    wat: ({ installatie: { waarschuwingen } }) =>
      `MijnOverheid neemt langer dan ${uur(waarschuwingen.wegMinuten)} geen berichten aan.`,
    doen: 'Kijk bij Beheer, ‘Digikoppeling’, bij de CPA wat er misgaat en doe de netwerkcontrole. Ligt het niet aan uw kant? Bel het Servicecentrum Logius. Berichten blijven bewaard en gaan daarna op volgorde.',
    wie: 'technisch',
  },
  certificaat: {
    wat: () =>
      'Een certificaat verloopt binnen 60, 30 of 7 dagen, of is verlopen. Van u, of van MijnOverheid in de CPA.',
    doen: 'Volg het hoofdstuk Certificaat vernieuwen. Met een certificaat dat is verlopen verstuurt Zaakbode niets: berichten wachten.',
    wie: 'certificaten',
  },
  fouten: {
    wat: ({ installatie: { waarschuwingen } }) =>
      `In een kwartier gingen ${waarschuwingen.fouten} of meer zaakberichten fout.`,
    doen: 'Open Beheer, ‘Zaakberichten’, met de staat Fout. Hebben ze dezelfde fout, dan ligt de oorzaak vaak bij een instelling, de CPA of MijnOverheid. Pauzeer de stroom als het doorgaat, en bel zo nodig Logius.',
    wie: 'functioneel',
  },
};

export const waarschuwingen = (feit: DocumentFeiten): Sectie =>
  sectie(
    'Waarschuwingen',
    tekst(
      'Zaakbode waarschuwt binnen een minuut, elke dag opnieuw zolang het duurt, en als het voorbij is. Over een certificaat dat nog meer dan een week geldt, waarschuwt hij een keer per week. Er staat nooit een burgerservicenummer in.',
    ),
    tabel(
      'Waarschuwingen',
      ['Wat er is', 'Wat u doet', 'Wie'],
      Object.values(WAARSCHUWINGEN).map(({ wat, doen, wie }) => [wat(feit), doen, metNaam(feit, wie)]),
    ),
    feiten(
      ['Technisch beheer komt er niet uit', metNaam(feit, 'leverancier')],
      ['Het ligt aan MijnOverheid', bereik(feit.dossier, 'logius')],
      ['Buiten werktijd, of bij een datalek', metNaam(feit, 'calamiteiten')],
    ),
  );

function metNaam({ dossier }: DocumentFeiten, rol: Rol): Cel & object {
  const wie = bereik(dossier, rol);
  return 'tekst' in wie ? { tekst: `${ROLLEN[rol]}: ${wie.tekst}` } : { mist: `${wie.mist}, ${ROLLEN[rol]}` };
}

/** As Beheer says it, every state that there is. */
export const standen = ({ staten }: DocumentFeiten): Sectie =>
  sectie(
    'Standen van een zaakbericht',
    tekst('Bij Beheer, ‘Zaakberichten’, staat elk bericht in een van deze standen.'),
    ...(
      [
        ['Nog onderweg', OPEN_STATEN],
        ['Klaar', EIND_STATEN],
      ] as const
    ).map(([titel, namen]) =>
      tabel(
        titel,
        ['Stand', 'Wat het betekent', 'Wat u doet'],
        namen.map((naam) => [staten[naam].label, staten[naam].uitleg, staten[naam].doen]),
      ),
    ),
  );

export const handelingen = (): Sectie =>
  sectie(
    'Wat u in Beheer kunt doen',
    tabel(
      'Handelingen',
      ['Wat u wilt', 'Waar', 'Wat er gebeurt'],
      [
        [
          'Een bericht opnieuw aanbieden',
          'Beheer, ‘Zaakberichten’, open het bericht, knop ‘Opnieuw aanbieden’. De knop is er als het bericht op u wacht.',
          'Zaakbode maakt een nieuw bericht uit het register zoals het nu is, en verstuurt dat. Doe dit pas als de oorzaak is opgelost.',
        ],
        [
          'Een bericht overslaan',
          'Op dezelfde plek: vul een reden in, knop ‘Overslaan’.',
          'De inwoner krijgt deze status niet te zien. De volgende status van de zaak kan weer weg. U kunt dit niet terugdraaien.',
        ],
        [
          'Het verzenden pauzeren',
          'Beheer, ‘Planning’, bij de stroom: vul een reden in, knop ‘Pauzeer’.',
          'Er gaat niets meer weg. Alles blijft bewaard, en accounts worden gewoon gecontroleerd.',
        ],
        [
          'Weer verzenden na een pauze',
          'Beheer, ‘Planning’, knop ‘Hef de pauze op’.',
          'Wat wacht gaat weg volgens de planning, op volgorde.',
        ],
        [
          'Nu verzenden',
          'Beheer, ‘Planning’, knop ‘Verzend nu’.',
          'Wat in die stroom wacht gaat weg, ook buiten de tijden van de planning.',
        ],
        [
          'Een status aan- of uitzetten, of de tekst wijzigen',
          'Beheer, ‘Statussen’, kies het zaaktype, knop ‘Bewaar’.',
          'Het geldt voor volgende statussen.',
        ],
        [
          'Wijzigen wie bericht krijgt, of welke zaken in welke stroom zitten',
          'Beheer, ‘Inrichting’, met een reden, knop ‘Bewaar’.',
          'Het geldt voor volgende statussen. Meld Logius een nieuwe stroom of een andere vorm van het bericht.',
        ],
        [
          'Zien van wie een bericht is',
          'Open het bericht: vul in waarom, knop ‘Toon BSN’.',
          'U ziet het nummer. Dat u het zag, en waarom, wordt bewaard.',
        ],
        ['Nakijken wie wat deed', 'Beheer, ‘Logboek’.', 'Elke handeling staat erin, met naam, tijd, reden en afloop.'],
      ],
    ),
    tekst(
      'Wat u doet, doet u met de rol beheerder. Met de rol lezer ziet u alles en verandert u niets. Wat twee mensen samen doen, staat bij Beheer, ‘Akkoord’.',
    ),
  );

export const naStoring = (): Sectie =>
  sectie(
    'Na een storing',
    stappen(
      'Meestal hoeft u niets te doen. Is de andere kant er weer, dan merkt Zaakbode dat zelf. Wat wachtte gaat op volgorde weg, niet sneller dan de grens van de stroom.',
      'Kijk bij Beheer, ‘Overzicht’, of ‘Wacht het langst’ korter wordt en of de meldingen verdwijnen.',
      'Zoek bij Beheer, ‘Zaakberichten’, de staat Aankomst onbekend. Die berichten zijn verstuurd, maar de bevestiging kwam niet op tijd. Vraag Logius of ze zijn aangekomen, met het MessageId van het bericht. Kies daarna ‘Opnieuw aanbieden’ of ‘Overslaan’.',
      'Was de accountcontrole weg? Dan beslist de eerste controle die lukt. Bij elk bericht staan beide tijden: die van de status en die van de controle.',
      'Kijk bij Beheer, ‘Verantwoording’, of onverklaard 0 is over de dagen van de storing.',
      'Was het lang of druk? Meld het bij Logius voordat u een pauze opheft waar veel berichten achter wachten.',
    ),
  );

export const certificaatVernieuwen = ({ installatie }: DocumentFeiten): Sectie =>
  sectie(
    'Certificaat vernieuwen',
    stappen(
      'Begin op tijd: aanvragen kan weken duren. Maak een sleutel en een aanvraag met de opdracht: zaakbode csr. Geef de aanvraag aan uw certificaatverstrekker en zeg dat uw nummer (OIN of HRN) erin moet.',
      'Meld Logius dat er een nieuw certificaat komt, met het document Wijziging melden aan Logius. Spreek af of er een nieuwe CPA komt en op welke dag u overgaat.',
      'Komt er een nieuwe CPA? Maak dan een nieuwe Consumerspecificatie en volg het hoofdstuk CPA vernieuwen.',
      `Zet op de afgesproken dag het nieuwe certificaat met zijn sleutel naast het oude in ${installatie.opslag.sleutels}. Zaakbode ziet het binnen enkele seconden; herstarten hoeft niet.`,
      'Noemt de CPA die in gebruik is uw oude certificaat, en staat dat nog in de map? Dan gebruikt Zaakbode het oude, tot de nieuwe CPA is geladen. Anders gebruikt hij van twee geldige certificaten dat wat het laatst verloopt.',
      'Open bij Beheer, ‘Digikoppeling’, de CPA en kies ‘Stuur een ping’. Haal het oude certificaat pas weg als er een pong kwam.',
      'Vernieuwt MijnOverheid zijn certificaat voordat de CPA is vernieuwd? Leg dat vast bij Beheer, ‘Digikoppeling’, bij de CPA, met de knop ‘Gebruik dit certificaat’.',
    ),
  );

export const cpaVernieuwen = (): Sectie =>
  sectie(
    'CPA vernieuwen',
    tekst(
      'De CPA is de afspraak over Digikoppeling: wie stuurt wat, naar welk adres, met welk certificaat, tot wanneer. U maakt een nieuwe als een adres of certificaat verandert, of als de oude afloopt.',
    ),
    stappen(
      'Maak bij Aansluiten, Documenten, de Consumerspecificatie en daarmee de CPA in het CPA Register.',
      'Stuur hem aan Logius met het document Mail met de CPA voor Logius. Wacht op het bericht dat Logius hem heeft geladen.',
      'Kies bij Beheer, ‘Digikoppeling’, ‘Laad een CPA’. Plak de tekst en kies ‘Controleer de CPA’. Staan er geen fouten in, kies dan ‘Laad de CPA’.',
      'Kies ‘Stuur een ping’. Berichten die wachtten gaan naar het nieuwe adres.',
      'Verhuist MijnOverheid voordat er een nieuwe CPA is? Leg het nieuwe adres vast met de knop ‘Gebruik dit adres’.',
      'Lees daarna de kenmerken opnieuw in bij de Zaakbode van de andere omgeving (Aansluiten, stap “Houd preproductie en productie uit elkaar”).',
    ),
  );

export const reservekopie = ({ installatie: { opslag, registers } }: DocumentFeiten): Sectie =>
  sectie(
    'Reservekopie en terugzetten',
    tekst('Zaakbode maakt zelf geen reservekopie. Bewaar deze delen samen, van ongeveer hetzelfde moment:'),
    feiten(
      ['Database', waarde(opslag.database, '')],
      ['Bestanden van documenten', waarde(opslag.documenten, '')],
      ['Sleutels en certificaten', waarde(opslag.sleutels, '')],
      [
        'Instellingen',
        waarde('alle instellingen van Zaakbode. Zonder ZAAKBODE_SLEUTEL zijn bewaarde geheimen niet te lezen', ''),
      ],
      ['Wie maakt de kopie, hoe vaak, en waar ligt zij', waarde('', WAAR.zelf)],
      ['Wanneer is het terugzetten voor het laatst geoefend', waarde('', WAAR.zelf)],
    ),
    tekst(
      'Na het terugzetten weet Zaakbode niet wat er na de kopie is gebeurd. Wat toen al was verstuurd, staat bij MijnOverheid, maar kan hier nog als open staan en dan nog een keer weggaan. Daarom:',
    ),
    stappen(
      'Zet de delen terug en start Zaakbode met ZAAKBODE_ROLES=web. Zo werkt Beheer, en gaat er niets weg.',
      'Kies bij Beheer, ‘Planning’, bij elke stroom ‘Pauzeer’. Start Zaakbode daarna weer zoals altijd.',
      registers.length > 0
        ? `Laat statussen die na de kopie in Zaakbode zelf zijn gezet opnieuw vastleggen. De registers van anderen (${registers.join(', ')}) leest Zaakbode zelf opnieuw.`
        : 'Laat statussen die na de kopie zijn gezet opnieuw vastleggen in het register.',
      'Zoek bij Beheer, ‘Zaakberichten’, wat nog open staat van voor de storing. Vraag Logius wat daarvan is aangekomen.',
      'Bepaal met functioneel beheer of dubbel melden mag. Kies daarna ‘Hef de pauze op’.',
    ),
  );

export const verkeerdBericht = ({ inrichting, dossier }: DocumentFeiten): Sectie =>
  sectie(
    'Verkeerd bericht, of een datalek',
    stappen(
      'Kies bij Beheer, ‘Planning’, bij de stroom ‘Pauzeer’ als het nog doorgaat.',
      'Noteer het zaaknummer en het MessageId. Stuur geen burgerservicenummer per mail.',
      'Verbeter het register: het volgende bericht over de zaak komt daaruit.',
      inrichting.herroepen
        ? 'Open het bericht. Kies bij ‘Terugnemen wat is verteld’ wat er moet gebeuren en vul een reden in. Een andere beheerder geeft akkoord bij Beheer, ‘Akkoord’. Vraag Logius of het daar is verwerkt.'
        : 'Zaakbode haalt een bericht dat weg is niet terug: intrekken en verwijderen staan uit bij Beheer, ‘Inrichting’. Zet ze pas aan als Logius bevestigt dat MijnOverheid ze verwerkt. Bel Logius.',
      'Kreeg iemand bericht over een zaak van een ander? Volg de procedure voor datalekken van uw gemeente.',
    ),
    feiten(
      ['Servicecentrum Logius', bereik(dossier, 'logius')],
      ['Bereikbaar bij calamiteiten', bereik(dossier, 'calamiteiten')],
      ['Functionaris gegevensbescherming', waarde('', WAAR.zelf)],
    ),
  );
