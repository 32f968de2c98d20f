/**
 * Roltypen of one process. Guarantees an initiator and a handler: without an initiator nobody can be told about the zaak, and without
 * a handler nobody works on it. Names are unique within the zaaktype.
 */
import type { OmschrijvingGeneriekRol, RoltypeGegevens } from './catalogusimport.ts';
import { bruikbaar, type Context, naamDubbel, naamIngekort } from './context.ts';
import type { INavigatorProces, INavigatorRoltype } from './model.ts';
import type { Melding } from './rapport.ts';
import { kort, lengte, uniekeNaam } from './tekst.ts';

const MAX_OMSCHRIJVING = 100;

export function mapRoltypen(proces: INavigatorProces, context: Context): RoltypeGegevens[] {
  const { verslag } = context;
  const bezet = new Set<string>();
  const voegToe = (naam: string, omschrijvingGeneriek: OmschrijvingGeneriekRol): RoltypeGegevens => {
    const omschrijving = uniekeNaam(kort(naam, MAX_OMSCHRIJVING), bezet, MAX_OMSCHRIJVING);
    bezet.add(omschrijving.toLowerCase());
    return { omschrijving, omschrijvingGeneriek };
  };
  const roltypen = bruikbaar(proces.roltypen, 'roltype', context).map((item) => {
    const roltype = voegToe(item.naam, leesGeneriek(item, context));
    if (lengte(item.naam) > MAX_OMSCHRIJVING) verslag.meld(ROLNAAM_INGEKORT, item, item.naam);
    else if (roltype.omschrijving !== item.naam) verslag.meld(naamDubbel('roltype'), item, `in ${proces.id}`);
    verslag.overgenomen('roltype');
    return roltype;
  });
  for (const verplicht of VERPLICHT) {
    if (roltypen.some(({ omschrijvingGeneriek }) => omschrijvingGeneriek === verplicht.generiek)) continue;
    roltypen.push(voegToe(verplicht.naam, verplicht.generiek));
    verslag.toegevoegd('roltype');
    verslag.meld(verplicht.melding, { id: proces.id, naam: proces.kernomschrijving || proces.naam });
  }
  return roltypen;
}

/** By the role kind ("rolsoort") of i-Navigator, whose names are those of the standard; for a local role by its own name. */
function leesGeneriek(item: INavigatorRoltype, { soorten, verslag }: Context): OmschrijvingGeneriekRol {
  for (const naam of [soorten.rol.get(item.soortId) ?? '', item.naamModel, item.naam]) {
    const gevonden = GENERIEK[naam.toLowerCase()];
    if (gevonden !== undefined) return gevonden;
  }
  verslag.meld(ROL_ONBEKEND, item);
  return 'belanghebbende';
}

const GENERIEK: Readonly<Record<string, OmschrijvingGeneriekRol>> = {
  initiator: 'initiator',
  aanvrager: 'initiator',
  klantcontacter: 'klantcontacter',
  behandelaar: 'behandelaar',
  adviseur: 'adviseur',
  belanghebbende: 'belanghebbende',
  beslisser: 'beslisser',
  zaakcoördinator: 'zaakcoordinator',
  zaakcoordinator: 'zaakcoordinator',
  'mede-initiator': 'mede_initiator',
};

const ROLNAAM_INGEKORT: Melding = {
  ...naamIngekort('roltype', MAX_OMSCHRIJVING),
  reden: `De naam is langer dan ${MAX_OMSCHRIJVING} tekens en is ingekort. Een roltype heeft geen toelichting; de hele naam staat hieronder.`,
};

const ROL_ONBEKEND: Melding = {
  soort: 'roltype',
  gevolg: 'aangepast',
  code: 'rolsoort-onbekend',
  reden: "De rolsoort is er geen van de standaard. Ingevuld is 'belanghebbende'.",
  advies: 'Kies zelf de generieke omschrijving die past.',
};

const VERPLICHT: readonly {
  readonly naam: string;
  readonly generiek: OmschrijvingGeneriekRol;
  readonly melding: Melding;
}[] = [
  {
    naam: 'Initiator',
    generiek: 'initiator',
    melding: {
      soort: 'roltype',
      gevolg: 'aangevuld',
      code: 'initiator-toegevoegd',
      reden:
        "Het proces heeft geen initiator. Roltype 'Initiator' is toegevoegd; anders weet niemand wiens zaak het is.",
      advies: 'Niets, tenzij uw gemeente een andere naam gebruikt.',
    },
  },
  {
    naam: 'Behandelaar',
    generiek: 'behandelaar',
    melding: {
      soort: 'roltype',
      gevolg: 'aangevuld',
      code: 'behandelaar-toegevoegd',
      reden: "Het proces heeft geen behandelaar. Roltype 'Behandelaar' is toegevoegd.",
      advies: 'Niets, tenzij uw gemeente een andere naam gebruikt.',
    },
  },
];
