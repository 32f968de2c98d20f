/** The planning of a stroom as it is typed and as it is said: both ways. */
import type { Planning } from '../bron.ts';

export const VELDEN = ['interval', 'dagen', 'van', 'tot', 'perSeconde', 'controle'] as const;
export type Veld = (typeof VELDEN)[number];
export type Getypt = Readonly<Record<Veld, string>>;

interface Fout {
  readonly field: Veld;
  readonly message: string;
}

const DAGEN = ['ma', 'di', 'wo', 'do', 'vr', 'za', 'zo'] as const;
const VOLUIT = ['maandag', 'dinsdag', 'woensdag', 'donderdag', 'vrijdag', 'zaterdag', 'zondag'] as const;

export function getyptVan({ intervalMinuten, venster, perSeconde, controle }: Planning): Getypt {
  return {
    interval: String(intervalMinuten),
    dagen: venster === null ? '' : venster.dagen.map((dag) => DAGEN[dag - 1]).join(', '),
    van: venster?.van ?? '',
    tot: venster?.tot ?? '',
    perSeconde: perSeconde === null ? '' : String(perSeconde),
    controle,
  };
}

/** Reads what was typed; the pause stays as it is. */
export function leesPlanning(
  getypt: Getypt,
  pauze: Planning['pauze'],
): Planning | { readonly fouten: readonly Fout[] } {
  const fouten: Fout[] = [];
  const fout = (field: Veld, message: string): void => void fouten.push({ field, message });
  if (!/^\d{1,4}$/.test(getypt.interval) || Number(getypt.interval) > 1440)
    fout('interval', 'Vul een heel aantal minuten in van 0 tot en met 1440. Met 0 gaat alles meteen weg.');
  const woorden = getypt.dagen
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((woord) => woord !== '');
  const dagen = woorden.map((woord) => (DAGEN as readonly string[]).indexOf(woord) + 1);
  if (dagen.includes(0)) fout('dagen', 'Schrijf de dagen als ma, di, wo, do, vr, za, zo.');
  for (const veld of ['van', 'tot'] as const) {
    if (getypt[veld] !== '' && !/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(getypt[veld]))
      fout(veld, 'Vul een tijd in zoals 08:00 of 18:30.');
  }
  const heeftVenster = getypt.dagen !== '' || getypt.van !== '' || getypt.tot !== '';
  if (heeftVenster && (getypt.van === '' || getypt.tot === ''))
    fout(getypt.van === '' ? 'van' : 'tot', 'Vul beide tijden in, of laat dagen en tijden leeg.');
  if (heeftVenster && getypt.van !== '' && getypt.van === getypt.tot)
    fout('tot', 'Kies een andere tijd dan die waarop het begint.');
  const perSeconde = getypt.perSeconde === '' ? null : Number(getypt.perSeconde.replace(',', '.'));
  if (perSeconde !== null && !(perSeconde > 0 && perSeconde <= 10_000))
    fout('perSeconde', 'Vul een aantal in van meer dan 0 tot en met 10000, of laat het leeg.');
  const controle = (['bij_wijziging', 'bij_verzending'] as const).find((keuze) => keuze === getypt.controle);
  if (controle === undefined) fout('controle', 'Kies wanneer het account wordt gecontroleerd.');
  if (fouten.length > 0) return { fouten };
  const alle = dagen.length === 0 ? [1, 2, 3, 4, 5, 6, 7] : [...new Set(dagen)].sort();
  return {
    intervalMinuten: Number(getypt.interval),
    venster: heeftVenster ? { dagen: alle, van: getypt.van, tot: getypt.tot } : null,
    pauze,
    perSeconde,
    controle: controle!,
  };
}

/** What it means, in sentences. */
export function inZinnen({ intervalMinuten, venster, pauze, perSeconde, controle }: Planning): string {
  const ritme =
    intervalMinuten === 0
      ? 'Zaakberichten gaan meteen weg'
      : intervalMinuten === 1
        ? 'Zaakberichten gaan elke minuut weg'
        : `Zaakberichten gaan elke ${intervalMinuten} minuten weg`;
  const wanneer =
    venster === null ? '' : `, ${dagenInWoorden(venster.dagen)} van ${venster.van} tot ${venster.tot} uur`;
  const tempo = perSeconde === null ? '' : `, hoogstens ${String(perSeconde).replace('.', ',')} per seconde`;
  const check =
    controle === 'bij_wijziging'
      ? 'Het account wordt meteen na de wijziging gecontroleerd.'
      : 'Het account wordt gecontroleerd als het bericht vertrekt.';
  const rust = pauze === null ? '' : 'Nu is er een pauze: er gaat niets weg, en alles blijft bewaard. ';
  return `${rust}${ritme}${wanneer}${tempo}. ${check}`;
}

function dagenInWoorden(dagen: readonly number[]): string {
  const op = [...dagen].sort();
  if (op.length === 7) return 'elke dag';
  if (op.join('') === '12345') return 'op maandag tot en met vrijdag';
  const namen = op.map((dag) => VOLUIT[dag - 1]!);
  return `op ${namen.length === 1 ? namen[0] : `${namen.slice(0, -1).join(', ')} en ${namen.at(-1)}`}`;
}
