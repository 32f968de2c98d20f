/**
 * Does this status go to MijnOverheid, and if not, why? The rules of L2 and L5, one function each, in the order in which
 * they are asked. Pure: what only a source outside can tell comes after (`beoordeling.ts`).
 */
import type { StatusContext } from '../../integratie/bronnen/index.ts';
import { Bsn, isElfproef } from '../../standaarden/bsn/index.ts';
import { VERTROUWELIJKHEDEN } from '../../standaarden/zgw/index.ts';
import type { EindStaat } from './beeld.ts';
import type { Instellingen } from './poorten.ts';

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

/** Confidential zaken stay in the house. */
const nietTeVertrouwelijk: Vraag = ({ zaak }, { maxVertrouwelijkheid }) =>
  VERTROUWELIJKHEDEN.indexOf(zaak.vertrouwelijkheid) <= VERTROUWELIJKHEDEN.indexOf(maxVertrouwelijkheid)
    ? null
    : nietVanToepassing(
        `De zaak is ${zaak.vertrouwelijkheid}; er gaan berichten uit tot en met ${maxVertrouwelijkheid}.`,
      );

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
  /^\d{9}$/.test(initiatorBsns[0]!) && isElfproef(initiatorBsns[0]!) && Bsn.parse(initiatorBsns[0]!)
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

/** L5: known to the source that was asked. */
export function nietAuthentiek(bron: string): Afwijzing {
  return { staat: 'bsn_niet_authentiek', reden: `De ${bron} kent dit BSN niet. Het bericht is niet verstuurd.` };
}

/** L7: no account at the moment of the status, also when it is activated later. */
export function geenAccount(geactiveerdOp: Date | null): Afwijzing {
  const reden = geactiveerdOp
    ? 'Het account bij MijnOverheid is pas na deze status geactiveerd. Een bericht van voor die tijd wordt nooit verstuurd.'
    : 'De initiator had op het moment van controle geen actief account bij MijnOverheid.';
  return { staat: 'geen_account', reden };
}
