/**
 * A catalogus as readable files for in git: one per zaaktype with everything that hangs off it, one per other kind, and
 * one for the catalogus itself. No ids, no addresses of this register, always the same order: a change of one thing is a
 * change of its own lines.
 *
 * A file holds one version: the one with the latest first day, a concept before a published one. Older versions are in
 * the archive (`../catalogus/uit.ts`).
 */
import { stringify } from 'yaml';
import type { Ports } from '../../kern/index.ts';
import { type Ding, delenVan, eigenBlik, type Inhoud, leesInhoud } from '../catalogus/lees.ts';
import { catalogusSoorten } from '../catalogus/soorten.ts';
import { type Catalogusnaam, zoekCatalogus } from '../catalogus/uit.ts';
import type { Soort } from '../soorten.ts';
import { type Vorm, vormVan } from './vorm.ts';

/** Path below the folder, and text. */
export type Bestanden = ReadonlyMap<string, string>;

export async function exporteerYaml(
  ports: Pick<Ports, 'db' | 'clock' | 'bases' | 'profile'>,
  naam: Catalogusnaam,
): Promise<Bestanden> {
  const { db, bases } = ports;
  const soorten = catalogusSoorten();
  const [top, ...rest] = soorten as readonly [Soort, ...Soort[]];
  const inhoud = await leesInhoud(db, soorten, await zoekCatalogus(db, naam), eigenBlik(ports));
  const bestanden = new Map<string, string>();
  bestanden.set(`${top.naam}.yaml`, tekst(vormVan(inhoud.get(top.naam)![0]!, new Map(), bases)));
  for (const soort of rest) {
    if (soort.ouder?.naar !== top.naam) continue;
    const nieuwste = laatsteVersies(inhoud.get(soort.naam)!);
    const delen = delenVan(soorten, soort);
    if (nieuwste.length === 0) continue;
    if (delen.length === 0) {
      bestanden.set(`${soort.meervoud}.yaml`, tekst(nieuwste.map((ding) => vormVan(ding, new Map(), bases))));
      continue;
    }
    for (const ding of nieuwste) {
      const pad = vrijPad(`${soort.meervoud}/${veilig(naamOf(ding))}`, bestanden);
      bestanden.set(pad, tekst(vormVan(ding, delenOf(ding, delen, inhoud), bases)));
    }
  }
  return bestanden;
}

function delenOf(ding: Ding, delen: readonly Soort[], inhoud: Inhoud): Inhoud {
  return new Map(
    delen.map((deel) => [
      deel.naam,
      inhoud.get(deel.naam)!.filter(({ waarden }) => waarden[deel.ouder!.veld] === ding.id),
    ]),
  );
}

/** Of each name the version with the latest first day; of two of the same day the concept. */
function laatsteVersies(dingen: readonly Ding[]): readonly Ding[] {
  const laatste = new Map<string, Ding>();
  const begin = ({ waarden }: Ding): string => String(waarden['beginGeldigheid']);
  for (const ding of dingen) {
    const bekend = laatste.get(naamOf(ding));
    const later = !bekend || begin(ding) > begin(bekend) || (begin(ding) === begin(bekend) && ding.concept === true);
    if (later) laatste.set(naamOf(ding), ding);
  }
  return [...laatste.values()];
}

function naamOf({ soort, waarden }: Ding): string {
  return String(waarden[soort.naamveld!]);
}

function tekst(inhoud: Vorm | readonly Vorm[]): string {
  return stringify(inhoud, { lineWidth: 100, aliasDuplicateObjects: false });
}

/** A name that every file system takes. */
function veilig(naam: string): string {
  return naam.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[.-]+|[.-]+$/g, '') || 'zonder-naam';
}

/** Two names can give one path, also on a file system that knows no capitals: the next one gets a number. */
function vrijPad(pad: string, bestanden: Bestanden): string {
  const bezet = new Set([...bestanden.keys()].map((one) => one.toLowerCase()));
  for (let nummer = 1; ; nummer++) {
    const kandidaat = `${pad}${nummer === 1 ? '' : `-${nummer}`}.yaml`;
    if (!bezet.has(kandidaat.toLowerCase())) return kandidaat;
  }
}
