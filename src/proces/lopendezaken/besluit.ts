/**
 * Does this status go to MijnOverheid, to whom, and if not, why? Pure, in two parts: `besluit` has the rules of L2 and L5
 * that the register and the inrichting answer, one function each, in the order in which they are asked; `naControle` has
 * what follows from the answers of the sources outside (L5, L7, L8), which `controle.ts` asks in between.
 */
import type { Rolsoort, StatusContext, ZaakBetrokkene } from '../../integratie/bronnen/index.ts';
import { Bsn } from '../../standaarden/bsn/index.ts';
import { VERTROUWELIJKHEDEN } from '../../standaarden/zgw/index.ts';
import { type Inrichting, keuzeVoor, type Stroom, stroomVan } from './inrichting.ts';
import type { AccountStand, Afwijzing, Onbekend } from './poorten.ts';

/** What was decided about one person in the zaak, or about nobody in particular. */
export type Bestemming =
  | { readonly soort: 'adres'; readonly wie: ZaakBetrokkene; readonly bsn: Bsn; readonly stroom: Stroom }
  | { readonly soort: 'niet'; readonly wie: ZaakBetrokkene | null; readonly afwijzing: Afwijzing };

type Vraag = (context: StatusContext, inrichting: Inrichting) => Afwijzing | null;

const nietVanToepassing = (reden: string): Afwijzing => ({ staat: 'niet_van_toepassing', reden });

/** A2: what no stroom has, is not told. */
const heeftStroom: Vraag = ({ zaaktype }, inrichting) =>
  stroomVan(inrichting, zaaktype.identificatie)
    ? null
    : nietVanToepassing('Dit zaaktype hoort bij geen zaakberichtstroom. Kies er een bij de aansluiting.');

/** L2: the zaaktype, as the administrator set it or as the catalogus says. */
const zaaktypeStaatAan: Vraag = ({ zaaktype, statustype }, inrichting) => {
  const { alleenMetPublicatie } = inrichting;
  const keuze = keuzeVoor(inrichting, zaaktype.identificatie, statustype.omschrijving).zaaktype?.aan ?? null;
  if (keuze === false) return nietVanToepassing('Dit zaaktype is in Beheer uitgezet.');
  if (keuze === true || !alleenMetPublicatie || zaaktype.publicatieIndicatie) return null;
  return nietVanToepassing('Dit zaaktype staat uit: in de catalogus is het niet voor publicatie.');
};

/** L2: the catalogus says of each statustype whether the initiator is told; the administrator may overrule that. */
const statustypeInformeert: Vraag = ({ zaaktype, statustype }, inrichting) => {
  const keuze = keuzeVoor(inrichting, zaaktype.identificatie, statustype.omschrijving).statustype?.aan ?? null;
  if (keuze === false) return nietVanToepassing('Deze status is in Beheer uitgezet.');
  if (keuze === true || statustype.informeren) return null;
  return nietVanToepassing('Dit statustype staat uit: bij "informeren" is niet gekozen voor bericht aan de initiator.');
};

/** Confidential zaken stay in the house; so does one whose vertrouwelijkheid we do not know. */
const nietTeVertrouwelijk: Vraag = ({ zaak }, { maxVertrouwelijkheid }) => {
  const plaats = VERTROUWELIJKHEDEN.indexOf(zaak.vertrouwelijkheid);
  if (plaats >= 0 && plaats <= VERTROUWELIJKHEDEN.indexOf(maxVertrouwelijkheid)) return null;
  return nietVanToepassing(
    `De zaak is ${zaak.vertrouwelijkheid}; er gaan berichten uit tot en met ${maxVertrouwelijkheid}.`,
  );
};

/** Carrier `cloudevents`: the other connection tells of this zaak, from the same events (X20). */
const gaatHierlangs: Vraag = ({ zaaktype }, inrichting) =>
  stroomVan(inrichting, zaaktype.identificatie)?.drager.soort === 'cloudevents'
    ? {
        staat: 'overgedragen',
        reden: 'Deze stroom gaat via de nieuwe aansluiting: MijnOverheid haalt de zaak zelf op.',
      }
    : null;

const VRAGEN: readonly Vraag[] = [
  heeftStroom,
  zaaktypeStaatAan,
  statustypeInformeert,
  nietTeVertrouwelijk,
  gaatHierlangs,
];

/** Each person who is told, and each who is not with the reason; never empty. */
export function besluit(context: StatusContext, inrichting: Inrichting): readonly Bestemming[] {
  for (const vraag of VRAGEN) {
    const afwijzing = vraag(context, inrichting);
    if (afwijzing) return [{ soort: 'niet', wie: null, afwijzing }];
  }
  const stroom = stroomVan(inrichting, context.zaaktype.identificatie)!;
  return personen(context, inrichting.rollen).map(({ wie, afwijzing }) => {
    const reden = afwijzing ?? foutInPersoon(wie!);
    if (reden) return { soort: 'niet', wie, afwijzing: reden };
    return { soort: 'adres', wie: wie!, bsn: Bsn.parse(wie!.bsn)!, stroom };
  });
}

const MEERVOUD: Readonly<Record<Rolsoort, string>> = {
  initiator: 'initiatoren',
  mede_initiator: 'mede-initiatoren',
  belanghebbende: 'belanghebbenden',
  gemachtigde: 'gemachtigden',
};

/** Who has one of the rollen that count; of each person one. A zaak has one initiator: of more, nobody knows which is meant. */
function personen(
  { betrokkenen }: StatusContext,
  rollen: readonly Rolsoort[],
): readonly { readonly wie: ZaakBetrokkene | null; readonly afwijzing: Afwijzing | null }[] {
  const gekozen = rollen.flatMap((soort) => betrokkenen.filter((b) => b.soort === soort));
  if (gekozen.length === 0) {
    const wie =
      rollen.length === 1 && rollen[0] === 'initiator' ? 'initiator' : rollen.map((r) => MEERVOUD[r]).join(' of ');
    return [{ wie: null, afwijzing: nietVanToepassing(`De zaak heeft geen ${wie}.`) }];
  }
  const initiatoren = gekozen.filter((b) => b.soort === 'initiator').length;
  const reden = `De zaak heeft ${initiatoren} initiatoren; een bericht gaat naar één persoon.`;
  const teveel = initiatoren > 1 ? [{ wie: null, afwijzing: nietVanToepassing(reden) }] : [];
  const gehad = new Set<string>();
  const uniek = gekozen.filter(({ soort, bsn }) => {
    if ((initiatoren > 1 && soort === 'initiator') || (bsn !== '' && gehad.has(bsn))) return false;
    gehad.add(bsn);
    return true;
  });
  return [...teveel, ...uniek.map((wie) => ({ wie, afwijzing: null }))];
}

const NAAM: Readonly<Record<Rolsoort, string>> = {
  initiator: 'initiator',
  mede_initiator: 'mede-initiator',
  belanghebbende: 'belanghebbende',
  gemachtigde: 'gemachtigde',
};

/** L5: a number that fails the 11-proef is nobody's. Passing it proves nothing: that is asked of a source. */
function foutInPersoon({ soort, isPersoon, bsn }: ZaakBetrokkene): Afwijzing | null {
  if (!isPersoon) return nietVanToepassing(`De ${NAAM[soort]} is geen natuurlijk persoon.`);
  if (bsn === '') return nietVanToepassing(`Van de ${NAAM[soort]} is geen BSN vastgelegd.`);
  if (Bsn.parse(bsn)) return null;
  const reden = 'Het vastgelegde nummer is geen BSN: het voldoet niet aan de 11-proef.';
  return { staat: 'bsn_niet_authentiek', reden };
}

/** What the sources said about the addressee. `stand` is null when it was not asked: he is not authentic, or nobody knows yet. */
export interface Controle {
  readonly authentiek: boolean | Onbekend;
  /** Who vouches for the BSN; or, when nobody does, the sentence that says so. */
  readonly door: string;
  readonly stand: AccountStand | Onbekend | null;
}

/**
 * After the check: send, not for good, or wait. The first successful check decides (L7, L8): as long as one of the sources
 * says nothing there is no decision, unless it is known already that this BSN is not authentic (L5).
 */
export function naControle({ authentiek, door, stand }: Controle, statusGezet: Date): 'sturen' | Afwijzing | Onbekend {
  if (authentiek === false) return { staat: 'bsn_niet_authentiek', reden: `${door} Het bericht is niet verstuurd.` };
  if (authentiek !== true) return authentiek;
  if (stand === null) throw new Error('the account of an authentic person was not asked');
  if (stand.soort === 'onbekend') return stand;
  if (stand.soort === 'geen') return geenAccount(null);
  return hadAccount(stand.geactiveerdOp, statusGezet) ? 'sturen' : geenAccount(stand.geactiveerdOp);
}

/** L7: the account counts from its activation on, that moment included. */
function hadAccount(geactiveerdOp: Date | null, statusGezet: Date): boolean {
  return geactiveerdOp === null || geactiveerdOp <= statusGezet;
}

/** L7: no account at the moment of the status, also when it is activated later. */
function geenAccount(geactiveerdOp: Date | null): Afwijzing {
  const reden = geactiveerdOp
    ? 'Het account bij MijnOverheid is pas na deze status geactiveerd. Een bericht van voor die tijd wordt nooit verstuurd.'
    : 'De ontvanger had op het moment van controle geen actief account bij MijnOverheid.';
  return { staat: 'geen_account', reden };
}
