/** Phase 3 of bron 001: the ketentest on preproductie. A supplier ends here. */
import type { Omgeving } from '../begrippen.ts';
import { type Fase, gedaan, nvt, teDoen } from '../stap.ts';
import { proefOordeel } from './2-preproductie.ts';

const TEST: readonly Omgeving[] = ['demo', 'preproductie'];

export const TESTEN: Fase = {
  nr: 3,
  titel: 'Testen op preproductie',
  doel: 'U test de hele keten met test-BSN’s, tot en met wat de inwoner ziet, en Logius beoordeelt het verslag.',
  resultaat: ['De ketentest is gelukt en Logius heeft het testrapport goedgekeurd.'],
  stappen: [
    {
      id: 'test-bsns',
      titel: 'Zet de test-BSN’s op de lijst',
      rijen: ['A8'],
      omgevingen: TEST,
      plek: 'deelnemers',
      uitleg: [
        'Elk test-DigiD-account hoort bij een test-BSN. Hebt u er geen? Vraag ze aan bij Logius.',
        'Op preproductie gaat alleen bericht naar wie op deze lijst staat. Wat er niet op staat, gaat nooit weg, ook later niet.',
      ],
      oordeel: ({ deelnemers }) =>
        deelnemers.length > 0 ? gedaan(`${deelnemers.length} op de lijst.`) : teDoen('De lijst is nog leeg.'),
    },
    {
      id: 'ingelogd',
      titel: 'Log met elk testaccount in',
      rijen: ['A8'],
      omgevingen: TEST,
      na: ['test-bsns'],
      plek: 'deelnemers',
      uitleg: [
        'Log met elk test-DigiD-account een keer in op het portaal van MijnOverheid voor preproductie. Pas daarna kent MijnOverheid het test-BSN. Vink het af bij elke regel.',
      ],
      oordeel: ({ deelnemers }) => {
        const niet = deelnemers.filter(({ ingelogdOp }) => ingelogdOp === null);
        if (deelnemers.length === 0) return teDoen('Zet eerst de test-BSN’s op de lijst.');
        return niet.length === 0
          ? gedaan('Met elk account is ingelogd.')
          : teDoen(`Nog niet ingelogd: ${niet.map(({ omschrijving }) => omschrijving).join(', ')}.`);
      },
    },
    {
      id: 'testgegevens',
      titel: 'Maak testzaken klaar',
      rijen: ['A8'],
      omgevingen: TEST,
      na: ['ping'],
      uitleg: [
        'Neem de Checklist Testen Lopende Zaken van Logius door. Maak in uw zaaksysteem zaken voor de test-BSN’s, en zet de status- en vraagberichten klaar.',
      ],
      vink: { vraag: 'Staan de testzaken klaar? Vink het af.', datum: 'Klaar op' },
    },
    {
      id: 'testperiode',
      titel: 'Stem de testperiode af met Logius',
      rijen: ['A8'],
      omgevingen: TEST,
      uitleg: [
        'Mail Logius en spreek af wanneer u test. U bent zelf verantwoordelijk voor een volledige en juiste test.',
      ],
      vink: { vraag: 'Is de periode afgesproken? Vink het af met de eerste dag.', datum: 'Test begint op' },
    },
    {
      id: 'ketentest',
      titel: 'Doe de ketentest',
      rijen: ['A8', 'A11'],
      omgevingen: TEST,
      na: ['test-bsns', 'ingelogd', 'ping', 'acceptatie', 'testperiode'],
      plek: 'keten',
      documenten: ['ketentestrapport'],
      uitleg: [
        'Doorloop de scenario’s. Vul per scenario het zaaknummer in: Zaakbode zet erbij wat er is verstuurd en wat er terugkwam. Kijk ook in het portaal, en vink aan dat het er goed uitziet.',
        'Gaat er iets mis? Los het op en test dat onderdeel opnieuw in een volgende versie van het rapport.',
      ],
      oordeel: ({ proeven: { keten } }) => {
        const [laatste] = keten;
        if (laatste === undefined || laatste.staat === 'open') return proefOordeel(keten, 'de ketentest');
        const mis = laatste.regels.filter(({ uitkomst }) => uitkomst === 'fout').length;
        return mis === 0 || laatste.staat === 'goedgekeurd'
          ? gedaan(`Versie ${laatste.versie}: elk scenario is doorlopen.`)
          : teDoen(
              `In versie ${laatste.versie} ging${mis === 1 ? ' 1 scenario' : `en ${mis} scenario’s`} mis. Begin een volgende versie.`,
            );
      },
    },
    {
      id: 'rapport',
      titel: 'Stuur het testrapport op',
      rijen: ['A8'],
      omgevingen: TEST,
      na: ['ketentest'],
      documenten: ['ketentestrapport'],
      uitleg: ['Druk het testrapport af of bewaar het als bestand, en stuur het aan Logius.'],
      vink: { vraag: 'Is het rapport verstuurd? Vink het af.', datum: 'Verstuurd op' },
    },
    {
      id: 'goedkeuring',
      titel: 'Leg vast wat Logius ervan vond',
      rijen: ['A8'],
      omgevingen: TEST,
      na: ['rapport'],
      plek: 'keten',
      uitleg: [
        'Keurt Logius het rapport goed? Dan is de ketentest klaar. Zo niet, dan test u de resterende onderdelen opnieuw.',
      ],
      oordeel: ({ proeven: { keten } }) => proefOordeel(keten, 'de ketentest'),
    },
    {
      id: 'softwarecatalogus',
      titel: 'Neem het rapport op in de Softwarecatalogus',
      rijen: ['A8'],
      omgevingen: TEST,
      na: ['goedkeuring'],
      uitleg: [
        'Voor een leverancier eindigt de aansluiting hier. Met een goedgekeurd rapport kunt u de koppeling laten opnemen in de GEMMA Softwarecatalogus.',
      ],
      vink: { vraag: 'Is de koppeling opgenomen? Vink het af.', datum: 'Opgenomen op' },
      oordeel: ({ dossier: { soort } }) => (soort === 'leverancier' ? null : nvt('Alleen voor een leverancier.')),
    },
  ],
};
