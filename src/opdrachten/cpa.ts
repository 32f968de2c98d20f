/** `zaakbode cpa`: the agreements with other parties, from the command line. */
import { readFileSync } from 'node:fs';
import { omgevingVan } from '../fundament.ts';
import { OMGEVINGEN, type Omgeving } from '../integratie/digikoppeling/index.ts';
import { lintCpa } from '../standaarden/ebms/index.ts';
import { toonControle, toonDetail, toonLijst } from './cpa-tonen.ts';
import { instellingen, metCpas, WIE } from './digikoppeling.ts';
import type { Aanroep, Opdracht } from './types.ts';

const JSON_OPTIE = { json: { type: 'boolean' } } as const;
const JSON_UITLEG = '--json geeft hetzelfde als JSON, voor een script.';

const lint: Opdracht = {
  doet: 'Controleert een CPA-bestand, zonder het te laden.',
  gebruik: 'BESTAND [--omgeving OMGEVING] [--json]',
  uitleg: [
    'Zegt welk profiel van Digikoppeling elke actie heeft en wat er niet klopt, met wat u eraan doet. Heeft geen database nodig.',
    `--omgeving: ${OMGEVINGEN.slice(1).join(', ')}; zonder is dat die van OMGEVING.`,
    'Eindigt met 1 als er een fout is, en met 0 als er hooguit waarschuwingen zijn.',
    JSON_UITLEG,
  ].join('\n'),
  opties: { omgeving: { type: 'string' }, ...JSON_OPTIE },
  async run({ opties, woorden, print }) {
    const tekst = leesBestand(woorden);
    const { cpa, actions, findings } = lintCpa(tekst, { now: new Date(), omgeving: omgevingUit(opties) });
    const controle = { cpaId: cpa?.id ?? null, acties: actions, bevindingen: findings };
    if (opties['json'] === true) print(JSON.stringify(controle, null, 2));
    else print(toonControle({ ...controle, bekend: null }).replace(/ is hier nog niet geladen\.$/m, ''));
    return findings.some(({ severity }) => severity === 'fout') ? 1 : 0;
  },
};

const load: Opdracht = {
  doet: 'Laadt een CPA, als nieuwe versie als hij er al is.',
  gebruik: 'BESTAND [--omgeving OMGEVING] [--elders TEKST] [--toch] [--json]',
  uitleg: [
    'Controleert de CPA eerst. Is er een fout, dan wordt hij niet geladen; met --toch wel.',
    'Dezelfde tekst nog een keer laden verandert niets. Berichten die al gemaakt zijn, houden hun versie; alleen het adres gaat mee.',
    '--omgeving zegt waarvoor de CPA is. Is deze Zaakbode voor een andere omgeving, dan wordt hij geweigerd.',
    '--elders: wanneer de andere partij hem heeft geladen, bijvoorbeeld "2026-11-20, per mail". Alleen om te onthouden.',
    'Draait Zaakbode met de ingebouwde database? Dan laadt die hem.',
    JSON_UITLEG,
  ].join('\n'),
  opties: {
    omgeving: { type: 'string' },
    elders: { type: 'string' },
    toch: { type: 'boolean' },
    ...JSON_OPTIE,
  },
  async run({ opties, woorden, print }) {
    const tekst = leesBestand(woorden);
    const omgeving = omgevingUit(opties);
    return await metCpas(instellingen(), async (beheer) => {
      const controle = await beheer.controleer(tekst, omgeving);
      const fout = controle.bevindingen.some(({ severity }) => severity === 'fout');
      const toch = opties['toch'] === true;
      const elders = String(opties['elders'] ?? '');
      const afloop = fout && !toch ? null : await beheer.laad({ tekst, omgeving, elders }, WIE);
      const geladen = afloop !== null && 'cpaId' in afloop;
      if (opties['json'] === true) {
        print(JSON.stringify({ geladen, afloop, controle }, null, 2));
        return geladen ? 0 : 1;
      }
      print(`${toonControle(controle)}\n`);
      if (afloop === null) print('Niet geladen: er is een fout. Met --toch wordt hij wel geladen.');
      else if ('fouten' in afloop)
        print(`Niet geladen.\n${afloop.fouten.map(({ plaats, tekst }) => `  ${plaats}: ${tekst}`).join('\n')}`);
      else if (afloop.nieuw) print(`Geladen als versie ${afloop.versie}.`);
      else print(`Niets veranderd: deze tekst was al geladen als versie ${afloop.versie}.`);
      return geladen ? 0 : 1;
    });
  },
};

const list: Opdracht = {
  doet: 'Toont de CPA’s en hoe het met elk staat.',
  gebruik: '[--json]',
  uitleg: JSON_UITLEG,
  opties: JSON_OPTIE,
  async run({ opties, print }) {
    const regels = await metCpas(instellingen(), (beheer) => beheer.cpas());
    print(opties['json'] === true ? JSON.stringify(regels, null, 2) : toonLijst(regels));
    return 0;
  },
};

const show: Opdracht = {
  doet: 'Toont alles van één CPA, of de tekst van een versie.',
  gebruik: 'CPAID [--versie N] [--json]',
  uitleg: [
    'Zonder --versie: acties, adressen, certificaten, vervangingen, versies en wat er niet klopt.',
    'Met --versie: de tekst van die versie, precies zoals hij is geladen.',
    JSON_UITLEG,
  ].join('\n'),
  opties: { versie: { type: 'string' }, ...JSON_OPTIE },
  async run({ opties, woorden, print }) {
    const cpaId = cpaIdUit(woorden);
    const versie = opties['versie'];
    return await metCpas(instellingen(), async (beheer) => {
      if (versie !== undefined) {
        const one = await beheer.versie(cpaId, geheel(versie, '--versie'));
        if (one === null) throw new Error(`Versie ${versie} van ${cpaId} is er niet. Zie: zaakbode cpa show ${cpaId}`);
        print(opties['json'] === true ? JSON.stringify(one, null, 2) : one.tekst);
        return 0;
      }
      const detail = await beheer.cpa(cpaId);
      if (detail === null) throw new Error(`CPA ${cpaId} is niet geladen. Zie: zaakbode cpa list`);
      print(opties['json'] === true ? JSON.stringify(detail, null, 2) : toonDetail(detail));
      return 0;
    });
  },
};

const override: Opdracht = {
  doet: 'Gebruikt een ander adres of certificaat dan in de CPA staat; de tekst blijft zoals hij is.',
  gebruik:
    'CPAID|alle --adres OUD --door NIEUW --reden TEKST\n  zaakbode cpa override CPAID|alle --certificaat CERTID --door BESTAND.pem --reden TEKST\n  zaakbode cpa override --stop NUMMER',
  uitleg: [
    'OUD is het adres zoals het in de CPA staat. CERTID is het certId in de CPA, of de SHA-256-vingerafdruk.',
    'Berichten die wachten, gaan naar het nieuwe adres. Het geldt binnen tien seconden in elk proces.',
    'alle: voor elke CPA waarin dit adres of certificaat staat; een certificaat wordt dan met zijn vingerafdruk genoemd.',
    '--stop: NUMMER staat in zaakbode cpa show CPAID.',
  ].join('\n'),
  opties: {
    adres: { type: 'string' },
    certificaat: { type: 'string' },
    door: { type: 'string' },
    reden: { type: 'string' },
    stop: { type: 'string' },
  },
  async run({ opties, woorden, print }) {
    const { adres, certificaat, door, reden, stop } = opties as Record<string, string | undefined>;
    if (stop !== undefined) {
      const done = await metCpas(instellingen(), (beheer) => beheer.stopVervanging(geheel(stop, '--stop'), WIE));
      if (!done) throw new Error(`Vervanging ${stop} is er niet, of was al gestopt.`);
      print(`Vervanging ${stop} is gestopt: wat in de CPA staat, geldt weer.`);
      return 0;
    }
    const bron = adres ?? certificaat;
    if (bron === undefined || (adres !== undefined && certificaat !== undefined) || door === undefined)
      throw new Error('Geef --adres of --certificaat, en --door. Zie: zaakbode cpa override --help');
    const wanted = cpaIdUit(woorden);
    const vraag = {
      cpaId: wanted === 'alle' ? null : wanted,
      soort: adres === undefined ? ('certificaat' as const) : ('adres' as const),
      bron,
      doel: adres === undefined ? leesBestand([door]) : door,
      reden: reden ?? '',
    };
    const fout = await metCpas(instellingen(), (beheer) => beheer.vervang(vraag, WIE));
    if (fout !== null) throw new Error(fout.veld === 'reden' ? `--reden: ${fout.tekst}` : fout.tekst);
    print('Vastgelegd. Wat u opgaf, geldt nu in plaats van wat in de CPA staat.');
    return 0;
  },
};

export const cpa: Opdracht = {
  doet: 'Controleert, laadt en toont CPA’s: de afspraken voor Digikoppeling.',
  gebruik: '',
  delen: { lint, load, list, show, override },
  run: async () => 0,
};

function leesBestand([bestand]: readonly string[]): string {
  if (bestand === undefined) throw new Error('Noem het bestand.');
  try {
    return readFileSync(bestand, 'utf8');
  } catch {
    throw new Error(`Het bestand ${bestand} is niet te lezen.`);
  }
}

function cpaIdUit([cpaId]: readonly string[]): string {
  if (cpaId === undefined) throw new Error('Noem het CPAId. Zie: zaakbode cpa list');
  return cpaId;
}

function omgevingUit(opties: Aanroep['opties']): Omgeving {
  const given = opties['omgeving'];
  if (given === undefined) return omgevingVan(instellingen());
  const omgeving = OMGEVINGEN.find((one) => one === given);
  if (omgeving === undefined)
    throw new Error(`De omgeving ${String(given)} bestaat niet. Kies uit ${OMGEVINGEN.join(', ')}.`);
  return omgeving;
}

function geheel(text: unknown, optie: string): number {
  if (typeof text !== 'string' || !/^[1-9]\d{0,8}$/.test(text)) throw new Error(`Geef bij ${optie} een getal.`);
  return Number(text);
}
