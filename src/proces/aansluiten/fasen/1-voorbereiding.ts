/** Phase 1 of bron 001: what a municipality chooses and asks for before anything is connected. */
import { inZin } from '../begrippen.ts';
import { dektNaam } from '../certificaten.ts';
import { MIJLPAAL_NAMEN, MIJLPALEN } from '../dossier.ts';
import { type Feiten, gekozenZaaktypen } from '../feiten.ts';
import { ALLE, type Fase, gedaan, nvt, type Oordeel, teDoen } from '../stap.ts';

export const VOORBEREIDING: Fase = {
  nr: 1,
  titel: 'Voorbereiding',
  doel: 'U kiest wat u wilt delen en hoe u aansluit, en vraagt aan wat lang duurt.',
  resultaat: [
    'U weet onder welk nummer u aansluit: OIN of HRN.',
    'U hebt een PKIoverheid-certificaat met dat nummer erin.',
    'U hebt gekozen voor internet of Diginetwerk.',
    'U hebt gekozen welke zaken u met inwoners deelt.',
  ],
  stappen: [
    {
      id: 'organisatie',
      titel: 'Leg vast wie er aansluit',
      rijen: ['A1'],
      omgevingen: ALLE,
      plek: 'gegevens',
      uitleg: [
        'Een overheidsorganisatie sluit aan met een OIN. Een leverancier die alleen wil testen sluit aan met een HRN, en gaat nooit naar productie.',
        'Het OIN krijgt u bij uw aanmelding voor Digikoppeling. Het HRN haalt de uitgever van uw certificaat uit het Handelsregister. Zet het nummer in de instelling LZ_OIN.',
      ],
      oordeel: ({ dossier, installatie: { nummer } }) => {
        if (dossier.soort === '') return teDoen('Kies: overheidsorganisatie of leverancier.');
        if (nummer === null)
          return teDoen(`Zet uw ${dossier.soort === 'overheid' ? 'OIN' : 'HRN'} in de instelling LZ_OIN.`);
        return gedaan(
          dossier.soort === 'overheid' ? `Overheidsorganisatie met OIN ${nummer}.` : `Leverancier met HRN ${nummer}.`,
        );
      },
    },
    {
      id: 'verbinding',
      titel: 'Kies internet of Diginetwerk',
      rijen: ['A1'],
      omgevingen: ALLE,
      plek: 'gegevens',
      uitleg: [
        'Lopende Zaken is bereikbaar over internet en over Diginetwerk. Diginetwerk maakt de keten langer en kost meer tijd.',
        'Kiest u Diginetwerk? Meld dat dan bij Logius.',
      ],
      oordeel: ({ dossier: { verbinding } }) =>
        verbinding === ''
          ? teDoen('Kies internet of Diginetwerk.')
          : gedaan(verbinding === 'internet' ? 'Over internet.' : 'Over Diginetwerk.'),
    },
    {
      id: 'diginetwerk',
      titel: 'Meld u aan bij Diginetwerk',
      rijen: ['A1', 'A5'],
      omgevingen: ALLE,
      na: ['verbinding'],
      uitleg: ['Hebt u nog geen Diginetwerk? Meld u aan, en begin op tijd met de verbinding en de firewalls.'],
      vink: { vraag: 'Hebt u een werkende aansluiting op Diginetwerk? Vink het af.', datum: 'Aangesloten op' },
      oordeel: ({ dossier: { verbinding } }) => (verbinding === 'internet' ? nvt('U sluit aan over internet.') : null),
    },
    {
      id: 'stromen',
      titel: 'Kies welke zaken u deelt',
      rijen: ['A2'],
      omgevingen: ALLE,
      plek: 'inrichting',
      uitleg: [
        'Een zaakberichtstroom is een groep zaaktypen waarvan inwoners de voortgang in MijnOverheid zien. Kies er een of meer, en kies per stroom de vorm van het bericht: StUF of MO-bericht.',
        'Het schema van het MO-bericht krijgt u van Logius. Tot die tijd gebruikt Zaakbode een eigen, vervangbaar sjabloon dat niet van Logius is.',
        'Zijn de stromen zoals u ze wilt? Vink dan deze stap af. Ze staan ook in het gegevensblad en in de testen.',
      ],
      documenten: ['gegevensblad'],
      vink: { vraag: 'Klopt de keuze van zaaktypen en de vorm van het bericht? Vink het af.', datum: 'Gekozen op' },
      oordeel: (feiten) => {
        if (feiten.stromen.length === 0) return teDoen('Er is nog geen zaakberichtstroom.');
        return gekozenZaaktypen(feiten).length === 0
          ? teDoen('Er is nog geen zaaktype dat bij een stroom hoort. Zet uw zaaktypen in de catalogus.')
          : null;
      },
    },
    {
      id: 'digikoppeling',
      titel: 'Meld u aan bij Digikoppeling',
      rijen: ['A1'],
      omgevingen: ALLE,
      uitleg: [
        'Zonder Digikoppeling is er geen aansluiting. Bent u nog niet aangemeld? Meld u dan aan bij Logius: u krijgt een OIN en toegang tot het Serviceregister.',
        'Een leverancier slaat deze stap over.',
      ],
      vink: { vraag: 'Bent u aangemeld bij Digikoppeling en hebt u een OIN? Vink het af.', datum: 'Aangemeld op' },
      oordeel: ({ dossier: { soort } }) => (soort === 'leverancier' ? nvt('Een leverancier krijgt geen OIN.') : null),
    },
    {
      id: 'adapter',
      titel: 'Kies een Digikoppeling-adapter',
      rijen: ['A4', 'A15'],
      omgevingen: ALLE,
      uitleg: [
        'Zaakbode is zelf een adapter voor ebMS. Hebt u er al een die u wilt houden? Dan geeft Zaakbode de berichten daaraan door (instelling DIGIKOPPELING_DRAGERS).',
      ],
      vink: { vraag: 'Hebt u gekozen: Zaakbode zelf, of een adapter die u al hebt? Vink het af.', datum: 'Gekozen op' },
    },
    {
      id: 'certificaat',
      titel: 'Vraag PKIoverheid-certificaten aan',
      rijen: ['A3'],
      omgevingen: ALLE,
      na: ['organisatie'],
      plek: 'gegevens',
      opdracht: 'zaakbode csr --host zaakbode.gemeente.example',
      uitleg: [
        'Begin hier vroeg mee: het kan weken duren. Zeg bij de aanvraag dat uw OIN of HRN in het certificaat moet. De domeinnamen kunt u later niet meer veranderen.',
        'De opdracht hieronder maakt een sleutel en een aanvraag. Zet het certificaat dat u krijgt bij de sleutel, en de certificaten van de uitgevers in de map vertrouwd.',
        'Zaakbode waarschuwt 60, 30 en 7 dagen voordat een certificaat verloopt.',
      ],
      oordeel: certificaatOordeel,
    },
    {
      id: 'planning',
      titel: 'Maak een planning',
      rijen: ['A14'],
      omgevingen: ALLE,
      plek: 'planning',
      documenten: ['planning'],
      uitleg: ['Zet bij elke mijlpaal een datum. Kijk in de volgende fasen of de planning nog klopt.'],
      oordeel: ({ dossier: { planning, soort } }) => {
        const nodig = MIJLPAAL_NAMEN.filter((naam) => soort !== 'leverancier' || !['proefrun', 'live'].includes(naam));
        const mist = nodig.filter((naam) => (planning[naam] ?? '') === '');
        return mist.length === 0
          ? gedaan('Elke mijlpaal heeft een datum.')
          : teDoen(`Nog zonder datum: ${mist.map((naam) => inZin(MIJLPALEN[naam])).join(', ')}.`);
      },
    },
  ],
};

/** A3: our number, the names of the record, the chain, and nothing against it. */
export function certificaatOordeel({ certificaten, installatie, dossier, omgeving }: Feiten): Oordeel {
  const eigen = certificaten.filter(({ nummer }) => nummer !== null && nummer === installatie.nummer);
  const [beste] = eigen.toSorted((a, b) => b.dagen - a.dagen);
  if (beste === undefined) {
    if (omgeving === 'demo' && certificaten.length === 0)
      return nvt('De demo praat met de simulator zonder certificaten.');
    return certificaten.length === 0
      ? teDoen('Er staat nog geen certificaat met zijn sleutel in de map met sleutels.')
      : teDoen(
          `In geen certificaat staat uw nummer ${installatie.nummer ?? '(nog niet ingevuld)'} als serienummer van de houder.`,
        );
  }
  const bezwaar = beste.bezwaar.client ?? beste.bezwaar.server;
  if (bezwaar !== null) return teDoen(`${bezwaar.charAt(0).toUpperCase()}${bezwaar.slice(1)}.`);
  const mist = dossier.domeinnamen.filter((naam) => !dektNaam(beste.domeinnamen, naam));
  if (dossier.domeinnamen.length === 0)
    return teDoen('Vul bij de gegevens de domeinnamen in die in het certificaat moeten staan.');
  if (mist.length > 0) return teDoen(`Deze domeinnamen staan niet in het certificaat: ${mist.join(', ')}.`);
  if (!beste.keten)
    return teDoen('De keten is niet compleet: zet de certificaten van de uitgevers in de map vertrouwd.');
  return beste.dagen <= 60
    ? gedaan(`Let op: het certificaat verloopt over ${beste.dagen} dagen. Vraag nu een nieuw aan.`)
    : gedaan(`Geldig, met uw nummer en domeinnamen; nog ${beste.dagen} dagen.`);
}
