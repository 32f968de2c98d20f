/** `zaakbode import zaken`: zaken in bulk from a file of JSON Lines, with how far it is and what became of each line. */
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { openFundament } from '../fundament.ts';
import { INSTELLINGEN, samenhang } from '../instellingen.ts';
import { readSettings } from '../platform/config/index.ts';
import type { Ports } from '../registraties/kern/index.ts';
import {
  type Ingelezen,
  leesZakenIn,
  ONDERDELEN,
  openRegelbestand,
  type Stand,
  uitslagenVan,
} from '../registraties/overzetten/index.ts';
import { zakenDoel } from '../registraties/zaken/index.ts';
import { BEHEERDER } from './beheerder.ts';
import type { Opdracht } from './types.ts';

export const importZaken: Opdracht = {
  doet: 'Leest zaken in uit een bestand met een zaak per regel.',
  gebruik: 'BESTAND [--catalogus DOMEIN] [--notificaties] [--rapport BESTAND]',
  uitleg: [
    'BESTAND is JSON Lines: per regel een object met "zaak" en wat erbij hoort, zoals in de Zaken API.',
    `Dat kan zijn: ${ONDERDELEN.join(', ')}.`,
    'Het zaaktype mag met zijn identificatie, de typen eronder met hun omschrijving, de hoofdzaak met haar identificatie.',
    '--catalogus is nodig als meer catalogussen een zaaktype met dezelfde identificatie hebben.',
    '',
    'Dezelfde regels gelden als in de API. Een regel met een fout wordt niet opgeslagen, de andere wel. Het rapport heeft',
    'voor elke regel het adres van de zaak of de fouten; zonder --rapport heet het BESTAND.rapport.jsonl.',
    'Afgebroken? Geef dezelfde opdracht nog een keer: wat is opgeslagen wordt overgeslagen, de rest volgt.',
    'Er gaan geen notificaties uit, dus ook geen berichten naar inwoners. --notificaties zet dat aan.',
  ].join('\n'),
  opties: {
    catalogus: { type: 'string' },
    notificaties: { type: 'boolean' },
    rapport: { type: 'string' },
  },
  async run({ opties, woorden, print }) {
    const [bestand] = woorden;
    if (bestand === undefined) throw new Error('Geef het bestand. Zie: zaakbode import zaken --help');
    if (!existsSync(bestand)) throw new Error(`Het bestand ${bestand} bestaat niet.`);
    const { catalogus, rapport = `${bestand}.rapport.jsonl` } = opties as { catalogus?: string; rapport?: string };
    const notificaties = opties['notificaties'] === true;
    const s = readSettings(INSTELLINGEN, { ...process.env, LOG: process.env['LOG'] ?? 'error' }, samenhang);
    const bron = await openRegelbestand(bestand);
    const { ports, close } = await openFundament(s);
    try {
      print(
        `${bron.aantal} regels. Notificaties: ${notificaties ? 'ja, ook berichten naar inwoners' : 'nee (--notificaties zet ze aan)'}.`,
      );
      const meter = maakMeter(print);
      const doel = catalogus === undefined ? null : { domein: catalogus };
      const gelezen = await leesZakenIn(
        bron,
        { actor: BEHEERDER, notificaties, catalogus: doel, voortgang: meter.zie },
        ports,
      );
      await schrijfRapport(rapport, gelezen, ports);
      print(meter.slot(gelezen));
      print(`Rapport: ${rapport}`);
      return gelezen.geweigerd === 0 ? 0 : 1;
    } finally {
      await close();
    }
  },
};

/** How often the person at the terminal hears something, after the first time. */
const MELD_MS = 5_000;

function maakMeter(print: (text: string) => void) {
  const begin = performance.now();
  let gemeld = Number.NEGATIVE_INFINITY;
  const tempo = ({ opgeslagen, geweigerd }: Stand): number =>
    (opgeslagen + geweigerd) / Math.max((performance.now() - begin) / 1_000, 0.001);
  return {
    zie(stand: Stand): void {
      if (performance.now() - gemeld < MELD_MS) return;
      gemeld = performance.now();
      const klaar = stand.eerder + stand.opgeslagen + stand.geweigerd;
      const perSeconde = tempo(stand);
      const rest = Math.ceil((stand.totaal - klaar) / perSeconde);
      print(`${klaar} van ${stand.totaal}, ${Math.round(perSeconde)} per seconde, nog ${duur(rest)}`);
    },
    slot(stand: Stand): string {
      const { opgeslagen, eerder, geweigerd } = stand;
      const al = eerder > 0 ? `, ${eerder} al eerder` : '';
      return `Opgeslagen: ${opgeslagen}${al}. Geweigerd: ${geweigerd}. ${Math.round(tempo(stand))} per seconde.`;
    },
  };
}

function duur(seconden: number): string {
  if (seconden < 120) return `${seconden} s`;
  const minuten = Math.round(seconden / 60);
  return minuten < 120 ? `${minuten} min` : `${Math.floor(minuten / 60)} uur en ${minuten % 60} min`;
}

/** What became of each line, as JSON Lines; written as it is read, for a file can be large. */
async function schrijfRapport(naar: string, { bestand }: Ingelezen, { db, bases }: Ports): Promise<void> {
  const handle = await open(naar, 'w');
  try {
    let deel = '';
    for await (const uitslag of uitslagenVan(db, bestand)) {
      const inhoud =
        'zaak' in uitslag
          ? { regel: uitslag.regel, zaak: `${bases[0]}${zakenDoel.zaak.href}/${uitslag.zaak}` }
          : { regel: uitslag.regel, fouten: uitslag.fouten };
      deel += `${JSON.stringify(inhoud)}\n`;
      if (deel.length < 1 << 16) continue;
      await handle.write(deel);
      deel = '';
    }
    await handle.write(deel);
  } finally {
    await handle.close();
  }
}
