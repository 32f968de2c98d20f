/** The contact sheet for DAP and SNO, and the planning (A14). */
import { inWoorden } from '../begrippen.ts';
import { MIJLPAAL_NAMEN, MIJLPALEN, type Mijlpaal, ROL_NAMEN } from '../dossier.ts';
import {
  contacten,
  type Document,
  type DocumentFeiten,
  feiten,
  maak,
  sectie,
  soortNummer,
  tabel,
  tekst,
  WAAR,
  waarde,
} from './document.ts';

export function contactblad(feit: DocumentFeiten): Document {
  const { dossier, installatie, cpa } = feit;
  return maak(feit, 'contactblad', 'Contactblad bij DAP en SNO', [
    sectie(
      'Onze organisatie',
      tekst(
        'Dit blad hoort bij het Dossier Afspraken en Procedures (DAP) en de Service Niveau Overeenkomst (SNO) met MijnOverheid. Zorg dat beide kanten de laatste versie hebben.',
      ),
      feiten(
        ['Organisatie', waarde(`Gemeente ${installatie.gemeente}`, '')],
        [soortNummer(dossier), waarde(installatie.nummer, WAAR.oin)],
        ['AfzenderID', waarde(dossier.afzenderId, WAAR.gegevens)],
        ['CPA', waarde(cpa?.cpaId, WAAR.cpa)],
        ['Wij ontvangen op', waarde(installatie.endpoint, WAAR.adres)],
        ['Plaats van DAP en SNO in onze administratie', waarde('', WAAR.zelf)],
      ),
    ),
    sectie(
      'Contactpersonen',
      contacten(dossier, ROL_NAMEN),
      feiten(
        ['Bereikbaar op werkdagen van en tot', waarde('', WAAR.zelf)],
        ['Bereikbaar buiten die tijden', waarde('', WAAR.zelf)],
      ),
    ),
    sectie(
      'Wie doet wat',
      tekst('Dit is een voorstel van Zaakbode. Wat in uw DAP en SNO staat, gaat voor. Pas het daarop aan.'),
      tabel(
        'Wie doet wat',
        ['Wanneer', 'Wie doet wat'],
        [
          [
            'Storing bij ons',
            'Technisch beheer lost op. Berichten wachten en gaan daarna op volgorde weg. Bij lange uitval meldt technisch beheer het bij Logius.',
          ],
          [
            'Storing bij MijnOverheid',
            'Berichten wachten bij ons. Technisch beheer belt het Servicecentrum Logius als het lang duurt.',
          ],
          [
            'Calamiteit of datalek',
            'Wie bij calamiteiten bereikbaar is, pauzeert de stroom bij Beheer, ‘Planning’, en belt Logius.',
          ],
          [
            'Wijziging van adres, certificaat of contactpersoon',
            'Technisch beheer meldt het ruim van tevoren met het document Wijziging melden aan Logius.',
          ],
          [
            'Campagne of verwachte drukte',
            'De projectleider stemt af met Logius, met het document Campagne of drukte afstemmen met Logius.',
          ],
        ],
      ),
    ),
  ]);
}

/** The step that says whether a milestone was reached. */
const STAP_VAN: Readonly<Record<Mijlpaal, string>> = {
  aanvraag: 'aanvraag',
  certificaat: 'certificaat',
  netwerk: 'netwerkpad',
  acceptatie: 'acceptatie',
  koppeling: 'ping',
  keten: 'ketentest',
  rapport: 'rapport',
  proefrun: 'proefrun-gedaan',
  live: 'vrijgave',
};

export function planning(feit: DocumentFeiten): Document {
  const { dossier, beeld, vandaag } = feit;
  const alle = beeld.fasen.flatMap(({ stappen }) => stappen);
  const stand = (mijlpaal: Mijlpaal): string => {
    const { staat } = alle.find(({ id }) => id === STAP_VAN[mijlpaal])!;
    if (staat === 'gedaan') return 'Gedaan';
    if (staat === 'nvt') return 'Hier niet van toepassing';
    const dag = dossier.planning[mijlpaal] ?? '';
    return dag !== '' && dag < vandaag ? 'Nog niet gedaan, en de dag is voorbij' : 'Nog niet gedaan';
  };
  return maak(feit, 'planning', 'Planning van de aansluiting', [
    sectie(
      'Mijlpalen',
      tabel(
        'Mijlpalen',
        ['Mijlpaal', 'Gepland op', 'Stand'],
        MIJLPAAL_NAMEN.map((naam) => {
          const dag = dossier.planning[naam] ?? '';
          return [MIJLPALEN[naam], waarde(dag && inWoorden(dag), WAAR.planning), stand(naam)];
        }),
      ),
      tekst('Kijk aan het begin van elke fase of deze dagen nog kloppen.'),
    ),
    ...beeld.fasen.map(({ nr, titel, stappen }) =>
      sectie(
        `Fase ${nr}: ${titel}`,
        tabel(
          `Stappen van fase ${nr}`,
          ['Stap', 'Stand', 'Wat er is of nog moet'],
          stappen
            .filter(({ staat }) => staat !== 'nvt')
            .map((stap) => [
              stap.titel,
              { gedaan: 'Gedaan', te_doen: 'Te doen', wacht: 'Wacht', nvt: '' }[stap.staat],
              stap.staat === 'wacht' ? `Eerst: ${stap.wachtOp.join('; ')}` : stap.tekst,
            ]),
          { tekst: 'In deze omgeving hoeft u voor deze fase niets te doen.' },
        ),
      ),
    ),
  ]);
}
