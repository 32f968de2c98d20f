/** The account of every status in words and as a file: the same on the screen, on the command line and in CSV. */
import type { Staat } from './beeld.ts';
import { csv } from './uitvoer.ts';
import type { Reden, Verantwoordingsdag } from './verantwoording.ts';

const NAAM: Readonly<Partial<Record<Reden['soort'], string>>> = {
  ingelezen: 'Ingelezen in bulk, zonder bericht aan inwoners',
  voor: 'Van voor de aansluiting op Lopende Zaken',
  geen_account: 'Geen account',
  bsn_niet_authentiek: 'BSN niet authentiek',
  niet_van_toepassing: 'Niet van toepassing',
  geen_toestemming: 'Geen toestemming',
  buiten_proefproductie: 'Buiten de proef',
  afgewezen: 'Afgewezen of overgeslagen door een beheerder',
  verlopen_onbekend: 'Aankomst onbekend',
};

/** Why so many were not sent. */
export function redenInWoorden({ soort, reden }: Pick<Reden, 'soort' | 'reden'>): string {
  return reden ?? NAAM[soort] ?? soort;
}

/** The state that a reason is a list of; null when there are no zaakberichten. */
export function staatVan({ soort }: Reden): Staat | null {
  return soort === 'ingelezen' || soort === 'voor' ? null : soort;
}

const som = (redenen: readonly Reden[]): number => redenen.reduce((sum, { aantal }) => sum + aantal, 0);

/** How many were not sent, whatever the reason. */
export const overgeslagenOp = ({ overgeslagen }: Verantwoordingsdag): number => som(overgeslagen);

/** A line per day and outcome. */
export function verantwoordingCsv(dagen: readonly Verantwoordingsdag[]): string {
  return csv(
    ['dag', 'uitkomst', 'reden', 'aantal'],
    dagen.flatMap((d) => [
      [d.dag, 'statussen in het register', '', d.statussen],
      [d.dag, 'verzonden', '', d.verzonden],
      ...d.overgeslagen.map((reden) => [d.dag, 'overgeslagen', redenInWoorden(reden), reden.aantal]),
      [d.dag, 'open', '', d.open],
      [d.dag, 'onverklaard', '', d.onverklaard],
      [d.dag, 'niet meer in het register', '', d.verwijderd],
    ]),
  );
}

/** For the terminal. */
export function verantwoordingTekst(dagen: readonly Verantwoordingsdag[]): string {
  return dagen
    .map((d) =>
      [
        `${d.dag}: ${d.statussen} statussen = ${d.verzonden} verzonden + ${overgeslagenOp(d)} overgeslagen + ${d.open} open + ${d.onverklaard} onverklaard`,
        ...d.overgeslagen.map((reden) => `  ${String(reden.aantal).padStart(7)}  ${redenInWoorden(reden)}`),
        ...(d.verwijderd > 0
          ? [`  ${String(d.verwijderd).padStart(7)}  (niet meer in het register; telt niet mee)`]
          : []),
      ].join('\n'),
    )
    .join('\n');
}
