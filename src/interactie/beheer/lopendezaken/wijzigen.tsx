/**
 * Changing the inrichting from a form. The form carries the version that its maker saw; when somebody else changed it
 * meanwhile nothing is stored and the form comes back with what was typed, over what holds now.
 */
import type { FastifyRequest } from 'fastify';
import { maskBsn } from '../../../standaarden/bsn/index.ts';
import { formValue } from '../../ui/index.ts';
import type { Inrichting, Inrichtingen, NieuweInrichting, Planning } from '../bron.ts';

export type Afloop =
  | { readonly soort: 'bewaard' }
  | { readonly soort: 'verouderd' }
  | { readonly soort: 'fout'; readonly fouten: readonly string[] };

/** The version in the form; -1 for a form that is not ours, which no version is. */
export function basisVan(request: FastifyRequest): number {
  const tekst = formValue(request, 'basis');
  return /^\d{1,9}$/.test(tekst) ? Number(tekst) : -1;
}

export async function wijzigInrichting(
  inrichtingen: Inrichtingen,
  wijziging: {
    readonly basis: number;
    readonly wie: string;
    readonly reden: string;
    pas(nu: Inrichting): NieuweInrichting;
  },
): Promise<Afloop> {
  const { versie, ...nu } = await inrichtingen.actueel();
  if (versie !== wijziging.basis) return { soort: 'verouderd' };
  const afloop = await inrichtingen.bewaar(
    wijziging.pas({ versie, ...nu }),
    wijziging.basis,
    wijziging.wie,
    maskBsn(wijziging.reden),
  );
  return afloop.soort === 'bewaard' ? { soort: 'bewaard' } : afloop;
}

/** The inrichting with another planning for one stroom. */
export function metPlanning(
  { versie: _versie, ...nu }: Inrichting,
  naam: string,
  planning: Planning,
): NieuweInrichting {
  return { ...nu, stromen: nu.stromen.map((stroom) => (stroom.naam === naam ? { ...stroom, planning } : stroom)) };
}
