/**
 * Changing the inrichting from a form. The form carries the version that its maker saw; when somebody else changed it
 * meanwhile nothing is stored and the form comes back with what was typed, over what holds now.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { maskBsn } from '../../../standaarden/bsn/index.ts';
import { formValue, sendPage } from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import type { Inrichting, Inrichtingen, NieuweInrichting, Planning } from '../bron.ts';
import { ActionFailed, type BeheerOptions, load, NotFound, wieIs } from '../kader.tsx';
import type { FormulierStand, Fout } from './formulier.tsx';
import { faultInReden } from './redenveld.ts';

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

export const stuur = (reply: FastifyReply, { page, status }: Antwoord): FastifyReply => sendPage(reply, page, status);

export const mislukt = (request: FastifyRequest, reply: FastifyReply, options: BeheerOptions): FastifyReply =>
  sendPage(reply, <ActionFailed request={request} options={options} />, 503);

/** A form of the inrichting, and what it takes to show it. */
export interface Formulier<C, G> {
  /** What the page is about, as it is now; null when it is not there. */
  lees(): Promise<C | null>;
  toon(nu: C, stand: FormulierStand<G>): Antwoord;
}

export interface FormulierAfloop<C, G> extends Formulier<C, G> {
  readonly getypt: G;
  /** What was typed, as a change; or what is wrong with it. */
  maak(nu: C): { pas(inrichting: Inrichting): NieuweInrichting } | { readonly fouten: readonly Fout[] };
  /** At which field a sentence about the inrichting belongs. */
  veldVan(message: string): string;
  /** After it was stored. */
  klaar(): FastifyReply;
}

/** The form as it is opened. */
export async function toonFormulier<C, G>(
  request: FastifyRequest,
  reply: FastifyReply,
  options: BeheerOptions,
  { lees, toon }: Formulier<C, G>,
): Promise<FastifyReply> {
  const nu = await load(request, options, lees);
  if (!nu.ok) return mislukt(request, reply, options);
  if (nu.value === null) return sendPage(reply, <NotFound options={options} />, 404);
  return stuur(reply, toon(nu.value, {}));
}

/** The form as it is sent: stored, or back with what is wrong. */
export async function bewaarFormulier<C, G>(
  request: FastifyRequest,
  reply: FastifyReply,
  options: BeheerOptions,
  { lees, toon, getypt, maak, veldVan, klaar }: FormulierAfloop<C, G>,
): Promise<FastifyReply> {
  const nu = await load(request, options, lees);
  if (!nu.ok) return mislukt(request, reply, options);
  if (nu.value === null) return sendPage(reply, <NotFound options={options} />, 404);
  const reden = formValue(request, 'reden');
  const gemaakt = maak(nu.value);
  const fout = faultInReden(reden, 'bij de inrichting');
  const fouten = [
    ...('fouten' in gemaakt ? gemaakt.fouten : []),
    ...(fout === null ? [] : [{ field: 'reden', message: fout }]),
  ];
  if ('fouten' in gemaakt || fouten.length > 0) return stuur(reply, toon(nu.value, { getypt, reden, fouten }));
  const { inrichtingen } = options.lopendeZaken;
  const wie = wieIs(request, options);
  const done = await load(request, options, () =>
    wijzigInrichting(inrichtingen, { basis: basisVan(request), wie, reden, pas: gemaakt.pas }),
  );
  if (!done.ok) return mislukt(request, reply, options);
  if (done.value.soort === 'bewaard') return klaar();
  const na = await load(request, options, lees);
  const stand =
    done.value.soort === 'fout'
      ? { fouten: done.value.fouten.map((message) => ({ field: veldVan(message), message })) }
      : { verouderd: true };
  return stuur(reply, toon((na.ok ? na.value : null) ?? nu.value, { getypt, reden, ...stand }));
}
