/** The network overview (A5): the whole chain, with a drawing, for this omgeving and for the other one. */
import { OMGEVING_NAAM, type Omgeving } from '../begrippen.ts';
import { type Dossier, ONDERDELEN, ROLLEN } from '../dossier.ts';
import {
  type Blok,
  contacten,
  contactregel,
  type Document,
  type DocumentFeiten,
  maak,
  type Sectie,
  sectie,
  tekst,
  WAAR,
} from './document.ts';

const MIST = 'nog in te vullen';

export function netwerkoverzicht(feit: DocumentFeiten): Document {
  const { dossier, omgeving, anderDossier } = feit;
  const hier: Omgeving = omgeving === 'demo' ? 'preproductie' : omgeving;
  return maak(feit, 'netwerkoverzicht', 'Netwerkoverzicht van de keten', [
    sectie(
      'Berichtenstromen',
      {
        soort: 'tabel',
        titel: 'Berichtenstromen',
        koppen: ['Van', 'Naar', 'Wat', 'Protocol'],
        rijen: [
          ['Zaaksysteem', 'Zaakbode', 'Statuswijzigingen', 'ZGW (HTTPS)'],
          ['Zaakbode', 'MijnOverheid', 'Zaakberichten', 'Digikoppeling ebMS2, tweezijdig TLS'],
          ['MijnOverheid', 'Zaakbode', 'Bevestigingen en foutberichten', 'Digikoppeling ebMS2, tweezijdig TLS'],
          ...(feit.installatie.accountbron === null
            ? []
            : [['Zaakbode', feit.installatie.accountbron, 'Vraag: heeft deze persoon een account?', 'HTTPS']]),
        ],
      },
      tekst(
        'Verkeer in beide richtingen gaat met PKIoverheid-certificaten van twee kanten. Onderdelen ertussen laten dat verkeer door zonder het te openen, of zijn daarvoor ingericht.',
      ),
    ),
    ...keten(hier, dossier),
    ...keten(anderDossier.omgeving, anderDossier.dossier),
    sectie('Wie belt u', contacten(dossier, ['netwerk', 'technisch', 'leverancier', 'logius', 'calamiteiten'])),
  ]);
}

function keten(omgeving: Omgeving, dossier: Dossier): readonly Sectie[] {
  const kop = `De keten naar ${OMGEVING_NAAM[omgeving]}`;
  if (dossier.onderdelen.length === 0)
    return [
      sectie(
        kop,
        tekst(
          `Van deze keten is nog geen onderdeel ingevuld. Vul dit in bij ${WAAR.netwerk}, ${OMGEVING_NAAM[omgeving]}.`,
        ),
      ),
    ];
  const tabel: Blok = {
    soort: 'tabel',
    titel: kop,
    koppen: ['Onderdeel', 'Soort', 'Inkomend adres', 'Uitgaand adres', 'Beheerder'],
    rijen: dossier.onderdelen.map(({ naam, soort, inkomend, uitgaand, beheerder }) => [
      naam,
      ONDERDELEN[soort],
      inkomend || MIST,
      uitgaand || MIST,
      beheerder === '' ? MIST : contactregel(dossier.contacten[beheerder]) || `${ROLLEN[beheerder]} (${MIST})`,
    ]),
  };
  return [
    sectie(
      kop,
      {
        soort: 'tekening',
        titel: kop,
        vakken: dossier.onderdelen.map(({ naam, soort, inkomend, uitgaand }) => ({
          titel: naam,
          regels: [ONDERDELEN[soort], `in: ${inkomend || MIST}`, `uit: ${uitgaand || MIST}`],
        })),
        heen: 'zaakberichten',
        terug: 'bevestigingen, fouten',
      },
      tabel,
    ),
  ];
}
