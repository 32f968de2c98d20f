/**
 * The time limits of a zaaktype: doorlooptijd, servicenorm and verlenging.
 *
 * The statutory limit is the doorlooptijd; the municipality's own shorter promise is the servicenorm. Without a statutory limit the
 * own one is the doorlooptijd. Without any it is 8 weeks: after that a reasonable time has passed in any case (art. 4:13(2) Awb).
 */
import type { ZaaktypeGegevens } from './catalogusimport.ts';
import type { INavigatorProces, INavigatorTermijn } from './model.ts';
import type { Melding, Verslag } from './rapport.ts';
import { alsDuur, type Duur } from './termijn.ts';

const REDELIJKE_TERMIJN = 'P56D';

type Termijnen = Pick<ZaaktypeGegevens, 'doorlooptijd' | 'servicenorm' | 'verlengingMogelijk' | 'verlengingstermijn'>;

export function mapTermijnen(
  proces: INavigatorProces,
  item: { readonly id: string; readonly naam: string },
  verslag: Verslag,
): Termijnen {
  const lees = (naam: string, termijn: INavigatorTermijn): Duur | null => {
    const duur = alsDuur(termijn);
    if (termijn !== null && (duur === null || duur.uitWerkdagen)) {
      verslag.meld(TERMIJN_ANDERS, item, `${naam}: ${termijn.aantal} ${termijn.eenheid} werd ${duur?.iso ?? 'leeg'}`);
    }
    return duur;
  };
  const wettelijk = lees('wettelijke afdoeningstermijn', proces.wettelijkeAfdoeningstermijn);
  const eigen = lees('afdoeningstermijn', proces.afdoeningstermijn);
  const verlenging =
    lees('wettelijke verdagingstermijn', proces.wettelijkeVerdagingstermijn) ??
    lees('verdagingstermijn', proces.verdagingstermijn);

  if (wettelijk === null && eigen === null) verslag.meld(DOORLOOPTIJD_ONBEKEND, item, REDELIJKE_TERMIJN);
  const langer = wettelijk !== null && eigen !== null && eigen.dagen > wettelijk.dagen;
  if (langer) verslag.meld(SERVICENORM_LANGER, item, `${eigen.iso}, wettelijk ${wettelijk.iso}`);
  return {
    doorlooptijd: wettelijk?.iso ?? eigen?.iso ?? REDELIJKE_TERMIJN,
    servicenorm: wettelijk !== null && eigen !== null && !langer ? eigen.iso : null,
    verlengingMogelijk: verlenging !== null,
    verlengingstermijn: verlenging?.iso ?? null,
  };
}

const TERMIJN_ANDERS: Melding = {
  soort: 'proces',
  gevolg: 'aangepast',
  code: 'termijn-anders',
  reden:
    'Een termijn staat in werkdagen (omgerekend naar kalenderdagen) of in een maat die wij niet kennen (leeg gelaten).',
  advies: 'Controleer de termijn.',
};

const DOORLOOPTIJD_ONBEKEND: Melding = {
  soort: 'proces',
  gevolg: 'aangevuld',
  code: 'doorlooptijd-onbekend',
  reden: 'De export noemt geen afdoeningstermijn. Ingevuld is 8 weken, de redelijke termijn van artikel 4:13 Awb.',
  advies: 'Vul de doorlooptijd in die voor dit zaaktype geldt.',
};

const SERVICENORM_LANGER: Melding = {
  soort: 'proces',
  gevolg: 'niet',
  code: 'servicenorm-langer',
  reden: 'De eigen afdoeningstermijn is langer dan de wettelijke en kan dus geen servicenorm zijn.',
  advies: 'Controleer beide termijnen.',
};
