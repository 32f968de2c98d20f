/** `zaakbode import i-navigator`: an existing catalogus into ours, with a report of what did not come across and why. */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { DEMO_RSIN } from '../demoverbinding.ts';
import { openFundament } from '../fundament.ts';
import { INSTELLINGEN, type Instelling, samenhang } from '../instellingen.ts';
import { readSettings } from '../platform/config/index.ts';
import {
  formatRapport,
  mapINavigator,
  type Opgeslagen,
  REFERENTIELIJSTEN,
  readINavigator,
  slaCatalogusOp,
} from '../registraties/catalogi/index.ts';
import { isElfproef } from '../standaarden/bsn/index.ts';
import { BEHEERDER } from './beheerder.ts';
import type { Opdracht } from './types.ts';

const GZIP = Buffer.from([0x1f, 0x8b]);
/** A municipal export is some megabytes; this is far above any. */
const MAX_BYTES = 200 * 1024 * 1024;

export const importINavigator: Opdracht = {
  doet: 'Leest een export van i-Navigator in als catalogus.',
  gebruik:
    'BESTAND [--domein INAV] [--rsin RSIN] [--vanaf JJJJ-MM-DD] [--informeren uit-export|alle] [--concept] [--rapport BESTAND]',
  uitleg: [
    'BESTAND is de XML van i-Navigator, ook ingepakt (.gz). Elk zaaktype wordt heel opgeslagen en gepubliceerd, of niet.',
    '--informeren alle zet bij elk statustype "informeren" aan; uit-export neemt over wat in de export staat.',
    '--concept laat de zaaktypen ongepubliceerd. --rapport schrijft het verslag ook naar een bestand.',
    'Nog een keer inlezen kan: wat er al is, wordt overgeslagen.',
  ].join('\n'),
  opties: {
    domein: { type: 'string' },
    rsin: { type: 'string' },
    vanaf: { type: 'string' },
    informeren: { type: 'string' },
    concept: { type: 'boolean' },
    rapport: { type: 'string' },
  },
  async run({ opties, woorden, print }) {
    const [bestand] = woorden;
    if (bestand === undefined) throw new Error('Geef het bestand. Zie: zaakbode import i-navigator --help');
    const keuze = keuzeUit(opties);
    const s = readSettings(INSTELLINGEN, { ...process.env, LOG: process.env['LOG'] ?? 'error' }, samenhang);
    const bron = mapINavigator(readINavigator(leesBestand(bestand)), {
      catalogus: {
        domein: keuze.domein,
        rsin: keuze.rsin,
        naam: `Catalogus van ${s.gemeente}`,
        contactpersoonBeheerNaam: 'Functioneel beheer',
      },
      informeren: keuze.informeren,
      ...(keuze.vanaf !== undefined && { beginGeldigheid: keuze.vanaf }),
    });
    const verslag = formatRapport(bron.rapport);
    const opgeslagen = await slaOp(s, bron, !keuze.concept, print);
    const tekst = `${verslag}\n\n${samenvatting(opgeslagen)}`;
    if (keuze.rapport !== undefined) writeFileSync(keuze.rapport, `${tekst}\n`);
    print(tekst);
    return 0;
  },
};

interface Keuze {
  readonly domein: string;
  readonly rsin: string;
  readonly vanaf: string | undefined;
  readonly informeren: 'uit-export' | 'alle';
  readonly concept: boolean;
  readonly rapport: string | undefined;
}

function keuzeUit(opties: Readonly<Record<string, unknown>>): Keuze {
  const tekst = (name: string): string | undefined => opties[name] as string | undefined;
  const {
    domein = 'INAV',
    rsin = DEMO_RSIN,
    informeren = 'uit-export',
  } = { domein: tekst('domein'), rsin: tekst('rsin'), informeren: tekst('informeren') };
  if (!/^[A-Z]{1,5}$/.test(domein)) throw new Error('--domein: een domein heeft 1 tot en met 5 hoofdletters.');
  if (!/^\d{9}$/.test(rsin) || !isElfproef(rsin))
    throw new Error('--rsin: een RSIN heeft 9 cijfers en voldoet aan de 11-proef.');
  if (informeren !== 'uit-export' && informeren !== 'alle') throw new Error('--informeren: kies uit-export of alle.');
  return {
    domein,
    rsin,
    informeren,
    vanaf: tekst('vanaf'),
    concept: opties['concept'] === true,
    rapport: tekst('rapport'),
  };
}

function leesBestand(bestand: string): Uint8Array {
  let bytes: Buffer;
  try {
    bytes = readFileSync(bestand);
  } catch {
    throw new Error(`Het bestand ${bestand} is niet te lezen.`);
  }
  try {
    return bytes.subarray(0, 2).equals(GZIP) ? gunzipSync(bytes, { maxOutputLength: MAX_BYTES }) : bytes;
  } catch {
    throw new Error(
      `Het bestand ${bestand} is geen goed ingepakt .gz-bestand, of uitgepakt groter dan ${MAX_BYTES / 1024 / 1024} MB.`,
    );
  }
}

async function slaOp(
  s: Instelling,
  bron: Parameters<typeof slaCatalogusOp>[0],
  publiceer: boolean,
  print: (text: string) => void,
): Promise<Opgeslagen> {
  const { ports, close } = await openFundament(s);
  try {
    return await slaCatalogusOp(bron, ports, {
      actor: BEHEERDER,
      publiceer,
      selectielijstBase: `${ports.bases[0]}${REFERENTIELIJSTEN}`,
      voortgang: ({ gedaan, totaal, identificatie }) =>
        print(`${String(gedaan).padStart(4)} van ${totaal}  ${identificatie}`),
    });
  } finally {
    await close();
  }
}

function samenvatting({ catalogus, gemaakt, zaaktypen, overgeslagen }: Opgeslagen): string {
  const aantallen = Object.entries(gemaakt).map(([soort, aantal]) => `${aantal} ${soort}`);
  const regels = [
    `Opgeslagen in ${catalogus}`,
    `  ${aantallen.join(', ')}`,
    `  ${zaaktypen.length} zaaktypen zijn nieuw.`,
  ];
  if (overgeslagen.length > 0)
    regels.push('Overgeslagen:', ...overgeslagen.map((o) => `  ${o.soort} ${o.naam}: ${o.reden}`));
  return regels.join('\n');
}
