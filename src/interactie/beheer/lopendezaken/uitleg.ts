/**
 * What each state of a zaakbericht means to an operator, in plain Dutch (B1): its name, what happened, what to do.
 *
 * Four states look alike and must not be confused (Lopende Zaken rules 5, 7, 8 and 9): the initiator has no account (never
 * sent, also not later), the check cannot be reached (kept, sent later by itself), something went wrong (kept, waits
 * for the operator), the BSN is not authentic (nothing left this system).
 */
import type { Tone } from '../../ui/index.ts';
import type { Staat } from '../bron.ts';

export interface Uitleg {
  readonly label: string;
  readonly tone: Tone;
  /** What it means. */
  readonly uitleg: string;
  /** What the operator does now. */
  readonly doen: string;
}

export const UITLEG: Readonly<Record<Staat, Uitleg>> = {
  wacht_op_controle: {
    label: 'Wacht op controle',
    tone: 'busy',
    uitleg:
      'Wij weten nog niet of deze inwoner een account heeft bij MijnOverheid. De controle is nog niet gedaan, of is nu niet bereikbaar. Het zaakbericht blijft bewaard.',
    doen: 'U hoeft niets te doen. Wij proberen de controle vanzelf opnieuw en verzenden het zaakbericht daarna alsnog. Duurt dit langer dan een uur? Kijk dan of de controle van accounts in storing is.',
  },
  te_verzenden: {
    label: 'Klaar om te verzenden',
    tone: 'busy',
    uitleg:
      'De inwoner heeft een account. Het zaakbericht staat in de rij, of Digikoppeling is nu niet bereikbaar. Het blijft bewaard.',
    doen: 'U hoeft niets te doen. Wij verzenden het zaakbericht vanzelf, in de goede volgorde. Duurt dit langer dan een uur? Kijk dan of de verbinding met Digikoppeling in storing is.',
  },
  verzonden: {
    label: 'Verzonden',
    tone: 'busy',
    uitleg: 'Wij hebben het zaakbericht verzonden. MijnOverheid heeft de ontvangst nog niet bevestigd.',
    doen: 'U hoeft niets te doen. Wij wachten op de bevestiging en sturen het zaakbericht zo nodig vanzelf nog een keer.',
  },
  fout: {
    label: 'Fout',
    tone: 'wrong',
    uitleg:
      'Er ging iets mis met dit zaakbericht. Het is bewaard, met de melding die wij kregen. Wij proberen het niet vanzelf opnieuw. De volgende statussen van deze zaak wachten hierop.',
    doen: 'U bent aan zet. Lees de melding en los de oorzaak op. Bied het zaakbericht daarna opnieuw aan, of sla het over.',
  },
  afgeleverd: {
    label: 'Afgeleverd',
    tone: 'good',
    uitleg:
      'MijnOverheid heeft bevestigd dat het zaakbericht is ontvangen. Of de inwoner het heeft gelezen, weten wij niet.',
    doen: 'U hoeft niets te doen.',
  },
  geen_account: {
    label: 'Geen account',
    tone: 'rest',
    uitleg:
      'Deze inwoner had geen account bij MijnOverheid toen de status veranderde. Wij verzenden dit zaakbericht daarom nooit, ook niet als er later wel een account komt.',
    doen: 'U hoeft niets te doen. Dit is geen storing. Moet de inwoner het weten? Informeer de inwoner dan op een andere manier.',
  },
  bsn_niet_authentiek: {
    label: 'BSN niet authentiek',
    tone: 'attention',
    uitleg:
      'Het staat niet vast dat het burgerservicenummer bij deze persoon hoort. Daarom is niets verzonden en is ook niet gekeken of er een account is.',
    doen: 'Laat de gegevens van de aanvrager in de zaak nakijken. Na een verbetering gaan volgende statussen wel mee. Deze status verzenden wij niet alsnog.',
  },
  niet_van_toepassing: {
    label: 'Niet van toepassing',
    tone: 'rest',
    uitleg:
      'Deze status hoort niet naar MijnOverheid te gaan. Dat is zo ingesteld voor het zaaktype of de status, of de zaak heeft geen aanvrager met een burgerservicenummer.',
    doen: 'U hoeft niets te doen. Had deze status wel mee gemoeten? Pas dan de instelling aan bij ‘Statussen’ of in de catalogus. Dat geldt voor volgende statussen.',
  },
  geen_toestemming: {
    label: 'Geen toestemming',
    tone: 'rest',
    uitleg: 'Deze inwoner wil niet dat wij dit via MijnOverheid vertellen. Wij verzenden dit zaakbericht nooit.',
    doen: 'U hoeft niets te doen. Moet de inwoner het weten? Gebruik dan de weg die de inwoner zelf koos.',
  },
  buiten_proefproductie: {
    label: 'Buiten de proef',
    tone: 'rest',
    uitleg:
      'De aansluiting is nog in een proef: alleen personen op de lijst krijgen bericht. Deze persoon staat er niet op. Wij verzenden dit zaakbericht nooit, ook niet na de proef.',
    doen: 'U hoeft niets te doen. Had deze persoon mee moeten doen? Zet hem dan op de lijst bij de aansluiting. Dat geldt voor volgende statussen.',
  },
  overgedragen: {
    label: 'Overgedragen',
    tone: 'good',
    uitleg:
      'Een ander systeem of een andere aansluiting vertelt deze status aan MijnOverheid. Of het is aangekomen, staat daar.',
    doen: 'U hoeft niets te doen. Wilt u weten of het is aangekomen? Kijk dan in dat andere systeem.',
  },
  afgewezen: {
    label: 'Afgewezen',
    tone: 'rest',
    uitleg:
      'Dit zaakbericht is niet afgeleverd en wordt ook niet meer verzonden. MijnOverheid wees het af, of een beheerder sloeg het over. Bij de reden leest u waarom.',
    doen: 'Lees de reden. Moet de inwoner de status toch weten? Informeer de inwoner dan op een andere manier.',
  },
  verlopen_onbekend: {
    label: 'Aankomst onbekend',
    tone: 'attention',
    uitleg:
      'Wij hebben het zaakbericht verzonden, maar kregen op tijd geen bevestiging. Het kan zijn aangekomen of niet. Wij sturen het niet vanzelf nog een keer, want dan kan de inwoner het dubbel krijgen.',
    doen: 'Vraag bij MijnOverheid na of het zaakbericht is ontvangen. Noem daarbij het kenmerk van het bericht.',
  },
};
