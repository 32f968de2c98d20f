/** `zaakbode consumerspecificatie`: what goes to the CPA Register, from the settings and two certificates. */
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { bareOin, oinOfCertificate, validityOf, writeConsumerSpec } from '../standaarden/ebms/index.ts';
import { instellingen } from './digikoppeling.ts';
import type { Opdracht } from './types.ts';

export const consumerspecificatie: Opdracht = {
  doet: 'Schrijft de Consumerspecificatie waarmee u in het CPA Register een CPA maakt.',
  gebruik: '--client CERT.pem [--server CERT.pem] [--endpoint URL] [--naam NAAM] [--oin OIN] [--uit BESTAND] [--toch]',
  uitleg: [
    'De naam komt uit GEMEENTE, het OIN uit LZ_OIN en het adres uit PUBLIC_URL, als u ze hier niet geeft.',
    'Zonder --server is het servercertificaat hetzelfde als het clientcertificaat. De certificaten zijn openbaar: er gaat geen sleutel mee.',
    'Klopt er iets niet (een ander OIN, een verlopen certificaat, geen https), dan zegt de opdracht dat en schrijft hij niets. Met --toch wel.',
    'Zonder --uit komt de XML op het scherm.',
  ].join('\n'),
  opties: {
    client: { type: 'string' },
    server: { type: 'string' },
    endpoint: { type: 'string' },
    naam: { type: 'string' },
    oin: { type: 'string' },
    uit: { type: 'string' },
    toch: { type: 'boolean' },
  },
  async run({ opties, print }) {
    const given = opties as Record<string, string | undefined>;
    const s = instellingen();
    if (given['client'] === undefined) throw new Error('Geef met --client het certificaat (PEM) van uw kant.');
    const clientCertificate = leesCertificaat(given['client']);
    const serverCertificate = given['server'] === undefined ? clientCertificate : leesCertificaat(given['server']);
    const partyId = given['oin'] ?? s.oin;
    if (partyId == null) throw new Error('Geef het OIN met --oin, of zet LZ_OIN.');
    const base = s.publicUrl[0];
    const endpoint = given['endpoint'] ?? (base === undefined ? undefined : `${base}/digikoppeling/ebms`);
    if (endpoint === undefined) throw new Error('Geef met --endpoint het adres waarop u ontvangt, of zet PUBLIC_URL.');
    const wrong = [
      ...fouten('clientcertificaat', clientCertificate, partyId, new Date()),
      ...(serverCertificate === clientCertificate
        ? []
        : fouten('servercertificaat', serverCertificate, partyId, new Date())),
      ...(URL.parse(endpoint)?.protocol === 'https:' ? [] : [`Het adres ${endpoint} begint niet met https://.`]),
    ];
    if (wrong.length > 0 && opties['toch'] !== true)
      throw new Error(`${wrong.join('\n')}\nHerstel dit, of schrijf de specificatie toch met --toch.`);
    const partyName = given['naam'] ?? `Gemeente ${s.gemeente}`;
    const xml = writeConsumerSpec({ partyName, partyId, endpoint, clientCertificate, serverCertificate });
    if (given['uit'] === undefined) {
      print(xml.trimEnd());
    } else {
      writeFileSync(given['uit'], xml);
      print(`${given['uit']}: de Consumerspecificatie van ${partyName}, OIN ${partyId}, adres ${endpoint}.`);
    }
    return 0;
  },
};

function leesCertificaat(bestand: string): X509Certificate {
  try {
    return new X509Certificate(readFileSync(bestand));
  } catch {
    throw new Error(`${bestand} is geen certificaat dat te lezen is. Geef een PEM-bestand.`);
  }
}

function fouten(wat: string, x509: X509Certificate, partyId: string, now: Date): string[] {
  const oin = oinOfCertificate(x509);
  const { until } = validityOf(x509);
  return [
    ...(oin === bareOin(partyId)
      ? []
      : [`Het OIN in het ${wat} is ${oin ?? 'niet ingevuld'}, en uw OIN is ${bareOin(partyId)}.`]),
    ...(until < now ? [`Het ${wat} is verlopen op ${until.toISOString().slice(0, 10)}.`] : []),
  ];
}
