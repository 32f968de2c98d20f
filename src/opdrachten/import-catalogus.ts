/** `zaakbode import catalogus`: from a zip of Zaakbode or Open Zaak, or from a folder of readable files. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFundament } from '../fundament.ts';
import { INSTELLINGEN, samenhang } from '../instellingen.ts';
import { readSettings } from '../platform/config/index.ts';
import type { Ports } from '../registraties/kern/index.ts';
import { importeerArchief, importeerYaml, verslagTekst, yamlVerslagTekst } from '../registraties/overzetten/index.ts';
import { BEHEERDER } from './beheerder.ts';
import { yamlIn } from './export.ts';
import type { Opdracht } from './types.ts';

interface Keuze {
  readonly publiceer: boolean;
  readonly behoud: boolean;
  readonly samenvoegen: boolean;
  readonly doorgaan: boolean;
  readonly vanaf: string | null;
}

export const importCatalogus: Opdracht = {
  doet: 'Leest een catalogus in, uit een zip van Zaakbode of Open Zaak of uit een map met YAML.',
  gebruik: [
    'BESTAND.zip [--publiceer] [--samenvoegen] [--behoud-uuids] [--doorgaan] [--rapport BESTAND]',
    'zaakbode import catalogus MAP [--publiceer] [--vanaf JJJJ-MM-DD] [--rapport BESTAND]',
  ].join('\n'),
  uitleg: [
    'Alles wordt een concept. --publiceer publiceert: uit een zip wat in de bron was gepubliceerd, uit een map alles.',
    '',
    'Een zip wordt heel opgeslagen of helemaal niet; het verslag noemt alles wat een regel weigert.',
    '  --doorgaan      slaat toch op wat wel kan',
    '  --samenvoegen   voegt toe aan een catalogus die er al is; versies die er al zijn, blijven zoals ze zijn',
    '  --behoud-uuids  geeft alles het uuid dat het in de bron had, in plaats van een nieuw',
    '',
    'Uit een map wordt elk type apart opgeslagen. Een concept wordt bijgewerkt. Van wat is gepubliceerd komt een nieuwe',
    'versie, als het bestand iets anders zegt. Die begint op de beginGeldigheid in het bestand.',
    '  --vanaf         de eerste dag van nieuwe versies, voor bestanden waar de oude beginGeldigheid nog in staat',
    'Met --publiceer krijgt de vorige versie als laatste dag de dag ervoor.',
  ].join('\n'),
  opties: {
    publiceer: { type: 'boolean' },
    samenvoegen: { type: 'boolean' },
    'behoud-uuids': { type: 'boolean' },
    doorgaan: { type: 'boolean' },
    vanaf: { type: 'string' },
    rapport: { type: 'string' },
  },
  async run({ opties, woorden, print }) {
    const [van] = woorden;
    if (van === undefined) throw new Error('Geef een zip-bestand of een map. Zie: zaakbode import catalogus --help');
    const keuze = keuzeUit(opties);
    const inhoud = leesBron(van, keuze);
    const s = readSettings(INSTELLINGEN, { ...process.env, LOG: process.env['LOG'] ?? 'error' }, samenhang);
    const { ports, close } = await openFundament(s);
    try {
      const { tekst, goed } = await (Buffer.isBuffer(inhoud)
        ? uitZip(inhoud, keuze, ports)
        : uitMap(inhoud, keuze, ports));
      if (typeof opties['rapport'] === 'string') writeFileSync(opties['rapport'], `${tekst}\n`);
      print(tekst);
      return goed ? 0 : 1;
    } finally {
      await close();
    }
  },
};

function keuzeUit(opties: Readonly<Record<string, unknown>>): Keuze {
  const aan = (naam: string): boolean => opties[naam] === true;
  const vanaf = (opties['vanaf'] as string | undefined) ?? null;
  if (vanaf !== null && !/^\d{4}-\d{2}-\d{2}$/.test(vanaf)) throw new Error('--vanaf: geef een dag als 2027-01-01.');
  return {
    publiceer: aan('publiceer'),
    behoud: aan('behoud-uuids'),
    samenvoegen: aan('samenvoegen'),
    doorgaan: aan('doorgaan'),
    vanaf,
  };
}

/** The bytes of a file, or the texts of a folder. An option that does not go with it is a mistake worth telling. */
function leesBron(van: string, { vanaf, behoud, samenvoegen, doorgaan }: Keuze): Buffer | ReadonlyMap<string, string> {
  const soort = statSync(van, { throwIfNoEntry: false });
  if (!soort) throw new Error(`${van} bestaat niet.`);
  if (soort.isDirectory()) {
    if (behoud || samenvoegen || doorgaan)
      throw new Error('--behoud-uuids, --samenvoegen en --doorgaan horen bij een zip-bestand, niet bij een map.');
    return new Map(yamlIn(van).map((pad) => [pad, readFileSync(join(van, pad), 'utf8')]));
  }
  if (vanaf !== null) throw new Error('--vanaf hoort bij een map, niet bij een zip-bestand.');
  return readFileSync(van);
}

interface Uitkomst {
  readonly tekst: string;
  /** False when something was refused. */
  readonly goed: boolean;
}

async function uitZip(bytes: Buffer, keuze: Keuze, ports: Ports): Promise<Uitkomst> {
  const { publiceer, samenvoegen, doorgaan } = keuze;
  const uuids = keuze.behoud ? 'behouden' : 'nieuw';
  const verslagen = await importeerArchief(bytes, { actor: BEHEERDER, publiceer, uuids, samenvoegen, doorgaan }, ports);
  return { tekst: verslagen.map(verslagTekst).join('\n\n'), goed: verslagen.every(({ opgeslagen }) => opgeslagen) };
}

async function uitMap(bestanden: ReadonlyMap<string, string>, keuze: Keuze, ports: Ports): Promise<Uitkomst> {
  const { publiceer, vanaf } = keuze;
  const verslag = await importeerYaml(bestanden, { actor: BEHEERDER, publiceer, vanaf }, ports);
  const goed = verslag.stukken.every(({ uitkomst }) => uitkomst !== 'geweigerd');
  return { tekst: yamlVerslagTekst(verslag), goed };
}
