/**
 * Does this status go to MijnOverheid, and if not, why? Pure, in two parts: `besluit` has the rules of L2 and L5 that the
 * register itself answers, one function each, in the order in which they are asked; `naControle` has what follows from
 * the answers of the sources outside (L5, L7, L8), which `controle.ts` asks in between.
 */
import type { StatusContext } from '../../integratie/bronnen/index.ts';
import { Bsn } from '../../standaarden/bsn/index.ts';
import { VERTROUWELIJKHEDEN } from '../../standaarden/zgw/index.ts';
import type { EindStaat } from './beeld.ts';
import type { AccountStand, Instellingen, Onbekend } from './poorten.ts';

/** Not sent, for good. */
export interface Afwijzing {
  readonly staat: Extract<EindStaat, 'niet_van_toepassing' | 'bsn_niet_authentiek' | 'geen_account'>;
  readonly reden: string;
}

type Vraag = (context: StatusContext, instellingen: Pick<Instellingen, 'maxVertrouwelijkheid'>) => Afwijzing | null;

const nietVanToepassing = (reden: string): Afwijzing => ({ staat: 'niet_van_toepassing', reden });

/** L2: the catalogus says of each statustype whether the initiator is told. */
const statustypeInformeert: Vraag = ({ statustype }) =>
  statustype.informeren
    ? null
    : nietVanToepassing('Dit statustype staat uit: bij "informeren" is niet gekozen voor bericht aan de initiator.');

/** Confidential zaken stay in the house; so does one whose vertrouwelijkheid we do not know. */
const nietTeVertrouwelijk: Vraag = ({ zaak }, { maxVertrouwelijkheid }) => {
  const plaats = VERTROUWELIJKHEDEN.indexOf(zaak.vertrouwelijkheid);
  if (plaats >= 0 && plaats <= VERTROUWELIJKHEDEN.indexOf(maxVertrouwelijkheid)) return null;
  return nietVanToepassing(
    `De zaak is ${zaak.vertrouwelijkheid}; er gaan berichten uit tot en met ${maxVertrouwelijkheid}.`,
  );
};

/** Lopende Zaken addresses one citizen: the initiator, a natuurlijk persoon. */
const eenInitiator: Vraag = ({ initiatoren, initiatorBsns }) => {
  if (initiatoren === 0) return nietVanToepassing('De zaak heeft geen initiator.');
  if (initiatoren > 1)
    return nietVanToepassing(`De zaak heeft ${initiatoren} initiatoren; een bericht gaat naar één persoon.`);
  return initiatorBsns.length === 1 ? null : nietVanToepassing('De initiator is geen natuurlijk persoon.');
};

const heeftBsn: Vraag = ({ initiatorBsns }) =>
  initiatorBsns[0] === '' ? nietVanToepassing('Van de initiator is geen BSN vastgelegd.') : null;

/** L5: a number that fails the 11-proef is nobody's. Passing it proves nothing: that is asked of a source. */
const bsnKanBestaan: Vraag = ({ initiatorBsns }) =>
  Bsn.parse(initiatorBsns[0]!)
    ? null
    : { staat: 'bsn_niet_authentiek', reden: 'Het vastgelegde nummer is geen BSN: het voldoet niet aan de 11-proef.' };

const VRAGEN: readonly Vraag[] = [statustypeInformeert, nietTeVertrouwelijk, eenInitiator, heeftBsn, bsnKanBestaan];

/** The addressee, or why there is none. */
export function besluit(
  context: StatusContext,
  instellingen: Pick<Instellingen, 'maxVertrouwelijkheid'>,
): Bsn | Afwijzing {
  for (const vraag of VRAGEN) {
    const afwijzing = vraag(context, instellingen);
    if (afwijzing) return afwijzing;
  }
  return Bsn.parse(context.initiatorBsns[0]!)!;
}

/** What the sources said about the addressee. `stand` is null when it was not asked: the BRP does not know him, or said nothing. */
export interface Controle {
  readonly bekend: boolean | Onbekend;
  readonly stand: AccountStand | Onbekend | null;
}

/**
 * After the check: send, not for good, or wait. The first successful check decides (L7, L8): as long as one of the sources
 * says nothing there is no decision, unless the BRP already said that it does not know this BSN (L5).
 */
export function naControle(
  { bekend, stand }: Controle,
  statusGezet: Date,
  bron: string,
): 'sturen' | Afwijzing | Onbekend {
  if (bekend === false) return nietAuthentiek(bron);
  if (bekend !== true) return bekend;
  if (stand === null) throw new Error('the account of a known person was not asked');
  if (stand.soort === 'onbekend') return stand;
  if (stand.soort === 'geen') return geenAccount(null);
  return hadAccount(stand.geactiveerdOp, statusGezet) ? 'sturen' : geenAccount(stand.geactiveerdOp);
}

/** L7: the account counts from its activation on, that moment included. */
function hadAccount(geactiveerdOp: Date | null, statusGezet: Date): boolean {
  return geactiveerdOp === null || geactiveerdOp <= statusGezet;
}

/** L5: known to the source that was asked. */
function nietAuthentiek(bron: string): Afwijzing {
  return { staat: 'bsn_niet_authentiek', reden: `De ${bron} kent dit BSN niet. Het bericht is niet verstuurd.` };
}

/** L7: no account at the moment of the status, also when it is activated later. */
function geenAccount(geactiveerdOp: Date | null): Afwijzing {
  const reden = geactiveerdOp
    ? 'Het account bij MijnOverheid is pas na deze status geactiveerd. Een bericht van voor die tijd wordt nooit verstuurd.'
    : 'De initiator had op het moment van controle geen actief account bij MijnOverheid.';
  return { staat: 'geen_account', reden };
}
