/**
 * The scenarios of the tests, made from the chosen zaaktypen (A7, A8, A9, A15). The numbers LZ-T.. are ours: the Checklist
 * Testen Lopende Zaken of Logius is handed out after the form, and goes before them where it asks something else.
 */
import type { Deelnemer } from './deelnemers.ts';
import { type Feiten, gekozenZaaktypen, type Zaaktypefeit } from './feiten.ts';
import type { Proefsoort, Scenario } from './proeven.ts';

/** A message that is made up for a scenario; the program writes it in the form that is set. */
export interface Voorbeeld {
  readonly zaaktype: Zaaktypefeit;
  /** Place of the statustype in the zaaktype, from 0. */
  readonly nummer: number;
}

export type Voorbeeldbericht = (voorbeeld: Voorbeeld) => string;

type Deel = Pick<Scenario, 'id' | 'titel' | 'doen' | 'verwacht'> & Partial<Pick<Scenario, 'kijken' | 'voorbeeld'>>;
const scenario = (deel: Deel): Scenario => ({ kijken: '', voorbeeld: '', ...deel });

/** Of so many zaaktypen each gets scenarios of its own; of more, those of the first show the same. */
const MAX_ZAAKTYPEN = 20;
/** Of which something is told to citizens. */
const teTesten = (feiten: Pick<Feiten, 'stromen' | 'zaaktypen'>): readonly Zaaktypefeit[] =>
  gekozenZaaktypen(feiten).filter(({ statustypen }) => statustypen.some(({ informeren }) => informeren));

/** The zaaktypen that are shared and have no scenario of their own, and why. */
export function zonderScenarios(
  feiten: Pick<Feiten, 'stromen' | 'zaaktypen'>,
): readonly { readonly omschrijving: string; readonly waarom: string }[] {
  const met = teTesten(feiten);
  return gekozenZaaktypen(feiten)
    .filter((type) => !met.slice(0, MAX_ZAAKTYPEN).includes(type))
    .map((type) => ({
      omschrijving: `Zaaktype ${type.omschrijving}`,
      waarom: met.includes(type)
        ? `De lijst heeft scenario’s voor de eerste ${MAX_ZAAKTYPEN} zaaktypen. Test dit zaaktype zelf als het anders werkt dan die.`
        : 'Geen enkele status van dit zaaktype gaat naar de inwoner.',
    }));
}

const KIJK = 'Log in als deze persoon bij MijnOverheid. Staat de zaak er goed, met de juiste tekst en datum?';

export function scenariosVan(
  soort: Proefsoort,
  feiten: Pick<Feiten, 'stromen' | 'zaaktypen' | 'deelnemers' | 'dossier' | 'installatie'>,
  voorbeeld: Voorbeeldbericht,
): readonly Scenario[] {
  const typen = teTesten(feiten).slice(0, MAX_ZAAKTYPEN);
  switch (soort) {
    case 'compliance':
      return COMPLIANCE;
    case 'acceptatie':
      return typen.length === 0 ? [] : [...typen.flatMap((type) => perZaaktype(type, voorbeeld)), ...ACCEPTATIE];
    case 'keten':
      return typen.length === 0
        ? []
        : [PING, ...typen.flatMap((type) => perZaaktype(type, voorbeeld, KIJK)), ...KETEN, ...vragen(feiten)];
    case 'proefproductie':
      return [
        PING,
        ...feiten.deelnemers.map(perDeelnemer),
        scenario({
          id: 'LPR-01',
          titel: 'Iemand die niet meedoet',
          doen: 'Zet een status bij een zaak van iemand die niet op de lijst staat.',
          verwacht: 'Er gaat niets weg, en het bericht eindigt als "Buiten de proef".',
        }),
        ...koppelingen(feiten),
      ];
  }
}

const PING = scenario({
  id: 'LZ-T01',
  titel: 'Ping en pong',
  doen: 'Stuur een ping onder de CPA met MijnOverheid.',
  verwacht: 'Er komt een pong terug.',
});

/** First status, a next one, and the end with a resultaat, with the texts of the zaaktype itself. */
function perZaaktype(zaaktype: Zaaktypefeit, voorbeeld: Voorbeeldbericht, kijken = ''): readonly Scenario[] {
  const aan = zaaktype.statustypen.flatMap(({ informeren }, nummer) => (informeren ? [nummer] : []));
  const laatste = zaaktype.statustypen.length - 1;
  return aan.map((nummer, plaats) => {
    const { omschrijving, tekst } = zaaktype.statustypen[nummer]!;
    const einde = nummer === laatste && laatste > 0;
    const welke = plaats === 0 ? 'Eerste bericht' : einde ? 'Laatste bericht' : 'Volgend bericht';
    return scenario({
      id: `${zaaktype.identificatie}-${nummer + 1}`,
      titel: `${zaaktype.omschrijving}: ${omschrijving}`,
      doen: `Zet de status "${omschrijving}"${einde ? ', nadat u een resultaat hebt vastgelegd' : ''}.`,
      verwacht: `${welke} over deze zaak komt aan${tekst === '' ? '.' : `, met de tekst: ${tekst}`}`,
      kijken,
      voorbeeld: voorbeeld({ zaaktype, nummer }),
    });
  });
}

/** What is run against the simulator, beside the zaaktypen. */
export const ACCEPTATIE: readonly Scenario[] = [
  scenario({
    id: 'LZ-T08',
    titel: 'Iemand zonder account',
    doen: 'Zet een status bij een zaak van iemand zonder account bij MijnOverheid.',
    verwacht: 'Er gaat niets weg, en het bericht eindigt als "Geen account".',
  }),
  scenario({
    id: 'LZ-T09',
    titel: 'Een BSN dat niet authentiek is',
    doen: 'Zet een status bij een zaak van iemand van wie het BSN niet is gecontroleerd.',
    verwacht: 'Er gaat niets weg, en het bericht eindigt als "BSN niet authentiek".',
  }),
  scenario({
    id: 'LZ-T12',
    titel: 'De accountcontrole is even weg',
    doen: 'Maak de accountcontrole onbereikbaar, zet een status en herstel het.',
    verwacht: 'Het bericht wacht, en gaat na het herstel alsnog weg.',
  }),
  scenario({
    id: 'LZ-T13',
    titel: 'Digikoppeling is even weg',
    doen: 'Maak de andere kant onbereikbaar, zet twee statussen en herstel het.',
    verwacht: 'Beide berichten komen na het herstel aan, in de juiste volgorde.',
  }),
  scenario({
    id: 'LZ-T15',
    titel: 'Een foutbericht terug',
    doen: 'Laat de andere kant een bericht afkeuren met een foutbericht.',
    verwacht: 'Het foutbericht komt binnen en staat in Beheer bij het bericht.',
  }),
];

/** On preproductie (A8). */
const KETEN: readonly Scenario[] = [
  scenario({
    id: 'LZ-T06',
    titel: 'Twee statussen op één dag',
    doen: 'Zet op één dag twee statussen bij dezelfde zaak.',
    verwacht: 'Beide berichten komen aan, in de juiste volgorde.',
    kijken: KIJK,
  }),
  scenario({
    id: 'LZ-T07',
    titel: 'Twee zaken van één persoon',
    doen: 'Zet een status bij twee zaken van hetzelfde test-BSN.',
    verwacht: 'Beide zaken staan in het overzicht.',
    kijken: KIJK,
  }),
  ACCEPTATIE[0]!,
  ACCEPTATIE[1]!,
  scenario({
    id: 'LZ-T10',
    titel: 'Lange teksten en bijzondere letters',
    doen: 'Gebruik een omschrijving van 80 tekens en een naam met letters als ë, š en ı.',
    verwacht: 'De tekst komt helemaal en leesbaar aan.',
    kijken: KIJK,
  }),
  scenario({
    id: 'LZ-T11',
    titel: 'Verwijzing naar uw eigen site',
    doen: 'Stuur een bericht met een verwijzing naar de zaak op uw eigen site.',
    verwacht: 'De verwijzing staat in het bericht en leidt naar de zaak.',
    kijken: 'Staat de verwijzing er, en leidt zij naar de goede zaak?',
  }),
  ACCEPTATIE[3]!,
  scenario({
    id: 'LZ-T14',
    titel: 'Hetzelfde bericht twee keer',
    doen: 'Bied een bericht dat al is afgeleverd nog een keer aan.',
    verwacht: 'De inwoner ziet de status één keer.',
    kijken: 'Staat de status er één keer?',
  }),
  ACCEPTATIE[4]!,
];

/** The account check, when one is set: it is a question, not a zaakbericht. */
function vragen({ installatie }: Pick<Feiten, 'installatie'>): readonly Scenario[] {
  if (installatie.accountbron === null) return [];
  return [
    scenario({
      id: 'LZ-V01',
      titel: 'Vraag: heeft deze persoon een account?',
      doen: 'Zet een status bij een zaak van een test-BSN dat op preproductie is ingelogd.',
      verwacht: 'De tijdlijn van het bericht laat zien dat de vraag is gesteld en dat er een account is.',
    }),
    scenario({
      id: 'LZ-V02',
      titel: 'Vraag: en deze, die geen account heeft?',
      doen: 'Zet een status bij een zaak van een test-BSN dat niet is ingelogd.',
      verwacht: 'De tijdlijn laat zien dat er geen account is. Er gaat niets weg.',
    }),
  ];
}

/** Bron 001: in the limited run every connection that was laid is looked at. */
function koppelingen({ stromen, installatie }: Pick<Feiten, 'stromen' | 'installatie'>): readonly Scenario[] {
  return [
    ...(stromen.length < 2 ? [] : stromen).map(({ naam }) =>
      scenario({
        id: `LPR-S-${naam}`,
        titel: `Zaakberichtstroom ${naam}`,
        doen: 'Zet een status bij een zaak van een deelnemer, van een zaaktype uit deze stroom.',
        verwacht: 'Het bericht is afgeleverd.',
      }),
    ),
    ...(installatie.accountbron === null
      ? []
      : [
          scenario({
            id: 'LPR-02',
            titel: 'Accountcontrole',
            doen: 'Open een bericht aan een deelnemer in Beheer en lees de tijdlijn.',
            verwacht: 'De tijdlijn laat zien dat het account is gecontroleerd, en wanneer.',
          }),
        ]),
    ...(installatie.brp === null
      ? []
      : [
          scenario({
            id: 'LPR-03',
            titel: 'BRP-controle',
            doen: 'Open hetzelfde bericht en lees waarom het mocht gaan.',
            verwacht: 'Er staat waardoor het BSN authentiek is.',
          }),
        ]),
  ];
}

function perDeelnemer({ id, omschrijving }: Deelnemer, index: number): Scenario {
  return scenario({
    id: `LPR-D${index + 1}-${id.slice(-4)}`,
    titel: `Bericht aan deelnemer: ${omschrijving}`,
    doen: 'Zet een status bij een echte zaak van deze deelnemer.',
    verwacht: 'Het bericht is afgeleverd.',
    kijken: 'Kijk met de deelnemer in MijnOverheid. Staat de zaak er goed?',
  });
}

/** A15; the voorziening tells itself which of these it asks. */
const COMPLIANCE: readonly Scenario[] = [
  scenario({
    id: 'CV-01',
    titel: 'Verbinding en certificaten',
    doen: 'Leg verbinding met de Compliancevoorziening.',
    verwacht: 'Beide kanten nemen elkaars certificaat aan.',
  }),
  scenario({
    id: 'CV-02',
    titel: 'Ping en pong',
    doen: 'Stuur een ping.',
    verwacht: 'Er komt een pong terug.',
  }),
  scenario({
    id: 'CV-03',
    titel: 'Een bericht versturen',
    doen: 'Stuur een bericht onder de CPA van de Compliancevoorziening.',
    verwacht: 'De bevestiging komt binnen en hoort bij het bericht.',
  }),
  scenario({
    id: 'CV-04',
    titel: 'Een bericht ontvangen',
    doen: 'Laat de Compliancevoorziening een bericht sturen.',
    verwacht: 'Het bericht komt één keer binnen en wordt bevestigd.',
  }),
  scenario({
    id: 'CV-05',
    titel: 'Hetzelfde bericht nog een keer',
    doen: 'Laat de Compliancevoorziening hetzelfde bericht opnieuw sturen.',
    verwacht: 'Het wordt bevestigd, maar niet nog een keer verwerkt.',
  }),
  scenario({
    id: 'CV-06',
    titel: 'Een bericht dat niet mag',
    doen: 'Laat een bericht komen met een CPA die niet is geladen.',
    verwacht: 'Er gaat een foutmelding terug.',
  }),
];
