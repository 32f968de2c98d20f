/** What a report says about a test as a whole: of whom, with what, when, by whom, and what was thought of it. */
import { inWoorden, OMGEVING_NAAM, omgevingVanMijnOverheid, tijdInWoorden } from '../begrippen.ts';
import type { Proef, Proefsoort } from '../proeven.ts';
import { vormVan } from './aanvraag.ts';
import { type DocumentFeiten, datumVan, soortNummer, WAAR, type Waarde, waarde } from './document.ts';

/** How a test stands. */
export const STAAT: Readonly<Record<Proef['staat'], string>> = {
  open: 'Bezig',
  klaar: 'Afgerond, nog niet beoordeeld',
  goedgekeurd: 'Goedgekeurd',
  afgekeurd: 'Afgekeurd',
};

export type Paar = readonly [string, Waarde];

export const organisatie = ({ installatie, dossier }: DocumentFeiten): readonly Paar[] => [
  ['Organisatie', waarde(`Gemeente ${installatie.gemeente}`, '')],
  [soortNummer(dossier), waarde(installatie.nummer, WAAR.oin)],
  ['AfzenderID', waarde(dossier.afzenderId, WAAR.gegevens)],
];

/** What stood at both ends, and who was sent to. */
export function opstelling(soort: Proefsoort, feit: DocumentFeiten): readonly Paar[] {
  const { installatie, dossier, cpa, stromen } = feit;
  const programma: Paar = ['Programma', waarde(`Zaakbode ${installatie.versie}`, '')];
  if (soort === 'acceptatie')
    return [
      programma,
      ['Andere kant', waarde('de simulator van MijnOverheid in Zaakbode, in een eigen proefopstelling', '')],
      ['Personen', waarde('verzonnen personen van de simulator', '')],
    ];
  const ping = cpa?.ping ?? null;
  const deelnemers = feit.deelnemers.map(({ omschrijving, bsn, ingelogdOp }) =>
    soort === 'keten'
      ? `${omschrijving} (${bsn}), ${ingelogdOp ? `ingelogd op preproductie op ${inWoorden(ingelogdOp)}` : 'nog niet ingelogd'}`
      : `${omschrijving} (${bsn})`,
  );
  return [
    programma,
    ['Omgeving', waarde(OMGEVING_NAAM[omgevingVanMijnOverheid(feit.omgeving)], '')],
    ['CPA (afspraak over Digikoppeling)', waarde(cpa && `${cpa.cpaId}, versie ${cpa.versie} in Zaakbode`, WAAR.cpa)],
    [
      'Laatste ping',
      waarde(
        ping &&
          `${tijdInWoorden(ping.op.toISOString())}: ${ping.fout === null ? `pong na ${ping.ms} milliseconden` : `geen pong (${ping.fout})`}`,
        'Digikoppeling, knop ‘Stuur een ping’',
      ),
    ],
    ...(soort === 'compliance'
      ? []
      : ([
          ['Adres van MijnOverheid', waarde(dossier.endpointLogius, WAAR.gegevens)],
          [
            'Zaakberichtstromen',
            waarde(stromen.map((stroom) => `${stroom.naam}: ${vormVan(stroom)}`).join('; '), WAAR.inrichting),
          ],
          [
            'XSD’s van Logius',
            waarde(
              dossier.xsd &&
                `${dossier.xsd}. ${installatie.xsd ? 'Elk bericht is ermee gecontroleerd.' : 'Berichten zijn er niet mee gecontroleerd: LZ_XSD is niet ingesteld.'}`,
              WAAR.gegevens,
            ),
          ],
          ['Accountcontrole', waarde(installatie.accountbron ?? 'geen: het antwoord van MijnOverheid beslist', '')],
          [
            soort === 'keten' ? 'Test-BSN’s' : 'Deelnemers',
            waarde(deelnemers.join('; '), `Aansluiten, ${soort === 'keten' ? 'Test-BSN’s' : 'Deelnemers'}`),
          ],
        ] as const)),
    ...(soort === 'keten'
      ? ([['Met Logius afgesproken testperiode vanaf', datumVan(feit, 'testperiode')]] as const)
      : []),
  ];
}

const OORDEEL_VAN: Readonly<Record<Proefsoort, string>> = {
  compliance: 'Oordeel over de test',
  acceptatie: 'Oordeel van de organisatie',
  keten: 'Oordeel van Logius',
  proefproductie: 'Oordeel van de organisatie',
};

export function uitvoering(soort: Proefsoort, proef: Proef): readonly Paar[] {
  const uitvoerders = [...new Set(proef.regels.map(({ wie }) => wie).filter((wie) => wie !== ''))];
  return [
    ['Begonnen', waarde(`${tijdInWoorden(proef.begonnen)}, door ${proef.wie}`, '')],
    ...(proef.staat === 'open' ? [] : ([['Afgerond', waarde(tijdInWoorden(proef.gewijzigd), '')]] as const)),
    ['Uitgevoerd door', waarde(uitvoerders.join(', '), 'de scenario’s van deze test')],
    [
      OORDEEL_VAN[soort],
      waarde(
        proef.oordeelOp
          ? `${STAAT[proef.staat]} op ${inWoorden(proef.oordeelOp)}, vastgelegd door ${proef.oordeelDoor}`
          : STAAT[proef.staat],
        '',
      ),
    ],
    ...(proef.opmerking === '' ? [] : ([['Opmerking', waarde(proef.opmerking, '')]] as const)),
  ];
}

/** A9. */
export function vrijgave({ proefrun }: DocumentFeiten): readonly Paar[] {
  const moment = (op: string | null | undefined, door: string | null | undefined): string =>
    op ? `${tijdInWoorden(op)}, door ${door}` : '';
  const plek = 'Aansluiten, Beperkte productierun';
  return [
    ['Run begonnen', waarde(moment(proefrun?.begonnenOp, proefrun?.begonnenDoor), plek)],
    [
      'Gemeld bij Logius dat de berichten zijn aangekomen',
      waarde(proefrun?.gemeldOp && inWoorden(proefrun.gemeldOp), plek),
    ],
    ['Vrijgave gevraagd', waarde(moment(proefrun?.gevraagdOp, proefrun?.gevraagdDoor), plek)],
    [
      'Vrijgegeven door een tweede persoon',
      waarde(moment(proefrun?.vrijgegevenOp, proefrun?.vrijgegevenDoor), 'Beheer, Akkoord'),
    ],
  ];
}
