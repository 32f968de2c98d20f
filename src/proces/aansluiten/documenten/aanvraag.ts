/** What goes to Logius for the connection: the data for the form, the Consumerspecificatie, the mail with the CPA, a ping for another adapter. */
import { X509Certificate } from 'node:crypto';
import { bareOin, writeConsumerSpec } from '../../../standaarden/ebms/index.ts';
import { gekozenZaaktypen } from '../feiten.ts';
import {
  contacten,
  contactregel,
  type Document,
  type DocumentFeiten,
  datumVan,
  feiten,
  maak,
  ofInvullen,
  sectie,
  soortNummer,
  tekst,
  WAAR,
  waarde,
} from './document.ts';

/** A4. */
export function gegevensblad(feit: DocumentFeiten): Document {
  const { dossier, installatie } = feit;
  const eigen = feit.certificaten.filter(({ nummer }) => nummer === installatie.nummer);
  return maak(feit, 'gegevensblad', 'Gegevens voor het aanvraagformulier', [
    sectie(
      'Organisatie',
      tekst('Neem deze gegevens over in het Aanvraagformulier MijnOverheid Lopende Zaken van Logius.'),
      feiten(
        ['Naam', waarde(`Gemeente ${installatie.gemeente}`, WAAR.gegevens)],
        [
          'Soort aansluiting',
          waarde(
            { overheid: 'Overheidsorganisatie', leverancier: 'Leverancier (alleen preproductie)', '': '' }[
              dossier.soort
            ],
            WAAR.gegevens,
          ),
        ],
        [soortNummer(dossier), waarde(installatie.nummer, WAAR.oin)],
        [
          'Verbinding',
          waarde({ internet: 'Internet', diginetwerk: 'Diginetwerk', '': '' }[dossier.verbinding], WAAR.gegevens),
        ],
        ['Digikoppeling', waarde('ebMS2, met Zaakbode', '')],
      ),
    ),
    sectie(
      'Contactpersonen',
      contacten(dossier, ['projectleider', 'technisch', 'functioneel', 'netwerk', 'calamiteiten']),
    ),
    sectie('Zaakberichtstromen', {
      soort: 'tabel',
      titel: 'Zaakberichtstromen',
      koppen: ['Stroom', 'Zaaktypen', 'Vorm van het bericht'],
      rijen: feit.stromen.map(({ naam, zaaktypen, standaard }) => [
        naam,
        (zaaktypen ?? gekozenZaaktypen(feit).map(({ identificatie }) => identificatie)).join(', ') ||
          'nog geen zaaktype',
        standaard === 'stuf' ? 'StUF zakLk01' : 'MO-bericht',
      ]),
    }),
    sectie(
      'Techniek',
      feiten(
        ['Adres waarop u foutberichten ontvangt', waarde(installatie.endpoint, WAAR.adres)],
        ['Domeinnamen', waarde(dossier.domeinnamen.join(', '), WAAR.gegevens)],
        [
          'Certificaat',
          waarde(
            eigen.map(({ onderwerp, tot }) => `${onderwerp}, geldig tot ${tot.slice(0, 10)}`).join('; '),
            WAAR.certificaat,
          ),
        ],
        [
          'Uitgaande adressen',
          waarde(
            dossier.onderdelen
              .filter(({ uitgaand, soort }) => uitgaand !== '' && soort !== 'mijnoverheid')
              .map(({ naam, uitgaand }) => `${uitgaand} (${naam})`)
              .join('; '),
            WAAR.netwerk,
          ),
        ],
      ),
    ),
    sectie(
      'Wat u terugkrijgt van Logius',
      feiten(
        ['AfzenderID', waarde(dossier.afzenderId, WAAR.gegevens)],
        ['Service-ID voor de CPA', waarde(dossier.serviceId, WAAR.gegevens)],
        ['Adres van MijnOverheid', waarde(dossier.endpointLogius, WAAR.gegevens)],
        ['XSD’s', waarde(dossier.xsd, WAAR.gegevens)],
        ['Formulier verstuurd op', datumVan(feit, 'aanvraag')],
      ),
    ),
  ]);
}

/** A4: the XML for the CPA Register, from our own certificate. */
export function consumerspecificatie(feit: DocumentFeiten): Document {
  const { installatie } = feit;
  const [certificaat] = feit.certificaten
    .filter(({ nummer }) => nummer !== null && nummer === installatie.nummer)
    .toSorted((a, b) => b.dagen - a.dagen);
  const eindpunt = installatie.endpoint?.startsWith('https://') ? installatie.endpoint : null;
  const compleet = certificaat !== undefined && eindpunt !== null && installatie.nummer !== null;
  return maak(feit, 'consumerspecificatie', 'Consumerspecificatie', [
    sectie(
      'Waarvoor',
      tekst(
        'Met deze specificatie en het service-ID maakt u de CPA in het CPA Register. U bent er zelf verantwoordelijk voor dat zij klopt: met een fout erin werkt de koppeling niet.',
      ),
      feiten(
        [soortNummer(feit.dossier), waarde(installatie.nummer, WAAR.oin)],
        ['Service-ID', waarde(feit.dossier.serviceId, WAAR.gegevens)],
        ['Adres van uw koppeling', waarde(eindpunt, `${WAAR.adres}, met https://`)],
        ['Certificaat', waarde(certificaat?.onderwerp, WAAR.certificaat)],
      ),
    ),
    ...(compleet
      ? [
          sectie('Specificatie', {
            soort: 'code' as const,
            naam: 'consumerspecificatie.xml',
            tekst: writeConsumerSpec({
              partyName: `Gemeente ${installatie.gemeente}`,
              partyId: installatie.nummer!,
              endpoint: eindpunt!,
              clientCertificate: new X509Certificate(certificaat!.pem),
              serverCertificate: new X509Certificate(certificaat!.pem),
            }),
          }),
        ]
      : []),
  ]);
}

/** A4. */
export function cpaMail(feit: DocumentFeiten): Document {
  const { dossier, installatie, cpa } = feit;
  const contact = dossier.contacten.technisch ?? dossier.contacten.projectleider;
  const omgeving = feit.omgeving === 'productie' ? 'productie' : 'preproductie';
  return maak(feit, 'cpa-mail', 'Mail met de CPA voor Logius', [
    sectie(
      'Aan',
      tekst('Stuur deze mail aan het Servicecentrum Logius, en voeg het XML-bestand van de CPA toe.'),
      contacten(dossier, ['logius']),
    ),
    sectie('Mail', {
      soort: 'code',
      naam: 'cpa-mail.txt',
      tekst: [
        `Onderwerp: CPA voor MijnOverheid Lopende Zaken, ${omgeving}, gemeente ${installatie.gemeente}`,
        '',
        'Beste collega,',
        '',
        `Bij deze mail zit de CPA waarmee gemeente ${installatie.gemeente} aansluit op ${omgeving} van MijnOverheid Lopende Zaken. Wilt u deze laden, en ons laten weten wanneer dat is gebeurd?`,
        '',
        `${soortNummer(dossier)}: ${ofInvullen(installatie.nummer, WAAR.oin)}`,
        `CPA: ${ofInvullen(cpa?.cpaId, WAAR.cpa)}`,
        `AfzenderID: ${ofInvullen(dossier.afzenderId, WAAR.gegevens)}`,
        `Verbinding: ${ofInvullen(dossier.verbinding, WAAR.gegevens)}`,
        `Adres van onze koppeling: ${ofInvullen(installatie.endpoint, WAAR.adres)}`,
        '',
        `Contact: ${ofInvullen(contactregel(contact), WAAR.contacten)}`,
        '',
        'Met vriendelijke groet,',
        ofInvullen(contact?.naam, WAAR.contacten),
        `Gemeente ${installatie.gemeente}`,
        '',
      ].join('\n'),
    }),
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
        'Gebruikt u een andere adapter dan Zaakbode? Geef haar dit bestand om een ebMS-ping te sturen. Zaakbode zelf heeft het niet nodig: gebruik daar de knop bij de CPA, of de opdracht zaakbode ping.',
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
