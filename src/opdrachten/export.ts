/** `zaakbode export`: out of the register, in a form that others read. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openFundament } from '../fundament.ts';
import { INSTELLINGEN, samenhang } from '../instellingen.ts';
import { readSettings } from '../platform/config/index.ts';
import type { Ports } from '../registraties/kern/index.ts';
import { type Catalogusnaam, exporteerCatalogus, exporteerYaml } from '../registraties/overzetten/index.ts';
import type { Opdracht } from './types.ts';

const exportCatalogus: Opdracht = {
  doet: 'Schrijft een catalogus naar een zip-bestand, of als leesbare YAML in een map.',
  gebruik: 'DOMEIN BESTAND.zip|MAP [--rsin RSIN]',
  uitleg: [
    'Eindigt de naam op .zip, dan wordt het de zip die ook Open Zaak inleest, met alle versies van alle typen.',
    'Anders wordt het een map met een YAML-bestand per zaaktype: de versie die het laatst ingaat. De YAML-bestanden die al',
    'in die map staan en niet meer bij de catalogus horen, gaan weg. Andere bestanden blijven staan.',
    '--rsin is nodig als twee organisaties hetzelfde domein gebruiken.',
  ].join('\n'),
  opties: { rsin: { type: 'string' } },
  async run({ opties, woorden, print }) {
    const [domein, naar] = woorden;
    if (domein === undefined || naar === undefined)
      throw new Error('Geef het domein van de catalogus en waar hij heen moet. Zie: zaakbode export catalogus --help');
    const s = readSettings(INSTELLINGEN, { ...process.env, LOG: process.env['LOG'] ?? 'error' }, samenhang);
    const { ports, close } = await openFundament(s);
    try {
      const naam = { domein, rsin: opties['rsin'] as string | undefined };
      print(naar.endsWith('.zip') ? await naarZip(ports, naam, naar) : await naarMap(ports, naam, naar));
      return 0;
    } finally {
      await close();
    }
  },
};

export const exporteer: Opdracht = {
  doet: 'Schrijft een catalogus naar bestanden.',
  gebruik: '',
  delen: { catalogus: exportCatalogus },
  run: async () => 0,
};

async function naarZip(ports: Ports, naam: Catalogusnaam, bestand: string): Promise<string> {
  const { zip, aantallen } = await exporteerCatalogus(ports, naam);
  writeFileSync(bestand, zip);
  const inhoud = Object.entries(aantallen).filter(([, aantal]) => aantal > 0);
  return `${bestand}: ${inhoud.map(([soort, aantal]) => `${aantal} × ${soort}`).join(', ')}.`;
}

async function naarMap(ports: Ports, naam: Catalogusnaam, map: string): Promise<string> {
  const bestanden = await exporteerYaml(ports, naam);
  const weg = yamlIn(map).filter((pad) => !bestanden.has(pad));
  // Only in a folder that holds a catalogus already: any other is not ours to clean up.
  if (weg.length > 0 && !existsSync(join(map, 'catalogus.yaml'))) {
    throw new Error(`In ${map} staan andere YAML-bestanden. Kies een lege map.`);
  }
  for (const pad of weg) rmSync(join(map, pad));
  for (const [pad, tekst] of bestanden) {
    mkdirSync(dirname(join(map, pad)), { recursive: true });
    writeFileSync(join(map, pad), tekst);
  }
  return `${map}: ${bestanden.size} bestanden${weg.length > 0 ? `, en ${weg.length} die er niet meer bij horen zijn weg` : ''}.`;
}

/** The YAML files below a folder, by their path in it. */
export function yamlIn(map: string): readonly string[] {
  if (!existsSync(map)) return [];
  return readdirSync(map, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && /\.ya?ml$/.test(one.name))
    .map((one) => join(one.parentPath, one.name).slice(join(map, '/').length).replaceAll('\\', '/'))
    .filter((pad) => !pad.split('/').some((deel) => deel.startsWith('.')))
    .sort();
}
