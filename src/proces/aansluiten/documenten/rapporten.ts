/**
 * Reports of the tests (A7, A8, A9, A15): before the run a list to go through, after it what was tested, with what, when and by
 * whom, what came of it with the proof, and what was not tested and why.
 */
import { inWoorden, tijdInWoorden } from '../begrippen.ts';
import {
  type Berichtregel,
  leegGelaten,
  type Proef,
  type Proefregel,
  type Proefsoort,
  type Uitkomst,
} from '../proeven.ts';
import { zonderScenarios } from '../scenarios.ts';
import {
  type Blok,
  type Cel,
  contacten,
  type Document,
  type DocumentFeiten,
  feiten,
  maak,
  type Sectie,
  sectie,
  tabel,
  tekst,
  waarde,
} from './document.ts';
import { opstelling, organisatie, STAAT, uitvoering, vrijgave } from './proefgegevens.ts';

const KOP: Readonly<Record<Proefsoort, { readonly naam: string; readonly titel: string; readonly doel: string }>> = {
  compliance: {
    naam: 'compliancerapport',
    titel: 'Verslag van de test met de Compliancevoorziening',
    doel: 'Deze test laat zien dat de Digikoppeling-adapter (het onderdeel dat berichten verstuurt en ontvangt) doet wat de standaard vraagt. Hij gaat aan de aansluiting op MijnOverheid vooraf. De nummers van de scenario’s zijn van Zaakbode. De voorziening vertelt zelf welke scenario’s zij kent; gaan die verder dan deze lijst, volg dan die van de voorziening.',
  },
  acceptatie: {
    naam: 'acceptatietest',
    titel: 'Interne acceptatietest',
    doel: 'Met deze test bepaalt u of uw organisatie zaakberichten kan versturen en foutberichten kan ontvangen. De simulator van Zaakbode speelt MijnOverheid: dat is onze uitleg van de documentatie, niet MijnOverheid zelf. De nummers van de scenario’s zijn van Zaakbode.',
  },
  keten: {
    naam: 'ketentestrapport',
    titel: 'Testrapport ketentest Lopende Zaken',
    doel: 'Deze test gaat door de hele keten, van het zaaksysteem tot wat de inwoner ziet op preproductie van MijnOverheid. De nummers van de scenario’s zijn van Zaakbode. Vraagt de Checklist Testen Lopende Zaken van Logius meer of iets anders, dan gaat die voor.',
  },
  proefproductie: {
    naam: 'proefproductierapport',
    titel: 'Verslag van de beperkte productierun',
    doel: 'In de beperkte productierun krijgen alleen mensen bericht die bij het aansluiten betrokken zijn. Elke koppeling wordt gecontroleerd. De nummers van de scenario’s zijn van Zaakbode. Zie ook hoofdstuk 5 van de Checklist Testen Lopende Zaken van Logius.',
  },
};

const UITKOMST: Readonly<Record<Uitkomst, string>> = {
  goed: 'Goed',
  fout: 'Niet goed',
  nvt: 'Niet van toepassing',
  '': 'Nog niet gedaan',
};

export function rapport(soort: Proefsoort, feit: DocumentFeiten): Document {
  const { naam, titel, doel } = KOP[soort];
  const [laatste, ...vorige] = feit.proeven[soort];
  const regels = laatste?.regels ?? feit.scenarios(soort).map(leegGelaten);
  return maak(feit, naam, laatste ? `${titel}, versie ${laatste.versie}` : `${titel}: scenario’s`, [
    sectie('Waarover dit gaat', tekst(doel), feiten(...organisatie(feit))),
    sectie('Waarmee is getest', feiten(...opstelling(soort, feit))),
    ...(laatste ? [sectie('Uitvoering en oordeel', feiten(...uitvoering(soort, laatste)))] : []),
    ...(soort === 'proefproductie' ? [sectie('Melding en vrijgave', feiten(...vrijgave(feit)))] : []),
    ...(regels.length === 0
      ? [
          sectie(
            'Scenario’s',
            tekst(
              'Er zijn nog geen scenario’s. Kies eerst zaakberichtstromen met zaaktypen waarvan een status naar de inwoner gaat.',
            ),
          ),
        ]
      : [samenvatting(regels), nietGetest(soort, regels, feit), ...regels.map((regel) => scenario(regel, feit))]),
    ...(vorige.length === 0 ? [] : [sectie('Eerdere versies', eerdere(vorige))]),
    sectie('Contact', contacten(feit.dossier, ['projectleider', 'functioneel', 'technisch'])),
  ]);
}

function samenvatting(regels: readonly Proefregel[]): Sectie {
  const tel = (gezocht: Uitkomst): number => regels.filter(({ uitkomst }) => uitkomst === gezocht).length;
  const telling = (['goed', 'fout', 'nvt', ''] as const)
    .map((uitkomst) => [tel(uitkomst), UITKOMST[uitkomst].toLowerCase()] as const)
    .filter(([aantal]) => aantal > 0)
    .map(([aantal, woord]) => `${aantal} ${woord}`);
  const allemaal = regels.length === 1 ? '1 scenario' : `${regels.length} scenario’s`;
  return sectie(
    'Uitkomst',
    tekst(`${allemaal}: ${telling.join(', ')}.`),
    tabel(
      'Overzicht van de scenario’s',
      ['Nummer', 'Scenario', 'Uitkomst'],
      regels.map(({ id, titel, uitkomst, eerder }) => [
        id,
        titel,
        eerder === null ? UITKOMST[uitkomst] : `${UITKOMST[uitkomst]} (getest in versie ${eerder})`,
      ]),
    ),
  );
}

/** What somebody who reads "all is good" must know: what that does not cover. */
function nietGetest(soort: Proefsoort, regels: readonly Proefregel[], feit: DocumentFeiten): Sectie {
  const buiten = soort === 'acceptatie' || soort === 'keten' ? zonderScenarios(feit) : [];
  return sectie(
    'Wat niet is getest, en waarom',
    tabel(
      'Wat niet is getest, en waarom',
      ['Wat', 'Waarom niet'],
      [
        ...regels
          .filter(({ uitkomst }) => uitkomst === 'nvt' || uitkomst === '')
          .map(({ id, titel, uitkomst, bevinding }) => [
            `${id}: ${titel}`,
            uitkomst === '' ? 'Nog niet gedaan' : waarde(bevinding, 'bij het scenario'),
          ]),
        ...buiten.map(({ omschrijving, waarom }) => [omschrijving, waarom]),
      ],
      { tekst: 'Elk scenario van deze lijst is getest.' },
    ),
  );
}

const eerdere = (vorige: readonly Proef[]): Blok =>
  tabel(
    'Eerdere versies',
    ['Versie', 'Begonnen', 'Stand', 'Niet goed'],
    vorige.map((proef) => [
      String(proef.versie),
      `${inWoorden(proef.begonnen)}, door ${proef.wie}`,
      proef.oordeelOp === null ? STAAT[proef.staat] : `${STAAT[proef.staat]} op ${inWoorden(proef.oordeelOp)}`,
      proef.regels
        .filter(({ uitkomst }) => uitkomst === 'fout')
        .map(({ id, bevinding }) => `${id}: ${bevinding}`)
        .join('; ') || 'niets',
    ]),
  );

function scenario(regel: Proefregel, feit: DocumentFeiten): Sectie {
  const { id, titel, doen, verwacht, kijken, voorbeeld, zaaknummer, uitkomst, bevinding, gezienDoor, gezienOp } = regel;
  const gedaan = uitkomst !== '';
  const leeg = gedaan ? 'geen: dit is het oordeel van wie het invulde' : '….............................';
  return sectie(
    `${id}: ${titel}`,
    feiten(
      ['Wat u doet', waarde(doen, '')],
      ['Wat er moet gebeuren', waarde(verwacht, '')],
      ...(kijken === '' ? [] : [['Kijken in het portaal', waarde(kijken, '')] as const]),
      ['Zaaknummer', waarde(zaaknummer || leeg, '')],
      ['Uitkomst', waarde(gedaan ? UITKOMST[uitkomst] : '□ goed   □ niet goed   □ niet van toepassing', '')],
      ...(bevinding === '' ? [] : [['Bevinding', waarde(bevinding, '')] as const]),
      ...(kijken === '' || gezienDoor === ''
        ? []
        : [['Gezien in het portaal', waarde(`${tijdInWoorden(gezienOp)}, door ${gezienDoor}`, '')] as const]),
      ...(regel.wie === '' ? [] : [['Ingevuld', waarde(`${tijdInWoorden(regel.op)}, door ${regel.wie}`, '')] as const]),
    ),
    ...(regel.berichten.length === 0
      ? []
      : [
          tabel(
            `Wat er is verstuurd en wat terugkwam bij ${id}`,
            ['Status', 'Wat ermee gebeurde', 'Wanneer', 'Kenmerken van het bericht'],
            regel.berichten.map((bericht) => bewijs(bericht, feit)),
          ),
        ]),
    ...(voorbeeld === '' || gedaan
      ? []
      : [{ soort: 'code' as const, naam: `Voorbeeldbericht bij ${id}, met verzonnen gegevens`, tekst: voorbeeld }]),
  );
}

/** By which somebody else can find the same message: in Beheer, and at MijnOverheid. */
function bewijs(
  { statustype, staat, reden, op, accountOp, messageId, referentienummer }: Berichtregel,
  { staten }: DocumentFeiten,
): readonly Cel[] {
  const { label } = staten[staat];
  const tijden = [
    accountOp && `account gecontroleerd op ${tijdInWoorden(accountOp)}`,
    `laatste stand op ${tijdInWoorden(op)}`,
  ];
  const kenmerken = [messageId && `MessageId ${messageId}`, referentienummer && `referentienummer ${referentienummer}`];
  return [
    statustype,
    reden === '' ? label : `${label}: ${reden}`,
    tijden.filter(Boolean).join('; '),
    kenmerken.filter(Boolean).join('; ') || 'geen: er is geen bericht verstuurd',
  ];
}
