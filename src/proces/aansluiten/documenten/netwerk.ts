/** The network overview (A5): every flow and the whole chain, with a drawing, for this omgeving and for the other one. */
import { OMGEVING_NAAM, type Omgeving, omgevingVanMijnOverheid } from '../begrippen.ts';
import { type Dossier, ONDERDELEN, type Onderdeel, ROLLEN } from '../dossier.ts';
import {
  bereik,
  type Cel,
  contacten,
  type Document,
  type DocumentFeiten,
  feiten,
  maak,
  type Sectie,
  sectie,
  tabel,
  tekst,
  type Vak,
  WAAR,
  waarde,
} from './document.ts';

const MIST = 'nog in te vullen';

export function netwerkoverzicht(feit: DocumentFeiten): Document {
  const { dossier, omgeving, anderDossier, installatie } = feit;
  return maak(feit, 'netwerkoverzicht', 'Netwerkoverzicht van de keten', [
    sectie(
      'Berichtenstromen',
      tabel('Berichtenstromen', ['Van', 'Naar', 'Wat, en hoe', 'Adres waar het aankomt'], stromen(feit)),
      tekst(
        'Tussen Zaakbode en MijnOverheid tonen beide kanten hun PKIoverheid-certificaat (tweezijdige TLS). Elk onderdeel ertussen moet dat verkeer doorlaten, of ervoor zijn ingericht. Let ook op firewalls, loadbalancers, proxies, DNS en reeksen van IP-adressen.',
      ),
      feiten(
        [
          'Verbinding',
          waarde({ internet: 'Internet', diginetwerk: 'Diginetwerk', '': '' }[dossier.verbinding], WAAR.gegevens),
        ],
        [
          'TLS van wat binnenkomt eindigt bij',
          waarde(installatie.tls, 'de instelling EBMS_LISTEN of EBMS_CERT_HEADER'),
        ],
      ),
    ),
    ...keten(omgevingVanMijnOverheid(omgeving), dossier, omgeving),
    ...keten(anderDossier.omgeving, { ...anderDossier.dossier, contacten: dossier.contacten }, anderDossier.omgeving),
    sectie('Wie belt u', contacten(dossier, ['netwerk', 'technisch', 'leverancier', 'logius', 'calamiteiten'])),
  ]);
}

function stromen({ installatie, dossier }: DocumentFeiten): readonly (readonly Cel[])[] {
  const { registers, accountbron, brp, waarschuwingen, endpoint } = installatie;
  const ebms = 'Digikoppeling ebMS2, met tweezijdige TLS';
  return [
    [
      'Zaaksysteem',
      'Zaakbode',
      'Zaken en statussen: ZGW-API’s over HTTPS',
      waarde(endpoint && new URL(endpoint).origin, WAAR.adres),
    ],
    ...registers.map((register) => [
      'Zaakbode',
      `Zaakregister ${register}`,
      'Vraag: wat is er veranderd in deze zaak? ZGW-API’s over HTTPS',
      'zie het bestand van ZGW_BRONNEN',
    ]),
    ['Zaakbode', 'MijnOverheid', `Zaakberichten: ${ebms}`, waarde(dossier.endpointLogius, WAAR.gegevens)],
    ['MijnOverheid', 'Zaakbode', `Bevestigingen en foutberichten: ${ebms}`, waarde(endpoint, WAAR.adres)],
    ...(accountbron === null
      ? []
      : [['Zaakbode', 'Accountcontrole', 'Vraag: heeft deze persoon een account? HTTPS', accountbron]]),
    ...(brp === null ? [] : [['Zaakbode', 'BRP-controle', 'Vraag: is dit burgerservicenummer bekend? HTTPS', brp]]),
    [
      'Zaakbode',
      'Uitgevers van certificaten',
      'Lijsten van ingetrokken certificaten (CRL): HTTP, poort 80',
      'de adressen in de certificaten',
    ],
    ...(waarschuwingen.aan.length === 0
      ? []
      : [['Zaakbode', 'Beheerders', 'Waarschuwingen: mail of webhook', waarschuwingen.aan.join(', ')]]),
  ];
}

function keten(omgeving: Omgeving, dossier: Dossier, invullen: Omgeving): readonly Sectie[] {
  const kop = `De keten naar ${OMGEVING_NAAM[omgeving]}`;
  const { onderdelen } = dossier;
  if (onderdelen.length === 0)
    return [
      sectie(kop, feiten(['Onderdelen', waarde('', `${WAAR.netwerk}, de keten naar ${OMGEVING_NAAM[invullen]}`)])),
    ];
  return [
    sectie(
      kop,
      {
        soort: 'tekening',
        titel: kop,
        vakken: onderdelen.map((onderdeel, plaats) => vak(onderdeel, plaats, onderdelen)),
      },
      tabel(
        `Onderdelen van de keten naar ${OMGEVING_NAAM[omgeving]}`,
        ['Onderdeel', 'Soort', 'Inkomend adres', 'Uitgaand adres', 'Wie beheert het'],
        onderdelen.map(({ naam, soort, inkomend, uitgaand, beheerder }) => [
          naam,
          ONDERDELEN[soort],
          waarde(inkomend, WAAR.netwerk),
          waarde(uitgaand, WAAR.netwerk),
          beheerder === '' ? waarde('', WAAR.netwerk) : metRol(dossier, beheerder),
        ]),
      ),
    ),
  ];
}

function metRol(dossier: Dossier, rol: keyof typeof ROLLEN): Cel {
  const wie = bereik(dossier, rol);
  return 'tekst' in wie ? { tekst: `${ROLLEN[rol]}: ${wie.tekst}` } : { mist: `${wie.mist}, ${ROLLEN[rol]}` };
}

/** Before Zaakbode it is statuses that go on, and after it messages; without Zaakbode in the chain nobody knows where. */
function vak({ naam, soort, inkomend, uitgaand }: Onderdeel, plaats: number, alle: readonly Onderdeel[]): Vak {
  const zaakbode = alle.findIndex((onderdeel) => onderdeel.soort === 'zaakbode');
  const voor = plaats < zaakbode;
  return {
    titel: naam,
    regels: [ONDERDELEN[soort], `in: ${inkomend || MIST}`, `uit: ${uitgaand || MIST}`].filter(
      (regel) => regel !== naam,
    ),
    heen: voor ? 'zaken en statussen' : 'zaakberichten',
    terug: voor ? 'antwoord' : 'bevestigingen, fouten',
  };
}
