/** What is mailed to Logius (A4, A13, A14): each with to whom it goes, and the text to copy. */
import { inWoorden, OMGEVING_NAAM, omgevingVanMijnOverheid } from '../begrippen.ts';
import type { Contact } from '../dossier.ts';
import { gekozenZaaktypen } from '../feiten.ts';
import {
  contacten,
  contactregel,
  type Document,
  type DocumentFeiten,
  maak,
  ofInvullen,
  sectie,
  soortNummer,
  tekst,
  uitgaandeAdressen,
  WAAR,
} from './document.ts';

interface Mail {
  readonly naam: string;
  readonly titel: string;
  readonly wanneer: string;
  readonly onderwerp: string;
  readonly regels: readonly string[];
  readonly van: Contact | undefined;
}

function mail(feit: DocumentFeiten, { naam, titel, wanneer, onderwerp, regels, van }: Mail): Document {
  const gemeente = `gemeente ${feit.installatie.gemeente}`;
  return maak(feit, naam, titel, [
    sectie('Wanneer en aan wie', tekst(wanneer), contacten(feit.dossier, ['logius'])),
    sectie('Mail', {
      soort: 'code',
      naam: `${naam}.txt`,
      tekst: [
        `Onderwerp: ${onderwerp}, ${gemeente}`,
        '',
        'Beste collega,',
        '',
        ...regels,
        '',
        'Met vriendelijke groet,',
        ofInvullen(contactregel(van), WAAR.contacten),
        `Gemeente ${feit.installatie.gemeente}`,
        '',
      ].join('\n'),
    }),
  ]);
}

/** By which Logius knows the connection. */
const kenmerken = ({ dossier, installatie, cpa }: DocumentFeiten): readonly string[] => [
  `${soortNummer(dossier)}: ${ofInvullen(installatie.nummer, WAAR.oin)}`,
  `AfzenderID: ${ofInvullen(dossier.afzenderId, WAAR.gegevens)}`,
  `CPA: ${ofInvullen(cpa?.cpaId, WAAR.cpa)}`,
];

const waar = ({ omgeving }: DocumentFeiten): string => OMGEVING_NAAM[omgevingVanMijnOverheid(omgeving)];
const technisch = ({ dossier }: DocumentFeiten): Contact | undefined =>
  dossier.contacten.technisch ?? dossier.contacten.projectleider;

/** A4. */
export function cpaMail(feit: DocumentFeiten): Document {
  const { dossier, installatie } = feit;
  return mail(feit, {
    naam: 'cpa-mail',
    titel: 'Mail met de CPA voor Logius',
    wanneer:
      'Hebt u in het CPA Register de CPA gemaakt? Stuur dan deze mail aan het Servicecentrum Logius, en voeg het XML-bestand van de CPA toe. De CPA is de afspraak over Digikoppeling: wie stuurt wat, naar welk adres, met welk certificaat.',
    onderwerp: `CPA voor MijnOverheid Lopende Zaken, ${waar(feit)}`,
    regels: [
      `Bij deze mail zit de CPA waarmee gemeente ${installatie.gemeente} aansluit op ${waar(feit)} van MijnOverheid Lopende Zaken. Wilt u deze laden, en ons laten weten wanneer dat is gebeurd?`,
      '',
      ...kenmerken(feit),
      `Verbinding: ${ofInvullen(dossier.verbinding, WAAR.gegevens)}`,
      `Adres van onze koppeling: ${ofInvullen(installatie.endpoint, WAAR.adres)}`,
    ],
    van: technisch(feit),
  });
}

/** Notice of a change (A14). */
export function wijzigingsbericht(feit: DocumentFeiten): Document {
  const { dossier, installatie, certificaten } = feit;
  const certificaat = certificaten.map(({ onderwerp, tot }) => `${onderwerp}, geldig tot ${inWoorden(tot)}`).join('; ');
  const punt = (naam: string, nu: string | null, plek: string): string =>
    `- ${naam}. Nu: ${ofInvullen(nu, plek)}. Wordt: [invullen]`;
  return mail(feit, {
    naam: 'wijzigingsbericht',
    titel: 'Wijziging melden aan Logius',
    wanneer:
      'Stuur dit bericht ruim voordat er iets verandert aan uw systemen, uw adres, uw certificaat of uw contactpersonen. Vul achter elk punt in wat het wordt, en haal weg wat hetzelfde blijft.',
    onderwerp: 'Wijziging aansluiting MijnOverheid Lopende Zaken',
    regels: [
      `Aan de aansluiting van gemeente ${installatie.gemeente} op ${waar(feit)} van MijnOverheid Lopende Zaken verandert iets.`,
      '',
      ...kenmerken(feit),
      'Datum en tijd van de wijziging: [invullen]',
      '',
      punt('Adres waarop wij ontvangen', installatie.endpoint, WAAR.adres),
      punt('Adressen vanaf welke wij versturen', uitgaandeAdressen(dossier), WAAR.netwerk),
      punt('Certificaat', certificaat, WAAR.certificaat),
      punt('Contactpersoon', contactregel(technisch(feit)), WAAR.contacten),
      '',
      'Moet er een nieuwe CPA komen? Laat het ons weten.',
    ],
    van: technisch(feit),
  });
}

/** Peak note for a campaign (A13, A14). */
export function piekbericht(feit: DocumentFeiten): Document {
  const { dossier, installatie, stromen } = feit;
  const zaken = gekozenZaaktypen(feit).map(({ omschrijving }) => omschrijving);
  const grenzen = stromen.map(
    ({ naam, perSeconde }) => `${naam}: ${perSeconde === null ? 'geen grens' : `hoogstens ${perSeconde} per seconde`}`,
  );
  return mail(feit, {
    naam: 'piekbericht',
    titel: 'Campagne of drukte afstemmen met Logius',
    wanneer:
      'Maakt u de aansluiting bekend, of verwacht u veel berichten tegelijk? Stem dan eerst de tekst en de drukte af met Logius. Vul zelf in hoeveel berichten u verwacht: dat weet Zaakbode niet. De grens per seconde stelt u in bij Beheer, ‘Planning’.',
    onderwerp: 'Verwachte drukte op MijnOverheid Lopende Zaken',
    regels: [
      `Gemeente ${installatie.gemeente} gaat inwoners vertellen dat zij hun zaken in MijnOverheid kunnen volgen. Graag stemmen wij de inhoud en de verwachte drukte met u af.`,
      '',
      ...kenmerken(feit),
      'Periode: [invullen]',
      'Kanalen en tekst: [invullen, of voeg de tekst toe]',
      'Verwacht aantal zaakberichten per dag, en per uur op het drukste moment: [invullen]',
      `Zaken waar het om gaat: ${ofInvullen(zaken.join(', '), WAAR.catalogus)}`,
      `Grens die wij zelf aanhouden, per zaakberichtstroom: ${ofInvullen(grenzen.join('; '), WAAR.inrichting)}`,
    ],
    van: dossier.contacten.projectleider ?? dossier.contacten.functioneel,
  });
}
