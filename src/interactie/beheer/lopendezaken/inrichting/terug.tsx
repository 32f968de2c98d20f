/** `/beheer/lopende-zaken/inrichting/versies/:nr/terug`: an older version put back, as a new one, after a look at what that changes. */
import type { Antwoord } from '../../antwoord.ts';
import type { Inrichting, NieuweInrichting } from '../../bron.ts';
import type { BeheerOptions } from '../../kader.tsx';
import { INRICHTING } from '../adres.ts';
import { type FormulierStand, formulierPagina } from '../formulier.tsx';
import { hrefVanVersie } from './overzicht.tsx';
import { Verschillen } from './versie.tsx';

export interface TerugNu {
  readonly inrichting: Inrichting;
  readonly oud: Inrichting;
}

/** What the older version says. A stroom that was made since stays, without zaaktypen: something may wait in it. */
export function teruggezet(nu: Inrichting, { versie: _versie, ...oud }: Inrichting): NieuweInrichting {
  const sindsdien = nu.stromen.filter(({ naam }) => !oud.stromen.some((stroom) => stroom.naam === naam));
  return { ...oud, stromen: [...oud.stromen, ...sindsdien.map((stroom) => ({ ...stroom, zaaktypen: [] }))] };
}

export function terugPagina(
  options: BeheerOptions,
  { inrichting, oud }: TerugNu,
  stand: FormulierStand<null>,
): Antwoord {
  const { versie } = oud;
  return formulierPagina({
    options,
    inrichting,
    title: `Versie ${versie} terugzetten`,
    current: INRICHTING,
    above: [
      { label: 'Inrichting', href: INRICHTING },
      { label: `Versie ${versie}`, href: hrefVanVersie(versie) },
    ],
    lead: 'Wat deze versie zei, geldt daarna weer. Het wordt een nieuwe versie: de geschiedenis blijft.',
    action: `${hrefVanVersie(versie)}/terug`,
    terug: hrefVanVersie(versie),
    stand,
    nuGeldt: 'Hieronder staat wat er nu zou veranderen.',
    knop: 'Zet terug',
    vooraf: (
      <Verschillen
        title="Wat er dan verandert"
        oud={inrichting}
        nieuw={{ ...teruggezet(inrichting, oud), versie: inrichting.versie + 1 }}
        geen="Er verandert niets: dit geldt nu al."
      />
    ),
    children: null,
  });
}
