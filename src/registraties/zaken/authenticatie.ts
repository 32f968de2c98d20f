/**
 * By what means, how surely and on whose behalf somebody logged in when he took his rol (`authenticatieContext`, as Open
 * Zaak has it): DigiD for a natuurlijk persoon, eHerkenning for an organisation or a vestiging. A portal shows a zaak to
 * who is logged in at the same level or above.
 */
import type { InvalidParam } from '../../platform/http/index.ts';
import { isElfproef } from '../../standaarden/bsn/index.ts';
import { value } from '../kern/index.ts';
import type { BetrokkeneType } from './betrokkene.ts';

const { choice, list, object, orNull, part, text } = value;

/** Levels of assurance, the lowest first. */
export const LOA_DIGID = [
  'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport',
  'urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract',
  'urn:oasis:names:tc:SAML:2.0:ac:classes:Smartcard',
  'urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI',
] as const;

export const LOA_EHERKENNING = [
  'urn:etoegang:core:assurance-class:loa1',
  'urn:etoegang:core:assurance-class:loa2',
  'urn:etoegang:core:assurance-class:loa2plus',
  'urn:etoegang:core:assurance-class:loa3',
  'urn:etoegang:core:assurance-class:loa4',
] as const;

const required = { blank: false } as const;

const digid = object({
  source: part(choice(['digid'])),
  levelOfAssurance: part(choice(LOA_DIGID)),
  representee: part(
    orNull(object({ identifierType: part(choice(['bsn'])), identifier: part(text({ ...required, min: 9, max: 9 })) })),
    null,
  ),
  mandate: part(orNull(object({ services: part(list(object({ id: part(text(required)) }))) })), null),
});

const eherkenning = object({
  source: part(choice(['eherkenning'])),
  levelOfAssurance: part(choice(LOA_EHERKENNING)),
  actingSubject: part(text({ ...required, max: 100 })),
  representee: part(
    orNull(
      object({ identifierType: part(choice(['bsn', 'kvkNummer'])), identifier: part(text({ ...required, max: 9 })) }),
    ),
    null,
  ),
  mandate: part(
    orNull(
      object({
        role: part(orNull(choice(['bewindvoerder', 'curator', 'mentor'])), null),
        services: part(list(object({ id: part(text(required)), uuid: part(text(required)) }))),
      }),
    ),
    null,
  ),
});

/** Which means each kind of betrokkene has; an employee logs in elsewhere. */
const MIDDEL: Readonly<Partial<Record<BetrokkeneType, value.Parser<Context>>>> = {
  natuurlijk_persoon: digid,
  niet_natuurlijk_persoon: eherkenning,
  vestiging: eherkenning,
};

interface Context {
  readonly levelOfAssurance: string;
  readonly representee: { readonly identifierType: string; readonly identifier: string } | null;
  readonly mandate: object | null;
}

export type Authenticatie = Readonly<Record<string, unknown>>;

/** Any object; what it must look like depends on `betrokkeneType` and is checked in the rules. */
export const eenContext: value.Parser<Authenticatie> = {
  schema: {
    type: 'object',
    description: 'Van DigiD (natuurlijk_persoon) of eHerkenning (niet_natuurlijk_persoon, vestiging), zoals Open Zaak.',
  },
  parse(input, name, context) {
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return { ...input };
    context.faults.push({ name, code: 'invalid', reason: 'Hier hoort een object.' });
    return undefined;
  },
};

interface Rol {
  readonly betrokkeneType: BetrokkeneType;
  readonly indicatieMachtiging: string;
  readonly authenticatieContext: Authenticatie | null;
}

/** The context as it is kept: what belongs in it, without what was left out. */
export function contextVan({ betrokkeneType, authenticatieContext }: Rol): string | null {
  if (authenticatieContext === null) return null;
  const context = MIDDEL[betrokkeneType]?.parse(authenticatieContext, '', { faults: [], ownId: () => null });
  return JSON.stringify(context, (_key, part: unknown) => part ?? undefined);
}

/** Everything that is wrong with the context of a rol. No reason repeats a number: it can be a BSN. */
export function contextKlopt({
  betrokkeneType,
  indicatieMachtiging,
  authenticatieContext,
}: Rol): readonly InvalidParam[] {
  if (authenticatieContext === null) return [];
  const name = 'authenticatieContext';
  const middel = MIDDEL[betrokkeneType];
  if (!middel) {
    const reason = `Bij een ${betrokkeneType} hoort geen authenticatieContext.`;
    return [{ name, code: 'invalid', reason }];
  }
  const faults: InvalidParam[] = [];
  const context = middel.parse(authenticatieContext, name, { faults, ownId: () => null });
  if (!context?.representee) return faults;
  const { identifierType, identifier } = context.representee;
  const isNumber =
    identifierType === 'bsn' ? /^\d{9}$/.test(identifier) && isElfproef(identifier) : /^\d{8}$/.test(identifier);
  if (!isNumber) {
    const reason = 'Een BSN heeft 9 cijfers en voldoet aan de 11-proef; een KVK-nummer heeft 8 cijfers.';
    faults.push({ name: `${name}.representee.identifier`, code: 'invalid', reason });
  }
  if (context.mandate === null) {
    const reason = 'Wie een ander vertegenwoordigt, doet dat met een machtiging. Geef haar in mandate.';
    faults.push({ name: `${name}.mandate`, code: 'required', reason });
  }
  if (indicatieMachtiging !== 'gemachtigde') {
    const reason = 'Wie een ander vertegenwoordigt, heeft de indicatieMachtiging "gemachtigde".';
    faults.push({ name: 'nonFieldErrors', code: 'indicatie-machtiging-invalid', reason });
  }
  return faults;
}
