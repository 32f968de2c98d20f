/** Reports of the tests (A7, A8, A9, A15): before the run a list to go through, after it what came of it. */
import { inWoorden } from '../begrippen.ts';
import { leegGelaten, type Proef, type Proefregel, type Proefsoort } from '../proeven.ts';
import {
  type Blok,
  contacten,
  type Document,
  type DocumentFeiten,
  datumVan,
  feiten,
  maak,
  type Sectie,
  sectie,
  soortNummer,
  tekst,
  WAAR,
  waarde,
} from './document.ts';

const KOP: Readonly<Record<Proefsoort, { readonly naam: string; readonly titel: string; readonly doel: string }>> = {
  compliance: {
    naam: 'compliancerapport',
    titel: 'Verslag van de test met de Compliancevoorziening',
    doel: 'Deze test laat zien dat de Digikoppeling-adapter doet wat de standaard vraagt. Hij gaat aan de aansluiting op MijnOverheid vooraf. De voorziening vertelt zelf welke scenario’s zij kent; gaan die verder dan deze lijst, volg dan die van de voorziening.',
  },
  acceptatie: {
    naam: 'acceptatietest',
    titel: 'Interne acceptatietest',
    doel: 'Met deze test bepaalt u of uw organisatie zaakberichten kan versturen en foutberichten kan ontvangen. De simulator speelt MijnOverheid: dat is onze interpretatie, niet MijnOverheid zelf.',
  },
  keten: {
    naam: 'ketentestrapport',
    titel: 'Testrapport ketentest Lopende Zaken',
    doel: 'Deze test gaat door de hele keten, van het zaaksysteem tot wat de inwoner ziet op preproductie van MijnOverheid. De nummers zijn van Zaakbode. Vraagt de Checklist Testen Lopende Zaken van Logius meer, dan gaat die voor.',
  },
  proefproductie: {
    naam: 'proefproductierapport',
    titel: 'Verslag van de beperkte productierun',
    doel: 'In de beperkte productierun krijgen alleen mensen bericht die bij het aansluiten betrokken zijn. Elke koppeling wordt gecontroleerd.',
  },
};

const UITKOMST = { goed: 'Goed', fout: 'Niet goed', nvt: 'Niet van toepassing', '': 'Nog niet gedaan' } as const;
const STAAT: Readonly<Record<Proef['staat'], string>> = {
  open: 'Bezig',
  klaar: 'Afgerond, nog niet beoordeeld',
  goedgekeurd: 'Goedgekeurd',
  afgekeurd: 'Afgekeurd',
};

export function rapport(soort: Proefsoort, feit: DocumentFeiten): Document {
  const { naam, titel, doel } = KOP[soort];
  const [laatste, ...vorige] = feit.proeven[soort];
  const regels = laatste?.regels ?? feit.scenarios(soort).map(leegGelaten);
  return maak(feit, naam, laatste ? `${titel}, versie ${laatste.versie}` : `${titel}: scenario’s`, [
    sectie('Waarover dit gaat', tekst(doel), gegevens(soort, feit, laatste)),
    ...(regels.length === 0
      ? [
          sectie(
            'Scenario’s',
            tekst(
              'Er zijn nog geen scenario’s. Kies eerst zaakberichtstromen met zaaktypen waarvan een status naar de inwoner gaat.',
            ),
          ),
        ]
      : [samenvatting(regels), ...regels.map(scenario)]),
    ...(vorige.length === 0
      ? []
      : [
          sectie('Eerdere versies', {
            soort: 'tabel',
            titel: 'Eerdere versies',
            koppen: ['Versie', 'Begonnen', 'Stand', 'Niet goed'],
            rijen: vorige.map((proef) => [
              String(proef.versie),
              inWoorden(proef.begonnen),
              STAAT[proef.staat],
              proef.regels
                .filter(({ uitkomst }) => uitkomst === 'fout')
                .map(({ id }) => id)
                .join(', ') || 'niets',
            ]),
          }),
        ]),
    sectie('Contact', contacten(feit.dossier, ['projectleider', 'functioneel', 'technisch'])),
  ]);
}

function gegevens(soort: Proefsoort, feit: DocumentFeiten, proef: Proef | undefined): Blok {
  const { installatie, dossier, deelnemers, proefrun } = feit;
  const lijst = deelnemers.map(({ omschrijving, bsn, ingelogdOp }) =>
    soort === 'keten'
      ? `${omschrijving} (${bsn}), ${ingelogdOp ? `ingelogd op ${inWoorden(ingelogdOp)}` : 'nog niet ingelogd'}`
      : `${omschrijving} (${bsn})`,
  );
  return feiten(
    ['Organisatie', waarde(`Gemeente ${installatie.gemeente}`, '')],
    [soortNummer(dossier), waarde(installatie.nummer, WAAR.oin)],
    ['Omgeving', waarde(feit.omgeving, '')],
    ['CPA', waarde(feit.cpa?.cpaId, WAAR.cpa)],
    ...(soort === 'keten'
      ? ([
          ['AfzenderID', waarde(dossier.afzenderId, WAAR.gegevens)],
          ['Testperiode vanaf', datumVan(feit, 'testperiode')],
          ['Test-BSN’s', waarde(lijst.join('; '), 'Aansluiten, Test-BSN’s')],
        ] as const)
      : []),
    ...(soort === 'proefproductie'
      ? ([
          ['Deelnemers', waarde(lijst.join('; '), 'Aansluiten, Deelnemers')],
          [
            'Begonnen',
            waarde(proefrun && `${inWoorden(proefrun.begonnenOp)}, door ${proefrun.begonnenDoor}`, WAAR.stap),
          ],
          ['Gemeld bij Logius', waarde(proefrun?.gemeldOp && inWoorden(proefrun.gemeldOp), WAAR.stap)],
          [
            'Vrijgave gevraagd',
            waarde(
              proefrun?.gevraagdOp && `${inWoorden(proefrun.gevraagdOp)}, door ${proefrun.gevraagdDoor}`,
              WAAR.stap,
            ),
          ],
          [
            'Vrijgegeven',
            waarde(
              proefrun?.vrijgegevenOp && `${inWoorden(proefrun.vrijgegevenOp)}, door ${proefrun.vrijgegevenDoor}`,
              WAAR.stap,
            ),
          ],
        ] as const)
      : []),
    ...(proef
      ? ([
          ['Uitgevoerd door', waarde(proef.wie, '')],
          ['Begonnen op', waarde(inWoorden(proef.begonnen), '')],
          [
            'Stand',
            waarde(
              proef.oordeelOp
                ? `${STAAT[proef.staat]} op ${inWoorden(proef.oordeelOp)}, vastgelegd door ${proef.oordeelDoor}`
                : STAAT[proef.staat],
              '',
            ),
          ],
          ...(proef.opmerking === '' ? [] : [['Opmerking', waarde(proef.opmerking, '')] as const]),
        ] as const)
      : []),
  );
}

function samenvatting(regels: readonly Proefregel[]): Sectie {
  return sectie('Overzicht', {
    soort: 'tabel',
    titel: 'Overzicht van de scenario’s',
    koppen: ['Nummer', 'Scenario', 'Uitkomst'],
    rijen: regels.map(({ id, titel, uitkomst, eerder }) => [
      id,
      titel,
      eerder === null ? UITKOMST[uitkomst] : `${UITKOMST[uitkomst]} (in versie ${eerder})`,
    ]),
  });
}

function scenario(regel: Proefregel): Sectie {
  const {
    id,
    titel,
    doen,
    verwacht,
    kijken,
    voorbeeld,
    zaaknummer,
    uitkomst,
    bevinding,
    gezienDoor,
    gezienOp,
    wie,
    op,
  } = regel;
  const gedaan = uitkomst !== '';
  return sectie(
    `${id}: ${titel}`,
    feiten(
      ['Wat u doet', waarde(doen, '')],
      ['Wat er moet gebeuren', waarde(verwacht, '')],
      ...(kijken === '' ? [] : [['In het portaal', waarde(kijken, '')] as const]),
      ['Zaaknummer', waarde(zaaknummer || (gedaan ? 'niet ingevuld' : '….............................'), '')],
      ['Uitkomst', waarde(gedaan ? UITKOMST[uitkomst] : '□ goed   □ niet goed   □ niet van toepassing', '')],
      ...(bevinding === '' ? [] : [['Bevinding', waarde(bevinding, '')] as const]),
      ...(gezienDoor === ''
        ? []
        : [['Gezien in het portaal', waarde(`${inWoorden(gezienOp)}, door ${gezienDoor}`, '')] as const]),
      ...(wie === '' ? [] : [['Ingevuld', waarde(`${inWoorden(op)}, door ${wie}`, '')] as const]),
    ),
    ...(regel.berichten.length === 0
      ? []
      : [
          {
            soort: 'tabel' as const,
            titel: `Wat er is verstuurd en terugkwam bij ${id}`,
            koppen: ['Status', 'Wat ermee gebeurde', 'Toelichting', 'Op'],
            rijen: regel.berichten.map(({ statustype, staat, reden, op: moment }) => [
              statustype,
              staat.replaceAll('_', ' '),
              reden,
              inWoorden(moment),
            ]),
          },
        ]),
    ...(voorbeeld === '' || gedaan
      ? []
      : [{ soort: 'code' as const, naam: `Voorbeeldbericht bij ${id}`, tekst: voorbeeld }]),
  );
}
