/** Why a zaakbericht went or did not go: each question that was asked about it, with its answer, as the operator reads it. */
import type { StatusContext } from '../../integratie/bronnen/index.ts';
import { toLocalDigits } from '../../standaarden/tijd/index.ts';
import type { Bestemming, Controle } from './besluit.ts';
import { type Inrichting, keuzeVoor } from './inrichting.ts';
import type { AccountStand, Afwijzing, Onbekend } from './poorten.ts';

/** Kept as JSON with the zaakbericht. Never with a BSN. */
export interface Besluitregel {
  readonly vraag: string;
  readonly antwoord: string;
}

/** In the order in which they are asked; nothing after the answer that ended it. */
export function regelsVan(
  { zaaktype, statustype }: StatusContext,
  bestemming: Bestemming,
  inrichting: Inrichting,
  controle: Controle | null,
  niet: Afwijzing | null,
): readonly Besluitregel[] {
  if (bestemming.soort === 'niet') return [regel('Gaat dit naar MijnOverheid?', `Nee. ${bestemming.afwijzing.reden}`)];
  const { wie, stroom } = bestemming;
  const inBeheer = keuzeVoor(inrichting, zaaktype.identificatie, statustype.omschrijving).statustype?.aan === true;
  const regels = [
    regel('Gaat deze status naar MijnOverheid?', `Ja, volgens ${inBeheer ? 'Beheer' : 'de catalogus'}.`),
    regel('Met welke stroom?', stroom.naam),
    regel('Aan wie?', `De ${wie.soort.replace('_', '-')} van de zaak.`),
  ];
  if (controle === null) {
    if (niet) return [...regels, regel('Mag het deze persoon worden verteld?', `Nee. ${niet.reden}`)];
    return [...regels, regel('Heeft hij een account?', 'Dat wordt gevraagd als het bericht vertrekt.')];
  }
  const { authentiek, door, stand } = controle;
  if (authentiek !== true) return [...regels, regel('Is het BSN authentiek?', antwoordVan(authentiek, door))];
  regels.push(regel('Is het BSN authentiek?', `Ja: ${door}.`));
  return stand === null ? regels : [...regels, regel('Heeft hij een account?', accountVan(stand))];
}

const regel = (vraag: string, antwoord: string): Besluitregel => ({ vraag, antwoord });

const antwoordVan = (authentiek: false | Onbekend, door: string): string =>
  authentiek === false ? `Nee. ${door}` : `Niet bekend: ${authentiek.reden}`;

function accountVan(stand: AccountStand | Onbekend): string {
  if (stand.soort === 'onbekend') return `Niet bekend: ${stand.reden}`;
  if (stand.soort === 'geen') return 'Nee.';
  return stand.geactiveerdOp === null ? 'Ja.' : `Ja, sinds ${dagVan(stand.geactiveerdOp)}.`;
}

/** `31-12-2026`, in the Netherlands. */
function dagVan(moment: Date): string {
  const [jaar, maand, dag] = /^(\d{4})(\d\d)(\d\d)/.exec(toLocalDigits(moment))!.slice(1);
  return `${dag}-${maand}-${jaar}`;
}
