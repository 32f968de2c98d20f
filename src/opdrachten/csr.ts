/** `zaakbode csr`: a key, and the request with which an authority (PKIoverheid) makes the certificate for it. */
import { join } from 'node:path';
import { createRequest } from '../platform/tls/index.ts';
import { instellingen } from './digikoppeling.ts';
import type { Opdracht } from './types.ts';

const BITS = ['3072', '4096'] as const;

export const csr: Opdracht = {
  doet: 'Maakt een sleutel en een certificaataanvraag (CSR) met uw OIN of HRN erin.',
  gebruik:
    '[--host NAAM ...] [--naam NAAM] [--organisatie NAAM] [--oin OIN | --hrn HRN] [--bits 3072|4096] [--map MAP]',
  uitleg: [
    'De sleutel komt in KEYS_DIR, of in de map van --map, en gaat nooit weg van deze computer. De aanvraag staat ernaast: die',
    'stuurt u naar de leverancier van uw certificaat. Zet het certificaat dat u krijgt in dezelfde map.',
    '--host: de naam waaronder anderen u bereiken; mag vaker. Zonder is dat de naam in PUBLIC_URL. --naam is standaard de eerste.',
    '--oin is standaard LZ_OIN. Een leverancier zonder OIN gebruikt --hrn. Beide hebben 20 cijfers.',
    'Een sleutel die er al is, wordt nooit overschreven.',
  ].join('\n'),
  opties: {
    host: { type: 'string', multiple: true },
    naam: { type: 'string' },
    organisatie: { type: 'string' },
    oin: { type: 'string' },
    hrn: { type: 'string' },
    bits: { type: 'string' },
    map: { type: 'string' },
  },
  async run({ opties, print }) {
    const given = opties as Record<string, string | undefined>;
    const s = instellingen();
    const own = s.publicUrl[0];
    const hosts = (opties['host'] as readonly string[] | undefined) ?? (own ? [new URL(own).hostname] : []);
    const commonName = given['naam'] ?? hosts[0];
    if (commonName === undefined)
      throw new Error('Geef met --host de naam waaronder anderen u bereiken, of zet PUBLIC_URL.');
    if (given['oin'] !== undefined && given['hrn'] !== undefined) throw new Error('Geef --oin of --hrn, niet allebei.');
    const subjectNumber = given['oin'] ?? given['hrn'] ?? s.oin;
    if (subjectNumber == null) throw new Error('Geef --oin of --hrn, of zet LZ_OIN.');
    if (!/^\d{20}$/.test(subjectNumber))
      throw new Error(`${subjectNumber} heeft geen 20 cijfers: een OIN en een HRN wel.`);
    const bits = BITS.find((one) => one === (given['bits'] ?? BITS[0]));
    if (bits === undefined) throw new Error(`Kies bij --bits uit ${BITS.join(' of ')}.`);
    const made = await createRequest({
      commonName,
      organization: given['organisatie'] ?? `Gemeente ${s.gemeente}`,
      subjectNumber,
      hosts,
      bits: Number(bits) as 3072 | 4096,
      dir: given['map'] ?? s.keysDir ?? join(s.dataDir, 'sleutels'),
      passphrase: s.keysWachtwoord,
    }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
      throw new Error(`Deze sleutel is er al: ${error.path}. Kies een andere --naam of --map, of haal hem zelf weg.`);
    });
    print(`Sleutel:  ${made.keyFile} (bewaar een kopie op een veilige plek)`);
    print(`Aanvraag: ${made.requestFile}\n\n${made.pem.trimEnd()}`);
    return 0;
  },
};
