/** What the application to Logius asks for: the data for the form, the Consumerspecificatie, a ping for another adapter. */
import { X509Certificate } from 'node:crypto';
import { bareOin, writeConsumerSpec } from '../../../standaarden/ebms/index.ts';
import { inWoorden } from '../begrippen.ts';
import { type Feiten, gekozenZaaktypen, type Stroomfeit } from '../feiten.ts';
import {
  contacten,
  type Document,
  type DocumentFeiten,
  datumVan,
  feiten,
  maak,
  ofInvullen,
  sectie,
  soortNummer,
  tabel,
  tekst,
  uitgaandeAdressen,
  WAAR,
  waarde,
} from './document.ts';

const SOORT = { overheid: 'Overheidsorganisatie', leverancier: 'Leverancier (alleen preproductie)', '': '' } as const;
const VERBINDING = { internet: 'Internet', diginetwerk: 'Diginetwerk', '': '' } as const;

/** The standard of its messages, in words. */
export const vormVan = ({ standaard }: Pick<Stroomfeit, 'standaard'>): string =>
  standaard === 'stuf' ? 'StUF zakLk01' : 'MO-bericht';

/** Our certificates with our number, the one that is valid longest first. */
const eigenCertificaten = ({ certificaten, installatie }: Pick<Feiten, 'certificaten' | 'installatie'>) =>
  certificaten
    .filter(({ nummer }) => nummer !== null && nummer === installatie.nummer)
    .toSorted((a, b) => b.dagen - a.dagen);

/** A4. */
export function gegevensblad(feit: DocumentFeiten): Document {
  const { dossier, installatie } = feit;
  const certificaten = eigenCertificaten(feit).map(
    ({ onderwerp, tot }) => `${onderwerp}, geldig tot ${inWoorden(tot)}`,
  );
  return maak(feit, 'gegevensblad', 'Gegevens voor het aanvraagformulier', [
    sectie(
      'Organisatie',
      tekst(
        'Neem deze gegevens over in het Aanvraagformulier MijnOverheid Lopende Zaken van Logius. Dat formulier is van Logius. Vraagt het meer dan hier staat? Vul dat dan zelf in.',
      ),
      feiten(
        ['Naam', waarde(`Gemeente ${installatie.gemeente}`, '')],
        ['Soort aansluiting', waarde(SOORT[dossier.soort], WAAR.gegevens)],
        [soortNummer(dossier), waarde(installatie.nummer, WAAR.oin)],
        ['Aangemeld bij Digikoppeling', aangemeld(feit)],
        ['Verbinding', waarde(VERBINDING[dossier.verbinding], WAAR.gegevens)],
        [
          'Digikoppeling-adapter',
          waarde(
            installatie.andereAdapter
              ? 'Een adapter naast Zaakbode (instelling DIGIKOPPELING_DRAGERS), met ebMS2'
              : `Zaakbode ${installatie.versie}, met ebMS2`,
            '',
          ),
        ],
      ),
    ),
    sectie(
      'Contactpersonen',
      contacten(dossier, ['projectleider', 'technisch', 'functioneel', 'netwerk', 'calamiteiten']),
    ),
    sectie(
      'Zaakberichtstromen',
      tekst('Een zaakberichtstroom is een groep soorten zaken waarvan inwoners de voortgang in MijnOverheid zien.'),
      tabel(
        'Zaakberichtstromen',
        ['Stroom', 'Zaaktypen', 'Vorm van het bericht'],
        feit.stromen.map((stroom) => [
          stroom.naam,
          waarde(zaaktypenVan(stroom, feit), WAAR.catalogus),
          vormVan(stroom),
        ]),
        { mist: WAAR.inrichting },
      ),
    ),
    sectie(
      'Techniek',
      feiten(
        ['Adres waarop u bevestigingen en foutberichten ontvangt', waarde(installatie.endpoint, WAAR.adres)],
        ['Domeinnamen in het certificaat', waarde(dossier.domeinnamen.join(', '), WAAR.gegevens)],
        ['Certificaat', waarde(certificaten.join('; '), WAAR.certificaat)],
        ['Adressen vanaf welke u verstuurt', waarde(uitgaandeAdressen(dossier), WAAR.netwerk)],
      ),
    ),
    sectie(
      'Wat u terugkrijgt van Logius',
      tekst('Binnen 5 werkdagen nadat het formulier is verwerkt. Vul het in bij Aansluiten, Gegevens.'),
      feiten(
        ['Formulier verstuurd op', datumVan(feit, 'aanvraag')],
        ['AfzenderID', waarde(dossier.afzenderId, WAAR.gegevens)],
        ['Service-ID voor de CPA', waarde(dossier.serviceId, WAAR.gegevens)],
        ['Adres van MijnOverheid, uit de Handreiking Connectiviteit', waarde(dossier.endpointLogius, WAAR.gegevens)],
        ['Technische bestanden (XSD’s)', waarde(dossier.xsd, WAAR.gegevens)],
      ),
    ),
  ]);
}

const aangemeld = (feit: DocumentFeiten) =>
  feit.dossier.soort === 'leverancier'
    ? waarde('Niet van toepassing: een leverancier krijgt geen OIN', '')
    : datumVan(feit, 'digikoppeling');

/** By name; of a stroom for all the rest those that no other has. */
function zaaktypenVan({ zaaktypen }: Stroomfeit, feit: DocumentFeiten): string {
  const elders = new Set(feit.stromen.flatMap((stroom) => stroom.zaaktypen ?? []));
  return gekozenZaaktypen(feit)
    .filter(({ identificatie }) => zaaktypen?.includes(identificatie) ?? !elders.has(identificatie))
    .map(({ identificatie, omschrijving }) => `${omschrijving} (${identificatie})`)
    .join(', ');
}

/** A4: the XML for the CPA Register, from our own certificate. */
export function consumerspecificatie(feit: DocumentFeiten): Document {
  const { installatie } = feit;
  const [certificaat] = eigenCertificaten(feit);
  const eindpunt = installatie.endpoint?.startsWith('https://') ? installatie.endpoint : null;
  return maak(feit, 'consumerspecificatie', 'Consumerspecificatie voor het CPA Register', [
    sectie(
      'Waarvoor',
      tekst(
        'In het CPA Register van Logius maakt u de CPA: de afspraak over Digikoppeling, met wie wat stuurt, naar welk adres en met welk certificaat. U hebt daarvoor deze specificatie nodig, en het service-ID uit de Handreiking Connectiviteit. U bent er zelf verantwoordelijk voor dat zij klopt: met een fout erin werkt de koppeling niet.',
      ),
      feiten(
        [soortNummer(feit.dossier), waarde(installatie.nummer, WAAR.oin)],
        ['Service-ID', waarde(feit.dossier.serviceId, WAAR.gegevens)],
        ['Adres van uw koppeling', waarde(eindpunt, `${WAAR.adres}, met https://`)],
        [
          'Certificaat',
          waarde(certificaat && `${certificaat.onderwerp}, geldig tot ${inWoorden(certificaat.tot)}`, WAAR.certificaat),
        ],
      ),
      tekst(
        'Hieronder staat twee keer hetzelfde certificaat: een keer voor wat u verstuurt, een keer voor wat u ontvangt. Ontvangt een ander onderdeel voor u, met een eigen certificaat? Maak de specificatie dan met de opdracht: zaakbode consumerspecificatie --client certificaat.pem --server ander.pem',
      ),
    ),
    sectie(
      'Specificatie',
      certificaat !== undefined && eindpunt !== null && installatie.nummer !== null
        ? {
            soort: 'code' as const,
            naam: 'consumerspecificatie.xml',
            tekst: writeConsumerSpec({
              partyName: `Gemeente ${installatie.gemeente}`,
              partyId: installatie.nummer,
              endpoint: eindpunt,
              clientCertificate: new X509Certificate(certificaat.pem),
              serverCertificate: new X509Certificate(certificaat.pem),
            }),
          }
        : tekst('De specificatie komt hier te staan zodra het nummer, het adres en het certificaat er zijn.'),
    ),
  ]);
}

const xml = (inhoud: string): string =>
  inhoud.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A6: the metadata document with which ebms-adapters of others send a Ping. */
export function pingMmd(feit: DocumentFeiten): Document {
  const { installatie, cpa } = feit;
  const velden: readonly (readonly [string, string, boolean])[] = [
    ['From', ofInvullen(installatie.nummer && bareOin(installatie.nummer), WAAR.oin), true],
    ['To', installatie.ontvanger, true],
    ['Service', 'urn:oasis:names:tc:ebxml-msg:service', false],
    ['Action', 'Ping', true],
    ['CPAId', ofInvullen(cpa?.cpaId, WAAR.cpa), false],
  ];
  return maak(feit, 'ping-mmd', 'Ping voor een adapter die u al hebt', [
    sectie(
      'Waarvoor',
      tekst(
        'Gebruikt u een andere Digikoppeling-adapter dan Zaakbode? Geef die dit bestand om een ebMS-ping te sturen. Dat is een bericht waar MijnOverheid een antwoord op stuurt, de pong. Doe het nadat u en Logius de CPA hebben geladen.',
      ),
      tekst(
        'Zaakbode zelf heeft dit bestand niet nodig. Kies daar bij Beheer, ‘Digikoppeling’, de CPA en de knop ‘Stuur een ping’, of gebruik de opdracht: zaakbode ping',
      ),
    ),
    sectie('Bestand', {
      soort: 'code',
      naam: 'ping.mmd',
      tekst: [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<MessageMetadataDocument documentId="PingMMD" protocol="ebXML" protocolVersion="2.0">',
        ...velden.map(
          ([naam, inhoud, getypeerd]) =>
            `  <Metadata name="${naam}"${getypeerd ? ' type="string"' : ''}>${xml(inhoud)}</Metadata>`,
        ),
        '</MessageMetadataDocument>',
        '',
      ].join('\n'),
    }),
  ]);
}
