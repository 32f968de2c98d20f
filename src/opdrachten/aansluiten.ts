/** `zaakbode aansluiten`: where the connection to Lopende Zaken stands and what is next, from the command line. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startApp } from '../app.ts';
import { maakHandelingen } from '../app-aanmelding.ts';
import { beginVan } from '../app-lopendezaken.ts';
import { freePort } from '../demopoort.ts';
import { proefopstelling } from '../demoproef.ts';
import { DEMO_OIN } from '../demoverbinding.ts';
import { omgevingVan, openDatabase } from '../fundament.ts';
import type { Instelling } from '../instellingen.ts';
import { OMGEVINGEN, openCpaBeheer } from '../integratie/digikoppeling/index.ts';
import { documentHtml } from '../interactie/beheer/index.ts';
import { DirectoryInUse } from '../platform/db/index.ts';
import { silentLog } from '../platform/log/index.ts';
import { createNet } from '../platform/net/index.ts';
import { systemClock, systemRandom } from '../platform/time/index.ts';
import { createTls } from '../platform/tls/index.ts';
import {
  type Beeld,
  createPoort,
  DOCUMENTEN,
  type Document,
  type Dossier,
  inWoorden,
  type Omgeving,
  type Persoon,
  PROEFSOORTEN,
  type StapStaat,
} from '../proces/aansluiten/index.ts';
import { createInrichtingen } from '../proces/lopendezaken/index.ts';
import { AANSLUITEN_PAD, type AansluitWerk, aansluitenOpAfstand, maakAansluiten } from './aansluiten-werk.ts';
import { instellingen, vraagDraaiend, WIE } from './digikoppeling.ts';
import type { Opdracht } from './types.ts';

const PERSOON: Persoon = { naam: WIE };
const JSON_OPTIE = { json: { type: 'boolean' } } as const;

/** In the database itself, or in the running program that holds it. */
async function metAansluiten<T>(werk: (aansluiten: AansluitWerk) => Promise<T>): Promise<T> {
  const s = instellingen();
  let db: Awaited<ReturnType<typeof openDatabase>>;
  try {
    db = await openDatabase(s);
  } catch (error) {
    if (!(error instanceof DirectoryInUse)) throw error;
    return await werk(aansluitenOpAfstand(vraagDraaiend(s, AANSLUITEN_PAD)));
  }
  const net = createNet();
  try {
    const ground = { db, clock: systemClock, random: systemRandom, tls: await tlsVan(s, net) };
    const omgeving = omgevingVan(s);
    return await werk(
      maakAansluiten(s, ground, {
        cpas: openCpaBeheer({ db, clock: systemClock, log: silentLog, omgeving, eigen: s.oin ?? DEMO_OIN }),
        // Only the screens fill in tests, and they are of the running program.
        berichten: { lijst: geenBerichten, detail: geenBerichten },
        poort: createPoort({ omgeving, bestaand: s.aansluiting === 'bestaand', clock: systemClock }),
        inrichting: createInrichtingen({ db, clock: systemClock, begin: beginVan(s, s.publicUrl[0] ?? '') }).actueel,
        proefopstelling: proefopstelling(startApp, freePort),
        vierOgen: maakHandelingen(ground).vierOgen,
      }),
    );
  } finally {
    await net.close();
    await db.close();
  }
}

async function geenBerichten(): Promise<never> {
  throw new Error('a command asks for no zaakberichten');
}

const tlsVan = (s: Instelling, net: ReturnType<typeof createNet>) =>
  createTls({
    dir: s.keysDir ?? join(s.dataDir, 'sleutels'),
    passphrase: s.keysWachtwoord,
    wanted: s.ebmsCertificaat,
    net,
    clock: systemClock,
    log: silentLog,
  });

const TEKEN: Readonly<Record<StapStaat, string>> = { gedaan: '[x]', te_doen: '[ ]', wacht: '[.]', nvt: '[-]' };

export function toonBeeld({ omgeving, fasen, volgende }: Beeld): string {
  const regels = fasen.flatMap(({ nr, titel, klaar, nodig, stappen }) => [
    '',
    `Fase ${nr}: ${titel} (${nodig === 0 ? 'niet in deze omgeving' : `${klaar} van ${nodig} gedaan`})`,
    ...stappen
      .filter(({ staat }) => nodig > 0 && staat !== 'nvt')
      .map(
        ({ staat, titel: stap, tekst, wachtOp }) =>
          `  ${TEKEN[staat]} ${stap}: ${staat === 'wacht' ? `wacht op "${wachtOp.join('" en "')}"` : tekst}`,
      ),
  ]);
  const nu =
    volgende === null
      ? 'Alles is gedaan.'
      : `Nu te doen, in fase ${volgende.fase}: ${volgende.titel}. ${volgende.tekst}`;
  return [
    `Aansluiten op MijnOverheid Lopende Zaken. Omgeving: ${omgeving}.`,
    ...regels,
    '',
    '[x] gedaan  [ ] te doen  [.] wacht',
    '',
    nu,
  ].join('\n');
}

const gegevens: Opdracht = {
  doet: 'Toont de gegevens van de aansluiting, of verandert ze.',
  gebruik:
    '[--omgeving OMGEVING] [--soort overheid|leverancier] [--verbinding internet|diginetwerk] [--afzender-id ID] [--service-id ID] [--adres URL] [--domein NAAM ...] [--xsd TEKST] [--json]',
  uitleg: [
    'Zonder opties komen de gegevens op het scherm. Contactpersonen, netwerkonderdelen, planning en test-BSN’s vult u in op de schermen van Beheer.',
    `--omgeving: ${OMGEVINGEN.join(', ')}; zonder is dat die van OMGEVING. --adres is het adres van MijnOverheid uit de Handreiking Connectiviteit.`,
    'Het OIN of HRN staat in de instelling LZ_OIN.',
  ].join('\n'),
  opties: {
    omgeving: { type: 'string' },
    soort: { type: 'string' },
    verbinding: { type: 'string' },
    'afzender-id': { type: 'string' },
    'service-id': { type: 'string' },
    adres: { type: 'string' },
    domein: { type: 'string', multiple: true },
    xsd: { type: 'string' },
    ...JSON_OPTIE,
  },
  async run({ opties, print }) {
    const given = opties as Record<string, string | undefined>;
    const omgeving = omgevingUit(given['omgeving']);
    const deel: Partial<Dossier> = {
      ...(given['soort'] !== undefined && { soort: keuze(given['soort'], ['overheid', 'leverancier'], '--soort') }),
      ...(given['verbinding'] !== undefined && {
        verbinding: keuze(given['verbinding'], ['internet', 'diginetwerk'], '--verbinding'),
      }),
      ...(given['afzender-id'] !== undefined && { afzenderId: given['afzender-id'] }),
      ...(given['service-id'] !== undefined && { serviceId: given['service-id'] }),
      ...(given['adres'] !== undefined && { endpointLogius: given['adres'] }),
      ...(opties['domein'] !== undefined && { domeinnamen: opties['domein'] as readonly string[] }),
      ...(given['xsd'] !== undefined && { xsd: given['xsd'] }),
    };
    return await metAansluiten(async (aansluiten) => {
      if (Object.keys(deel).length > 0) {
        const wat = `Gegevens: ${Object.keys(deel).join(', ')}`;
        const fouten = await aansluiten.wijzigDossier(omgeving, deel, wat, PERSOON);
        if (fouten.length > 0) throw new Error(fouten.map(({ veld, tekst }) => `${veld}: ${tekst}`).join('\n'));
        print('Vastgelegd.\n');
      }
      const { dossier, versie, wijzigingen } = await aansluiten.dossier(omgeving);
      if (opties['json'] === true) {
        print(JSON.stringify({ omgeving, versie, dossier }, null, 2));
        return 0;
      }
      const toon = (naam: string, waarde: string): string => `  ${naam.padEnd(22)} ${waarde || 'nog in te vullen'}`;
      const [laatste] = wijzigingen;
      print(
        [
          `Gegevens voor ${omgeving}${laatste ? `, versie ${versie}, door ${laatste.wie} op ${inWoorden(laatste.op)}` : ''}`,
          toon('soort', dossier.soort),
          toon('verbinding', dossier.verbinding),
          toon('afzenderID', dossier.afzenderId),
          toon('service-ID', dossier.serviceId),
          toon('adres MijnOverheid', dossier.endpointLogius),
          toon('domeinnamen', dossier.domeinnamen.join(', ')),
          toon('XSD’s', dossier.xsd),
          toon('netwerkonderdelen', dossier.onderdelen.map(({ naam }) => naam).join(', ')),
        ].join('\n'),
      );
      return 0;
    });
  },
};

const controle: Opdracht = {
  doet: 'Controleert de verbinding met MijnOverheid: naam, poort en TLS.',
  gebruik: '[--json]',
  uitleg: [
    'Het adres is dat uit de gegevens. Bij TLS toont Zaakbode het eigen certificaat en beoordeelt het dat van de andere kant.',
    'De uitslag wordt bewaard en telt mee in de stappen. Eindigt met 0 als alles goed is, en anders met 1.',
  ].join('\n'),
  opties: JSON_OPTIE,
  async run({ opties, print }) {
    const { goed, regels, ...rest } = await metAansluiten((aansluiten) => aansluiten.controleer(PERSOON));
    if (opties['json'] === true) print(JSON.stringify({ goed, regels, ...rest }, null, 2));
    else
      print(
        regels
          .map(
            ({ stap, goed: ok, tekst, doen }) => `${ok ? '[x]' : '[!]'} ${stap}: ${tekst}${ok ? '' : `\n    ${doen}`}`,
          )
          .join('\n'),
      );
    return goed ? 0 : 1;
  },
};

const document: Opdracht = {
  doet: 'Schrijft een document voor de aansluiting, als webpagina om af te drukken.',
  gebruik: 'NAAM [--uit BESTAND] [--ruw]',
  uitleg: [
    'Zonder --uit komt het document op het scherm. Wat nog niet is ingevuld, staat er als "nog in te vullen", met waar u dat doet.',
    '--ruw: alleen de mail, de XML of het bestand dat erin staat, zonder webpagina.',
    `Namen: ${Object.keys(DOCUMENTEN).join(', ')}.`,
  ].join('\n'),
  opties: { uit: { type: 'string' }, ruw: { type: 'boolean' } },
  async run({ opties, woorden: [naam], print }) {
    if (naam === undefined) throw new Error('Noem het document. Zie: zaakbode aansluiten document --help');
    const made = await metAansluiten((aansluiten) => aansluiten.document(naam));
    if (made === null) throw new Error(`Het document ${naam} bestaat niet. Zie: zaakbode aansluiten document --help`);
    const inhoud = opties['ruw'] === true ? ruwVan(made) : documentHtml(made);
    if (typeof opties['uit'] !== 'string') print(inhoud.trimEnd());
    else {
      writeFileSync(opties['uit'], inhoud);
      print(`${opties['uit']}: ${made.titel}`);
    }
    return 0;
  },
};

/** What stands in it to be sent or loaded somewhere. */
function ruwVan({ naam, secties }: Document): string {
  const code = secties.flatMap(({ blokken }) => blokken.flatMap((blok) => (blok.soort === 'code' ? [blok.tekst] : [])));
  if (code.length === 0)
    throw new Error(
      `In ${naam} staat nog geen tekst om te versturen. Bekijk het zonder --ruw: daar staat wat u nog invult.`,
    );
  return code.join('\n');
}

const proef: Opdracht = {
  doet: 'Toont de scenario’s van een test, of draait de acceptatietest.',
  gebruik: `${PROEFSOORTEN.join('|')} [--draai] [--json]`,
  uitleg: [
    '--draai, alleen bij acceptatie: doorloopt de scenario’s tegen de simulator, in een eigen proefopstelling op deze computer. Er gaat niets naar buiten.',
    'De andere testen vult u in op de schermen van Beheer. Het verslag schrijft: zaakbode aansluiten document.',
    'Met --draai eindigt de opdracht met 1 als er iets niet goed was.',
  ].join('\n'),
  opties: { draai: { type: 'boolean' }, ...JSON_OPTIE },
  async run({ opties, woorden: [gevraagd], print }) {
    const soort = keuze(gevraagd ?? '', PROEFSOORTEN, 'de test');
    if (opties['draai'] !== true) {
      const scenarios = await metAansluiten((aansluiten) => aansluiten.scenarios(soort));
      if (opties['json'] === true) print(JSON.stringify(scenarios, null, 2));
      else if (scenarios.length === 0)
        print('Er zijn nog geen scenario’s: er is geen zaaktype waarvan een status naar de inwoner gaat.');
      else
        print(
          scenarios
            .map(({ id, titel, doen, verwacht }) => `${id}  ${titel}\n    ${doen}\n    Verwacht: ${verwacht}`)
            .join('\n'),
        );
      return 0;
    }
    if (soort !== 'acceptatie')
      throw new Error('Alleen de acceptatietest draait vanzelf. De andere vult u in op de schermen van Beheer.');
    const done = await metAansluiten((aansluiten) => aansluiten.draaiAcceptatie(PERSOON));
    if ('fouten' in done) throw new Error(done.fouten.map(({ tekst }) => tekst).join('\n'));
    const { versie, regels } = done.proef;
    if (opties['json'] === true) print(JSON.stringify(done.proef, null, 2));
    else {
      print(
        regels
          .map(
            ({ id, titel, uitkomst, bevinding }) =>
              `${uitkomst === 'goed' ? '[x]' : uitkomst === 'nvt' ? '[-]' : '[!]'} ${id}  ${titel}${bevinding === '' ? '' : `: ${bevinding}`}`,
          )
          .join('\n'),
      );
      print(`\nVersie ${versie} van het verslag is bewaard. Keur het goed of af in Beheer.`);
    }
    return regels.some(({ uitkomst }) => uitkomst === 'fout') ? 1 : 0;
  },
};

const kenmerken: Opdracht = {
  doet: 'Schrijft waaraan deze omgeving te herkennen is, of leest die van de andere omgeving.',
  gebruik: '[--uit BESTAND] | --lees BESTAND',
  uitleg: [
    'Preproductie en productie delen geen CPA, geen adres en geen gegevens. Schrijf de kenmerken van de ene Zaakbode naar een bestand en lees dat bij de andere: dan start die niet als er iets gedeeld wordt.',
    'In het bestand staan CPAId’s, adressen en vingerafdrukken van certificaten. Er staat niets geheims in.',
  ].join('\n'),
  opties: { uit: { type: 'string' }, lees: { type: 'string' } },
  async run({ opties, print }) {
    const { uit, lees } = opties as Record<string, string | undefined>;
    if (lees !== undefined) {
      const tekst = leesBestand(lees);
      const fouten = await metAansluiten((aansluiten) => aansluiten.leesKenmerken(tekst, PERSOON));
      if (fouten.length > 0) throw new Error(fouten.map((fout) => fout.tekst).join('\n'));
      print('Ingelezen. Zaakbode let er vanaf nu op, en bij elke start.');
      return 0;
    }
    const tekst = `${JSON.stringify(await metAansluiten((aansluiten) => aansluiten.kenmerken()), null, 2)}\n`;
    if (uit === undefined) print(tekst.trimEnd());
    else {
      writeFileSync(uit, tekst);
      print(`${uit}: de kenmerken van deze omgeving. Lees ze bij de andere met: zaakbode aansluiten kenmerken --lees`);
    }
    return 0;
  },
};

export const aansluiten: Opdracht = {
  doet: 'Helpt bij het aansluiten op MijnOverheid Lopende Zaken: toont waar u bent en wat er nu te doen is.',
  gebruik: '[--json]',
  delen: { gegevens, controle, document, proef, kenmerken },
  ookZelf: true,
  opties: JSON_OPTIE,
  async run({ opties, print }) {
    const beeld = await metAansluiten((werk) => werk.beeld());
    print(opties['json'] === true ? JSON.stringify(beeld, null, 2) : toonBeeld(beeld));
    return 0;
  },
};

function omgevingUit(gegeven: string | undefined): Omgeving {
  return gegeven === undefined ? omgevingVan(instellingen()) : keuze(gegeven, OMGEVINGEN, '--omgeving');
}

function keuze<const C extends readonly string[]>(gegeven: string, uit: C, naam: string): C[number] {
  const gekozen = uit.find((one) => one === gegeven);
  if (gekozen === undefined) throw new Error(`Kies bij ${naam} uit ${uit.join(', ')}.`);
  return gekozen;
}

function leesBestand(bestand: string): string {
  try {
    return readFileSync(bestand, 'utf8');
  } catch {
    throw new Error(`Het bestand ${bestand} is niet te lezen.`);
  }
}
