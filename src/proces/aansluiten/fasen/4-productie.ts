/** Phase 4 of bron 001: connecting to productie, and the limited production run. Never for a supplier. */
import type { Omgeving } from '../begrippen.ts';
import { inWoorden } from '../begrippen.ts';
import type { Feiten } from '../feiten.ts';
import { type Fase, gedaan, nvt, type Oordeel, type Stap, teDoen } from '../stap.ts';
import { proefOordeel } from './2-preproductie.ts';

const ECHT: readonly Omgeving[] = ['demo', 'productie'];

/** Bron 001: a supplier stops after phase 3. A municipality that already sends has had its run. */
function nietVoor({ dossier, installatie, omgeving }: Feiten, run: boolean): Oordeel | null {
  if (dossier.soort === 'leverancier') return nvt('Een leverancier gaat niet naar productie.');
  if (run && omgeving === 'productie' && installatie.aansluiting === 'bestaand')
    return nvt('Deze aansluiting bestond al (LZ_AANSLUITING=bestaand).');
  return null;
}

const STAPPEN: readonly (Stap & { readonly run?: true })[] = [
  {
    id: 'ketentest-klaar',
    titel: 'De ketentest is goedgekeurd',
    rijen: ['A8'],
    omgevingen: ['productie'],
    run: true,
    uitleg: [
      'De ketentest deed u in de Zaakbode voor preproductie. Zonder goedgekeurd rapport begint u niet aan productie.',
    ],
    vink: { vraag: 'Heeft Logius het testrapport goedgekeurd? Vink het af met de datum.', datum: 'Goedgekeurd op' },
  },
  {
    id: 'gescheiden',
    titel: 'Houd preproductie en productie uit elkaar',
    rijen: ['A10'],
    omgevingen: ['preproductie', 'productie'],
    plek: 'kenmerken',
    opdracht: 'zaakbode aansluiten kenmerken --uit kenmerken.json',
    uitleg: [
      'Preproductie en productie delen geen CPA, geen adres en geen gegevens. Zaakbode start niet als dat wel zo is.',
      'Schrijf de kenmerken van de ene Zaakbode naar een bestand, en lees dat bestand in bij de andere. Dan weet Zaakbode waar hij op moet letten.',
    ],
    vink: { vraag: 'Hebt u de kenmerken van de andere omgeving ingelezen? Vink het af.', datum: 'Ingelezen op' },
    oordeel: ({ overlap }) => {
      const mis = overlap.filter(({ soort }) => soort !== 'certificaat');
      return mis.length === 0
        ? null
        : teDoen(`Dit wordt in beide omgevingen gebruikt: ${mis.map(({ waarde }) => waarde).join(', ')}.`);
    },
  },
  {
    id: 'zelfde-certificaat',
    titel: 'Gebruik voor elke omgeving een eigen certificaat',
    rijen: ['A3', 'A10'],
    omgevingen: ['preproductie', 'productie'],
    plek: 'kenmerken',
    uitleg: [
      'Een certificaat dat ook in de andere omgeving wordt gebruikt mag, maar het is beter van niet. Is het zo bedoeld? Zeg dan dat u het weet.',
    ],
    vink: {
      vraag: 'Een certificaat hier wordt ook in de andere omgeving gebruikt. Is dat zo bedoeld? Vink het af.',
      datum: 'Gezien op',
    },
    oordeel: ({ overlap }) =>
      overlap.some(({ soort }) => soort === 'certificaat')
        ? null
        : nvt('Er is geen certificaat bekend dat in beide omgevingen wordt gebruikt.'),
  },
  {
    id: 'deelnemers',
    titel: 'Kies wie meedoen aan de beperkte productierun',
    rijen: ['A9'],
    omgevingen: ECHT,
    plek: 'deelnemers',
    run: true,
    uitleg: [
      'Kies mensen die bij het aansluiten betrokken zijn en die het goed vinden. Zet hun BSN op de lijst. Zij krijgen echte berichten in hun eigen MijnOverheid.',
    ],
    oordeel: ({ deelnemers }) =>
      deelnemers.length > 0 ? gedaan(`${deelnemers.length} op de lijst.`) : teDoen('De lijst is nog leeg.'),
  },
  {
    id: 'proefrun',
    titel: 'Begin de beperkte productierun',
    rijen: ['A9'],
    omgevingen: ECHT,
    na: ['deelnemers', 'gescheiden', 'ping', 'netwerkcontrole', 'ketentest-klaar', 'goedkeuring'],
    plek: 'proefproductie',
    run: true,
    uitleg: [
      'Voordat u begint gaat er in productie niets weg. Vanaf het begin gaat er alleen bericht naar de deelnemers. Berichten voor anderen gaan nooit meer weg, ook niet na de vrijgave.',
    ],
    oordeel: ({ proefrun }) =>
      proefrun === null
        ? teDoen('De run is nog niet begonnen.')
        : gedaan(`Begonnen op ${inWoorden(proefrun.begonnenOp)} door ${proefrun.begonnenDoor}.`),
  },
  {
    id: 'proefrun-gedaan',
    titel: 'Controleer alle koppelingen',
    rijen: ['A9', 'A11'],
    omgevingen: ECHT,
    na: ['proefrun'],
    plek: 'proefproductie',
    documenten: ['proefproductierapport'],
    run: true,
    uitleg: [
      'Stuur elke deelnemer een of meer berichten. Controleer elke koppeling die is gelegd, en kijk met de deelnemer in MijnOverheid.',
    ],
    oordeel: ({ proeven: { proefproductie } }) => proefOordeel(proefproductie, 'de controle van de koppelingen'),
  },
  {
    id: 'vrijgave',
    titel: 'Meld Logius dat het is gelukt en geef de aansluiting vrij',
    rijen: ['A9', 'A12'],
    omgevingen: ECHT,
    na: ['proefrun-gedaan'],
    plek: 'proefproductie',
    documenten: ['proefproductierapport'],
    run: true,
    uitleg: [
      'Geef bij Logius aan dat de berichten zijn aangekomen. Vul de datum in en vraag de vrijgave aan. Een andere beheerder geeft akkoord bij Beheer, Akkoord. Pas dan gebeurt het.',
      'Na de vrijgave gaan berichten naar alle inwoners voor wie een status is bedoeld.',
    ],
    oordeel: ({ proefrun }) => {
      if (proefrun?.vrijgegevenOp)
        return gedaan(`Vrijgegeven op ${inWoorden(proefrun.vrijgegevenOp)} door ${proefrun.vrijgegevenDoor}.`);
      return proefrun?.gevraagdDoor
        ? teDoen(`${proefrun.gevraagdDoor} vroeg de vrijgave aan. Een andere beheerder moet akkoord geven.`, 'akkoord')
        : teDoen('Logius weet nog niet dat het is gelukt.');
    },
  },
  {
    id: 'beheerdocumentatie',
    titel: 'Werk de beheerdocumentatie bij',
    rijen: ['A14'],
    omgevingen: ECHT,
    documenten: ['beheerdocumentatie'],
    uitleg: [
      'Zaakbode schrijft de beheerdocumentatie uit de instellingen. Laat uw beheerders hem nalezen en aanvullen.',
    ],
    vink: { vraag: 'Is de beheerdocumentatie bijgewerkt? Vink het af.', datum: 'Bijgewerkt op' },
  },
  {
    id: 'helpdesk',
    titel: 'Instrueer de helpdesk',
    rijen: ['A14'],
    omgevingen: ECHT,
    documenten: ['helpdesk'],
    uitleg: [
      'Inwoners gaan vragen stellen over wat zij in MijnOverheid zien. De instructie zegt wat kan en wat niet kan.',
    ],
    vink: { vraag: 'Is de helpdesk geïnstrueerd? Vink het af.', datum: 'Geïnstrueerd op' },
  },
  {
    id: 'dap-sno',
    titel: 'Leg afspraken vast in DAP en SNO',
    rijen: ['A14'],
    omgevingen: ECHT,
    documenten: ['contactblad', 'wijzigingsbericht'],
    uitleg: [
      'In het Dossier Afspraken en Procedures en de Service Niveau Overeenkomst staat wie wat doet en hoe u elkaar bereikt. Meld wijzigingen ruim op tijd: een ander adres, certificaat of contactpersoon.',
    ],
    vink: { vraag: 'Zijn DAP en SNO bekend, met de juiste contactgegevens? Vink het af.', datum: 'Nagekeken op' },
  },
  {
    id: 'campagne',
    titel: 'Stem een campagne af met Logius',
    rijen: ['A13', 'A14'],
    omgevingen: ECHT,
    documenten: ['piekbericht'],
    uitleg: [
      'Maakt u de aansluiting bekend? Stem de tekst en de verwachte drukte af met Logius. Doet u dat niet, vink dan af dat er geen campagne komt.',
    ],
    vink: { vraag: 'Is de campagne afgestemd, of komt er geen? Vink het af.', datum: 'Afgestemd op' },
  },
];

export const PRODUCTIE: Fase = {
  nr: 4,
  titel: 'Aansluiten op productie',
  doel: 'U legt dezelfde verbinding in productie, test die met enkele betrokkenen en geeft haar daarna vrij.',
  resultaat: [
    'De beperkte productierun is gelukt.',
    'De beheerdocumentatie is bijgewerkt.',
    'Zaakberichten komen aan bij inwoners.',
  ],
  stappen: STAPPEN.map(({ run = false, oordeel, ...stap }) => ({
    ...stap,
    oordeel: (feiten) => nietVoor(feiten, run) ?? oordeel?.(feiten) ?? null,
  })),
};
