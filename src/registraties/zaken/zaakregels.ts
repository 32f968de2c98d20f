/** The rules of a ZAAK by their numbers. Each looks at the zaak as it will stand, and says what is wrong with it. */
import type { InvalidParam } from '../../platform/http/index.ts';
import type { ZaakWrite } from './zaakvelden.ts';

/** zrc-001: no zaak of a zaaktype that is still a concept. */
export function zaaktypeGepubliceerd({ situation }: ZaakWrite): readonly InvalidParam[] {
  if (!situation.concept) return [];
  return [{ name: 'zaaktype', code: 'not-published', reason: 'Dit zaaktype is nog een concept. Publiceer het eerst.' }];
}

/** zrc-001 as Open Zaak has it: a zaak keeps its zaaktype. Since 1.5 the standard lets it change. */
export function zaaktypeVast({ current, values, ports }: ZaakWrite): readonly InvalidParam[] {
  if (ports.profile !== 'openzaak' || current === null || current.zaaktype === values.zaaktype) return [];
  return [
    { name: 'zaaktype', code: 'wijzigen-niet-toegelaten', reason: 'Het zaaktype van een zaak kan niet wijzigen.' },
  ];
}

/** zrc-002: the identificatie never changes. */
export function identificatieVast({ row, values, given }: ZaakWrite): readonly InvalidParam[] {
  if (!row || !given.has('identificatie') || values.identificatie === row['identificatie']) return [];
  return [
    {
      name: 'identificatie',
      code: 'wijzigen-niet-toegelaten',
      reason: 'De identificatie van een zaak kan niet wijzigen.',
    },
  ];
}

/** zrc-013: a hoofdzaak exists, is no deelzaak itself, and is another zaak. Open Zaak looks at the deelzaaktypen too. */
export function hoofdzaakKlopt({ situation, values, id, ports }: ZaakWrite): readonly InvalidParam[] {
  const { hoofdzaak, heeftDeelzaken } = situation;
  if (!hoofdzaak) return [];
  const fault = (code: string, reason: string) => [{ name: 'hoofdzaak', code, reason }];
  if (values.hoofdzaak === id) return fault('self-forbidden', 'Een zaak kan niet haar eigen hoofdzaak zijn.');
  if (!hoofdzaak.exists) return fault('does-not-exist', 'Deze hoofdzaak bestaat niet.');
  if (hoofdzaak.isDeelzaak) return fault('deelzaak-als-hoofdzaak', 'Een deelzaak kan geen hoofdzaak zijn.');
  if (heeftDeelzaken) return fault('deelzaak-als-hoofdzaak', 'Deze zaak heeft zelf deelzaken.');
  if (ports.profile === 'openzaak' && !hoofdzaak.typeHoortErbij)
    return fault('invalid-deelzaaktype', 'Het zaaktype is geen deelzaaktype van het zaaktype van de hoofdzaak.');
  return [];
}

/** zrc-014: no date of payment where there is nothing to pay, and none in the future. */
export function betaaldatumKlopt({ values, given, ports }: ZaakWrite): readonly InvalidParam[] {
  const { laatsteBetaaldatum, betalingsindicatie } = values;
  if (laatsteBetaaldatum === null) return [];
  const fault = (code: string, reason: string) => [{ name: 'laatsteBetaaldatum', code, reason }];
  if (betalingsindicatie === 'nvt' && given.has('laatsteBetaaldatum')) {
    return fault('betaling-nvt', 'Bij betalingsindicatie "nvt" hoort geen datum van betaling.');
  }
  if (new Date(laatsteBetaaldatum) > ports.clock.now())
    return fault('date-in-future', 'De betaling kan niet in de toekomst liggen.');
  return [];
}

/** zrc-015: only products of the zaaktype. */
export function productenKloppen({ values, situation }: ZaakWrite): readonly InvalidParam[] {
  if (values.productenOfDiensten.every((product) => situation.productenOfDiensten.includes(product))) return [];
  const reason = 'Een van de producten of diensten hoort niet bij het zaaktype.';
  return [{ name: 'productenOfDiensten', code: 'invalid-products-services', reason }];
}

/** zrc-012: a group that is given is given whole. */
export function groepenCompleet({ values }: ZaakWrite): readonly InvalidParam[] {
  if (!values.opschorting?.indicatie || values.opschorting.reden !== '') return [];
  return [{ name: 'opschorting.reden', code: 'required', reason: 'Geef de reden van de opschorting.' }];
}

/** zrc-022: archived means that it is known what happens with the dossier, and when. */
export function archiefstatusKlopt({ values }: ZaakWrite): readonly InvalidParam[] {
  if (values.archiefstatus === 'nog_te_archiveren') return [];
  const faults: InvalidParam[] = [];
  if (values.archiefnominatie === null) {
    faults.push({
      name: 'archiefnominatie',
      code: 'archiefnominatie-not-set',
      reason: 'Vul eerst de archiefnominatie in.',
    });
  }
  if (values.archiefactiedatum === null && values.archiefstatus !== 'gearchiveerd_procestermijn_onbekend') {
    faults.push({
      name: 'archiefactiedatum',
      code: 'archiefactiedatum-not-set',
      reason: 'Vul eerst de archiefactiedatum in.',
    });
  }
  return faults;
}
