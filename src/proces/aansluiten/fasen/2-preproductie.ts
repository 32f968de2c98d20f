/** Phase 2 of bron 001: connecting to the preproductie of MijnOverheid, with the Compliancevoorziening first. */

import type { Omgeving } from '../begrippen.ts';
import { inWoorden, inZin } from '../begrippen.ts';
import { ROL_NAMEN, ROLLEN } from '../dossier.ts';
import { cpaVanLopendeZaken, type Feiten } from '../feiten.ts';
import { type Fase, gedaan, nvt, type Oordeel, teDoen } from '../stap.ts';

const TEST: readonly Omgeving[] = ['demo', 'preproductie'];

export const PREPRODUCTIE: Fase = {
  nr: 2,
  titel: 'Aansluiten op preproductie',
  doel: 'U vraagt de aansluiting aan, richt alles in en legt de verbinding met de testomgeving van MijnOverheid.',
  resultaat: [
    'Zaakberichten maken en versturen is ingericht, en foutberichten komen binnen.',
    'De interne acceptatietest is afgerond.',
    'Er is verbinding met preproductie van MijnOverheid.',
  ],
  stappen: [
    {
      id: 'aanvraag',
      titel: 'Stuur het aanvraagformulier in',
      rijen: ['A4'],
      omgevingen: TEST,
      na: ['organisatie', 'verbinding', 'stromen'],
      documenten: ['gegevensblad'],
      uitleg: [
        'Logius vraagt om een ingevuld aanvraagformulier MijnOverheid Lopende Zaken. Alles wat Zaakbode daarvoor weet, staat op het gegevensblad.',
        'Logius kijkt of het formulier volledig en juist is. Binnen 5 werkdagen nadat het is verwerkt, krijgt u gegevens terug.',
      ],
      vink: { vraag: 'Is het formulier verstuurd? Vink het af.', datum: 'Verstuurd op' },
    },
    {
      id: 'gegevens-logius',
      titel: 'Neem over wat Logius u stuurt',
      rijen: ['A1', 'A4'],
      omgevingen: [...TEST, 'productie'],
      na: ['aanvraag'],
      plek: 'gegevens',
      uitleg: [
        'U krijgt van Logius een afzenderID, de naam van de service voor de CPA (service-ID), de XSD’s en de Handreiking Connectiviteit. Vul in wat u kreeg.',
        'Zet de XSD’s klaar voor de controle van berichten en noteer welke versie het is.',
      ],
      oordeel: ({ dossier: { afzenderId, serviceId, endpointLogius, xsd } }) => {
        const mist = [
          afzenderId === '' && 'het afzenderID',
          serviceId === '' && 'het service-ID',
          endpointLogius === '' && 'het adres van MijnOverheid',
          xsd === '' && 'welke XSD’s u kreeg',
        ].filter((one) => one !== false);
        return mist.length === 0 ? gedaan('Alles is ingevuld.') : teDoen(`Nog in te vullen: ${mist.join(', ')}.`);
      },
    },
    {
      id: 'netwerkpad',
      titel: 'Breng het netwerkpad in beeld',
      rijen: ['A5'],
      omgevingen: [...TEST, 'productie'],
      plek: 'netwerk',
      documenten: ['netwerkoverzicht'],
      uitleg: [
        'Noteer alle systemen en onderdelen tussen uw zaaksysteem en MijnOverheid: proxy, firewall, loadbalancer. Inkomende en uitgaande IP-adressen zijn vaak verschillend; noteer ze allebei.',
        'Zeg ook wie elk onderdeel beheert. Elk onderdeel moet tweezijdig TLS met PKIoverheid-certificaten doorlaten.',
        'Doe dit meteen ook voor productie, als dat kan.',
      ],
      oordeel: netwerkpadOordeel,
    },
    {
      id: 'contacten',
      titel: 'Leg vast wie u belt',
      rijen: ['A5', 'A14'],
      omgevingen: [...TEST, 'productie'],
      plek: 'contacten',
      documenten: ['contactblad'],
      uitleg: [
        'Van elke organisatie die iets beheert in de keten moet bekend zijn hoe u haar bereikt, ook bij calamiteiten.',
      ],
      oordeel: ({ dossier: { contacten } }) => {
        const mist = ROL_NAMEN.filter((rol) => rol !== 'leverancier' && (contacten[rol]?.naam ?? '') === '');
        return mist.length === 0
          ? gedaan('Alle contactpersonen zijn ingevuld.')
          : teDoen(`Nog in te vullen: ${mist.map((rol) => inZin(ROLLEN[rol])).join(', ')}.`);
      },
    },
    {
      id: 'proces',
      titel: 'Richt het berichtenproces in',
      rijen: ['A2', 'A11'],
      omgevingen: TEST,
      plek: 'inrichting',
      uitleg: [
        'Bedenk welke status wanneer naar de inwoner gaat en met welke tekst. Leg ook vast wie kijkt naar wat niet lukt.',
        'Foutberichten van MijnOverheid neemt Zaakbode aan, zoekt het bericht erbij en laat ze zien in Beheer, met uitleg.',
        'Wilt u eerst weten of iemand een account heeft? Stel dan de accountcontrole in.',
      ],
      vink: { vraag: 'Zijn de statussen, de teksten en het beheer afgesproken? Vink het af.', datum: 'Afgesproken op' },
    },
    {
      id: 'toegang',
      titel: 'Zorg dat onbevoegden geen bericht kunnen versturen',
      rijen: ['A12'],
      omgevingen: [...TEST, 'productie'],
      uitleg: [
        'Alleen wie mag, kan Beheer gebruiken en een status vastleggen. Voor sommige handelingen zijn twee mensen nodig. Wie wat deed, blijft bewaard.',
      ],
      vink: {
        vraag: 'Is nagekeken wie een rol heeft in Beheer en welke systemen statussen mogen vastleggen? Vink het af.',
        datum: 'Nagekeken op',
      },
    },
    {
      id: 'acceptatie',
      titel: 'Doe de interne acceptatietest',
      rijen: ['A7'],
      omgevingen: TEST,
      na: ['stromen', 'proces'],
      plek: 'acceptatie',
      documenten: ['acceptatietest'],
      opdracht: 'zaakbode aansluiten proef acceptatie --draai',
      uitleg: [
        'Zaakbode maakt scenario’s van de zaaktypen die u koos, met voorbeelden van de berichten. Druk ze af en bespreek ze.',
        'Daarna draait Zaakbode ze tegen de simulator van MijnOverheid, in een eigen proefopstelling: er gaat niets naar buiten. Beoordeel het verslag en keur het goed.',
      ],
      oordeel: ({ proeven: { acceptatie } }) => proefOordeel(acceptatie, 'de acceptatietest'),
    },
    {
      id: 'consumerspecificatie',
      titel: 'Maak de CPA in het CPA Register',
      rijen: ['A4'],
      omgevingen: [...TEST, 'productie'],
      na: ['certificaat', 'gegevens-logius'],
      documenten: ['consumerspecificatie'],
      opdracht: 'zaakbode consumerspecificatie --client certificaat.pem --uit consumerspecificatie.xml',
      uitleg: [
        'De Consumerspecificatie zegt wie u bent, waar u berichten ontvangt en met welke certificaten. Met die specificatie en het service-ID maakt u in het CPA Register de CPA.',
        'Voor preproductie en voor productie maakt u elk een eigen CPA.',
      ],
      vink: { vraag: 'Is de CPA gemaakt in het CPA Register? Vink het af.', datum: 'Gemaakt op' },
    },
    {
      id: 'compliance',
      titel: 'Test de adapter met de Compliancevoorziening',
      rijen: ['A15'],
      omgevingen: ['demo', 'compliance'],
      plek: 'compliance',
      documenten: ['compliancerapport'],
      uitleg: [
        'Test de adapter eerst met de Compliancevoorziening van Digikoppeling, en dan pas met MijnOverheid. Doe dat in een eigen Zaakbode, met OMGEVING=compliance en een eigen CPA.',
        'Vul bij elk scenario in wat u zag. Zaakbode maakt er een verslag van.',
      ],
      oordeel: ({ proeven: { compliance } }) => proefOordeel(compliance, 'de test met de Compliancevoorziening'),
    },
    {
      id: 'compliance-elders',
      titel: 'Zorg dat de adapter met de Compliancevoorziening is getest',
      rijen: ['A15'],
      omgevingen: ['preproductie'],
      uitleg: [
        'De test zelf doet u in de Zaakbode voor de Compliancevoorziening. Het verslag daarvan bewaart u bij de aansluiting.',
      ],
      vink: { vraag: 'Is die test gelukt? Vink het af met de datum van het verslag.', datum: 'Verslag van' },
    },
    {
      id: 'cpa-geladen',
      titel: 'Laad de CPA in Zaakbode',
      rijen: ['A4'],
      omgevingen: ['demo', 'compliance', 'preproductie', 'productie'],
      plek: 'cpa',
      opdracht: 'zaakbode cpa load cpa.xml',
      uitleg: [
        'Zaakbode controleert de CPA bij het laden en zegt wat er niet klopt. Een CPA voor een andere omgeving wordt geweigerd.',
      ],
      oordeel: cpaOordeel,
    },
    {
      id: 'cpa-gemaild',
      titel: 'Mail de CPA aan Logius',
      rijen: ['A4'],
      omgevingen: ['preproductie', 'productie', 'demo'],
      na: ['cpa-geladen', 'compliance-elders'],
      documenten: ['cpa-mail'],
      uitleg: [
        'Stuur de CPA aan het Servicecentrum Logius, met uw contactgegevens en uw OIN of HRN. Zaakbode schrijft de mail voor u.',
      ],
      vink: { vraag: 'Is de CPA gemaild? Vink het af.', datum: 'Gemaild op' },
    },
    {
      id: 'cpa-logius',
      titel: 'Wacht tot Logius de CPA heeft geladen',
      rijen: ['A4'],
      omgevingen: ['preproductie', 'productie', 'demo'],
      na: ['cpa-gemaild'],
      uitleg: [
        'Logius mailt u als de CPA bij MijnOverheid is geladen. Vul de datum in die in die mail staat. Daarna heeft een ping pas zin.',
      ],
      vink: {
        vraag: 'Hebt u bericht dat Logius de CPA heeft geladen? Vink het af met de datum.',
        datum: 'Geladen bij Logius op',
      },
    },
    {
      id: 'netwerkcontrole',
      titel: 'Controleer de verbinding',
      rijen: ['A5'],
      omgevingen: ['demo', 'compliance', 'preproductie', 'productie'],
      na: ['gegevens-logius'],
      plek: 'netwerk',
      opdracht: 'zaakbode aansluiten controle',
      uitleg: [
        'Zaakbode kijkt stap voor stap of het adres van MijnOverheid te bereiken is: naam, poort, TLS met hun certificaat en met dat van ons. Bij elke fout staat wat u kunt doen.',
      ],
      oordeel: ({ controle, omgeving }) => {
        if (controle?.goed) return gedaan(`Alles goed op ${inWoorden(controle.op)}.`);
        if (omgeving === 'demo') return nvt('De simulator staat op deze computer.');
        return teDoen(
          controle === null
            ? 'Er is nog niet gecontroleerd.'
            : `Op ${inWoorden(controle.op)} ging dit mis: ${controle.regels.find(({ goed }) => !goed)!.tekst}`,
        );
      },
    },
    {
      id: 'ping',
      titel: 'Stuur een ping',
      rijen: ['A6'],
      omgevingen: ['demo', 'compliance', 'preproductie', 'productie'],
      na: ['cpa-geladen', 'cpa-logius'],
      plek: 'cpa',
      documenten: ['ping-mmd'],
      opdracht: 'zaakbode ping',
      uitleg: [
        'Een ebMS-ping is een bericht waar de andere kant een pong op stuurt. Zo weet u dat de CPA aan beide kanten klopt. Het is geen gewone netwerkping.',
        'Gebruikt u een andere adapter? Dan staat bij de documenten een bestand waarmee die de ping stuurt.',
      ],
      oordeel: (feiten) => {
        const ping = cpaVanLopendeZaken(feiten)?.ping ?? null;
        if (ping === null) return teDoen('Er is nog geen ping gestuurd.');
        const dag = inWoorden(new Date(ping.op).toISOString());
        return ping.fout === null
          ? gedaan(`Pong na ${ping.ms} ms, op ${dag}.`)
          : teDoen(`Op ${dag} kwam er geen pong: ${ping.fout}.`);
      },
    },
    {
      id: 'snelheid',
      titel: 'Stel een grens aan de snelheid',
      rijen: ['A13'],
      omgevingen: [...TEST, 'productie'],
      plek: 'verzenden',
      uitleg: [
        'Op MijnOverheid mag u geen performancetest doen, tenzij Logius dat uitdrukkelijk toestaat. Zet daarom bij elke stroom hoeveel berichten er per seconde uit mogen.',
      ],
      oordeel: ({ stromen, omgeving }) => {
        const zonder = stromen.filter(({ overDigikoppeling, perSeconde }) => overDigikoppeling && perSeconde === null);
        if (zonder.length === 0) return gedaan('Elke stroom heeft een grens.');
        if (omgeving === 'demo') return nvt('De simulator kent geen grens.');
        return teDoen(`Zonder grens: ${zonder.map(({ naam }) => naam).join(', ')}.`);
      },
    },
  ],
};

/** A5: every part between zaaksysteem and MijnOverheid, with its addresses and who sees to it. */
function netwerkpadOordeel({ dossier: { onderdelen, contacten } }: Feiten): Oordeel {
  if (onderdelen.length === 0) return teDoen('Er staat nog geen onderdeel in het netwerkoverzicht.');
  const soorten = new Set(onderdelen.map(({ soort }) => soort));
  if (!soorten.has('zaakbode') || !soorten.has('mijnoverheid'))
    return teDoen('Zet in elk geval Zaakbode en MijnOverheid in het overzicht.');
  const zonderAdres = onderdelen.filter(({ inkomend, uitgaand }) => inkomend === '' && uitgaand === '');
  if (zonderAdres.length > 0) return teDoen(`Zonder adres: ${zonderAdres.map(({ naam }) => naam).join(', ')}.`);
  const zonderBeheer = onderdelen.filter(
    ({ beheerder }) => beheerder === '' || (contacten[beheerder]?.naam ?? '') === '',
  );
  if (zonderBeheer.length > 0)
    return teDoen(
      `Van deze onderdelen is niet bekend wie ze beheert: ${zonderBeheer.map(({ naam }) => naam).join(', ')}.`,
    );
  return gedaan(`${onderdelen.length} onderdelen, elk met adres en beheerder.`);
}

/** A4: loaded in this omgeving, without faults, in force. */
function cpaOordeel(feiten: Feiten): Oordeel {
  const cpa = cpaVanLopendeZaken(feiten);
  if (cpa === null) return teDoen('Er is in deze omgeving nog geen CPA met MijnOverheid geladen.');
  if (cpa.fouten > 0)
    return teDoen(`De controle vond ${cpa.fouten === 1 ? '1 fout' : `${cpa.fouten} fouten`} in ${cpa.cpaId}.`);
  if (new Date(cpa.totEnMet).toISOString().slice(0, 10) < feiten.vandaag)
    return teDoen(`De CPA ${cpa.cpaId} is verlopen.`);
  return gedaan(`${cpa.cpaId}, versie ${cpa.versie}.`);
}

/** A test counts when its last version was found good. */
export function proefOordeel(proeven: Feiten['proeven']['keten'], wat: string): Oordeel {
  const [laatste] = proeven;
  if (laatste === undefined) return teDoen(`Begin ${wat}.`);
  const dag = laatste.oordeelOp === null ? '' : ` op ${inWoorden(laatste.oordeelOp)}`;
  switch (laatste.staat) {
    case 'goedgekeurd':
      return gedaan(`Versie ${laatste.versie} is goedgekeurd${dag}.`);
    case 'afgekeurd':
      return teDoen(`Versie ${laatste.versie} is afgekeurd${dag}. Test in een volgende versie wat niet goed was.`);
    case 'klaar':
      return teDoen(`Versie ${laatste.versie} is afgerond. Leg vast of het verslag is goedgekeurd.`);
    case 'open':
      return teDoen(
        `Versie ${laatste.versie} is bezig: ${laatste.regels.filter(({ uitkomst }) => uitkomst !== '').length} van ${laatste.regels.length} scenario’s ingevuld.`,
      );
  }
}
